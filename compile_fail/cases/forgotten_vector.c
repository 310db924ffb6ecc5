/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A vector is freed, with the buffers in it.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_buf buf;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_vec vec = SRING_NONE;

    if (sring_vec_init(&vec, 2)) {
        give_up("sring_vec_init");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_vec_push(&vec, &buf);
#ifdef SRING_TWIN
    sring_vec_free(&vec);
#endif
    return 0;
    /* error: L3 "{buffer vector} 'vec' is still held at the end of function" */
}
