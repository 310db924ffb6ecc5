/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The state of a ring. The file that owns each part is named above it.
 */
#ifndef SRING_RING_CORE_H
#define SRING_RING_CORE_H

#include <sring/batch.h>
#include <sring/buf_ring.h>
#include <sring/detail/hot.h>
#include <sring/direct_fd.h>
#include <sring/registered_pool.h>

#include "kernel/kernel.h"
#include "memory/memory.h"
#include "ring/observe.h"

/* Room in the completion queue for the library's own requests, beyond the budget. */
#define SRING_RESERVE 64

#define SRING_FEATURE_BUNDLES (1u << 14) /* IORING_FEAT_RECVSEND_BUNDLE, Linux 6.10 */

/* The record of an operation that is no longer in a slot. The slot was needed again, or its
 * callback has to wait until it may run. */
struct sring_parked {
    struct sring_record_ record;
    uint64_t user_data;
    struct sring_item *items, **items_end;         /* of a stream: items not taken yet */
    struct sring_parked *next;                     /* in its hash bucket, or in the free list */
    struct sring_parked *next_ready;               /* in the queue of due callbacks */
    struct sring_parked *next_again, **again_link; /* in the list of streams to begin again */
    uint64_t checked_at; /* time of its entry in the heap of deadlines; 0: that of the deadline */
    struct sring_begun begun;
    struct sring_asked asked;
};

/* The request of a stream that begins again, and the next one in its hash bucket, + 1. */
struct sring_again {
    struct sring_sqe_ sqe;
    uint32_t next;
};

struct buf_ring;    /* src/ring/buffer_group.h */
struct byte_stream; /* src/api/byte_stream.h */
struct queue;       /* src/api/queue.c */

/* Where a result begins in a buffer ring. It may go on in other buffers. */
struct sring_span {
    uint32_t buffer; /* or SRING_NO_BUFFER */
    uint32_t offset;
};

#define SRING_NO_BUFFER UINT32_MAX

struct sring_item {
    struct sring_item *next;
    int32_t result;
    struct sring_span span;
    uint32_t round; /* counts.round when it arrived */
};

/* A range of numbers of one ring, or the unused rest of a closed ring's range. */
struct sring_range {
    uint64_t next, end;
    struct sring_range *link;
};

/* The numbers not given to any ring yet, and the size of one ring's range. */
struct sring_number_space {
    uint64_t next, size, end;
};

struct sring_deadline {
    uint64_t at; /* nanoseconds on the clock of the ring */
    uint64_t number;
};

/* A slot of the buffer table. */
struct sring_registration {
    struct sring_core_ *core;   /* NULL: free */
    struct sring_block_ *block; /* NULL: a slab of a pool (src/api/registered_pool.c) */
    sring_free_fn *free;        /* free function of the buffer before it was registered */
    void *arg;
    uint32_t owned; /* its owned_ before it was registered */
};

/* Where an operation was found: in a slot (`parked` is NULL), in a parked record, or nowhere
 * (`record` is NULL). */
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

/* numbers.c: the range of the ring's numbers. */
struct sring_numbers {
    struct sring_range *range;
    uint64_t first, last; /* the first number; take another range from `last` on */
};

/* queue.c, owner.c: the queues that the ring shares with the kernel. */
struct sring_queues {
    struct sring_cqe_ *cqes; /* the completion queue */
    uint32_t cq_count;
    bool trusts_head;       /* head_ of the ring points into cqes; see sring_head_ */
    uintptr_t barred_owner; /* owner_ of the ring while the inlined system call is barred, else 0 */
    uint64_t internal;      /* the library's own requests in flight */
    uint64_t internal_total;  /* all of them since open */
    struct sring_slot_ *copy; /* a queued slot with SRING_COPY_, or NULL */
    int event_fd;             /* result of sring_pollable_fd; -1: not created yet */
};

/* operations.c: the parked records. */
struct sring_operations {
    size_t mapped; /* bytes from `parked` on, with all tables */
    struct sring_parked *parked;
    size_t parked_count, parked_used;
    struct sring_parked *free_parked;
    struct sring_parked **buckets;
    uint64_t bucket_mask;
    union sring_stream_end *ends; /* of streams that were started, or begin again */
    uint32_t ends_used, free_end; /* free_end: the first in the list, + 1 */
    struct sring_again *agains;   /* of streams that begin again, with the same index */
    uint32_t *again_buckets;      /* by file: index of the first one, + 1 */
    uint32_t again_mask;
};

/* Functions of the program: those to call, and the calls in progress. */
struct sring_calls {
    struct sring_parked *ready_head, *ready_tail; /* queue of due callbacks */
    struct sring_parked *last; /* the last of this round; NULL: the round is over */
    struct sring_block_ *to_free, **to_free_end; /* blocks to free, linked by next_ */
    uintptr_t callback_mark; /* mark of the running callbacks, see sring_inside; or 0 */
    uintptr_t free_mark;     /* mark of the running free functions; or 0 */
    bool keeps_to_free;      /* the number of an operation that is queued is not stored yet */
    uint64_t in_line;        /* number of the loop's wait in a line (src/engine/waiters.c); or 0 */
    struct sring_core_ *next_waiting, **waiting_link; /* in the thread's list of such rings */
    bool polls; /* sring_poll runs, and signals at its end what it leaves; or it was left */
    bool stop;
    bool warned;    /* of a wait in a callback, in a development build */
    uint32_t turns; /* that have brought something, since the loop has slept */
};

struct sring_counts {
    uint64_t completed; /* completions written into their records */
    uint32_t round;     /* how often sring_flush_and_wait_ has returned */
    uint32_t unclaimed; /* results and items of this round not taken by a handle yet */
    uint32_t passed;    /* other completions of this round */
    uint64_t watched;   /* operations with SRING_WATCHED_ that are over */
    struct sring_stats stats;
};

/* Consecutive system calls without progress, see sring_is_lost. */
struct sring_doubts {
    unsigned fruitless, failures;
    uint32_t last_tail; /* tail of the completion queue at the last one */
};

/* again.c: streams to begin again. */
struct sring_streams {
    struct sring_parked *first, **end;
    size_t count;
};

/* batch_graph.c */
struct sring_batches {
    struct sring_batch *first; /* all batches that are not finished */
    struct sring_batch *due;   /* batches with operations to begin or to cancel */
    bool held;                 /* some have a close that waits until its file was looked up */
};

struct sring_fiber_state; /* src/engine/fiber.h */
struct sring_fiber_stack; /* the same */
struct sring_scope_state; /* the same */
struct sring_context;
struct sring_stack;

/* src/engine/fiber.c */
struct sring_fibers {
    struct sring_fiber_state *running; /* NULL: the thread's own stack is in use */
    struct sring_context *home;        /* that stack, while a fiber runs */
    struct sring_fiber_stack *outer;   /* which it is: NULL, or that of another ring's fiber */
    uintptr_t *asked;                  /* a mark that is to be checked there; or NULL */
    struct sring_fiber_state *ended;   /* it has switched back for the last time */
    struct sring_fiber_state *spare;   /* memory of fibers that have ended */
    uint32_t switches;                 /* from fiber to fiber since the last turn */
    struct sring_fiber_state *first;   /* all */
    uint32_t active, unscoped;        /* have not ended; of a scope for which there was no memory */
    struct sring_scope_state *scopes; /* all that are open */
    struct sring_fiber_state *polled; /* those that look themselves whether their wait is over */
    struct sring_fiber_state *timed;  /* others that go on at some time */
    uint64_t next_time;               /* of these; may be too early */
    struct sring_stack *stacks;       /* free ones */
    bool refuses;                     /* init fails: the one that runs was cancelled */
    uint32_t free_stacks, spares;
    uint32_t left, vain_turns; /* the ring is closing: those left, and turns since one ended */
    size_t stack_size;         /* bytes; 0: the default */
    bool watched;              /* for overflows */
};

struct sring_threads; /* src/base/threads.h */
struct sring_work;    /* src/engine/works.h */

/* src/engine/works.c: calls of functions of the program in other threads. */
struct sring_works {
    struct sring_threads *threads; /* NULL: none was needed yet */
    uint32_t most;                 /* threads */
    uint32_t out;                  /* works that are not done */
    struct sring_work *first;      /* all */
    int event_fd;                  /* signalled when one is done */
    uint64_t listening;            /* user_data of the poll request for it; 0: there is none */
};

/* deadlines.c */
struct sring_deadlines {
    struct sring_deadline *heap; /* allocated with the first deadline */
    size_t count;
    uint64_t retry_at; /* time of the next retry of cancel requests; UINT64_MAX: none */
    uint64_t timed; /* operations with a deadline and without a result, plus 1 if retry_at is set */
    uint64_t rearmed;  /* of these, timers that were re-armed */
    bool unclocked;    /* a queued operation has a deadline that is not in the heap yet */
    bool late;         /* the last wait was limited by a deadline */
    uint64_t alarm;    /* user_data of the timeout request for the earliest deadline */
    uint64_t alarm_at; /* when it expires; UINT64_MAX: no request */
};

/* file_table.c */
struct sring_file_table {
    uint32_t *free;   /* stack of free slots */
    uint64_t *tokens; /* by slot: token of its handle, or a state of file_table.c */
    uint32_t count, used;
    bool registered;
    bool probed;  /* `results` is valid */
    bool results; /* the kernel can make direct descriptors */
};

/* buffer_table.c */
struct sring_buffer_table {
    struct sring_registration *slots;
    struct sring_window_ *windows; /* address and size by slot, for the hot path */
    struct sring_pool_registration *pools;
    uint32_t count;
    bool registered;
};

/* buffer_group.c */
struct sring_buffer_groups {
    struct buf_ring **places; /* NULL: unused */
    uint32_t count;
};

/* The part of a ring that the hot path does not use. */
struct sring_core_ {
    struct sring_kernel kernel;
    struct sring *ring;
    pthread_t owner;
    bool closing;       /* sring_close is at work */
    bool forked;        /* this process is a forked child: the ring is the parent's */
    int clock;          /* of all its times: CLOCK_MONOTONIC or CLOCK_BOOTTIME */
    bool interruptible; /* a signal ends some waits */
    int64_t capacity;   /* the most operations that may be begun at a time */
    struct sring_slot_ staging;
    struct sring_item *staged_item; /* memory for the next item of any stream, or NULL */
    struct sring_numbers numbers;
    struct sring_queues queues;
    struct sring_operations operations;
    struct sring_calls calls;
    struct sring_counts counts;
    struct sring_doubts doubts;
    struct sring_observe observe;
    struct sring_streams streams;
    struct sring_batches batches;
    struct sring_deadlines deadlines;
    struct sring_fibers fibers;
    struct sring_works works;
    struct sring_file_table files;
    struct sring_buffer_table buffers;
    struct sring_buffer_groups groups;
    struct byte_stream *byte_streams; /* all that are open */
    struct queue *message_queues;     /* src/api/queue.c: all whose memory is in use */
    struct sring_cookie *cookies;     /* src/api/cookie.c: those of the ring's FILEs */
    struct sring_core_ *next_open;    /* in the list of open rings, for fork */
    struct sring_core_ **previous_open;
};

/* Returns whether the ring would not notice that a work is done. */
static inline bool sring_must_listen(const struct sring_core_ *core)
{
    return core->works.out && !core->works.listening;
}

#endif /* SRING_RING_CORE_H */
