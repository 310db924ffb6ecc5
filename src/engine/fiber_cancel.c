/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Cancels fibers.
 */
#include "engine/fiber.h"

void sring_refuse_operations(struct sring *ring, bool refuses)
{
    const int64_t all = INT64_MAX / 4;

    ring->core_->fibers.refuses = refuses;
    ring->budget_ += refuses ? -all : all;
    if (!ring->core_->closing) {
        ring->refusal_ = refuses ? -ECANCELED : -EAGAIN;
    }
}

void sring_fiber_stop(struct sring_fiber_state *fiber)
{
    if (!fiber->stack || fiber->stack->cancelled) {
        return;
    }
    fiber->stack->cancelled = true;
    if (fiber == sring_fiber_current(fiber->ring->core_)) {
        sring_refuse_operations(fiber->ring, true);
    }
    sring_fiber_wake(fiber); /* it cancels what it waits for */
}

void sring_fibers_stop(struct sring *ring)
{
    for (struct sring_fiber_state *fiber = ring->core_->fibers.first; fiber; fiber = fiber->next) {
        sring_fiber_stop(fiber);
    }
}
