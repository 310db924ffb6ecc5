/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Frees what is left of an operation that nobody finishes.
 */
#include "base/probes.h"
#include "engine/engine.h"

#include <unistd.h>

void sring_free_later(struct sring_core_ *core, struct sring_block_ *block)
{
    block->owner_ = 0;
    block->next_ = NULL;
    *core->calls.to_free_end = block;
    core->calls.to_free_end = &block->next_;
}

void sring_dispose(struct sring *ring, struct sring_found found)
{
    uint32_t state = found.record->state_;
    struct sring_taken_ taken;
    bool made_fd, made_direct, had_data, had_fds;

    SRING_ASSERT(state & SRING_DONE_);
    sring_probe_reclaim(ring, found.user_data & SRING_NUMBER_, found.record->result_);
    if (state & SRING_STREAM_) {
        sring_items_discard(ring, found);
    }
    taken = sring_release(ring, found);
    made_direct = taken.scratch && sring_direct_dispose(ring->core_, taken.scratch);
    made_fd = found.user_data & SRING_MAKES_FD_ && taken.scratch && taken.result >= 0;
    had_data = taken.block && taken.block->data_;

    if (taken.block) {
        sring_free_later(ring->core_, taken.block);
    }
    had_fds = taken.scratch && sring_message_put_(taken.scratch);
    if (made_fd) {
        close(taken.result);
    }
    ring->core_->counts.stats.reclaimed += made_fd || made_direct || had_fds || had_data;
    sring_give_budget(ring, state);
}
