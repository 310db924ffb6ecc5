/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. The hot path: how an operation gets into the ring and its result out of it. The code of
 * every generated operation is made of these pieces.
 *
 * An operation has a number that is never used again. Masked, it is the slot; the SQE in that slot
 * is the record of the operation for as long as it lives (the kernel does not write SQEs), so that
 * `sqe->user_data_ == number` says at once that the handle is live, of this ring, and not a copy
 * that was used before. Behind the SQE stands a companion with what only the library needs:
 * the kernel does not look at it (src/kernel/open.c).
 */
#ifndef SRING_DETAIL_RECORD_H
#define SRING_DETAIL_RECORD_H

#include <sring/buf.h>
#include <sring/fd.h>
#include <sring/misuse.h>
#include <sring/ticket.h>

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

/* Flags in user_data, below the number. Handles carry none of them but the last. */
#define SRING_CALLS_BACK_ UINT64_C(2) /* the completion goes to a callback */
#define SRING_INTERNAL_ UINT64_C(4)   /* the library's own request (a cancellation) */
#define SRING_DETACHED_ UINT64_C(8)   /* detached before the kernel read the SQE */
#define SRING_QUICK_ UINT64_C(32)    /* with CALLS_BACK: leaves nothing in its slot to be cleared */
#define SRING_MAKES_FD_ UINT64_C(16) /* a result >= 0 is a descriptor */
#define SRING_TIMED_ UINT64_C(64)    /* has a deadline */
#define SRING_NUMBER_                                                                              \
    (~(SRING_CALLS_BACK_ | SRING_INTERNAL_ | SRING_DETACHED_ | SRING_QUICK_ | SRING_TIMED_))

/* An operation that has come out of the ring. Every Completed handle has this layout. */
struct __attribute__((may_alias)) sring_taken_ {
    uint64_t number;
    int32_t result;
    uint32_t flags;
    struct sring_block_ *block; /* the buffer that was lent */
    struct sring_block_ *scratch;
};

/* Calls `callback` with a Completed handle of its type. */
typedef void sring_deliver_fn_(struct sring *ring, void *done, void *arg, void (*callback)(void));

/* Companion of an SQE. What an operation does not use is left from one before: a block is the
 * operation's only if it is lent to it. */
struct sring_record_ {
    struct sring_block_ *block_;   /* the buffer that is lent */
    struct sring_block_ *scratch_; /* memory of the ring that the kernel reads or writes */
    sring_deliver_fn_ *deliver_;
    int32_t result_; /* with SRING_CLOSES_, until there is a result: the descriptor */
    uint32_t flags_;
    void (*callback_)(void); /* not beside deliver_: gcc would join the two, which takes longer */
    uint32_t state_;         /* as below, or SRING_DETACHED_; 0 in a free slot */
    uint32_t index_;         /* with MEMBER: in the batch; of a started stream: of its end callback */
    union {
        uint64_t timeout_; /* nanoseconds + 1, until the clock starts; of an alarm: its seconds */
        uint32_t span_[2]; /* with LENDS and a result: where that lies, see struct sring_span */
    };
    void *arg_; /* the callback's, or with SRING_MEMBER_ the batch; of an alarm: nanoseconds */
};

#define SRING_DONE_ 1u     /* the last completion has come: the kernel is done with the operation */
#define SRING_TWO_CQES_ 2u /* may complete twice: the result, and that the loan is over */
#define SRING_RESULT_ 4u   /* the result is in the record */
#define SRING_STREAM_ 32u  /* one item per completion, until IORING_CQE_F_MORE is missing */
#define SRING_ENDING_ 64u  /* with STREAM: items are disposed of as they come */
#define SRING_TAKEN_ 16u /* with TWO_CQES: there is a Completed handle; the record is kept for it  \
                          */
#define SRING_CLOSES_ 128u   /* owns a descriptor, which is closed even if the kernel does not */
#define SRING_ASKED_ 512u    /* the kernel was asked to stop it */
#define SRING_EXPIRED_ 1024u /* the same, because its deadline has passed */
#define SRING_MEMBER_ 2048u  /* is one of a batch */
#define SRING_CHAINED_ 4096u /* linked: submitted in the same call as the one before it */
#define SRING_VOID_ 8192u    /* was never begun, whatever the kernel says */
#define SRING_LENDS_ 16384u  /* on a buffer ring, out of which the block's memory comes */
#define SRING_DUE_ 131072u  /* its callback is due: it is in the queue of those */
#define SRING_BATCH_ 65536u  /* is a batch: the record is in its own memory */
#define SRING_LATE_ 32768u   /* a worker may look for its file: until there is a result, it is */
                             /* in result_, and IOSQE_... in flags_ */

struct sring_slot_ {
    struct sring_sqe_ sqe_;
    struct sring_record_ record_;
};

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define SRING_POLL_MASK_(mask) (mask)
#define SRING_PAIR_(first, second)                                                                 \
    ((uint64_t)(uint32_t)(first) | (uint64_t)(uint32_t)(second) << 32)
#define SRING_INDEX_(buf_index, file_index)                                                        \
    ((uint64_t)(uint16_t)(buf_index) | (uint64_t)(uint32_t)(file_index) << 32)
#define SRING_INDEX_FILE_(index) ((uint32_t)((index) >> 32))
#else
#define SRING_POLL_MASK_(mask) ((mask) << 16 | (mask) >> 16)
#define SRING_PAIR_(first, second)                                                                 \
    ((uint64_t)(uint32_t)(first) << 32 | (uint64_t)(uint32_t)(second))
#define SRING_INDEX_(buf_index, file_index)                                                        \
    ((uint64_t)(uint16_t)(buf_index) << 48 | (uint64_t)(uint32_t)(file_index))
#define SRING_INDEX_FILE_(index) ((uint32_t)(index))
#endif

/* Cold path, in the library. */
SRING_COLD_ __attribute__((noreturn)) void sring_not_open_(const struct sring *ring,
                                                           const char *function);
/* For a Building handle that is dead (`live` is 0), or of another ring than this. */
SRING_COLD_ __attribute__((noreturn)) void sring_not_begun_here_(const struct sring *ring,
                                                                 uint64_t live,
                                                                 const char *expected,
                                                                 const char *function);
/* The next operation closes this file; `flags` is SRING_FIXED_FILE_ if it is a slot. */
SRING_COLD_ void sring_file_closes_(struct sring *ring, int fd, uint8_t flags,
                                    const char *function);
SRING_COLD_ uint64_t sring_queue_staged_(struct sring *ring, uint64_t flags, const char *function);
SRING_COLD_ int sring_each_wait_(struct sring *ring, const char *function);
SRING_COLD_ void sring_take_late_(struct sring *ring, uint64_t first, uint32_t n, uint32_t left,
                                  int *results, size_t stride);
SRING_COLD_ struct sring_taken_ sring_wait_(struct sring *ring, uint64_t number,
                                            const char *function);
SRING_COLD_ struct sring_taken_ sring_wait_cancelled_(struct sring *ring, uint64_t number,
                                                      const char *function);
SRING_COLD_ void sring_detach_(struct sring *ring, uint64_t number, const char *function);
SRING_COLD_ bool sring_ready_(struct sring *ring, uint64_t number, const char *function);
/* For a Completed operation whose loan may go on: waits for its end, or leaves it to the ring. */
SRING_COLD_ void sring_regain_(struct sring *ring, uint64_t number, const char *function);
/* The next item of a stream: 0, or why there are no more; and its end. */
SRING_COLD_ int sring_next_(struct sring *ring, uint64_t number, int32_t *item,
                            const char *function);
/* Gives a stream that was started the callback for its end. */
SRING_COLD_ void sring_stream_started_(struct sring *ring, uint64_t number,
                                       sring_end_callback *on_end);
SRING_COLD_ void sring_end_(struct sring *ring, uint64_t number, const char *function);
/* Gets ready for deadlines. Returns 0 or -ENOMEM. */
SRING_COLD_ int sring_deadline_room_(struct sring *ring, const char *function);
SRING_COLD_ void sring_forget_(struct sring *ring, uint64_t number, const char *function);
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

/* For start. Nothing is left of it where the compiler knows the callback. */
SRING_INLINE_ void sring_check_callback_(void (*callback)(void), const char *function)
{
    if (SRING_UNLIKELY_(!callback)) {
        sring_misuse_(function, "a callback", "NULL");
    }
}

/* Adds to a counter of the ring where it lies. Compilers would load and store it. */
SRING_INLINE_ void sring_count_(uint64_t *counter, uint64_t by)
{
#if defined(__x86_64__)
    __asm__("addq %1, %0" : "+m"(*counter) : "er"(by) : "cc");
#else
    *counter += by;
#endif
}

/* Takes one operation from the budget. Returns 0, -EAGAIN or -ECANCELED (the ring is closing). */
SRING_INLINE_ int sring_take_budget_(struct sring *ring, const char *function)
{
    bool none;

#if defined(__x86_64__)
    __asm__("subq $1, %0" : "+m"(ring->budget_), "=@ccs"(none));
#else
    none = --ring->budget_ < 0;
#endif
    if (SRING_UNLIKELY_(none)) {
        int rc = ring->refusal_;

        ring->budget_++;
        if (!rc) {
            sring_not_open_(ring, function);
        }
        return rc;
    }
    return 0;
}

/* The same for an operation that may have two completions in the queue. Takes both or none. */
SRING_INLINE_ int sring_take_budget_of_two_(struct sring *ring, const char *function)
{
    int rc = sring_take_budget_(ring, function);

    if (SRING_LIKELY_(!rc)) {
        rc = sring_take_budget_(ring, function);
        ring->budget_ += rc ? 1 : 0;
    }
    return rc;
}

SRING_INLINE_ void sring_give_budget_(struct sring *ring)
{
#if defined(__x86_64__)
    __asm__("addq $1, %0" : "+m"(ring->budget_) : : "cc");
#else
    ring->budget_++;
#endif
}

SRING_INLINE_ struct sring_slot_ *sring_slot_of_(const struct sring *ring, uint64_t number)
{
    return (struct sring_slot_ *)(void *)(ring->slots_ + (number & ring->sq_mask_));
}

/* How many operations may be queued at once, of `n` that are wanted. */
SRING_INLINE_ uint32_t sring_each_room_(const struct sring *ring, uint32_t n)
{
    uint64_t slots = ring->sq_mask_ / SRING_STEP_ + 1;
    uint32_t most = n < slots ? n : (uint32_t)slots;

    return ring->budget_ >= most ? most : ring->budget_ > 0 ? (uint32_t)ring->budget_ : 0;
}

/* The block must still be lent to the operation, which then has not been finished. */
SRING_INLINE_ void sring_check_lent_(const struct sring_block_ *block, uint64_t number,
                                     const char *function)
{
    if (SRING_UNLIKELY_(block->owner_ != number)) {
        sring_misuse_(function, "a Completed operation that was not finished yet",
                      "a copy of one that was finished before");
    }
}

/* Takes a block back from an operation that it is lent to; returns the token of its new handle. */
SRING_INLINE_ uint64_t sring_give_back_(struct sring_block_ *block, uint64_t number)
{
    block->owner_ = number | SRING_TOKEN_;
    SRING_UNPOISON_(block);
    return number | SRING_TOKEN_;
}

/* While a block is lent to be filled from `start` on, this is in its length. */
#define SRING_BEHIND_(start) ((uint32_t)(start) | ((start) ? UINT32_C(1) << 31 : 0))

/* The operation has filled `result` bytes of the block, or none if that is an error. */
SRING_INLINE_ void sring_fill_(struct sring_block_ *block, int result)
{
    bool odd; /* the sum is negative, as a sum of numbers with any number of bits */

#if defined(__x86_64__)
    __asm__("addl %2, %0" : "+m"(block->length_), "=@ccl"(odd) : "r"(result));
#else
    int32_t sum;

    odd = __builtin_add_overflow((int32_t)block->length_, (int32_t)result, &sum) || sum < 0;
    block->length_ = (uint32_t)sum;
#endif
    if (SRING_UNLIKELY_(odd)) { /* an error, or it was not filled from the beginning on */
        block->length_ -= result < 0 ? (uint32_t)result : 0;
        block->length_ &= ~(UINT32_C(1) << 31);
    }
}

/* Tells the kernel the part of a block that it is to use, and the flags beside the length. `all`
 * is whether that is all of it, without flags. */
SRING_INLINE_ void sring_write_span_(struct sring_sqe_ *sqe, const struct sring_block_ *block,
                                     size_t start, size_t length, uint32_t flags, bool all)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (__builtin_constant_p(all) && all) {
        __builtin_memcpy(&sqe->addr_, &block->data_, 16); /* address and length in one go */
        return;
    }
#endif
    sqe->addr_ = (uint64_t)(uintptr_t)(block->data_ + start);
    sqe->len_flags_ = SRING_PAIR_(length, flags);
}

/* What an operation uses beyond an SQE's first words. */
#define SRING_USES_BLOCK_ 1u   /* record: the buffer */
#define SRING_USES_SCRATCH_ 2u /* record: scratch */
#define SRING_USES_WORDS_ 4u   /* SQE: the words behind user_data, zero in every free slot */

/* The completion at the head of the queue. If the kernel posts only when this thread enters it
 * (posts_in_enter in src/kernel/open.c), a number in it that is that of a live operation cannot be
 * an old one: the library wipes what it takes out of turn, and a number never comes again (where it
 * does, the operation completing more than once, only the library takes it). On other kernels this
 * is a completion that matches nothing. So is what lies behind the last one: the head goes back to
 * the first only in the library. */
SRING_INLINE_ const struct sring_cqe_ *sring_head_(const struct sring *ring)
{
    return (const struct sring_cqe_ *)(uintptr_t)ring->head_;
}

/* Whether a result is an error of the kernel's own, from 512 on. A worker that is interrupted
 * leaves one behind, not only when its operation is cancelled, but also when the process is
 * stopped, frozen or traced. The library makes of it what a program knows. */
#define SRING_IS_INTERNAL_ERROR_(result) SRING_UNLIKELY_((result) < -511)

/* Waits for operation `number` and frees its record. `uses` is a constant. A dead or foreign
 * number is reported. */
SRING_INLINE_ struct sring_taken_ sring_take_(struct sring *ring, uint64_t number, unsigned uses,
                                              const char *function)
{
    struct sring_slot_ *slot = sring_slot_of_(ring, number);
    const struct sring_cqe_ *head = sring_head_(ring);
    struct sring_taken_ taken;

    /* Behind the system call the way must go straight on: a branch that is taken there was seen to
     * cost as much as a return. So entering the kernel counts as likely. */
    if (slot->sqe_.user_data_ != number || head->user_data_ != number) {
        uint32_t completed = sring_completed_(ring);

        if (SRING_UNLIKELY_(slot->sqe_.user_data_ != number || slot->record_.state_ ||
                            __atomic_load_n(ring->kernel_cq_tail_, __ATOMIC_ACQUIRE) != completed ||
                            !sring_enter_inline_(ring, completed, 1) ||
                            head->user_data_ != number)) {
            goto late;
        }
    }
    if (SRING_IS_INTERNAL_ERROR_(head->result_)) {
        goto late;
    }
    taken.number = number;
    taken.result = head->result_;
    taken.flags = head->flags_;
    taken.block = uses & SRING_USES_BLOCK_ ? slot->record_.block_ : NULL;
    taken.scratch = uses & SRING_USES_SCRATCH_ ? slot->record_.scratch_ : NULL;
    if (uses & SRING_USES_WORDS_) {
        slot->sqe_.index_ = 0;
        slot->sqe_.addr3_ = 0;
        slot->sqe_.pad2_ = 0;
    }
    slot->sqe_.user_data_ = SRING_FREE_;
    sring_count_(&ring->head_, SRING_CQE_SIZE_);
    sring_give_budget_(ring);
    return taken;

late: {
    struct sring_taken_ it = sring_wait_(ring, number, function);

    /* One by one: `taken` stays in registers. */
    taken.number = it.number;
    taken.result = it.result;
    taken.flags = it.flags;
    taken.block = it.block;
    taken.scratch = it.scratch;
    return taken;
}
}

/* Of `n` operations whose numbers go on from `first`, takes the results of those whose completions
 * are the next in the queue, but at most `most`; `stride` bytes lie between two results. Their
 * budget stays taken. Returns how many there were. */
SRING_INLINE_ uint32_t sring_take_ready_(struct sring *ring, uint64_t first, uint32_t n,
                                         uint32_t most, int *results, size_t stride)
{
    uint32_t count;

    for (count = 0; count < most; count++) {
        const struct sring_cqe_ *head = sring_head_(ring);
        struct sring_slot_ *slot = sring_slot_of_(ring, head->user_data_);
        uint64_t index = (head->user_data_ - first) / SRING_STEP_;

        if (SRING_UNLIKELY_(index >= n || slot->sqe_.user_data_ != head->user_data_) ||
            SRING_IS_INTERNAL_ERROR_(head->result_)) {
            break;
        }
        *(int *)(void *)((char *)results + index * stride) = head->result_;
        slot->sqe_.user_data_ = SRING_FREE_;
        sring_count_(&ring->head_, SRING_CQE_SIZE_);
    }
    return count;
}

/* Waits for these operations and takes their results. */
SRING_INLINE_ void sring_take_each_(struct sring *ring, uint64_t first, uint32_t n, int *results,
                                    size_t stride)
{
    uint32_t taken;

    (void)sring_enter_inline_(ring, sring_completed_(ring), n);
    taken = sring_take_ready_(ring, first, n, n, results, stride);
    if (SRING_UNLIKELY_(taken < n)) {
        sring_take_late_(ring, first, n, n - taken, results, stride);
    }
    ring->budget_ += n;
}

SRING_END_C_

#endif /* SRING_DETAIL_RECORD_H */
