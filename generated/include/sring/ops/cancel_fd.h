/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/cancel_fd.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * cancel_fd: Cancel every operation in flight on a file. Each of them still completes on its own.
 * IORING_OP_ASYNC_CANCEL (14), Linux 5.19 and later.
 *
 *            set_timeout       ticket   ready               result
 *          +---+                   +---+                   +---+
 *          |   v                   |   v                   |   v
 *  init  +----------+  submit  +-----------+   wait   +-----------+  finish
 * ------>| Building |--------->| Submitted |--------->| Completed |-------->
 *        +----------+          +-----------+  cancel  +-----------+  call
 *          |      |                  |                      ^
 *  abandon |      | start            | detach               | take (out of a batch)
 *          v      v add              v                      |
 *
 * Operations linked behind it are cancelled if the result is negative.
 * A stream with set_rearm on the file does not begin again; one that is over in the kernel and
 * waits to begin again ends with -ECANCELED. This needs the descriptor that the stream was begun
 * with: it finds neither one begun with a duplicate or a direct descriptor, nor one of another
 * ring. The result counts the operations that the kernel has found, without streams that waited to
 * begin again. What a worker runs (set_async, splice, tee and the like) is not cancelled reliably:
 * it may go on without being counted, or end with -EINTR; cancel it with its ticket (sring_cancel).
 */
#ifndef SRING_OPS_CANCEL_FD_H
#define SRING_OPS_CANCEL_FD_H

#include <sring/detail/hot.h>
#include <sring/detail/member.h>

SRING_BEGIN_C_

#define SRING_HAVE_CANCEL_FD 1
#define SRING_OP_CANCEL_FD UINT64_C(0xf4f5f3cd0005130e) /* for sring_supports */

/* --- states ------------------------------------------------------------------------------- */

/* Options may still change; the operation is not submitted yet. */
struct SRING_CAPABILITY("cancel_fd in state Building") sring_cancel_fd_building {
    uint64_t live_;
    uint64_t head_;    /* opcode, flags, ioprio, fd */
    uint64_t timeout_; /* nanoseconds + 1; 0 for none */
};

/* The operation is in flight; the kernel owns its buffer, if it has one. */
struct SRING_CAPABILITY("cancel_fd in state Submitted") sring_cancel_fd_submitted {
    uint64_t number_;
};

/* The result is final; finish gives the buffer back, if there is one. */
struct SRING_CAPABILITY("cancel_fd in state Completed") sring_cancel_fd_completed {
    uint64_t number_;
    int32_t result_;
    uint32_t flags_;
    struct sring_block_ *block_;
    struct sring_block_ *scratch_;
};

extern void sring_error_cancel_fd_building_gone_(void)
    SRING_PROOF_ERROR_("sring: this Building cancel_fd was already submitted, started, added, "
                       "abandoned or moved; only its Submitted handle may be waited for, cancelled "
                       "or detached");
extern void sring_error_cancel_fd_submitted_gone_(void)
    SRING_PROOF_ERROR_("sring: this Submitted cancel_fd was already waited for, cancelled, "
                       "detached or moved; its result is in the Completed handle");
extern void sring_error_cancel_fd_completed_gone_(void)
    SRING_PROOF_ERROR_("sring: this Completed cancel_fd was already finished or moved; use what "
                       "finish returned and gave back");

/* One operation of await_each. */
struct sring_cancel_fd_item {
    int result; /* as from finish */
};

/* The callback of a started cancel_fd, called when it has completed. It must consume `done`. */
typedef void sring_cancel_fd_callback(struct sring *ring, struct sring_cancel_fd_completed *done,
                                      void *arg);

/* The head of such a callback, for a declaration or a definition. It lets the compiler check it. */
#define SRING_CANCEL_FD_CALLBACK(name)                                                             \
    static void name(SRING_MAYBE_ struct sring *ring, struct sring_cancel_fd_completed *done,      \
                     SRING_MAYBE_ void *arg) SRING_CALLBACK(ring, done)

/* The options of launch and await_with. 0 is the default. */
struct sring_cancel_fd_options {
    uint64_t timeout_ns; /* 0: none */
};

/* --- transitions and accessors ------------------------------------------------------------ */

/* Begins a cancel_fd. The caller keeps `fd`.
 * Returns 0, and the caller owns `op`; or -errno and no `op`: -EAGAIN (the ring's capacity is in
 * use; wait for an operation), -ECANCELED (the ring is closing). Needs Linux 5.19; an older
 * kernel completes the operation with -EINVAL. */
SRING_INLINE_ SRING_FALLIBLE int sring_cancel_fd_init(struct sring *ring,
                                                      struct sring_cancel_fd_building *op,
                                                      const struct sring_fd *fd)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*op) SRING_REQUIRES_SHARED(*fd);

/* Cancels the operation if it is not done `nanoseconds` after it began, on the monotonic clock;
 * the result is then -ETIME or, if bytes were transferred, their number. 0 cancels it unless it
 * completes without waiting. A second call replaces the time. The ring checks the time when it
 * waits or polls.
 * Returns 0; or -ENOMEM, with nothing changed. */
SRING_INLINE_ SRING_FALLIBLE int sring_cancel_fd_set_timeout(struct sring *ring,
                                                             struct sring_cancel_fd_building *op,
                                                             uint64_t nanoseconds)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*op);

/* Drops the operation; the kernel never sees it. `op` is gone. */
SRING_INLINE_ void sring_cancel_fd_abandon(struct sring *ring, struct sring_cancel_fd_building *op)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op);

/* Queues the operation; the kernel sees it at the next flush, wait, poll or run. `op` is gone,
 * and the caller owns `inflight`. It cannot fail: an operation that the kernel rejects completes
 * with the error. */
SRING_INLINE_ void sring_cancel_fd_submit(struct sring *ring, struct sring_cancel_fd_building *op,
                                          struct sring_cancel_fd_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op) SRING_PRODUCES(*inflight);

/* Queues the operation with a callback. When it has completed, wait, poll, run or close calls
 * `callback(ring, done, arg)`; the callback owns `done` and must consume it. `op` is gone.
 * Returns the operation's ticket, which may be ignored. */
SRING_INLINE_ struct sring_ticket
sring_cancel_fd_start(struct sring *ring, struct sring_cancel_fd_building *op,
                      sring_cancel_fd_callback *callback, void *arg) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*op);

/* Does init, the set functions and start in one call. `fd` may be stashed, borrowed or owned; a
 * dead handle is a misuse. `options` may be NULL for the defaults. `ticket` may be NULL; it is
 * stored before a callback can run. It runs no callbacks.
 * Returns 0; or an error of init or set_timeout, and nothing has changed. Test it with `if
 * (rc)`. */
SRING_INLINE_ SRING_FALLIBLE int sring_cancel_fd_launch(
    struct sring *ring, const struct sring_fd *fd, const struct sring_cancel_fd_options *options,
    sring_cancel_fd_callback *callback, void *arg, struct sring_ticket *ticket)
    SRING_REQUIRES(*ring);

/* Appends the operation to a batch; the first one has index 0. `op` is gone. Adding more
 * operations than the batch has room for is a misuse. */
SRING_INLINE_ void sring_cancel_fd_add(struct sring *ring, struct sring_batch_building *batch,
                                       struct sring_cancel_fd_building *op) SRING_REQUIRES(*ring)
    SRING_REQUIRES(*batch) SRING_CONSUMES(*op);

/* Names the operation, also after the handle is gone.
 * Returns the operation's ticket, for sring_pending, sring_cancel and sring_wait_any. */
SRING_INLINE_ struct sring_ticket
sring_cancel_fd_ticket(const struct sring_cancel_fd_submitted *inflight) SRING_REQUIRES(*inflight);

/* Checks whether wait would return at once. It never blocks; callbacks of other operations may
 * run.
 * Returns true if wait would return at once. */
SRING_INLINE_ bool sring_cancel_fd_ready(struct sring *ring,
                                         const struct sring_cancel_fd_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*inflight);

/* Waits until the kernel is done with the operation. `inflight` is gone, and the caller owns
 * `done`. Callbacks of other operations may run meanwhile. */
SRING_INLINE_ void sring_cancel_fd_wait(struct sring *ring,
                                        struct sring_cancel_fd_submitted *inflight,
                                        struct sring_cancel_fd_completed *done)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Asks the kernel to cancel the operation, and waits until the kernel is done with it.
 * `inflight` is gone, and the caller owns `done`. The result is -ECANCELED; the number of bytes,
 * if some were transferred; or the normal result, if the operation completed first. */
SRING_INLINE_ void sring_cancel_fd_cancel(struct sring *ring,
                                          struct sring_cancel_fd_submitted *inflight,
                                          struct sring_cancel_fd_completed *done)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Lets the operation complete on its own, without a wait. `inflight` is gone. The result is
 * dropped. */
SRING_INLINE_ void sring_cancel_fd_detach(struct sring *ring,
                                          struct sring_cancel_fd_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight);

/* Takes the operation `index` out of a batch; the caller owns `done`. Taking an operation of
 * another kind, or one that was already taken, is a misuse. */
SRING_INLINE_ void sring_cancel_fd_take(struct sring *ring, struct sring_batch_completed *batch,
                                        uint32_t index, struct sring_cancel_fd_completed *done)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*batch) SRING_PRODUCES(*done);

/* Reads the kernel's result; the operation must still be finished.
 * Returns the number of operations found or -errno. */
SRING_INLINE_ int sring_cancel_fd_result(const struct sring_cancel_fd_completed *done)
    SRING_REQUIRES(*done);

/* Ends the operation. `done` is gone.
 * Returns the number of operations found or -errno. */
SRING_INLINE_ int sring_cancel_fd_finish(struct sring_cancel_fd_completed *done)
    SRING_CONSUMES(*done);

/* Calls a callback that comes from a table or a struct, which the compiler cannot check. `done`
 * is gone; a callback that does not consume it is a misuse. */
SRING_INLINE_ void sring_cancel_fd_call(sring_cancel_fd_callback *callback, struct sring *ring,
                                        struct sring_cancel_fd_completed *done, void *arg)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*done);

/* Does init, submit, wait and finish in one call.
 * Returns the same as finish, or an error of init. */
SRING_INLINE_ SRING_FALLIBLE int sring_cancel_fd_await(struct sring *ring,
                                                       const struct sring_fd *fd)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*fd);

/* Like await, but with the set functions before submit. `options` may be NULL for the defaults.
 * `ticket` may be NULL; it is stored before the wait, so that others can cancel the operation.
 * Returns the same as finish, or an error of init or set_timeout. */
SRING_INLINE_ SRING_FALLIBLE int sring_cancel_fd_await_with(
    struct sring *ring, const struct sring_fd *fd, const struct sring_cancel_fd_options *options,
    struct sring_ticket *ticket) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*fd);

/* Does `n` operations, as many at a time as the ring has room for, and stores each result in its
 * item. Callbacks of other operations may run meanwhile.
 * Returns 0 if all were done, whatever their results; or -EAGAIN (the ring's capacity is in use)
 * or -ECANCELED (the ring is closing), which is then also the result of the operations that were
 * not begun. */
SRING_INLINE_ int sring_cancel_fd_await_each(struct sring *ring, const struct sring_fd *fd,
                                             struct sring_cancel_fd_item *items, uint32_t n)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*fd);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_cancel_fd_building_move(struct sring_cancel_fd_building *to,
                                                 struct sring_cancel_fd_building *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_cancel_fd_building_move_stash(struct sring_cancel_fd_building *to,
                                                       struct sring_cancel_fd_building *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_cancel_fd_building_stash(struct sring_cancel_fd_building *op)
    SRING_CONSUMES(*op);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_cancel_fd_building_claim(struct sring_cancel_fd_building *op)
    SRING_PRODUCES(*op);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_cancel_fd_submitted_move(struct sring_cancel_fd_submitted *to,
                                                  struct sring_cancel_fd_submitted *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_cancel_fd_submitted_move_stash(struct sring_cancel_fd_submitted *to,
                                                        struct sring_cancel_fd_submitted *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_cancel_fd_submitted_stash(struct sring_cancel_fd_submitted *inflight)
    SRING_CONSUMES(*inflight);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse, reported by the next
 * function that uses it. */
SRING_INLINE_ void sring_cancel_fd_submitted_claim(struct sring_cancel_fd_submitted *inflight)
    SRING_PRODUCES(*inflight);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_cancel_fd_completed_move(struct sring_cancel_fd_completed *to,
                                                  struct sring_cancel_fd_completed *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_cancel_fd_completed_move_stash(struct sring_cancel_fd_completed *to,
                                                        struct sring_cancel_fd_completed *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_cancel_fd_completed_stash(struct sring_cancel_fd_completed *done)
    SRING_CONSUMES(*done);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_cancel_fd_completed_claim(struct sring_cancel_fd_completed *done)
    SRING_PRODUCES(*done);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_cancel_fd_building_check_(const struct sring_cancel_fd_building *op,
                                                   const char *function)
{
    SRING_PROVE_(op->live_, sring_error_cancel_fd_building_gone_);
    if (SRING_UNLIKELY_(!op->live_)) {
        sring_misuse_(function, "a live handle of cancel_fd in state Building", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void
sring_cancel_fd_submitted_check_(const struct sring_cancel_fd_submitted *inflight,
                                 const char *function)
{
    SRING_PROVE_(inflight->number_, sring_error_cancel_fd_submitted_gone_);
    if (SRING_UNLIKELY_(!inflight->number_)) {
        sring_misuse_(function, "a live handle of cancel_fd in state Submitted", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_cancel_fd_completed_check_(const struct sring_cancel_fd_completed *done,
                                                    const char *function)
{
    SRING_PROVE_(done->number_, sring_error_cancel_fd_completed_gone_);
    if (SRING_UNLIKELY_(!done->number_)) {
        sring_misuse_(function, "a live handle of cancel_fd in state Completed", "a dead one");
    }
}

/* Private. Checks that the Building handle is live and of this ring. */
SRING_INLINE_ void sring_cancel_fd_begun_(const struct sring *ring,
                                          const struct sring_cancel_fd_building *op,
                                          const char *function)
{
    SRING_PROVE_(op->live_, sring_error_cancel_fd_building_gone_);
    if (SRING_UNLIKELY_(op->live_ != ring->live_)) {
        sring_not_begun_here_(ring, op->live_, "a live handle of cancel_fd in state Building",
                              function);
    }
}

/* Private. Writes the words of the SQE, except user_data. */
SRING_INLINE_ void sring_cancel_fd_write_(struct sring_sqe_ *sqe, uint64_t head)
{
    sqe->head_ = head;
    sqe->off_ = 0;
    sqe->addr_ = 0;
    sqe->len_flags_ = SRING_PAIR_(0, 3);
}

/* Private. The common part of submit, start and add: queues the operation, which then owns its
 * buffer or file, and returns its number. With `destination`, only writes it there and returns its
 * flags. */
SRING_INLINE_ uint64_t
sring_cancel_fd_queue_(struct sring *ring, struct sring_cancel_fd_building *op,
                       struct sring_slot_ *destination, const struct sring_delivery_ *delivery,
                       sring_any_fn_ *callback, void *arg, const char *function)
{
    uint64_t flags = delivery ? SRING_CALLS_BACK_ | SRING_QUICK_ : 0;
    struct sring_slot_ *slot;
    uint64_t head;
    uint64_t number;

    SRING_CHECK_OWNER_(ring, function);
    SRING_PROVE_RING_(ring);
    sring_cancel_fd_begun_(ring, op, function);
    head = op->head_;
    if (!destination) {
        sring_file_cancelled_(ring, SRING_HEAD_FD_(head), function);
    }
    op->live_ = 0;
    slot = sring_slot_of_(ring, ring->next_);
    if (SRING_UNLIKELY_(destination || op->timeout_ || slot->sqe_.user_data_ != SRING_FREE_)) {
        slot = destination ? destination : ring->staging_;
        sring_cancel_fd_write_(&slot->sqe_, head);
        slot->record_.timeout_ = op->timeout_;
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
        return destination ? flags : sring_queue_staged_(ring, flags, function);
    }
    number = ring->next_;
    sring_count_(&ring->next_, SRING_STEP_);
    SRING_BEGUN_HERE_(ring, number);
    sring_cancel_fd_write_(&slot->sqe_, head);
    slot->sqe_.user_data_ = number | flags;
    if (delivery) {
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
    }
    return number;
}

/* Private. Does init and the set functions. */
SRING_INLINE_ int sring_cancel_fd_begin_(struct sring *ring, struct sring_cancel_fd_building *op,
                                         const struct sring_fd *fd,
                                         const struct sring_cancel_fd_options *options)
{
    int rc;

    if (options && options->timeout_ns) {
        SRING_CHECK_OWNER_(ring, __func__);
        SRING_PROVE_RING_(ring);
        rc = sring_deadline_room_(ring, __func__);
        if (rc) {
            return rc;
        }
    }
    rc = sring_cancel_fd_init(ring, op, fd);
    if (rc) {
        return rc;
    }
    if (options) {
        if (options->timeout_ns) {
            op->timeout_ = sring_time_limit_(options->timeout_ns);
        }
    }
    return 0;
}

/* Private. Makes the Completed handle. */
SRING_INLINE_ void sring_cancel_fd_complete_(struct sring_cancel_fd_completed *done,
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
sring_cancel_fd_deliver_(struct sring *ring, void *done, void *arg, sring_any_fn_ *callback)
{
    ((sring_cancel_fd_callback *)callback)(ring, (struct sring_cancel_fd_completed *)done, arg);
}

static const struct sring_delivery_ sring_cancel_fd_delivery_ __attribute__((unused)) =
    {sring_cancel_fd_deliver_, "a callback of cancel_fd"};

SRING_INLINE_ int sring_cancel_fd_init(struct sring *ring, struct sring_cancel_fd_building *op,
                                       const struct sring_fd *fd)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(14, 0, 0, -1) ^ sring_fd_word_(fd);
    op->timeout_ = 0;
    rc = sring_take_budget_(ring, __func__);
    if (SRING_UNLIKELY_(rc)) {
        op->live_ = sring_nothing_();
        return rc;
    }
    op->live_ = ring->live_;
    SRING_PRODUCED_(op->live_);
    return 0;
}

SRING_INLINE_ int sring_cancel_fd_set_timeout(struct sring *ring,
                                              struct sring_cancel_fd_building *op,
                                              uint64_t nanoseconds)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_cancel_fd_building_check_(op, __func__);
    sring_cancel_fd_begun_(ring, op, __func__);
    rc = sring_deadline_room_(ring, __func__);
    if (rc) {
        return rc;
    }
    op->timeout_ = sring_time_limit_(nanoseconds);
    return 0;
}

SRING_INLINE_ void sring_cancel_fd_abandon(struct sring *ring, struct sring_cancel_fd_building *op)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_cancel_fd_building_check_(op, __func__);
    sring_cancel_fd_begun_(ring, op, __func__);
    op->live_ = 0;
    ring->budget_ += 1;
}

SRING_INLINE_ void sring_cancel_fd_submit(struct sring *ring, struct sring_cancel_fd_building *op,
                                          struct sring_cancel_fd_submitted *inflight)
{
    inflight->number_ = sring_cancel_fd_queue_(ring, op, NULL, NULL, NULL, NULL, __func__);
    SRING_PRODUCED_(inflight->number_);
}

SRING_INLINE_ struct sring_ticket
sring_cancel_fd_start(struct sring *ring, struct sring_cancel_fd_building *op,
                      sring_cancel_fd_callback *callback, void *arg)
{
    struct sring_ticket ticket;

    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    ticket.number_ = sring_cancel_fd_queue_(ring, op, NULL, &sring_cancel_fd_delivery_,
                                            (sring_any_fn_ *)callback, arg, __func__);
    return ticket;
}

SRING_INLINE_ int sring_cancel_fd_launch(struct sring *ring, const struct sring_fd *fd,
                                         const struct sring_cancel_fd_options *options,
                                         sring_cancel_fd_callback *callback, void *arg,
                                         struct sring_ticket *ticket)
{
    struct sring_cancel_fd_building op;
    struct sring_ticket started;
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    (void)sring_fd_live_word_(fd, __func__);
    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    rc = sring_cancel_fd_begin_(ring, &op, fd, options);
    if (rc) {
        return rc;
    }
    started = sring_cancel_fd_start(ring, &op, callback, arg);
    if (ticket) {
        *ticket = started;
    }
    return 0;
}

SRING_INLINE_ void sring_cancel_fd_add(struct sring *ring, struct sring_batch_building *batch,
                                       struct sring_cancel_fd_building *op)
{
    struct sring_slot_ *place = sring_batch_room_(ring, batch, __func__);
    uint64_t flags = sring_cancel_fd_queue_(ring, op, place, NULL, NULL, NULL, __func__);

    sring_batch_push_(batch->block_, flags, 0xf4f5f3cdu, SRING_HAS_FILE_);
}

SRING_INLINE_ struct sring_ticket
sring_cancel_fd_ticket(const struct sring_cancel_fd_submitted *inflight)
{
    struct sring_ticket ticket;

    sring_cancel_fd_submitted_check_(inflight, __func__);
    ticket.number_ = inflight->number_;
    return ticket;
}

SRING_INLINE_ bool sring_cancel_fd_ready(struct sring *ring,
                                         const struct sring_cancel_fd_submitted *inflight)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_cancel_fd_submitted_check_(inflight, __func__);
    return sring_ready_(ring, inflight->number_, __func__);
}

SRING_INLINE_ void sring_cancel_fd_wait(struct sring *ring,
                                        struct sring_cancel_fd_submitted *inflight,
                                        struct sring_cancel_fd_completed *done)
{
    struct sring_taken_ taken;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_cancel_fd_submitted_gone_);
    taken = sring_take_(ring, inflight->number_, 0, __func__);
    inflight->number_ = 0;
    sring_cancel_fd_complete_(done, &taken);
}

SRING_INLINE_ void sring_cancel_fd_cancel(struct sring *ring,
                                          struct sring_cancel_fd_submitted *inflight,
                                          struct sring_cancel_fd_completed *done)
{
    struct sring_taken_ taken;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_cancel_fd_submitted_gone_);
    taken = sring_wait_cancelled_(ring, inflight->number_, __func__);
    inflight->number_ = 0;
    sring_cancel_fd_complete_(done, &taken);
}

SRING_INLINE_ void sring_cancel_fd_detach(struct sring *ring,
                                          struct sring_cancel_fd_submitted *inflight)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_cancel_fd_submitted_gone_);
    sring_detach_(ring, inflight->number_, __func__);
    inflight->number_ = 0;
}

SRING_INLINE_ void sring_cancel_fd_take(struct sring *ring, struct sring_batch_completed *batch,
                                        uint32_t index, struct sring_cancel_fd_completed *done)
{
    struct sring_taken_ taken = sring_batch_take_(ring, batch, index, 0xf4f5f3cdu, __func__);

    sring_cancel_fd_complete_(done, &taken);
}

SRING_INLINE_ int sring_cancel_fd_result(const struct sring_cancel_fd_completed *done)
{
    sring_cancel_fd_completed_check_(done, __func__);
    return done->result_;
}

SRING_INLINE_ int sring_cancel_fd_finish(struct sring_cancel_fd_completed *done)
{
    int result = done->result_;

    sring_cancel_fd_completed_check_(done, __func__);
    done->number_ = 0;
    return result;
}

SRING_INLINE_ void sring_cancel_fd_call(sring_cancel_fd_callback *callback, struct sring *ring,
                                        struct sring_cancel_fd_completed *done, void *arg)
{
    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    sring_cancel_fd_completed_check_(done, __func__);
    callback(ring, done, arg);
    sring_check_consumed_(done->number_ != 0, &sring_cancel_fd_delivery_);
    done->number_ = 0;
}

SRING_INLINE_ int sring_cancel_fd_await(struct sring *ring, const struct sring_fd *fd)
{
    struct sring_cancel_fd_building op;
    struct sring_cancel_fd_submitted inflight;
    struct sring_cancel_fd_completed done;
    int rc = sring_cancel_fd_init(ring, &op, fd);

    if (rc) {
        return rc;
    }
    sring_cancel_fd_submit(ring, &op, &inflight);
    sring_cancel_fd_wait(ring, &inflight, &done);
    return sring_cancel_fd_finish(&done);
}

SRING_INLINE_ int sring_cancel_fd_await_with(struct sring *ring, const struct sring_fd *fd,
                                             const struct sring_cancel_fd_options *options,
                                             struct sring_ticket *ticket)
{
    struct sring_cancel_fd_building op;
    struct sring_cancel_fd_submitted inflight;
    struct sring_cancel_fd_completed done;
    int rc = sring_cancel_fd_begin_(ring, &op, fd, options);

    if (rc) {
        return rc;
    }
    sring_cancel_fd_submit(ring, &op, &inflight);
    if (ticket) {
        *ticket = sring_cancel_fd_ticket(&inflight);
    }
    sring_cancel_fd_wait(ring, &inflight, &done);
    return sring_cancel_fd_finish(&done);
}

SRING_INLINE_ int sring_cancel_fd_await_each(struct sring *ring, const struct sring_fd *fd,
                                             struct sring_cancel_fd_item *items, uint32_t n)
{
    struct sring_cancel_fd_building op;
    uint32_t done = 0;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op.head_ = SRING_HEAD_(14, 0, 0, -1) ^ sring_fd_word_(fd);
    while (done < n) {
        uint64_t first = ring->next_;
        uint64_t number = first;
        uint32_t most = sring_each_room_(ring, n - done);
        uint32_t queued;

        for (queued = 0; queued < most; queued++) {
            struct sring_slot_ *slot = sring_slot_of_(ring, number);

            if (SRING_UNLIKELY_(slot->sqe_.user_data_ != SRING_FREE_)) {
                break;
            }
            sring_cancel_fd_write_(&slot->sqe_, op.head_);
            slot->sqe_.user_data_ = number;
            SRING_BEGUN_HERE_(ring, number);
            number += SRING_STEP_;
        }
        if (SRING_UNLIKELY_(!queued)) {
            int rc = sring_each_wait_(ring, __func__);

            if (rc) {
                for (; done < n; done++) {
                    items[done].result = rc;
                }
                return rc;
            }
            continue;
        }
        ring->next_ = number;
        ring->budget_ -= queued;
        sring_file_cancelled_(ring, SRING_HEAD_FD_(op.head_), __func__);
        sring_take_each_(ring, first, queued, &items[done].result, sizeof(*items));
        done += queued;
    }
    return 0;
}

SRING_INLINE_ void sring_cancel_fd_building_move(struct sring_cancel_fd_building *to,
                                                 struct sring_cancel_fd_building *from)
{
    sring_cancel_fd_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_cancel_fd_building_move_stash(struct sring_cancel_fd_building *to,
                                                       struct sring_cancel_fd_building *from)
{
    sring_cancel_fd_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_cancel_fd_building_stash(struct sring_cancel_fd_building *op)
{
    sring_cancel_fd_building_check_(op, __func__);
}

SRING_INLINE_ void sring_cancel_fd_building_claim(struct sring_cancel_fd_building *op)
{
    SRING_LAUNDER_(op->live_);
    sring_cancel_fd_building_check_(op, __func__);
}

SRING_INLINE_ void sring_cancel_fd_submitted_move(struct sring_cancel_fd_submitted *to,
                                                  struct sring_cancel_fd_submitted *from)
{
    sring_cancel_fd_submitted_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_cancel_fd_submitted_move_stash(struct sring_cancel_fd_submitted *to,
                                                        struct sring_cancel_fd_submitted *from)
{
    sring_cancel_fd_submitted_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_cancel_fd_submitted_stash(struct sring_cancel_fd_submitted *inflight)
{
    sring_cancel_fd_submitted_check_(inflight, __func__);
}

SRING_INLINE_ void sring_cancel_fd_submitted_claim(struct sring_cancel_fd_submitted *inflight)
{
    SRING_LAUNDER_(inflight->number_);
}

SRING_INLINE_ void sring_cancel_fd_completed_move(struct sring_cancel_fd_completed *to,
                                                  struct sring_cancel_fd_completed *from)
{
    sring_cancel_fd_completed_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_cancel_fd_completed_move_stash(struct sring_cancel_fd_completed *to,
                                                        struct sring_cancel_fd_completed *from)
{
    sring_cancel_fd_completed_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_cancel_fd_completed_stash(struct sring_cancel_fd_completed *done)
{
    sring_cancel_fd_completed_check_(done, __func__);
}

SRING_INLINE_ void sring_cancel_fd_completed_claim(struct sring_cancel_fd_completed *done)
{
    SRING_LAUNDER_(done->number_);
    sring_cancel_fd_completed_check_(done, __func__);
}

SRING_END_C_

#endif /* SRING_OPS_CANCEL_FD_H */
