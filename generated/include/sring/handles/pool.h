/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/pool.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_pool and the functions that every handle has. Include sring/pool.h instead, which
 * has the other functions.
 */
#ifndef SRING_HANDLES_POOL_H
#define SRING_HANDLES_POOL_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* A handle of a pool. */
struct SRING_CAPABILITY("pool") sring_pool {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_pool_gone_(void)
    SRING_PROOF_ERROR_("sring: this pool was closed; its buffers had to be put back before that");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_pool_move(struct sring_pool *to, struct sring_pool *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_pool_move_stash(struct sring_pool *to, struct sring_pool *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_pool_stash(struct sring_pool *pool) SRING_CONSUMES(*pool);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_pool_claim(struct sring_pool *pool) SRING_PRODUCES(*pool);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle, checked at run time only. */
SRING_INLINE_ struct sring_block_ *sring_pool_checked_(const struct sring_pool *pool,
                                                       const char *function)
{
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(pool))) {
        sring_misuse_(function, "an open pool", "a closed one");
    }
    return pool->block_;
}

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *sring_pool_block_(const struct sring_pool *pool,
                                                     const char *function)
{
    SRING_PROVE_(pool->block_, sring_error_pool_gone_);
    return sring_pool_checked_(pool, function);
}

SRING_INLINE_ void sring_pool_move(struct sring_pool *to, struct sring_pool *from)
{
    struct sring_block_ *block = sring_pool_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_pool_move_stash(struct sring_pool *to, struct sring_pool *from)
{
    struct sring_block_ *block = sring_pool_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_pool_stash(struct sring_pool *pool)
{
    (void)sring_pool_block_(pool, __func__);
}

SRING_INLINE_ void sring_pool_claim(struct sring_pool *pool)
{
    SRING_LAUNDER_(pool->block_);
    (void)sring_pool_block_(pool, __func__);
}

SRING_END_C_

#endif /* SRING_HANDLES_POOL_H */
