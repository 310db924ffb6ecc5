/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The verbs of one operation: wait, ready, cancel, detach, and the second step of an operation with
 * two completions.
 */
#include "api/api.h"
#include "engine/fiber_take.h"

/* Takes the completion at the head of the queue and writes it into its record. */
static void take_head(struct sring *ring, struct sring_found found, struct sring_cqe_ *cqe)
{
    (void)sring_record_cqe(ring, found, cqe->result_, cqe->flags_);
    cqe->user_data_ = 0; /* see sring_head_ */
    sring_pop_cqe(ring);
}

/* The operation that is waited for, and where it was last found. */
struct awaited {
    uint64_t number;
    const char *function;
    struct sring_found found;
};

static bool has_result(struct sring *ring, void *arg)
{
    struct awaited *it = arg;
    struct sring_cqe_ *head;

    /* Reports a misuse if a callback has closed the ring. */
    it->found = sring_find_live(ring, it->number, it->function);
    head = sring_head(ring);
    if (sring_cq_ready_(ring) && head->user_data_ == it->number &&
        !(it->found.record->state_ & SRING_REARMED_)) {
        take_head(ring, it->found, head);
    }
    return it->found.record->state_ & SRING_RESULT_;
}

/* Not inlined: a fiber on the short way needs less of its stack, of which little is in the cache.
 */
static __attribute__((noinline)) struct sring_taken_ wait_for(struct sring *ring, uint64_t number,
                                                              const char *function)
{
    struct awaited it = {.number = number, .function = function};
    const struct sring_ticket ticket = {number};
    const struct sring_until until = {.done = has_result,
                                      .take = sring_reap,
                                      .arg = &it,
                                      .tickets = &ticket,
                                      .n = 1,
                                      .cancel = sring_cancel_awaited,
                                      .first = number,
                                      .count = 1,
                                      .function = function};

    sring_wait_until(ring, &until);
    return sring_hand_out(ring, it.found);
}

struct sring_taken_ sring_wait_(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_taken_ taken;

    if (!sring_fiber_take(ring, number, &taken)) {
        taken = wait_for(ring, number, function);
    }
    return taken;
}

/* An operation that closes a file is not cancelled: the program could not know whether the file was
 * closed. */
static unsigned request_one_cancel(struct sring *ring, void *arg, bool *again)
{
    const struct awaited *it = arg;

    *again = true;
    return !(it->found.record->state_ & SRING_CLOSES_) && sring_request_cancel(ring, it->found) ? 2
                                                                                                : 1;
}

struct sring_taken_ sring_wait_cancelled_(struct sring *ring, uint64_t number, const char *function)
{
    struct awaited it = {.number = number, .function = function};
    const struct sring_until until = {.done = has_result,
                                      .take = sring_reap,
                                      .prepare = request_one_cancel,
                                      .arg = &it,
                                      .function = function};

    it.found = sring_find_live(ring, number, function);
    ring->core_->counts.stats.cancelled++;
    sring_wait_until(ring, &until);
    return sring_hand_out(ring, it.found);
}

static bool is_ready(struct sring_found found)
{
    return found.record->state_ & SRING_RESULT_ || (found.parked && found.parked->items);
}

bool sring_ready_(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_found found = sring_find_live(ring, number, function);

    if (!is_ready(found)) {
        (void)sring_poll_turn(ring);
        found = sring_find_live(ring, number, function);
    }
    return is_ready(found);
}

static bool loan_is_over(struct sring *ring, void *arg)
{
    struct awaited *it = arg;

    it->found = sring_find_in_state(ring, it->number, SRING_TAKEN_, it->function);
    return it->found.record->state_ & SRING_DONE_;
}

void sring_regain_(struct sring *ring, uint64_t number, const char *function)
{
    struct awaited it = {.number = number, .function = function};
    const struct sring_ticket ticket = {number};
    const struct sring_until until = {.done = loan_is_over,
                                      .take = sring_reap,
                                      .arg = &it,
                                      .tickets = &ticket,
                                      .n = 1,
                                      .cancel = sring_cancel_awaited,
                                      .first = number,
                                      .count = 1,
                                      .function = function};

    sring_wait_until(ring, &until);
    sring_give_budget(ring, it.found.record->state_);
    (void)sring_release(ring, it.found);
}

void sring_forget_(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_found found = sring_find_in_state(ring, number, SRING_TAKEN_, function);

    if (found.record->state_ & SRING_DONE_) {
        sring_dispose(ring, found);
        (void)sring_free_due(ring);
    } else {
        found.record->state_ |= SRING_DETACHED_;
    }
}

/* Afterwards no handle with this number is live: copies are dead, too. */
void sring_give_up(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_found found = sring_find_live(ring, number, function);

    if (ring->core_->kernel.reads_alone && sring_queued_(ring)) {
        sring_settle(ring); /* its thread may just be reading the request */
        found = sring_find_live(ring, number, function);
    }
    sring_live_check_detached(found.record->block_, function);
    ring->core_->counts.stats.detached++;
    if (found.record->state_ & SRING_DONE_) {
        sring_dispose(ring, found);
    } else if (found.parked) {
        found.parked->record.state_ |= SRING_DETACHED_;
    } else if (sring_is_queued(ring, number)) {
        sring_slot_of_(ring, number)->sqe_.user_data_ |= SRING_DETACHED_;
    } else {
        sring_park(ring, number)->record.state_ |= SRING_DETACHED_;
    }
}

void sring_detach_(struct sring *ring, uint64_t number, const char *function)
{
    sring_give_up(ring, number, function);
    (void)sring_free_due(ring);
}
