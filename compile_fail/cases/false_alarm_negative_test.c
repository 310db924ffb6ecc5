/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: The analysis does not understand `rc < 0`; test with `if (rc)`.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 64);

#ifndef SRING_TWIN
    if (rc < 0) {
#else
    if (rc) {
#endif
        give_up("sring_buf_alloc");
    }
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_buf_free(&buf);
    return 0;
}
