/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What a program does with the handle of one operation: waiting, asking, cancelling, detaching, and
 * the second step of what completes twice.
 */
#include "internal.h"

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
    if (number >= ring->core_->first && number < ring->next_) {
        sring_misuse_(function, "an operation that is in flight on this ring",
                      "a copy of a handle that was consumed before");
    }
    sring_misuse_(function, "an operation that is in flight on this ring",
                  number ? "a handle of another ring, or a copy of one that was consumed long ago"
                         : "a dead handle");
}

struct sring_place sring_find_live(struct sring *ring, uint64_t number, const char *function)
{
    return find_in_state(ring, number, 0, function);
}

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
    (void)sring_note(ring, place, cqe->result_, cqe->flags_);
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
            return sring_hand_out(ring, place);
        }
        sring_check_lost(rc, function);
        if (sring_reap(ring, SRING_RUN_CALLBACKS) == 0) {
            rc = sring_enter(ring, 1, NULL);
        }
    }
}

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

            rc = sring_enter(ring, asked ? 2 : 1, &sring_again);
        }
        place = sring_find_live(ring, number, function);
    }
    return sring_hand_out(ring, place);
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
            sring_give_credits(ring, place.record->state_);
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
