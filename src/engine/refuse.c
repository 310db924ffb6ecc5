/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Completes the queued requests when the kernel cannot be entered.
 */
#include "engine/engine.h"

/* The kernel accepts no more requests: completes the queued ones with `error`.
 *
 * The kernel reads the tail of the queue only when it is entered, or in a thread that is gone now
 * (SQPOLL). So the tail is moved back, and the kernel never sees these requests. The next operation
 * uses the same slot with a new number, one lap further on. */
void sring_refuse(struct sring *ring, int error)
{
    struct sring_core_ *core = ring->core_;
    struct sring_parked *refused = NULL, **end = &refused;
    uint64_t count = sring_queued_(ring);
    uint64_t lap = ring->sq_mask_ + SRING_STEP_;

    SRING_ASSERT(error < 0 && count <= ring->sq_mask_ / SRING_STEP_ + 1);
    for (uint64_t at = ring->next_ - count * SRING_STEP_; at != ring->next_; at += SRING_STEP_) {
        struct sring_slot_ *slot = sring_slot_of_(ring, at);
        uint64_t user_data = slot->sqe_.user_data_;

        if (slot->record_.state_ & SRING_COPY_) {
            core->queues.copy = NULL;
            sring_stream_refused(ring, slot);
        } else if (user_data & SRING_INTERNAL_) {
            sring_complete_internal(ring, sring_find(ring, user_data), error);
            core->queues.internal_total--;
        } else {
            sring_close_given(&slot->record_);
            *end = sring_park(ring, user_data);
            end = &(*end)->next_ready;
            core->counts.stats.refused++;
        }
    }
    ring->base_ += lap;
    ring->next_ += lap - count * SRING_STEP_;
    core->observe.handed = sring_tail_(ring);
    sring_publish(ring);
    SRING_ASSERT(!sring_queued_(ring));
    sring_numbers_renew(ring);
    while (refused) {
        struct sring_parked *parked = refused;
        struct sring_found found = {&parked->record, parked, parked->user_data};

        refused = parked->next_ready;
        sring_complete(ring, found, error, 0, SRING_DEFER_CALLBACKS);
    }
}
