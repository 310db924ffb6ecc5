/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Fibers that wait are left alone: what completes for one does not wake the others.
 */
#include "batches.h"
#include "switches.h"

/* --- fibers that wait ----------------------------------------------------------------------- */

enum {
    WAITERS = 100,
    ROUNDS = 300
};

struct place {
    struct sring_fd file; /* borrowed */
    struct sring_mutex mutex;
    struct sring_event event;
    struct sring_queue queue;
    struct sring_mailbox box;
    uint64_t limit;
};

/* Begins a read that does not end, and waits for it in the given way. */
static int wait_for_read(struct sring *ring, struct place *place, bool any) SRING_REQUIRES(*ring)
{
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_buf buf;
    struct sring_ticket ticket;
    uint32_t which;
    int rc;

    assert_int_equal(sring_buf_alloc(&buf, 8), 0);
    sring_fd_borrow(&place->file);
    rc = sring_read_init(ring, &op, &place->file);
    assert_int_equal(rc, 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    sring_fd_return(&place->file);
    ticket = sring_read_ticket(&inflight);
    rc = any ? sring_wait_any(ring, &ticket, 1, place->limit, &which) : 0;
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), -ECANCELED);
    sring_buf_free(&buf);
    return rc;
}

SRING_FIBER(in_wait)
{
    return wait_for_read(ring, arg, false);
}

SRING_FIBER(in_wait_any)
{
    return wait_for_read(ring, arg, true);
}

SRING_FIBER(in_event)
{
    struct place *place = arg;

    return sring_event_wait_for(ring, &place->event, place->limit);
}

SRING_FIBER(in_lock)
{
    struct place *place = arg;

    sring_mutex_lock(ring, &place->mutex);
    sring_mutex_unlock(ring, &place->mutex);
    return 0;
}

SRING_FIBER(in_queue)
{
    struct place *place = arg;
    struct sring_message message;
    int rc;

    sring_queue_borrow(&place->queue);
    rc = sring_queue_receive(ring, &place->queue, &message);
    if (!rc) {
        sring_message_drop(&message);
    }
    sring_queue_return(&place->queue);
    return rc;
}

SRING_FIBER(in_mailbox)
{
    struct place *place = arg;
    struct sring_message message;
    int rc;

    sring_mailbox_borrow(&place->box);
    rc = sring_mailbox_receive(ring, &place->box, &message);
    if (!rc) {
        sring_message_drop(&message);
    }
    sring_mailbox_return(&place->box);
    return rc;
}

SRING_FIBER(in_scope_close)
{
    struct sring_scope scope;
    int rc;

    sring_scope_open(ring, &scope);
    rc = sring_scope_spawn(ring, &scope, in_wait, arg);
    assert_int_equal(rc, 0);
    return sring_scope_close(ring, &scope);
}

SRING_FIBER(in_join)
{
    struct sring_fiber fiber;

    assert_int_equal(sring_spawn(ring, &fiber, in_wait, arg), 0);
    return sring_join(ring, &fiber);
}

SRING_FIBER(in_batch)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;

    assert_int_equal(sring_batch_init(ring, &batch, 1), 0);
    add_timeout(ring, &batch, 1000000 * MILLISECOND);
    (void)arg;
    sring_batch_submit(ring, &batch, &inflight);
    sring_batch_wait(ring, &inflight, &done);
    sring_batch_finish(ring, &done);
    return 0;
}

/* --- one that works ------------------------------------------------------------------------- */

SRING_FIBER(works)
{
    for (int i = 0; i < ROUNDS; i++) {
        int rc = sring_nop_await(ring);

        assert_int_equal(rc, 0);
    }
    (void)arg;
    return 0;
}

/* Lets one fiber do many operations while others wait in this way. */
static void count_switches(struct sring *ring, struct place *place, sring_fiber_fn *fn)
    SRING_REQUIRES(*ring)
{
    struct sring_scope waiters;
    struct sring_fiber worker;

    sring_scope_open(ring, &waiters);
    for (int i = 0; i < WAITERS; i++) {
        assert_int_equal(sring_scope_spawn(ring, &waiters, fn, place), 0);
    }
    assert_int_equal(sring_run_for(ring, MILLISECOND), -ETIME);
    switches = 0;
    assert_int_equal(sring_spawn(ring, &worker, works, NULL), 0);
    assert_int_equal(sring_join(ring, &worker), 0);
    ASSERT_BETWEEN(switches, ROUNDS, 3 * ROUNDS + 4 * WAITERS);
    if (fn == in_lock) {
        sring_mutex_unlock(ring, &place->mutex);
    } else {
        sring_scope_cancel(ring, &waiters);
    }
    assert_int_equal(sring_scope_close(ring, &waiters), 0);
}

static void others_are_left_alone(void **state)
{
    static sring_fiber_fn *const ways[] = {in_wait,    in_wait_any, in_event,       in_queue,
                                           in_mailbox, in_join,     in_scope_close, in_batch};
    struct sring *ring = *state;
    struct place place = {.limit = UINT64_MAX};
    struct sring_queue queue;
    struct sring_mailbox box;
    struct two_fds pipe;

    open_pipe(&pipe);
    assert_int_equal(sring_queue_open(ring, &queue, 1), 0);
    assert_int_equal(sring_mailbox_open(ring, &box, 1, NULL, NULL), 0);
    sring_fd_move_stash(&place.file, &pipe.in);
    sring_queue_move_stash(&place.queue, &queue);
    sring_mailbox_move_stash(&place.box, &box);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        place.limit = UINT64_MAX;
        count_switches(ring, &place, ways[i]);
        place.limit = 1000000 * MILLISECOND;
        count_switches(ring, &place, ways[i]);
    }
    sring_mutex_lock(ring, &place.mutex);
    count_switches(ring, &place, in_lock);
    sring_queue_claim(&place.queue);
    sring_queue_close(ring, &place.queue);
    sring_mailbox_claim(&place.box);
    sring_mailbox_close(ring, &place.box);
    sring_fd_claim(&place.file);
    sring_fd_close(ring, &place.file);
    sring_fd_close(ring, &pipe.out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SMALL_RING_TEST(others_are_left_alone)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
