/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The monotonic clock.
 */
#include "base/base.h"

#include <time.h>

static uint64_t now(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SRING_SECOND + (uint64_t)time.tv_nsec;
}

static void pause_a_moment(void)
{
    static const struct timespec moment = {0, 1000000};

    (void)nanosleep(&moment, NULL);
}

static const struct sring_clock real = {now, pause_a_moment};

const struct sring_clock *sring_chosen_clock = &real;

uint64_t sring_now(void)
{
    return sring_chosen_clock->now();
}

void sring_pause(void)
{
    sring_chosen_clock->pause();
}

uint64_t sring_end_after(uint64_t timeout_ns)
{
    uint64_t now = timeout_ns == UINT64_MAX ? 0 : sring_now();

    return timeout_ns < UINT64_MAX - now ? now + timeout_ns : 0;
}
