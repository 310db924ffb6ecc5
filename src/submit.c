/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * From the queue to the kernel: room for the next operation, system calls, refusals.
 *
 * Callbacks never run from here: submit would otherwise call them in the middle of the caller's
 * work. What completes meanwhile is kept in the records.
 */
#include "internal.h"

#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* How often a kernel that is out of memory is asked again, a millisecond apart. */
#define PATIENCE 1000

static void publish(struct sring *ring)
{
    __atomic_store_n(ring->kernel_sq_tail_, sring_tail_(ring), __ATOMIC_RELEASE);
    __atomic_store_n(ring->kernel_cq_head_, sring_completed_(ring), __ATOMIC_RELEASE);
}

static int enter_once(struct sring *ring, unsigned wait_for,
                      const struct __kernel_timespec *timeout)
{
    struct io_uring_getevents_arg arg;
    long rc;

    memset(&arg, 0, sizeof(arg));
    arg.ts = (uint64_t)(uintptr_t)timeout;
    rc = syscall(__NR_io_uring_enter, ring->core_->uring.ring_fd, sring_queued_(ring), wait_for,
                 IORING_ENTER_GETEVENTS | (timeout ? IORING_ENTER_EXT_ARG : 0),
                 timeout ? &arg : NULL, timeout ? sizeof(arg) : 0);
    return rc < 0 ? -errno : (int)rc;
}

/* A file that was given away to be closed is closed all the same. (One in the ring's table is when
 * the operation settles.) */
static void close_refused(const struct sring_sqe_ *sqe)
{
    if (sring_closes_fd(sqe)) {
        close(SRING_HEAD_FD_(sqe->head_));
    }
}

/* The kernel takes nothing more: what is queued completes with `error`, here and now.
 *
 * The kernel reads the tail of the queue only when it is entered, so that the tail is taken back
 * and it will never see these requests, should it change its mind. The next operation gets the
 * place that is then free, and a number that is new: 2^32 further on the place is the same. */
static void refuse(struct sring *ring, int error)
{
    struct sring_core_ *core = ring->core_;
    struct sring_node *refused = NULL, **end = &refused;
    uint64_t count = sring_queued_(ring);

    for (uint64_t at = ring->next_ - count * SRING_STEP_; at != ring->next_; at += SRING_STEP_) {
        struct sring_sqe_ *sqe = &sring_slot_of_(ring, at)->sqe_;

        if (sqe->user_data_ & SRING_INTERNAL_) {
            (void)sring_release(ring, sring_find(ring, sqe->user_data_));
            core->internal--;
            core->internal_total--;
            ring->skew_--;
        } else {
            close_refused(sqe);
            *end = sring_spill(ring, sqe->user_data_);
            end = &(*end)->next_ready;
            core->stats.refused++;
        }
    }
    ring->next_ += ((UINT64_C(1) << 32) - count) * SRING_STEP_;
    core->skipped += UINT64_C(1) << 32;
    publish(ring);
    while (refused) {
        struct sring_node *node = refused;

        refused = node->next_ready;
        sring_settle(ring, node->user_data, error, 0, SRING_DEFER_CALLBACKS);
    }
}

/* Hands over what is queued and waits for `wait_for` completions, or less if a signal or the
 * timeout (NULL: none) comes first. Returns 0 or -errno; then what was queued has been refused. */
int sring_enter(struct sring *ring, unsigned wait_for, const struct __kernel_timespec *timeout)
{
    static const struct timespec moment = {0, 1000000};
    unsigned patience = PATIENCE;
    unsigned count;
    int rc;

    if (sring_in_flight_(ring) > ring->peak_) {
        ring->peak_ = sring_in_flight_(ring);
    }
    for (;;) {
        uint32_t before = sring_queued_(ring);

        publish(ring);
        ring->enters_++;
        rc = enter_once(ring, wait_for, timeout);
        if (rc >= 0 || rc == -EINTR || rc == -ETIME) {
            if (sring_queued_(ring) == 0) {
                return 0;
            }
            if (sring_queued_(ring) != before) {
                continue; /* it stopped at a bad request, which has completed; on with the rest */
            }
            rc = -EAGAIN;
        }
        if (rc == -EEXIST) {
            sring_misuse_("io_uring_enter", "the thread that opened the ring", "another thread");
        }
        if ((rc != -EAGAIN && rc != -EBUSY && rc != -ENOMEM) || patience-- == 0) {
            refuse(ring, rc);
            return rc;
        }
        count = sring_reap(ring, SRING_DEFER_CALLBACKS);
        if (count == 0) {
            nanosleep(&moment, NULL);
        }
        wait_for -= count < wait_for ? count : wait_for; /* these will not come again */
    }
}

/* The slot of the next operation, which is made free. */
static struct sring_slot_ *next_slot(struct sring *ring, const char *function)
{
    sring_check_owner_(ring, function);
    for (;;) {
        struct sring_slot_ *slot = sring_slot_of_(ring, ring->next_);
        uint64_t user_data = slot->sqe_.user_data_;

        if (user_data == SRING_FREE_) {
            return slot;
        }
        if (user_data >= ring->next_) {
            sring_misuse_(function, "a ring that was not copied",
                          "one of which a copy has submitted operations");
        }
        if (sring_queued_(ring) <= ring->sq_mask_ / SRING_STEP_) {
            (void)sring_spill(ring, user_data); /* the kernel has read it */
            ring->core_->stats.spilled++;
            return slot;
        }
        (void)sring_enter(ring, 0, NULL);
        (void)sring_reap(ring, SRING_DEFER_CALLBACKS);
    }
}

/* Queues the operation that was written into the spare slot because its own was taken. */
uint64_t sring_queue_spare_(struct sring *ring, uint64_t flags, const char *function)
{
    struct sring_slot_ request = *ring->spare_;
    struct sring_slot_ *slot;
    uint64_t number;

    memset(ring->spare_, 0, sizeof(*ring->spare_));
    slot = next_slot(ring, function); /* may run free functions, which may use the ring */
    *slot = request;
    slot->sqe_.user_data_ = ring->next_ | flags;
    number = slot->sqe_.user_data_ & SRING_NUMBER_;
    ring->next_ += SRING_STEP_;
    if (slot->record_.block_) {
        slot->record_.block_->owner_ = number;
    }
    if (slot->record_.scratch_) {
        slot->record_.scratch_->owner_ = number;
    }
    return number;
}

/* Nothing of many operations could be queued: the next slot is taken, or there is no credit.
 * Returns 0 after making room, -EAGAIN, or -ECANCELED. */
int sring_each_wait_(struct sring *ring, const char *function)
{
    if (ring->credits_ <= 0) {
        sring_check_owner_(ring, function);
        return ring->refusal_;
    }
    (void)next_slot(ring, function);
    return 0;
}

/* Queues a request to cancel. Returns whether there was room for it. */
bool sring_queue_cancel(struct sring *ring, uint64_t user_data, uint32_t flags)
{
    struct sring_core_ *core = ring->core_;
    struct sring_sqe_ *sqe;

    if (core->internal >= SRING_RESERVE) {
        return false;
    }
    sqe = &next_slot(ring, __func__)->sqe_;
    sqe->head_ = SRING_HEAD_(IORING_OP_ASYNC_CANCEL, 0, 0, -1);
    sqe->off_ = 0;
    sqe->addr_ = user_data;
    sqe->len_flags_ = SRING_PAIR_(0, flags);
    sqe->user_data_ = ring->next_ | SRING_INTERNAL_;
    ring->next_ += SRING_STEP_;
    ring->skew_++;
    core->internal++;
    core->internal_total++;
    return true;
}

int sring_flush_(struct sring *ring)
{
    sring_check_owner_(ring, "sring_flush");
    return sring_queued_(ring) ? sring_enter(ring, 0, NULL) : 0;
}

/* The kernel returns early for a signal, and whenever a timeout expires. */
int sring_flush_and_wait_(struct sring *ring, unsigned n)
{
    uint32_t until;
    int32_t left;
    int rc;

    sring_check_owner_(ring, "sring_flush_and_wait");
    if (n > sring_in_flight_(ring)) {
        n = sring_in_flight_(ring);
    }
    until = sring_completed_(ring) + n;
    do {
        /* The kernel counts what lies in the queue, of which some may have been taken meanwhile. */
        rc = sring_enter(ring, until - sring_completed_(ring), NULL);
        left = (int32_t)(until - sring_completed_(ring) - sring_cq_ready_(ring));
    } while (!rc && left > 0);
    return rc;
}
