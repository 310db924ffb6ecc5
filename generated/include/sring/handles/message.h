/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/message.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_message and the functions that every handle has. Include sring/mailbox.h instead,
 * which has the other functions.
 */
#ifndef SRING_HANDLES_MESSAGE_H
#define SRING_HANDLES_MESSAGE_H

#include <sring/detail/proof.h>

SRING_BEGIN_C_

/* A buffer, a file or a number that was sent to a mailbox. Its content must be taken or dropped. */
struct SRING_CAPABILITY("message") sring_message {
    uint64_t word_;  /* its kind + 1, and the number that a buffer's block has meanwhile */
    uint64_t value_; /* the address of the block, a descriptor, or any number */
};

extern void sring_error_message_gone_(void)
    SRING_PROOF_ERROR_("sring: this message was taken, dropped or moved; it is consumed once");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_message_move(struct sring_message *to, struct sring_message *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_message_move_stash(struct sring_message *to, struct sring_message *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_message_stash(struct sring_message *message) SRING_CONSUMES(*message);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_message_claim(struct sring_message *message) SRING_PRODUCES(*message);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The first word of a live handle. */
SRING_INLINE_ uint64_t sring_message_live_word_(const struct sring_message *message,
                                                const char *function)
{
    uint64_t word = message->word_;

    SRING_PROVE_(word, sring_error_message_gone_);
    if (SRING_UNLIKELY_(!word)) {
        sring_misuse_(function, "a message that is yours", "one that was taken, dropped or moved");
    }
    return word;
}

SRING_INLINE_ void sring_message_move(struct sring_message *to, struct sring_message *from)
{
    uint64_t word = sring_message_live_word_(from, __func__);

    from->word_ = 0;
    to->word_ = word;
    to->value_ = from->value_;
}

SRING_INLINE_ void sring_message_move_stash(struct sring_message *to, struct sring_message *from)
{
    uint64_t word = sring_message_live_word_(from, __func__);

    from->word_ = 0;
    to->word_ = word;
    to->value_ = from->value_;
}

SRING_INLINE_ void sring_message_stash(struct sring_message *message)
{
    (void)sring_message_live_word_(message, __func__);
}

SRING_INLINE_ void sring_message_claim(struct sring_message *message)
{
    SRING_LAUNDER_(message->word_);
    (void)sring_message_live_word_(message, __func__);
}

SRING_END_C_

#endif /* SRING_HANDLES_MESSAGE_H */
