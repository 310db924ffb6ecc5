/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Batches, from the first operation that is added to the last that is taken.
 *
 * Until it begins, an operation is a request in the batch's own memory: it has its credits, what it
 * was lent is nobody's (owner 0), and neither the queue nor the kernel knows of it.
 */
#include "ring/batch_graph.h"

#include <stdlib.h>
#include <string.h>

#define MOST_ROOM 10000000 /* a batch is one buffer, of less than 2 GiB */

static struct sring_batch *batch_of(const struct sring_block_ *block)
{
    return (struct sring_batch *)(void *)block->data_;
}

int sring_batch_init_(struct sring *ring, uint32_t room, struct sring_block_ **block)
{
    struct sring_core_ *core;
    struct sring_batch *batch;
    int rc;

    sring_check_owner_(ring, "sring_batch_init");
    if (!room || room > MOST_ROOM) {
        return -EINVAL;
    }
    rc = sring_buf_alloc_(sizeof(*batch) + room * sizeof(struct sring_batch_entry), block);
    if (rc) {
        return rc;
    }
    core = ring->core_;
    batch = batch_of(*block);
    *batch = (struct sring_batch){
        .ring = ring,
        .block = *block,
        .room = room,
        .next = core->batches,
        .previous = &core->batches,
    };
    if (batch->next) {
        batch->next->previous = &batch->next;
    }
    core->batches = batch;
    return 0;
}

void sring_batch_end(struct sring_batch *batch)
{
    struct sring_batch **due = &batch->ring->core_->due;

    while (*due && *due != batch) {
        due = &(*due)->next_due;
    }
    if (*due) {
        *due = batch->next_due;
    }
    *batch->previous = batch->next;
    if (batch->next) {
        batch->next->previous = batch->previous;
    }
    free(batch->edges);
    sring_block_free_(batch->block);
}

/* A batch holds what belongs to its ring: credits, and slots of the table of files. */
static struct sring_batch *of_ring(struct sring *ring, struct sring_block_ *block,
                                   const char *function)
{
    struct sring_batch *batch = batch_of(block);

    sring_check_owner_(ring, function);
    if (batch->ring != ring) {
        sring_misuse_(function, "a batch of this ring", "one that was begun on another");
    }
    return batch;
}

struct sring_slot_ *sring_batch_place_(struct sring *ring, struct sring_block_ *block,
                                       const char *function)
{
    struct sring_batch *batch = of_ring(ring, block, function);
    struct sring_batch_entry *entry;

    if (batch->count == batch->room) {
        sring_misuse_(function, "a batch with room for one more operation", "a full one");
    }
    entry = &batch->entries[batch->count];
    memset(entry, 0, sizeof(*entry));
    return &entry->request;
}

void sring_batch_push_(struct sring_block_ *block, uint64_t flags, uint32_t kind, uint32_t chain)
{
    struct sring_batch *batch = batch_of(block);
    struct sring_batch_entry *entry = &batch->entries[batch->count];
    struct sring_record_ *record = &entry->request.record_;

    entry->request.sqe_.user_data_ = flags;
    entry->kind = kind;
    entry->chain = chain;
    record->state_ |= SRING_MEMBER_;
    record->arg_ = batch;
    record->index_ = batch->count++;
    if (record->block_) {
        record->block_->owner_ = 0;
    }
    if (record->scratch_) {
        record->scratch_->owner_ = 0;
    }
}

void sring_batch_link_(struct sring_block_ *block, bool hard, const char *function)
{
    struct sring_batch *batch = batch_of(block);
    uint32_t *flags;

    if (!batch->count) {
        sring_misuse_(function, "a batch to which an operation was added", "an empty one");
    }
    flags = &batch->entries[batch->count - 1].flags;
    *flags = (*flags & ~(LINK | HARDLINK)) | (hard ? HARDLINK : LINK);
}

static int more_edges(struct sring_batch *batch)
{
    uint32_t room = batch->edge_room ? 2 * batch->edge_room : 16;
    struct sring_batch_edge *edges = NULL;

    if (room > batch->edge_room) {
        edges = realloc(batch->edges, room * sizeof(*edges));
    }
    if (!edges) {
        return -ENOMEM;
    }
    batch->edges = edges;
    batch->edge_room = room;
    return 0;
}

/* That only what was added before can be waited for makes circles impossible. */
int sring_batch_after_(struct sring_block_ *block, uint32_t index, uint32_t first)
{
    struct sring_batch *batch = batch_of(block);
    struct sring_batch_entry *entry;

    if (index >= batch->count || first >= index) {
        return -EINVAL;
    }
    entry = &batch->entries[first];
    if (first + 1 == index) { /* which is what a link says */
        entry->flags = (entry->flags & ~HARDLINK) | LINK;
        return 0;
    }
    if (batch->edge_count == batch->edge_room && more_edges(batch)) {
        return -ENOMEM;
    }
    batch->edges[batch->edge_count++] = (struct sring_batch_edge){index, entry->dependents};
    entry->dependents = batch->edge_count;
    batch->entries[index].waits_for++;
    return 0;
}

void sring_batch_set_fail_fast_(struct sring_block_ *block)
{
    batch_of(block)->fail_fast = true;
}

/* What it does may run free functions of buffers, and callbacks: the handle is dead before. */
uint64_t sring_batch_submit_(struct sring *ring, struct sring_block_ *block)
{
    struct sring_batch *batch = of_ring(ring, block, "sring_batch_submit");
    uint64_t token = ++block->owner_;

    sring_batch_begin_all(batch);
    (void)sring_hand_over(ring);
    sring_free_due(ring);
    return token;
}

uint64_t sring_batch_abandon_(struct sring *ring, struct sring_block_ *block)
{
    struct sring_batch *batch = of_ring(ring, block, "sring_batch_abandon");
    uint64_t token = block->owner_ += 2;

    for (uint32_t i = 0; i < batch->count; i++) {
        sring_batch_void(batch, i);
    }
    return token;
}

static bool is_done(struct sring_batch *batch, uint32_t index)
{
    const struct sring_batch_entry *entry = &batch->entries[index];
    struct sring_place place;

    if (!(entry->flags & BEGUN)) {
        return false;
    }
    place = sring_find(batch->ring, entry->number);
    return !place.record || place.record->state_ & SRING_DONE_;
}

struct awaited {
    struct sring_batch *batch;
    uint32_t done; /* so many of the first operations */
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
    struct awaited it = {.batch = of_ring(ring, block, function)};
    const struct sring_until until = {
        .done = all_done, .take = sring_reap, .arg = &it, .function = function};
    uint64_t token = ++block->owner_;

    sring_wait_until(ring, &until);
    return token;
}

uint32_t sring_batch_count_(const struct sring_block_ *block)
{
    return batch_of(block)->count;
}

struct sring_taken_ sring_batch_pull_(struct sring *ring, struct sring_block_ *block,
                                      uint32_t index, uint32_t kind, const char *function)
{
    struct sring_batch *batch = of_ring(ring, block, function);
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
    struct sring_batch *batch = of_ring(ring, block, "sring_batch_finish");

    block->owner_ = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        if (batch->entries[i].number) {
            sring_give_up(ring, batch->entries[i].number, "sring_batch_finish");
        }
    }
    sring_batch_end(batch);
    sring_free_due(ring);
}
