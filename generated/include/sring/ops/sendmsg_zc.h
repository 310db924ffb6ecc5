/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/sendmsg_zc.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * sendmsg_zc: Send buffers without a copy, with address and control data. It never raises SIGPIPE.
 * IORING_OP_SENDMSG_ZC (48), Linux 6.1 and later.
 *
 *      set   set_timeout       ticket   ready               result
 *          +---+                   +---+                   +---+
 *          |   v                   |   v                   |   v
 *  init  +----------+  submit  +-----------+   wait   +-----------+  release
 * ------>| Building |--------->| Submitted |--------->| Completed |--------->
 *        +----------+          +-----------+  cancel  +-----------+  forget
 *          |      |                  |                      ^      call
 *  abandon |      | start            | detach               | take (out of a batch)
 *          v      v add              v                      |
 *
 * The kernel owns `vec` from submit, start, launch or add until release gives it back.
 * Operations in flight on a file share its stream and run in no fixed order: the bytes of one may
 * be sent before or between those of another. So wait for one before the next, or link them in a
 * batch, with MSG_WAITALL.
 * Operations linked behind it are cancelled if the result is negative; with MSG_WAITALL also if it
 * is fewer bytes than requested.
 */
#ifndef SRING_OPS_SENDMSG_ZC_H
#define SRING_OPS_SENDMSG_ZC_H

#include <sring/detail/hot.h>
#include <sring/detail/member.h>
#include <sring/detail/message.h>
#include <sring/direct_fd.h>
#include <sring/vec.h>

#include <sys/socket.h>

SRING_BEGIN_C_

#define SRING_HAVE_SENDMSG_ZC 1
#define SRING_OP_SENDMSG_ZC UINT64_C(0x98fac94b00060130) /* for sring_supports */

/* --- states ------------------------------------------------------------------------------- */

/* Options may still change; the operation is not submitted yet. */
struct SRING_CAPABILITY("sendmsg_zc in state Building") sring_sendmsg_zc_building {
    uint64_t live_;
    uint64_t head_;         /* opcode, flags, ioprio, fd */
    uint64_t direct_token_; /* the direct descriptor's; 0 for a file */
    size_t start_;          /* in the buffer */
    size_t count_;
    uint32_t flags_;
    uint64_t async_;               /* IOSQE_ASYNC, as in head_; 0 if not set */
    uint64_t timeout_;             /* nanoseconds + 1; 0 for none */
    struct sring_block_ *scratch_; /* copies for the kernel to read, room for it to write */
    uint64_t scratch_token_;
};

/* The operation is in flight; the kernel owns its buffer. */
struct SRING_CAPABILITY("sendmsg_zc in state Submitted") sring_sendmsg_zc_submitted {
    uint64_t number_;
};

/* The result is known, but the kernel may still read the buffer; release waits for that. */
struct SRING_CAPABILITY("sendmsg_zc in state Completed") sring_sendmsg_zc_completed {
    uint64_t number_;
    int32_t result_;
    uint32_t flags_;
    struct sring_block_ *block_;
    struct sring_block_ *scratch_;
};

extern void sring_error_sendmsg_zc_building_gone_(void)
    SRING_PROOF_ERROR_("sring: this Building sendmsg_zc was already submitted, started, added, "
                       "abandoned or moved; only its Submitted handle may be waited for, cancelled "
                       "or detached");
extern void sring_error_sendmsg_zc_submitted_gone_(void)
    SRING_PROOF_ERROR_("sring: this Submitted sendmsg_zc was already waited for, cancelled, "
                       "detached or moved; its result is in the Completed handle");
extern void sring_error_sendmsg_zc_completed_gone_(void)
    SRING_PROOF_ERROR_("sring: this Completed sendmsg_zc was already released, forgotten or moved; "
                       "use what release returned and gave back");

/* The callback of a started sendmsg_zc, called when it has completed. It must consume `done`. */
typedef void sring_sendmsg_zc_callback(struct sring *ring, struct sring_sendmsg_zc_completed *done,
                                       void *arg);

/* The head of such a callback, for a declaration or a definition. It lets the compiler check it. */
#define SRING_SENDMSG_ZC_CALLBACK(name)                                                            \
    static void name(SRING_MAYBE_ struct sring *ring, struct sring_sendmsg_zc_completed *done,     \
                     SRING_MAYBE_ void *arg) SRING_CALLBACK(ring, done)

/* The options of launch and await_with. 0 is the default. */
struct sring_sendmsg_zc_options {
    uint32_t flags;
    size_t start;        /* of the part of the buffer */
    size_t count;        /* 0: all from there */
    bool async;          /* run it in a worker at once */
    uint64_t timeout_ns; /* 0: none */
};

/* --- transitions and accessors ------------------------------------------------------------ */

/* Begins a sendmsg_zc. The caller keeps `fd`. Memory that an argument points at is copied and
 * may be reused at once.
 * `to`: The address to send to; NULL on a connected socket.
 * `control`: Control data (see cmsg(3)), or NULL. Descriptors in it are duplicated at once; the
 * caller may close its own.
 * Returns 0, and the caller owns `op`; or -errno and no `op`: -EAGAIN (the ring's capacity is in
 * use, and this counts as two operations; wait for some), -ECANCELED (the ring is closing),
 * -ENOMEM, -EINVAL (the address is longer than struct sockaddr_storage), -EBADF or -EMFILE (a
 * descriptor in the control data cannot be duplicated), -EINVAL (more than 1 MiB of control
 * data). Needs Linux 6.1; an older kernel completes the operation with -EINVAL. */
SRING_INLINE_ SRING_FALLIBLE int sring_sendmsg_zc_init(
    struct sring *ring, struct sring_sendmsg_zc_building *op, const struct sring_fd *fd,
    const struct sockaddr *to, socklen_t to_length, const void *control, size_t control_length)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*op) SRING_REQUIRES_SHARED(*fd);

/* Like init, but on a direct descriptor.
 * Returns the same as init. */
SRING_INLINE_ SRING_FALLIBLE int sring_sendmsg_zc_init_direct(
    struct sring *ring, struct sring_sendmsg_zc_building *op, const struct sring_direct_fd *fd,
    const struct sockaddr *to, socklen_t to_length, const void *control, size_t control_length)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*op) SRING_REQUIRES_SHARED(*fd);

/* Sets `flags`: MSG_WAITALL (a short send only after an error, a cancel or a deadline), MSG_MORE
 * and the like. Default: 0. */
SRING_INLINE_ void sring_sendmsg_zc_set_flags(struct sring_sendmsg_zc_building *op, uint32_t flags)
    SRING_REQUIRES(*op);

/* Uses only part of the buffer: at most `count` bytes from byte `start`. Default: from byte 0 to
 * the end of the last buffer's length. A `start` past the end is a misuse; submit reports it. A
 * `start` at the end, or a `count` of 0, is legal and means no bytes: the result is then 0,
 * without the end of a file or stream. On a socket a recv of no bytes still waits until there is
 * something, and takes away a whole datagram; a send of no bytes to a datagram socket sends an
 * empty datagram. */
SRING_INLINE_ void sring_sendmsg_zc_set_range(struct sring_sendmsg_zc_building *op, size_t start,
                                              size_t count) SRING_REQUIRES(*op);

/* Runs the operation in a worker of the kernel at once (IOSQE_ASYNC). The kernel does not try it
 * first, so flush and wait do not spend the time that it takes; a worker costs some
 * microseconds. Several on one pipe, socket or position run in no fixed order. Closing the file
 * waits for them. Before Linux 6.6 only regular files, directories and block devices are given
 * to a worker at once. */
SRING_INLINE_ void sring_sendmsg_zc_set_async(struct sring_sendmsg_zc_building *op)
    SRING_REQUIRES(*op);

/* Cancels the operation if it is not done `nanoseconds` after it began, on the monotonic clock;
 * the result is then -ETIME or, if bytes were transferred, their number. 0 cancels it unless it
 * completes without waiting. A second call replaces the time. The ring checks the time when it
 * waits or polls.
 * Returns 0; or -ENOMEM, with nothing changed. */
SRING_INLINE_ SRING_FALLIBLE int sring_sendmsg_zc_set_timeout(struct sring *ring,
                                                              struct sring_sendmsg_zc_building *op,
                                                              uint64_t nanoseconds)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*op);

/* Drops the operation; the kernel never sees it. `op` is gone. */
SRING_INLINE_ void sring_sendmsg_zc_abandon(struct sring *ring,
                                            struct sring_sendmsg_zc_building *op)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op);

/* Queues the operation; the kernel sees it at the next flush, wait, poll or run. `op` is gone,
 * and the caller owns `inflight`. The kernel owns `vec` until release gives it back, even after
 * an error. It cannot fail: an operation that the kernel rejects completes with the error. */
SRING_INLINE_ void sring_sendmsg_zc_submit(struct sring *ring, struct sring_sendmsg_zc_building *op,
                                           struct sring_vec *vec,
                                           struct sring_sendmsg_zc_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op) SRING_CONSUMES(*vec) SRING_PRODUCES(*inflight);

/* Queues the operation with a callback. When the kernel is done with the buffer, wait, poll, run
 * or close calls `callback(ring, done, arg)`; the callback owns `done` and must consume it.
 * release does not block in the callback. `op` is gone. The kernel owns `vec` until release
 * gives it back, even after an error.
 * Returns the operation's ticket, which may be ignored. */
SRING_INLINE_ struct sring_ticket
sring_sendmsg_zc_start(struct sring *ring, struct sring_sendmsg_zc_building *op,
                       struct sring_vec *vec, sring_sendmsg_zc_callback *callback, void *arg)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op) SRING_CONSUMES(*vec);

/* Does init, the set functions and start in one call. `fd` may be stashed, borrowed or owned; a
 * dead handle is a misuse. `options` may be NULL for the defaults. `ticket` may be NULL; it is
 * stored before a callback can run. It runs no callbacks. The kernel owns `vec` until release
 * gives it back, even after an error.
 * Returns 0; or an error of init or set_timeout, and nothing has changed, and the caller still
 * owns `vec`. Test it with `if (rc)`. */
SRING_INLINE_ SRING_FALLIBLE int
sring_sendmsg_zc_launch(struct sring *ring, const struct sring_fd *fd, const struct sockaddr *to,
                        socklen_t to_length, const void *control, size_t control_length,
                        struct sring_vec *vec, const struct sring_sendmsg_zc_options *options,
                        sring_sendmsg_zc_callback *callback, void *arg, struct sring_ticket *ticket)
    SRING_REQUIRES(*ring) SRING_CONSUMES_ON_SUCCESS(*vec);

/* Appends the operation to a batch; the first one has index 0. `op` is gone. The kernel owns
 * `vec` until release gives it back, even after an error. The batch completes only when the
 * kernel is done with the buffer. Adding more operations than the batch has room for is a
 * misuse. */
SRING_INLINE_ void sring_sendmsg_zc_add(struct sring *ring, struct sring_batch_building *batch,
                                        struct sring_sendmsg_zc_building *op, struct sring_vec *vec)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*batch) SRING_CONSUMES(*op) SRING_CONSUMES(*vec);

/* Names the operation, also after the handle is gone.
 * Returns the operation's ticket, for sring_pending, sring_cancel and sring_wait_any. */
SRING_INLINE_ struct sring_ticket
sring_sendmsg_zc_ticket(const struct sring_sendmsg_zc_submitted *inflight)
    SRING_REQUIRES(*inflight);

/* Checks whether wait would return at once. It never blocks; callbacks of other operations may
 * run.
 * Returns true if wait would return at once. */
SRING_INLINE_ bool sring_sendmsg_zc_ready(struct sring *ring,
                                          const struct sring_sendmsg_zc_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*inflight);

/* Waits for the result. `inflight` is gone, and the caller owns `done`. The kernel may still
 * read the buffer. Callbacks of other operations may run meanwhile. */
SRING_INLINE_ void sring_sendmsg_zc_wait(struct sring *ring,
                                         struct sring_sendmsg_zc_submitted *inflight,
                                         struct sring_sendmsg_zc_completed *done)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Asks the kernel to cancel the operation, and waits for the result. `inflight` is gone, and the
 * caller owns `done`. The result is -ECANCELED; the number of bytes, if some were transferred;
 * or the normal result, if the operation completed first. In any case the kernel may still read
 * the buffer. */
SRING_INLINE_ void sring_sendmsg_zc_cancel(struct sring *ring,
                                           struct sring_sendmsg_zc_submitted *inflight,
                                           struct sring_sendmsg_zc_completed *done)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Lets the operation complete on its own, without a wait. `inflight` is gone. The ring frees
 * `vec` when the kernel is done with it. */
SRING_INLINE_ void sring_sendmsg_zc_detach(struct sring *ring,
                                           struct sring_sendmsg_zc_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight);

/* Takes the operation `index` out of a batch; the caller owns `done`. Taking an operation of
 * another kind, or one that was already taken, is a misuse. */
SRING_INLINE_ void sring_sendmsg_zc_take(struct sring *ring, struct sring_batch_completed *batch,
                                         uint32_t index, struct sring_sendmsg_zc_completed *done)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*batch) SRING_PRODUCES(*done);

/* Reads the kernel's result; the buffer must still be released.
 * Returns the number of bytes or -errno; fewer than the total length is a short send. */
SRING_INLINE_ int sring_sendmsg_zc_result(const struct sring_sendmsg_zc_completed *done)
    SRING_REQUIRES(*done);

/* Waits until the kernel is done with the buffer, and ends the operation. `done` is gone. The
 * caller owns `vec` again, whatever the result. On a stream socket the wait lasts until the peer
 * has acknowledged the data or the connection has ended. Callbacks of other operations may run
 * meanwhile.
 * Returns the number of bytes or -errno; fewer than the total length is a short send. */
SRING_INLINE_ int sring_sendmsg_zc_release(struct sring *ring,
                                           struct sring_sendmsg_zc_completed *done,
                                           struct sring_vec *vec) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*done) SRING_PRODUCES(*vec);

/* Ends the operation without waiting for the buffer. `done` is gone. The ring frees `vec` when
 * the kernel is done with it. */
SRING_INLINE_ void sring_sendmsg_zc_forget(struct sring *ring,
                                           struct sring_sendmsg_zc_completed *done)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*done);

/* Calls a callback that comes from a table or a struct, which the compiler cannot check. `done`
 * is gone; a callback that does not consume it is a misuse. */
SRING_INLINE_ void sring_sendmsg_zc_call(sring_sendmsg_zc_callback *callback, struct sring *ring,
                                         struct sring_sendmsg_zc_completed *done, void *arg)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*done);

/* Does init, submit, wait and release in one call. The caller owns `vec` before and after the
 * call.
 * Returns the same as release, or an error of init. */
SRING_INLINE_ SRING_FALLIBLE int sring_sendmsg_zc_await(
    struct sring *ring, const struct sring_fd *fd, struct sring_vec *vec, const struct sockaddr *to,
    socklen_t to_length, const void *control, size_t control_length) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*fd) SRING_REQUIRES(*vec);

/* Like await, but with the set functions before submit. `options` may be NULL for the defaults.
 * `ticket` may be NULL; it is stored before the wait, so that others can cancel the operation.
 * The caller owns `vec` before and after the call.
 * Returns the same as release, or an error of init or set_timeout. */
SRING_INLINE_ SRING_FALLIBLE int sring_sendmsg_zc_await_with(
    struct sring *ring, const struct sring_fd *fd, struct sring_vec *vec, const struct sockaddr *to,
    socklen_t to_length, const void *control, size_t control_length,
    const struct sring_sendmsg_zc_options *options, struct sring_ticket *ticket)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*fd) SRING_REQUIRES(*vec);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_sendmsg_zc_building_move(struct sring_sendmsg_zc_building *to,
                                                  struct sring_sendmsg_zc_building *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_sendmsg_zc_building_move_stash(struct sring_sendmsg_zc_building *to,
                                                        struct sring_sendmsg_zc_building *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_sendmsg_zc_building_stash(struct sring_sendmsg_zc_building *op)
    SRING_CONSUMES(*op);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_sendmsg_zc_building_claim(struct sring_sendmsg_zc_building *op)
    SRING_PRODUCES(*op);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_sendmsg_zc_submitted_move(struct sring_sendmsg_zc_submitted *to,
                                                   struct sring_sendmsg_zc_submitted *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_sendmsg_zc_submitted_move_stash(struct sring_sendmsg_zc_submitted *to,
                                                         struct sring_sendmsg_zc_submitted *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_sendmsg_zc_submitted_stash(struct sring_sendmsg_zc_submitted *inflight)
    SRING_CONSUMES(*inflight);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse, reported by the next
 * function that uses it. */
SRING_INLINE_ void sring_sendmsg_zc_submitted_claim(struct sring_sendmsg_zc_submitted *inflight)
    SRING_PRODUCES(*inflight);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_sendmsg_zc_completed_move(struct sring_sendmsg_zc_completed *to,
                                                   struct sring_sendmsg_zc_completed *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_sendmsg_zc_completed_move_stash(struct sring_sendmsg_zc_completed *to,
                                                         struct sring_sendmsg_zc_completed *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_sendmsg_zc_completed_stash(struct sring_sendmsg_zc_completed *done)
    SRING_CONSUMES(*done);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_sendmsg_zc_completed_claim(struct sring_sendmsg_zc_completed *done)
    SRING_PRODUCES(*done);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_sendmsg_zc_building_check_(const struct sring_sendmsg_zc_building *op,
                                                    const char *function)
{
    SRING_PROVE_(op->live_, sring_error_sendmsg_zc_building_gone_);
    if (SRING_UNLIKELY_(!op->live_)) {
        sring_misuse_(function, "a live handle of sendmsg_zc in state Building", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void
sring_sendmsg_zc_submitted_check_(const struct sring_sendmsg_zc_submitted *inflight,
                                  const char *function)
{
    SRING_PROVE_(inflight->number_, sring_error_sendmsg_zc_submitted_gone_);
    if (SRING_UNLIKELY_(!inflight->number_)) {
        sring_misuse_(function, "a live handle of sendmsg_zc in state Submitted", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_sendmsg_zc_completed_check_(const struct sring_sendmsg_zc_completed *done,
                                                     const char *function)
{
    SRING_PROVE_(done->number_, sring_error_sendmsg_zc_completed_gone_);
    if (SRING_UNLIKELY_(!done->number_)) {
        sring_misuse_(function, "a live handle of sendmsg_zc in state Completed", "a dead one");
    }
}

/* Private. Checks that the Building handle is live and of this ring. */
SRING_INLINE_ void sring_sendmsg_zc_begun_(const struct sring *ring,
                                           const struct sring_sendmsg_zc_building *op,
                                           const char *function)
{
    SRING_PROVE_(op->live_, sring_error_sendmsg_zc_building_gone_);
    if (SRING_UNLIKELY_(op->live_ != ring->live_)) {
        sring_not_begun_here_(ring, op->live_, "a live handle of sendmsg_zc in state Building",
                              function);
    }
}

/* Private. Writes the words of the SQE, except user_data. */
SRING_INLINE_ void sring_sendmsg_zc_write_(struct sring_sqe_ *sqe,
                                           const struct sring_sendmsg_zc_building *op,
                                           uint64_t head)
{
    sqe->head_ = head;
    sqe->off_ = 0;
    sqe->addr_ = (uint64_t)(uintptr_t)op->scratch_->data_;
    sqe->len_flags_ = SRING_PAIR_(1, op->flags_);
}

/* Private. The common part of submit, start and add: queues the operation, which then owns its
 * buffer or file, and returns its number. With `destination`, only writes it there and returns its
 * flags. */
SRING_INLINE_ uint64_t sring_sendmsg_zc_queue_(
    struct sring *ring, struct sring_sendmsg_zc_building *op, struct sring_vec *vec,
    struct sring_slot_ *destination, const struct sring_delivery_ *delivery,
    sring_any_fn_ *callback, void *arg, const char *function)
{
    uint64_t flags = delivery ? SRING_CALLS_BACK_ : 0;
    struct sring_slot_ *slot;
    struct sring_block_ *block;
    uint64_t head;
    uint64_t number;

    SRING_CHECK_OWNER_(ring, function);
    SRING_PROVE_RING_(ring);
    sring_sendmsg_zc_begun_(ring, op, function);
    if (op->direct_token_) {
        sring_direct_check_(ring, (uint32_t)SRING_HEAD_FD_(op->head_), op->direct_token_, function);
    }
    head = op->head_ | op->async_;
    block = sring_vec_block_(vec, function);
    if (SRING_UNLIKELY_(op->scratch_->owner_ != op->scratch_token_)) {
        sring_misuse_(function, "a sendmsg_zc in state Building",
                      "a copy of one that was consumed before");
    }
    sring_vec_lend_(block, op->start_, op->count_, false, function);
    sring_message_lend_(op->scratch_, block);
    op->live_ = 0;
    vec->block_ = NULL;
    slot = sring_slot_of_(ring, ring->next_);
    if (SRING_UNLIKELY_(destination || op->async_ || op->timeout_ ||
                        slot->sqe_.user_data_ != SRING_FREE_)) {
        slot = destination ? destination : ring->staging_;
        sring_sendmsg_zc_write_(&slot->sqe_, op, head);
        slot->record_.scratch_ = op->scratch_;
        slot->record_.block_ = block;
        slot->record_.state_ = SRING_TWO_CQES_;
        slot->record_.timeout_ = op->timeout_;
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
        return destination ? flags : sring_queue_staged_(ring, flags, function);
    }
    number = ring->next_;
    sring_count_(&ring->next_, SRING_STEP_);
    SRING_BEGUN_HERE_(ring, number);
    sring_sendmsg_zc_write_(&slot->sqe_, op, head);
    slot->sqe_.user_data_ = number | flags;
    slot->record_.state_ = SRING_TWO_CQES_;
    slot->record_.scratch_ = op->scratch_;
    op->scratch_->owner_ = number;
    slot->record_.block_ = block;
    block->owner_ = number;
    if (delivery) {
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
    }
    return number;
}

/* Private. Does init and the set functions. */
SRING_INLINE_ int sring_sendmsg_zc_begin_(struct sring *ring, struct sring_sendmsg_zc_building *op,
                                          const struct sring_fd *fd, const struct sockaddr *to,
                                          socklen_t to_length, const void *control,
                                          size_t control_length,
                                          const struct sring_sendmsg_zc_options *options)
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
    rc = sring_sendmsg_zc_init(ring, op, fd, to, to_length, control, control_length);
    if (rc) {
        return rc;
    }
    if (options) {
        sring_sendmsg_zc_set_flags(op, options->flags);
        sring_sendmsg_zc_set_range(op, options->start, options->count ? options->count : SIZE_MAX);
        if (options->async) {
            sring_sendmsg_zc_set_async(op);
        }
        if (options->timeout_ns) {
            op->timeout_ = sring_time_limit_(options->timeout_ns);
        }
    }
    return 0;
}

/* Private. Makes the Completed handle. */
SRING_INLINE_ void sring_sendmsg_zc_complete_(struct sring_sendmsg_zc_completed *done,
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
sring_sendmsg_zc_deliver_(struct sring *ring, void *done, void *arg, sring_any_fn_ *callback)
{
    ((sring_sendmsg_zc_callback *)callback)(ring, (struct sring_sendmsg_zc_completed *)done, arg);
}

static const struct sring_delivery_ sring_sendmsg_zc_delivery_ __attribute__((unused)) =
    {sring_sendmsg_zc_deliver_, "a callback of sendmsg_zc"};

SRING_INLINE_ int sring_sendmsg_zc_init(struct sring *ring, struct sring_sendmsg_zc_building *op,
                                        const struct sring_fd *fd, const struct sockaddr *to,
                                        socklen_t to_length, const void *control,
                                        size_t control_length)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(48, 0, 0, -1) ^ sring_fd_word_(fd);
    op->direct_token_ = 0;
    op->start_ = 0;
    op->count_ = SIZE_MAX;
    op->flags_ = 0;
    op->async_ = 0;
    op->timeout_ = 0;
    op->scratch_ = NULL;
    op->scratch_token_ = 0;
    if (to_length > 128) {
        op->live_ = sring_nothing_();
        return -EINVAL;
    }
    if (control_length > SRING_MESSAGE_MOST_) {
        op->live_ = sring_nothing_();
        return -EINVAL;
    }
    rc = sring_take_budget_of_two_(ring, __func__);
    if (SRING_UNLIKELY_(rc)) {
        op->live_ = sring_nothing_();
        return rc;
    }
    op->scratch_ = sring_scratch_get_(192 + control_length);
    if (SRING_UNLIKELY_(!op->scratch_)) {
        ring->budget_ += 2;
        op->live_ = sring_nothing_();
        return -ENOMEM;
    }
    rc = sring_message_send_(op->scratch_, to, to_length, control, control_length);
    if (SRING_UNLIKELY_(rc)) {
        (void)sring_message_put_(op->scratch_);
        ring->budget_ += 2;
        if (rc >= 0) {
            __builtin_unreachable(); /* without this gcc -O1 cannot prove the state of `op` */
        }
        op->live_ = sring_nothing_();
        return rc;
    }
    op->scratch_token_ = op->scratch_->owner_;
    op->live_ = ring->live_;
    SRING_PRODUCED_(op->live_);
    return 0;
}

SRING_INLINE_ int sring_sendmsg_zc_init_direct(
    struct sring *ring, struct sring_sendmsg_zc_building *op, const struct sring_direct_fd *fd,
    const struct sockaddr *to, socklen_t to_length, const void *control, size_t control_length)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(48, 0, 0, -1) ^ sring_direct_fd_word_(fd);
    sring_direct_check_(ring, (uint32_t)SRING_FD_RAW_(sring_direct_fd_word_(fd)), fd->token_,
                        __func__);
    op->direct_token_ = fd->token_;
    op->start_ = 0;
    op->count_ = SIZE_MAX;
    op->flags_ = 0;
    op->async_ = 0;
    op->timeout_ = 0;
    op->scratch_ = NULL;
    op->scratch_token_ = 0;
    if (to_length > 128) {
        op->live_ = sring_nothing_();
        return -EINVAL;
    }
    if (control_length > SRING_MESSAGE_MOST_) {
        op->live_ = sring_nothing_();
        return -EINVAL;
    }
    rc = sring_take_budget_of_two_(ring, __func__);
    if (SRING_UNLIKELY_(rc)) {
        op->live_ = sring_nothing_();
        return rc;
    }
    op->scratch_ = sring_scratch_get_(192 + control_length);
    if (SRING_UNLIKELY_(!op->scratch_)) {
        ring->budget_ += 2;
        op->live_ = sring_nothing_();
        return -ENOMEM;
    }
    rc = sring_message_send_(op->scratch_, to, to_length, control, control_length);
    if (SRING_UNLIKELY_(rc)) {
        (void)sring_message_put_(op->scratch_);
        ring->budget_ += 2;
        if (rc >= 0) {
            __builtin_unreachable(); /* without this gcc -O1 cannot prove the state of `op` */
        }
        op->live_ = sring_nothing_();
        return rc;
    }
    op->scratch_token_ = op->scratch_->owner_;
    op->live_ = ring->live_;
    SRING_PRODUCED_(op->live_);
    return 0;
}

SRING_INLINE_ void sring_sendmsg_zc_set_flags(struct sring_sendmsg_zc_building *op, uint32_t flags)
{
    sring_sendmsg_zc_building_check_(op, __func__);
    op->flags_ = flags;
}

SRING_INLINE_ void sring_sendmsg_zc_set_range(struct sring_sendmsg_zc_building *op, size_t start,
                                              size_t count)
{
    sring_sendmsg_zc_building_check_(op, __func__);
    op->start_ = start;
    op->count_ = count;
}

SRING_INLINE_ void sring_sendmsg_zc_set_async(struct sring_sendmsg_zc_building *op)
{
    sring_sendmsg_zc_building_check_(op, __func__);
    op->async_ = SRING_HEAD_(0, SRING_ASYNC_, 0, 0);
}

SRING_INLINE_ int sring_sendmsg_zc_set_timeout(struct sring *ring,
                                               struct sring_sendmsg_zc_building *op,
                                               uint64_t nanoseconds)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_sendmsg_zc_building_check_(op, __func__);
    sring_sendmsg_zc_begun_(ring, op, __func__);
    rc = sring_deadline_room_(ring, __func__);
    if (rc) {
        return rc;
    }
    op->timeout_ = sring_time_limit_(nanoseconds);
    return 0;
}

SRING_INLINE_ void sring_sendmsg_zc_abandon(struct sring *ring,
                                            struct sring_sendmsg_zc_building *op)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_sendmsg_zc_building_check_(op, __func__);
    sring_sendmsg_zc_begun_(ring, op, __func__);
    if (SRING_UNLIKELY_(op->scratch_->owner_ != op->scratch_token_)) {
        sring_misuse_(__func__, "a sendmsg_zc in state Building",
                      "a copy of one that was consumed before");
    }
    (void)sring_message_put_(op->scratch_);
    op->live_ = 0;
    ring->budget_ += 2;
}

SRING_INLINE_ void sring_sendmsg_zc_submit(struct sring *ring, struct sring_sendmsg_zc_building *op,
                                           struct sring_vec *vec,
                                           struct sring_sendmsg_zc_submitted *inflight)
{
    inflight->number_ = sring_sendmsg_zc_queue_(ring, op, vec, NULL, NULL, NULL, NULL, __func__);
    SRING_PRODUCED_(inflight->number_);
}

SRING_INLINE_ struct sring_ticket
sring_sendmsg_zc_start(struct sring *ring, struct sring_sendmsg_zc_building *op,
                       struct sring_vec *vec, sring_sendmsg_zc_callback *callback, void *arg)
{
    struct sring_ticket ticket;

    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    ticket.number_ = sring_sendmsg_zc_queue_(ring, op, vec, NULL, &sring_sendmsg_zc_delivery_,
                                             (sring_any_fn_ *)callback, arg, __func__);
    return ticket;
}

SRING_INLINE_ int
sring_sendmsg_zc_launch(struct sring *ring, const struct sring_fd *fd, const struct sockaddr *to,
                        socklen_t to_length, const void *control, size_t control_length,
                        struct sring_vec *vec, const struct sring_sendmsg_zc_options *options,
                        sring_sendmsg_zc_callback *callback, void *arg, struct sring_ticket *ticket)
{
    struct sring_sendmsg_zc_building op;
    struct sring_ticket started;
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    (void)sring_fd_live_word_(fd, __func__);
    if (options && options->start) {
        sring_vec_check_start_(sring_vec_block_(vec, __func__), options->start, false, __func__);
    }
    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    rc = sring_sendmsg_zc_begin_(ring, &op, fd, to, to_length, control, control_length, options);
    if (rc) {
        return rc;
    }
    SRING_PROVE_(vec->block_, sring_error_vec_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(vec))) {
        sring_sendmsg_zc_abandon(ring, &op);
        (void)sring_vec_checked_(vec, __func__);
        __builtin_unreachable();
    }
    started = sring_sendmsg_zc_start(ring, &op, vec, callback, arg);
    if (ticket) {
        *ticket = started;
    }
    return 0;
}

SRING_INLINE_ void sring_sendmsg_zc_add(struct sring *ring, struct sring_batch_building *batch,
                                        struct sring_sendmsg_zc_building *op, struct sring_vec *vec)
{
    struct sring_slot_ *place = sring_batch_room_(ring, batch, __func__);
    uint64_t flags = sring_sendmsg_zc_queue_(ring, op, vec, place, NULL, NULL, NULL, __func__);

    sring_batch_push_(batch->block_, flags, 0x98fac94bu,
                      SRING_WAITALL_FAILS_ | SRING_IN_PARTS_ | SRING_HAS_FILE_);
}

SRING_INLINE_ struct sring_ticket
sring_sendmsg_zc_ticket(const struct sring_sendmsg_zc_submitted *inflight)
{
    struct sring_ticket ticket;

    sring_sendmsg_zc_submitted_check_(inflight, __func__);
    ticket.number_ = inflight->number_;
    return ticket;
}

SRING_INLINE_ bool sring_sendmsg_zc_ready(struct sring *ring,
                                          const struct sring_sendmsg_zc_submitted *inflight)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_sendmsg_zc_submitted_check_(inflight, __func__);
    return sring_ready_(ring, inflight->number_, __func__);
}

SRING_INLINE_ void sring_sendmsg_zc_wait(struct sring *ring,
                                         struct sring_sendmsg_zc_submitted *inflight,
                                         struct sring_sendmsg_zc_completed *done)
{
    struct sring_taken_ taken;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_sendmsg_zc_submitted_gone_);
    taken = sring_wait_(ring, inflight->number_, __func__); /* handles more than the result */
    inflight->number_ = 0;
    sring_sendmsg_zc_complete_(done, &taken);
}

SRING_INLINE_ void sring_sendmsg_zc_cancel(struct sring *ring,
                                           struct sring_sendmsg_zc_submitted *inflight,
                                           struct sring_sendmsg_zc_completed *done)
{
    struct sring_taken_ taken;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_sendmsg_zc_submitted_gone_);
    taken = sring_wait_cancelled_(ring, inflight->number_, __func__);
    inflight->number_ = 0;
    sring_sendmsg_zc_complete_(done, &taken);
}

SRING_INLINE_ void sring_sendmsg_zc_detach(struct sring *ring,
                                           struct sring_sendmsg_zc_submitted *inflight)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_sendmsg_zc_submitted_gone_);
    sring_detach_(ring, inflight->number_, __func__);
    inflight->number_ = 0;
}

SRING_INLINE_ void sring_sendmsg_zc_take(struct sring *ring, struct sring_batch_completed *batch,
                                         uint32_t index, struct sring_sendmsg_zc_completed *done)
{
    struct sring_taken_ taken = sring_batch_take_(ring, batch, index, 0x98fac94bu, __func__);

    sring_sendmsg_zc_complete_(done, &taken);
}

SRING_INLINE_ int sring_sendmsg_zc_result(const struct sring_sendmsg_zc_completed *done)
{
    sring_sendmsg_zc_completed_check_(done, __func__);
    return done->result_;
}

SRING_INLINE_ int sring_sendmsg_zc_release(struct sring *ring,
                                           struct sring_sendmsg_zc_completed *done,
                                           struct sring_vec *vec)
{
    struct sring_block_ *block = done->block_;
    uint64_t token;
    int result = done->result_;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_sendmsg_zc_completed_check_(done, __func__);
    sring_regain_(ring, done->number_, __func__);
    sring_check_lent_(done->scratch_, done->number_, __func__);
    (void)sring_message_put_(done->scratch_);
    sring_check_lent_(block, done->number_, __func__);
    sring_vec_return_(block, 0);
    token = sring_give_back_(block, done->number_);
    SRING_PRODUCED_(block);
    vec->block_ = block;
    vec->token_ = token;
    done->number_ = 0;
    return result;
}

SRING_INLINE_ void sring_sendmsg_zc_forget(struct sring *ring,
                                           struct sring_sendmsg_zc_completed *done)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_sendmsg_zc_completed_check_(done, __func__);
    sring_forget_(ring, done->number_, __func__);
    done->number_ = 0;
}

SRING_INLINE_ void sring_sendmsg_zc_call(sring_sendmsg_zc_callback *callback, struct sring *ring,
                                         struct sring_sendmsg_zc_completed *done, void *arg)
{
    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    sring_sendmsg_zc_completed_check_(done, __func__);
    callback(ring, done, arg);
    sring_check_consumed_(done->number_ != 0, &sring_sendmsg_zc_delivery_);
    done->number_ = 0;
}

SRING_INLINE_ int sring_sendmsg_zc_await(struct sring *ring, const struct sring_fd *fd,
                                         struct sring_vec *vec, const struct sockaddr *to,
                                         socklen_t to_length, const void *control,
                                         size_t control_length)
{
    struct sring_sendmsg_zc_building op;
    struct sring_sendmsg_zc_submitted inflight;
    struct sring_sendmsg_zc_completed done;
    int rc = sring_sendmsg_zc_init(ring, &op, fd, to, to_length, control, control_length);

    if (rc) {
        return rc;
    }
    SRING_PROVE_(vec->block_, sring_error_vec_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(vec))) {
        sring_sendmsg_zc_abandon(ring, &op);
        (void)sring_vec_checked_(vec, __func__);
        __builtin_unreachable();
    }
    sring_sendmsg_zc_submit(ring, &op, vec, &inflight);
    sring_sendmsg_zc_wait(ring, &inflight, &done);
    return sring_sendmsg_zc_release(ring, &done, vec);
}

SRING_INLINE_ int sring_sendmsg_zc_await_with(
    struct sring *ring, const struct sring_fd *fd, struct sring_vec *vec, const struct sockaddr *to,
    socklen_t to_length, const void *control, size_t control_length,
    const struct sring_sendmsg_zc_options *options, struct sring_ticket *ticket)
{
    struct sring_sendmsg_zc_building op;
    struct sring_sendmsg_zc_submitted inflight;
    struct sring_sendmsg_zc_completed done;
    int rc;

    if (options && options->start) {
        sring_vec_check_start_(sring_vec_block_(vec, __func__), options->start, false, __func__);
    }
    rc = sring_sendmsg_zc_begin_(ring, &op, fd, to, to_length, control, control_length, options);
    if (rc) {
        return rc;
    }
    SRING_PROVE_(vec->block_, sring_error_vec_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(vec))) {
        sring_sendmsg_zc_abandon(ring, &op);
        (void)sring_vec_checked_(vec, __func__);
        __builtin_unreachable();
    }
    sring_sendmsg_zc_submit(ring, &op, vec, &inflight);
    if (ticket) {
        *ticket = sring_sendmsg_zc_ticket(&inflight);
    }
    sring_sendmsg_zc_wait(ring, &inflight, &done);
    return sring_sendmsg_zc_release(ring, &done, vec);
}

SRING_INLINE_ void sring_sendmsg_zc_building_move(struct sring_sendmsg_zc_building *to,
                                                  struct sring_sendmsg_zc_building *from)
{
    sring_sendmsg_zc_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_sendmsg_zc_building_move_stash(struct sring_sendmsg_zc_building *to,
                                                        struct sring_sendmsg_zc_building *from)
{
    sring_sendmsg_zc_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_sendmsg_zc_building_stash(struct sring_sendmsg_zc_building *op)
{
    sring_sendmsg_zc_building_check_(op, __func__);
}

SRING_INLINE_ void sring_sendmsg_zc_building_claim(struct sring_sendmsg_zc_building *op)
{
    SRING_LAUNDER_(op->live_);
    sring_sendmsg_zc_building_check_(op, __func__);
}

SRING_INLINE_ void sring_sendmsg_zc_submitted_move(struct sring_sendmsg_zc_submitted *to,
                                                   struct sring_sendmsg_zc_submitted *from)
{
    sring_sendmsg_zc_submitted_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_sendmsg_zc_submitted_move_stash(struct sring_sendmsg_zc_submitted *to,
                                                         struct sring_sendmsg_zc_submitted *from)
{
    sring_sendmsg_zc_submitted_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_sendmsg_zc_submitted_stash(struct sring_sendmsg_zc_submitted *inflight)
{
    sring_sendmsg_zc_submitted_check_(inflight, __func__);
}

SRING_INLINE_ void sring_sendmsg_zc_submitted_claim(struct sring_sendmsg_zc_submitted *inflight)
{
    SRING_LAUNDER_(inflight->number_);
}

SRING_INLINE_ void sring_sendmsg_zc_completed_move(struct sring_sendmsg_zc_completed *to,
                                                   struct sring_sendmsg_zc_completed *from)
{
    sring_sendmsg_zc_completed_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_sendmsg_zc_completed_move_stash(struct sring_sendmsg_zc_completed *to,
                                                         struct sring_sendmsg_zc_completed *from)
{
    sring_sendmsg_zc_completed_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_sendmsg_zc_completed_stash(struct sring_sendmsg_zc_completed *done)
{
    sring_sendmsg_zc_completed_check_(done, __func__);
}

SRING_INLINE_ void sring_sendmsg_zc_completed_claim(struct sring_sendmsg_zc_completed *done)
{
    SRING_LAUNDER_(done->number_);
    sring_sendmsg_zc_completed_check_(done, __func__);
}

SRING_END_C_

#endif /* SRING_OPS_SENDMSG_ZC_H */
