/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The latency of the operations of a ring.
 */
#include "api/api.h"
#include "engine/observe.h"

#include <sring/latency.h>

#include <string.h>

/* Returns NULL if the ring was opened without `latency`. The lowest byte of SRING_OP_X is the
 * opcode. */
static const struct sring_histogram *histogram_of(const struct sring *ring, uint64_t operation,
                                                  const char *function)
{
    const struct sring_histogram *histograms;

    sring_check_owner_(ring, function);
    histograms = ring->core_->observe.latency;
    return histograms ? &histograms[(uint8_t)operation] : NULL;
}

int sring_latency_get_(struct sring *ring, uint64_t operation, struct sring_latency *latency)
{
    const struct sring_histogram *histogram = histogram_of(ring, operation, "sring_latency_get");

    memset(latency, 0, sizeof(*latency));
    if (!histogram) {
        return -EINVAL;
    }
    latency->count = histogram->count;
    latency->min_ns = histogram->min;
    latency->max_ns = histogram->max;
    latency->sum_ns = histogram->sum;
    return 0;
}

uint64_t sring_latency_percentile_(struct sring *ring, uint64_t operation, double percent)
{
    const struct sring_histogram *histogram =
        histogram_of(ring, operation, "sring_latency_percentile");

    return histogram ? sring_histogram_percentile(histogram, percent) : 0;
}

void sring_latency_reset_(struct sring *ring)
{
    sring_check_owner_(ring, "sring_latency_reset");
    sring_observe_reset(ring->core_);
}
