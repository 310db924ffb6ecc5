/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A registered buffer that was replaced is an ordinary one.
// expect gcc-O0: runtime "sring_registered_buf_data needs a registered buffer that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_registered_buf registered, replaced;
    struct sring_buf buf, old;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    if (sring_buf_register(&ring, &buf, &registered)) {
        give_up("sring_buf_register");
    }
    if (sring_buf_alloc(&buf, 128)) {
        give_up("sring_buf_alloc");
    }
    if (sring_registered_buf_replace(&ring, &registered, &buf, &replaced, &old)) {
        give_up("sring_registered_buf_replace");
    }
#ifndef SRING_TWIN
    /* error: L2 sring_error_registered_buf_gone_ */
    /* error: L3 "'sring_registered_buf_data' requires holding {registered buffer} 'registered'" */
    sring_registered_buf_data(&registered)[0] = 1;
#else
    sring_buf_data(&old)[0] = 1;
#endif
    sring_buf_free(&old);
    sring_registered_buf_free(&replaced);
    sring_close(&ring);
    return 0;
}
