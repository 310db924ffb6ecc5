/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/close.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * close: Close a file and report the result. Operations in flight on it are not cancelled.
 * IORING_OP_CLOSE (19), Linux 5.6 and later.
 *
 *                              ticket   ready               result
 *                                  +---+                   +---+
 *                                  |   v                   |   v
 *  init  +----------+  submit  +-----------+   wait   +-----------+  finish
 * ------>| Building |--------->| Submitted |--------->| Completed |-------->
 *        +----------+          +-----------+  cancel  +-----------+  call
 *          |      |                  |                      ^
 *  abandon |      | start            | detach               | take (out of a batch)
 *          v      v add              v                      |
 *
 * `fd` is consumed by submit, start, launch or add; it does not come back.
 * Operations linked behind it are cancelled if the result is negative.
 */
#ifndef SRING_OPS_CLOSE_H
#define SRING_OPS_CLOSE_H

#include <sring/detail/hot.h>
#include <sring/detail/member.h>

SRING_BEGIN_C_

#define SRING_HAVE_CLOSE 1
#define SRING_OP_CLOSE UINT64_C(0x130181c400050613) /* for sring_supports */

/* --- states ------------------------------------------------------------------------------- */

/* Options may still change; the operation is not submitted yet. */
struct SRING_CAPABILITY("close in state Building") sring_close_building {
    uint64_t live_;
    uint64_t head_; /* opcode, flags, ioprio, fd */
};

/* The operation is in flight; the kernel owns its buffer, if it has one. */
struct SRING_CAPABILITY("close in state Submitted") sring_close_submitted {
    uint64_t number_;
};

/* The result is final; finish gives the buffer back, if there is one. */
struct SRING_CAPABILITY("close in state Completed") sring_close_completed {
    uint64_t number_;
    int32_t result_;
    uint32_t flags_;
    struct sring_block_ *block_;
    struct sring_block_ *scratch_;
};

extern void sring_error_close_building_gone_(void)
    SRING_PROOF_ERROR_("sring: this Building close was already submitted, started, added, "
                       "abandoned or moved; only its Submitted handle may be waited for, cancelled "
                       "or detached");
extern void sring_error_close_submitted_gone_(void)
    SRING_PROOF_ERROR_("sring: this Submitted close was already waited for, cancelled, detached or "
                       "moved; its result is in the Completed handle");
extern void sring_error_close_completed_gone_(void)
    SRING_PROOF_ERROR_("sring: this Completed close was already finished or moved; use what finish "
                       "returned and gave back");

/* The callback of a started close, called when it has completed. It must consume `done`. */
typedef void sring_close_callback(struct sring *ring, struct sring_close_completed *done,
                                  void *arg);

/* The head of such a callback, for a declaration or a definition. It lets the compiler check it. */
#define SRING_CLOSE_CALLBACK(name)                                                                 \
    static void name(SRING_MAYBE_ struct sring *ring, struct sring_close_completed *done,          \
                     SRING_MAYBE_ void *arg) SRING_CALLBACK(ring, done)

/* --- transitions and accessors ------------------------------------------------------------ */

/* Begins a close.
 * Returns 0, and the caller owns `op`; or -errno and no `op`: -EAGAIN (the ring's capacity is in
 * use; wait for an operation), -ECANCELED (the ring is closing). Needs Linux 5.6; an older
 * kernel completes the operation with -EINVAL. */
SRING_INLINE_ SRING_FALLIBLE int sring_close_init(struct sring *ring,
                                                  struct sring_close_building *op)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*op);

/* Drops the operation; the kernel never sees it. `op` is gone. */
SRING_INLINE_ void sring_close_abandon(struct sring *ring, struct sring_close_building *op)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op);

/* Queues the operation; the kernel sees it at the next flush, wait, poll or run. `op` is gone,
 * and the caller owns `inflight`. `fd` is gone too, and does not come back. It cannot fail: an
 * operation that the kernel rejects completes with the error. */
SRING_INLINE_ void sring_close_submit(struct sring *ring, struct sring_close_building *op,
                                      struct sring_fd *fd, struct sring_close_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op) SRING_CONSUMES(*fd) SRING_PRODUCES(*inflight);

/* Queues the operation with a callback. When it has completed, wait, poll, run or close calls
 * `callback(ring, done, arg)`; the callback owns `done` and must consume it. `op` is gone. `fd`
 * is gone too, and does not come back.
 * Returns the operation's ticket, which may be ignored. */
SRING_INLINE_ struct sring_ticket
sring_close_start(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd,
                  sring_close_callback *callback, void *arg) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*op) SRING_CONSUMES(*fd);

/* Appends the operation to a batch; the first one has index 0. `op` is gone. `fd` is gone too,
 * and does not come back. Adding more operations than the batch has room for is a misuse. */
SRING_INLINE_ void sring_close_add(struct sring *ring, struct sring_batch_building *batch,
                                   struct sring_close_building *op, struct sring_fd *fd)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*batch) SRING_CONSUMES(*op) SRING_CONSUMES(*fd);

/* Names the operation, also after the handle is gone.
 * Returns the operation's ticket, for sring_pending, sring_cancel and sring_wait_any. */
SRING_INLINE_ struct sring_ticket sring_close_ticket(const struct sring_close_submitted *inflight)
    SRING_REQUIRES(*inflight);

/* Checks whether wait would return at once. It never blocks; callbacks of other operations may
 * run.
 * Returns true if wait would return at once. */
SRING_INLINE_ bool sring_close_ready(struct sring *ring,
                                     const struct sring_close_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*inflight);

/* Waits until the kernel is done with the operation. `inflight` is gone, and the caller owns
 * `done`. Callbacks of other operations may run meanwhile. */
SRING_INLINE_ void sring_close_wait(struct sring *ring, struct sring_close_submitted *inflight,
                                    struct sring_close_completed *done) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Asks the kernel to cancel the operation, and waits until the kernel is done with it.
 * `inflight` is gone, and the caller owns `done`. The result is -ECANCELED; the number of bytes,
 * if some were transferred; or the normal result, if the operation completed first. */
SRING_INLINE_ void sring_close_cancel(struct sring *ring, struct sring_close_submitted *inflight,
                                      struct sring_close_completed *done) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Lets the operation complete on its own, without a wait. `inflight` is gone. The result is
 * dropped. */
SRING_INLINE_ void sring_close_detach(struct sring *ring, struct sring_close_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight);

/* Takes the operation `index` out of a batch; the caller owns `done`. Taking an operation of
 * another kind, or one that was already taken, is a misuse. */
SRING_INLINE_ void sring_close_take(struct sring *ring, struct sring_batch_completed *batch,
                                    uint32_t index, struct sring_close_completed *done)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*batch) SRING_PRODUCES(*done);

/* Reads the kernel's result; the operation must still be finished.
 * Returns 0 or -errno; the file is closed whatever the result, and cancel waits for that. */
SRING_INLINE_ int sring_close_result(const struct sring_close_completed *done)
    SRING_REQUIRES(*done);

/* Ends the operation. `done` is gone.
 * Returns 0 or -errno; the file is closed whatever the result, and cancel waits for that. */
SRING_INLINE_ int sring_close_finish(struct sring_close_completed *done) SRING_CONSUMES(*done);

/* Calls a callback that comes from a table or a struct, which the compiler cannot check. `done`
 * is gone; a callback that does not consume it is a misuse. */
SRING_INLINE_ void sring_close_call(sring_close_callback *callback, struct sring *ring,
                                    struct sring_close_completed *done, void *arg)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*done);

/* Does init, submit, wait and finish in one call. `fd` is gone, whatever the result.
 * Returns the same as finish; 0 if the file had to be closed without the ring. */
SRING_INLINE_ SRING_FALLIBLE int sring_close_await(struct sring *ring, struct sring_fd *fd)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*fd);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_close_building_move(struct sring_close_building *to,
                                             struct sring_close_building *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_close_building_move_stash(struct sring_close_building *to,
                                                   struct sring_close_building *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_close_building_stash(struct sring_close_building *op) SRING_CONSUMES(*op);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_close_building_claim(struct sring_close_building *op) SRING_PRODUCES(*op);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_close_submitted_move(struct sring_close_submitted *to,
                                              struct sring_close_submitted *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_close_submitted_move_stash(struct sring_close_submitted *to,
                                                    struct sring_close_submitted *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_close_submitted_stash(struct sring_close_submitted *inflight)
    SRING_CONSUMES(*inflight);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse, reported by the next
 * function that uses it. */
SRING_INLINE_ void sring_close_submitted_claim(struct sring_close_submitted *inflight)
    SRING_PRODUCES(*inflight);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_close_completed_move(struct sring_close_completed *to,
                                              struct sring_close_completed *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_close_completed_move_stash(struct sring_close_completed *to,
                                                    struct sring_close_completed *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_close_completed_stash(struct sring_close_completed *done)
    SRING_CONSUMES(*done);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_close_completed_claim(struct sring_close_completed *done)
    SRING_PRODUCES(*done);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_close_building_check_(const struct sring_close_building *op,
                                               const char *function)
{
    SRING_PROVE_(op->live_, sring_error_close_building_gone_);
    if (SRING_UNLIKELY_(!op->live_)) {
        sring_misuse_(function, "a live handle of close in state Building", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_close_submitted_check_(const struct sring_close_submitted *inflight,
                                                const char *function)
{
    SRING_PROVE_(inflight->number_, sring_error_close_submitted_gone_);
    if (SRING_UNLIKELY_(!inflight->number_)) {
        sring_misuse_(function, "a live handle of close in state Submitted", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_close_completed_check_(const struct sring_close_completed *done,
                                                const char *function)
{
    SRING_PROVE_(done->number_, sring_error_close_completed_gone_);
    if (SRING_UNLIKELY_(!done->number_)) {
        sring_misuse_(function, "a live handle of close in state Completed", "a dead one");
    }
}

/* Private. Checks that the Building handle is live and of this ring. */
SRING_INLINE_ void sring_close_begun_(const struct sring *ring,
                                      const struct sring_close_building *op, const char *function)
{
    SRING_PROVE_(op->live_, sring_error_close_building_gone_);
    if (SRING_UNLIKELY_(op->live_ != ring->live_)) {
        sring_not_begun_here_(ring, op->live_, "a live handle of close in state Building",
                              function);
    }
}

/* Private. Writes the words of the SQE, except user_data. */
SRING_INLINE_ void sring_close_write_(struct sring_sqe_ *sqe, uint64_t head)
{
    sqe->head_ = head;
    sqe->off_ = 0;
    sqe->addr_ = 0;
    sqe->len_flags_ = 0;
}

/* Private. The common part of submit, start and add: queues the operation, which then owns its
 * buffer or file, and returns its number. With `destination`, only writes it there and returns its
 * flags. */
SRING_INLINE_ uint64_t sring_close_queue_(struct sring *ring, struct sring_close_building *op,
                                          struct sring_fd *fd, struct sring_slot_ *destination,
                                          const struct sring_delivery_ *delivery,
                                          sring_any_fn_ *callback, void *arg, const char *function)
{
    uint64_t flags = delivery ? SRING_CALLS_BACK_ : 0;
    struct sring_slot_ *slot;
    uint64_t head;
    uint64_t number;

    SRING_CHECK_OWNER_(ring, function);
    SRING_PROVE_RING_(ring);
    sring_close_begun_(ring, op, function);
    head = op->head_ ^ sring_fd_live_word_(fd, function);
    if (!destination) {
        sring_file_closes_(ring, SRING_HEAD_FD_(head), 0, function);
    }
    op->live_ = 0;
    SRING_FD_FORGET_(SRING_FD_RAW_(fd->word_));
    fd->word_ = 0;
    slot = sring_slot_of_(ring, ring->next_);
    if (SRING_UNLIKELY_(destination || slot->sqe_.user_data_ != SRING_FREE_)) {
        slot = destination ? destination : ring->staging_;
        sring_close_write_(&slot->sqe_, head);
        slot->record_.state_ = SRING_CLOSES_;
        slot->record_.result_ = SRING_HEAD_FD_(head);
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
        return destination ? flags : sring_queue_staged_(ring, flags, function);
    }
    number = ring->next_;
    sring_count_(&ring->next_, SRING_STEP_);
    SRING_BEGUN_HERE_(ring, number);
    sring_close_write_(&slot->sqe_, head);
    slot->sqe_.user_data_ = number | flags;
    slot->record_.state_ = SRING_CLOSES_;
    slot->record_.result_ = SRING_HEAD_FD_(head);
    if (delivery) {
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
    }
    return number;
}

/* Private. Makes the Completed handle. */
SRING_INLINE_ void sring_close_complete_(struct sring_close_completed *done,
                                         const struct sring_taken_ *taken)
{
    SRING_PRODUCED_(taken->number);
    done->number_ = taken->number;
    done->result_ = taken->result;
    done->flags_ = taken->flags;
    done->block_ = taken->block;
    done->scratch_ = taken->scratch;
}

/* Private. Calls the callback with a Completed handle of its type. */
static __attribute__((unused)) SRING_TRUSTED void
sring_close_deliver_(struct sring *ring, void *done, void *arg, sring_any_fn_ *callback)
{
    ((sring_close_callback *)callback)(ring, (struct sring_close_completed *)done, arg);
}

static const struct sring_delivery_ sring_close_delivery_ __attribute__((unused)) =
    {sring_close_deliver_, "a callback of close"};

SRING_INLINE_ int sring_close_init(struct sring *ring, struct sring_close_building *op)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(19, 0, 0, -1);
    rc = sring_take_budget_(ring, __func__);
    if (SRING_UNLIKELY_(rc)) {
        op->live_ = sring_nothing_();
        return rc;
    }
    op->live_ = ring->live_;
    SRING_PRODUCED_(op->live_);
    return 0;
}

SRING_INLINE_ void sring_close_abandon(struct sring *ring, struct sring_close_building *op)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_close_building_check_(op, __func__);
    sring_close_begun_(ring, op, __func__);
    op->live_ = 0;
    ring->budget_ += 1;
}

SRING_INLINE_ void sring_close_submit(struct sring *ring, struct sring_close_building *op,
                                      struct sring_fd *fd, struct sring_close_submitted *inflight)
{
    inflight->number_ = sring_close_queue_(ring, op, fd, NULL, NULL, NULL, NULL, __func__);
    SRING_PRODUCED_(inflight->number_);
}

SRING_INLINE_ struct sring_ticket
sring_close_start(struct sring *ring, struct sring_close_building *op, struct sring_fd *fd,
                  sring_close_callback *callback, void *arg)
{
    struct sring_ticket ticket;

    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    ticket.number_ = sring_close_queue_(ring, op, fd, NULL, &sring_close_delivery_,
                                        (sring_any_fn_ *)callback, arg, __func__);
    return ticket;
}

SRING_INLINE_ void sring_close_add(struct sring *ring, struct sring_batch_building *batch,
                                   struct sring_close_building *op, struct sring_fd *fd)
{
    struct sring_slot_ *place = sring_batch_room_(ring, batch, __func__);
    uint64_t flags = sring_close_queue_(ring, op, fd, place, NULL, NULL, NULL, __func__);

    sring_batch_push_(batch->block_, flags, 0x130181c4u, SRING_HAS_FILE_);
}

SRING_INLINE_ struct sring_ticket sring_close_ticket(const struct sring_close_submitted *inflight)
{
    struct sring_ticket ticket;

    sring_close_submitted_check_(inflight, __func__);
    ticket.number_ = inflight->number_;
    return ticket;
}

SRING_INLINE_ bool sring_close_ready(struct sring *ring,
                                     const struct sring_close_submitted *inflight)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_close_submitted_check_(inflight, __func__);
    return sring_ready_(ring, inflight->number_, __func__);
}

SRING_INLINE_ void sring_close_wait(struct sring *ring, struct sring_close_submitted *inflight,
                                    struct sring_close_completed *done)
{
    struct sring_taken_ taken;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_close_submitted_gone_);
    taken = sring_wait_(ring, inflight->number_, __func__); /* handles more than the result */
    inflight->number_ = 0;
    sring_close_complete_(done, &taken);
}

SRING_INLINE_ void sring_close_cancel(struct sring *ring, struct sring_close_submitted *inflight,
                                      struct sring_close_completed *done)
{
    struct sring_taken_ taken;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_close_submitted_gone_);
    taken = sring_wait_cancelled_(ring, inflight->number_, __func__);
    inflight->number_ = 0;
    sring_close_complete_(done, &taken);
}

SRING_INLINE_ void sring_close_detach(struct sring *ring, struct sring_close_submitted *inflight)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_close_submitted_gone_);
    sring_detach_(ring, inflight->number_, __func__);
    inflight->number_ = 0;
}

SRING_INLINE_ void sring_close_take(struct sring *ring, struct sring_batch_completed *batch,
                                    uint32_t index, struct sring_close_completed *done)
{
    struct sring_taken_ taken = sring_batch_take_(ring, batch, index, 0x130181c4u, __func__);

    sring_close_complete_(done, &taken);
}

SRING_INLINE_ int sring_close_result(const struct sring_close_completed *done)
{
    sring_close_completed_check_(done, __func__);
    return done->result_;
}

SRING_INLINE_ int sring_close_finish(struct sring_close_completed *done)
{
    int result = done->result_;

    sring_close_completed_check_(done, __func__);
    done->number_ = 0;
    return result;
}

SRING_INLINE_ void sring_close_call(sring_close_callback *callback, struct sring *ring,
                                    struct sring_close_completed *done, void *arg)
{
    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    sring_close_completed_check_(done, __func__);
    callback(ring, done, arg);
    sring_check_consumed_(done->number_ != 0, &sring_close_delivery_);
    done->number_ = 0;
}

SRING_INLINE_ int sring_close_await(struct sring *ring, struct sring_fd *fd)
{
    struct sring_close_building op;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_file_closes_(ring, SRING_FD_RAW_(sring_fd_live_word_(fd, __func__)), 0, __func__);
    rc = sring_close_init(ring, &op);
    if (rc) {
        sring_fd_close(ring, fd);
        return 0;
    }
    sring_close_submit(ring, &op, fd, &inflight);
    sring_close_wait(ring, &inflight, &done);
    return sring_close_finish(&done);
}

SRING_INLINE_ void sring_close_building_move(struct sring_close_building *to,
                                             struct sring_close_building *from)
{
    sring_close_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_close_building_move_stash(struct sring_close_building *to,
                                                   struct sring_close_building *from)
{
    sring_close_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_close_building_stash(struct sring_close_building *op)
{
    sring_close_building_check_(op, __func__);
}

SRING_INLINE_ void sring_close_building_claim(struct sring_close_building *op)
{
    SRING_LAUNDER_(op->live_);
    sring_close_building_check_(op, __func__);
}

SRING_INLINE_ void sring_close_submitted_move(struct sring_close_submitted *to,
                                              struct sring_close_submitted *from)
{
    sring_close_submitted_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_close_submitted_move_stash(struct sring_close_submitted *to,
                                                    struct sring_close_submitted *from)
{
    sring_close_submitted_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_close_submitted_stash(struct sring_close_submitted *inflight)
{
    sring_close_submitted_check_(inflight, __func__);
}

SRING_INLINE_ void sring_close_submitted_claim(struct sring_close_submitted *inflight)
{
    SRING_LAUNDER_(inflight->number_);
}

SRING_INLINE_ void sring_close_completed_move(struct sring_close_completed *to,
                                              struct sring_close_completed *from)
{
    sring_close_completed_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_close_completed_move_stash(struct sring_close_completed *to,
                                                    struct sring_close_completed *from)
{
    sring_close_completed_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_close_completed_stash(struct sring_close_completed *done)
{
    sring_close_completed_check_(done, __func__);
}

SRING_INLINE_ void sring_close_completed_claim(struct sring_close_completed *done)
{
    SRING_LAUNDER_(done->number_);
    sring_close_completed_check_(done, __func__);
}

SRING_END_C_

#endif /* SRING_OPS_CLOSE_H */
