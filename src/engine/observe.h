/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Observes the operations of a ring.
 */
#ifndef SRING_ENGINE_OBSERVE_H
#define SRING_ENGINE_OBSERVE_H

#include "base/probes.h"
#include "ring/ring.h"

/* Called with the options of a ring that is being opened, after its kernel was opened. Returns 0 or
 * -ENOMEM. */
int sring_observe_open(struct sring_core_ *core, const struct sring_options *options);
void sring_observe_close(struct sring_core_ *core);
/* Forgets the latency of all operations. */
void sring_observe_reset(struct sring_core_ *core);
/* Stores the time for the requests that were queued since the last call. */
void sring_observe_time(struct sring *ring);
/* Called before the kernel is entered. */
static inline void sring_observe_handed(struct sring *ring)
{
    if (ring->core_->observe.times) {
        sring_observe_time(ring);
    }
}
void sring_observe_completion(struct sring *ring, struct sring_found found, int32_t result,
                              bool more);
/* Called with a completion that was written into its record, or will be, or is an item. `more`: it
 * is not the last one. */
static inline void sring_observe(struct sring *ring, struct sring_found found, int32_t result,
                                 bool more)
{
    sring_probe_complete(ring, found.user_data & SRING_NUMBER_, result, more);
    if (SRING_UNLIKELY_(ring->core_->observe.completions)) {
        sring_observe_completion(ring, found, result, more);
    }
}

/* Called with an operation that the closing ring gives up. */
void sring_observe_lost(struct sring *ring, struct sring_found found, int32_t error);

#endif /* SRING_ENGINE_OBSERVE_H */
