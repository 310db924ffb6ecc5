/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A result is tested as a variable: the analysis does not see the test of a struct's member.
// expect gcc-O0 gcc-asan gcc clang: not caught
// expect gcc-dev: found "sring_close leaves 1 operation that was not submitted"
// expect clang-tsa: not caught
#include "case.h"

struct request {
    int rc;
    struct sring_nop_building op;
};

int main(void)
{
    struct sring ring;
    struct request request;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
#ifndef SRING_TWIN
    request.rc = sring_nop_init(&ring, &request.op);
    if (request.rc) {
        give_up("sring_nop_init");
    }
#else
    if (sring_nop_init(&ring, &request.op)) {
        give_up("sring_nop_init");
    }
    sring_nop_abandon(&ring, &request.op);
#endif
    sring_close(&ring);
    return 0;
}
