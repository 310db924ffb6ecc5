/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The short way of a fiber that waits for one operation: it parks, and goes on with the result when
 * the completion comes to the head of the queue. Inlined: the processor mispredicts each return
 * behind a switch.
 */
#ifndef SRING_ENGINE_FIBER_TAKE_H
#define SRING_ENGINE_FIBER_TAKE_H

#include "engine/fiber.h"

/* Returns the stack of the fiber that makes this call and may wait the short way, or NULL. */
static inline __attribute__((always_inline)) struct sring_fiber_stack *
sring_fiber_waiting_stack(const struct sring *ring)
{
    struct sring_fiber_stack *stack = sring_fiber_uses(ring) ? sring_fiber_running_stack() : NULL;

    return stack && !stack->cancelled && !ring->core_->calls.free_mark ? stack : NULL;
}

/* Parks the fiber until the completion of this operation is taken for it. Returns false if it was
 * woken by something else. */
static inline __attribute__((always_inline)) bool sring_fiber_await(struct sring *ring,
                                                                    struct sring_fiber_stack *stack,
                                                                    uint64_t number,
                                                                    struct sring_record_ *record)
{
    record->state_ |= SRING_PARKS_;
    record->arg_ = stack;
    stack->taken.number = number;
    stack->awaits = true;
    sring_fiber_park(ring);
    if (SRING_UNLIKELY_(stack->awaits)) {
        stack->awaits = false;
        sring_fiber_unwatch(ring, stack, number);
        return false;
    }
    return true;
}

/* Parks until the operation, which is in its slot, is over, and takes its result. Returns false if
 * that was not possible, or the fiber was woken by something else. The result is copied word by
 * word, as it was stored: if that was just now the processor would first wait for all older stores,
 * many of which miss the cache. */
static inline __attribute__((always_inline)) bool
sring_fiber_take(struct sring *ring, uint64_t number, struct sring_taken_ *taken)
{
    struct sring_fiber_stack *stack = sring_fiber_waiting_stack(ring);
    struct sring_slot_ *slot = sring_slot_of_(ring, number);
    const volatile struct sring_taken_ *from;

    if (!stack || slot->sqe_.user_data_ != number || slot->record_.state_ ||
        sring_head_(ring)->user_data_ == number ||
        !sring_fiber_await(ring, stack, number, &slot->record_)) {
        return false;
    }
    from = &stack->taken;
    taken->number = from->number;
    taken->result = from->result;
    taken->flags = from->flags;
    taken->block = from->block;
    taken->scratch = from->scratch;
    return true;
}

static inline bool sring_fiber_may_take_items(const struct sring_record_ *record)
{
    return (record->state_ & ~SRING_ITEMS_) == SRING_STREAM_;
}

/* The same for the next item of a stream, which was found. `*span`: where its bytes are, on a
 * buffer ring. There is room for the rest of it (sring_item_room). */
static inline __attribute__((always_inline)) bool
sring_fiber_take_item(struct sring *ring, uint64_t number, const struct sring_found *found,
                      int32_t *item, struct sring_span *span)
{
    struct sring_fiber_stack *stack = sring_fiber_waiting_stack(ring);

    if (!stack || !sring_fiber_may_take_items(found->record) ||
        (found->parked && found->parked->items) ||
        !sring_fiber_await(ring, stack, number, found->record)) {
        return false;
    }
    *item = stack->taken.result;
    *span = stack->span;
    return true;
}

#endif /* SRING_ENGINE_FIBER_TAKE_H */
