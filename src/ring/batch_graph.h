/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A batch: what src/ring/batch_graph.c builds and src/engine/batch.c begins.
 */
#ifndef SRING_RING_BATCH_GRAPH_H
#define SRING_RING_BATCH_GRAPH_H

#include "ring/ring.h"

/* Flags of an operation of a batch. */
#define LINK 1u      /* the next one waits for its success */
#define HARDLINK 2u  /* the next one waits for its end */
#define IN_KERNEL 4u /* goes to the kernel linked to the one before, which it waits for */
#define CANCELLED 8u /* what it waited for did not succeed */
#define BEGUN 16u    /* it has a number, and its record is the ring's */
#define DONE 32u

/* An operation that closes a file, and those that begin before it in the same piece. */
struct sring_closing {
    const struct sring_batch *batch;
    uint32_t first, index;
};

struct sring_batch_entry {
    struct sring_slot_ request; /* user_data_: the flags it will have */
    uint64_t number;            /* once it has begun, and until it is taken */
    uint32_t kind;
    uint32_t chain; /* SRING_KERNEL_CUTS_ and the like */
    uint32_t flags;
    uint32_t waits_for;  /* so many operations, without the one that IN_KERNEL is about */
    uint32_t dependents; /* the first of them in edges, + 1 */
    uint32_t next_ready; /* + 1 */
};

/* One operation waits for the success of another. */
struct sring_batch_edge {
    uint32_t dependent;
    uint32_t next; /* of the same operation, + 1 */
};

struct sring_batch {
    struct sring *ring;
    struct sring_block_ *block;
    struct sring_parked parked; /* the batch as an operation, once it was submitted */
    uint32_t left;              /* operations that are not done */
    struct sring_batch *next;   /* of all the ring's */
    struct sring_batch **previous;
    struct sring_batch *next_due; /* of those with something to do */
    struct sring_batch_edge *edges;
    uint32_t edge_count, edge_room;
    uint32_t count, room;
    uint32_t ready_head, ready_tail; /* operations that may begin, + 1 */
    bool submitted;
    bool due;
    bool fail_fast;
    bool failed; /* what has not ended is cancelled */
    struct sring_batch_entry entries[];
};

static inline struct sring_batch *sring_batch_of(const struct sring_block_ *block)
{
    return (struct sring_batch *)(void *)block->data_;
}

/* What an operation of a batch asks for. */
struct sring_batch_asked {
    uint64_t length; /* in bytes, of an operation of which that is known */
    uint32_t flags;  /* of the operation: fsync_flags, msg_flags and so on */
};

/* batch_graph.c */
/* A batch holds what belongs to its ring: it must be one of this. */
struct sring_batch *sring_batch_of_ring(struct sring *ring, struct sring_block_ *block,
                                        const char *function);
struct sring_batch_asked sring_batch_asked(const struct sring_batch_entry *entry);
/* There is something to begin or to stop, which sring_batch_go_on does. */
void sring_batch_make_due(struct sring_batch *batch);
/* The operation waits for nothing more. */
void sring_batch_make_ready(struct sring_batch *batch, uint32_t index);
/* Nothing more of it begins, and what is in flight is asked to stop. */
void sring_batch_stop(struct sring_batch *batch);
void sring_batch_end(struct sring_batch *batch);

/* batch_files.c */
/* What an operation closes: a descriptor, or a slot, with IOSQE_FIXED_FILE in the flags. */
bool sring_batch_closes(const struct sring_batch *batch, uint32_t index, int *fd, uint8_t *flags);
/* Whether an operation closes a file that another is still to look for. */
bool sring_batch_closes_early(const struct sring_batch *batch, uint32_t index);

static inline struct sring_found sring_batch_found(struct sring_batch *batch)
{
    return (struct sring_found){&batch->parked.record, &batch->parked, batch->parked.user_data};
}

/* engine/batch.c */
void sring_batch_begin_all(struct sring_batch *batch);
/* The operation was never begun, and never will be: it completes with -ECANCELED. */
void sring_batch_void(struct sring_batch *batch, uint32_t index);
void sring_batch_go_on(struct sring_batch *batch);
/* If all is done: gives the batch to its callback, or disposes of it if nobody waits. */
void sring_batch_conclude(struct sring_batch *batch);
/* Ends a batch that is done, and disposes of all that is in it. */
void sring_batch_dispose(struct sring_batch *batch);

#endif /* SRING_RING_BATCH_GRAPH_H */
