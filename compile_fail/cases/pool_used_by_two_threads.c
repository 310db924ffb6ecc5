/* SPDX-License-Identifier: MIT OR Apache-2.0 */
// rule: A thread does not use another thread's pool handle: it needs its own.
// expect gcc-O0 gcc clang: not caught
// expect clang-tsa: L3
#include "case.h"

#include <pthread.h>

static void *worker(void *arg)
{
    struct sring_pool *pool = arg;
    struct sring_pooled_buf pooled;

#ifndef SRING_TWIN
    /* error: L3 "'sring_pool_get' requires holding {pool} 'pool'" */
    if (sring_pool_get(pool, &pooled)) {
        give_up("sring_pool_get");
    }
    /* error: L3 "'sring_pool_put' requires holding {pool} 'pool'" */
    sring_pool_put(pool, &pooled);
#else
    sring_pool_claim(pool);
    if (sring_pool_get(pool, &pooled)) {
        give_up("sring_pool_get");
    }
    sring_pool_put(pool, &pooled);
    sring_pool_close(pool);
#endif
    return NULL;
}

int main(void)
{
    struct sring_pool pool;
    struct sring_pool *given = &pool;
    pthread_t thread;

    if (sring_pool_open(&pool, 4, 64, NULL)) {
        give_up("sring_pool_open");
    }
#ifdef SRING_TWIN
    struct sring_pool another;

    if (sring_pool_share(&pool, &another)) {
        give_up("sring_pool_share");
    }
    sring_pool_stash(&another);
    given = &another;
#endif
    if (pthread_create(&thread, NULL, worker, given) || pthread_join(thread, NULL)) {
        give_up("pthread_create");
    }
    sring_pool_close(&pool);
    return 0;
}
