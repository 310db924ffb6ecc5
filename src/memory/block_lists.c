/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The memory of blocks, the lists of free ones, and the counters of what blocks own.
 *
 * A block may be freed by another thread than the one that made it. Each thread has lists and
 * counters of its own, so that threads do not wait for each other; it takes blocks from the shared
 * lists, and gives back what is too much, many at a time. A thread that ends gives back all.
 *
 * The memory is reused for other blocks but never returned to the system. So a stale handle always
 * finds an owner that differs from its token.
 */
#include "base/list.h"
#include "memory/block_list.h"
#include "memory/memory.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define BLOCKS_PER_CHUNK 64
#define MOVED 32             /* blocks at a time, between a thread and the shared lists */
#define MOST_OWN (2 * MOVED) /* free blocks of a thread, per list */

/* One block is one cache line. */
struct chunk {
    struct sring_block_ blocks[BLOCKS_PER_CHUNK];
    struct chunk *next; /* keeps every chunk reachable */
};

/* Made less ended, modulo 2^64: a block may be counted in one thread and end in another. */
struct counters {
    _Atomic uint64_t buffers, bytes, pools;
};

struct thread {
    struct block_list free[SRING_BLOCK_LISTS];
    struct counters live;
    struct thread *next, **link; /* in the list of threads */
    bool listed, ended;
};

static _Thread_local struct thread own __attribute__((tls_model("initial-exec")));

/* Protected by the lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct chunk *chunks;
static struct block_list shared[SRING_BLOCK_LISTS];
static struct counters shared_live; /* of threads that have ended */
static struct thread *threads;

void sring_blocks_lock(void)
{
    pthread_mutex_lock(&lock);
}

void sring_blocks_unlock(void)
{
    pthread_mutex_unlock(&lock);
}

/* --- counters ------------------------------------------------------------------------------- */

static void add(_Atomic uint64_t *counter, uint64_t n)
{
    uint64_t before = atomic_load_explicit(counter, memory_order_relaxed);

    atomic_store_explicit(counter, before + n, memory_order_relaxed);
}

static void add_all(struct counters *to, const struct counters *from)
{
    add(&to->buffers, atomic_load_explicit(&from->buffers, memory_order_relaxed));
    add(&to->bytes, atomic_load_explicit(&from->bytes, memory_order_relaxed));
    add(&to->pools, atomic_load_explicit(&from->pools, memory_order_relaxed));
}

static void count_owned(struct counters *live, uint32_t owned, uint64_t sign, size_t capacity)
{
    if (owned == SRING_OWNED_BUFFER_) {
        add(&live->buffers, sign);
        add(&live->bytes, sign * capacity);
    } else if (owned == SRING_OWNED_POOL_) {
        add(&live->pools, sign);
    }
}

/* --- threads -------------------------------------------------------------------------------- */

static pthread_key_t key;

/* With the lock held: the thread's blocks and counters become shared. */
static void give_back(struct thread *thread)
{
    for (int i = 0; i < SRING_BLOCK_LISTS; i++) {
        block_list_move(&thread->free[i], &shared[i], UINT32_MAX);
    }
    add_all(&shared_live, &thread->live);
    SRING_LIST_REMOVE(thread, next, link);
}

/* What the thread frees from here on goes to the shared lists. */
static void on_thread_end(void *arg)
{
    struct thread *thread = arg;

    pthread_mutex_lock(&lock);
    give_back(thread);
    thread->listed = false;
    thread->ended = true;
    pthread_mutex_unlock(&lock);
}

/* In a forked child, which has one thread, with the lock held: no other thread will end. One may
 * have been stopped anywhere; but its lists are never without a block that is free, because a block
 * is linked before it is the first. */
static void take_from_threads(void)
{
    struct thread *thread = threads;

    while (thread) {
        struct thread *next = thread->next;

        if (thread != &own) {
            give_back(thread);
        }
        thread = next;
    }
    pthread_mutex_unlock(&lock);
}

static void install(void)
{
    (void)pthread_key_create(&key, on_thread_end);
    (void)pthread_atfork(sring_blocks_lock, sring_blocks_unlock, take_from_threads);
}

void sring_blocks_over_fork(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, install);
}

/* Returns the calling thread's lists, or NULL: it must use the shared ones. With LeakSanitizer
 * threads have none, so that a block which is found twice is found at once. */
static struct thread *begin_thread(void)
{
    if (own.ended || sring_finds_leaks()) {
        return NULL;
    }
    sring_blocks_over_fork();
    if (pthread_setspecific(key, &own)) {
        own.ended = true;
        return NULL;
    }
    pthread_mutex_lock(&lock);
    SRING_LIST_INSERT(&threads, &own, next, link);
    own.listed = true;
    pthread_mutex_unlock(&lock);
    return &own;
}

static struct thread *own_lists(void)
{
    return own.listed ? &own : begin_thread();
}

/* --- blocks --------------------------------------------------------------------------------- */

/* With the lock held: adds blocks to the shared list. With LeakSanitizer each block is allocated
 * alone and only its handle points at it: a lost handle is then reported as a leak. */
static void more_blocks(void)
{
    const bool alone = sring_finds_leaks();
    size_t count = alone ? 1 : BLOCKS_PER_CHUNK;
    size_t size = alone ? sizeof(struct sring_block_) : sizeof(struct chunk);
    struct chunk *chunk;

    size = (size + SRING_CACHE_LINE - 1) & ~(size_t)(SRING_CACHE_LINE - 1);
    chunk = aligned_alloc(SRING_CACHE_LINE, size);
    if (!chunk) {
        return;
    }
    memset(chunk, 0, size);
    if (!alone) {
        chunk->next = chunks;
        chunks = chunk;
    }
    for (size_t i = 0; i < count; i++) {
        block_list_push(&shared[SRING_BLOCKS], &chunk->blocks[i]);
    }
}

/* Takes a block from the shared list, and some for the thread (if not NULL). */
static struct sring_block_ *take_shared(struct thread *thread, enum sring_block_list list)
{
    struct sring_block_ *block;

    sring_blocks_over_fork();
    pthread_mutex_lock(&lock);
    if (list == SRING_BLOCKS && !shared[list].count) {
        more_blocks();
    }
    block = block_list_pop(&shared[list]);
    if (thread) {
        block_list_move(&shared[list], &thread->free[list], MOVED - 1);
    }
    pthread_mutex_unlock(&lock);
    return block;
}

struct sring_block_ *sring_block_take(enum sring_block_list list)
{
    struct thread *thread = own_lists();
    struct sring_block_ *block = thread ? block_list_pop(&thread->free[list]) : NULL;

    return block ? block : take_shared(thread, list);
}

void sring_block_put(enum sring_block_list list, struct sring_block_ *block)
{
    struct thread *thread = own_lists();

    if (thread && thread->free[list].count < MOST_OWN) {
        block_list_push(&thread->free[list], block);
        return;
    }
    pthread_mutex_lock(&lock);
    block_list_push(&shared[list], block);
    if (thread) {
        block_list_move(&thread->free[list], &shared[list], MOVED);
    }
    pthread_mutex_unlock(&lock);
}

void sring_block_count(uint32_t owned, uint64_t sign, size_t capacity)
{
    struct thread *thread = own_lists();

    if (thread) {
        count_owned(&thread->live, owned, sign, capacity);
        return;
    }
    pthread_mutex_lock(&lock);
    count_owned(&shared_live, owned, sign, capacity);
    pthread_mutex_unlock(&lock);
}

static void visit_all(void (*visit)(void *arg, uint32_t owned, const void *made_at), void *arg)
{
    for (const struct chunk *chunk = chunks; chunk; chunk = chunk->next) {
        for (size_t i = 0; i < BLOCKS_PER_CHUNK; i++) {
            const uint32_t owned = SRING_OWNED_(&chunk->blocks[i]);

            if (owned) {
                visit(arg, owned, __atomic_load_n(&chunk->blocks[i].made_at_, __ATOMIC_RELAXED));
            }
        }
    }
}

/* Other threads may go on: what one made is then missing, and its end in another is counted. */
static uint64_t at_least_0(uint64_t n)
{
    return n > INT64_MAX ? 0 : n;
}

void sring_blocks_live(struct sring_live *found,
                       void (*visit)(void *arg, uint32_t owned, const void *made_at), void *arg)
{
    struct counters all = {0};

    pthread_mutex_lock(&lock);
    add_all(&all, &shared_live);
    for (const struct thread *thread = threads; thread; thread = thread->next) {
        add_all(&all, &thread->live);
    }
    if (visit) {
        visit_all(visit, arg);
    }
    pthread_mutex_unlock(&lock);
    *found = (struct sring_live){.buffers = at_least_0(all.buffers),
                                 .bytes = at_least_0(all.bytes),
                                 .pools = at_least_0(all.pools)};
}
