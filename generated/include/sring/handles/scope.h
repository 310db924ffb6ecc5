/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/scope.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_scope and the functions that every handle has. Include sring/fiber.h instead, which
 * has the other functions.
 */
#ifndef SRING_HANDLES_SCOPE_H
#define SRING_HANDLES_SCOPE_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* A group of fibers that all end before it is closed. */
struct SRING_CAPABILITY("scope") sring_scope {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_scope_gone_(void)
    SRING_PROOF_ERROR_("sring: this scope was closed or moved; open one before fibers are spawned "
                       "into it");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_scope_move(struct sring_scope *to, struct sring_scope *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_scope_move_stash(struct sring_scope *to, struct sring_scope *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_scope_stash(struct sring_scope *scope) SRING_CONSUMES(*scope);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_scope_claim(struct sring_scope *scope) SRING_PRODUCES(*scope);

/* Borrows a stashed handle, such as one in a struct that several callbacks share: operations may
 * begin on it until it is returned. A dead handle is a misuse. */
SRING_INLINE_ void sring_scope_borrow(const struct sring_scope *scope) SRING_BORROWS(*scope);

/* Ends a borrow. */
SRING_INLINE_ void sring_scope_return(const struct sring_scope *scope) SRING_RETURNS(*scope);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *sring_scope_block_(const struct sring_scope *scope,
                                                      const char *function)
{
    SRING_PROVE_(scope->block_, sring_error_scope_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(scope))) {
        sring_misuse_(function, "an open scope", "one that was closed");
    }
    return scope->block_;
}

SRING_INLINE_ void sring_scope_move(struct sring_scope *to, struct sring_scope *from)
{
    struct sring_block_ *block = sring_scope_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_scope_move_stash(struct sring_scope *to, struct sring_scope *from)
{
    struct sring_block_ *block = sring_scope_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_scope_stash(struct sring_scope *scope)
{
    (void)sring_scope_block_(scope, __func__);
}

SRING_INLINE_ void sring_scope_claim(struct sring_scope *scope)
{
    SRING_LAUNDER_(scope->block_);
    (void)sring_scope_block_(scope, __func__);
}

SRING_INLINE_ void sring_scope_borrow(const struct sring_scope *scope)
{
    (void)sring_scope_block_(scope, __func__);
}

SRING_INLINE_ void sring_scope_return(const struct sring_scope *scope)
{
    (void)scope;
}

SRING_END_C_

#endif /* SRING_HANDLES_SCOPE_H */
