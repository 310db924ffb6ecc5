/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The memory of parked records and of the callbacks for the ends of streams. It is mapped once, for
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
    core->operations.parked = map(parked_bytes(core));
    core->operations.buckets = map(bucket_bytes(core));
    core->operations.ends = map(end_bytes(core));
    return core->operations.parked && core->operations.buckets && core->operations.ends ? 0
                                                                                        : -ENOMEM;
}

void sring_records_close(struct sring_core_ *core)
{
    if (core->operations.parked) {
        munmap(core->operations.parked, parked_bytes(core));
    }
    if (core->operations.buckets) {
        munmap(core->operations.buckets, bucket_bytes(core));
    }
    if (core->operations.ends) {
        munmap(core->operations.ends, end_bytes(core));
    }
}
