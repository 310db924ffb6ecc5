/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * From the completion queue to the operations: taking completions, running callbacks, the loop.
 */
#include "internal.h"

#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

static unsigned run_deferred(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    unsigned count = 0;

    while (core->ready_head) {
        struct sring_node *node = core->ready_head;
        struct sring_place place = {&node->record, node, node->user_data};

        core->ready_head = node->next_ready;
        if (!core->ready_head) {
            core->ready_tail = NULL;
        }
        sring_deliver(ring, place);
        count++;
    }
    return count;
}

/* The completion at the head of the queue, if there is one. */
struct sring_cqe_ *sring_head(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    struct sring_cqe_ *end = core->cqes + core->cq_count;

    if (ring->next_ >= core->last) {
        sring_leave_inlined(ring); /* sring_enter sees to it, see src/numbers.c */
    }
    if (ring->head_ == (uintptr_t)end) {
        ring->head_ = (uintptr_t)core->cqes;
        ring->origin_ -= (uintptr_t)end - (uintptr_t)core->cqes;
    }
    return &core->cqes[sring_completed_(ring) & (core->cq_count - 1)];
}

void sring_step(struct sring *ring)
{
    if (ring->core_->trusts_head) {
        ring->head_ += SRING_CQE_SIZE_;
    } else {
        ring->origin_ -= SRING_CQE_SIZE_;
    }
}

/* Runs callbacks for as long as the completion at the head is for one, with nothing out of the
 * ordinary about it. Is to sring_settle what the inlined wait is to sring_wait_: if the record that
 * the completion names is in its slot, it is a new one (see sring_head_). Returns their number. */
static uint32_t call_quick(struct sring *ring)
{
    uint32_t before = sring_completed_(ring);

    for (;;) {
        const struct sring_cqe_ *cqe = sring_head_(ring);
        struct sring_slot_ *slot = sring_slot_of_(ring, cqe->user_data_);
        struct sring_taken_ done;

        if (slot->sqe_.user_data_ != cqe->user_data_ || !(cqe->user_data_ & SRING_QUICK_)) {
            return sring_completed_(ring) - before;
        }
        done.number = cqe->user_data_ ^ (SRING_CALLS_BACK_ | SRING_QUICK_);
        memcpy(&done.result, &cqe->result_, sizeof(done.result) + sizeof(done.flags));
        memcpy(&done.block, &slot->record_.block_, sizeof(done.block) + sizeof(done.scratch));
        slot->sqe_.user_data_ = SRING_FREE_;
        ring->head_ += SRING_CQE_SIZE_;
        ring->credits_++;
        sring_call(ring, &done, &slot->record_);
    }
}

/* Settles what the completion at the head of the queue is for. Returns 1 if that was an operation,
 * 0 if it was a request of the library's own, or -1 if there is no memory to keep an item in: it
 * stays where it is. */
static int settle_head(struct sring *ring, enum sring_callbacks callbacks)
{
    struct sring_cqe_ *head = sring_head(ring);
    struct sring_cqe_ cqe = *head;

    if (cqe.flags_ & IORING_CQE_F_MORE && !sring_item_room(ring, cqe.user_data_)) {
        return -1;
    }
    head->user_data_ = 0; /* see sring_head_ */
    sring_step(ring);
    if ((cqe.user_data_ & (SRING_INTERNAL_ | SRING_TIMED_)) == SRING_INTERNAL_) {
        sring_settle_internal(ring, cqe.user_data_);
        return 0;
    }
    sring_settle(ring, cqe.user_data_, cqe.result_, cqe.flags_, callbacks);
    return 1;
}

/* Takes every completion that is there. Callbacks may wait, and so reap, in the middle of it:
 * nothing is kept across one. Returns how many operations were settled. */
static unsigned reap(struct sring *ring, enum sring_callbacks callbacks)
{
    struct sring_core_ *core = ring->core_;
    unsigned count = 0;

    if (callbacks == SRING_RUN_CALLBACKS) {
        core->delivering++;
        count = run_deferred(ring) + call_quick(ring);
    }
    while (sring_cq_ready_(ring)) {
        int settled = settle_head(ring, callbacks);

        if (settled < 0) {
            break;
        }
        count += (unsigned)settled;
        if (callbacks == SRING_RUN_CALLBACKS) {
            count += call_quick(ring);
        }
    }
    if (callbacks == SRING_RUN_CALLBACKS) {
        core->delivering--;
    }
    return count;
}

/* The same, and begins what waited for it. Returns how many operations were settled. */
unsigned sring_reap(struct sring *ring, enum sring_callbacks callbacks)
{
    unsigned count = reap(ring, callbacks);

    return callbacks == SRING_RUN_CALLBACKS ? count + sring_advance(ring) : count;
}

/* Those that were settled in passing. Returns how many. */
static uint32_t take_settled(struct sring *ring, uint64_t first, uint32_t n, int *results,
                             size_t stride)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < n; i++) {
        struct sring_place place = sring_find(ring, first + (uint64_t)i * SRING_STEP_);

        if (place.record && place.record->state_ & SRING_DONE_) {
            *(int *)(void *)((char *)results + i * stride) = sring_release(ring, place).result;
            count++;
        }
    }
    return count;
}

/* The rest of sring_take_each_, with `left` results to come: not in a row, or not there yet. */
void sring_take_late_(struct sring *ring, uint64_t first, uint32_t n, uint32_t left, int *results,
                      size_t stride)
{
    int rc = 0;

    for (;;) {
        left -= sring_take_ready_(ring, first, n, left, results, stride);
        if (left && sring_cq_ready_(ring)) {
            int settled;

            ring->core_->delivering++;
            settled = settle_head(ring, SRING_RUN_CALLBACKS);
            ring->core_->delivering--;
            if (settled >= 0) {
                continue;
            }
        }
        left -= left ? take_settled(ring, first, n, results, stride) : 0;
        if (!left) {
            break;
        }
        sring_check_owner_(ring, "await_each");
        if (!sring_advance(ring)) {
            sring_check_lost(rc, "await_each");
            rc = sring_enter(ring, left, NULL);
        }
    }
}

/* Has the kernel post what is due and takes back its signals. What came between the two is posted
 * by the second call; what comes later signals anew. */
static int collect_signalled(struct sring *ring)
{
    eventfd_t signals;
    int rc = sring_enter(ring, 0, NULL);

    (void)eventfd_read(ring->core_->event_fd, &signals);
    return rc ? rc : sring_enter(ring, 0, NULL);
}

int sring_poll_(struct sring *ring)
{
    unsigned count;
    int rc;

    sring_check_owner_(ring, "sring_poll");
    if (ring->core_->event_fd >= 0) {
        rc = collect_signalled(ring);
    } else if (!sring_cq_ready_(ring)) {
        rc = sring_enter(ring, 0, NULL);
    } else {
        rc = sring_flush_(ring);
    }
    count = reap(ring, SRING_RUN_CALLBACKS);
    if (sring_advance(ring) && !rc) {
        rc = sring_flush_(ring);
    }
    return rc ? rc : (int)count;
}

int sring_run_(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    int rc = 0;

    sring_check_owner_(ring, "sring_run");
    core->stop = false;
    core->delivering++;
    for (;;) {
        (void)call_quick(ring);
        if (core->ready_head || core->due || sring_cq_ready_(ring)) {
            (void)sring_reap(ring, SRING_RUN_CALLBACKS);
        } else if (rc || core->stop || !sring_in_flight_(ring)) {
            break;
        } else if (!sring_enter_inline_(ring, sring_completed_(ring), 1)) {
            rc = sring_enter(ring, 1, NULL); /* what has been refused is reaped before the end */
        }
    }
    core->delivering--;
    return rc;
}

void sring_stop_(struct sring *ring)
{
    sring_check_owner_(ring, "sring_stop");
    ring->core_->stop = true;
}
