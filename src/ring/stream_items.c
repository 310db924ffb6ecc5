/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams: operations that complete again and again, each time with an item.
 *
 * An item that arrives while the program waits for something else is kept, in order, in memory that
 * is allocated one by one. If there is none, the item stays where it is, at the head of the
 * completion queue, and so does everything behind it, until there is memory or somebody asks for
 * the item: the kernel keeps what the queue has no room for. Nothing is lost.
 */
#include "ring/ring.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void discard(struct sring *ring, struct sring_found found, int32_t result,
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

/* Nobody asks for items any more. */
static bool unwanted(const struct sring *ring, const struct sring_record_ *record)
{
    return record->state_ & SRING_ENDING_ || ring->refusal_ == -ECANCELED;
}

/* Whether the completion at the head of the queue, with more to come, can be taken now. */
bool sring_item_room(struct sring *ring, struct sring_found found)
{
    static const struct timespec moment = {0, 1000000};
    struct sring_core_ *core = ring->core_;

    if (!core->staged_item) {
        core->staged_item = malloc(sizeof(*core->staged_item));
    }
    if (core->staged_item) {
        return true;
    }
    if (!found.record || !(found.record->state_ & SRING_STREAM_) || unwanted(ring, found.record)) {
        return true;
    }
    nanosleep(&moment, NULL);
    return false;
}

/* Keeps an item that there is room for. A stream that has items does not hold a slot. */
void sring_item_keep(struct sring *ring, struct sring_found found, int32_t result,
                     struct sring_span span)
{
    struct sring_core_ *core = ring->core_;
    struct sring_parked *parked;
    struct sring_item *item = core->staged_item;

    if (unwanted(ring, found.record)) {
        discard(ring, found, result, span);
        return;
    }
    parked = found.parked ? found.parked : sring_park(ring, found.user_data);
    core->staged_item = NULL;
    item->next = NULL;
    item->result = result;
    item->span = span;
    item->round = core->counts.round;
    core->counts.unclaimed++;
    *parked->items_end = item;
    parked->items_end = &item->next;
}

void sring_stream_began(struct sring *ring, struct sring_record_ *record,
                        sring_end_callback *on_end)
{
    struct sring_operations *operations = &ring->core_->operations;
    uint32_t index = operations->free_end ? operations->free_end - 1 : operations->ends_used++;

    if (operations->free_end) {
        operations->free_end = operations->ends[index].next;
    }
    operations->ends[index].callback = on_end;
    record->index_ = index;
}

sring_end_callback *sring_stream_ended(struct sring *ring, const struct sring_record_ *record)
{
    struct sring_operations *operations = &ring->core_->operations;
    uint32_t index = record->index_;
    sring_end_callback *on_end = operations->ends[index].callback;

    operations->ends[index].next = operations->free_end;
    operations->free_end = index + 1;
    return on_end;
}

/* Removes the oldest item that was kept. Its memory is the next one's. */
void sring_item_remove(struct sring *ring, struct sring_parked *parked)
{
    struct sring_core_ *core = ring->core_;
    struct sring_item *item = parked->items;

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

/* Also of what the last completion brought into a buffer ring, which is an item that finish never
 * sees. */
void sring_items_discard(struct sring *ring, struct sring_found found)
{
    const struct sring_record_ *record = found.record;
    struct sring_span last = {record->span_[0], record->span_[1]};

    while (found.parked && found.parked->items) {
        discard(ring, found, found.parked->items->result, found.parked->items->span);
        sring_item_remove(ring, found.parked);
    }
    if (record->state_ & SRING_LENDS_ && record->result_ > 0) {
        discard(ring, found, record->result_, last);
    }
}
