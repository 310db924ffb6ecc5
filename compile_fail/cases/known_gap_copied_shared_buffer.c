/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A shared handle copied by assignment is not freed: another handle dies in its place.
// expect gcc-O0 gcc-asan: runtime "sring_shared_data needs a shared buffer that is yours"
// expect gcc clang: runtime "sring_shared_data needs a shared buffer that is yours"
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_buf buf;
    struct sring_shared_buf shared, another;

    if (sring_buf_alloc(&buf, 64)) {
        give_up("sring_buf_alloc");
    }
    memcpy(sring_buf_data(&buf), "potato", 6);
    sring_buf_set_length(&buf, 6);
    sring_buf_share(&buf, &shared);
    sring_shared_copy(&another, &shared);
#ifndef SRING_TWIN
    struct sring_shared_buf copy = shared;

    sring_shared_free(&shared);
    /* error: L3 "releasing {shared buffer} 'copy' that was not held" */
    sring_shared_free(&copy);
#else
    sring_shared_free(&shared);
#endif
    EXPECT(sring_shared_data(&another)[0] == 'p');
    sring_shared_free(&another);
    return 0;
}
