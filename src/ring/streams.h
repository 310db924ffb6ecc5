/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams: their items, the callbacks for their ends, and those that begin again.
 */
#ifndef SRING_RING_STREAMS_H
#define SRING_RING_STREAMS_H

#include "ring/ring.h"

/* --- stream_items.c ------------------------------------------------------------------------- */

/* Returns whether the completion at the head of the queue, which is not the last one, can be taken
 * now. Allocates the memory that an item needs. */
bool sring_item_memory(struct sring *ring, struct sring_found found);
static inline bool sring_item_room(struct sring *ring, const struct sring_found *found)
{
    return ring->core_->staged_item || sring_item_memory(ring, *found);
}
/* Appends an item to the stream's kept items, or disposes of it if the stream is ending. */
void sring_item_keep(struct sring *ring, struct sring_found found, int32_t result,
                     struct sring_span span);
/* Keeps the callback for the end of a started stream; returns it, and removes it. */
void sring_stream_keep_end(struct sring_core_ *core, struct sring_record_ *record,
                           sring_end_callback *on_end);
sring_end_callback *sring_stream_take_end(struct sring_core_ *core,
                                          const struct sring_record_ *record);
/* Removes the oldest kept item. */
void sring_item_remove(struct sring *ring, struct sring_parked *parked);
/* Disposes of all kept items. */
void sring_items_discard(struct sring *ring, struct sring_found found);

/* --- again.c: streams that begin again ------------------------------------------------------ */

/* Keeps the request of a stream, which was just queued in this slot. */
void sring_again_keep(struct sring_core_ *core, struct sring_slot_ *slot);
/* The stream begins no more. */
void sring_again_forget(struct sring *ring, struct sring_found found);
/* Returns the request of a stream that begins again. */
struct sring_sqe_ *sring_again_request(struct sring *ring, const struct sring_record_ *record);
/* Returns a stream on this file that begins again, or `record` NULL. */
struct sring_found sring_again_on_file(struct sring *ring, int fd, uint8_t flags);
/* Puts a stream into the list of those to begin again, which takes it out with unlink. */
void sring_again_link(struct sring_core_ *core, struct sring_parked *parked);
void sring_again_unlink(struct sring_core_ *core, struct sring_parked *parked);

#endif /* SRING_RING_STREAMS_H */
