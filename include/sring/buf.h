/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffers: memory that is either yours or the kernel's, never both.
 *
 * A buffer handle is a pointer to a block and a token. The block's owner is either the token of
 * one handle, or the number of the operation that the buffer is lent to. Submit writes the
 * operation's number there, so every copy of the handle is dead from then on. Finish writes a new
 * token.
 */
#ifndef SRING_BUF_H
#define SRING_BUF_H

#include <sring/handles/buf.h>

SRING_BEGIN_C_

/* Called once, when an adopted buffer is freed, with the arguments of sring_buf_adopt. */
typedef void sring_free_fn(void *data, void *arg);

/* Allocates a buffer of `capacity` bytes. Its length is 0 and its contents are undefined. It is
 * aligned to a cache line, from 4096 bytes on to a page (as O_DIRECT needs). Returns 0, -EINVAL
 * (capacity 0 or over 2 GiB - 4 KiB, the most the kernel moves at a time) or -ENOMEM. */
SRING_API_ SRING_FALLIBLE int sring_buf_alloc_(size_t capacity, struct sring_block_ **block);
SRING_INLINE_ SRING_FALLIBLE int sring_buf_alloc(struct sring_buf *buf, size_t capacity)
    SRING_PRODUCES_ON_SUCCESS(*buf);

/* Makes a buffer of existing memory; its length is 0. The library calls free(data, arg) when the
 * buffer is freed (NULL: calls nothing). Until then nothing else may use the memory, and it must
 * stay valid: no local array of a function that returns earlier. Returns 0, -EINVAL (data is NULL,
 * or capacity is 0 or over 2 GiB - 4 KiB) or -ENOMEM (no memory for the control block). After an
 * error the memory still belongs to the caller, and free is not called. */
SRING_API_ SRING_FALLIBLE int sring_buf_adopt_(void *data, size_t capacity, sring_free_fn *free,
                                               void *arg, struct sring_block_ **block);
SRING_INLINE_ SRING_FALLIBLE int sring_buf_adopt(struct sring_buf *buf, void *data, size_t capacity,
                                                 sring_free_fn *free, void *arg)
    SRING_PRODUCES_ON_SUCCESS(*buf);

/* Frees the buffer. */
SRING_INLINE_ void sring_buf_free(struct sring_buf *buf) SRING_CONSUMES(*buf);

/* Returns the bytes: `capacity` of them may be written, the first `length` hold data. The pointer
 * must not be used after the buffer was given away. */
SRING_INLINE_ unsigned char *sring_buf_data(struct sring_buf *buf) SRING_REQUIRES(*buf);

/* Returns the size of the memory in bytes. */
SRING_INLINE_ size_t sring_buf_capacity(const struct sring_buf *buf) SRING_REQUIRES(*buf);

/* Returns how many bytes hold data: a write sends these, a read sets the number. */
SRING_INLINE_ size_t sring_buf_length(const struct sring_buf *buf) SRING_REQUIRES(*buf);

/* Sets how many bytes hold data. More than the capacity is a misuse. */
SRING_INLINE_ void sring_buf_set_length(struct sring_buf *buf, size_t length) SRING_REQUIRES(*buf);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The end of alloc and adopt: makes the first handle of a new block. */
SRING_INLINE_ int sring_buf_first_(struct sring_buf *buf, struct sring_block_ *block, int rc)
{
    buf->block_ = SRING_NOTHING_;
    buf->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        buf->block_ = block;
        buf->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ int sring_buf_alloc(struct sring_buf *buf, size_t capacity)
{
    struct sring_block_ *block = NULL;
    int rc = sring_buf_alloc_(capacity, &block);

    return sring_buf_first_(buf, block, rc);
}

SRING_INLINE_ int sring_buf_adopt(struct sring_buf *buf, void *data, size_t capacity,
                                  sring_free_fn *free, void *arg)
{
    struct sring_block_ *block = NULL;
    int rc = sring_buf_adopt_(data, capacity, free, arg, &block);

    return sring_buf_first_(buf, block, rc);
}

SRING_INLINE_ void sring_buf_free(struct sring_buf *buf)
{
    struct sring_block_ *block = sring_buf_block_(buf, __func__);

    buf->block_ = NULL;
    sring_block_free_(block);
}

SRING_INLINE_ unsigned char *sring_buf_data(struct sring_buf *buf)
{
    return sring_buf_block_(buf, __func__)->data_;
}

SRING_INLINE_ size_t sring_buf_capacity(const struct sring_buf *buf)
{
    return sring_buf_block_(buf, __func__)->capacity_;
}

SRING_INLINE_ size_t sring_buf_length(const struct sring_buf *buf)
{
    return sring_buf_block_(buf, __func__)->length_;
}

SRING_INLINE_ void sring_buf_set_length(struct sring_buf *buf, size_t length)
{
    sring_block_set_length_(sring_buf_block_(buf, __func__), length, __func__);
}

SRING_END_C_

#endif /* SRING_BUF_H */
