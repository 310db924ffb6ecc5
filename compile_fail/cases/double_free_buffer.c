/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A buffer is freed once.
// expect gcc-O0: runtime "sring_buf_free needs a buffer that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_buf buf;

    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_buf_free(&buf);
#ifndef SRING_TWIN
    /* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_buf_free(&buf);
#endif
    return 0;
}
