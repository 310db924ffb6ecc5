/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: Every handle of a shared buffer is freed, or its memory stays.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_buf buf;
    struct sring_shared_buf shared;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_shared_buf another = SRING_NONE;

    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    memcpy(sring_buf_data(&buf), "potato", 6);
    sring_buf_set_length(&buf, 6);
    sring_buf_share(&buf, &shared);
    sring_shared_copy(&another, &shared);
    sring_shared_free(&shared);
    EXPECT(sring_shared_length(&another) == 6);
#ifdef SRING_TWIN
    sring_shared_free(&another);
#endif
    return 0;
    /* error: L3 "{shared buffer} 'another' is still held at the end of function" */
}
