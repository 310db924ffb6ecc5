/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A pooled buffer is put back.
// expect gcc-O0: runtime "a handle that was consumed before its scope ended"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_pool pool;
    /* error: L2 sring_error_handle_left_live_ */
    SRING_AUTO struct sring_pooled_buf pooled = SRING_NONE;

    if (sring_pool_open(&pool, 4, 64, NULL)) {
        give_up("sring_pool_open");
    }
    if (sring_pool_get(&pool, &pooled)) {
        give_up("sring_pool_get");
    }
#ifdef SRING_TWIN
    sring_pool_put(&pool, &pooled);
#endif
    sring_pool_close(&pool);
    return 0;
    /* error: L3 "{pooled buffer} 'pooled' is still held at the end of function" */
}
