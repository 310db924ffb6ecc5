/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A buffer is in one vector, once.
// expect gcc-O0: runtime "sring_vec_push needs a buffer that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_buf buf;
    struct sring_vec first, second;

    if (sring_vec_init(&first, 1)) {
        give_up("sring_vec_init");
    }
    if (sring_vec_init(&second, 1)) {
        give_up("sring_vec_init");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_vec_push(&first, &buf);
#ifndef SRING_TWIN
    /* error: L2 sring_error_buf_gone_ */
    /* error: L3 "releasing {buffer} 'buf' that was not held" */
    sring_vec_push(&second, &buf);
#else
    sring_vec_take(&first, 0, &buf);
    sring_vec_push(&second, &buf);
#endif
    EXPECT(sring_vec_count(&second) == 1);
    sring_vec_free(&first);
    sring_vec_free(&second);
    return 0;
}
