/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A histogram of latencies: each power of 2 is divided into 64 parts, so a value is at most 1.6 %
 * off.
 */
#ifndef BENCH_ECHO_LATENCY_H
#define BENCH_ECHO_LATENCY_H

#include <stdint.h>
#include <string.h>

#define LATENCY_PARTS 64
#define LATENCY_POWERS 42 /* up to more than an hour */

static uint64_t latency_counts[LATENCY_POWERS * LATENCY_PARTS];

static inline void latency_clear(void)
{
    memset(latency_counts, 0, sizeof(latency_counts));
}

/* Below 64 ns each value has its own part. */
static inline void latency_add(uint64_t nanoseconds)
{
    unsigned power = nanoseconds < LATENCY_PARTS ? 0 : 58 - (unsigned)__builtin_clzll(nanoseconds);
    unsigned part = (unsigned)(nanoseconds >> (power ? power - 1 : 0)) % LATENCY_PARTS;

    if (power < LATENCY_POWERS) {
        latency_counts[power * LATENCY_PARTS + part]++;
    }
}

/* Returns the latency in nanoseconds that `part` of all do not exceed. */
static inline double latency_percentile(double part)
{
    uint64_t total = 0, below = 0;
    unsigned i = 0;

    for (unsigned k = 0; k < LATENCY_POWERS * LATENCY_PARTS; k++) {
        total += latency_counts[k];
    }
    while (i + 1 < LATENCY_POWERS * LATENCY_PARTS &&
           (double)(below + latency_counts[i]) < part * (double)total) {
        below += latency_counts[i++];
    }
    return i < LATENCY_PARTS
               ? i
               : (double)((uint64_t)(LATENCY_PARTS + i % LATENCY_PARTS) << (i / LATENCY_PARTS - 1));
}

#endif /* BENCH_ECHO_LATENCY_H */
