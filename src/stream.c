/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams: operations that complete again and again, each time with an item.
 *
 * An item that arrives while the program waits for something else is kept, in order, in memory that
 * is allocated one by one. If there is none, the item stays where it is, at the head of the
 * completion queue, and so does everything behind it, until there is memory or somebody asks for
 * the item: the kernel keeps what the queue has no room for. Nothing is lost.
 */
#include "internal.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* How long the kernel has to end a stream before it is asked again; see again in reap.c. */
static const struct __kernel_timespec again = {0, 10 * 1000 * 1000};

static void discard(struct sring *ring, uint64_t user_data, int32_t result)
{
    if (user_data & SRING_MAKES_FD_ && result >= 0) {
        close(result);
        ring->core_->stats.reclaimed++;
    }
}

/* Nobody asks for items any more. */
static bool unwanted(const struct sring *ring, const struct sring_record_ *record)
{
    return record->state_ & SRING_ENDING_ || ring->refusal_ == -ECANCELED;
}

/* Whether the completion at the head of the queue, with more to come, can be taken now. */
bool sring_item_room(struct sring *ring, uint64_t user_data)
{
    static const struct timespec moment = {0, 1000000};
    struct sring_core_ *core = ring->core_;
    struct sring_place place;

    if (!core->spare_item) {
        core->spare_item = malloc(sizeof(*core->spare_item));
    }
    if (core->spare_item) {
        return true;
    }
    place = sring_find(ring, user_data);
    if (!place.record || !(place.record->state_ & SRING_MANY_) || unwanted(ring, place.record)) {
        return true;
    }
    nanosleep(&moment, NULL);
    return false;
}

/* Keeps an item that there is room for. A stream that has items does not hold a slot. */
void sring_item_keep(struct sring *ring, struct sring_place place, int32_t result)
{
    struct sring_core_ *core = ring->core_;
    struct sring_node *node;
    struct sring_item *item = core->spare_item;

    if (unwanted(ring, place.record)) {
        discard(ring, place.user_data, result);
        return;
    }
    node = place.node ? place.node : sring_spill(ring, place.user_data);
    core->spare_item = NULL;
    item->next = NULL;
    item->result = result;
    *node->items_end = item;
    node->items_end = &item->next;
}

/* Takes the oldest item that was kept. There must be one. */
static int32_t pop(struct sring_node *node)
{
    struct sring_item *item = node->items;
    int32_t result = item->result;

    node->items = item->next;
    if (!node->items) {
        node->items_end = &node->items;
    }
    free(item);
    return result;
}

void sring_items_discard(struct sring *ring, struct sring_node *node)
{
    while (node->items) {
        discard(ring, node->user_data, pop(node));
    }
}

int sring_next_(struct sring *ring, uint64_t number, int32_t *item, const char *function)
{
    int rc = 0;

    for (;;) {
        struct sring_place place = sring_find_live(ring, number, function);
        struct sring_cqe_ *head = sring_head(ring);

        if (place.node && place.node->items) {
            *item = pop(place.node);
            return 0;
        }
        if (place.record->state_ & SRING_DONE_) {
            int32_t last = place.record->result_;

            if (last < 0) {
                return last;
            }
            *item = last; /* the kernel has ended the stream with an item, and does not say why */
            place.record->result_ = -ECANCELED;
            return 0;
        }
        if (sring_cq_ready_(ring) && head->user_data_ == number &&
            head->flags_ & IORING_CQE_F_MORE) {
            *item = head->result_;
            head->user_data_ = 0; /* see sring_head_ */
            sring_step(ring);
            ring->skew_--;
            return 0;
        }
        sring_check_lost(rc, function);
        if (sring_reap(ring, SRING_RUN_CALLBACKS) == 0) {
            rc = sring_enter(ring, 1, NULL);
        }
    }
}

void sring_end_(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_place place = sring_find_live(ring, number, function);
    int rc = 0;

    place.record->state_ |= SRING_ENDING_;
    (void)sring_reap(ring, SRING_RUN_CALLBACKS);
    for (;;) {
        place = sring_find(ring, number);
        if (place.record->state_ & SRING_DONE_) {
            break;
        }
        sring_check_lost(rc, function);
        (void)sring_queue_cancel(ring, number, 0);
        rc = sring_enter(ring, 2, &again); /* less, if items come as well: asked again at once */
        (void)sring_reap(ring, SRING_RUN_CALLBACKS);
    }
    sring_dispose(ring, place);
}
