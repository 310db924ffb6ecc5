/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/fiber.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_fiber and the functions that every handle has. Include sring/fiber.h instead, which
 * has the other functions.
 */
#ifndef SRING_HANDLES_FIBER_H
#define SRING_HANDLES_FIBER_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* A function of the program that runs on a stack of its own, in turns with others. It must be
 * joined, detached, or given to a scope. */
struct SRING_CAPABILITY("fiber") sring_fiber {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_fiber_gone_(void)
    SRING_PROOF_ERROR_("sring: this fiber was joined, detached, given to a scope or moved; spawn "
                       "one before it is used");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_fiber_move(struct sring_fiber *to, struct sring_fiber *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_fiber_move_stash(struct sring_fiber *to, struct sring_fiber *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_fiber_stash(struct sring_fiber *fiber) SRING_CONSUMES(*fiber);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_fiber_claim(struct sring_fiber *fiber) SRING_PRODUCES(*fiber);

/* Borrows a stashed handle, such as one in a struct that several callbacks share: operations may
 * begin on it until it is returned. A dead handle is a misuse. */
SRING_INLINE_ void sring_fiber_borrow(const struct sring_fiber *fiber) SRING_BORROWS(*fiber);

/* Ends a borrow. */
SRING_INLINE_ void sring_fiber_return(const struct sring_fiber *fiber) SRING_RETURNS(*fiber);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *sring_fiber_block_(const struct sring_fiber *fiber,
                                                      const char *function)
{
    SRING_PROVE_(fiber->block_, sring_error_fiber_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(fiber))) {
        sring_misuse_(function, "a fiber that was not joined yet",
                      "one that was joined, detached or given to a scope");
    }
    return fiber->block_;
}

SRING_INLINE_ void sring_fiber_move(struct sring_fiber *to, struct sring_fiber *from)
{
    struct sring_block_ *block = sring_fiber_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_fiber_move_stash(struct sring_fiber *to, struct sring_fiber *from)
{
    struct sring_block_ *block = sring_fiber_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_fiber_stash(struct sring_fiber *fiber)
{
    (void)sring_fiber_block_(fiber, __func__);
}

SRING_INLINE_ void sring_fiber_claim(struct sring_fiber *fiber)
{
    SRING_LAUNDER_(fiber->block_);
    (void)sring_fiber_block_(fiber, __func__);
}

SRING_INLINE_ void sring_fiber_borrow(const struct sring_fiber *fiber)
{
    (void)sring_fiber_block_(fiber, __func__);
}

SRING_INLINE_ void sring_fiber_return(const struct sring_fiber *fiber)
{
    (void)fiber;
}

SRING_END_C_

#endif /* SRING_HANDLES_FIBER_H */
