/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The ring's tables of files and buffers.
 *
 * A table is registered with the kernel when it is first needed, empty; slots are then filled and
 * cleared one by one. A kernel that cannot do that (buffers: before 5.13) says so once.
 */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

static int register_direct_table(struct sring_core_ *core)
{
    int *none = malloc(core->direct_count * sizeof(int));
    int rc = -ENOMEM;

    core->direct_free = malloc(core->direct_count * sizeof(uint32_t));
    core->direct_tokens = calloc(core->direct_count, sizeof(uint64_t));
    if (none && core->direct_free && core->direct_tokens) {
        for (uint32_t i = 0; i < core->direct_count; i++) {
            none[i] = -1;
            core->direct_free[i] = core->direct_count - 1 - i;
        }
        rc = io_uring_register_files(&core->uring, none, core->direct_count);
    }
    free(none);
    if (rc) {
        free(core->direct_free);
        free(core->direct_tokens);
        core->direct_free = NULL;
        core->direct_tokens = NULL;
        return rc;
    }
    core->direct_registered = true;
    return 0;
}

int sring_fd_register_(struct sring *ring, int raw, uint32_t *slot, uint64_t *token)
{
    struct sring_core_ *core;
    uint32_t free_slot;
    int rc;

    sring_check_owner_(ring, "sring_fd_register");
    core = ring->core_;
    if (raw < 0) {
        return -EBADF;
    }
    if (!core->direct_registered) {
        rc = register_direct_table(core);
        if (rc) {
            return rc;
        }
    }
    if (core->direct_used == core->direct_count) {
        return -ENFILE;
    }
    free_slot = core->direct_free[core->direct_count - 1 - core->direct_used];
    rc = io_uring_register_files_update(&core->uring, free_slot, &raw, 1);
    if (rc < 0) {
        return rc;
    }
    core->direct_used++;
    *token = core->base + ++core->direct_registrations;
    core->direct_tokens[free_slot] = *token;
    *slot = free_slot;
    return 0;
}

void sring_direct_fd_unregister_(struct sring *ring, uint32_t slot, uint64_t token)
{
    struct sring_core_ *core;
    int none = -1;

    sring_check_owner_(ring, "sring_direct_fd_unregister");
    core = ring->core_;
    if (!core->direct_registered || slot >= core->direct_count ||
        core->direct_tokens[slot] != token) {
        sring_misuse_("sring_direct_fd_unregister", "a direct descriptor of this ring",
                      "one of another ring, or a copy of one that was unregistered before");
    }
    core->direct_tokens[slot] = 0;
    (void)sring_flush_(ring);
    (void)io_uring_register_files_update(&core->uring, slot, &none, 1);
    core->direct_used--;
    core->direct_free[core->direct_count - 1 - core->direct_used] = slot;
}

static int register_buffer_table(struct sring_core_ *core)
{
    int rc = io_uring_register_buffers_sparse(&core->uring, core->buffer_count);

    if (rc) {
        return rc == -EINVAL ? -EOPNOTSUPP : rc;
    }
    core->buffers = calloc(core->buffer_count, sizeof(*core->buffers));
    if (!core->buffers) {
        (void)io_uring_unregister_buffers(&core->uring);
        return -ENOMEM;
    }
    core->buffers_registered = true;
    return 0;
}

static int update_slot(struct sring_core_ *core, uint32_t slot, void *data, size_t size)
{
    struct iovec vector = {data, size};
    __u64 tag = 0;
    int rc = io_uring_register_buffers_update_tag(&core->uring, slot, &vector, &tag, 1);

    return rc < 0 ? rc : 0;
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
    core->buffers[slot] = (struct sring_registration){NULL, NULL, NULL, NULL};
}

void sring_registered(void *data, void *arg)
{
    (void)data;
    (void)arg;
}

/* Takes a block out of its slot; from then on it is freed as it was before. */
void sring_registered_free(struct sring_block_ *block)
{
    struct sring_registration *slot = block->arg_;

    block->free_ = slot->free;
    block->arg_ = slot->arg;
    sring_registry_vacate(slot->core, block->index_);
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
    core->buffers[slot] = (struct sring_registration){core, block, block->free_, block->arg_};
    block->index_ = slot;
    block->free_ = sring_registered;
    block->arg_ = &core->buffers[slot];
    return 0;
}

void sring_buf_unregister_(struct sring *ring, struct sring_block_ *block)
{
    struct sring_registration *slot = block->arg_;

    sring_check_owner_(ring, "sring_buf_unregister");
    if (block->free_ != sring_registered || slot->core != ring->core_) {
        sring_misuse_("sring_buf_unregister", "a registered buffer of this ring",
                      block->free_ == sring_pooled_ ? "one of a registered pool"
                                                    : "one of another ring");
    }
    sring_registered_free(block);
}

/* Buffers that are still registered become ordinary ones: their owner may yet free them. */
void sring_registry_close(struct sring_core_ *core)
{
    sring_registered_pools_close(core);
    for (uint32_t i = 0; i < core->buffer_count && core->buffers_registered; i++) {
        if (core->buffers[i].block) {
            sring_registered_free(core->buffers[i].block);
        }
    }
    free(core->buffers);
    free(core->direct_free);
    free(core->direct_tokens);
}
