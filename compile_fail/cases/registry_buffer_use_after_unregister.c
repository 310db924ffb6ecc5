/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A registered buffer is unusable once unregistered.
// expect gcc-O0: runtime "sring_registered_buf_data needs a registered buffer that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_buf buf;
    struct sring_registered_buf registered;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_buf_alloc(&buf, 4096)) {
        give_up("sring_buf_alloc");
    }
    if (sring_buf_register(&ring, &buf, &registered)) {
        sring_buf_free(&buf);
        give_up("sring_buf_register");
    }
#ifdef SRING_TWIN
    sring_registered_buf_data(&registered)[0] = 1;
#endif
    sring_buf_unregister(&ring, &registered, &buf);
#ifndef SRING_TWIN
    /* error: L2 sring_error_registered_buf_gone_ */
    /* error: L3 "'sring_registered_buf_data' requires holding {registered buffer} 'registered'" */
    sring_registered_buf_data(&registered)[0] = 1;
#endif
    sring_buf_free(&buf);
    sring_close(&ring);
    return 0;
}
