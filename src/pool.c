/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pools of buffers.
 */
#include "internal.h"

#include <stdlib.h>

struct sring_pool_core_ {
    pthread_mutex_t lock;
    unsigned char *memory;
    size_t stride;
    size_t capacity;
    uint32_t count;
    uint32_t free_count;
    bool closed;
    uint32_t free[]; /* stack of the buffers that are in */
};

static void destroy(struct sring_pool_core_ *core)
{
    pthread_mutex_destroy(&core->lock);
    sring_unpoison(core->memory, core->stride * core->count);
    free(core->memory);
    free(core);
}

/* A buffer of the pool ends, here or with an operation that nobody waited for. */
static void free_pooled(void *data, void *arg)
{
    struct sring_pool_core_ *core = arg;
    bool last;

    sring_poison(data, core->capacity);
    pthread_mutex_lock(&core->lock);
    core->free[core->free_count++] =
        (uint32_t)((size_t)((unsigned char *)data - core->memory) / core->stride);
    last = core->closed && core->free_count == core->count;
    pthread_mutex_unlock(&core->lock);
    if (last) {
        destroy(core);
    }
}

int sring_pool_open_(struct sring_pool_core_ **out, uint32_t count, size_t capacity)
{
    struct sring_pool_core_ *core;
    size_t alignment = sring_alignment(capacity);
    size_t stride = (capacity + alignment - 1) & ~(alignment - 1);
    void *memory;

    if (count == 0 || !sring_capacity_valid(capacity) || stride > SIZE_MAX / count) {
        return -EINVAL;
    }
    core = malloc(sizeof(*core) + count * sizeof(core->free[0]));
    if (!core) {
        return -ENOMEM;
    }
    if (posix_memalign(&memory, alignment, stride * count)) {
        free(core);
        return -ENOMEM;
    }
    pthread_mutex_init(&core->lock, NULL);
    core->memory = memory;
    core->stride = stride;
    core->capacity = capacity;
    core->count = core->free_count = count;
    core->closed = false;
    for (uint32_t i = 0; i < count; i++) {
        core->free[i] = count - 1 - i;
    }
    sring_poison(memory, stride * count);
    *out = core;
    return 0;
}

void sring_pool_close_(struct sring_pool_core_ *core)
{
    bool last;

    pthread_mutex_lock(&core->lock);
    core->closed = true;
    last = core->free_count == core->count;
    pthread_mutex_unlock(&core->lock);
    if (last) {
        destroy(core);
    }
}

int sring_pool_get_(struct sring_pool_core_ *core, struct sring_block_ **block)
{
    unsigned char *data = NULL;

    pthread_mutex_lock(&core->lock);
    if (core->free_count > 0) {
        data = core->memory + core->free[--core->free_count] * core->stride;
    }
    pthread_mutex_unlock(&core->lock);
    if (!data) {
        return -ENOBUFS;
    }
    sring_unpoison(data, core->capacity);
    *block = sring_block_new(data, core->capacity, free_pooled, core);
    if (!*block) {
        free_pooled(data, core);
        return -ENOBUFS;
    }
    return 0;
}

void sring_pool_put_(struct sring_pool_core_ *core, struct sring_block_ *block)
{
    if (block->free_ != free_pooled || block->arg_ != core) {
        sring_misuse_("sring_pool_put", "a buffer of this pool", "a buffer of another pool");
    }
    sring_block_free_(block);
}

void sring_pool_check_(const struct sring_block_ *block)
{
    if (block->free_ != free_pooled) {
        sring_misuse_("sring_pooled_buf_wrap", "a buffer that was unwrapped from a pooled one",
                      "an ordinary buffer");
    }
}
