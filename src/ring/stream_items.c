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

static void discard(struct sring *ring, struct sring_place place, int32_t result,
                    struct sring_span span)
{
    if (place.record->state_ & SRING_LENDS_) {
        sring_span_return(place.record->block_, span, result);
    } else if (place.user_data & SRING_MAKES_FD_ && result >= 0) {
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
bool sring_item_room(struct sring *ring, struct sring_place place)
{
    static const struct timespec moment = {0, 1000000};
    struct sring_core_ *core = ring->core_;

    if (!core->spare_item) {
        core->spare_item = malloc(sizeof(*core->spare_item));
    }
    if (core->spare_item) {
        return true;
    }
    if (!place.record || !(place.record->state_ & SRING_MANY_) || unwanted(ring, place.record)) {
        return true;
    }
    nanosleep(&moment, NULL);
    return false;
}

/* Keeps an item that there is room for. A stream that has items does not hold a slot. */
void sring_item_keep(struct sring *ring, struct sring_place place, int32_t result,
                     struct sring_span span)
{
    struct sring_core_ *core = ring->core_;
    struct sring_node *node;
    struct sring_item *item = core->spare_item;

    if (unwanted(ring, place.record)) {
        discard(ring, place, result, span);
        return;
    }
    node = place.node ? place.node : sring_spill(ring, place.user_data);
    core->spare_item = NULL;
    item->next = NULL;
    item->result = result;
    item->span = span;
    item->round = core->counts.round;
    core->counts.unclaimed++;
    *node->items_end = item;
    node->items_end = &item->next;
}

/* Removes the oldest item that was kept. Its memory is the next one's. */
void sring_item_remove(struct sring *ring, struct sring_node *node)
{
    struct sring_core_ *core = ring->core_;
    struct sring_item *item = node->items;

    if (item->round == core->counts.round && core->counts.unclaimed) {
        core->counts.unclaimed--;
        sring_note_waiter(ring);
    }
    node->items = item->next;
    if (!node->items) {
        node->items_end = &node->items;
    }
    if (core->spare_item) {
        free(item);
    } else {
        core->spare_item = item;
    }
}

/* Also of what the last completion brought into a buffer ring, which is an item that finish never
 * sees. */
void sring_items_discard(struct sring *ring, struct sring_place place)
{
    const struct sring_record_ *record = place.record;
    struct sring_span last = {record->span_[0], record->span_[1]};

    while (place.node && place.node->items) {
        discard(ring, place, place.node->items->result, place.node->items->span);
        sring_item_remove(ring, place.node);
    }
    if (record->state_ & SRING_LENDS_ && record->result_ > 0) {
        discard(ring, place, record->result_, last);
    }
}
