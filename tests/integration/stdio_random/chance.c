/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Random numbers and texts.
 */
#include "stdio_random.h"

static uint64_t state;

void set_seed(uint64_t seed)
{
    state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
}

uint32_t pick(uint32_t below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % below;
}

bool one_in(uint32_t n)
{
    return pick(n) == 0;
}

void any_text(char *text, size_t size)
{
    const uint32_t newlines = 2 + pick(100);

    for (size_t i = 0; i < size; i++) {
        text[i] = one_in(newlines) ? '\n' : (char)('a' + pick(26));
    }
}
