/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The functions of a FILE on a ring: read, write, seek, close. The C library buffers; these move
 * its buffer.
 *
 * The position is that of the open file, as with any FILE: other descriptors of it (dup, a child, a
 * redirection of the shell) see it move. So a read or write has no offset, and a seek is lseek(2).
 *
 * The lock of a FILE is the thread's, so it does not keep out another fiber, which may come while
 * one waits here. Its call either comes here, too, and finds the FILE busy; or it only changes what
 * is buffered, and is found out when the wait is over. The buffer is the cookie's: no function of
 * stdio frees it meanwhile.
 */
#include "api/cookie.h"

#include <sring/ops/close.h>
#include <sring/ops/read.h>
#include <sring/ops/write.h>

#include <stdio_ext.h>
#include <string.h>
#include <unistd.h>

#define MOST ((size_t)0x7ffff000) /* bytes in one operation */

static int raw_of(const struct sring_cookie *cookie)
{
    return SRING_FD_RAW_(cookie->fd.word_);
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

/* --- operations ----------------------------------------------------------------------------- */

static void lend(const struct sring_cookie *cookie, struct sring_buf *buf, const void *data,
                 size_t size)
{
    struct sring_block_ *block = cookie->block;

    block->data_ = (unsigned char *)(uintptr_t)data;
    block->capacity_ = size < MOST ? size : MOST;
    block->length_ = (uint32_t)block->capacity_;
    buf->block_ = block;
    buf->token_ = block->owner_;
}

static SRING_TRUSTED int read_once(const struct sring_cookie *cookie, void *data, size_t size)
{
    struct sring_buf buf;

    lend(cookie, &buf, data, size);
    return sring_read_await(cookie->core->ring, &cookie->fd, &buf);
}

/* The data may be the program's, which may read it meanwhile. */
static SRING_TRUSTED int write_once(const struct sring_cookie *cookie, const void *data,
                                    size_t size)
{
    struct sring *ring = cookie->core->ring;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;
    struct sring_write_building op;
    struct sring_buf buf;
    int rc = sring_write_init(ring, &op, &cookie->fd);

    if (rc) {
        return rc;
    }
    lend(cookie, &buf, data, size);
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_unpoison(cookie->block->data_, cookie->block->capacity_);
    sring_write_wait(ring, &inflight, &done);
    return sring_write_finish(&done, &buf);
}

/* Keeps up with the position of the open file. The kernel does not move it if an operation has an
 * error behind a part that was done (seen with Linux 6.18). */
static void follow(struct sring_cookie *cookie, size_t done, size_t size, bool writes)
{
    const int raw = raw_of(cookie);

    if (writes && cookie->appends) {
        cookie->at = done < size ? lseek(raw, 0, SEEK_END) : -1;
    } else if (cookie->at >= 0 && done < size) {
        const off_t now = lseek(raw, 0, SEEK_CUR);

        cookie->at = now == cookie->at ? lseek(raw, (off_t)done, SEEK_CUR) : now;
    } else if (cookie->at >= 0) {
        cookie->at += (off_t)done;
    }
}

/* Does one read or write. Returns the number of bytes or -errno. A worker of the kernel gives up
 * with -EINTR if the process is stopped. */
static int transfer(struct sring_cookie *cookie, void *data, const void *written, size_t size)
{
    struct contents before;
    int rc;

    look(cookie, &before);
    cookie->busy = true;
    do {
        rc = data ? read_once(cookie, data, size) : write_once(cookie, written, size);
    } while (rc == -EINTR);
    cookie->busy = false;
    check_alone(cookie, &before);
    if (rc > 0) {
        follow(cookie, (size_t)rc, size, !data);
    }
    return rc;
}

static ssize_t read_file(void *arg, char *data, size_t size)
{
    struct sring_cookie *cookie = arg;
    const int error = errno;
    int rc = sring_cookie_way(cookie);

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
    size_t written = 0;
    int way = sring_cookie_way(cookie);
    int rc = way < 0 ? way : 1;

    while (rc > 0 && written < size) {
        if (way == SRING_BY_RING) {
            rc = transfer(cookie, NULL, data + written, size - written);
        } else {
            ssize_t n = write(raw_of(cookie), data + written, size - written);

            rc = n < 0 ? -errno : (int)(n < INT32_MAX ? n : INT32_MAX);
        }
        written += rc > 0 ? (size_t)rc : 0;
    }
    forget_position(cookie->file);
    errno = rc < 0 ? -rc : error;
    return (ssize_t)written;
}

static int seek_file(void *arg, off_t *offset, int whence)
{
    struct sring_cookie *cookie = arg;
    /* The position of a forked child is also the parent's. A newer glibc moves it in fclose. */
    const bool is_parents = cookie->core && cookie->core->forked;
    int way = is_parents ? -EBADF : sring_cookie_way(cookie);
    off_t at;

    if (way < 0) {
        errno = -way;
        return -1;
    }
    at = lseek(raw_of(cookie), *offset, whence);
    if (at < 0) {
        return -1;
    }
    *offset = cookie->at = at;
    return 0;
}

/* --- the end -------------------------------------------------------------------------------- */

/* Closes the descriptor; no operation is needed. Returns 0 or -errno. */
static int close_now(int raw)
{
    sring_prepare_close(NULL, raw, 0, NULL, sring_cookie_function);
    return close(raw) ? -errno : 0;
}

/* A cancelled fiber, and one on a ring that is closing, cannot begin an operation: the file is
 * closed all the same. */
static SRING_TRUSTED int close_by_ring(struct sring *ring, struct sring_fd *fd)
{
    struct sring_close_submitted inflight;
    struct sring_close_completed done;
    struct sring_close_building op;

    if (sring_close_init(ring, &op)) {
        return close_now(sring_fd_raw(fd));
    }
    sring_close_submit(ring, &op, fd, &inflight);
    sring_close_wait(ring, &inflight, &done);
    return sring_close_finish(&done);
}

static int close_file(void *arg)
{
    struct sring_cookie *cookie = arg;
    struct sring_core_ *core = cookie->core;
    const int raw = raw_of(cookie);
    const int error = errno;
    int rc;

    if (core && core->forked) {
        rc = close(raw) ? -errno : 0; /* the child's copy */
    } else {
        rc = sring_cookie_way(cookie);
        sring_fd_forget_(raw);
        cookie->busy = true;
        rc = rc == SRING_BY_RING ? close_by_ring(core->ring, &cookie->fd) : close_now(raw);
    }
    sring_cookie_detach(cookie);
    sring_cookie_free(cookie);
    errno = rc < 0 ? -rc : error;
    return rc < 0 ? -1 : 0;
}

const cookie_io_functions_t sring_cookie_functions = {read_file, write_file, seek_file, close_file};
