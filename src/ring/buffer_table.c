/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The table of registered buffers.
 *
 * It is registered with the kernel when it is first needed, with empty slots. Slots are then filled
 * and emptied one at a time. Kernels before 5.19 do not support this.
 */
#include "ring/ring.h"

#include <stdlib.h>
#include <string.h>

#define MOST (UINT32_C(1) << 30) /* the kernel's limit for one buffer, in bytes */

static int register_buffer_table(struct sring_core_ *core)
{
    struct sring_kernel *kernel = &core->kernel;
    int rc = kernel->backend->register_buffers(kernel, core->buffers.count);

    if (rc) {
        return rc == -EINVAL ? -EOPNOTSUPP : rc;
    }
    core->buffers.slots = calloc(core->buffers.count, sizeof(*core->buffers.slots));
    core->buffers.windows = calloc(core->buffers.count, sizeof(*core->buffers.windows));
    if (!core->buffers.slots || !core->buffers.windows) {
        kernel->backend->unregister_buffers(kernel);
        free(core->buffers.slots);
        free(core->buffers.windows);
        core->buffers.slots = NULL;
        core->buffers.windows = NULL;
        return -ENOMEM;
    }
    core->buffers.registered = true;
    core->ring->windows_ = core->buffers.windows;
    core->ring->window_count_ = core->buffers.count;
    return 0;
}

int sring_registry_update(struct sring_core_ *core, uint32_t slot, void *data, size_t size)
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
    core->buffers.windows[slot] = (struct sring_window_){data, size};
    return 0;
}

int sring_registry_take(struct sring_core_ *core, void *data, size_t size, uint32_t *slot)
{
    uint32_t free_slot = 0;
    int rc;

    if (!core->buffers.registered) {
        rc = register_buffer_table(core);
        if (rc) {
            return rc;
        }
    }
    while (free_slot < core->buffers.count && core->buffers.slots[free_slot].core) {
        free_slot++;
    }
    if (free_slot == core->buffers.count) {
        return -ENOBUFS;
    }
    rc = sring_registry_update(core, free_slot, data, size);
    if (rc) {
        return rc;
    }
    core->buffers.slots[free_slot].core = core;
    *slot = free_slot;
    return 0;
}

void sring_registry_vacate(struct sring_core_ *core, uint32_t slot)
{
    SRING_ASSERT(core->buffers.slots[slot].core == core);
    (void)sring_registry_update(core, slot, NULL, 0);
    core->buffers.windows[slot] = (struct sring_window_){NULL, 0};
    core->buffers.slots[slot] = (struct sring_registration){0};
}

/* Protects the slots: a registered buffer points at its slot, and its handle may be in another
 * thread while the ring is closed. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void sring_registry_lock(void)
{
    pthread_mutex_lock(&lock);
}

void sring_registry_unlock(void)
{
    pthread_mutex_unlock(&lock);
}

void sring_registry_leave(const struct sring_registration *slot, struct sring_block_ *block)
{
    block->free_ = slot->free;
    block->arg_ = slot->arg;
    block->owned_ = slot->owned;
    block->index_ = SRING_UNREGISTERED_;
}

/* The slot is not emptied in a forked child, where the table is the parent's. */
void sring_registered_free(struct sring_block_ *block)
{
    struct sring_registration *slot = block->arg_;
    uint32_t index = block->index_;

    sring_registry_leave(slot, block);
    if (!slot->core->forked) {
        sring_registry_vacate(slot->core, index);
    }
}

void sring_registered(void *block, void *arg)
{
    (void)arg;
    sring_registered_free(block);
    sring_block_free_(block);
}

/* Only the ring's thread may free a registered buffer while the ring is open. After that any thread
 * may. */
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

void sring_registry_enter(struct sring_registration *slot, uint32_t index,
                          struct sring_block_ *block)
{
    *slot =
        (struct sring_registration){slot->core, block, block->free_, block->arg_, block->owned_};
    block->index_ = index;
    block->free_ = sring_registered;
    block->arg_ = slot;
    block->owned_ |= SRING_KEEPS_BLOCK_;
}

/* Called when the buffer is not in the slot of this ring that its block names. Does not return. */
void sring_not_registered_(const struct sring *ring, const char *function)
{
    sring_check_owner_(ring, function);
    sring_misuse_(function, "a registered buffer of this ring",
                  "one of another ring, or of a pool that was unregistered");
}

/* Buffers that are still registered become ordinary ones, which their owner may free later. */
void sring_registry_close(struct sring_core_ *core)
{
    pthread_mutex_lock(&lock);
    for (uint32_t i = 0; i < core->buffers.count && core->buffers.registered; i++) {
        if (core->buffers.slots[i].block) {
            sring_registered_free(core->buffers.slots[i].block);
        }
    }
    pthread_mutex_unlock(&lock);
    free(core->buffers.slots);
    free(core->buffers.windows);
}
