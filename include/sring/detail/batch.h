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
SRING_COLD_ uint64_t sring_batch_submit_(struct sring *ring, struct sring_block_ *block,
                                         const struct sring_delivery_ *delivery,
                                         sring_any_fn_ *callback, void *arg, const char *function);
SRING_COLD_ uint64_t sring_batch_abandon_(struct sring *ring, struct sring_block_ *block);
SRING_COLD_ uint64_t sring_batch_wait_(struct sring *ring, struct sring_block_ *block);
SRING_COLD_ uint64_t sring_batch_cancel_(struct sring *ring, struct sring_block_ *block);
SRING_COLD_ bool sring_batch_ready_(struct sring *ring, struct sring_block_ *block);
SRING_COLD_ void sring_batch_detach_(struct sring *ring, struct sring_block_ *block);
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
    token = sring_batch_submit_(ring, block, NULL, NULL, NULL, __func__);
    batch->block_ = NULL;
    SRING_PRODUCED_(block);
    inflight->block_ = block;
    inflight->token_ = token;
}

/* Calls the callback of a batch. What it leaves alone is reported: `taken` keeps its number. */
static __attribute__((unused)) SRING_TRUSTED void
sring_batch_deliver_(struct sring *ring, void *taken, void *arg, sring_any_fn_ *callback)
{
    struct sring_taken_ *it = (struct sring_taken_ *)taken;
    struct sring_batch_completed done;

    SRING_PRODUCED_(it->block);
    done.block_ = it->block;
    done.token_ = ++it->block->owner_;
    ((sring_batch_callback *)callback)(ring, &done, arg);
    it->number = done.block_ ? it->number : 0;
}

static const struct sring_delivery_ sring_batch_delivery_
    __attribute__((unused)) = {sring_batch_deliver_, "a callback of a batch"};

SRING_INLINE_ struct sring_ticket sring_batch_start(struct sring *ring,
                                                    struct sring_batch_building *batch,
                                                    sring_batch_callback *callback, void *arg)
{
    struct sring_ticket ticket;
    struct sring_block_ *block;

    SRING_PROVE_RING_(ring);
    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    block = sring_batch_building_block_(batch, __func__);
    ticket.number_ = sring_batch_submit_(ring, block, &sring_batch_delivery_,
                                         (sring_any_fn_ *)callback, arg, __func__);
    batch->block_ = NULL;
    return ticket;
}

SRING_INLINE_ struct sring_ticket sring_batch_ticket(const struct sring_batch_submitted *inflight)
{
    struct sring_ticket ticket;

    (void)sring_batch_submitted_block_(inflight, __func__);
    ticket.number_ = inflight->token_;
    return ticket;
}

SRING_INLINE_ bool sring_batch_ready(struct sring *ring,
                                     const struct sring_batch_submitted *inflight)
{
    SRING_PROVE_RING_(ring);
    return sring_batch_ready_(ring, sring_batch_submitted_block_(inflight, __func__));
}

SRING_INLINE_ void sring_batch_cancel(struct sring *ring, struct sring_batch_submitted *inflight,
                                      struct sring_batch_completed *done)
{
    struct sring_block_ *block;
    uint64_t token;

    SRING_PROVE_RING_(ring);
    block = sring_batch_submitted_block_(inflight, __func__);
    token = sring_batch_cancel_(ring, block);
    inflight->block_ = NULL;
    SRING_PRODUCED_(block);
    done->block_ = block;
    done->token_ = token;
}

SRING_INLINE_ void sring_batch_detach(struct sring *ring, struct sring_batch_submitted *inflight)
{
    struct sring_block_ *block;

    SRING_PROVE_RING_(ring);
    block = sring_batch_submitted_block_(inflight, __func__);
    sring_batch_detach_(ring, block);
    inflight->block_ = NULL;
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
