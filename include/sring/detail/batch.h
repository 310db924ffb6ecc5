/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. The inline functions of sring/batch.h. A batch lies in the data of a block, so a stale
 * batch handle is detected like a stale buffer handle. Only the library knows its layout.
 */
#ifndef SRING_DETAIL_BATCH_H
#define SRING_DETAIL_BATCH_H

#include <sring/batch.h>

SRING_BEGIN_C_

SRING_COLD_ int sring_batch_init_(struct sring *ring, uint32_t room, struct sring_block_ **block);
SRING_COLD_ void sring_batch_link_(struct sring_block_ *block, bool hard, const char *function);
SRING_COLD_ int sring_batch_after_(struct sring_block_ *block, uint32_t index, uint32_t first);
SRING_COLD_ void sring_batch_set_fail_fast_(struct sring_block_ *block);
/* These return the token of the handle in the batch's next state. */
SRING_COLD_ uint64_t sring_batch_submit_(struct sring *ring, struct sring_block_ *block);
SRING_COLD_ uint64_t sring_batch_abandon_(struct sring *ring, struct sring_block_ *block);
SRING_COLD_ uint64_t sring_batch_wait_(struct sring *ring, struct sring_block_ *block);
SRING_COLD_ uint32_t sring_batch_count_(const struct sring_block_ *block);
SRING_COLD_ void sring_batch_finish_(struct sring *ring, struct sring_block_ *block);

SRING_INLINE_ int sring_batch_init(struct sring *ring, struct sring_batch_building *batch,
                                   uint32_t room)
{
    struct sring_block_ *block = NULL;
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_batch_init_(ring, room, &block);
    batch->block_ = SRING_NOTHING_;
    batch->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        batch->block_ = block;
        batch->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ void sring_batch_link(struct sring_batch_building *batch)
{
    sring_batch_link_(sring_batch_building_block_(batch, __func__), false, __func__);
}

SRING_INLINE_ void sring_batch_hardlink(struct sring_batch_building *batch)
{
    sring_batch_link_(sring_batch_building_block_(batch, __func__), true, __func__);
}

SRING_INLINE_ int sring_batch_after(struct sring_batch_building *batch, uint32_t index,
                                    uint32_t first)
{
    return sring_batch_after_(sring_batch_building_block_(batch, __func__), index, first);
}

SRING_INLINE_ void sring_batch_set_fail_fast(struct sring_batch_building *batch)
{
    sring_batch_set_fail_fast_(sring_batch_building_block_(batch, __func__));
}

SRING_INLINE_ void sring_batch_submit(struct sring *ring, struct sring_batch_building *batch,
                                      struct sring_batch_submitted *inflight)
{
    struct sring_block_ *block;
    uint64_t token;

    SRING_PROVE_RING_(ring);
    block = sring_batch_building_block_(batch, __func__);
    token = sring_batch_submit_(ring, block);
    batch->block_ = NULL;
    SRING_PRODUCED_(block);
    inflight->block_ = block;
    inflight->token_ = token;
}

SRING_INLINE_ void sring_batch_abandon(struct sring *ring, struct sring_batch_building *batch,
                                       struct sring_batch_completed *done)
{
    struct sring_block_ *block;
    uint64_t token;

    SRING_PROVE_RING_(ring);
    block = sring_batch_building_block_(batch, __func__);
    token = sring_batch_abandon_(ring, block);
    batch->block_ = NULL;
    SRING_PRODUCED_(block);
    done->block_ = block;
    done->token_ = token;
}

SRING_INLINE_ void sring_batch_wait(struct sring *ring, struct sring_batch_submitted *inflight,
                                    struct sring_batch_completed *done)
{
    struct sring_block_ *block;
    uint64_t token;

    SRING_PROVE_RING_(ring);
    block = sring_batch_submitted_block_(inflight, __func__);
    token = sring_batch_wait_(ring, block);
    inflight->block_ = NULL;
    SRING_PRODUCED_(block);
    done->block_ = block;
    done->token_ = token;
}

SRING_INLINE_ uint32_t sring_batch_count(const struct sring_batch_completed *done)
{
    return sring_batch_count_(sring_batch_completed_block_(done, __func__));
}

SRING_INLINE_ void sring_batch_finish(struct sring *ring, struct sring_batch_completed *done)
{
    struct sring_block_ *block;

    SRING_PROVE_RING_(ring);
    block = sring_batch_completed_block_(done, __func__);
    sring_batch_finish_(ring, block);
    done->block_ = NULL;
}

SRING_END_C_

#endif /* SRING_DETAIL_BATCH_H */
