/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/batch_submitted.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_batch_submitted and the functions that every handle has. Include sring/batch.h
 * instead, which has the other functions.
 */
#ifndef SRING_HANDLES_BATCH_SUBMITTED_H
#define SRING_HANDLES_BATCH_SUBMITTED_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* The operations are in flight, or wait for the operations before them. */
struct SRING_CAPABILITY("batch in state Submitted") sring_batch_submitted {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_batch_submitted_gone_(void)
    SRING_PROOF_ERROR_("sring: this Submitted batch was already waited for, cancelled or detached; "
                       "its results are in the Completed handle");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_batch_submitted_move(struct sring_batch_submitted *to,
                                              struct sring_batch_submitted *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_batch_submitted_move_stash(struct sring_batch_submitted *to,
                                                    struct sring_batch_submitted *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_batch_submitted_stash(struct sring_batch_submitted *inflight)
    SRING_CONSUMES(*inflight);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_batch_submitted_claim(struct sring_batch_submitted *inflight)
    SRING_PRODUCES(*inflight);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *
sring_batch_submitted_block_(const struct sring_batch_submitted *inflight, const char *function)
{
    SRING_PROVE_(inflight->block_, sring_error_batch_submitted_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(inflight))) {
        sring_misuse_(function, "a live batch", "one that went on to its next state");
    }
    return inflight->block_;
}

SRING_INLINE_ void sring_batch_submitted_move(struct sring_batch_submitted *to,
                                              struct sring_batch_submitted *from)
{
    struct sring_block_ *block = sring_batch_submitted_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_batch_submitted_move_stash(struct sring_batch_submitted *to,
                                                    struct sring_batch_submitted *from)
{
    struct sring_block_ *block = sring_batch_submitted_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_batch_submitted_stash(struct sring_batch_submitted *inflight)
{
    (void)sring_batch_submitted_block_(inflight, __func__);
}

SRING_INLINE_ void sring_batch_submitted_claim(struct sring_batch_submitted *inflight)
{
    SRING_LAUNDER_(inflight->block_);
    (void)sring_batch_submitted_block_(inflight, __func__);
}

SRING_END_C_

#endif /* SRING_HANDLES_BATCH_SUBMITTED_H */
