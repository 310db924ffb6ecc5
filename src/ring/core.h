/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The state of a ring. Each part belongs to the file that is named above it.
 */
#ifndef SRING_RING_CORE_H
#define SRING_RING_CORE_H

#include <sring/batch.h>
#include <sring/buf_ring.h>
#include <sring/detail/record.h>
#include <sring/direct_fd.h>
#include <sring/registered_pool.h>

#include "kernel/kernel.h"
#include "memory/memory.h"

/* Completions kept free for the library's own requests, beyond the operations' budget. */
#define SRING_RESERVE 64

#define SRING_FEATURE_BUNDLES (1u << 14) /* IORING_FEAT_RECVSEND_BUNDLE, Linux 6.10 */

/* An operation that does not sit in a slot: it outlived a lap of the queue, or its callback has
 * to wait until it may run. */
struct sring_parked {
    struct sring_record_ record;
    uint64_t user_data;
    struct sring_item *items, **items_end; /* of a stream: what has come and was not asked for */
    struct sring_parked *next;             /* in its bucket, or in the free list */
    struct sring_parked *next_ready;       /* in the queue of callbacks that are due */
};

struct buf_ring; /* src/ring/buffer_group.h */

/* Where in a buffer ring the result of an operation begins, which may go on in other buffers. */
struct sring_span {
    uint32_t buffer; /* or SRING_NO_BUFFER */
    uint32_t offset;
};

#define SRING_NO_BUFFER UINT32_MAX

struct sring_item {
    struct sring_item *next;
    int32_t result;
    struct sring_span span;
    uint32_t round; /* in which it came */
};

/* Numbers that are one ring's, or what a closed ring has left of them. */
struct sring_range {
    uint64_t next, end;
    struct sring_range *link;
};

/* Numbers that no ring had yet, and how many of them one ring gets. */
struct sring_number_space {
    uint64_t next, size, end;
};

struct sring_deadline {
    uint64_t at; /* on the monotonic clock, in nanoseconds */
    uint64_t number;
};

/* A slot of the buffer table. */
struct sring_registration {
    struct sring_core_ *core;   /* NULL: free */
    struct sring_block_ *block; /* NULL: a part of a pool (src/api/registered_pool.c) */
    sring_free_fn *free;        /* of the buffer, before it was registered */
    void *arg;
    uint32_t owned; /* likewise */
};

/* Where an operation is: in a slot (parked record is NULL) or in a parked record; record is NULL if
 * nowhere. */
struct sring_found {
    struct sring_record_ *record;
    struct sring_parked *parked;
    uint64_t user_data;
};

/* The callback for the end of a stream; or, free, the next of the list, + 1. */
union sring_stream_end {
    sring_end_callback *callback;
    uint32_t next;
};

/* --- the parts of a ring -------------------------------------------------------------------- */

/* numbers.c: what the ring's numbers are from. */
struct sring_numbers {
    struct sring_range *range;
    uint64_t first, last; /* the first of them, and when to take another range */
};

/* queue.c, owner.c: the queues that the ring shares with the kernel. */
struct sring_queues {
    struct sring_cqe_ *cqes; /* the completion queue */
    uint32_t cq_count;
    bool trusts_head;        /* the ring's head_ is in that queue; see sring_head_ */
    uintptr_t barred_owner;  /* the ring's owner_, while the inlined system call is barred */
    uint64_t internal;       /* the library's own requests that are not completed yet */
    uint64_t internal_total; /* and all there ever were */
    int event_fd;            /* what sring_pollable_fd gives out; -1: nobody has asked */
};

/* operations.c: those that do not sit in a slot. */
struct sring_operations {
    struct sring_parked *parked;
    size_t parked_count, parked_used;
    struct sring_parked *free_parked;
    struct sring_parked **buckets;
    uint64_t bucket_mask;
    union sring_stream_end *ends; /* of the streams that were started */
    uint32_t ends_used, free_end; /* free_end: the first in the list, + 1 */
};

/* What of the program's is to be called, and what is. */
struct sring_calls {
    struct sring_parked *ready_head, *ready_tail; /* callbacks that are due */
    struct sring_block_ *to_free, **to_free_end;  /* what was disposed of, linked by next_ */
    uintptr_t callback_mark; /* the call under which callbacks run, see sring_inside; or 0 */
    uintptr_t free_mark;     /* and free functions of buffers */
    bool stop;
};

struct sring_counts {
    uint64_t completed; /* completions that were taken note of */
    uint32_t round; /* how often sring_flush_and_wait_ has returned; and what came since then: */
    uint32_t unclaimed; /* results and items that nobody has asked for */
    uint32_t passed;    /* others */
    struct sring_stats stats;
};

/* System calls that have brought nothing, see sring_is_lost. */
struct sring_doubts {
    unsigned fruitless, failures;
    uint32_t last_tail; /* of the completion queue, then */
};

/* batch_graph.c */
struct sring_batches {
    struct sring_batch *first; /* of all that are not finished */
    struct sring_batch *due;   /* those with something to begin or to stop */
};

/* deadlines.c */
struct sring_deadlines {
    struct sring_deadline *heap; /* NULL: no operation was given one yet */
    size_t count;
    uint64_t ask_at; /* when what was asked to stop is asked again; UINT64_MAX: there is nothing */
    uint64_t timed;  /* operations with a deadline that have no result yet, and 1 for ask_at */
    bool unclocked;  /* one that is queued has a deadline that is not in the heap yet */
    bool late;       /* a wait may have ended because of a deadline */
    uint64_t alarm;  /* the request that stands for the earliest of them, */
    uint64_t alarm_at; /* and when it expires; UINT64_MAX: there is none */
};

/* file_table.c */
struct sring_file_table {
    uint32_t *free;   /* stack of free slots */
    uint64_t *tokens; /* of the handle that each slot belongs to, or what file_table.c has */
    uint32_t count, used;
    bool registered;
    bool probed;  /* whether the kernel can make direct descriptors is known: */
    bool results; /* it can */
};

/* buffer_table.c */
struct sring_buffer_table {
    struct sring_registration *slots;
    struct sring_window_ *windows; /* the same, for the hot path */
    struct sring_pool_registration *pools;
    uint32_t count;
    bool registered;
};

/* buffer_group.c */
struct sring_buffer_groups {
    struct buf_ring **places; /* by the number that the kernel knows them by; most may be NULL */
    uint32_t count;
};

/* The part of a ring that is not on the hot path. */
struct sring_core_ {
    struct sring_kernel kernel;
    struct sring *ring;
    pthread_t owner;
    bool forked;      /* this is a child's copy of the parent's ring */
    int64_t capacity; /* operations that may be begun at a time */
    struct sring_slot_ staging;
    struct sring_item *staged_item; /* for the next item of any stream, or NULL */
    struct sring_numbers numbers;
    struct sring_queues queues;
    struct sring_operations operations;
    struct sring_calls calls;
    struct sring_counts counts;
    struct sring_doubts doubts;
    struct sring_batches batches;
    struct sring_deadlines deadlines;
    struct sring_file_table files;
    struct sring_buffer_table buffers;
    struct sring_buffer_groups groups;
    struct sring_core_ *next_open; /* list of all open rings, for fork */
    struct sring_core_ **previous_open;
};

#endif /* SRING_RING_CORE_H */
