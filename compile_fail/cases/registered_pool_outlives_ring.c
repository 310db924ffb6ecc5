/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A pool is unregistered before its ring is closed.
// expect gcc-O0: runtime "sring_pool_unregister needs a registered pool"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_pool pool;
    struct sring_registered_pool registered;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_pool_open(&pool, 4, 64, NULL)) {
        give_up("sring_pool_open");
    }
    if (sring_pool_register(&ring, &pool, &registered)) {
        give_up("sring_pool_register");
    }
#ifndef SRING_TWIN
    sring_close(&ring);
    /* error: L2 sring_error_ring_closed_ */
    /* error: L3 "'sring_pool_unregister' requires holding {ring} 'ring'" */
    sring_pool_unregister(&ring, &registered);
#else
    sring_pool_unregister(&ring, &registered);
    sring_close(&ring);
#endif
    sring_pool_close(&pool);
    return 0;
}
