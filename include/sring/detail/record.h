/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. The hot path: how an operation enters the ring and how its result leaves it. The code of
 * every generated operation is made of these functions.
 *
 * An operation has a number that is never used again. The masked number is the offset of its slot:
 * an SQE and, behind it, a record. The slot belongs to the operation while it lives (the kernel
 * does not write SQEs). So `sqe->user_data_ == number` shows that a handle is live, of this ring,
 * and no copy of a consumed one. The record holds what only the library needs; the kernel does not
 * read it (src/kernel/open.c).
 */
#ifndef SRING_DETAIL_RECORD_H
#define SRING_DETAIL_RECORD_H

#include <sring/buf.h>
#include <sring/fd.h>
#include <sring/misuse.h>
#include <sring/ticket.h>

SRING_BEGIN_C_

/* struct io_uring_sqe as words, which are written whole. Words that few operations use are 0 in
 * every free slot. */
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

/* user_data of a free slot. A dead handle has 0; numbers start far above. */
#define SRING_FREE_ UINT64_C(1)

/* Flags in user_data, below the number. Of these a handle can only have SRING_MAKES_FD_. */
#define SRING_CALLS_BACK_ UINT64_C(2) /* the completion goes to a callback */
#define SRING_INTERNAL_ UINT64_C(4)   /* the library's own request, such as a cancel request */
#define SRING_DETACHED_ UINT64_C(8)   /* detached before the kernel read the SQE */
#define SRING_QUICK_ UINT64_C(32)     /* with CALLS_BACK: its slot needs no clearing */
#define SRING_MAKES_FD_ UINT64_C(16)  /* a result >= 0 is a descriptor */
#define SRING_TIMED_ UINT64_C(64)     /* has a deadline */
#define SRING_NUMBER_                                                                              \
    (~(SRING_CALLS_BACK_ | SRING_INTERNAL_ | SRING_DETACHED_ | SRING_QUICK_ | SRING_TIMED_))

/* A completed operation. Every Completed handle has this layout. */
struct __attribute__((may_alias)) sring_taken_ {
    uint64_t number;
    int32_t result;
    uint32_t flags;
    struct sring_block_ *block; /* the buffer that was lent */
    struct sring_block_ *scratch;
};

/* Calls `callback` with a Completed handle of its type. */
typedef void sring_deliver_fn_(struct sring *ring, void *done, void *arg, void (*callback)(void));

/* The library's data of an operation. Fields that an operation does not use keep old values: a
 * block in it belongs to the operation only if it is lent to it. */
struct sring_record_ {
    struct sring_block_ *block_;   /* the buffer that is lent */
    struct sring_block_ *scratch_; /* memory of the library that the kernel reads or writes */
    sring_deliver_fn_ *deliver_;
    int32_t result_; /* with SRING_CLOSES_ or SRING_LATE_ and no result yet: the descriptor */
    uint32_t flags_; /* with SRING_LATE_ and no result yet: IOSQE_... flags */
    /* Not next to deliver_: gcc would join the two stores, which is slower. */
    void (*callback_)(void);
    uint32_t state_; /* flags below, and SRING_DETACHED_; 0 in a free slot */
    uint32_t index_; /* index in the batch, of a started stream's end callback, or the round of the
                        result */
    union {
        uint64_t timeout_; /* nanoseconds + 1 until the clock starts; of an alarm: seconds */
        uint32_t span_[2]; /* with LENDS and a result: see struct sring_span */
    };
    void *arg_; /* of the callback; with SRING_MEMBER_: the batch; of an alarm: nanoseconds */
};

#define SRING_DONE_ 1u         /* had its last completion: the kernel is done with it */
#define SRING_TWO_CQES_ 2u     /* may complete twice: with the result, and at the end of the loan */
#define SRING_RESULT_ 4u       /* the result is in the record */
#define SRING_TAKEN_ 16u       /* with TWO_CQES: has a Completed handle, so the record is kept */
#define SRING_STREAM_ 32u      /* a stream: each completion with IORING_CQE_F_MORE is an item */
#define SRING_ENDING_ 64u      /* with STREAM: items are disposed of on arrival */
#define SRING_CLOSES_ 128u     /* owns a descriptor, which is closed in any case */
#define SRING_TWO_FILES_ 256u  /* its second file is the length of its scratch block */
#define SRING_CANCELLING_ 512u /* a cancel request was sent, or is due */
#define SRING_EXPIRED_ 1024u   /* its deadline has passed */
#define SRING_MEMBER_ 2048u    /* a member of a batch */
#define SRING_CHAINED_ 4096u   /* linked: must be submitted in the same call as its predecessor */
#define SRING_VOID_ 8192u      /* turned into a no-op: its result is -ECANCELED */
#define SRING_LENDS_ 16384u    /* on a buffer ring, which provides the block's memory */
#define SRING_LATE_ 32768u     /* a worker may look up its file */
#define SRING_BATCH_ 65536u    /* a batch: the record is in the batch's memory */
#define SRING_DUE_ 131072u     /* in the queue of due callbacks */

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
/* For a Building handle that is dead (`live` is 0) or belongs to another ring. */
SRING_COLD_ __attribute__((noreturn)) void sring_not_begun_here_(const struct sring *ring,
                                                                 uint64_t live,
                                                                 const char *expected,
                                                                 const char *function);
/* Called before an operation that closes this file; `flags` is SRING_FIXED_FILE_ for a slot. */
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
/* For a Completed operation whose loan may not be over: waits for its end, or leaves it to the
 * ring. */
SRING_COLD_ void sring_regain_(struct sring *ring, uint64_t number, const char *function);
/* The next item of a stream: returns 0, or -errno if there are no more; and the stream's end. */
SRING_COLD_ int sring_next_(struct sring *ring, uint64_t number, int32_t *item,
                            const char *function);
/* Gives a stream that was started the callback for its end. */
SRING_COLD_ void sring_stream_started_(struct sring *ring, uint64_t number,
                                       sring_end_callback *on_end);
SRING_COLD_ void sring_end_(struct sring *ring, uint64_t number, const char *function);
/* Allocates the memory for deadlines. Returns 0 or -ENOMEM. */
SRING_COLD_ int sring_deadline_room_(struct sring *ring, const char *function);
SRING_COLD_ void sring_forget_(struct sring *ring, uint64_t number, const char *function);
SRING_COLD_ void sring_check_owner_(const struct sring *ring, const char *function);
SRING_COLD_ struct sring_block_ *sring_scratch_get_(size_t size);
SRING_COLD_ void sring_scratch_put_(struct sring_block_ *scratch);

/* With SRING_DEVELOPMENT every call checks the thread. Otherwise a wrong thread is detected when it
 * enters the kernel. */
#if defined(SRING_DEVELOPMENT)
#define SRING_CHECK_OWNER_(ring, function) sring_check_owner_(ring, function)
#else
#define SRING_CHECK_OWNER_(ring, function) ((void)(ring))
#endif

/* For start. Costs nothing if the compiler knows the callback. */
SRING_INLINE_ void sring_check_callback_(void (*callback)(void), const char *function)
{
    if (SRING_UNLIKELY_(!callback)) {
        sring_misuse_(function, "a callback", "NULL");
    }
}

/* Adds to a counter in memory, with one instruction instead of a load and a store. */
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

/* The same for an operation that may have two completions in the queue. Takes two or none. */
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

/* Returns how many of `n` operations may be queued now. */
SRING_INLINE_ uint32_t sring_each_room_(const struct sring *ring, uint32_t n)
{
    uint64_t slots = ring->sq_mask_ / SRING_STEP_ + 1;
    uint32_t most = n < slots ? n : (uint32_t)slots;

    return ring->budget_ >= most ? most : ring->budget_ > 0 ? (uint32_t)ring->budget_ : 0;
}

/* Reports a misuse unless the block is still lent to the operation: otherwise it was finished
 * before. */
SRING_INLINE_ void sring_check_lent_(const struct sring_block_ *block, uint64_t number,
                                     const char *function)
{
    if (SRING_UNLIKELY_(block->owner_ != number)) {
        sring_misuse_(function, "a Completed operation that was not finished yet",
                      "a copy of one that was finished before");
    }
}

/* Takes a block back from an operation. Returns the token of its new handle. */
SRING_INLINE_ uint64_t sring_give_back_(struct sring_block_ *block, uint64_t number)
{
    block->owner_ = number | SRING_TOKEN_;
    SRING_UNPOISON_(block);
    return number | SRING_TOKEN_;
}

/* length_ of a block that is lent to be filled from `start` on. */
#define SRING_BEHIND_(start) ((uint32_t)(start) | ((start) ? UINT32_C(1) << 31 : 0))

/* Adds the `result` bytes that were read to the length, or none if it is an error. */
SRING_INLINE_ void sring_fill_(struct sring_block_ *block, int result)
{
    bool odd; /* the exact sum is negative */

#if defined(__x86_64__)
    __asm__("addl %2, %0" : "+m"(block->length_), "=@ccl"(odd) : "r"(result));
#else
    int32_t sum;

    odd = __builtin_add_overflow((int32_t)block->length_, (int32_t)result, &sum) || sum < 0;
    block->length_ = (uint32_t)sum;
#endif
    if (SRING_UNLIKELY_(odd)) { /* an error, or `start` was not 0 */
        block->length_ -= result < 0 ? (uint32_t)result : 0;
        block->length_ &= ~(UINT32_C(1) << 31);
    }
}

/* Writes the part of a block to use, and the flags beside the length, into the SQE. `all`: the
 * whole block, without flags. */
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

/* What an operation uses beyond the first words of the SQE. */
#define SRING_USES_BLOCK_ 1u   /* record: the buffer */
#define SRING_USES_SCRATCH_ 2u /* record: scratch */
#define SRING_USES_WORDS_ 4u   /* SQE: the words behind user_data, 0 in every free slot */

/* Returns the completion at the head of the queue, without a look at the tail. If the kernel writes
 * completions only while this thread enters it (posts_in_enter in src/kernel/open.c), the entry is
 * new if its number is that of a live operation. Numbers are not reused, and the library wipes
 * entries that it takes out of turn. (Operations with several completions are taken by the library
 * only.) On other kernels this points at an entry that matches no operation. So does the entry
 * behind the last one: only the library wraps the head around. */
SRING_INLINE_ const struct sring_cqe_ *sring_head_(const struct sring *ring)
{
    return (const struct sring_cqe_ *)(uintptr_t)ring->head_;
}

/* Whether a result is an error of the kernel's own, from 512 on. A worker leaves one behind when it
 * is interrupted: its operation is cancelled, or the process is stopped, frozen or traced. The
 * library replaces it by one that programs know. */
#define SRING_IS_INTERNAL_ERROR_(result) SRING_UNLIKELY_((result) < -511)

/* Waits for operation `number`, takes its result and frees its record. `uses` is a constant.
 * Reports a misuse if the number is dead or of another ring. */
SRING_INLINE_ struct sring_taken_ sring_take_(struct sring *ring, uint64_t number, unsigned uses,
                                              const char *function)
{
    struct sring_slot_ *slot = sring_slot_of_(ring, number);
    const struct sring_cqe_ *head = sring_head_(ring);
    struct sring_taken_ taken;

    /* Entering the kernel counts as the likely path. Behind the system call the code must go
     * straight on: a taken branch there was measured to cost as much as a return. */
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

    /* Copied one by one, so that `taken` stays in registers. */
    taken.number = it.number;
    taken.result = it.result;
    taken.flags = it.flags;
    taken.block = it.block;
    taken.scratch = it.scratch;
    return taken;
}
}

/* Takes results of the `n` operations numbered from `first` on, while their completions are at the
 * head of the queue, at most `most`. `stride` is the distance of two results in bytes. Does not
 * give back their budget. Returns the number of results. */
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

/* Waits for `n` operations, takes their results and gives back their budget. */
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
