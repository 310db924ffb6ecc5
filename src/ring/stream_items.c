/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams: multishot operations, which complete many times, each time with an item.
 *
 * An item that arrives before the program asks for it is kept, in order, in memory allocated for
 * each item. Without memory the item stays at the head of the completion queue, and everything
 * behind it waits, too: until there is memory or the program asks for the item. The kernel keeps
 * completions that do not fit into the queue, so nothing is lost.
 */
#include "ring/streams.h"

#include <stdlib.h>
#include <unistd.h>

static void discard_item(struct sring *ring, struct sring_found found, int32_t result,
                         struct sring_span span)
{
    if (found.record->state_ & SRING_LENDS_) {
        sring_span_return(found.record->block_, span, result);
    } else if (found.user_data & SRING_MAKES_FD_ && result >= 0) {
        close(result);
    } else {
        return;
    }
    ring->core_->counts.stats.reclaimed++;
}

/* Returns whether no more items will be taken: the stream is ending or the ring is closing. */
static bool is_ending(const struct sring *ring, const struct sring_record_ *record)
{
    return record->state_ & SRING_ENDING_ || ring->core_->closing;
}

bool sring_item_memory(struct sring *ring, struct sring_found found)
{
    struct sring_core_ *core = ring->core_;

    core->staged_item = malloc(sizeof(*core->staged_item));
    if (core->staged_item) {
        return true;
    }
    if (!found.record || !(found.record->state_ & SRING_STREAM_) || is_ending(ring, found.record)) {
        return true;
    }
    sring_pause();
    return false;
}

/* Needs the memory that sring_item_room has allocated. The record of a stream with items is always
 * parked. */
void sring_item_keep(struct sring *ring, struct sring_found found, int32_t result,
                     struct sring_span span)
{
    struct sring_core_ *core = ring->core_;
    struct sring_parked *parked;
    struct sring_item *item = core->staged_item;

    if (is_ending(ring, found.record)) {
        discard_item(ring, found, result, span);
        return;
    }
    SRING_ASSERT(item);
    parked = sring_park_found(ring, found);
    core->staged_item = NULL;
    item->next = NULL;
    item->result = result;
    item->span = span;
    item->round = core->counts.round;
    core->counts.unclaimed++;
    *parked->items_end = item;
    parked->items_end = &item->next;
}

void sring_stream_keep_end(struct sring_core_ *core, struct sring_record_ *record,
                           sring_end_callback *on_end)
{
    struct sring_operations *operations = &core->operations;
    uint32_t index = operations->free_end ? operations->free_end - 1 : operations->ends_used++;

    if (operations->free_end) {
        operations->free_end = operations->ends[index].next;
    }
    operations->ends[index].callback = on_end;
    record->index_ = index;
}

sring_end_callback *sring_stream_take_end(struct sring_core_ *core,
                                          const struct sring_record_ *record)
{
    struct sring_operations *operations = &core->operations;
    uint32_t index = record->index_;
    sring_end_callback *on_end = operations->ends[index].callback;

    operations->ends[index].next = operations->free_end;
    operations->free_end = index + 1;
    return on_end;
}

/* The memory of the item is kept for the next one. */
void sring_item_remove(struct sring *ring, struct sring_parked *parked)
{
    struct sring_core_ *core = ring->core_;
    struct sring_item *item = parked->items;

    SRING_ASSERT(item);
    if (item->round == core->counts.round && core->counts.unclaimed) {
        core->counts.unclaimed--;
        sring_update_waiter(ring);
    }
    parked->items = item->next;
    if (!parked->items) {
        parked->items_end = &parked->items;
    }
    if (core->staged_item) {
        free(item);
    } else {
        core->staged_item = item;
    }
}

/* Includes the last completion's item of a buffer ring, which finish never sees. */
void sring_items_discard(struct sring *ring, struct sring_found found)
{
    const struct sring_record_ *record = found.record;
    struct sring_span last = {record->span_[0], record->span_[1]};

    while (found.parked && found.parked->items) {
        discard_item(ring, found, found.parked->items->result, found.parked->items->span);
        sring_item_remove(ring, found.parked);
    }
    if (record->state_ & SRING_LENDS_ && record->result_ > 0) {
        discard_item(ring, found, record->result_, last);
    }
}
