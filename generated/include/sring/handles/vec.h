/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/vec.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_vec and the functions that every handle has. Include sring/vec.h instead, which has
 * the other functions.
 */
#ifndef SRING_HANDLES_VEC_H
#define SRING_HANDLES_VEC_H

#include <sring/detail/block.h>

SRING_BEGIN_C_

/* A vector that the program owns, with its buffers. */
struct SRING_CAPABILITY("buffer vector") sring_vec {
    struct sring_block_ *block_;
    SRING_REST_OF_WORD_ uint64_t token_;
};

extern void sring_error_vec_gone_(void)
    SRING_PROOF_ERROR_("sring: this vector is not yours any more; it was submitted, started, freed "
                       "or moved, and comes back from finish");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_vec_move(struct sring_vec *to, struct sring_vec *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_vec_move_stash(struct sring_vec *to, struct sring_vec *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_vec_stash(struct sring_vec *vec) SRING_CONSUMES(*vec);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_vec_claim(struct sring_vec *vec) SRING_PRODUCES(*vec);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The block of a live handle, checked at run time only. */
SRING_INLINE_ struct sring_block_ *sring_vec_checked_(const struct sring_vec *vec,
                                                      const char *function)
{
    if (SRING_UNLIKELY_(!SRING_BUF_LIVE_(vec))) {
        sring_misuse_(function, "a vector that is yours", "a vector that was given away or freed");
    }
    return vec->block_;
}

/* Private. The block of a live handle. */
SRING_INLINE_ struct sring_block_ *sring_vec_block_(const struct sring_vec *vec,
                                                    const char *function)
{
    SRING_PROVE_(vec->block_, sring_error_vec_gone_);
    return sring_vec_checked_(vec, function);
}

SRING_INLINE_ void sring_vec_move(struct sring_vec *to, struct sring_vec *from)
{
    struct sring_block_ *block = sring_vec_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_vec_move_stash(struct sring_vec *to, struct sring_vec *from)
{
    struct sring_block_ *block = sring_vec_block_(from, __func__);
    uint64_t token = from->token_;

    from->block_ = NULL;
    to->block_ = block;
    to->token_ = token;
}

SRING_INLINE_ void sring_vec_stash(struct sring_vec *vec)
{
    (void)sring_vec_block_(vec, __func__);
}

SRING_INLINE_ void sring_vec_claim(struct sring_vec *vec)
{
    SRING_LAUNDER_(vec->block_);
    (void)sring_vec_block_(vec, __func__);
}

SRING_END_C_

#endif /* SRING_HANDLES_VEC_H */
