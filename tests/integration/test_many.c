/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Thousands of operations in flight on a queue of 8 entries: blocked ones with traffic between
 * them, with handles and callbacks, waited for in any order.
 */
#include "support.h"

enum {
    MANY = 3000
};

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static struct sring_recv_submitted inflight[MANY];
static int heard[MANY];

SRING_RECV_CALLBACK(on_recv)
{
    struct sring_buf buf;

    assert_int_equal(sring_recv_finish(done, &buf), 1);
    sring_buf_free(&buf);
    ++*(int *)arg;
}

static void blocked_with_traffic(void **state)
{
    static bool waited[MANY];
    struct sring *ring = *state;
    struct sring_stats stats;
    struct two_fds fds, traffic;
    struct sring_buf buf;
    uint32_t seed = 1;
    int handles = 0;

    memset(waited, 0, sizeof(waited));
    memset(heard, 0, sizeof(heard));
    open_socketpair(&fds, SOCK_DGRAM);
    open_pipe(&traffic);
    for (int i = 0; i < MANY; i++) {
        struct sring_recv_building op;

        new_buf(&buf, 8);
        assert_int_equal(sring_recv_init(ring, &op, &fds.in), 0);
        if (i % 3 == 0) {
            sring_recv_start(ring, &op, &buf, on_recv, &heard[i]);
        } else {
            sring_recv_submit(ring, &op, &buf, &inflight[i]);
            sring_recv_submitted_stash(&inflight[i]);
            handles++;
        }
        if (i % 10 == 0) { /* short operations between the long ones */
            text_buf(&buf, "traffic");
            assert_int_equal(sring_write_await(ring, &traffic.out, &buf), 7);
            assert_int_equal(sring_read_await(ring, &traffic.in, &buf), 7);
            expect_buf(&buf, "traffic");
            sring_buf_free(&buf);
        }
    }
    assert_int_equal(in_flight(ring), MANY);
    assert_int_equal(sring_flush_and_wait(ring, 0), 0);
    sring_get_stats(ring, &stats);
    assert_true(stats.parked >= MANY - 256);
    assert_true(stats.peak_in_flight >= MANY - 256);
    for (int left = MANY; left > 0;) { /* a datagram socket holds little at a time */
        for (int i = 0; i < 10 && left > 0; i++, left--) {
            write_text(&fds.out, "x");
        }
        assert_true(sring_poll(ring) >= 0);
    }
    while (handles > 0) {
        int i = (int)(next_random(&seed) % MANY);
        struct sring_recv_completed done;

        if (i % 3 == 0 || waited[i]) {
            continue;
        }
        waited[i] = true;
        handles--;
        sring_recv_submitted_claim(&inflight[i]);
        sring_recv_wait(ring, &inflight[i], &done);
        assert_int_equal(sring_recv_finish(&done, &buf), 1);
        expect_buf(&buf, "x");
        sring_buf_free(&buf);
    }
    assert_int_equal(sring_run(ring), 0);
    for (int i = 0; i < MANY; i += 3) {
        assert_int_equal(heard[i], 1);
    }
    assert_int_equal(in_flight(ring), 0);
    close_two(ring, &fds);
    close_two(ring, &traffic);
}

static void timeouts_backwards(void **state)
{
    static struct sring_timeout_submitted timeouts[MANY];
    struct sring *ring = *state;
    struct sring_timeout_building op;
    struct sring_timeout_completed done;

    for (int i = 0; i < MANY; i++) {
        assert_int_equal(sring_timeout_init(ring, &op, (uint64_t)(i % 20) * MILLISECOND), 0);
        sring_timeout_submit(ring, &op, &timeouts[i]);
        sring_timeout_submitted_stash(&timeouts[i]);
    }
    for (int i = MANY - 1; i >= 0; i--) {
        sring_timeout_submitted_claim(&timeouts[i]);
        sring_timeout_wait(ring, &timeouts[i], &done);
        assert_int_equal(sring_timeout_finish(&done), -ETIME);
    }
}

/* As many as the ring's capacity, and not one more. */
static void the_whole_capacity(void **state)
{
    static struct sring_nop_submitted nops[4096];
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct sring_nop_completed done;

    for (int lap = 0; lap < 3; lap++) {
        for (int i = 0; i < 4096; i++) {
            assert_int_equal(sring_nop_init(ring, &op), 0);
            sring_nop_submit(ring, &op, &nops[i]);
            sring_nop_submitted_stash(&nops[i]);
        }
        assert_int_equal(sring_nop_init(ring, &op), -EAGAIN);
        for (int i = 0; i < 4096; i++) {
            sring_nop_submitted_claim(&nops[i * 1237 % 4096]);
            sring_nop_wait(ring, &nops[i * 1237 % 4096], &done);
            assert_int_equal(sring_nop_finish(&done), 0);
        }
    }
}

/* As many operations as the kernel's largest completion queue holds; the first wait comes after the
 * last submit. */
static void the_largest_capacity(void **state)
{
    enum {
        COUNT = 65472
    };
    static struct sring_nop_submitted nops[COUNT];
    struct sring ring;
    struct sring_nop_building op;
    struct sring_nop_completed done;

    (void)state;
    open_ring(&ring, 4096, COUNT);
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(sring_nop_init(&ring, &op), 0);
        sring_nop_submit(&ring, &op, &nops[i]);
        sring_nop_submitted_stash(&nops[i]);
    }
    for (int i = 0; i < COUNT; i++) {
        sring_nop_submitted_claim(&nops[COUNT - 1 - i]);
        sring_nop_wait(&ring, &nops[COUNT - 1 - i], &done);
        assert_int_equal(sring_nop_finish(&done), 0);
    }
    assert_int_equal(in_flight(&ring), 0);
    sring_close(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SMALL_RING_TEST(blocked_with_traffic),  RING_TEST(blocked_with_traffic),
        SMALL_RING_TEST(timeouts_backwards),    SMALL_RING_TEST(the_whole_capacity),
        cmocka_unit_test(the_largest_capacity),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
