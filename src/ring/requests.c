/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the program has asked for in an operation, and since when.
 */
#include "ring/ring.h"

struct sring_asked sring_asked_in(const struct sring_slot_ *slot)
{
    uint64_t head = slot->record_.state_ & SRING_VOID_ ? slot->sqe_.off_ : slot->sqe_.head_;

    return (struct sring_asked){SRING_HEAD_OPCODE_(head), SRING_HEAD_FLAGS_(head),
                                SRING_HEAD_FD_(head)};
}

struct sring_asked sring_asked_of(struct sring *ring, struct sring_found found)
{
    return found.parked ? found.parked->asked
                        : sring_asked_in(sring_slot_of_(ring, found.user_data));
}

uint8_t sring_opcode_of(struct sring *ring, struct sring_found found)
{
    return found.record->state_ & SRING_VOID_ ? IORING_OP_NOP : sring_asked_of(ring, found).opcode;
}

struct sring_begun sring_begun(struct sring *ring, struct sring_found found)
{
    const struct sring_observe *observe = &ring->core_->observe;
    const uint64_t slot = (found.user_data & ring->sq_mask_) / SRING_STEP_;
    struct sring_begun begun = {0, NULL};

    if (found.parked) {
        return found.parked->begun;
    }
    /* Not by the head of the queue: with SQPOLL the kernel moves it after the first completions. */
    if (observe->times && ring->next_ / SRING_STEP_ - found.user_data / SRING_STEP_ >
                              sring_tail_(ring) - observe->handed) {
        begun.at = observe->begun[slot];
    }
    /* The library begins operations, too, and does not store their places. */
    if (observe->places && (observe->places[slot].number ^ found.user_data) < SRING_STEP_) {
        begun.place = observe->places[slot].address;
    }
    return begun;
}

void sring_store_place(const struct sring *ring, uint64_t number, const void *place)
{
    struct sring_place *places = ring->core_->observe.places;

    if (places) {
        places[(number & ring->sq_mask_) / SRING_STEP_] = (struct sring_place){number, place};
    }
}

void sring_begun_here_(const struct sring *ring, uint64_t number)
{
    sring_store_place(ring, number, __builtin_return_address(0));
}
