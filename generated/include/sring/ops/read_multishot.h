/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/read_multishot.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * read_multishot: Read bytes from a pipe as they arrive, into buffers of a group.
 * IORING_OP_READ_MULTISHOT (49), Linux 6.7 and later.
 *
 *            set_rearm        ticket   ready
 *          +---+                  +---+
 *          |   v                  |   v
 *  init  +----------+  submit  +-----------+  end
 * ------>| Building |--------->| Streaming |------->
 *        +----------+          +-----------+
 *            |   |                |   ^
 *    abandon |   | start          +---+
 *            v   v                next
 *
 * Operations in flight on a file share its position and run in no fixed order: begin no other read
 * from the file before this one has ended.
 */
#ifndef SRING_OPS_READ_MULTISHOT_H
#define SRING_OPS_READ_MULTISHOT_H

#include <sring/buf_ring.h>
#include <sring/detail/hot.h>
#include <sring/detail/member.h>
#include <sring/direct_fd.h>

SRING_BEGIN_C_

#define SRING_HAVE_READ_MULTISHOT 1
#define SRING_OP_READ_MULTISHOT UINT64_C(0x59dbada000060731) /* for sring_supports */

/* --- states ------------------------------------------------------------------------------- */

/* Options may still change; the operation is not submitted yet. */
struct SRING_CAPABILITY("read_multishot in state Building") sring_read_multishot_building {
    uint64_t live_;
    uint64_t head_;             /* opcode, flags, ioprio, fd */
    uint64_t direct_token_;     /* the direct descriptor's; 0 for a file */
    struct sring_block_ *lent_; /* for the part of the group */
    uint64_t lent_token_;
    bool rearm_;
};

/* The kernel posts items; next takes them in order. */
struct SRING_CAPABILITY("read_multishot in state Streaming") sring_read_multishot_streaming {
    uint64_t number_;
};

extern void sring_error_read_multishot_building_gone_(void)
    SRING_PROOF_ERROR_("sring: this Building read_multishot was already submitted, started, "
                       "abandoned or moved; only its Streaming handle may be asked for items, or "
                       "ended");
extern void sring_error_read_multishot_streaming_gone_(void)
    SRING_PROOF_ERROR_("sring: this Streaming read_multishot was already ended or moved; begin "
                       "another one");

/* The callback for each item of a started read_multishot. It must consume `item`. */
typedef void sring_read_multishot_item_callback(struct sring *ring, struct sring_lent_buf *item,
                                                void *arg);

/* The heads of such a callback and of that for the end, for a declaration or a definition. */
#define SRING_READ_MULTISHOT_ITEM_CALLBACK(name)                                                   \
    static void name(SRING_MAYBE_ struct sring *ring, struct sring_lent_buf *item,                 \
                     SRING_MAYBE_ void *arg) SRING_CALLBACK(ring, item)
#define SRING_READ_MULTISHOT_END_CALLBACK(name)                                                    \
    static void name(SRING_MAYBE_ struct sring *ring, SRING_MAYBE_ int rc, SRING_MAYBE_ void *arg) \
        SRING_REQUIRES(*ring)

/* The options of launch. 0 is the default. */
struct sring_read_multishot_options {
    bool rearm; /* see set_rearm */
};

/* --- transitions and accessors ------------------------------------------------------------ */

/* Begins a read_multishot. The caller keeps `fd`. The kernel takes a buffer out of `group`, of
 * this ring, when there is data for it.
 * Returns 0, and the caller owns `op`; or -errno and no `op`: -EAGAIN (the ring's capacity is in
 * use, and this counts as two operations; wait for some), -ECANCELED (the ring is closing),
 * -ENOMEM. Needs Linux 6.7; with an older kernel next returns -EINVAL. */
SRING_INLINE_ SRING_FALLIBLE int
sring_read_multishot_init(struct sring *ring, struct sring_read_multishot_building *op,
                          const struct sring_fd *fd, const struct sring_buf_ring *group)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*op) SRING_REQUIRES_SHARED(*fd)
    SRING_REQUIRES_SHARED(*group);

/* Like init, but on a direct descriptor.
 * Returns the same as init. */
SRING_INLINE_ SRING_FALLIBLE int sring_read_multishot_init_direct(
    struct sring *ring, struct sring_read_multishot_building *op, const struct sring_direct_fd *fd,
    const struct sring_buf_ring *group) SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*op)
    SRING_REQUIRES_SHARED(*fd) SRING_REQUIRES_SHARED(*group);

/* Lets the library begin the operation again when the kernel has ended it without an error, as
 * it may at any time, or with -ENOBUFS: then as soon as a buffer is back. The stream, its handle
 * and its ticket stay the same. It ends with any other error, after an item of length 0, when it
 * is cancelled, and as without this after its file was closed or released. */
SRING_INLINE_ void sring_read_multishot_set_rearm(struct sring_read_multishot_building *op)
    SRING_REQUIRES(*op);

/* Drops the operation; the kernel never sees it. `op` is gone. */
SRING_INLINE_ void sring_read_multishot_abandon(struct sring *ring,
                                                struct sring_read_multishot_building *op)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op);

/* Queues the operation; the kernel sees it at the next flush, wait, poll or run. `op` is gone,
 * and the caller owns `stream`. It cannot fail: a request that the kernel rejects ends the
 * stream with the error. */
SRING_INLINE_ void sring_read_multishot_submit(struct sring *ring,
                                               struct sring_read_multishot_building *op,
                                               struct sring_read_multishot_streaming *stream)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op) SRING_PRODUCES(*stream);

/* Queues the operation with callbacks. wait, poll, run or close calls `on_item(ring, item,
 * arg)`, which owns `item` and must consume it, for each item, and once, after the last item,
 * `on_end(ring, rc, arg)` with the error that next would return. `op` is gone.
 * Returns the operation's ticket, which may be ignored. */
SRING_INLINE_ struct sring_ticket sring_read_multishot_start(
    struct sring *ring, struct sring_read_multishot_building *op,
    sring_read_multishot_item_callback *on_item, sring_end_callback *on_end, void *arg)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op);

/* Does init, the set functions and start in one call. `fd` and `group` may be stashed, borrowed
 * or owned; a dead handle is a misuse. `options` may be NULL for the defaults. `ticket` may be
 * NULL; it is stored before a callback can run. It runs no callbacks.
 * Returns 0; or an error of init, and nothing has changed. Test it with `if (rc)`. */
SRING_INLINE_ SRING_FALLIBLE int sring_read_multishot_launch(
    struct sring *ring, const struct sring_fd *fd, const struct sring_buf_ring *group,
    const struct sring_read_multishot_options *options, sring_read_multishot_item_callback *on_item,
    sring_end_callback *on_end, void *arg, struct sring_ticket *ticket) SRING_REQUIRES(*ring);

/* Calls a callback that comes from a table or a struct, which the compiler cannot check. `item`
 * is gone; a callback that does not consume it is a misuse. */
SRING_INLINE_ void sring_read_multishot_call_item(sring_read_multishot_item_callback *on_item,
                                                  struct sring *ring, struct sring_lent_buf *item,
                                                  void *arg) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*item);

/* Names the operation, also after the handle is gone.
 * Returns the operation's ticket, for sring_pending, sring_cancel and sring_wait_any. */
SRING_INLINE_ struct sring_ticket
sring_read_multishot_ticket(const struct sring_read_multishot_streaming *stream)
    SRING_REQUIRES(*stream);

/* Checks whether next would return at once. It never blocks; callbacks of other operations may
 * run.
 * Returns true if next would return at once. */
SRING_INLINE_ bool sring_read_multishot_ready(struct sring *ring,
                                              const struct sring_read_multishot_streaming *stream)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*stream);

/* Waits for the next item. On success the caller owns `item`, a part of the group, and must
 * return it. A length of 0 is the end of the file; do not use it on a terminal: the kernel does
 * not report a hangup. -ENOMEM: no memory for the handle; the item stays for the next call.
 * -ENOBUFS: all buffers of the group are in use; return some, and begin another stream. Items
 * that arrive between calls are kept in order. Callbacks of other operations may run meanwhile.
 * Returns 0; or, after all items that arrived were taken, the reason why the stream stopped: an
 * error of the kernel, or -ECANCELED if the kernel stopped without an error, as it may at any
 * time. Then call end; begin another stream to go on. Test it with `if (rc)`. */
SRING_INLINE_ SRING_FALLIBLE int
sring_read_multishot_next(struct sring *ring, struct sring_read_multishot_streaming *stream,
                          struct sring_lent_buf *item) SRING_REQUIRES(*ring) SRING_REQUIRES(*stream)
    SRING_PRODUCES_ON_SUCCESS(*item);

/* Ends the stream: asks the kernel to stop, waits until it has stopped, and drops the items that
 * were not taken; files are closed. `stream` is gone. Callbacks of other operations may run
 * meanwhile. */
SRING_INLINE_ void sring_read_multishot_end(struct sring *ring,
                                            struct sring_read_multishot_streaming *stream)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*stream);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_read_multishot_building_move(struct sring_read_multishot_building *to,
                                                      struct sring_read_multishot_building *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void
sring_read_multishot_building_move_stash(struct sring_read_multishot_building *to,
                                         struct sring_read_multishot_building *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_read_multishot_building_stash(struct sring_read_multishot_building *op)
    SRING_CONSUMES(*op);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_read_multishot_building_claim(struct sring_read_multishot_building *op)
    SRING_PRODUCES(*op);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_read_multishot_streaming_move(struct sring_read_multishot_streaming *to,
                                                       struct sring_read_multishot_streaming *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void
sring_read_multishot_streaming_move_stash(struct sring_read_multishot_streaming *to,
                                          struct sring_read_multishot_streaming *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void
sring_read_multishot_streaming_stash(struct sring_read_multishot_streaming *stream)
    SRING_CONSUMES(*stream);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse, reported by the next
 * function that uses it. */
SRING_INLINE_ void
sring_read_multishot_streaming_claim(struct sring_read_multishot_streaming *stream)
    SRING_PRODUCES(*stream);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. Checks that the handle is live. */
SRING_INLINE_ void
sring_read_multishot_building_check_(const struct sring_read_multishot_building *op,
                                     const char *function)
{
    SRING_PROVE_(op->live_, sring_error_read_multishot_building_gone_);
    if (SRING_UNLIKELY_(!op->live_)) {
        sring_misuse_(function, "a live handle of read_multishot in state Building", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void
sring_read_multishot_streaming_check_(const struct sring_read_multishot_streaming *stream,
                                      const char *function)
{
    SRING_PROVE_(stream->number_, sring_error_read_multishot_streaming_gone_);
    if (SRING_UNLIKELY_(!stream->number_)) {
        sring_misuse_(function, "a live handle of read_multishot in state Streaming", "a dead one");
    }
}

/* Private. Checks that the Building handle is live and of this ring. */
SRING_INLINE_ void sring_read_multishot_begun_(const struct sring *ring,
                                               const struct sring_read_multishot_building *op,
                                               const char *function)
{
    SRING_PROVE_(op->live_, sring_error_read_multishot_building_gone_);
    if (SRING_UNLIKELY_(op->live_ != ring->live_)) {
        sring_not_begun_here_(ring, op->live_, "a live handle of read_multishot in state Building",
                              function);
    }
}

/* Private. Writes the words of the SQE, except user_data. */
SRING_INLINE_ void sring_read_multishot_write_(struct sring_sqe_ *sqe,
                                               const struct sring_block_ *block, uint64_t head)
{
    sqe->head_ = head;
    sqe->off_ = (uint64_t)-1;
    sqe->addr_ = 0;
    sqe->len_flags_ = 0;
    sqe->index_ = SRING_INDEX_(block->place_, 0);
}

/* Private. The common part of submit, start and add: queues the operation, which then owns its
 * buffer or file, and returns its number. With `destination`, only writes it there and returns its
 * flags. */
SRING_INLINE_ uint64_t
sring_read_multishot_queue_(struct sring *ring, struct sring_read_multishot_building *op,
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
    sring_read_multishot_begun_(ring, op, function);
    if (op->direct_token_) {
        sring_direct_check_(ring, (uint32_t)SRING_HEAD_FD_(op->head_), op->direct_token_, function);
    }
    head = op->head_;
    block = op->lent_;
    if (SRING_UNLIKELY_(block->owner_ != op->lent_token_)) {
        sring_misuse_(function, "a read_multishot in state Building",
                      "a copy of one that was consumed before");
    }
    sring_lent_check_(ring, block, function);
    op->live_ = 0;
    slot = sring_slot_of_(ring, ring->next_);
    if (SRING_UNLIKELY_(destination || op->rearm_ || slot->sqe_.user_data_ != SRING_FREE_)) {
        slot = destination ? destination : ring->staging_;
        sring_read_multishot_write_(&slot->sqe_, block, head);
        slot->record_.block_ = block;
        slot->record_.state_ = SRING_STREAM_ | SRING_LENDS_ | (op->rearm_ ? SRING_AGAIN_ : 0);
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
        return destination ? flags : sring_queue_staged_(ring, flags, function);
    }
    number = ring->next_;
    sring_count_(&ring->next_, SRING_STEP_);
    SRING_BEGUN_HERE_(ring, number);
    sring_read_multishot_write_(&slot->sqe_, block, head);
    slot->sqe_.user_data_ = number | flags;
    slot->record_.state_ = SRING_STREAM_ | SRING_LENDS_;
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
SRING_INLINE_ int sring_read_multishot_begin_(
    struct sring *ring, struct sring_read_multishot_building *op, const struct sring_fd *fd,
    const struct sring_buf_ring *group, const struct sring_read_multishot_options *options)
{
    int rc;

    rc = sring_read_multishot_init(ring, op, fd, group);
    if (rc) {
        return rc;
    }
    if (options) {
        if (options->rearm) {
            sring_read_multishot_set_rearm(op);
        }
    }
    return 0;
}

/* Private. Calls the callback for an item. */
static __attribute__((unused)) SRING_TRUSTED void
sring_read_multishot_deliver_(struct sring *ring, void *taken, void *arg, sring_any_fn_ *callback)
{
    struct sring_taken_ *it = (struct sring_taken_ *)taken;
    struct sring_lent_buf item;

    SRING_PRODUCED_(it->block);
    item.block_ = it->block;
    item.token_ = it->block->owner_;
    ((sring_read_multishot_item_callback *)callback)(ring, &item, arg);
    it->number = item.block_ ? it->number : 0;
}

static const struct sring_delivery_ sring_read_multishot_delivery_ __attribute__((unused)) =
    {sring_read_multishot_deliver_, "a callback of read_multishot"};

SRING_INLINE_ int
sring_read_multishot_init(struct sring *ring, struct sring_read_multishot_building *op,
                          const struct sring_fd *fd, const struct sring_buf_ring *group)
{
    struct sring_block_ *lent =
        NULL; /* not op->lent_: with a pointer to `op` gcc cannot prove its state */
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(49, 32, 0, -1) ^ sring_fd_word_(fd);
    op->direct_token_ = 0;
    op->rearm_ = false;
    op->lent_ = NULL;
    op->lent_token_ = 0;
    sring_lent_check_group_(ring, sring_buf_ring_block_(group, __func__), __func__);
    rc = sring_take_budget_of_two_(ring, __func__);
    if (SRING_UNLIKELY_(rc)) {
        op->live_ = sring_nothing_();
        return rc;
    }
    rc = sring_lent_begin_(sring_buf_ring_block_(group, __func__), SRING_LENDS_INCREMENTAL_, &lent);
    if (SRING_UNLIKELY_(rc)) {
        ring->budget_ += 2;
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

SRING_INLINE_ int sring_read_multishot_init_direct(struct sring *ring,
                                                   struct sring_read_multishot_building *op,
                                                   const struct sring_direct_fd *fd,
                                                   const struct sring_buf_ring *group)
{
    struct sring_block_ *lent =
        NULL; /* not op->lent_: with a pointer to `op` gcc cannot prove its state */
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(49, 32, 0, -1) ^ sring_direct_fd_word_(fd);
    sring_direct_check_(ring, (uint32_t)SRING_FD_RAW_(sring_direct_fd_word_(fd)), fd->token_,
                        __func__);
    op->direct_token_ = fd->token_;
    op->rearm_ = false;
    op->lent_ = NULL;
    op->lent_token_ = 0;
    sring_lent_check_group_(ring, sring_buf_ring_block_(group, __func__), __func__);
    rc = sring_take_budget_of_two_(ring, __func__);
    if (SRING_UNLIKELY_(rc)) {
        op->live_ = sring_nothing_();
        return rc;
    }
    rc = sring_lent_begin_(sring_buf_ring_block_(group, __func__), SRING_LENDS_INCREMENTAL_, &lent);
    if (SRING_UNLIKELY_(rc)) {
        ring->budget_ += 2;
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

SRING_INLINE_ void sring_read_multishot_set_rearm(struct sring_read_multishot_building *op)
{
    sring_read_multishot_building_check_(op, __func__);
    op->rearm_ = true;
}

SRING_INLINE_ void sring_read_multishot_abandon(struct sring *ring,
                                                struct sring_read_multishot_building *op)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_read_multishot_building_check_(op, __func__);
    sring_read_multishot_begun_(ring, op, __func__);
    if (SRING_UNLIKELY_(op->lent_->owner_ != op->lent_token_)) {
        sring_misuse_(__func__, "a read_multishot in state Building",
                      "a copy of one that was consumed before");
    }
    sring_block_free_(op->lent_);
    op->live_ = 0;
    ring->budget_ += 2;
}

SRING_INLINE_ void sring_read_multishot_submit(struct sring *ring,
                                               struct sring_read_multishot_building *op,
                                               struct sring_read_multishot_streaming *stream)
{
    stream->number_ = sring_read_multishot_queue_(ring, op, NULL, NULL, NULL, NULL, __func__);
    SRING_PRODUCED_(stream->number_);
}

SRING_INLINE_ struct sring_ticket sring_read_multishot_start(
    struct sring *ring, struct sring_read_multishot_building *op,
    sring_read_multishot_item_callback *on_item, sring_end_callback *on_end, void *arg)
{
    struct sring_ticket ticket;

    sring_check_callback_((sring_any_fn_ *)on_item, __func__);
    sring_check_callback_((sring_any_fn_ *)on_end, __func__);
    ticket.number_ = sring_read_multishot_queue_(ring, op, NULL, &sring_read_multishot_delivery_,
                                                 (sring_any_fn_ *)on_item, arg, __func__);
    sring_stream_started_(ring, ticket.number_, on_end);
    return ticket;
}

SRING_INLINE_ int sring_read_multishot_launch(struct sring *ring, const struct sring_fd *fd,
                                              const struct sring_buf_ring *group,
                                              const struct sring_read_multishot_options *options,
                                              sring_read_multishot_item_callback *on_item,
                                              sring_end_callback *on_end, void *arg,
                                              struct sring_ticket *ticket)
{
    struct sring_read_multishot_building op;
    struct sring_ticket started;
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    (void)sring_fd_live_word_(fd, __func__);
    (void)sring_buf_ring_block_(group, __func__);
    sring_check_callback_((sring_any_fn_ *)on_item, __func__);
    sring_check_callback_((sring_any_fn_ *)on_end, __func__);
    rc = sring_read_multishot_begin_(ring, &op, fd, group, options);
    if (rc) {
        return rc;
    }
    started = sring_read_multishot_start(ring, &op, on_item, on_end, arg);
    if (ticket) {
        *ticket = started;
    }
    return 0;
}

SRING_INLINE_ void sring_read_multishot_call_item(sring_read_multishot_item_callback *on_item,
                                                  struct sring *ring, struct sring_lent_buf *item,
                                                  void *arg)
{
    sring_check_callback_((sring_any_fn_ *)on_item, __func__);
    (void)sring_lent_buf_block_(item, __func__);
    on_item(ring, item, arg);
    sring_check_consumed_(item->block_ != NULL, &sring_read_multishot_delivery_);
    item->block_ = NULL;
}

SRING_INLINE_ struct sring_ticket
sring_read_multishot_ticket(const struct sring_read_multishot_streaming *stream)
{
    struct sring_ticket ticket;

    sring_read_multishot_streaming_check_(stream, __func__);
    ticket.number_ = stream->number_;
    return ticket;
}

SRING_INLINE_ bool sring_read_multishot_ready(struct sring *ring,
                                              const struct sring_read_multishot_streaming *stream)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_read_multishot_streaming_check_(stream, __func__);
    return sring_ready_(ring, stream->number_, __func__);
}

SRING_INLINE_ int sring_read_multishot_next(struct sring *ring,
                                            struct sring_read_multishot_streaming *stream,
                                            struct sring_lent_buf *item)
{
    struct sring_block_ *block = NULL;
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_read_multishot_streaming_check_(stream, __func__);
    rc = sring_next_lent_(ring, stream->number_, &block, __func__);
    if (rc) {
        item->block_ = SRING_NOTHING_;
        item->token_ = 0;
        return rc;
    }
    SRING_PRODUCED_(block);
    item->block_ = block;
    item->token_ = block->owner_;
    return 0;
}

SRING_INLINE_ void sring_read_multishot_end(struct sring *ring,
                                            struct sring_read_multishot_streaming *stream)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(stream->number_, sring_error_read_multishot_streaming_gone_);
    sring_end_(ring, stream->number_, __func__);
    stream->number_ = 0;
}

SRING_INLINE_ void sring_read_multishot_building_move(struct sring_read_multishot_building *to,
                                                      struct sring_read_multishot_building *from)
{
    sring_read_multishot_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void
sring_read_multishot_building_move_stash(struct sring_read_multishot_building *to,
                                         struct sring_read_multishot_building *from)
{
    sring_read_multishot_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_read_multishot_building_stash(struct sring_read_multishot_building *op)
{
    sring_read_multishot_building_check_(op, __func__);
}

SRING_INLINE_ void sring_read_multishot_building_claim(struct sring_read_multishot_building *op)
{
    SRING_LAUNDER_(op->live_);
    sring_read_multishot_building_check_(op, __func__);
}

SRING_INLINE_ void sring_read_multishot_streaming_move(struct sring_read_multishot_streaming *to,
                                                       struct sring_read_multishot_streaming *from)
{
    sring_read_multishot_streaming_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void
sring_read_multishot_streaming_move_stash(struct sring_read_multishot_streaming *to,
                                          struct sring_read_multishot_streaming *from)
{
    sring_read_multishot_streaming_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void
sring_read_multishot_streaming_stash(struct sring_read_multishot_streaming *stream)
{
    sring_read_multishot_streaming_check_(stream, __func__);
}

SRING_INLINE_ void
sring_read_multishot_streaming_claim(struct sring_read_multishot_streaming *stream)
{
    SRING_LAUNDER_(stream->number_);
}

SRING_END_C_

#endif /* SRING_OPS_READ_MULTISHOT_H */
