/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The memory of fibers, which is kept for the next ones.
 */
#include "base/list.h"
#include "engine/fiber.h"

#include <stdio.h>
#include <stdlib.h>

#define MOST_SPARE 1024

struct sring_fiber_state *sring_fiber_memory(struct sring_core_ *core)
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

void sring_fiber_memory_put(struct sring_core_ *core, struct sring_fiber_state *fiber)
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

void sring_fiber_free(struct sring_fiber_state *fiber)
{
    SRING_ASSERT(fiber->parked.record.state_ & SRING_DONE_ && !fiber->stack);
    (void)sring_release(fiber->ring, (struct sring_found){&fiber->parked.record, &fiber->parked,
                                                          fiber->parked.user_data});
    SRING_LIST_REMOVE(fiber, next, link);
    sring_fiber_memory_put(fiber->ring->core_, fiber);
}

void sring_fiber_bury_ended(struct sring_core_ *core)
{
    struct sring_fiber_state *fiber = core->fibers.ended;

    core->fibers.ended = NULL;
    sring_context_end(&fiber->stack->context);
    sring_fiber_stack_put(core, fiber->stack);
    fiber->stack = NULL;
    if (!fiber->handled) {
        sring_fiber_free(fiber);
    }
}

/* --- closing the ring ----------------------------------------------------------------------- */

/* The kernel does not answer, and may still write to what this fiber has lent, which may lie on its
 * stack: it stays as it is. LeakSanitizer shall not report what it owns. */
static void leave(struct sring_fiber_state *fiber)
{
    const struct sring_stack *stack = &fiber->stack->base;

    sring_root_add(stack->bottom, (size_t)(stack->mapping + stack->size - stack->bottom));
}

void sring_fibers_close(struct sring_core_ *core)
{
    struct sring_fiber_state *fiber, *next;
    unsigned forgotten = 0;

    for (fiber = core->fibers.first; fiber; fiber = next) {
        next = fiber->next;
        if (fiber->parked.record.state_ & SRING_DONE_) {
            sring_fiber_free(fiber);
            forgotten++;
        } else {
            leave(fiber);
        }
    }
    if (forgotten && sring_is_development()) {
        fprintf(stderr, "sring: sring_close frees %u %s not joined\n", forgotten,
                forgotten == 1 ? "fiber that was" : "fibers that were");
        sring_print_calls();
    }
    while ((fiber = core->fibers.spare)) {
        core->fibers.spare = fiber->next;
        sring_block_release(fiber->block);
        free(fiber);
    }
    sring_fiber_stacks_close(core);
}
