/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Files: open file descriptors that the program owns.
 *
 * Descriptors are numbers, which are reused. So the use of a copied handle after the file was
 * closed is not detected at run time; the compiler detects it.
 */
#ifndef SRING_FD_H
#define SRING_FD_H

#include <sring/handles/fd.h>

SRING_BEGIN_C_

struct sring;

/* Takes over an open descriptor, which must be >= 0 and must not be closed by anyone else. A
 * negative one is a misuse; in a development build also one that already has a handle. */
SRING_INLINE_ void sring_fd_adopt(struct sring_fd *fd, int raw) SRING_PRODUCES(*fd);

/* Returns the descriptor, which the caller must close. Makes the same preparations as
 * sring_fd_close, for all rings of the calling thread. */
SRING_API_ int sring_fd_release_(int raw);
SRING_INLINE_ int sring_fd_release(struct sring_fd *fd) SRING_CONSUMES(*fd);

/* Closes the file, and makes sure that no operation on a ring of the calling thread uses another
 * file with the same number. Queued requests are handed to the kernel first. Operations in flight
 * are not cancelled: they keep the file open until they end. Some operations look up the file in a
 * worker (fsync, fallocate, shutdown, splice, tee, those relative to a directory): these are waited
 * for. Cancel a splice or tee first if its data may never come.
 *
 * It is a misuse if an operation of a batch still uses the file: one that has not begun, or that is
 * linked to its predecessor and not done. Rings of other threads must be done with the file. */
SRING_API_ void sring_fd_close_(struct sring *ring, int raw);
SRING_INLINE_ void sring_fd_close(struct sring *ring, struct sring_fd *fd) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*fd);

/* The same without a system call of its own: an operation closes the file when the kernel is
 * entered next. If no operation can be begun, the file is closed at once. */
SRING_COLD_ void sring_fd_close_later_(struct sring *ring, int raw);
SRING_INLINE_ void sring_fd_close_later(struct sring *ring, struct sring_fd *fd)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*fd);

/* Returns the descriptor, for system calls that the library does not wrap. The handle keeps it. */
SRING_INLINE_ int sring_fd_raw(const struct sring_fd *fd) SRING_REQUIRES_SHARED(*fd);

/* --- bodies ------------------------------------------------------------------------------- */

/* The word of a handle is the first word of an SQE (opcode, flags, ioprio, fd) with the bits of the
 * descriptor inverted. So an all-zero handle means descriptor -1: EBADF. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define SRING_HEAD_(opcode, flags, ioprio, fd)                                                     \
    ((uint64_t)(uint8_t)(opcode) | (uint64_t)(uint8_t)(flags) << 8 |                               \
     (uint64_t)(uint16_t)(ioprio) << 16 | (uint64_t)(uint32_t)(fd) << 32)
#define SRING_HEAD_OPCODE_(head) ((uint8_t)(head))
#define SRING_HEAD_FLAGS_(head) ((uint8_t)((head) >> 8))
#define SRING_HEAD_FD_(head) ((int32_t)((head) >> 32))
#else
#define SRING_HEAD_(opcode, flags, ioprio, fd)                                                     \
    ((uint64_t)(uint8_t)(opcode) << 56 | (uint64_t)(uint8_t)(flags) << 48 |                        \
     (uint64_t)(uint16_t)(ioprio) << 32 | (uint64_t)(uint32_t)(fd))
#define SRING_HEAD_OPCODE_(head) ((uint8_t)((head) >> 56))
#define SRING_HEAD_FLAGS_(head) ((uint8_t)((head) >> 48))
#define SRING_HEAD_FD_(head) ((int32_t)(head))
#endif

#define SRING_ASYNC_ 16 /* IOSQE_ASYNC */
#define SRING_FD_WORD_(fd, flags) SRING_HEAD_(0, flags, 0, ~(uint32_t)(fd))
#define SRING_FD_RAW_(word) SRING_HEAD_FD_(~(word))

/* Private. Development builds record each descriptor that has a handle, and the call that made
 * it. */
SRING_COLD_ void sring_fd_track_(int raw, bool adopted);
SRING_COLD_ void sring_fd_forget_(int raw);
#if defined(SRING_DEVELOPMENT)
#define SRING_FD_TRACK_(raw, adopted) sring_fd_track_(raw, adopted)
#define SRING_FD_FORGET_(raw) sring_fd_forget_(raw)
#else
#define SRING_FD_TRACK_(raw, adopted) ((void)(adopted))
#define SRING_FD_FORGET_(raw) ((void)0)
#endif

/* Private. Makes the first handle of a descriptor, adopted or made by the kernel. */
SRING_INLINE_ void sring_fd_own_(struct sring_fd *fd, int raw, bool adopted)
{
    SRING_FD_TRACK_(raw, adopted);
    fd->word_ = SRING_FD_WORD_(raw, 0);
    SRING_PRODUCED_(fd->word_);
}

SRING_INLINE_ void sring_fd_adopt(struct sring_fd *fd, int raw)
{
    if (SRING_UNLIKELY_(raw < 0)) {
        sring_misuse_(__func__, "an open file descriptor", "a negative number");
    }
    sring_fd_own_(fd, raw, true);
}

SRING_INLINE_ int sring_fd_release(struct sring_fd *fd)
{
    int raw = sring_fd_release_(SRING_FD_RAW_(sring_fd_live_word_(fd, __func__)));

    SRING_FD_FORGET_(raw);
    fd->word_ = 0;
    return raw;
}

SRING_INLINE_ void sring_fd_close(struct sring *ring, struct sring_fd *fd)
{
    uint64_t word = sring_fd_live_word_(fd, __func__);

    sring_fd_close_(ring, SRING_FD_RAW_(word));
    fd->word_ = 0;
}

SRING_INLINE_ void sring_fd_close_later(struct sring *ring, struct sring_fd *fd)
{
    uint64_t word = sring_fd_live_word_(fd, __func__);

    sring_fd_close_later_(ring, SRING_FD_RAW_(word));
    fd->word_ = 0;
}

SRING_INLINE_ int sring_fd_raw(const struct sring_fd *fd)
{
    return SRING_FD_RAW_(sring_fd_live_word_(fd, __func__));
}

SRING_END_C_

#endif /* SRING_FD_H */
