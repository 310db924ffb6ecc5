/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pools of buffers. A pool lives until it was closed and its last buffer has come back.
 */
#include "internal.h"

#include <stdlib.h>

struct pool {
    pthread_mutex_t lock;
    unsigned char *memory;
    size_t stride;
    size_t capacity;
    uint32_t count;
    uint32_t free_count;
    bool closed;
    uint32_t free[]; /* stack of the buffers that are in */
};

static void destroy(struct pool *pool)
{
    pthread_mutex_destroy(&pool->lock);
    sring_unpoison(pool->memory, pool->stride * pool->count);
    free(pool->memory);
    free(pool);
}

/* A buffer of the pool ends, here or with an operation that nobody waited for. */
static void free_pooled(void *data, void *arg)
{
    struct pool *pool = arg;
    bool last;

    sring_poison(data, pool->capacity);
    pthread_mutex_lock(&pool->lock);
    pool->free[pool->free_count++] =
        (uint32_t)((size_t)((unsigned char *)data - pool->memory) / pool->stride);
    last = pool->closed && pool->free_count == pool->count;
    pthread_mutex_unlock(&pool->lock);
    if (last) {
        destroy(pool);
    }
}

/* The handle's block is freed. */
static void close_pool(void *data, void *arg)
{
    struct pool *pool = data;
    bool last;

    (void)arg;
    pthread_mutex_lock(&pool->lock);
    pool->closed = true;
    last = pool->free_count == pool->count;
    pthread_mutex_unlock(&pool->lock);
    if (last) {
        destroy(pool);
    }
}

static struct pool *pool_of(const struct sring_block_ *block)
{
    return (struct pool *)(void *)block->data_;
}

int sring_pool_open_(struct sring_block_ **block, uint32_t count, size_t capacity)
{
    struct pool *pool;
    size_t alignment = sring_alignment(capacity);
    size_t stride = (capacity + alignment - 1) & ~(alignment - 1);
    void *memory;

    if (count == 0 || !sring_capacity_valid(capacity) || stride > SIZE_MAX / count) {
        return -EINVAL;
    }
    pool = malloc(sizeof(*pool) + count * sizeof(pool->free[0]));
    if (!pool) {
        return -ENOMEM;
    }
    if (posix_memalign(&memory, alignment, stride * count)) {
        free(pool);
        return -ENOMEM;
    }
    *block = sring_block_new((unsigned char *)pool, sizeof(*pool), close_pool, NULL);
    if (!*block) {
        free(memory);
        free(pool);
        return -ENOMEM;
    }
    pthread_mutex_init(&pool->lock, NULL);
    pool->memory = memory;
    pool->stride = stride;
    pool->capacity = capacity;
    pool->count = pool->free_count = count;
    pool->closed = false;
    for (uint32_t i = 0; i < count; i++) {
        pool->free[i] = count - 1 - i;
    }
    sring_poison(memory, stride * count);
    return 0;
}

int sring_pool_get_(struct sring_block_ *home, struct sring_block_ **block)
{
    struct pool *pool = pool_of(home);
    unsigned char *data = NULL;

    pthread_mutex_lock(&pool->lock);
    if (pool->free_count > 0) {
        data = pool->memory + pool->free[--pool->free_count] * pool->stride;
    }
    pthread_mutex_unlock(&pool->lock);
    if (!data) {
        return -ENOBUFS;
    }
    sring_unpoison(data, pool->capacity);
    *block = sring_block_new(data, pool->capacity, free_pooled, pool);
    if (!*block) {
        free_pooled(data, pool);
        return -ENOMEM;
    }
    return 0;
}

void sring_pool_put_(struct sring_block_ *home, struct sring_block_ *block)
{
    if (block->free_ != free_pooled || block->arg_ != pool_of(home)) {
        sring_misuse_("sring_pool_put", "a buffer of this pool", "a buffer of another pool");
    }
    sring_block_free_(block);
}

void sring_pool_check_(const struct sring_block_ *block)
{
    if (block->free_ != free_pooled) {
        sring_misuse_("sring_pooled_buf_wrap", "a buffer that was unwrapped from a pooled one",
                      "an ordinary buffer");
    }
}
