/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What several contestants need: the clock, errors, percentiles.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* In nanoseconds. */
static inline double bench_now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Ends the program with a message if `rc` is -errno. */
static inline void bench_need(int rc, const char *what)
{
    if (rc < 0) {
        fprintf(stderr, "%s: %s\n", what, strerror(-rc));
        exit(1);
    }
}

/* The same, but as a contestant that cannot run here. */
static inline void bench_need_feature(int rc, const char *what)
{
    if (rc < 0) {
        printf("SKIP: %s: %s\n", what, strerror(-rc));
        exit(77);
    }
}

static inline void *bench_memory(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    if (!memory) {
        fprintf(stderr, "no memory\n");
        exit(1);
    }
    return memory;
}

static inline int bench_order(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;

    return a < b ? -1 : a > b;
}

/* Sorts the values. `part` is 0.5 for the median. */
static inline double bench_percentile(double *values, size_t count, double part)
{
    qsort(values, count, sizeof(*values), bench_order);
    return values[(size_t)(part * (double)(count - 1))];
}

#endif /* BENCH_MEASURE_H */
