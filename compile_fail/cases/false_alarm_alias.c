/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: The analysis compares rings by their expressions; pass the ring in addition to the struct.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

struct session {
    struct sring *ring;
};

static int turn(struct sring *ring) SRING_REQUIRES(*ring);

static int turn(struct sring *ring)
{
    struct session session = {ring};

#ifndef SRING_TWIN
    /* error: L3 "'sring_poll' requires holding {ring} 'session.ring'" */
    return sring_poll(session.ring);
#else
    (void)session;
    return sring_poll(ring);
#endif
}

int main(void)
{
    struct sring ring;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    EXPECT(turn(&ring) >= 0);
    sring_close(&ring);
    return 0;
}
