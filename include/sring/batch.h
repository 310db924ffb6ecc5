/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Batches: operations of any kind that are queued one by one, handed over in one system call and
 * waited for together. Their results are taken by index, in the order of adding.
 *
 *     init    add*            submit            wait             take*          finish
 *    ------> Building ------> Building ------> Submitted ------> Completed ------> Completed ---->
 *
 * Adding is a verb of the operation (sring_read_at_add), and so is taking (sring_read_at_take).
 */
#ifndef SRING_BATCH_H
#define SRING_BATCH_H

#include <sring/detail/record.h>

SRING_BEGIN_C_

/* Operations may be added; they are queued, and the kernel may have seen them. */
struct SRING_CAPABILITY("batch in state Building") sring_batch_building {
    struct sring_block_ *block_;
    uint64_t token_;
};

/* The kernel owns what was lent to the operations. */
struct SRING_CAPABILITY("batch in state Submitted") sring_batch_submitted {
    struct sring_block_ *block_;
    uint64_t token_;
};

/* The kernel is done with every operation; each can be taken. */
struct SRING_CAPABILITY("batch in state Completed") sring_batch_completed {
    struct sring_block_ *block_;
    uint64_t token_;
};

extern void sring_error_batch_building_gone_(void) SRING_PROOF_ERROR_(
    "sring: this Building batch was already submitted; only its Submitted handle may "
    "be waited for");
extern void sring_error_batch_submitted_gone_(void)
    SRING_PROOF_ERROR_("sring: this Submitted batch was already waited for; its results are in the "
                       "Completed handle");
extern void sring_error_batch_completed_gone_(void) SRING_PROOF_ERROR_(
    "sring: this Completed batch was already finished; take out of it what you want "
    "before that");

SRING_API_ int sring_batch_init_(struct sring *ring, uint32_t room, struct sring_block_ **block);
SRING_API_ void sring_batch_wait_(struct sring *ring, struct sring_block_ *block);
SRING_API_ void sring_batch_finish_(struct sring *ring, struct sring_block_ *block);
SRING_API_ void sring_batch_push_(struct sring_block_ *block, uint64_t number, uint32_t opcode);
SRING_API_ struct sring_taken_ sring_batch_pull_(struct sring *ring, struct sring_block_ *block,
                                                 uint32_t index, uint32_t opcode,
                                                 const char *function);

/* Begins a batch of up to `room` operations. Returns 0, -EINVAL (room 0) or -ENOMEM. */
SRING_INLINE_ SRING_FALLIBLE int sring_batch_init(struct sring *ring,
                                                  struct sring_batch_building *batch, uint32_t room)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*batch);

/* Hands all of it to the kernel, in one system call. */
SRING_INLINE_ void sring_batch_submit(struct sring *ring, struct sring_batch_building *batch,
                                      struct sring_batch_submitted *inflight) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*batch) SRING_PRODUCES(*inflight);

/* Waits until the kernel is done with every operation. Callbacks of others may run meanwhile. */
SRING_INLINE_ void sring_batch_wait(struct sring *ring, struct sring_batch_submitted *inflight,
                                    struct sring_batch_completed *done) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* How many operations the batch has. */
SRING_INLINE_ uint32_t sring_batch_count(const struct sring_batch_completed *done)
    SRING_REQUIRES(*done);

/* Ends the batch. What was not taken out of it is reclaimed: buffers freed, files closed. */
SRING_INLINE_ void sring_batch_finish(struct sring *ring, struct sring_batch_completed *done)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*done);

/* Moves the handle; leaves it out of the compiler's sight; takes it back. */
SRING_INLINE_ void sring_batch_building_move(struct sring_batch_building *to,
                                             struct sring_batch_building *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);
SRING_INLINE_ void sring_batch_building_stash(struct sring_batch_building *batch)
    SRING_CONSUMES(*batch);
SRING_INLINE_ void sring_batch_building_claim(struct sring_batch_building *batch)
    SRING_PRODUCES(*batch);

/* Moves the handle; leaves it out of the compiler's sight; takes it back. */
SRING_INLINE_ void sring_batch_submitted_move(struct sring_batch_submitted *to,
                                              struct sring_batch_submitted *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);
SRING_INLINE_ void sring_batch_submitted_stash(struct sring_batch_submitted *inflight)
    SRING_CONSUMES(*inflight);
SRING_INLINE_ void sring_batch_submitted_claim(struct sring_batch_submitted *inflight)
    SRING_PRODUCES(*inflight);

/* Moves the handle; leaves it out of the compiler's sight; takes it back. */
SRING_INLINE_ void sring_batch_completed_move(struct sring_batch_completed *to,
                                              struct sring_batch_completed *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);
SRING_INLINE_ void sring_batch_completed_stash(struct sring_batch_completed *done)
    SRING_CONSUMES(*done);
SRING_INLINE_ void sring_batch_completed_claim(struct sring_batch_completed *done)
    SRING_PRODUCES(*done);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. One place of a batch, in the block's data. */
struct sring_batch_entry_ {
    uint64_t number; /* 0: was taken */
    uint32_t opcode;
    uint32_t reserved;
};

SRING_INLINE_ struct sring_block_ *sring_batch_block_(struct sring_block_ *block, uint64_t token,
                                                      const char *function)
{
    if (SRING_UNLIKELY_(!block || block->owner_ != token)) {
        sring_misuse_(function, "a live batch", "one that went on to its next state");
    }
    return block;
}

SRING_INLINE_ int sring_batch_init(struct sring *ring, struct sring_batch_building *batch,
                                   uint32_t room)
{
    struct sring_block_ *block = NULL;
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_batch_init_(ring, room, &block);
    batch->block_ = NULL;
    batch->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        batch->block_ = block;
        batch->token_ = block->owner_;
    }
    return rc;
}

/* Private. The batch's block, with room for one more operation; for the operations' add. */
SRING_INLINE_ struct sring_block_ *sring_batch_room_(struct sring_batch_building *batch,
                                                     const char *function)
{
    struct sring_block_ *block;

    SRING_PROVE_(batch->block_, sring_error_batch_building_gone_);
    block = sring_batch_block_(batch->block_, batch->token_, function);
    if (SRING_UNLIKELY_(block->length_ == block->capacity_)) {
        sring_misuse_(function, "a batch with room for one more operation", "a full one");
    }
    return block;
}

/* Private. Takes one operation out; for the operations' take. */
SRING_INLINE_ struct sring_taken_ sring_batch_take_(struct sring *ring,
                                                    struct sring_batch_completed *batch,
                                                    uint32_t index, uint32_t opcode,
                                                    const char *function)
{
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(batch->block_, sring_error_batch_completed_gone_);
    return sring_batch_pull_(ring, sring_batch_block_(batch->block_, batch->token_, function),
                             index, opcode, function);
}

SRING_INLINE_ void sring_batch_submit(struct sring *ring, struct sring_batch_building *batch,
                                      struct sring_batch_submitted *inflight)
{
    struct sring_block_ *block;

    SRING_PROVE_RING_(ring);
    SRING_PROVE_(batch->block_, sring_error_batch_building_gone_);
    block = sring_batch_block_(batch->block_, batch->token_, __func__);
    (void)sring_flush_(ring);
    batch->block_ = NULL;
    SRING_PRODUCED_(block);
    inflight->block_ = block;
    inflight->token_ = block->owner_ += 1;
}

SRING_INLINE_ void sring_batch_wait(struct sring *ring, struct sring_batch_submitted *inflight,
                                    struct sring_batch_completed *done)
{
    struct sring_block_ *block;

    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->block_, sring_error_batch_submitted_gone_);
    block = sring_batch_block_(inflight->block_, inflight->token_, __func__);
    sring_batch_wait_(ring, block);
    inflight->block_ = NULL;
    SRING_PRODUCED_(block);
    done->block_ = block;
    done->token_ = block->owner_ += 1;
}

SRING_INLINE_ uint32_t sring_batch_count(const struct sring_batch_completed *done)
{
    struct sring_block_ *block;

    SRING_PROVE_(done->block_, sring_error_batch_completed_gone_);
    block = sring_batch_block_(done->block_, done->token_, __func__);
    return (uint32_t)(block->length_ / sizeof(struct sring_batch_entry_));
}

SRING_INLINE_ void sring_batch_finish(struct sring *ring, struct sring_batch_completed *done)
{
    struct sring_block_ *block;

    SRING_PROVE_RING_(ring);
    SRING_PROVE_(done->block_, sring_error_batch_completed_gone_);
    block = sring_batch_block_(done->block_, done->token_, __func__);
    sring_batch_finish_(ring, block);
    done->block_ = NULL;
}

SRING_INLINE_ void sring_batch_building_move(struct sring_batch_building *to,
                                             struct sring_batch_building *from)
{
    struct sring_block_ *block;

    SRING_PROVE_(from->block_, sring_error_batch_building_gone_);
    block = sring_batch_block_(from->block_, from->token_, __func__);
    from->block_ = NULL;
    SRING_PRODUCED_(block);
    to->block_ = block;
    to->token_ = block->owner_;
}

SRING_INLINE_ void sring_batch_building_stash(struct sring_batch_building *batch)
{
    SRING_PROVE_(batch->block_, sring_error_batch_building_gone_);
    (void)sring_batch_block_(batch->block_, batch->token_, __func__);
}

SRING_INLINE_ void sring_batch_building_claim(struct sring_batch_building *batch)
{
    SRING_LAUNDER_(batch->block_);
    (void)sring_batch_block_(batch->block_, batch->token_, __func__);
}

SRING_INLINE_ void sring_batch_submitted_move(struct sring_batch_submitted *to,
                                              struct sring_batch_submitted *from)
{
    struct sring_block_ *block;

    SRING_PROVE_(from->block_, sring_error_batch_submitted_gone_);
    block = sring_batch_block_(from->block_, from->token_, __func__);
    from->block_ = NULL;
    SRING_PRODUCED_(block);
    to->block_ = block;
    to->token_ = block->owner_;
}

SRING_INLINE_ void sring_batch_submitted_stash(struct sring_batch_submitted *inflight)
{
    SRING_PROVE_(inflight->block_, sring_error_batch_submitted_gone_);
    (void)sring_batch_block_(inflight->block_, inflight->token_, __func__);
}

SRING_INLINE_ void sring_batch_submitted_claim(struct sring_batch_submitted *inflight)
{
    SRING_LAUNDER_(inflight->block_);
    (void)sring_batch_block_(inflight->block_, inflight->token_, __func__);
}

SRING_INLINE_ void sring_batch_completed_move(struct sring_batch_completed *to,
                                              struct sring_batch_completed *from)
{
    struct sring_block_ *block;

    SRING_PROVE_(from->block_, sring_error_batch_completed_gone_);
    block = sring_batch_block_(from->block_, from->token_, __func__);
    from->block_ = NULL;
    SRING_PRODUCED_(block);
    to->block_ = block;
    to->token_ = block->owner_;
}

SRING_INLINE_ void sring_batch_completed_stash(struct sring_batch_completed *done)
{
    SRING_PROVE_(done->block_, sring_error_batch_completed_gone_);
    (void)sring_batch_block_(done->block_, done->token_, __func__);
}

SRING_INLINE_ void sring_batch_completed_claim(struct sring_batch_completed *done)
{
    SRING_LAUNDER_(done->block_);
    (void)sring_batch_block_(done->block_, done->token_, __func__);
}

SRING_END_C_

#endif /* SRING_BATCH_H */
