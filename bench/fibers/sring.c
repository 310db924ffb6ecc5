/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * This library.
 */
#include "fibers.h"

#include <errno.h>
#include <sring/sring.h>

static struct sring own;
static struct sring_fiber *fibers; /* stashed while they run */
static size_t count, each, sleeping;

/* --- fibers that do the work ---------------------------------------------------------------- */

SRING_FIBER(nothing)
{
    return 0;
}

SRING_FIBER(yields)
{
    for (size_t i = 0; i < each; i++) {
        sring_yield(ring);
    }
    return 0;
}

SRING_FIBER(sleeps)
{
    sleeping++;
    return sring_sleep(ring, FIBERS_LONG * UINT64_C(1000000000));
}

/* --- fibers that begin them ----------------------------------------------------------------- */

static void begin(struct sring *ring, sring_fiber_fn *fn) SRING_REQUIRES(*ring)
{
    for (size_t i = 0; i < count; i++) {
        struct sring_fiber fiber;
        int rc = sring_spawn(ring, &fiber, fn, NULL);

        if (rc) {
            bench_need(rc, "spawn");
            return;
        }
        sring_fiber_move_stash(&fibers[i], &fiber);
    }
}

static void join(struct sring *ring) SRING_REQUIRES(*ring)
{
    for (size_t i = 0; i < count; i++) {
        sring_fiber_claim(&fibers[i]);
        bench_need(sring_join(ring, &fibers[i]), "fiber");
    }
}

SRING_FIBER(run_yields)
{
    begin(ring, yields);
    join(ring);
    return 0;
}

SRING_FIBER(run_spawns)
{
    for (size_t i = 0; i < each; i++) {
        begin(ring, nothing);
        join(ring);
    }
    return 0;
}

SRING_FIBER(run_sleeps)
{
    begin(ring, sleeps);
    while (sleeping < count) {
        sring_yield(ring);
    }
    return 0;
}

static void run(sring_fiber_fn *fn, size_t n, size_t times)
{
    struct sring_fiber first;
    int rc;

    count = n;
    each = times;
    rc = sring_spawn(&own, &first, fn, NULL);
    if (rc) {
        bench_need(rc, "spawn");
        return;
    }
    bench_need(sring_join(&own, &first), "fiber");
}

/* --- the contestant ------------------------------------------------------------------------- */

void contestant_open(size_t most)
{
    const struct sring_options options = {.capacity = (unsigned)most + 64};
    int rc = sring_open(&own, &options);

    if (rc) {
        bench_need_feature(rc, "io_uring");
        return;
    }
    fibers = bench_memory(most, sizeof(*fibers));
}

void contestant_yield(size_t n, size_t times)
{
    run(run_yields, n, times);
}

void contestant_spawn(size_t n, size_t times)
{
    run(run_spawns, n, times);
}

void contestant_sleep(size_t n)
{
    run(run_sleeps, n, 0);
}
