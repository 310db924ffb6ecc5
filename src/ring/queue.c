/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Writes requests into the queue. The caller has made sure that there is room.
 */
#include "base/probes.h"
#include "ring/streams.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>

bool sring_has_room(struct sring *ring, uint32_t n, const char *function)
{
    for (uint32_t i = 0; i < n; i++) {
        uint64_t user_data =
            sring_slot_of_(ring, ring->next_ + (uint64_t)i * SRING_STEP_)->sqe_.user_data_;

        if (user_data != SRING_FREE_ && user_data >= ring->next_) {
            sring_misuse_(function, "a ring that was not copied",
                          "one of which a copy has submitted operations");
        }
    }
    return sring_queued_(ring) + n <= ring->sq_mask_ / SRING_STEP_ + 1;
}

void sring_clear_slots(struct sring *ring, uint32_t n)
{
    SRING_ASSERT(sring_queued_(ring) + n <= ring->sq_mask_ / SRING_STEP_ + 1);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t user_data =
            sring_slot_of_(ring, ring->next_ + (uint64_t)i * SRING_STEP_)->sqe_.user_data_;

        if (user_data != SRING_FREE_) {
            (void)sring_park(ring, user_data); /* the kernel has read its request */
            ring->core_->counts.stats.parked++;
        }
    }
}

/* Called after an operation with a deadline was queued. Its clock starts when the kernel reads
 * it. */
static void queue_deadline(struct sring *ring, struct sring_slot_ *slot)
{
    struct sring_core_ *core = ring->core_;

    slot->sqe_.user_data_ = (slot->sqe_.user_data_ & ~SRING_QUICK_) | SRING_TIMED_;
    core->deadlines.timed++;
    core->deadlines.unclocked = true;
    sring_bar_inlined(ring);
}

/* Before Linux 6.4, a request with IOSQE_ASYNC that waits with poll and then finds nothing to do,
 * twice, may be tried again in an endless loop inside io_uring_enter, which no signal ends. Seen in
 * 6.1 with two reads of one pipe. The flag is harmless where the kernel does not poll. */
static bool async_is_safe(const struct sring *ring, const struct sring_slot_ *slot)
{
    struct stat about;

    if (ring->core_->kernel.async_waits || SRING_HEAD_FD_(slot->sqe_.head_) == AT_FDCWD) {
        return true;
    }
    return !(SRING_HEAD_FLAGS_(slot->sqe_.head_) & IOSQE_FIXED_FILE) &&
           !fstat(SRING_HEAD_FD_(slot->sqe_.head_), &about) &&
           (S_ISREG(about.st_mode) || S_ISDIR(about.st_mode) || S_ISBLK(about.st_mode));
}

/* Called after an operation for a worker was queued: the worker looks up its file. */
static void queue_async(struct sring *ring, struct sring_slot_ *slot)
{
    struct sring_record_ *record = &slot->record_;

    if (!async_is_safe(ring, slot)) {
        slot->sqe_.head_ &= ~SRING_HEAD_(0, IOSQE_ASYNC, 0, 0);
        return;
    }
    slot->sqe_.user_data_ &= ~SRING_QUICK_;
    ring->late_ += record->state_ & SRING_LATE_ ? 0 : 1;
    record->state_ |= SRING_LATE_;
    record->result_ = SRING_HEAD_FD_(slot->sqe_.head_);
    record->flags_ = SRING_HEAD_FLAGS_(slot->sqe_.head_);
}

uint64_t sring_queue_request(struct sring *ring, const struct sring_slot_ *request, uint64_t flags,
                             uint32_t link)
{
    struct sring_slot_ *slot = sring_slot_of_(ring, ring->next_);
    uint64_t number = (ring->next_ | flags) & SRING_NUMBER_;

    SRING_ASSERT(slot->sqe_.user_data_ == SRING_FREE_ && flags < SRING_STEP_);
    *slot = *request;
    slot->sqe_.user_data_ = ring->next_ | flags;
    ring->next_ += SRING_STEP_;
    ring->late_ += slot->record_.state_ & SRING_LATE_ ? 1 : 0;
    sring_lend(&slot->record_, number);
    slot->sqe_.head_ |= SRING_HEAD_(0, link, 0, 0);
    if (slot->sqe_.head_ & SRING_HEAD_(0, IOSQE_ASYNC, 0, 0)) {
        queue_async(ring, slot);
    }
    if (slot->record_.timeout_) {
        queue_deadline(ring, slot);
    }
    if (slot->record_.state_ & SRING_AGAIN_) {
        sring_again_keep(ring->core_, slot);
    }
    return number;
}

void sring_queue_again(struct sring *ring, const struct sring_sqe_ *request)
{
    struct sring_slot_ *slot = sring_slot_of_(ring, ring->next_);

    SRING_ASSERT(slot->sqe_.user_data_ == SRING_FREE_);
    slot->sqe_ = *request;
    slot->record_.state_ = SRING_COPY_;
    ring->core_->queues.copy = slot;
    ring->next_ += SRING_STEP_;
}

void sring_void_request(struct sring_slot_ *slot)
{
    uint64_t user_data = slot->sqe_.user_data_;
    uint64_t head = slot->sqe_.head_;

    memset(&slot->sqe_, 0, sizeof(slot->sqe_));
    slot->sqe_.off_ = head; /* for sring_asked_of; a no-op has no offset */
    slot->sqe_.head_ = SRING_HEAD_(IORING_OP_NOP, 0, 0, -1);
    slot->sqe_.user_data_ = user_data;
    slot->record_.state_ |= SRING_VOID_;
}

uint64_t sring_queue_internal(struct sring *ring)
{
    uint64_t user_data = ring->next_ | SRING_INTERNAL_;

    SRING_ASSERT(sring_slot_of_(ring, ring->next_)->sqe_.user_data_ == SRING_FREE_ &&
                 ring->core_->queues.internal < SRING_RESERVE);
    sring_slot_of_(ring, ring->next_)->sqe_.user_data_ = user_data;
    ring->next_ += SRING_STEP_;
    ring->not_counted_++;
    ring->core_->queues.internal++;
    ring->core_->queues.internal_total++;
    return user_data;
}

void sring_queue_cancel_here(struct sring *ring, uint64_t user_data, uint32_t flags)
{
    struct sring_sqe_ *sqe = &sring_slot_of_(ring, ring->next_)->sqe_;

    sring_probe_cancel(ring, user_data & SRING_NUMBER_, flags);
    sqe->head_ = SRING_HEAD_(IORING_OP_ASYNC_CANCEL, 0, 0, -1);
    sqe->off_ = 0;
    sqe->addr_ = user_data;
    sqe->len_flags_ = SRING_PAIR_(0, flags);
    (void)sring_queue_internal(ring);
}

uint64_t sring_queue_poll_update(struct sring *ring, uint64_t user_data, uint32_t events,
                                 int32_t *answer)
{
    struct sring_slot_ *slot = sring_slot_of_(ring, ring->next_);
    struct sring_sqe_ *sqe = &slot->sqe_;

    sqe->head_ = SRING_HEAD_(IORING_OP_POLL_REMOVE, 0, 0, -1);
    sqe->off_ = 0;
    sqe->addr_ = user_data;
    sqe->len_flags_ = SRING_PAIR_(IORING_POLL_UPDATE_EVENTS, SRING_POLL_MASK_(events));
    slot->record_.arg_ = answer;
    return sring_queue_internal(ring);
}

void sring_queue_listen(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    struct sring_sqe_ *sqe = &sring_slot_of_(ring, ring->next_)->sqe_;

    SRING_ASSERT(sring_must_listen(core));
    sqe->head_ = SRING_HEAD_(IORING_OP_POLL_ADD, 0, 0, core->works.event_fd);
    sqe->off_ = 0;
    sqe->addr_ = 0;
    sqe->len_flags_ = SRING_PAIR_(0, SRING_POLL_MASK_(POLLIN));
    core->works.listening = sring_queue_internal(ring);
}
