/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The monotonic clock.
 */
#include "base/base.h"

#include <time.h>

uint64_t sring_now(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}
