/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A global ring: main opens and closes it, and functions receive it as a parameter or require it by
 * name.
 */
#include "support.h"

static struct sring the_ring;

static int rounds(struct sring *ring, int n) SRING_REQUIRES(*ring);
static int once(void) SRING_REQUIRES(the_ring);

static int rounds(struct sring *ring, int n)
{
    for (int i = 0; i < n; i++) {
        int rc = sring_nop_await(ring);

        if (rc) {
            return rc;
        }
    }
    return 0;
}

static int once(void)
{
    return rounds(&the_ring, 1);
}

int main(void)
{
    struct sring_stats stats;
    int status = 0;
    int rc = sring_open(&the_ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (rounds(&the_ring, 9) || once()) {
        status = 2;
    }
    sring_get_stats(&the_ring, &stats);
    if (stats.completed != 10 || stats.in_flight != 0) {
        status = 3;
    }
    sring_close(&the_ring);
    rc = sring_open(&the_ring, NULL);
    if (rc) {
        return 4;
    }
    status = once() ? 5 : status;
    sring_close(&the_ring);
    return status;
}
