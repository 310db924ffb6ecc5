/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Waits of fibers.
 *
 * A fiber that waits for an operation is woken by the operation's completion, which finds it in the
 * record (SRING_PARKS_); one that waits in a line, by another fiber. Any other wait is polled: the
 * fiber is woken after each turn that has brought something, and looks itself. A wait with a limit
 * also ends at its time.
 */
#include "base/list.h"
#include "engine/fiber.h"

/* Lets the completion of this operation wake the fiber. Returns false if it cannot: its record has
 * no room for that, or somebody else may take the result by the inlined way, which wakes nobody. */
static bool watch(struct sring *ring, struct sring_fiber_stack *stack, uint64_t number, bool shared)
{
    struct sring_found found = sring_find_number(ring, number);

    if (!found.record || (shared && !found.parked) ||
        found.record->state_ & (SRING_MEMBER_ | SRING_PARKS_) ||
        (found.user_data & SRING_CALLS_BACK_ && !(found.record->state_ & SRING_FIBER_))) {
        return false;
    }
    found.record->state_ |= SRING_PARKS_;
    found.record->arg_ = stack;
    return true;
}

void sring_fiber_unwatch(struct sring *ring, const struct sring_fiber_stack *stack, uint64_t number)
{
    struct sring_found found = sring_find_number(ring, number);

    if (found.record && found.record->state_ & SRING_PARKS_ && found.record->arg_ == stack) {
        found.record->state_ &= ~SRING_PARKS_;
    }
}

/* Returns whether whatever may end the wait wakes the fiber. */
static bool watch_all(struct sring *ring, struct sring_fiber_stack *stack,
                      const struct sring_until *until)
{
    uint32_t i = 0;

    while (i < until->n && watch(ring, stack, until->tickets[i].number_, until->shared)) {
        i++;
    }
    if (i < until->n) {
        while (i > 0) {
            sring_fiber_unwatch(ring, stack, until->tickets[--i].number_);
        }
        return false;
    }
    return until->n || until->wakes;
}

/* Parks the fiber until it is woken, until a time (0: none), or, if it `polls`, until there is more
 * progress than this. */
static void park(struct sring *ring, struct sring_fiber_state *fiber, uint64_t wake_at, bool polls,
                 uint64_t progress)
{
    struct sring_fibers *fibers = &ring->core_->fibers;
    struct sring_fiber_state **list = polls ? &fibers->polled : &fibers->timed;

    if (!wake_at && !polls) {
        sring_fiber_park(ring);
        return;
    }
    if (polls && sring_progress(ring) != progress) {
        return; /* a cancel request has made room for itself */
    }
    fiber->progress = progress;
    fiber->wake_at = wake_at;
    SRING_LIST_INSERT(list, fiber, next_polled, polled_link);
    if (wake_at) {
        fibers->next_time = wake_at < fibers->next_time ? wake_at : fibers->next_time;
        sring_retry_cancels_from(ring, wake_at);
    }
    sring_fiber_park(ring);
    SRING_LIST_REMOVE(fiber, next_polled, polled_link);
}

bool sring_fibers_have_time(const struct sring_core_ *core)
{
    const struct sring_fiber_state *fiber = core->fibers.polled;

    while (fiber && !fiber->wake_at) {
        fiber = fiber->next_polled;
    }
    return fiber || core->fibers.timed;
}

bool sring_fibers_must_look(const struct sring *ring)
{
    const struct sring_fiber_state *fiber = ring->core_->fibers.polled;

    while (fiber && fiber->progress == sring_progress(ring)) {
        fiber = fiber->next_polled;
    }
    return fiber;
}

/* The end of the wait, or the next retry. */
static uint64_t wake_time(const struct sring *ring, const struct sring_until *until, bool again)
{
    uint64_t retry = again ? sring_time(ring) + SRING_RETRY_INTERVAL : 0;

    return !until->end || (retry && retry < until->end) ? retry : until->end;
}

int sring_fiber_wait(struct sring *ring, const struct sring_until *until)
{
    struct sring_fiber_state *fiber = sring_fiber_current(ring->core_);
    bool asked = false; /* to cancel what it waits for */

    for (;;) {
        bool again = false, watched;
        uint64_t progress;

        if (fiber->stack->cancelled && !asked) {
            asked = true;
            for (uint32_t i = 0; i < until->count; i++) {
                until->cancel(ring, until->first + (uint64_t)i * SRING_STEP_);
            }
        }
        if (until->done(ring, until->arg)) {
            return 0;
        }
        if (fiber->stack->cancelled && until->interruptible) {
            return -ECANCELED;
        }
        if (until->end && sring_time(ring) >= until->end) {
            return -ETIME;
        }
        progress = sring_progress(ring);
        if (until->prepare) {
            (void)until->prepare(ring, until->arg, &again);
        }
        watched = watch_all(ring, fiber->stack, until);
        park(ring, fiber, wake_time(ring, until, again), !watched, progress);
        for (uint32_t i = 0; watched && i < until->n; i++) {
            sring_fiber_unwatch(ring, fiber->stack, until->tickets[i].number_);
        }
    }
}
