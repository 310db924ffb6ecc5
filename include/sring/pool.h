/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pools: buffers of one size, allocated once, taken out and put back in a few instructions.
 *
 * What a pool hands out is a handle of its own type. It must go back to the pool before the pool
 * is closed, and the compiler checks that it does. To be used it is unwrapped into an ordinary
 * buffer, and wrapped again afterwards. A buffer of a pool that ends elsewhere - freed, or
 * reclaimed with an operation that nobody waited for - returns to the pool by itself.
 *
 * A handle of a pool is for one thread at a time. For another thread, sring_pool_share makes
 * another handle of the same pool; from then on get and put are atomic operations, and the pool
 * lives until its last handle is closed. sring/registered_pool.h makes a pool known to the kernel.
 */
#ifndef SRING_POOL_H
#define SRING_POOL_H

#include <sring/buf.h>
#include <sring/handles/pool.h>
#include <sring/handles/pooled_buf.h>

SRING_BEGIN_C_

/* Whether a pool's memory lies in huge pages, which saves TLB misses, and time to register it. */
enum sring_huge_pages {
    SRING_HUGE_PAGES_NONE,
    /* From the reserved ones (sysctl vm.nr_hugepages); where there are none left, transparent ones,
     * as many as the kernel sees fit. */
    SRING_HUGE_PAGES_PREFER,
    SRING_HUGE_PAGES_REQUIRE, /* reserved ones, or there is no pool */
};

/* For sring_pool_options.numa. */
#define SRING_NUMA_NODE(node) ((node) + 1)

/* Zero means default, for every field. */
struct sring_pool_options {
    size_t alignment;   /* of each buffer, a power of 2 up to 2 MiB; never less than the default: 64
                         * bytes, for buffers from 4096 bytes on a page */
    uint32_t max_count; /* the pool grows up to so many buffers; default: it does not grow */
    uint32_t grow_by;   /* buffers that are added at a time when all are out; default: as many as
                         * the pool was opened with */
    enum sring_huge_pages huge_pages;
    uint32_t numa; /* SRING_NUMA_NODE(n): the memory comes from node n as long as that has some */
    bool prefault; /* touch all memory now, and not when a buffer is first used */
};

struct sring_pool_stats {
    uint64_t count;             /* buffers that there are now */
    uint64_t in_use;            /* of these, how many are out */
    uint64_t peak;              /* the most that were ever out at a time */
    uint64_t gets;              /* buffers taken out so far */
    uint64_t reclaimed;         /* of these, how many came back by themselves, without put */
    uint64_t empty;             /* gets that failed */
    uint64_t grown;             /* how often the pool has grown */
    uint64_t handles;           /* open handles and registrations */
    uint64_t bytes;             /* memory for data */
    uint64_t bytes_huge;        /* of this, in reserved huge pages */
    uint64_t bytes_transparent; /* of this, where transparent huge pages were asked for */
};

/* Private. What the inline functions see of a pool through a handle. While a pool has one handle,
 * the buffers that are in lie on a stack without synchronisation, here. Once it is shared, the
 * handles see one that is always empty and that no buffer calls its home: everything is done out of
 * line, with the stack for all threads (src/memory/pool_stack.h). */
struct sring_pool_ {
    struct sring_block_ *free_; /* linked by next_ */
    uint64_t next_token_;       /* the owner of the next buffer that is taken out */
    void *pool_;                /* not on the hot path; between two words that are, so that no
                                 * compiler updates both in one go and stalls the next look */
    uint64_t out_;              /* gets less puts, of those that are inline */
};

SRING_API_ int sring_pool_open_(struct sring_block_ **handle, uint32_t count, size_t capacity,
                                const struct sring_pool_options *options);
SRING_COLD_ int sring_pool_share_(struct sring_block_ *handle, struct sring_block_ **another);
SRING_API_ int sring_pool_get_(struct sring_pool_ *pool, struct sring_block_ **block);
SRING_API_ void sring_pool_put_(struct sring_pool_ *pool, struct sring_block_ *block);
SRING_COLD_ void sring_pool_get_stats_(struct sring_pool_ *pool, struct sring_pool_stats *stats);
/* The free_ of a pool's blocks: never called, sring_block_free_ knows it. */
SRING_API_ void sring_pooled_(void *block, void *arg);

/* Opens a pool of `count` buffers of `capacity` bytes each. `options` may be NULL: no growth, no
 * huge pages, any node.
 * Returns 0; -EINVAL (count or capacity is 0, the sizes are beyond sring_buf_alloc's, max_count is
 * less than count, the alignment is no power of 2 or over 2 MiB, there is no such node);
 * -ENOMEM (also: too few huge pages where they are required); -EOPNOTSUPP (a node was asked for,
 * and the library was built without SRING_WITH_NUMA, or the machine has no NUMA). */
SRING_INLINE_ SRING_FALLIBLE int sring_pool_open(struct sring_pool *pool, uint32_t count,
                                                 size_t capacity,
                                                 const struct sring_pool_options *options)
    SRING_PRODUCES_ON_SUCCESS(*pool);

/* Makes another handle of the pool, for another thread: stash it where that thread claims it, as
 * with the argument of pthread_create. Buffers taken out with one handle may be put back with
 * another. Returns 0 or -ENOMEM. */
SRING_INLINE_ SRING_FALLIBLE int sring_pool_share(struct sring_pool *pool,
                                                  struct sring_pool *another) SRING_REQUIRES(*pool)
    SRING_PRODUCES_ON_SUCCESS(*another);

/* Closes the handle, and with the last one the pool. Memory that abandoned operations still use is
 * released when they end. */
SRING_INLINE_ void sring_pool_close(struct sring_pool *pool) SRING_CONSUMES(*pool);

/* Takes a buffer out; its length is 0. What was put back last is taken first: it is in the cache.
 * Returns 0, -ENOBUFS (all are out, and the pool does not grow any more) or -ENOMEM (it could not
 * grow). */
SRING_INLINE_ SRING_FALLIBLE int sring_pool_get(struct sring_pool *pool,
                                                struct sring_pooled_buf *pooled)
    SRING_REQUIRES(*pool) SRING_PRODUCES_ON_SUCCESS(*pooled);

/* Puts a buffer back. One of another pool is a misuse. It cannot fail. */
SRING_INLINE_ void sring_pool_put(struct sring_pool *pool, struct sring_pooled_buf *pooled)
    SRING_REQUIRES(*pool) SRING_CONSUMES(*pooled);

/* Makes an ordinary buffer of it, for its data and for operations. */
SRING_INLINE_ void sring_pooled_buf_unwrap(struct sring_pooled_buf *pooled, struct sring_buf *buf)
    SRING_CONSUMES(*pooled) SRING_PRODUCES(*buf);

/* Makes a pooled buffer again of one that was unwrapped. Any other is a misuse. */
SRING_INLINE_ void sring_pooled_buf_wrap(struct sring_buf *buf, struct sring_pooled_buf *pooled)
    SRING_CONSUMES(*buf) SRING_PRODUCES(*pooled);

/* Fills in the pool's counters since it was opened, over all its handles. */
SRING_INLINE_ void sring_pool_get_stats(struct sring_pool *pool, struct sring_pool_stats *stats)
    SRING_REQUIRES(*pool);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block must be one of a pool. */
SRING_INLINE_ void sring_pooled_check_(const struct sring_block_ *block, const char *function)
{
    if (SRING_UNLIKELY_(block->free_ != sring_pooled_)) {
        sring_misuse_(function, "a buffer that was unwrapped from a pooled one",
                      "an ordinary buffer");
    }
}

/* Private. The pool of an open handle. */
SRING_INLINE_ struct sring_pool_ *sring_pool_of_(const struct sring_pool *pool,
                                                 const char *function)
{
    return (struct sring_pool_ *)(void *)sring_pool_block_(pool, function)->data_;
}

/* Private. Makes a handle of a block that was just made, or none. */
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
    __asm__("" : "+r"(block)); /* one value, whichever way it came: or nothing is proved about it */
    SRING_PRODUCED_(block);
    pooled->block_ = block;
    pooled->token_ = token;
    return 0;
}

/* The pool's handle is compared with the buffer's home, which says more than that it is live: a
 * closed one leads nowhere. What comes behind the comparison must not be a proof: on a branch where
 * the handle is dead, gcc >= 13 knows it to be dead. */
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
