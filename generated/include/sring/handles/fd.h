/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/handles/fd.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * struct sring_fd and the functions that every handle has. Include sring/fd.h instead, which has
 * the other functions.
 */
#ifndef SRING_HANDLES_FD_H
#define SRING_HANDLES_FD_H

#include <sring/detail/proof.h>

SRING_BEGIN_C_

/* An open file. Operations ignore O_NONBLOCK and wait (before Linux 6.1 accept may return
 * -EAGAIN). Use the flag RWF_NOWAIT or MSG_DONTWAIT of the operation to get -EAGAIN instead of a
 * wait. On pipes and sockets Linux 6.1 does not support RWF_NOWAIT (-EOPNOTSUPP). */
struct SRING_CAPABILITY("file") sring_fd {
    uint64_t word_; /* the descriptor and its flags as the SQE wants them, inverted: 0 is dead */
};

extern void sring_error_fd_gone_(void)
    SRING_PROOF_ERROR_("sring: this file is not yours any more; it was closed, released or moved; "
                       "open or adopt one before it is used");

/* Moves the handle to another variable. */
SRING_INLINE_ void sring_fd_move(struct sring_fd *to, struct sring_fd *from) SRING_CONSUMES(*from)
    SRING_PRODUCES(*to);

/* Moves the handle into a struct or an array, and ends the compiler's tracking: move and stash
 * in one call. A live handle that was there is lost. */
SRING_INLINE_ void sring_fd_move_stash(struct sring_fd *to, struct sring_fd *from)
    SRING_CONSUMES(*from) SRING_EXCLUDES(*to);

/* Ends the compiler's tracking of a handle that is kept in a struct or an array. */
SRING_INLINE_ void sring_fd_stash(struct sring_fd *fd) SRING_CONSUMES(*fd);

/* Starts the tracking of a stashed handle again. A dead handle is a misuse. */
SRING_INLINE_ void sring_fd_claim(struct sring_fd *fd) SRING_PRODUCES(*fd);

/* Borrows a stashed handle, such as one in a struct that several callbacks share: operations may
 * begin on it until it is returned. A dead handle is a misuse. */
SRING_INLINE_ void sring_fd_borrow(const struct sring_fd *fd) SRING_BORROWS(*fd);

/* Ends a borrow. */
SRING_INLINE_ void sring_fd_return(const struct sring_fd *fd) SRING_RETURNS(*fd);

/* --- bodies ------------------------------------------------------------------------------- */

/* Private. The word for an SQE; for a dead handle the kernel returns EBADF. */
SRING_INLINE_ uint64_t sring_fd_word_(const struct sring_fd *fd)
{
    SRING_PROVE_(fd->word_, sring_error_fd_gone_);
    return fd->word_;
}

/* Private. The same for use without the kernel; reports a dead handle. */
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
