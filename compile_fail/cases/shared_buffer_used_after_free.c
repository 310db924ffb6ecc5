/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A shared buffer is not read through a handle that was freed.
// expect gcc-O0: runtime "sring_shared_data needs a shared buffer that is yours"
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
#ifndef SRING_TWIN
    sring_shared_free(&shared);
    /* error: L2 sring_error_shared_buf_gone_ */
    /* error: L3 "'sring_shared_data' requires holding {shared buffer} 'shared'" */
    EXPECT(sring_shared_data(&shared)[0] == 'p');
#else
    EXPECT(sring_shared_data(&shared)[0] == 'p');
    sring_shared_free(&shared);
#endif
    return 0;
}
