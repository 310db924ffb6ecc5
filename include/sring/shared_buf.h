/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Shared buffers: one memory that many read. A response that is sent to a thousand clients is one
 * memory.
 *
 * A shared buffer is made of a buffer or of constant memory, and cannot be written any more. Any
 * number of handles share it, and any number of operations (send_shared, send_zc_shared,
 * write_shared, write_at_shared) read it at a time. An operation does not take the handle: init
 * counts the operation as a reader, and the handle may be freed at any time. The memory is freed
 * when the last handle is freed and the last operation is over. docs/SHARED_BUFFERS.md has more.
 */
#ifndef SRING_SHARED_BUF_H
#define SRING_SHARED_BUF_H

#include <sring/buf.h>
#include <sring/handles/shared_buf.h>

SRING_BEGIN_C_

SRING_COLD_ void sring_buf_share_(struct sring_block_ *block);
SRING_API_ SRING_FALLIBLE int sring_shared_static_(const void *data, size_t size,
                                                   struct sring_block_ **block);
SRING_API_ void sring_shared_copy_(struct sring_block_ *block);
SRING_API_ void sring_shared_free_(struct sring_block_ *block);
/* Private. Makes the block of an operation, which holds the memory. Returns 0 or -ENOMEM. */
SRING_API_ SRING_FALLIBLE int sring_shared_hold_(struct sring_block_ *block,
                                                 struct sring_block_ **hold);

/* Makes a shared buffer of a buffer, which is gone. Its bytes are those that hold data. Cannot
 * fail. The free function of an adopted buffer is called by the thread that ends the last reader.
 */
SRING_INLINE_ void sring_buf_share(struct sring_buf *buf, struct sring_shared_buf *shared)
    SRING_CONSUMES(*buf) SRING_PRODUCES(*shared);

/* Makes a shared buffer of constant memory. It must not change, and stay valid until the program
 * ends; a local array does not. (Adopt other memory with sring_buf_adopt, and share the buffer.)
 * Returns 0, -EINVAL (data is NULL, or size is 0 or over 2 GiB - 4 KiB) or -ENOMEM. */
SRING_INLINE_ SRING_FALLIBLE int sring_shared_static(struct sring_shared_buf *shared,
                                                     const void *data, size_t size)
    SRING_PRODUCES_ON_SUCCESS(*shared);

/* Makes another handle of the memory, such as one for another thread. Cannot fail. Any thread may
 * call it. */
SRING_INLINE_ void sring_shared_copy(struct sring_shared_buf *to,
                                     const struct sring_shared_buf *from)
    SRING_REQUIRES_SHARED(*from) SRING_PRODUCES(*to);

/* Frees the handle. Operations in flight go on. Any thread may call it. */
SRING_INLINE_ void sring_shared_free(struct sring_shared_buf *shared) SRING_CONSUMES(*shared);

/* The bytes and their number. The pointer must not be used after the handle was freed. */
SRING_INLINE_ const unsigned char *sring_shared_data(const struct sring_shared_buf *shared)
    SRING_REQUIRES_SHARED(*shared);
SRING_INLINE_ size_t sring_shared_length(const struct sring_shared_buf *shared)
    SRING_REQUIRES_SHARED(*shared);

/* --- bodies ------------------------------------------------------------------------------- */

SRING_INLINE_ void sring_buf_share(struct sring_buf *buf, struct sring_shared_buf *shared)
{
    struct sring_block_ *block = sring_buf_block_(buf, __func__);

    buf->block_ = NULL;
    sring_buf_share_(block);
    SRING_PRODUCED_(block);
    shared->block_ = block;
    shared->token_ = block->owner_;
}

SRING_INLINE_ int sring_shared_static(struct sring_shared_buf *shared, const void *data,
                                      size_t size)
{
    struct sring_block_ *block = NULL;
    int rc = sring_shared_static_(data, size, &block);

    shared->block_ = SRING_NOTHING_;
    shared->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        shared->block_ = block;
        shared->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ void sring_shared_copy(struct sring_shared_buf *to,
                                     const struct sring_shared_buf *from)
{
    struct sring_block_ *block = sring_shared_buf_block_(from, __func__);

    sring_shared_copy_(block);
    SRING_PRODUCED_(block);
    to->block_ = block;
    to->token_ = from->token_;
}

SRING_INLINE_ void sring_shared_free(struct sring_shared_buf *shared)
{
    struct sring_block_ *block = sring_shared_buf_block_(shared, __func__);

    shared->block_ = NULL;
    sring_shared_free_(block);
}

SRING_INLINE_ const unsigned char *sring_shared_data(const struct sring_shared_buf *shared)
{
    return sring_shared_buf_block_(shared, __func__)->data_;
}

SRING_INLINE_ size_t sring_shared_length(const struct sring_shared_buf *shared)
{
    return sring_shared_buf_block_(shared, __func__)->length_;
}

SRING_END_C_

#endif /* SRING_SHARED_BUF_H */
