/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Deadlines: the request behind an operation that has the kernel cancel it when its time is over.
 *
 * The two complete one by one and in any order, and only both together say what became of the
 * operation. So its record is kept until both have come; what comes before the clock has stopped is
 * held. The inlined way, which knows of one completion only, is barred by a flag in user_data.
 */
#include "internal.h"

#include <string.h>

/* Behind an operation that was queued just now. The clock starts when the operation begins. `link`
 * goes on to the request behind both. */
void sring_deadline_queue(struct sring *ring, struct sring_slot_ *operation, uint32_t link)
{
    struct sring_slot_ *slot = sring_slot_of_(ring, ring->next_);
    struct sring_record_ *record = &slot->record_;
    uint64_t nanoseconds = operation->record_.timeout_ - 1;

    operation->sqe_.head_ |= SRING_HEAD_(0, link ? link : IOSQE_IO_LINK, 0, 0);
    operation->sqe_.user_data_ = (operation->sqe_.user_data_ & ~SRING_QUICK_) | SRING_TIMED_;
    operation->record_.state_ |= SRING_CLOCK_ | SRING_DEADLINE_;

    /* The kernel copies the time when it reads the request: until then it lies in the record. */
    memset(slot, 0, sizeof(*slot));
    record->state_ = SRING_CHAINED_;
    record->timeout_ = nanoseconds / 1000000000;
    record->arg_ = (void *)(uintptr_t)(nanoseconds % 1000000000);
    _Static_assert(offsetof(struct sring_record_, arg_) ==
                           offsetof(struct sring_record_, timeout_) + 8 &&
                       sizeof(record->arg_) == 8,
                   "the two are a struct __kernel_timespec");
    slot->sqe_.head_ = SRING_HEAD_(IORING_OP_LINK_TIMEOUT, link, 0, -1);
    slot->sqe_.addr_ = (uint64_t)(uintptr_t)&record->timeout_;
    slot->sqe_.len_flags_ = SRING_PAIR_(1, 0);
    slot->sqe_.user_data_ = ring->next_ | SRING_INTERNAL_ | SRING_TIMED_;
    ring->next_ += SRING_STEP_;
    ring->skew_++;
    ring->core_->internal_total++;
}

/* The clock has stopped. Result 0: it never ran, see mend() in submit.c. -EALREADY and -ENOENT:
 * time was over, and the operation could not be stopped at once, or was just then on its way from
 * one place to another. */
void sring_deadline_settle(struct sring *ring, uint64_t user_data, int32_t result,
                           enum sring_callbacks callbacks)
{
    uint64_t number = (user_data & ~(uint64_t)(SRING_STEP_ - 1)) - SRING_STEP_;
    struct sring_place place = sring_find_number(ring, number);
    struct sring_record_ *record = place.record;
    uint32_t held;

    (void)sring_release(ring, sring_find(ring, user_data));
    held = record->state_ >> SRING_HELD_ & (SRING_RESULT_ | SRING_DONE_);
    record->state_ &= ~(SRING_CLOCK_ | held << SRING_HELD_);
    if (result == -ETIME || result == -EALREADY || result == -ENOENT) {
        record->state_ |= SRING_EXPIRED_;
        ring->core_->late |= result != -ETIME && !(held & SRING_DONE_);
    }
    if (sring_arrive(ring, place, held)) {
        sring_conclude(ring, place, callbacks);
    }
}
