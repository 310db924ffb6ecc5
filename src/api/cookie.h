/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What a FILE on a ring has of the library: its cookie, for fopencookie(3).
 *
 * A call on a FILE may be left by longjmp, out of a callback that its wait has run. The operation
 * goes on then, and its number stays here: the next call, or fclose, cancels it and takes its
 * result. A fiber is never left, so its operation uses the memory that the C library gives. Any
 * other uses a buffer of the cookie: the memory of the program may be gone before it is over.
 */
#ifndef SRING_API_COOKIE_H
#define SRING_API_COOKIE_H

#include "api/api.h"

#include <stdio.h>

/* Bytes in the buffer of a FILE. More than the C library takes: an operation costs more than a
 * system call, above all a write that a worker of the kernel does. */
#define SRING_FILE_BUFFER 32768

/* Bytes that the C library has given to be written, until all are. */
struct sring_offer {
    const char *data; /* NULL: none */
    size_t size, done;
    size_t from; /* `done` before the operation in flight */
};

struct sring_cookie {
    struct sring_core_ *core; /* of the ring; NULL: it was closed */
    struct sring_cookie *next, **link;
    FILE *file;
    struct sring_fd fd;      /* dead once an operation closes it */
    unsigned char *buffer;   /* of the FILE */
    off_t at;                /* the position; -1: not known, or there is none */
    bool appends;            /* the file has O_APPEND */
    uintptr_t mark;          /* of the call in progress, see sring_call_marked; or 0 */
    uint64_t number;         /* of the operation in flight, or 0 */
    struct sring_buf *moves; /* what the operation has: `lent` or `own`, which is dead meanwhile */
    size_t count;            /* bytes that it moves */
    bool writes;
    struct sring_buf lent; /* has no memory of its own, but borrows that of the FILE or program */
    struct sring_buf own;  /* dead also before it is needed */
    struct sring_buf kept; /* what a read that was left has brought; dead: nothing */
    size_t kept_start, kept_end;
    struct sring_offer offer;
};

extern const char sring_cookie_function[]; /* for misuse reports */

static inline int sring_cookie_raw(const struct sring_cookie *cookie)
{
    return SRING_FD_RAW_(cookie->fd.word_);
}

/* --- cookie.c ------------------------------------------------------------------------------- */

enum {
    SRING_BY_RING,
    SRING_BY_CALL /* with a plain system call, at the end of the process */
};

/* Returns how the caller may use the file, or -EBADF. Reports a misuse if it may not. */
int sring_cookie_way(struct sring_cookie *cookie);
/* Returns a cookie for the descriptor, of no ring yet, or NULL without memory. `flags` are those of
 * the open file. */
struct sring_cookie *sring_cookie_new(int raw, int flags);
void sring_cookie_free(struct sring_cookie *cookie);
/* Frees a buffer of the cookie, unless it is dead. */
void sring_cookie_drop(struct sring_buf *buf);
/* The file is used on the ring from here on; and no more. */
void sring_cookie_attach(struct sring_cookie *cookie, struct sring_core_ *core);
void sring_cookie_detach(struct sring_cookie *cookie);

/* --- cookie_transfer.c ---------------------------------------------------------------------- */

/* Does one read into `data`, or one write of `written`, of which `data` is NULL. Returns the number
 * of bytes or -errno. */
int sring_cookie_transfer(struct sring_cookie *cookie, void *data, const void *written,
                          size_t size);
/* If a call was left: cancels its read or write, and takes the result. The second one is for a
 * caller that has the mark. */
void sring_cookie_settle(struct sring_cookie *cookie);
void sring_cookie_settle_marked(struct sring_cookie *cookie);
/* Returns how many of the bytes that the C library gives to be written were written by a call that
 * was left: it gives again what is in its buffer. */
size_t sring_cookie_written(struct sring_cookie *cookie, const char *data, size_t size);
/* Returns how many bytes the FILE still has in its buffer which were written. */
size_t sring_cookie_ahead(const struct sring_cookie *cookie);

/* --- cookie_functions.c --------------------------------------------------------------------- */

extern const cookie_io_functions_t sring_cookie_functions;

#endif /* SRING_API_COOKIE_H */
