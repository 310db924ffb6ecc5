/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The verbs of a stream: next and end.
 */
#include "api/api.h"
#include "engine/fiber_take.h"
#include "engine/observe.h"

/* Hands out an item: its result or, on a buffer ring, its first part in `lent`. `*result` becomes
 * the bytes that remain. Returns whether the whole item was handed out. */
static bool hand_over(struct sring_block_ *lent, int32_t *result, struct sring_span *span,
                      int32_t *item)
{
    *item = *result;
    if (!lent) {
        return true;
    }
    sring_lent_fill(lent, span, result);
    return *result == 0;
}

struct request {
    uint64_t number;
    const char *function;
    struct sring_block_ *lent; /* block for an item of a buffer ring, or NULL */
    int32_t item;
    int rc;
};

/* Called after the last completion. It is an error, which is returned; or an item, if the kernel
 * ended the stream without a reason. The next call then returns -ECANCELED. */
static int take_last(struct sring_record_ *record, struct request *request)
{
    struct sring_span span = {record->span_[0], record->span_[1]};

    if (record->result_ < 0) {
        return record->result_;
    }
    if (hand_over(request->lent, &record->result_, &span, &request->item)) {
        record->result_ = -ECANCELED;
    }
    record->span_[0] = span.buffer;
    record->span_[1] = span.offset;
    return 0;
}

static bool has_next(struct sring *ring, void *arg)
{
    struct request *request = arg;
    struct sring_found found = sring_find_live(ring, request->number, request->function);
    struct sring_cqe_ *head = sring_head(ring);

    if (found.parked && found.parked->items) {
        struct sring_item *first = found.parked->items;

        if (hand_over(request->lent, &first->result, &first->span, &request->item)) {
            sring_item_remove(ring, found.parked);
        }
        return true;
    }
    if (found.record->state_ & SRING_DONE_) {
        request->rc = take_last(found.record, request);
        return true;
    }
    if (!request->lent && sring_cq_ready_(ring) && head->user_data_ == request->number &&
        head->flags_ & IORING_CQE_F_MORE) {
        request->item = head->result_;
        sring_observe(ring, found, request->item, true);
        head->user_data_ = 0; /* see sring_head_ */
        sring_pop_cqe(ring);
        ring->not_counted_--;
        return true;
    }
    return false;
}

/* The short way of a fiber. What a buffer of the item leaves is kept for the next call. */
static inline __attribute__((always_inline)) bool
take_at_once(struct sring *ring, const struct sring_found *found, struct request *request)
{
    struct sring_span span;
    int32_t left;

    if (!sring_fiber_take_item(ring, request->number, found, &left, &span)) {
        return false;
    }
    if (!hand_over(request->lent, &left, &span, &request->item)) {
        sring_item_keep(ring, sring_find(ring, request->number), left, span);
    }
    return true;
}

static inline struct sring_found find_stream(struct sring *ring, uint64_t number,
                                             const char *function)
{
    if (sring_fiber_waiting_stack(ring)) {
        const struct sring_found found = sring_find(ring, number);

        if (found.record && sring_fiber_may_take_items(found.record)) {
            return found;
        }
    }
    return sring_find_live(ring, number, function);
}

/* Not inlined, see wait_for in src/api/wait.c. */
static __attribute__((noinline)) int wait_for_next(struct sring *ring, struct request *request)
{
    const struct sring_ticket ticket = {request->number};
    const struct sring_until until = {.done = has_next,
                                      .take = sring_reap,
                                      .arg = request,
                                      .tickets = &ticket,
                                      .n = 1,
                                      .cancel = sring_cancel_awaited,
                                      .first = request->number,
                                      .count = 1,
                                      .function = request->function};

    sring_wait_until(ring, &until);
    return request->rc;
}

int sring_next_(struct sring *ring, uint64_t number, int32_t *item, const char *function)
{
    struct request request = {.number = number, .function = function};
    const struct sring_found found = find_stream(ring, number, function);
    int rc = take_at_once(ring, &found, &request) ? 0 : wait_for_next(ring, &request);

    *item = request.item;
    return rc;
}

/* The block is allocated first: without memory the item is kept for the next call. */
int sring_next_lent_(struct sring *ring, uint64_t number, struct sring_block_ **item,
                     const char *function)
{
    const struct sring_found found = find_stream(ring, number, function);
    struct sring_block_ *block = sring_lent_new(found.record->block_->arg_);
    struct request request = {.number = number, .function = function, .lent = block};
    int rc;

    if (!block) {
        return -ENOMEM;
    }
    rc = take_at_once(ring, &found, &request) ? 0 : wait_for_next(ring, &request);
    if (rc) {
        sring_block_free_(block);
        return rc;
    }
    *item = block;
    return 0;
}

void sring_stream_started_(struct sring *ring, uint64_t number, sring_end_callback *on_end)
{
    struct sring_core_ *core = ring->core_;
    struct sring_record_ *record = sring_find_number(ring, number).record;

    if (record->state_ & SRING_AGAIN_) {
        core->operations.ends[record->index_].callback = on_end;
    } else {
        sring_stream_keep_end(core, record, on_end);
    }
}

static bool has_ended(struct sring *ring, void *arg)
{
    return sring_find(ring, *(uint64_t *)arg).record->state_ & SRING_DONE_;
}

/* Sleeps for two completions: the answer and the end. If an item comes instead, asks again at
 * once. */
static unsigned request_end(struct sring *ring, void *arg, bool *again)
{
    *again = true;
    (void)sring_queue_cancel(ring, *(uint64_t *)arg, 0);
    return 2;
}

void sring_end_(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_found found = sring_find_live(ring, number, function);
    const struct sring_until until = {.done = has_ended,
                                      .take = sring_reap,
                                      .prepare = request_end,
                                      .arg = &number,
                                      .function = function};
    int rc;

    (void)sring_stream_stop(ring, found);
    found.record->state_ |= SRING_ENDING_;
    rc = sring_pump(ring, &until);
    found = sring_find(ring, number);
    if (rc) {
        found.record->state_ &= ~SRING_ENDING_; /* the handle is not consumed */
        sring_report_lost(rc, function);
    }
    sring_dispose(ring, found);
    (void)sring_free_due(ring);
}
