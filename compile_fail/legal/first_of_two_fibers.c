/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Fibers in an array, the first result of several, and early returns.
 */
#include "support.h"

SRING_FIBER(answer_after)
{
    return sring_sleep(ring, *(const uint64_t *)arg) ? -1 : 7;
}

/* Spawns two, of which the second may fail. */
static int both(struct sring *ring, const uint64_t times[2]) SRING_REQUIRES(*ring)
{
    struct sring_fiber first, second;
    int rc = sring_spawn(ring, &first, answer_after, (void *)(uintptr_t)&times[1]);

    if (rc) {
        return rc;
    }
    rc = sring_spawn(ring, &second, answer_after, (void *)(uintptr_t)&times[1]);
    if (rc) {
        sring_fiber_cancel(ring, &first);
        (void)sring_join(ring, &first);
        return rc;
    }
    rc = sring_join(ring, &first);
    return rc + sring_join(ring, &second);
}

/* Cancels and joins the fibers in the array. Returns the sum of their results. */
static int end_all(struct sring *ring, struct sring_fiber *fibers, int n) SRING_REQUIRES(*ring)
{
    int sum = 0;

    while (n > 0) {
        struct sring_fiber *one = &fibers[--n];

        sring_fiber_claim(one);
        sring_fiber_cancel(ring, one);
        sum += sring_join(ring, one);
    }
    return sum;
}

static int first(struct sring *ring, const uint64_t times[2]) SRING_REQUIRES(*ring)
{
    struct sring_ticket tickets[2];
    struct sring_fiber fibers[2];
    uint32_t which = 0;
    int n, rc = 0;

    for (n = 0; n < 2; n++) {
        struct sring_fiber one;

        rc = sring_spawn(ring, &one, answer_after, (void *)(uintptr_t)&times[n]);
        if (rc) {
            break;
        }
        tickets[n] = sring_fiber_ticket(&one);
        sring_fiber_move_stash(&fibers[n], &one);
    }
    if (!rc) {
        rc = sring_wait_any(ring, tickets, 2, SRING_FOREVER, &which);
    }
    return end_all(ring, fibers, n) == 6 && !rc && which == 1 ? 0 : 2;
}

int main(void)
{
    static const uint64_t times[2] = {3600 * UINT64_C(1000000000), 1000000};
    struct sring ring;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    rc = first(&ring, times);
    if (both(&ring, times) != 14) {
        rc = 3;
    }
    sring_close(&ring);
    return rc;
}
