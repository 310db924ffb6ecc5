/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The functions of a FILE on a ring: read, write, seek, close. The C library buffers; these move
 * its buffer. A seek is lseek(2).
 *
 * The lock of a FILE is the thread's, so it does not keep out another fiber, which may come while
 * one waits here. Its call either comes here, too, and finds the FILE in use; or it only
 * changes what is buffered, and is found out when the wait is over. The buffer is the cookie's: no
 * function of stdio frees it meanwhile.
 */
#include "api/cookie.h"

#include <sring/ops/close.h>

#include <stdio_ext.h>
#include <string.h>
#include <unistd.h>

/* Settles what a call that was left has begun. Returns the same as sring_cookie_way. */
static int enter(struct sring_cookie *cookie)
{
    const int way = sring_cookie_way(cookie);

    if (way >= 0 && !cookie->fd.word_) {
        return -EBADF; /* fclose was left */
    }
    if (way == SRING_BY_RING) {
        sring_cookie_settle(cookie);
    }
    return way;
}

/* --- other fibers -------------------------------------------------------------------------- */

/* What the calls of another fiber would change in the FILE. */
struct contents {
#if defined(__GLIBC__)
    const char *pointers[8];
#else
    size_t pending, size;
#endif
};

static void look(const struct sring_cookie *cookie, struct contents *contents)
{
    FILE *file = cookie->file;

#if defined(__GLIBC__)
    const char *const pointers[] = {file->_IO_read_ptr,  file->_IO_read_end,  file->_IO_read_base,
                                    file->_IO_write_ptr, file->_IO_write_end, file->_IO_write_base,
                                    file->_IO_buf_base,  file->_IO_buf_end};

    memcpy(contents->pointers, pointers, sizeof(pointers));
#else
    *contents = (struct contents){__fpending(file), __fbufsize(file)};
#endif
}

static void check_alone(const struct sring_cookie *cookie, const struct contents *before)
{
    struct contents now;

    look(cookie, &now);
    if (memcmp(&now, before, sizeof(now)) != 0) {
        sring_misuse_(sring_cookie_function,
                      "a FILE that no other fiber or callback uses meanwhile",
                      "one whose buffer was changed during an operation");
    }
}

/* Does one read or write, see sring_cookie_transfer. */
static int transfer(struct sring_cookie *cookie, void *data, const void *written, size_t size)
{
    struct contents before;
    int rc;

    look(cookie, &before);
    rc = sring_cookie_transfer(cookie, data, written, size);
    check_alone(cookie, &before);
    return rc;
}

/* --- transfers ------------------------------------------------------------------------------ */

static ssize_t read_file(void *arg, char *data, size_t size)
{
    struct sring_cookie *cookie = arg;
    const int error = errno;
    int rc = enter(cookie);

    if (rc == SRING_BY_RING) {
        rc = size ? transfer(cookie, data, NULL, size) : 0;
    } else if (rc == SRING_BY_CALL) {
        rc = -EBADF;
    }
    errno = rc < 0 ? -rc : error;
    return rc < 0 ? -1 : rc;
}

/* glibc does not add what a cookie writes to the position that it keeps during a seek, and would
 * then seek to a wrong one: makes it ask for the position. */
static void forget_position(FILE *file)
{
#if defined(__GLIBC__)
    file->_offset = -1;
#else
    (void)file;
#endif
}

/* Returns less than `size` after an error. */
static ssize_t write_file(void *arg, const char *data, size_t size)
{
    struct sring_cookie *cookie = arg;
    const int error = errno;
    const int way = enter(cookie);
    size_t written = way == SRING_BY_RING ? sring_cookie_written(cookie, data, size) : 0;
    int rc = way < 0 ? way : 1;

    forget_position(cookie->file);
    while (rc > 0 && written < size) {
        if (way == SRING_BY_RING) {
            cookie->offer = (struct sring_offer){data, size, written, written};
            rc = transfer(cookie, NULL, data + written, size - written);
        } else {
            ssize_t n = write(sring_cookie_raw(cookie), data + written, size - written);

            rc = n < 0 ? -errno : (int)(n < INT32_MAX ? n : INT32_MAX);
        }
        written += rc > 0 ? (size_t)rc : 0;
    }
    errno = rc < 0 ? -rc : error;
    return (ssize_t)written;
}

static int seek_file(void *arg, off_t *offset, int whence)
{
    struct sring_cookie *cookie = arg;
    /* The position of a forked child is also the parent's. A newer glibc moves it in fclose. */
    const bool is_parents = cookie->core && cookie->core->forked;
    int way = is_parents ? -EBADF : enter(cookie);
    off_t at;

    if (way < 0) {
        errno = -way;
        return -1;
    }
    at = lseek(sring_cookie_raw(cookie), *offset, whence);
    if (at < 0) {
        return -1;
    }
    cookie->at = at;
    *offset = at - (off_t)sring_cookie_ahead(cookie); /* ftell adds what is in the buffer */
    return 0;
}

/* --- the end -------------------------------------------------------------------------------- */

/* Closes the descriptor; no operation is needed. Returns 0 or -errno. */
static int close_now(int raw)
{
    sring_prepare_close(NULL, raw, 0, NULL, sring_cookie_function);
    return close(raw) ? -errno : 0;
}

struct closing {
    struct sring_cookie *cookie;
    int rc;
};

/* Begins to close, or goes on if that was left. A cancelled fiber, and one on a ring that is
 * closing, cannot begin an operation: the file is closed all the same. */
static SRING_TRUSTED unsigned close_by_ring(struct sring *ring, void *arg)
{
    struct closing *it = arg;
    struct sring_cookie *cookie = it->cookie;
    const int raw = sring_cookie_raw(cookie);
    struct sring_close_submitted inflight;
    struct sring_close_building op;

    if (cookie->fd.word_) {
        sring_cookie_settle_marked(cookie);
        sring_fd_forget_(raw);
        if (sring_close_init(ring, &op)) {
            cookie->fd.word_ = 0;
            it->rc = close_now(raw);
            return 0;
        }
        sring_keep_to_free(ring, true);
        sring_close_submit(ring, &op, &cookie->fd, &inflight);
        cookie->number = inflight.number_;
        sring_keep_to_free(ring, false);
    }
    it->rc = sring_wait_(ring, cookie->number, sring_cookie_function).result;
    cookie->number = 0;
    return 0;
}

/* The ring does not close it. */
static int close_without_ring(struct sring_cookie *cookie)
{
    const int raw = sring_cookie_raw(cookie);

    if (!cookie->fd.word_) {
        return 0; /* the ring has */
    }
    cookie->fd.word_ = 0;
    if (cookie->core && cookie->core->forked) {
        return close(raw) ? -errno : 0; /* the child's copy */
    }
    sring_fd_forget_(raw);
    return close_now(raw);
}

static int close_file(void *arg)
{
    struct sring_cookie *cookie = arg;
    struct sring_core_ *core = cookie->core;
    struct closing closing = {.cookie = cookie};
    const int error = errno;

    if ((core && core->forked) || sring_cookie_way(cookie) != SRING_BY_RING) {
        closing.rc = close_without_ring(cookie);
    } else {
        (void)sring_call_marked(core->ring, &cookie->mark, close_by_ring, &closing);
    }
    sring_cookie_detach(cookie);
    sring_cookie_free(cookie);
    errno = closing.rc < 0 ? -closing.rc : error;
    return closing.rc < 0 ? -1 : 0;
}

const cookie_io_functions_t sring_cookie_functions = {read_file, write_file, seek_file, close_file};
