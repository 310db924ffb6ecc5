/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A copy of a ring is not the ring.
// expect gcc-O0 gcc clang: runtime "but was given a copy of a ring"
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
#ifndef SRING_TWIN
    struct sring copy = ring;

    /* error: L3 "'sring_poll' requires holding {ring} 'copy'" */
    EXPECT(sring_poll(&copy) >= 0);
#else
    EXPECT(sring_poll(&ring) >= 0);
#endif
    sring_close(&ring);
    return 0;
}
