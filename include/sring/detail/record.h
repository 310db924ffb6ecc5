/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. The hot path: how an operation gets into the ring and its result out of it. The code of
 * every generated operation is made of these pieces.
 *
 * An operation has a number that is never used again. Masked, it is the slot; the SQE in that slot
 * is the record of the operation for as long as it lives (the kernel does not write SQEs), so that
 * `sqe->user_data_ == number` says at once that the handle is live, of this ring, and not a copy
 * that was used before. Beside the SQE stands a companion with what only the library needs.
 */
#ifndef SRING_DETAIL_RECORD_H
#define SRING_DETAIL_RECORD_H

#include <sring/buf.h>
#include <sring/detail/enter.h>
#include <sring/fd.h>
#include <sring/misuse.h>
#include <sring/ring.h>

SRING_BEGIN_C_

/* struct io_uring_sqe as words: whole words are written, and those that most operations leave zero
 * are zero in every free slot. */
struct sring_sqe_ {
    uint64_t head_;      /* opcode, flags, ioprio, fd */
    uint64_t off_;       /* off, addr2 */
    uint64_t addr_;      /* addr, splice_off_in */
    uint64_t len_flags_; /* len, rw_flags and friends */
    uint64_t user_data_; /* number of the operation, or SRING_FREE_ */
    uint64_t index_;     /* buf_index, personality, file_index */
    uint64_t addr3_;
    uint64_t pad2_;
};

struct sring_cqe_ {
    uint64_t user_data_;
    int32_t result_;
    uint32_t flags_;
};

/* user_data of a free slot; dead handles have 0, and numbers start far above. */
#define SRING_FREE_ UINT64_C(1)
/* In user_data: the completion goes to a callback. */
#define SRING_CALLS_BACK_ (UINT64_C(1) << 63)
/* In user_data: the library's own request (a cancellation). Handles never carry it. */
#define SRING_INTERNAL_ (UINT64_C(1) << 62)
#define SRING_NUMBER_ (~(SRING_CALLS_BACK_ | SRING_INTERNAL_))

/* What the runtime has to know of an operation that it finishes by itself. */
struct sring_op_ {
    const char *name;
    uint8_t makes_fd; /* a result >= 0 is a descriptor */
};

struct sring_taken_ {
    uint64_t number;
    struct sring_block_ *block; /* the buffer that was lent, or NULL */
    struct sring_block_ *scratch;
    int32_t result;
    uint32_t flags;
};

typedef void sring_deliver_fn_(struct sring *ring, const struct sring_taken_ *taken,
                               void (*callback)(void), void *arg);

/* Companion of an SQE, of the same size, so that one offset serves both. All zero in a free slot,
 * but for `callback_` and `arg_`. */
struct sring_record_ {
    struct sring_block_ *block_;   /* the buffer that is lent */
    struct sring_block_ *scratch_; /* memory of the ring that the kernel reads or writes */
    const struct sring_op_ *op_;   /* only if the result may be a descriptor */
    sring_deliver_fn_ *deliver_;   /* only with a callback */
    void (*callback_)(void);
    void *arg_;
    int32_t result_;
    uint32_t flags_;
    uint32_t state_; /* SRING_DONE_, SRING_DETACHED_ */
    uint32_t reserved_;
};

#define SRING_DONE_ 1u     /* the result is in the record; the handle has not been waited for */
#define SRING_DETACHED_ 2u /* nobody will wait */

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define SRING_POLL_MASK_(mask) (mask)
#define SRING_PAIR_(first, second)                                                                 \
    ((uint64_t)(uint32_t)(first) | (uint64_t)(uint32_t)(second) << 32)
#define SRING_INDEX_(buf_index, file_index)                                                        \
    ((uint64_t)(uint16_t)(buf_index) | (uint64_t)(uint32_t)(file_index) << 32)
#else
#define SRING_POLL_MASK_(mask) ((mask) << 16 | (mask) >> 16)
#define SRING_PAIR_(first, second)                                                                 \
    ((uint64_t)(uint32_t)(first) << 32 | (uint64_t)(uint32_t)(second))
#define SRING_INDEX_(buf_index, file_index)                                                        \
    ((uint64_t)(uint16_t)(buf_index) << 48 | (uint64_t)(uint32_t)(file_index))
#endif

/* Cold path, in the library. */
SRING_COLD_ int sring_no_credit_(struct sring *ring, const char *function);
SRING_COLD_ void sring_make_room_(struct sring *ring, const char *function);
SRING_COLD_ struct sring_taken_ sring_wait_(struct sring *ring, uint64_t number,
                                            const char *function);
SRING_COLD_ struct sring_taken_ sring_cancel_(struct sring *ring, uint64_t number,
                                              const char *function);
SRING_COLD_ void sring_detach_(struct sring *ring, uint64_t number, const char *function);
SRING_COLD_ bool sring_ready_(struct sring *ring, uint64_t number, const char *function);
SRING_COLD_ void sring_check_owner_(const struct sring *ring, const char *function);
SRING_COLD_ struct sring_block_ *sring_scratch_get_(size_t size);
SRING_COLD_ void sring_scratch_put_(struct sring_block_ *scratch);

/* With SRING_DEVELOPMENT every call checks that it comes from the ring's thread. Without it that
 * is found when the thread enters the kernel. */
#if defined(SRING_DEVELOPMENT)
#define SRING_CHECK_OWNER_(ring, function) sring_check_owner_(ring, function)
#else
#define SRING_CHECK_OWNER_(ring, function) ((void)(ring))
#endif

/* Takes the credit of one operation. Returns 0, -EAGAIN or -ECANCELED (the ring is closing). */
SRING_INLINE_ int sring_take_credit_(struct sring *ring, const char *function)
{
    if (SRING_UNLIKELY_(--ring->credits_ < 0)) {
        return sring_no_credit_(ring, function);
    }
    return 0;
}

/* The free slot of the next operation, after making room if a long-lived operation sits there. */
SRING_INLINE_ struct sring_sqe_ *sring_slot_(struct sring *ring, const char *function)
{
    struct sring_sqe_ *sqe = &ring->sqes_[ring->next_ & ring->sq_mask_];

    if (SRING_UNLIKELY_(sqe->user_data_ != SRING_FREE_)) {
        sring_make_room_(ring, function);
        sqe = &ring->sqes_[ring->next_ & ring->sq_mask_];
    }
    return sqe;
}

SRING_INLINE_ struct sring_record_ *sring_record_of_(struct sring *ring, uint64_t number)
{
    return &ring->records_[number & ring->sq_mask_];
}

/* Lends a block to an operation: from here on every copy of the handle is dead. */
SRING_INLINE_ void sring_lend_(struct sring_block_ *block, uint64_t number)
{
    block->owner_ = number & SRING_NUMBER_;
}

/* The block must still be lent to the operation, which then has not been finished. */
SRING_INLINE_ void sring_check_lent_(const struct sring_block_ *block, uint64_t number,
                                     const char *function)
{
    if (SRING_UNLIKELY_(block->owner_ != (number & SRING_NUMBER_))) {
        sring_misuse_(function, "a Completed operation that was not finished yet",
                      "a copy of one that was finished before");
    }
}

/* Takes a block back from an operation; returns the token of its new handle. */
SRING_INLINE_ uint64_t sring_give_back_(struct sring_block_ *block, uint64_t number,
                                        const char *function)
{
    uint64_t lent = number & SRING_NUMBER_;

    sring_check_lent_(block, number, function);
    block->owner_ = lent | SRING_TOKEN_;
    SRING_UNPOISON_(block);
    return lent | SRING_TOKEN_;
}

/* What an operation uses beyond an SQE's first words: must be cleared when its slot gets free. */
#define SRING_USES_BLOCK_ 1u   /* record: the buffer */
#define SRING_USES_SCRATCH_ 2u /* record: scratch, op */
#define SRING_USES_WORDS_ 4u   /* SQE: the words behind user_data */

/* Whether the completion at the head of the CQ is there and is that of `number`. */
SRING_INLINE_ bool sring_is_head_(const struct sring *ring, uint64_t number, uint32_t cq_tail)
{
    return cq_tail != (uint32_t)ring->cq_next_ &&
           ring->cqes_[ring->cq_next_ & ring->cq_mask_].user_data_ == number;
}

/* Waits for operation `number` and frees its record. `uses` is a constant. A dead or foreign
 * number is reported. */
SRING_INLINE_ struct sring_taken_ sring_take_(struct sring *ring, uint64_t number, unsigned uses,
                                              const char *function)
{
    struct sring_sqe_ *sqe = &ring->sqes_[number & ring->sq_mask_];
    struct sring_record_ *record = sring_record_of_(ring, number);
    uint32_t cq_tail = __atomic_load_n(ring->kernel_cq_tail_, __ATOMIC_ACQUIRE);
    struct sring_taken_ taken;

    if (SRING_UNLIKELY_(sqe->user_data_ != number || record->state_)) {
        return sring_wait_(ring, number, function);
    }
#if defined(SRING_INLINE_ENTER_)
    if (cq_tail == (uint32_t)ring->cq_next_ &&
        ring->owner_ == (sring_thread_() ^ (uintptr_t)ring)) {
        uint32_t queued = (uint32_t)ring->next_;

        __atomic_store_n(ring->kernel_sq_tail_, queued, __ATOMIC_RELEASE);
        queued -= __atomic_load_n(ring->kernel_sq_head_, __ATOMIC_ACQUIRE);
        ring->enters_++;
        (void)sring_sys_enter_(ring->enter_fd_, queued, 1, ring->enter_flags_);
        cq_tail = __atomic_load_n(ring->kernel_cq_tail_, __ATOMIC_ACQUIRE);
    }
#endif
    if (SRING_UNLIKELY_(!sring_is_head_(ring, number, cq_tail))) {
        return sring_wait_(ring, number, function);
    }
    taken.number = number;
    taken.block = NULL;
    taken.scratch = NULL;
    taken.result = ring->cqes_[ring->cq_next_ & ring->cq_mask_].result_;
    taken.flags = ring->cqes_[ring->cq_next_ & ring->cq_mask_].flags_;
    if (uses & SRING_USES_BLOCK_) {
        taken.block = record->block_;
        record->block_ = NULL;
    }
    if (uses & SRING_USES_SCRATCH_) {
        taken.scratch = record->scratch_;
        record->scratch_ = NULL;
        record->op_ = NULL;
    }
    if (uses & SRING_USES_WORDS_) {
        sqe->index_ = 0;
        sqe->addr3_ = 0;
        sqe->pad2_ = 0;
    }
    sqe->user_data_ = SRING_FREE_;
    __atomic_store_n(ring->kernel_cq_head_, (uint32_t)++ring->cq_next_, __ATOMIC_RELEASE);
    ring->credits_++;
    return taken;
}

SRING_END_C_

#endif /* SRING_DETAIL_RECORD_H */
