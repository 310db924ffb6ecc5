/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The stack of a pool's free buffers that any thread may push to and pop from (Treiber).
 *
 * Buffers are known by their index in the pool; `next` has one link per index. The head carries a
 * tag that every pop changes: a thread that was held up between reading the head and replacing it
 * notices that the same index came back meanwhile, with another index below it (ABA). The tag has
 * 32 bits, so that it would take exactly a multiple of 2^32 pops while one thread stands still.
 *
 * tests/model/pool_stack.pml is this algorithm, step by step; change both.
 */
#ifndef SRING_POOL_STACK_H
#define SRING_POOL_STACK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct pool_stack {
    _Atomic uint64_t head;  /* the tag in the upper half, below it the index + 1, or 0: empty */
    _Atomic uint32_t *next; /* by index: the index below + 1, or 0 */
};

static inline void pool_stack_push(struct pool_stack *stack, uint32_t index)
{
    uint64_t head = atomic_load_explicit(&stack->head, memory_order_relaxed);
    uint64_t wanted;

    do {
        atomic_store_explicit(&stack->next[index], (uint32_t)head, memory_order_relaxed);
        wanted = (head & ~(uint64_t)UINT32_MAX) | (index + 1);
    } while (!atomic_compare_exchange_weak_explicit(&stack->head, &head, wanted,
                                                    memory_order_release, memory_order_relaxed));
}

/* Returns false if the stack was empty. */
static inline bool pool_stack_pop(struct pool_stack *stack, uint32_t *index)
{
    uint64_t head = atomic_load_explicit(&stack->head, memory_order_acquire);
    uint64_t wanted;

    do {
        if ((uint32_t)head == 0) {
            return false;
        }
        /* Another thread may pop this index, and push it again, at any time: then the link is
         * wrong, and the tag is another. */
        wanted = ((head >> 32) + 1) << 32 |
                 atomic_load_explicit(&stack->next[(uint32_t)head - 1], memory_order_relaxed);
    } while (!atomic_compare_exchange_weak_explicit(&stack->head, &head, wanted,
                                                    memory_order_acquire, memory_order_acquire));
    *index = (uint32_t)head - 1;
    return true;
}

#endif /* SRING_POOL_STACK_H */
