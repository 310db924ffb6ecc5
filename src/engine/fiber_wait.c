/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Waits of fibers.
 *
 * A fiber that waits for an operation is woken by the operation's completion, which finds it in the
 * record (SRING_PARKS_). Any other wait is polled: the fiber is woken after each turn that has
 * brought something, and looks itself.
 */
#include "engine/fiber.h"
#include "ring/batch_graph.h"

#include <string.h>

/* Lets the completion of the operation wake the fiber. Returns false if it cannot: its record has
 * no room for that. */
static bool watch(struct sring *ring, struct sring_fiber_state *fiber, uint64_t number)
{
    struct sring_found found = number ? sring_find_number(ring, number)
                                      : (struct sring_found){NULL, NULL, 0};

    if (!found.record || found.record->state_ & (SRING_MEMBER_ | SRING_PARKS_) ||
        (found.user_data & SRING_CALLS_BACK_ && !(found.record->state_ & SRING_FIBER_))) {
        return false;
    }
    found.record->state_ |= SRING_PARKS_;
    found.record->arg_ = fiber;
    return true;
}

static void unwatch(struct sring *ring, const struct sring_fiber_state *fiber, uint64_t number)
{
    struct sring_found found = sring_find_number(ring, number);

    if (found.record && found.record->state_ & SRING_PARKS_ && found.record->arg_ == fiber) {
        found.record->state_ &= ~SRING_PARKS_;
    }
}

/* Parks the fiber until something has completed, or until a time (0: none). */
static void poll_until(struct sring *ring, struct sring_fiber_state *fiber, uint64_t wake_at)
{
    struct sring_fibers *fibers = &ring->core_->fibers;

    fiber->progress = sring_progress(ring);
    fiber->wake_at = wake_at;
    fiber->next_polled = fibers->polled;
    fiber->polled_link = &fibers->polled;
    if (fiber->next_polled) {
        fiber->next_polled->polled_link = &fiber->next_polled;
    }
    fibers->polled = fiber;
    if (wake_at) {
        sring_retry_cancels_from(ring, wake_at);
    }
    sring_fiber_park(ring);
    *fiber->polled_link = fiber->next_polled;
    if (fiber->next_polled) {
        fiber->next_polled->polled_link = fiber->polled_link;
    }
}

/* The end of the wait, or the next retry. */
static uint64_t wake_time(const struct sring *ring, const struct sring_until *until, bool again)
{
    uint64_t retry = again ? sring_time(ring) + SRING_RETRY_INTERVAL : 0;

    return !until->end || (retry && retry < until->end) ? retry : until->end;
}

/* Turns a request that the kernel has not read into a no-op. Returns false if it cannot: the
 * request is linked, or closes a file, which the program could not know then. */
static bool take_back(struct sring *ring, struct sring_found found)
{
    struct sring_slot_ *slot = sring_slot_of_(ring, found.user_data);
    const uint64_t linked = SRING_HEAD_(0, IOSQE_IO_LINK | IOSQE_IO_HARDLINK, 0, 0);
    uint64_t user_data = found.user_data;

    if (found.parked || ring->core_->kernel.reads_alone || !sring_is_queued(ring, user_data) ||
        found.record->state_ & (SRING_CLOSES_ | SRING_CHAINED_) || slot->sqe_.head_ & linked) {
        return false;
    }
    memset(&slot->sqe_, 0, sizeof(slot->sqe_));
    slot->sqe_.head_ = SRING_HEAD_(IORING_OP_NOP, 0, 0, -1);
    slot->sqe_.user_data_ = user_data;
    slot->record_.state_ |= SRING_VOID_;
    return true;
}

/* Cancels what a fiber waits for. */
static void cancel_number(struct sring *ring, uint64_t number)
{
    struct sring_found found = sring_find_number(ring, number);

    if (sring_is_over(found)) {
        return;
    }
    if (found.record->state_ & SRING_FIBER_) {
        sring_fiber_stop(sring_fiber_of(found.parked));
    } else if (found.record->state_ & SRING_BATCH_) {
        sring_batch_stop(sring_batch_of(found.record->block_));
        (void)sring_advance(ring);
    } else if (!take_back(ring, found)) {
        sring_request_cancel_number(ring, number);
    }
}

int sring_fiber_wait(struct sring *ring, const struct sring_until *until)
{
    struct sring_fiber_state *fiber = ring->core_->fibers.running;
    bool asked = false; /* to cancel what it waits for */

    for (;;) {
        bool again = false;

        if (fiber->cancelled && until->number && !asked) {
            asked = true;
            cancel_number(ring, until->number);
        }
        if (until->done(ring, until->arg)) {
            return 0;
        }
        if (fiber->cancelled && until->interruptible) {
            return -ECANCELED;
        }
        if (until->end && sring_time(ring) >= until->end) {
            return -ETIME;
        }
        if (until->prepare) {
            (void)until->prepare(ring, until->arg, &again);
        }
        if (!again && !until->end && watch(ring, fiber, until->number)) {
            fiber->waits_for = until->number;
            sring_fiber_park(ring);
            fiber->waits_for = 0;
            unwatch(ring, fiber, until->number);
        } else {
            fiber->waits_for = until->number;
            poll_until(ring, fiber, wake_time(ring, until, again));
            fiber->waits_for = 0;
        }
    }
}
