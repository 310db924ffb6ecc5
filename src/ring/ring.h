/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Functions that change the state of a ring without entering the kernel.
 */
#ifndef SRING_RING_RING_H
#define SRING_RING_RING_H

#include "ring/core.h"

/* --- owner.c -------------------------------------------------------------------------------- */

/* Points the ring at a dead slot and a dead completion: every use ends in a misuse report. */
void sring_point_nowhere(struct sring *ring);
/* Points the ring at the queues that it shares with the kernel. */
void sring_point_at_queues(struct sring *ring);
/* Bars the inlined system call: the next one is made by the library, which handles what the inlined
 * one does not. */
void sring_bar_inlined(struct sring *ring);
/* Called when the queue is empty: allows it again unless something else bars it. */
void sring_allow_inlined(struct sring *ring);

/* Allows the inlined sring_flush_and_wait only if there is no completion of this round to count. */
static inline void sring_update_waiter(struct sring *ring)
{
    ring->waiter_ = ring->core_->counts.unclaimed || ring->core_->counts.passed ? 0 : ring->owner_;
}

/* Returns whether the library was called from a callback, a fiber, or a free function that it is
 * running. */
static inline bool sring_inside(struct sring_core_ *core)
{
    return core->fibers.running || sring_marked(&core->calls.callback_mark) ||
           sring_marked(&core->calls.free_mark);
}

/* Reports a misuse unless this is a ring itself, open, and of this process. */
void sring_check_open(const struct sring *ring, const char *function);

/* Returns the time on the clock of the ring, in nanoseconds. */
static inline uint64_t sring_time(const struct sring *ring)
{
    return sring_now_on(ring->core_->clock);
}

/* --- numbers.c ------------------------------------------------------------------------------ */

/* The numbers of the process that no ring has had yet. */
extern struct sring_number_space sring_number_space;
/* Gives the ring its first numbers. Returns 0, -ENOMEM, or -EOVERFLOW if none are left. */
int sring_numbers_open(struct sring *ring);
/* Leaves the unused rest of the ring's range to other rings. */
void sring_numbers_close(struct sring *ring);
/* Called when the queue is empty: takes another range if this one is nearly used up. */
void sring_numbers_renew(struct sring *ring);
/* Returns a number for an operation that is never queued. */
uint64_t sring_unqueued_number(void);

/* Held during fork. */
void sring_numbers_lock(void);
void sring_numbers_unlock(void);

/* --- operations.c --------------------------------------------------------------------------- */

/* Finds the record of an operation; `record` is NULL if there is none. */
struct sring_found sring_find(struct sring *ring, uint64_t user_data);
/* The same, ignoring the flags in user_data. */
struct sring_found sring_find_number(struct sring *ring, uint64_t number);
/* Returns whether the operation's result was taken from the queue, or there is no such operation.
 */
static inline bool sring_is_over(struct sring_found found)
{
    return !found.record || found.record->state_ & (SRING_RESULT_ | SRING_DONE_);
}

/* Returns the index of the first of these operations that is over, or `n`. */
uint32_t sring_first_over(struct sring *ring, const struct sring_ticket *tickets, uint32_t n);
/* Marks a slot as free. */
void sring_clear_slot(struct sring_slot_ *slot);
/* Moves the record of an operation from its slot to a parked record, and frees the slot. */
struct sring_parked *sring_park(struct sring *ring, uint64_t user_data);
/* The same for an operation that was found, unless its record is parked already. */
struct sring_parked *sring_park_found(struct sring *ring, struct sring_found found);
/* Returns a new parked record with this user_data, for an operation that is in no slot. */
struct sring_parked *sring_park_new(struct sring *ring, uint64_t user_data);
/* Parks an operation that is in no slot in this memory. It is found from here on. */
void sring_park_in(struct sring *ring, struct sring_parked *parked, uint64_t user_data);
/* Lends the blocks in the record to the operation: their owner becomes `number`. */
void sring_lend(struct sring_record_ *record, uint64_t number);
/* Frees the record and returns its contents. The caller gives back the budget. */
struct sring_taken_ sring_release(struct sring *ring, struct sring_found found);
/* Returns the next operation in none of the states `without`, in no order; at the end `record` is
 * NULL. `*at` begins with 0. An operation that is parked during the iteration may come twice. */
struct sring_found sring_next_operation(struct sring *ring, size_t *at, uint32_t without);
/* Returns the user_data of an operation in flight whose buffer satisfies `is`, or 0. */
uint64_t sring_find_in_flight(struct sring *ring,
                              bool (*is)(const struct sring_block_ *block, const void *arg),
                              const void *arg);
/* Allocates the parked records. Returns 0 or -ENOMEM. */
int sring_records_open(struct sring_core_ *core);
void sring_records_close(struct sring_core_ *core);
/* Returns the record of the operation of a Submitted handle. Reports a misuse if the handle is dead
 * or foreign. */
struct sring_found sring_find_live(struct sring *ring, uint64_t number, const char *function);
/* The same; `taken` is SRING_TAKEN_ for a Completed handle, else 0. */
struct sring_found sring_find_in_state(struct sring *ring, uint64_t number, uint32_t taken,
                                       const char *function);
/* Frees the record of an operation that had its only completion, and writes the result. */
void sring_take_only(struct sring *ring, const struct sring_found *found,
                     const struct sring_cqe_ *cqe, struct sring_taken_ *taken);
/* The result was taken, or never will be: it no longer counts as unclaimed. */
void sring_claim(struct sring *ring, struct sring_found found);

/* Returns whether the request of an operation that is in a slot waits in the queue. */
static inline bool sring_is_queued(const struct sring *ring, uint64_t number)
{
    return ring->next_ / SRING_STEP_ - number / SRING_STEP_ <= sring_queued_(ring);
}

/* Returns whether the result is taken by a handle: not by a callback, a batch, or dispose. */
static inline bool sring_has_handle(struct sring_found found)
{
    return !((found.user_data | found.record->state_) & SRING_DETACHED_) &&
           !(found.user_data & SRING_CALLS_BACK_) &&
           !(found.record->state_ & (SRING_MEMBER_ | SRING_APART_));
}

/* Returns whether this file is the second file of the operation. */
static inline bool sring_is_second_file(const struct sring_record_ *record, int fd, uint8_t flags)
{
    return record->state_ & SRING_TWO_FILES_ && !(flags & IOSQE_FIXED_FILE) &&
           (int)record->scratch_->length_ == fd;
}

/* Called when a record gets its result: sring_wait_any may wait for it. */
static inline void sring_count_watched(struct sring_core_ *core, const struct sring_record_ *record)
{
    core->counts.watched += record->state_ & SRING_WATCHED_ ? 1 : 0;
}

/* Gives back the budget of an operation in this state: 1, or 2 if it has several completions. */
static inline void sring_give_budget(struct sring *ring, uint32_t state)
{
    ring->budget_ += state & SRING_APART_ ? 0 : state & (SRING_TWO_CQES_ | SRING_STREAM_) ? 2 : 1;
    SRING_ASSERT(ring->budget_ <= ring->core_->capacity);
}

/* --- queue.c -------------------------------------------------------------------------------- */

/* Returns whether the queue has room for `n` more requests. */
bool sring_has_room(struct sring *ring, uint32_t n, const char *function);
/* Parks the records in the next `n` slots, whose requests the kernel has read. */
void sring_clear_slots(struct sring *ring, uint32_t n);
/* Queues a request; there must be room. `link` is an SQE flag that links the next request to it, or
 * 0. Returns the operation's number. */
uint64_t sring_queue_request(struct sring *ring, const struct sring_slot_ *request, uint64_t flags,
                             uint32_t link);
/* Turns a request that the kernel has not read into a no-op, whose result is -ECANCELED. */
void sring_void_request(struct sring_slot_ *slot);
/* Queues the request in the next slot as one of the library's own. Returns its user_data. */
uint64_t sring_queue_internal(struct sring *ring);
/* Queues the request of a stream again in the next slot, which must be free. Its record stays
 * parked. The slot is cleared as soon as the kernel has read it: its number is not the stream's. */
void sring_queue_again(struct sring *ring, const struct sring_sqe_ *request);
/* Writes a cancel request into the next slot, which must be free, and queues it. */
void sring_queue_cancel_here(struct sring *ring, uint64_t user_data, uint32_t flags);
/* The same for a request that gives a poll other events, whose answer goes to `*answer`, and for
 * one that polls the eventfd of the works. */
uint64_t sring_queue_poll_update(struct sring *ring, uint64_t user_data, uint32_t events,
                                 int32_t *answer);
void sring_queue_listen(struct sring *ring);

/* --- deadlines.c ---------------------------------------------------------------------------- */

static inline struct __kernel_timespec sring_timespec(uint64_t nanoseconds)
{
    return (struct __kernel_timespec){(int64_t)(nanoseconds / SRING_SECOND),
                                      (long long)(nanoseconds % SRING_SECOND)};
}

/* Retry interval for cancel requests. The kernel may have missed an operation that was just being
 * moved between its internal lists. It is also that for streams that are held. */
extern const struct __kernel_timespec sring_retry_interval;
#define SRING_RETRY_INTERVAL ((uint64_t)sring_retry_interval.tv_nsec)
/* From the time `at` on, sends cancel requests for all operations with SRING_CANCELLING_, until
 * they have a result. */
void sring_retry_cancels_from(struct sring *ring, uint64_t at);
/* Returns how long a wait may last: `timeout` (NULL: no limit), or less, written to `limit`. */
const struct __kernel_timespec *sring_deadline_limit(struct sring *ring,
                                                     const struct __kernel_timespec *timeout,
                                                     struct __kernel_timespec *limit);
/* Returns when the next cancel request is due, by sring_time. UINT64_MAX: none. */
uint64_t sring_next_cancel_time(struct sring *ring);
/* If the program uses sring_pollable_fd: queues a timeout request for the earliest deadline. The
 * queue must be empty. Returns whether a request was queued. */
bool sring_deadline_alarm(struct sring *ring);
/* Returns an operation whose deadline is not after `now`, and moves its deadline to `again`.
 * Returns `record` NULL if there is none. */
struct sring_found sring_deadline_next(struct sring *ring, uint64_t now, uint64_t again);
/* Gives the operation another deadline, `nanoseconds` from now. Returns false if the old one has
 * passed. */
bool sring_deadline_move(struct sring *ring, struct sring_found found, uint64_t nanoseconds);
/* Gives a timer in flight a deadline, `nanoseconds` from now, in place of its own time. */
void sring_deadline_replace_time(struct sring *ring, struct sring_found found,
                                 uint64_t nanoseconds);
void sring_deadlines_close(struct sring_core_ *core);

/* --- batch_graph.c, batch_files.c ----------------------------------------------------------- */

/* The kernel is done with a member of a batch: counts it. */
void sring_batch_count_done(const struct sring_record_ *record);
/* A member of a batch has its result: updates the members that wait for it. */
void sring_batch_member_done(const struct sring_record_ *record);
/* Returns whether a batch, submitted or not, holds a buffer that satisfies `is` for an operation
 * that has not begun. */
bool sring_batches_hold(const struct sring_core_ *core, bool submitted,
                        bool (*is)(const struct sring_block_ *block, const void *arg),
                        const void *arg);
struct sring_closing;
/* Reports a misuse if a batch has an operation that still has to look up this file. `closing` is
 * the operation that closes it (NULL: none): operations that begin before that one are allowed. */
void sring_batches_check_file(const struct sring_core_ *core, int fd, uint8_t flags,
                              const struct sring_closing *closing, const char *function);
/* Ends all batches of the ring, which is closing. */
void sring_batches_close(struct sring_core_ *core);

/* --- file_table.c --------------------------------------------------------------------------- */

/* Takes a free slot of the file table (returns 0 or -errno), and releases it. */
int sring_file_slot_take(struct sring_core_ *core, uint32_t *slot);
void sring_file_slot_release(struct sring_core_ *core, uint32_t slot);
/* Puts a file into a slot, or empties it (-1). Returns 0 or -errno. */
int sring_file_slot_update(struct sring_core_ *core, uint32_t slot, int raw);
/* Takes the file out of a slot and releases the slot. */
void sring_file_slot_empty(struct sring_core_ *core, uint32_t slot);
/* An operation with a slot of the file table has completed: releases the slot, unless it now holds
 * a file for which finish makes a handle. */
void sring_direct_complete(struct sring_core_ *core, const struct sring_taken_ *taken);
/* Called instead of finish: closes the file in the operation's slot. Returns whether there was
 * one. */
bool sring_direct_dispose(struct sring_core_ *core, struct sring_block_ *scratch);
/* Closes the files in the table and frees it. The ring is closing. */
void sring_direct_close(struct sring_core_ *core);

/* --- buffer_group.c, buffer_use.c: `item` is the block of an operation on a buffer ring ----- */

/* Records which buffers of the group a completion has filled. Returns where its bytes begin.
 * `*result` is reduced to the bytes for which a buffer is known. */
struct sring_span sring_span_of_cqe(const struct sring_block_ *item, int32_t *result,
                                    uint32_t flags);
/* Returns an empty block for an item, or NULL without memory. */
struct sring_block_ *sring_lent_new(struct buf_ring *group);
/* Points the block at the span's first buffer, and advances the span and `*left`, the bytes that
 * remain. */
void sring_lent_fill(struct sring_block_ *item, struct sring_span *span, int32_t *left);
/* Returns the parts of a span that were not handed out to the buffer ring. */
void sring_span_return(const struct sring_block_ *item, struct sring_span span, int32_t left);
/* Returns whether the item's buffer ring is open on this ring. */
bool sring_lent_open(const struct sring *ring, const struct sring_block_ *item);
/* Returns whether the buffer ring has a buffer that the kernel may fill. */
bool sring_lent_any_free(const struct sring *ring, const struct sring_block_ *item);
/* A held stream begins with the buffers that are free now. */
void sring_lent_try(const struct sring_block_ *item);
/* The kernel found no buffer. If none was returned since the last try, the free ones do not count
 * until one is returned, or until this time. */
void sring_lent_missed(const struct sring_block_ *item, uint64_t until);

/* --- buffer_table.c ------------------------------------------------------------------------- */

/* Unregisters all buffers and frees the table. The ring is closing. */
void sring_registry_close(struct sring_core_ *core);
/* Fills a free slot of the buffer table (returns 0 or -errno), and empties it. */
int sring_registry_take(struct sring_core_ *core, void *data, size_t size, uint32_t *slot);
void sring_registry_vacate(struct sring_core_ *core, uint32_t slot);
/* Replaces the memory in a slot. Returns 0 or -errno, and then nothing has changed. */
int sring_registry_update(struct sring_core_ *core, uint32_t slot, void *data, size_t size);
/* Ties the block to the slot, which saves how the block is freed. */
void sring_registry_enter(struct sring_registration *slot, uint32_t index,
                          struct sring_block_ *block);
/* Unties the block from its slot, and restores how it is freed. */
void sring_registry_leave(const struct sring_registration *slot, struct sring_block_ *block);
void sring_registered(void *block, void *arg); /* free function of registered blocks */
/* Unregisters a buffer, which becomes an ordinary one. Does not free its memory. */
void sring_registered_free(struct sring_block_ *block);
/* Held during fork. */
void sring_registry_lock(void);
void sring_registry_unlock(void);

/* --- fork.c --------------------------------------------------------------------------------- */

/* Adds an open ring to those that are closed off in a forked child, and removes it. */
void sring_fork_add(struct sring_core_ *core);
void sring_fork_remove(struct sring_core_ *core);
/* Returns the open ring number `index` of the calling thread, or NULL behind the last one. */
struct sring *sring_ring_of_thread(unsigned index);
/* Returns the number of forks between this process and the first one. The parent's value is
 * smaller. */
uint32_t sring_forks(void);

#endif /* SRING_RING_RING_H */
