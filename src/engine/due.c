/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The queue of callbacks that are due and may not run yet.
 */
#include "engine/engine.h"

#include <sys/eventfd.h>

/* Queueing needs a parked record. Bars the inlined system call, which would sleep with a callback
 * due. */
void sring_defer(struct sring *ring, struct sring_found found)
{
    SRING_ASSERT(found.user_data & SRING_CALLS_BACK_);
    sring_defer_parked(ring, sring_park_found(ring, found));
}

void sring_defer_parked(struct sring *ring, struct sring_parked *parked)
{
    struct sring_core_ *core = ring->core_;

    if (parked->record.state_ & SRING_DUE_) {
        return; /* a stream that has another item */
    }
    sring_due_append(core, parked);
    sring_bar_inlined(ring);
    if (core->queues.event_fd >= 0 && !core->calls.polls) {
        /* The kernel's signal may have been read already. */
        (void)eventfd_write(core->queues.event_fd, 1);
    }
}
