/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Begins fibers, and what runs on their stacks.
 */
#include "engine/fiber.h"
#include "base/list.h"

static void forget_mark(uintptr_t *mark, const struct sring_stack *stack)
{
    if (*mark - (uintptr_t)stack->bottom < (uintptr_t)stack - (uintptr_t)stack->bottom) {
        *mark = 0;
    }
}

/* What was called on the stack has returned or was left by longjmp, also what another ring of the
 * thread has called. On other stacks it could not be seen that it was left. */
static void forget_calls(struct sring_stack *stack)
{
    struct sring *ring;

    for (unsigned i = 0; (ring = sring_ring_of_thread(i)); i++) {
        forget_mark(&ring->core_->calls.callback_mark, stack);
        forget_mark(&ring->core_->calls.free_mark, stack);
    }
    stack->called = false;
}

/* Wakes who waits for the fiber. It still runs, on its stack. */
static void end(struct sring_fiber_state *fiber)
{
    struct sring_core_ *core = fiber->ring->core_;

    fiber->parked.record.state_ |= SRING_RESULT_ | SRING_DONE_;
    core->fibers.active--;
    core->counts.completed++; /* who waits for anything looks */
    sring_wake_waiter(&fiber->parked.record);
    sring_count_watched(core, &fiber->parked.record);
    if (fiber->scope) {
        sring_scope_leave(fiber);
    }
    if (SRING_UNLIKELY_(fiber->stack->base.called)) {
        forget_calls(&fiber->stack->base);
    }
    core->fibers.ended = fiber;
}

/* Runs on the fiber's stack. */
static void run(void *arg)
{
    struct sring_fiber_state *fiber = arg;

    sring_fiber_bury(fiber->ring->core_);
    fiber->parked.record.result_ = fiber->fn(fiber->ring, fiber->arg);
    if (SRING_UNLIKELY_(fiber->ring->core_->forked)) {
        sring_check_owner_(fiber->ring, "a fiber that returns");
    }
    if (fiber->scopes) {
        sring_misuse_("a fiber", "to close each scope that it has opened before it returns",
                      "one that returned with an open scope");
    }
    if (fiber->mutexes) {
        sring_misuse_("a fiber", "to unlock each mutex that it has locked before it returns",
                      "one that returned with a locked mutex");
    }
    end(fiber);
    sring_context_switch(&fiber->stack->context, sring_fiber_next(fiber->ring, fiber->stack), true);
}

int sring_fiber_new(struct sring *ring, struct sring_fiber_state **result, sring_fiber_fn *fn,
                    void *arg)
{
    struct sring_core_ *core = ring->core_;
    struct sring_fiber_state *fiber;
    struct sring_fiber_stack *stack;

    if (ring->refusal_ == -ECANCELED) {
        return -ECANCELED;
    }
    fiber = sring_fiber_memory(core);
    stack = fiber ? sring_fiber_stack_take(core) : NULL;
    if (!stack) {
        if (fiber) {
            sring_fiber_memory_put(core, fiber);
        }
        return -ENOMEM;
    }
    fiber->ring = ring;
    fiber->fn = fn;
    fiber->arg = arg;
    fiber->parked.record.state_ = SRING_FIBER_;
    sring_park_in(ring, &fiber->parked, sring_unqueued_number() | SRING_CALLS_BACK_);
    fiber->stack = stack;
    stack->fiber = fiber;
    stack->awaits = stack->parks = stack->cancelled = false;
    sring_context_make(&stack->context, &stack->base, run, fiber);
    SRING_LIST_INSERT(&core->fibers.first, fiber, next, link);
    core->fibers.active++;
    sring_defer_parked(ring, &fiber->parked);
    *result = fiber;
    return 0;
}
