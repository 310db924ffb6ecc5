/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: The analysis skips the body of a helper that produces on success; keep such bodies short.
// expect gcc-O0 gcc-asan: runtime "sring_buf_free needs a buffer that is yours"
// expect gcc clang: L2
// expect clang-tsa: not caught
#include "case.h"

SRING_FALLIBLE static __attribute__((noinline)) int begin(struct sring *ring,
                                                          struct sring_nop_building *op)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*op);

static int begin(struct sring *ring, struct sring_nop_building *op)
{
    struct sring_buf spare;

    if (sring_buf_alloc(&spare, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_buf_free(&spare);
#ifndef SRING_TWIN
    /* error: L2 sring_error_buf_gone_ */
    sring_buf_free(&spare);
#endif
    return sring_nop_init(ring, op);
}

int main(void)
{
    struct sring ring;
    struct sring_nop_building op;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (begin(&ring, &op)) {
        give_up("begin");
    }
    sring_nop_abandon(&ring, &op);
    sring_close(&ring);
    return 0;
}
