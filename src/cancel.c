/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Cancelling everything: the kernel is asked, and what becomes of it shows in each operation's own
 * completion.
 */
#include "internal.h"

bool sring_room_to_ask(struct sring *ring)
{
    while (ring->core_->internal >= SRING_RESERVE) {
        int rc = sring_enter(ring, 0, NULL);

        if (rc || sring_is_lost(ring, rc)) {
            return false;
        }
        (void)sring_collect(ring);
    }
    return true;
}

bool sring_ask(struct sring *ring, struct sring_place place)
{
    place.record->state_ |= SRING_ASKED_;
    return sring_queue_cancel(ring, place.user_data, 0);
}

/* One request for each operation. What closes a file is not stopped: whether it did would not be
 * known. */
static void ask_each(struct sring *ring, bool patient)
{
    struct sring_place place;
    size_t at = 0;

    while ((place = sring_next_in_flight(ring, &at)).record) {
        if (!(place.record->state_ & SRING_CLOSES_) && (!patient || sring_room_to_ask(ring))) {
            (void)sring_queue_cancel(ring, place.user_data, 0);
        }
    }
}

/* Takes note that everything was asked to stop. What is in a slot is spilled, so that the inlined
 * way does not take it, which does not look at that. Returns whether an operation is in flight that
 * must not be stopped. */
static bool mark_all(struct sring *ring)
{
    struct sring_place place;
    bool closes = false;
    size_t at = 0;

    (void)sring_hand_over(ring); /* what the kernel has not read is not spilled */
    while ((place = sring_next_in_flight(ring, &at)).record) {
        if (place.record->state_ & SRING_CLOSES_) {
            closes = true;
            continue;
        }
        if (!place.node) {
            place.record = &sring_spill(ring, place.user_data)->record;
        }
        place.record->state_ |= SRING_ASKED_;
    }
    return closes;
}

void sring_ask_all(struct sring *ring, bool patient)
{
    if (mark_all(ring) || !ring->core_->cancel_any) {
        ask_each(ring, patient);
    } else if (!patient || sring_room_to_ask(ring)) {
        (void)sring_queue_cancel(ring, 0, IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL);
    }
}

int sring_cancel_all_(struct sring *ring)
{
    int rc;

    sring_check_owner_(ring, "sring_cancel_all");
    sring_batches_stop(ring);
    sring_ask_all(ring, true);
    rc = sring_hand_over(ring);
    (void)sring_reap(ring);
    return rc;
}
