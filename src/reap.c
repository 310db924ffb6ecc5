/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * From the kernel back to the program: completions, waiting, callbacks, detaching, cancelling.
 */
#include "internal.h"

#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* How long a cancellation is waited for before it is asked for again. The kernel may answer that
 * it did not find an operation which is just then on its way from one place to another. */
static const struct __kernel_timespec again = {0, 10 * 1000 * 1000};

static void give_credits(struct sring *ring, uint32_t state)
{
    ring->credits_ += state & (SRING_TWO_ | SRING_MANY_) ? 2 : 1;
    ring->credits_ += state & SRING_DEADLINE_ ? 1 : 0;
}

/* Disposes of what came out of an operation that nobody finishes. */
void sring_dispose(struct sring *ring, struct sring_place place)
{
    uint32_t state = place.record->state_;
    struct sring_taken_ taken;
    bool made_fd, made_direct, had_data, had_fds;

    if (state & SRING_MANY_) {
        sring_items_discard(ring, place);
    }
    taken = sring_release(ring, place);
    made_direct = taken.scratch && sring_direct_dispose(ring->core_, taken.scratch);
    made_fd = place.user_data & SRING_MAKES_FD_ && taken.scratch && taken.result >= 0;
    had_data = taken.block && taken.block->data_;

    if (taken.block) {
        sring_block_free_(taken.block);
    }
    had_fds = taken.scratch && sring_message_put_(taken.scratch);
    if (made_fd) {
        close(taken.result);
    }
    ring->core_->stats.reclaimed += made_fd || made_direct || had_fds || had_data;
    give_credits(ring, state);
}

/* What a Completed handle is made of. The record of an operation that may complete twice is kept
 * until the loan is over, and found by the handle's number, whatever flags the request had. */
static struct sring_taken_ hand_out(struct sring *ring, struct sring_place place)
{
    struct sring_node *node;
    struct sring_taken_ taken;

    if (!(place.record->state_ & SRING_TWO_)) {
        give_credits(ring, place.record->state_);
        return sring_release(ring, place);
    }
    node = place.node ? place.node : sring_spill(ring, place.user_data);
    node->user_data &= SRING_NUMBER_;
    node->record.state_ |= SRING_TAKEN_;
    taken.number = node->user_data;
    taken.result = node->record.result_;
    taken.flags = node->record.flags_;
    taken.block = node->record.block_;
    taken.scratch = node->record.scratch_;
    return taken;
}

/* Runs the callback that is in `record`; the operation's own record is free by now, because the
 * callback may begin the next operation in it. */
static inline void call(struct sring *ring, struct sring_taken_ *done,
                        const struct sring_record_ *record)
{
    record->deliver_(ring, done, record->arg_, record->callback_);
    if (SRING_UNLIKELY_(done->number)) {
        sring_misuse_("a callback", "to finish the Completed handle that it receives",
                      "one and left it alone");
    }
}

static void deliver(struct sring *ring, struct sring_place place)
{
    struct sring_record_ record = *place.record;
    struct sring_taken_ taken = hand_out(ring, place);

    call(ring, &taken, &record);
}

/* Keeps a completed callback until it may run. It needs a node, to be queued. */
static void defer(struct sring *ring, struct sring_place place)
{
    struct sring_core_ *core = ring->core_;
    struct sring_node *node = place.node ? place.node : sring_spill(ring, place.user_data);

    node->next_ready = NULL;
    if (core->ready_tail) {
        core->ready_tail->next_ready = node;
    } else {
        core->ready_head = node;
    }
    core->ready_tail = node;
}

static void drop(struct sring *ring)
{
    ring->core_->stats.dropped++;
    ring->skew_--;
}

void sring_close_given(struct sring_record_ *record)
{
    if (record->state_ & SRING_CLOSES_) {
        close(record->result_);
        record->state_ &= ~SRING_CLOSES_;
    }
}

bool sring_arrive(struct sring *ring, struct sring_record_ *record, uint32_t came)
{
    if (record->state_ & SRING_CLOCK_) {
        record->state_ |= came << SRING_HELD_;
        ring->skew_--;
        return false;
    }
    record->state_ |= came;
    if (came & SRING_RESULT_ && record->state_ & SRING_EXPIRED_ &&
        (record->result_ == -ECANCELED || record->result_ == -EINTR)) {
        record->result_ = -ETIME;
    }
    if (!(came & SRING_DONE_)) {
        ring->skew_--;
        return false;
    }
    if (record->state_ & SRING_MEMBER_) {
        sring_batch_note(record);
    }
    return true;
}

/* Of an operation on a buffer ring: a stream's last item is handed out later. */
static void keep_span(struct sring_record_ *record, struct sring_span span, int32_t result)
{
    if (!(record->state_ & SRING_MANY_)) {
        sring_lent_fill(record->block_, &span, &result);
    }
    record->span_[0] = span.buffer;
    record->span_[1] = span.offset;
}

/* Writes a completion into the record of its operation. Returns whether it is the last one, which
 * IORING_CQE_F_MORE alone decides. */
static bool note(struct sring *ring, struct sring_place place, int32_t result, uint32_t flags)
{
    struct sring_record_ *record = place.record;
    struct sring_span span = {SRING_NO_BUFFER, 0};
    uint32_t came = flags & IORING_CQE_F_MORE ? 0 : SRING_DONE_;

    if (record->state_ & SRING_LENDS_) {
        span = sring_span_note(record->block_, &result, flags);
    }
    if (record->state_ & SRING_MANY_ && !came) {
        sring_item_keep(ring, place, result, span);
        ring->skew_--;
        return false;
    }
    if (!(flags & IORING_CQE_F_NOTIF)) {
        result = record->state_ & SRING_VOID_ ? -ECANCELED : result;
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
    return sring_arrive(ring, record, came);
}

/* A completion of the operation, or of the deadline, that was given to the kernel with `user_data`.
 */
void sring_settle(struct sring *ring, uint64_t user_data, int32_t result, uint32_t flags,
                  enum sring_callbacks callbacks)
{
    struct sring_place place = sring_find(ring, user_data);

    ring->core_->settled++;
    if (!place.record) {
        drop(ring);
    } else if (user_data & SRING_INTERNAL_) {
        sring_deadline_settle(ring, user_data, result, callbacks);
    } else if (note(ring, place, result, flags)) {
        sring_conclude(ring, place, callbacks);
    }
}

void sring_conclude(struct sring *ring, struct sring_place place, enum sring_callbacks callbacks)
{
    if ((place.user_data | place.record->state_) & SRING_DETACHED_) {
        sring_dispose(ring, place);
    } else if (place.user_data & SRING_CALLS_BACK_) {
        if (callbacks == SRING_RUN_CALLBACKS) {
            deliver(ring, place);
        } else {
            defer(ring, place);
        }
    }
}

static void settle_internal(struct sring *ring, uint64_t user_data)
{
    struct sring_place place = sring_find(ring, user_data);

    if (!place.record) {
        drop(ring);
        return;
    }
    (void)sring_release(ring, place);
    ring->core_->internal--;
    ring->skew_--;
}

static unsigned run_deferred(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    unsigned count = 0;

    while (core->ready_head) {
        struct sring_node *node = core->ready_head;
        struct sring_place place = {&node->record, node, node->user_data};

        core->ready_head = node->next_ready;
        if (!core->ready_head) {
            core->ready_tail = NULL;
        }
        deliver(ring, place);
        count++;
    }
    return count;
}

/* The completion at the head of the queue, if there is one. */
struct sring_cqe_ *sring_head(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    struct sring_cqe_ *end = core->cqes + core->cq_count;

    if (ring->head_ == (uintptr_t)end) {
        ring->head_ = (uintptr_t)core->cqes;
        ring->origin_ -= (uintptr_t)end - (uintptr_t)core->cqes;
    }
    return &core->cqes[sring_completed_(ring) & (core->cq_count - 1)];
}

void sring_step(struct sring *ring)
{
    if (ring->core_->trusts_head) {
        ring->head_ += SRING_CQE_SIZE_;
    } else {
        ring->origin_ -= SRING_CQE_SIZE_;
    }
}

/* Runs callbacks for as long as the completion at the head is for one, with nothing out of the
 * ordinary about it. Is to sring_settle what the inlined wait is to sring_wait_: if the record that
 * the completion names is in its slot, it is a new one (see sring_head_). Returns their number. */
static uint32_t call_quick(struct sring *ring)
{
    uint32_t before = sring_completed_(ring);

    for (;;) {
        const struct sring_cqe_ *cqe = sring_head_(ring);
        struct sring_slot_ *slot = sring_slot_of_(ring, cqe->user_data_);
        struct sring_taken_ done;

        if (slot->sqe_.user_data_ != cqe->user_data_ || !(cqe->user_data_ & SRING_QUICK_)) {
            return sring_completed_(ring) - before;
        }
        done.number = cqe->user_data_ ^ (SRING_CALLS_BACK_ | SRING_QUICK_);
        memcpy(&done.result, &cqe->result_, sizeof(done.result) + sizeof(done.flags));
        memcpy(&done.block, &slot->record_.block_, sizeof(done.block) + sizeof(done.scratch));
        slot->sqe_.user_data_ = SRING_FREE_;
        ring->head_ += SRING_CQE_SIZE_;
        ring->credits_++;
        call(ring, &done, &slot->record_);
    }
}

/* Settles what the completion at the head of the queue is for. Returns 1 if that was an operation,
 * 0 if it was a request of the library's own, or -1 if there is no memory to keep an item in: it
 * stays where it is. */
static int settle_head(struct sring *ring, enum sring_callbacks callbacks)
{
    struct sring_cqe_ *head = sring_head(ring);
    struct sring_cqe_ cqe = *head;

    if (cqe.flags_ & IORING_CQE_F_MORE && !sring_item_room(ring, cqe.user_data_)) {
        return -1;
    }
    head->user_data_ = 0; /* see sring_head_ */
    sring_step(ring);
    if ((cqe.user_data_ & (SRING_INTERNAL_ | SRING_TIMED_)) == SRING_INTERNAL_) {
        settle_internal(ring, cqe.user_data_);
        return 0;
    }
    sring_settle(ring, cqe.user_data_, cqe.result_, cqe.flags_, callbacks);
    return 1;
}

/* Takes every completion that is there. Callbacks may wait, and so reap, in the middle of it:
 * nothing is kept across one. Returns how many operations were settled. */
static unsigned reap(struct sring *ring, enum sring_callbacks callbacks)
{
    struct sring_core_ *core = ring->core_;
    unsigned count = 0;

    if (callbacks == SRING_RUN_CALLBACKS) {
        core->delivering++;
        count = run_deferred(ring) + call_quick(ring);
    }
    while (sring_cq_ready_(ring)) {
        int settled = settle_head(ring, callbacks);

        if (settled < 0) {
            break;
        }
        count += (unsigned)settled;
        if (callbacks == SRING_RUN_CALLBACKS) {
            count += call_quick(ring);
        }
    }
    if (callbacks == SRING_RUN_CALLBACKS) {
        core->delivering--;
    }
    return count;
}

/* The same, and begins what waited for it. Returns how many operations were settled or begun. */
unsigned sring_reap(struct sring *ring, enum sring_callbacks callbacks)
{
    unsigned count = reap(ring, callbacks);

    return callbacks == SRING_RUN_CALLBACKS ? count + sring_advance(ring) : count;
}

/* Those that were settled in passing. Returns how many. */
static uint32_t take_settled(struct sring *ring, uint64_t first, uint32_t n, int *results,
                             size_t stride)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < n; i++) {
        struct sring_place place = sring_find(ring, first + (uint64_t)i * SRING_STEP_);

        if (place.record && place.record->state_ & SRING_DONE_) {
            *(int *)(void *)((char *)results + i * stride) = sring_release(ring, place).result;
            count++;
        }
    }
    return count;
}

/* The rest of sring_take_each_, with `left` results to come: not in a row, or not there yet. */
void sring_take_late_(struct sring *ring, uint64_t first, uint32_t n, uint32_t left, int *results,
                      size_t stride)
{
    int rc = 0;

    for (;;) {
        left -= sring_take_ready_(ring, first, n, left, results, stride);
        if (left && sring_cq_ready_(ring)) {
            int settled;

            ring->core_->delivering++;
            settled = settle_head(ring, SRING_RUN_CALLBACKS);
            ring->core_->delivering--;
            if (settled >= 0) {
                continue;
            }
        }
        left -= left ? take_settled(ring, first, n, results, stride) : 0;
        if (!left) {
            break;
        }
        sring_check_owner_(ring, "await_each");
        if (!sring_advance(ring)) {
            sring_check_lost(rc, "await_each");
            rc = sring_enter(ring, left, NULL);
        }
    }
}

/* In one of these states nobody has a Submitted handle. */
#define OVER (SRING_DETACHED_ | SRING_TAKEN_ | SRING_ENDING_)

/* The record of a live handle's operation. `taken`: of a Completed one, for SRING_TAKEN_. */
static struct sring_place find_in_state(struct sring *ring, uint64_t number, uint32_t taken,
                                        const char *function)
{
    struct sring_place place;

    sring_check_owner_(ring, function);
    place = sring_find(ring, number);
    if (place.record && (place.record->state_ & OVER) == taken) {
        return place;
    }
    if (number / SRING_RANGE == ring->core_->base / SRING_RANGE) {
        sring_misuse_(function, "an operation that is in flight on this ring",
                      "a copy of a handle that was consumed before");
    }
    sring_misuse_(function, "an operation that is in flight on this ring",
                  number ? "a handle of another ring" : "a dead handle");
}

struct sring_place sring_find_live(struct sring *ring, uint64_t number, const char *function)
{
    return find_in_state(ring, number, 0, function);
}

/* After an enter that returned `rc`, and with the operation still not done: if the kernel does not
 * know the ring any more, it would be waited for in vain. */
void sring_check_lost(int rc, const char *function)
{
    if (rc == -EBADF || rc == -EOPNOTSUPP || rc == -ENXIO) {
        sring_misuse_(function, "a ring whose descriptor is open",
                      "one whose descriptor was closed by someone else");
    }
}

/* Takes a completion out of the queue into its record. */
static void take(struct sring *ring, struct sring_place place, struct sring_cqe_ *cqe)
{
    (void)note(ring, place, cqe->result_, cqe->flags_);
    cqe->user_data_ = 0; /* see sring_head_ */
    sring_step(ring);
}

struct sring_taken_ sring_wait_(struct sring *ring, uint64_t number, const char *function)
{
    int rc = 0;

    for (;;) {
        struct sring_place place = sring_find_live(ring, number, function);
        struct sring_cqe_ *head = sring_head(ring);

        if (sring_cq_ready_(ring) && head->user_data_ == number) {
            take(ring, place, head);
        }
        if (place.record->state_ & SRING_RESULT_) {
            return hand_out(ring, place);
        }
        sring_check_lost(rc, function);
        if (sring_reap(ring, SRING_RUN_CALLBACKS) == 0) {
            rc = sring_enter(ring, 1, NULL);
        }
    }
}

/* What closes a descriptor is not cancelled: if it had not begun, the descriptor would stay open.
 */
struct sring_taken_ sring_cancel_(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_place place = sring_find_live(ring, number, function);
    int rc = 0;

    ring->core_->stats.cancelled++;
    while (!(place.record->state_ & SRING_RESULT_)) {
        sring_check_lost(rc, function);
        if (sring_reap(ring, SRING_RUN_CALLBACKS) == 0) {
            /* What closes a file is not stopped: whether it did would not be known. */
            bool asked = !(place.record->state_ & SRING_CLOSES_) &&
                         sring_queue_cancel(ring, place.user_data, 0);

            rc = sring_enter(ring, asked ? 2 : 1, &again);
        }
        place = sring_find_live(ring, number, function);
    }
    return hand_out(ring, place);
}

static bool due(struct sring_place place)
{
    return place.record->state_ & SRING_RESULT_ || (place.node && place.node->items);
}

bool sring_ready_(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_place place = sring_find_live(ring, number, function);

    if (!due(place)) {
        (void)sring_poll_(ring);
        place = sring_find_live(ring, number, function);
    }
    return due(place);
}

void sring_regain_(struct sring *ring, uint64_t number, const char *function)
{
    int rc = 0;

    for (;;) {
        struct sring_place place = find_in_state(ring, number, SRING_TAKEN_, function);

        if (place.record->state_ & SRING_DONE_) {
            give_credits(ring, place.record->state_);
            (void)sring_release(ring, place);
            return;
        }
        sring_check_lost(rc, function);
        if (sring_reap(ring, SRING_RUN_CALLBACKS) == 0) {
            rc = sring_enter(ring, 1, NULL);
        }
    }
}

void sring_forget_(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_place place = find_in_state(ring, number, SRING_TAKEN_, function);

    if (place.record->state_ & SRING_DONE_) {
        sring_dispose(ring, place);
    } else {
        place.record->state_ |= SRING_DETACHED_;
    }
}

/* A live handle's number is then found nowhere: copies of it are dead. */
void sring_detach_(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_place place = sring_find_live(ring, number, function);

    ring->core_->stats.detached++;
    if (place.record->state_ & SRING_DONE_) {
        sring_dispose(ring, place);
    } else if (place.node) {
        place.node->record.state_ |= SRING_DETACHED_;
    } else if (ring->next_ / SRING_STEP_ - number / SRING_STEP_ <= sring_queued_(ring)) {
        sring_slot_of_(ring, number)->sqe_.user_data_ |= SRING_DETACHED_;
    } else {
        sring_spill(ring, number)->record.state_ |= SRING_DETACHED_;
    }
}

/* Has the kernel post what is due and takes back its signals. What came between the two is posted
 * by the second call; what comes later signals anew. */
static int collect_signalled(struct sring *ring)
{
    eventfd_t signals;
    int rc = sring_enter(ring, 0, NULL);

    (void)eventfd_read(ring->core_->event_fd, &signals);
    return rc ? rc : sring_enter(ring, 0, NULL);
}

int sring_poll_(struct sring *ring)
{
    unsigned count;
    int rc;

    sring_check_owner_(ring, "sring_poll");
    if (ring->core_->event_fd >= 0) {
        rc = collect_signalled(ring);
    } else if (!sring_cq_ready_(ring)) {
        rc = sring_enter(ring, 0, NULL);
    } else {
        rc = sring_flush_(ring);
    }
    count = reap(ring, SRING_RUN_CALLBACKS);
    if (sring_advance(ring) && !rc) {
        rc = sring_flush_(ring);
    }
    return rc ? rc : (int)count;
}

int sring_run_(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    int rc = 0;

    sring_check_owner_(ring, "sring_run");
    core->stop = false;
    core->delivering++;
    for (;;) {
        (void)call_quick(ring);
        if (core->ready_head || core->due || sring_cq_ready_(ring)) {
            (void)sring_reap(ring, SRING_RUN_CALLBACKS);
        } else if (rc || core->stop || !sring_in_flight_(ring)) {
            break;
        } else if (!sring_enter_inline_(ring, sring_completed_(ring), 1)) {
            rc = sring_enter(ring, 1, NULL); /* what has been refused is reaped before the end */
        }
    }
    core->delivering--;
    return rc;
}

void sring_stop_(struct sring *ring)
{
    sring_check_owner_(ring, "sring_stop");
    ring->core_->stop = true;
}
