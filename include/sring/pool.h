/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pools: buffers of one size, allocated once.
 *
 * What a pool hands out is a handle of its own type. It must go back to the pool before the pool
 * is closed, and the compiler checks that it does. To be used it is unwrapped into an ordinary
 * buffer, and wrapped again afterwards. A buffer of a pool that ends elsewhere - freed, or
 * reclaimed with an operation that nobody waited for - returns to the pool by itself.
 */
#ifndef SRING_POOL_H
#define SRING_POOL_H

#include <sring/buf.h>

SRING_BEGIN_C_

/* A pool. It may be used by one thread at a time; its buffers may end in any thread. */
struct SRING_CAPABILITY("pool") sring_pool {
    struct sring_block_ *block_; /* its data is what the pool consists of */
    uint64_t token_;
};

/* A buffer of a pool. */
struct SRING_CAPABILITY("pooled buffer") sring_pooled_buf {
    struct sring_block_ *block_;
    uint64_t token_;
};

extern void sring_error_pool_closed_(void)
    SRING_PROOF_ERROR_("sring: this pool was closed; its buffers had to be put back before that");
extern void sring_error_pooled_buf_gone_(void) SRING_PROOF_ERROR_(
    "sring: this pooled buffer is not yours any more; it was put back, unwrapped "
    "or moved");

SRING_API_ int sring_pool_open_(struct sring_block_ **pool, uint32_t count, size_t capacity);
SRING_API_ int sring_pool_get_(struct sring_block_ *pool, struct sring_block_ **block);
SRING_API_ void sring_pool_put_(struct sring_block_ *pool, struct sring_block_ *block);
SRING_API_ void sring_pool_check_(const struct sring_block_ *block);

/* Opens a pool of `count` buffers of `capacity` bytes each, aligned as by sring_buf_alloc.
 * Returns 0, -EINVAL (one of them is 0, or the sizes are beyond sring_buf_alloc's) or -ENOMEM. */
SRING_INLINE_ SRING_FALLIBLE int sring_pool_open(struct sring_pool *pool, uint32_t count,
                                                 size_t capacity) SRING_PRODUCES_ON_SUCCESS(*pool);

/* Closes the pool. Memory that abandoned operations still use is released when they end. */
SRING_INLINE_ void sring_pool_close(struct sring_pool *pool) SRING_CONSUMES(*pool);

/* Takes a buffer out; its length is 0. Returns 0, -ENOBUFS (all are out) or -ENOMEM. */
SRING_INLINE_ SRING_FALLIBLE int sring_pool_get(struct sring_pool *pool,
                                                struct sring_pooled_buf *pooled)
    SRING_REQUIRES(*pool) SRING_PRODUCES_ON_SUCCESS(*pooled);

/* Puts a buffer back. One of another pool is a misuse. */
SRING_INLINE_ void sring_pool_put(struct sring_pool *pool, struct sring_pooled_buf *pooled)
    SRING_REQUIRES(*pool) SRING_CONSUMES(*pooled);

/* Makes an ordinary buffer of it, for its data and for operations. */
SRING_INLINE_ void sring_pooled_buf_unwrap(struct sring_pooled_buf *pooled, struct sring_buf *buf)
    SRING_CONSUMES(*pooled) SRING_PRODUCES(*buf);

/* Makes a pooled buffer again of one that was unwrapped. Any other is a misuse. */
SRING_INLINE_ void sring_pooled_buf_wrap(struct sring_buf *buf, struct sring_pooled_buf *pooled)
    SRING_CONSUMES(*buf) SRING_PRODUCES(*pooled);

/* Moves the handle; leaves it out of the compiler's sight; takes it back. */
SRING_INLINE_ void sring_pool_move(struct sring_pool *to, struct sring_pool *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);
SRING_INLINE_ void sring_pool_stash(struct sring_pool *pool) SRING_CONSUMES(*pool);
SRING_INLINE_ void sring_pool_claim(struct sring_pool *pool) SRING_PRODUCES(*pool);

/* Moves the handle; leaves it out of the compiler's sight; takes it back. */
SRING_INLINE_ void sring_pooled_buf_move(struct sring_pooled_buf *to, struct sring_pooled_buf *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);
SRING_INLINE_ void sring_pooled_buf_stash(struct sring_pooled_buf *pooled) SRING_CONSUMES(*pooled);
SRING_INLINE_ void sring_pooled_buf_claim(struct sring_pooled_buf *pooled) SRING_PRODUCES(*pooled);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *sring_pooled_buf_block_(const struct sring_pooled_buf *pooled,
                                                           const char *function)
{
    SRING_PROVE_(pooled->block_, sring_error_pooled_buf_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(pooled))) {
        sring_misuse_(function, "a pooled buffer that is yours",
                      "one that was put back or given away");
    }
    return pooled->block_;
}

/* Private. The block of an open pool. */
SRING_INLINE_ struct sring_block_ *sring_pool_block_(const struct sring_pool *pool,
                                                     const char *function)
{
    SRING_PROVE_(pool->block_, sring_error_pool_closed_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(pool))) {
        sring_misuse_(function, "an open pool", "a closed one");
    }
    return pool->block_;
}

SRING_INLINE_ int sring_pool_open(struct sring_pool *pool, uint32_t count, size_t capacity)
{
    struct sring_block_ *block = NULL;
    int rc = sring_pool_open_(&block, count, capacity);

    pool->block_ = NULL;
    pool->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        pool->block_ = block;
        pool->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ void sring_pool_close(struct sring_pool *pool)
{
    struct sring_block_ *block = sring_pool_block_(pool, __func__);

    pool->block_ = NULL;
    sring_block_free_(block);
}

SRING_INLINE_ int sring_pool_get(struct sring_pool *pool, struct sring_pooled_buf *pooled)
{
    struct sring_block_ *block = NULL;
    int rc = sring_pool_get_(sring_pool_block_(pool, __func__), &block);

    pooled->block_ = NULL;
    pooled->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        pooled->block_ = block;
        pooled->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ void sring_pool_put(struct sring_pool *pool, struct sring_pooled_buf *pooled)
{
    struct sring_block_ *home = sring_pool_block_(pool, __func__);
    struct sring_block_ *block = sring_pooled_buf_block_(pooled, __func__);

    sring_pool_put_(home, block);
    pooled->block_ = NULL;
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

    sring_pool_check_(block);
    buf->block_ = NULL;
    SRING_PRODUCED_(block);
    pooled->block_ = block;
    pooled->token_ = block->owner_;
}

SRING_INLINE_ void sring_pooled_buf_move(struct sring_pooled_buf *to, struct sring_pooled_buf *from)
{
    struct sring_block_ *block = sring_pooled_buf_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_pooled_buf_stash(struct sring_pooled_buf *pooled)
{
    (void)sring_pooled_buf_block_(pooled, __func__);
}

SRING_INLINE_ void sring_pooled_buf_claim(struct sring_pooled_buf *pooled)
{
    SRING_LAUNDER_(pooled->block_);
    (void)sring_pooled_buf_block_(pooled, __func__);
}

SRING_INLINE_ void sring_pool_move(struct sring_pool *to, struct sring_pool *from)
{
    struct sring_block_ *block = sring_pool_block_(from, __func__);

    from->block_ = NULL;
    SRING_PRODUCED_(block);
    to->block_ = block;
    to->token_ = block->owner_;
}

SRING_INLINE_ void sring_pool_stash(struct sring_pool *pool)
{
    (void)sring_pool_block_(pool, __func__);
}

SRING_INLINE_ void sring_pool_claim(struct sring_pool *pool)
{
    SRING_LAUNDER_(pool->block_);
    (void)sring_pool_block_(pool, __func__);
}

SRING_END_C_

#endif /* SRING_POOL_H */
