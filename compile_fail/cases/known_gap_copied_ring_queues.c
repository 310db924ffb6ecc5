/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: An operation queued by a copy of a ring is found when the ring reaches its place in the queue.
// expect gcc-O0 gcc-asan gcc clang: runtime "sring_nop_submit needs a ring that was not copied"
// expect gcc-dev: runtime "sring_nop_submit needs an open ring of the calling thread"
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_nop_building op, second;
    struct sring_nop_submitted inflight;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_nop_init(&ring, &op)) {
        give_up("sring_nop_init");
    }
    if (sring_nop_init(&ring, &second)) {
        give_up("sring_nop_init");
    }
#ifndef SRING_TWIN
    struct sring copy = ring;

    /* error: L3 "'sring_nop_submit' requires holding {ring} 'copy'" */
    sring_nop_submit(&copy, &op, &inflight);
#else
    sring_nop_submit(&ring, &op, &inflight);
#endif
    sring_nop_detach(&ring, &inflight);
    sring_nop_submit(&ring, &second, &inflight);
    sring_nop_detach(&ring, &inflight);
    sring_close(&ring);
    return 0;
}
