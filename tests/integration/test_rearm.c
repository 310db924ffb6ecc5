/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Timers and deadlines that get a new time while they are in flight.
 */
#include "batches.h"

#include <poll.h>

#define LONG (3600000 * MILLISECOND)
#define SHORT (40 * MILLISECOND) /* long enough to re-arm the timer on a slow machine */

struct seen {
    int calls;
    int result;
    uint64_t at;
};

SRING_TIMEOUT_CALLBACK(on_timeout)
{
    struct seen *seen = arg;

    seen->result = sring_timeout_finish(done);
    seen->at = now_ns();
    seen->calls++;
}

static struct sring_ticket start_timer(struct sring *ring, uint64_t nanoseconds, struct seen *seen)
{
    struct sring_timeout_building op;

    *seen = (struct seen){0};
    assert_int_equal(sring_timeout_init(ring, &op, nanoseconds), 0);
    return sring_timeout_start(ring, &op, on_timeout, seen);
}

/* Re-arms a timer of `first` to `second`, and expects it to end once, in time. */
static void expect_end(struct sring *ring, uint64_t first, uint64_t second, bool flushed)
{
    struct seen seen;
    struct sring_ticket ticket = start_timer(ring, first, &seen);
    uint64_t before;

    if (flushed) {
        assert_int_equal(sring_flush(ring), 0);
    }
    before = now_ns();
    assert_int_equal(sring_timeout_rearm(ring, ticket, second), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.calls, 1);
    assert_int_equal(seen.result, -ETIME);
    assert_true(seen.at - before >= second);
    assert_true(seen.at - before < second + 2000 * MILLISECOND);
    assert_int_equal(sring_timeout_rearm(ring, ticket, second), -ENOENT);
    assert_int_equal(in_flight(ring), 0);
}

static void later_and_earlier(void **state)
{
    struct sring *ring = *state;

    for (int flushed = 0; flushed < 2; flushed++) {
        expect_end(ring, 10 * MILLISECOND, 60 * MILLISECOND, flushed);
        expect_end(ring, LONG, 5 * MILLISECOND, flushed);
        expect_end(ring, LONG, 0, flushed);
    }
}

/* The idle timer of a connection: each request postpones it. */
static void often(void **state)
{
    struct sring *ring = *state;
    struct seen seen;
    struct sring_ticket ticket = start_timer(ring, 150 * MILLISECOND, &seen);
    uint64_t last = 0;

    for (int i = 0; i < 12; i++) {
        assert_int_equal(sring_run_for(ring, 5 * MILLISECOND), -ETIME);
        last = now_ns();
        assert_int_equal(sring_timeout_rearm(ring, ticket, 200 * MILLISECOND), 0);
        assert_int_equal(seen.calls, 0);
        assert_true(sring_pending(ring, ticket));
    }
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.calls, 1);
    assert_int_equal(seen.result, -ETIME);
    assert_true(seen.at - last >= 200 * MILLISECOND);
}

static void by_turns(void **state)
{
    struct sring *ring = *state;
    struct seen seen;
    struct sring_ticket ticket = start_timer(ring, LONG, &seen);
    uint64_t last;

    for (int i = 0; i < 20000; i++) { /* each earlier time has an entry */
        uint64_t time = LONG - (i % 2 ? (uint64_t)i * 100 * MILLISECOND : 0);

        assert_int_equal(sring_timeout_rearm(ring, ticket, time), 0);
    }
    last = now_ns();
    assert_int_equal(sring_timeout_rearm(ring, ticket, 30 * MILLISECOND), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.calls, 1);
    assert_true(seen.at - last >= 30 * MILLISECOND);
}

static void without_system_calls(void **state)
{
    struct sring *ring = *state;
    struct seen seen;
    struct sring_ticket ticket = start_timer(ring, LONG, &seen);
    struct sring_stats before, after;

    assert_int_equal(sring_flush(ring), 0);
    sring_get_stats(ring, &before);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(sring_timeout_rearm(ring, ticket, LONG + (uint64_t)i), 0);
    }
    sring_get_stats(ring, &after);
    assert_int_equal(after.flushes, before.flushes);
    assert_int_equal(after.submitted, before.submitted);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    assert_int_equal(sring_timeout_rearm(ring, ticket, 1), -ENOENT);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.result, -ECANCELED);
}

/* The kernel's timer is over, but the operation is not. */
static struct sring_ticket start_held(struct sring *ring, struct seen *seen)
{
    struct sring_ticket ticket = start_timer(ring, SHORT, seen);

    assert_int_equal(sring_timeout_rearm(ring, ticket, LONG), 0);
    assert_int_equal(sring_run_for(ring, 2 * SHORT), -ETIME);
    assert_int_equal(seen->calls, 0);
    assert_int_equal(in_flight(ring), 1);
    return ticket;
}

static void ends_held(void **state)
{
    struct sring *ring = *state;
    struct seen seen;
    struct sring_ticket ticket = start_held(ring, &seen);

    assert_int_equal(sring_cancel(ring, ticket), 0);
    assert_int_equal(sring_timeout_rearm(ring, ticket, 1), -ENOENT);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.calls, 1);
    assert_int_equal(seen.result, -ECANCELED);

    (void)start_held(ring, &seen);
    assert_int_equal(sring_cancel_all(ring), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.calls, 1);
    assert_int_equal(seen.result, -ECANCELED);

    ticket = start_held(ring, &seen);
    assert_int_equal(sring_timeout_rearm(ring, ticket, MILLISECOND), 0);
    assert_int_equal(sring_flush_and_wait(ring, 1), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.calls, 1);
    assert_int_equal(seen.result, -ETIME);
}

static void of_a_handle(void **state)
{
    struct sring *ring = *state;

    for (int way = 0; way < 3; way++) {
        struct sring_timeout_building op;
        struct sring_timeout_submitted inflight;
        struct sring_timeout_completed done;
        struct sring_ticket ticket;
        uint64_t before = now_ns();

        assert_int_equal(sring_timeout_init(ring, &op, SHORT), 0);
        sring_timeout_submit(ring, &op, &inflight);
        ticket = sring_timeout_ticket(&inflight);
        assert_int_equal(sring_timeout_rearm(ring, ticket, way ? LONG : 2 * SHORT), 0);
        assert_false(sring_timeout_ready(ring, &inflight));
        if (way == 2) {
            assert_int_equal(sring_run_for(ring, 2 * SHORT), -ETIME);
        }
        if (way) {
            sring_timeout_cancel(ring, &inflight, &done);
            assert_int_equal(sring_timeout_finish(&done), -ECANCELED);
        } else {
            sring_timeout_wait(ring, &inflight, &done);
            assert_int_equal(sring_timeout_finish(&done), -ETIME);
            assert_true(now_ns() - before >= 2 * SHORT);
        }
        assert_int_equal(in_flight(ring), 0);
    }
}

static void fired_in_the_queue(void **state)
{
    struct sring *ring = *state;
    struct seen seen;
    struct sring_ticket ticket = start_timer(ring, MILLISECOND, &seen);

    assert_int_equal(sring_flush_and_wait(ring, 1), 0);
    assert_int_equal(sring_timeout_rearm(ring, ticket, LONG), -ENOENT);
    assert_int_equal(seen.calls, 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.calls, 1);
    assert_int_equal(seen.result, -ETIME);
}

static void pollable(void **state)
{
    struct sring *ring = *state;
    struct pollfd poll_fd = {.fd = sring_pollable_fd(ring), .events = POLLIN};
    struct seen seen;
    struct sring_ticket ticket = start_timer(ring, LONG, &seen);

    assert_true(poll_fd.fd >= 0);
    assert_int_equal(sring_flush(ring), 0);
    assert_int_equal(sring_timeout_rearm(ring, ticket, 5 * MILLISECOND), 0);
    while (!seen.calls) {
        assert_int_equal(poll_pollable(&poll_fd, LOST_AFTER), 1);
        assert_true(sring_poll(ring) >= 0);
    }
    assert_int_equal(seen.result, -ETIME);
}

static void deadline(void **state)
{
    struct sring *ring = *state;
    static const uint64_t times[][2] = {{10 * MILLISECOND, 60 * MILLISECOND},
                                        {LONG, 5 * MILLISECOND}};
    struct two_fds fds;

    open_pipe(&fds);
    for (int i = 0; i < 2; i++) {
        struct sring_poll_add_building op;
        struct sring_poll_add_submitted inflight;
        struct sring_poll_add_completed done;
        uint64_t before;

        assert_int_equal(sring_poll_add_init(ring, &op, &fds.in, POLLIN), 0);
        assert_int_equal(sring_poll_add_set_timeout(ring, &op, times[i][0]), 0);
        sring_poll_add_submit(ring, &op, &inflight);
        before = now_ns();
        assert_int_equal(sring_deadline_rearm(ring, sring_poll_add_ticket(&inflight), times[i][1]),
                         0);
        assert_int_equal(sring_timeout_rearm(ring, sring_poll_add_ticket(&inflight), 1), -EINVAL);
        sring_poll_add_wait(ring, &inflight, &done);
        assert_int_equal(sring_poll_add_finish(&done), -ETIME);
        assert_true(now_ns() - before >= times[i][1]);
        assert_true(now_ns() - before < times[i][1] + 2000 * MILLISECOND);
    }
    close_two(ring, &fds);
}

/* A ticket of a batch: the deadlines of its operations, begun or not; not those of others. */
static void deadline_of_a_batch(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;

    for (int way = 0; way < 3; way++) {
        const uint64_t first = way == 1 ? 10 * MILLISECOND : LONG;
        const uint64_t later = way == 1 ? 100 * MILLISECOND : 20 * MILLISECOND;
        struct sring_batch_building batch;
        struct sring_batch_submitted inflight;
        struct sring_batch_completed done;
        uint64_t before;

        open_pipe(&fds);
        assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
        if (way == 2) { /* the read has not begun when its deadline is moved */
            add_timeout(ring, &batch, 50 * MILLISECOND);
            sring_batch_hardlink(&batch);
        } else {
            add_nop(ring, &batch);
        }
        add_read(ring, &batch, &fds.in, 2, first);
        add_nop(ring, &batch);
        sring_batch_submit(ring, &batch, &inflight);
        assert_int_equal(sring_flush(ring), 0);
        before = now_ns();
        assert_int_equal(sring_deadline_rearm(ring, sring_batch_ticket(&inflight), later), 0);
        sring_batch_wait(ring, &inflight, &done);
        assert_true(now_ns() - before >= later);
        assert_true(now_ns() - before < LONG / 2);
        assert_int_equal(take_read(ring, &done, 1), -ETIME);
        sring_batch_finish(ring, &done);
        close_two(ring, &fds);
    }
}

static void nothing(void **state)
{
    struct sring *ring = *state;
    struct seen seen;
    struct sring_ticket ticket = start_timer(ring, LONG, &seen);

    assert_int_equal(sring_timeout_rearm(ring, SRING_NO_TICKET, 1), -ENOENT);
    assert_int_equal(sring_deadline_rearm(ring, SRING_NO_TICKET, 1), -ENOENT);
    assert_int_equal(sring_deadline_rearm(ring, ticket, 1), -EINVAL);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    assert_int_equal(sring_run(ring), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(later_and_earlier),
        RING_TEST(often),
        RING_TEST(by_turns),
        SMALL_RING_TEST(by_turns),
        RING_TEST(without_system_calls),
        RING_TEST(ends_held),
        RING_TEST(of_a_handle),
        RING_TEST(fired_in_the_queue),
        RING_TEST(pollable),
        RING_TEST(deadline),
        RING_TEST(deadline_of_a_batch),
        RING_TEST(nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
