/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pools registered in a ring's buffer table: one slot for each window of the pool's memory.
 *
 * After a slot is cleared the kernel keeps its memory for operations in flight, and still writes to
 * it. So unregistering waits for them. When the ring is closed it cannot wait, but the memory
 * stays: the pool lives until the buffer is back.
 */
#include "api/api.h"
#include "memory/pool.h"

#include <stdlib.h>
#include <sys/uio.h>

#define MAX_WINDOW ((size_t)1 << 30) /* the kernel's limit for one buffer, in bytes */

struct sring_pool_registration {
    struct sring_core_ *core;
    struct pool *pool;
    struct sring_block_ *handle;
    struct sring_pool_registration *next; /* in the list of the ring */
    uint32_t windows;
    uint32_t slots[]; /* by window: slot + 1, or 0 if not registered yet */
};

/* Returns the most buffers of a window. A window never spans two slabs. */
static uint32_t window_size(const struct pool *pool)
{
    size_t most = MAX_WINDOW / pool->stride;

    return most > UINT32_MAX ? UINT32_MAX : most ? (uint32_t)most : 1;
}

/* Returns how many windows `count` consecutive buffers need. */
static uint32_t windows_of(const struct pool *pool, uint32_t count)
{
    return (count - 1) / window_size(pool) + 1;
}

/* Returns the window of a buffer, which the pool may not have allocated yet. */
static uint32_t window_at(const struct pool *pool, uint32_t place)
{
    const uint32_t grow_by = pool->options.grow_by;

    if (place < pool->opened) {
        return place / window_size(pool);
    }
    place -= pool->opened;
    return windows_of(pool, pool->opened) + place / grow_by * windows_of(pool, grow_by) +
           place % grow_by / window_size(pool);
}

/* Returns the memory of a window; length 0 if the pool has not grown that far. */
static struct iovec window_data(struct pool *pool, uint32_t window)
{
    struct iovec data = {NULL, 0};

    pthread_mutex_lock(&pool->lock);
    for (const struct pool_slab *slab = pool->slabs; slab; slab = slab->next) {
        uint32_t first = window_at(pool, slab->first);

        if (window >= first && window - first < windows_of(pool, slab->count)) {
            uint32_t before = (window - first) * window_size(pool);
            uint32_t count = slab->count - before;

            count = count < window_size(pool) ? count : window_size(pool);
            data.iov_base = slab->memory + before * pool->stride;
            data.iov_len = count * pool->stride;
        }
    }
    pthread_mutex_unlock(&pool->lock);
    return data;
}

static int register_window(struct sring_pool_registration *registration, uint32_t window)
{
    struct iovec data = window_data(registration->pool, window);
    uint32_t slot;
    int rc;

    if (data.iov_len > MAX_WINDOW) {
        return -EINVAL;
    }
    rc = sring_registry_take(registration->core, data.iov_base, data.iov_len, &slot);
    if (!rc) {
        registration->slots[window] = slot + 1;
    }
    return rc;
}

static void end_registration(struct sring_pool_registration *registration)
{
    for (uint32_t i = 0; i < registration->windows; i++) {
        if (registration->slots[i]) {
            sring_registry_vacate(registration->core, registration->slots[i] - 1);
        }
    }
    if (registration->handle) {
        sring_block_release(registration->handle);
    }
    sring_pool_drop(registration->pool);
    free(registration);
}

/* Registers all windows that exist. */
static int register_all(struct sring_pool_registration *registration)
{
    for (uint32_t i = 0; i < registration->windows; i++) {
        if (window_data(registration->pool, i).iov_len > 0) {
            int rc = register_window(registration, i);

            if (rc) {
                return rc;
            }
        }
    }
    return 0;
}

int sring_pool_register_(struct sring *ring, struct sring_pool_ *view,
                         struct sring_block_ **registered)
{
    struct pool *pool = pool_of(view);
    const uint32_t windows = window_at(pool, pool->options.max_count - 1) + 1;
    struct sring_pool_registration *registration;
    int rc;

    sring_check_owner_(ring, "sring_pool_register");
    registration = calloc(1, sizeof(*registration) + windows * sizeof(registration->slots[0]));
    if (!registration) {
        return -ENOMEM;
    }
    registration->core = ring->core_;
    registration->pool = pool;
    registration->windows = windows;
    sring_pool_keep(pool);
    rc = register_all(registration);
    if (!rc) {
        registration->handle =
            sring_block_new((unsigned char *)registration, sizeof(*registration), NULL, NULL);
        rc = registration->handle ? 0 : -ENOMEM;
    }
    if (rc) {
        end_registration(registration);
        return rc;
    }
    registration->next = ring->core_->buffers.pools;
    ring->core_->buffers.pools = registration;
    *registered = registration->handle;
    return 0;
}

static struct sring_pool_registration *registration_of(const struct sring *ring,
                                                       const struct sring_block_ *registered,
                                                       const char *function)
{
    struct sring_pool_registration *registration =
        (struct sring_pool_registration *)(void *)registered->data_;

    sring_check_owner_(ring, function);
    if (registration->core != ring->core_) {
        sring_misuse_(function, "a pool registered with this ring", "one of another ring");
    }
    return registration;
}

static bool is_registered_by(const struct sring_block_ *block, const void *arg)
{
    const struct sring_pool_registration *registration = arg;
    const struct pool *pool = registration->pool;

    return block->free_ == sring_pooled_ && block->arg_ == &pool->view &&
           block->index_ == registration->slots[window_at(pool, block->place_)] - 1;
}

static bool is_unused(struct sring *ring, void *registration)
{
    return !sring_find_in_flight(ring, is_registered_by, registration) &&
           !sring_batches_hold(ring->core_, true, is_registered_by, registration);
}

void sring_pool_unregister_(struct sring *ring, struct sring_block_ *registered)
{
    static const char function[] = "sring_pool_unregister";
    struct sring_pool_registration *registration = registration_of(ring, registered, function);
    struct sring_pool_registration **place = &ring->core_->buffers.pools;
    const struct sring_until until = {
        .done = is_unused, .take = sring_reap, .arg = registration, .function = function};

    if (sring_batches_hold(ring->core_, false, is_registered_by, registration)) {
        sring_misuse_(function, "a pool without buffers in batches to be submitted",
                      "one of which a Building batch has a buffer");
    }
    sring_block_release(registration->handle); /* callbacks that run now find a dead handle */
    registration->handle = NULL;
    (void)sring_hand_over(ring);
    sring_wait_until(ring, &until);
    while (*place != registration) {
        place = &(*place)->next;
    }
    *place = registration->next;
    end_registration(registration);
}

int sring_pooled_buf_unwrap_registered_(struct sring *ring, struct sring_block_ *registered,
                                        struct sring_block_ *block)
{
    static const char function[] = "sring_pooled_buf_unwrap_registered";
    struct sring_pool_registration *registration = registration_of(ring, registered, function);
    uint32_t window;

    if (block->arg_ != &registration->pool->view) {
        sring_misuse_(function, "a buffer of this pool", "a buffer of another pool");
    }
    window = window_at(registration->pool, block->place_);
    if (!registration->slots[window]) {
        int rc = register_window(registration, window);

        if (rc) {
            return rc;
        }
    }
    block->index_ = registration->slots[window] - 1;
    return 0;
}

/* The ring is closing: unregisters all pools, whose handles become dead. */
void sring_registered_pools_close(struct sring_core_ *core)
{
    while (core->buffers.pools) {
        struct sring_pool_registration *registration = core->buffers.pools;

        core->buffers.pools = registration->next;
        end_registration(registration);
    }
}
