/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pools of buffers. A pool lives until its last handle is closed and its last buffer is back.
 *
 * Every buffer keeps its control block and its index for the lifetime of the pool. It is in one of
 * four states:
 * - never taken (its index is `fresh` or above);
 * - out;
 * - on the stack of the only handle (inlined, sring/pool.h);
 * - on the stack that all threads share.
 *
 * A buffer that was never taken is used only if both stacks are empty. So `fresh` is also the
 * largest number of buffers that were out at a time.
 */
#include "memory/pool.h"
#include "memory/memory.h"

#include <stdlib.h>
#include <string.h>

#define MAX_ALIGNMENT ((size_t)2 << 20)
#define MAX_COUNT (UINT32_MAX - 1) /* index + 1 must fit into 32 bits */

/* Called when no handle and no buffer is left. */
static void destroy(struct pool *pool)
{
    struct pool_slab *slab;

    sring_pool_tokens_end(pool);
    for (uint32_t i = 0; i < pool->count; i++) {
        sring_block_release(pool->blocks[i]);
    }
    while ((slab = pool->slabs)) {
        pool->slabs = slab->next;
        sring_pool_memory_unmap(slab);
        free(slab);
    }
    pthread_mutex_destroy(&pool->lock);
    free(pool->stack.next);
    free(pool->blocks);
    free(pool);
}

/* Adds `back` to the balance and destroys the pool if it is 0. The caller must not use the pool
 * afterwards. */
static void count_out(struct pool *pool, int64_t back)
{
    if (atomic_fetch_add_explicit(&pool->balance, back, memory_order_acq_rel) + back == 0) {
        destroy(pool);
    }
}

static bool valid(uint32_t count, size_t capacity, const struct sring_pool_options *options)
{
    return count >= 1 && count <= MAX_COUNT && sring_capacity_valid(capacity) &&
           (!options->max_count ||
            (options->max_count >= count && options->max_count <= MAX_COUNT)) &&
           !(options->alignment & (options->alignment - 1)) &&
           options->alignment <= MAX_ALIGNMENT && options->huge_pages >= SRING_HUGE_PAGES_NONE &&
           options->huge_pages <= SRING_HUGE_PAGES_REQUIRE;
}

/* Returns the number of buffers taken and not put back. It includes buffers that were freed
 * elsewhere: the balance counts those. */
static int64_t out(const struct pool *pool)
{
    return (int64_t)(atomic_load_explicit(&pool->taken, memory_order_relaxed) + pool->view.out_);
}

void sring_pool_keep(struct pool *pool)
{
    atomic_fetch_add_explicit(&pool->handles, 1, memory_order_relaxed);
}

void sring_pool_drop(struct pool *pool)
{
    if (atomic_fetch_sub_explicit(&pool->handles, 1, memory_order_acq_rel) == 1) {
        count_out(pool, -out(pool));
    }
}

/* Free function of a handle's block. */
static void close_handle(void *data, void *arg)
{
    (void)arg;
    sring_pool_drop(pool_of(data));
}

static int new_handle(struct sring_pool_ *view, struct sring_block_ **handle, const void *made_at)
{
    *handle = sring_block_own((unsigned char *)view, sizeof(*view), close_handle, NULL,
                              SRING_OWNED_POOL_, made_at);
    return *handle ? 0 : -ENOMEM;
}

int sring_pool_open_(struct sring_block_ **handle, uint32_t count, size_t capacity,
                     const struct sring_pool_options *options)
{
    static const struct sring_pool_options defaults;
    const size_t alignment = sring_alignment(capacity);
    const size_t size =
        (sizeof(struct pool) + SRING_CACHE_LINE - 1) & ~(size_t)(SRING_CACHE_LINE - 1);
    struct pool *pool;
    int rc;

    options = options ? options : &defaults;
    if (!valid(count, capacity, options)) {
        return -EINVAL;
    }
    rc = sring_pool_memory_check(options);
    if (rc) {
        return rc;
    }
    pool = aligned_alloc(SRING_CACHE_LINE, size);
    if (!pool) {
        return -ENOMEM;
    }
    memset(pool, 0, size);
    pool->view.pool_ = pool->shared_view.pool_ = pool;
    pool->options = *options;
    pool->options.max_count = options->max_count ? options->max_count : count;
    pool->options.grow_by = options->grow_by ? options->grow_by : count;
    pool->alignment = options->alignment > alignment ? options->alignment : alignment;
    pool->capacity = capacity;
    pool->stride = (capacity + pool->alignment - 1) & ~(pool->alignment - 1);
    pool->opened = count;
    pthread_mutex_init(&pool->lock, NULL);
    atomic_init(&pool->handles, 1);
    pool->blocks = calloc(pool->options.max_count, sizeof(*pool->blocks));
    pool->stack.next = calloc(pool->options.max_count, sizeof(*pool->stack.next));
    rc = pool->blocks && pool->stack.next ? sring_pool_grow(pool, count, sring_pooled_) : -ENOMEM;
    rc = rc ? rc : new_handle(&pool->view, handle, __builtin_return_address(0));
    if (rc) {
        destroy(pool);
    }
    return rc;
}

int sring_pool_share_(struct sring_block_ *handle, struct sring_block_ **another)
{
    struct pool *pool = pool_of((struct sring_pool_ *)(void *)handle->data_);
    int rc = new_handle(&pool->shared_view, another, __builtin_return_address(0));

    if (rc) {
        return rc;
    }
    sring_pool_keep(pool);
    if (handle->data_ == (unsigned char *)&pool->view) {
        handle->data_ = (unsigned char *)&pool->shared_view;
        while (pool->view.free_) {
            struct sring_block_ *block = pool->view.free_;

            pool->view.free_ = block->next_;
            pool_stack_push(&pool->stack, block->place_);
        }
    }
    return 0;
}

/* Takes a buffer that was never out, and grows the pool if necessary. Returns 0, -ENOBUFS or
 * -ENOMEM. The lock keeps other threads from growing: if the stack is empty under the lock and the
 * pool cannot grow, all buffers are out. */
static int take_fresh(struct pool *pool, uint32_t *index)
{
    uint32_t room;
    int rc = 0;

    pthread_mutex_lock(&pool->lock);
    if (pool_stack_pop(&pool->stack, index)) {
        goto out;
    }
    if (pool->fresh == pool->count) {
        room = pool->options.max_count - pool->count;
        room = room < pool->options.grow_by ? room : pool->options.grow_by;
        rc = room ? sring_pool_grow(pool, room, sring_pooled_) : -ENOBUFS;
        if (rc) {
            pool->empty++;
            goto out;
        }
        pool->grown++;
    }
    *index = pool->fresh++;
out:
    pthread_mutex_unlock(&pool->lock);
    return rc;
}

int sring_pool_get_(struct sring_pool_ *view, struct sring_block_ **taken)
{
    struct pool *pool = pool_of(view);
    struct sring_block_ *block;
    uint32_t index;

    if (!pool_stack_pop(&pool->stack, &index)) {
        int rc = take_fresh(pool, &index);

        if (rc) {
            return rc;
        }
    }
    block = pool->blocks[index];
    block->length_ = 0;
    block->owner_ =
        __atomic_fetch_add(&pool->view.next_token_, SRING_TOKEN_STEP_, __ATOMIC_RELAXED);
    atomic_fetch_add_explicit(&pool->taken, 1, memory_order_relaxed);
    sring_unpoison(block->data_, block->capacity_);
    *taken = block;
    return 0;
}

/* Puts the buffer on the stack that all threads share. */
static void take_back(struct pool *pool, struct sring_block_ *block)
{
    block->owner_ = 0;
    sring_poison(block->data_, block->capacity_);
    pool_stack_push(&pool->stack, block->place_);
}

void sring_pool_put_(struct sring_pool_ *view, struct sring_block_ *block)
{
    struct pool *pool = pool_of(view);

    if (block->arg_ != &pool->view) {
        sring_misuse_("sring_pool_put", "a buffer of this pool", "a buffer of another pool");
    }
    take_back(pool, block);
    atomic_fetch_sub_explicit(&pool->taken, 1, memory_order_relaxed);
}

/* Free function of a pooled buffer: called when it is freed elsewhere than by sring_pool_put. */
void sring_pooled_(void *freed, void *arg)
{
    struct sring_block_ *block = freed;
    struct pool *pool = pool_of(arg);

    block->index_ = SRING_UNREGISTERED_;
    take_back(pool, block);
    count_out(pool, 1);
}

void sring_pool_get_stats_(struct sring_pool_ *view, struct sring_pool_stats *stats)
{
    struct pool *pool = pool_of(view);
    int64_t in_use;

    *stats = (struct sring_pool_stats){0};
    pthread_mutex_lock(&pool->lock);
    stats->reclaimed = (uint64_t)atomic_load_explicit(&pool->balance, memory_order_relaxed);
    in_use = out(pool) - (int64_t)stats->reclaimed;
    stats->in_use = in_use > 0 ? (uint64_t)in_use : 0;
    stats->gets = (__atomic_load_n(&pool->view.next_token_, __ATOMIC_RELAXED) - pool->first_token) /
                  SRING_TOKEN_STEP_;
    stats->count = pool->count;
    stats->peak = pool->fresh;
    stats->empty = pool->empty;
    stats->grown = pool->grown;
    stats->handles = atomic_load_explicit(&pool->handles, memory_order_relaxed);
    for (const struct pool_slab *slab = pool->slabs; slab; slab = slab->next) {
        stats->bytes += slab->size;
        stats->bytes_huge += slab->huge;
        stats->bytes_transparent += slab->transparent;
    }
    pthread_mutex_unlock(&pool->lock);
}
