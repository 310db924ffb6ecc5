/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffer rings: open, close, statistics.
 */
#include "api/api.h"
#include "ring/buffer_group.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAX_COUNT 32768

/* Before Linux 6.9 a group with a smaller number is never forgotten: the next group that is
 * registered with its number begins where it has ended, so it lacks buffers or lends some twice. */
#define FIRST_ID 64
#define MAX_GROUPS (65536 - FIRST_ID)

/* Kernels before 6.16 have incremental buffers and bundles, but with bugs: parts out of order,
 * bundles with a gap. They are recognised by an opcode, which headers of older liburing versions
 * lack. */
#define OPCODE_OF_6_16 62 /* IORING_OP_PIPE */

static size_t round_up(size_t value, size_t alignment)
{
    return (value + alignment - 1) & ~(alignment - 1);
}

static int map(struct buf_ring *group)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t before = round_up(group->count * sizeof(*group->entries), page);
    void *memory;

    group->stride = round_up(group->size, SRING_CACHE_LINE);
    if (group->count > SIZE_MAX / 2 / group->stride) {
        return -ENOMEM;
    }
    group->mapped = before + round_up(group->count * group->stride, page);
    memory = mmap(NULL, group->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return -ENOMEM;
    }
    group->entries = memory;
    group->memory = (unsigned char *)memory + before;
    return 0;
}

/* Chooses a group id that no open group of the ring has. Returns 0, -ENOBUFS or -ENOMEM. */
static int choose_id(struct sring_core_ *core, uint16_t *id)
{
    uint32_t at = 0;

    while (at < core->groups.count && core->groups.places[at]) {
        at++;
    }
    if (at == MAX_GROUPS) {
        return -ENOBUFS;
    }
    if (at == core->groups.count) {
        uint32_t count = at ? 2 * at : 4;
        struct buf_ring **larger = realloc(core->groups.places, count * sizeof(struct buf_ring *));

        if (!larger) {
            return -ENOMEM;
        }
        memset(larger + at, 0, (count - at) * sizeof(struct buf_ring *));
        core->groups.places = larger;
        core->groups.count = count;
    }
    *id = (uint16_t)(FIRST_ID + at);
    return 0;
}

/* Registers the group. -EINVAL means that the kernel does not know the flag or the request: tries
 * again without the flag. */
static int register_group(struct buf_ring *group)
{
    struct sring_kernel *kernel = &group->core->kernel;
    int rc = -EINVAL;

    if (group->incremental) {
        rc = kernel->backend->register_buf_ring(kernel, group->id, group->entries, group->count,
                                                true);
    }
    if (rc == -EINVAL) {
        group->incremental = false;
        rc = kernel->backend->register_buf_ring(kernel, group->id, group->entries, group->count,
                                                false);
    }
    return rc == -EINVAL ? -EOPNOTSUPP : rc;
}

static int make_group(struct buf_ring *group)
{
    int rc = map(group);

    if (!rc) {
        rc = choose_id(group->core, &group->id);
    }
    if (rc) {
        return rc;
    }
    group->order = calloc(group->count, sizeof(*group->order));
    group->handle = sring_block_new((unsigned char *)group, 0, NULL, NULL);
    rc = group->order && group->handle ? register_group(group) : -ENOMEM;
    if (rc && group->handle) {
        sring_block_release(group->handle);
    }
    return rc;
}

int sring_buf_ring_open_(struct sring *ring, uint32_t count, size_t size,
                         const struct sring_buf_ring_options *options, struct sring_block_ **handle)
{
    struct buf_ring *group;
    uint32_t rounded = 1;
    struct sring_kernel *kernel;
    bool recent;
    int rc;

    sring_check_owner_(ring, "sring_buf_ring_open");
    if (count < 1 || count > MAX_COUNT || !sring_capacity_valid(size)) {
        return -EINVAL;
    }
    while (rounded < count) {
        rounded *= 2;
    }
    group = calloc(1, sizeof(*group) + rounded * sizeof(group->buffers[0]));
    if (!group) {
        return -ENOMEM;
    }
    pthread_mutex_init(&group->lock, NULL);
    group->core = ring->core_;
    group->count = rounded;
    group->size = size;
    group->forks = sring_forks();
    kernel = &ring->core_->kernel;
    recent = kernel->backend->has_opcode(kernel, OPCODE_OF_6_16);
    group->incremental = recent && options && options->incremental;
    group->bundles = recent && kernel->features & SRING_FEATURE_BUNDLES;
    rc = make_group(group);
    if (rc) {
        sring_buf_ring_destroy(group);
        return rc;
    }
    for (uint32_t i = 0; i < rounded; i++) {
        sring_buf_ring_publish(group, i);
    }
    ring->core_->groups.places[group->id - FIRST_ID] = group;
    *handle = group->handle;
    return 0;
}

static bool is_of_group(const struct sring_block_ *block, const void *group)
{
    return block->free_ == sring_lent_free && block->arg_ == group;
}

/* Unregisters the group. If operations on it are in flight, the kernel may still fill its buffers,
 * so the memory is kept. */
static void close_group(struct buf_ring *group, bool kernel_is_done)
{
    struct sring_core_ *core = group->core;

    core->kernel.backend->unregister_buf_ring(&core->kernel, group->id);
    core->groups.places[group->id - FIRST_ID] = NULL;
    group->core = NULL;
    if (kernel_is_done) {
        sring_buf_ring_leave(group);
    }
}

/* Sends a cancel request for one of the operations on the group, or ends it if it is held. */
static unsigned cancel_one(struct sring *ring, void *group, bool *again)
{
    uint64_t user_data = sring_find_in_flight(ring, is_of_group, group);

    *again = true;
    if (sring_stream_stop(ring, sring_find(ring, user_data))) {
        return 0;
    }
    (void)sring_queue_cancel(ring, user_data, 0);
    return 2;
}

static bool is_unused(struct sring *ring, void *group)
{
    return !sring_find_in_flight(ring, is_of_group, group);
}

void sring_buf_ring_close_(struct sring *ring, struct sring_block_ *handle)
{
    static const char function[] = "sring_buf_ring_close";
    struct buf_ring *group = (struct buf_ring *)(void *)handle->data_;
    const struct sring_until until = {.done = is_unused,
                                      .take = sring_reap,
                                      .prepare = cancel_one,
                                      .arg = group,
                                      .function = function};

    sring_check_owner_(ring, function);
    if (group->core != ring->core_) {
        sring_misuse_(function, "a buffer ring of this ring", "one of another ring");
    }
    sring_block_release(handle); /* callbacks that run now find a dead handle */
    group->handle = NULL;
    sring_wait_until(ring, &until);
    (void)sring_free_due(ring);
    close_group(group, true);
}

/* The handles of the buffer rings become dead. */
void sring_buf_rings_close(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;

    for (uint32_t i = 0; i < core->groups.count; i++) {
        if (core->groups.places[i]) {
            if (core->groups.places[i]->handle) {
                sring_block_release(core->groups.places[i]->handle);
            }
            close_group(core->groups.places[i], !sring_in_flight_(ring));
        }
    }
    free(core->groups.places);
}

void sring_buf_ring_get_stats_(const struct sring_block_ *handle,
                               struct sring_buf_ring_stats *stats)
{
    struct buf_ring *group = (struct buf_ring *)(void *)handle->data_;

    memset(stats, 0, sizeof(*stats));
    pthread_mutex_lock(&group->lock);
    stats->free = group->free;
    stats->lent = group->lent;
    pthread_mutex_unlock(&group->lock);
    stats->size = group->size;
    stats->count = group->count;
    stats->incremental = group->incremental;
    stats->bundles = group->bundles;
}
