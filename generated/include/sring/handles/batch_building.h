/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/batch_building.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_batch_building and the functions that every handle has. Include sring/batch.h
 * instead, which has the other functions.
 */
#ifndef SRING_HANDLES_BATCH_BUILDING_H
#define SRING_HANDLES_BATCH_BUILDING_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* Operations may be added; the kernel has not seen the batch. */
struct SRING_CAPABILITY("batch in state Building") sring_batch_building {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_batch_building_gone_(void)
    SRING_PROOF_ERROR_("sring: this Building batch was already submitted, started or abandoned; "
                       "only its Submitted handle may be waited for");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_batch_building_move(struct sring_batch_building *to,
                                             struct sring_batch_building *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_batch_building_move_stash(struct sring_batch_building *to,
                                                   struct sring_batch_building *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_batch_building_stash(struct sring_batch_building *batch)
    SRING_CONSUMES(*batch);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_batch_building_claim(struct sring_batch_building *batch)
    SRING_PRODUCES(*batch);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *
sring_batch_building_block_(const struct sring_batch_building *batch, const char *function)
{
    SRING_PROVE_(batch->block_, sring_error_batch_building_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(batch))) {
        sring_misuse_(function, "a live batch", "one that went on to its next state");
    }
    return batch->block_;
}

SRING_INLINE_ void sring_batch_building_move(struct sring_batch_building *to,
                                             struct sring_batch_building *from)
{
    struct sring_block_ *block = sring_batch_building_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_batch_building_move_stash(struct sring_batch_building *to,
                                                   struct sring_batch_building *from)
{
    struct sring_block_ *block = sring_batch_building_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_batch_building_stash(struct sring_batch_building *batch)
{
    (void)sring_batch_building_block_(batch, __func__);
}

SRING_INLINE_ void sring_batch_building_claim(struct sring_batch_building *batch)
{
    SRING_LAUNDER_(batch->block_);
    (void)sring_batch_building_block_(batch, __func__);
}

SRING_END_C_

#endif /* SRING_HANDLES_BATCH_BUILDING_H */
