/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What a ring is opened with: workers, attach_to, napi, clock; options that cannot be had.
 * test_presets.c, test_sqpoll.c, test_iopoll.c and test_interruptible.c have the others.
 */
#include "support.h"

#include <sched.h>
#include <sys/resource.h>

/* Opens and closes a ring. If that fails, an option must be named as the reason. */
static int try_options(struct sring_options options, const char *named)
{
    const char *refused = "unchanged";
    struct sring ring;
    int rc;

    options.refused = &refused;
    rc = sring_open(&ring, &options);
    if (!rc) {
        assert_null(refused);
        sring_close(&ring);
    } else {
        assert_non_null(refused);
        assert_true(!strncmp(refused, named, strlen(named)));
    }
    return rc;
}

static void contradictions(void **state)
{
    (void)state;
    if (!test_option("sqpoll")) {
        assert_int_equal(try_options((struct sring_options){.sqpoll = {.pinned = true}}, "sqpoll"),
                         -EINVAL);
    }
    assert_int_equal(
        try_options((struct sring_options){.sqpoll = {.idle_ms = 20, .cpu = 1}}, "sqpoll.cpu"),
        -EINVAL);
    assert_int_equal(try_options((struct sring_options){.workers = {.bounded = UINT32_MAX}},
                                 "workers.bounded, workers.unbounded: at most"),
                     -EINVAL);
    assert_int_equal(
        try_options((struct sring_options){.iopoll = true, .napi = {.busy_poll_us = 5}}, "napi"),
        -EINVAL);
    assert_int_equal(try_options((struct sring_options){.clock = CLOCK_THREAD_CPUTIME_ID}, "clock"),
                     -EINVAL);
    assert_int_equal(
        try_options((struct sring_options){.workers = {.cpus = state}}, "workers.cpus_size"),
        -EINVAL);
}

static void workers(void **state)
{
    cpu_set_t cpus;
    bool has;
    int rc;

    (void)state;
    rc = try_options((struct sring_options){.workers = {.bounded = 3}}, "workers.bounded");
    assert_int_equal(rc, kernel_is_at_least(5, 15) ? 0 : -EOPNOTSUPP);
    assert_int_equal(sched_getaffinity(0, sizeof(cpus), &cpus), 0);
    rc = try_options((struct sring_options){.workers = {.cpus = &cpus, .cpus_size = sizeof(cpus)}},
                     "workers.cpus");
    has = test_option("sqpoll") ? kernel_is_at_least(6, 6) : kernel_is_at_least(5, 14);
    assert_int_equal(rc, has ? 0 : -EOPNOTSUPP);
}

/* The limit holds: opening a FIFO blocks its worker until another opens it for writing. */
static void few_workers(void **state)
{
    enum {
        OPENS = 8
    };
    const struct sring_options options = {.workers = {.bounded = 1}};
    const struct timespec moment = {0, 100 * MILLISECOND};
    struct sring_openat_submitted inflight[OPENS];
    char directory[64], path[80];
    struct sring ring;
    int writer;

    (void)state;
    NEEDS(5, 15, "a limit of workers");
    temporary_directory(directory);
    (void)snprintf(path, sizeof(path), "%s/fifo", directory);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(sring_open(&ring, &options), 0);
    for (int i = 0; i < OPENS; i++) {
        struct sring_openat_building op;

        assert_int_equal(sring_openat_init(&ring, &op, path, O_RDONLY | O_CLOEXEC, 0), 0);
        sring_openat_set_async(&op);
        sring_openat_submit(&ring, &op, &inflight[i]);
    }
    assert_int_equal(sring_flush(&ring), 0);
    nanosleep(&moment, NULL);
    assert_int_equal(count_threads("iou-wrk"), 1);
    writer = open(path, O_RDWR | O_CLOEXEC);
    assert_true(writer >= 0);
    for (int i = 0; i < OPENS; i++) {
        struct sring_openat_completed done;
        struct sring_fd file;

        sring_openat_wait(&ring, &inflight[i], &done);
        assert_int_equal(sring_openat_finish(&done, &file), 0);
        sring_fd_close(&ring, &file);
    }
    close(writer);
    sring_close(&ring);
    remove_directory(directory);
}

static void attach(void **state)
{
    struct sring_options options = {.entries = 8};
    struct sring first, second;

    (void)state;
    assert_int_equal(sring_open(&first, &options), 0);
    options.attach_to = &first;
    assert_int_equal(sring_open(&second, &options), 0);
    assert_int_equal(try_options((struct sring_options){.sqpoll = {.idle_ms = 20, .pinned = true},
                                                        .attach_to = &first},
                                 "sqpoll.pinned"),
                     -EINVAL);
    sring_close(&first);
    assert_int_equal(sring_nop_await(&second), 0);
    sring_close(&second);
    ASSERT_MISUSE("sring_open", "an open ring to attach to", "closed",
                  (void)!sring_open(&second, &options));
}

static void napi(void **state)
{
    int rc = try_options((struct sring_options){.napi = {.busy_poll_us = 20}}, "napi");

    (void)state;
    assert_true(rc == 0 || rc == -EOPNOTSUPP);
    if (!kernel_is_at_least(6, 9)) {
        assert_int_equal(rc, -EOPNOTSUPP);
    }
}

/* Waits and deadlines end in time, also by sring_pollable_fd. */
static void boot_clock(void **state)
{
    const struct sring_options options = {.clock = CLOCK_BOOTTIME};
    int rc = try_options(options, "clock");
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_read_building op;
    struct pollfd pollable = {.events = POLLIN};
    struct sring_buf buf;
    struct two_fds fds;
    struct sring ring;
    uint64_t before;

    (void)state;
    assert_int_equal(rc, kernel_is_at_least(6, 12) ? 0 : -EOPNOTSUPP);
    if (rc) {
        SKIP("clocks need Linux 6.12");
    }
    assert_int_equal(sring_open(&ring, &options), 0);
    open_pipe(&fds);
    for (int i = 0; i < 2; i++) {
        new_buf(&buf, 8);
        assert_int_equal(sring_read_init(&ring, &op, &fds.in), 0);
        assert_int_equal(sring_read_set_timeout(&ring, &op, 200 * MILLISECOND), 0);
        before = now_ns();
        sring_read_submit(&ring, &op, &buf, &inflight);
        if (i) {
            pollable.fd = sring_pollable_fd(&ring);
            assert_int_equal(sring_flush(&ring), 0);
            assert_int_equal(poll(&pollable, 1, 10000), 1);
        } else {
            assert_int_equal(sring_run_for(&ring, 5 * MILLISECOND), -ETIME);
            assert_true(now_ns() - before < 10000 * MILLISECOND);
        }
        sring_read_wait(&ring, &inflight, &done);
        assert_int_equal(sring_read_finish(&done, &buf), -ETIME);
        assert_true(now_ns() - before >= 20 * MILLISECOND);
        sring_buf_free(&buf);
    }
    close_two(&ring, &fds);
    sring_close(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contradictions), cmocka_unit_test(few_workers),
        cmocka_unit_test(workers),        cmocka_unit_test(attach),
        cmocka_unit_test(napi),           cmocka_unit_test(boot_clock),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
