/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A freed buffer has no data.
// expect gcc-O0: runtime "sring_buf_data needs a buffer that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_buf buf;

    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
#ifdef SRING_TWIN
    sring_buf_data(&buf)[0] = 1;
#endif
    sring_buf_free(&buf);
#ifndef SRING_TWIN
    /* error: L2 sring_error_buf_gone_ */
    /* error: L3 "'sring_buf_data' requires holding {buffer} 'buf'" */
    sring_buf_data(&buf)[0] = 1;
#endif
    return 0;
}
