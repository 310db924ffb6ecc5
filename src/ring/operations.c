/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Finds, parks and frees the records of operations.
 *
 * A record lies in its operation's slot until the queue needs the slot again. Then it is copied to
 * a parked record, which is found by number. There are as many parked records as the budget allows
 * operations, so parking never fails.
 */
#include "base/probes.h"
#include "ring/ring.h"

#include <sring/ticket.h>

#include <string.h>

/* In these states the operation has no Submitted handle. */
#define WITHOUT_SUBMITTED_HANDLE (SRING_DETACHED_ | SRING_TAKEN_ | SRING_ENDING_)

static struct sring_parked **bucket_of(struct sring_core_ *core, uint64_t user_data)
{
    return &core->operations.buckets[user_data / SRING_STEP_ & core->operations.bucket_mask];
}

/* Finds the record whose user_data equals this one, except for the bits in `but`. */
static inline struct sring_found find(struct sring *ring, uint64_t user_data, uint64_t but)
{
    struct sring_found found = {NULL, NULL, user_data};
    struct sring_slot_ *slot = sring_slot_of_(ring, user_data);

    if (!((slot->sqe_.user_data_ ^ user_data) & ~but) && slot->sqe_.user_data_ != SRING_FREE_) {
        found.record = &slot->record_;
        found.user_data = slot->sqe_.user_data_;
        return found;
    }
    for (struct sring_parked *parked = *bucket_of(ring->core_, user_data); parked;
         parked = parked->next) {
        if (!((parked->user_data ^ user_data) & ~but)) {
            found.record = &parked->record;
            found.parked = parked;
            found.user_data = parked->user_data;
            break;
        }
    }
    return found;
}

struct sring_found sring_find(struct sring *ring, uint64_t user_data)
{
    return find(ring, user_data, SRING_TIMED_);
}

struct sring_found sring_find_number(struct sring *ring, uint64_t number)
{
    return find(ring, number, SRING_STEP_ - 1);
}

uint32_t sring_first_over(struct sring *ring, const struct sring_ticket *tickets, uint32_t n)
{
    uint32_t i = 0;

    while (i < n && !sring_is_over(find(ring, tickets[i].number_, SRING_STEP_ - 1))) {
        i++;
    }
    return i;
}

void sring_clear_slot(struct sring_slot_ *slot)
{
    memset(&slot->sqe_, 0, sizeof(slot->sqe_));
    slot->sqe_.user_data_ = SRING_FREE_;
    slot->record_.state_ = 0;
}

void sring_park_in(struct sring *ring, struct sring_parked *parked, uint64_t user_data)
{
    struct sring_parked **bucket = bucket_of(ring->core_, user_data);

    parked->user_data = user_data;
    parked->next = *bucket;
    parked->next_ready = NULL;
    parked->items = NULL;
    parked->items_end = &parked->items;
    parked->checked_at = 0;
    parked->again_link = NULL;
    parked->begun = (struct sring_begun){0, NULL};
    parked->asked = (struct sring_asked){IORING_OP_NOP, 0, -1};
    *bucket = parked;
}

struct sring_parked *sring_park_new(struct sring *ring, uint64_t user_data)
{
    struct sring_core_ *core = ring->core_;
    struct sring_parked *parked = core->operations.free_parked;

    if (parked) {
        core->operations.free_parked = parked->next;
    } else if (core->operations.parked_used < core->operations.parked_count) {
        parked = &core->operations.parked[core->operations.parked_used++];
    } else {
        sring_misuse_("submit", "at most as many operations as were begun",
                      "more, through copies of Building handles");
    }
    sring_park_in(ring, parked, user_data);
    return parked;
}

struct sring_parked *sring_park(struct sring *ring, uint64_t user_data)
{
    struct sring_slot_ *slot = sring_slot_of_(ring, user_data);
    const struct sring_found found = {&slot->record_, NULL, slot->sqe_.user_data_};
    const struct sring_asked asked = sring_asked_of(ring, found);
    const struct sring_begun begun = sring_begun(ring, found);
    struct sring_parked *parked = sring_park_new(ring, found.user_data);

    SRING_ASSERT(slot->sqe_.user_data_ != SRING_FREE_ &&
                 (slot->sqe_.user_data_ ^ user_data) < SRING_STEP_);
    parked->record = slot->record_;
    sring_probe_park(ring, found.user_data & SRING_NUMBER_);
    parked->asked = asked;
    parked->begun = begun;
    sring_clear_slot(slot);
    return parked;
}

struct sring_parked *sring_park_found(struct sring *ring, struct sring_found found)
{
    return found.parked ? found.parked : sring_park(ring, found.user_data);
}

void sring_lend(struct sring_record_ *record, uint64_t number)
{
    if (record->block_) {
        record->block_->owner_ = number;
    }
    if (record->scratch_) {
        record->scratch_->owner_ = number;
    }
}

static void free_parked(struct sring_core_ *core, struct sring_parked *parked)
{
    struct sring_parked **link = bucket_of(core, parked->user_data);

    while (*link != parked) {
        link = &(*link)->next;
    }
    *link = parked->next;
    parked->user_data = SRING_FREE_;
    if (!(parked->record.state_ & SRING_APART_)) {
        parked->next = core->operations.free_parked;
        core->operations.free_parked = parked;
    }
}

/* Returns the block if it is lent to this operation, else NULL. The record may hold blocks of an
 * earlier operation in its slot. Such a block may have a new purpose by now, and may even be lent
 * to this operation in the other role (buffer or scratch). Another thread may own it and write its
 * owner, which is never this number: ThreadSanitizer need not look. */
__attribute__((no_sanitize("thread"))) static struct sring_block_ *
block_if_lent(struct sring_block_ *block, uint64_t number, bool scratch)
{
    const volatile uint64_t *owner = block ? &block->owner_ : NULL;

    return owner && *owner == number && (block->index_ == SRING_SCRATCH_) == scratch ? block : NULL;
}

void sring_claim(struct sring *ring, struct sring_found found)
{
    struct sring_core_ *core = ring->core_;

    if (found.record->state_ & SRING_RESULT_ && sring_has_handle(found) &&
        found.record->index_ == core->counts.round && core->counts.unclaimed) {
        found.record->index_--;
        core->counts.unclaimed--;
        sring_update_waiter(ring);
    }
}

static void complete_direct(struct sring_core_ *core, const struct sring_taken_ *taken)
{
    if (taken->scratch && taken->scratch->place_) {
        sring_direct_complete(core, taken);
    }
}

struct sring_taken_ sring_release(struct sring *ring, struct sring_found found)
{
    uint64_t number = found.user_data & SRING_NUMBER_;
    struct sring_taken_ taken = {
        .number = number,
        .result = found.record->result_,
        .flags = found.record->flags_,
        .block = block_if_lent(found.record->block_, number, false),
        .scratch = block_if_lent(found.record->scratch_, number, true),
    };

    ring->late_ -= found.record->state_ & SRING_LATE_ ? 1 : 0;
    sring_claim(ring, found);
    if (found.parked) {
        free_parked(ring->core_, found.parked);
    } else {
        sring_clear_slot(sring_slot_of_(ring, number));
    }
    complete_direct(ring->core_, &taken);
    return taken;
}

void sring_take_only(struct sring *ring, const struct sring_found *found,
                     const struct sring_cqe_ *cqe, struct sring_taken_ *taken)
{
    const struct sring_record_ *record = found->record;
    const uint64_t number = cqe->user_data_;

    taken->number = number;
    memcpy(&taken->result, &cqe->result_, sizeof(taken->result) + sizeof(taken->flags));
    taken->block = block_if_lent(record->block_, number, false);
    taken->scratch = block_if_lent(record->scratch_, number, true);
    if (found->parked) {
        free_parked(ring->core_, found->parked);
    } else {
        sring_clear_slot(sring_slot_of_(ring, number));
    }
    complete_direct(ring->core_, taken);
}

struct sring_found sring_next_operation(struct sring *ring, size_t *at, uint32_t without)
{
    struct sring_core_ *core = ring->core_;
    size_t slots = ring->sq_mask_ / SRING_STEP_ + 1;

    while (*at < slots + core->operations.parked_used) {
        size_t i = (*at)++;
        struct sring_found found = {NULL, NULL, 0};

        if (i < slots) {
            struct sring_slot_ *slot = sring_slot_of_(ring, i * SRING_STEP_);

            found.record = &slot->record_;
            found.user_data = slot->sqe_.user_data_;
        } else {
            found.parked = &core->operations.parked[i - slots];
            found.record = &found.parked->record;
            found.user_data = found.parked->user_data;
        }
        if (found.user_data != SRING_FREE_ && !(found.user_data & SRING_INTERNAL_) &&
            !(found.record->state_ & without)) {
            return found;
        }
    }
    return (struct sring_found){NULL, NULL, 0};
}

uint64_t sring_find_in_flight(struct sring *ring,
                              bool (*is)(const struct sring_block_ *block, const void *arg),
                              const void *arg)
{
    struct sring_found found;
    size_t at = 0;

    while ((found = sring_next_operation(ring, &at, SRING_DONE_)).record) {
        const struct sring_block_ *block =
            block_if_lent(found.record->block_, found.user_data & SRING_NUMBER_, false);

        if (block && is(block, arg)) {
            return found.user_data;
        }
    }
    return 0;
}

struct sring_found sring_find_in_state(struct sring *ring, uint64_t number, uint32_t taken,
                                       const char *function)
{
    struct sring_found found;

    sring_check_owner_(ring, function);
    found = sring_find(ring, number);
    if (found.record && (found.record->state_ & WITHOUT_SUBMITTED_HANDLE) == taken) {
        SRING_ASSERT(found.parked || !taken);
        return found;
    }
    if (number >= ring->core_->numbers.first && number < ring->next_) {
        sring_misuse_(function, "an operation that is in flight on this ring",
                      "a copy of a handle that was consumed before");
    }
    sring_misuse_(function, "an operation that is in flight on this ring",
                  number ? "a handle of another ring, or a copy of one that was consumed long ago"
                         : "a dead handle");
}

struct sring_found sring_find_live(struct sring *ring, uint64_t number, const char *function)
{
    return sring_find_in_state(ring, number, 0, function);
}
