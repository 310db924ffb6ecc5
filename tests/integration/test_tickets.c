/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Tickets: whether an operation is pending, stopping it, waiting for the first of several; and the
 * runs that end by time.
 */
#include "support.h"

#define LONG (20000 * MILLISECOND)
#define SOON (5000 * MILLISECOND) /* much less than LONG, and more than anything here takes */

struct seen {
    int calls;
    int result;
};

SRING_NOP_CALLBACK(on_nop)
{
    struct seen *seen = arg;

    (void)ring;
    seen->result = sring_nop_finish(done);
    seen->calls++;
}

SRING_TIMEOUT_CALLBACK(on_timeout)
{
    struct seen *seen = arg;

    (void)ring;
    seen->result = sring_timeout_finish(done);
    seen->calls++;
}

SRING_READ_CALLBACK(on_read)
{
    struct seen *seen = arg;
    struct sring_buf buf;

    (void)ring;
    seen->result = sring_read_finish(done, &buf);
    seen->calls++;
    sring_buf_free(&buf);
}

static struct sring_ticket start_nop(struct sring *ring, struct seen *seen)
{
    struct sring_nop_building op;

    assert_int_equal(sring_nop_init(ring, &op), 0);
    return sring_nop_start(ring, &op, on_nop, seen);
}

static struct sring_ticket start_timer(struct sring *ring, uint64_t nanoseconds, struct seen *seen)
{
    struct sring_timeout_building op;

    assert_int_equal(sring_timeout_init(ring, &op, nanoseconds), 0);
    return sring_timeout_start(ring, &op, on_timeout, seen);
}

static struct sring_ticket start_read(struct sring *ring, const struct sring_fd *fd,
                                      struct seen *seen)
{
    struct sring_read_building op;
    struct sring_buf buf;

    new_buf(&buf, 16);
    assert_int_equal(sring_read_init(ring, &op, fd), 0);
    return sring_read_start(ring, &op, &buf, on_read, seen);
}

/* --- pending ------------------------------------------------------------------------------- */

static void pending_until_it_was_taken(void **state)
{
    struct sring *ring = *state;
    struct seen seen = {0};
    struct sring_ticket ticket = start_nop(ring, &seen);

    assert_true(sring_pending(ring, ticket)); /* queued */
    while (sring_pending(ring, ticket)) {
        assert_int_equal(sring_flush_and_wait(ring, 1), 0);
    }
    assert_int_equal(seen.calls, 0); /* nothing that was called here runs callbacks */
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.calls, 1);
    assert_false(sring_pending(ring, ticket));
    assert_false(sring_pending(ring, SRING_NO_TICKET));
}

static void of_a_handle(void **state)
{
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;
    struct sring_nop_completed done;
    struct sring_ticket ticket;

    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_submit(ring, &op, &inflight);
    ticket = sring_nop_ticket(&inflight);
    assert_true(sring_pending(ring, ticket));
    sring_nop_wait(ring, &inflight, &done);
    assert_false(sring_pending(ring, ticket));
    assert_int_equal(sring_nop_finish(&done), 0);
    assert_false(sring_pending(ring, ticket));
}

/* A ticket outlives its operation, also when the slot is used again, and names nothing elsewhere.
 */
static void names_nothing_else(void **state)
{
    struct sring *ring = *state;
    struct sring other;
    struct seen seen = {0}, timer = {0};
    struct sring_ticket old = start_nop(ring, &seen);

    open_ring(&other, 8, 64);
    assert_int_equal(sring_run(ring), 0);
    for (int i = 0; i < 1000; i++) {
        struct sring_ticket ticket = start_timer(ring, LONG, &timer);

        assert_false(sring_pending(ring, old));
        assert_int_equal(sring_cancel(ring, old), -ENOENT);
        assert_true(sring_pending(ring, ticket));
        assert_false(sring_pending(&other, ticket));
        assert_int_equal(sring_cancel(&other, ticket), -ENOENT);
        assert_int_equal(sring_cancel(ring, ticket), 0);
        assert_int_equal(sring_run(ring), 0);
        assert_false(sring_pending(ring, ticket));
    }
    assert_int_equal(timer.calls, 1000);
    assert_int_equal(timer.result, -ECANCELED);
    sring_close(&other);
}

/* --- cancel -------------------------------------------------------------------------------- */

static void cancels_with_callback_and_handle(void **state)
{
    struct sring *ring = *state;
    struct seen seen = {0};
    struct two_fds fds;
    struct sring_ticket ticket;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_buf buf;
    bool pending;

    open_pipe(&fds);
    ticket = start_read(ring, &fds.in, &seen);
    assert_int_equal(sring_cancel(ring, ticket), 0); /* was not flushed yet */
    assert_int_equal(seen.calls, 0);                 /* runs no callbacks */
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.calls, 1);
    assert_int_equal(seen.result, -ECANCELED);

    ticket = start_read(ring, &fds.in, &seen);
    assert_int_equal(sring_flush(ring), 0);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    pending = sring_pending(ring, ticket);
    assert_int_equal(sring_cancel(ring, ticket), pending ? 0 : -ENOENT);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.calls, 2);
    assert_int_equal(seen.result, -ECANCELED);
    assert_int_equal(sring_cancel(ring, ticket), -ENOENT);

    new_buf(&buf, 16);
    assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    assert_int_equal(sring_cancel(ring, sring_read_ticket(&inflight)), 0);
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), -ECANCELED);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

/* What closes a file is not stopped: whether it did would not be known. */
static void a_close_is_not_stopped(void **state)
{
    struct sring *ring = *state;
    struct sring_close_building op;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;
    struct two_fds fds;
    int before = count_fds();

    open_pipe(&fds);
    assert_int_equal(sring_close_init(ring, &op), 0);
    sring_close_submit(ring, &op, &fds.in, &inflight);
    assert_int_equal(sring_cancel(ring, sring_close_ticket(&inflight)), 0);
    sring_close_wait(ring, &inflight, &done);
    assert_int_equal(sring_close_finish(&done), 0);
    sring_fd_close(ring, &fds.out);
    assert_int_equal(count_fds(), before);
}

struct stopper {
    struct sring_ticket other;
    struct seen seen;
};

SRING_NOP_CALLBACK(on_stopper)
{
    struct stopper *stopper = arg;

    stopper->seen.result = sring_nop_finish(done);
    stopper->seen.calls++;
    assert_int_equal(sring_cancel(ring, stopper->other), 0);
    (void)sring_pending(ring, stopper->other); /* may be asked here, too */
}

static void cancels_in_a_callback(void **state)
{
    struct sring *ring = *state;
    struct seen timer = {0};
    struct stopper stopper = {.other = start_timer(ring, LONG, &timer)};
    struct sring_nop_building op;
    uint64_t before = now_ns();

    assert_int_equal(sring_nop_init(ring, &op), 0);
    (void)sring_nop_start(ring, &op, on_stopper, &stopper);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(stopper.seen.calls, 1);
    assert_int_equal(timer.calls, 1);
    assert_int_equal(timer.result, -ECANCELED);
    assert_true(now_ns() - before < SOON);
}

/* --- wait_any ------------------------------------------------------------------------------ */

static void the_first_of_several(void **state)
{
    struct sring *ring = *state;
    struct seen seen[3] = {{0}};
    struct sring_ticket tickets[3];
    uint64_t before = now_ns();
    uint32_t which = 9;
    struct two_fds fds;

    open_pipe(&fds);
    tickets[0] = start_timer(ring, LONG, &seen[0]);
    tickets[1] = start_read(ring, &fds.in, &seen[1]);
    tickets[2] = start_timer(ring, 20 * MILLISECOND, &seen[2]);
    assert_int_equal(sring_wait_any(ring, tickets, 2, 0, &which), -ETIME);
    assert_int_equal(sring_wait_any(ring, tickets, 2, 10 * MILLISECOND, &which), -ETIME);
    assert_true(now_ns() - before >= 10 * MILLISECOND);
    assert_int_equal(which, 9);
    assert_int_equal(sring_wait_any(ring, tickets, 3, SRING_FOREVER, &which), 0);
    assert_int_equal(which, 2);
    write_text(&fds.out, "x");
    assert_int_equal(sring_wait_any(ring, tickets, 3, SRING_FOREVER, &which), 0);
    assert_int_equal(which, 2); /* is still over; that of the read was not looked for */
    assert_int_equal(sring_wait_any(ring, tickets, 2, SRING_FOREVER, &which), 0);
    assert_int_equal(which, 1);
    assert_int_equal(sring_wait_any(ring, tickets, 3, SRING_FOREVER, &which), 0);
    assert_int_equal(which, 1); /* the lowest of those that are over */
    assert_int_equal(sring_cancel(ring, tickets[0]), 0);
    assert_int_equal(sring_wait_any(ring, tickets, 1, SRING_FOREVER, &which), 0);
    assert_int_equal(which, 0);
    assert_int_equal(sring_wait_any(ring, tickets, 3, SRING_FOREVER, &which), 0);
    assert_int_equal(which, 0);
    assert_int_equal(sring_wait_any(ring, tickets, 0, SRING_FOREVER, &which), -EINVAL);
    tickets[1] = SRING_NO_TICKET;
    assert_int_equal(sring_wait_any(ring, &tickets[1], 1, SRING_FOREVER, &which), 0);
    assert_int_equal(which, 0);
    assert_int_equal(sring_run(ring), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(seen[i].calls, 1);
    }
    assert_true(now_ns() - before < SOON);
    close_two(ring, &fds);
}

/* --- runs ---------------------------------------------------------------------------------- */

static void runs_for_a_while(void **state)
{
    struct sring *ring = *state;
    struct seen nop = {0}, timer = {0};
    struct sring_ticket ticket = start_timer(ring, LONG, &timer);
    uint64_t before = now_ns();

    (void)start_nop(ring, &nop);
    while (!nop.calls) {
        assert_int_equal(sring_run_for(ring, 0), -ETIME);
    }
    assert_int_equal(sring_run_for(ring, 20 * MILLISECOND), -ETIME);
    assert_true(now_ns() - before >= 20 * MILLISECOND);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    assert_int_equal(sring_run_for(ring, LONG), 0);
    assert_int_equal(timer.calls, 1);
    assert_int_equal(sring_run_for(ring, SRING_FOREVER), 0); /* nothing is in flight */
    assert_true(now_ns() - before < SOON);
}

static void runs_one_turn(void **state)
{
    struct sring *ring = *state;
    struct seen nop = {0}, timer = {0};
    uint64_t before = now_ns();
    struct sring_ticket ticket;

    assert_int_equal(sring_run_once(ring, SRING_FOREVER), 0); /* nothing is in flight */
    ticket = start_timer(ring, LONG, &timer);
    assert_int_equal(sring_run_once(ring, 0), 0);
    assert_int_equal(sring_run_once(ring, 10 * MILLISECOND), 0);
    assert_true(now_ns() - before >= 10 * MILLISECOND);
    (void)start_nop(ring, &nop);
    while (!nop.calls) {
        assert_true(sring_run_once(ring, SRING_FOREVER) >= 0);
    }
    assert_int_equal(timer.calls, 0);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    while (!timer.calls) {
        assert_true(sring_run_once(ring, SRING_FOREVER) >= 0);
    }
    assert_true(now_ns() - before < SOON);
}

/* Stop ends the run that goes on, or the next one, and exactly one. */
static void stop_is_consumed_by_one(void **state)
{
    struct sring *ring = *state;
    struct seen timer = {0};
    struct sring_ticket ticket = start_timer(ring, LONG, &timer);
    uint32_t which;

    sring_stop(ring);
    assert_int_equal(sring_wait_any(ring, &ticket, 1, MILLISECOND, &which),
                     -ETIME); /* ignores it */
    assert_int_equal(sring_run_for(ring, SRING_FOREVER), 0);
    assert_int_equal(sring_run_for(ring, MILLISECOND), -ETIME);
    sring_stop(ring);
    assert_int_equal(sring_run_once(ring, SRING_FOREVER), 0);
    assert_int_equal(sring_run_for(ring, MILLISECOND), -ETIME);
    sring_stop(ring);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(sring_run_for(ring, MILLISECOND), -ETIME);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(timer.calls, 1);
}

SRING_NOP_CALLBACK(on_nested)
{
    struct seen *seen = arg;

    seen->result = sring_nop_finish(done);
    assert_int_equal(sring_run_for(ring, SRING_FOREVER), -EDEADLK);
    assert_int_equal(sring_run_once(ring, SRING_FOREVER), -EDEADLK);
    seen->calls++;
}

static void no_run_in_a_callback(void **state)
{
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct seen seen = {0};

    assert_int_equal(sring_nop_init(ring, &op), 0);
    (void)sring_nop_start(ring, &op, on_nested, &seen);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.calls, 1);
}

/* --- flush_and_wait_for -------------------------------------------------------------------- */

static void waits_for_many_or_a_while(void **state)
{
    struct sring *ring = *state;
    struct seen nop = {0}, timer = {0};
    uint64_t before = now_ns();
    struct sring_ticket ticket = start_timer(ring, LONG, &timer);

    assert_int_equal(sring_flush_and_wait_for(ring, 1, 10 * MILLISECOND, 0), -ETIME);
    assert_true(now_ns() - before >= 10 * MILLISECOND);
    (void)start_nop(ring, &nop);
    assert_int_equal(sring_flush_and_wait_for(ring, 1, LONG, 0), 0);
    assert_int_equal(nop.calls, 0);
    assert_int_equal(sring_flush_and_wait_for(ring, 2, 10 * MILLISECOND, 0), -ETIME);
    assert_int_equal(sring_flush_and_wait_for(ring, 2, LONG, 10 * MILLISECOND),
                     0); /* one is enough */
    assert_true(now_ns() - before < SOON);
    assert_true(sring_poll(ring) >= 0);
    assert_int_equal(nop.calls, 1);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    assert_int_equal(sring_run(ring), 0);
}

/* --- who waits x who takes it out ---------------------------------------------------------- */

enum waiter {
    WAIT_ANY,
    PENDING_LOOP,
    RUN_ONCE,
    RUN_FOR,
    FLUSH_AND_WAIT,
    FLUSH_AND_WAIT_FOR,
    OWN_WAIT,
    WAITERS
};

enum taker {
    NOBODY,
    ANOTHER_WAIT,
    ANOTHER_READY,
    ANOTHER_PENDING,
    ANOTHER_ANY,
    ANOTHER_CANCEL,
    POLL,
    EACH,
    A_FULL_QUEUE,
    CANCEL_OF_ALL,
    TAKERS
};

struct wanted {
    bool calls_back;
    struct seen seen; /* with a callback */
    struct sring_nop_submitted inflight;
    struct sring_ticket ticket;
    struct sring_ticket timer;
};

static void take_it_out(struct sring *ring, enum taker taker, struct wanted *wanted)
{
    struct sring_nop_item items[40] = {0};
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight;
    struct sring_timeout_completed done;
    uint32_t which;

    assert_int_equal(sring_timeout_init(ring, &op, LONG), 0);
    sring_timeout_submit(ring, &op, &inflight);
    switch (taker) {
    case ANOTHER_WAIT:
        assert_int_equal(sring_timeout_await(ring, MILLISECOND), -ETIME);
        break;
    case ANOTHER_READY:
        assert_false(sring_timeout_ready(ring, &inflight));
        break;
    case ANOTHER_PENDING:
        assert_int_equal(sring_flush(ring), 0);
        assert_true(sring_pending(ring, sring_timeout_ticket(&inflight)));
        break;
    case ANOTHER_ANY: {
        struct sring_ticket ticket = sring_timeout_ticket(&inflight);

        assert_int_equal(sring_wait_any(ring, &ticket, 1, MILLISECOND, &which), -ETIME);
        break;
    }
    case POLL:
        assert_true(sring_poll(ring) >= 0);
        break;
    case EACH:
        assert_int_equal(sring_nop_await_each(ring, items, 40), 0);
        break;
    case A_FULL_QUEUE:
        for (int i = 0; i < 40; i++) {
            struct sring_nop_building nop;
            struct sring_nop_submitted forgotten;

            assert_int_equal(sring_nop_init(ring, &nop), 0);
            sring_nop_submit(ring, &nop, &forgotten);
            sring_nop_detach(ring, &forgotten);
        }
        break;
    case CANCEL_OF_ALL:
        assert_int_equal(sring_cancel_all(ring), 0);
        break;
    default:
        break;
    }
    sring_timeout_cancel(ring, &inflight, &done);
    (void)sring_timeout_finish(&done);
    (void)wanted;
}

/* Returns whether it is over. One that cannot ask for the operation itself is asked again. */
static bool wait_for_it(struct sring *ring, enum waiter waiter, struct wanted *wanted)
{
    struct sring_ticket both[2] = {wanted->timer, wanted->ticket};
    uint32_t which = 9;

    switch (waiter) {
    case WAIT_ANY:
        assert_int_equal(sring_wait_any(ring, both, 2, LONG, &which), 0);
        break;
    case PENDING_LOOP:
        while (sring_pending(ring, wanted->ticket)) {
            assert_int_equal(sring_flush_and_wait(ring, 1), 0);
        }
        break;
    case RUN_ONCE:
        while (sring_pending(ring, wanted->ticket)) {
            assert_true(sring_run_once(ring, LONG) >= 0);
        }
        break;
    case RUN_FOR:
        (void)sring_run_for(ring, MILLISECOND);
        break;
    case FLUSH_AND_WAIT:
        if (wanted->calls_back ? !wanted->seen.calls : !sring_nop_ready(ring, &wanted->inflight)) {
            assert_int_equal(sring_flush_and_wait(ring, 1), 0);
        }
        break;
    case FLUSH_AND_WAIT_FOR:
        while (sring_pending(ring, wanted->ticket)) {
            assert_int_equal(sring_flush_and_wait_for(ring, 1, LONG, 0), 0);
        }
        break;
    default:
        break; /* what follows waits */
    }
    return true;
}

static void end_it(struct sring *ring, struct wanted *wanted)
{
    struct sring_nop_completed done;

    if (wanted->calls_back) {
        while (!wanted->seen.calls) {
            assert_true(sring_run_once(ring, MILLISECOND) >= 0);
        }
        assert_int_equal(wanted->seen.calls, 1);
    } else {
        sring_nop_wait(ring, &wanted->inflight, &done);
        (void)sring_nop_finish(&done);
    }
}

/* A condition that was met while something else was waited for is not slept on. */
static void met_meanwhile(void **state)
{
    struct sring *ring = *state;

    for (int i = 0; i < 2 * WAITERS * TAKERS; i++) {
        enum taker taker = (enum taker)(i / 2 % TAKERS);
        struct wanted wanted = {.calls_back = i % 2};
        uint64_t before = now_ns();
        struct seen timer = {0};

        wanted.timer = start_timer(ring, LONG, &timer);
        if (wanted.calls_back) {
            wanted.ticket = start_nop(ring, &wanted.seen);
        } else {
            struct sring_nop_building op;

            assert_int_equal(sring_nop_init(ring, &op), 0);
            sring_nop_submit(ring, &op, &wanted.inflight);
            wanted.ticket = sring_nop_ticket(&wanted.inflight);
        }
        take_it_out(ring, taker, &wanted);
        (void)wait_for_it(ring, (enum waiter)(i / 2 / TAKERS), &wanted);
        end_it(ring, &wanted);
        if (now_ns() - before >= SOON) {
            fail_msg("waiter %d, taker %d, callback %d", i / 2 / TAKERS, taker, i % 2);
        }
        (void)sring_cancel(ring, wanted.timer);
        assert_int_equal(sring_run(ring), 0);
        assert_int_equal(timer.calls, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(pending_until_it_was_taken),
        SMALL_RING_TEST(pending_until_it_was_taken),
        RING_TEST(of_a_handle),
        SMALL_RING_TEST(names_nothing_else),
        RING_TEST(cancels_with_callback_and_handle),
        RING_TEST(a_close_is_not_stopped),
        RING_TEST(cancels_in_a_callback),
        RING_TEST(the_first_of_several),
        RING_TEST(runs_for_a_while),
        RING_TEST(runs_one_turn),
        RING_TEST(stop_is_consumed_by_one),
        RING_TEST(no_run_in_a_callback),
        RING_TEST(waits_for_many_or_a_while),
        RING_TEST(met_meanwhile),
        SMALL_RING_TEST(met_meanwhile),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
