/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/timeout_multishot.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * timeout_multishot: Report each time an interval has passed.
 * IORING_OP_TIMEOUT (11), Linux 6.4 and later.
 *
 *      set                    ticket   ready
 *          +---+                  +---+
 *          |   v                  |   v
 *  init  +----------+  submit  +-----------+  end
 * ------>| Building |--------->| Streaming |------->
 *        +----------+          +-----------+
 *            |   |                |   ^
 *    abandon |   | start          +---+
 *            v   v                next
 */
#ifndef SRING_OPS_TIMEOUT_MULTISHOT_H
#define SRING_OPS_TIMEOUT_MULTISHOT_H

#include <sring/detail/hot.h>
#include <sring/detail/member.h>

SRING_BEGIN_C_

#define SRING_HAVE_TIMEOUT_MULTISHOT 1
#define SRING_OP_TIMEOUT_MULTISHOT UINT64_C(0x94f19a120006040b) /* for sring_supports */

/* --- states ------------------------------------------------------------------------------- */

/* Options may still change; the operation is not submitted yet. */
struct SRING_CAPABILITY("timeout_multishot in state Building") sring_timeout_multishot_building {
    uint64_t live_;
    uint64_t head_; /* opcode, flags, ioprio, fd */
    uint32_t times_;
    struct sring_block_ *scratch_; /* copies for the kernel to read, room for it to write */
    uint64_t scratch_token_;
};

/* The kernel posts items; next takes them in order. */
struct SRING_CAPABILITY("timeout_multishot in state Streaming") sring_timeout_multishot_streaming {
    uint64_t number_;
};

extern void sring_error_timeout_multishot_building_gone_(void)
    SRING_PROOF_ERROR_("sring: this Building timeout_multishot was already submitted, started, "
                       "abandoned or moved; only its Streaming handle may be asked for items, or "
                       "ended");
extern void sring_error_timeout_multishot_streaming_gone_(void)
    SRING_PROOF_ERROR_("sring: this Streaming timeout_multishot was already ended or moved; begin "
                       "another one");

/* The callback for each item of a started timeout_multishot. */
typedef void sring_timeout_multishot_item_callback(struct sring *ring, void *arg);

/* The heads of such a callback and of that for the end, for a declaration or a definition. */
#define SRING_TIMEOUT_MULTISHOT_ITEM_CALLBACK(name)                                                \
    static void name(SRING_MAYBE_ struct sring *ring, SRING_MAYBE_ void *arg) SRING_REQUIRES(*ring)
#define SRING_TIMEOUT_MULTISHOT_END_CALLBACK(name)                                                 \
    static void name(SRING_MAYBE_ struct sring *ring, SRING_MAYBE_ int rc, SRING_MAYBE_ void *arg) \
        SRING_REQUIRES(*ring)

/* The options of launch. 0 is the default. */
struct sring_timeout_multishot_options {
    uint32_t times;
};

/* --- transitions and accessors ------------------------------------------------------------ */

/* Begins a timeout_multishot.
 * `interval_ns` (nanoseconds): The length of the interval. A shorter one could expire faster
 * than it can be cancelled, and never end.
 * Returns 0, and the caller owns `op`; or -errno and no `op`: -EAGAIN (the ring's capacity is in
 * use, and this counts as two operations; wait for some), -ECANCELED (the ring is closing),
 * -ENOMEM, -EINVAL (`interval_ns` is below 100000). Needs Linux 6.4; with an older kernel next
 * returns -EINVAL. */
SRING_INLINE_ SRING_FALLIBLE int
sring_timeout_multishot_init(struct sring *ring, struct sring_timeout_multishot_building *op,
                             uint64_t interval_ns) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*op);

/* Sets `times`: The number of intervals; 0 means no limit. next returns -ETIME, not 0, for the
 * last one. Default: 0. */
SRING_INLINE_ void sring_timeout_multishot_set_times(struct sring_timeout_multishot_building *op,
                                                     uint32_t times) SRING_REQUIRES(*op);

/* Drops the operation; the kernel never sees it. `op` is gone. */
SRING_INLINE_ void sring_timeout_multishot_abandon(struct sring *ring,
                                                   struct sring_timeout_multishot_building *op)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op);

/* Queues the operation; the kernel sees it at the next flush, wait, poll or run. `op` is gone,
 * and the caller owns `stream`. It cannot fail: a request that the kernel rejects ends the
 * stream with the error. */
SRING_INLINE_ void sring_timeout_multishot_submit(struct sring *ring,
                                                  struct sring_timeout_multishot_building *op,
                                                  struct sring_timeout_multishot_streaming *stream)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op) SRING_PRODUCES(*stream);

/* Queues the operation with callbacks. wait, poll, run or close calls `on_item(ring, arg)` for
 * each item, and once, after the last item, `on_end(ring, rc, arg)` with the error that next
 * would return. `op` is gone.
 * Returns the operation's ticket, which may be ignored. */
SRING_INLINE_ struct sring_ticket sring_timeout_multishot_start(
    struct sring *ring, struct sring_timeout_multishot_building *op,
    sring_timeout_multishot_item_callback *on_item, sring_end_callback *on_end, void *arg)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*op);

/* Does init, the set functions and start in one call. `options` may be NULL for the defaults.
 * `ticket` may be NULL; it is stored before a callback can run. It runs no callbacks.
 * Returns 0; or an error of init, and nothing has changed. Test it with `if (rc)`. */
SRING_INLINE_ SRING_FALLIBLE int sring_timeout_multishot_launch(
    struct sring *ring, uint64_t interval_ns, const struct sring_timeout_multishot_options *options,
    sring_timeout_multishot_item_callback *on_item, sring_end_callback *on_end, void *arg,
    struct sring_ticket *ticket) SRING_REQUIRES(*ring);

/* Names the operation, also after the handle is gone.
 * Returns the operation's ticket, for sring_pending, sring_cancel and sring_wait_any. */
SRING_INLINE_ struct sring_ticket
sring_timeout_multishot_ticket(const struct sring_timeout_multishot_streaming *stream)
    SRING_REQUIRES(*stream);

/* Checks whether next would return at once. It never blocks; callbacks of other operations may
 * run.
 * Returns true if next would return at once. */
SRING_INLINE_ bool
sring_timeout_multishot_ready(struct sring *ring,
                              const struct sring_timeout_multishot_streaming *stream)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*stream);

/* Waits for the next item. Items that arrive between calls are kept in order. Callbacks of other
 * operations may run meanwhile.
 * Returns 0; or, after all items that arrived were taken, the reason why the stream stopped: an
 * error of the kernel, or -ECANCELED if the kernel stopped without an error, as it may at any
 * time. Then call end; begin another stream to go on. Test it with `if (rc)`. */
SRING_INLINE_ SRING_FALLIBLE int
sring_timeout_multishot_next(struct sring *ring, struct sring_timeout_multishot_streaming *stream)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*stream);

/* Ends the stream: asks the kernel to stop, waits until it has stopped, and drops the items that
 * were not taken; files are closed. `stream` is gone. Callbacks of other operations may run
 * meanwhile. */
SRING_INLINE_ void sring_timeout_multishot_end(struct sring *ring,
                                               struct sring_timeout_multishot_streaming *stream)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*stream);

/* Moves the handle to another variable. */
SRING_INLINE_ void
sring_timeout_multishot_building_move(struct sring_timeout_multishot_building *to,
                                      struct sring_timeout_multishot_building *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void
sring_timeout_multishot_building_move_stash(struct sring_timeout_multishot_building *to,
                                            struct sring_timeout_multishot_building *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void
sring_timeout_multishot_building_stash(struct sring_timeout_multishot_building *op)
    SRING_CONSUMES(*op);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void
sring_timeout_multishot_building_claim(struct sring_timeout_multishot_building *op)
    SRING_PRODUCES(*op);

/* Moves the handle to another variable. */
SRING_INLINE_ void
sring_timeout_multishot_streaming_move(struct sring_timeout_multishot_streaming *to,
                                       struct sring_timeout_multishot_streaming *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void
sring_timeout_multishot_streaming_move_stash(struct sring_timeout_multishot_streaming *to,
                                             struct sring_timeout_multishot_streaming *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void
sring_timeout_multishot_streaming_stash(struct sring_timeout_multishot_streaming *stream)
    SRING_CONSUMES(*stream);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse, reported by the next
 * function that uses it. */
SRING_INLINE_ void
sring_timeout_multishot_streaming_claim(struct sring_timeout_multishot_streaming *stream)
    SRING_PRODUCES(*stream);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. Checks that the handle is live. */
SRING_INLINE_ void
sring_timeout_multishot_building_check_(const struct sring_timeout_multishot_building *op,
                                        const char *function)
{
    SRING_PROVE_(op->live_, sring_error_timeout_multishot_building_gone_);
    if (SRING_UNLIKELY_(!op->live_)) {
        sring_misuse_(function, "a live handle of timeout_multishot in state Building",
                      "a dead one");
    }
}

/* Private. Checks that the handle is live. */
SRING_INLINE_ void
sring_timeout_multishot_streaming_check_(const struct sring_timeout_multishot_streaming *stream,
                                         const char *function)
{
    SRING_PROVE_(stream->number_, sring_error_timeout_multishot_streaming_gone_);
    if (SRING_UNLIKELY_(!stream->number_)) {
        sring_misuse_(function, "a live handle of timeout_multishot in state Streaming",
                      "a dead one");
    }
}

/* Private. Checks that the Building handle is live and of this ring. */
SRING_INLINE_ void sring_timeout_multishot_begun_(const struct sring *ring,
                                                  const struct sring_timeout_multishot_building *op,
                                                  const char *function)
{
    SRING_PROVE_(op->live_, sring_error_timeout_multishot_building_gone_);
    if (SRING_UNLIKELY_(op->live_ != ring->live_)) {
        sring_not_begun_here_(ring, op->live_,
                              "a live handle of timeout_multishot in state Building", function);
    }
}

/* Private. Writes the words of the SQE, except user_data. */
SRING_INLINE_ void sring_timeout_multishot_write_(struct sring_sqe_ *sqe,
                                                  const struct sring_timeout_multishot_building *op,
                                                  uint64_t head)
{
    sqe->head_ = head;
    sqe->off_ = (uint64_t)op->times_;
    sqe->addr_ = (uint64_t)(uintptr_t)op->scratch_->data_;
    sqe->len_flags_ = SRING_PAIR_(1, 64);
}

/* Private. The common part of submit, start and add: queues the operation, which then owns its
 * buffer or file, and returns its number. With `destination`, only writes it there and returns its
 * flags. */
SRING_INLINE_ uint64_t sring_timeout_multishot_queue_(
    struct sring *ring, struct sring_timeout_multishot_building *op,
    struct sring_slot_ *destination, const struct sring_delivery_ *delivery,
    sring_any_fn_ *callback, void *arg, const char *function)
{
    uint64_t flags = delivery ? SRING_CALLS_BACK_ : 0;
    struct sring_slot_ *slot;
    uint64_t head;
    uint64_t number;

    SRING_CHECK_OWNER_(ring, function);
    SRING_PROVE_RING_(ring);
    sring_timeout_multishot_begun_(ring, op, function);
    head = op->head_;
    if (SRING_UNLIKELY_(op->scratch_->owner_ != op->scratch_token_)) {
        sring_misuse_(function, "a timeout_multishot in state Building",
                      "a copy of one that was consumed before");
    }
    op->live_ = 0;
    slot = sring_slot_of_(ring, ring->next_);
    if (SRING_UNLIKELY_(destination || slot->sqe_.user_data_ != SRING_FREE_)) {
        slot = destination ? destination : ring->staging_;
        sring_timeout_multishot_write_(&slot->sqe_, op, head);
        slot->record_.scratch_ = op->scratch_;
        slot->record_.state_ = SRING_STREAM_;
        slot->record_.delivery_ = delivery;
        slot->record_.callback_ = callback;
        slot->record_.arg_ = arg;
        return destination ? flags : sring_queue_staged_(ring, flags, function);
    }
    number = ring->next_;
    sring_count_(&ring->next_, SRING_STEP_);
    SRING_BEGUN_HERE_(ring, number);
    sring_timeout_multishot_write_(&slot->sqe_, op, head);
    slot->sqe_.user_data_ = number | flags;
    slot->record_.state_ = SRING_STREAM_;
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
SRING_INLINE_ int sring_timeout_multishot_begin_(
    struct sring *ring, struct sring_timeout_multishot_building *op, uint64_t interval_ns,
    const struct sring_timeout_multishot_options *options)
{
    int rc;

    rc = sring_timeout_multishot_init(ring, op, interval_ns);
    if (rc) {
        return rc;
    }
    if (options) {
        sring_timeout_multishot_set_times(op, options->times);
    }
    return 0;
}

/* Private. Calls the callback for an item. */
static __attribute__((unused)) SRING_TRUSTED void
sring_timeout_multishot_deliver_(struct sring *ring, void *taken, void *arg,
                                 sring_any_fn_ *callback)
{
    struct sring_taken_ *it = (struct sring_taken_ *)taken;
    ((sring_timeout_multishot_item_callback *)callback)(ring, arg);
    it->number = 0;
}

static const struct sring_delivery_ sring_timeout_multishot_delivery_ __attribute__((unused)) =
    {sring_timeout_multishot_deliver_, "a callback of timeout_multishot"};

SRING_INLINE_ int sring_timeout_multishot_init(struct sring *ring,
                                               struct sring_timeout_multishot_building *op,
                                               uint64_t interval_ns)
{
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    op->head_ = SRING_HEAD_(11, 0, 0, -1);
    op->times_ = 0;
    op->scratch_ = NULL;
    op->scratch_token_ = 0;
    if (interval_ns < 100000) {
        op->live_ = sring_nothing_();
        return -EINVAL;
    }
    rc = sring_take_budget_of_two_(ring, __func__);
    if (SRING_UNLIKELY_(rc)) {
        op->live_ = sring_nothing_();
        return rc;
    }
    op->scratch_ = sring_scratch_get_(16);
    if (SRING_UNLIKELY_(!op->scratch_)) {
        ring->budget_ += 2;
        op->live_ = sring_nothing_();
        return -ENOMEM;
    }
    op->scratch_token_ = op->scratch_->owner_;
    {
        int64_t timespec[2] = {(int64_t)(interval_ns / 1000000000),
                               (int64_t)(interval_ns % 1000000000)};

        __builtin_memcpy(op->scratch_->data_ + 0, timespec, sizeof(timespec));
    }
    op->live_ = ring->live_;
    SRING_PRODUCED_(op->live_);
    return 0;
}

SRING_INLINE_ void sring_timeout_multishot_set_times(struct sring_timeout_multishot_building *op,
                                                     uint32_t times)
{
    sring_timeout_multishot_building_check_(op, __func__);
    op->times_ = times;
}

SRING_INLINE_ void sring_timeout_multishot_abandon(struct sring *ring,
                                                   struct sring_timeout_multishot_building *op)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_timeout_multishot_building_check_(op, __func__);
    sring_timeout_multishot_begun_(ring, op, __func__);
    if (SRING_UNLIKELY_(op->scratch_->owner_ != op->scratch_token_)) {
        sring_misuse_(__func__, "a timeout_multishot in state Building",
                      "a copy of one that was consumed before");
    }
    sring_scratch_put_(op->scratch_);
    op->live_ = 0;
    ring->budget_ += 2;
}

SRING_INLINE_ void sring_timeout_multishot_submit(struct sring *ring,
                                                  struct sring_timeout_multishot_building *op,
                                                  struct sring_timeout_multishot_streaming *stream)
{
    stream->number_ = sring_timeout_multishot_queue_(ring, op, NULL, NULL, NULL, NULL, __func__);
    SRING_PRODUCED_(stream->number_);
}

SRING_INLINE_ struct sring_ticket sring_timeout_multishot_start(
    struct sring *ring, struct sring_timeout_multishot_building *op,
    sring_timeout_multishot_item_callback *on_item, sring_end_callback *on_end, void *arg)
{
    struct sring_ticket ticket;

    sring_check_callback_((sring_any_fn_ *)on_item, __func__);
    sring_check_callback_((sring_any_fn_ *)on_end, __func__);
    ticket.number_ = sring_timeout_multishot_queue_(ring, op, NULL,
                                                    &sring_timeout_multishot_delivery_,
                                                    (sring_any_fn_ *)on_item, arg, __func__);
    sring_stream_started_(ring, ticket.number_, on_end);
    return ticket;
}

SRING_INLINE_ int sring_timeout_multishot_launch(
    struct sring *ring, uint64_t interval_ns, const struct sring_timeout_multishot_options *options,
    sring_timeout_multishot_item_callback *on_item, sring_end_callback *on_end, void *arg,
    struct sring_ticket *ticket)
{
    struct sring_timeout_multishot_building op;
    struct sring_ticket started;
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_check_callback_((sring_any_fn_ *)on_item, __func__);
    sring_check_callback_((sring_any_fn_ *)on_end, __func__);
    rc = sring_timeout_multishot_begin_(ring, &op, interval_ns, options);
    if (rc) {
        return rc;
    }
    started = sring_timeout_multishot_start(ring, &op, on_item, on_end, arg);
    if (ticket) {
        *ticket = started;
    }
    return 0;
}

SRING_INLINE_ struct sring_ticket
sring_timeout_multishot_ticket(const struct sring_timeout_multishot_streaming *stream)
{
    struct sring_ticket ticket;

    sring_timeout_multishot_streaming_check_(stream, __func__);
    ticket.number_ = stream->number_;
    return ticket;
}

SRING_INLINE_ bool
sring_timeout_multishot_ready(struct sring *ring,
                              const struct sring_timeout_multishot_streaming *stream)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_timeout_multishot_streaming_check_(stream, __func__);
    return sring_ready_(ring, stream->number_, __func__);
}

SRING_INLINE_ int sring_timeout_multishot_next(struct sring *ring,
                                               struct sring_timeout_multishot_streaming *stream)
{
    int32_t result = 0;
    int rc;

    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    sring_timeout_multishot_streaming_check_(stream, __func__);
    rc = sring_next_(ring, stream->number_, &result, __func__);
    return rc;
}

SRING_INLINE_ void sring_timeout_multishot_end(struct sring *ring,
                                               struct sring_timeout_multishot_streaming *stream)
{
    SRING_CHECK_OWNER_(ring, __func__);
    SRING_PROVE_RING_(ring);
    SRING_PROVE_(stream->number_, sring_error_timeout_multishot_streaming_gone_);
    sring_end_(ring, stream->number_, __func__);
    stream->number_ = 0;
}

SRING_INLINE_ void
sring_timeout_multishot_building_move(struct sring_timeout_multishot_building *to,
                                      struct sring_timeout_multishot_building *from)
{
    sring_timeout_multishot_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void
sring_timeout_multishot_building_move_stash(struct sring_timeout_multishot_building *to,
                                            struct sring_timeout_multishot_building *from)
{
    sring_timeout_multishot_building_check_(from, __func__);
    *to = *from;
    from->live_ = 0;
}

SRING_INLINE_ void
sring_timeout_multishot_building_stash(struct sring_timeout_multishot_building *op)
{
    sring_timeout_multishot_building_check_(op, __func__);
}

SRING_INLINE_ void
sring_timeout_multishot_building_claim(struct sring_timeout_multishot_building *op)
{
    SRING_LAUNDER_(op->live_);
    sring_timeout_multishot_building_check_(op, __func__);
}

SRING_INLINE_ void
sring_timeout_multishot_streaming_move(struct sring_timeout_multishot_streaming *to,
                                       struct sring_timeout_multishot_streaming *from)
{
    sring_timeout_multishot_streaming_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void
sring_timeout_multishot_streaming_move_stash(struct sring_timeout_multishot_streaming *to,
                                             struct sring_timeout_multishot_streaming *from)
{
    sring_timeout_multishot_streaming_check_(from, __func__);
    *to = *from;
    from->number_ = 0;
}

SRING_INLINE_ void
sring_timeout_multishot_streaming_stash(struct sring_timeout_multishot_streaming *stream)
{
    sring_timeout_multishot_streaming_check_(stream, __func__);
}

SRING_INLINE_ void
sring_timeout_multishot_streaming_claim(struct sring_timeout_multishot_streaming *stream)
{
    SRING_LAUNDER_(stream->number_);
}

SRING_END_C_

#endif /* SRING_OPS_TIMEOUT_MULTISHOT_H */
