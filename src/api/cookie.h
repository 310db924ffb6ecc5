/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What a FILE on a ring has of the library: its cookie, for fopencookie(3).
 */
#ifndef SRING_API_COOKIE_H
#define SRING_API_COOKIE_H

#include "api/api.h"

#include <stdio.h>

/* Bytes in the buffer of a FILE. More than the C library takes: an operation costs more than a
 * system call, above all a write that a worker of the kernel does. */
#define SRING_FILE_BUFFER 32768

struct sring_cookie {
    struct sring_core_ *core; /* of the ring; NULL: it was closed */
    struct sring_cookie *next, **link;
    FILE *file;
    struct sring_fd fd;
    struct sring_block_ *block; /* for the memory of an operation */
    unsigned char *buffer;      /* of the FILE */
    off_t at;                   /* the position; -1: not known, or there is none */
    bool appends;               /* the file has O_APPEND */
    bool busy;                  /* an operation is in flight */
};

extern const char sring_cookie_function[]; /* for misuse reports */

/* --- cookie.c ------------------------------------------------------------------------------- */

enum {
    SRING_BY_RING,
    SRING_BY_CALL /* with a plain system call, at the end of the process */
};

/* Returns how the caller may use the file, or -EBADF. Reports a misuse if it may not. */
int sring_cookie_way(const struct sring_cookie *cookie);
/* Returns a cookie for the descriptor, of no ring yet, or NULL without memory. `flags` are those of
 * the open file. */
struct sring_cookie *sring_cookie_new(int raw, int flags);
void sring_cookie_free(struct sring_cookie *cookie);
/* The file is used on the ring from here on; and no more. */
void sring_cookie_attach(struct sring_cookie *cookie, struct sring_core_ *core);
void sring_cookie_detach(struct sring_cookie *cookie);

/* --- cookie_functions.c --------------------------------------------------------------------- */

extern const cookie_io_functions_t sring_cookie_functions;

#endif /* SRING_API_COOKIE_H */
