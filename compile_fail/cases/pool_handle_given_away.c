/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A pool handle stashed for another thread is not used any more.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

#include <pthread.h>

static void *worker(void *arg)
{
    struct sring_pool *pool = arg;

    sring_pool_claim(pool);
    sring_pool_close(pool);
    return NULL;
}

int main(void)
{
    struct sring_pool pool;
    struct sring_pool another;
    struct sring_pooled_buf pooled;
    pthread_t thread;

    if (sring_pool_open(&pool, 4, 64, NULL)) {
        give_up("sring_pool_open");
    }
    if (sring_pool_share(&pool, &another)) {
        give_up("sring_pool_share");
    }
    sring_pool_stash(&another);
#ifndef SRING_TWIN
    /* error: L3 "'sring_pool_get' requires holding {pool} 'another'" */
    if (sring_pool_get(&another, &pooled)) {
        give_up("sring_pool_get");
    }
#else
    if (sring_pool_get(&pool, &pooled)) {
        give_up("sring_pool_get");
    }
#endif
    sring_pool_put(&pool, &pooled);
    if (pthread_create(&thread, NULL, worker, &another) || pthread_join(thread, NULL)) {
        give_up("pthread_create");
    }
    sring_pool_close(&pool);
    return 0;
}
