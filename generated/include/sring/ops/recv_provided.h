/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/recv_provided.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * recv_provided: Receive bytes from a connected socket into a buffer of a group.
 * IORING_OP_RECV (27), Linux 5.19 and later.
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
 * Operations in flight on a file share its stream and run in no fixed order: two may take each
 * other's bytes. So wait for one before the next, or link them in a batch.
 * Operations linked behind it are cancelled if the result is negative.
 */
#ifndef SRING_OPS_RECV_PROVIDED_H
#define SRING_OPS_RECV_PROVIDED_H

#include <sring/buf_ring.h>
#include <sring/detail/hot.h>
#include <sring/detail/member.h>
#include <sring/direct_fd.h>

SRING_BEGIN_C_

#define SRING_HAVE_RECV_PROVIDED 1
#define SRING_OP_RECV_PROVIDED UINT64_C(0xf99506b00005131b) /* for sring_supports */

/* --- states ------------------------------------------------------------------------------- */

/* Options may still change; the operation is not submitted yet. */
struct SRING_CAPABILITY("recv_provided in state Building") sring_recv_provided_building {
    uint64_t live_;
    uint64_t head_;             /* opcode, flags, ioprio, fd */
    uint64_t direct_token_;     /* the direct descriptor's; 0 for a file */
    struct sring_block_ *lent_; /* for the part of the group */
    uint64_t lent_token_;
    uint64_t timeout_; /* nanoseconds + 1; 0 for none */
};

/* The operation is in flight; the kernel owns its buffer, if it has one. */
struct SRING_CAPABILITY("recv_provided in state Submitted") sring_recv_provided_submitted {
    uint64_t number_;
};

/* The result is final; finish gives the buffer back, if there is one. */
struct SRING_CAPABILITY("recv_provided in state Completed") sring_recv_provided_completed {
    uint64_t number_;
    int32_t result_;
    uint32_t flags_;
    struct sring_block_ *block_;
    struct sring_block_ *scratch_;
};

extern void sring_error_recv_provided_building_gone_(void)
    SRING_PROOF_ERROR_("sring: this Building recv_provided was already submitted, started, added, "
                       "abandoned or moved; only its Submitted handle may be waited for, cancelled "
                       "or detached");
extern void sring_error_recv_provided_submitted_gone_(void)
    SRING_PROOF_ERROR_("sring: this Submitted recv_provided was already waited for, cancelled, "
                       "detached or moved; its result is in the Completed handle");
extern void sring_error_recv_provided_completed_gone_(void)
    SRING_PROOF_ERROR_("sring: this Completed recv_provided was already finished or moved; use "
                       "what finish returned and gave back");

/* The callback of a started recv_provided, called when it has completed. It must consume `done`. */
typedef void sring_recv_provided_callback(struct sring *ring,
                                          struct sring_recv_provided_completed *done, void *arg);

/* The head of such a callback, for a declaration or a definition. It lets the compiler check it. */
#define SRING_RECV_PROVIDED_CALLBACK(name)                                                         \
    static void name(SRING_MAYBE_ struct sring *ring, struct sring_recv_provided_completed *done,  \
                     SRING_MAYBE_ void *arg) SRING_CALLBACK(ring, done)

/* The options of launch and await_with. 0 is the default. */
struct sring_recv_provided_options {
    uint64_t timeout_ns; /* 0: none */
};

/* --- transitions and accessors ------------------------------------------------------------ */

/* Begins a recv_provided. The caller keeps `fd`. The kernel takes a buffer out of `group`, of
 * this ring, when there is data for it.
 * Returns 0, and the caller owns `op`; or -errno and no `op`: -EAGAIN (the ring's capacity is in
 * use; wait for an operation), -ECANCELED (the ring is closing), -ENOMEM. Needs Linux 5.19; an
 * older kernel completes the operation with -EINVAL. */
SRING_INLINE_ SRING_FALLIBLE int
sring_recv_provided_init(struct sring *ring, struct sring_recv_provided_building *op,
                         const struct sring_fd *fd, const struct sring_buf_ring *group)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*op) SRING_REQUIRES_SHARED(*fd)
    SRING_REQUIRES_SHARED(*group);

/* Like init, but on a direct descriptor.
 * Returns the same as init. */
SRING_INLINE_ SRING_FALLIBLE int sring_recv_provided_init_direct(
    struct sring *ring, struct sring_recv_provided_building *op, const struct sring_direct_fd *fd,
    const struct sring_buf_ring *group) SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*op)
    SRING_REQUIRES_SHARED(*fd) SRING_REQUIRES_SHARED(*group);

/* Cancels the operation if it is not done `nanoseconds` after it began, on the monotonic clock;
 * the result is then -ETIME or, if bytes were transferred, their number. 0 cancels it unless it
 * completes without waiting. A second call replaces the time. The ring checks the time when it
 * waits or polls.
 * Returns 0; or -ENOMEM, with nothing changed. */
SRING_INLINE_ SRING_FALLIBLE int
sring_recv_provided_set_timeout(struct sring *ring, struct sring_recv_provided_building *op,
                                uint64_t nanoseconds) SRING_REQUIRES(*ring) SRING_REQUIRES(*op);

/* Drops the operation; the kernel never sees it. `op` is gone. */
SRING_INLINE_ void sring_recv_provided_abandon(struct sring *ring,
                                               struct sring_recv_provided_building *op)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op);

/* Queues the operation; the kernel sees it at the next flush, wait, poll or run. `op` is gone,
 * and the caller owns `inflight`. It cannot fail: an operation that the kernel rejects completes
 * with the error. */
SRING_INLINE_ void sring_recv_provided_submit(struct sring *ring,
                                              struct sring_recv_provided_building *op,
                                              struct sring_recv_provided_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op) SRING_PRODUCES(*inflight);

/* Queues the operation with a callback. When it has completed, wait, poll, run or close calls
 * `callback(ring, done, arg)`; the callback owns `done` and must consume it. `op` is gone.
 * Returns the operation's ticket, which may be ignored. */
SRING_INLINE_ struct sring_ticket
sring_recv_provided_start(struct sring *ring, struct sring_recv_provided_building *op,
                          sring_recv_provided_callback *callback, void *arg) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*op);

/* Does init, the set functions and start in one call. `fd` and `group` may be stashed, borrowed
 * or owned; a dead handle is a misuse. `options` may be NULL for the defaults. `ticket` may be
 * NULL; it is stored before a callback can run. It runs no callbacks.
 * Returns 0; or an error of init or set_timeout, and nothing has changed. Test it with `if
 * (rc)`. */
SRING_INLINE_ SRING_FALLIBLE int sring_recv_provided_launch(
    struct sring *ring, const struct sring_fd *fd, const struct sring_buf_ring *group,
    const struct sring_recv_provided_options *options, sring_recv_provided_callback *callback,
    void *arg, struct sring_ticket *ticket) SRING_REQUIRES(*ring);

/* Appends the operation to a batch; the first one has index 0. `op` is gone. Adding more
 * operations than the batch has room for is a misuse. */
SRING_INLINE_ void sring_recv_provided_add(struct sring *ring, struct sring_batch_building *batch,
                                           struct sring_recv_provided_building *op)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*batch) SRING_CONSUMES(*op);

/* Names the operation, also after the handle is gone.
 * Returns the operation's ticket, for sring_pending, sring_cancel and sring_wait_any. */
SRING_INLINE_ struct sring_ticket
sring_recv_provided_ticket(const struct sring_recv_provided_submitted *inflight)
    SRING_REQUIRES(*inflight);

/* Checks whether wait would return at once. It never blocks; callbacks of other operations may
 * run.
 * Returns true if wait would return at once. */
SRING_INLINE_ bool sring_recv_provided_ready(struct sring *ring,
                                             const struct sring_recv_provided_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*inflight);

/* Waits until the kernel is done with the operation. `inflight` is gone, and the caller owns
 * `done`. Callbacks of other operations may run meanwhile. */
SRING_INLINE_ void sring_recv_provided_wait(struct sring *ring,
                                            struct sring_recv_provided_submitted *inflight,
                                            struct sring_recv_provided_completed *done)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Asks the kernel to cancel the operation, and waits until the kernel is done with it.
 * `inflight` is gone, and the caller owns `done`. The result is -ECANCELED; the number of bytes,
 * if some were transferred; or the normal result, if the operation completed first. */
SRING_INLINE_ void sring_recv_provided_cancel(struct sring *ring,
                                              struct sring_recv_provided_submitted *inflight,
                                              struct sring_recv_provided_completed *done)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Lets the operation complete on its own, without a wait. `inflight` is gone. Its buffer goes
 * back to the group. */
SRING_INLINE_ void sring_recv_provided_detach(struct sring *ring,
                                              struct sring_recv_provided_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight);

/* Takes the operation `index` out of a batch; the caller owns `done`. Taking an operation of
 * another kind, or one that was already taken, is a misuse. */
SRING_INLINE_ void sring_recv_provided_take(struct sring *ring, struct sring_batch_completed *batch,
                                            uint32_t index,
                                            struct sring_recv_provided_completed *done)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*batch) SRING_PRODUCES(*done);

/* Reads the kernel's result; the operation must still be finished.
 * Returns the number of bytes or -errno; 0 is the end of the stream. */
SRING_INLINE_ int sring_recv_provided_result(const struct sring_recv_provided_completed *done)
    SRING_REQUIRES(*done);

/* Ends the operation. `done` is gone. On success the caller owns `produced`, a part of the
 * group, and must return it. A length of 0 is the end of the stream.
 * Returns 0; or -errno and no buffer: -ENOBUFS if all buffers of the group are in use. Test it
 * with `if (rc)`. */
SRING_INLINE_ SRING_FALLIBLE int
sring_recv_provided_finish(struct sring_recv_provided_completed *done,
                           struct sring_lent_buf *produced) SRING_CONSUMES(*done)
    SRING_PRODUCES_ON_SUCCESS(*produced);

/* Calls a callback that comes from a table or a struct, which the compiler cannot check. `done`
 * is gone; a callback that does not consume it is a misuse. */
SRING_INLINE_ void sring_recv_provided_call(sring_recv_provided_callback *callback,
                                            struct sring *ring,
                                            struct sring_recv_provided_completed *done, void *arg)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*done);

/* Does init, submit, wait and finish in one call. On success the caller owns `produced`, a part
 * of the group, and must return it. A length of 0 is the end of the stream.
 * Returns the same as finish, or an error of init. */
SRING_INLINE_ SRING_FALLIBLE int
sring_recv_provided_await(struct sring *ring, const struct sring_fd *fd,
                          const struct sring_buf_ring *group, struct sring_lent_buf *produced)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*fd) SRING_REQUIRES_SHARED(*group)
    SRING_PRODUCES_ON_SUCCESS(*produced);

/* Like await, but with the set functions before submit. `options` may be NULL for the defaults.
 * `ticket` may be NULL; it is stored before the wait, so that others can cancel the operation.
 * On success the caller owns `produced`, a part of the group, and must return it. A length of 0
 * is the end of the stream.
 * Returns the same as finish, or an error of init or set_timeout. */
SRING_INLINE_ SRING_FALLIBLE int sring_recv_provided_await_with(
    struct sring *ring, const struct sring_fd *fd, const struct sring_buf_ring *group,
    const struct sring_recv_provided_options *options, struct sring_ticket *ticket,
    struct sring_lent_buf *produced) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*fd)
    SRING_REQUIRES_SHARED(*group) SRING_PRODUCES_ON_SUCCESS(*produced);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_recv_provided_building_move(struct sring_recv_provided_building *to,
                                                     struct sring_recv_provided_building *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void
sring_recv_provided_building_move_stash(struct sring_recv_provided_building *to,
                                        struct sring_recv_provided_building *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_recv_provided_building_stash(struct sring_recv_provided_building *op)
    SRING_CONSUMES(*op);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_recv_provided_building_claim(struct sring_recv_provided_building *op)
    SRING_PRODUCES(*op);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_recv_provided_submitted_move(struct sring_recv_provided_submitted *to,
                                                      struct sring_recv_provided_submitted *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void
sring_recv_provided_submitted_move_stash(struct sring_recv_provided_submitted *to,
                                         struct sring_recv_provided_submitted *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void
sring_recv_provided_submitted_stash(struct sring_recv_provided_submitted *inflight)
    SRING_CONSUMES(*inflight);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse, reported by the next
 * function that uses it. */
SRING_INLINE_ void
sring_recv_provided_submitted_claim(struct sring_recv_provided_submitted *inflight)
    SRING_PRODUCES(*inflight);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_recv_provided_completed_move(struct sring_recv_provided_completed *to,
                                                      struct sring_recv_provided_completed *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void
sring_recv_provided_completed_move_stash(struct sring_recv_provided_completed *to,
                                         struct sring_recv_provided_completed *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_recv_provided_completed_stash(struct sring_recv_provided_completed *done)
    SRING_CONSUMES(*done);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_recv_provided_completed_claim(struct sring_recv_provided_completed *done)
    SRING_PRODUCES(*done);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. Checks that the handle is live. */
SRING_INLINE_ void
sring_recv_provided_building_check_(const struct sring_recv_provided_building *op,
                                    const char *function)
{
    SRING_PROVE_(op->live_, sring_error_recv_provided_building_gone_);
    if (SRING_UNLIKELY_(!op->live_)) {
        sring_misuse_(function, "a live handle of recv_provided in state Building", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void
sring_recv_provided_submitted_check_(const struct sring_recv_provided_submitted *inflight,
                                     const char *function)
{
    SRING_PROVE_(inflight->number_, sring_error_recv_provided_submitted_gone_);
    if (SRING_UNLIKELY_(!inflight->number_)) {
        sring_misuse_(function, "a live handle of recv_provided in state Submitted", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void
sring_recv_provided_completed_check_(const struct sring_recv_provided_completed *done,
                                     const char *function)
{
    SRING_PROVE_(done->number_, sring_error_recv_provided_completed_gone_);
    if (SRING_UNLIKELY_(!done->number_)) {
        sring_misuse_(function, "a live handle of recv_provided in state Completed", "a dead one");
    }
}

/* Private. Checks that the Building handle is live and of this ring. */
SRING_INLINE_ void sring_recv_provided_begun_(const struct sring *ring,
                                              const struct sring_recv_provided_building *op,
                                              const char *function)
{
    SRING_PROVE_(op->live_, sring_error_recv_provided_building_gone_);
    if (SRING_UNLIKELY_(op->live_ != ring->live_)) {
        sring_not_begun_here_(ring, op->live_, "a live handle of recv_provided in state Building",
                              function);
    }
}

/* Private. Writes the words of the SQE, except user_data. */
SRING_INLINE_ void sring_recv_provided_write_(struct sring_sqe_ *sqe,
                                              const struct sring_block_ *block, uint64_t head)
{
    sqe->head_ = head;
    sqe->off_ = 0;
    sqe->addr_ = 0;
    sqe->len_flags_ = SRING_PAIR_(block->length_, 0);
    sqe->index_ = SRING_INDEX_(block->place_, 0);
}

/* Private. The common part of submit, start and add: queues the operation, which then owns its
 * buffer or file, and returns its number. With `destination`, only writes it there and returns its
 * flags. */
SRING_INLINE_ uint64_t
sring_recv_provided_queue_(struct sring *ring, struct sring_recv_provided_building *op,
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
    sring_recv_provided_begun_(ring, op, function);
    if (op->direct_token_) {
        sring_direct_check_(ring, (uint32_t)SRING_HEAD_FD_(op->head_), op->direct_token_, function);
    }
    head = op->head_;
    block = op->lent_;
    if (SRING_UNLIKELY_(block->owner_ != op->lent_token_)) {
        sring_misuse_(function, "a recv_provided in state Building",
                      "a copy of one that was consumed before");
    }
    sring_lent_check_(ring, block, function);
    op->live_ = 0;
    slot = sring_slot_of_(ring, ring->next_);
    if (SRING_UNLIKELY_(destination || op->timeout_ || slot->sqe_.user_data_ != SRING_FREE_)) {
        slot = destination ? destination : ring->staging_;
        sring_recv_provided_write_(&slot->sqe_, block, head);
        slot->record_.block_ = block;
        slot->record_.state_ = SRING_LENDS_;
        slot->record_.timeout_ = op->timeout_;
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
        return destination ? flags : sring_queue_staged_(ring, flags, function);
    }
    number = ring->next_;
    sring_count_(&ring->next_, SRING_STEP_);
    SRING_BEGUN_HERE_(ring, number);
    sring_recv_provided_write_(&slot->sqe_, block, head);
    slot->sqe_.user_data_ = number | flags;
    slot->record_.state_ = SRING_LENDS_;
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
SRING_INLINE_ int sring_recv_provided_begin_(
    struct sring *ring, struct sring_recv_provided_building *op, const struct sring_fd *fd,
    const struct sring_buf_ring *group, const struct sring_recv_provided_options *options)
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
    rc = sring_recv_provided_init(ring, op, fd, group);
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
SRING_INLINE_ void sring_recv_provided_complete_(struct sring_recv_provided_completed *done,
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
sring_recv_provided_deliver_(struct sring *ring, void *done, void *arg, sring_any_fn_ *callback)
{
    ((sring_recv_provided_callback *)callback)(ring, (struct sring_recv_provided_completed *)done,
                                               arg);
}

static const struct sring_delivery_ sring_recv_provided_delivery_ __attribute__((unused)) =
    {sring_recv_provided_deliver_, "a callback of recv_provided"};

SRING_INLINE_ int
sring_recv_provided_init(struct sring *ring, struct sring_recv_provided_building *op,
                         const struct sring_fd *fd, const struct sring_buf_ring *group)
{
    struct sring_block_ *lent =
        NULL; /* not op->lent_: with a pointer to `op` gcc cannot prove its state */
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(27, 32, 0, -1) ^ sring_fd_word_(fd);
    op->direct_token_ = 0;
    op->timeout_ = 0;
    op->lent_ = NULL;
    op->lent_token_ = 0;
    sring_lent_check_group_(ring, sring_buf_ring_block_(group, __func__), __func__);
    rc = sring_take_budget_(ring, __func__);
    if (SRING_UNLIKELY_(rc)) {
        op->live_ = sring_nothing_();
        return rc;
    }
    rc = sring_lent_begin_(sring_buf_ring_block_(group, __func__), SRING_LENDS_INCREMENTAL_, &lent);
    if (SRING_UNLIKELY_(rc)) {
        ring->budget_ += 1;
        if (rc >= 0) {
            __builtin_unreachable(); /* without this gcc -O1 cannot prove the state of `op` */
        }
        op->live_ = sring_nothing_();
        return rc;
    }
    op->lent_ = lent;
    op->lent_token_ = lent->owner_;
    op->live_ = ring->live_;
    SRING_PRODUCED_(op->live_);
    return 0;
}

SRING_INLINE_ int sring_recv_provided_init_direct(struct sring *ring,
                                                  struct sring_recv_provided_building *op,
                                                  const struct sring_direct_fd *fd,
                                                  const struct sring_buf_ring *group)
{
    struct sring_block_ *lent =
        NULL; /* not op->lent_: with a pointer to `op` gcc cannot prove its state */
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(27, 32, 0, -1) ^ sring_direct_fd_word_(fd);
    sring_direct_check_(ring, (uint32_t)SRING_FD_RAW_(sring_direct_fd_word_(fd)), fd->token_,
                        __func__);
    op->direct_token_ = fd->token_;
    op->timeout_ = 0;
    op->lent_ = NULL;
    op->lent_token_ = 0;
    sring_lent_check_group_(ring, sring_buf_ring_block_(group, __func__), __func__);
    rc = sring_take_budget_(ring, __func__);
    if (SRING_UNLIKELY_(rc)) {
        op->live_ = sring_nothing_();
        return rc;
    }
    rc = sring_lent_begin_(sring_buf_ring_block_(group, __func__), SRING_LENDS_INCREMENTAL_, &lent);
    if (SRING_UNLIKELY_(rc)) {
        ring->budget_ += 1;
        if (rc >= 0) {
            __builtin_unreachable(); /* without this gcc -O1 cannot prove the state of `op` */
        }
        op->live_ = sring_nothing_();
        return rc;
    }
    op->lent_ = lent;
    op->lent_token_ = lent->owner_;
    op->live_ = ring->live_;
    SRING_PRODUCED_(op->live_);
    return 0;
}

SRING_INLINE_ int sring_recv_provided_set_timeout(struct sring *ring,
                                                  struct sring_recv_provided_building *op,
                                                  uint64_t nanoseconds)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_recv_provided_building_check_(op, __func__);
    sring_recv_provided_begun_(ring, op, __func__);
    rc = sring_deadline_room_(ring, __func__);
    if (rc) {
        return rc;
    }
    op->timeout_ = sring_time_limit_(nanoseconds);
    return 0;
}

SRING_INLINE_ void sring_recv_provided_abandon(struct sring *ring,
                                               struct sring_recv_provided_building *op)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_recv_provided_building_check_(op, __func__);
    sring_recv_provided_begun_(ring, op, __func__);
    if (SRING_UNLIKELY_(op->lent_->owner_ != op->lent_token_)) {
        sring_misuse_(__func__, "a recv_provided in state Building",
                      "a copy of one that was consumed before");
    }
    sring_block_free_(op->lent_);
    op->live_ = 0;
    ring->budget_ += 1;
}

SRING_INLINE_ void sring_recv_provided_submit(struct sring *ring,
                                              struct sring_recv_provided_building *op,
                                              struct sring_recv_provided_submitted *inflight)
{
    inflight->number_ = sring_recv_provided_queue_(ring, op, NULL, NULL, NULL, NULL, __func__);
    SRING_PRODUCED_(inflight->number_);
}

SRING_INLINE_ struct sring_ticket
sring_recv_provided_start(struct sring *ring, struct sring_recv_provided_building *op,
                          sring_recv_provided_callback *callback, void *arg)
{
    struct sring_ticket ticket;

    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    ticket.number_ = sring_recv_provided_queue_(ring, op, NULL, &sring_recv_provided_delivery_,
                                                (sring_any_fn_ *)callback, arg, __func__);
    return ticket;
}

SRING_INLINE_ int sring_recv_provided_launch(struct sring *ring, const struct sring_fd *fd,
                                             const struct sring_buf_ring *group,
                                             const struct sring_recv_provided_options *options,
                                             sring_recv_provided_callback *callback, void *arg,
                                             struct sring_ticket *ticket)
{
    struct sring_recv_provided_building op;
    struct sring_ticket started;
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    (void)sring_fd_live_word_(fd, __func__);
    (void)sring_buf_ring_block_(group, __func__);
    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    rc = sring_recv_provided_begin_(ring, &op, fd, group, options);
    if (rc) {
        return rc;
    }
    started = sring_recv_provided_start(ring, &op, callback, arg);
    if (ticket) {
        *ticket = started;
    }
    return 0;
}

SRING_INLINE_ void sring_recv_provided_add(struct sring *ring, struct sring_batch_building *batch,
                                           struct sring_recv_provided_building *op)
{
    struct sring_slot_ *place = sring_batch_room_(ring, batch, __func__);
    uint64_t flags = sring_recv_provided_queue_(ring, op, place, NULL, NULL, NULL, __func__);

    sring_batch_push_(batch->block_, flags, 0xf99506b0u, SRING_HAS_FILE_);
}

SRING_INLINE_ struct sring_ticket
sring_recv_provided_ticket(const struct sring_recv_provided_submitted *inflight)
{
    struct sring_ticket ticket;

    sring_recv_provided_submitted_check_(inflight, __func__);
    ticket.number_ = inflight->number_;
    return ticket;
}

SRING_INLINE_ bool sring_recv_provided_ready(struct sring *ring,
                                             const struct sring_recv_provided_submitted *inflight)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_recv_provided_submitted_check_(inflight, __func__);
    return sring_ready_(ring, inflight->number_, __func__);
}

SRING_INLINE_ void sring_recv_provided_wait(struct sring *ring,
                                            struct sring_recv_provided_submitted *inflight,
                                            struct sring_recv_provided_completed *done)
{
    struct sring_taken_ taken;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_recv_provided_submitted_gone_);
    taken = sring_wait_(ring, inflight->number_, __func__); /* handles more than the result */
    inflight->number_ = 0;
    sring_recv_provided_complete_(done, &taken);
}

SRING_INLINE_ void sring_recv_provided_cancel(struct sring *ring,
                                              struct sring_recv_provided_submitted *inflight,
                                              struct sring_recv_provided_completed *done)
{
    struct sring_taken_ taken;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_recv_provided_submitted_gone_);
    taken = sring_wait_cancelled_(ring, inflight->number_, __func__);
    inflight->number_ = 0;
    sring_recv_provided_complete_(done, &taken);
}

SRING_INLINE_ void sring_recv_provided_detach(struct sring *ring,
                                              struct sring_recv_provided_submitted *inflight)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_recv_provided_submitted_gone_);
    sring_detach_(ring, inflight->number_, __func__);
    inflight->number_ = 0;
}

SRING_INLINE_ void sring_recv_provided_take(struct sring *ring, struct sring_batch_completed *batch,
                                            uint32_t index,
                                            struct sring_recv_provided_completed *done)
{
    struct sring_taken_ taken = sring_batch_take_(ring, batch, index, 0xf99506b0u, __func__);

    sring_recv_provided_complete_(done, &taken);
}

SRING_INLINE_ int sring_recv_provided_result(const struct sring_recv_provided_completed *done)
{
    sring_recv_provided_completed_check_(done, __func__);
    return done->result_;
}

SRING_INLINE_ int sring_recv_provided_finish(struct sring_recv_provided_completed *done,
                                             struct sring_lent_buf *produced)
{
    struct sring_block_ *block = done->block_;
    uint64_t token;
    int result = done->result_;

    sring_recv_provided_completed_check_(done, __func__);
    sring_check_lent_(block, done->number_, __func__);
    token = sring_give_back_(block, done->number_);
    done->number_ = 0;
    produced->token_ = token;
    if (result < 0) {
        produced->block_ = SRING_NOTHING_;
        sring_block_free_(block);
        return result;
    }
    SRING_PRODUCED_(block);
    produced->block_ = block;
    return 0;
}

SRING_INLINE_ void sring_recv_provided_call(sring_recv_provided_callback *callback,
                                            struct sring *ring,
                                            struct sring_recv_provided_completed *done, void *arg)
{
    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    sring_recv_provided_completed_check_(done, __func__);
    callback(ring, done, arg);
    sring_check_consumed_(done->number_ != 0, &sring_recv_provided_delivery_);
    done->number_ = 0;
}

SRING_INLINE_ int sring_recv_provided_await(struct sring *ring, const struct sring_fd *fd,
                                            const struct sring_buf_ring *group,
                                            struct sring_lent_buf *produced)
{
    struct sring_recv_provided_building op;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    int rc = sring_recv_provided_init(ring, &op, fd, group);

    if (rc) {
        produced->block_ = SRING_NOTHING_;
        return rc;
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    sring_recv_provided_wait(ring, &inflight, &done);
    return sring_recv_provided_finish(&done, produced);
}

SRING_INLINE_ int sring_recv_provided_await_with(struct sring *ring, const struct sring_fd *fd,
                                                 const struct sring_buf_ring *group,
                                                 const struct sring_recv_provided_options *options,
                                                 struct sring_ticket *ticket,
                                                 struct sring_lent_buf *produced)
{
    struct sring_recv_provided_building op;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    int rc = sring_recv_provided_begin_(ring, &op, fd, group, options);

    if (rc) {
        produced->block_ = SRING_NOTHING_;
        return rc;
    }
    sring_recv_provided_submit(ring, &op, &inflight);
    if (ticket) {
        *ticket = sring_recv_provided_ticket(&inflight);
    }
    sring_recv_provided_wait(ring, &inflight, &done);
    return sring_recv_provided_finish(&done, produced);
}

SRING_INLINE_ void sring_recv_provided_building_move(struct sring_recv_provided_building *to,
                                                     struct sring_recv_provided_building *from)
{
    sring_recv_provided_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void
sring_recv_provided_building_move_stash(struct sring_recv_provided_building *to,
                                        struct sring_recv_provided_building *from)
{
    sring_recv_provided_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_recv_provided_building_stash(struct sring_recv_provided_building *op)
{
    sring_recv_provided_building_check_(op, __func__);
}

SRING_INLINE_ void sring_recv_provided_building_claim(struct sring_recv_provided_building *op)
{
    SRING_LAUNDER_(op->live_);
    sring_recv_provided_building_check_(op, __func__);
}

SRING_INLINE_ void sring_recv_provided_submitted_move(struct sring_recv_provided_submitted *to,
                                                      struct sring_recv_provided_submitted *from)
{
    sring_recv_provided_submitted_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void
sring_recv_provided_submitted_move_stash(struct sring_recv_provided_submitted *to,
                                         struct sring_recv_provided_submitted *from)
{
    sring_recv_provided_submitted_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void
sring_recv_provided_submitted_stash(struct sring_recv_provided_submitted *inflight)
{
    sring_recv_provided_submitted_check_(inflight, __func__);
}

SRING_INLINE_ void
sring_recv_provided_submitted_claim(struct sring_recv_provided_submitted *inflight)
{
    SRING_LAUNDER_(inflight->number_);
}

SRING_INLINE_ void sring_recv_provided_completed_move(struct sring_recv_provided_completed *to,
                                                      struct sring_recv_provided_completed *from)
{
    sring_recv_provided_completed_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void
sring_recv_provided_completed_move_stash(struct sring_recv_provided_completed *to,
                                         struct sring_recv_provided_completed *from)
{
    sring_recv_provided_completed_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_recv_provided_completed_stash(struct sring_recv_provided_completed *done)
{
    sring_recv_provided_completed_check_(done, __func__);
}

SRING_INLINE_ void sring_recv_provided_completed_claim(struct sring_recv_provided_completed *done)
{
    SRING_LAUNDER_(done->number_);
    sring_recv_provided_completed_check_(done, __func__);
}

SRING_END_C_

#endif /* SRING_OPS_RECV_PROVIDED_H */
