/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Takes completions from the queue; runs callbacks and free functions.
 */
#include "base/probes.h"
#include "engine/fiber.h"

#include <string.h>
#include <sys/eventfd.h>

/* Runs the callbacks and fibers that were due at the time of the call. Later ones are left for the
 * next call, so that the caller can check its own condition first. */
static unsigned call_due(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    unsigned count = 0;

    core->calls.last = core->calls.ready_tail;
    while (core->calls.last) {
        struct sring_parked *parked = sring_due_pop(core);

        count++;
        sring_deliver(ring, (struct sring_found){&parked->record, parked, parked->user_data});
    }
    return count;
}

struct sring_cqe_ *sring_head(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    struct sring_cqe_ *end = core->queues.cqes + core->queues.cq_count;

    if (ring->next_ >= core->numbers.last) {
        sring_bar_inlined(ring); /* sring_enter takes another range, see src/ring/numbers.c */
    }
    if (ring->head_ == (uintptr_t)end) {
        ring->head_ = (uintptr_t)core->queues.cqes;
        ring->origin_ -= (uintptr_t)end - (uintptr_t)core->queues.cqes;
    }
    return &core->queues.cqes[sring_completed_(ring) & (core->queues.cq_count - 1)];
}

void sring_pop_cqe(struct sring *ring)
{
    SRING_ASSERT(sring_cq_ready_(ring));
    if (ring->core_->queues.trusts_head) {
        ring->head_ += SRING_CQE_SIZE_;
    } else {
        ring->origin_ -= SRING_CQE_SIZE_;
    }
}

/* Besides callbacks, lets fibers go on that wait for one operation. */
uint32_t sring_call_quick(struct sring *ring, uint32_t most)
{
    struct sring_core_ *core = ring->core_;
    uint32_t before = sring_completed_(ring);

    for (; most && !core->calls.ready_head; most--) {
        const struct sring_cqe_ *cqe = sring_head_(ring);
        struct sring_slot_ *slot = sring_slot_of_(ring, cqe->user_data_);
        struct sring_taken_ done;

        if (SRING_IS_INTERNAL_ERROR_(cqe->result_)) {
            break;
        }
        if (slot->sqe_.user_data_ != cqe->user_data_ || !(cqe->user_data_ & SRING_QUICK_)) {
            struct sring_fiber_stack *stack =
                core->fibers.active ? sring_fiber_of_head(ring) : NULL;

            if (!stack) {
                break;
            }
            sring_fiber_resume(ring, stack);
            continue;
        }
        done.number = cqe->user_data_ ^ (SRING_CALLS_BACK_ | SRING_QUICK_);
        memcpy(&done.result, &cqe->result_, sizeof(done.result) + sizeof(done.flags));
        sring_probe_complete(ring, done.number, done.result, false);
        memcpy(&done.block, &slot->record_.block_, sizeof(done.block) + sizeof(done.scratch));
        slot->sqe_.user_data_ = SRING_FREE_;
        ring->head_ += SRING_CQE_SIZE_;
        ring->budget_++;
        core->counts.passed++;
        sring_call(ring, &done, &slot->record_);
    }
    return sring_completed_(ring) - before;
}

int sring_complete_head(struct sring *ring, enum sring_callbacks callbacks)
{
    struct sring_cqe_ *head = sring_head(ring);
    struct sring_cqe_ cqe = *head;
    struct sring_found found = sring_find(ring, cqe.user_data_);
    bool goes_on = sring_goes_on(ring, found, &cqe);

    SRING_ASSERT(sring_cq_ready_(ring));
    cqe.flags_ |= goes_on ? IORING_CQE_F_MORE : 0;
    if (cqe.flags_ & IORING_CQE_F_MORE && !sring_item_room(ring, &found)) {
        return -1;
    }
    head->user_data_ = 0; /* see sring_head_ */
    sring_pop_cqe(ring);
    if (cqe.user_data_ & SRING_INTERNAL_) {
        return sring_complete_internal(ring, found, cqe.result_) ? 1 : 0;
    }
    if (sring_hold(ring, found, cqe.result_)) {
        return 0;
    }
    if (goes_on) {
        sring_stream_hold(ring, found, cqe.result_);
        found = sring_find(ring, cqe.user_data_);
    }
    if (goes_on && cqe.result_ < 0) {
        ring->not_counted_--;
        return 0;
    }
    sring_complete(ring, found, cqe.result_, cqe.flags_, callbacks);
    return 1;
}

unsigned sring_collect(struct sring *ring)
{
    unsigned count = 0;

    while (sring_cq_ready_(ring)) {
        int completed = sring_complete_head(ring, SRING_DEFER_CALLBACKS);

        if (completed < 0) {
            break;
        }
        count += (unsigned)completed;
    }
    sring_update_waiter(ring);
    return count;
}

/* What is due: callbacks that are kept, whose signal a poll in another callback or in a free
 * function may have taken, and an item for which there is no memory. */
void sring_signal_rest(struct sring *ring)
{
    const struct sring_core_ *core = ring->core_;

    if (core->queues.event_fd >= 0 && !core->calls.polls &&
        (core->calls.ready_head || sring_cq_ready_(ring))) {
        (void)eventfd_write(core->queues.event_fd, 1);
    }
}

static uint32_t number_before(const struct sring *ring, uint32_t end)
{
    int32_t left = (int32_t)(end - sring_completed_(ring));

    return left > 0 ? (uint32_t)left : 0;
}

/* Runs callbacks in the order of completion. Stops when a callback becomes due that was kept
 * meanwhile: completions in the queue are newer. No pointer is kept across a callback. */
unsigned sring_run_due(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    uint32_t end = sring_completed_(ring) + sring_cq_ready_(ring);
    unsigned count = call_due(ring);

    while (!core->calls.ready_head) {
        uint32_t called = sring_call_quick(ring, number_before(ring, end));
        int completed;

        count += called;
        if (core->calls.ready_head || !number_before(ring, end)) {
            break;
        }
        completed = sring_complete_head(ring, SRING_RUN_CALLBACKS);
        if (completed < 0) {
            break;
        }
        count += (unsigned)completed;
    }
    SRING_ASSERT(ring->budget_ <= core->capacity);
    sring_signal_rest(ring);
    sring_update_waiter(ring);
    return count;
}

static unsigned run_due(struct sring *ring, void *arg)
{
    (void)arg;
    return sring_run_due(ring);
}

unsigned sring_take_due(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;

    if (sring_inside(core)) {
        return sring_collect(ring);
    }
    sring_forget_wait(core);
    return sring_call_marked(ring, &core->calls.callback_mark, run_due, NULL);
}

static unsigned free_all_due(struct sring *ring, void *arg)
{
    struct sring_core_ *core = ring->core_;
    unsigned count = 0;

    (void)arg;
    while (core->calls.to_free) {
        struct sring_block_ *block = core->calls.to_free;

        core->calls.to_free = block->next_;
        if (!core->calls.to_free) {
            core->calls.to_free_end = &core->calls.to_free;
        }
        sring_block_free_(block);
        count++;
    }
    SRING_ASSERT(core->calls.to_free_end == &core->calls.to_free);
    return count;
}

unsigned sring_free_due(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    unsigned count = 0;

    if (core->calls.to_free && !sring_marked(&core->calls.free_mark)) {
        count = sring_call_marked(ring, &core->calls.free_mark, free_all_due, NULL);
        sring_signal_rest(ring);
    }
    return count;
}
