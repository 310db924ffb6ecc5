/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The stack of a pool's free buffers, for any number of threads (Treiber).
 *
 * A buffer is identified by its index in the pool; `next` has one link per index. The head holds a
 * tag that changes with every pop. Without it a thread that reads the head and is then delayed
 * could miss that the index was popped and pushed again with another index below it (ABA). The tag
 * has 32 bits: the check fails only if exactly a multiple of 2^32 pops happen during the delay.
 *
 * tests/model/pool_stack.pml models this algorithm step by step; change both together.
 */
#ifndef SRING_POOL_STACK_H
#define SRING_POOL_STACK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct pool_stack {
    _Atomic uint64_t head;  /* upper half: tag; lower half: index + 1, or 0 if empty */
    _Atomic uint32_t *next; /* by index: index + 1 of the entry below it, or 0 */
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
        /* Another thread may pop and push this index at any time. The link is then stale, but the
         * tag differs and the exchange fails. */
        wanted = ((head >> 32) + 1) << 32 |
                 atomic_load_explicit(&stack->next[(uint32_t)head - 1], memory_order_relaxed);
    } while (!atomic_compare_exchange_weak_explicit(&stack->head, &head, wanted,
                                                    memory_order_acquire, memory_order_acquire));
    *index = (uint32_t)head - 1;
    return true;
}

#endif /* SRING_POOL_STACK_H */
