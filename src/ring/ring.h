/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What is done to the state of a ring without entering the kernel.
 */
#ifndef SRING_RING_RING_H
#define SRING_RING_RING_H

#include "ring/core.h"

/* --- owner.c -------------------------------------------------------------------------------- */

void sring_point_nowhere(struct sring *ring);
/* Points the ring at the queues that it shares with the kernel. */
void sring_point_at_queues(struct sring *ring);
/* The next system call is the library's: it looks at what the inlined one does not. */
void sring_leave_inlined(struct sring *ring);

/* Nothing is queued: unless there is something else that the inlined one does not look at, it may
 * be used again. */
void sring_return_to_inlined(struct sring *ring);

/* Something has come that the inlined sring_flush_and_wait is to look at, or nothing has any more.
 */
static inline void sring_update_waiter(struct sring *ring)
{
    ring->waiter_ = ring->core_->counts.unclaimed || ring->core_->counts.passed ? 0 : ring->owner_;
}

/* Whether the library was called from a callback or a free function that it has itself called. */
static inline bool sring_inside(struct sring_core_ *core)
{
    return sring_marked(&core->calls.callback_mark) || sring_marked(&core->calls.free_mark);
}

/* --- numbers.c ------------------------------------------------------------------------------ */

extern struct sring_number_space sring_number_space;
/* Gives the ring its first numbers. Returns 0, -ENOMEM, or -EOVERFLOW: there are none left. */
int sring_numbers_open(struct sring *ring);
void sring_numbers_close(struct sring *ring);
/* Nothing is queued: if the range is nearly used up, goes on in another one. */
void sring_numbers_renew(struct sring *ring);
/* The number of an operation that is never queued. */
uint64_t sring_unqueued_number(void);

/* Held over a fork. */
void sring_numbers_lock(void);
void sring_numbers_unlock(void);

/* --- operations.c --------------------------------------------------------------------------- */

struct sring_found sring_find(struct sring *ring, uint64_t user_data);
/* Whatever flags the operation has. */
struct sring_found sring_find_number(struct sring *ring, uint64_t number);
struct sring_parked *sring_park(struct sring *ring, uint64_t user_data);
/* A parked record for an operation without a slot, whose number is one of these. */
struct sring_parked *sring_park_new(struct sring *ring, uint64_t user_data);
/* Gives an operation without a slot this memory for its record, which is found from here on. */
void sring_park_in(struct sring *ring, struct sring_parked *parked, uint64_t user_data);
/* What the record holds is the operation's from here on. */
void sring_lend(struct sring_record_ *record, uint64_t number);
struct sring_taken_ sring_release(struct sring *ring, struct sring_found found);
/* Gives back what an operation in this state took from the budget. */
void sring_give_budget(struct sring *ring, uint32_t state);
/* Goes through the operations that the kernel is not done with, in no order: `*at` is 0 at first,
 * and record NULL at the end. What is parked meanwhile may come twice. */
struct sring_found sring_next_in_flight(struct sring *ring, size_t *at);
/* The user_data of one of them of whose buffer `is` says yes; 0: there is none. */
uint64_t sring_find_in_flight(struct sring *ring,
                              bool (*is)(const struct sring_block_ *block, const void *arg),
                              const void *arg);
int sring_records_open(struct sring_core_ *core);
void sring_records_close(struct sring_core_ *core);
/* The record of a live handle's operation. */
struct sring_found sring_find_live(struct sring *ring, uint64_t number, const char *function);
/* The same in another state: `taken` is SRING_TAKEN_ for a Completed one. */
struct sring_found sring_find_in_state(struct sring *ring, uint64_t number, uint32_t taken,
                                       const char *function);
/* The operation is asked for, or nobody will: sring_flush_and_wait does not count it any more. */
void sring_claim(struct sring *ring, struct sring_found found);

/* Whether the result is one that a handle is asked for. */
static inline bool sring_has_handle(struct sring_found found)
{
    return !((found.user_data | found.record->state_) & SRING_DETACHED_) &&
           !(found.user_data & SRING_CALLS_BACK_) &&
           !(found.record->state_ & (SRING_MEMBER_ | SRING_BATCH_));
}

/* --- queue.c -------------------------------------------------------------------------------- */

/* Whether there is room for `n` requests more. */
bool sring_has_room(struct sring *ring, uint32_t n, const char *function);
/* Moves the operations that sit in the next `n` slots of the queue, which the kernel has read, out
 * of the way. */
void sring_clear_slots(struct sring *ring, uint32_t n);
/* Queues a request for which there is room. `link` is the SQE flag that links the next request to
 * it. Returns the operation's number. */
uint64_t sring_queue_request(struct sring *ring, const struct sring_slot_ *request, uint64_t flags,
                             uint32_t link);
/* Queues what was written into the next slot as a request of the library's own; returns its
 * user_data. */
uint64_t sring_queue_internal(struct sring *ring);
/* A request to cancel, in the next slot, which is free. */
void sring_queue_cancel_here(struct sring *ring, uint64_t user_data, uint32_t flags);

/* --- deadlines.c ---------------------------------------------------------------------------- */

/* How long a wait may last: `timeout` (NULL: without end), or less, which is written to `limit`. */
const struct __kernel_timespec *sring_deadline_limit(struct sring *ring,
                                                     const struct __kernel_timespec *timeout,
                                                     struct __kernel_timespec *limit);
/* For who waits on sring_pollable_fd, when nothing is queued: has a completion come at the earliest
 * deadline. Returns whether a request for that was queued. */
bool sring_deadline_alarm(struct sring *ring);
/* The next operation whose deadline has passed `now`, and which then has it `again` at that time;
 * record NULL: there is none. */
struct sring_found sring_deadline_next(struct sring *ring, uint64_t now, uint64_t again);
void sring_deadlines_close(struct sring_core_ *core);

/* --- batch_graph.c, batch_files.c ----------------------------------------------------------- */

/* The kernel is done with a member of a batch: its last completion has come. */
void sring_batch_one_less(const struct sring_record_ *record);
void sring_batch_member_done(const struct sring_record_ *record);
/* Whether one of the batches that were submitted, or of those that were not, holds such a buffer
 * for an operation that has not begun. */
bool sring_batches_hold(const struct sring_core_ *core, bool submitted,
                        bool (*is)(const struct sring_block_ *block, const void *arg),
                        const void *arg);
struct sring_closing;
/* No operation of a batch may be one that is still to look for this file. */
void sring_batches_check_file(const struct sring_core_ *core, int fd, uint8_t flags,
                              const struct sring_closing *closing, const char *function);
void sring_batches_close(struct sring_core_ *core);

/* --- file_table.c --------------------------------------------------------------------------- */

/* Takes a free slot of the table of files (0 or -errno), and gives it back. */
int sring_file_slot_take(struct sring_core_ *core, uint32_t *slot);
void sring_file_slot_release(struct sring_core_ *core, uint32_t slot);
/* Puts a file into a slot. Returns 0 or -errno. */
int sring_file_slot_update(struct sring_core_ *core, uint32_t slot, int raw);
/* Takes the file out of a slot, and gives that back. */
void sring_file_slot_empty(struct sring_core_ *core, uint32_t slot);
/* The kernel is done with an operation that has a slot of the table of files: frees the slot,
 * unless there is a file in it now, for which finish makes a handle. */
void sring_direct_complete(struct sring_core_ *core, const struct sring_taken_ *taken);
/* Nobody will finish the operation: closes its file, before its scratch goes. Returns whether there
 * was one. */
bool sring_direct_dispose(struct sring_core_ *core, struct sring_block_ *scratch);
void sring_direct_close(struct sring_core_ *core);

/* --- stream_items.c ------------------------------------------------------------------------- */

bool sring_item_room(struct sring *ring, struct sring_found found);
void sring_item_keep(struct sring *ring, struct sring_found found, int32_t result,
                     struct sring_span span);
/* Removes the oldest item that was kept. */
/* Keeps the callback for the end of a stream that was started, and takes it out again. */
void sring_stream_began(struct sring *ring, struct sring_record_ *record,
                        sring_end_callback *on_end);
sring_end_callback *sring_stream_ended(struct sring *ring, const struct sring_record_ *record);
void sring_item_remove(struct sring *ring, struct sring_parked *parked);
void sring_items_discard(struct sring *ring, struct sring_found found);

/* --- buffer_group.c: `item` is the block of an operation on a buffer ring ------------------- */

/* Whether the buffer ring is open. */
bool sring_lent_open(const struct sring *ring, const struct sring_block_ *item);
/* Takes note of what a completion says of the group's buffers; `*result` becomes the bytes that can
 * be accounted for. */
struct sring_span sring_span_of_cqe(const struct sring_block_ *item, int32_t *result,
                                    uint32_t flags);
/* A block for an item, empty as yet, or NULL. */
struct sring_block_ *sring_lent_new(struct buf_ring *group);
/* Makes the block one of the first part of a span: what lies in one buffer. The rest is what the
 * span and the number of bytes then say. */
void sring_lent_fill(struct sring_block_ *item, struct sring_span *span, int32_t *left);
/* Returns the parts of a span that nobody was given. */
void sring_span_return(const struct sring_block_ *item, struct sring_span span, int32_t left);

/* --- buffer_table.c ------------------------------------------------------------------------- */

void sring_registry_close(struct sring_core_ *core);
/* Fills a free slot of the buffer table; empties it. */
int sring_registry_take(struct sring_core_ *core, void *data, size_t size, uint32_t *slot);
void sring_registry_vacate(struct sring_core_ *core, uint32_t slot);
/* Tells the kernel of other memory in the slot. */
int sring_registry_update(struct sring_core_ *core, uint32_t slot, void *data, size_t size);
/* From here on the block belongs to the slot, which knows how it is freed. */
void sring_registry_enter(struct sring_registration *slot, uint32_t index,
                          struct sring_block_ *block);
/* The block is freed again as it was before. */
void sring_registry_leave(const struct sring_registration *slot, struct sring_block_ *block);
void sring_registered(void *block, void *arg); /* free_ of registered blocks */
void sring_registered_free(struct sring_block_ *block);
/* Held over a fork. */
void sring_registry_lock(void);
void sring_registry_unlock(void);

/* --- fork.c --------------------------------------------------------------------------------- */

void sring_fork_add(struct sring_core_ *core);
void sring_fork_remove(struct sring_core_ *core);
/* The open rings of the calling thread, one after the other; NULL: there are no more. */
struct sring *sring_ring_of_thread(unsigned index);
/* How often this process was forked off another; it differs from what the parent was told. */
uint32_t sring_forks(void);

#endif /* SRING_RING_RING_H */
