/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Sends cancel requests. The result shows in each operation's own completion.
 *
 * The kernel may answer that it did not find an operation, if that is just being moved between its
 * internal lists, or that it could not cancel it yet. So the request is repeated until the
 * operation has a result.
 *
 * An operation that is held is not known to the kernel any more. It completes at the next turn.
 */
#include "engine/engine.h"

bool sring_make_internal_room(struct sring *ring)
{
    while (ring->core_->queues.internal >= SRING_RESERVE) {
        int rc = sring_enter_now(ring);

        if (rc || sring_is_lost(ring, rc)) {
            return false;
        }
        (void)sring_collect(ring);
    }
    return true;
}

/* Sends a cancel request: if there is room for it or, `patient`ly, after making room. */
static void cancel(struct sring *ring, uint64_t user_data, uint32_t flags, bool patient)
{
    if (!patient || sring_make_internal_room(ring)) {
        (void)sring_queue_cancel(ring, user_data, flags);
    }
}

bool sring_request_cancel(struct sring *ring, struct sring_found found)
{
    SRING_ASSERT(!(found.record->state_ & (SRING_CLOSES_ | SRING_RESULT_)));
    found.record->state_ |= SRING_CANCELLING_;
    if (found.record->state_ & SRING_HELD_) {
        sring_retry_cancels_from(ring, 0);
        return false;
    }
    return sring_queue_cancel(ring, found.user_data, 0);
}

void sring_request_cancel_number(struct sring *ring, uint64_t number)
{
    struct sring_found found;

    sring_settle(ring); /* a request that the kernel has not read must stay in its slot */
    found = sring_find_number(ring, number);
    if (found.record && !(found.record->state_ & (SRING_CLOSES_ | SRING_RESULT_))) {
        found.parked = sring_park_found(ring, found);
        found.record = &found.parked->record;
        (void)sring_request_cancel(ring, found);
        sring_retry_cancels_from(ring, sring_time(ring) + SRING_RETRY_INTERVAL);
        (void)sring_hand_over(ring);
    }
}

/* Sends one cancel request for each operation. An operation that closes a file is not cancelled:
 * the program could not know whether the file was closed. */
static void cancel_each(struct sring *ring, bool patient)
{
    struct sring_found found;
    size_t at = 0;

    while ((found = sring_next_operation(ring, &at, SRING_DONE_)).record) {
        if (!(found.record->state_ & SRING_CLOSES_)) {
            cancel(ring, found.user_data, 0, patient);
        }
    }
}

/* Marks every operation as cancelled by the program. Records in slots are parked, because the
 * inlined wait does not look at the mark. Returns whether an operation in flight closes a file: it
 * must not be cancelled. */
static bool mark_all_cancelling(struct sring *ring)
{
    struct sring_found found;
    bool closes = false;
    size_t at = 0;

    sring_settle(ring); /* a request that the kernel has not read must stay in its slot */
    while ((found = sring_next_operation(ring, &at, SRING_DONE_)).record) {
        if (found.record->state_ & SRING_CLOSES_) {
            closes = true;
            continue;
        }
        sring_park_found(ring, found)->record.state_ |= SRING_CANCELLING_;
        if (found.record->state_ & SRING_HELD_) {
            sring_retry_cancels_from(ring, 0);
        }
    }
    return closes;
}

/* While works are out, one by one: the poll request for them must go on. */
void sring_request_cancel_all(struct sring *ring, bool patient)
{
    if (mark_all_cancelling(ring) || !ring->core_->kernel.cancel_any || ring->core_->works.out) {
        cancel_each(ring, patient);
    } else {
        cancel(ring, 0, IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL, patient);
    }
}

/* Repeats the cancel requests if it is time. */
static void retry_cancels(struct sring *ring, uint64_t now)
{
    struct sring_core_ *core = ring->core_;
    struct sring_found found;
    bool more = false;
    size_t at = 0;

    if (core->deadlines.retry_at > now) {
        return;
    }
    while ((found = sring_next_operation(ring, &at, SRING_DONE_)).record) {
        if ((found.record->state_ & (SRING_CANCELLING_ | SRING_RESULT_)) == SRING_CANCELLING_) {
            if (found.record->state_ & SRING_HELD_) {
                sring_complete_held(ring, found, -ECANCELED);
            } else {
                more = true;
                cancel(ring, found.user_data, 0, true);
            }
        }
    }
    SRING_ASSERT(core->deadlines.timed);
    more |= core->streams.first != NULL;
    core->deadlines.timed -= more ? 0 : 1;
    core->deadlines.retry_at = more ? now + SRING_RETRY_INTERVAL : UINT64_MAX;
}

void sring_deadlines_check(struct sring *ring)
{
    uint64_t now = sring_time(ring);
    struct sring_found found;

    ring->core_->deadlines.late = false;
    retry_cancels(ring, now);
    while ((found = sring_deadline_next(ring, now, now + SRING_RETRY_INTERVAL)).record) {
        SRING_ASSERT(!(found.record->state_ & SRING_RESULT_));
        if (found.record->state_ & SRING_HELD_) {
            sring_complete_held(ring, found, -ETIME);
            continue;
        }
        found.record->state_ |= SRING_EXPIRED_;
        cancel(ring, found.user_data, 0, true);
    }
}
