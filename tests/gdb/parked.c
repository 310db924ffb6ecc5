/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A program for the debugger: it stops in a fiber, while others wait, and again when all have
 * ended.
 */
#include <sring/sring.h>

#include <errno.h>
#include <stdio.h>

__attribute__((noinline)) static void stop_here(int fibers)
{
    printf("%d\n", fibers);
}

SRING_FIBER(sleep_long)
{
    const uint64_t hour = *(const uint64_t *)arg;
    int rc = sring_sleep(ring, hour);

    return rc;
}

SRING_FIBER(join_a_sleeper)
{
    struct sring_fiber fiber;
    int rc = sring_spawn(ring, &fiber, sleep_long, arg);

    if (!rc) {
        rc = sring_join(ring, &fiber);
    }
    return rc;
}

SRING_FIBER(begin_never)
{
    return arg ? sring_sleep(ring, 1) : 0;
}

SRING_FIBER(stop)
{
    struct sring_fiber fiber;
    int rc;

    sring_yield(ring); /* the others wait */
    rc = sring_spawn(ring, &fiber, begin_never, NULL);
    if (rc) {
        return rc;
    }
    stop_here(*(const int *)arg);
    return sring_join(ring, &fiber);
}

int main(void)
{
    uint64_t hour = 3600 * UINT64_C(1000000000);
    struct sring_fiber first, second;
    struct sring ring;
    int four = 4;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        fprintf(stderr, "no ring: %d\n", rc);
        return 77;
    }
    rc = sring_spawn(&ring, &first, join_a_sleeper, &hour);
    if (rc) {
        return 1;
    }
    rc = sring_spawn(&ring, &second, stop, &four);
    if (rc) {
        return 1;
    }
    rc = sring_join(&ring, &second);
    sring_fiber_cancel(&ring, &first);
    rc = sring_join(&ring, &first) == -ECANCELED ? rc : 1;
    stop_here(0);
    sring_close(&ring);
    return rc;
}
