/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Registered buffers: register, unregister, replace.
 */
#include "api/api.h"

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
    sring_registry_enter(&core->buffers.slots[slot], slot, block);
    return 0;
}

/* Reports a misuse unless the buffer has a slot of its own in this ring's buffer table. */
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

/* The kernel pins the new memory before it releases the old: after an error nothing has changed. */
int sring_registered_buf_replace_(struct sring *ring, struct sring_block_ *from,
                                  struct sring_block_ *block)
{
    struct sring_registration *slot = from->arg_;
    uint32_t index;
    int rc;

    check_registered(ring, from, "sring_registered_buf_replace");
    index = from->index_;
    rc = sring_registry_update(slot->core, index, block->data_, block->capacity_);
    if (rc) {
        return rc;
    }
    sring_registry_leave(slot, from);
    sring_registry_enter(slot, index, block);
    return 0;
}
