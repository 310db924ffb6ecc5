/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: The analysis cannot follow two handles made in one condition; test them one by one.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_buf first, second;

#ifndef SRING_TWIN
    if (sring_buf_alloc(&first, 64) || sring_buf_alloc(&second, 64)) {
        /* error: L3 "{buffer} 'first' is not held on every path through here" */
        give_up("sring_buf_alloc");
    }
#else
    if (sring_buf_alloc(&first, 64)) {
        give_up("sring_buf_alloc");
    }
    if (sring_buf_alloc(&second, 64)) {
        give_up("sring_buf_alloc");
    }
#endif
    sring_buf_free(&first);
    sring_buf_free(&second);
    return 0;
}
