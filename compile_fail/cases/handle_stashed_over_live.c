/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A handle is not stashed over a live one, which would be lost.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_buf kept, buf;

    if (sring_buf_alloc(&kept, 64)) {
        give_up("sring_buf_alloc");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
#ifdef SRING_TWIN
    sring_buf_free(&kept);
#endif
    /* error: L3 "cannot call function 'sring_buf_move_stash' while {buffer} 'kept' is held" */
    sring_buf_move_stash(&kept, &buf);
#ifdef SRING_TWIN
    sring_buf_claim(&kept);
#endif
    sring_buf_free(&kept);
    return 0;
}
