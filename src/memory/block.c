/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Blocks: control blocks of buffers, and the scratch memory of operations.
 *
 * The memory of a control block is reused for other blocks but never returned to the system. So a
 * stale handle always finds an owner that differs from its token. A block may be freed by another
 * thread than the one that made it, so the free lists are shared and locked.
 */
#include "memory/memory.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define MAX_CAPACITY ((size_t)0x7ffff000) /* the most that the kernel moves in one operation */
#define PAGE 4096
#define CACHE_LINE 64
#define BLOCKS_PER_CHUNK 64
#define SMALL_SCRATCH 512
/* The program's call: the functions between are inlined into it. */
#define CALLER __builtin_return_address(0)

/* One block is one cache line. */
struct chunk {
    struct sring_block_ blocks[BLOCKS_PER_CHUNK];
    struct chunk *next; /* keeps every chunk reachable */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct chunk *chunks;
static struct sring_block_ *free_blocks;  /* blocks without data */
static struct sring_block_ *free_scratch; /* scratch blocks with SMALL_SCRATCH bytes of data */
static struct sring_block_ *kept_blocks;  /* never freed, see sring_block_keep */
static struct sring_live live;
static _Atomic uint64_t tokens = SRING_TOKEN_STEP_;

#define MARK (SRING_TOKEN_ | 64)

uint64_t sring_token_new(void)
{
    return MARK | atomic_fetch_add_explicit(&tokens, SRING_TOKEN_STEP_, memory_order_relaxed);
}

uint64_t sring_token_bound(void)
{
    return MARK | atomic_load_explicit(&tokens, memory_order_relaxed);
}

void sring_token_raise(uint64_t bound)
{
    uint64_t count = bound & ~MARK;
    uint64_t now = atomic_load_explicit(&tokens, memory_order_relaxed);

    while (now < count && !atomic_compare_exchange_weak_explicit(
                              &tokens, &now, count, memory_order_relaxed, memory_order_relaxed)) {
    }
}

bool sring_capacity_valid(size_t capacity)
{
    return capacity >= 1 && capacity <= MAX_CAPACITY;
}

size_t sring_alignment(size_t capacity)
{
    return capacity >= PAGE ? PAGE : CACHE_LINE;
}

void sring_blocks_lock(void)
{
    pthread_mutex_lock(&lock);
}

void sring_blocks_unlock(void)
{
    pthread_mutex_unlock(&lock);
}

static void install(void)
{
    (void)pthread_atfork(sring_blocks_lock, sring_blocks_unlock, sring_blocks_unlock);
}

void sring_blocks_over_fork(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, install);
}

/* Adds blocks to the free list. Returns false without memory. With LeakSanitizer each block is
 * allocated alone and only its handle points at it: a lost handle is then reported as a leak. */
static bool more_blocks(void)
{
    const bool alone = sring_finds_leaks();
    size_t count = alone ? 1 : BLOCKS_PER_CHUNK;
    size_t size = alone ? sizeof(struct sring_block_) : sizeof(struct chunk);
    struct chunk *chunk;

    size = (size + CACHE_LINE - 1) & ~(size_t)(CACHE_LINE - 1);
    chunk = aligned_alloc(CACHE_LINE, size);

    sring_blocks_over_fork();
    if (!chunk) {
        return false;
    }
    memset(chunk, 0, size);
    if (!alone) {
        chunk->next = chunks;
        chunks = chunk;
    }
    for (size_t i = 0; i < count; i++) {
        chunk->blocks[i].next_ = free_blocks;
        free_blocks = &chunk->blocks[i];
    }
    return true;
}

/* With the lock held: adds a block to the counters (`sign` 1), or removes it (-1). */
static void count_owned(uint32_t owned, uint64_t sign, size_t capacity)
{
    if (owned == SRING_OWNED_BUFFER_) {
        live.buffers += sign;
        live.bytes += sign * capacity;
    } else if (owned == SRING_OWNED_POOL_) {
        live.pools += sign;
    }
}

struct sring_block_ *sring_block_own(unsigned char *data, size_t capacity, sring_free_fn *free_fn,
                                     void *arg, uint32_t owned, const void *made_at)
{
    struct sring_block_ *block = NULL;

    pthread_mutex_lock(&lock);
    if (free_blocks || more_blocks()) {
        block = free_blocks;
        free_blocks = block->next_;
        block->owned_ = owned;
        block->capacity_ = capacity;
        block->made_at_ = made_at;
        count_owned(owned, 1, capacity);
    }
    pthread_mutex_unlock(&lock);
    if (block) {
        block->data_ = data;
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

void sring_blocks_live(struct sring_live *found,
                       void (*visit)(void *arg, uint32_t owned, const void *made_at), void *arg)
{
    pthread_mutex_lock(&lock);
    *found = live;
    for (const struct chunk *chunk = visit ? chunks : NULL; chunk; chunk = chunk->next) {
        for (size_t i = 0; i < BLOCKS_PER_CHUNK; i++) {
            const uint32_t owned = SRING_OWNED_(&chunk->blocks[i]);

            if (owned) {
                visit(arg, owned, __atomic_load_n(&chunk->blocks[i].made_at_, __ATOMIC_RELAXED));
            }
        }
    }
    pthread_mutex_unlock(&lock);
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
    block->owner_ = 0;
    block->data_ = NULL;
    pthread_mutex_lock(&lock);
    count_owned(SRING_OWNED_(block), UINT64_MAX, block->capacity_);
    block->owned_ = 0;
    block->next_ = free_blocks;
    free_blocks = block;
    pthread_mutex_unlock(&lock);
}

void sring_block_keep(struct sring_block_ *block)
{
    block->owner_ = 0;
    pthread_mutex_lock(&lock);
    block->next_ = kept_blocks;
    kept_blocks = block;
    pthread_mutex_unlock(&lock);
}

struct sring_block_ *sring_scratch_get_(size_t size)
{
    struct sring_block_ *block = NULL;
    unsigned char *data;

    if (size <= SMALL_SCRATCH) {
        pthread_mutex_lock(&lock);
        block = free_scratch;
        if (block) {
            free_scratch = block->next_;
        }
        pthread_mutex_unlock(&lock);
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
    pthread_mutex_lock(&lock);
    scratch->next_ = free_scratch;
    free_scratch = scratch;
    pthread_mutex_unlock(&lock);
}
