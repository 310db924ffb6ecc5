/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams with callbacks: one call for each item, and one for the end.
 *
 * If more items are left, the stream becomes due again before a callback runs: the callback may end
 * anything, or leave by longjmp.
 */
#include "engine/engine.h"
#include "engine/observe.h"

#include <sring/ticket.h>

/* The arguments of a callback. */
struct call {
    struct sring_record_ record; /* a copy: the stream may be gone when the callback runs */
    struct sring_taken_ item;
};

/* Takes an item of `*result` bytes at `*span`; if it spans several buffers, only the part in the
 * first one. Updates both to the rest. Returns false if there is no memory for the handle. */
static bool take_part(struct call *call, int32_t *result, struct sring_span *span)
{
    call->item = (struct sring_taken_){.number = SRING_FREE_, .result = *result};
    if (call->record.state_ & SRING_LENDS_) {
        call->item.block = sring_lent_new(call->record.block_->arg_);
        if (!call->item.block) {
            return false;
        }
        sring_lent_fill(call->item.block, span, result);
    } else {
        *result = 0;
    }
    return true;
}

static void call_back(struct sring *ring, struct call *call)
{
    call->record.delivery_->deliver(ring, &call->item, call->record.arg_, call->record.callback_);
    if (SRING_UNLIKELY_(call->item.number)) {
        sring_misuse_(call->record.delivery_->callback, "to consume the item that it receives",
                      "one and left it alone");
    }
}

static void end(struct sring *ring, struct sring_found found)
{
    const struct sring_record_ record = *found.record;
    sring_end_callback *on_end = sring_stream_take_end(ring->core_, &record);

    sring_dispose(ring, found);
    on_end(ring, record.result_, record.arg_);
}

/* If the last completion is no error it brings an item, too: the kernel has ended the stream
 * without a reason. */
static bool take_last(struct sring_record_ *record, struct call *call)
{
    struct sring_span span = {record->span_[0], record->span_[1]};
    int32_t left = record->result_;

    if (!take_part(call, &left, &span)) {
        return false;
    }
    record->result_ = left ? left : -ECANCELED;
    record->span_[0] = span.buffer;
    record->span_[1] = span.offset;
    return true;
}

void sring_stream_deliver(struct sring *ring, struct sring_found found)
{
    struct sring_record_ *record = found.record;
    struct sring_item *first = found.parked ? found.parked->items : NULL;
    struct call call;
    bool taken;

    record->state_ &= ~SRING_DUE_;
    call.record = *record;
    SRING_ASSERT(first || record->state_ & SRING_DONE_);
    if (!first && record->result_ < 0) {
        end(ring, found);
        return;
    }
    taken = first ? take_part(&call, &first->result, &first->span) : take_last(record, &call);
    if (first && taken && !first->result) {
        sring_item_remove(ring, found.parked);
    }
    if (!taken || (found.parked && found.parked->items) || record->state_ & SRING_DONE_) {
        sring_defer(ring, found);
    }
    if (taken) {
        call_back(ring, &call);
    }
}

/* The frequent case: calls the callback at once. Returns false if older items are kept, or there is
 * no memory for the handle. */
static bool call_at_once(struct sring *ring, struct sring_found found, int32_t result,
                         struct sring_span span)
{
    struct call call = {.record = *found.record};
    int32_t left = result;

    if ((found.parked && found.parked->items) || !take_part(&call, &left, &span)) {
        return false;
    }
    ring->core_->counts.passed++;
    if (left) {
        sring_item_keep(ring, found, left, span);
        sring_defer(ring, sring_find(ring, found.user_data));
    }
    call_back(ring, &call);
    return true;
}

void sring_stream_item(struct sring *ring, struct sring_found found, int32_t result, uint32_t flags,
                       enum sring_callbacks callbacks)
{
    struct sring_span span = {SRING_NO_BUFFER, 0};

    if (found.record->state_ & SRING_LENDS_) {
        span = sring_span_of_cqe(found.record->block_, &result, flags);
    }
    ring->not_counted_--;
    sring_observe(ring, found, result, true);
    if (callbacks == SRING_RUN_CALLBACKS && !ring->core_->closing &&
        call_at_once(ring, found, result, span)) {
        return;
    }
    sring_item_keep(ring, found, result, span);
    found = sring_find(ring, found.user_data); /* it was parked */
    if (found.parked && found.parked->items) {
        sring_defer(ring, found);
    }
}
