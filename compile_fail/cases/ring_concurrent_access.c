/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: Two objects cannot both use a ring that neither of them holds.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

struct session {
    struct sring *ring;
    int turns;
};

#ifndef SRING_TWIN
static int turn(struct session *session)
{
    /* error: L3 "'sring_poll' requires holding {ring} 'session->ring'" */
    return sring_poll(session->ring);
}
#else
static int turn(struct session *session, struct sring *ring) SRING_REQUIRES(*ring);

static int turn(struct session *session, struct sring *ring)
{
    session->turns++;
    return sring_poll(ring);
}
#endif

static int both(struct sring *ring) SRING_REQUIRES(*ring);

static int both(struct sring *ring)
{
    struct session first = {ring, 0}, second = {ring, 0};

#ifndef SRING_TWIN
    return turn(&first) + turn(&second);
#else
    return turn(&first, ring) + turn(&second, ring);
#endif
}

int main(void)
{
    struct sring ring;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    EXPECT(both(&ring) >= 0);
    sring_close(&ring);
    return 0;
}
