/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pools: buffers of one size, allocated once, taken out and put back in a few instructions.
 *
 * A pool hands out pooled buffers, a handle type of their own. They must be back before the pool is
 * closed, and the compiler checks it. To be used a pooled buffer is unwrapped into an ordinary
 * buffer, and wrapped again afterwards. A buffer that is freed, or disposed of with a detached
 * operation, returns to its pool by itself.
 *
 * One handle of a pool is for one thread at a time. sring_pool_share makes another handle of the
 * same pool for another thread. From then on get and put are atomic operations, and the pool lives
 * until its last handle is closed. sring/registered_pool.h registers a pool with the kernel.
 */
#ifndef SRING_POOL_H
#define SRING_POOL_H

#include <sring/buf.h>
#include <sring/handles/pool.h>
#include <sring/handles/pooled_buf.h>

SRING_BEGIN_C_

/* Whether a pool uses huge pages, which save TLB misses and make registration faster. */
enum sring_huge_pages {
    SRING_HUGE_PAGES_NONE,
    /* Reserved huge pages (sysctl vm.nr_hugepages) while there are any, then transparent ones, as
     * many as the kernel gives. */
    SRING_HUGE_PAGES_PREFER,
    SRING_HUGE_PAGES_REQUIRE, /* reserved huge pages, or open fails */
};

/* For sring_pool_options.numa. */
#define SRING_NUMA_NODE(node) ((node) + 1)

/* Zero means default, for every field. */
struct sring_pool_options {
    size_t alignment; /* of each buffer: a power of 2, up to 2 MiB. At least the default: 64 bytes,
                         or a page for buffers of 4096 bytes and more */
    uint32_t max_count; /* the most buffers that the pool grows to; default: no growth */
    uint32_t grow_by;   /* buffers to add when all are out; default: the count at open */
    enum sring_huge_pages huge_pages;
    uint32_t numa; /* SRING_NUMA_NODE(n): prefer memory of node n */
    bool prefault; /* make all memory resident now, not at first use */
};

struct sring_pool_stats {
    uint64_t count;             /* number of buffers */
    uint64_t in_use;            /* buffers that are out */
    uint64_t peak;              /* the most buffers out at a time */
    uint64_t gets;              /* buffers taken out since open */
    uint64_t reclaimed;         /* buffers that came back by themselves, without put */
    uint64_t empty;             /* gets that failed */
    uint64_t grown;             /* how often the pool has grown */
    uint64_t handles;           /* open handles and registrations */
    uint64_t bytes;             /* memory for data */
    uint64_t bytes_huge;        /* bytes of it in reserved huge pages */
    uint64_t bytes_transparent; /* bytes of it for which transparent huge pages were requested */
};

/* Private. The part of a pool that the inline functions use. With one handle, the free buffers are
 * on a stack here, without synchronisation. The handles of a shared pool use a second one of these,
 * whose stack is always empty. All calls then take the slow path, to the stack for all threads
 * (src/memory/pool_stack.h). */
struct sring_pool_ {
    struct sring_block_ *free_; /* linked by next_ */
    uint64_t next_token_;       /* token of the next buffer to be taken */
    void *pool_;   /* for the slow path. Separates two words of the hot path, so that no compiler
                      updates both with one store: the next load would stall */
    uint64_t out_; /* gets minus puts, of the inline functions */
};

SRING_API_ int sring_pool_open_(struct sring_block_ **handle, uint32_t count, size_t capacity,
                                const struct sring_pool_options *options);
SRING_COLD_ int sring_pool_share_(struct sring_block_ *handle, struct sring_block_ **another);
SRING_API_ int sring_pool_get_(struct sring_pool_ *pool, struct sring_block_ **block);
SRING_API_ void sring_pool_put_(struct sring_pool_ *pool, struct sring_block_ *block);
SRING_COLD_ void sring_pool_get_stats_(struct sring_pool_ *pool, struct sring_pool_stats *stats);
/* free_ of a pool's blocks. sring_block_free_ calls it with the block. */
SRING_API_ void sring_pooled_(void *block, void *arg);

/* Opens a pool of `count` buffers of `capacity` bytes each. `options` may be NULL: no growth, no
 * huge pages, any node.
 *
 * Returns 0; -EINVAL (count or capacity is 0, a size is beyond that of sring_buf_alloc, max_count
 * is less than count, the alignment is no power of 2 or over 2 MiB, there is no such node); -ENOMEM
 * (also: too few huge pages where they are required); -EOPNOTSUPP (a node was requested, but the
 * library was built without SRING_WITH_NUMA or the machine has no NUMA). */
SRING_INLINE_ SRING_FALLIBLE int sring_pool_open(struct sring_pool *pool, uint32_t count,
                                                 size_t capacity,
                                                 const struct sring_pool_options *options)
    SRING_PRODUCES_ON_SUCCESS(*pool);

/* Makes another handle of the pool, for another thread. Pass it with stash and claim, as with the
 * argument of pthread_create. A buffer taken with one handle may be put back with another. Returns
 * 0 or -ENOMEM. */
SRING_INLINE_ SRING_FALLIBLE int sring_pool_share(struct sring_pool *pool,
                                                  struct sring_pool *another) SRING_REQUIRES(*pool)
    SRING_PRODUCES_ON_SUCCESS(*another);

/* Closes the handle; the last one closes the pool. Memory that detached operations still use is
 * freed when they end. */
SRING_INLINE_ void sring_pool_close(struct sring_pool *pool) SRING_CONSUMES(*pool);

/* Takes a buffer out; its length is 0. The buffer put back last is taken first, as it is in the
 * cache. Returns 0, -ENOBUFS (all are out and the pool cannot grow) or -ENOMEM (growing failed). */
SRING_INLINE_ SRING_FALLIBLE int sring_pool_get(struct sring_pool *pool,
                                                struct sring_pooled_buf *pooled)
    SRING_REQUIRES(*pool) SRING_PRODUCES_ON_SUCCESS(*pooled);

/* Puts a buffer back. Cannot fail. A buffer of another pool is a misuse. */
SRING_INLINE_ void sring_pool_put(struct sring_pool *pool, struct sring_pooled_buf *pooled)
    SRING_REQUIRES(*pool) SRING_CONSUMES(*pooled);

/* Turns a pooled buffer into an ordinary buffer, to access its data and to use it in operations. */
SRING_INLINE_ void sring_pooled_buf_unwrap(struct sring_pooled_buf *pooled, struct sring_buf *buf)
    SRING_CONSUMES(*pooled) SRING_PRODUCES(*buf);

/* Turns an unwrapped buffer back into a pooled buffer. Any other buffer is a misuse. */
SRING_INLINE_ void sring_pooled_buf_wrap(struct sring_buf *buf, struct sring_pooled_buf *pooled)
    SRING_CONSUMES(*buf) SRING_PRODUCES(*pooled);

/* Fills in the pool's counters since it was opened, over all its handles. */
SRING_INLINE_ void sring_pool_get_stats(struct sring_pool *pool, struct sring_pool_stats *stats)
    SRING_REQUIRES(*pool);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. Reports a misuse unless the block belongs to a pool. */
SRING_INLINE_ void sring_pooled_check_(const struct sring_block_ *block, const char *function)
{
    if (SRING_UNLIKELY_(block->free_ != sring_pooled_)) {
        sring_misuse_(function, "a buffer that was unwrapped from a pooled one",
                      "an ordinary buffer");
    }
}

/* Private. Returns the pool of an open handle. */
SRING_INLINE_ struct sring_pool_ *sring_pool_of_(const struct sring_pool *pool,
                                                 const char *function)
{
    return (struct sring_pool_ *)(void *)sring_pool_block_(pool, function)->data_;
}

/* Private. Makes a handle of a new block, or a dead handle after an error. */
SRING_INLINE_ int sring_pool_handle_(struct sring_pool *pool, struct sring_block_ *block, int rc)
{
    pool->block_ = SRING_NOTHING_;
    pool->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        pool->block_ = block;
        pool->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ int sring_pool_open(struct sring_pool *pool, uint32_t count, size_t capacity,
                                  const struct sring_pool_options *options)
{
    struct sring_block_ *block = NULL;
    int rc = sring_pool_open_(&block, count, capacity, options);

    return sring_pool_handle_(pool, block, rc);
}

SRING_INLINE_ int sring_pool_share(struct sring_pool *pool, struct sring_pool *another)
{
    struct sring_block_ *block = NULL;
    int rc = sring_pool_share_(sring_pool_block_(pool, __func__), &block);

    return sring_pool_handle_(another, block, rc);
}

SRING_INLINE_ void sring_pool_close(struct sring_pool *pool)
{
    struct sring_block_ *block = sring_pool_block_(pool, __func__);

    pool->block_ = NULL;
    sring_block_free_(block);
}

SRING_INLINE_ int sring_pool_get(struct sring_pool *pool, struct sring_pooled_buf *pooled)
{
    struct sring_pool_ *home = sring_pool_of_(pool, __func__);
    struct sring_block_ *block = home->free_;
    uint64_t token;

    if (SRING_UNLIKELY_(!block)) {
        struct sring_block_ *taken = NULL;
        int rc = sring_pool_get_(home, &taken);

        if (rc) {
            pooled->block_ = SRING_NOTHING_;
            pooled->token_ = 0;
            return rc;
        }
        block = taken;
        token = block->owner_;
    } else {
        token = home->next_token_;
        home->next_token_ = token + SRING_TOKEN_STEP_;
        home->free_ = block->next_;
        home->out_++;
        block->owner_ = token;
        block->length_ = 0;
        SRING_UNPOISON_(block);
    }
    /* Merges both paths into one value, so that the compiler can prove it live. */
    __asm__("" : "+r"(block));
    SRING_PRODUCED_(block);
    pooled->block_ = block;
    pooled->token_ = token;
    return 0;
}

/* Comparing the handle with the buffer's home also shows that the handle is live: a closed one
 * points nowhere. No proof may follow that comparison: where the handle is dead, gcc >= 13 would
 * know it and report an error. */
SRING_INLINE_ void sring_pool_put(struct sring_pool *pool, struct sring_pooled_buf *pooled)
{
    struct sring_block_ *block = sring_pooled_buf_block_(pooled, __func__);
    struct sring_pool_ *home = (struct sring_pool_ *)block->arg_;

    SRING_PROVE_(pool->block_, sring_error_pool_gone_);
    if (SRING_UNLIKELY_(!pool->block_ || (void *)pool->block_->data_ != home)) {
        struct sring_block_ *other = sring_pool_checked_(pool, __func__);

        sring_pool_put_((struct sring_pool_ *)(void *)other->data_, block);
    } else {
        SRING_POISON_(block);
        block->owner_ = 0;
        block->next_ = home->free_;
        home->free_ = block;
        home->out_--;
    }
    pooled->block_ = NULL;
}

SRING_INLINE_ void sring_pool_get_stats(struct sring_pool *pool, struct sring_pool_stats *stats)
{
    sring_pool_get_stats_(sring_pool_of_(pool, __func__), stats);
}

SRING_INLINE_ void sring_pooled_buf_unwrap(struct sring_pooled_buf *pooled, struct sring_buf *buf)
{
    struct sring_block_ *block = sring_pooled_buf_block_(pooled, __func__);

    pooled->block_ = NULL;
    SRING_PRODUCED_(block);
    buf->block_ = block;
    buf->token_ = block->owner_;
}

SRING_INLINE_ void sring_pooled_buf_wrap(struct sring_buf *buf, struct sring_pooled_buf *pooled)
{
    struct sring_block_ *block = sring_buf_block_(buf, __func__);

    sring_pooled_check_(block, __func__);
    buf->block_ = NULL;
    SRING_PRODUCED_(block);
    pooled->block_ = block;
    pooled->token_ = block->owner_;
}

SRING_END_C_

#endif /* SRING_POOL_H */
