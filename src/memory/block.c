/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Blocks: control blocks of buffers, and the scratch memory of operations.
 */
#include "memory/memory.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define MAX_CAPACITY ((size_t)0x7ffff000) /* the most that the kernel moves in one operation */
#define PAGE 4096
#define SMALL_SCRATCH 512
#define MARK (SRING_TOKEN_ | 64)
#define TOKENS_AT_ONCE 1024
/* The program's call: the functions between are inlined into it. */
#define CALLER __builtin_return_address(0)

static _Atomic uint64_t tokens = MARK + SRING_TOKEN_STEP_;
static struct sring_block_ *_Atomic kept_blocks; /* never freed, see sring_block_keep */
/* The tokens of the thread: from `next` up to `end`. */
static _Thread_local struct {
    uint64_t next, end;
} own __attribute__((tls_model("initial-exec")));

/* Takes many at a time, so that threads do not wait for each other. */
uint64_t sring_token_new(void)
{
    if (own.next == own.end) {
        own.next = atomic_fetch_add_explicit(&tokens, TOKENS_AT_ONCE * SRING_TOKEN_STEP_,
                                             memory_order_relaxed);
        own.end = own.next + TOKENS_AT_ONCE * SRING_TOKEN_STEP_;
    }
    own.next += SRING_TOKEN_STEP_;
    return own.next - SRING_TOKEN_STEP_;
}

bool sring_capacity_valid(size_t capacity)
{
    return capacity >= 1 && capacity <= MAX_CAPACITY;
}

size_t sring_alignment(size_t capacity)
{
    return capacity >= PAGE ? PAGE : SRING_CACHE_LINE;
}

struct sring_block_ *sring_block_own(unsigned char *data, size_t capacity, sring_free_fn *free_fn,
                                     void *arg, uint32_t owned, const void *made_at)
{
    struct sring_block_ *block = sring_block_take(SRING_BLOCKS);

    if (block) {
        __atomic_store_n(&block->made_at_, made_at, __ATOMIC_RELAXED);
        __atomic_store_n(&block->owned_, owned, __ATOMIC_RELAXED);
        if (owned) {
            sring_block_count(owned, 1, capacity);
        }
        block->data_ = data;
        block->capacity_ = capacity;
        block->length_ = 0;
        block->free_ = free_fn;
        block->arg_ = arg;
        block->index_ = 0;
        block->place_ = 0;
        block->owner_ = sring_token_new();
    }
    return block;
}

struct sring_block_ *sring_block_new(unsigned char *data, size_t capacity, sring_free_fn *free_fn,
                                     void *arg)
{
    return sring_block_own(data, capacity, free_fn, arg, 0, NULL);
}

static void free_data(void *data, void *arg)
{
    (void)arg;
    free(data);
}

int sring_buf_alloc_(size_t capacity, struct sring_block_ **block)
{
    void *data;

    if (!sring_capacity_valid(capacity)) {
        return -EINVAL;
    }
    if (posix_memalign(&data, sring_alignment(capacity), capacity)) {
        return -ENOMEM;
    }
    *block = sring_block_own(data, capacity, free_data, NULL, SRING_OWNED_BUFFER_, CALLER);
    if (!*block) {
        free(data);
        return -ENOMEM;
    }
    return 0;
}

int sring_buf_adopt_(void *data, size_t capacity, sring_free_fn *free_fn, void *arg,
                     struct sring_block_ **block)
{
    if (!data || !sring_capacity_valid(capacity)) {
        return -EINVAL;
    }
    *block = sring_block_own(data, capacity, free_fn, arg, SRING_OWNED_BUFFER_, CALLER);
    return *block ? 0 : -ENOMEM;
}

/* The block is released before its free function runs, because that may be left by longjmp. */
void sring_block_free_(struct sring_block_ *block)
{
    sring_free_fn *free_fn;
    void *data, *arg;

    block->owner_ = 0;
    if (block->owned_ & SRING_KEEPS_BLOCK_) {
        block->free_(block, block->arg_);
        return;
    }
    sring_unpoison(block->data_, block->capacity_);
    free_fn = block->free_;
    data = block->data_;
    arg = block->arg_;
    sring_block_release(block);
    if (free_fn) {
        free_fn(data, arg);
    }
}

void sring_block_release(struct sring_block_ *block)
{
    const uint32_t owned = SRING_OWNED_(block);

    block->owner_ = 0;
    block->data_ = NULL;
    if (owned) {
        sring_block_count(owned, UINT64_MAX, block->capacity_);
    }
    __atomic_store_n(&block->owned_, 0, __ATOMIC_RELAXED);
    sring_block_put(SRING_BLOCKS, block);
}

void sring_block_keep(struct sring_block_ *block)
{
    block->owner_ = 0;
    block->next_ = atomic_load_explicit(&kept_blocks, memory_order_relaxed);
    while (!atomic_compare_exchange_weak_explicit(&kept_blocks, &block->next_, block,
                                                  memory_order_relaxed, memory_order_relaxed)) {
    }
}

struct sring_block_ *sring_scratch_get_(size_t size)
{
    struct sring_block_ *block = NULL;
    unsigned char *data;

    if (size <= SMALL_SCRATCH) {
        block = sring_block_take(SRING_SCRATCH_BLOCKS);
        size = SMALL_SCRATCH;
    }
    if (block) {
        block->next_ = NULL;
        block->length_ = 0;
        block->place_ = 0;
        block->owner_ = sring_token_new();
    } else {
        data = malloc(size);
        block = data ? sring_block_new(data, size, free_data, NULL) : NULL;
        if (!block) {
            free(data);
            return NULL;
        }
        block->index_ = SRING_SCRATCH_;
    }
    memset(block->data_, 0, size);
    return block;
}

void sring_scratch_put_(struct sring_block_ *scratch)
{
    if (scratch->capacity_ != SMALL_SCRATCH) {
        sring_block_free_(scratch);
        return;
    }
    scratch->owner_ = 0;
    sring_block_put(SRING_SCRATCH_BLOCKS, scratch);
}
