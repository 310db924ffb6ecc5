/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the files about pools share: pool.c, pool_memory.c, registered_pool.c.
 */
#ifndef SRING_MEMORY_POOL_H
#define SRING_MEMORY_POOL_H

#include "memory/pool_stack.h"

#include <sring/pool.h>

#include <pthread.h>

/* Where the data of buffers lies: never moved, one for each time the pool grew. */
struct pool_slab {
    unsigned char *memory;
    size_t size;        /* bytes, whole pages */
    size_t huge;        /* of these, in reserved huge pages */
    size_t transparent; /* of these, where transparent huge pages were asked for */
    uint32_t first;     /* index of the first buffer */
    uint32_t count;     /* buffers */
    struct pool_slab *next;
};

struct pool {
    struct sring_pool_ view; /* of the only handle; in a shared pool, the tokens of all */
    struct pool_stack stack;
    _Atomic uint64_t taken;       /* buffers taken out, out of line; less those put back so */
    struct sring_block_ **blocks; /* by index */
    struct sring_pool_options options;
    size_t capacity;  /* bytes of a buffer */
    size_t stride;    /* bytes from one to the next */
    size_t alignment; /* bytes */
    uint32_t opened;  /* buffers that the pool was opened with */
    _Atomic uint32_t handles;
    /* Buffers that came back by themselves, and from the last close on less those that were out
     * then: 0 once all are back. */
    _Atomic int64_t balance;
    struct sring_pool_ shared_view; /* of the handles of a shared pool: nothing but pool_ */

    pthread_mutex_t lock; /* for all that follows */
    struct pool_slab *slabs;
    uint32_t count; /* buffers that there are */
    uint32_t fresh; /* indexes that were ever out */
    uint64_t first_token;
    uint64_t empty, grown;
};

static inline struct pool *pool_of(const struct sring_pool_ *view)
{
    return view->pool_;
}

/* A handle more of the pool, or something like one; one less, as the caller's last look at it. */
void sring_pool_keep(struct pool *pool);
void sring_pool_drop(struct pool *pool);

/* Returns 0, or -EINVAL or -EOPNOTSUPP if this build and machine cannot do what is asked. */
int sring_pool_memory_check(const struct sring_pool_options *options);
/* Adds `count` buffers, whose blocks have `free_fn`. Returns 0, or -errno and the pool is as it
 * was. */
int sring_pool_grow(struct pool *pool, uint32_t count, sring_free_fn *free_fn);
void sring_pool_memory_unmap(struct pool_slab *slab);

#endif /* SRING_MEMORY_POOL_H */
