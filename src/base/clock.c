/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The clocks.
 */
#include "base/base.h"

#include <time.h>

static uint64_t now(int clock)
{
    struct timespec time;

    (void)clock_gettime(clock, &time);
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
    return sring_chosen_clock->now(CLOCK_MONOTONIC);
}

uint64_t sring_now_on(int clock)
{
    return sring_chosen_clock->now(clock);
}

void sring_pause(void)
{
    sring_chosen_clock->pause();
}

uint64_t sring_end_after(int clock, uint64_t timeout_ns)
{
    uint64_t now = timeout_ns == UINT64_MAX ? 0 : sring_now_on(clock);

    return timeout_ns < UINT64_MAX - now ? now + timeout_ns : 0;
}
