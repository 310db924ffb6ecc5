/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The simulated kernel's random numbers and clock, and the trace of a run.
 *
 * SRING_TEST_SIMULATED in the environment is the seed. With 0 everything is done at once and in
 * order, if possible. SRING_TEST_TRACE is the file for the trace: all requests and completions.
 */
#include "simulated.h"

#include "base/base.h"

bool simulated_sleeps;
uint64_t clock_ns = UINT64_C(1000000000000);

static uint64_t state;
static bool orderly;
static FILE *file;

bool is_simulated(void)
{
    return getenv("SRING_TEST_SIMULATED") != NULL;
}

uint32_t chance(uint32_t n)
{
    if (orderly) {
        return n - 1;
    }
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((state >> 33) % n);
}

uint64_t soon(uint32_t one_in, uint32_t microseconds)
{
    return clock_ns + (chance(one_in) ? 0 : UINT64_C(1000) * chance(microseconds));
}

void trace(const char *format, ...)
{
    va_list list;

    if (file) {
        va_start(list, format);
        (void)vfprintf(file, format, list);
        va_end(list);
    }
}

void give_up(const char *why)
{
    fprintf(stderr, "simulated kernel: %s (SRING_TEST_SIMULATED=%s)\n", why,
            getenv("SRING_TEST_SIMULATED"));
    fflush(NULL);
    abort();
}

/* Every read advances the clock a little, so that a loop that only reads the clock ends. */
static uint64_t now(int which)
{
    (void)which;
    return clock_ns += simulated_sleeps ? 0 : 1000;
}

static void pause_a_moment(void)
{
    clock_ns += MILLISECOND;
}

__attribute__((constructor)) static void choose(void)
{
    static const struct sring_clock simulated = {now, pause_a_moment};

    if (is_simulated()) {
        sring_chosen_clock = &simulated;
        state = strtoull(getenv("SRING_TEST_SIMULATED"), NULL, 0) * UINT64_C(0x9e3779b97f4a7c15);
        orderly = state == 0;
        file = getenv("SRING_TEST_TRACE") ? fopen(getenv("SRING_TEST_TRACE"), "we") : NULL;
    }
}
