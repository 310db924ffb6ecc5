/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A buffer taken out of a vector is freed by the caller.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_buf buf;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_buf taken = SRING_NONE;
    struct sring_vec vec;

    if (sring_vec_init(&vec, 2)) {
        give_up("sring_vec_init");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_vec_push(&vec, &buf);
    sring_vec_take(&vec, 0, &taken);
    sring_vec_free(&vec);
#ifdef SRING_TWIN
    sring_buf_free(&taken);
#endif
    return 0;
    /* error: L3 "{buffer} 'taken' is still held at the end of function" */
}
