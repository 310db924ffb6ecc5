/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A function cannot use a global ring that it does not hold.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

static struct sring ring;

#ifndef SRING_TWIN
static int turn(void)
{
    /* error: L3 "'sring_poll' requires holding {ring} 'ring'" */
    return sring_poll(&ring);
}
#else
static int turn(struct sring *ours) SRING_REQUIRES(*ours);

static int turn(struct sring *ours)
{
    return sring_poll(ours);
}
#endif

int main(void)
{
    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
#ifndef SRING_TWIN
    EXPECT(turn() >= 0);
#else
    EXPECT(turn(&ring) >= 0);
#endif
    sring_close(&ring);
    return 0;
}
