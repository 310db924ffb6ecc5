/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Private. The hot path: how an operation enters the ring and how its result leaves it. The code of
 * every generated operation is made of these functions.
 */
#ifndef SRING_DETAIL_HOT_H
#define SRING_DETAIL_HOT_H

#include <sring/detail/record.h>
#include <sring/fd.h>

SRING_BEGIN_C_

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
/* Called before an operation that cancels those on this file: streams on it begin no more. */
SRING_COLD_ void sring_file_cancelled_(struct sring *ring, int fd, const char *function);
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
SRING_COLD_ struct sring_block_ *sring_scratch_get_(size_t size);
SRING_COLD_ void sring_scratch_put_(struct sring_block_ *scratch);

/* Stores for sring_dump that the operation was begun by the program's call of this function. */
SRING_COLD_ void sring_begun_here_(const struct sring *ring, uint64_t number);

/* With SRING_DEVELOPMENT every call checks the thread. Otherwise a wrong thread is detected when it
 * enters the kernel. */
#if defined(SRING_DEVELOPMENT)
#define SRING_CHECK_OWNER_(ring, function) sring_check_owner_(ring, function)
#define SRING_BEGUN_HERE_(ring, number) sring_begun_here_(ring, number)
#else
#define SRING_CHECK_OWNER_(ring, function) ((void)(ring))
#define SRING_BEGUN_HERE_(ring, number) ((void)0)
#endif

/* For start. Costs nothing if the compiler knows the callback. */
SRING_INLINE_ void sring_check_callback_(sring_any_fn_ *callback, const char *function)
{
    if (SRING_UNLIKELY_(!callback)) {
        sring_misuse_(function, "a callback", "NULL");
    }
}

/* For flags of which only some may be set. */
SRING_INLINE_ void sring_check_bits_(uint64_t permitted, uint64_t flags, const char *function)
{
    if (SRING_UNLIKELY_(flags & ~permitted)) {
        sring_misuse_(function, "flags that its documentation permits", "another one");
    }
}

SRING_INLINE_ __attribute__((noreturn)) void sring_range_misuse_(const char *function)
{
    sring_misuse_(function, "a range within the buffer", "one that starts behind its end");
}

/* For call: the callback must have consumed the handle. */
SRING_INLINE_ void sring_check_consumed_(bool live, const struct sring_delivery_ *delivery)
{
    if (SRING_UNLIKELY_(live)) {
        sring_misuse_(delivery->callback, "to consume the handle that it receives",
                      "one and left it alone");
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
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && __SIZEOF_POINTER__ == 8
    if (__builtin_constant_p(all) && all) {
        __builtin_memcpy(&sqe->addr_, &block->data_, 16); /* address and length in one go */
        return;
    }
#else
    (void)all;
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

#endif /* SRING_DETAIL_HOT_H */
