/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * When completions are posted. A ring that reads ahead of the queue's tail needs this: while its
 * thread is not in the kernel, no completion appears. In Linux 6.1 one can (see posts_in_enter in
 * src/kernel/open.c); there, and with older setups, the ring must not read ahead.
 */
#include "support.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>

enum {
    ROUNDS = 10
};

static bool reads_ahead(const struct sring *ring)
{
    uintptr_t queue = (uintptr_t)ring->kernel_cq_tail_;

    return ring->head_ > queue && ring->head_ - queue < 4u << 20;
}

static uint32_t posted(const struct sring *ring)
{
    return __atomic_load_n(ring->kernel_cq_tail_, __ATOMIC_ACQUIRE);
}

/* Long enough for a worker, a timer and another thread. */
static void pause_outside(void)
{
    struct timespec moment = {0, 20 * 1000 * 1000};

    nanosleep(&moment, NULL);
}

/* The flushed operation is done by now, elsewhere; its completion has not appeared. */
static void expect_unposted(const struct sring *ring, uint32_t before)
{
    pause_outside();
    if (reads_ahead(ring)) {
        assert_int_equal(posted(ring), before);
    }
}

/* In a worker. */
static void of_a_worker(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;

    sring_fd_adopt(&fd, memfd_create("file", MFD_CLOEXEC));
    for (int i = 0; i < ROUNDS; i++) {
        struct sring_fsync_building op;
        struct sring_fsync_submitted inflight;
        struct sring_fsync_completed done;
        uint32_t before;

        assert_int_equal(sring_fsync_init(ring, &op, &fd), 0);
        sring_fsync_submit(ring, &op, &inflight);
        assert_int_equal(sring_flush(ring), 0);
        before = posted(ring);
        expect_unposted(ring, before);
        sring_fsync_wait(ring, &inflight, &done);
        assert_int_equal(sring_fsync_finish(&done), 0);
    }
    sring_fd_close(ring, &fd);
}

/* In an interrupt. */
static void of_a_timer(void **state)
{
    struct sring *ring = *state;

    for (int i = 0; i < ROUNDS; i++) {
        struct sring_timeout_building op;
        struct sring_timeout_submitted inflight;
        struct sring_timeout_completed done;
        uint32_t before;

        assert_int_equal(sring_timeout_init(ring, &op, 1000000), 0);
        sring_timeout_submit(ring, &op, &inflight);
        assert_int_equal(sring_flush(ring), 0);
        before = posted(ring);
        expect_unposted(ring, before);
        sring_timeout_wait(ring, &inflight, &done);
        assert_int_equal(sring_timeout_finish(&done), -ETIME);
    }
}

static void *write_to(void *arg)
{
    return write(*(const int *)arg, "x", 1) == 1 ? NULL : "a byte was not written";
}

/* In another thread, which writes into the pipe. */
static void of_another_thread(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    int out;

    open_pipe(&fds);
    out = sring_fd_raw(&fds.out);
    for (int i = 0; i < ROUNDS; i++) {
        struct sring_read_building op;
        struct sring_read_submitted inflight;
        struct sring_read_completed done;
        struct sring_buf buf;
        pthread_t thread;
        uint32_t before;

        assert_int_equal(sring_buf_alloc(&buf, 16), 0);
        assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
        sring_read_submit(ring, &op, &buf, &inflight);
        assert_int_equal(sring_flush(ring), 0);
        before = posted(ring);
        assert_int_equal(pthread_create(&thread, NULL, write_to, &out), 0);
        join_thread(thread);
        expect_unposted(ring, before);
        sring_read_wait(ring, &inflight, &done);
        assert_int_equal(sring_read_finish(&done, &buf), 1);
        sring_buf_free(&buf);
    }
    close_two(ring, &fds);
}

/* Only the newest setup may read ahead; the others are tested without it. */
static void old_setups_do_not_read_ahead(void **state)
{
    struct sring *ring = *state;

    if (setup_level() > 1) {
        assert_false(reads_ahead(ring));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(of_a_worker),
        RING_TEST(of_a_timer),
        RING_TEST(of_another_thread),
        RING_TEST(old_setups_do_not_read_ahead),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
