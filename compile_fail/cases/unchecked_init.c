/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A call that can fail is checked.
// expect gcc-O0 gcc clang: L1
// expect clang-tsa: L1 L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_nop_building op;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
#ifndef SRING_TWIN
    /* error: L1 unused-result */
    sring_nop_init(&ring, &op);
    /* error: L3 "releasing {nop in state Building} 'op' that was not held" */
    sring_nop_abandon(&ring, &op);
#else
    if (!sring_nop_init(&ring, &op)) {
        sring_nop_abandon(&ring, &op);
    }
#endif
    sring_close(&ring);
    return 0;
}
