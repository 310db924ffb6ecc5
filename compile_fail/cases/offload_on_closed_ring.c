/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: No work is given to the threads of a closed ring.
// expect gcc-O0: runtime "an open ring of the calling thread, but was given one that was closed"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

static int work(void *arg)
{
    (void)arg;
    return 7;
}

int main(void)
{
    struct sring ring;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
#ifdef SRING_TWIN
    EXPECT(sring_offload(&ring, work, NULL) == 7);
#endif
    sring_close(&ring);
#ifndef SRING_TWIN
    /* error: L2 sring_error_ring_closed_ */
    /* error: L3 "'sring_offload' requires holding {ring} 'ring'" */
    EXPECT(sring_offload(&ring, work, NULL) == 7);
#endif
    return 0;
}
