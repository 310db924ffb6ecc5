/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Cancelling everything: the kernel is asked, and what becomes of it shows in each operation's own
 * completion.
 */
#include "internal.h"

/* Makes room for one more request of the library's own. Returns whether there is. */
static bool room_to_ask(struct sring *ring)
{
    int rc = 0;

    while (ring->core_->internal >= SRING_RESERVE && !rc) {
        rc = sring_enter(ring, 0, NULL);
        (void)sring_reap(ring, SRING_DEFER_CALLBACKS);
    }
    return !rc;
}

/* What closes a file is not stopped: whether it did would not be known. */
static void ask(struct sring *ring, uint64_t user_data, const struct sring_record_ *record,
                uint32_t state, bool patient)
{
    const uint32_t done = SRING_DONE_ | SRING_DONE_ << SRING_HELD_;

    if (user_data == SRING_FREE_ || user_data & SRING_INTERNAL_ ||
        record->state_ & (done | SRING_CLOSES_) || (record->state_ & state) != state) {
        return;
    }
    if (!patient || room_to_ask(ring)) {
        (void)sring_queue_cancel(ring, user_data, 0);
    }
}

/* One request for each operation in this state: those that are done must not use up the room there
 * is for requests. Free functions of buffers may run meanwhile: nothing is kept from one operation
 * to the next. */
static void ask_each(struct sring *ring, uint32_t state, bool patient)
{
    struct sring_core_ *core = ring->core_;

    for (uint64_t at = 0; at <= ring->sq_mask_; at += SRING_STEP_) {
        const struct sring_slot_ *slot = sring_slot_of_(ring, at);

        ask(ring, slot->sqe_.user_data_, &slot->record_, state, patient);
    }
    for (size_t i = 0; i < core->nodes_used; i++) {
        ask(ring, core->nodes[i].user_data, &core->nodes[i].record, state, patient);
    }
}

static bool closes(uint64_t user_data, const struct sring_record_ *record)
{
    return user_data != SRING_FREE_ && !(user_data & SRING_INTERNAL_) &&
           (record->state_ & (SRING_CLOSES_ | SRING_DONE_)) == SRING_CLOSES_;
}

/* Whether an operation is in flight that must not be stopped. */
static bool any_closes(const struct sring *ring)
{
    const struct sring_core_ *core = ring->core_;

    for (uint64_t at = 0; at <= ring->sq_mask_; at += SRING_STEP_) {
        const struct sring_slot_ *slot = sring_slot_of_(ring, at);

        if (closes(slot->sqe_.user_data_, &slot->record_)) {
            return true;
        }
    }
    for (size_t i = 0; i < core->nodes_used; i++) {
        if (closes(core->nodes[i].user_data, &core->nodes[i].record)) {
            return true;
        }
    }
    return false;
}

void sring_ask_all(struct sring *ring, bool patient)
{
    if (ring->core_->cancel_any && !any_closes(ring)) {
        if (!patient || room_to_ask(ring)) {
            (void)sring_queue_cancel(ring, 0, IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL);
        }
        return;
    }
    ask_each(ring, 0, patient);
}

void sring_ask_late(struct sring *ring)
{
    ask_each(ring, SRING_EXPIRED_, false);
}

int sring_cancel_all_(struct sring *ring)
{
    int rc;

    sring_check_owner_(ring, "sring_cancel_all");
    sring_batches_stop(ring);
    sring_ask_all(ring, true);
    rc = sring_flush_(ring);
    (void)sring_reap(ring, SRING_RUN_CALLBACKS);
    return rc;
}
