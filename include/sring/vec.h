/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Vectors: several buffers that one operation fills or sends, one after the other.
 *
 * Pushing a buffer makes its handle dead: the buffer belongs to the vector until it is taken out.
 * The vector is lent to the kernel as a whole (sring_readv, sring_writev, sring_sendmsg and so on).
 * The iovec array for the kernel is memory of the library.
 */
#ifndef SRING_VEC_H
#define SRING_VEC_H

#include <sring/buf.h>
#include <sring/handles/vec.h>

SRING_BEGIN_C_

/* The most buffers in a vector. */
#define SRING_VEC_MOST 1024

SRING_API_ int sring_vec_init_(uint32_t room, struct sring_block_ **vec);
SRING_API_ void sring_vec_push_(struct sring_block_ *vec, struct sring_block_ *block);
SRING_API_ struct sring_block_ *sring_vec_take_(struct sring_block_ *vec, uint32_t index);
SRING_API_ struct sring_block_ *sring_vec_at_(const struct sring_block_ *vec, uint32_t index,
                                              const char *function);
SRING_API_ size_t sring_vec_total_(const struct sring_block_ *vec);

/* For operations. sring_vec_check_start_ reports a misuse if `start` is behind the end of what they
 * would use. sring_vec_lend_ lends all buffers to the kernel: to be filled (`reads`) or to be
 * read, at most `count` bytes from `start` on. sring_vec_return_ takes them back after `filled`
 * bytes were written to them. */
SRING_COLD_ void sring_vec_check_start_(const struct sring_block_ *vec, size_t start, bool reads,
                                        const char *function);
SRING_API_ void sring_vec_lend_(struct sring_block_ *vec, size_t start, size_t count, bool reads,
                                const char *function);
SRING_API_ void sring_vec_return_(struct sring_block_ *vec, int filled);

/* Makes an empty vector with room for `room` buffers. Returns 0, -EINVAL (room 0, or over
 * SRING_VEC_MOST) or -ENOMEM. */
SRING_INLINE_ SRING_FALLIBLE int sring_vec_init(struct sring_vec *vec, uint32_t room)
    SRING_PRODUCES_ON_SUCCESS(*vec);

/* Frees the vector and the buffers in it. */
SRING_INLINE_ void sring_vec_free(struct sring_vec *vec) SRING_CONSUMES(*vec);

/* Appends a buffer. To push more buffers than there is room for is a misuse. */
SRING_INLINE_ void sring_vec_push(struct sring_vec *vec, struct sring_buf *buf) SRING_REQUIRES(*vec)
    SRING_CONSUMES(*buf);

/* Takes a buffer out; those behind it move up. Here and in the functions below, an index that is
 * not below the count is a misuse. */
SRING_INLINE_ void sring_vec_take(struct sring_vec *vec, uint32_t index, struct sring_buf *buf)
    SRING_REQUIRES(*vec) SRING_PRODUCES(*buf);

/* Returns the number of buffers in the vector. */
SRING_INLINE_ uint32_t sring_vec_count(const struct sring_vec *vec) SRING_REQUIRES(*vec);

/* Returns the sum of the lengths of all buffers. */
SRING_INLINE_ size_t sring_vec_total(const struct sring_vec *vec) SRING_REQUIRES(*vec);

/* The same as for a single buffer (sring_buf_data and others). A pointer to the data must not be
 * used after the vector was given away. */
SRING_INLINE_ unsigned char *sring_vec_data(struct sring_vec *vec, uint32_t index)
    SRING_REQUIRES(*vec);
SRING_INLINE_ size_t sring_vec_capacity(const struct sring_vec *vec, uint32_t index)
    SRING_REQUIRES(*vec);
SRING_INLINE_ size_t sring_vec_length(const struct sring_vec *vec, uint32_t index)
    SRING_REQUIRES(*vec);
SRING_INLINE_ void sring_vec_set_length(struct sring_vec *vec, uint32_t index, size_t length)
    SRING_REQUIRES(*vec);

/* --- bodies ------------------------------------------------------------------------------- */

SRING_INLINE_ int sring_vec_init(struct sring_vec *vec, uint32_t room)
{
    struct sring_block_ *block = NULL;
    int rc = sring_vec_init_(room, &block);

    vec->block_ = SRING_NOTHING_;
    vec->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        vec->block_ = block;
        vec->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ void sring_vec_free(struct sring_vec *vec)
{
    struct sring_block_ *block = sring_vec_block_(vec, __func__);

    vec->block_ = NULL;
    sring_block_free_(block);
}

SRING_INLINE_ void sring_vec_push(struct sring_vec *vec, struct sring_buf *buf)
{
    struct sring_block_ *block = sring_vec_block_(vec, __func__);

    sring_vec_push_(block, sring_buf_block_(buf, __func__));
    buf->block_ = NULL;
}

SRING_INLINE_ void sring_vec_take(struct sring_vec *vec, uint32_t index, struct sring_buf *buf)
{
    struct sring_block_ *block = sring_vec_take_(sring_vec_block_(vec, __func__), index);

    SRING_PRODUCED_(block);
    buf->block_ = block;
    buf->token_ = block->owner_;
}

SRING_INLINE_ uint32_t sring_vec_count(const struct sring_vec *vec)
{
    return sring_vec_block_(vec, __func__)->length_;
}

SRING_INLINE_ size_t sring_vec_total(const struct sring_vec *vec)
{
    return sring_vec_total_(sring_vec_block_(vec, __func__));
}

SRING_INLINE_ unsigned char *sring_vec_data(struct sring_vec *vec, uint32_t index)
{
    return sring_vec_at_(sring_vec_block_(vec, __func__), index, __func__)->data_;
}

SRING_INLINE_ size_t sring_vec_capacity(const struct sring_vec *vec, uint32_t index)
{
    return sring_vec_at_(sring_vec_block_(vec, __func__), index, __func__)->capacity_;
}

SRING_INLINE_ size_t sring_vec_length(const struct sring_vec *vec, uint32_t index)
{
    return sring_vec_at_(sring_vec_block_(vec, __func__), index, __func__)->length_;
}

SRING_INLINE_ void sring_vec_set_length(struct sring_vec *vec, uint32_t index, size_t length)
{
    sring_block_set_length_(sring_vec_at_(sring_vec_block_(vec, __func__), index, __func__), length,
                            __func__);
}

SRING_END_C_

#endif /* SRING_VEC_H */
