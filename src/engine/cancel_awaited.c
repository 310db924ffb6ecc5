/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Cancels one operation, batch, fiber or work: for a ticket, or for a cancelled fiber that waits.
 */
#include "engine/fiber.h"
#include "engine/works.h"
#include "ring/batch_graph.h"

/* Turns a request that the kernel has not read into a no-op. Returns false if it cannot: the
 * request is linked, or closes a file, which the program could not know then. */
static bool take_back(struct sring *ring, struct sring_found found)
{
    struct sring_slot_ *slot = sring_slot_of_(ring, found.user_data);
    const uint64_t linked = SRING_HEAD_(0, IOSQE_IO_LINK | IOSQE_IO_HARDLINK, 0, 0);

    if (found.parked || ring->core_->kernel.reads_alone ||
        !sring_is_queued(ring, found.user_data) ||
        found.record->state_ & (SRING_CLOSES_ | SRING_CHAINED_) || slot->sqe_.head_ & linked) {
        return false;
    }
    sring_void_request(slot);
    return true;
}

bool sring_cancel_apart(struct sring *ring, struct sring_found found)
{
    if (found.record->state_ & SRING_FIBER_) {
        sring_fiber_stop(sring_fiber_of(found.parked));
    } else if (found.record->state_ & SRING_WORK_) {
        sring_work_stop(found.parked);
    } else if (found.record->state_ & SRING_BATCH_) {
        sring_batch_stop(sring_batch_of(found.record->block_));
        (void)sring_advance(ring);
        (void)sring_hand_over(ring);
    } else {
        return false;
    }
    return true;
}

void sring_cancel_awaited(struct sring *ring, uint64_t number)
{
    struct sring_found found = sring_find_number(ring, number);

    if (!sring_is_over(found) && !sring_cancel_apart(ring, found) && !take_back(ring, found)) {
        sring_request_cancel_number(ring, number);
    }
}
