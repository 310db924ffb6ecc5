/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A handle of a shared buffer is freed once.
// expect gcc-O0: runtime "sring_shared_free needs a shared buffer that is yours"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_buf buf;
    struct sring_shared_buf shared;

    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    memcpy(sring_buf_data(&buf), "potato", 6);
    sring_buf_set_length(&buf, 6);
    sring_buf_share(&buf, &shared);
    EXPECT(memcmp(sring_shared_data(&shared), "potato", 6) == 0);
    sring_shared_free(&shared);
#ifndef SRING_TWIN
    /* error: L2 sring_error_shared_buf_gone_ */
    /* error: L3 "releasing {shared buffer} 'shared' that was not held" */
    sring_shared_free(&shared);
#endif
    return 0;
}
