/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Opens FILEs on a ring.
 */
#include "api/cookie.h"

#include <sring/ops/openat.h>
#include <sring/stdio.h>

#include <fcntl.h>
#include <stdio_ext.h>
#include <string.h>
#include <unistd.h>

struct mode {
    char text[4]; /* for fopencookie */
    int flags;    /* for open */
};

/* As the C library does, but a file cannot have a character set. Returns 0 or -EINVAL. */
static int parse_mode(const char *text, struct mode *mode)
{
    static const struct {
        char letter;
        int flags;
    } kinds[] = {{'r', 0}, {'w', O_CREAT | O_TRUNC}, {'a', O_CREAT | O_APPEND}};
    bool updates = false;

    *mode = (struct mode){.text = {text ? text[0] : 0}};
    for (size_t i = 0; i < 3 && mode->text[0] != kinds[i].letter; i++) {
        if (i == 2) {
            return -EINVAL;
        }
    }
    for (size_t i = 0; i < 3; i++) {
        mode->flags |= mode->text[0] == kinds[i].letter ? kinds[i].flags : 0;
    }
    if (strstr(text, ",ccs=")) {
        return -EINVAL;
    }
    for (const char *next = text + 1; *next; next++) {
        updates |= *next == '+';
        mode->flags |= *next == 'x' ? O_EXCL : *next == 'e' ? O_CLOEXEC : 0;
    }
    if (updates) {
        mode->text[1] = '+';
    }
    mode->flags |= updates ? O_RDWR : mode->text[0] == 'r' ? O_RDONLY : O_WRONLY;
    return 0;
}

/* A FILE that only appends begins at the end of the file. */
static int seek_to_end(int raw, const struct mode *mode)
{
    if (mode->text[0] == 'a' && !mode->text[1] && lseek(raw, 0, SEEK_END) < 0 && errno != ESPIPE) {
        return -errno;
    }
    return 0;
}

static int open_file(struct sring *ring, int raw, int flags, const struct mode *mode, FILE **file)
{
    const int error = errno;
    struct sring_cookie *cookie = sring_cookie_new(raw, flags);

    if (!cookie) {
        return -ENOMEM;
    }
    cookie->file = fopencookie(cookie, mode->text, sring_cookie_functions);
    if (!cookie->file) {
        sring_cookie_free(cookie);
        return -ENOMEM;
    }
    (void)setvbuf(cookie->file, (char *)cookie->buffer, isatty(raw) ? _IOLBF : _IOFBF,
                  SRING_FILE_BUFFER);
    /* Only the ring's thread uses it. A call that is left would leave it locked, and fflush(NULL)
     * in another thread would wait for ever. */
    (void)__fsetlocking(cookie->file, FSETLOCKING_BYCALLER);
    sring_cookie_attach(cookie, ring->core_);
    *file = cookie->file;
    errno = error;
    return 0;
}

/* A ring with iopoll can open no file. */
static int check_ring(const struct sring *ring, const char *caller)
{
    sring_check_owner_(ring, caller);
    return ring->core_->kernel.only_transfers ? -EOPNOTSUPP : 0;
}

int sring_fdopen_(struct sring *ring, int raw, const char *text, FILE **file)
{
    struct mode mode;
    bool appends;
    int rc, flags;

    *file = NULL;
    rc = check_ring(ring, "sring_fdopen");
    rc = rc ? rc : parse_mode(text, &mode);
    if (rc) {
        return rc;
    }
    flags = fcntl(raw, F_GETFL);
    if (flags < 0) {
        return -errno;
    }
    if ((flags & O_ACCMODE) != O_RDWR && (flags & O_ACCMODE) != (mode.flags & O_ACCMODE)) {
        return -EINVAL;
    }
    appends = mode.flags & O_APPEND && !(flags & O_APPEND);
    if (appends && fcntl(raw, F_SETFL, flags | O_APPEND)) {
        return -errno;
    }
    rc = appends ? seek_to_end(raw, &mode) : 0;
    rc = rc ? rc : open_file(ring, raw, flags | mode.flags, &mode, file);
    if (rc && appends) {
        (void)fcntl(raw, F_SETFL, flags);
    }
    return rc;
}

SRING_TRUSTED int sring_fopen_(struct sring *ring, const char *path, const char *text, FILE **file)
{
    /* In a worker of the kernel: without one, a FIFO would be opened as with O_NONBLOCK. */
    static const struct sring_openat_options in_worker = {.async = true};
    struct sring_fd fd;
    struct mode mode;
    int rc;

    *file = NULL;
    rc = check_ring(ring, "sring_fopen");
    rc = rc ? rc : parse_mode(text, &mode);
    if (rc) {
        return rc;
    }
    do {
        rc = sring_openat_await_with(ring, path, (uint32_t)mode.flags, 0666, &in_worker, NULL, &fd);
    } while (rc == -EINTR);
    if (rc) {
        return rc;
    }
    rc = seek_to_end(sring_fd_raw(&fd), &mode);
    rc = rc ? rc : open_file(ring, sring_fd_raw(&fd), mode.flags, &mode, file);
    if (rc) {
        sring_fd_close(ring, &fd);
    }
    return rc;
}
