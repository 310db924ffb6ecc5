/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A handle is not made in the variable of a live one, which would be lost.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_buf buf;

    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
#ifdef SRING_TWIN
    sring_buf_free(&buf);
#endif
    /* error: L3 "acquiring {buffer} 'buf' that is already held" */
    if (sring_buf_alloc(&buf, 128)) {
        give_up("sring_buf_alloc");
    }
    EXPECT(sring_buf_capacity(&buf) == 128);
    sring_buf_free(&buf);
    return 0;
}
