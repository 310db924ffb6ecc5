/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/fd.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_fd: what every handle has. The rest is in sring/fd.h, which is the header to
 * include.
 */
#ifndef SRING_HANDLES_FD_H
#define SRING_HANDLES_FD_H

#include <sring/detail/proof.h>

SRING_BEGIN_C_

/* An open file. O_NONBLOCK does not matter to operations: they wait all the same (before Linux
 * 6.1 accept may answer -EAGAIN). What makes an operation answer -EAGAIN are the flags
 * RWF_NOWAIT, which Linux 6.1 does not know for pipes and sockets (-EOPNOTSUPP), and
 * MSG_DONTWAIT. */
struct SRING_CAPABILITY("file") sring_fd {
    uint64_t word_; /* the descriptor and its flags as the SQE wants them, inverted: 0 is dead */
};

extern void sring_error_fd_gone_(void)
    SRING_PROOF_ERROR_("sring: this file is not yours any more; it was closed, released or moved; "
                       "open or adopt one before it is used");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_fd_move(struct sring_fd *to, struct sring_fd *from) SRING_CONSUMES(*from)
    SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, out of the compiler's sight: move and stash in
 * one. */
SRING_INLINE_ void sring_fd_move_stash(struct sring_fd *to, struct sring_fd *from)
    SRING_CONSUMES(*from);

/* Leaves the handle where it is, in a struct or an array, out of the compiler's sight. */
SRING_INLINE_ void sring_fd_stash(struct sring_fd *fd) SRING_CONSUMES(*fd);

/* Takes a handle that was stashed. A dead one is a misuse. */
SRING_INLINE_ void sring_fd_claim(struct sring_fd *fd) SRING_PRODUCES(*fd);

/* Looks at a handle that lies out of the compiler's sight, in a struct that several callbacks
 * share: operations may begin on it until it is returned. A dead one is a misuse. */
SRING_INLINE_ void sring_fd_borrow(const struct sring_fd *fd) SRING_BORROWS(*fd);

/* Says that it is not looked at any more. */
SRING_INLINE_ void sring_fd_return(const struct sring_fd *fd) SRING_RETURNS(*fd);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. What an operation puts into its SQE; the kernel answers a dead handle with EBADF. */
SRING_INLINE_ uint64_t sring_fd_word_(const struct sring_fd *fd)
{
    SRING_PROVE_(fd->word_, sring_error_fd_gone_);
    return fd->word_;
}

/* Private. The same for what happens without the kernel; a dead handle is reported. */
SRING_INLINE_ uint64_t sring_fd_live_word_(const struct sring_fd *fd, const char *function)
{
    uint64_t word = sring_fd_word_(fd);

    if (SRING_UNLIKELY_(!word)) {
        sring_misuse_(function, "a file that is yours", "a file that was closed or given away");
    }
    return word;
}

SRING_INLINE_ void sring_fd_move(struct sring_fd *to, struct sring_fd *from)
{
    uint64_t word = sring_fd_live_word_(from, __func__);

    from->word_ = 0;
    to->word_ = word;
}

SRING_INLINE_ void sring_fd_move_stash(struct sring_fd *to, struct sring_fd *from)
{
    uint64_t word = sring_fd_live_word_(from, __func__);

    from->word_ = 0;
    to->word_ = word;
}

SRING_INLINE_ void sring_fd_stash(struct sring_fd *fd)
{
    (void)sring_fd_live_word_(fd, __func__);
}

SRING_INLINE_ void sring_fd_claim(struct sring_fd *fd)
{
    SRING_LAUNDER_(fd->word_);
    (void)sring_fd_live_word_(fd, __func__);
}

SRING_INLINE_ void sring_fd_borrow(const struct sring_fd *fd)
{
    (void)sring_fd_live_word_(fd, __func__);
}

SRING_INLINE_ void sring_fd_return(const struct sring_fd *fd)
{
    (void)fd;
}

SRING_END_C_

#endif /* SRING_HANDLES_FD_H */
