/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Numbers of operations: none is used twice, for any number of rings, operations and rejections.
 * The ranges are so small that rings use many of them.
 */
#include "ring/ring.h"
#include "support.h"

#include <sys/syscall.h>

enum {
    FIRST = 1 << 13, /* times 2^32: the first number of the test */
    NUMBERS = 1 << 20,
    PER_RANGE = 1 << 11,
    ENTRIES = 4,
    CAPACITY = 16
};

#define BASE ((uint64_t)FIRST << 32)

static unsigned char seen[NUMBERS];

/* Before any ring is opened. */
static int small_ranges(void **state)
{
    (void)state;
    sring_number_space.next = BASE;
    sring_number_space.size = (uint64_t)PER_RANGE * SRING_STEP_;
    sring_number_space.end = BASE + (uint64_t)NUMBERS * SRING_STEP_;
    return 0;
}

static uint64_t ranges_used(void)
{
    return (sring_number_space.next - BASE) / sring_number_space.size;
}

/* Room for larger ones, for rings with the default sizes. */
static void large_ranges(void)
{
    sring_number_space.size = UINT64_C(1) << 26;
    sring_number_space.end = UINT64_MAX / 2;
}

static void expect_new(uint64_t number)
{
    uint64_t index = (number - BASE) / SRING_STEP_;

    assert_true(number >= BASE && index < NUMBERS);
    assert_false(seen[index]);
    seen[index] = 1;
}

static void wait_for_one(struct sring *ring)
{
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;
    struct sring_nop_completed done;

    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_submit(ring, &op, &inflight);
    expect_new(inflight.number_);
    sring_nop_wait(ring, &inflight, &done);
    assert_int_equal(sring_nop_finish(&done), 0);
}

SRING_NOP_CALLBACK(on_nop)
{
    int *left = arg;

    assert_int_equal(sring_nop_finish(done), 0);
    if (--*left == 0) {
        sring_stop(ring);
    }
}

static void run_three(struct sring *ring)
{
    int left = 3;

    for (int i = 0; i < 3; i++) {
        struct sring_nop_building op;

        expect_new(ring->next_);
        assert_int_equal(sring_nop_init(ring, &op), 0);
        sring_nop_start(ring, &op, on_nop, &left);
    }
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(left, 0);
}

static void several_queued(struct sring *ring)
{
    struct sring_nop_submitted inflight[ENTRIES];

    for (int i = 0; i < ENTRIES; i++) {
        struct sring_nop_building op;

        assert_int_equal(sring_nop_init(ring, &op), 0);
        sring_nop_submit(ring, &op, &inflight[i]);
        expect_new(inflight[i].number_);
    }
    assert_int_equal(sring_flush_and_wait(ring, ENTRIES), 0);
    for (int i = ENTRIES - 1; i >= 0; i--) {
        struct sring_nop_completed done;

        sring_nop_wait(ring, &inflight[i], &done);
        assert_int_equal(sring_nop_finish(&done), 0);
    }
}

/* Two rings use many ranges in turns. An operation in flight all the time keeps its identity, and
 * the counters continue. */
static void many_ranges(void **state)
{
    enum {
        ROUNDS = 20 * PER_RANGE
    };
    struct sring rings[2];
    struct sring_stats stats;
    struct two_fds fds[2];
    struct sring_buf bufs[2];
    struct sring_recv_submitted waiting[2];
    struct sring_recv_completed received;

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct sring_recv_building op;

        open_ring(&rings[i], ENTRIES, CAPACITY);
        open_socketpair(&fds[i], SOCK_STREAM);
        new_buf(&bufs[i], 16);
        assert_int_equal(sring_recv_init(&rings[i], &op, &fds[i].in), 0);
        sring_recv_submit(&rings[i], &op, &bufs[i], &waiting[i]);
        expect_new(waiting[i].number_);
    }
    for (int i = 0; i < ROUNDS; i++) {
        wait_for_one(&rings[i % 2]);
        if (i % 7 == 0) {
            run_three(&rings[i % 2]);
        }
        if (i % 11 == 0) {
            several_queued(&rings[i % 2]);
        }
    }
    assert_true(ranges_used() > 15);
    ASSERT_MISUSE("sring_recv_wait", "in flight on this ring", "another ring",
                  sring_recv_wait(&rings[1], &waiting[0], &received));
    for (int i = 0; i < 2; i++) {
        write_text(&fds[i].out, i ? "second" : "first");
        sring_recv_wait(&rings[i], &waiting[i], &received);
        assert_int_equal(sring_recv_finish(&received, &bufs[i]), i ? 6 : 5);
        expect_buf(&bufs[i], i ? "second" : "first");
        sring_buf_free(&bufs[i]);
        close_two(&rings[i], &fds[i]);
        sring_get_stats(&rings[i], &stats);
        assert_true(stats.submitted == stats.completed && stats.in_flight == 0);
        assert_true(stats.submitted > ROUNDS / 2);
        sring_close(&rings[i]);
    }
}

/* The next ring, of any size, gets the rest of a closed ring's range. */
static void many_rings(void **state)
{
    uint64_t before = ranges_used();

    (void)state;
    for (int i = 0; i < 3000; i++) {
        struct sring ring;

        open_ring(&ring, i % 3 ? ENTRIES : 2 * ENTRIES, CAPACITY);
        wait_for_one(&ring);
        sring_close(&ring);
    }
    assert_true(ranges_used() < before + 20);
}

static void nothing_left(void **state)
{
    struct sring ring, other;
    char text[256];

    (void)state;
    sring_number_space.end = BASE + sring_number_space.size;
    open_ring(&ring, ENTRIES, CAPACITY);
    assert_int_equal(sring_open(&other, NULL), -EOVERFLOW);
    assert_true(sring_explain(-EOVERFLOW, text, sizeof(text)) < sizeof(text));
    assert_non_null(strstr(text, "numbers"));
    wait_for_one(&ring);
    sring_close(&ring);
    open_ring(&ring, ENTRIES, CAPACITY); /* with the rest */
    wait_for_one(&ring);
    sring_close(&ring);
    assert_int_equal(sring_number_space.next, sring_number_space.end);
    sring_number_space.end = BASE + (uint64_t)NUMBERS * SRING_STEP_;
}

/* Operations that the kernel rejects also use numbers, but none of another ring. */
static void refuse_many(void *arg)
{
    struct sring ring, other;
    struct sring_stats stats;
    uint64_t before = ranges_used();

    (void)arg;
    CHILD_CHECK(sring_open(&ring, NULL) == 0);
    CHILD_CHECK(sring_open(&other, NULL) == 0);
    forbid_call(__NR_io_uring_enter, EPERM);
    for (int i = 0; i < 10000; i++) {
        CHILD_CHECK(ring.next_ < other.core_->numbers.first ||
                    ring.next_ >= other.core_->numbers.range->end);
        CHILD_CHECK(sring_nop_await(&ring) == -EPERM);
    }
    CHILD_CHECK(ranges_used() < before + 20); /* at most a lap of the queue each */
    sring_get_stats(&ring, &stats);
    CHILD_CHECK(stats.submitted == 10000 && stats.refused == 10000 && stats.in_flight == 0);
    _exit(0);
}

static void refusals(void **state)
{
    (void)state;
    large_ranges();
    expect_child(refuse_many, NULL);
}

/* A forked child does not reuse numbers that its parent has used. */
static void open_in_child(void *arg)
{
    uint64_t *next = arg;
    struct sring ring;

    CHILD_CHECK(sring_open(&ring, NULL) == 0);
    CHILD_CHECK(ring.next_ >= *next);
    CHILD_CHECK(sring_nop_await(&ring) == 0);
    sring_close(&ring);
}

static void forked(void **state)
{
    struct sring ring;

    (void)state;
    large_ranges();
    open_ring(&ring, ENTRIES, CAPACITY);
    expect_child(open_in_child, &ring.core_->numbers.range->end);
    sring_close(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_left), cmocka_unit_test(many_ranges), cmocka_unit_test(many_rings),
        cmocka_unit_test(refusals),     cmocka_unit_test(forked),
    };

    return cmocka_run_group_tests(tests, small_ranges, NULL);
}
