/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A loop that always has something to do, because each callback brings about the next one or fibers
 * wake each other: it ends at its time or when it is stopped, so do waits, and what the kernel has
 * completed is taken. Without that the tests give up after some seconds, and fail.
 */
#include "support.h"

#define SHORT (5 * MILLISECOND)
#define PATIENCE (5000 * MILLISECOND)

static struct {
    uint64_t give_up_at;
    int calls, stop_at;
    bool ends, gave_up;
} chain;

static bool goes_on(void)
{
    chain.gave_up = chain.gave_up || now_ns() > chain.give_up_at;
    return !chain.ends && !chain.gave_up;
}

static void begin_next(struct sring *ring);

SRING_TIMEOUT_CALLBACK(on_timer)
{
    (void)sring_timeout_finish(done);
}

SRING_NOP_CALLBACK(on_nop)
{
    (void)sring_nop_finish(done);
    if (++chain.calls == chain.stop_at) {
        sring_stop(ring);
    }
    if (goes_on()) {
        begin_next(ring);
    }
}

/* Its completion is there before the callback that has begun it returns. */
static void begin_next(struct sring *ring)
{
    assert_int_equal(sring_nop_launch(ring, NULL, on_nop, NULL, NULL), 0);
    assert_int_equal(sring_flush(ring), 0);
}

static int begin(void **state)
{
    memset(&chain, 0, sizeof(chain));
    chain.give_up_at = now_ns() + PATIENCE;
    return ring_setup(state);
}

static int end(void **state)
{
    int rc;

    chain.ends = true;
    rc = sring_run(*state);
    return ring_teardown(state) || rc || chain.gave_up;
}

static void runs_end(void **state)
{
    struct sring *ring = *state;

    begin_next(ring);
    assert_int_equal(sring_run_for(ring, SHORT), -ETIME);
    assert_true(sring_run_once(ring, SHORT) > 0);
    assert_true(sring_poll(ring) > 0);
    chain.stop_at = chain.calls + 100;
    assert_int_equal(sring_run(ring), 0);
    assert_false(chain.gave_up);
}

static void waits_end(void **state)
{
    struct sring *ring = *state;
    struct sring_event never = SRING_NONE;
    struct sring_timeout_options options = {.timeout_ns = SHORT};
    struct sring_ticket timer;
    uint32_t which;

    begin_next(ring);
    assert_int_equal(sring_timeout_await(ring, SHORT), -ETIME);
    assert_int_equal(sring_timeout_await_with(ring, 10 * PATIENCE, &options, NULL), -ETIME);
    assert_int_equal(sring_event_wait_for(ring, &never, SHORT), -ETIME);
    assert_int_equal(sring_timeout_launch(ring, 10 * PATIENCE, NULL, on_timer, NULL, &timer), 0);
    assert_int_equal(sring_wait_any(ring, &timer, 1, SHORT, &which), -ETIME);
    assert_int_equal(sring_cancel(ring, timer), 0);
    assert_false(chain.gave_up);
}

SRING_FIBER(yield_always)
{
    (void)arg;
    while (goes_on()) {
        sring_yield(ring);
    }
    return 0;
}

static void a_fiber_that_yields(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;

    assert_int_equal(sring_spawn(ring, &fiber, yield_always, NULL), 0);
    assert_int_equal(sring_run_for(ring, SHORT), -ETIME);
    assert_int_equal(sring_timeout_await(ring, SHORT), -ETIME);
    assert_false(chain.gave_up);
    chain.ends = true;
    assert_int_equal(sring_join(ring, &fiber), 0);
}

SRING_FIBER(echo)
{
    struct sring_queue *queues = arg;
    struct sring_message message;
    int rc;

    while (!(rc = sring_queue_receive(ring, &queues[0], &message))) {
        uint64_t word = sring_message_take_word(&message);

        assert_int_equal(sring_queue_send_word(ring, &queues[1], word), 0);
    }
    return rc;
}

SRING_FIBER(sleep_and_end)
{
    int rc = sring_sleep(ring, SHORT);

    (void)arg;
    chain.ends = true;
    return rc;
}

static void send_and_receive(struct sring *ring, struct sring_queue *queues)
{
    struct sring_message message;

    while (goes_on()) {
        assert_int_equal(sring_queue_send_word(ring, &queues[0], 1), 0);
        assert_int_equal(sring_queue_receive(ring, &queues[1], &message), 0);
        assert_int_equal(sring_message_take_word(&message), 1);
    }
    sring_queue_end(ring, &queues[0]);
}

SRING_FIBER(send_and_receive_in_a_fiber)
{
    send_and_receive(ring, arg);
    return 0;
}

/* Two hand words to each other, and a third waits for the kernel. */
static void fibers_that_wake_each_other(void **state)
{
    struct sring *ring = *state;

    for (int in_fibers = 0; in_fibers < 2; in_fibers++) {
        struct sring_queue queues[2];
        struct sring_fiber sleeper, other, first;

        chain.ends = false;
        for (int i = 0; i < 2; i++) {
            assert_int_equal(sring_queue_open(ring, &queues[i], 1), 0);
        }
        assert_int_equal(sring_spawn(ring, &sleeper, sleep_and_end, NULL), 0);
        assert_int_equal(sring_spawn(ring, &other, echo, queues), 0);
        if (in_fibers) {
            assert_int_equal(sring_spawn(ring, &first, send_and_receive_in_a_fiber, queues), 0);
            assert_int_equal(sring_join(ring, &first), 0);
        } else {
            send_and_receive(ring, queues);
        }
        assert_false(chain.gave_up);
        assert_int_equal(sring_join(ring, &other), -EPIPE);
        assert_int_equal(sring_join(ring, &sleeper), 0);
        for (int i = 0; i < 2; i++) {
            sring_queue_close(ring, &queues[i]);
        }
    }
}

#define BUSY_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BUSY_TEST(runs_end),
        BUSY_TEST(waits_end),
        BUSY_TEST(a_fiber_that_yields),
        BUSY_TEST(fibers_that_wake_each_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
