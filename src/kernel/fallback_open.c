/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: opens files.
 */
#include "fallback_operations.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CACHED 0x20u                  /* RESOLVE_CACHED, Linux 5.12; missing in older headers */
#define RETRY_TIME UINT64_C(10000000) /* nanoseconds, to open a FIFO without its other end */

static struct open_how how_of(const struct io_uring_sqe *sqe)
{
    struct open_how how;

    memset(&how, 0, sizeof(how));
    if (sqe->opcode == IORING_OP_OPENAT2) {
        memcpy(&how, sring_pointer(sqe->addr2), sqe->len < sizeof(how) ? sqe->len : sizeof(how));
    } else {
        how.flags = sqe->open_flags | O_LARGEFILE; /* as io_uring, also for a program of 32 bits */
        how.mode = sqe->len;
    }
    return how;
}

static int call(const struct sring_request *request, const struct open_how *how, size_t size)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    int dir = request->own >= 0 ? request->own : sqe->fd;
    long fd =
        sqe->opcode == IORING_OP_OPENAT2 || how->resolve
            ? syscall(SYS_openat2, dir, sring_pointer(sqe->addr), how, size)
            : syscall(SYS_openat, dir, sring_pointer(sqe->addr), (long)how->flags, (long)how->mode);

    return fd < 0 ? -errno : (int)fd;
}

/* With O_NONBLOCK the call does not wait for a FIFO's other end. */
static int open_now(const struct sring_request *request, bool cached)
{
    struct open_how how = how_of(&request->sqe);
    bool clears = !(how.flags & (O_NONBLOCK | O_PATH));
    int fd;

    how.flags |= clears ? O_NONBLOCK : 0;
    how.resolve |= cached ? CACHED : 0;
    fd = call(request, &how, cached ? sizeof(how) : request->sqe.len);
    if (fd >= 0 && clears) {
        (void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    }
    return fd;
}

/* Besides a FIFO without a reader a local socket and a device without driver give ENXIO. */
static bool is_fifo(const struct sring_request *request)
{
    const struct open_how wanted = how_of(&request->sqe);
    const struct open_how how = {.flags = O_PATH | O_CLOEXEC | (wanted.flags & O_NOFOLLOW),
                                 .resolve = wanted.resolve};
    int fd = call(request, &how, sizeof(how));
    struct stat stat;
    bool is = fd >= 0 && !fstat(fd, &stat) && S_ISFIFO(stat.st_mode);

    if (fd >= 0) {
        (void)close(fd);
    }
    return is;
}

/* io_uring waits for the other end of a FIFO in a worker, otherwise it does not. */
static bool waits_for_others(const struct sring_request *request)
{
    const struct open_how how = how_of(&request->sqe);

    return !(how.flags & (O_NONBLOCK | O_PATH)) && !(how.resolve & CACHED) &&
           (how.flags & (O_CREAT | O_TRUNC) || request->sqe.flags & IOSQE_ASYNC);
}

static int work_open(struct sring_request *request)
{
    request->opened = open_now(request, false);
    if (request->opened == -ENXIO && waits_for_others(request) && is_fifo(request)) {
        request->opened = -EAGAIN;
    }
    request->begun = true;
    return SRING_AGAIN; /* the table of files is the ring's thread's */
}

void sring_keep_directory(struct sring_request *request)
{
    if (request->own < 0 && request->sqe.fd >= 0) {
        request->own = sring_fallback_dup(request->sqe.fd); /* negative: the path is absolute */
    }
}

/* What needs no disk, creates nothing and is not odd is opened at once. */
static int open_cached(const struct sring_request *request)
{
    const struct open_how how = how_of(&request->sqe);

    if (how.flags & (O_CREAT | O_TRUNC | O_TMPFILE | O_PATH) || how.resolve || how.mode ||
        request->sqe.flags & IOSQE_ASYNC) {
        return -EAGAIN;
    }
    return open_now(request, true);
}

/* Nothing but a tee tells whether an empty FIFO has a writer, without taking what it writes. */
static bool has_writer(int fifo)
{
    int ends[2];
    bool has;

    if (sring_is_ready(fifo, POLLIN) || pipe2(ends, O_CLOEXEC)) {
        return true;
    }
    has = tee(fifo, ends[1], 1, SPLICE_F_NONBLOCK) != 0;
    (void)close(ends[0]);
    (void)close(ends[1]);
    return has;
}

static bool is_alone(int fd)
{
    struct stat stat;

    return !fstat(fd, &stat) && S_ISFIFO(stat.st_mode) &&
           (fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDONLY && !has_writer(fd);
}

static int take(struct sring_fallback *it, struct sring_request *request, int fd)
{
    if (fd >= 0 && waits_for_others(request) && is_alone(fd)) {
        request->opened = fd;
        return sring_fallback_sleep(it, request, sring_now() + RETRY_TIME);
    }
    request->opened = -1;
    return fd < 0 ? fd : sring_fallback_install(it, request, fd);
}

int sring_run_open(struct sring_fallback *it, struct sring_request *request)
{
    const struct open_how how = how_of(&request->sqe);
    int fd;

    if (request->sqe.file_index && how.flags & O_CLOEXEC) {
        return -EINVAL;
    }
    if (request->opened >= 0) {
        return take(it, request, request->opened);
    }
    if (request->begun) {
        fd = request->opened;
        request->begun = false;
        if (fd == -EAGAIN) {
            return how.flags & O_NONBLOCK || how.resolve & CACHED
                       ? fd
                       : sring_fallback_sleep(it, request, sring_now() + RETRY_TIME);
        }
        return take(it, request, fd);
    }
    fd = open_cached(request);
    if (fd == -EAGAIN || fd == -ENOSYS || fd == -EPERM || fd == -EINVAL) {
        sring_keep_directory(request);
        return sring_fallback_give(it, request, work_open);
    }
    return take(it, request, fd);
}
