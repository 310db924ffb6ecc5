/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/pooled_buf.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_pooled_buf and the functions that every handle has. Include sring/pool.h instead,
 * which has the other functions.
 */
#ifndef SRING_HANDLES_POOLED_BUF_H
#define SRING_HANDLES_POOLED_BUF_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* A buffer of a pool. */
struct SRING_CAPABILITY("pooled buffer") sring_pooled_buf {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_pooled_buf_gone_(void)
    SRING_PROOF_ERROR_("sring: this pooled buffer is not yours any more; it was put back, "
                       "unwrapped or moved");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_pooled_buf_move(struct sring_pooled_buf *to, struct sring_pooled_buf *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_pooled_buf_move_stash(struct sring_pooled_buf *to,
                                               struct sring_pooled_buf *from) SRING_CONSUMES(*from)
    SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_pooled_buf_stash(struct sring_pooled_buf *pooled) SRING_CONSUMES(*pooled);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
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

SRING_INLINE_ void sring_pooled_buf_move(struct sring_pooled_buf *to, struct sring_pooled_buf *from)
{
    struct sring_block_ *block = sring_pooled_buf_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_pooled_buf_move_stash(struct sring_pooled_buf *to,
                                               struct sring_pooled_buf *from)
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

SRING_END_C_

#endif /* SRING_HANDLES_POOLED_BUF_H */
