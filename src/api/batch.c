/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The verbs of a batch: submit, abandon, wait, take, finish.
 */
#include "api/api.h"
#include "engine/fiber.h"
#include "ring/batch_graph.h"

/* May run free functions of buffers and callbacks, so the handle is made dead first. */
uint64_t sring_batch_submit_(struct sring *ring, struct sring_block_ *block,
                             const struct sring_delivery_ *delivery, sring_any_fn_ *callback,
                             void *arg, const char *function)
{
    struct sring_batch *batch = sring_batch_of_ring(ring, block, function);
    uint64_t number = sring_unqueued_number();

    block->owner_ = number;
    batch->parked.record = (struct sring_record_){
        .block_ = block,
        .delivery_ = delivery,
        .callback_ = callback,
        .arg_ = arg,
        .state_ = SRING_BATCH_,
    };
    sring_park_in(ring, &batch->parked, number | (delivery ? SRING_CALLS_BACK_ : 0));
    batch->parked.begun.place = __builtin_return_address(0);
    sring_batch_begin_all(batch);
    if (!batch->left) {
        sring_batch_make_due(batch);
    }
    (void)sring_hand_over(ring);
    (void)sring_free_due(ring);
    return number;
}

uint64_t sring_batch_abandon_(struct sring *ring, struct sring_block_ *block)
{
    static const char function[] = "sring_batch_abandon";
    struct sring_batch *batch = sring_batch_of_ring(ring, block, function);
    uint64_t token;

    sring_batch_check_closes(batch, 0, batch->count, NULL, function);
    token = block->owner_ += 2;
    sring_batch_cancel_new(batch, function);
    return token;
}

static bool all_done(struct sring *ring, void *arg)
{
    const struct sring_batch *batch = arg;

    (void)ring;
    return sring_batch_is_done(batch);
}

static uint64_t wait_for_all(struct sring *ring, struct sring_batch *batch, const char *function)
{
    const struct sring_ticket ticket = {batch->parked.user_data & SRING_NUMBER_};
    const struct sring_until until = {.done = all_done,
                                      .take = sring_reap,
                                      .arg = batch,
                                      .tickets = &ticket,
                                      .n = 1,
                                      .cancel = sring_cancel_awaited,
                                      .first = ticket.number_,
                                      .count = 1,
                                      .function = function};
    uint64_t token = ++batch->block->owner_;

    sring_wait_until(ring, &until);
    (void)sring_release(ring, sring_batch_found(batch));
    return token;
}

uint64_t sring_batch_wait_(struct sring *ring, struct sring_block_ *block)
{
    static const char function[] = "sring_batch_wait";

    return wait_for_all(ring, sring_batch_of_ring(ring, block, function), function);
}

uint64_t sring_batch_cancel_(struct sring *ring, struct sring_block_ *block)
{
    static const char function[] = "sring_batch_cancel";
    struct sring_batch *batch = sring_batch_of_ring(ring, block, function);

    sring_batch_stop(batch);
    return wait_for_all(ring, batch, function);
}

bool sring_batch_ready_(struct sring *ring, struct sring_block_ *block)
{
    const struct sring_batch *batch = sring_batch_of_ring(ring, block, "sring_batch_ready");

    if (!sring_batch_is_done(batch)) {
        (void)sring_poll_turn(ring);
    }
    return sring_batch_is_done(batch);
}

void sring_batch_detach_(struct sring *ring, struct sring_block_ *block)
{
    struct sring_batch *batch = sring_batch_of_ring(ring, block, "sring_batch_detach");

    block->owner_ = 0;
    ring->core_->counts.stats.detached++;
    batch->parked.record.state_ |= SRING_DETACHED_;
    if (sring_batch_is_done(batch)) {
        sring_batch_dispose(batch);
    }
    (void)sring_free_due(ring);
}

struct sring_taken_ sring_batch_pull_(struct sring *ring, struct sring_block_ *block,
                                      uint32_t index, uint32_t kind, const char *function)
{
    struct sring_batch *batch = sring_batch_of_ring(ring, block, function);
    struct sring_batch_entry *entry;
    uint64_t number;

    if (index >= batch->count) {
        sring_misuse_(function, "an index below the number of operations in the batch",
                      "a larger one");
    }
    entry = &batch->entries[index];
    if (!entry->number || entry->kind != kind) {
        sring_misuse_(function, "an operation of this kind that is still in the batch",
                      entry->number ? "one of another kind" : "one that was taken before");
    }
    number = entry->number;
    entry->number = 0;
    return sring_wait_(ring, number, function);
}

void sring_batch_finish_(struct sring *ring, struct sring_block_ *block)
{
    struct sring_batch *batch = sring_batch_of_ring(ring, block, "sring_batch_finish");

    block->owner_ = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        if (batch->entries[i].number) {
            sring_give_up(ring, batch->entries[i].number, "sring_batch_finish");
        }
    }
    sring_batch_end(batch);
    (void)sring_free_due(ring);
}
