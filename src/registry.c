/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The ring's table of buffers.
 *
 * The table is registered with the kernel when it is first needed, empty; slots are then filled and
 * cleared one by one. A kernel that cannot do that (before 5.19) says so once.
 */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

#define MOST (UINT32_C(1) << 30) /* bytes of one buffer; the kernel's limit */

static int register_buffer_table(struct sring_core_ *core)
{
    struct sring_kernel *kernel = &core->kernel;
    int rc = kernel->backend->register_buffers(kernel, core->buffer_count);

    if (rc) {
        return rc == -EINVAL ? -EOPNOTSUPP : rc;
    }
    core->buffers = calloc(core->buffer_count, sizeof(*core->buffers));
    core->windows = calloc(core->buffer_count, sizeof(*core->windows));
    if (!core->buffers || !core->windows) {
        kernel->backend->unregister_buffers(kernel);
        free(core->buffers);
        free(core->windows);
        core->buffers = NULL;
        core->windows = NULL;
        return -ENOMEM;
    }
    core->buffers_registered = true;
    core->ring->windows_ = core->windows;
    core->ring->window_count_ = core->buffer_count;
    return 0;
}

static int update_slot(struct sring_core_ *core, uint32_t slot, void *data, size_t size)
{
    struct sring_kernel *kernel = &core->kernel;
    int rc;

    if (size > MOST) {
        return -EINVAL;
    }
    rc = kernel->backend->update_buffer(kernel, slot, data, size);
    if (rc) {
        return rc;
    }
    core->windows[slot] = (struct sring_window_){data, size};
    return 0;
}

int sring_registry_take(struct sring_core_ *core, void *data, size_t size, uint32_t *slot)
{
    uint32_t free_slot = 0;
    int rc;

    if (!core->buffers_registered) {
        rc = register_buffer_table(core);
        if (rc) {
            return rc;
        }
    }
    while (free_slot < core->buffer_count && core->buffers[free_slot].core) {
        free_slot++;
    }
    if (free_slot == core->buffer_count) {
        return -ENOBUFS;
    }
    rc = update_slot(core, free_slot, data, size);
    if (rc) {
        return rc;
    }
    core->buffers[free_slot].core = core;
    *slot = free_slot;
    return 0;
}

void sring_registry_vacate(struct sring_core_ *core, uint32_t slot)
{
    (void)update_slot(core, slot, NULL, 0);
    core->windows[slot] = (struct sring_window_){NULL, 0};
    core->buffers[slot] = (struct sring_registration){NULL, NULL, NULL, NULL};
}

void sring_registered(void *data, void *arg)
{
    (void)data;
    (void)arg;
}

/* A registered buffer knows its slot, and its handle may be in another thread when the ring is
 * closed and the table goes. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void sring_registry_lock(void)
{
    pthread_mutex_lock(&lock);
}

void sring_registry_unlock(void)
{
    pthread_mutex_unlock(&lock);
}

/* The block is freed again as it was before. */
static void leave_slot(const struct sring_registration *slot, struct sring_block_ *block)
{
    block->free_ = slot->free;
    block->arg_ = slot->arg;
    block->index_ = SRING_UNREGISTERED_;
}

/* In a forked child the table is the parent's. */
void sring_registered_free(struct sring_block_ *block)
{
    struct sring_registration *slot = block->arg_;
    uint32_t index = block->index_;

    leave_slot(slot, block);
    if (!slot->core->forked) {
        sring_registry_vacate(slot->core, index);
    }
}

/* Any thread may free a buffer once its ring is closed. Until then the ring's does: the table is
 * the ring's. */
void sring_registered_buf_free_(struct sring_block_ *block)
{
    const struct sring_core_ *core = NULL;

    pthread_mutex_lock(&lock);
    if (block->free_ == sring_registered) {
        core = ((struct sring_registration *)block->arg_)->core;
    }
    if (core && !core->forked && !pthread_equal(core->owner, pthread_self())) {
        pthread_mutex_unlock(&lock);
        sring_misuse_("sring_registered_buf_free",
                      "a buffer registered with a ring of the calling thread",
                      "one that is registered with the ring of another thread");
    }
    if (core) {
        sring_registered_free(block);
    }
    pthread_mutex_unlock(&lock);
    sring_block_free_(block);
}

/* From here on the block belongs to the slot, which knows how it is freed. */
static void enter_slot(struct sring_registration *slot, uint32_t index, struct sring_block_ *block)
{
    *slot = (struct sring_registration){slot->core, block, block->free_, block->arg_};
    block->index_ = index;
    block->free_ = sring_registered;
    block->arg_ = slot;
}

/* The ring's table does not hold the buffer's memory in the slot that the block says it has. */
void sring_not_registered_(const struct sring *ring, const char *function)
{
    sring_check_owner_(ring, function);
    sring_misuse_(function, "a registered buffer of this ring",
                  "one of another ring, or of a pool that was unregistered");
}

int sring_buf_register_(struct sring *ring, struct sring_block_ *block)
{
    struct sring_core_ *core;
    uint32_t slot;
    int rc;

    sring_check_owner_(ring, "sring_buf_register");
    core = ring->core_;
    rc = sring_registry_take(core, block->data_, block->capacity_, &slot);
    if (rc) {
        return rc;
    }
    enter_slot(&core->buffers[slot], slot, block);
    return 0;
}

/* The buffer must have a slot of this ring to itself. */
static void check_registered(const struct sring *ring, const struct sring_block_ *block,
                             const char *function)
{
    const struct sring_registration *slot = block->arg_;

    sring_check_owner_(ring, function);
    if (block->free_ != sring_registered || slot->core != ring->core_) {
        sring_misuse_(function, "a registered buffer of this ring",
                      block->free_ == sring_pooled_ ? "one of a registered pool"
                                                    : "one of another ring");
    }
}

void sring_buf_unregister_(struct sring *ring, struct sring_block_ *block)
{
    check_registered(ring, block, "sring_buf_unregister");
    sring_registered_free(block);
}

/* The kernel pins the new memory before it lets go of the old: if it fails, nothing has changed. */
int sring_registered_buf_replace_(struct sring *ring, struct sring_block_ *from,
                                  struct sring_block_ *block)
{
    struct sring_registration *slot = from->arg_;
    uint32_t index;
    int rc;

    check_registered(ring, from, "sring_registered_buf_replace");
    index = from->index_;
    rc = update_slot(slot->core, index, block->data_, block->capacity_);
    if (rc) {
        return rc;
    }
    leave_slot(slot, from);
    enter_slot(slot, index, block);
    return 0;
}

/* Buffers that are still registered become ordinary ones: their owner may yet free them. */
void sring_registry_close(struct sring_core_ *core)
{
    sring_registered_pools_close(core);
    pthread_mutex_lock(&lock);
    for (uint32_t i = 0; i < core->buffer_count && core->buffers_registered; i++) {
        if (core->buffers[i].block) {
            sring_registered_free(core->buffers[i].block);
        }
    }
    pthread_mutex_unlock(&lock);
    free(core->buffers);
    free(core->windows);
}
