/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Registered pools: pools whose memory the kernel has looked up and pinned in advance.
 *
 * A pool is registered with a ring as a whole, in as few slots of the ring's table as possible
 * (sring_options.registered_buffers; a slot holds up to 1 GiB of neighbours). A pooled buffer is
 * then unwrapped into a registered buffer, for sring_read_fixed and sring_write_fixed, without a
 * system call. A pool that several rings share is registered with each of them.
 *
 *     pooled --unwrap_registered--> registered buffer --submit ... finish--> registered buffer
 *        ^                                                                         |
 *        +-----------------------------wrap_registered-----------------------------+
 */
#ifndef SRING_REGISTERED_POOL_H
#define SRING_REGISTERED_POOL_H

#include <sring/handles/registered_pool.h>
#include <sring/pool.h>
#include <sring/registered_buf.h>

SRING_BEGIN_C_

SRING_COLD_ int sring_pool_register_(struct sring *ring, struct sring_pool_ *pool,
                                     struct sring_block_ **registered);
SRING_COLD_ void sring_pool_unregister_(struct sring *ring, struct sring_block_ *registered);
SRING_API_ int sring_pooled_buf_unwrap_registered_(struct sring *ring,
                                                   struct sring_block_ *registered,
                                                   struct sring_block_ *block);

/* Registers the pool with the ring. All its memory is touched and pinned.
 * Returns 0, -ENOBUFS (the ring's table is full), -ENOMEM (also: RLIMIT_MEMLOCK), -EINVAL (a buffer
 * is larger than 1 GiB) or -EOPNOTSUPP (Linux before 5.19). */
SRING_INLINE_ SRING_FALLIBLE int sring_pool_register(struct sring *ring, struct sring_pool *pool,
                                                     struct sring_registered_pool *registered)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*pool) SRING_PRODUCES_ON_SUCCESS(*registered);

/* Takes the pool out of the ring's table, after handing to the kernel what is queued and waiting
 * for the operations in flight on its registered buffers; callbacks may run meanwhile. Cancel
 * before what may never end. Buffers that are registered ones and not in flight can be wrapped
 * again or freed; to begin an operation with them is a misuse. To be called before the ring is
 * closed, which unregisters everything. A buffer that was added to a batch which is still
 * being built would never come back: that is a misuse. */
SRING_INLINE_ void sring_pool_unregister(struct sring *ring,
                                         struct sring_registered_pool *registered)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*registered);

/* Makes a registered buffer of a pooled one; on failure it stays a pooled one. One of another pool
 * is a misuse. Returns 0, or, if the pool has grown and the buffer's part of it is yet to be
 * registered, what sring_pool_register returns. */
SRING_INLINE_ SRING_FALLIBLE int
sring_pooled_buf_unwrap_registered(struct sring *ring, struct sring_registered_pool *registered,
                                   struct sring_pooled_buf *pooled,
                                   struct sring_registered_buf *buf) SRING_REQUIRES(*ring)
    SRING_REQUIRES(*registered) SRING_CONSUMES_ON_SUCCESS(*pooled) SRING_PRODUCES_ON_SUCCESS(*buf);

/* Makes a pooled buffer again of a registered one that was unwrapped. Any other is a misuse. */
SRING_INLINE_ void sring_pooled_buf_wrap_registered(struct sring_registered_buf *buf,
                                                    struct sring_pooled_buf *pooled)
    SRING_CONSUMES(*buf) SRING_PRODUCES(*pooled);

/* --- bodies ------------------------------------------------------------------------------- */

SRING_INLINE_ int sring_pool_register(struct sring *ring, struct sring_pool *pool,
                                      struct sring_registered_pool *registered)
{
    struct sring_pool_ *home = sring_pool_of_(pool, __func__);
    struct sring_block_ *block = NULL;
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_pool_register_(ring, home, &block);
    registered->block_ = SRING_NOTHING_;
    registered->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        registered->block_ = block;
        registered->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ void sring_pool_unregister(struct sring *ring,
                                         struct sring_registered_pool *registered)
{
    struct sring_block_ *block = sring_registered_pool_block_(registered, __func__);

    SRING_PROVE_RING_(ring);
    sring_pool_unregister_(ring, block);
    registered->block_ = NULL;
}

SRING_INLINE_ int sring_pooled_buf_unwrap_registered(struct sring *ring,
                                                     struct sring_registered_pool *registered,
                                                     struct sring_pooled_buf *pooled,
                                                     struct sring_registered_buf *buf)
{
    struct sring_block_ *home = sring_registered_pool_block_(registered, __func__);
    struct sring_block_ *block = sring_pooled_buf_block_(pooled, __func__);
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_pooled_buf_unwrap_registered_(ring, home, block);
    buf->block_ = SRING_NOTHING_;
    buf->token_ = 0;
    if (!rc) {
        pooled->block_ = NULL;
        SRING_PRODUCED_(block);
        buf->block_ = block;
        buf->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ void sring_pooled_buf_wrap_registered(struct sring_registered_buf *buf,
                                                    struct sring_pooled_buf *pooled)
{
    struct sring_block_ *block = sring_registered_buf_block_(buf, __func__);

    sring_pooled_check_(block, __func__);
    block->index_ = SRING_UNREGISTERED_;
    buf->block_ = NULL;
    SRING_PRODUCED_(block);
    pooled->block_ = block;
    pooled->token_ = block->owner_;
}

SRING_END_C_

#endif /* SRING_REGISTERED_POOL_H */
