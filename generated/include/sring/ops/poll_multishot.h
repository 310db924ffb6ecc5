/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/poll_multishot.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * poll_multishot: Report each time a file becomes ready.
 * IORING_OP_POLL_ADD (6), Linux 5.13 and later.
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
 */
#ifndef SRING_OPS_POLL_MULTISHOT_H
#define SRING_OPS_POLL_MULTISHOT_H

#include <sring/detail/hot.h>
#include <sring/detail/member.h>
#include <sring/direct_fd.h>

SRING_BEGIN_C_

#define SRING_HAVE_POLL_MULTISHOT 1
#define SRING_OP_POLL_MULTISHOT UINT64_C(0xa686ef8000050d06) /* for sring_supports */

/* --- states ------------------------------------------------------------------------------- */

/* Options may still change; the operation is not submitted yet. */
struct SRING_CAPABILITY("poll_multishot in state Building") sring_poll_multishot_building {
    uint64_t live_;
    uint64_t head_;         /* opcode, flags, ioprio, fd */
    uint64_t direct_token_; /* the direct descriptor's; 0 for a file */
    uint32_t events_;
    bool rearm_;
};

/* The kernel posts items; next takes them in order. */
struct SRING_CAPABILITY("poll_multishot in state Streaming") sring_poll_multishot_streaming {
    uint64_t number_;
};

extern void sring_error_poll_multishot_building_gone_(void)
    SRING_PROOF_ERROR_("sring: this Building poll_multishot was already submitted, started, "
                       "abandoned or moved; only its Streaming handle may be asked for items, or "
                       "ended");
extern void sring_error_poll_multishot_streaming_gone_(void)
    SRING_PROOF_ERROR_("sring: this Streaming poll_multishot was already ended or moved; begin "
                       "another one");

/* The callback for each item of a started poll_multishot. */
typedef void sring_poll_multishot_item_callback(struct sring *ring, uint32_t events, void *arg);

/* The heads of such a callback and of that for the end, for a declaration or a definition. */
#define SRING_POLL_MULTISHOT_ITEM_CALLBACK(name)                                                   \
    static void name(SRING_MAYBE_ struct sring *ring, SRING_MAYBE_ uint32_t events,                \
                     SRING_MAYBE_ void *arg) SRING_REQUIRES(*ring)
#define SRING_POLL_MULTISHOT_END_CALLBACK(name)                                                    \
    static void name(SRING_MAYBE_ struct sring *ring, SRING_MAYBE_ int rc, SRING_MAYBE_ void *arg) \
        SRING_REQUIRES(*ring)

/* The options of launch. 0 is the default. */
struct sring_poll_multishot_options {
    bool rearm; /* see set_rearm */
};

/* --- transitions and accessors ------------------------------------------------------------ */

/* Begins a poll_multishot. The caller keeps `fd`.
 * `events`: POLLIN, POLLOUT and the like.
 * Returns 0, and the caller owns `op`; or -errno and no `op`: -EAGAIN (the ring's capacity is in
 * use, and this counts as two operations; wait for some), -ECANCELED (the ring is closing).
 * Needs Linux 5.13; with an older kernel next returns -EINVAL. */
SRING_INLINE_ SRING_FALLIBLE int
sring_poll_multishot_init(struct sring *ring, struct sring_poll_multishot_building *op,
                          const struct sring_fd *fd, uint32_t events) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*op) SRING_REQUIRES_SHARED(*fd);

/* Like init, but on a direct descriptor.
 * Returns the same as init. */
SRING_INLINE_ SRING_FALLIBLE int
sring_poll_multishot_init_direct(struct sring *ring, struct sring_poll_multishot_building *op,
                                 const struct sring_direct_fd *fd, uint32_t events)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*op) SRING_REQUIRES_SHARED(*fd);

/* Lets the library begin the operation again when the kernel has ended it without an error, as
 * it may at any time, or with -ENOBUFS: then as soon as a buffer is back. The stream, its handle
 * and its ticket stay the same. It ends with any other error, when it is cancelled, and as
 * without this after its file was closed or released. */
SRING_INLINE_ void sring_poll_multishot_set_rearm(struct sring_poll_multishot_building *op)
    SRING_REQUIRES(*op);

/* Drops the operation; the kernel never sees it. `op` is gone. */
SRING_INLINE_ void sring_poll_multishot_abandon(struct sring *ring,
                                                struct sring_poll_multishot_building *op)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op);

/* Queues the operation; the kernel sees it at the next flush, wait, poll or run. `op` is gone,
 * and the caller owns `stream`. It cannot fail: a request that the kernel rejects ends the
 * stream with the error. */
SRING_INLINE_ void sring_poll_multishot_submit(struct sring *ring,
                                               struct sring_poll_multishot_building *op,
                                               struct sring_poll_multishot_streaming *stream)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op) SRING_PRODUCES(*stream);

/* Queues the operation with callbacks. wait, poll, run or close calls `on_item(ring, events,
 * arg)` for each item, and once, after the last item, `on_end(ring, rc, arg)` with the error
 * that next would return. `op` is gone.
 * Returns the operation's ticket, which may be ignored. */
SRING_INLINE_ struct sring_ticket sring_poll_multishot_start(
    struct sring *ring, struct sring_poll_multishot_building *op,
    sring_poll_multishot_item_callback *on_item, sring_end_callback *on_end, void *arg)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op);

/* Does init, the set functions and start in one call. `fd` may be stashed, borrowed or owned; a
 * dead handle is a misuse. `options` may be NULL for the defaults. `ticket` may be NULL; it is
 * stored before a callback can run. It runs no callbacks.
 * Returns 0; or an error of init, and nothing has changed. Test it with `if (rc)`. */
SRING_INLINE_ SRING_FALLIBLE int sring_poll_multishot_launch(
    struct sring *ring, const struct sring_fd *fd, uint32_t events,
    const struct sring_poll_multishot_options *options, sring_poll_multishot_item_callback *on_item,
    sring_end_callback *on_end, void *arg, struct sring_ticket *ticket) SRING_REQUIRES(*ring);

/* Names the operation, also after the handle is gone.
 * Returns the operation's ticket, for sring_pending, sring_cancel and sring_wait_any. */
SRING_INLINE_ struct sring_ticket
sring_poll_multishot_ticket(const struct sring_poll_multishot_streaming *stream)
    SRING_REQUIRES(*stream);

/* Checks whether next would return at once. It never blocks; callbacks of other operations may
 * run.
 * Returns true if next would return at once. */
SRING_INLINE_ bool sring_poll_multishot_ready(struct sring *ring,
                                              const struct sring_poll_multishot_streaming *stream)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*stream);

/* Waits for the next item. `*item` becomes the ready events, as bits. Items that arrive between
 * calls are kept in order. Callbacks of other operations may run meanwhile.
 * Returns 0; or, after all items that arrived were taken, the reason why the stream stopped: an
 * error of the kernel, or -ECANCELED if the kernel stopped without an error, as it may at any
 * time. Then call end; begin another stream to go on. Test it with `if (rc)`. */
SRING_INLINE_ SRING_FALLIBLE int
sring_poll_multishot_next(struct sring *ring, struct sring_poll_multishot_streaming *stream,
                          uint32_t *item) SRING_REQUIRES(*ring) SRING_REQUIRES(*stream);

/* Ends the stream: asks the kernel to stop, waits until it has stopped, and drops the items that
 * were not taken; files are closed. `stream` is gone. Callbacks of other operations may run
 * meanwhile. */
SRING_INLINE_ void sring_poll_multishot_end(struct sring *ring,
                                            struct sring_poll_multishot_streaming *stream)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*stream);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_poll_multishot_building_move(struct sring_poll_multishot_building *to,
                                                      struct sring_poll_multishot_building *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void
sring_poll_multishot_building_move_stash(struct sring_poll_multishot_building *to,
                                         struct sring_poll_multishot_building *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_poll_multishot_building_stash(struct sring_poll_multishot_building *op)
    SRING_CONSUMES(*op);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_poll_multishot_building_claim(struct sring_poll_multishot_building *op)
    SRING_PRODUCES(*op);

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_poll_multishot_streaming_move(struct sring_poll_multishot_streaming *to,
                                                       struct sring_poll_multishot_streaming *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void
sring_poll_multishot_streaming_move_stash(struct sring_poll_multishot_streaming *to,
                                          struct sring_poll_multishot_streaming *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void
sring_poll_multishot_streaming_stash(struct sring_poll_multishot_streaming *stream)
    SRING_CONSUMES(*stream);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse, reported by the next
 * function that uses it. */
SRING_INLINE_ void
sring_poll_multishot_streaming_claim(struct sring_poll_multishot_streaming *stream)
    SRING_PRODUCES(*stream);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. Checks that the handle is live. */
SRING_INLINE_ void
sring_poll_multishot_building_check_(const struct sring_poll_multishot_building *op,
                                     const char *function)
{
    SRING_PROVE_(op->live_, sring_error_poll_multishot_building_gone_);
    if (SRING_UNLIKELY_(!op->live_)) {
        sring_misuse_(function, "a live handle of poll_multishot in state Building", "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void
sring_poll_multishot_streaming_check_(const struct sring_poll_multishot_streaming *stream,
                                      const char *function)
{
    SRING_PROVE_(stream->number_, sring_error_poll_multishot_streaming_gone_);
    if (SRING_UNLIKELY_(!stream->number_)) {
        sring_misuse_(function, "a live handle of poll_multishot in state Streaming", "a dead one");
    }
}

/* Private. Checks that the Building handle is live and of this ring. */
SRING_INLINE_ void sring_poll_multishot_begun_(const struct sring *ring,
                                               const struct sring_poll_multishot_building *op,
                                               const char *function)
{
    SRING_PROVE_(op->live_, sring_error_poll_multishot_building_gone_);
    if (SRING_UNLIKELY_(op->live_ != ring->live_)) {
        sring_not_begun_here_(ring, op->live_, "a live handle of poll_multishot in state Building",
                              function);
    }
}

/* Private. Writes the words of the SQE, except user_data. */
SRING_INLINE_ void sring_poll_multishot_write_(struct sring_sqe_ *sqe,
                                               const struct sring_poll_multishot_building *op,
                                               uint64_t head)
{
    sqe->head_ = head;
    sqe->off_ = 0;
    sqe->addr_ = 0;
    sqe->len_flags_ = SRING_PAIR_(1, SRING_POLL_MASK_(op->events_));
}

/* Private. The common part of submit, start and add: queues the operation, which then owns its
 * buffer or file, and returns its number. With `destination`, only writes it there and returns its
 * flags. */
SRING_INLINE_ uint64_t
sring_poll_multishot_queue_(struct sring *ring, struct sring_poll_multishot_building *op,
                            struct sring_slot_ *destination, const struct sring_delivery_ *delivery,
                            sring_any_fn_ *callback, void *arg, const char *function)
{
    uint64_t flags = delivery ? SRING_CALLS_BACK_ : 0;
    struct sring_slot_ *slot;
    uint64_t head;
    uint64_t number;

    SRING_CHECK_OWNER_(ring, function);
    SRING_PROVE_RING_(ring);
    sring_poll_multishot_begun_(ring, op, function);
    if (op->direct_token_) {
        sring_direct_check_(ring, (uint32_t)SRING_HEAD_FD_(op->head_), op->direct_token_, function);
    }
    head = op->head_;
    op->live_ = 0;
    slot = sring_slot_of_(ring, ring->next_);
    if (SRING_UNLIKELY_(destination || op->rearm_ || slot->sqe_.user_data_ != SRING_FREE_)) {
        slot = destination ? destination : ring->staging_;
        sring_poll_multishot_write_(&slot->sqe_, op, head);
        slot->record_.state_ = SRING_STREAM_ | (op->rearm_ ? SRING_AGAIN_ : 0);
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
        return destination ? flags : sring_queue_staged_(ring, flags, function);
    }
    number = ring->next_;
    sring_count_(&ring->next_, SRING_STEP_);
    SRING_BEGUN_HERE_(ring, number);
    sring_poll_multishot_write_(&slot->sqe_, op, head);
    slot->sqe_.user_data_ = number | flags;
    slot->record_.state_ = SRING_STREAM_;
    if (delivery) {
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
    }
    return number;
}

/* Private. Does init and the set functions. */
SRING_INLINE_ int sring_poll_multishot_begin_(struct sring *ring,
                                              struct sring_poll_multishot_building *op,
                                              const struct sring_fd *fd, uint32_t events,
                                              const struct sring_poll_multishot_options *options)
{
    int rc;

    rc = sring_poll_multishot_init(ring, op, fd, events);
    if (rc) {
        return rc;
    }
    if (options) {
        if (options->rearm) {
            sring_poll_multishot_set_rearm(op);
        }
    }
    return 0;
}

/* Private. Calls the callback for an item. */
static __attribute__((unused)) SRING_TRUSTED void
sring_poll_multishot_deliver_(struct sring *ring, void *taken, void *arg, sring_any_fn_ *callback)
{
    struct sring_taken_ *it = (struct sring_taken_ *)taken;
    ((sring_poll_multishot_item_callback *)callback)(ring, (uint32_t)it->result, arg);
    it->number = 0;
}

static const struct sring_delivery_ sring_poll_multishot_delivery_ __attribute__((unused)) =
    {sring_poll_multishot_deliver_, "a callback of poll_multishot"};

SRING_INLINE_ int sring_poll_multishot_init(struct sring *ring,
                                            struct sring_poll_multishot_building *op,
                                            const struct sring_fd *fd, uint32_t events)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(6, 0, 0, -1) ^ sring_fd_word_(fd);
    op->direct_token_ = 0;
    op->events_ = events;
    op->rearm_ = false;
    rc = sring_take_budget_of_two_(ring, __func__);
    if (SRING_UNLIKELY_(rc)) {
        op->live_ = sring_nothing_();
        return rc;
    }
    op->live_ = ring->live_;
    SRING_PRODUCED_(op->live_);
    return 0;
}

SRING_INLINE_ int
sring_poll_multishot_init_direct(struct sring *ring, struct sring_poll_multishot_building *op,
                                 const struct sring_direct_fd *fd, uint32_t events)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(6, 0, 0, -1) ^ sring_direct_fd_word_(fd);
    sring_direct_check_(ring, (uint32_t)SRING_FD_RAW_(sring_direct_fd_word_(fd)), fd->token_,
                        __func__);
    op->direct_token_ = fd->token_;
    op->events_ = events;
    op->rearm_ = false;
    rc = sring_take_budget_of_two_(ring, __func__);
    if (SRING_UNLIKELY_(rc)) {
        op->live_ = sring_nothing_();
        return rc;
    }
    op->live_ = ring->live_;
    SRING_PRODUCED_(op->live_);
    return 0;
}

SRING_INLINE_ void sring_poll_multishot_set_rearm(struct sring_poll_multishot_building *op)
{
    sring_poll_multishot_building_check_(op, __func__);
    op->rearm_ = true;
}

SRING_INLINE_ void sring_poll_multishot_abandon(struct sring *ring,
                                                struct sring_poll_multishot_building *op)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_poll_multishot_building_check_(op, __func__);
    sring_poll_multishot_begun_(ring, op, __func__);
    op->live_ = 0;
    ring->budget_ += 2;
}

SRING_INLINE_ void sring_poll_multishot_submit(struct sring *ring,
                                               struct sring_poll_multishot_building *op,
                                               struct sring_poll_multishot_streaming *stream)
{
    stream->number_ = sring_poll_multishot_queue_(ring, op, NULL, NULL, NULL, NULL, __func__);
    SRING_PRODUCED_(stream->number_);
}

SRING_INLINE_ struct sring_ticket sring_poll_multishot_start(
    struct sring *ring, struct sring_poll_multishot_building *op,
    sring_poll_multishot_item_callback *on_item, sring_end_callback *on_end, void *arg)
{
    struct sring_ticket ticket;

    sring_check_callback_((sring_any_fn_ *)on_item, __func__);
    sring_check_callback_((sring_any_fn_ *)on_end, __func__);
    ticket.number_ = sring_poll_multishot_queue_(ring, op, NULL, &sring_poll_multishot_delivery_,
                                                 (sring_any_fn_ *)on_item, arg, __func__);
    sring_stream_started_(ring, ticket.number_, on_end);
    return ticket;
}

SRING_INLINE_ int sring_poll_multishot_launch(
    struct sring *ring, const struct sring_fd *fd, uint32_t events,
    const struct sring_poll_multishot_options *options, sring_poll_multishot_item_callback *on_item,
    sring_end_callback *on_end, void *arg, struct sring_ticket *ticket)
{
    struct sring_poll_multishot_building op;
    struct sring_ticket started;
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    (void)sring_fd_live_word_(fd, __func__);
    sring_check_callback_((sring_any_fn_ *)on_item, __func__);
    sring_check_callback_((sring_any_fn_ *)on_end, __func__);
    rc = sring_poll_multishot_begin_(ring, &op, fd, events, options);
    if (rc) {
        return rc;
    }
    started = sring_poll_multishot_start(ring, &op, on_item, on_end, arg);
    if (ticket) {
        *ticket = started;
    }
    return 0;
}

SRING_INLINE_ struct sring_ticket
sring_poll_multishot_ticket(const struct sring_poll_multishot_streaming *stream)
{
    struct sring_ticket ticket;

    sring_poll_multishot_streaming_check_(stream, __func__);
    ticket.number_ = stream->number_;
    return ticket;
}

SRING_INLINE_ bool sring_poll_multishot_ready(struct sring *ring,
                                              const struct sring_poll_multishot_streaming *stream)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_poll_multishot_streaming_check_(stream, __func__);
    return sring_ready_(ring, stream->number_, __func__);
}

SRING_INLINE_ int sring_poll_multishot_next(struct sring *ring,
                                            struct sring_poll_multishot_streaming *stream,
                                            uint32_t *item)
{
    int32_t result = 0;
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_poll_multishot_streaming_check_(stream, __func__);
    rc = sring_next_(ring, stream->number_, &result, __func__);
    *item = (uint32_t)result;
    return rc;
}

SRING_INLINE_ void sring_poll_multishot_end(struct sring *ring,
                                            struct sring_poll_multishot_streaming *stream)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(stream->number_, sring_error_poll_multishot_streaming_gone_);
    sring_end_(ring, stream->number_, __func__);
    stream->number_ = 0;
}

SRING_INLINE_ void sring_poll_multishot_building_move(struct sring_poll_multishot_building *to,
                                                      struct sring_poll_multishot_building *from)
{
    sring_poll_multishot_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void
sring_poll_multishot_building_move_stash(struct sring_poll_multishot_building *to,
                                         struct sring_poll_multishot_building *from)
{
    sring_poll_multishot_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void sring_poll_multishot_building_stash(struct sring_poll_multishot_building *op)
{
    sring_poll_multishot_building_check_(op, __func__);
}

SRING_INLINE_ void sring_poll_multishot_building_claim(struct sring_poll_multishot_building *op)
{
    SRING_LAUNDER_(op->live_);
    sring_poll_multishot_building_check_(op, __func__);
}

SRING_INLINE_ void sring_poll_multishot_streaming_move(struct sring_poll_multishot_streaming *to,
                                                       struct sring_poll_multishot_streaming *from)
{
    sring_poll_multishot_streaming_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void
sring_poll_multishot_streaming_move_stash(struct sring_poll_multishot_streaming *to,
                                          struct sring_poll_multishot_streaming *from)
{
    sring_poll_multishot_streaming_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void
sring_poll_multishot_streaming_stash(struct sring_poll_multishot_streaming *stream)
{
    sring_poll_multishot_streaming_check_(stream, __func__);
}

SRING_INLINE_ void
sring_poll_multishot_streaming_claim(struct sring_poll_multishot_streaming *stream)
{
    SRING_LAUNDER_(stream->number_);
}

SRING_END_C_

#endif /* SRING_OPS_POLL_MULTISHOT_H */
