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
    struct sring_core_ *core = ring->core_;
    struct sring_parked *parked = sring_park_found(ring, found);

    SRING_ASSERT(found.user_data & SRING_CALLS_BACK_);
    if (parked->record.state_ & SRING_DUE_) {
        return; /* a stream that has another item */
    }
    parked->record.state_ |= SRING_DUE_;
    parked->next_ready = NULL;
    sring_bar_inlined(ring);
    if (core->queues.event_fd >= 0) {
        /* The kernel's signal may have been read already. */
        (void)eventfd_write(core->queues.event_fd, 1);
    }
    if (core->calls.ready_tail) {
        core->calls.ready_tail->next_ready = parked;
    } else {
        core->calls.ready_head = parked;
    }
    core->calls.ready_tail = parked;
}
