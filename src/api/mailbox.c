/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Mailboxes. A mailbox is a queue (src/memory/mailbox_queue.h) and a waker, which is used only when
 * the ring has received everything.
 *
 * Its memory is freed when the ring's waker has ended and all senders are closed. A sender's handle
 * keeps it, so a send may come at any time.
 */
#include "api/messages.h"
#include "engine/fiber.h"

#include <stdlib.h>

#define MOST_ROOM (UINT32_C(1) << 24)

struct mailbox {
    struct mailbox_queue queue;
    _Atomic uint32_t users; /* the ring, each sender, and each call that waits */
    bool closed;
    uint32_t forks; /* sring_forks() of the process that opened it */
    struct sring *ring;
    sring_message_callback *callback;
    void *arg;
    struct sring_block_ *block; /* of the handle */
    struct sring_waker waker;
    struct sring_waiters_ receivers;
};

static struct mailbox *mailbox_of(const struct sring_block_ *block)
{
    return (struct mailbox *)(void *)block->data_;
}

/* Gives up one user's share of the memory. */
static void drop(struct mailbox *box)
{
    if (atomic_fetch_sub_explicit(&box->users, 1, memory_order_acq_rel) == 1) {
        free(box->queue.cells);
        free(box);
    }
}

/* Gives up the share of a call that was left by longjmp. */
static void drop_left(struct mailbox *box)
{
    if (sring_forget_left(&box->receivers)) {
        drop(box);
    }
}

/* --- the ring's side ----------------------------------------------------------------------- */

/* Lets nothing be sent any more, and disposes of the messages that were. */
static void end(struct mailbox *box)
{
    struct mailbox_message message;

    box->closed = true;
    sring_wake_all(&box->receivers);
    mailbox_queue_close(&box->queue);
    while (mailbox_queue_take_rest(&box->queue, &message)) {
        sring_message_dispose(box->ring->core_, &message);
    }
    sring_block_release(box->block);
}

static void on_waker_ended(void *arg)
{
    struct mailbox *box = arg;

    if (!box->closed) { /* the ring is closing */
        end(box);
    }
    drop_left(box);
    drop(box);
}

static void call(struct sring *ring, const struct mailbox *box,
                 const struct mailbox_message *content)
{
    struct sring_message message = {content->word, content->value};

    box->callback(ring, &message, box->arg);
    if (SRING_UNLIKELY_(message.word_)) {
        sring_misuse_("a callback of a mailbox", "to consume the message that it receives",
                      "one and left it alone");
    }
}

/* Delivers at most one queue full of messages, so that other callbacks run, too. A callback may be
 * left by longjmp. So before it runs, either the receiver is asleep and the next sender wakes it,
 * or a wake is under way already, which is enough for all that follow. After a callback that closes
 * the mailbox the queue is empty. */
SRING_WAKER_CALLBACK(on_wake)
{
    struct mailbox *box = arg;
    struct mailbox_message message;
    bool woken = false;
    bool asleep = false;

    mailbox_queue_rise(&box->queue);
    if (!box->callback) {
        (void)sring_wake_first(&box->receivers, NULL); /* it looks */
        return;
    }
    for (uint64_t count = 0; count <= box->queue.mask && !asleep; count++) {
        if (!mailbox_queue_take(&box->queue, &message)) {
            asleep = mailbox_queue_sleep(&box->queue);
            continue;
        }
        if (!woken) {
            asleep = mailbox_queue_sleep(&box->queue);
            if (!asleep) {
                sring_wake(&box->waker);
                woken = true;
            }
        }
        call(ring, box, &message);
    }
    if (!asleep && !woken) {
        sring_wake(&box->waker);
    }
}

/* Waits until there is a message, and takes it. */
static int take(struct sring *ring, struct mailbox *box, struct mailbox_message *message)
{
    const struct sring_fiber_state *fiber = sring_fiber_current(ring->core_);
    int rc = 0;

    while (!rc) {
        if (fiber && fiber->stack->cancelled) {
            return -ECANCELED;
        }
        if (box->closed) {
            return -EPIPE;
        }
        if (mailbox_queue_take(&box->queue, message)) {
            return 0;
        }
        if (mailbox_queue_sleep(&box->queue)) {
            rc = sring_wait_in_line(ring, &box->receivers, 0, true, "sring_mailbox_receive");
        }
    }
    return rc;
}

int sring_mailbox_receive_(struct sring *ring, struct sring_block_ *block,
                           struct sring_message *message)
{
    const char *function = "sring_mailbox_receive";
    struct mailbox *box = mailbox_of(block);
    struct mailbox_message received;
    int rc;

    sring_check_owner_(ring, function);
    if (box->ring != ring) {
        sring_misuse_(function, "a mailbox of this ring", "one of another");
    }
    if (box->callback) {
        sring_misuse_(function, "a mailbox without a callback", "one that has a callback");
    }
    sring_check_may_wait(ring, function);
    drop_left(box);
    atomic_fetch_add_explicit(&box->users, 1, memory_order_relaxed);
    rc = take(ring, box, &received);
    if (!rc) {
        *message = (struct sring_message){received.word, received.value};
    }
    /* Whoever was woken looks once, and the next in line after it: also if this call gives up. */
    if (box->receivers.first_ && !mailbox_queue_sleep(&box->queue)) {
        (void)sring_wake_first(&box->receivers, NULL);
    }
    drop(box);
    return rc;
}

static struct mailbox *new_mailbox(uint32_t room)
{
    struct mailbox *box = aligned_alloc(_Alignof(struct mailbox), sizeof(*box));
    struct mailbox_cell *cells;
    uint64_t count = 1;

    while (count < room) {
        count *= 2;
    }
    cells = calloc((size_t)count, sizeof(*cells));
    if (!box || !cells) {
        free(box);
        free(cells);
        return NULL;
    }
    mailbox_queue_init(&box->queue, cells, count);
    return box;
}

int sring_mailbox_open_(struct sring *ring, struct sring_block_ **block, uint32_t room,
                        sring_message_callback *callback, void *arg)
{
    struct mailbox *box;
    int rc = -ENOMEM;

    sring_check_owner_(ring, "sring_mailbox_open");
    if (!room || room > MOST_ROOM) {
        return -EINVAL;
    }
    box = new_mailbox(room);
    if (!box) {
        return -ENOMEM;
    }
    atomic_init(&box->users, 1);
    box->closed = false;
    box->forks = sring_forks();
    box->ring = ring;
    box->callback = callback;
    box->arg = arg;
    box->receivers = (struct sring_waiters_)SRING_NONE;
    box->block = sring_block_new((unsigned char *)box, 0, NULL, NULL);
    if (box->block) {
        rc = sring_waker_begin(ring, &box->waker.block_, on_wake, on_waker_ended, box);
        if (!rc) {
            box->waker.token_ = box->waker.block_->owner_;
            *block = box->block;
            return 0;
        }
        sring_block_release(box->block);
    }
    drop(box);
    return rc;
}

void sring_mailbox_close_(struct sring *ring, struct sring_block_ *block)
{
    struct mailbox *box = mailbox_of(block);

    sring_check_owner_(ring, "sring_mailbox_close");
    if (box->ring != ring) {
        sring_misuse_("sring_mailbox_close", "a mailbox of this ring", "one of another");
    }
    end(box);
    sring_waker_close_(ring, box->waker.block_);
    (void)sring_free_due(ring);
}

/* --- the senders' side --------------------------------------------------------------------- */

int sring_sender_open_(struct sring_block_ *box, struct sring_block_ **block)
{
    *block = sring_block_new(box->data_, 0, NULL, NULL);
    if (!*block) {
        return -ENOMEM;
    }
    atomic_fetch_add_explicit(&mailbox_of(box)->users, 1, memory_order_relaxed);
    return 0;
}

void sring_sender_close_(struct sring_block_ *block)
{
    struct mailbox *box = mailbox_of(block);

    sring_block_release(block);
    drop(box);
}

static int post(struct mailbox *box, const struct mailbox_message *message)
{
    uint64_t position;
    bool wake;
    int rc = mailbox_queue_reserve(&box->queue, &position);

    if (rc) {
        return rc;
    }
    rc = mailbox_queue_fill(&box->queue, position, message, &wake);
    if (wake) {
        sring_wake(&box->waker);
    }
    return rc;
}

int sring_sender_send_(struct sring_block_ *block, enum sring_message_kind kind, uint64_t value,
                       const char *function)
{
    struct mailbox *box = mailbox_of(block);
    struct mailbox_message message;
    uint64_t token;
    int rc;

    if (box->forks != sring_forks()) {
        sring_misuse_(function, "the process that opened the mailbox", "a forked child");
    }
    token = kind == SRING_MESSAGE_BUF ? ((struct sring_block_ *)(uintptr_t)value)->owner_ : 0;
    message = sring_message_pack(kind, value, function);
    rc = post(box, &message);
    if (rc) {
        sring_message_unpack(&message, token);
    }
    return rc;
}
