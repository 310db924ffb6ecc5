/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Registered pools: pools whose memory the kernel has looked up and pinned in advance.
 *
 * A pool is registered with a ring as a whole, in as few slots of the ring's buffer table as
 * possible (sring_options.registered_buffers; a slot holds up to 1 GiB of adjacent buffers). A
 * pooled buffer is then unwrapped into a registered buffer, for sring_read_fixed and
 * sring_write_fixed, without a system call. A pool that several rings use is registered with each
 * of them.
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

/* Registers the pool with the ring. All its memory becomes resident and pinned. Returns 0, -ENOBUFS
 * (the ring's table is full), -ENOMEM (also: RLIMIT_MEMLOCK), -EINVAL (a buffer is larger than 1
 * GiB) or -EOPNOTSUPP (Linux before 5.19). */
SRING_INLINE_ SRING_FALLIBLE int sring_pool_register(struct sring *ring, struct sring_pool *pool,
                                                     struct sring_registered_pool *registered)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*pool) SRING_PRODUCES_ON_SUCCESS(*registered);

/* Takes the pool out of the ring's table. First hands queued requests to the kernel and waits for
 * the operations in flight on the pool's registered buffers; callbacks may run meanwhile. Cancel
 * operations that may never end before the call.
 *
 * Registered buffers of the pool that are not in flight can then only be wrapped or freed: to begin
 * an operation with them is a misuse. It is a misuse to call this while a batch that is still being
 * built holds such a buffer. Call it before the ring is closed, which unregisters everything. */
SRING_INLINE_ void sring_pool_unregister(struct sring *ring,
                                         struct sring_registered_pool *registered)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*registered);

/* Turns a pooled buffer into a registered buffer. After an error it stays a pooled one. A buffer of
 * another pool is a misuse. Returns 0; or, if the pool has grown and this part of it must be
 * registered first, an error of sring_pool_register. */
SRING_INLINE_ SRING_FALLIBLE int
sring_pooled_buf_unwrap_registered(struct sring *ring, struct sring_registered_pool *registered,
                                   struct sring_pooled_buf *pooled,
                                   struct sring_registered_buf *buf) SRING_REQUIRES(*ring)
    SRING_REQUIRES(*registered) SRING_CONSUMES_ON_SUCCESS(*pooled) SRING_PRODUCES_ON_SUCCESS(*buf);

/* Turns an unwrapped registered buffer back into a pooled one. Any other is a misuse. */
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
