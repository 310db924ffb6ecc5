/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/openat.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * openat: Open a file by its path.
 * IORING_OP_OPENAT (18), Linux 5.6 and later.
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
 * Operations linked behind it are cancelled if the result is negative.
 */
#ifndef SRING_OPS_OPENAT_H
#define SRING_OPS_OPENAT_H

#include <sring/detail/hot.h>
#include <sring/detail/member.h>

SRING_BEGIN_C_

#define SRING_HAVE_OPENAT 1
#define SRING_OP_OPENAT UINT64_C(0xd48df23b00050612) /* for sring_supports */

/* --- states ------------------------------------------------------------------------------- */

/* Options may still change; the operation is not submitted yet. */
struct SRING_CAPABILITY("openat in state Building") sring_openat_building {
    uint64_t live_;
    uint64_t head_; /* opcode, flags, ioprio, fd */
    uint64_t path_; /* address of the copy */
    uint32_t flags_;
    uint32_t mode_;
    uint64_t async_;               /* IOSQE_ASYNC, as in head_; 0 if not set */
    uint64_t timeout_;             /* nanoseconds + 1; 0 for none */
    struct sring_block_ *scratch_; /* copies for the kernel to read, room for it to write */
    uint64_t scratch_token_;
};

/* The operation is in flight; the kernel owns its buffer, if it has one. */
struct SRING_CAPABILITY("openat in state Submitted") sring_openat_submitted {
    uint64_t number_;
};

/* The result is final; finish gives the buffer back, if there is one. */
struct SRING_CAPABILITY("openat in state Completed") sring_openat_completed {
    uint64_t number_;
    int32_t result_;
    uint32_t flags_;
    struct sring_block_ *block_;
    struct sring_block_ *scratch_;
};

extern void sring_error_openat_building_gone_(void)
    SRING_PROOF_ERROR_("sring: this Building openat was already submitted, started, added, "
                       "abandoned or moved; only its Submitted handle may be waited for, cancelled "
                       "or detached");
extern void sring_error_openat_submitted_gone_(void)
    SRING_PROOF_ERROR_("sring: this Submitted openat was already waited for, cancelled, detached "
                       "or moved; its result is in the Completed handle");
extern void sring_error_openat_completed_gone_(void)
    SRING_PROOF_ERROR_("sring: this Completed openat was already finished or moved; use what "
                       "finish returned and gave back");

/* The callback of a started openat, called when it has completed. It must consume `done`. */
typedef void sring_openat_callback(struct sring *ring, struct sring_openat_completed *done,
                                   void *arg);

/* The head of such a callback, for a declaration or a definition. It lets the compiler check it. */
#define SRING_OPENAT_CALLBACK(name)                                                                \
    static void name(SRING_MAYBE_ struct sring *ring, struct sring_openat_completed *done,         \
                     SRING_MAYBE_ void *arg) SRING_CALLBACK(ring, done)

/* The options of launch and await_with. 0 is the default. */
struct sring_openat_options {
    const struct sring_fd *dir;
    bool async;          /* run it in a worker at once */
    uint64_t timeout_ns; /* 0: none */
};

/* --- transitions and accessors ------------------------------------------------------------ */

/* Begins an openat. Memory that an argument points at is copied and may be reused at once.
 * `path`: The path; relative to the current directory or to that of set_dir.
 * `flags`: O_RDONLY, O_CREAT, O_CLOEXEC and the like. Without O_CREAT a FIFO is usually opened
 * as with O_NONBLOCK: -ENXIO for writing if it has no reader. With O_CREAT a kernel worker waits
 * for the other end: -EINTR if the process is stopped (SIGSTOP) meanwhile.
 * `mode`: The permissions of a new file; the umask is applied.
 * Returns 0, and the caller owns `op`; or -errno and no `op`: -EAGAIN (the ring's capacity is in
 * use; wait for an operation), -ECANCELED (the ring is closing), -ENOMEM, -EFAULT (a path is
 * NULL). Needs Linux 5.6; an older kernel completes the operation with -EINVAL. */
SRING_INLINE_ SRING_FALLIBLE int sring_openat_init(struct sring *ring,
                                                   struct sring_openat_building *op,
                                                   const char *path, uint32_t flags, uint32_t mode)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*op);

/* Sets `dir`: The directory where a relative path starts; the current one by default. */
SRING_INLINE_ void sring_openat_set_dir(struct sring_openat_building *op,
                                        const struct sring_fd *dir) SRING_REQUIRES(*op)
    SRING_REQUIRES_SHARED(*dir);

/* Runs the operation in a worker of the kernel at once (IOSQE_ASYNC). The kernel does not try it
 * first, so flush and wait do not spend the time that it takes; a worker costs some
 * microseconds. Several on one pipe, socket or position run in no fixed order. Closing the file
 * waits for them. Before Linux 6.6 only regular files, directories and block devices are given
 * to a worker at once. */
SRING_INLINE_ void sring_openat_set_async(struct sring_openat_building *op) SRING_REQUIRES(*op);

/* Cancels the operation if it is not done `nanoseconds` after it began, on the monotonic clock;
 * the result is then -ETIME or, if bytes were transferred, their number. 0 cancels it unless it
 * completes without waiting. A second call replaces the time. The ring checks the time when it
 * waits or polls.
 * Returns 0; or -ENOMEM, with nothing changed. */
SRING_INLINE_ SRING_FALLIBLE int
sring_openat_set_timeout(struct sring *ring, struct sring_openat_building *op, uint64_t nanoseconds)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*op);

/* Drops the operation; the kernel never sees it. `op` is gone. */
SRING_INLINE_ void sring_openat_abandon(struct sring *ring, struct sring_openat_building *op)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op);

/* Queues the operation; the kernel sees it at the next flush, wait, poll or run. `op` is gone,
 * and the caller owns `inflight`. It cannot fail: an operation that the kernel rejects completes
 * with the error. */
SRING_INLINE_ void sring_openat_submit(struct sring *ring, struct sring_openat_building *op,
                                       struct sring_openat_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op) SRING_PRODUCES(*inflight);

/* Queues the operation with a callback. When it has completed, wait, poll, run or close calls
 * `callback(ring, done, arg)`; the callback owns `done` and must consume it. `op` is gone.
 * Returns the operation's ticket, which may be ignored. */
SRING_INLINE_ struct sring_ticket sring_openat_start(struct sring *ring,
                                                     struct sring_openat_building *op,
                                                     sring_openat_callback *callback, void *arg)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op);

/* Does init, the set functions and start in one call. `options` may be NULL for the defaults.
 * `ticket` may be NULL; it is stored before a callback can run. It runs no callbacks.
 * Returns 0; or an error of init or set_timeout, and nothing has changed. Test it with `if
 * (rc)`. */
SRING_INLINE_ SRING_FALLIBLE int
sring_openat_launch(struct sring *ring, const char *path, uint32_t flags, uint32_t mode,
                    const struct sring_openat_options *options, sring_openat_callback *callback,
                    void *arg, struct sring_ticket *ticket) SRING_REQUIRES(*ring);

/* Appends the operation to a batch; the first one has index 0. `op` is gone. Adding more
 * operations than the batch has room for is a misuse. */
SRING_INLINE_ void sring_openat_add(struct sring *ring, struct sring_batch_building *batch,
                                    struct sring_openat_building *op) SRING_REQUIRES(*ring)
    SRING_REQUIRES(*batch) SRING_CONSUMES(*op);

/* Names the operation, also after the handle is gone.
 * Returns the operation's ticket, for sring_pending, sring_cancel and sring_wait_any. */
SRING_INLINE_ struct sring_ticket sring_openat_ticket(const struct sring_openat_submitted *inflight)
    SRING_REQUIRES(*inflight);

/* Checks whether wait would return at once. It never blocks; callbacks of other operations may
 * run.
 * Returns true if wait would return at once. */
SRING_INLINE_ bool sring_openat_ready(struct sring *ring,
                                      const struct sring_openat_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*inflight);

/* Waits until the kernel is done with the operation. `inflight` is gone, and the caller owns
 * `done`. Callbacks of other operations may run meanwhile. */
SRING_INLINE_ void sring_openat_wait(struct sring *ring, struct sring_openat_submitted *inflight,
                                     struct sring_openat_completed *done) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Asks the kernel to cancel the operation, and waits until the kernel is done with it.
 * `inflight` is gone, and the caller owns `done`. The result is -ECANCELED; the number of bytes,
 * if some were transferred; or the normal result, if the operation completed first. */
SRING_INLINE_ void sring_openat_cancel(struct sring *ring, struct sring_openat_submitted *inflight,
                                       struct sring_openat_completed *done) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*inflight) SRING_PRODUCES(*done);

/* Lets the operation complete on its own, without a wait. `inflight` is gone. The ring closes
 * the new file. */
SRING_INLINE_ void sring_openat_detach(struct sring *ring, struct sring_openat_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight);

/* Takes the operation `index` out of a batch; the caller owns `done`. Taking an operation of
 * another kind, or one that was already taken, is a misuse. */
SRING_INLINE_ void sring_openat_take(struct sring *ring, struct sring_batch_completed *batch,
                                     uint32_t index, struct sring_openat_completed *done)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*batch) SRING_PRODUCES(*done);

/* Reads the kernel's result; the operation must still be finished.
 * Returns the descriptor, which finish hands over, or -errno. */
SRING_INLINE_ int sring_openat_result(const struct sring_openat_completed *done)
    SRING_REQUIRES(*done);

/* Ends the operation. `done` is gone. On success the caller owns `produced`.
 * Returns 0; or -errno and no file. Test it with `if (rc)`. */
SRING_INLINE_ SRING_FALLIBLE int sring_openat_finish(struct sring_openat_completed *done,
                                                     struct sring_fd *produced)
    SRING_CONSUMES(*done) SRING_PRODUCES_ON_SUCCESS(*produced);

/* Calls a callback that comes from a table or a struct, which the compiler cannot check. `done`
 * is gone; a callback that does not consume it is a misuse. */
SRING_INLINE_ void sring_openat_call(sring_openat_callback *callback, struct sring *ring,
                                     struct sring_openat_completed *done, void *arg)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*done);

/* Does init, submit, wait and finish in one call. On success the caller owns `produced`.
 * Returns the same as finish, or an error of init. */
SRING_INLINE_ SRING_FALLIBLE int sring_openat_await(struct sring *ring, const char *path,
                                                    uint32_t flags, uint32_t mode,
                                                    struct sring_fd *produced) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*produced);

/* Like await, but with the set functions before submit. `options` may be NULL for the defaults.
 * `ticket` may be NULL; it is stored before the wait, so that others can cancel the operation.
 * On success the caller owns `produced`.
 * Returns the same as finish, or an error of init or set_timeout. */
SRING_INLINE_ SRING_FALLIBLE int
sring_openat_await_with(struct sring *ring, const char *path, uint32_t flags, uint32_t mode,
                        const struct sring_openat_options *options, struct sring_ticket *ticket,
                        struct sring_fd *produced) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*produced);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_openat_building_move(struct sring_openat_building *to,
                                              struct sring_openat_building *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_openat_building_move_stash(struct sring_openat_building *to,
                                                    struct sring_openat_building *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_openat_building_stash(struct sring_openat_building *op)
    SRING_CONSUMES(*op);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_openat_building_claim(struct sring_openat_building *op)
    SRING_PRODUCES(*op);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_openat_submitted_move(struct sring_openat_submitted *to,
                                               struct sring_openat_submitted *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_openat_submitted_move_stash(struct sring_openat_submitted *to,
                                                     struct sring_openat_submitted *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_openat_submitted_stash(struct sring_openat_submitted *inflight)
    SRING_CONSUMES(*inflight);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse, reported by the next
 * function that uses it. */
SRING_INLINE_ void sring_openat_submitted_claim(struct sring_openat_submitted *inflight)
    SRING_PRODUCES(*inflight);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_openat_completed_move(struct sring_openat_completed *to,
                                               struct sring_openat_completed *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_openat_completed_move_stash(struct sring_openat_completed *to,
                                                     struct sring_openat_completed *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_openat_completed_stash(struct sring_openat_completed *done)
    SRING_CONSUMES(*done);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_openat_completed_claim(struct sring_openat_completed *done)
    SRING_PRODUCES(*done);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_openat_building_check_(const struct sring_openat_building *op,
                                                const char *function)
{
    SRING_PROVE_(op->live_, sring_error_openat_building_gone_);
    if (SRING_UNLIKELY_(!op->live_)) {
        sring_misuse_(function, "a live handle of openat in state Building", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_openat_submitted_check_(const struct sring_openat_submitted *inflight,
                                                 const char *function)
{
    SRING_PROVE_(inflight->number_, sring_error_openat_submitted_gone_);
    if (SRING_UNLIKELY_(!inflight->number_)) {
        sring_misuse_(function, "a live handle of openat in state Submitted", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void sring_openat_completed_check_(const struct sring_openat_completed *done,
                                                 const char *function)
{
    SRING_PROVE_(done->number_, sring_error_openat_completed_gone_);
    if (SRING_UNLIKELY_(!done->number_)) {
        sring_misuse_(function, "a live handle of openat in state Completed", "a dead one");
    }
}

/* Private. Checks that the Building handle is live and of this ring. */
SRING_INLINE_ void sring_openat_begun_(const struct sring *ring,
                                       const struct sring_openat_building *op, const char *function)
{
    SRING_PROVE_(op->live_, sring_error_openat_building_gone_);
    if (SRING_UNLIKELY_(op->live_ != ring->live_)) {
        sring_not_begun_here_(ring, op->live_, "a live handle of openat in state Building",
                              function);
    }
}

/* Private. Writes the words of the SQE, except user_data. */
SRING_INLINE_ void sring_openat_write_(struct sring_sqe_ *sqe,
                                       const struct sring_openat_building *op, uint64_t head)
{
    sqe->head_ = head;
    sqe->off_ = 0;
    sqe->addr_ = (uint64_t)op->path_;
    sqe->len_flags_ = SRING_PAIR_(op->mode_, op->flags_);
}

/* Private. The common part of submit, start and add: queues the operation, which then owns its
 * buffer or file, and returns its number. With `destination`, only writes it there and returns its
 * flags. */
SRING_INLINE_ uint64_t sring_openat_queue_(struct sring *ring, struct sring_openat_building *op,
                                           struct sring_slot_ *destination,
                                           const struct sring_delivery_ *delivery,
                                           sring_any_fn_ *callback, void *arg, const char *function)
{
    uint64_t flags = delivery ? SRING_CALLS_BACK_ : 0;
    struct sring_slot_ *slot;
    uint64_t head;
    uint64_t number;

    SRING_CHECK_OWNER_(ring, function);
    SRING_PROVE_RING_(ring);
    sring_openat_begun_(ring, op, function);
    head = op->head_ | op->async_;
    if (SRING_UNLIKELY_(op->scratch_->owner_ != op->scratch_token_)) {
        sring_misuse_(function, "an openat in state Building",
                      "a copy of one that was consumed before");
    }
    op->live_ = 0;
    slot = sring_slot_of_(ring, ring->next_);
    if (SRING_UNLIKELY_(destination || op->async_ || op->timeout_ ||
                        slot->sqe_.user_data_ != SRING_FREE_)) {
        slot = destination ? destination : ring->staging_;
        sring_openat_write_(&slot->sqe_, op, head);
        slot->record_.scratch_ = op->scratch_;
        slot->record_.state_ = SRING_LATE_;
        slot->record_.result_ = SRING_HEAD_FD_(head);
        slot->record_.flags_ = SRING_HEAD_FLAGS_(head);
        slot->record_.timeout_ = op->timeout_;
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
        flags |= SRING_MAKES_FD_;
        return destination ? flags : sring_queue_staged_(ring, flags, function);
    }
    number = ring->next_ | SRING_MAKES_FD_;
    sring_count_(&ring->next_, SRING_STEP_);
    SRING_BEGUN_HERE_(ring, number);
    sring_openat_write_(&slot->sqe_, op, head);
    slot->sqe_.user_data_ = number | flags;
    slot->record_.state_ = SRING_LATE_;
    slot->record_.result_ = SRING_HEAD_FD_(head);
    slot->record_.flags_ = SRING_HEAD_FLAGS_(head);
    ring->late_++;
    slot->record_.scratch_ = op->scratch_;
    op->scratch_->owner_ = number;
    if (delivery) {
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
    }
    return number;
}

/* Private. Does init and the set functions. */
SRING_INLINE_ int sring_openat_begin_(struct sring *ring, struct sring_openat_building *op,
                                      const char *path, uint32_t flags, uint32_t mode,
                                      const struct sring_openat_options *options)
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
    rc = sring_openat_init(ring, op, path, flags, mode);
    if (rc) {
        return rc;
    }
    if (options) {
        if (options->dir) {
            (void)sring_fd_live_word_(options->dir, __func__);
            sring_openat_set_dir(op, options->dir);
        }
        if (options->async) {
            sring_openat_set_async(op);
        }
        if (options->timeout_ns) {
            op->timeout_ = sring_time_limit_(options->timeout_ns);
        }
    }
    return 0;
}

/* Private. Makes the Completed handle. */
SRING_INLINE_ void sring_openat_complete_(struct sring_openat_completed *done,
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
sring_openat_deliver_(struct sring *ring, void *done, void *arg, sring_any_fn_ *callback)
{
    ((sring_openat_callback *)callback)(ring, (struct sring_openat_completed *)done, arg);
}

static const struct sring_delivery_ sring_openat_delivery_ __attribute__((unused)) =
    {sring_openat_deliver_, "a callback of openat"};

SRING_INLINE_ int sring_openat_init(struct sring *ring, struct sring_openat_building *op,
                                    const char *path, uint32_t flags, uint32_t mode)
{
    size_t path_size = path ? __builtin_strlen(path) + 1 : 0;
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(18, 0, 0, -100);
    op->path_ = 0;
    op->flags_ = flags;
    op->mode_ = mode;
    op->async_ = 0;
    op->timeout_ = 0;
    op->scratch_ = NULL;
    op->scratch_token_ = 0;
    if (!path) {
        op->live_ = sring_nothing_();
        return -EFAULT;
    }
    rc = sring_take_budget_(ring, __func__);
    if (SRING_UNLIKELY_(rc)) {
        op->live_ = sring_nothing_();
        return rc;
    }
    op->scratch_ = sring_scratch_get_(0 + path_size);
    if (SRING_UNLIKELY_(!op->scratch_)) {
        ring->budget_ += 1;
        op->live_ = sring_nothing_();
        return -ENOMEM;
    }
    op->scratch_token_ = op->scratch_->owner_;
    op->path_ = (uint64_t)(uintptr_t)op->scratch_->data_ + 0;
    __builtin_memcpy((void *)(uintptr_t)op->path_, path, path_size);
    op->live_ = ring->live_;
    SRING_PRODUCED_(op->live_);
    return 0;
}

SRING_INLINE_ void sring_openat_set_dir(struct sring_openat_building *op,
                                        const struct sring_fd *dir)
{
    sring_openat_building_check_(op, __func__);
    op->head_ = (op->head_ | SRING_HEAD_(0, 0, 0, -1)) ^ sring_fd_word_(dir);
}

SRING_INLINE_ void sring_openat_set_async(struct sring_openat_building *op)
{
    sring_openat_building_check_(op, __func__);
    op->async_ = SRING_HEAD_(0, SRING_ASYNC_, 0, 0);
}

SRING_INLINE_ int sring_openat_set_timeout(struct sring *ring, struct sring_openat_building *op,
                                           uint64_t nanoseconds)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_openat_building_check_(op, __func__);
    sring_openat_begun_(ring, op, __func__);
    rc = sring_deadline_room_(ring, __func__);
    if (rc) {
        return rc;
    }
    op->timeout_ = sring_time_limit_(nanoseconds);
    return 0;
}

SRING_INLINE_ void sring_openat_abandon(struct sring *ring, struct sring_openat_building *op)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_openat_building_check_(op, __func__);
    sring_openat_begun_(ring, op, __func__);
    if (SRING_UNLIKELY_(op->scratch_->owner_ != op->scratch_token_)) {
        sring_misuse_(__func__, "an openat in state Building",
                      "a copy of one that was consumed before");
    }
    sring_scratch_put_(op->scratch_);
    op->live_ = 0;
    ring->budget_ += 1;
}

SRING_INLINE_ void sring_openat_submit(struct sring *ring, struct sring_openat_building *op,
                                       struct sring_openat_submitted *inflight)
{
    inflight->number_ = sring_openat_queue_(ring, op, NULL, NULL, NULL, NULL, __func__);
    inflight->number_ |= SRING_MAKES_FD_; /* already set; tells gcc -O1 that it is not 0 */
    SRING_PRODUCED_(inflight->number_);
}

SRING_INLINE_ struct sring_ticket sring_openat_start(struct sring *ring,
                                                     struct sring_openat_building *op,
                                                     sring_openat_callback *callback, void *arg)
{
    struct sring_ticket ticket;

    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    ticket.number_ = sring_openat_queue_(ring, op, NULL, &sring_openat_delivery_,
                                         (sring_any_fn_ *)callback, arg, __func__);
    return ticket;
}

SRING_INLINE_ int sring_openat_launch(struct sring *ring, const char *path, uint32_t flags,
                                      uint32_t mode, const struct sring_openat_options *options,
                                      sring_openat_callback *callback, void *arg,
                                      struct sring_ticket *ticket)
{
    struct sring_openat_building op;
    struct sring_ticket started;
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    rc = sring_openat_begin_(ring, &op, path, flags, mode, options);
    if (rc) {
        return rc;
    }
    started = sring_openat_start(ring, &op, callback, arg);
    if (ticket) {
        *ticket = started;
    }
    return 0;
}

SRING_INLINE_ void sring_openat_add(struct sring *ring, struct sring_batch_building *batch,
                                    struct sring_openat_building *op)
{
    struct sring_slot_ *place = sring_batch_room_(ring, batch, __func__);
    uint64_t flags = sring_openat_queue_(ring, op, place, NULL, NULL, NULL, __func__);

    sring_batch_push_(batch->block_, flags, 0xd48df23bu, SRING_HAS_FILE_);
}

SRING_INLINE_ struct sring_ticket sring_openat_ticket(const struct sring_openat_submitted *inflight)
{
    struct sring_ticket ticket;

    sring_openat_submitted_check_(inflight, __func__);
    ticket.number_ = inflight->number_;
    return ticket;
}

SRING_INLINE_ bool sring_openat_ready(struct sring *ring,
                                      const struct sring_openat_submitted *inflight)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_openat_submitted_check_(inflight, __func__);
    return sring_ready_(ring, inflight->number_, __func__);
}

SRING_INLINE_ void sring_openat_wait(struct sring *ring, struct sring_openat_submitted *inflight,
                                     struct sring_openat_completed *done)
{
    struct sring_taken_ taken;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_openat_submitted_gone_);
    taken = sring_wait_(ring, inflight->number_, __func__); /* handles more than the result */
    inflight->number_ = 0;
    sring_openat_complete_(done, &taken);
}

SRING_INLINE_ void sring_openat_cancel(struct sring *ring, struct sring_openat_submitted *inflight,
                                       struct sring_openat_completed *done)
{
    struct sring_taken_ taken;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_openat_submitted_gone_);
    taken = sring_wait_cancelled_(ring, inflight->number_, __func__);
    inflight->number_ = 0;
    sring_openat_complete_(done, &taken);
}

SRING_INLINE_ void sring_openat_detach(struct sring *ring, struct sring_openat_submitted *inflight)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(inflight->number_, sring_error_openat_submitted_gone_);
    sring_detach_(ring, inflight->number_, __func__);
    inflight->number_ = 0;
}

SRING_INLINE_ void sring_openat_take(struct sring *ring, struct sring_batch_completed *batch,
                                     uint32_t index, struct sring_openat_completed *done)
{
    struct sring_taken_ taken = sring_batch_take_(ring, batch, index, 0xd48df23bu, __func__);

    sring_openat_complete_(done, &taken);
}

SRING_INLINE_ int sring_openat_result(const struct sring_openat_completed *done)
{
    sring_openat_completed_check_(done, __func__);
    return done->result_;
}

SRING_INLINE_ int sring_openat_finish(struct sring_openat_completed *done,
                                      struct sring_fd *produced)
{
    int result = done->result_;

    sring_openat_completed_check_(done, __func__);
    sring_check_lent_(done->scratch_, done->number_, __func__);
    sring_scratch_put_(done->scratch_);
    done->number_ = 0;
    if (result < 0) {
        produced->word_ = sring_nothing_();
        return result;
    }
    sring_fd_own_(produced, result, false);
    return 0;
}

SRING_INLINE_ void sring_openat_call(sring_openat_callback *callback, struct sring *ring,
                                     struct sring_openat_completed *done, void *arg)
{
    sring_check_callback_((sring_any_fn_ *)callback, __func__);
    sring_openat_completed_check_(done, __func__);
    callback(ring, done, arg);
    sring_check_consumed_(done->number_ != 0, &sring_openat_delivery_);
    done->number_ = 0;
}

SRING_INLINE_ int sring_openat_await(struct sring *ring, const char *path, uint32_t flags,
                                     uint32_t mode, struct sring_fd *produced)
{
    struct sring_openat_building op;
    struct sring_openat_submitted inflight;
    struct sring_openat_completed done;
    int rc = sring_openat_init(ring, &op, path, flags, mode);

    if (rc) {
        produced->word_ = sring_nothing_();
        return rc;
    }
    sring_openat_submit(ring, &op, &inflight);
    sring_openat_wait(ring, &inflight, &done);
    return sring_openat_finish(&done, produced);
}

SRING_INLINE_ int sring_openat_await_with(struct sring *ring, const char *path, uint32_t flags,
                                          uint32_t mode, const struct sring_openat_options *options,
                                          struct sring_ticket *ticket, struct sring_fd *produced)
{
    struct sring_openat_building op;
    struct sring_openat_submitted inflight;
    struct sring_openat_completed done;
    int rc = sring_openat_begin_(ring, &op, path, flags, mode, options);

    if (rc) {
        produced->word_ = sring_nothing_();
        return rc;
    }
    sring_openat_submit(ring, &op, &inflight);
    if (ticket) {
        *ticket = sring_openat_ticket(&inflight);
    }
    sring_openat_wait(ring, &inflight, &done);
    return sring_openat_finish(&done, produced);
}

SRING_INLINE_ void sring_openat_building_move(struct sring_openat_building *to,
                                              struct sring_openat_building *from)
{
    sring_openat_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_openat_building_move_stash(struct sring_openat_building *to,
                                                    struct sring_openat_building *from)
{
    sring_openat_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_openat_building_stash(struct sring_openat_building *op)
{
    sring_openat_building_check_(op, __func__);
}

SRING_INLINE_ void sring_openat_building_claim(struct sring_openat_building *op)
{
    SRING_LAUNDER_(op->live_);
    sring_openat_building_check_(op, __func__);
}

SRING_INLINE_ void sring_openat_submitted_move(struct sring_openat_submitted *to,
                                               struct sring_openat_submitted *from)
{
    sring_openat_submitted_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_openat_submitted_move_stash(struct sring_openat_submitted *to,
                                                     struct sring_openat_submitted *from)
{
    sring_openat_submitted_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_openat_submitted_stash(struct sring_openat_submitted *inflight)
{
    sring_openat_submitted_check_(inflight, __func__);
}

SRING_INLINE_ void sring_openat_submitted_claim(struct sring_openat_submitted *inflight)
{
    SRING_LAUNDER_(inflight->number_);
}

SRING_INLINE_ void sring_openat_completed_move(struct sring_openat_completed *to,
                                               struct sring_openat_completed *from)
{
    sring_openat_completed_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_openat_completed_move_stash(struct sring_openat_completed *to,
                                                     struct sring_openat_completed *from)
{
    sring_openat_completed_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void sring_openat_completed_stash(struct sring_openat_completed *done)
{
    sring_openat_completed_check_(done, __func__);
}

SRING_INLINE_ void sring_openat_completed_claim(struct sring_openat_completed *done)
{
    SRING_LAUNDER_(done->number_);
    sring_openat_completed_check_(done, __func__);
}

SRING_END_C_

#endif /* SRING_OPS_OPENAT_H */
