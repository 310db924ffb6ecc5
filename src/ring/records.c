/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The memory of parked records, of the callbacks for the ends of streams and of the requests of
 * streams that begin again. It is mapped once, for
 * as many as the budget allows. Unused ones cost address space only.
 */
#include "ring/ring.h"

#include <sys/mman.h>

static size_t parked_bytes(const struct sring_core_ *core)
{
    return core->operations.parked_count * sizeof(struct sring_parked);
}

static size_t bucket_bytes(const struct sring_core_ *core)
{
    return (core->operations.bucket_mask + 1) * sizeof(struct sring_parked *);
}

/* A stream takes two operations from the budget. */
static size_t end_bytes(const struct sring_core_ *core)
{
    return ((size_t)core->capacity / 2 + 1) * sizeof(union sring_stream_end);
}

static size_t again_bytes(const struct sring_core_ *core)
{
    return ((size_t)core->capacity / 2 + 1) * sizeof(struct sring_again);
}

static size_t again_bucket_bytes(const struct sring_core_ *core)
{
    return ((size_t)core->operations.again_mask + 1) * sizeof(uint32_t);
}

static void *map(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return memory == MAP_FAILED ? NULL : memory;
}

int sring_records_open(struct sring_core_ *core)
{
    core->operations.parked_count = (size_t)core->capacity + SRING_RESERVE;
    core->operations.bucket_mask = 1;
    while (core->operations.bucket_mask + 1 < core->operations.parked_count) {
        core->operations.bucket_mask = core->operations.bucket_mask * 2 + 1;
    }
    core->operations.again_mask = (uint32_t)(core->operations.bucket_mask / 2);
    core->operations.parked = map(parked_bytes(core));
    core->operations.buckets = map(bucket_bytes(core));
    core->operations.ends = map(end_bytes(core));
    core->operations.agains = map(again_bytes(core));
    core->operations.again_buckets = map(again_bucket_bytes(core));
    core->streams.end = &core->streams.first;
    return core->operations.parked && core->operations.buckets && core->operations.ends &&
                   core->operations.agains && core->operations.again_buckets
               ? 0
               : -ENOMEM;
}

static void unmap(void *memory, size_t bytes)
{
    if (memory) {
        munmap(memory, bytes);
    }
}

void sring_records_close(struct sring_core_ *core)
{
    unmap(core->operations.parked, parked_bytes(core));
    unmap(core->operations.buckets, bucket_bytes(core));
    unmap(core->operations.ends, end_bytes(core));
    unmap(core->operations.agains, again_bytes(core));
    unmap(core->operations.again_buckets, again_bucket_bytes(core));
}
