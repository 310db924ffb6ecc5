/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The memory of pools: pages, huge pages, NUMA nodes.
 */
#include "memory/memory.h"
#include "memory/pool.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(SRING_WITH_NUMA)
#include <numa.h>
#include <numaif.h>
#endif

#if !defined(MADV_POPULATE_WRITE)
#define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#endif

/* Returns the size of a huge page in bytes, or 0 if the kernel has none. */
static size_t huge_page_size(void)
{
    FILE *file = fopen("/proc/meminfo", "re");
    char line[128];
    size_t kibibytes = 0;

    while (file && fgets(line, sizeof(line), file)) {
        if (sscanf(line, "Hugepagesize: %zu kB", &kibibytes) == 1) {
            break;
        }
    }
    if (file) {
        fclose(file);
    }
    return kibibytes * 1024;
}

static size_t round_up(size_t value, size_t alignment)
{
    return (value + alignment - 1) & ~(alignment - 1);
}

static unsigned char *map(size_t size, int flags)
{
    void *memory =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);

    return memory == MAP_FAILED ? NULL : memory;
}

/* Maps `size` bytes at a multiple of `alignment`: maps more, then unmaps both ends. NULL: no
 * memory. */
static unsigned char *map_aligned(size_t size, size_t alignment)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t extra = alignment > page ? alignment - page : 0;
    unsigned char *memory = map(size + extra, 0);
    size_t before;

    if (!memory || !extra) {
        return memory;
    }
    before = round_up((size_t)memory, alignment) - (size_t)memory;
    if (before) {
        munmap(memory, before);
    }
    if (before < extra) {
        munmap(memory + before + size, extra - before);
    }
    return memory + before;
}

static int map_pages(struct pool_slab *slab, size_t bytes, size_t alignment,
                     enum sring_huge_pages huge_pages)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t huge = huge_pages == SRING_HUGE_PAGES_NONE ? 0 : huge_page_size();

    slab->huge = slab->transparent = 0;
    if (huge >= alignment && huge > 0) {
        slab->size = round_up(bytes, huge);
        slab->memory = map(slab->size, MAP_HUGETLB);
        if (slab->memory) {
            slab->huge = slab->size;
            return 0;
        }
    }
    if (huge_pages == SRING_HUGE_PAGES_REQUIRE) {
        return -ENOMEM;
    }
    page = huge > page ? huge : page;
    slab->size = round_up(bytes, page);
    slab->memory = map_aligned(slab->size, alignment > page ? alignment : page);
    if (!slab->memory) {
        return -ENOMEM;
    }
    if (huge > 0 && !madvise(slab->memory, slab->size, MADV_HUGEPAGE)) {
        slab->transparent = slab->size;
    }
    return 0;
}

/* Makes every page resident. Returns 0 or -ENOMEM. */
static int prefault(const struct pool_slab *slab)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);

    if (!madvise(slab->memory, slab->size, MADV_POPULATE_WRITE)) {
        return 0;
    }
    if (errno != EINVAL) {
        return -ENOMEM;
    }
    for (size_t at = 0; at < slab->size; at += page) {
        *(volatile unsigned char *)(slab->memory + at) = 0;
    }
    return 0;
}

#if defined(SRING_WITH_NUMA)
int sring_pool_memory_check(const struct sring_pool_options *options)
{
    if (!options->numa) {
        return 0;
    }
    if (numa_available() < 0) {
        return -EOPNOTSUPP;
    }
    if (options->numa - 1 > (uint32_t)numa_max_node() ||
        !numa_bitmask_isbitset(numa_all_nodes_ptr, options->numa - 1)) {
        return -EINVAL;
    }
    return 0;
}

/* Prefers the node instead of binding to it: with MPOL_BIND, a node without free huge pages would
 * cause SIGBUS. */
static int place_on_node(const struct pool_slab *slab, uint32_t numa)
{
    struct bitmask *nodes;
    int rc;

    if (!numa) {
        return 0;
    }
    nodes = numa_allocate_nodemask();
    if (!nodes) {
        return -ENOMEM;
    }
    numa_bitmask_setbit(nodes, numa - 1);
    rc = mbind(slab->memory, slab->size, MPOL_PREFERRED, nodes->maskp, nodes->size + 1, 0) ? -errno
                                                                                           : 0;
    numa_free_nodemask(nodes);
    return rc;
}
#else
int sring_pool_memory_check(const struct sring_pool_options *options)
{
    return options->numa ? -EOPNOTSUPP : 0;
}

static int place_on_node(const struct pool_slab *slab, uint32_t numa)
{
    (void)slab;
    (void)numa;
    return 0;
}
#endif

/* Maps memory for `bytes` as the options say. Returns 0, or -errno and nothing is mapped. */
static int map_slab(struct pool_slab *slab, size_t bytes, size_t alignment,
                    const struct sring_pool_options *options)
{
    int rc = map_pages(slab, bytes, alignment, options->huge_pages);

    if (rc) {
        return rc;
    }
    rc = place_on_node(slab, options->numa);
    if (!rc && options->prefault) {
        rc = prefault(slab);
    }
    if (rc) {
        munmap(slab->memory, slab->size);
    }
    return rc;
}

void sring_pool_memory_unmap(struct pool_slab *slab)
{
    sring_unpoison(slab->memory, slab->size);
    munmap(slab->memory, slab->size);
}

/* --- tokens --------------------------------------------------------------------------------- */

#define POOL_TOKEN (UINT64_C(1) << 63) /* in no other token */

/* No block of a pool that was destroyed has had a token from here on. */
static _Atomic uint64_t bound = POOL_TOKEN | SRING_TOKEN_ | SRING_TOKEN_STEP_;

void sring_pool_tokens_end(const struct pool *pool)
{
    const uint64_t next = pool->view.next_token_;
    uint64_t now = atomic_load_explicit(&bound, memory_order_relaxed);

    while (now < next && !atomic_compare_exchange_weak_explicit(
                             &bound, &now, next, memory_order_relaxed, memory_order_relaxed)) {
    }
}

/* New blocks may have been another pool's, with tokens above this pool's next one. Raises that
 * above all of them. */
static void raise_tokens(struct pool *pool)
{
    uint64_t least = atomic_load_explicit(&bound, memory_order_relaxed);
    uint64_t token = __atomic_load_n(&pool->view.next_token_, __ATOMIC_RELAXED);

    while (token < least &&
           !__atomic_compare_exchange_n(&pool->view.next_token_, &token, least, true,
                                        __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
    pool->first_token += token < least ? least - token : 0;
}

int sring_pool_grow(struct pool *pool, uint32_t count, sring_free_fn *free_fn)
{
    struct pool_slab *slab = malloc(sizeof(*slab));
    uint32_t made = 0;
    int rc = -ENOMEM;

    if (!slab) {
        return rc;
    }
    if (count <= SIZE_MAX / 2 / pool->stride) {
        rc = map_slab(slab, pool->stride * count, pool->alignment, &pool->options);
    }
    if (rc) {
        free(slab);
        return rc;
    }
    while (made < count) {
        struct sring_block_ *block = sring_block_new(slab->memory + made * pool->stride,
                                                     pool->capacity, free_fn, &pool->view);

        if (!block) {
            break;
        }
        block->owner_ = 0;
        block->owned_ = SRING_KEEPS_BLOCK_;
        block->index_ = SRING_UNREGISTERED_;
        block->place_ = pool->count + made;
        pool->blocks[pool->count + made++] = block;
    }
    if (made < count) {
        while (made > 0) {
            sring_block_release(pool->blocks[pool->count + --made]);
        }
        sring_pool_memory_unmap(slab);
        free(slab);
        return -ENOMEM;
    }
    raise_tokens(pool);
    slab->first = pool->count;
    slab->count = count;
    slab->next = pool->slabs;
    pool->slabs = slab;
    pool->count += count;
    sring_poison(slab->memory, slab->size);
    return 0;
}
