/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/lent_buf.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_lent_buf and the functions that every handle has. Include sring/buf_ring.h instead,
 * which has the other functions.
 */
#ifndef SRING_HANDLES_LENT_BUF_H
#define SRING_HANDLES_LENT_BUF_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* A part of a group that the kernel has filled. The program must return it. */
struct SRING_CAPABILITY("lent buffer") sring_lent_buf {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_lent_buf_gone_(void)
    SRING_PROOF_ERROR_("sring: this lent buffer is not yours any more; it was returned or moved, "
                       "and the kernel may be filling it");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_lent_buf_move(struct sring_lent_buf *to, struct sring_lent_buf *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_lent_buf_move_stash(struct sring_lent_buf *to, struct sring_lent_buf *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_lent_buf_stash(struct sring_lent_buf *item) SRING_CONSUMES(*item);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_lent_buf_claim(struct sring_lent_buf *item) SRING_PRODUCES(*item);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *sring_lent_buf_block_(const struct sring_lent_buf *item,
                                                         const char *function)
{
    SRING_PROVE_(item->block_, sring_error_lent_buf_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(item))) {
        sring_misuse_(function, "a lent buffer that is yours", "one that was returned");
    }
    return item->block_;
}

SRING_INLINE_ void sring_lent_buf_move(struct sring_lent_buf *to, struct sring_lent_buf *from)
{
    struct sring_block_ *block = sring_lent_buf_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_lent_buf_move_stash(struct sring_lent_buf *to, struct sring_lent_buf *from)
{
    struct sring_block_ *block = sring_lent_buf_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_lent_buf_stash(struct sring_lent_buf *item)
{
    (void)sring_lent_buf_block_(item, __func__);
}

SRING_INLINE_ void sring_lent_buf_claim(struct sring_lent_buf *item)
{
    SRING_LAUNDER_(item->block_);
    (void)sring_lent_buf_block_(item, __func__);
}

SRING_END_C_

#endif /* SRING_HANDLES_LENT_BUF_H */
