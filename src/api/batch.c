/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The verbs of a batch: submit, abandon, wait, take, finish.
 */
#include "api/api.h"
#include "ring/batch_graph.h"

/* May run free functions of buffers and callbacks, so the handle is made dead first. */
uint64_t sring_batch_submit_(struct sring *ring, struct sring_block_ *block)
{
    struct sring_batch *batch = sring_batch_of_ring(ring, block, "sring_batch_submit");
    uint64_t token = ++block->owner_;

    sring_batch_begin_all(batch);
    (void)sring_hand_over(ring);
    sring_free_due(ring);
    return token;
}

uint64_t sring_batch_abandon_(struct sring *ring, struct sring_block_ *block)
{
    struct sring_batch *batch = sring_batch_of_ring(ring, block, "sring_batch_abandon");
    uint64_t token = block->owner_ += 2;

    for (uint32_t i = 0; i < batch->count; i++) {
        sring_batch_void(batch, i);
    }
    return token;
}

static bool is_done(struct sring_batch *batch, uint32_t index)
{
    const struct sring_batch_entry *entry = &batch->entries[index];
    struct sring_found found;

    if (!(entry->flags & BEGUN)) {
        return false;
    }
    found = sring_find(batch->ring, entry->number);
    return !found.record || found.record->state_ & SRING_DONE_;
}

struct awaited {
    struct sring_batch *batch;
    uint32_t done; /* this many of the first operations are done */
};

static bool all_done(struct sring *ring, void *arg)
{
    struct awaited *it = arg;

    (void)ring;
    while (it->done < it->batch->count && is_done(it->batch, it->done)) {
        it->done++;
    }
    return it->done == it->batch->count;
}

uint64_t sring_batch_wait_(struct sring *ring, struct sring_block_ *block)
{
    static const char function[] = "sring_batch_wait";
    struct awaited it = {.batch = sring_batch_of_ring(ring, block, function)};
    const struct sring_until until = {
        .done = all_done, .take = sring_reap, .arg = &it, .function = function};
    uint64_t token = ++block->owner_;

    sring_wait_until(ring, &until);
    return token;
}

struct sring_taken_ sring_batch_pull_(struct sring *ring, struct sring_block_ *block,
                                      uint32_t index, uint32_t kind, const char *function)
{
    struct sring_batch *batch = sring_batch_of_ring(ring, block, function);
    struct sring_batch_entry *entry;
    uint64_t number;

    if (index >= batch->count) {
        sring_misuse_(function, "an index below the number of operations in the batch",
                      "a larger one");
    }
    entry = &batch->entries[index];
    if (!entry->number || entry->kind != kind) {
        sring_misuse_(function, "an operation of this kind that is still in the batch",
                      entry->number ? "one of another kind" : "one that was taken before");
    }
    number = entry->number;
    entry->number = 0;
    return sring_wait_(ring, number, function);
}

void sring_batch_finish_(struct sring *ring, struct sring_block_ *block)
{
    struct sring_batch *batch = sring_batch_of_ring(ring, block, "sring_batch_finish");

    block->owner_ = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        if (batch->entries[i].number) {
            sring_give_up(ring, batch->entries[i].number, "sring_batch_finish");
        }
    }
    sring_batch_end(batch);
    sring_free_due(ring);
}
