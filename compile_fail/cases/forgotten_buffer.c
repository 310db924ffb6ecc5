/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A buffer is freed.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_buf buf = SRING_NONE;

    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_buf_data(&buf)[0] = 1;
#ifdef SRING_TWIN
    sring_buf_free(&buf);
#endif
    return 0;
    /* error: L3 "{buffer} 'buf' is still held at the end of function" */
}
