/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Begins streams again that are held (src/engine/held.c).
 */
#include "engine/engine.h"

static void begin_first(struct sring *ring)
{
    struct sring_parked *parked;

    sring_make_room(ring, 1, "sring_OP_set_rearm");
    parked = ring->core_->streams.first;
    sring_again_unlink(ring->core_, parked);
    parked->record.state_ &= ~SRING_HELD_;
    if (parked->record.state_ & SRING_LENDS_) {
        sring_lent_try(parked->record.block_);
    }
    ring->not_counted_++;
    sring_queue_again(ring, sring_again_request(ring, &parked->record));
    sring_settle(ring);
}

void sring_streams_begin(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;

    for (size_t n = core->streams.count; n && core->streams.first; n--) {
        struct sring_parked *first = core->streams.first;

        if (sring_stream_can_begin(ring)) {
            begin_first(ring);
        } else {
            sring_again_unlink(core, first);
            sring_again_link(core, first);
        }
    }
}
