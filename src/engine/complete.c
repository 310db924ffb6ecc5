/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Processes one completion: writes it into the operation's record. After the last one the operation
 * is kept for its handle, given to its callback, or disposed of.
 */
#include "engine/fiber.h"
#include "engine/observe.h"
#include "engine/works.h"
#include "ring/batch_graph.h"

#include <unistd.h>

/* The record of an operation with two completions is kept until the loan is over. From here on it
 * is found by its number alone, without flags. */
struct sring_taken_ sring_hand_out(struct sring *ring, struct sring_found found)
{
    struct sring_parked *parked;
    struct sring_taken_ taken;

    SRING_ASSERT(found.record->state_ & SRING_RESULT_ && !(found.record->state_ & SRING_TAKEN_));
    if (!(found.record->state_ & SRING_TWO_CQES_)) {
        sring_give_budget(ring, found.record->state_);
        return sring_release(ring, found);
    }
    sring_claim(ring, found);
    parked = sring_park_found(ring, found);
    parked->user_data &= SRING_NUMBER_;
    parked->record.state_ |= SRING_TAKEN_;
    taken.number = parked->user_data;
    taken.result = parked->record.result_;
    taken.flags = parked->record.flags_;
    taken.block = parked->record.block_;
    taken.scratch = parked->record.scratch_;
    return taken;
}

void sring_deliver(struct sring *ring, struct sring_found found)
{
    struct sring_record_ record;
    struct sring_taken_ taken;

    SRING_ASSERT(found.user_data & SRING_CALLS_BACK_);
    if (found.record->state_ & SRING_FIBER_) {
        found.record->state_ &= ~SRING_DUE_;
        sring_fiber_resume(ring, sring_fiber_of(found.parked)->stack);
        return;
    }
    if (found.record->state_ & SRING_WORK_) {
        sring_work_deliver(found.parked);
        return;
    }
    record = *found.record;
    if (record.state_ & SRING_STREAM_) {
        sring_stream_deliver(ring, found);
        return;
    }
    SRING_ASSERT(record.state_ & SRING_DONE_);
    taken = sring_hand_out(ring, found);
    sring_call(ring, &taken, &record);
}

static void count_dropped(struct sring *ring)
{
    ring->core_->counts.stats.dropped++;
    ring->not_counted_--;
}

void sring_close_given(struct sring_record_ *record)
{
    if (record->state_ & SRING_CLOSES_) {
        close(record->result_);
        record->state_ &= ~SRING_CLOSES_;
    }
}

static void count_completion(struct sring *ring, struct sring_found found, uint32_t came)
{
    struct sring_core_ *core = ring->core_;

    SRING_ASSERT(!(found.record->state_ & came)); /* each is set once */
    found.record->state_ |= came;
    sring_count_watched(core, found.record);
    sring_wake_waiter(found.record);
    if (came & SRING_RESULT_) {
        bool rearmed = found.record->state_ & SRING_REARMED_;
        bool timed = rearmed || found.user_data & SRING_TIMED_;

        SRING_ASSERT(core->deadlines.timed >= timed && core->deadlines.rearmed >= rearmed);
        core->deadlines.timed -= timed;
        core->deadlines.rearmed -= rearmed;
        if (core->batches.held && found.record->state_ & SRING_LATE_) {
            sring_batches_retry(core);
        }
    }
    if (came & SRING_RESULT_ && sring_has_handle(found)) {
        found.record->index_ = core->counts.round;
        core->counts.unclaimed++;
    } else if (came & SRING_DONE_) {
        core->counts.passed++;
    }
}

/* Stores where the bytes of an operation on a buffer ring begin. The last item of a stream is
 * handed out later. */
static void keep_span(struct sring_record_ *record, struct sring_span span, int32_t result)
{
    SRING_ASSERT(record->block_);
    if (!(record->state_ & SRING_STREAM_)) {
        sring_lent_fill(record->block_, &span, &result);
    }
    record->span_[0] = span.buffer;
    record->span_[1] = span.offset;
}

int sring_translate_result(int result)
{
    if (!SRING_IS_INTERNAL_ERROR_(result)) {
        return result;
    }
    switch (-result) {
    case 512: /* ERESTARTSYS */
    case 513: /* ERESTARTNOINTR */
    case 514: /* ERESTARTNOHAND */
    case 516: /* ERESTART_RESTARTBLOCK */
        return -EINTR;
    case 515: /* ENOIOCTLCMD */
        return -ENOTTY;
    case 518: /* EOPENSTALE */
        return -ESTALE;
    case 524: /* ENOTSUPP */
        return -EOPNOTSUPP;
    default:
        return -EIO;
    }
}

/* Returns the result for the program. A cancelled worker reports that it was interrupted. */
static int32_t result_for_program(uint32_t state, int32_t result)
{
    if (state & SRING_VOID_) {
        return -ECANCELED;
    }
    result = sring_translate_result(result);
    if (result == -ECANCELED || result == -EINTR ||
        (result == -ETIME && state & SRING_REARMED_ && state & SRING_CANCELLING_)) {
        result = state & SRING_EXPIRED_ ? -ETIME : state & SRING_CANCELLING_ ? -ECANCELED : result;
    }
    return result;
}

/* IORING_CQE_F_MORE alone decides which completion is the last one. */
bool sring_record_cqe(struct sring *ring, struct sring_found found, int32_t result, uint32_t flags)
{
    struct sring_record_ *record = found.record;
    struct sring_span span = {SRING_NO_BUFFER, 0};
    uint32_t came = flags & IORING_CQE_F_MORE ? 0 : SRING_DONE_;

    SRING_ASSERT(!(record->state_ & SRING_DONE_));
    if (record->state_ & SRING_LENDS_) {
        span = sring_span_of_cqe(record->block_, &result, flags);
    }
    if (record->state_ & SRING_STREAM_ && !came) {
        sring_wake_waiter(record);
        sring_observe(ring, found, result, true);
        sring_item_keep(ring, found, result, span);
        ring->not_counted_--;
        return false;
    }
    if (!(flags & IORING_CQE_F_NOTIF)) {
        result = result_for_program(record->state_, result);
        if (result == -ECANCELED) {
            sring_close_given(record);
        }
        if (record->state_ & SRING_LENDS_) {
            keep_span(record, span, result);
        }
        record->result_ = result;
        record->flags_ = flags;
        came |= SRING_RESULT_;
    }
    if (came & SRING_DONE_ && record->state_ & SRING_AGAIN_) {
        sring_again_forget(ring, found);
    }
    count_completion(ring, found, came);
    if (came & SRING_RESULT_ && record->state_ & SRING_MEMBER_) {
        sring_batch_member_done(record);
    }
    sring_observe(ring, found, record->result_, !(came & SRING_DONE_));
    if (!(came & SRING_DONE_)) {
        ring->not_counted_--;
        return false;
    }
    return true;
}

/* Called after the last completion: disposes of the operation, or runs or defers its callback. */
static void finish_last(struct sring *ring, struct sring_found found,
                        enum sring_callbacks callbacks)
{
    SRING_ASSERT(found.record->state_ & SRING_DONE_);
    if (found.record->state_ & SRING_MEMBER_) {
        sring_batch_count_done(found.record);
    }
    if ((found.user_data | found.record->state_) & SRING_DETACHED_) {
        sring_dispose(ring, found);
    } else if (found.user_data & SRING_CALLS_BACK_) {
        if (callbacks == SRING_RUN_CALLBACKS && !(found.record->state_ & SRING_DUE_)) {
            sring_deliver(ring, found);
        } else {
            sring_defer(ring, found);
        }
    }
}

void sring_complete(struct sring *ring, struct sring_found found, int32_t result, uint32_t flags,
                    enum sring_callbacks callbacks)
{
    ring->core_->counts.completed++;
    if (!found.record) {
        count_dropped(ring);
    } else if (flags & IORING_CQE_F_MORE && found.record->state_ & SRING_STREAM_ &&
               found.user_data & SRING_CALLS_BACK_) {
        sring_stream_item(ring, found, result, flags, callbacks);
    } else if (sring_record_cqe(ring, found, result, flags)) {
        finish_last(ring, found, callbacks);
    }
}

bool sring_hold(struct sring *ring, struct sring_found found, int32_t result)
{
    if (!found.record || !(found.record->state_ & SRING_REARMED_) || result != -ETIME ||
        found.record->state_ & (SRING_CANCELLING_ | SRING_EXPIRED_) ||
        found.record->timeout_ <= sring_time(ring)) {
        return false;
    }
    SRING_ASSERT(found.parked && !(found.record->state_ & (SRING_HELD_ | SRING_RESULT_)));
    found.record->state_ |= SRING_HELD_;
    ring->not_counted_--;
    return true;
}

void sring_complete_held(struct sring *ring, struct sring_found found, int32_t result)
{
    SRING_ASSERT(found.record->state_ & SRING_HELD_);
    if (found.record->state_ & SRING_STREAM_) {
        sring_again_unlink(ring->core_, found.parked);
    }
    ring->not_counted_++;
    sring_complete(ring, found, result, 0, SRING_DEFER_CALLBACKS);
}

unsigned sring_complete_internal(struct sring *ring, struct sring_found found, int32_t result)
{
    struct sring_core_ *core = ring->core_;

    if (!found.record) {
        count_dropped(ring);
        return 0;
    }
    SRING_ASSERT(found.user_data & SRING_INTERNAL_ && core->queues.internal > 0);
    if (sring_asked_of(ring, found).opcode == IORING_OP_POLL_REMOVE && found.record->arg_) {
        *(int32_t *)found.record->arg_ = result; /* see sring_queue_poll_update */
    }
    (void)sring_release(ring, found);
    if (found.user_data == core->deadlines.alarm) {
        core->deadlines.alarm_at = UINT64_MAX;
    }
    core->queues.internal--;
    ring->not_counted_--;
    if (found.user_data == core->works.listening) {
        core->works.listening = 0;
        return sring_works_collect(ring);
    }
    return 0;
}
