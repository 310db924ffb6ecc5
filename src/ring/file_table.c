/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The table of direct descriptors.
 *
 * It is registered with the kernel when it is first needed, with empty slots. Slots are then filled
 * and emptied one at a time. The library also chooses the slots for files that operations make: the
 * kernel would overwrite a slot that is in use.
 */
#include "ring/ring.h"

#include <stdlib.h>

/* States of a slot, in place of a handle's token. Tokens are far larger. */
#define FREE 0
#define RESERVED 1 /* an operation will put a file there */
#define CLOSING 2  /* an operation is taking the file out */

static int register_table(struct sring_core_ *core)
{
    int *none = malloc(core->files.count * sizeof(int));
    int rc = -ENOMEM;

    core->files.free = malloc(core->files.count * sizeof(uint32_t));
    core->files.tokens = calloc(core->files.count, sizeof(uint64_t));
    if (none && core->files.free && core->files.tokens) {
        for (uint32_t i = 0; i < core->files.count; i++) {
            none[i] = -1;
            core->files.free[i] = core->files.count - 1 - i;
        }
        rc = core->kernel.backend->register_files(&core->kernel, none, core->files.count);
    }
    free(none);
    if (rc) {
        free(core->files.free);
        free(core->files.tokens);
        core->files.free = NULL;
        core->files.tokens = NULL;
        return rc;
    }
    core->files.registered = true;
    core->ring->direct_tokens_ = core->files.tokens;
    core->ring->direct_count_ = core->files.count;
    return 0;
}

int sring_file_slot_take(struct sring_core_ *core, uint32_t *slot)
{
    if (!core->files.registered) {
        int rc = register_table(core);

        if (rc) {
            return rc;
        }
    }
    if (core->files.used == core->files.count) {
        return -ENFILE;
    }
    *slot = core->files.free[core->files.count - 1 - core->files.used];
    core->files.used++;
    SRING_ASSERT(core->files.tokens[*slot] == FREE);
    core->files.tokens[*slot] = RESERVED;
    return 0;
}

void sring_file_slot_release(struct sring_core_ *core, uint32_t slot)
{
    SRING_ASSERT(core->files.tokens[slot] != FREE && core->files.used > 0);
    core->files.tokens[slot] = FREE;
    core->files.used--;
    core->files.free[core->files.count - 1 - core->files.used] = slot;
}

int sring_file_slot_update(struct sring_core_ *core, uint32_t slot, int raw)
{
    return core->kernel.backend->update_file(&core->kernel, slot, raw);
}

/* The kernel closes the file when no operation uses it any more. */
void sring_file_slot_empty(struct sring_core_ *core, uint32_t slot)
{
    (void)sring_file_slot_update(core, slot, -1);
    sring_file_slot_release(core, slot);
}

/* Called when the handle's token is not in its slot. Does not return. */
void sring_direct_stale_(const struct sring *ring, const char *function)
{
    sring_check_owner_(ring, function);
    sring_misuse_(function, "a direct descriptor of this ring",
                  "one of another ring, or a copy of one that was unregistered or closed before");
}

/* Returns 0 or -EOPNOTSUPP: whether operations can put files into slots and take them out. The
 * kernel has no flag for this; it came with 5.15, as IORING_OP_MKDIRAT did. An older kernel ignores
 * the slot: it would make a descriptor that the library does not know, or close descriptor 0. */
int sring_direct_supported_(struct sring *ring, const char *function)
{
    struct sring_core_ *core;

    sring_check_owner_(ring, function);
    core = ring->core_;
    if (!core->files.probed) {
        core->files.probed = true;
        core->files.results = core->kernel.backend->has_opcode(&core->kernel, IORING_OP_MKDIRAT);
    }
    return core->files.results ? 0 : -EOPNOTSUPP;
}

int sring_direct_reserve_(struct sring *ring, struct sring_block_ *scratch, const char *function)
{
    uint32_t slot = 0;
    int rc = sring_direct_supported_(ring, function);

    if (!rc) {
        rc = sring_file_slot_take(ring->core_, &slot);
    }
    if (!rc) {
        scratch->place_ = slot + 1;
    }
    return rc;
}

void sring_direct_lend_(struct sring *ring, uint32_t slot, uint64_t token,
                        struct sring_block_ *scratch, const char *function)
{
    sring_check_owner_(ring, function);
    sring_direct_check_(ring, slot, token, function);
    ring->core_->files.tokens[slot] = CLOSING;
    scratch->place_ = slot + 1;
}

/* Returns the slot that an operation has reserved or is emptying. Reports a misuse if there is
 * none. */
static uint32_t pending_slot(const struct sring_core_ *core, const struct sring_block_ *scratch,
                             const char *function)
{
    uint32_t slot = scratch->place_ - 1;

    if (slot >= core->files.count || !core->files.registered ||
        (core->files.tokens[slot] != RESERVED && core->files.tokens[slot] != CLOSING)) {
        sring_misuse_(function, "an operation that was begun on this ring",
                      "one that was begun on another");
    }
    return slot;
}

void sring_direct_abandon_(struct sring *ring, struct sring_block_ *scratch, const char *function)
{
    sring_check_owner_(ring, function);
    sring_file_slot_release(ring->core_, pending_slot(ring->core_, scratch, function));
}

void sring_direct_complete(struct sring_core_ *core, const struct sring_taken_ *taken)
{
    uint32_t slot = pending_slot(core, taken->scratch, "an operation on direct descriptors");

    if (core->files.tokens[slot] == CLOSING) {
        if (taken->result < 0) {
            sring_file_slot_empty(core, slot);
        } else {
            sring_file_slot_release(core, slot);
        }
        taken->scratch->place_ = 0;
    } else if (taken->result < 0) {
        sring_file_slot_release(core, slot);
        taken->scratch->place_ = 0;
    } else {
        core->files.tokens[slot] = taken->number;
    }
}

bool sring_direct_dispose(struct sring_core_ *core, struct sring_block_ *scratch)
{
    if (!scratch->place_) {
        return false;
    }
    sring_file_slot_empty(core, scratch->place_ - 1);
    return true;
}

/* The kernel frees a ring some time after it was closed. Unregistering closes the files at once, as
 * closing descriptors would. Not done if operations are still in flight. */
void sring_direct_close(struct sring_core_ *core)
{
    if (core->files.registered && !sring_in_flight_(core->ring)) {
        core->kernel.backend->unregister_files(&core->kernel);
    }
    free(core->files.free);
    free(core->files.tokens);
}
