/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The pool of threads that run jobs: which job begins when, and how many threads there are.
 */
#include "support.h"

#include "base/threads.h"

#include <poll.h>
#include <semaphore.h>

#define JOBS 4

static struct sring_threads *threads;
static struct sring_job jobs[JOBS];
static sem_t begun[JOBS], may_end[JOBS];
static int event_fd;
static atomic_int order; /* the jobs that have begun, a decimal digit each */
static sem_t was_left;

static int run(void *arg)
{
    const int number = (int)(intptr_t)arg;

    atomic_store(&order, 10 * atomic_load(&order) + number);
    (void)sem_post(&begun[number]);
    while (sem_wait(&may_end[number])) {
    }
    return number;
}

static void open_pool(uint32_t most)
{
    assert_int_equal(sring_threads_open(&threads, most, &event_fd), 0);
    atomic_store(&order, 0);
    for (int i = 0; i < JOBS; i++) {
        jobs[i] = (struct sring_job){.fn = run, .arg = (void *)(intptr_t)i};
        (void)sem_init(&begun[i], 0, 0);
        (void)sem_init(&may_end[i], 0, 0);
    }
}

static void give(int number)
{
    assert_int_equal(sring_threads_give(threads, &jobs[number]), 0);
}

static void give_after(int earlier, int number)
{
    assert_int_equal(sring_threads_give_after(threads, &jobs[earlier], &jobs[number]), 0);
}

static void await(sem_t *semaphore)
{
    while (sem_wait(semaphore)) {
    }
}

/* Lets a job end, and takes it out. */
static void end(int number)
{
    struct pollfd wanted = {event_fd, POLLIN, 0};
    struct sring_job *job;

    (void)sem_post(&may_end[number]);
    assert_int_equal(poll(&wanted, 1, -1), 1);
    job = sring_threads_take_done(threads);
    assert_ptr_equal(job, &jobs[number]);
    assert_null(job->next);
    assert_int_equal(job->result, number);
}

static void close_pool(int expected)
{
    assert_int_equal(atomic_load(&order), expected);
    sring_threads_close(threads);
    expect_no_threads("sring-");
}

static void in_order(void **state)
{
    (void)state;
    open_pool(JOBS);
    give(1);
    await(&begun[1]);
    give_after(1, 2);
    give_after(2, 3);
    assert_int_equal(count_threads("sring-"), 1); /* they need no thread of their own */
    give(0);
    await(&begun[0]); /* it waits for nobody */
    assert_int_equal(atomic_load(&order), 10);
    end(1);
    await(&begun[2]);
    assert_int_equal(atomic_load(&order), 102);
    end(2);
    await(&begun[3]);
    end(3);
    end(0);
    close_pool(1023);
}

/* Behind a job that is done, and still in the pool. */
static void after_the_end(void **state)
{
    struct pollfd wanted = {0, POLLIN, 0};
    struct sring_job *job;

    (void)state;
    open_pool(1);
    give(1);
    (void)sem_post(&may_end[1]);
    wanted.fd = event_fd;
    assert_int_equal(poll(&wanted, 1, -1), 1);
    give_after(1, 2);
    await(&begun[2]);
    job = sring_threads_take_done(threads);
    assert_ptr_equal(job, &jobs[1]);
    assert_null(job->next);
    end(2);
    close_pool(12);
}

/* Followers that are taken back: the ones behind them follow the one before. */
static void follower_taken_back(void **state)
{
    (void)state;
    open_pool(JOBS);
    give(0);
    await(&begun[0]);
    give_after(0, 1);
    give_after(1, 2);
    assert_true(sring_threads_take_back(threads, &jobs[1]));
    assert_false(sring_threads_take_back(threads, &jobs[0])); /* it runs */
    give_after(2, 3);
    assert_true(sring_threads_take_back(threads, &jobs[2]));
    give_after(3, 1);
    assert_true(sring_threads_take_back(threads, &jobs[1])); /* the last one */
    end(0);
    await(&begun[3]);
    end(3);
    close_pool(3);
}

/* One that is queued and has not begun. */
static void first_taken_back(void **state)
{
    (void)state;
    open_pool(1);
    give(0);
    await(&begun[0]);
    give(1);
    give_after(1, 2);
    assert_true(sring_threads_take_back(threads, &jobs[1]));
    give_after(2, 3);
    end(0);
    await(&begun[2]);
    end(2);
    await(&begun[3]);
    end(3);
    close_pool(23);
}

static void on_left(struct sring_job *job)
{
    assert_ptr_equal(job, &jobs[0]);
    (void)sem_post(&was_left);
}

/* Nobody wants the result of the first one: the second one begins all the same. */
static void first_left(void **state)
{
    (void)state;
    (void)sem_init(&was_left, 0, 0);
    open_pool(JOBS);
    give(0);
    await(&begun[0]);
    give_after(0, 1);
    give_after(1, 2);
    assert_true(sring_threads_leave(threads, &jobs[0], on_left));
    assert_false(sring_threads_leave(threads, &jobs[1], on_left)); /* it has not begun */
    (void)sem_post(&may_end[0]);
    await(&was_left);
    await(&begun[2]);
    end(2);
    close_pool(2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_order),
        cmocka_unit_test(after_the_end),
        cmocka_unit_test(follower_taken_back),
        cmocka_unit_test(first_taken_back),
        cmocka_unit_test(first_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
