/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The memory of parked records; for streams, of the callbacks for their ends and of the requests of
 * those that begin again; and of the times at which operations were handed to the kernel. It is
 * mapped once, for as many as the budget allows. Unused ones cost address space only.
 */
#include "ring/ring.h"

#include <sys/mman.h>

/* Adds room for `n` things of this size to `*total`. Returns where it begins. */
static size_t add(size_t *total, size_t n, size_t size)
{
    size_t at = *total;

    *total += (n * size + SRING_CACHE_LINE - 1) / SRING_CACHE_LINE * SRING_CACHE_LINE;
    return at;
}

int sring_records_open(struct sring_core_ *core)
{
    struct sring_operations *operations = &core->operations;
    const size_t streams = (size_t)core->capacity / 2 + 1; /* each takes two from the budget */
    size_t parked, buckets, ends, agains, again_buckets, begun, places;
    unsigned char *memory;

    operations->parked_count = (size_t)core->capacity + SRING_RESERVE;
    operations->bucket_mask = 1;
    while (operations->bucket_mask + 1 < operations->parked_count) {
        operations->bucket_mask = operations->bucket_mask * 2 + 1;
    }
    operations->again_mask = (uint32_t)(operations->bucket_mask / 2);
    core->streams.end = &core->streams.first;
    parked = add(&operations->mapped, operations->parked_count, sizeof(*operations->parked));
    buckets = add(&operations->mapped, operations->bucket_mask + 1, sizeof(*operations->buckets));
    ends = add(&operations->mapped, streams, sizeof(*operations->ends));
    agains = add(&operations->mapped, streams, sizeof(*operations->agains));
    again_buckets =
        add(&operations->mapped, operations->again_mask + 1u, sizeof(*operations->again_buckets));
    begun = add(&operations->mapped, core->kernel.entries, sizeof(*core->observe.begun));
    places = add(&operations->mapped, core->kernel.entries, sizeof(*core->observe.places));
    memory = mmap(NULL, operations->mapped, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        return -ENOMEM;
    }
    operations->parked = (void *)(memory + parked);
    operations->buckets = (void *)(memory + buckets);
    operations->ends = (void *)(memory + ends);
    operations->agains = (void *)(memory + agains);
    operations->again_buckets = (void *)(memory + again_buckets);
    core->observe.begun = (void *)(memory + begun);
    core->observe.places = sring_is_development() ? (void *)(memory + places) : NULL;
    return 0;
}

void sring_records_close(struct sring_core_ *core)
{
    if (core->operations.parked) {
        munmap(core->operations.parked, core->operations.mapped);
    }
}
