/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Batches. The entries lie in the data of a block, which makes a stale batch handle as visible as
 * a stale buffer handle.
 */
#include "internal.h"

static struct sring_batch_entry_ *entries(struct sring_block_ *block)
{
    return (struct sring_batch_entry_ *)(void *)block->data_;
}

static size_t count(const struct sring_block_ *block)
{
    return block->length_ / sizeof(struct sring_batch_entry_);
}

/* The ring's batches are linked by next_; arg_ points at what points at the block. */
static void enlist(struct sring_core_ *core, struct sring_block_ *block)
{
    block->next_ = core->batches;
    block->arg_ = &core->batches;
    if (block->next_) {
        block->next_->arg_ = &block->next_;
    }
    core->batches = block;
}

static void end(struct sring_block_ *block)
{
    struct sring_block_ **place = block->arg_;

    *place = block->next_;
    if (block->next_) {
        block->next_->arg_ = place;
    }
    sring_block_free_(block);
}

int sring_batch_init_(struct sring *ring, uint32_t room, struct sring_block_ **block)
{
    int rc;

    sring_check_owner_(ring, "sring_batch_init");
    rc = sring_buf_alloc_(room * sizeof(struct sring_batch_entry_), block);
    if (!rc) {
        enlist(ring->core_, *block);
    }
    return rc;
}

void sring_batch_push_(struct sring_block_ *block, uint64_t number, uint32_t opcode)
{
    entries(block)[count(block)] = (struct sring_batch_entry_){number, opcode, 0};
    block->length_ += sizeof(struct sring_batch_entry_);
}

void sring_batch_wait_(struct sring *ring, struct sring_block_ *block)
{
    for (size_t i = 0; i < count(block); i++) {
        int rc = 0;

        for (;;) {
            struct sring_place place;

            sring_check_owner_(ring, "sring_batch_wait");
            place = sring_find(ring, entries(block)[i].number);
            if (!place.record || place.record->state_ & SRING_DONE_) {
                break;
            }
            sring_check_lost(rc, "sring_batch_wait");
            if (sring_reap(ring, SRING_RUN_CALLBACKS) == 0) {
                rc = sring_enter(ring, 1, NULL);
            }
        }
    }
}

struct sring_taken_ sring_batch_pull_(struct sring *ring, struct sring_block_ *block,
                                      uint32_t index, uint32_t opcode, const char *function)
{
    struct sring_batch_entry_ *entry;
    uint64_t number;

    if (index >= count(block)) {
        sring_misuse_(function, "an index below the number of operations in the batch",
                      "a larger one");
    }
    entry = &entries(block)[index];
    if (!entry->number || entry->opcode != opcode) {
        sring_misuse_(function, "an operation of this kind that is still in the batch",
                      entry->number ? "one of another kind" : "one that was taken before");
    }
    number = entry->number;
    entry->number = 0;
    return sring_wait_(ring, number, function);
}

void sring_batch_finish_(struct sring *ring, struct sring_block_ *block)
{
    for (size_t i = 0; i < count(block); i++) {
        if (entries(block)[i].number) {
            sring_detach_(ring, entries(block)[i].number, "sring_batch_finish");
        }
    }
    end(block);
}

/* Their operations have been reclaimed; the handles are dead from here on. */
void sring_batches_close(struct sring_core_ *core)
{
    while (core->batches) {
        end(core->batches);
    }
}
