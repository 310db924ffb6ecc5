/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/buf_ring.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_buf_ring and the functions that every handle has. Include sring/buf_ring.h instead,
 * which has the other functions.
 */
#ifndef SRING_HANDLES_BUF_RING_H
#define SRING_HANDLES_BUF_RING_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* A group of buffers of one ring. */
struct SRING_CAPABILITY("buffer ring") sring_buf_ring {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_buf_ring_gone_(void)
    SRING_PROOF_ERROR_("sring: this buffer ring was closed or moved; open one before operations "
                       "begin on it");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_buf_ring_move(struct sring_buf_ring *to, struct sring_buf_ring *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_buf_ring_move_stash(struct sring_buf_ring *to, struct sring_buf_ring *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_buf_ring_stash(struct sring_buf_ring *group) SRING_CONSUMES(*group);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_buf_ring_claim(struct sring_buf_ring *group) SRING_PRODUCES(*group);

/* Borrows a stashed handle, such as one in a struct that several callbacks share: operations may
 * begin on it until it is returned. A dead handle is a misuse. */
SRING_INLINE_ void sring_buf_ring_borrow(const struct sring_buf_ring *group) SRING_BORROWS(*group);

/* Ends a borrow. */
SRING_INLINE_ void sring_buf_ring_return(const struct sring_buf_ring *group) SRING_RETURNS(*group);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *sring_buf_ring_block_(const struct sring_buf_ring *group,
                                                         const char *function)
{
    SRING_PROVE_(group->block_, sring_error_buf_ring_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(group))) {
        sring_misuse_(function, "an open buffer ring", "one that was closed");
    }
    return group->block_;
}

SRING_INLINE_ void sring_buf_ring_move(struct sring_buf_ring *to, struct sring_buf_ring *from)
{
    struct sring_block_ *block = sring_buf_ring_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_buf_ring_move_stash(struct sring_buf_ring *to, struct sring_buf_ring *from)
{
    struct sring_block_ *block = sring_buf_ring_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_buf_ring_stash(struct sring_buf_ring *group)
{
    (void)sring_buf_ring_block_(group, __func__);
}

SRING_INLINE_ void sring_buf_ring_claim(struct sring_buf_ring *group)
{
    SRING_LAUNDER_(group->block_);
    (void)sring_buf_ring_block_(group, __func__);
}

SRING_INLINE_ void sring_buf_ring_borrow(const struct sring_buf_ring *group)
{
    (void)sring_buf_ring_block_(group, __func__);
}

SRING_INLINE_ void sring_buf_ring_return(const struct sring_buf_ring *group)
{
    (void)group;
}

SRING_END_C_

#endif /* SRING_HANDLES_BUF_RING_H */
