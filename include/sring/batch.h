/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Batches: operations of any kind that are submitted in one system call and waited for together.
 * Results are taken by index, in the order of adding. Linked operations begin one after the other:
 * a chain.
 *
 *     init    add*, link      submit            wait             take*          finish
 *    ------> Building ------> Building ------> Submitted ------> Completed ------> Completed ---->
 *                                 |                                  ^
 *                                 +----------------------------------+
 *                                               abandon
 *
 * Adding and taking are verbs of the operation (sring_read_at_add, sring_read_at_take).
 * docs/BATCHES.md describes batches in full.
 */
#ifndef SRING_BATCH_H
#define SRING_BATCH_H

#include <sring/detail/member.h>
#include <sring/handles/batch_submitted.h>

SRING_BEGIN_C_

/* --- building ----------------------------------------------------------------------------- */

/* Begins a batch of up to `room` operations. Returns 0, -EINVAL (room is 0, or over 10 million) or
 * -ENOMEM. A batch that is never submitted or abandoned keeps its operations until the ring is
 * closed. */
SRING_INLINE_ SRING_FALLIBLE int sring_batch_init(struct sring *ring,
                                                  struct sring_batch_building *batch, uint32_t room)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*batch);

/* The operation that is added next begins when the one added last has succeeded. If that one fails,
 * the next one is cancelled: it does not begin, and its result is -ECANCELED.
 *
 * A result below 0 is a failure: an error, -ECANCELED, and the -ETIME that a timeout ends with
 * (unless its flags have IORING_TIMEOUT_ETIME_SUCCESS, 32). A read or write fails if it moves fewer
 * bytes than requested, also at the end of the file. A send or receive does so only with
 * MSG_WAITALL; a truncated datagram is no failure. The header of each operation says so, too. The
 * rule is the same whether the kernel or the library keeps the order.
 *
 * A link before anything was added is a misuse; behind the last operation it has no meaning. */
SRING_INLINE_ void sring_batch_link(struct sring_batch_building *batch) SRING_REQUIRES(*batch);

/* The same, but the next operation begins whatever the result of the last one is. Only if that is
 * -ECANCELED, because it never began or was cancelled, the next one is cancelled, too. (-ETIME of a
 * deadline that has passed lets the next one begin.) */
SRING_INLINE_ void sring_batch_hardlink(struct sring_batch_building *batch) SRING_REQUIRES(*batch);

/* Operation `index` also waits for the success of operation `first`, by the rules of a link;
 * otherwise it is cancelled. An operation may wait for many, and many for one. Returns 0; or
 * -EINVAL (operation `index` was not added yet, or `first` is not below it) or -ENOMEM, and nothing
 * has changed. */
SRING_INLINE_ SRING_FALLIBLE int sring_batch_after(struct sring_batch_building *batch,
                                                   uint32_t index, uint32_t first)
    SRING_REQUIRES(*batch);

/* The first operation that fails cancels all others, whether they have begun or not. */
SRING_INLINE_ void sring_batch_set_fail_fast(struct sring_batch_building *batch)
    SRING_REQUIRES(*batch);

/* --- from one state to the next ----------------------------------------------------------- */

/* Hands all operations that may begin to the kernel, in one system call if the queue has room. The
 * others begin during any later wait, poll or run on the ring. */
SRING_INLINE_ void sring_batch_submit(struct sring *ring, struct sring_batch_building *batch,
                                      struct sring_batch_submitted *inflight) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*batch) SRING_PRODUCES(*inflight);

/* The callback of a started batch: runs when all operations of the batch are done. It must consume
 * `done`. */
typedef void sring_batch_callback(struct sring *ring, struct sring_batch_completed *done,
                                  void *arg);

/* The head of such a function, for a declaration or a definition. It lets the compiler check that
 * the function consumes `done`. */
#define SRING_BATCH_CALLBACK(name)                                                                 \
    static void name(SRING_MAYBE_ struct sring *ring, struct sring_batch_completed *done,          \
                     SRING_MAYBE_ void *arg) SRING_CALLBACK(ring, done)

/* Submits the batch. When all operations are done, a wait, poll, run or close calls
 * `callback(ring, done, arg)`. Returns the batch's ticket, which may be ignored. */
SRING_INLINE_ struct sring_ticket sring_batch_start(struct sring *ring,
                                                    struct sring_batch_building *batch,
                                                    sring_batch_callback *callback, void *arg)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*batch);

/* Completes every operation with -ECANCELED, without submitting any. Buffers come back by take and
 * finish. A file that was given to a close is closed, as sring_fd_close would: no other batch may
 * still have to use it. */
SRING_INLINE_ void sring_batch_abandon(struct sring *ring, struct sring_batch_building *batch,
                                       struct sring_batch_completed *done) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*batch) SRING_PRODUCES(*done);

/* Waits until every operation has completed. Callbacks of other operations may run meanwhile. */
SRING_INLINE_ void sring_batch_wait(struct sring *ring, struct sring_batch_submitted *inflight,
                                    struct sring_batch_completed *done) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Cancels the operations that are in flight, begins no others, and waits for all. An operation that
 * was cancelled in time has the result -ECANCELED, or the number of bytes if some were
 * transferred. */
SRING_INLINE_ void sring_batch_cancel(struct sring *ring, struct sring_batch_submitted *inflight,
                                      struct sring_batch_completed *done) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Returns whether sring_batch_wait would return at once. Never blocks; callbacks of other
 * operations may run. */
SRING_INLINE_ bool sring_batch_ready(struct sring *ring,
                                     const struct sring_batch_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*inflight);

/* Returns the batch's ticket, for sring_pending, sring_cancel and sring_wait_any. */
SRING_INLINE_ struct sring_ticket sring_batch_ticket(const struct sring_batch_submitted *inflight)
    SRING_REQUIRES(*inflight);

/* Gives up the handle. The batch goes on as before; at its end its contents are reclaimed, as by
 * finish. */
SRING_INLINE_ void sring_batch_detach(struct sring *ring, struct sring_batch_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight);

/* Returns the number of operations in the batch. */
SRING_INLINE_ uint32_t sring_batch_count(const struct sring_batch_completed *done)
    SRING_REQUIRES(*done);

/* Ends the batch. Results that were not taken are disposed of: buffers freed, files closed. */
SRING_INLINE_ void sring_batch_finish(struct sring *ring, struct sring_batch_completed *done)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*done);

SRING_END_C_

#include <sring/detail/batch.h>

#endif /* SRING_BATCH_H */
