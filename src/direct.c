/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The ring's table of files.
 *
 * The table is registered with the kernel when it is first needed, empty; slots are then filled and
 * emptied one by one. The library chooses the slots, also those of files that operations make: the
 * kernel puts a file into a slot whether there is one in it or not.
 */
#include "internal.h"

#include <stdlib.h>

/* What a slot has in place of a handle's token, which is far above. */
#define FREE 0
#define RESERVED 1 /* an operation that was begun will put a file there */
#define CLOSING 2  /* an operation takes the file out */

static int register_table(struct sring_core_ *core)
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
        rc = core->kernel.backend->register_files(&core->kernel, none, core->direct_count);
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
    core->ring->direct_tokens_ = core->direct_tokens;
    core->ring->direct_count_ = core->direct_count;
    return 0;
}

/* Takes a slot from the stack of free ones. */
static int take_slot(struct sring_core_ *core, uint32_t *slot)
{
    if (!core->direct_registered) {
        int rc = register_table(core);

        if (rc) {
            return rc;
        }
    }
    if (core->direct_used == core->direct_count) {
        return -ENFILE;
    }
    *slot = core->direct_free[core->direct_count - 1 - core->direct_used];
    core->direct_used++;
    core->direct_tokens[*slot] = RESERVED;
    return 0;
}

static void release_slot(struct sring_core_ *core, uint32_t slot)
{
    core->direct_tokens[slot] = FREE;
    core->direct_used--;
    core->direct_free[core->direct_count - 1 - core->direct_used] = slot;
}

static int update_slot(struct sring_core_ *core, uint32_t slot, int raw)
{
    return core->kernel.backend->update_file(&core->kernel, slot, raw);
}

/* Takes the file out of the slot as well. The kernel closes it when no operation uses it. */
static void empty_slot(struct sring_core_ *core, uint32_t slot)
{
    (void)update_slot(core, slot, -1);
    release_slot(core, slot);
}

/* The ring's table does not hold the handle's token in its slot. */
void sring_direct_stale_(const struct sring *ring, const char *function)
{
    sring_check_owner_(ring, function);
    sring_misuse_(function, "a direct descriptor of this ring",
                  "one of another ring, or a copy of one that was unregistered or closed before");
}

int sring_fd_register_(struct sring *ring, int raw, uint32_t *slot, uint64_t *token)
{
    struct sring_core_ *core;
    int rc;

    sring_check_owner_(ring, "sring_fd_register");
    core = ring->core_;
    if (raw < 0) {
        return -EBADF;
    }
    rc = take_slot(core, slot);
    if (rc) {
        return rc;
    }
    rc = update_slot(core, *slot, raw);
    if (rc) {
        release_slot(core, *slot);
        return rc;
    }
    *token = core->direct_tokens[*slot] = sring_token_new();
    return 0;
}

void sring_direct_fd_unregister_(struct sring *ring, uint32_t slot, uint64_t token)
{
    static const char function[] = "sring_direct_fd_unregister";

    sring_check_owner_(ring, function);
    (void)sring_hand_over(ring);
    sring_direct_check_(ring, slot, token, function);
    sring_file_goes(ring, (int)slot, IOSQE_FIXED_FILE, NULL, function);
    empty_slot(ring->core_, slot);
}

/* The kernel takes the old file out before it looks at the new one. */
int sring_direct_fd_replace_(struct sring *ring, uint32_t slot, uint64_t *token, int raw)
{
    static const char function[] = "sring_direct_fd_replace";
    struct sring_core_ *core;
    int rc;

    sring_check_owner_(ring, function);
    core = ring->core_;
    (void)sring_hand_over(ring);
    sring_direct_check_(ring, slot, *token, function);
    sring_file_goes(ring, (int)slot, IOSQE_FIXED_FILE, NULL, function);
    rc = update_slot(core, slot, raw);
    if (rc) {
        empty_slot(core, slot);
        return rc;
    }
    *token = core->direct_tokens[slot] = sring_token_new();
    return 0;
}

/* Whether operations can put files into slots and take them out. Nothing in the kernel says so; it
 * came with the same version as this opcode. An older kernel does not see that a slot is meant: it
 * makes a descriptor that nobody knows of, or closes the one whose number is 0. */
int sring_direct_supported_(struct sring *ring, const char *function)
{
    struct sring_core_ *core;

    sring_check_owner_(ring, function);
    core = ring->core_;
    if (!core->direct_probed) {
        core->direct_probed = true;
        core->direct_results = core->kernel.backend->has_opcode(&core->kernel, IORING_OP_MKDIRAT);
    }
    return core->direct_results ? 0 : -EOPNOTSUPP;
}

int sring_direct_reserve_(struct sring *ring, struct sring_block_ *scratch, const char *function)
{
    uint32_t slot = 0;
    int rc = sring_direct_supported_(ring, function);

    if (!rc) {
        rc = take_slot(ring->core_, &slot);
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
    ring->core_->direct_tokens[slot] = CLOSING;
    scratch->place_ = slot + 1;
}

/* The slot that an operation has taken and not handed over yet. */
static uint32_t pending_slot(const struct sring_core_ *core, const struct sring_block_ *scratch,
                             const char *function)
{
    uint32_t slot = scratch->place_ - 1;

    if (slot >= core->direct_count || !core->direct_registered ||
        (core->direct_tokens[slot] != RESERVED && core->direct_tokens[slot] != CLOSING)) {
        sring_misuse_(function, "an operation that was begun on this ring",
                      "one that was begun on another");
    }
    return slot;
}

void sring_direct_abandon_(struct sring *ring, struct sring_block_ *scratch, const char *function)
{
    sring_check_owner_(ring, function);
    release_slot(ring->core_, pending_slot(ring->core_, scratch, function));
}

void sring_direct_settle(struct sring_core_ *core, const struct sring_taken_ *taken)
{
    uint32_t slot = pending_slot(core, taken->scratch, "an operation on direct descriptors");

    if (core->direct_tokens[slot] == CLOSING) {
        if (taken->result < 0) {
            empty_slot(core, slot);
        } else {
            release_slot(core, slot);
        }
        taken->scratch->place_ = 0;
    } else if (taken->result < 0) {
        release_slot(core, slot);
        taken->scratch->place_ = 0;
    } else {
        core->direct_tokens[slot] = taken->number;
    }
}

bool sring_direct_dispose(struct sring_core_ *core, struct sring_block_ *scratch)
{
    if (!scratch->place_) {
        return false;
    }
    empty_slot(core, scratch->place_ - 1);
    return true;
}

/* Nothing is in flight any more, unless the kernel would not let go of it. The kernel ends a ring
 * at its leisure; the files are closed here and now, as descriptors would be. */
void sring_direct_close(struct sring_core_ *core)
{
    if (core->direct_registered && !sring_in_flight_(core->ring)) {
        core->kernel.backend->unregister_files(&core->kernel);
    }
    free(core->direct_free);
    free(core->direct_tokens);
}
