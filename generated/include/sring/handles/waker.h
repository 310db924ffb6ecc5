/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/waker.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_waker and the functions that every handle has. Include sring/waker.h instead, which
 * has the other functions.
 */
#ifndef SRING_HANDLES_WAKER_H
#define SRING_HANDLES_WAKER_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* Calls a function on the ring's thread when another thread or a signal handler says so. */
struct SRING_CAPABILITY("waker") sring_waker {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_waker_gone_(void)
    SRING_PROOF_ERROR_("sring: this waker was closed or moved; open one before the ring is to be "
                       "woken");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_waker_move(struct sring_waker *to, struct sring_waker *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_waker_move_stash(struct sring_waker *to, struct sring_waker *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_waker_stash(struct sring_waker *waker) SRING_CONSUMES(*waker);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_waker_claim(struct sring_waker *waker) SRING_PRODUCES(*waker);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *sring_waker_block_(const struct sring_waker *waker,
                                                      const char *function)
{
    SRING_PROVE_(waker->block_, sring_error_waker_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(waker))) {
        sring_misuse_(function, "an open waker", "one that was closed");
    }
    return waker->block_;
}

SRING_INLINE_ void sring_waker_move(struct sring_waker *to, struct sring_waker *from)
{
    struct sring_block_ *block = sring_waker_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_waker_move_stash(struct sring_waker *to, struct sring_waker *from)
{
    struct sring_block_ *block = sring_waker_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_waker_stash(struct sring_waker *waker)
{
    (void)sring_waker_block_(waker, __func__);
}

SRING_INLINE_ void sring_waker_claim(struct sring_waker *waker)
{
    SRING_LAUNDER_(waker->block_);
    (void)sring_waker_block_(waker, __func__);
}

SRING_END_C_

#endif /* SRING_HANDLES_WAKER_H */
