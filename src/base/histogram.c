/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A histogram of times.
 */
#include "base/histogram.h"

#define BITS 4 /* a power of two has 1 << BITS buckets */
#define PART (1u << BITS)

/* Times below PART have buckets of their own. */
static unsigned bucket_of(uint64_t time)
{
    unsigned power;

    if (time < PART) {
        return (unsigned)time;
    }
    power = 63 - (unsigned)__builtin_clzll(time);
    return (power - BITS + 1) * PART + (unsigned)(time >> (power - BITS) & (PART - 1));
}

/* Returns the longest time of a bucket. */
static uint64_t end_of(unsigned bucket)
{
    unsigned shift = bucket / PART;

    if (bucket < PART) {
        return bucket;
    }
    shift--;
    return ((uint64_t)(PART + bucket % PART) << shift) + ((UINT64_C(1) << shift) - 1);
}

void sring_histogram_add(struct sring_histogram *histogram, uint64_t time)
{
    histogram->min = histogram->count && histogram->min < time ? histogram->min : time;
    histogram->max = histogram->max > time ? histogram->max : time;
    histogram->count++;
    histogram->sum += time;
    histogram->buckets[bucket_of(time)]++;
}

uint64_t sring_histogram_percentile(const struct sring_histogram *histogram, double percent)
{
    double rank = percent / 100 * (double)histogram->count;
    uint64_t seen = 0;

    if (!histogram->count) {
        return 0;
    }
    for (unsigned i = 0; i < SRING_HISTOGRAM_BUCKETS; i++) {
        seen += histogram->buckets[i];
        if (seen && (double)seen >= rank) {
            uint64_t end = end_of(i);

            return end < histogram->max ? end : histogram->max;
        }
    }
    return histogram->max;
}
