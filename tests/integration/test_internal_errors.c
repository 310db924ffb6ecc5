/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Internal errors of the kernel (512 and above) never reach a program: a cancelled operation has
 * -ECANCELED, and one interrupted for another reason -EINTR.
 */
#include "batches.h"
#include "fifo.h"

#include <signal.h>
#include <sys/wait.h>

#define OPENS 4

static int called, results[OPENS];

static void on_open(struct sring *ring, struct sring_openat_completed *done, void *arg)
{
    struct sring_fd fd;

    (void)ring;
    (void)arg;
    results[called++] = sring_openat_finish(done, &fd);
}

static void init_open(struct sring *ring, struct sring_openat_building *op)
{
    assert_int_equal(sring_openat_init(ring, op, fifo, O_WRONLY | O_CREAT | O_CLOEXEC, 0600), 0);
}

static void begin_opens(struct sring *ring, struct sring_openat_submitted inflight[OPENS])
{
    struct sring_openat_building op;

    for (int i = 0; i < OPENS; i++) {
        init_open(ring, &op);
        sring_openat_submit(ring, &op, &inflight[i]);
        sring_openat_submitted_stash(&inflight[i]);
    }
}

static void start_opens(struct sring *ring)
{
    struct sring_openat_building op;

    called = 0;
    for (int i = 0; i < OPENS; i++) {
        init_open(ring, &op);
        sring_openat_start(ring, &op, on_open, NULL);
    }
}

static int end_open(struct sring *ring, struct sring_openat_submitted *inflight)
{
    struct sring_openat_completed done;
    struct sring_fd fd;
    int result;

    sring_openat_submitted_claim(inflight);
    sring_openat_wait(ring, inflight, &done);
    result = sring_openat_result(&done);
    assert_int_equal(sring_openat_finish(&done, &fd), result);
    return result;
}

static void settle_in_workers(struct sring *ring)
{
    assert_int_equal(sring_flush(ring), 0);
    sleep_ms(20);
}

static void cancelled_one_by_one(void **state)
{
    struct sring *ring = *state;

    for (int round = 0; round < 100; round++) {
        struct sring_openat_building op;
        struct sring_openat_submitted inflight;
        struct sring_openat_completed done;
        struct sring_fd fd;

        init_open(ring, &op);
        sring_openat_submit(ring, &op, &inflight);
        if (round % 3 == 0) {
            assert_int_equal(sring_flush(ring), 0);
        }
        if (round % 10 == 0) {
            sleep_ms(2);
        }
        sring_openat_cancel(ring, &inflight, &done);
        assert_int_equal(sring_openat_finish(&done, &fd), -ECANCELED);
    }
}

static void all_cancelled(void **state)
{
    struct sring *ring = *state;
    struct sring_openat_submitted inflight[OPENS];

    for (int late = 0; late < 2; late++) {
        begin_opens(ring, inflight);
        if (late) {
            settle_in_workers(ring);
        }
        assert_int_equal(sring_cancel_all(ring), 0);
        for (int i = 0; i < OPENS; i++) {
            assert_int_equal(end_open(ring, &inflight[i]), -ECANCELED);
        }
        start_opens(ring);
        if (late) {
            settle_in_workers(ring);
        }
        assert_int_equal(sring_cancel_all(ring), 0);
        assert_int_equal(sring_run(ring), 0);
        assert_int_equal(called, OPENS);
        for (int i = 0; i < OPENS; i++) {
            assert_int_equal(results[i], -ECANCELED);
        }
    }
}

/* Without a queue's trust, and with callbacks that close() runs. */
static void ring_is_closed(void **state)
{
    struct sring ring;

    (void)state;
    for (int late = 0; late < 2; late++) {
        open_ring(&ring, 4, 64);
        start_opens(&ring);
        if (late) {
            settle_in_workers(&ring);
        }
        sring_close(&ring);
        assert_int_equal(called, OPENS);
        for (int i = 0; i < OPENS; i++) {
            assert_int_equal(results[i], -ECANCELED);
        }
    }
}

static void batch_fails(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct sring_openat_building op;
    struct sring_openat_completed opened;
    struct sring_fd fd;

    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    sring_batch_set_fail_fast(&batch);
    init_open(ring, &op);
    sring_openat_add(ring, &batch, &op);
    add_timeout(ring, &batch, 20 * MILLISECOND);
    submit_and_wait(ring, &batch, &done);
    sring_openat_take(ring, &done, 0, &opened);
    assert_int_equal(sring_openat_finish(&opened, &fd), -ECANCELED);
    sring_batch_finish(ring, &done);
}

/* The process is stopped for a moment (control-Z, a debugger): workers are interrupted without a
 * cancel. Not every kernel does that. */
static void stopped(bool callbacks)
{
    struct sring ring;
    struct sring_openat_submitted inflight[OPENS];

    called = 0;
    CHILD_CHECK(!sring_open(&ring, NULL));
    if (callbacks) {
        start_opens(&ring);
    } else {
        begin_opens(&ring, inflight);
    }
    CHILD_CHECK(!sring_flush(&ring));
    sleep_ms(50);
    CHILD_CHECK(!raise(SIGSTOP));
    sleep_ms(50);
    if (callbacks) {
        CHILD_CHECK(sring_poll(&ring) >= 0);
    } else {
        for (int i = 0; i < OPENS; i++) {
            struct sring_openat_completed done;
            struct sring_fd fd;

            sring_openat_submitted_claim(&inflight[i]);
            if (!sring_openat_ready(&ring, &inflight[i])) {
                sring_openat_detach(&ring, &inflight[i]);
                continue;
            }
            sring_openat_wait(&ring, &inflight[i], &done);
            results[called++] = sring_openat_finish(&done, &fd);
        }
    }
    printf("%d of %d interrupted\n", called, OPENS);
    for (int i = 0; i < called; i++) {
        CHILD_CHECK(results[i] == -EINTR);
    }
    called = 0;
    sring_close(&ring);
}

/* In a wait that is inlined. */
static void stopped_while_waiting(void)
{
    struct sring ring;
    struct sring_openat_building op;
    struct sring_openat_submitted inflight;
    struct sring_openat_completed done;
    struct sring_fd fd;

    CHILD_CHECK(!sring_open(&ring, NULL));
    for (int i = 0; i < 2; i++) { /* the first wait is not inlined */
        CHILD_CHECK(!sring_nop_await(&ring));
    }
    CHILD_CHECK(!sring_openat_init(&ring, &op, fifo, O_WRONLY | O_CREAT, 0600));
    sring_openat_submit(&ring, &op, &inflight);
    CHILD_CHECK(!sring_flush(&ring));
    sleep_ms(50);
    CHILD_CHECK(!raise(SIGSTOP));
    alarm(1); /* if the worker was not interrupted, this ends the child */
    sring_openat_wait(&ring, &inflight, &done);
    CHILD_CHECK(sring_openat_finish(&done, &fd) == -EINTR);
    sring_close(&ring);
}

static void process_is_stopped(void **state)
{
    (void)state;
    for (int way = 0; way < 3; way++) {
        pid_t child = fork();
        int status = 0;

        if (!child) {
            if (way == 2) {
                stopped_while_waiting();
            } else {
                stopped(way == 1);
            }
            fflush(stdout);
            _exit(0);
        }
        assert_int_equal(waitpid(child, &status, WUNTRACED), child);
        assert_true(WIFSTOPPED(status));
        assert_int_equal(kill(child, SIGCONT), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(status == 0 || WTERMSIG(status) == SIGALRM);
    }
}

/* In the library. */
int sring_translate_result(int result);

/* The error that the program gets instead. */
static void of_every_number(void **state)
{
    (void)state;
    for (int error = 0; error < 512; error++) {
        assert_int_equal(sring_translate_result(-error), -error);
    }
    for (int error = 512; error < 600; error++) {
        int result = sring_translate_result(-error);

        assert_true(result < 0 && result > -512);
        assert_int_equal(result == -EINTR, error < 517 && error != 515);
    }
    assert_int_equal(sring_translate_result(INT32_MAX), INT32_MAX);
    assert_int_equal(sring_translate_result(-524), -EOPNOTSUPP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIFO_TEST(cancelled_one_by_one), FIFO_TEST(all_cancelled),      FIFO_TEST(ring_is_closed),
        FIFO_TEST(batch_fails),          FIFO_TEST(process_is_stopped), FIFO_TEST(of_every_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
