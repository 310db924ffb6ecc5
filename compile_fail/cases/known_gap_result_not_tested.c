/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A result is tested, not just stored: for the analysis there is no handle before `if (rc)`.
// expect gcc-O0 gcc-asan gcc clang: not caught
// expect gcc-dev: found "sring_close leaves 1 operation that was not submitted"
// expect clang-tsa: not caught
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_nop_building op;
    int rc;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    rc = sring_nop_init(&ring, &op);
#ifndef SRING_TWIN
    (void)rc;
#else
    if (rc) {
        give_up("sring_nop_init");
    }
    sring_nop_abandon(&ring, &op);
#endif
    sring_close(&ring);
    return 0;
}
