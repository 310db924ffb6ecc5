/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A list of free blocks, which only one thread changes at a time.
 *
 * A fork may come between any two steps of another thread. The child may then take what is in the
 * list: a block is linked before it is the first, and unlinked before it is used.
 */
#ifndef SRING_BLOCK_LIST_H
#define SRING_BLOCK_LIST_H

#include <sring/detail/block.h>

#include <stdatomic.h>

struct block_list {
    struct sring_block_ *_Atomic first;
    uint32_t count;
};

static inline struct sring_block_ *block_list_pop(struct block_list *list)
{
    struct sring_block_ *block = atomic_load_explicit(&list->first, memory_order_relaxed);

    if (block) {
        atomic_store_explicit(&list->first, block->next_, memory_order_relaxed);
        atomic_signal_fence(memory_order_seq_cst);
        list->count--;
    }
    return block;
}

static inline void block_list_push(struct block_list *list, struct sring_block_ *block)
{
    struct sring_block_ *first = atomic_load_explicit(&list->first, memory_order_relaxed);

    __atomic_store_n(&block->next_, first, __ATOMIC_RELAXED); /* see sring_blocks_live */
    atomic_store_explicit(&list->first, block, memory_order_release);
    list->count++;
}

/* Moves up to `most` blocks. */
static inline void block_list_move(struct block_list *from, struct block_list *to, uint32_t most)
{
    for (uint32_t i = 0; i < most; i++) {
        struct sring_block_ *block = block_list_pop(from);

        if (!block) {
            break;
        }
        block_list_push(to, block);
    }
}

#endif /* SRING_BLOCK_LIST_H */
