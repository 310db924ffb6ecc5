/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/sender.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_sender and the functions that every handle has. Include sring/mailbox.h instead,
 * which has the other functions.
 */
#ifndef SRING_HANDLES_SENDER_H
#define SRING_HANDLES_SENDER_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* Sends messages to a mailbox. Each sending thread has its own. */
struct SRING_CAPABILITY("sender") sring_sender {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_sender_gone_(void)
    SRING_PROOF_ERROR_("sring: this sender was closed or moved; open one from the mailbox before "
                       "anything is sent");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_sender_move(struct sring_sender *to, struct sring_sender *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_sender_move_stash(struct sring_sender *to, struct sring_sender *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_sender_stash(struct sring_sender *sender) SRING_CONSUMES(*sender);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_sender_claim(struct sring_sender *sender) SRING_PRODUCES(*sender);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *sring_sender_block_(const struct sring_sender *sender,
                                                       const char *function)
{
    SRING_PROVE_(sender->block_, sring_error_sender_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(sender))) {
        sring_misuse_(function, "an open sender", "one that was closed");
    }
    return sender->block_;
}

SRING_INLINE_ void sring_sender_move(struct sring_sender *to, struct sring_sender *from)
{
    struct sring_block_ *block = sring_sender_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_sender_move_stash(struct sring_sender *to, struct sring_sender *from)
{
    struct sring_block_ *block = sring_sender_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_sender_stash(struct sring_sender *sender)
{
    (void)sring_sender_block_(sender, __func__);
}

SRING_INLINE_ void sring_sender_claim(struct sring_sender *sender)
{
    SRING_LAUNDER_(sender->block_);
    (void)sring_sender_block_(sender, __func__);
}

SRING_END_C_

#endif /* SRING_HANDLES_SENDER_H */
