/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * How long the operations of a ring take: a histogram for each opcode, of rings that were opened
 * with `latency` in struct sring_options.
 */
#ifndef SRING_LATENCY_H
#define SRING_LATENCY_H

#include <sring/ring.h>

SRING_BEGIN_C_

/* Of the operations that are over. All times are in nanoseconds, from when the ring handed the
 * operation to the kernel until it took the last completion. */
struct sring_latency {
    uint64_t count;
    uint64_t min_ns, max_ns; /* exact; 0 if `count` is 0 */
    uint64_t sum_ns;
};

/* Fills in what was counted for operations of a kind since the ring was opened, or since the last
 * sring_latency_reset. `operation` is SRING_OP_X, as for sring_supports. Operations with the same
 * opcode, such as read and read_at, are counted together. Returns 0, or -EINVAL: the ring was
 * opened without `latency`. */
SRING_API_ int sring_latency_get_(struct sring *ring, uint64_t operation,
                                  struct sring_latency *latency);
SRING_INLINE_ SRING_FALLIBLE int sring_latency_get(struct sring *ring, uint64_t operation,
                                                   struct sring_latency *latency)
    SRING_REQUIRES(*ring);

/* Returns the time that `percent` (0 to 100) of these operations did not exceed. It is at most 6.25
 * % above the exact one, and never below it. 0 if none were counted, or without `latency`. */
SRING_API_ uint64_t sring_latency_percentile_(struct sring *ring, uint64_t operation,
                                              double percent);
SRING_INLINE_ uint64_t sring_latency_percentile(struct sring *ring, uint64_t operation,
                                                double percent) SRING_REQUIRES(*ring);

/* Forgets what was counted, for operations of all kinds. */
SRING_API_ void sring_latency_reset_(struct sring *ring);
SRING_INLINE_ void sring_latency_reset(struct sring *ring) SRING_REQUIRES(*ring);

SRING_INLINE_ int sring_latency_get(struct sring *ring, uint64_t operation,
                                    struct sring_latency *latency)
{
    SRING_PROVE_RING_(ring);
    return sring_latency_get_(ring, operation, latency);
}

SRING_INLINE_ uint64_t sring_latency_percentile(struct sring *ring, uint64_t operation,
                                                double percent)
{
    SRING_PROVE_RING_(ring);
    return sring_latency_percentile_(ring, operation, percent);
}

SRING_INLINE_ void sring_latency_reset(struct sring *ring)
{
    SRING_PROVE_RING_(ring);
    sring_latency_reset_(ring);
}

SRING_END_C_

#endif /* SRING_LATENCY_H */
