/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The alarm: a timeout request for the next deadline. It wakes a program that sleeps on
 * sring_pollable_fd.
 */
#include "ring/ring.h"

#include <time.h>

/* Queues a timeout request that completes at `at`. It is relative: in a time namespace the kernel
 * would not shift an absolute time. Its timespec lies in the record: the kernel
 * copies it when it reads the request. */
static void queue_alarm(struct sring *ring, uint64_t at)
{
    struct sring_core_ *core = ring->core_;
    const uint64_t now = sring_time(ring);
    const uint64_t left = at > now ? at - now : 0;
    uint32_t flags = core->clock == CLOCK_BOOTTIME ? IORING_TIMEOUT_BOOTTIME : 0;
    struct sring_slot_ *slot;
    struct sring_record_ *record;

    sring_clear_slots(ring, 1);
    slot = sring_slot_of_(ring, ring->next_);
    record = &slot->record_;
    record->timeout_ = left / SRING_SECOND;
    record->arg_ = (void *)(uintptr_t)(left % SRING_SECOND);
    _Static_assert(offsetof(struct sring_record_, arg_) ==
                           offsetof(struct sring_record_, timeout_) + 8 &&
                       sizeof(record->arg_) == 8,
                   "the two are a struct __kernel_timespec");
    slot->sqe_.head_ = SRING_HEAD_(IORING_OP_TIMEOUT, 0, 0, -1);
    slot->sqe_.off_ = 0;
    slot->sqe_.addr_ = (uint64_t)(uintptr_t)&record->timeout_;
    slot->sqe_.len_flags_ = SRING_PAIR_(1, flags);
    core->deadlines.alarm = sring_queue_internal(ring);
    core->deadlines.alarm_at = at;
}

bool sring_deadline_alarm(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    uint64_t at = core->deadlines.timed && core->queues.event_fd >= 0 ? sring_next_cancel_time(ring)
                                                                      : UINT64_MAX;

    SRING_ASSERT(!sring_queued_(ring));
    if (at >= core->deadlines.alarm_at || core->queues.internal + 2 > SRING_RESERVE) {
        return false;
    }
    if (core->deadlines.alarm_at != UINT64_MAX) {
        sring_clear_slots(ring, 1);
        sring_queue_cancel_here(ring, core->deadlines.alarm, 0);
    }
    queue_alarm(ring, at);
    return true;
}
