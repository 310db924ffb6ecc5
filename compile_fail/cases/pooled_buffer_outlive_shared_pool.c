/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A handle of a shared pool is closed after its buffers were put back.
// expect gcc-O0: runtime "sring_pool_put needs an open pool"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring_pool pool;
    struct sring_pool another;
    struct sring_pooled_buf pooled;

    if (sring_pool_open(&pool, 4, 64, NULL)) {
        give_up("sring_pool_open");
    }
    if (sring_pool_share(&pool, &another)) {
        give_up("sring_pool_share");
    }
    sring_pool_close(&pool); /* the pool stays: there is another handle */
    if (sring_pool_get(&another, &pooled)) {
        give_up("sring_pool_get");
    }
#ifndef SRING_TWIN
    sring_pool_close(&another);
    /* error: L2 sring_error_pool_gone_ */
    /* error: L3 "'sring_pool_put' requires holding {pool} 'another'" */
    sring_pool_put(&another, &pooled);
#else
    sring_pool_put(&another, &pooled);
    sring_pool_close(&another);
#endif
    return 0;
}
