/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Blocking work in other threads: results, limits, cancelling, closing.
 */
#include "faulty_kernel.h"
#include "support.h"

#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/resource.h>

#define LONG (20000 * MILLISECOND)
#define THREAD_NAME "sring-offload"

/* --- failures -------------------------------------------------------------------------------- */

static int threads_left = INT32_MAX; /* that can be created */

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*fn)(void *),
                          void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*fn)(void *),
                          void *arg);

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*fn)(void *),
                          void *arg)
{
    if (threads_left == 0) {
        return EAGAIN;
    }
    threads_left--;
    return __real_pthread_create(thread, attributes, fn, arg);
}

static bool no_memory;

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);

void *__wrap_calloc(size_t count, size_t size)
{
    return no_memory ? NULL : __real_calloc(count, size);
}

/* --- works ----------------------------------------------------------------------------------- */

/* A work that blocks until `go`. */
struct job {
    sem_t go;
    atomic_int calls;
    atomic_bool runs;
    int result;
    pthread_t thread;
    int called_back;
    int got;
};

static void init_job(struct job *job, int result)
{
    memset(job, 0, sizeof(*job));
    assert_int_equal(sem_init(&job->go, 0, 0), 0);
    job->result = result;
}

static int block(void *arg)
{
    struct job *job = arg;

    job->thread = pthread_self();
    atomic_fetch_add(&job->calls, 1);
    atomic_store(&job->runs, true);
    while (sem_wait(&job->go)) {
    }
    return job->result;
}

static void wait_until_runs(struct job *job)
{
    while (!atomic_load(&job->runs)) {
        sched_yield();
    }
}

SRING_OFFLOAD_CALLBACK(on_done)
{
    struct job *job = arg;

    job->called_back++;
    job->got = result;
}

static void launch(struct sring *ring, struct job *job, struct sring_ticket *ticket)
{
    assert_int_equal(sring_offload_launch(ring, block, on_done, job, ticket), 0);
}

static void open_pool(struct sring *ring, uint32_t threads)
{
    const struct sring_options options = {.offload_threads = threads};

    assert_int_equal(sring_open(ring, &options), 0);
}

/* --- results --------------------------------------------------------------------------------- */

struct about {
    pthread_t thread;
    sigset_t blocked;
    char name[32];
    int cancelled;
};

static int look(void *arg)
{
    struct about *about = arg;

    about->thread = pthread_self();
    (void)pthread_sigmask(SIG_SETMASK, NULL, &about->blocked);
    (void)pthread_getname_np(pthread_self(), about->name, sizeof(about->name));
    return 42;
}

static void runs_in_another_thread(void **state)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGUSR1, SIGCHLD, SIGALRM, SIGPIPE, SIGIO};
    struct sring *ring = *state;
    sigset_t before, after;
    struct about about;

    (void)pthread_sigmask(SIG_SETMASK, NULL, &before);
    expect_no_threads(THREAD_NAME); /* none was needed yet */
    assert_int_equal(sring_offload(ring, look, &about), 42);
    assert_false(pthread_equal(about.thread, pthread_self()));
    assert_string_equal(about.name, THREAD_NAME);
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        assert_int_equal(sigismember(&about.blocked, signals[i]), 1);
    }
    assert_int_equal(sigismember(&about.blocked, SIGSEGV), 0);
    (void)pthread_sigmask(SIG_SETMASK, NULL, &after);
    for (int i = 1; i < 32; i++) {
        assert_int_equal(sigismember(&before, i), sigismember(&after, i));
    }
}

static int negative(void *arg)
{
    (void)arg;
    return -EAGAIN;
}

static void returns_any_result(void **state)
{
    struct sring *ring = *state;

    assert_int_equal(sring_offload(ring, negative, NULL), -EAGAIN);
    for (int i = 0; i < 50; i++) {
        struct about about;

        assert_int_equal(sring_offload(ring, look, &about), 42);
    }
    assert_int_equal(count_threads(THREAD_NAME), 1); /* one after the other */
}

static int add_one(void *arg)
{
    return ++*(int *)arg;
}

struct sum {
    int values[1000];
    int called_back;
    int64_t sum;
};

static struct sum sums;

SRING_OFFLOAD_CALLBACK(add_up)
{
    (void)arg;
    sums.called_back++;
    sums.sum += result;
}

static void many(void **state)
{
    struct sring *ring = *state;
    struct sring_ticket last;

    memset(&sums, 0, sizeof(sums));
    for (int i = 0; i < 1000; i++) {
        sums.values[i] = i;
        assert_int_equal(sring_offload_launch(ring, add_one, add_up, &sums.values[i], &last), 0);
    }
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(sums.called_back, 1000);
    assert_int_equal(sums.sum, 500500);
    assert_false(sring_pending(ring, last));
    assert_int_equal(sring_run(ring), 0); /* nothing is out */
}

/* --- meanwhile ------------------------------------------------------------------------------- */

SRING_FIBER(offload_it)
{
    return sring_offload(ring, block, arg);
}

SRING_FIBER(let_go)
{
    struct job *job = arg;
    int rc = sring_sleep(ring, MILLISECOND);

    wait_until_runs(job);
    sem_post(&job->go);
    return rc;
}

/* The work needs another fiber, which could not run if the thread were blocked. */
static void other_fibers_run(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber one, other;
    struct job job;

    init_job(&job, 7);
    assert_int_equal(sring_spawn(ring, &one, offload_it, &job), 0);
    assert_int_equal(sring_spawn(ring, &other, let_go, &job), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_false(sring_pending(ring, sring_fiber_ticket(&one)));
    assert_int_equal(sring_join(ring, &one), 7);
    assert_int_equal(sring_join(ring, &other), 0);
    assert_int_equal(atomic_load(&job.calls), 1);
}

SRING_TIMEOUT_CALLBACK(let_go_later)
{
    struct job *job = arg;

    assert_int_equal(sring_timeout_finish(done), -ETIME);
    sem_post(&job->go);
}

static void callbacks_run(void **state)
{
    struct sring *ring = *state;
    struct job job;

    init_job(&job, 8);
    assert_int_equal(sring_timeout_launch(ring, MILLISECOND, NULL, let_go_later, &job, NULL), 0);
    assert_int_equal(sring_offload(ring, block, &job), 8);
}

SRING_NOP_CALLBACK(offloads)
{
    struct about *about = arg;

    assert_int_equal(sring_nop_finish(done), 0);
    assert_int_equal(sring_offload(ring, look, about), 42);
    about->cancelled++;
}

/* A wait in a callback works as that of an operation. */
static void in_a_callback(void **state)
{
    struct sring *ring = *state;
    struct about about = {.cancelled = 0};

    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_nop_launch(ring, NULL, offloads, &about, NULL), 0);
    }
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(about.cancelled, 3);
}

/* Many awaits while a work is out, and after it. */
static void with_operations(void **state)
{
    struct sring *ring = *state;
    struct job job;

    init_job(&job, 9);
    launch(ring, &job, NULL);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(sring_nop_await(ring), 0);
    }
    assert_int_equal(job.called_back, 0);
    sem_post(&job.go);
    while (!job.called_back) {
        assert_int_equal(sring_nop_await(ring), 0);
    }
    assert_int_equal(job.got, 9);
    assert_int_equal(in_flight(ring), 0);
}

/* Its callback lets the next one go; that of the last one ends the read. */
struct link {
    struct job job;
    struct link *next;
    struct two_fds *fds;
};

SRING_OFFLOAD_CALLBACK(go_on)
{
    struct link *link = arg;

    assert_int_equal(result, 1);
    if (link->next) {
        sem_post(&link->next->job.go);
    } else {
        assert_int_equal(write(sring_fd_raw(&link->fds->out), "x", 1), 1);
    }
}

static int block_link(void *arg)
{
    return block(&((struct link *)arg)->job);
}

/* The thread waits for an operation that a callback brings about. */
static void a_wait_for_what_callbacks_do(void **state)
{
    struct sring *ring = *state;
    struct link links[4];
    struct sring_buf buf;
    struct two_fds fds;

    open_pipe(&fds);
    new_buf(&buf, 8);
    for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 4; i++) {
            init_job(&links[i].job, 1);
            links[i].next = i < 3 ? &links[i + 1] : NULL;
            links[i].fds = &fds;
            assert_int_equal(sring_offload_launch(ring, block_link, go_on, &links[i], NULL), 0);
            assert_int_equal(sring_nop_await(ring), 0);
        }
        sem_post(&links[0].job.go);
        sring_buf_set_length(&buf, 0);
        assert_int_equal(sring_read_await(ring, &fds.in, &buf), 1);
    }
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

/* --- the pool -------------------------------------------------------------------------------- */

static struct {
    atomic_int now, most;
} counted_runs;

static int count_runs(void *arg)
{
    int now = atomic_fetch_add(&counted_runs.now, 1) + 1;
    int most = atomic_load(&counted_runs.most);

    while (now > most && !atomic_compare_exchange_weak(&counted_runs.most, &most, now)) {
    }
    (void)block(arg);
    atomic_fetch_sub(&counted_runs.now, 1);
    return 0;
}

static void is_bounded(void **state)
{
    enum {
        JOBS = 7,
        THREADS = 3
    };
    struct job jobs[JOBS];
    struct sring ring;
    int runs = 0;

    (void)state;
    open_pool(&ring, THREADS);
    for (int i = 0; i < JOBS; i++) {
        init_job(&jobs[i], 0);
        assert_int_equal(sring_offload_launch(&ring, count_runs, on_done, &jobs[i], NULL), 0);
    }
    for (int i = 0; i < THREADS; i++) { /* in the order in which they were given */
        wait_until_runs(&jobs[i]);
    }
    assert_int_equal(count_threads(THREAD_NAME), THREADS);
    for (int i = THREADS; i < JOBS; i++) {
        runs += atomic_load(&jobs[i].runs);
    }
    assert_int_equal(runs, 0);
    for (int i = 0; i < JOBS; i++) {
        sem_post(&jobs[i].go);
    }
    assert_int_equal(sring_run(&ring), 0);
    for (int i = 0; i < JOBS; i++) {
        assert_int_equal(jobs[i].called_back, 1);
    }
    assert_int_equal(atomic_load(&counted_runs.most), THREADS);
    assert_int_equal(count_threads(THREAD_NAME), THREADS);
    sring_close(&ring);
    expect_no_threads(THREAD_NAME);
}

static void too_many_threads(void **state)
{
    const char *refused = NULL;
    const struct sring_options options = {.offload_threads = 1025, .refused = &refused};
    struct sring ring;

    (void)state;
    assert_int_equal(sring_open(&ring, &options), -EINVAL);
    assert_non_null(strstr(refused, "offload_threads"));
}

static void no_thread(void **state)
{
    struct sring *ring = *state;
    struct job first, second;

    init_job(&first, 1);
    init_job(&second, 2);
    threads_left = 0;
    assert_int_equal(sring_offload(ring, block, &first), -EAGAIN);
    assert_int_equal(sring_offload_launch(ring, block, on_done, &first, NULL), -EAGAIN);
    assert_int_equal(sring_run(ring), 0); /* nothing is out */
    threads_left = 1;
    launch(ring, &first, NULL);
    launch(ring, &second, NULL); /* by the thread that there is */
    threads_left = INT32_MAX;
    sem_post(&first.go);
    sem_post(&second.go);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(first.called_back, 1);
    assert_int_equal(second.called_back, 1);
    assert_int_equal(second.got, 2);
    assert_int_equal(count_threads(THREAD_NAME), 1);
    assert_int_equal(atomic_load(&first.calls), 1);
}

static void without_memory(void **state)
{
    struct sring *ring = *state;
    int value = 1;

    no_memory = true;
    assert_int_equal(sring_offload(ring, add_one, &value), -ENOMEM);
    no_memory = false;
    assert_int_equal(sring_offload(ring, add_one, &value), 2);
    no_memory = true;
    assert_int_equal(sring_offload(ring, add_one, &value), -ENOMEM);
    no_memory = false;
    assert_int_equal(sring_offload(ring, add_one, &value), 3);
}

static void without_descriptors(void **state)
{
    struct sring *ring = *state;
    struct rlimit before, none;
    int value = 1;

    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = before;
    none.rlim_cur = 3;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    assert_int_equal(sring_offload(ring, add_one, &value), -EMFILE);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(sring_offload(ring, add_one, &value), 2);
}

static void as_many_as_the_capacity(void **state)
{
    struct job jobs[8];
    struct job one_more;
    struct sring ring;

    (void)state;
    open_ring(&ring, 4, 8);
    init_job(&one_more, 0);
    for (int i = 0; i < 8; i++) {
        init_job(&jobs[i], i);
        launch(&ring, &jobs[i], NULL);
    }
    assert_int_equal(sring_offload_launch(&ring, block, on_done, &one_more, NULL), -EAGAIN);
    assert_int_equal(sring_nop_await(&ring), 0); /* they take no room from operations */
    sem_post(&jobs[3].go);
    while (!jobs[3].called_back) {
        assert_true(sring_run_once(&ring, LONG) >= 0);
    }
    launch(&ring, &one_more, NULL);
    sem_post(&one_more.go);
    for (int i = 0; i < 8; i++) {
        sem_post(&jobs[i].go);
    }
    assert_int_equal(sring_run(&ring), 0);
    assert_int_equal(one_more.called_back, 1);
    sring_close(&ring);
}

/* The simulated kernel's clock does not wait for other threads. */
#define NEEDS_TIME()                                                                               \
    do {                                                                                           \
        if (is_simulated()) {                                                                      \
            SKIP("the simulated kernel's clock does not wait for other threads");                  \
        }                                                                                          \
    } while (0)

/* --- other loops ----------------------------------------------------------------------------- */

static void in_an_event_loop(void **state)
{
    struct sring *ring = *state;
    struct pollfd pollable = {.fd = -1, .events = POLLIN};

    NEEDS_TIME();
    pollable.fd = sring_pollable_fd(ring);
    assert_true(pollable.fd >= 0);
    for (int i = 0; i < 10; i++) {
        struct job jobs[3];
        int called_back = 0;

        for (int j = 0; j < 3; j++) {
            init_job(&jobs[j], 0);
            launch(ring, &jobs[j], NULL);
        }
        for (int j = 0; j < 3; j++) {
            sem_post(&jobs[j].go); /* one after the other */
            while (!jobs[j].called_back) {
                if (i % 2 || !j) { /* else sring_poll has done what is needed */
                    assert_int_equal(sring_flush(ring), 0);
                }
                assert_int_equal(poll_pollable(&pollable, LOST_AFTER), 1);
                assert_true(sring_poll(ring) >= 0);
            }
            called_back += jobs[j].called_back;
        }
        assert_int_equal(called_back, 3);
    }
}

static void ends_by_time(void **state)
{
    struct sring *ring = *state;
    struct job job;

    NEEDS_TIME();
    init_job(&job, 0);
    launch(ring, &job, NULL);
    assert_int_equal(sring_run_for(ring, 5 * MILLISECOND), -ETIME);
    assert_int_equal(sring_run_once(ring, MILLISECOND), 0);
    sem_post(&job.go);
    assert_int_equal(sring_run_for(ring, LONG), 0);
    assert_int_equal(job.called_back, 1);
}

/* --- tickets --------------------------------------------------------------------------------- */

static void has_a_ticket(void **state)
{
    struct sring *ring = *state;
    struct sring_ticket tickets[2];
    struct job jobs[2];
    uint32_t which = 7;

    for (int i = 0; i < 2; i++) {
        init_job(&jobs[i], i);
        launch(ring, &jobs[i], &tickets[i]);
        assert_true(sring_pending(ring, tickets[i]));
    }
    assert_int_equal(sring_timeout_rearm(ring, tickets[0], 1), -EINVAL);
    assert_int_equal(sring_deadline_rearm(ring, tickets[0], 1), -EINVAL);
    assert_int_equal(sring_wait_any(ring, tickets, 2, MILLISECOND, &which), -ETIME);
    sem_post(&jobs[1].go);
    assert_int_equal(sring_wait_any(ring, tickets, 2, SRING_FOREVER, &which), 0);
    assert_int_equal(which, 1);
    assert_true(sring_pending(ring, tickets[0]));
    sem_post(&jobs[0].go);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(jobs[0].called_back + jobs[1].called_back, 2);
    assert_int_equal(sring_cancel(ring, tickets[0]), -ENOENT);
}

static void is_cancelled(void **state)
{
    struct sring_ticket first, second;
    struct job runs, waits;
    struct sring ring;

    (void)state;
    open_pool(&ring, 1);
    init_job(&runs, 5);
    init_job(&waits, 6);
    launch(&ring, &runs, &first);
    launch(&ring, &waits, &second);
    wait_until_runs(&runs);
    assert_int_equal(sring_cancel(&ring, first), 0);
    assert_int_equal(sring_cancel(&ring, second), 0);
    assert_int_equal(waits.called_back, 0); /* not in this call */
    assert_true(sring_pending(&ring, first));
    assert_false(sring_pending(&ring, second));
    sem_post(&runs.go);
    assert_int_equal(sring_run(&ring), 0);
    assert_int_equal(runs.called_back, 1);
    assert_int_equal(runs.got, 5);
    assert_int_equal(waits.called_back, 1);
    assert_int_equal(waits.got, -ECANCELED);
    assert_int_equal(atomic_load(&waits.calls), 0);
    sring_close(&ring);
}

static void all_are_cancelled(void **state)
{
    struct job jobs[5];
    struct sring ring;

    (void)state;
    open_pool(&ring, 2);
    for (int i = 0; i < 5; i++) {
        init_job(&jobs[i], i + 1);
        launch(&ring, &jobs[i], NULL);
    }
    wait_until_runs(&jobs[0]);
    wait_until_runs(&jobs[1]);
    assert_int_equal(sring_cancel_all(&ring), 0);
    assert_int_equal(sring_poll(&ring) >= 0, 1);
    sem_post(&jobs[0].go);
    sem_post(&jobs[1].go);
    assert_int_equal(sring_run(&ring), 0);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(jobs[i].called_back, 1);
        assert_int_equal(jobs[i].got, i < 2 ? i + 1 : -ECANCELED);
        assert_int_equal(atomic_load(&jobs[i].calls), i < 2);
    }
    /* The next one is noticed, though cancel_all may have hit the library's own request. */
    assert_int_equal(sring_cancel_all(&ring), 0);
    init_job(&jobs[0], 3);
    sem_post(&jobs[0].go);
    assert_int_equal(sring_offload(&ring, block, &jobs[0]), 3);
    sring_close(&ring);
}

/* --- cancelled fibers ------------------------------------------------------------------------ */

static void a_fiber_is_cancelled(void **state)
{
    struct sring_fiber one, other;
    struct job runs, waits;
    struct sring ring;

    (void)state;
    open_pool(&ring, 1);
    init_job(&runs, 5);
    init_job(&waits, 6);
    assert_int_equal(sring_spawn(&ring, &one, offload_it, &runs), 0);
    assert_int_equal(sring_spawn(&ring, &other, offload_it, &waits), 0);
    assert_int_equal(sring_run_for(&ring, MILLISECOND), -ETIME);
    wait_until_runs(&runs);
    sring_fiber_cancel(&ring, &one);
    sring_fiber_cancel(&ring, &other);
    assert_int_equal(sring_join(&ring, &other), -ECANCELED);
    assert_true(sring_pending(&ring, sring_fiber_ticket(&one))); /* it waits for what runs */
    sem_post(&runs.go);
    assert_int_equal(sring_join(&ring, &one), 5);
    assert_int_equal(atomic_load(&waits.calls), 0);
    sring_close(&ring);
}

SRING_FIBER(offload_when_cancelled)
{
    (void)!sring_sleep(ring, LONG);
    return sring_offload(ring, block, arg);
}

static void a_cancelled_fiber_begins_nothing(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    struct job job;

    init_job(&job, 5);
    assert_int_equal(sring_spawn(ring, &fiber, offload_when_cancelled, &job), 0);
    (void)sring_run_once(ring, 0);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
    assert_int_equal(atomic_load(&job.calls), 0);
}

/* --- close ----------------------------------------------------------------------------------- */

static int post_all(void *arg)
{
    sem_post(&((struct job *)arg)->go);
    return 0;
}

static void *post_when_it_runs(void *arg)
{
    struct job *job = arg;

    wait_until_runs(job);
    usleep(20000);
    (void)post_all(job);
    return NULL;
}

SRING_FIBER(offload_twice)
{
    struct job *job = arg;
    int rc = sring_offload(ring, block, job);

    return rc == 5 ? sring_offload(ring, block, job) : rc;
}

static void is_closed(void **state)
{
    struct job runs, waits, of_fiber, late;
    struct sring_fiber fiber;
    struct sring ring;
    pthread_t thread;

    (void)state;
    open_pool(&ring, 2);
    init_job(&runs, 5);
    init_job(&waits, 6);
    init_job(&of_fiber, 5);
    init_job(&late, 7);
    launch(&ring, &runs, NULL);
    assert_int_equal(sring_spawn(&ring, &fiber, offload_twice, &of_fiber), 0);
    assert_int_equal(sring_run_for(&ring, MILLISECOND), -ETIME);
    wait_until_runs(&runs);
    wait_until_runs(&of_fiber);
    launch(&ring, &waits, NULL);
    sem_post(&waits.go);
    sem_post(&of_fiber.go); /* perhaps its thread then begins the one that waits */
    assert_int_equal(pthread_create(&thread, NULL, post_when_it_runs, &runs), 0);
    sring_fiber_detach(&ring, &fiber);
    sring_close(&ring);
    assert_int_equal(runs.called_back, 1);
    assert_int_equal(runs.got, 5);
    assert_int_equal(waits.called_back, 1);
    assert_true(waits.got == -ECANCELED || waits.got == 6);
    assert_int_equal(atomic_load(&of_fiber.calls), 1); /* its second call was refused */
    assert_int_equal(pthread_join(thread, NULL), 0);
    expect_no_threads(THREAD_NAME);
}

SRING_OFFLOAD_CALLBACK(launches_another)
{
    struct job *job = arg;

    job->called_back++;
    assert_int_equal(result, 5);
    assert_int_equal(sring_offload_launch(ring, block, on_done, job, NULL), -ECANCELED);
    assert_int_equal(sring_offload(ring, block, job), -ECANCELED);
}

static void refuses_while_it_closes(void **state)
{
    struct job runs, waits;
    struct sring ring;
    pthread_t thread;

    (void)state;
    open_pool(&ring, 1);
    init_job(&runs, 5);
    init_job(&waits, 6);
    assert_int_equal(sring_offload_launch(&ring, block, launches_another, &runs, NULL), 0);
    launch(&ring, &waits, NULL);
    sem_post(&waits.go);
    wait_until_runs(&runs);
    assert_int_equal(pthread_create(&thread, NULL, post_when_it_runs, &runs), 0);
    sring_close(&ring);
    assert_int_equal(runs.called_back, 1);
    assert_int_equal(waits.called_back, 1);
    assert_int_equal(waits.got, -ECANCELED);
    assert_int_equal(atomic_load(&waits.calls), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
}

static int enters;

static int count_enter(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                       const struct __kernel_timespec *timeout)
{
    enters++;
    return kernel_below->enter(kernel, to_submit, wait_for, timeout);
}

/* While close waits for a work, it sleeps. */
static void close_sleeps(void **state)
{
    struct sring ring;
    struct job job;
    pthread_t thread;

    (void)state;
    NEEDS_TIME();
    faulty_kernel()->enter = count_enter;
    open_pool(&ring, 1);
    init_job(&job, 5);
    launch(&ring, &job, NULL);
    wait_until_runs(&job);
    enters = 0;
    assert_int_equal(pthread_create(&thread, NULL, post_when_it_runs, &job), 0);
    sring_close(&ring);
    faulty_kernel()->enter = kernel_below->enter;
    ASSERT_BETWEEN(enters, 1, 1000);
    assert_int_equal(job.called_back, 1);
    assert_int_equal(pthread_join(thread, NULL), 0);
}

static jmp_buf away;

SRING_TIMEOUT_CALLBACK(jumps)
{
    (void)arg;
    assert_int_equal(sring_timeout_finish(done), -ETIME);
    longjmp(away, 1);
}

/* The work goes on; nobody takes its result. */
static void left_by_longjmp(void **state)
{
    static struct job job;
    struct sring *ring = *state;
    int value = 1;

    init_job(&job, 5);
    assert_int_equal(sring_timeout_launch(ring, MILLISECOND, NULL, jumps, NULL, NULL), 0);
    if (!setjmp(away)) {
        (void)!sring_offload(ring, block, &job);
        fail();
    }
    assert_int_equal(sring_offload(ring, add_one, &value), 2);
    sem_post(&job.go);
    assert_int_equal(sring_run(ring), 0);
}

/* --- misuse ---------------------------------------------------------------------------------- */

static int use_ring(void *arg)
{
    struct sring *ring = arg;

    return sring_offload(ring, look, NULL);
}

static void misuses(void **state)
{
    struct sring *ring = *state;
    struct job job;

    init_job(&job, 0);
    ASSERT_MISUSE("sring_offload", "a function", "NULL", (void)!sring_offload(ring, NULL, NULL));
    ASSERT_MISUSE("sring_offload_launch", "a function", "NULL",
                  (void)!sring_offload_launch(ring, NULL, on_done, NULL, NULL));
    ASSERT_MISUSE("sring_offload_launch", "a callback", "NULL",
                  (void)!sring_offload_launch(ring, block, NULL, &job, NULL));
    assert_int_equal(sring_run(ring), 0);
}

static void misuse_in_the_thread(void *arg)
{
    struct sring ring;

    (void)arg;
    CHILD_CHECK(sring_open(&ring, NULL) == 0);
    (void)!sring_offload(&ring, use_ring, &ring);
}

static void the_ring_is_not_used_there(void **state)
{
    char errors[1024];
    int status = in_child(misuse_in_the_thread, NULL, errors, sizeof(errors));

    (void)state;
    assert_true(status != 0);
    assert_non_null(strstr(errors, "sring_offload"));
    assert_non_null(strstr(errors, "the ring of another thread"));
}

/* --- fork ------------------------------------------------------------------------------------ */

/* ThreadSanitizer does not allow a new thread in the child of a process with several. */
#define FORKED_THREADS 1
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#undef FORKED_THREADS
#define FORKED_THREADS 0
#endif
#endif

static struct sring *parents_ring;

static void close_parents_ring(void *arg)
{
    int fds = count_fds();
    struct sring own;
    int value = 1;

    (void)arg;
    sring_close(parents_ring);
    CHILD_CHECK(count_fds() ==
                fds - 2 + is_simulated()); /* the ring, and the eventfd of its threads */
    CHILD_CHECK(sring_open(&own, NULL) == 0);
    CHILD_CHECK(FORKED_THREADS == 0 || sring_offload(&own, add_one, &value) == 2);
    sring_close(&own);
}

static void in_a_child(void **state)
{
    struct sring ring;
    struct job job;
    int fds;

    (void)state;
    open_pool(&ring, 1);
    init_job(&job, 5);
    launch(&ring, &job, NULL);
    wait_until_runs(&job);
    parents_ring = &ring;
    fds = count_fds();
    expect_child(close_parents_ring, NULL);
    assert_int_equal(count_fds(), fds);
    sem_post(&job.go);
    assert_int_equal(sring_run(&ring), 0);
    assert_int_equal(job.got, 5);
    sring_close(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(runs_in_another_thread),
        RING_TEST(returns_any_result),
        RING_TEST(many),
        SMALL_RING_TEST(many),
        RING_TEST(other_fibers_run),
        RING_TEST(callbacks_run),
        RING_TEST(in_a_callback),
        RING_TEST(a_wait_for_what_callbacks_do),
        RING_TEST(with_operations),
        SMALL_RING_TEST(with_operations),
        cmocka_unit_test(is_bounded),
        cmocka_unit_test(too_many_threads),
        RING_TEST(no_thread),
        RING_TEST(without_memory),
        RING_TEST(without_descriptors),
        cmocka_unit_test(as_many_as_the_capacity),
        RING_TEST(in_an_event_loop),
        SMALL_RING_TEST(in_an_event_loop),
        RING_TEST(ends_by_time),
        RING_TEST(has_a_ticket),
        cmocka_unit_test(is_cancelled),
        cmocka_unit_test(all_are_cancelled),
        cmocka_unit_test(a_fiber_is_cancelled),
        RING_TEST(a_cancelled_fiber_begins_nothing),
        cmocka_unit_test(is_closed),
        cmocka_unit_test(refuses_while_it_closes),
        RING_TEST(left_by_longjmp),
        RING_TEST(misuses),
        cmocka_unit_test(the_ring_is_not_used_there),
        cmocka_unit_test(in_a_child),
        cmocka_unit_test(close_sleeps), /* later rings enter only through the library */
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
