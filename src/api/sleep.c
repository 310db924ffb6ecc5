/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Fibers that let others run: sring_yield and sring_sleep.
 */
#include "engine/fiber.h"

#include <sring/ops/timeout.h>

void sring_yield(struct sring *ring)
{
    if (!sring_fiber_uses(ring) || sring_marked(&ring->core_->calls.free_mark)) {
        sring_check_owner_(ring, "sring_yield");
        return;
    }
    sring_fiber_yield(ring);
}

SRING_TRUSTED int sring_sleep(struct sring *ring, uint64_t nanoseconds)
{
    struct sring_timeout_submitted inflight;
    struct sring_timeout_completed done;
    struct sring_timeout_building op;
    int rc;

    sring_check_owner_(ring, "sring_sleep");
    rc = sring_timeout_init(ring, &op, nanoseconds);
    if (rc) {
        return rc;
    }
    sring_timeout_submit(ring, &op, &inflight);
    sring_timeout_wait(ring, &inflight, &done);
    rc = sring_timeout_finish(&done);
    return rc == -ETIME ? 0 : rc;
}
