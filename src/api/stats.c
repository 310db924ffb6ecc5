/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What a ring has counted.
 */
#include "api/api.h"

#include <string.h>

void sring_get_stats_(const struct sring *ring, struct sring_stats *stats)
{
    const struct sring_core_ *core = ring->core_;

    memset(stats, 0, sizeof(*stats));
    sring_check_owner_(ring, "sring_get_stats");
    *stats = core->counts.stats;
    stats->flushes = ring->enters_ - core->kernel.saved;
    stats->submitted = (ring->next_ - ring->base_) / SRING_STEP_ - core->queues.internal_total +
                       core->counts.stats.refused;
    stats->in_flight = sring_in_flight_(ring);
    stats->peak_in_flight = ring->peak_;
    stats->completed = stats->submitted - stats->in_flight;
}
