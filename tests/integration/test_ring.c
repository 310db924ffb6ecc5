/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Rings: options, several rings, threads, counters, the pollable descriptor.
 */
#include "support.h"

#include <pthread.h>

static void bad_options(void **state)
{
    static const struct sring_options bad[] = {
        {.preset = 99},          {.entries = 16385},       {.capacity = 65473},
        {.entries = UINT32_MAX}, {.capacity = UINT32_MAX},
    };
    struct sring ring;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(sring_open(&ring, &bad[i]), -EINVAL);
    }
}

/* Sizes that are not powers of two, and the smallest size. */
static void odd_sizes(void **state)
{
    static const uint32_t sizes[][2] = {{1, 1}, {3, 5}, {7, 4096}, {1000, 1}, {16384, 100}};
    struct sring ring;

    (void)state;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        open_ring(&ring, sizes[i][0], sizes[i][1]);
        for (int n = 0; n < 100; n++) {
            assert_int_equal(sring_nop_await(&ring), 0);
        }
        sring_close(&ring);
    }
}

static void open_and_close_many_times(void **state)
{
    int fds = count_fds();
    struct sring ring;

    (void)state;
    for (int i = 0; i < 300; i++) {
        open_ring(&ring, 8, 64);
        assert_int_equal(sring_nop_await(&ring), 0);
        sring_close(&ring);
    }
    assert_int_equal(count_fds(), fds);
}

/* More rings than a thread can register descriptors for (16), closed in another order. */
static void many_rings_in_one_thread(void **state)
{
    static struct sring rings[24];

    (void)state;
    for (int i = 0; i < 24; i++) {
        open_ring(&rings[i], 8, 64);
    }
    for (int n = 0; n < 10; n++) {
        for (int i = 0; i < 24; i++) {
            assert_int_equal(sring_nop_await(&rings[i]), 0);
        }
    }
    for (int i = 0; i < 24; i++) {
        sring_close(&rings[i * 7 % 24]);
        if (i < 23) {
            assert_int_equal(sring_nop_await(&rings[(i + 1) * 7 % 24]), 0);
        }
    }
}

static void *own_ring(void *arg)
{
    struct sring_fd *fd = arg;
    struct sring ring;
    struct sring_buf buf;
    intptr_t wrong = 0;

    if (sring_open(&ring, NULL)) {
        return (void *)1;
    }
    if (sring_buf_alloc(&buf, 16)) {
        return (void *)1;
    }
    for (int i = 0; i < 500; i++) {
        wrong += sring_read_at_await(&ring, fd, &buf, (uint64_t)i % 5) != 7 - i % 5;
        wrong += sring_buf_data(&buf)[0] != "content"[i % 5];
    }
    sring_buf_free(&buf);
    sring_close(&ring);
    return (void *)wrong;
}

static void one_ring_per_thread(void **state)
{
    struct sring *ring = *state;
    pthread_t threads[4];
    struct sring_fd fd;

    temporary_file(&fd, "content");
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, own_ring, &fd), 0);
    }
    for (int i = 0; i < 4; i++) {
        void *wrong;

        pthread_join(threads[i], &wrong);
        assert_null(wrong);
    }
    sring_fd_close(ring, &fd);
}

static void counters(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight[3];
    struct sring_timeout_completed done;
    struct sring_stats stats;

    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_timeout_init(ring, &op, 100000 * MILLISECOND), 0);
        sring_timeout_submit(ring, &op, &inflight[i]);
    }
    assert_int_equal(sring_flush(ring), 0);
    sring_get_stats(ring, &stats);
    assert_int_equal(stats.submitted, 3);
    assert_int_equal(stats.completed, 0);
    assert_int_equal(stats.in_flight, 3);
    assert_int_equal(stats.peak_in_flight, 3);
    sring_timeout_cancel(ring, &inflight[0], &done);
    assert_int_equal(sring_timeout_finish(&done), -ECANCELED);
    sring_timeout_detach(ring, &inflight[1]);
    sring_get_stats(ring, &stats);
    assert_int_equal(stats.submitted, 3);
    assert_int_equal(stats.completed, 1);
    assert_int_equal(stats.in_flight, 2);
    assert_int_equal(stats.cancelled, 1);
    assert_int_equal(stats.detached, 1);
    assert_int_equal(stats.reclaimed, 0);
    assert_int_equal(stats.dropped, 0);
    assert_int_equal(stats.parked, 0);
    assert_int_equal(stats.refused, 0);
    assert_true(stats.flushes > 0);
    sring_timeout_cancel(ring, &inflight[2], &done);
    assert_int_equal(sring_timeout_finish(&done), -ECANCELED);
}

static void pollable_descriptor(void **state)
{
    struct sring *ring = *state;
    struct pollfd pollfd = {.fd = sring_pollable_fd(ring), .events = POLLIN};
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct two_fds fds;
    struct sring_buf buf;

    open_pipe(&fds);
    new_buf(&buf, 8);
    assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    assert_int_equal(sring_poll(ring), 0); /* it begins readable */
    assert_int_equal(poll(&pollfd, 1, 0), 0);
    write_text(&fds.out, "abc");
    do { /* a worker may read, as in Linux 6.1: then the descriptor is readable twice */
        assert_int_equal(poll_pollable(&pollfd, LOST_AFTER), 1);
    } while (!sring_poll(ring));
    assert_true(sring_read_ready(ring, &inflight));
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 3);
    assert_int_equal(sring_poll(ring), 0); /* it may be readable once more, without a reason */
    assert_int_equal(poll(&pollfd, 1, 0), 0);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

static void wait_for_some(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight[4];
    struct sring_timeout_completed done;
    uint64_t before = now_ns();

    assert_int_equal(sring_flush_and_wait(ring, 100), 0); /* nothing is in flight */
    for (int i = 0; i < 4; i++) {
        assert_int_equal(sring_timeout_init(ring, &op, (uint64_t)(i + 1) * 5 * MILLISECOND), 0);
        sring_timeout_submit(ring, &op, &inflight[i]);
    }
    assert_int_equal(sring_flush_and_wait(ring, 3), 0);
    assert_true(now_ns() - before >= 15 * MILLISECOND);
    assert_true(sring_poll(ring) >= 3);
    assert_int_equal(sring_flush_and_wait(ring, 1000), 0); /* at most the number in flight */
    for (int i = 0; i < 4; i++) {
        sring_timeout_wait(ring, &inflight[i], &done);
        assert_int_equal(sring_timeout_finish(&done), -ETIME);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_options),
        cmocka_unit_test(odd_sizes),
        cmocka_unit_test(open_and_close_many_times),
        cmocka_unit_test(many_rings_in_one_thread),
        RING_TEST(one_ring_per_thread),
        RING_TEST(counters),
        RING_TEST(pollable_descriptor),
        RING_TEST(wait_for_some),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
