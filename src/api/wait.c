/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What a program does with the handle of one operation: waiting, asking, cancelling, detaching, and
 * the second step of what completes twice.
 */
#include "api/api.h"

/* Takes a completion out of the queue into its record. */
static void take(struct sring *ring, struct sring_found found, struct sring_cqe_ *cqe)
{
    (void)sring_record_cqe(ring, found, cqe->result_, cqe->flags_);
    cqe->user_data_ = 0; /* see sring_head_ */
    sring_step(ring);
}

/* An operation that is waited for, and where it was when it was looked for last. */
struct awaited {
    uint64_t number;
    const char *function;
    struct sring_found found;
};

static bool has_result(struct sring *ring, void *arg)
{
    struct awaited *it = arg;
    struct sring_cqe_ *head;

    it->found = sring_find_live(ring, it->number, it->function); /* which a closed ring ends */
    head = sring_head(ring);
    if (sring_cq_ready_(ring) && head->user_data_ == it->number) {
        take(ring, it->found, head);
    }
    return it->found.record->state_ & SRING_RESULT_;
}

struct sring_taken_ sring_wait_(struct sring *ring, uint64_t number, const char *function)
{
    struct awaited it = {.number = number, .function = function};
    const struct sring_until until = {
        .done = has_result, .take = sring_reap, .arg = &it, .function = function};

    sring_wait_until(ring, &until);
    return sring_hand_out(ring, it.found);
}

/* What closes a file is not stopped: whether it did would not be known. */
static unsigned ask_to_stop(struct sring *ring, void *arg, bool *again)
{
    const struct awaited *it = arg;

    *again = true;
    return !(it->found.record->state_ & SRING_CLOSES_) && sring_ask(ring, it->found) ? 2 : 1;
}

struct sring_taken_ sring_wait_cancelled_(struct sring *ring, uint64_t number, const char *function)
{
    struct awaited it = {.number = number, .function = function};
    const struct sring_until until = {.done = has_result,
                                      .take = sring_reap,
                                      .prepare = ask_to_stop,
                                      .arg = &it,
                                      .function = function};

    it.found = sring_find_live(ring, number, function);
    ring->core_->counts.stats.cancelled++;
    sring_wait_until(ring, &until);
    return sring_hand_out(ring, it.found);
}

static bool due(struct sring_found found)
{
    return found.record->state_ & SRING_RESULT_ || (found.parked && found.parked->items);
}

bool sring_ready_(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_found found = sring_find_live(ring, number, function);

    if (!due(found)) {
        (void)sring_look(ring);
        found = sring_find_live(ring, number, function);
    }
    return due(found);
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
    const struct sring_until until = {
        .done = loan_is_over, .take = sring_reap, .arg = &it, .function = function};

    sring_wait_until(ring, &until);
    sring_give_budget(ring, it.found.record->state_);
    (void)sring_release(ring, it.found);
}

void sring_forget_(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_found found = sring_find_in_state(ring, number, SRING_TAKEN_, function);

    if (found.record->state_ & SRING_DONE_) {
        sring_dispose(ring, found);
        sring_free_due(ring);
    } else {
        found.record->state_ |= SRING_DETACHED_;
    }
}

/* A live handle's number is then found nowhere: copies of it are dead. */
void sring_give_up(struct sring *ring, uint64_t number, const char *function)
{
    struct sring_found found = sring_find_live(ring, number, function);

    sring_live_check_detached(found.record->block_, function);
    ring->core_->counts.stats.detached++;
    if (found.record->state_ & SRING_DONE_) {
        sring_dispose(ring, found);
    } else if (found.parked) {
        found.parked->record.state_ |= SRING_DETACHED_;
    } else if (ring->next_ / SRING_STEP_ - number / SRING_STEP_ <= sring_queued_(ring)) {
        sring_slot_of_(ring, number)->sqe_.user_data_ |= SRING_DETACHED_;
    } else {
        sring_park(ring, number)->record.state_ |= SRING_DETACHED_;
    }
}

void sring_detach_(struct sring *ring, uint64_t number, const char *function)
{
    sring_give_up(ring, number, function);
    sring_free_due(ring);
}
