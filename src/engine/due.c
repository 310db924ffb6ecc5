/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The queue of callbacks that are due and may not run yet.
 */
#include "engine/engine.h"

#include <sys/eventfd.h>

/* Keeps a completed callback until it may run, which is before anything sleeps: the inlined system
 * call does not look. It needs a parked record, to be queued. */
void sring_defer(struct sring *ring, struct sring_found found)
{
    struct sring_core_ *core = ring->core_;
    struct sring_parked *parked = found.parked ? found.parked : sring_park(ring, found.user_data);

    SRING_ASSERT(found.user_data & SRING_CALLS_BACK_);
    if (parked->record.state_ & SRING_DUE_) {
        return; /* a stream, of which there is more by now */
    }
    parked->record.state_ |= SRING_DUE_;
    parked->next_ready = NULL;
    sring_leave_inlined(ring);
    if (core->queues.event_fd >= 0) {
        (void)eventfd_write(core->queues.event_fd,
                            1); /* the kernel's own signal may have been taken */
    }
    if (core->calls.ready_tail) {
        core->calls.ready_tail->next_ready = parked;
    } else {
        core->calls.ready_head = parked;
    }
    core->calls.ready_tail = parked;
}
