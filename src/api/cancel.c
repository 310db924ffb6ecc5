/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Cancels all operations of a ring.
 */
#include "api/api.h"
#include "engine/works.h"
#include "ring/batch_graph.h"

/* Cancels what the ring's batches have not begun. The caller sends cancel requests for the rest. */
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
    sring_works_stop(ring);
    sring_request_cancel_all(ring, true);
    sring_retry_cancels_from(ring, sring_time(ring) + SRING_RETRY_INTERVAL);
    rc = sring_hand_over(ring);
    (void)sring_reap(ring);
    return rc;
}
