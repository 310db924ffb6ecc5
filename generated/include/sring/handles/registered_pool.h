/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/registered_pool.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_registered_pool and the functions that every handle has. Include
 * sring/registered_pool.h instead, which has the other functions.
 */
#ifndef SRING_HANDLES_REGISTERED_POOL_H
#define SRING_HANDLES_REGISTERED_POOL_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* The registration of a pool with a ring. Like a handle of the pool, it keeps the pool's memory. */
struct SRING_CAPABILITY("registered pool") sring_registered_pool {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_registered_pool_gone_(void)
    SRING_PROOF_ERROR_("sring: this registered pool was unregistered or moved; register the pool "
                       "again before its buffers are unwrapped as registered ones");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_registered_pool_move(struct sring_registered_pool *to,
                                              struct sring_registered_pool *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_registered_pool_move_stash(struct sring_registered_pool *to,
                                                    struct sring_registered_pool *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_registered_pool_stash(struct sring_registered_pool *registered)
    SRING_CONSUMES(*registered);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_registered_pool_claim(struct sring_registered_pool *registered)
    SRING_PRODUCES(*registered);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *
sring_registered_pool_block_(const struct sring_registered_pool *registered, const char *function)
{
    SRING_PROVE_(registered->block_, sring_error_registered_pool_gone_);
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(registered))) {
        sring_misuse_(function, "a registered pool", "one that was unregistered");
    }
    return registered->block_;
}

SRING_INLINE_ void sring_registered_pool_move(struct sring_registered_pool *to,
                                              struct sring_registered_pool *from)
{
    struct sring_block_ *block = sring_registered_pool_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_registered_pool_move_stash(struct sring_registered_pool *to,
                                                    struct sring_registered_pool *from)
{
    struct sring_block_ *block = sring_registered_pool_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_registered_pool_stash(struct sring_registered_pool *registered)
{
    (void)sring_registered_pool_block_(registered, __func__);
}

SRING_INLINE_ void sring_registered_pool_claim(struct sring_registered_pool *registered)
{
    SRING_LAUNDER_(registered->block_);
    (void)sring_registered_pool_block_(registered, __func__);
}

SRING_END_C_

#endif /* SRING_HANDLES_REGISTERED_POOL_H */
