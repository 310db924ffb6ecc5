/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Batches: operations of any kind that are handed over in one system call and waited for together.
 * Their results are taken by index, in the order of adding. What is linked begins one after the
 * other: a chain.
 *
 *     init    add*, link      submit            wait             take*          finish
 *    ------> Building ------> Building ------> Submitted ------> Completed ------> Completed ---->
 *                                 |                                  ^
 *                                 +----------------------------------+
 *                                               abandon
 *
 * Adding is a verb of the operation (sring_read_at_add), and so is taking (sring_read_at_take).
 * docs/BATCHES.md tells the whole of it.
 */
#ifndef SRING_BATCH_H
#define SRING_BATCH_H

#include <sring/detail/member.h>
#include <sring/handles/batch_submitted.h>

SRING_BEGIN_C_

/* --- building ----------------------------------------------------------------------------- */

/* Begins a batch of up to `room` operations. Returns 0, -EINVAL (room is 0, or over 10 million) or
 * -ENOMEM. A batch that is neither submitted nor abandoned keeps what was added to it until the
 * ring is closed. */
SRING_INLINE_ SRING_FALLIBLE int sring_batch_init(struct sring *ring,
                                                  struct sring_batch_building *batch, uint32_t room)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*batch);

/* The operation that is added next begins when the one that was added last has succeeded. If that
 * fails, the next one is cancelled: it does not begin, and its result is -ECANCELED.
 *
 * A failure is a result below 0: an error, -ECANCELED, and -ETIME, which is what a timeout ends
 * with (unless IORING_TIMEOUT_ETIME_SUCCESS, 32, is in its flags). Fewer bytes than were asked for
 * are a failure of a read or write, and so is the end of the file; of a send or receive only with
 * MSG_WAITALL. A datagram that was cut off is none. The header of each operation says it, too. This
 * holds whoever keeps the order, the kernel or the library.
 *
 * To link before anything was added is a misuse; behind the last operation it has no meaning. */
SRING_INLINE_ void sring_batch_link(struct sring_batch_building *batch) SRING_REQUIRES(*batch);

/* The same, but the next one begins whatever the result of the last is. Only if that is -ECANCELED,
 * because it never began or was cancelled, the next one is cancelled, too. (A deadline that has
 * passed is -ETIME: the next one begins.) */
SRING_INLINE_ void sring_batch_hardlink(struct sring_batch_building *batch) SRING_REQUIRES(*batch);

/* Operation `index` begins when operation `first` has succeeded, too, by the same rule as with a
 * link; otherwise it is cancelled. An operation may wait for many, and many for one. Returns 0;
 * -EINVAL (no operation `index` was added yet, or `first` is not below it) or -ENOMEM, and nothing
 * has changed. */
SRING_INLINE_ SRING_FALLIBLE int sring_batch_after(struct sring_batch_building *batch,
                                                   uint32_t index, uint32_t first)
    SRING_REQUIRES(*batch);

/* The first operation that fails cancels all others: what is in flight is asked to stop, what has
 * not begun does not begin. */
SRING_INLINE_ void sring_batch_set_fail_fast(struct sring_batch_building *batch)
    SRING_REQUIRES(*batch);

/* --- from one state to the next ----------------------------------------------------------- */

/* Hands all that may begin to the kernel, in one system call if the queue has the room. The rest
 * begins when wait, poll or run of the ring, whatever for, find that it may. */
SRING_INLINE_ void sring_batch_submit(struct sring *ring, struct sring_batch_building *batch,
                                      struct sring_batch_submitted *inflight) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*batch) SRING_PRODUCES(*inflight);

/* What runs when all operations of a started batch are done. It must consume `done`. */
typedef void sring_batch_callback(struct sring *ring, struct sring_batch_completed *done,
                                  void *arg);

/* The head of such a function, before its body or a semicolon: the compiler checks that it does. */
#define SRING_BATCH_CALLBACK(name)                                                                 \
    static void name(SRING_MAYBE_ struct sring *ring, struct sring_batch_completed *done,          \
                     SRING_MAYBE_ void *arg) SRING_CALLBACK(ring, done)

/* The same as submit, for a callback: wait, poll, run or close calls `callback(ring, done, arg)`
 * when the kernel is done with every operation. Returns the batch's ticket, which nobody has to
 * look at. */
SRING_INLINE_ struct sring_ticket sring_batch_start(struct sring *ring,
                                                    struct sring_batch_building *batch,
                                                    sring_batch_callback *callback, void *arg)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*batch);

/* Gives all of it up before the kernel has seen any: every operation completes with -ECANCELED, and
 * buffers come back by take and finish. A file that was given away to be closed is closed. */
SRING_INLINE_ void sring_batch_abandon(struct sring *ring, struct sring_batch_building *batch,
                                       struct sring_batch_completed *done) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*batch) SRING_PRODUCES(*done);

/* Waits until the kernel is done with every operation. Callbacks of others may run meanwhile. */
SRING_INLINE_ void sring_batch_wait(struct sring *ring, struct sring_batch_submitted *inflight,
                                    struct sring_batch_completed *done) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Asks the kernel to stop what is in flight, begins nothing more, and waits as wait does. What was
 * not faster has the result -ECANCELED. */
SRING_INLINE_ void sring_batch_cancel(struct sring *ring, struct sring_batch_submitted *inflight,
                                      struct sring_batch_completed *done) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Whether wait would return at once. It never blocks; callbacks of other operations may run. */
SRING_INLINE_ bool sring_batch_ready(struct sring *ring,
                                     const struct sring_batch_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*inflight);

/* The name of the batch, for sring_pending, sring_cancel and sring_wait_any. */
SRING_INLINE_ struct sring_ticket sring_batch_ticket(const struct sring_batch_submitted *inflight)
    SRING_REQUIRES(*inflight);

/* Lets the batch go on with nobody to wait for it: all of its operations begin and end as they
 * would; then what they hold is reclaimed, as by finish. */
SRING_INLINE_ void sring_batch_detach(struct sring *ring, struct sring_batch_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight);

/* How many operations the batch has. */
SRING_INLINE_ uint32_t sring_batch_count(const struct sring_batch_completed *done)
    SRING_REQUIRES(*done);

/* Ends the batch. What was not taken out of it is reclaimed: buffers freed, files closed. */
SRING_INLINE_ void sring_batch_finish(struct sring *ring, struct sring_batch_completed *done)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*done);

SRING_END_C_

#include <sring/detail/batch.h>

#endif /* SRING_BATCH_H */
