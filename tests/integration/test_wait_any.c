/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sring_wait_any while other operations complete: it looks at its operations again only when one of
 * them is over, whatever way that is.
 */
#include "batches.h"

#define LONG (20000 * MILLISECOND)
#define SOON (5000 * MILLISECOND) /* much less than LONG, and more than anything here takes */

/* How the wanted operation is over. */
enum ending {
    BYTES_FOR_A_CALLBACK,
    BYTES_FOR_A_HANDLE,
    TAKEN_BY_A_CALLBACK,
    BYTES_WHEN_DETACHED,
    CANCELLED,
    AT_ITS_DEADLINE,
    REARMED,
    A_BATCH,
    ENDINGS
};

struct wanted {
    enum ending ending;
    struct two_fds fds;
    struct sring_ticket tickets[3]; /* the second one is that of the wanted operation */
    struct sring_read_submitted inflight;
    bool has_handle;
    int others; /* completions before it is over */
    int calls, result;
};

SRING_TIMEOUT_CALLBACK(on_timeout)
{
    int *calls = arg;

    (void)ring;
    (void)sring_timeout_finish(done);
    ++*calls;
}

SRING_READ_CALLBACK(on_read)
{
    struct wanted *wanted = arg;
    struct sring_buf buf;

    (void)ring;
    wanted->result = sring_read_finish(done, &buf);
    wanted->calls++;
    sring_buf_free(&buf);
}

SRING_BATCH_CALLBACK(on_batch)
{
    struct wanted *wanted = arg;

    wanted->result = take_nop(ring, done, 0);
    (void)take_timeout(ring, done, 1);
    sring_batch_finish(ring, done);
    wanted->calls++;
}

static struct sring_ticket start_timer(struct sring *ring, uint64_t nanoseconds, int *calls)
{
    struct sring_timeout_building op;

    assert_int_equal(sring_timeout_init(ring, &op, nanoseconds), 0);
    return sring_timeout_start(ring, &op, on_timeout, calls);
}

static void finish_read(struct sring *ring, struct wanted *wanted)
{
    struct sring_read_completed done;
    struct sring_buf buf;

    sring_read_wait(ring, &wanted->inflight, &done);
    wanted->result = sring_read_finish(&done, &buf);
    sring_buf_free(&buf);
    wanted->has_handle = false;
    wanted->calls++;
}

static struct sring_ticket begin_read(struct sring *ring, struct wanted *wanted)
{
    struct sring_read_building op;
    struct sring_buf buf;

    new_buf(&buf, 16);
    assert_int_equal(sring_read_init(ring, &op, &wanted->fds.in), 0);
    if (wanted->ending == AT_ITS_DEADLINE) {
        assert_int_equal(sring_read_set_timeout(ring, &op, 20 * MILLISECOND), 0);
    }
    if (wanted->ending == BYTES_FOR_A_CALLBACK || wanted->ending == CANCELLED) {
        return sring_read_start(ring, &op, &buf, on_read, wanted);
    }
    sring_read_submit(ring, &op, &buf, &wanted->inflight);
    wanted->has_handle = true;
    return sring_read_ticket(&wanted->inflight);
}

static struct sring_ticket begin(struct sring *ring, struct wanted *wanted)
{
    struct sring_batch_building batch;

    switch (wanted->ending) {
    case REARMED:
        return start_timer(ring, LONG, &wanted->calls);
    case A_BATCH:
        assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
        add_nop(ring, &batch);
        add_timeout(ring, &batch, 20 * MILLISECOND);
        return sring_batch_start(ring, &batch, on_batch, wanted);
    default:
        return begin_read(ring, wanted);
    }
}

static void end(struct sring *ring, struct wanted *wanted)
{
    switch (wanted->ending) {
    case TAKEN_BY_A_CALLBACK:
        write_text(&wanted->fds.out, "x");
        finish_read(ring, wanted);
        break;
    case BYTES_WHEN_DETACHED:
        sring_read_detach(ring, &wanted->inflight);
        wanted->has_handle = false;
        wanted->calls++;
        write_text(&wanted->fds.out, "x");
        break;
    case CANCELLED:
        assert_int_equal(sring_cancel(ring, wanted->tickets[1]), 0);
        break;
    case REARMED:
        assert_int_equal(sring_timeout_rearm(ring, wanted->tickets[1], MILLISECOND), 0);
        break;
    case AT_ITS_DEADLINE:
    case A_BATCH:
        break;
    default:
        write_text(&wanted->fds.out, "x");
    }
}

/* Each begins the next one, and the last one ends the wanted operation. */
SRING_NOP_CALLBACK(on_other)
{
    struct wanted *wanted = arg;
    struct sring_nop_building op;
    uint32_t which = 9;

    assert_int_equal(sring_nop_finish(done), 0);
    if (wanted->others == 2) { /* another wait for the same operations */
        int rc = sring_wait_any(ring, wanted->tickets, 3, 0, &which);

        if (wanted->ending == AT_ITS_DEADLINE || wanted->ending == A_BATCH) {
            assert_true(rc == -ETIME || (!rc && which == 1)); /* its time may have come */
        } else {
            assert_int_equal(rc, -ETIME);
        }
    }
    if (!--wanted->others) {
        end(ring, wanted);
        return;
    }
    assert_int_equal(sring_nop_init(ring, &op), 0);
    (void)sring_nop_start(ring, &op, on_other, wanted);
}

static void start_other(struct sring *ring, struct wanted *wanted)
{
    struct sring_nop_building op;

    assert_int_equal(sring_nop_init(ring, &op), 0);
    (void)sring_nop_start(ring, &op, on_other, wanted);
}

/* `queued`: the first other operation has completed when the wanted one begins, so the wait looks
 * twice before the kernel has read the request. */
static void check(struct sring *ring, enum ending ending, int others, bool queued)
{
    struct wanted wanted = {.ending = ending, .others = others};
    uint64_t before = now_ns();
    int timers = 0;
    uint32_t which = 9;

    open_pipe(&wanted.fds);
    wanted.tickets[0] = start_timer(ring, LONG, &timers);
    wanted.tickets[2] = start_timer(ring, LONG, &timers);
    if (queued) {
        start_other(ring, &wanted);
        assert_int_equal(sring_flush(ring), 0);
        wanted.tickets[1] = begin(ring, &wanted);
    } else {
        wanted.tickets[1] = begin(ring, &wanted);
        start_other(ring, &wanted);
    }
    assert_int_equal(sring_wait_any(ring, wanted.tickets, 3, LONG, &which), 0);
    assert_int_equal(which, 1);
    assert_false(sring_pending(ring, wanted.tickets[1]));
    assert_int_equal(sring_wait_any(ring, wanted.tickets, 3, LONG, &which), 0);
    assert_int_equal(which, 1);
    if (wanted.has_handle) {
        finish_read(ring, &wanted);
    }
    assert_int_equal(sring_cancel(ring, wanted.tickets[0]), 0);
    assert_int_equal(sring_cancel(ring, wanted.tickets[2]), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(timers, 2);
    assert_int_equal(wanted.calls, 1);
    if (now_ns() - before >= SOON) {
        fail_msg("ending %d, %d others, queued %d", ending, others, queued);
    }
    close_two(ring, &wanted.fds);
}

static void whatever_way_it_is_over(void **state)
{
    for (int ending = 0; ending < ENDINGS; ending++) {
        for (int others = 1; others < 6; others++) {
            check(*state, (enum ending)ending, others, false);
            check(*state, (enum ending)ending, others, true);
        }
    }
}

/* An operation that was watched by a wait is waited for as any other. */
static void afterwards(void **state)
{
    struct sring *ring = *state;
    struct wanted wanted = {.ending = BYTES_FOR_A_HANDLE};
    uint32_t which;

    open_pipe(&wanted.fds);
    for (int i = 0; i < 3; i++) {
        wanted.others = 6;
        wanted.calls = 0;
        wanted.tickets[0] = wanted.tickets[1] = wanted.tickets[2] = begin(ring, &wanted);
        start_other(ring, &wanted);
        assert_int_equal(sring_wait_any(ring, wanted.tickets, 3, LONG, &which), 0);
        assert_int_equal(which, 0);
        finish_read(ring, &wanted);
        assert_int_equal(wanted.result, 1);
        for (int k = 0; k < 40; k++) { /* all slots are used again */
            assert_int_equal(sring_nop_await(ring), 0);
        }
    }
    assert_int_equal(in_flight(ring), 0);
    close_two(ring, &wanted.fds);
}

/* The kernel's timer is over before the wait: the end of the re-armed timer has no completion. */
static void without_a_completion(void **state)
{
    struct sring *ring = *state;
    int calls = 0;
    uint32_t which = 9;
    struct sring_ticket ticket = start_timer(ring, 100 * MILLISECOND, &calls);

    assert_int_equal(sring_timeout_rearm(ring, ticket, 1000 * MILLISECOND), 0);
    assert_int_equal(sring_flush_and_wait_for(ring, 1, 300 * MILLISECOND, 0), -ETIME);
    assert_int_equal(sring_wait_any(ring, &ticket, 1, LONG, &which), 0);
    assert_int_equal(which, 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(calls, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WHOLE_RING_TEST(whatever_way_it_is_over),
        WHOLE_RING_TEST(afterwards),
        WHOLE_RING_TEST(without_a_completion),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
