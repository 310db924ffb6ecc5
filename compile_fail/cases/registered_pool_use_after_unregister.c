/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: No buffer is unwrapped as a registered one once its pool is unregistered.
// expect gcc-O0: runtime "sring_pooled_buf_unwrap_registered needs a registered pool"
// expect gcc clang: L2
// expect clang-tsa: L3
#include "case.h"

int main(void)
{
    struct sring ring;
    struct sring_pool pool;
    struct sring_pooled_buf pooled;
    struct sring_registered_pool registered;
    struct sring_registered_buf buf;

    if (sring_open(&ring, NULL)) {
        give_up("sring_open");
    }
    if (sring_pool_open(&pool, 4, 64, NULL)) {
        give_up("sring_pool_open");
    }
    if (sring_pool_register(&ring, &pool, &registered)) {
        give_up("sring_pool_register");
    }
    if (sring_pool_get(&pool, &pooled)) {
        give_up("sring_pool_get");
    }
#ifndef SRING_TWIN
    sring_pool_unregister(&ring, &registered);
    /* error: L2 sring_error_registered_pool_gone_ */
    /* error: L3 "requires holding {registered pool} 'registered'" */
    if (sring_pooled_buf_unwrap_registered(&ring, &registered, &pooled, &buf)) {
        give_up("sring_pooled_buf_unwrap_registered");
    }
    sring_pooled_buf_wrap_registered(&buf, &pooled);
#else
    if (sring_pooled_buf_unwrap_registered(&ring, &registered, &pooled, &buf)) {
        give_up("sring_pooled_buf_unwrap_registered");
    }
    sring_pooled_buf_wrap_registered(&buf, &pooled);
    sring_pool_unregister(&ring, &registered);
#endif
    sring_pool_put(&pool, &pooled);
    sring_pool_close(&pool);
    sring_close(&ring);
    return 0;
}
