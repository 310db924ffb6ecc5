/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the files of the cold path share. Nothing here is public.
 */
#ifndef SRING_INTERNAL_H
#define SRING_INTERNAL_H

#include <sring/batch.h>
#include <sring/buf_ring.h>
#include <sring/detail/message.h>
#include <sring/detail/record.h>
#include <sring/direct_fd.h>
#include <sring/live.h>
#include <sring/pool.h>
#include <sring/registered_pool.h>
#include <sring/vec.h>

#include "kernel/kernel.h"

#include <pthread.h>

/* Completions kept free for the library's own requests, beyond the operations' credits. */
#define SRING_RESERVE 64

#define SRING_FEATURE_BUNDLES (1u << 14) /* IORING_FEAT_RECVSEND_BUNDLE, Linux 6.10 */

/* An operation that does not sit in a slot: it outlived a lap of the queue, or its callback has
 * to wait until it may run. */
struct sring_node {
    struct sring_record_ record;
    uint64_t user_data;
    struct sring_item *items, **items_end; /* of a stream: what has come and was not asked for */
    struct sring_node *next;               /* in its bucket, or in the free list */
    struct sring_node *next_ready;         /* in the queue of callbacks that are due */
};

struct buf_ring; /* src/buf_ring_internal.h */

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

/* The part of a ring that is not on the hot path. */
struct sring_core_ {
    struct sring_kernel kernel;
    struct sring *ring;
    pthread_t owner;
    struct sring_slot_ spare;
    struct sring_range *range; /* what the ring's numbers are from: */
    uint64_t first, last;      /* the first of them, and when to take another range */
    struct sring_cqe_ *cqes;   /* the completion queue */
    uint32_t cq_count;
    bool trusts_head; /* the ring's head_ is in that queue; see sring_head_ */
    int64_t capacity; /* operations that may be begun at a time */
    bool forked;      /* this is a child's copy of the parent's ring */
    bool stop;
    uintptr_t callback_mark;      /* the call under which callbacks run, see sring_inside; or 0 */
    uintptr_t free_mark;          /* and free functions of buffers */
    unsigned fruitless, failures; /* system calls, see sring_is_lost */
    uint32_t last_tail;           /* of the completion queue, then */
    uint32_t round; /* how often sring_flush_and_wait_ has returned; and what came since then: */
    uint32_t unclaimed; /* results and items that nobody has asked for */
    uint32_t passed;    /* others */
    int event_fd;       /* what sring_pollable_fd gives out; -1: nobody has asked */

    uint64_t internal;       /* the library's own requests that are not completed yet */
    uint64_t internal_total; /* and all there ever were */
    uint64_t settled;        /* completions that were taken note of */
    struct sring_stats stats;

    struct sring_node *nodes;
    size_t node_count, nodes_used;
    struct sring_node *free_nodes;
    struct sring_node **buckets;
    uint64_t bucket_mask;
    struct sring_node *ready_head, *ready_tail;  /* callbacks that are due */
    struct sring_block_ *to_free, **to_free_end; /* what was disposed of, linked by next_ */
    struct sring_item *spare_item;               /* for the next item of any stream, or NULL */

    struct sring_batch *batches; /* all that are not finished */
    struct sring_batch *due;     /* those with something to begin or to stop */
    uintptr_t barred_owner;      /* the ring's owner_, while the inlined system call is barred */

    struct sring_deadline *deadlines; /* a heap; NULL: no operation was given one yet */
    size_t deadline_count;
    uint64_t ask_at; /* when what was asked to stop is asked again; UINT64_MAX: there is nothing */
    uint64_t timed;  /* operations with a deadline that have no result yet, and 1 for ask_at */
    bool unclocked;  /* one that is queued has a deadline that is not in the heap yet */
    bool late;       /* a wait may have ended because of a deadline */
    uint64_t alarm;  /* the request that stands for the earliest of them, */
    uint64_t alarm_at; /* and when it expires; UINT64_MAX: there is none */

    uint32_t *direct_free;   /* stack of free slots of the file table */
    uint64_t *direct_tokens; /* of the handle that each slot belongs to, or what src/direct.c has */
    uint32_t direct_count, direct_used;
    bool direct_registered;
    bool direct_probed;  /* whether the kernel can make direct descriptors is known: */
    bool direct_results; /* it can */
    struct sring_registration *buffers; /* one per slot of the buffer table */
    struct sring_window_ *windows;      /* the same, for the hot path */
    struct sring_pool_registration *pools;
    uint32_t buffer_count;
    bool buffers_registered;
    struct buf_ring **buf_rings; /* by the number that the kernel knows them by */
    uint32_t buf_ring_count;     /* of these places, most of which may be NULL */

    struct sring_core_ *next_open; /* list of all open rings, for fork */
    struct sring_core_ **previous_open;
};

/* A slot of the buffer table. */
struct sring_registration {
    struct sring_core_ *core;   /* NULL: free */
    struct sring_block_ *block; /* NULL: a part of a pool (src/registered_pool.c) */
    sring_free_fn *free;        /* of the buffer, before it was registered */
    void *arg;
};

/* Where an operation is: in a slot (node is NULL) or in a node; record is NULL if nowhere. */
struct sring_place {
    struct sring_record_ *record;
    struct sring_node *node;
    uint64_t user_data;
};

/* ring.c */
void sring_point_nowhere(struct sring *ring);

/* submit.c */
int sring_enter(struct sring *ring, unsigned wait_for, const struct __kernel_timespec *timeout);
/* The kernel's part of it. */
int sring_enter_once(struct sring *ring, unsigned wait_for,
                     const struct __kernel_timespec *timeout);
/* How long what was asked to stop has until it is asked again. The kernel may answer that it did
 * not find an operation which is just then on its way from one place to another. */
extern const struct __kernel_timespec sring_again;
/* The next system call is the library's: it looks at what the inlined one does not. */
void sring_leave_inlined(struct sring *ring);
/* Hands over what is queued, if anything is. Returns 0 or -errno, as sring_enter does. */
int sring_hand_over(struct sring *ring);
/* Makes the next `n` slots of the queue free; `n` is not more than there are. May enter the kernel,
 * but runs nothing of the program's. */
void sring_make_room(struct sring *ring, uint32_t n, const char *function);
/* Queues a request for which there is room. `link` is the SQE flag
 * that links the next request to it. Returns the operation's number. */
uint64_t sring_queue_request(struct sring *ring, const struct sring_slot_ *request, uint64_t flags,
                             uint32_t link);
/* Queues what was written into the next slot as a request of the library's own; returns its
 * user_data. */
uint64_t sring_queue_internal(struct sring *ring);
bool sring_queue_cancel(struct sring *ring, uint64_t user_data, uint32_t flags);

/* numbers.c */
extern struct sring_number_space sring_number_space;
/* Gives the ring its first numbers. Returns 0, -ENOMEM, or -EOVERFLOW: there are none left. */
int sring_numbers_open(struct sring *ring);
void sring_numbers_close(struct sring *ring);
/* Nothing is queued: if the range is nearly used up, goes on in another one. */
void sring_numbers_renew(struct sring *ring);
/* The number of an operation that is never queued. */
uint64_t sring_number_aside(void);

/* Held over a fork. */
void sring_numbers_lock(void);
void sring_numbers_unlock(void);

/* cancel.c */
/* Asks the kernel to stop everything: in as many requests as there is room for, or `patient`ly all
 * that it takes. */
void sring_ask_all(struct sring *ring, bool patient);
/* The same for one operation. Returns whether there was room for the request. */
bool sring_ask(struct sring *ring, struct sring_place place);
/* From this time on all with SRING_ASKED_ are asked, again and again. */
void sring_ask_from(struct sring *ring, uint64_t at);
/* Does it, if it is time. */
void sring_ask_again(struct sring *ring, uint64_t now);
/* Makes room for one more request to stop something. Returns whether there is. */
bool sring_room_to_ask(struct sring *ring);

/* records.c */
struct sring_place sring_find(struct sring *ring, uint64_t user_data);
/* Whatever flags the operation has. */
struct sring_place sring_find_number(struct sring *ring, uint64_t number);
struct sring_node *sring_spill(struct sring *ring, uint64_t user_data);
/* A node for an operation without a slot, whose number is one of these. */
struct sring_node *sring_node(struct sring *ring, uint64_t user_data);
/* What the record holds is the operation's from here on. */
void sring_lend(struct sring_record_ *record, uint64_t number);
struct sring_taken_ sring_release(struct sring *ring, struct sring_place place);
/* Goes through the operations that the kernel is not done with, in no order: `*at` is 0 at first,
 * and record NULL at the end. What is spilled meanwhile may come twice. */
struct sring_place sring_next_in_flight(struct sring *ring, size_t *at);
/* The user_data of one of them of whose buffer `is` says yes; 0: there is none. */
uint64_t sring_find_in_flight(struct sring *ring,
                              bool (*is)(const struct sring_block_ *block, const void *arg),
                              const void *arg);
int sring_records_open(struct sring_core_ *core);
void sring_records_close(struct sring_core_ *core);

/* settle.c */
enum sring_callbacks {
    SRING_DEFER_CALLBACKS,
    SRING_RUN_CALLBACKS
};
/* A completion of the operation that was given to the kernel with `user_data`; and of a request of
 * the library's own. */
void sring_settle(struct sring *ring, uint64_t user_data, int32_t result, uint32_t flags,
                  enum sring_callbacks callbacks);
void sring_settle_internal(struct sring *ring, uint64_t user_data);
/* The result of a completion, as the program is told it. */
int sring_result(int result);
/* Writes a completion into the record of its operation. Returns whether it is the last one. */
bool sring_note(struct sring *ring, struct sring_place place, int32_t result, uint32_t flags);
/* After the last one: says so to whom it concerns. */
void sring_conclude(struct sring *ring, struct sring_place place, enum sring_callbacks callbacks);
/* The operation is asked for, or nobody will: sring_flush_and_wait does not count it any more. */
void sring_claim(struct sring *ring, struct sring_place place);
/* What a Completed handle is made of. */
struct sring_taken_ sring_hand_out(struct sring *ring, struct sring_place place);
/* The same, for the operation's callback. */
void sring_deliver(struct sring *ring, struct sring_place place);
/* Disposes of what came out of an operation that nobody finishes. Its buffer is freed later, by
 * sring_free_due: free functions of the program run where nothing is half done. */
void sring_dispose(struct sring *ring, struct sring_place place);
void sring_give_credits(struct sring *ring, uint32_t state);
/* Closes a descriptor that was given away to be closed, and was not. */
void sring_close_given(struct sring_record_ *record);

/* Runs the callback that is in `record`; the operation's own record is free by now, because the
 * callback may begin the next operation in it. */
static inline void sring_call(struct sring *ring, struct sring_taken_ *done,
                              const struct sring_record_ *record)
{
    record->deliver_(ring, done, record->arg_, record->callback_);
    if (SRING_UNLIKELY_(done->number)) {
        sring_misuse_("a callback", "to finish the Completed handle that it receives",
                      "one and left it alone");
    }
}

/* inside.c */
/* Calls `body`, which calls the program's functions, and says in `*mark` that it does. */
unsigned sring_call_marked(struct sring *ring, uintptr_t *mark, unsigned (*body)(struct sring *));
/* Whether the call that left the mark still runs; if not, it takes the mark away. */
bool sring_find_mark(uintptr_t *mark);

static inline bool sring_marked(uintptr_t *mark)
{
    return SRING_UNLIKELY_(*mark != 0) && sring_find_mark(mark);
}

/* Whether the library was called from a callback or a free function that it has itself called. */
static inline bool sring_inside(struct sring_core_ *core)
{
    return sring_marked(&core->callback_mark) || sring_marked(&core->free_mark);
}

/* pump.c */
struct sring_until {
    /* Whether the wait is over. May take what has come. */
    bool (*done)(struct sring *ring, void *arg);
    /* Before it sleeps (NULL: for one completion): may ask the kernel to stop something, and does
     * so `*again` after a moment. Returns how many completions it shall sleep for. */
    unsigned (*prepare)(struct sring *ring, void *arg, bool *again);
    void *arg;
    const char *function; /* for the misuse report */
};
/* Takes completions, runs what is due, and sleeps until it is done. Returns 0, or -errno if the
 * kernel cannot be entered any more: it would be waited in vain. */
int sring_pump(struct sring *ring, const struct sring_until *until);
/* The same, for who cannot go on without: ends in the misuse report. */
void sring_wait_until(struct sring *ring, const struct sring_until *until);
/* After an enter that was to wait and returned `rc`: whether it will never bring anything again. */
bool sring_is_lost(struct sring *ring, int rc);
__attribute__((noreturn)) void sring_report_lost(int rc, const char *function);

/* reap.c */
/* The completion at the head of the queue, if there is one; and on to the next. */
struct sring_cqe_ *sring_head(struct sring *ring);
void sring_step(struct sring *ring);
/* Something has come that the inlined sring_flush_and_wait is to look at, or nothing has any more.
 */
static inline void sring_note_waiter(struct sring *ring)
{
    ring->waiter_ = ring->core_->unclaimed || ring->core_->passed ? 0 : ring->owner_;
}

/* Takes every completion that is there, runs what is due, and begins what waited for it. What is
 * called from a callback or a free function runs no callbacks: they are kept for the outermost
 * loop. Returns how many operations were settled and callbacks run. */
unsigned sring_reap(struct sring *ring);
/* Only takes them: callbacks and free functions are kept. */
unsigned sring_collect(struct sring *ring);
/* Frees what was disposed of, unless a free function that calls this does so already. */
void sring_free_due(struct sring *ring);
/* What sring_poll does, but that who calls this does not say what was called back. */
int sring_look(struct sring *ring);
/* Has the kernel post all that is due. Returns 0 or -errno. */
int sring_post_all(struct sring *ring);

/* wait.c */
/* The record of a live handle's operation. */
struct sring_place sring_find_live(struct sring *ring, uint64_t number, const char *function);
/* What detach does, but for freeing what is due. */
void sring_give_up(struct sring *ring, uint64_t number, const char *function);

/* deadline.c */
/* Nanoseconds on the monotonic clock. */
uint64_t sring_now(void);
/* The operation that was queued just now in this slot has a deadline. Its clock starts when the
 * kernel reads it. */
void sring_deadline_queue(struct sring *ring, struct sring_slot_ *slot);
/* How long a wait may last: `timeout` (NULL: without end), or less, which is written to `limit`. */
const struct __kernel_timespec *sring_deadline_limit(struct sring *ring,
                                                     const struct __kernel_timespec *timeout,
                                                     struct __kernel_timespec *limit);
/* Asks the kernel to stop what goes on behind its deadline, and what was asked before. */
void sring_deadlines_check(struct sring *ring);
/* For who waits on sring_pollable_fd: has a completion come at the earliest deadline. Returns
 * whether a request for that was queued. */
bool sring_deadline_alarm(struct sring *ring);
void sring_deadlines_close(struct sring_core_ *core);

/* order.c, batches.c */
unsigned sring_advance(struct sring *ring);
void sring_batch_note(const struct sring_record_ *record);
void sring_batches_stop(struct sring *ring);
/* Whether one of the batches that were submitted, or of those that were not, holds such a buffer
 * for an operation that has not begun. */
bool sring_batches_hold(const struct sring_core_ *core, bool submitted,
                        bool (*is)(const struct sring_block_ *block, const void *arg),
                        const void *arg);
/* No operation of a batch may be one that is still to look for this file. */
struct sring_closing;
void sring_batches_check_file(const struct sring_core_ *core, int fd, uint8_t flags,
                              const struct sring_closing *closing, const char *function);
void sring_batches_void(struct sring_core_ *core);
void sring_batches_close(struct sring_core_ *core);

/* files.c */
/* The descriptor, or with IOSQE_FIXED_FILE the slot, is about to mean nothing, or another file:
 * sees to it that no operation is still to look for it. What is queued on `ring` is before the
 * close; NULL: that is outside of all queues. `closing`: it is one of a batch. */
void sring_file_goes(struct sring *ring, int fd, uint8_t flags, const struct sring_closing *closing,
                     const char *function);

/* direct.c */
/* The kernel is done with an operation that has a slot of the table of files: frees the slot,
 * unless there is a file in it now, for which finish makes a handle. */
void sring_direct_settle(struct sring_core_ *core, const struct sring_taken_ *taken);
/* Nobody will finish the operation: closes its file, before its scratch goes. Returns whether there
 * was one. */
bool sring_direct_dispose(struct sring_core_ *core, struct sring_block_ *scratch);
void sring_direct_close(struct sring_core_ *core);

/* stream.c */
bool sring_item_room(struct sring *ring, uint64_t user_data);
void sring_item_keep(struct sring *ring, struct sring_place place, int32_t result,
                     struct sring_span span);
void sring_items_discard(struct sring *ring, struct sring_place place);

/* lent.c: `item` is the block of an operation on a buffer ring */
/* Whether the buffer ring is open. */
bool sring_lent_open(const struct sring *ring, const struct sring_block_ *item);
/* Takes note of what a completion says of the group's buffers; `*result` becomes the bytes that can
 * be accounted for. */
struct sring_span sring_span_note(const struct sring_block_ *item, int32_t *result, uint32_t flags);
/* A block for an item, empty as yet, or NULL. */
struct sring_block_ *sring_lent_new(struct buf_ring *group);
/* Makes the block one of the first part of a span: what lies in one buffer. The rest is what the
 * span and the number of bytes then say. */
void sring_lent_fill(struct sring_block_ *item, struct sring_span *span, int32_t *left);
/* Returns the parts of a span that nobody was given. */
void sring_span_return(const struct sring_block_ *item, struct sring_span span, int32_t left);

/* buf_ring.c */
void sring_buf_rings_close(struct sring *ring);

/* registry.c */
void sring_registry_close(struct sring_core_ *core);
/* Fills a free slot of the buffer table; empties it. */
int sring_registry_take(struct sring_core_ *core, void *data, size_t size, uint32_t *slot);
void sring_registry_vacate(struct sring_core_ *core, uint32_t slot);
void sring_registered(void *data, void *arg); /* free_ of registered blocks; never called */
void sring_registered_free(struct sring_block_ *block);
/* Held over a fork. */
void sring_registry_lock(void);
void sring_registry_unlock(void);

/* pool.c: a buffer of a pool ends elsewhere than there */
void sring_pool_reclaim(struct sring_block_ *block);

/* registered_pool.c */
void sring_registered_pools_close(struct sring_core_ *core);

/* buf.c */
struct sring_block_ *sring_block_new(unsigned char *data, size_t capacity, sring_free_fn *free,
                                     void *arg);
/* The same for what sring_get_live counts; `made_at` is the program's call that makes it. */
struct sring_block_ *sring_block_own(unsigned char *data, size_t capacity, sring_free_fn *free,
                                     void *arg, uint32_t owned, const void *made_at);
void sring_block_release(struct sring_block_ *block); /* its data is gone already */
void sring_block_keep(struct sring_block_ *block);    /* never freed: the kernel may write to it */
/* A token that no handle has had. The mark is not in those that are made of numbers. */
uint64_t sring_token_new(void);
/* What is counted, and one after the other where it was made (not with LeakSanitizer, which says it
 * itself). `visit` may be NULL, and must not make or end blocks. */
void sring_blocks_live(struct sring_live *found,
                       void (*visit)(void *arg, uint32_t owned, const void *made_at), void *arg);
/* Who gives a block several tokens in its life, one after the other, starts at the bound, and
 * raises it to the next one before the block is released: no token of a block is used twice. */
uint64_t sring_token_bound(void);
void sring_token_raise(uint64_t bound);
bool sring_capacity_valid(size_t capacity);
size_t sring_alignment(size_t capacity);

/* For AddressSanitizer: the program must not, or may again, touch this memory. */
void sring_poison(void *data, size_t size);
void sring_unpoison(void *data, size_t size);

/* For LeakSanitizer: memory of the kernel's in which pointers to the program's memory lie. */
void sring_root_add(const void *start, size_t size);
void sring_root_remove(const void *start, size_t size);

/* live.c */
/* One ring more, or less. */
void sring_live_opened(void);
void sring_live_closed(void);
/* Nobody will be told when the kernel is done with the buffer. */
void sring_live_check_detached(const struct sring_block_ *block, const char *function);
void sring_live_forked(void); /* in the child, with the lock of the blocks held */

/* Held over a fork, so that the child can use buffers. */
void sring_blocks_lock(void);
void sring_blocks_unlock(void);

/* fork.c */
void sring_fork_install(void);
void sring_fork_add(struct sring_core_ *core);
void sring_fork_remove(struct sring_core_ *core);
/* The open rings of the calling thread, one after the other; NULL: there are no more. */
struct sring *sring_ring_of_thread(unsigned index);
/* How often this process was forked off another; it differs from what the parent was told. */
uint32_t sring_forks(void);

#endif /* SRING_INTERNAL_H */
