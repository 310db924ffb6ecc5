/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Stopping all that a ring has begun.
 */
#include "api/api.h"
#include "ring/batch_graph.h"

/* For all of the ring's batches: nothing of them begins any more. The caller asks for what goes on.
 */
static void stop_batches(struct sring *ring)
{
    for (struct sring_batch *batch = ring->core_->batches.first; batch; batch = batch->next) {
        if (batch->submitted) {
            sring_batch_stop(batch);
        }
    }
    (void)sring_advance(ring);
}

int sring_cancel_all_(struct sring *ring)
{
    int rc;

    sring_check_owner_(ring, "sring_cancel_all");
    stop_batches(ring);
    sring_ask_all(ring, true);
    sring_ask_from(ring, sring_now() + SRING_AGAIN);
    rc = sring_hand_over(ring);
    (void)sring_reap(ring);
    return rc;
}
