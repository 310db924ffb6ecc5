/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/registered_buf.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_registered_buf and the functions that every handle has. Include
 * sring/registered_buf.h instead, which has the other functions.
 */
#ifndef SRING_HANDLES_REGISTERED_BUF_H
#define SRING_HANDLES_REGISTERED_BUF_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* A buffer whose memory is registered with the ring. */
struct SRING_CAPABILITY("registered buffer") sring_registered_buf {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_registered_buf_gone_(void)
    SRING_PROOF_ERROR_("sring: this registered buffer is not yours any more; it was submitted, "
                       "started, unregistered or moved, and comes back from finish");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_registered_buf_move(struct sring_registered_buf *to,
                                             struct sring_registered_buf *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_registered_buf_move_stash(struct sring_registered_buf *to,
                                                   struct sring_registered_buf *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_registered_buf_stash(struct sring_registered_buf *buf)
    SRING_CONSUMES(*buf);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_registered_buf_claim(struct sring_registered_buf *buf)
    SRING_PRODUCES(*buf);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle, checked at run time only. */
SRING_INLINE_ struct sring_block_ *
sring_registered_buf_checked_(const struct sring_registered_buf *buf, const char *function)
{
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(buf))) {
        sring_misuse_(function, "a registered buffer that is yours",
                      "one that was given away or unregistered");
    }
    return buf->block_;
}

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *
sring_registered_buf_block_(const struct sring_registered_buf *buf, const char *function)
{
    SRING_PROVE_(buf->block_, sring_error_registered_buf_gone_);
    return sring_registered_buf_checked_(buf, function);
}

SRING_INLINE_ void sring_registered_buf_move(struct sring_registered_buf *to,
                                             struct sring_registered_buf *from)
{
    struct sring_block_ *block = sring_registered_buf_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_registered_buf_move_stash(struct sring_registered_buf *to,
                                                   struct sring_registered_buf *from)
{
    struct sring_block_ *block = sring_registered_buf_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_registered_buf_stash(struct sring_registered_buf *buf)
{
    (void)sring_registered_buf_block_(buf, __func__);
}

SRING_INLINE_ void sring_registered_buf_claim(struct sring_registered_buf *buf)
{
    SRING_LAUNDER_(buf->block_);
    (void)sring_registered_buf_block_(buf, __func__);
}

SRING_END_C_

#endif /* SRING_HANDLES_REGISTERED_BUF_H */
