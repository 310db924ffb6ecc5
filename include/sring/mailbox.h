/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Mailboxes: other threads send buffers, files and numbers to the ring's thread.
 *
 * The ring's thread opens a mailbox with a function that gets each message, and a sender for each
 * thread that sends. A sender needs no ring. It may be used as long as it is open, also after the
 * mailbox and the ring were closed: a send then fails with -EPIPE.
 *
 * While a mailbox is open the ring has an operation in flight for it: sring_run goes on until the
 * mailbox is closed, or sring_stop is called.
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

/* What gets a message, on the ring's thread. It must consume the message: take its content, drop
 * it, or move it elsewhere. */
typedef void sring_message_callback(struct sring *ring, struct sring_message *message, void *arg);

/* The head of such a function, before its body or a semicolon. */
#define SRING_MESSAGE_CALLBACK(name)                                                               \
    static void name(SRING_MAYBE_ struct sring *ring, struct sring_message *message,               \
                     SRING_MAYBE_ void *arg) SRING_CALLBACK(ring, message)

/* --- the mailbox -------------------------------------------------------------------------- */

/* Opens a mailbox with room for `room` messages, rounded up to a power of 2. Each message is one
 * call of `callback(ring, message, arg)`: by wait, poll, run and close, as the callbacks of
 * operations are. The messages of one sender arrive in the order in which they were sent. It needs
 * an eventfd and one operation. Returns 0, -EINVAL (room 0 or over 16 million), -EAGAIN (as many
 * operations as the ring's capacity are begun), -ECANCELED (the ring is closing), -ENOMEM, -EMFILE
 * or -ENFILE. */
SRING_COLD_ int sring_mailbox_open_(struct sring *ring, struct sring_block_ **block, uint32_t room,
                                    sring_message_callback *callback, void *arg);
SRING_INLINE_ SRING_FALLIBLE int sring_mailbox_open(struct sring *ring, struct sring_mailbox *box,
                                                    uint32_t room, sring_message_callback *callback,
                                                    void *arg) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*box);

/* Closes the mailbox: every later send fails with -EPIPE. Messages in it are disposed of: buffers
 * are freed, files closed. So each message whose send returned 0 is either delivered or disposed
 * of. May be called in the mailbox's own function. Closing the ring closes its mailboxes. */
SRING_COLD_ void sring_mailbox_close_(struct sring *ring, struct sring_block_ *block);
SRING_INLINE_ void sring_mailbox_close(struct sring *ring, struct sring_mailbox *box)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*box);

/* --- senders ------------------------------------------------------------------------------ */

/* Opens a sender, for another thread: pass it with stash and claim, as with the argument of
 * pthread_create. Returns 0 or -ENOMEM. */
SRING_COLD_ int sring_sender_open_(struct sring_block_ *box, struct sring_block_ **block);
SRING_INLINE_ SRING_FALLIBLE int sring_sender_open(struct sring_sender *sender,
                                                   const struct sring_mailbox *box)
    SRING_REQUIRES_SHARED(*box) SRING_PRODUCES_ON_SUCCESS(*sender);

/* Closes the sender. What it has sent is delivered all the same. */
SRING_COLD_ void sring_sender_close_(struct sring_block_ *block);
SRING_INLINE_ void sring_sender_close(struct sring_sender *sender) SRING_CONSUMES(*sender);

/* Send a buffer, a file or a number. They never wait. Return 0, -EAGAIN (the mailbox is full) or
 * -EPIPE (it was closed); after an error the buffer or file still belongs to the caller. Operations
 * of the sending thread that use the file must be done with it, as with sring_fd_release. In a
 * forked child they are a misuse. */
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

/* Returns what the message is. Taking another kind of content is a misuse. */
SRING_INLINE_ enum sring_message_kind sring_message_kind(const struct sring_message *message)
    SRING_REQUIRES(*message);

/* Take the content, which the caller then owns. */
SRING_INLINE_ void sring_message_take_buf(struct sring_message *message, struct sring_buf *buf)
    SRING_CONSUMES(*message) SRING_PRODUCES(*buf);
SRING_INLINE_ void sring_message_take_fd(struct sring_message *message, struct sring_fd *fd)
    SRING_CONSUMES(*message) SRING_PRODUCES(*fd);
SRING_INLINE_ uint64_t sring_message_take_word(struct sring_message *message)
    SRING_CONSUMES(*message);

/* Frees the buffer, or closes the file. */
SRING_API_ void sring_message_drop_(enum sring_message_kind kind, uint64_t value);
SRING_INLINE_ void sring_message_drop(struct sring_message *message) SRING_CONSUMES(*message);

/* --- bodies ------------------------------------------------------------------------------- */

/* The word of a message: the number that the block of its buffer has meanwhile, and the kind + 1.
 * Numbers are multiples of SRING_STEP_. */
#define SRING_MESSAGE_NUMBER_(word) ((word) & ~(uint64_t)(SRING_STEP_ - 1))
#define SRING_MESSAGE_KIND_(word) ((enum sring_message_kind)((word) % SRING_STEP_ - 1))

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
    (void)sring_message_check_(message, SRING_MESSAGE_FD, __func__);
    message->word_ = 0;
    sring_fd_own_(fd, (int)message->value_, false);
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
