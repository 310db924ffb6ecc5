/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A copy of a Building operation is not submitted: not found if the operation has no scratch memory.
// expect gcc-O0 gcc-asan gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_nop_init(&ring, &op)) {
        give_up("sring_nop_init");
    }
#ifndef SRING_TWIN
    struct sring_nop_building copy = op;
    struct sring_nop_submitted other;

    /* error: L3 "releasing {nop in state Building} 'copy' that was not held" */
    sring_nop_submit(&ring, &copy, &other);
    sring_nop_detach(&ring, &other);
#endif
    sring_nop_submit(&ring, &op, &inflight);
    sring_nop_detach(&ring, &inflight);
    sring_close(&ring);
    return 0;
}
