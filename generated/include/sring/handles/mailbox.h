/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/mailbox.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_mailbox and the functions that every handle has. Include sring/mailbox.h instead,
 * which has the other functions.
 */
#ifndef SRING_HANDLES_MAILBOX_H
#define SRING_HANDLES_MAILBOX_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* Receives messages from other threads, on the ring's thread. */
struct SRING_CAPABILITY("mailbox") sring_mailbox {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_mailbox_gone_(void)
    SRING_PROOF_ERROR_("sring: this mailbox was closed or moved; open one before senders are "
                       "opened");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_mailbox_move(struct sring_mailbox *to, struct sring_mailbox *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_mailbox_move_stash(struct sring_mailbox *to, struct sring_mailbox *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_mailbox_stash(struct sring_mailbox *box) SRING_CONSUMES(*box);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_mailbox_claim(struct sring_mailbox *box) SRING_PRODUCES(*box);

/* Borrows a stashed handle, such as one in a struct that several callbacks share: operations may
 * begin on it until it is returned. A dead handle is a misuse. */
SRING_INLINE_ void sring_mailbox_borrow(const struct sring_mailbox *box) SRING_BORROWS(*box);

/* Ends a borrow. */
SRING_INLINE_ void sring_mailbox_return(const struct sring_mailbox *box) SRING_RETURNS(*box);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *sring_mailbox_block_(const struct sring_mailbox *box,
                                                        const char *function)
{
    SRING_PROVE_(box->block_, sring_error_mailbox_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(box))) {
        sring_misuse_(function, "an open mailbox", "one that was closed");
    }
    return box->block_;
}

SRING_INLINE_ void sring_mailbox_move(struct sring_mailbox *to, struct sring_mailbox *from)
{
    struct sring_block_ *block = sring_mailbox_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_mailbox_move_stash(struct sring_mailbox *to, struct sring_mailbox *from)
{
    struct sring_block_ *block = sring_mailbox_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_mailbox_stash(struct sring_mailbox *box)
{
    (void)sring_mailbox_block_(box, __func__);
}

SRING_INLINE_ void sring_mailbox_claim(struct sring_mailbox *box)
{
    SRING_LAUNDER_(box->block_);
    (void)sring_mailbox_block_(box, __func__);
}

SRING_INLINE_ void sring_mailbox_borrow(const struct sring_mailbox *box)
{
    (void)sring_mailbox_block_(box, __func__);
}

SRING_INLINE_ void sring_mailbox_return(const struct sring_mailbox *box)
{
    (void)box;
}

SRING_END_C_

#endif /* SRING_HANDLES_MAILBOX_H */
