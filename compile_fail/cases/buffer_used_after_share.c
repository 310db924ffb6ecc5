/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A buffer that was shared is not written any more: others read it.
// expect gcc-O0: runtime "sring_buf_data needs a buffer that is yours"
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
#ifndef SRING_TWIN
    sring_buf_share(&buf, &shared);
    /* error: L2 sring_error_buf_gone_ */
    /* error: L3 "'sring_buf_data' requires holding {buffer} 'buf'" */
    sring_buf_data(&buf)[0] = 'P';
#else
    sring_buf_data(&buf)[0] = 'P';
    sring_buf_share(&buf, &shared);
#endif
    EXPECT(sring_shared_data(&shared)[0] == 'P');
    sring_shared_free(&shared);
    return 0;
}
