/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The interface of memory/: blocks, sanitizers, the count of live handles.
 */
#ifndef SRING_MEMORY_MEMORY_H
#define SRING_MEMORY_MEMORY_H

#include <sring/detail/message.h>
#include <sring/live.h>
#include <sring/pool.h>
#include <sring/vec.h>

#include "base/base.h"

#include <pthread.h>

/* --- block.c -------------------------------------------------------------------------------- */

/* Returns a new block with a new token, or NULL without memory. free(data, arg) is called when it
 * is freed (NULL: nothing is called). */
struct sring_block_ *sring_block_new(unsigned char *data, size_t capacity, sring_free_fn *free,
                                     void *arg);
/* The same for a block that sring_get_live counts as `owned` (SRING_OWNED_...). `made_at` is the
 * return address of the program's call. */
struct sring_block_ *sring_block_own(unsigned char *data, size_t capacity, sring_free_fn *free,
                                     void *arg, uint32_t owned, const void *made_at);
/* Puts a block on the free list. Does not free its data. */
void sring_block_release(struct sring_block_ *block);
/* Never frees the block: the kernel may still write to its data. */
void sring_block_keep(struct sring_block_ *block);
/* Returns a token that no handle has had. Its mark bit is in no token made from a number. */
uint64_t sring_token_new(void);
/* Returns whether a buffer can have this capacity, and how its data is aligned; both in bytes. */
bool sring_capacity_valid(size_t capacity);
size_t sring_alignment(size_t capacity);

/* --- block_lists.c -------------------------------------------------------------------------- */

enum sring_block_list {
    SRING_BLOCKS,         /* without data */
    SRING_SCRATCH_BLOCKS, /* with data */
    SRING_BLOCK_LISTS
};

/* Takes a free block. Without memory, or without a free scratch block, returns NULL. */
struct sring_block_ *sring_block_take(enum sring_block_list list);
/* Puts it back, on any thread. */
void sring_block_put(enum sring_block_list list, struct sring_block_ *block);
/* Adds a block to the counters of what is owned (`sign` 1), or removes it (-1). */
void sring_block_count(uint32_t owned, uint64_t sign, size_t capacity);
/* Fills in the counters. Calls `visit` (if not NULL) for each counted block, with the call that
 * made it; `visit` must not make or end blocks. With LeakSanitizer no block is visited: it reports
 * lost blocks itself. */
void sring_blocks_live(struct sring_live *found,
                       void (*visit)(void *arg, uint32_t owned, const void *made_at), void *arg);
/* Held during fork, so that the child can use buffers. */
void sring_blocks_lock(void);
void sring_blocks_unlock(void);
void sring_blocks_over_fork(void); /* installs the fork handlers */

/* --- sanitizers.c --------------------------------------------------------------------------- */

/* For AddressSanitizer: forbids or allows access to this memory by the program. */
void sring_poison(void *data, size_t size);
void sring_unpoison(void *data, size_t size);
bool sring_has_asan(void);

/* For LeakSanitizer: memory shared with the kernel, in which pointers to the program's memory
 * lie. */
void sring_root_add(const void *start, size_t size);
void sring_root_remove(const void *start, size_t size);
/* Returns whether the program is built with LeakSanitizer. */
bool sring_finds_leaks(void);

/* For ThreadSanitizer: called after a ring was mapped, and before it is unmapped. The memory of one
 * thread's ring may then be that of another's. */
void sring_ring_mapped(void);
void sring_ring_unmaps(void);

/* --- live.c --------------------------------------------------------------------------------- */

/* A ring was opened, or closed. */
void sring_live_opened(void);
void sring_live_closed(void);
/* Called before an operation with this buffer is detached. Reports a misuse if the buffer is on the
 * stack and has no free function: the program could not know when the kernel is done with it. */
void sring_live_check_detached(const struct sring_block_ *block, const char *function);
/* Reports a misuse if memory that should be constant is on the stack. */
void sring_live_check_static(const void *data);

#endif /* SRING_MEMORY_MEMORY_H */
