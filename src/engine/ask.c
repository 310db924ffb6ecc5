/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Asking the kernel to stop operations. What becomes of that shows in each operation's own
 * completion. The kernel may answer that it did not find an operation which is just then on its
 * way from one place to another, or that it could not stop it at once. So it is asked again, until
 * there is a result.
 */
#include "engine/engine.h"

/* Makes room for one more request to stop something. Returns whether there is. */
static bool has_room_to_ask(struct sring *ring)
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

bool sring_ask(struct sring *ring, struct sring_found found)
{
    found.record->state_ |= SRING_ASKED_;
    return sring_queue_cancel(ring, found.user_data, 0);
}

/* The inlined way does not look whether an operation was asked to stop. So the record leaves its
 * slot; the kernel must have read the request there. */
static void mark(struct sring *ring, struct sring_found found)
{
    if (!found.parked) {
        found.record = &sring_park(ring, found.user_data)->record;
    }
    found.record->state_ |= SRING_ASKED_;
}

/* One request for each operation. What closes a file is not stopped: whether it did would not be
 * known. */
static void ask_each(struct sring *ring, bool patient)
{
    struct sring_found found;
    size_t at = 0;

    while ((found = sring_next_in_flight(ring, &at)).record) {
        if (!(found.record->state_ & SRING_CLOSES_) && (!patient || has_room_to_ask(ring))) {
            (void)sring_queue_cancel(ring, found.user_data, 0);
        }
    }
}

/* Takes note that everything was asked to stop. Returns whether an operation is in flight that must
 * not be stopped. */
static bool mark_all(struct sring *ring)
{
    struct sring_found found;
    bool closes = false;
    size_t at = 0;

    (void)sring_hand_over(ring); /* what the kernel has not read is not parked */
    while ((found = sring_next_in_flight(ring, &at)).record) {
        if (found.record->state_ & SRING_CLOSES_) {
            closes = true;
            continue;
        }
        mark(ring, found);
    }
    return closes;
}

void sring_ask_all(struct sring *ring, bool patient)
{
    if (mark_all(ring) || !ring->core_->kernel.cancel_any) {
        ask_each(ring, patient);
    } else if (!patient || has_room_to_ask(ring)) {
        (void)sring_queue_cancel(ring, 0, IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL);
    }
}

void sring_ask_from(struct sring *ring, uint64_t at)
{
    struct sring_core_ *core = ring->core_;

    if (core->deadlines.ask_at == UINT64_MAX) {
        core->deadlines.timed++;
        sring_leave_inlined(ring);
    }
    if (at < core->deadlines.ask_at) {
        core->deadlines.ask_at = at;
    }
}

void sring_ask_by_number(struct sring *ring, uint64_t number)
{
    struct sring_found found;

    (void)sring_hand_over(ring);
    found = sring_find_number(ring, number);
    if (found.record && !(found.record->state_ & (SRING_CLOSES_ | SRING_RESULT_))) {
        mark(ring, found);
        (void)sring_queue_cancel(ring, found.user_data, 0);
        sring_ask_from(ring, sring_now() + SRING_AGAIN);
        (void)sring_hand_over(ring);
    }
}

/* Asks again what was asked to stop, if it is time. */
static void ask_again(struct sring *ring, uint64_t now)
{
    struct sring_core_ *core = ring->core_;
    struct sring_found found;
    bool more = false;
    size_t at = 0;

    if (core->deadlines.ask_at > now) {
        return;
    }
    while ((found = sring_next_in_flight(ring, &at)).record) {
        if ((found.record->state_ & (SRING_ASKED_ | SRING_RESULT_)) == SRING_ASKED_) {
            more = true;
            if (has_room_to_ask(ring)) {
                (void)sring_queue_cancel(ring, found.user_data, 0);
            }
        }
    }
    SRING_ASSERT(core->deadlines.timed);
    core->deadlines.timed -= more ? 0 : 1;
    core->deadlines.ask_at = more ? now + SRING_AGAIN : UINT64_MAX;
}

void sring_deadlines_check(struct sring *ring)
{
    uint64_t now = sring_now();
    struct sring_found found;

    ring->core_->deadlines.late = false;
    ask_again(ring, now);
    while ((found = sring_deadline_next(ring, now, now + SRING_AGAIN)).record) {
        found.record->state_ |= SRING_EXPIRED_;
        if (has_room_to_ask(ring)) {
            (void)sring_queue_cancel(ring, found.user_data, 0);
        }
    }
}
