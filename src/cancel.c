/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Cancelling everything: the kernel is asked, and what becomes of it shows in each operation's own
 * completion.
 */
#include "internal.h"

/* Makes room for one more request of the library's own. Returns whether there is. */
static bool room_to_ask(struct sring *ring)
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

/* One request for each operation in this state: those that are done must not use up the room there
 * is for requests. What closes a file is not stopped: whether it did would not be known. */
static void ask_each(struct sring *ring, uint32_t state, bool patient)
{
    const uint32_t not_to_stop = SRING_CLOSES_ | SRING_DONE_ << SRING_HELD_;
    struct sring_place place;
    size_t at = 0;

    while ((place = sring_next_in_flight(ring, &at)).record) {
        uint32_t its = place.record->state_;

        if (!(its & not_to_stop) && (its & state) == state && (!patient || room_to_ask(ring))) {
            (void)sring_queue_cancel(ring, place.user_data, 0);
        }
    }
}

/* Whether an operation is in flight that must not be stopped. */
static bool any_closes(struct sring *ring)
{
    struct sring_place place;
    size_t at = 0;

    while ((place = sring_next_in_flight(ring, &at)).record) {
        if (place.record->state_ & SRING_CLOSES_) {
            return true;
        }
    }
    return false;
}

void sring_ask_all(struct sring *ring, bool patient)
{
    if (ring->core_->cancel_any && !any_closes(ring)) {
        if (!patient || room_to_ask(ring)) {
            (void)sring_queue_cancel(ring, 0, IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL);
        }
        return;
    }
    ask_each(ring, 0, patient);
}

void sring_ask_late(struct sring *ring)
{
    ask_each(ring, SRING_EXPIRED_, false);
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
