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

static uint32_t queued(const struct sring *ring)
{
    return (uint32_t)ring->next_ - __atomic_load_n(ring->kernel_sq_head_, __ATOMIC_ACQUIRE);
}

uint64_t sring_in_flight(const struct sring *ring)
{
    const struct sring_core_ *core = ring->core_;

    return ring->next_ - core->base - core->skipped - core->internal -
           (ring->cq_next_ - core->stats.dropped);
}

int sring_no_credit_(struct sring *ring, const char *function)
{
    ring->credits_++;
    sring_check_owner_(ring, function);
    return ring->core_->closing ? -ECANCELED : -EAGAIN;
}

static int enter_once(struct sring *ring, unsigned wait_for,
                      const struct __kernel_timespec *timeout)
{
    struct io_uring_getevents_arg arg;
    long rc;

    memset(&arg, 0, sizeof(arg));
    arg.ts = (uint64_t)(uintptr_t)timeout;
    rc = syscall(__NR_io_uring_enter, ring->core_->uring.ring_fd, queued(ring), wait_for,
                 IORING_ENTER_GETEVENTS | (timeout ? IORING_ENTER_EXT_ARG : 0),
                 timeout ? &arg : NULL, timeout ? sizeof(arg) : 0);
    return rc < 0 ? -errno : (int)rc;
}

/* A file that was given away to be closed is closed all the same. */
static void close_refused(const struct sring_sqe_ *sqe)
{
    if (SRING_HEAD_OPCODE_(sqe->head_) == IORING_OP_CLOSE) {
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
    uint32_t count = queued(ring);

    for (uint64_t at = ring->next_ - count; at != ring->next_; at++) {
        uint64_t number = ring->sqes_[at & ring->sq_mask_].user_data_;

        if (number & SRING_INTERNAL_) {
            (void)sring_release(ring, number, sring_find(ring, number));
            core->internal--;
            core->internal_total--;
        } else {
            close_refused(&ring->sqes_[at & ring->sq_mask_]);
            *end = sring_spill(ring, number);
            end = &(*end)->next_ready;
            core->stats.refused++;
        }
    }
    ring->next_ += (UINT64_C(1) << 32) - count;
    core->skipped += UINT64_C(1) << 32;
    __atomic_store_n(ring->kernel_sq_tail_, (uint32_t)ring->next_, __ATOMIC_RELEASE);
    while (refused) {
        struct sring_node *node = refused;

        refused = node->next_ready;
        sring_settle(ring, node->number, error, 0, SRING_DEFER_CALLBACKS);
    }
}

/* Hands over what is queued and waits for `wait_for` completions, or less if a signal or the
 * timeout (NULL: none) comes first. Returns 0 or -errno; then what was queued has been refused. */
int sring_enter(struct sring *ring, unsigned wait_for, const struct __kernel_timespec *timeout)
{
    static const struct timespec moment = {0, 1000000};
    struct sring_core_ *core = ring->core_;
    uint64_t in_flight = sring_in_flight(ring);
    unsigned patience = PATIENCE;
    unsigned count;
    int rc;

    if (in_flight > core->stats.peak_in_flight) {
        core->stats.peak_in_flight = in_flight;
    }
    __atomic_store_n(ring->kernel_sq_tail_, (uint32_t)ring->next_, __ATOMIC_RELEASE);
    for (;;) {
        uint32_t before = queued(ring);

        ring->enters_++;
        rc = enter_once(ring, wait_for, timeout);
        if (rc >= 0 || rc == -EINTR || rc == -ETIME) {
            if (queued(ring) == 0) {
                return 0;
            }
            if (queued(ring) != before) {
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

/* Frees the slot of the next operation. */
void sring_make_room_(struct sring *ring, const char *function)
{
    sring_check_owner_(ring, function);
    for (;;) {
        uint64_t number = ring->sqes_[ring->next_ & ring->sq_mask_].user_data_;

        if (number == SRING_FREE_) {
            return;
        }
        if ((number & SRING_NUMBER_) >= ring->next_) {
            sring_misuse_(function, "a ring that was not copied",
                          "one of which a copy has submitted operations");
        }
        if (queued(ring) <= ring->sq_mask_) {
            (void)sring_spill(ring, number); /* the kernel has read it */
            return;
        }
        (void)sring_enter(ring, 0, NULL);
        (void)sring_reap(ring, SRING_DEFER_CALLBACKS);
    }
}

/* Queues a request to cancel. Returns whether there was room for it. */
bool sring_queue_cancel(struct sring *ring, uint64_t user_data, uint32_t flags)
{
    struct sring_core_ *core = ring->core_;
    struct sring_sqe_ *sqe;

    if (core->internal >= SRING_RESERVE) {
        return false;
    }
    sqe = sring_slot_(ring, __func__);
    sqe->head_ = SRING_HEAD_(IORING_OP_ASYNC_CANCEL, 0, 0, -1);
    sqe->off_ = 0;
    sqe->addr_ = user_data;
    sqe->len_flags_ = SRING_PAIR_(0, flags);
    sqe->user_data_ = ring->next_++ | SRING_INTERNAL_;
    core->internal++;
    core->internal_total++;
    return true;
}

int sring_flush_(struct sring *ring)
{
    sring_check_owner_(ring, "sring_flush");
    return queued(ring) ? sring_enter(ring, 0, NULL) : 0;
}

/* The kernel returns early for a signal, and whenever a timeout expires. */
int sring_flush_and_wait_(struct sring *ring, unsigned n)
{
    uint64_t in_flight;
    uint32_t until;
    int32_t left;
    int rc;

    sring_check_owner_(ring, "sring_flush_and_wait");
    in_flight = sring_in_flight(ring);
    n = n < in_flight ? n : (unsigned)in_flight;
    n = n <= ring->cq_mask_ ? n : (unsigned)ring->cq_mask_ + 1;
    until = (uint32_t)ring->cq_next_ + n;
    do {
        /* The kernel counts what lies in the queue, of which some may have been taken meanwhile. */
        rc = sring_enter(ring, until - (uint32_t)ring->cq_next_, NULL);
        left = (int32_t)(until - __atomic_load_n(ring->kernel_cq_tail_, __ATOMIC_ACQUIRE));
    } while (!rc && left > 0);
    return rc;
}
