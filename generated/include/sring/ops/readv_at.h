/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/readv_at.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * readv_at: Read bytes from a file at an absolute offset into several buffers.
 * IORING_OP_READV (1), Linux 5.1 and later.
 *
 *      set   set_timeout       ticket   ready               result
 *          +---+                   +---+                   +---+
 *          |   v                   |   v                   |   v
 *  init  +----------+  submit  +-----------+   wait   +-----------+  finish
 * ------>| Building |--------->| Submitted |--------->| Completed |-------->
 *        +----------+          +-----------+  cancel  +-----------+  call
 *          |      |                  |                      ^
 *  abandon |      | start            | detach               | take (out of a batch)
 *          v      v add              v                      |
 *
 * The kernel owns `vec` from submit, start, launch or add until finish gives it back.
 * Pipes, sockets and terminals ignore `offset`: operations in flight on them run in no fixed order.
 * Operations linked behind it are cancelled if the result is negative or fewer bytes than
 * requested.
 */
#ifndef SRING_OPS_READV_AT_H
#define SRING_OPS_READV_AT_H

#include <sring/detail/hot.h>
#include <sring/detail/member.h>
#include <sring/direct_fd.h>
#include <sring/vec.h>

SRING_BEGIN_C_

#define SRING_HAVE_READV_AT 1
#define SRING_OP_READV_AT UINT64_C(0xfff95eba00050101) /* for sring_supports */

/* --- states ------------------------------------------------------------------------------- */

/* Options may still change; the operation is not submitted yet. */
struct SRING_CAPABILITY("readv_at in state Building") sring_readv_at_building {
    uint64_t live_;
    uint64_t head_;         /* opcode, flags, ioprio, fd */
    uint64_t direct_token_; /* the direct descriptor's; 0 for a file */
    size_t start_;          /* in the buffer */
    size_t count_;
    uint64_t offset_;
    uint32_t flags_;
    uint64_t async_;   /* IOSQE_ASYNC, as in head_; 0 if not set */
    uint64_t timeout_; /* nanoseconds + 1; 0 for none */
};

/* The operation is in flight; the kernel owns its buffer, if it has one. */
struct SRING_CAPABILITY("readv_at in state Submitted") sring_readv_at_submitted {
    uint64_t number_;
};

/* The result is final; finish gives the buffer back, if there is one. */
struct SRING_CAPABILITY("readv_at in state Completed") sring_readv_at_completed {
    uint64_t number_;
    int32_t result_;
    uint32_t flags_;
    struct sring_block_ *block_;
    struct sring_block_ *scratch_;
};

extern void sring_error_readv_at_building_gone_(void)
    SRING_PROOF_ERROR_("sring: this Building readv_at was already submitted, started, added, "
                       "abandoned or moved; only its Submitted handle may be waited for, cancelled "
                       "or detached");
extern void sring_error_readv_at_submitted_gone_(void)
    SRING_PROOF_ERROR_("sring: this Submitted readv_at was already waited for, cancelled, detached "
                       "or moved; its result is in the Completed handle");
extern void sring_error_readv_at_completed_gone_(void)
    SRING_PROOF_ERROR_("sring: this Completed readv_at was already finished or moved; use what "
                       "finish returned and gave back");

/* The callback of a started readv_at, called when it has completed. It must consume `done`. */
typedef void sring_readv_at_callback(struct sring *ring, struct sring_readv_at_completed *done,
                                     void *arg);

/* The head of such a callback, for a declaration or a definition. It lets the compiler check it. */
#define SRING_READV_AT_CALLBACK(name)                                                              \
    static void name(SRING_MAYBE_ struct sring *ring, struct sring_readv_at_completed *done,       \
                     SRING_MAYBE_ void *arg) SRING_CALLBACK(ring, done)

/* The options of launch and await_with. 0 is the default. */
struct sring_readv_at_options {
    uint32_t flags;
    size_t start;        /* of the part of the buffer */
    size_t count;        /* 0: all from there */
    bool async;          /* run it in a worker at once */
    uint64_t timeout_ns; /* 0: none */
};

/* --- transitions and accessors ------------------------------------------------------------ */

/* Begins a readv_at. The caller keeps `fd`.
 * `offset` (bytes): The offset in the file. UINT64_MAX means its current position.
 * Returns 0, and the caller owns `op`; or -errno and no `op`: -EAGAIN (the ring's capacity is in
 * use; wait for an operation), -ECANCELED (the ring is closing). Needs Linux 5.1; an older
 * kernel completes the operation with -EINVAL. */
SRING_INLINE_ SRING_FALLIBLE int sring_readv_at_init(struct sring *ring,
                                                     struct sring_readv_at_building *op,
                                                     const struct sring_fd *fd, uint64_t offset)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*op) SRING_REQUIRES_SHARED(*fd);

/* Like init, but on a direct descriptor.
 * Returns the same as init. */
SRING_INLINE_ SRING_FALLIBLE int
sring_readv_at_init_direct(struct sring *ring, struct sring_readv_at_building *op,
                           const struct sring_direct_fd *fd, uint64_t offset) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*op) SRING_REQUIRES_SHARED(*fd);

/* Sets `flags`: RWF_NOWAIT and the like. Default: 0. */
SRING_INLINE_ void sring_readv_at_set_flags(struct sring_readv_at_building *op, uint32_t flags)
    SRING_REQUIRES(*op);

/* Uses only part of the buffer: at most `count` bytes from byte `start`. Default: from byte 0 to
 * the end of the last buffer's capacity. The bytes before `start` count as data. A `start` past
 * the end is a misuse; submit reports it. A `start` at the end, or a `count` of 0, is legal and
 * means no bytes: the result is then 0, without the end of a file or stream. On a socket a recv
 * of no bytes still waits until there is something, and takes away a whole datagram; a send of
 * no bytes to a datagram socket sends an empty datagram. */
SRING_INLINE_ void sring_readv_at_set_range(struct sring_readv_at_building *op, size_t start,
                                            size_t count) SRING_REQUIRES(*op);

/* Runs the operation in a worker of the kernel at once (IOSQE_ASYNC). The kernel does not try it
 * first, so flush and wait do not spend the time that it takes; a worker costs some
 * microseconds. Several on one pipe, socket or position run in no fixed order. Closing the file
 * waits for them. Before Linux 6.6 only regular files, directories and block devices are given
 * to a worker at once. */
SRING_INLINE_ void sring_readv_at_set_async(struct sring_readv_at_building *op) SRING_REQUIRES(*op);

/* Cancels the operation if it is not done `nanoseconds` after it began, on the monotonic clock;
 * the result is then -ETIME or, if bytes were transferred, their number. 0 cancels it unless it
 * completes without waiting. A second call replaces the time. The ring checks the time when it
 * waits or polls.
 * Returns 0; or -ENOMEM, with nothing changed. */
SRING_INLINE_ SRING_FALLIBLE int sring_readv_at_set_timeout(struct sring *ring,
                                                            struct sring_readv_at_building *op,
                                                            uint64_t nanoseconds)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*op);

/* Drops the operation; the kernel never sees it. `op` is gone. */
SRING_INLINE_ void sring_readv_at_abandon(struct sring *ring, struct sring_readv_at_building *op)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op);

/* Queues the operation; the kernel sees it at the next flush, wait, poll or run. `op` is gone,
 * and the caller owns `inflight`. The kernel owns `vec` until finish gives it back, even after
 * an error. It cannot fail: an operation that the kernel rejects completes with the error. */
SRING_INLINE_ void sring_readv_at_submit(struct sring *ring, struct sring_readv_at_building *op,
                                         struct sring_vec *vec,
                                         struct sring_readv_at_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op) SRING_CONSUMES(*vec) SRING_PRODUCES(*inflight);

/* Queues the operation with a callback. When it has completed, wait, poll, run or close calls
 * `callback(ring, done, arg)`; the callback owns `done` and must consume it. `op` is gone. The
 * kernel owns `vec` until finish gives it back, even after an error.
 * Returns the operation's ticket, which may be ignored. */
SRING_INLINE_ struct sring_ticket
sring_readv_at_start(struct sring *ring, struct sring_readv_at_building *op, struct sring_vec *vec,
                     sring_readv_at_callback *callback, void *arg) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*op) SRING_CONSUMES(*vec);

/* Does init, the set functions and start in one call. `fd` may be stashed, borrowed or owned; a
 * dead handle is a misuse. `options` may be NULL for the defaults. `ticket` may be NULL; it is
 * stored before a callback can run. It runs no callbacks. The kernel owns `vec` until finish
 * gives it back, even after an error.
 * Returns 0; or an error of init or set_timeout, and nothing has changed, and the caller still
 * owns `vec`. Test it with `if (rc)`. */
SRING_INLINE_ SRING_FALLIBLE int
sring_readv_at_launch(struct sring *ring, const struct sring_fd *fd, uint64_t offset,
                      struct sring_vec *vec, const struct sring_readv_at_options *options,
                      sring_readv_at_callback *callback, void *arg, struct sring_ticket *ticket)
    SRING_REQUIRES(*ring) SRING_CONSUMES_ON_SUCCESS(*vec);

/* Appends the operation to a batch; the first one has index 0. `op` is gone. The kernel owns
 * `vec` until finish gives it back, even after an error. Adding more operations than the batch
 * has room for is a misuse. */
SRING_INLINE_ void sring_readv_at_add(struct sring *ring, struct sring_batch_building *batch,
                                      struct sring_readv_at_building *op, struct sring_vec *vec)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*batch) SRING_CONSUMES(*op) SRING_CONSUMES(*vec);

/* Names the operation, also after the handle is gone.
 * Returns the operation's ticket, for sring_pending, sring_cancel and sring_wait_any. */
SRING_INLINE_ struct sring_ticket
sring_readv_at_ticket(const struct sring_readv_at_submitted *inflight) SRING_REQUIRES(*inflight);

/* Checks whether wait would return at once. It never blocks; callbacks of other operations may
 * run.
 * Returns true if wait would return at once. */
SRING_INLINE_ bool sring_readv_at_ready(struct sring *ring,
                                        const struct sring_readv_at_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*inflight);

/* Waits until the kernel is done with the operation. `inflight` is gone, and the caller owns
 * `done`. Callbacks of other operations may run meanwhile. */
SRING_INLINE_ void sring_readv_at_wait(struct sring *ring,
                                       struct sring_readv_at_submitted *inflight,
                                       struct sring_readv_at_completed *done) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Asks the kernel to cancel the operation, and waits until the kernel is done with it.
 * `inflight` is gone, and the caller owns `done`. The result is -ECANCELED; the number of bytes,
 * if some were transferred; or the normal result, if the operation completed first. */
SRING_INLINE_ void sring_readv_at_cancel(struct sring *ring,
                                         struct sring_readv_at_submitted *inflight,
                                         struct sring_readv_at_completed *done)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Lets the operation complete on its own, without a wait. `inflight` is gone. The ring frees
 * `vec` when the kernel is done with it. */
SRING_INLINE_ void sring_readv_at_detach(struct sring *ring,
                                         struct sring_readv_at_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight);

/* Takes the operation `index` out of a batch; the caller owns `done`. Taking an operation of
 * another kind, or one that was already taken, is a misuse. */
SRING_INLINE_ void sring_readv_at_take(struct sring *ring, struct sring_batch_completed *batch,
                                       uint32_t index, struct sring_readv_at_completed *done)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*batch) SRING_PRODUCES(*done);

/* Reads the kernel's result; the operation must still be finished.
 * Returns the number of bytes or -errno; 0 is the end of the file. */
SRING_INLINE_ int sring_readv_at_result(const struct sring_readv_at_completed *done)
    SRING_REQUIRES(*done);

/* Ends the operation. `done` is gone. The caller owns `vec` again, whatever the result. Data
 * fills its buffers in order; the length of each is the number of bytes that hold data.
 * Returns the number of bytes or -errno; 0 is the end of the file. */
SRING_INLINE_ int sring_readv_at_finish(struct sring_readv_at_completed *done,
                                        struct sring_vec *vec) SRING_CONSUMES(*done)
    SRING_PRODUCES(*vec);

/* Calls a callback that comes from a table or a struct, which the compiler cannot check. `done`
 * is gone; a callback that does not consume it is a misuse. */
SRING_INLINE_ void sring_readv_at_call(sring_readv_at_callback *callback, struct sring *ring,
                                       struct sring_readv_at_completed *done, void *arg)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*done);

/* Does init, submit, wait and finish in one call. The caller owns `vec` before and after the
 * call.
 * Returns the same as finish, or an error of init. */
SRING_INLINE_ SRING_FALLIBLE int sring_readv_at_await(struct sring *ring, const struct sring_fd *fd,
                                                      struct sring_vec *vec, uint64_t offset)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*fd) SRING_REQUIRES(*vec);

/* Like await, but with the set functions before submit. `options` may be NULL for the defaults.
 * `ticket` may be NULL; it is stored before the wait, so that others can cancel the operation.
 * The caller owns `vec` before and after the call.
 * Returns the same as finish, or an error of init or set_timeout. */
SRING_INLINE_ SRING_FALLIBLE int sring_readv_at_await_with(
    struct sring *ring, const struct sring_fd *fd, struct sring_vec *vec, uint64_t offset,
    const struct sring_readv_at_options *options, struct sring_ticket *ticket) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*fd) SRING_REQUIRES(*vec);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_readv_at_building_move(struct sring_readv_at_building *to,
                                                struct sring_readv_at_building *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_readv_at_building_move_stash(struct sring_readv_at_building *to,
                                                      struct sring_readv_at_building *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_readv_at_building_stash(struct sring_readv_at_building *op)
    SRING_CONSUMES(*op);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_readv_at_building_claim(struct sring_readv_at_building *op)
    SRING_PRODUCES(*op);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_readv_at_submitted_move(struct sring_readv_at_submitted *to,
                                                 struct sring_readv_at_submitted *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_readv_at_submitted_move_stash(struct sring_readv_at_submitted *to,
                                                       struct sring_readv_at_submitted *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_readv_at_submitted_stash(struct sring_readv_at_submitted *inflight)
    SRING_CONSUMES(*inflight);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse, reported by the next
 * function that uses it. */
SRING_INLINE_ void sring_readv_at_submitted_claim(struct sring_readv_at_submitted *inflight)
    SRING_PRODUCES(*inflight);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_readv_at_completed_move(struct sring_readv_at_completed *to,
                                                 struct sring_readv_at_completed *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_readv_at_completed_move_stash(struct sring_readv_at_completed *to,
                                                       struct sring_readv_at_completed *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_readv_at_completed_stash(struct sring_readv_at_completed *done)
    SRING_CONSUMES(*done);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_readv_at_completed_claim(struct sring_readv_at_completed *done)
    SRING_PRODUCES(*done);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_readv_at_building_check_(const struct sring_readv_at_building *op,
                                                  const char *function)
{
    SRING_PROVE_(op->live_, sring_error_readv_at_building_gone_);
    if (SRING_UNLIKELY_(!op->live_)) {
        sring_misuse_(function, "a live handle of readv_at in state Building", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_readv_at_submitted_check_(const struct sring_readv_at_submitted *inflight,
                                                   const char *function)
{
    SRING_PROVE_(inflight->number_, sring_error_readv_at_submitted_gone_);
    if (SRING_UNLIKELY_(!inflight->number_)) {
        sring_misuse_(function, "a live handle of readv_at in state Submitted", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_readv_at_completed_check_(const struct sring_readv_at_completed *done,
                                                   const char *function)
{
    SRING_PROVE_(done->number_, sring_error_readv_at_completed_gone_);
    if (SRING_UNLIKELY_(!done->number_)) {
        sring_misuse_(function, "a live handle of readv_at in state Completed", "a dead one");
    }
}

/* Private. Checks that the Building handle is live and of this ring. */
SRING_INLINE_ void sring_readv_at_begun_(const struct sring *ring,
                                         const struct sring_readv_at_building *op,
                                         const char *function)
{
    SRING_PROVE_(op->live_, sring_error_readv_at_building_gone_);
    if (SRING_UNLIKELY_(op->live_ != ring->live_)) {
        sring_not_begun_here_(ring, op->live_, "a live handle of readv_at in state Building",
                              function);
    }
}

/* Private. Writes the words of the SQE, except user_data. */
SRING_INLINE_ void sring_readv_at_write_(struct sring_sqe_ *sqe,
                                         const struct sring_readv_at_building *op,
                                         const struct sring_block_ *block, uint64_t head)
{
    sqe->head_ = head;
    sqe->off_ = (uint64_t)op->offset_;
    sqe->addr_ = (uint64_t)(uintptr_t)block->data_;
    sqe->len_flags_ = SRING_PAIR_(block->length_, op->flags_);
}

/* Private. The common part of submit, start and add: queues the operation, which then owns its
 * buffer or file, and returns its number. With `destination`, only writes it there and returns its
 * flags. */
SRING_INLINE_ uint64_t
sring_readv_at_queue_(struct sring *ring, struct sring_readv_at_building *op, struct sring_vec *vec,
                      struct sring_slot_ *destination, const struct sring_delivery_ *delivery,
                      sring_any_fn_ *callback, void *arg, const char *function)
{
    uint64_t flags = delivery ? SRING_CALLS_BACK_ | SRING_QUICK_ : 0;
    struct sring_slot_ *slot;
    struct sring_block_ *block;
    uint64_t head;
    uint64_t number;

    SRING_CHECK_OWNER_(ring, function);
    SRING_PROVE_RING_(ring);
    sring_readv_at_begun_(ring, op, function);
    if (op->direct_token_) {
        sring_direct_check_(ring, (uint32_t)SRING_HEAD_FD_(op->head_), op->direct_token_, function);
    }
    head = op->head_ | op->async_;
    block = sring_vec_block_(vec, function);
    sring_vec_lend_(block, op->start_, op->count_, true, function);
    op->live_ = 0;
    vec->block_ = NULL;
    slot = sring_slot_of_(ring, ring->next_);
    if (SRING_UNLIKELY_(destination || op->async_ || op->timeout_ ||
                        slot->sqe_.user_data_ != SRING_FREE_)) {
        slot = destination ? destination : ring->staging_;
        sring_readv_at_write_(&slot->sqe_, op, block, head);
        slot->record_.block_ = block;
        slot->record_.timeout_ = op->timeout_;
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
        return destination ? flags : sring_queue_staged_(ring, flags, function);
    }
    number = ring->next_;
    sring_count_(&ring->next_, SRING_STEP_);
    SRING_BEGUN_HERE_(ring, number);
    sring_readv_at_write_(&slot->sqe_, op, block, head);
    slot->sqe_.user_data_ = number | flags;
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
SRING_INLINE_ int sring_readv_at_begin_(struct sring *ring, struct sring_readv_at_building *op,
                                        const struct sring_fd *fd, uint64_t offset,
                                        const struct sring_readv_at_options *options)
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
    rc = sring_readv_at_init(ring, op, fd, offset);
    if (rc) {
        return rc;
    }
    if (options) {
        sring_readv_at_set_flags(op, options->flags);
        sring_readv_at_set_range(op, options->start, options->count ? options->count : SIZE_MAX);
        if (options->async) {
            sring_readv_at_set_async(op);
        }
        if (options->timeout_ns) {
            op->timeout_ = sring_time_limit_(options->timeout_ns);
        }
    }
    return 0;
}

/* Private. Makes the Completed handle. */
SRING_INLINE_ void sring_readv_at_complete_(struct sring_readv_at_completed *done,
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
sring_readv_at_deliver_(struct sring *ring, void *done, void *arg, sring_any_fn_ *callback)
{
    ((sring_readv_at_callback *)callback)(ring, (struct sring_readv_at_completed *)done, arg);
}

static const struct sring_delivery_ sring_readv_at_delivery_ __attribute__((unused)) =
    {sring_readv_at_deliver_, "a callback of readv_at"};

SRING_INLINE_ int sring_readv_at_init(struct sring *ring, struct sring_readv_at_building *op,
                                      const struct sring_fd *fd, uint64_t offset)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(1, 0, 0, -1) ^ sring_fd_word_(fd);
    op->direct_token_ = 0;
    op->start_ = 0;
    op->count_ = SIZE_MAX;
    op->offset_ = offset;
    op->flags_ = 0;
    op->async_ = 0;
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

SRING_INLINE_ int sring_readv_at_init_direct(struct sring *ring, struct sring_readv_at_building *op,
                                             const struct sring_direct_fd *fd, uint64_t offset)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(1, 0, 0, -1) ^ sring_direct_fd_word_(fd);
    sring_direct_check_(ring, (uint32_t)SRING_FD_RAW_(sring_direct_fd_word_(fd)), fd->token_,
                        __func__);
    op->direct_token_ = fd->token_;
    op->start_ = 0;
    op->count_ = SIZE_MAX;
    op->offset_ = offset;
    op->flags_ = 0;
    op->async_ = 0;
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

SRING_INLINE_ void sring_readv_at_set_flags(struct sring_readv_at_building *op, uint32_t flags)
{
    sring_readv_at_building_check_(op, __func__);
    op->flags_ = flags;
}

SRING_INLINE_ void sring_readv_at_set_range(struct sring_readv_at_building *op, size_t start,
                                            size_t count)
{
    sring_readv_at_building_check_(op, __func__);
    op->start_ = start;
    op->count_ = count;
}

SRING_INLINE_ void sring_readv_at_set_async(struct sring_readv_at_building *op)
{
    sring_readv_at_building_check_(op, __func__);
    op->async_ = SRING_HEAD_(0, SRING_ASYNC_, 0, 0);
}

SRING_INLINE_ int sring_readv_at_set_timeout(struct sring *ring, struct sring_readv_at_building *op,
                                             uint64_t nanoseconds)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_readv_at_building_check_(op, __func__);
    sring_readv_at_begun_(ring, op, __func__);
    rc = sring_deadline_room_(ring, __func__);
    if (rc) {
        return rc;
    }
    op->timeout_ = sring_time_limit_(nanoseconds);
    return 0;
}

SRING_INLINE_ void sring_readv_at_abandon(struct sring *ring, struct sring_readv_at_building *op)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_readv_at_building_check_(op, __func__);
    sring_readv_at_begun_(ring, op, __func__);
    op->live_ = 0;
    ring->budget_ += 1;
}

SRING_INLINE_ void sring_readv_at_submit(struct sring *ring, struct sring_readv_at_building *op,
                                         struct sring_vec *vec,
                                         struct sring_readv_at_submitted *inflight)
{
    inflight->number_ = sring_readv_at_queue_(ring, op, vec, NULL, NULL, NULL, NULL, __func__);
    SRING_PRODUCED_(inflight->number_);
}

SRING_INLINE_ struct sring_ticket
sring_readv_at_start(struct sring *ring, struct sring_readv_at_building *op, struct sring_vec *vec,
                     sring_readv_at_callback *callback, void *arg)
{
    struct sring_ticket ticket;

    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    ticket.number_ = sring_readv_at_queue_(ring, op, vec, NULL, &sring_readv_at_delivery_,
                                           (sring_any_fn_ *)callback, arg, __func__);
    return ticket;
}

SRING_INLINE_ int
sring_readv_at_launch(struct sring *ring, const struct sring_fd *fd, uint64_t offset,
                      struct sring_vec *vec, const struct sring_readv_at_options *options,
                      sring_readv_at_callback *callback, void *arg, struct sring_ticket *ticket)
{
    struct sring_readv_at_building op;
    struct sring_ticket started;
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    (void)sring_fd_live_word_(fd, __func__);
    if (options && options->start) {
        sring_vec_check_start_(sring_vec_block_(vec, __func__), options->start, true, __func__);
    }
    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    rc = sring_readv_at_begin_(ring, &op, fd, offset, options);
    if (rc) {
        return rc;
    }
    SRING_PROVE_(vec->block_, sring_error_vec_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(vec))) {
        sring_readv_at_abandon(ring, &op);
        (void)sring_vec_checked_(vec, __func__);
        __builtin_unreachable();
    }
    started = sring_readv_at_start(ring, &op, vec, callback, arg);
    if (ticket) {
        *ticket = started;
    }
    return 0;
}

SRING_INLINE_ void sring_readv_at_add(struct sring *ring, struct sring_batch_building *batch,
                                      struct sring_readv_at_building *op, struct sring_vec *vec)
{
    struct sring_slot_ *place = sring_batch_room_(ring, batch, __func__);
    uint64_t flags = sring_readv_at_queue_(ring, op, vec, place, NULL, NULL, NULL, __func__);

    sring_batch_push_(batch->block_, flags, 0xfff95ebau,
                      SRING_SHORT_FAILS_ | SRING_IN_PARTS_ | SRING_KERNEL_CUTS_ | SRING_HAS_FILE_);
}

SRING_INLINE_ struct sring_ticket
sring_readv_at_ticket(const struct sring_readv_at_submitted *inflight)
{
    struct sring_ticket ticket;

    sring_readv_at_submitted_check_(inflight, __func__);
    ticket.number_ = inflight->number_;
    return ticket;
}

SRING_INLINE_ bool sring_readv_at_ready(struct sring *ring,
                                        const struct sring_readv_at_submitted *inflight)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_readv_at_submitted_check_(inflight, __func__);
    return sring_ready_(ring, inflight->number_, __func__);
}

SRING_INLINE_ void sring_readv_at_wait(struct sring *ring,
                                       struct sring_readv_at_submitted *inflight,
                                       struct sring_readv_at_completed *done)
{
    struct sring_taken_ taken;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_readv_at_submitted_gone_);
    taken = sring_take_(ring, inflight->number_, SRING_USES_BLOCK_, __func__);
    inflight->number_ = 0;
    sring_readv_at_complete_(done, &taken);
}

SRING_INLINE_ void sring_readv_at_cancel(struct sring *ring,
                                         struct sring_readv_at_submitted *inflight,
                                         struct sring_readv_at_completed *done)
{
    struct sring_taken_ taken;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_readv_at_submitted_gone_);
    taken = sring_wait_cancelled_(ring, inflight->number_, __func__);
    inflight->number_ = 0;
    sring_readv_at_complete_(done, &taken);
}

SRING_INLINE_ void sring_readv_at_detach(struct sring *ring,
                                         struct sring_readv_at_submitted *inflight)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_readv_at_submitted_gone_);
    sring_detach_(ring, inflight->number_, __func__);
    inflight->number_ = 0;
}

SRING_INLINE_ void sring_readv_at_take(struct sring *ring, struct sring_batch_completed *batch,
                                       uint32_t index, struct sring_readv_at_completed *done)
{
    struct sring_taken_ taken = sring_batch_take_(ring, batch, index, 0xfff95ebau, __func__);

    sring_readv_at_complete_(done, &taken);
}

SRING_INLINE_ int sring_readv_at_result(const struct sring_readv_at_completed *done)
{
    sring_readv_at_completed_check_(done, __func__);
    return done->result_;
}

SRING_INLINE_ int sring_readv_at_finish(struct sring_readv_at_completed *done,
                                        struct sring_vec *vec)
{
    struct sring_block_ *block = done->block_;
    uint64_t token;
    int result = done->result_;

    sring_readv_at_completed_check_(done, __func__);
    sring_check_lent_(block, done->number_, __func__);
    sring_vec_return_(block, result);
    token = sring_give_back_(block, done->number_);
    SRING_PRODUCED_(block);
    vec->block_ = block;
    vec->token_ = token;
    done->number_ = 0;
    return result;
}

SRING_INLINE_ void sring_readv_at_call(sring_readv_at_callback *callback, struct sring *ring,
                                       struct sring_readv_at_completed *done, void *arg)
{
    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    sring_readv_at_completed_check_(done, __func__);
    callback(ring, done, arg);
    sring_check_consumed_(done->number_ != 0, &sring_readv_at_delivery_);
    done->number_ = 0;
}

SRING_INLINE_ int sring_readv_at_await(struct sring *ring, const struct sring_fd *fd,
                                       struct sring_vec *vec, uint64_t offset)
{
    struct sring_readv_at_building op;
    struct sring_readv_at_submitted inflight;
    struct sring_readv_at_completed done;
    int rc = sring_readv_at_init(ring, &op, fd, offset);

    if (rc) {
        return rc;
    }
    SRING_PROVE_(vec->block_, sring_error_vec_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(vec))) {
        sring_readv_at_abandon(ring, &op);
        (void)sring_vec_checked_(vec, __func__);
        __builtin_unreachable();
    }
    sring_readv_at_submit(ring, &op, vec, &inflight);
    sring_readv_at_wait(ring, &inflight, &done);
    return sring_readv_at_finish(&done, vec);
}

SRING_INLINE_ int sring_readv_at_await_with(struct sring *ring, const struct sring_fd *fd,
                                            struct sring_vec *vec, uint64_t offset,
                                            const struct sring_readv_at_options *options,
                                            struct sring_ticket *ticket)
{
    struct sring_readv_at_building op;
    struct sring_readv_at_submitted inflight;
    struct sring_readv_at_completed done;
    int rc;

    if (options && options->start) {
        sring_vec_check_start_(sring_vec_block_(vec, __func__), options->start, true, __func__);
    }
    rc = sring_readv_at_begin_(ring, &op, fd, offset, options);
    if (rc) {
        return rc;
    }
    SRING_PROVE_(vec->block_, sring_error_vec_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(vec))) {
        sring_readv_at_abandon(ring, &op);
        (void)sring_vec_checked_(vec, __func__);
        __builtin_unreachable();
    }
    sring_readv_at_submit(ring, &op, vec, &inflight);
    if (ticket) {
        *ticket = sring_readv_at_ticket(&inflight);
    }
    sring_readv_at_wait(ring, &inflight, &done);
    return sring_readv_at_finish(&done, vec);
}

SRING_INLINE_ void sring_readv_at_building_move(struct sring_readv_at_building *to,
                                                struct sring_readv_at_building *from)
{
    sring_readv_at_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_readv_at_building_move_stash(struct sring_readv_at_building *to,
                                                      struct sring_readv_at_building *from)
{
    sring_readv_at_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_readv_at_building_stash(struct sring_readv_at_building *op)
{
    sring_readv_at_building_check_(op, __func__);
}

SRING_INLINE_ void sring_readv_at_building_claim(struct sring_readv_at_building *op)
{
    SRING_LAUNDER_(op->live_);
    sring_readv_at_building_check_(op, __func__);
}

SRING_INLINE_ void sring_readv_at_submitted_move(struct sring_readv_at_submitted *to,
                                                 struct sring_readv_at_submitted *from)
{
    sring_readv_at_submitted_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_readv_at_submitted_move_stash(struct sring_readv_at_submitted *to,
                                                       struct sring_readv_at_submitted *from)
{
    sring_readv_at_submitted_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_readv_at_submitted_stash(struct sring_readv_at_submitted *inflight)
{
    sring_readv_at_submitted_check_(inflight, __func__);
}

SRING_INLINE_ void sring_readv_at_submitted_claim(struct sring_readv_at_submitted *inflight)
{
    SRING_LAUNDER_(inflight->number_);
}

SRING_INLINE_ void sring_readv_at_completed_move(struct sring_readv_at_completed *to,
                                                 struct sring_readv_at_completed *from)
{
    sring_readv_at_completed_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_readv_at_completed_move_stash(struct sring_readv_at_completed *to,
                                                       struct sring_readv_at_completed *from)
{
    sring_readv_at_completed_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_readv_at_completed_stash(struct sring_readv_at_completed *done)
{
    sring_readv_at_completed_check_(done, __func__);
}

SRING_INLINE_ void sring_readv_at_completed_claim(struct sring_readv_at_completed *done)
{
    SRING_LAUNDER_(done->number_);
    sring_readv_at_completed_check_(done, __func__);
}

SRING_END_C_

#endif /* SRING_OPS_READV_AT_H */
