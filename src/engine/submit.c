/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * From the queue to the kernel: makes room for operations, enters the kernel, handles refusals.
 *
 * Callbacks never run from here: submit would call them in the middle of the caller's work.
 * Completions taken here are kept in the records. Free functions of buffers run at the end, when
 * the ring is consistent.
 */
#include "base/probes.h"
#include "engine/engine.h"
#include "engine/observe.h"

#include <sched.h>
#include <string.h>

/* Retries while the kernel is out of memory, a millisecond apart. */
#define RETRIES 1000
/* How often the processor is yielded to a thread of the kernel, before the library sleeps. */
#define YIELDS 100

int sring_enter_once(struct sring *ring, unsigned wait_for, const struct __kernel_timespec *timeout)
{
    struct sring_kernel *kernel = &ring->core_->kernel;
    const uint32_t queued = sring_queued_(ring);

    sring_probe_submit(ring, queued, wait_for);
    return kernel->backend->enter(kernel, queued, wait_for, timeout);
}

/* Called before the kernel is entered. An earlier call may have stopped inside a chain, after a bad
 * request or without memory. The rest would look like the start of another chain: turns it into
 * no-ops. */
static void void_rest_of_chain(struct sring *ring)
{
    for (uint64_t at = ring->next_ - (uint64_t)sring_queued_(ring) * SRING_STEP_; at != ring->next_;
         at += SRING_STEP_) {
        struct sring_slot_ *slot = sring_slot_of_(ring, at);

        if (!(slot->record_.state_ & SRING_CHAINED_)) {
            return;
        }
        sring_void_request(slot);
    }
}

static void clear_copy(struct sring_core_ *core)
{
    if (core->queues.copy) {
        sring_clear_slot(core->queues.copy);
        core->queues.copy = NULL;
    }
}

/* Queues a request for the alarm, or for the works. The queue must be empty. Returns whether one
 * was queued. */
static bool queue_wake_request(struct sring *ring)
{
    if (sring_deadline_alarm(ring)) {
        return true;
    }
    if (!sring_must_listen(ring->core_) || ring->core_->queues.internal >= SRING_RESERVE) {
        return false;
    }
    sring_clear_slots(ring, 1);
    sring_queue_listen(ring);
    return true;
}

/* Called when the kernel has read all requests. Returns false if one was queued. */
static bool queue_is_empty(struct sring *ring)
{
    clear_copy(ring->core_);
    if (queue_wake_request(ring)) {
        return false;
    }
    sring_numbers_renew(ring);
    sring_allow_inlined(ring);
    return true;
}

/* Returns the result of sring_enter when the kernel has returned `rc`, which is no failure. */
static int success(const struct sring *ring, unsigned wait_for, int rc)
{
    return rc == -EINTR && wait_for && ring->core_->interruptible ? rc : 0;
}

/* Called when a thread of the kernel still reads the queue. Returns whether the queue must be empty
 * all the same: for a request of the library's own, or to change the range of numbers. */
static bool needs_empty_queue(const struct sring *ring)
{
    const struct sring_core_ *core = ring->core_;

    return ring->next_ >= core->numbers.last || sring_must_listen(core) ||
           (core->deadlines.timed && core->queues.event_fd >= 0);
}

/* Lets the kernel's thread read on: yields the processor, or sleeps after many tries. `rc` is the
 * result of sring_enter. */
static void let_read(unsigned tries, int rc, const char *function)
{
    if (rc && tries > RETRIES) {
        sring_misuse_(function, "a ring that the kernel lets the program enter",
                      "one whose thread of the kernel cannot be woken");
    }
    if (tries < YIELDS) {
        (void)sched_yield();
    } else {
        sring_pause();
    }
}

int sring_enter(struct sring *ring, unsigned wait_for, const struct __kernel_timespec *timeout)
{
    struct sring_core_ *core = ring->core_;
    struct __kernel_timespec limit;
    unsigned retries = RETRIES, tries = 0;
    unsigned count;
    int rc;

    SRING_ASSERT(wait_for <= core->queues.cq_count);
    if (sring_in_flight_(ring) > ring->peak_) {
        ring->peak_ = sring_in_flight_(ring);
    }
    sring_observe_handed(ring); /* before the clocks of deadlines start */
    if (core->deadlines.timed) {
        timeout = sring_deadline_limit(ring, timeout, &limit);
        core->deadlines.late = timeout == &limit;
    }
    for (;;) {
        uint32_t before = sring_queued_(ring);

        void_rest_of_chain(ring);
        sring_publish(ring);
        ring->enters_++;
        rc = sring_enter_once(ring, wait_for, timeout);
        if (rc >= 0 || rc == -EINTR || (rc == -ETIME && timeout)) {
            if (sring_queued_(ring) == 0) {
                if (queue_is_empty(ring)) {
                    return success(ring, wait_for, rc);
                }
                wait_for = 0;
                continue;
            }
            if (core->kernel.reads_alone) {
                if (!needs_empty_queue(ring)) {
                    return success(ring, wait_for, rc);
                }
                wait_for = 0;
                let_read(tries++, 0, __func__);
                continue;
            }
            if (sring_queued_(ring) != before) {
                continue; /* it stopped at a bad request, which has completed; hand over the rest */
            }
            rc = -EAGAIN;
        }
        if (rc == -EEXIST) {
            sring_misuse_("io_uring_enter", "the thread that opened the ring", "another thread");
        }
        if (core->kernel.reads_alone && rc != -EOWNERDEAD) {
            return rc; /* its thread may still read the requests */
        }
        if ((rc != -EAGAIN && rc != -EBUSY && rc != -ENOMEM) || retries-- == 0) {
            sring_refuse(ring, rc);
            return rc;
        }
        count = sring_collect(ring);
        if (count == 0) {
            sring_pause();
        }
        wait_for -= count < wait_for ? count : wait_for; /* these are taken already */
    }
}

void sring_make_room(struct sring *ring, uint32_t n, const char *function)
{
    sring_check_owner_(ring, function);
    SRING_ASSERT(n >= 1 && n <= ring->sq_mask_ / SRING_STEP_ + 1);
    for (unsigned tries = 0; !sring_has_room(ring, n, function); tries++) {
        int rc;

        ring->core_->kernel.awaits_room = tries > 0;
        rc = sring_enter_now(ring);
        ring->core_->kernel.awaits_room = false;
        (void)sring_collect(ring);
        if (ring->core_->kernel.reads_alone) {
            let_read(tries, rc, function);
        }
    }
    sring_clear_slots(ring, n);
    SRING_ASSERT(sring_slot_of_(ring, ring->next_)->sqe_.user_data_ == SRING_FREE_);
}

/* Queues the operation in the staging slot. It was written there because its own slot was in use or
 * it has a deadline. */
uint64_t sring_queue_staged_(struct sring *ring, uint64_t flags, const char *function)
{
    struct sring_slot_ request = *ring->staging_;
    /* Its callback for the end is not stored yet, which free functions may look for. */
    const bool starts_stream = flags & SRING_CALLS_BACK_ && request.record_.state_ & SRING_STREAM_;
    uint64_t number;

    memset(ring->staging_, 0, sizeof(*ring->staging_));
    sring_lend(&request.record_, 0); /* free functions must not find the buffers' handles alive */
    sring_make_room(ring, 1, function);
    number = sring_queue_request(ring, &request, flags, 0);
    sring_store_place(ring, number, __builtin_return_address(0));
    if (!ring->core_->calls.keeps_to_free && !starts_stream) {
        (void)sring_free_due(ring);
    }
    return number;
}

/* Called by await_each when it can queue nothing: the next slot is in use, or the budget is used
 * up. Returns 0 after making room, -EAGAIN, or -ECANCELED (the ring is closing). */
int sring_each_wait_(struct sring *ring, const char *function)
{
    if (ring->budget_ <= 0) {
        sring_check_owner_(ring, function);
        return ring->refusal_;
    }
    sring_make_room(ring, 1, function);
    (void)sring_free_due(ring);
    return 0;
}

bool sring_queue_cancel(struct sring *ring, uint64_t user_data, uint32_t flags)
{
    SRING_ASSERT(user_data || flags); /* one operation, or all */
    if (ring->core_->queues.internal >= SRING_RESERVE) {
        return false;
    }
    sring_make_room(ring, 1, __func__);
    sring_queue_cancel_here(ring, user_data, flags);
    return true;
}

int sring_enter_now(struct sring *ring)
{
    return sring_enter(ring, 0, NULL);
}

/* An enter without waiting posts only some of the completions that are due (20 on Linux 6.18), and
 * the rest does not signal the eventfd again. Waiting with a timeout of 0 posts all. */
int sring_post_all(struct sring *ring)
{
    static const struct __kernel_timespec none = {0, 0};
    int rc = sring_enter(ring, ring->core_->queues.cq_count, &none);

    return rc == -EINTR ? 0 : rc;
}

int sring_hand_over(struct sring *ring)
{
    if (sring_queued_(ring) || queue_wake_request(ring)) {
        return sring_enter_now(ring);
    }
    return 0;
}

void sring_settle(struct sring *ring)
{
    int rc = sring_hand_over(ring);

    for (unsigned tries = 0; sring_queued_(ring); tries++) {
        if (rc && tries > RETRIES && ring->core_->closing) {
            return; /* sring_close reports it, when it has given up what is in flight */
        }
        let_read(tries, rc, __func__);
        rc = sring_enter_now(ring);
    }
    clear_copy(ring->core_);
}
