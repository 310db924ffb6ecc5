/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Shared by pool.c, pool_memory.c and registered_pool.c.
 */
#ifndef SRING_MEMORY_POOL_H
#define SRING_MEMORY_POOL_H

#include "memory/pool_stack.h"

#include <sring/pool.h>

#include <pthread.h>

/* Memory for the data of buffers. It is never moved; each growth of the pool adds one slab. */
struct pool_slab {
    unsigned char *memory;
    size_t size;        /* bytes, a multiple of the page size */
    size_t huge;        /* bytes of it in reserved huge pages */
    size_t transparent; /* bytes of it for which transparent huge pages were requested */
    uint32_t first;     /* index of its first buffer */
    uint32_t count;     /* number of buffers */
    struct pool_slab *next;
};

struct pool {
    struct sring_pool_ view; /* of the only handle; the tokens of all handles, if shared */
    struct pool_stack stack;
    _Atomic uint64_t taken; /* buffers taken less those put back, by calls that are not inlined */
    struct sring_block_ **blocks; /* by index */
    struct sring_pool_options options;
    size_t capacity;  /* bytes of a buffer */
    size_t stride;    /* bytes from one buffer to the next */
    size_t alignment; /* bytes */
    uint32_t opened;  /* number of buffers at open */
    _Atomic uint32_t handles;
    /* Number of buffers that were freed elsewhere, not put back. The last close subtracts the
     * buffers that are out at that time; the pool is destroyed when this is 0. */
    _Atomic int64_t balance;
    struct sring_pool_ shared_view; /* used by the handles of a shared pool: only pool_ is set */

    pthread_mutex_t lock; /* protects all fields below */
    struct pool_slab *slabs;
    uint32_t count; /* number of buffers */
    uint32_t fresh; /* buffers with an index below this were taken at least once */
    uint64_t first_token;
    uint64_t empty, grown;
};

static inline struct pool *pool_of(const struct sring_pool_ *view)
{
    return view->pool_;
}

/* Take a reference to the pool, and drop it. The caller must not use the pool after the drop. */
void sring_pool_keep(struct pool *pool);
void sring_pool_drop(struct pool *pool);

/* Returns 0, -EINVAL (no such NUMA node), or -EOPNOTSUPP (no NUMA in this build or on this
 * machine). */
int sring_pool_memory_check(const struct sring_pool_options *options);
/* Adds `count` buffers with the free function `free_fn`. Returns 0, or -errno and the pool is
 * unchanged. */
int sring_pool_grow(struct pool *pool, uint32_t count, sring_free_fn *free_fn);
/* The pool's blocks are about to be released: they never have one of its tokens again. */
void sring_pool_tokens_end(const struct pool *pool);
void sring_pool_memory_unmap(struct pool_slab *slab);

#endif /* SRING_MEMORY_POOL_H */
