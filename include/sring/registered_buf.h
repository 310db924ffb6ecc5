/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Registered buffers: memory that the kernel has looked up and pinned in advance.
 *
 * sring_read_fixed and sring_write_fixed use them, on the ring with which they are registered. A
 * registered buffer is unregistered or freed exactly once.
 */
#ifndef SRING_REGISTERED_BUF_H
#define SRING_REGISTERED_BUF_H

#include <sring/buf.h>
#include <sring/handles/registered_buf.h>
#include <sring/ring.h>

SRING_BEGIN_C_

/* Private. The memory in one slot of the ring's buffer table; NULL, 0 if the slot is free. */
struct sring_window_ {
    const unsigned char *data_;
    size_t size_;
};

SRING_COLD_ __attribute__((noreturn)) void sring_not_registered_(const struct sring *ring,
                                                                 const char *function);
SRING_API_ int sring_buf_register_(struct sring *ring, struct sring_block_ *block);
SRING_API_ void sring_buf_unregister_(struct sring *ring, struct sring_block_ *block);
SRING_API_ int sring_registered_buf_replace_(struct sring *ring, struct sring_block_ *from,
                                             struct sring_block_ *block);
SRING_COLD_ void sring_registered_buf_free_(struct sring_block_ *block);

/* Registers a buffer. On success `buf` is consumed and `registered` is the buffer; after an error
 * `buf` is unchanged. Returns 0, -ENOBUFS (the table is full, see
 * sring_options.registered_buffers), -ENOMEM (RLIMIT_MEMLOCK), -EINVAL (larger than 1 GiB), -EFAULT
 * (memory that cannot be written) or -EOPNOTSUPP (Linux before 5.19). Linux 6.1 rejects memory that
 * is mapped from a file, also private mappings and initialised variables: -EOPNOTSUPP, or -EINVAL
 * if only a part of it is. */
SRING_INLINE_ SRING_FALLIBLE int sring_buf_register(struct sring *ring, struct sring_buf *buf,
                                                    struct sring_registered_buf *registered)
    SRING_REQUIRES(*ring) SRING_CONSUMES_ON_SUCCESS(*buf) SRING_PRODUCES_ON_SUCCESS(*registered);

/* Unregisters the buffer, which becomes an ordinary one again. No operation can be using it, since
 * you hold the handle. A buffer of another ring is a misuse. */
SRING_INLINE_ void sring_buf_unregister(struct sring *ring, struct sring_registered_buf *registered,
                                        struct sring_buf *buf) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*registered) SRING_PRODUCES(*buf);

/* Replaces a registered buffer: `to` is then the registered `buf`, and `old` is the buffer that was
 * registered before, now an ordinary one. After an error nothing has changed. Returns 0, -ENOMEM
 * (RLIMIT_MEMLOCK), -EINVAL (larger than 1 GiB) or -EFAULT (memory that cannot be written). */
SRING_INLINE_ SRING_FALLIBLE int
sring_registered_buf_replace(struct sring *ring, struct sring_registered_buf *from,
                             struct sring_buf *buf, struct sring_registered_buf *to,
                             struct sring_buf *old) SRING_REQUIRES(*ring)
    SRING_CONSUMES_ON_SUCCESS(*from) SRING_CONSUMES_ON_SUCCESS(*buf) SRING_PRODUCES_ON_SUCCESS(*to)
        SRING_PRODUCES_ON_SUCCESS(*old);

/* Unregisters and frees the buffer. While its ring is open, a call from another thread than the
 * ring's is a misuse. Closing the ring unregisters the buffer; after that any thread may free
 * it. */
SRING_INLINE_ void sring_registered_buf_free(struct sring_registered_buf *buf) SRING_CONSUMES(*buf);

/* The same as for an ordinary buffer (sring/buf.h). */
SRING_INLINE_ unsigned char *sring_registered_buf_data(struct sring_registered_buf *buf)
    SRING_REQUIRES(*buf);
SRING_INLINE_ size_t sring_registered_buf_capacity(const struct sring_registered_buf *buf)
    SRING_REQUIRES(*buf);
SRING_INLINE_ size_t sring_registered_buf_length(const struct sring_registered_buf *buf)
    SRING_REQUIRES(*buf);
SRING_INLINE_ void sring_registered_buf_set_length(struct sring_registered_buf *buf, size_t length)
    SRING_REQUIRES(*buf);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. Whether the block's memory is in the slot of this ring that the block names. */
SRING_INLINE_ bool sring_registered_here_(const struct sring *ring,
                                          const struct sring_block_ *block)
{
    return block->index_ < ring->window_count_ &&
           (uintptr_t)block->data_ - (uintptr_t)ring->windows_[block->index_].data_ <
               ring->windows_[block->index_].size_;
}

SRING_INLINE_ int sring_buf_register(struct sring *ring, struct sring_buf *buf,
                                     struct sring_registered_buf *registered)
{
    struct sring_block_ *block = sring_buf_block_(buf, __func__);
    int rc;

    SRING_PROVE_RING_(ring);
    registered->block_ = SRING_NOTHING_;
    registered->token_ = 0;
    rc = sring_buf_register_(ring, block);
    if (!rc) {
        buf->block_ = NULL;
        SRING_PRODUCED_(block);
        registered->block_ = block;
        registered->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ void sring_buf_unregister(struct sring *ring, struct sring_registered_buf *registered,
                                        struct sring_buf *buf)
{
    struct sring_block_ *block = sring_registered_buf_block_(registered, __func__);

    SRING_PROVE_RING_(ring);
    sring_buf_unregister_(ring, block);
    registered->block_ = NULL;
    SRING_PRODUCED_(block);
    buf->block_ = block;
    buf->token_ = block->owner_;
}

SRING_INLINE_ int sring_registered_buf_replace(struct sring *ring,
                                               struct sring_registered_buf *from,
                                               struct sring_buf *buf,
                                               struct sring_registered_buf *to,
                                               struct sring_buf *old)
{
    struct sring_block_ *before = sring_registered_buf_block_(from, __func__);
    struct sring_block_ *block = sring_buf_block_(buf, __func__);
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_registered_buf_replace_(ring, before, block);
    to->block_ = SRING_NOTHING_;
    to->token_ = 0;
    old->block_ = SRING_NOTHING_;
    old->token_ = 0;
    if (!rc) {
        from->block_ = NULL;
        buf->block_ = NULL;
        SRING_PRODUCED_(block);
        to->block_ = block;
        to->token_ = block->owner_;
        SRING_PRODUCED_(before);
        old->block_ = before;
        old->token_ = before->owner_;
    }
    return rc;
}

SRING_INLINE_ void sring_registered_buf_free(struct sring_registered_buf *buf)
{
    sring_registered_buf_free_(sring_registered_buf_block_(buf, __func__));
    buf->block_ = NULL;
}

SRING_INLINE_ unsigned char *sring_registered_buf_data(struct sring_registered_buf *buf)
{
    return sring_registered_buf_block_(buf, __func__)->data_;
}

SRING_INLINE_ size_t sring_registered_buf_capacity(const struct sring_registered_buf *buf)
{
    return sring_registered_buf_block_(buf, __func__)->capacity_;
}

SRING_INLINE_ size_t sring_registered_buf_length(const struct sring_registered_buf *buf)
{
    return sring_registered_buf_block_(buf, __func__)->length_;
}

SRING_INLINE_ void sring_registered_buf_set_length(struct sring_registered_buf *buf, size_t length)
{
    sring_block_set_length_(sring_registered_buf_block_(buf, __func__), length, __func__);
}

SRING_END_C_

#endif /* SRING_REGISTERED_BUF_H */
