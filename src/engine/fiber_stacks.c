/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The stacks of a ring's fibers. Free ones are kept for the next fibers.
 */
#include "engine/fiber.h"

/* Bytes; only what is touched takes memory. Larger ones are slower with thousands of fibers: their
 * hot pages are then spread over more of the page table. */
#define DEFAULT_STACK (64 * 1024)
#define DEFAULT_STACK_OF_ASAN (256 * 1024)
#define MOST_FREE_STACKS 1024

static size_t stack_size(const struct sring_core_ *core)
{
    if (core->fibers.stack_size) {
        return core->fibers.stack_size;
    }
    return sring_has_asan() ? DEFAULT_STACK_OF_ASAN : DEFAULT_STACK;
}

struct sring_fiber_stack *sring_fiber_stack_take(struct sring_core_ *core)
{
    struct sring_stack *stack = core->fibers.stacks;

    if (!core->fibers.watched) {
        core->fibers.watched = true;
        sring_overflow_watch();
    }
    if (stack) {
        core->fibers.stacks = stack->next;
        core->fibers.free_stacks--;
    } else {
        stack = sring_stack_new(stack_size(core), sizeof(struct sring_fiber_stack));
    }
    return (struct sring_fiber_stack *)(void *)stack;
}

void sring_fiber_stack_put(struct sring_core_ *core, struct sring_fiber_stack *stack)
{
    if (core->fibers.free_stacks == MOST_FREE_STACKS) {
        sring_stack_free(&stack->base);
        return;
    }
    stack->base.next = core->fibers.stacks;
    core->fibers.stacks = &stack->base;
    core->fibers.free_stacks++;
}

void sring_fiber_stacks_close(struct sring_core_ *core)
{
    while (core->fibers.stacks) {
        struct sring_stack *stack = core->fibers.stacks;

        core->fibers.stacks = stack->next;
        sring_stack_free(stack);
    }
    if (core->fibers.watched) {
        sring_overflow_unwatch();
    }
}
