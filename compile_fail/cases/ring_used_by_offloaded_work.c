/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A function that runs in another thread does not use the ring.
// expect gcc-O0 gcc clang: runtime "was given the ring of another thread"
// expect clang-tsa: L3
#include "case.h"

static int work(void *arg)
{
    struct sring *ring = arg;

#ifndef SRING_TWIN
    /* error: L3 "'sring_flush' requires holding {ring} 'ring'" */
    return sring_flush(ring);
#else
    return ring ? 0 : 1;
#endif
}

int main(void)
{
    struct sring ring;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    EXPECT(sring_offload(&ring, work, &ring) == 0);
    sring_close(&ring);
    return 0;
}
