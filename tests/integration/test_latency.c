/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The latency of operations, by opcode.
 */
#include "batches.h"

#include <inttypes.h>

static int latency_setup(void **state)
{
    static struct sring ring;
    const struct sring_options options = {.entries = 8, .capacity = CAPACITY, .latency = true};

    *state = &ring;
    return sring_open(&ring, &options);
}

static int latency_teardown(void **state)
{
    sring_close(*state);
    return 0;
}

#define LATENCY_TEST(name) cmocka_unit_test_setup_teardown(name, latency_setup, latency_teardown)

static struct sring_latency latency_of(struct sring *ring, uint64_t operation)
{
    struct sring_latency latency;

    assert_int_equal(sring_latency_get(ring, operation, &latency), 0);
    return latency;
}

/* The times of the operation, seen from outside, are an upper limit. */
static void timers(void **state)
{
    enum {
        TIMES = 10
    };
    struct sring *ring = *state;
    struct sring_latency latency;
    uint64_t begin = now_ns(), longest;

    for (unsigned i = 0; i < TIMES; i++) {
        assert_int_equal(sring_timeout_await(ring, (i + 1) * MILLISECOND), -ETIME);
    }
    longest = now_ns() - begin;
    latency = latency_of(ring, SRING_OP_TIMEOUT);
    assert_int_equal(latency.count, TIMES);
    ASSERT_BETWEEN(latency.min_ns, MILLISECOND, longest);
    ASSERT_BETWEEN(latency.max_ns, TIMES * MILLISECOND, longest);
    ASSERT_BETWEEN(latency.sum_ns, TIMES * (TIMES + 1) / 2 * MILLISECOND, longest);
    ASSERT_BETWEEN(sring_latency_percentile(ring, SRING_OP_TIMEOUT, 50), 5 * MILLISECOND,
                   latency.max_ns);
    ASSERT_BETWEEN(sring_latency_percentile(ring, SRING_OP_TIMEOUT, 0), latency.min_ns,
                   latency.min_ns + latency.min_ns / 16);
    assert_int_equal(sring_latency_percentile(ring, SRING_OP_TIMEOUT, 100), latency.max_ns);
    assert_int_equal(latency_of(ring, SRING_OP_NOP).count, 0);
    assert_int_equal(sring_latency_percentile(ring, SRING_OP_NOP, 50), 0);
    sring_latency_reset(ring);
    assert_int_equal(latency_of(ring, SRING_OP_TIMEOUT).count, 0);
    assert_int_equal(latency_of(ring, SRING_OP_TIMEOUT).min_ns, 0);
    assert_int_equal(sring_nop_await(ring), 0);
    assert_int_equal(latency_of(ring, SRING_OP_NOP).count, 1);
}

/* The time for which a waker waits is not the time of a read of the program. */
static void a_waker(void **state)
{
    use_waker(*state, 1);
    assert_int_equal(latency_of(*state, SRING_OP_READ).count, 0);
}

/* More than there are slots, in each way. */
static void many(void **state)
{
    static struct sring_nop_item items[CAPACITY];
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;

    for (int i = 0; i < 5; i++) {
        assert_int_equal(sring_nop_await_each(ring, items, CAPACITY), 0);
        assert_int_equal(sring_nop_await(ring), 0);
    }
    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    add_nop(ring, &batch);
    add_nop(ring, &batch);
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(take_nop(ring, &done, 0), 0);
    assert_int_equal(take_nop(ring, &done, 1), 0);
    sring_batch_finish(ring, &done);
    assert_int_equal(latency_of(ring, SRING_OP_NOP).count, 5 * (CAPACITY + 1) + 2);
}

/* The dump has a line for each opcode. */
static void in_a_dump(void **state)
{
    static char text[4096];
    struct sring *ring = *state;
    FILE *file = fmemopen(text, sizeof(text), "w");
    struct sring_latency latency;
    char expected[256];

    assert_non_null(file);
    assert_int_equal(sring_nop_await(ring), 0);
    sring_dump(ring, file);
    assert_int_equal(fclose(file), 0);
    latency = latency_of(ring, SRING_OP_NOP);
    snprintf(expected, sizeof(expected),
             "ring in-flight=0\nlatency nop count=1 min-ns=%" PRIu64 " p50-ns=%" PRIu64
             " p99-ns=%" PRIu64 " max-ns=%" PRIu64 "\n",
             latency.min_ns, latency.min_ns, latency.min_ns, latency.min_ns);
    assert_string_equal(text, expected);
}

/* What was never handed to the kernel has no latency. */
static void never_begun(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct two_fds fds;

    open_pipe(&fds);
    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    add_read(ring, &batch, &fds.out, 4, 20000 * MILLISECOND); /* fails */
    sring_batch_link(&batch);
    add_timeout(ring, &batch, MILLISECOND);
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(take_read(ring, &done, 0), -EBADF);
    assert_int_equal(take_timeout(ring, &done, 1), -ECANCELED);
    sring_batch_finish(ring, &done);
    assert_int_equal(latency_of(ring, SRING_OP_READ).count, 1);
    close_two(ring, &fds);
}

/* Without the option. */
static void not_wanted(void **state)
{
    struct sring_latency latency;

    if (test_option("audit")) {
        SKIP("the option gives every ring a latency");
    }
    assert_int_equal(sring_nop_await(*state), 0);
    assert_int_equal(sring_latency_get(*state, SRING_OP_NOP, &latency), -EINVAL);
    assert_int_equal(latency.count, 0);
    assert_int_equal(sring_latency_percentile(*state, SRING_OP_NOP, 50), 0);
    sring_latency_reset(*state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LATENCY_TEST(timers),    LATENCY_TEST(a_waker),     LATENCY_TEST(many),
        LATENCY_TEST(in_a_dump), LATENCY_TEST(never_begun), RING_TEST(not_wanted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
