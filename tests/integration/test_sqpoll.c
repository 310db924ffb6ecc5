/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Rings whose requests are read by a thread of the kernel: the real one, and one that is replaced,
 * so that it is late or ends.
 */
#include "support.h"

#include "faulty_kernel.h"

#include <sched.h>

static const struct sring_options polled = {.entries = 8, .sqpoll = {.idle_ms = 20}};

static void begin_read(struct sring *ring, const struct sring_fd *file,
                       struct sring_read_submitted *inflight)
{
    struct sring_read_building op;
    struct sring_buf buf;

    new_buf(&buf, 8);
    assert_int_equal(sring_read_init(ring, &op, file), 0);
    sring_read_submit(ring, &op, &buf, inflight);
}

static int end_read(struct sring_read_completed *done)
{
    struct sring_buf buf;
    int result = sring_read_finish(done, &buf);

    sring_buf_free(&buf);
    return result;
}

/* Waits until the thread of a new ring is there, and returns the number of such threads: a thread
 * may stay for seconds after its last ring was closed. `*last` becomes the newest one. */
static int wait_for_threads(pid_t *last)
{
    int count = 0;

    for (int i = 0; i < 2000 && !count; i++) {
        sleep_ms(1);
        count = find_threads("iou-sqp", last);
    }
    assert_true(count > 0);
    return count;
}

/* While the thread is awake nothing costs a system call; when it sleeps it is woken. */
static void reads_alone(void **state)
{
    struct sring ring;
    int rc = sring_open(&ring, &polled);
    struct sring_stats stats;
    bool saved = false;

    (void)state;
    if (rc == -EPERM) {
        SKIP("before Linux 5.13 sqpoll needs CAP_SYS_NICE");
    }
    assert_int_equal(rc, 0);
    if (kernel_is_at_least(5, 12)) {
        (void)wait_for_threads(NULL);
    }
    for (int round = 0; round < 20; round++) {
        struct sring_nop_submitted inflight[8];
        struct sring_nop_completed done;
        struct sring_nop_building op;
        uint64_t before;

        if (round % 4 == 0) {
            sleep_ms(60); /* the thread goes to sleep */
        }
        sring_get_stats(&ring, &stats);
        before = stats.flushes;
        for (int i = 0; i < 8; i++) {
            assert_int_equal(sring_nop_init(&ring, &op), 0);
            sring_nop_submit(&ring, &op, &inflight[i]);
            assert_int_equal(sring_flush(&ring), 0);
        }
        sring_get_stats(&ring, &stats);
        saved |= stats.flushes == before;
        for (int i = 0; i < 8; i++) {
            sring_nop_wait(&ring, &inflight[i], &done);
            assert_int_equal(sring_nop_finish(&done), 0);
        }
    }
    assert_true(saved);
    sring_close(&ring);
}

/* How often a thread has gone to sleep. */
static long count_sleeps(pid_t thread)
{
    char path[64], line[128];
    long count = -1;
    FILE *file;

    (void)snprintf(path, sizeof(path), "/proc/self/task/%d/status", (int)thread);
    file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        (void)sscanf(line, "voluntary_ctxt_switches: %ld", &count);
    }
    (void)fclose(file);
    assert_true(count >= 0);
    return count;
}

SRING_TIMEOUT_CALLBACK(ignore)
{
    assert_int_equal(sring_timeout_finish(done), -ECANCELED);
}

/* Waits that have no requests for it do not wake the thread. */
static void left_asleep(void **state)
{
    struct sring ring;
    int rc = sring_open(&ring, &polled);
    pid_t thread;
    long before;

    (void)state;
    if (rc == -EPERM || !kernel_is_at_least(5, 12)) {
        SKIP("before Linux 5.12 the thread is not one of the process");
    }
    assert_int_equal(rc, 0);
    assert_int_equal(sring_timeout_launch(&ring, UINT64_C(100000000000), NULL, ignore, NULL, NULL),
                     0);
    assert_int_equal(sring_flush(&ring), 0);
    do {
        sleep_ms(200); /* the thread goes to sleep, and those of earlier rings end */
    } while (wait_for_threads(&thread) > 1);
    before = count_sleeps(thread);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(sring_run_for(&ring, 50000000), -ETIME);
    }
    assert_int_equal(count_sleeps(thread), before);
    sring_close(&ring);
}

static void on_its_cpu(void **state)
{
    struct sring_options options = polled;
    const char *refused;
    struct sring ring;
    cpu_set_t cpus;
    pid_t thread;
    int rc;

    (void)state;
    options.sqpoll.pinned = true;
    options.refused = &refused;
    rc = sring_open(&ring, &options);
    if (rc == -EPERM || !kernel_is_at_least(5, 12)) {
        SKIP("the thread is not one of the process");
    }
    assert_int_equal(rc, 0);
    for (int i = 0; i < 2000; i++) {
        (void)wait_for_threads(&thread);
        if (!sched_getaffinity(thread, sizeof(cpus), &cpus) && CPU_COUNT(&cpus) == 1) {
            break;
        }
    }
    assert_int_equal(CPU_COUNT(&cpus), 1);
    assert_true(CPU_ISSET(0, &cpus));
    sring_close(&ring);

    options.sqpoll.cpu = 100000;
    assert_int_equal(sring_open(&ring, &options), -EINVAL);
    assert_non_null(refused);
    assert_non_null(strstr(refused, "sqpoll.cpu"));
}

/* Two rings, one thread. The first ring may be closed before the second. */
static void attached(void **state)
{
    struct sring_options options = polled;
    const char *refused;
    struct sring first, second;
    int rc = sring_open(&first, &polled);
    int count;

    (void)state;
    if (rc == -EPERM || !kernel_is_at_least(5, 12)) {
        SKIP("the thread is not one of the process");
    }
    assert_int_equal(sring_nop_await(&first), 0);
    count = wait_for_threads(NULL);
    options.attach_to = &first;
    assert_int_equal(sring_open(&second, &options), 0);
    assert_int_equal(sring_nop_await(&second), 0);
    assert_int_equal(wait_for_threads(NULL), count);
    assert_int_equal(sring_nop_await(&first), 0);
    sring_close(&first);
    assert_int_equal(sring_nop_await(&second), 0);
    sring_close(&second);
    if (test_option("sqpoll")) {
        return;
    }
    assert_int_equal(sring_open(&first, NULL), 0);
    options.refused = &refused;
    assert_int_equal(sring_open(&second, &options), -EINVAL);
    assert_non_null(refused);
    assert_non_null(strstr(refused, "attach_to"));
    sring_close(&first);
}

/* --- a thread that is replaced -------------------------------------------------------------- */

static struct {
    unsigned late; /* calls until it reads the queue */
    int error;     /* of every call, as when the thread is gone */
} thread;

static int enter(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                 const struct __kernel_timespec *timeout)
{
    int rc;

    if (thread.error) {
        return thread.error;
    }
    if (thread.late && !wait_for) {
        thread.late--;
        return (int)to_submit; /* published, and not read */
    }
    kernel->reads_alone = false;
    rc = kernel_below->enter(kernel, to_submit, wait_for, timeout);
    kernel->reads_alone = true;
    return rc;
}

static int (*open_below)(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries);

static int open_replaced(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries)
{
    int rc = open_below(kernel, entries, cq_entries);

    kernel->reads_alone = true;
    kernel->posts_in_enter = false;
    return rc;
}

/* Opens a ring with a thread that reads after `late` calls. */
static void open_late(struct sring *ring, unsigned late)
{
    struct sring_backend *faulty = faulty_kernel();

    if (!open_below) {
        open_below = faulty->open;
    }
    faulty->open = open_replaced;
    faulty->enter = enter;
    thread.late = 0;
    thread.error = 0;
    open_ring(ring, 8, 64);
    thread.late = late;
}

/* Whatever the program does with an operation that was flushed and not read, its request stays as
 * it is until it is read. */
static void not_read_yet(void **state)
{
    (void)state;
    if (test_option("sqpoll")) {
        SKIP("the replaced kernel has no thread of its own");
    }
    for (int way = 0; way < 6; way++) {
        struct sring_read_submitted inflight;
        struct sring_read_completed done;
        struct sring_ticket ticket;
        struct two_fds fds;
        struct sring ring;

        open_late(&ring, 3);
        open_pipe(&fds);
        begin_read(&ring, &fds.in, &inflight);
        ticket = sring_read_ticket(&inflight);
        assert_int_equal(sring_flush(&ring), 0);
        assert_true(sring_pending(&ring, ticket));
        if (way == 0) {
            sring_read_detach(&ring, &inflight);
            write_text(&fds.out, "abc");
            assert_int_equal(sring_run(&ring), 0);
            close_two(&ring, &fds);
            sring_close(&ring);
            continue;
        }
        switch (way) {
        case 1:
            assert_int_equal(sring_cancel(&ring, ticket), 0);
            break;
        case 2:
            assert_int_equal(sring_cancel_all(&ring), 0);
            break;
        case 3:
            sring_fd_close(&ring, &fds.in);
            break;
        default:
            break;
        }
        if (way >= 3) {
            write_text(&fds.out, "abc");
        }
        if (way == 5) {
            sring_read_cancel(&ring, &inflight, &done);
            assert_true(end_read(&done) != 0);
        } else {
            sring_read_wait(&ring, &inflight, &done);
            assert_int_equal(end_read(&done), way < 3 ? -ECANCELED : 3);
        }
        if (way == 3) {
            sring_fd_adopt(&fds.in, dup(sring_fd_raw(&fds.out)));
        }
        close_two(&ring, &fds);
        sring_close(&ring);
    }
}

/* A full queue that is read late: more operations than slots. */
static void full_queue(void **state)
{
    struct sring_nop_submitted inflight[32];
    struct sring ring;

    (void)state;
    if (test_option("sqpoll")) {
        SKIP("the replaced kernel has no thread of its own");
    }
    open_late(&ring, 5);
    for (int i = 0; i < 32; i++) {
        struct sring_nop_building op;

        assert_int_equal(sring_nop_init(&ring, &op), 0);
        sring_nop_submit(&ring, &op, &inflight[i]);
    }
    for (int i = 0; i < 32; i++) {
        struct sring_nop_completed done;

        sring_nop_wait(&ring, &inflight[i], &done);
        assert_int_equal(sring_nop_finish(&done), 0);
    }
    sring_close(&ring);
}

/* The thread is gone: what it has not read completes with the error, and comes back. */
static void thread_ends(void **state)
{
    struct sring_read_submitted first, second;
    struct sring_read_completed done;
    struct two_fds fds;
    struct sring ring;

    (void)state;
    if (test_option("sqpoll")) {
        SKIP("the replaced kernel has no thread of its own");
    }
    open_late(&ring, 0);
    open_pipe(&fds);
    begin_read(&ring, &fds.in, &first);
    assert_int_equal(sring_flush(&ring), 0); /* read */
    thread.late = 1;
    begin_read(&ring, &fds.in, &second);
    assert_int_equal(sring_flush(&ring), 0); /* not read */
    thread.error = -EOWNERDEAD;
    assert_int_equal(sring_flush(&ring), -EOWNERDEAD);
    sring_read_wait(&ring, &second, &done);
    assert_int_equal(end_read(&done), -EOWNERDEAD);
    thread.error = 0;
    write_text(&fds.out, "abc");
    sring_read_wait(&ring, &first, &done);
    assert_int_equal(end_read(&done), 3);
    close_two(&ring, &fds);
    sring_close(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attached), /* first: no thread of an earlier ring is left */
        cmocka_unit_test(reads_alone), cmocka_unit_test(left_asleep),
        cmocka_unit_test(on_its_cpu),  cmocka_unit_test(not_read_yet),
        cmocka_unit_test(full_queue),  cmocka_unit_test(thread_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
