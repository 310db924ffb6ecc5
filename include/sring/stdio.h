/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * stdio on the ring: a FILE whose reads and writes are operations of the ring. In a fiber they park
 * it, elsewhere they wait. All functions of <stdio.h> but freopen work on such a FILE as on one of
 * fopen(3); docs/STDIO.md has the differences. It buffers 32 KiB, unless setvbuf says otherwise.
 *
 * The FILE belongs to the ring, which must be used by its own thread. Close it with fclose before
 * the ring is closed: afterwards its functions fail with EBADF, and only fclose works. An fclose
 * that was left by longjmp is called again.
 */
#ifndef SRING_STDIO_H
#define SRING_STDIO_H

#include <sring/ring.h>

#include <stdio.h>

SRING_BEGIN_C_

/* Makes a FILE of an open file, which belongs to the FILE from then on: fclose closes it. `mode` is
 * that of fdopen(3), and must not ask for more than the file was opened for; "a" sets O_APPEND.
 * Returns 0, -EINVAL (the mode), -EBADF, -ENOMEM, or -EOPNOTSUPP (the ring is iopoll). After an
 * error
 * `*file` is NULL, and the caller still owns `fd`. */
SRING_COLD_ int sring_fdopen_(struct sring *ring, int raw, const char *mode, FILE **file);
SRING_INLINE_ SRING_FALLIBLE int sring_fdopen(struct sring *ring, struct sring_fd *fd,
                                              const char *mode, FILE **file) SRING_REQUIRES(*ring)
    SRING_CONSUMES_ON_SUCCESS(*fd);

/* Opens a file. `mode` is that of fopen(3), with "x" and "e"; a new file has the permissions 0666,
 * less the umask. Returns 0; or an error of sring_fdopen, of open(2) or of an operation (-EAGAIN,
 * if the ring's capacity is in use; -ECANCELED), and `*file` is NULL. */
SRING_COLD_ int sring_fopen_(struct sring *ring, const char *path, const char *mode, FILE **file);
SRING_INLINE_ SRING_FALLIBLE int sring_fopen(struct sring *ring, const char *path, const char *mode,
                                             FILE **file) SRING_REQUIRES(*ring);

/* The same in the form of fdopen(3) and fopen(3), for code that is moved over: returns NULL with
 * errno set after an error. */
SRING_INLINE_ SRING_FALLIBLE FILE *sring_fdopen_p(struct sring *ring, struct sring_fd *fd,
                                                  const char *mode) SRING_REQUIRES(*ring)
    SRING_CONSUMES_UNLESS_NULL(*fd);
SRING_INLINE_ SRING_FALLIBLE FILE *sring_fopen_p(struct sring *ring, const char *path,
                                                 const char *mode) SRING_REQUIRES(*ring);

/* --- bodies ------------------------------------------------------------------------------- */

SRING_INLINE_ int sring_fdopen(struct sring *ring, struct sring_fd *fd, const char *mode,
                               FILE **file)
{
    uint64_t word = sring_fd_live_word_(fd, __func__);
    int rc;

    SRING_PROVE_RING_(ring);
    rc = sring_fdopen_(ring, SRING_FD_RAW_(word), mode, file);
    if (!rc) {
        fd->word_ = 0;
    }
    return rc;
}

SRING_INLINE_ int sring_fopen(struct sring *ring, const char *path, const char *mode, FILE **file)
{
    SRING_PROVE_RING_(ring);
    return sring_fopen_(ring, path, mode, file);
}

SRING_INLINE_ FILE *sring_fdopen_p(struct sring *ring, struct sring_fd *fd, const char *mode)
{
    FILE *file;
    int rc = sring_fdopen(ring, fd, mode, &file);

    if (rc) {
        errno = -rc;
        return NULL;
    }
    return file;
}

SRING_INLINE_ FILE *sring_fopen_p(struct sring *ring, const char *path, const char *mode)
{
    FILE *file;
    int rc = sring_fopen(ring, path, mode, &file);

    if (rc) {
        errno = -rc;
        return NULL;
    }
    return file;
}

SRING_END_C_

#endif /* SRING_STDIO_H */
