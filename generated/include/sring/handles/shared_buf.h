/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/shared_buf.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_shared_buf and the functions that every handle has. Include sring/shared_buf.h
 * instead, which has the other functions.
 */
#ifndef SRING_HANDLES_SHARED_BUF_H
#define SRING_HANDLES_SHARED_BUF_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* Memory that any number of operations and handles read at a time. It cannot be written. */
struct SRING_CAPABILITY("shared buffer") sring_shared_buf {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_shared_buf_gone_(void)
    SRING_PROOF_ERROR_("sring: this shared buffer is not yours any more; it was freed or moved; "
                       "copy it before, if more than one place needs it");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_shared_buf_move(struct sring_shared_buf *to, struct sring_shared_buf *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_shared_buf_move_stash(struct sring_shared_buf *to,
                                               struct sring_shared_buf *from) SRING_CONSUMES(*from)
    SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_shared_buf_stash(struct sring_shared_buf *shared) SRING_CONSUMES(*shared);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_shared_buf_claim(struct sring_shared_buf *shared) SRING_PRODUCES(*shared);

/* Borrows a stashed handle, such as one in a struct that several callbacks share: operations may
 * begin on it until it is returned. A dead handle is a misuse. */
SRING_INLINE_ void sring_shared_buf_borrow(const struct sring_shared_buf *shared)
    SRING_BORROWS(*shared);

/* Ends a borrow. */
SRING_INLINE_ void sring_shared_buf_return(const struct sring_shared_buf *shared)
    SRING_RETURNS(*shared);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle, checked at run time only. */
SRING_INLINE_ struct sring_block_ *sring_shared_buf_checked_(const struct sring_shared_buf *shared,
                                                             const char *function)
{
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(shared))) {
        sring_misuse_(function, "a shared buffer that is yours", "one that was freed");
    }
    return shared->block_;
}

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *sring_shared_buf_block_(const struct sring_shared_buf *shared,
                                                           const char *function)
{
    SRING_PROVE_(shared->block_, sring_error_shared_buf_gone_);
    return sring_shared_buf_checked_(shared, function);
}

SRING_INLINE_ void sring_shared_buf_move(struct sring_shared_buf *to, struct sring_shared_buf *from)
{
    struct sring_block_ *block = sring_shared_buf_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_shared_buf_move_stash(struct sring_shared_buf *to,
                                               struct sring_shared_buf *from)
{
    struct sring_block_ *block = sring_shared_buf_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_shared_buf_stash(struct sring_shared_buf *shared)
{
    (void)sring_shared_buf_block_(shared, __func__);
}

SRING_INLINE_ void sring_shared_buf_claim(struct sring_shared_buf *shared)
{
    SRING_LAUNDER_(shared->block_);
    (void)sring_shared_buf_block_(shared, __func__);
}

SRING_INLINE_ void sring_shared_buf_borrow(const struct sring_shared_buf *shared)
{
    (void)sring_shared_buf_block_(shared, __func__);
}

SRING_INLINE_ void sring_shared_buf_return(const struct sring_shared_buf *shared)
{
    (void)shared;
}

SRING_END_C_

#endif /* SRING_HANDLES_SHARED_BUF_H */
