/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Batches: their operations, the dependencies between them, and what a result changes.
 *
 * Until it begins, an operation is a request in the batch's own memory. It has taken its budget,
 * its buffers have owner 0, and it is neither in the queue nor known to the kernel.
 */
#include "ring/batch_graph.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <stdlib.h>
#include <string.h>

#define MOST_ROOM 10000000 /* a batch is one buffer, and those are below 2 GiB */

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
    batch = sring_batch_of(*block);
    *batch = (struct sring_batch){
        .ring = ring,
        .block = *block,
        .room = room,
        .next = core->batches.first,
        .previous = &core->batches.first,
    };
    if (batch->next) {
        batch->next->previous = &batch->next;
    }
    core->batches.first = batch;
    return 0;
}

void sring_batch_end(struct sring_batch *batch)
{
    struct sring_batch **due = &batch->ring->core_->batches.due;

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

/* A batch belongs to one ring: it holds that ring's budget and slots of its file table. */
struct sring_batch *sring_batch_of_ring(struct sring *ring, struct sring_block_ *block,
                                        const char *function)
{
    struct sring_batch *batch = sring_batch_of(block);

    sring_check_owner_(ring, function);
    if (batch->ring != ring) {
        sring_misuse_(function, "a batch of this ring", "one that was begun on another");
    }
    return batch;
}

struct sring_slot_ *sring_batch_slot_(struct sring *ring, struct sring_block_ *block,
                                      const char *function)
{
    struct sring_batch *batch = sring_batch_of_ring(ring, block, function);
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
    struct sring_batch *batch = sring_batch_of(block);
    struct sring_batch_entry *entry = &batch->entries[batch->count];
    struct sring_record_ *record = &entry->request.record_;

    SRING_ASSERT(batch->count < batch->room && !batch->submitted);
    entry->request.sqe_.user_data_ = flags;
    entry->place = __builtin_return_address(0);
    entry->kind = kind;
    entry->chain = chain;
    record->state_ |= SRING_MEMBER_;
    record->arg_ = batch;
    record->index_ = batch->count++;
    batch->left++;
    if (record->block_) {
        record->block_->owner_ = 0;
    }
    if (record->scratch_) {
        record->scratch_->owner_ = 0;
    }
}

void sring_batch_link_(struct sring_block_ *block, bool hard, const char *function)
{
    struct sring_batch *batch = sring_batch_of(block);
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

/* Circles are impossible: an operation can only wait for one that was added before it. */
int sring_batch_after_(struct sring_block_ *block, uint32_t index, uint32_t first)
{
    struct sring_batch *batch = sring_batch_of(block);
    struct sring_batch_entry *entry;

    if (index >= batch->count || first >= index) {
        return -EINVAL;
    }
    entry = &batch->entries[first];
    if (first + 1 == index) { /* the same as a link */
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
    sring_batch_of(block)->fail_fast = true;
}

uint32_t sring_batch_count_(const struct sring_block_ *block)
{
    return sring_batch_of(block)->count;
}

void sring_batch_make_due(struct sring_batch *batch)
{
    struct sring_core_ *core = batch->ring->core_;

    if (!batch->submitted) {
        return; /* it is being abandoned */
    }
    if (!batch->due) {
        batch->due = true;
        batch->next_due = core->batches.due;
        core->batches.due = batch;
    }
    sring_bar_inlined(batch->ring);
}

void sring_batch_stop(struct sring_batch *batch)
{
    batch->failed = true;
    sring_batch_make_due(batch);
}

void sring_batch_make_ready(struct sring_batch *batch, uint32_t index)
{
    if (batch->ready_tail) {
        batch->entries[batch->ready_tail - 1].next_ready = index + 1;
    } else {
        batch->ready_head = index + 1;
    }
    batch->ready_tail = index + 1;
    sring_batch_make_due(batch);
}

static uint64_t length_of_parts(const struct sring_block_ *vec)
{
    const struct iovec *parts = (const struct iovec *)(const void *)vec->data_;
    uint64_t length = 0;

    for (uint32_t i = 0; i < vec->length_; i++) {
        length += parts[i].iov_len;
    }
    return length;
}

struct sring_batch_requested sring_batch_requested(const struct sring_batch_entry *entry)
{
    uint32_t pair[2]; /* see SRING_PAIR_ */

    memcpy(pair, &entry->request.sqe_.len_flags_, sizeof(pair));
    return (struct sring_batch_requested){
        .length = entry->chain & SRING_IN_PARTS_ ? length_of_parts(entry->request.record_.block_)
                                                 : pair[0],
        .flags = pair[1],
    };
}

/* Returns whether this result is a failure, by the rules of sring_batch_link. */
static bool has_failed(const struct sring_batch_entry *entry, int32_t result)
{
    uint32_t chain = entry->chain;
    uint32_t flags = sring_batch_requested(entry).flags;

    if (result < 0) {
        return !(chain & SRING_EXPIRY_SPARED_ && flags & IORING_TIMEOUT_ETIME_SUCCESS &&
                 result == -ETIME);
    }
    return (chain & SRING_SHORT_FAILS_ || (chain & SRING_WAITALL_FAILS_ && flags & MSG_WAITALL)) &&
           (uint32_t)result < sring_batch_requested(entry).length;
}

/* One of the operations that `index` waits for is done. `cancelled`: `index` must not begin. */
static void count_down(struct sring_batch *batch, uint32_t index, bool cancelled)
{
    struct sring_batch_entry *entry = &batch->entries[index];

    SRING_ASSERT(entry->waits_for > 0 || !batch->submitted); /* submit counts the links */
    entry->flags |= cancelled ? CANCELLED : 0;
    if (--entry->waits_for == 0) {
        sring_batch_make_ready(batch, index);
    }
}

/* Called after the last completion of a member. */
void sring_batch_count_done(const struct sring_record_ *record)
{
    struct sring_batch *batch = record->arg_;

    SRING_ASSERT(batch->left);
    if (--batch->left == 0 && batch->submitted) {
        batch->parked.record.state_ |= SRING_RESULT_;
        sring_batch_make_due(batch);
    }
}

/* Called when a member of a batch has its result. Updates the members that wait for it. */
void sring_batch_member_done(const struct sring_record_ *record)
{
    struct sring_batch *batch = record->arg_;
    uint32_t index = record->index_;
    struct sring_batch_entry *entry = &batch->entries[index];
    bool failed = has_failed(entry, record->result_);

    SRING_ASSERT(index < batch->count && entry->flags & BEGUN && !(entry->flags & DONE));
    entry->flags |= DONE;
    if (entry->flags & (LINK | HARDLINK) && index + 1 < batch->count) {
        if (!(batch->entries[index + 1].flags & IN_KERNEL)) {
            count_down(batch, index + 1,
                       entry->flags & LINK ? failed : record->result_ == -ECANCELED);
        } else if (batch->failed) {
            /* The kernel has begun the next one, which can be cancelled now. */
            sring_batch_make_due(batch);
        }
    }
    for (uint32_t edge = entry->dependents; edge; edge = batch->edges[edge - 1].next) {
        count_down(batch, batch->edges[edge - 1].dependent, failed);
    }
    if (failed && batch->fail_fast && !batch->failed) {
        batch->failed = true;
        sring_batch_make_due(batch);
    }
}
