/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Direct descriptors: files that the kernel has looked up in advance.
 *
 * A direct descriptor names a file in the ring's own file table. Operations use it through
 * sring_OP_init_direct. sring_accept_direct, sring_openat_direct and sring_socket_direct make one.
 * The handle is unregistered exactly once, and unusable from then on.
 */
#ifndef SRING_DIRECT_FD_H
#define SRING_DIRECT_FD_H

#include <sring/fd.h>
#include <sring/handles/direct_fd.h>
#include <sring/ring.h>

SRING_BEGIN_C_

struct sring_block_;

SRING_API_ int sring_fd_register_(struct sring *ring, int raw, uint32_t *slot, uint64_t *token);
SRING_API_ void sring_direct_fd_unregister_(struct sring *ring, uint32_t slot, uint64_t token);
SRING_API_ int sring_direct_fd_replace_(struct sring *ring, uint32_t slot, uint64_t *token,
                                        int raw);

/* For operations that put a file into the table or take one out. place_ of their scratch block is
 * the slot + 1, until the slot is released or finish makes a handle. */
SRING_COLD_ int sring_direct_supported_(struct sring *ring, const char *function);
SRING_COLD_ int sring_direct_reserve_(struct sring *ring, struct sring_block_ *scratch,
                                      const char *function);
SRING_COLD_ void sring_direct_lend_(struct sring *ring, uint32_t slot, uint64_t token,
                                    struct sring_block_ *scratch, const char *function);
SRING_COLD_ void sring_direct_abandon_(struct sring *ring, struct sring_block_ *scratch,
                                       const char *function);

SRING_COLD_ __attribute__((noreturn)) void sring_direct_stale_(const struct sring *ring,
                                                               const char *function);

/* Puts a file into the ring's table. The kernel holds its own reference: `fd` may be closed.
 * Returns 0, -ENFILE (the table is full, see sring_options.direct_fds), -EMFILE (direct_fds is more
 * than RLIMIT_NOFILE), -EBADF (`fd` is not open) or -ENOMEM. */
SRING_INLINE_ SRING_FALLIBLE int sring_fd_register(struct sring *ring, const struct sring_fd *fd,
                                                   struct sring_direct_fd *direct)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*fd) SRING_PRODUCES_ON_SUCCESS(*direct);

/* Takes the file out of the table. Queued requests are handed to the kernel first, so that none of
 * them uses another file. Operations in flight keep the file until they end. */
SRING_INLINE_ void sring_direct_fd_unregister(struct sring *ring, struct sring_direct_fd *direct)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*direct);

/* Replaces the file of a direct descriptor: `from` is consumed and `to` names the new file. Queued
 * requests are handed to the kernel first; they and operations in flight keep the old file. Returns
 * 0 or -EBADF. After an error both handles are gone: the kernel has closed the old file. */
SRING_INLINE_ SRING_FALLIBLE int
sring_direct_fd_replace(struct sring *ring, struct sring_direct_fd *from, const struct sring_fd *fd,
                        struct sring_direct_fd *to) SRING_REQUIRES(*ring) SRING_CONSUMES(*from)
    SRING_REQUIRES_SHARED(*fd) SRING_PRODUCES_ON_SUCCESS(*to);

/* --- bodies ------------------------------------------------------------------------------- */

#define SRING_FIXED_FILE_ 1 /* IOSQE_FIXED_FILE */

/* Private. Reports a misuse unless the slot belongs to the handle with this token. */
SRING_INLINE_ void sring_direct_check_(const struct sring *ring, uint32_t slot, uint64_t token,
                                       const char *function)
{
    if (SRING_UNLIKELY_(slot >= ring->direct_count_ || ring->direct_tokens_[slot] != token)) {
        sring_direct_stale_(ring, function);
    }
}

SRING_INLINE_ int sring_fd_register(struct sring *ring, const struct sring_fd *fd,
                                    struct sring_direct_fd *direct)
{
    uint32_t slot = 0;
    uint64_t token = 0;
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_fd_register_(ring, sring_fd_raw(fd), &slot, &token);
    direct->word_ = sring_nothing_();
    direct->token_ = 0;
    if (!rc) {
        direct->word_ = SRING_FD_WORD_(slot, SRING_FIXED_FILE_);
        direct->token_ = token;
        SRING_PRODUCED_(direct->word_);
    }
    return rc;
}

SRING_INLINE_ void sring_direct_fd_unregister(struct sring *ring, struct sring_direct_fd *direct)
{
    uint64_t word = sring_direct_fd_live_word_(direct, __func__);

    SRING_PROVE_RING_(ring);
    sring_direct_fd_unregister_(ring, (uint32_t)SRING_FD_RAW_(word), direct->token_);
    direct->word_ = 0;
}

SRING_INLINE_ int sring_direct_fd_replace(struct sring *ring, struct sring_direct_fd *from,
                                          const struct sring_fd *fd, struct sring_direct_fd *to)
{
    uint64_t word = sring_direct_fd_live_word_(from, __func__);
    uint64_t token = from->token_;
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_direct_fd_replace_(ring, (uint32_t)SRING_FD_RAW_(word), &token, sring_fd_raw(fd));
    from->word_ = 0;
    to->word_ = sring_nothing_();
    to->token_ = 0;
    if (!rc) {
        SRING_PRODUCED_(word);
        to->word_ = word;
        to->token_ = token;
    }
    return rc;
}

SRING_END_C_

#endif /* SRING_DIRECT_FD_H */
