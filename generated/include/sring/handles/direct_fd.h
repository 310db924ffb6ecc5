/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/direct_fd.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_direct_fd and the functions that every handle has. Include sring/direct_fd.h
 * instead, which has the other functions.
 */
#ifndef SRING_HANDLES_DIRECT_FD_H
#define SRING_HANDLES_DIRECT_FD_H

#include <sring/detail/proof.h>

SRING_BEGIN_C_

/* A file in the ring's table. */
struct SRING_CAPABILITY("direct descriptor") sring_direct_fd {
    uint64_t word_;  /* as in struct sring_fd, with the table's index for the descriptor */
    uint64_t token_; /* the table's entry for this handle; no later handle has the same one */
};

extern void sring_error_direct_fd_gone_(void)
    SRING_PROOF_ERROR_("sring: this direct descriptor was unregistered or moved; register the file "
                       "again before it is used");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_direct_fd_move(struct sring_direct_fd *to, struct sring_direct_fd *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_direct_fd_move_stash(struct sring_direct_fd *to,
                                              struct sring_direct_fd *from) SRING_CONSUMES(*from)
    SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_direct_fd_stash(struct sring_direct_fd *direct) SRING_CONSUMES(*direct);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_direct_fd_claim(struct sring_direct_fd *direct) SRING_PRODUCES(*direct);

/* Borrows a stashed handle, such as one in a struct that several callbacks share: operations may
 * begin on it until it is returned. A dead handle is a misuse. */
SRING_INLINE_ void sring_direct_fd_borrow(const struct sring_direct_fd *direct)
    SRING_BORROWS(*direct);

/* Ends a borrow. */
SRING_INLINE_ void sring_direct_fd_return(const struct sring_direct_fd *direct)
    SRING_RETURNS(*direct);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The word for an SQE; for a dead handle the kernel returns EBADF. */
SRING_INLINE_ uint64_t sring_direct_fd_word_(const struct sring_direct_fd *direct)
{
    SRING_PROVE_(direct->word_, sring_error_direct_fd_gone_);
    return direct->word_;
}

/* Private. The same for use without the kernel; reports a dead handle. */
SRING_INLINE_ uint64_t sring_direct_fd_live_word_(const struct sring_direct_fd *direct,
                                                  const char *function)
{
    uint64_t word = sring_direct_fd_word_(direct);

    if (SRING_UNLIKELY_(!word)) {
        sring_misuse_(function, "a direct descriptor that is yours", "one that was unregistered");
    }
    return word;
}

SRING_INLINE_ void sring_direct_fd_move(struct sring_direct_fd *to, struct sring_direct_fd *from)
{
    uint64_t word = sring_direct_fd_live_word_(from, __func__);

    from->word_ = 0;
    to->word_ = word;
    to->token_ = from->token_;
}

SRING_INLINE_ void sring_direct_fd_move_stash(struct sring_direct_fd *to,
                                              struct sring_direct_fd *from)
{
    uint64_t word = sring_direct_fd_live_word_(from, __func__);

    from->word_ = 0;
    to->word_ = word;
    to->token_ = from->token_;
}

SRING_INLINE_ void sring_direct_fd_stash(struct sring_direct_fd *direct)
{
    (void)sring_direct_fd_live_word_(direct, __func__);
}

SRING_INLINE_ void sring_direct_fd_claim(struct sring_direct_fd *direct)
{
    SRING_LAUNDER_(direct->word_);
    (void)sring_direct_fd_live_word_(direct, __func__);
}

SRING_INLINE_ void sring_direct_fd_borrow(const struct sring_direct_fd *direct)
{
    (void)sring_direct_fd_live_word_(direct, __func__);
}

SRING_INLINE_ void sring_direct_fd_return(const struct sring_direct_fd *direct)
{
    (void)direct;
}

SRING_END_C_

#endif /* SRING_HANDLES_DIRECT_FD_H */
