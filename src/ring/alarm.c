/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The alarm: a timeout request for the next deadline. It wakes a program that sleeps on
 * sring_pollable_fd.
 */
#include "ring/ring.h"

#include <string.h>
#include <time.h>

#define TIME_AT offsetof(struct sring_record_, timeout_)

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
    struct __kernel_timespec time;

    sring_clear_slots(ring, 1);
    slot = sring_slot_of_(ring, ring->next_);
    time.tv_sec = (int64_t)(left / SRING_SECOND);
    time.tv_nsec = (int64_t)(left % SRING_SECOND);
    _Static_assert(sizeof(struct sring_record_) >= TIME_AT + sizeof(time) &&
                       offsetof(struct sring_record_, arg_) == TIME_AT + 8,
                   "timeout_ and what follows it have room for the time");
    memcpy((unsigned char *)&slot->record_ + TIME_AT, &time, sizeof(time));
    slot->sqe_.head_ = SRING_HEAD_(IORING_OP_TIMEOUT, 0, 0, -1);
    slot->sqe_.off_ = 0;
    slot->sqe_.addr_ = (uint64_t)(uintptr_t)&slot->record_ + TIME_AT;
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
