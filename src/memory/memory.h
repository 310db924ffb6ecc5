/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Blocks, and what is made of them.
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

struct sring_block_ *sring_block_new(unsigned char *data, size_t capacity, sring_free_fn *free,
                                     void *arg);
/* The same for what sring_get_live counts; `made_at` is the program's call that makes it. */
struct sring_block_ *sring_block_own(unsigned char *data, size_t capacity, sring_free_fn *free,
                                     void *arg, uint32_t owned, const void *made_at);
void sring_block_release(struct sring_block_ *block); /* its data is gone already */
void sring_block_keep(struct sring_block_ *block);    /* never freed: the kernel may write to it */
/* A token that no handle has had. The mark is not in those that are made of numbers. */
uint64_t sring_token_new(void);
/* What is counted, and one after the other where it was made (not with LeakSanitizer, which says it
 * itself). `visit` may be NULL, and must not make or end blocks. */
void sring_blocks_live(struct sring_live *found,
                       void (*visit)(void *arg, uint32_t owned, const void *made_at), void *arg);
/* Who gives a block several tokens in its life, one after the other, starts at the bound, and
 * raises it to the next one before the block is released: no token of a block is used twice. */
uint64_t sring_token_bound(void);
void sring_token_raise(uint64_t bound);
bool sring_capacity_valid(size_t capacity);
size_t sring_alignment(size_t capacity);

/* Held over a fork, so that the child can use buffers. */
void sring_blocks_lock(void);
void sring_blocks_unlock(void);
void sring_blocks_over_fork(void); /* from here on */

/* --- sanitizers.c --------------------------------------------------------------------------- */

/* For AddressSanitizer: the program must not, or may again, touch this memory. */
void sring_poison(void *data, size_t size);
void sring_unpoison(void *data, size_t size);

/* For LeakSanitizer: memory of the kernel's in which pointers to the program's memory lie. */
void sring_root_add(const void *start, size_t size);
void sring_root_remove(const void *start, size_t size);
bool sring_finds_leaks(void);

/* --- live.c --------------------------------------------------------------------------------- */

/* One ring more, or less. */
void sring_live_opened(void);
void sring_live_closed(void);
/* Nobody will be told when the kernel is done with the buffer. */
void sring_live_check_detached(const struct sring_block_ *block, const char *function);

#endif /* SRING_MEMORY_MEMORY_H */
