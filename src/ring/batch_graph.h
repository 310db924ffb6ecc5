/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Batches: built by src/ring/batch_graph.c, begun by src/engine/batch.c.
 */
#ifndef SRING_RING_BATCH_GRAPH_H
#define SRING_RING_BATCH_GRAPH_H

#include "ring/ring.h"

/* Flags of a member of a batch. */
#define LINK 1u      /* the next member waits for its success */
#define HARDLINK 2u  /* the next member waits for its end */
#define IN_KERNEL 4u /* linked to its predecessor by the kernel (IOSQE_IO_LINK) */
#define CANCELLED 8u /* an operation that it waited for has failed */
#define BEGUN 16u    /* it has a number and a record of the ring */
#define DONE 32u

/* Member `index` closes a file. The members from `first` on begin before it, in the same call. */
struct sring_closing {
    struct sring_batch *batch;
    uint32_t first, index;
};

struct sring_batch_entry {
    struct sring_slot_ request; /* the request; its user_data_ holds only flags */
    uint64_t number;            /* from begin until it is taken; else 0 */
    const void *place;          /* return address of the program's call that added it */
    uint32_t kind;
    uint32_t chain; /* SRING_KERNEL_CUTS_ and others of detail/member.h */
    uint32_t flags;
    uint32_t waits_for;  /* number of operations, without the predecessor if IN_KERNEL */
    uint32_t dependents; /* index of the first edge + 1, or 0 */
    uint32_t next_ready; /* index of the next ready member + 1, or 0 */
};

/* `dependent` waits for the success of the member that has this edge in its list. */
struct sring_batch_edge {
    uint32_t dependent;
    uint32_t next; /* index of the next edge of the same member + 1, or 0 */
};

struct sring_batch {
    struct sring *ring;
    struct sring_block_ *block;
    struct sring_parked parked; /* the batch's own record, from submit on */
    uint32_t left;              /* operations that are not done */
    uint32_t waits;           /* calls that wait before they begin a member: it must not be freed */
    struct sring_batch *next; /* in the list of all batches of the ring */
    struct sring_batch **previous;
    struct sring_batch *next_due; /* in the list of due batches */
    struct sring_batch_edge *edges;
    uint32_t edge_count, edge_room;
    uint32_t count, room;
    uint32_t ready_head, ready_tail; /* queue of members that may begin: index + 1, or 0 */
    bool submitted;
    bool due;
    bool fail_fast;
    bool failed; /* all members that have not completed are cancelled */
    struct sring_batch_entry entries[];
};

static inline struct sring_batch *sring_batch_of(const struct sring_block_ *block)
{
    return (struct sring_batch *)(void *)block->data_;
}

/* Returns whether all operations are done, and no call comes back to the batch. */
static inline bool sring_batch_is_done(const struct sring_batch *batch)
{
    return !batch->left && !batch->waits;
}

/* What a member of a batch requests. */
struct sring_batch_requested {
    uint64_t length; /* bytes, for an operation that has a length */
    uint32_t flags;  /* of its SQE: fsync_flags, msg_flags and so on */
};

/* batch_graph.c */
/* Returns the batch in the block. Reports a misuse if it belongs to another ring. */
struct sring_batch *sring_batch_of_ring(struct sring *ring, struct sring_block_ *block,
                                        const char *function);
struct sring_batch_requested sring_batch_requested(const struct sring_batch_entry *entry);
/* Marks the batch as due: sring_advance calls sring_batch_go_on for it. Not before submit. */
void sring_batch_make_due(struct sring_batch *batch);
/* Puts a member that waits for nothing more into the queue of ready ones. */
void sring_batch_make_ready(struct sring_batch *batch, uint32_t index);
/* Makes the batch begin no more operations, and cancel those in flight. */
void sring_batch_stop(struct sring_batch *batch);
/* Frees the batch. */
void sring_batch_end(struct sring_batch *batch);

/* batch_files.c */
/* Returns whether an operation closes a file. `*fd` becomes the descriptor, or the slot if `*flags`
 * has IOSQE_FIXED_FILE. */
bool sring_batch_closes(const struct sring_batch *batch, uint32_t index, int *fd, uint8_t *flags);
/* Makes batches due that hold a close until an operation in flight has its result: one has. */
void sring_batches_retry(struct sring_core_ *core);

static inline struct sring_found sring_batch_found(struct sring_batch *batch)
{
    return (struct sring_found){&batch->parked.record, &batch->parked, batch->parked.user_data};
}

/* engine/late.c */
/* Returns whether a member closes a file that an operation in flight on the ring still has to look
 * up. Then it begins when that has its result. */
bool sring_batch_closes_early(const struct sring_batch *batch, uint32_t index);
/* Reports a misuse if others than members `first` to `end` (not included) still have to use a file
 * that one of these will close. Batches of the ring `except` (NULL: none) may. */
void sring_batch_check_closes(struct sring_batch *batch, uint32_t first, uint32_t end,
                              const struct sring *except, const char *function);
/* These members begin now, or never: sring_prepare_close for each one that closes a file. */
void sring_batch_prepare_closes(struct sring_batch *batch, uint32_t first, uint32_t end,
                                const char *function);

/* engine/batch.c */
/* Submits the batch: begins the members that wait for nothing. */
void sring_batch_begin_all(struct sring_batch *batch);
/* Completes the operations that have not begun with -ECANCELED. Closes their files when operations
 * in flight have looked them up. `function` is reported if a batch still has to use one. */
void sring_batch_cancel_new(struct sring_batch *batch, const char *function);
/* The ring is closing: the same for all batches. */
void sring_batches_cancel_new(struct sring_core_ *core, const char *function);
/* Begins the members that are ready; cancels the others if the batch has failed. */
void sring_batch_go_on(struct sring_batch *batch);
/* If all is done: gives the batch to its callback, or disposes of it if nobody waits. */
void sring_batch_conclude(struct sring_batch *batch);
/* Ends a batch that is done, and disposes of all that is in it. */
void sring_batch_dispose(struct sring_batch *batch);

#endif /* SRING_RING_BATCH_GRAPH_H */
