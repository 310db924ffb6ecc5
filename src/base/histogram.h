/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A histogram of times. Each power of two has the same number of buckets, so the width of a bucket
 * is at most a sixteenth of its times.
 */
#ifndef SRING_BASE_HISTOGRAM_H
#define SRING_BASE_HISTOGRAM_H

#include <stdint.h>

#define SRING_HISTOGRAM_BUCKETS 976 /* any time of 64 bits has one */

/* All zero: empty. */
struct sring_histogram {
    uint64_t count, min, max, sum;
    uint64_t buckets[SRING_HISTOGRAM_BUCKETS];
};

void sring_histogram_add(struct sring_histogram *histogram, uint64_t time);
/* Returns the time that `percent` of the times do not exceed, or one that is at most a sixteenth
 * above it. 0 if there is none. */
uint64_t sring_histogram_percentile(const struct sring_histogram *histogram, double percent);

#endif /* SRING_BASE_HISTOGRAM_H */
