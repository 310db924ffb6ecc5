/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Mailboxes. Other threads send buffers, files and numbers to the ring's thread.
 *
 * The ring's thread opens a mailbox with a callback, and a sender for each thread that sends. These
 * threads need no ring. A sender may stay open after the mailbox and the ring were closed: each
 * send then returns -EPIPE.
 *
 * An open mailbox is an operation in flight: sring_run does not return until the mailbox is closed
 * or sring_stop is called.
 */
#ifndef SRING_MAILBOX_H
#define SRING_MAILBOX_H

#include <sring/buf.h>
#include <sring/detail/hot.h>
#include <sring/fd.h>
#include <sring/handles/mailbox.h>
#include <sring/handles/message.h>
#include <sring/handles/sender.h>
#include <sring/ring.h>

SRING_BEGIN_C_

enum sring_message_kind {
    SRING_MESSAGE_WORD,
    SRING_MESSAGE_BUF,
    SRING_MESSAGE_FD,
};

/* The callback of a mailbox. It runs on the ring's thread and must consume the message: take its
 * content, drop it, or move it to another variable. */
typedef void sring_message_callback(struct sring *ring, struct sring_message *message, void *arg);

/* The head of such a callback, for a declaration or a definition. */
#define SRING_MESSAGE_CALLBACK(name)                                                               \
    static void name(SRING_MAYBE_ struct sring *ring, struct sring_message *message,               \
                     SRING_MAYBE_ void *arg) SRING_CALLBACK(ring, message)

/* --- the mailbox -------------------------------------------------------------------------- */

/* Opens a mailbox with room for `room` messages, rounded up to a power of 2. For each message a
 * wait, poll, run or close calls `callback(ring, message, arg)`; with the callback NULL, messages
 * are received with sring_mailbox_receive. The messages of one sender arrive
 * in the order of sending. A mailbox needs an eventfd and counts as one operation. Returns 0,
 * -EINVAL (room is 0 or over 16 million), -EAGAIN (the ring's capacity is in use), -ECANCELED (the
 * ring is closing), -ENOMEM, -EMFILE or -ENFILE. */
SRING_COLD_ int sring_mailbox_open_(struct sring *ring, struct sring_block_ **block, uint32_t room,
                                    sring_message_callback *callback, void *arg);
SRING_INLINE_ SRING_FALLIBLE int sring_mailbox_open(struct sring *ring, struct sring_mailbox *box,
                                                    uint32_t room, sring_message_callback *callback,
                                                    void *arg) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*box);

/* Receives the next message of a mailbox that was opened with the callback NULL. Waits until there
 * is one; in a fiber, other fibers and callbacks run meanwhile. The message must be taken or
 * dropped. Returns 0, -ECANCELED (in a fiber that is cancelled), -EPIPE (the mailbox was closed
 * meanwhile), or -EINTR (outside of fibers, if the ring is interruptible). In a callback, or with a
 * mailbox that has one, a misuse. */
SRING_API_ int sring_mailbox_receive_(struct sring *ring, struct sring_block_ *block,
                                      struct sring_message *message);
SRING_INLINE_ SRING_FALLIBLE int sring_mailbox_receive(struct sring *ring,
                                                       const struct sring_mailbox *box,
                                                       struct sring_message *message)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*box) SRING_PRODUCES_ON_SUCCESS(*message);

/* Closes the mailbox. Later sends return -EPIPE. Messages that were not delivered are disposed of:
 * their buffers are freed, their files closed. So every message whose send returned 0 is either
 * delivered or disposed of. May be called in the mailbox's own callback. sring_close closes the
 * mailboxes of the ring. */
SRING_COLD_ void sring_mailbox_close_(struct sring *ring, struct sring_block_ *block);
SRING_INLINE_ void sring_mailbox_close(struct sring *ring, struct sring_mailbox *box)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*box);

/* --- senders ------------------------------------------------------------------------------ */

/* Opens a sender. Pass it to another thread with stash and claim, for example as the argument of
 * pthread_create. Returns 0 or -ENOMEM. */
SRING_COLD_ int sring_sender_open_(struct sring_block_ *box, struct sring_block_ **block);
SRING_INLINE_ SRING_FALLIBLE int sring_sender_open(struct sring_sender *sender,
                                                   const struct sring_mailbox *box)
    SRING_REQUIRES_SHARED(*box) SRING_PRODUCES_ON_SUCCESS(*sender);

/* Closes the sender. Messages that it has sent are still delivered. */
SRING_COLD_ void sring_sender_close_(struct sring_block_ *block);
SRING_INLINE_ void sring_sender_close(struct sring_sender *sender) SRING_CONSUMES(*sender);

/* Sends a buffer, a file or a number, and does not wait. Returns 0, -EAGAIN (the mailbox is full)
 * or -EPIPE (it was closed). After an error the buffer or file still belongs to the caller. Before
 * a file is sent, the same preparations are made as by sring_fd_release. In a forked child a send
 * is a misuse. */
SRING_API_ int sring_sender_send_(struct sring_block_ *block, enum sring_message_kind kind,
                                  uint64_t value, const char *function);
SRING_INLINE_ SRING_FALLIBLE int sring_sender_send_buf(struct sring_sender *sender,
                                                       struct sring_buf *buf)
    SRING_REQUIRES(*sender) SRING_CONSUMES_ON_SUCCESS(*buf);
SRING_INLINE_ SRING_FALLIBLE int sring_sender_send_fd(struct sring_sender *sender,
                                                      struct sring_fd *fd) SRING_REQUIRES(*sender)
    SRING_CONSUMES_ON_SUCCESS(*fd);
SRING_INLINE_ SRING_FALLIBLE int sring_sender_send_word(struct sring_sender *sender, uint64_t word)
    SRING_REQUIRES(*sender);

/* --- messages ----------------------------------------------------------------------------- */

/* Returns what the message contains. Taking another kind of content is a misuse. */
SRING_INLINE_ enum sring_message_kind sring_message_kind(const struct sring_message *message)
    SRING_REQUIRES(*message);

/* Takes the content, which the caller owns from then on. */
SRING_INLINE_ void sring_message_take_buf(struct sring_message *message, struct sring_buf *buf)
    SRING_CONSUMES(*message) SRING_PRODUCES(*buf);
SRING_INLINE_ void sring_message_take_fd(struct sring_message *message, struct sring_fd *fd)
    SRING_CONSUMES(*message) SRING_PRODUCES(*fd);
SRING_INLINE_ uint64_t sring_message_take_word(struct sring_message *message)
    SRING_CONSUMES(*message);

/* Consumes the message without its content: frees the buffer, or closes the file. */
SRING_API_ void sring_message_drop_(enum sring_message_kind kind, uint64_t value);
SRING_INLINE_ void sring_message_drop(struct sring_message *message) SRING_CONSUMES(*message);

/* --- bodies ------------------------------------------------------------------------------- */

/* The word of a message: the number that the block of its buffer has meanwhile, and the kind + 1.
 * Numbers are multiples of SRING_STEP_. */
#define SRING_MESSAGE_NUMBER_(word) ((word) & ~(uint64_t)(SRING_STEP_ - 1))
#define SRING_MESSAGE_KIND_(word) ((enum sring_message_kind)((word) % SRING_STEP_ - 1))

/* Private. The result of a receive function. */
SRING_INLINE_ int sring_message_made_(struct sring_message *message,
                                      const struct sring_message *received, int rc)
{
    message->word_ = (uint64_t)(uintptr_t)SRING_NOTHING_;
    message->value_ = 0;
    if (!rc) {
        SRING_PRODUCED_(received->word_);
        *message = *received;
    }
    return rc;
}

SRING_INLINE_ int sring_mailbox_receive(struct sring *ring, const struct sring_mailbox *box,
                                        struct sring_message *message)
{
    struct sring_block_ *from = sring_mailbox_block_(box, __func__);
    struct sring_message received = SRING_NONE;
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_mailbox_receive_(ring, from, &received);
    return sring_message_made_(message, &received, rc);
}

SRING_INLINE_ int sring_mailbox_open(struct sring *ring, struct sring_mailbox *box, uint32_t room,
                                     sring_message_callback *callback, void *arg)
{
    struct sring_block_ *block = NULL;
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_mailbox_open_(ring, &block, room, callback, arg);
    box->block_ = SRING_NOTHING_;
    box->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        box->block_ = block;
        box->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ void sring_mailbox_close(struct sring *ring, struct sring_mailbox *box)
{
    struct sring_block_ *block = sring_mailbox_block_(box, __func__);

    SRING_PROVE_RING_(ring);
    sring_mailbox_close_(ring, block);
    box->block_ = NULL;
}

SRING_INLINE_ int sring_sender_open(struct sring_sender *sender, const struct sring_mailbox *box)
{
    struct sring_block_ *block = NULL;
    int rc = sring_sender_open_(sring_mailbox_block_(box, __func__), &block);

    sender->block_ = SRING_NOTHING_;
    sender->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(block);
        sender->block_ = block;
        sender->token_ = block->owner_;
    }
    return rc;
}

SRING_INLINE_ void sring_sender_close(struct sring_sender *sender)
{
    struct sring_block_ *block = sring_sender_block_(sender, __func__);

    sender->block_ = NULL;
    sring_sender_close_(block);
}

SRING_INLINE_ int sring_sender_send_buf(struct sring_sender *sender, struct sring_buf *buf)
{
    struct sring_block_ *to = sring_sender_block_(sender, __func__);
    struct sring_block_ *block = sring_buf_block_(buf, __func__);
    int rc = sring_sender_send_(to, SRING_MESSAGE_BUF, (uintptr_t)block, __func__);

    if (!rc) {
        buf->block_ = NULL;
    }
    return rc;
}

SRING_INLINE_ int sring_sender_send_fd(struct sring_sender *sender, struct sring_fd *fd)
{
    struct sring_block_ *to = sring_sender_block_(sender, __func__);
    uint64_t word = sring_fd_live_word_(fd, __func__);
    int rc = sring_sender_send_(to, SRING_MESSAGE_FD, (uint64_t)SRING_FD_RAW_(word), __func__);

    if (!rc) {
        fd->word_ = 0;
    }
    return rc;
}

SRING_INLINE_ int sring_sender_send_word(struct sring_sender *sender, uint64_t word)
{
    return sring_sender_send_(sring_sender_block_(sender, __func__), SRING_MESSAGE_WORD, word,
                              __func__);
}

SRING_INLINE_ enum sring_message_kind sring_message_kind(const struct sring_message *message)
{
    return SRING_MESSAGE_KIND_(sring_message_live_word_(message, __func__));
}

/* Private. Checks that the message is of the kind, and that its buffer was not taken by way of a
 * copy of the handle. Returns its first word. */
SRING_INLINE_ uint64_t sring_message_check_(const struct sring_message *message,
                                            enum sring_message_kind kind, const char *function)
{
    uint64_t word = sring_message_live_word_(message, function);

    if (SRING_UNLIKELY_(SRING_MESSAGE_KIND_(word) != kind)) {
        sring_misuse_(function, "a message of this kind", "one of another kind");
    }
    if (kind == SRING_MESSAGE_BUF &&
        SRING_UNLIKELY_(((struct sring_block_ *)(uintptr_t)message->value_)->owner_ !=
                        SRING_MESSAGE_NUMBER_(word))) {
        sring_misuse_(function, "a message that was not taken yet",
                      "a copy of one that was taken before");
    }
    return word;
}

SRING_INLINE_ void sring_message_take_buf(struct sring_message *message, struct sring_buf *buf)
{
    uint64_t word = sring_message_check_(message, SRING_MESSAGE_BUF, __func__);
    struct sring_block_ *block = (struct sring_block_ *)(uintptr_t)message->value_;
    uint64_t token = sring_give_back_(block, SRING_MESSAGE_NUMBER_(word));

    message->word_ = 0;
    SRING_PRODUCED_(block);
    buf->block_ = block;
    buf->token_ = token;
}

SRING_INLINE_ void sring_message_take_fd(struct sring_message *message, struct sring_fd *fd)
{
    int raw = (int)message->value_;

    (void)sring_message_check_(message, SRING_MESSAGE_FD, __func__);
    message->word_ = 0;
    __asm__("" : "+r"(raw)); /* clang-14 folds the number, and then does not see the live handle */
    sring_fd_own_(fd, raw, false);
}

SRING_INLINE_ uint64_t sring_message_take_word(struct sring_message *message)
{
    (void)sring_message_check_(message, SRING_MESSAGE_WORD, __func__);
    message->word_ = 0;
    return message->value_;
}

SRING_INLINE_ void sring_message_drop(struct sring_message *message)
{
    enum sring_message_kind kind = SRING_MESSAGE_KIND_(sring_message_live_word_(message, __func__));

    (void)sring_message_check_(message, kind, __func__);
    message->word_ = 0;
    sring_message_drop_(kind, message->value_);
}

SRING_END_C_

#endif /* SRING_MAILBOX_H */
