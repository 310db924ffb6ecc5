/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The clock.
 */
#include "base/base.h"

#include <time.h>

uint64_t sring_now(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

uint64_t sring_end_after(uint64_t timeout_ns)
{
    uint64_t now = timeout_ns == UINT64_MAX ? 0 : sring_now();

    return timeout_ns < UINT64_MAX - now ? now + timeout_ns : 0;
}
