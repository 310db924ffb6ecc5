/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/batch_completed.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_batch_completed and the functions that every handle has. Include sring/batch.h
 * instead, which has the other functions.
 */
#ifndef SRING_HANDLES_BATCH_COMPLETED_H
#define SRING_HANDLES_BATCH_COMPLETED_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* The kernel is done with all operations; each can be taken out. */
struct SRING_CAPABILITY("batch in state Completed") sring_batch_completed {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_batch_completed_gone_(void)
    SRING_PROOF_ERROR_("sring: this Completed batch was already finished; take out of it what you "
                       "want before that");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_batch_completed_move(struct sring_batch_completed *to,
                                              struct sring_batch_completed *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_batch_completed_move_stash(struct sring_batch_completed *to,
                                                    struct sring_batch_completed *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_batch_completed_stash(struct sring_batch_completed *done)
    SRING_CONSUMES(*done);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_batch_completed_claim(struct sring_batch_completed *done)
    SRING_PRODUCES(*done);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *
sring_batch_completed_block_(const struct sring_batch_completed *done, const char *function)
{
    SRING_PROVE_(done->block_, sring_error_batch_completed_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(done))) {
        sring_misuse_(function, "a live batch", "one that went on to its next state");
    }
    return done->block_;
}

SRING_INLINE_ void sring_batch_completed_move(struct sring_batch_completed *to,
                                              struct sring_batch_completed *from)
{
    struct sring_block_ *block = sring_batch_completed_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_batch_completed_move_stash(struct sring_batch_completed *to,
                                                    struct sring_batch_completed *from)
{
    struct sring_block_ *block = sring_batch_completed_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_batch_completed_stash(struct sring_batch_completed *done)
{
    (void)sring_batch_completed_block_(done, __func__);
}

SRING_INLINE_ void sring_batch_completed_claim(struct sring_batch_completed *done)
{
    SRING_LAUNDER_(done->block_);
    (void)sring_batch_completed_block_(done, __func__);
}

SRING_END_C_

#endif /* SRING_HANDLES_BATCH_COMPLETED_H */
