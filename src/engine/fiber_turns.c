/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Resumes and parks fibers.
 *
 * The loop on the thread's own stack resumes a fiber. One that parks or returns switches to the
 * next that can go on, or back to the loop. Who goes on next puts away the stack of one that has
 * returned.
 */
#include "base/probes.h"
#include "engine/fiber.h"

#define MOST_SWITCHES 64 /* in a row: then the loop looks at its condition and at completions */

static void enter(struct sring *ring, struct sring_fiber_stack *stack)
{
    struct sring_core_ *core = ring->core_;

    stack->parks = false;
    core->fibers.running = stack->fiber;
    sring_running_stack = &stack->base;
    if (stack->cancelled) {
        sring_refuse_operations(ring, true);
    }
}

/* The running fiber stops. */
static void leave(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;

    if (core->fibers.refuses) {
        sring_refuse_operations(ring, false);
    }
    core->fibers.running = NULL;
    sring_running_stack = (struct sring_stack *)core->fibers.outer;
}

/* A fiber of another ring waits for this one: its own ring does not refuse what is done meanwhile.
 */
static void refuse_for(const struct sring_fiber_stack *outer, bool refuses)
{
    struct sring *ring = outer->fiber->ring;

    if (outer->cancelled && ring->core_->fibers.refuses != refuses) {
        sring_refuse_operations(ring, refuses);
    }
}

/* Checks a mark for the running fiber, which goes on then. */
static void check_at_home(struct sring_core_ *core, struct sring_context *home)
{
    (void)sring_marked(core->fibers.asked);
    core->fibers.asked = NULL;
    sring_context_switch(home, &core->fibers.running->stack->context, false);
}

bool sring_call_runs(struct sring_core_ *core, uintptr_t *mark)
{
    struct sring_fiber_state *fiber = sring_fiber_current(core);

    if (!sring_marked(mark)) {
        return false;
    }
    if (fiber) {
        core->fibers.asked = mark;
        sring_context_switch(&fiber->stack->context, core->fibers.home, false);
    }
    return *mark;
}

void sring_fiber_resume(struct sring *ring, struct sring_fiber_stack *stack)
{
    struct sring_core_ *core = ring->core_;
    struct sring_context home;

    SRING_ASSERT(!core->fibers.running && !(stack->fiber->parked.record.state_ & SRING_DUE_));
    sring_bar_inlined(ring); /* it would sleep in place of the loop */
    home.stack = NULL;
    core->fibers.home = &home;
    core->fibers.outer = sring_fiber_running_stack();
    core->fibers.switches = 0;
    if (SRING_UNLIKELY_(core->fibers.outer != NULL)) {
        refuse_for(core->fibers.outer, false);
    }
    enter(ring, stack);
    sring_context_switch(&home, &stack->context, false);
    while (SRING_UNLIKELY_(core->fibers.asked != NULL)) {
        check_at_home(core, &home);
    }
    if (core->fibers.running) {
        leave(ring);
    }
    if (SRING_UNLIKELY_(core->fibers.outer != NULL)) {
        refuse_for(core->fibers.outer, true);
    }
    core->fibers.home = NULL;
    sring_fiber_bury(core);
}

/* Returns whether the fiber waits for this completion in sring_fiber_take or sring_fiber_take_item.
 */
static inline bool waits_for(const struct sring_fiber_stack *stack, const struct sring_cqe_ *cqe)
{
    SRING_ASSERT(stack->parks || !stack->awaits);
    return stack->awaits && stack->taken.number == cqe->user_data_;
}

/* The same as sring_fiber_of_head, for the item of a stream. */
static struct sring_fiber_stack *fiber_of_item(struct sring *ring, struct sring_cqe_ *cqe)
{
    const struct sring_found found = sring_find(ring, cqe->user_data_);
    struct sring_fiber_stack *stack;

    if (!found.record || (found.record->state_ & ~SRING_ITEMS_) != (SRING_STREAM_ | SRING_PARKS_) ||
        cqe->result_ < 0 || !sring_cq_ready_(ring)) {
        return NULL;
    }
    stack = found.record->arg_;
    if (!waits_for(stack, cqe) || !sring_item_room(ring, &found)) {
        return NULL;
    }
    stack->awaits = false;
    stack->taken.result = cqe->result_;
    if (found.record->state_ & SRING_LENDS_) {
        stack->span = sring_span_of_cqe(found.record->block_, &stack->taken.result, cqe->flags_);
    }
    sring_probe_complete(ring, stack->taken.number, stack->taken.result, true);
    found.record->state_ &= ~SRING_PARKS_;
    cqe->user_data_ = 0; /* see sring_head_ */
    ring->head_ += SRING_CQE_SIZE_;
    ring->not_counted_--;
    ring->core_->counts.completed++;
    return stack;
}

/* The same as sring_find, without a call in the frequent case. */
static inline struct sring_found find_head(struct sring *ring, const struct sring_cqe_ *cqe)
{
    struct sring_slot_ *slot = sring_slot_of_(ring, cqe->user_data_);

    return slot->sqe_.user_data_ == cqe->user_data_
               ? (struct sring_found){&slot->record_, NULL, cqe->user_data_}
               : sring_find(ring, cqe->user_data_);
}

struct sring_fiber_stack *sring_fiber_of_head(struct sring *ring)
{
    struct sring_cqe_ *cqe = (struct sring_cqe_ *)(uintptr_t)ring->head_; /* sring_head_ */
    struct sring_fiber_stack *stack;
    struct sring_found found;

    if (cqe->flags_ & IORING_CQE_F_MORE) {
        return fiber_of_item(ring, cqe);
    }
    found = find_head(ring, cqe);
    if (!found.record || found.record->state_ != SRING_PARKS_ ||
        SRING_IS_INTERNAL_ERROR_(cqe->result_)) {
        return NULL;
    }
    stack = found.record->arg_;
    if (!waits_for(stack, cqe)) {
        return NULL;
    }
    stack->awaits = false;
    sring_take_only(ring, &found, cqe, &stack->taken);
    sring_probe_complete(ring, stack->taken.number, stack->taken.result, false);
    ring->head_ += SRING_CQE_SIZE_;
    ring->budget_++;
    return stack;
}

/* Returns a fiber that can go on now, or NULL: a callback is due first, or the loop must look. */
static struct sring_fiber_stack *next_fiber(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    struct sring_parked *first = core->calls.ready_head;

    if (core->fibers.switches++ >= MOST_SWITCHES) {
        return NULL;
    }
    if (!first) {
        return sring_fiber_of_head(ring);
    }
    if (!(first->record.state_ & SRING_FIBER_)) {
        return NULL;
    }
    first = sring_due_pop(core);
    first->record.state_ &= ~SRING_DUE_;
    return sring_fiber_of(first)->stack;
}

struct sring_context *sring_fiber_next(struct sring *ring, const struct sring_fiber_stack *stack)
{
    struct sring_fiber_stack *next;

    leave(ring);
    next = next_fiber(ring);
    if (!next) {
        return ring->core_->fibers.home;
    }
    enter(ring, next);
    return next == stack ? NULL : &next->context;
}

void sring_fiber_yield(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;

    sring_due_append(core, &core->fibers.running->parked);
    sring_fiber_park(ring);
}

static unsigned wake_polled(struct sring *ring)
{
    const uint64_t progress = sring_progress(ring);
    uint64_t now = 0;
    unsigned count = 0;

    for (struct sring_fiber_state *fiber = ring->core_->fibers.polled; fiber;
         fiber = fiber->next_polled) {
        if (fiber->parked.record.state_ & SRING_DUE_) {
            continue;
        }
        if (fiber->wake_at && !now) {
            now = sring_time(ring);
        }
        if (fiber->progress != progress || (fiber->wake_at && fiber->wake_at <= now)) {
            fiber->progress = progress;
            sring_fiber_wake(fiber);
            count++;
        } else if (fiber->wake_at) { /* the last retry may have been another's */
            sring_retry_cancels_from(ring, fiber->wake_at);
        }
    }
    return count;
}

static unsigned wake_timed(struct sring *ring)
{
    struct sring_fibers *fibers = &ring->core_->fibers;
    const uint64_t now = sring_time(ring);
    unsigned count = 0;

    if (fibers->next_time <= now) {
        fibers->next_time = UINT64_MAX;
        for (struct sring_fiber_state *fiber = fibers->timed; fiber; fiber = fiber->next_polled) {
            if (fiber->wake_at > now) {
                fibers->next_time =
                    fiber->wake_at < fibers->next_time ? fiber->wake_at : fibers->next_time;
            } else if (!(fiber->parked.record.state_ & SRING_DUE_)) {
                sring_fiber_wake(fiber);
                count++;
            }
        }
    }
    if (fibers->next_time != UINT64_MAX) {
        sring_retry_cancels_from(ring, fibers->next_time);
    }
    return count;
}

unsigned sring_fibers_poll(struct sring *ring)
{
    return wake_polled(ring) + (ring->core_->fibers.timed ? wake_timed(ring) : 0);
}
