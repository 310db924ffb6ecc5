/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/direct_fd.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_direct_fd: what every handle has. The rest is in sring/direct_fd.h, which is the
 * header to include.
 */
#ifndef SRING_HANDLES_DIRECT_FD_H
#define SRING_HANDLES_DIRECT_FD_H

#include <sring/detail/proof.h>

SRING_BEGIN_C_

/* A file in the ring's table. */
struct SRING_CAPABILITY("direct descriptor") sring_direct_fd {
    uint64_t word_;  /* as in struct sring_fd, with the table's index for the descriptor */
    uint64_t token_; /* what the table holds for this handle, and for none after it */
};

extern void sring_error_direct_fd_gone_(void)
    SRING_PROOF_ERROR_("sring: this direct descriptor was unregistered or moved; register the file "
                       "again before it is used");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_direct_fd_move(struct sring_direct_fd *to, struct sring_direct_fd *from)
    SRING_CONSUMES(*from) SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, out of the compiler's sight: move and stash in
 * one. */
SRING_INLINE_ void sring_direct_fd_move_stash(struct sring_direct_fd *to,
                                              struct sring_direct_fd *from) SRING_CONSUMES(*from);

/* Leaves the handle where it is, in a struct or an array, out of the compiler's sight. */
SRING_INLINE_ void sring_direct_fd_stash(struct sring_direct_fd *direct) SRING_CONSUMES(*direct);

/* Takes a handle that was stashed. A dead one is a misuse. */
SRING_INLINE_ void sring_direct_fd_claim(struct sring_direct_fd *direct) SRING_PRODUCES(*direct);

/* Looks at a handle that lies out of the compiler's sight, in a struct that several callbacks
 * share: operations may begin on it until it is returned. A dead one is a misuse. */
SRING_INLINE_ void sring_direct_fd_borrow(const struct sring_direct_fd *direct)
    SRING_BORROWS(*direct);

/* Says that it is not looked at any more. */
SRING_INLINE_ void sring_direct_fd_return(const struct sring_direct_fd *direct)
    SRING_RETURNS(*direct);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. What an operation puts into its SQE; the kernel answers a dead handle with EBADF. */
SRING_INLINE_ uint64_t sring_direct_fd_word_(const struct sring_direct_fd *direct)
{
    SRING_PROVE_(direct->word_, sring_error_direct_fd_gone_);
    return direct->word_;
}

/* Private. The same for what happens without the kernel; a dead handle is reported. */
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
