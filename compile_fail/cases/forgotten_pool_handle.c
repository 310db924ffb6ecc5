/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: Every handle of a shared pool is closed.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_pool pool;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_pool another = SRING_NONE;

    if (sring_pool_open(&pool, 4, 64, NULL)) {
        give_up("sring_pool_open");
    }
    if (sring_pool_share(&pool, &another)) {
        give_up("sring_pool_share");
    }
    sring_pool_close(&pool);
#ifdef SRING_TWIN
    sring_pool_close(&another);
#endif
    return 0;
    /* error: L3 "{pool} 'another' is still held at the end of function" */
}
