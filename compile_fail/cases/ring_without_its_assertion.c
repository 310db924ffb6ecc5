/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A callback of another library asserts that it has the ring before it uses it.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

static void callback(void *arg)
{
    struct sring *ring = arg;

#ifndef SRING_TWIN
    /* error: L3 "'sring_poll' requires holding {ring} 'ring'" */
    EXPECT(sring_poll(ring) >= 0);
#else
    sring_assert_owner(ring);
    EXPECT(sring_poll(ring) >= 0);
#endif
}

int main(void)
{
    struct sring ring;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    callback(&ring);
    sring_close(&ring);
    return 0;
}
