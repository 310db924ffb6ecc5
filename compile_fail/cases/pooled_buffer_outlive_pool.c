/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A pool is closed after its buffers were put back.
// expect gcc-O0: runtime "sring_pool_put needs an open pool"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_pool pool;
    struct sring_pooled_buf pooled;

    if (sring_pool_open(&pool, 4, 64, NULL)) {
        give_up("sring_pool_open");
    }
    if (sring_pool_get(&pool, &pooled)) {
        give_up("sring_pool_get");
    }
#ifndef SRING_TWIN
    sring_pool_close(&pool);
    /* error: L2 sring_error_pool_gone_ */
    /* error: L3 "'sring_pool_put' requires holding {pool} 'pool'" */
    sring_pool_put(&pool, &pooled);
#else
    sring_pool_put(&pool, &pooled);
    sring_pool_close(&pool);
#endif
    return 0;
}
