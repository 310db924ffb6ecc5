/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Begins and ends fibers.
 */
#include "engine/fiber.h"
#include "base/list.h"

#include <stdlib.h>

#define MOST_SPARE 1024

/* --- begin and end -------------------------------------------------------------------------- */

/* Runs on the fiber's stack. */
static void run(void *arg)
{
    struct sring_fiber_state *fiber = arg;
    struct sring_core_ *core = fiber->ring->core_;

    fiber->parked.record.result_ = fiber->fn(fiber->ring, fiber->arg);
    if (fiber->scopes) {
        sring_misuse_("a fiber", "to close each scope that it has opened before it returns",
                      "one that returned with an open scope");
    }
    if (fiber->mutexes) {
        sring_misuse_("a fiber", "to unlock each mutex that it has locked before it returns",
                      "one that returned with a locked mutex");
    }
    fiber->parked.record.state_ |= SRING_RESULT_ | SRING_DONE_;
    core->fibers.ended = fiber;
    sring_context_switch(&fiber->context, core->fibers.home, true);
}

/* Returns memory for a fiber, or NULL. */
static struct sring_fiber_state *fiber_memory(struct sring_core_ *core)
{
    struct sring_fiber_state *fiber = core->fibers.spare;
    struct sring_block_ *block;

    if (fiber) {
        core->fibers.spare = fiber->next;
        core->fibers.spares--;
        block = fiber->block;
    } else {
        fiber = malloc(sizeof(*fiber));
        block = fiber ? sring_block_new((unsigned char *)fiber, 0, NULL, NULL) : NULL;
    }
    if (!block) {
        free(fiber);
        return NULL;
    }
    *fiber = (struct sring_fiber_state){.block = block};
    block->owner_ = 0;
    return fiber;
}

static void put_memory(struct sring_core_ *core, struct sring_fiber_state *fiber)
{
    if (core->fibers.spares == MOST_SPARE) {
        sring_block_release(fiber->block);
        free(fiber);
        return;
    }
    fiber->next = core->fibers.spare;
    core->fibers.spare = fiber;
    core->fibers.spares++;
}

int sring_fiber_new(struct sring *ring, struct sring_fiber_state **result, sring_fiber_fn *fn,
                    void *arg)
{
    struct sring_core_ *core = ring->core_;
    struct sring_fiber_state *fiber;
    struct sring_stack *stack;

    if (ring->refusal_ == -ECANCELED) {
        return -ECANCELED;
    }
    fiber = fiber_memory(core);
    stack = fiber ? sring_fiber_stack_take(core) : NULL;
    if (!stack) {
        if (fiber) {
            put_memory(core, fiber);
        }
        return -ENOMEM;
    }
    fiber->ring = ring;
    fiber->fn = fn;
    fiber->arg = arg;
    fiber->parked.record.state_ = SRING_FIBER_;
    sring_park_in(ring, &fiber->parked, sring_unqueued_number() | SRING_CALLS_BACK_);
    stack->user = fiber;
    sring_context_make(&fiber->context, stack, run, fiber);
    SRING_LIST_INSERT(&core->fibers.first, fiber, next, link);
    core->fibers.active++;
    sring_defer_parked(ring, &fiber->parked);
    *result = fiber;
    return 0;
}

void sring_fiber_free(struct sring_fiber_state *fiber)
{
    SRING_ASSERT(fiber->parked.record.state_ & SRING_DONE_ && !fiber->context.stack);
    (void)sring_release(fiber->ring, (struct sring_found){&fiber->parked.record, &fiber->parked,
                                                          fiber->parked.user_data});
    SRING_LIST_REMOVE(fiber, next, link);
    put_memory(fiber->ring->core_, fiber);
}

void sring_fiber_end(struct sring *ring, struct sring_fiber_state *fiber)
{
    struct sring_core_ *core = ring->core_;

    sring_context_end(&fiber->context);
    sring_fiber_stack_put(core, fiber->context.stack);
    fiber->context.stack = NULL;
    core->fibers.active--;
    core->counts.completed++; /* who waits for anything looks */
    sring_wake_waiter(&fiber->parked.record);
    sring_count_watched(core, &fiber->parked.record);
    if (fiber->scope) {
        sring_scope_leave(fiber);
    }
    if (!fiber->handled) {
        sring_fiber_free(fiber);
    }
}

/* --- closing the ring ----------------------------------------------------------------------- */

/* Fibers that have not ended wait on a ring that the kernel does not answer: they stay allocated.
 */
void sring_fibers_close(struct sring_core_ *core)
{
    if (core->fibers.active) {
        return;
    }
    while (core->fibers.first) { /* ended, and never joined */
        struct sring_fiber_state *fiber = core->fibers.first;

        sring_fiber_free(fiber);
    }
    while (core->fibers.spare) {
        struct sring_fiber_state *fiber = core->fibers.spare;

        core->fibers.spare = fiber->next;
        sring_block_release(fiber->block);
        free(fiber);
    }
    sring_fiber_stacks_close(core);
}
