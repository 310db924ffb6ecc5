/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Finding, moving and freeing the records of operations.
 *
 * The record of an operation is its slot, until the queue comes round to the slot again: then it
 * is spilled to a node, which is found by its number. There are as many nodes as operations can be
 * begun, so that spilling never fails; untouched ones cost address space only.
 */
#include "ring/ring.h"

#include <string.h>
#include <sys/mman.h>

/* In one of these states nobody has a Submitted handle. */
#define OVER (SRING_DETACHED_ | SRING_TAKEN_ | SRING_ENDING_)

static size_t node_bytes(const struct sring_core_ *core)
{
    return core->operations.node_count * sizeof(struct sring_node);
}

static size_t bucket_bytes(const struct sring_core_ *core)
{
    return (core->operations.bucket_mask + 1) * sizeof(struct sring_node *);
}

static void *map(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return memory == MAP_FAILED ? NULL : memory;
}

int sring_records_open(struct sring_core_ *core)
{
    core->operations.node_count = (size_t)core->capacity + SRING_RESERVE;
    core->operations.bucket_mask = 1;
    while (core->operations.bucket_mask + 1 < core->operations.node_count) {
        core->operations.bucket_mask = core->operations.bucket_mask * 2 + 1;
    }
    core->operations.nodes = map(node_bytes(core));
    core->operations.buckets = map(bucket_bytes(core));
    return core->operations.nodes && core->operations.buckets ? 0 : -ENOMEM;
}

void sring_records_close(struct sring_core_ *core)
{
    if (core->operations.nodes) {
        munmap(core->operations.nodes, node_bytes(core));
    }
    if (core->operations.buckets) {
        munmap(core->operations.buckets, bucket_bytes(core));
    }
}

static struct sring_node **bucket_of(struct sring_core_ *core, uint64_t user_data)
{
    return &core->operations.buckets[user_data / SRING_STEP_ & core->operations.bucket_mask];
}

/* The record whose user_data differs from this at most in the bits of `but`. */
static struct sring_place find(struct sring *ring, uint64_t user_data, uint64_t but)
{
    struct sring_place place = {NULL, NULL, user_data};
    struct sring_slot_ *slot = sring_slot_of_(ring, user_data);

    if (!((slot->sqe_.user_data_ ^ user_data) & ~but) && slot->sqe_.user_data_ != SRING_FREE_) {
        place.record = &slot->record_;
        place.user_data = slot->sqe_.user_data_;
        return place;
    }
    for (struct sring_node *node = *bucket_of(ring->core_, user_data); node; node = node->next) {
        if (!((node->user_data ^ user_data) & ~but)) {
            place.record = &node->record;
            place.node = node;
            place.user_data = node->user_data;
            break;
        }
    }
    return place;
}

struct sring_place sring_find(struct sring *ring, uint64_t user_data)
{
    return find(ring, user_data, SRING_TIMED_);
}

struct sring_place sring_find_number(struct sring *ring, uint64_t number)
{
    return find(ring, number, SRING_STEP_ - 1);
}

/* Makes a slot what every free slot is. */
static void clear_slot(struct sring_slot_ *slot)
{
    memset(&slot->sqe_, 0, sizeof(slot->sqe_));
    slot->sqe_.user_data_ = SRING_FREE_;
    slot->record_.state_ = 0;
}

struct sring_node *sring_node(struct sring *ring, uint64_t user_data)
{
    struct sring_core_ *core = ring->core_;
    struct sring_node *node = core->operations.free_nodes;
    struct sring_node **bucket = bucket_of(core, user_data);

    if (node) {
        core->operations.free_nodes = node->next;
    } else if (core->operations.nodes_used < core->operations.node_count) {
        node = &core->operations.nodes[core->operations.nodes_used++];
    } else {
        sring_misuse_("submit", "at most as many operations as were begun",
                      "more, through copies of Building handles");
    }
    node->user_data = user_data;
    node->next = *bucket;
    node->next_ready = NULL;
    node->items = NULL;
    node->items_end = &node->items;
    *bucket = node;
    return node;
}

struct sring_node *sring_spill(struct sring *ring, uint64_t user_data)
{
    struct sring_slot_ *slot = sring_slot_of_(ring, user_data);
    struct sring_node *node = sring_node(ring, slot->sqe_.user_data_);

    node->record = slot->record_;
    clear_slot(slot);
    return node;
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

static void free_node(struct sring_core_ *core, struct sring_node *node)
{
    struct sring_node **link = bucket_of(core, node->user_data);

    while (*link != node) {
        link = &(*link)->next;
    }
    *link = node->next;
    node->next = core->operations.free_nodes;
    node->user_data = SRING_FREE_;
    core->operations.free_nodes = node;
}

/* What a record holds may be left from an earlier operation in its slot; and the block may have got
 * another purpose since then, even that of serving this very operation in the other way. */
static struct sring_block_ *lent(struct sring_block_ *block, uint64_t number, bool scratch)
{
    return block && block->owner_ == number && (block->index_ == SRING_SCRATCH_) == scratch ? block
                                                                                            : NULL;
}

void sring_claim(struct sring *ring, struct sring_place place)
{
    struct sring_core_ *core = ring->core_;

    if (place.record->state_ & SRING_RESULT_ && sring_has_handle(place) &&
        place.record->index_ == core->counts.round && core->counts.unclaimed) {
        place.record->index_--;
        core->counts.unclaimed--;
        sring_note_waiter(ring);
    }
}

/* Frees the record and returns what was in it. The credit is not given back here. */
struct sring_taken_ sring_release(struct sring *ring, struct sring_place place)
{
    uint64_t number = place.user_data & SRING_NUMBER_;
    struct sring_taken_ taken = {
        .number = number,
        .result = place.record->result_,
        .flags = place.record->flags_,
        .block = lent(place.record->block_, number, false),
        .scratch = lent(place.record->scratch_, number, true),
    };

    ring->late_ -= place.record->state_ & SRING_LATE_ ? 1 : 0;
    sring_claim(ring, place);
    if (place.node) {
        free_node(ring->core_, place.node);
    } else {
        clear_slot(sring_slot_of_(ring, number));
    }
    if (taken.scratch && taken.scratch->place_) {
        sring_direct_settle(ring->core_, &taken);
    }
    return taken;
}

static bool in_flight(const struct sring_place *place)
{
    return place->user_data != SRING_FREE_ && !(place->user_data & SRING_INTERNAL_) &&
           !(place->record->state_ & SRING_DONE_);
}

struct sring_place sring_next_in_flight(struct sring *ring, size_t *at)
{
    struct sring_core_ *core = ring->core_;
    size_t slots = ring->sq_mask_ / SRING_STEP_ + 1;

    while (*at < slots + core->operations.nodes_used) {
        size_t i = (*at)++;
        struct sring_place place = {NULL, NULL, 0};

        if (i < slots) {
            struct sring_slot_ *slot = sring_slot_of_(ring, i * SRING_STEP_);

            place.record = &slot->record_;
            place.user_data = slot->sqe_.user_data_;
        } else {
            place.node = &core->operations.nodes[i - slots];
            place.record = &place.node->record;
            place.user_data = place.node->user_data;
        }
        if (in_flight(&place)) {
            return place;
        }
    }
    return (struct sring_place){NULL, NULL, 0};
}

uint64_t sring_find_in_flight(struct sring *ring,
                              bool (*is)(const struct sring_block_ *block, const void *arg),
                              const void *arg)
{
    struct sring_place place;
    size_t at = 0;

    while ((place = sring_next_in_flight(ring, &at)).record) {
        const struct sring_block_ *block =
            lent(place.record->block_, place.user_data & SRING_NUMBER_, false);

        if (block && is(block, arg)) {
            return place.user_data;
        }
    }
    return 0;
}

/* The record of a live handle's operation. `taken`: of a Completed one, for SRING_TAKEN_. */
struct sring_place sring_find_in_state(struct sring *ring, uint64_t number, uint32_t taken,
                                       const char *function)
{
    struct sring_place place;

    sring_check_owner_(ring, function);
    place = sring_find(ring, number);
    if (place.record && (place.record->state_ & OVER) == taken) {
        return place;
    }
    if (number >= ring->core_->numbers.first && number < ring->next_) {
        sring_misuse_(function, "an operation that is in flight on this ring",
                      "a copy of a handle that was consumed before");
    }
    sring_misuse_(function, "an operation that is in flight on this ring",
                  number ? "a handle of another ring, or a copy of one that was consumed long ago"
                         : "a dead handle");
}

struct sring_place sring_find_live(struct sring *ring, uint64_t number, const char *function)
{
    return sring_find_in_state(ring, number, 0, function);
}
