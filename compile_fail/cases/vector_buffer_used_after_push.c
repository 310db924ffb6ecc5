/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A pushed buffer belongs to the vector.
// expect gcc-O0: runtime "sring_buf_data needs a buffer that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_buf buf;
    struct sring_vec vec;

    if (sring_vec_init(&vec, 2)) {
        give_up("sring_vec_init");
    }
    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    sring_vec_push(&vec, &buf);
#ifndef SRING_TWIN
    /* error: L2 sring_error_buf_gone_ */
    /* error: L3 "'sring_buf_data' requires holding {buffer} 'buf'" */
    sring_buf_data(&buf)[0] = 1;
#else
    sring_vec_data(&vec, 0)[0] = 1;
    sring_vec_take(&vec, 0, &buf);
    EXPECT(sring_buf_data(&buf)[0] == 1);
    sring_buf_free(&buf);
#endif
    sring_vec_free(&vec);
    return 0;
}
