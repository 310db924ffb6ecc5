/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A claimed handle is consumed once: only the analysis and the run-time check find a second time.
// expect gcc-O0 gcc-asan gcc clang: runtime "sring_buf_free needs a buffer that is yours"
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_buf buf;

    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_buf_stash(&buf);
    sring_buf_claim(&buf);
    sring_buf_free(&buf);
#ifndef SRING_TWIN
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_buf_free(&buf);
#endif
    return 0;
}
