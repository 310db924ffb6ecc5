/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Finding, moving and freeing the records of operations.
 *
 * The record of an operation is its slot, until the queue comes round to the slot again: then it
 * is spilled to a node, which is found by its number. There are as many nodes as operations can be
 * begun, so that spilling never fails; untouched ones cost address space only.
 */
#include "internal.h"

#include <string.h>
#include <sys/mman.h>

static size_t node_bytes(const struct sring_core_ *core)
{
    return core->node_count * sizeof(struct sring_node);
}

static size_t bucket_bytes(const struct sring_core_ *core)
{
    return (core->bucket_mask + 1) * sizeof(struct sring_node *);
}

static void *map(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return memory == MAP_FAILED ? NULL : memory;
}

int sring_records_open(struct sring_core_ *core, unsigned entries)
{
    core->node_count = (size_t)core->capacity + SRING_RESERVE;
    core->bucket_mask = 1;
    while (core->bucket_mask + 1 < core->node_count) {
        core->bucket_mask = core->bucket_mask * 2 + 1;
    }
    core->nodes = map(node_bytes(core));
    core->buckets = map(bucket_bytes(core));
    core->ring->records_ = map(entries * sizeof(struct sring_record_));
    if (!core->nodes || !core->buckets || !core->ring->records_) {
        sring_records_close(core, entries);
        return -ENOMEM;
    }
    return 0;
}

void sring_records_close(struct sring_core_ *core, unsigned entries)
{
    if (core->nodes) {
        munmap(core->nodes, node_bytes(core));
    }
    if (core->buckets) {
        munmap(core->buckets, bucket_bytes(core));
    }
    if (core->ring->records_) {
        munmap(core->ring->records_, entries * sizeof(struct sring_record_));
    }
}

struct sring_place sring_find(struct sring *ring, uint64_t number)
{
    struct sring_place place = {NULL, NULL};

    if (ring->sqes_[number & ring->sq_mask_].user_data_ == number) {
        place.record = sring_record_of_(ring, number);
        return place;
    }
    for (struct sring_node *node = ring->core_->buckets[number & ring->core_->bucket_mask]; node;
         node = node->next) {
        if (node->number == number) {
            place.record = &node->record;
            place.node = node;
            break;
        }
    }
    return place;
}

/* Makes a slot what every free slot is. */
static void clear_slot(struct sring *ring, uint64_t number)
{
    struct sring_sqe_ *sqe = &ring->sqes_[number & ring->sq_mask_];

    memset(sqe, 0, sizeof(*sqe));
    sqe->user_data_ = SRING_FREE_;
    memset(sring_record_of_(ring, number), 0, sizeof(struct sring_record_));
}

struct sring_node *sring_spill(struct sring *ring, uint64_t number)
{
    struct sring_core_ *core = ring->core_;
    struct sring_node *node = core->free_nodes;
    struct sring_node **bucket = &core->buckets[number & core->bucket_mask];

    if (node) {
        core->free_nodes = node->next;
    } else if (core->nodes_used < core->node_count) {
        node = &core->nodes[core->nodes_used++];
    } else {
        sring_misuse_("submit", "at most as many operations as were begun",
                      "more, through copies of Building handles");
    }
    node->record = *sring_record_of_(ring, number);
    node->number = number;
    node->next = *bucket;
    node->next_ready = NULL;
    *bucket = node;
    core->stats.spilled++;
    clear_slot(ring, number);
    return node;
}

static void free_node(struct sring_core_ *core, struct sring_node *node)
{
    struct sring_node **link = &core->buckets[node->number & core->bucket_mask];

    while (*link != node) {
        link = &(*link)->next;
    }
    *link = node->next;
    node->next = core->free_nodes;
    core->free_nodes = node;
}

/* Frees the record and returns what was in it. The credit is not given back here. */
struct sring_taken_ sring_release(struct sring *ring, uint64_t number, struct sring_place place)
{
    struct sring_taken_ taken = {number, place.record->block_, place.record->scratch_,
                                 place.record->result_, place.record->flags_};

    if (place.node) {
        free_node(ring->core_, place.node);
    } else {
        clear_slot(ring, number);
    }
    return taken;
}
