/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: reads and writes of files. First a call with RWF_NOWAIT. If that would
 * wait, the request waits for the file, or a worker makes the call: nobody can wait for a regular
 * file. Terminals and some devices have no RWF_NOWAIT. Those are called when they are ready.
 */
#include "fallback_operations.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#define SURE_OF_A_PIPE 4096    /* PIPE_BUF: what a pipe that is ready takes without waiting */
#define SURE_OF_A_TERMINAL 256 /* the same of a terminal */
#define SECTOR 512             /* transfers with O_DIRECT are multiples of it */
#define AT_POSITION (-1)

static bool reads(const struct sring_request *request)
{
    return request->sqe.opcode == IORING_OP_READ || request->sqe.opcode == IORING_OP_READV ||
           request->sqe.opcode == IORING_OP_READ_FIXED ||
           request->sqe.opcode == SRING_CODE_READ_MULTISHOT;
}

static uint32_t events_of(const struct sring_request *request)
{
    return reads(request) ? POLLIN : POLLOUT;
}

static bool may_wait(const struct sring_request *request)
{
    return !((uint32_t)request->sqe.rw_flags & RWF_NOWAIT);
}

static int64_t offset_of(const struct sring_request *request)
{
    int64_t offset = (int64_t)request->sqe.off;

    return offset == AT_POSITION ? offset : offset + (int64_t)request->moved;
}

/* One call. A file without offsets ignores them, as in io_uring. */
static ssize_t call(const struct sring_request *request, const struct iovec *parts, int count,
                    int more_flags)
{
    const bool in = reads(request);
    const int flags = (int)request->sqe.rw_flags | more_flags;
    const int64_t offset = offset_of(request);
    ssize_t moved;

    /* With io_uring a socket is called also for nothing: it may send an empty datagram. */
    if (!in && !request->length) {
        moved = sring_socket_call(request->fd, in, NULL, 0);
        if (moved >= 0 || errno != ENOTSOCK) {
            return moved;
        }
    }
    moved = sring_vector_call(request->fd, in, parts, count, offset, flags);
    if (moved < 0 && errno == ESPIPE && offset != AT_POSITION) {
        moved = sring_vector_call(request->fd, in, parts, count, AT_POSITION, flags);
    }
    return moved;
}

static int result_of(const struct sring_request *request, ssize_t moved)
{
    if (request->moved) {
        return (int)request->moved + (moved > 0 ? (int)moved : 0);
    }
    return moved < 0 ? -errno : (int)moved;
}

/* --- in a worker ---------------------------------------------------------------------------- */

static int work_all(struct sring_request *request)
{
    struct iovec parts[SRING_MOST_PARTS];

    for (;;) {
        ssize_t moved = call(request, parts, sring_list_buffers(parts, request), 0);

        if (moved <= 0 || request->moved + (uint32_t)moved >= request->length) {
            return result_of(request, moved);
        }
        request->moved += (uint32_t)moved;
    }
}

/* What uses the position of a file, or its end, keeps the order of the requests. */
static bool is_ordered(const struct sring_request *request)
{
    return (int64_t)request->sqe.off == AT_POSITION ||
           (!reads(request) && ((uint32_t)request->sqe.rw_flags & RWF_APPEND ||
                                fcntl(request->fd, F_GETFL) & O_APPEND));
}

/* Other writes of one file would only wait for its lock, unless it is open with O_DIRECT. */
static bool is_alone(const struct sring_request *request)
{
    return is_ordered(request) || (!reads(request) && !(fcntl(request->fd, F_GETFL) & O_DIRECT));
}

static int give(struct sring_fallback *it, struct sring_request *request)
{
    return is_alone(request) ? sring_fallback_give_ordered(it, request, work_all)
                             : sring_fallback_give(it, request, work_all);
}

/* --- files without RWF_NOWAIT --------------------------------------------------------------- */

enum kind {
    WORKS, /* regular files, directories, block devices */
    SOCKET,
    PIPE,
    TERMINAL,
    OTHER,
};

static enum kind kind_of(int fd, struct stat *stat)
{
    if (fstat(fd, stat)) {
        return OTHER;
    }
    switch (stat->st_mode & S_IFMT) {
    case S_IFREG:
    case S_IFDIR:
    case S_IFBLK:
        return WORKS;
    case S_IFSOCK:
        return SOCKET;
    case S_IFIFO:
        return PIPE;
    default:
        return isatty(fd) ? TERMINAL : OTHER;
    }
}

/* Shortens a vector to this many bytes. Returns the number of its parts. */
static int shorten(struct iovec *parts, int count, size_t most)
{
    for (int i = 0; i < count; i++) {
        if (most <= parts[i].iov_len) {
            parts[i].iov_len = most;
            return i + 1;
        }
        most -= parts[i].iov_len;
    }
    return count;
}

/* Calls a file that is ready with what it takes without waiting. */
static ssize_t call_ready(struct sring_fallback *it, struct sring_request *request, int count,
                          enum kind kind)
{
    if (kind == SOCKET) {
        return sring_socket_call(request->fd, reads(request), it->parts, count);
    }
    if (!reads(request) && (kind == PIPE || kind == TERMINAL)) {
        count = shorten(it->parts, count, kind == PIPE ? SURE_OF_A_PIPE : SURE_OF_A_TERMINAL);
    }
    return call(request, it->parts, count, 0);
}

/* The buffers of the request again, without the bytes that were moved. */
static int list_again(struct sring_fallback *it, struct sring_request *request, int count)
{
    return request->sqe.flags & IOSQE_BUFFER_SELECT ? count
                                                    : sring_list_buffers(it->parts, request);
}

static int move_when_ready(struct sring_fallback *it, struct sring_request *request, int count)
{
    struct stat stat;
    enum kind kind = kind_of(request->fd, &stat);

    if (!sring_is_open_for(request->fd, reads(request) ? O_RDONLY : O_WRONLY)) {
        return -EBADF; /* it might never be ready */
    }
    if (kind == WORKS && may_wait(request) && !(request->sqe.flags & IOSQE_BUFFER_SELECT)) {
        return give(it, request);
    }
    while (kind == WORKS || sring_is_ready(request->fd, (short)events_of(request))) {
        ssize_t moved = call_ready(it, request, count, kind);

        if (moved < 0 && errno == EAGAIN && may_wait(request)) {
            break; /* somebody else was faster */
        }
        if (moved <= 0 || reads(request) || request->moved + (uint32_t)moved >= request->length) {
            return result_of(request, moved);
        }
        request->moved += (uint32_t)moved;
        count = list_again(it, request, count);
    }
    if (request->moved && kind != TERMINAL) {
        return (int)request->moved;
    }
    return may_wait(request) ? sring_fallback_wait(it, request, request->fd, events_of(request))
                             : -EAGAIN;
}

/* --- one try -------------------------------------------------------------------------------- */

/* With O_DIRECT a call with RWF_NOWAIT waits for the disk all the same. */
static bool is_direct(const struct sring_request *request)
{
    struct stat stat;

    return request->length && request->length % SECTOR == 0 && may_wait(request) &&
           !(request->sqe.flags & IOSQE_BUFFER_SELECT) && fcntl(request->fd, F_GETFL) & O_DIRECT &&
           kind_of(request->fd, &stat) == WORKS;
}

static bool has_rest(const struct sring_request *request, ssize_t moved)
{
    struct stat stat;
    int64_t end;

    if (moved <= 0 || (uint32_t)moved >= request->length || !may_wait(request) ||
        request->sqe.flags & IOSQE_BUFFER_SELECT || kind_of(request->fd, &stat) != WORKS) {
        return false;
    }
    end = (int64_t)request->sqe.off == AT_POSITION ? lseek(request->fd, 0, SEEK_CUR)
                                                   : offset_of(request) + (int64_t)moved;
    return !reads(request) || !S_ISREG(stat.st_mode) || end < stat.st_size;
}

static int try_once(struct sring_fallback *it, struct sring_request *request, int count)
{
    ssize_t moved;
    int rc;

    if (count < 0) {
        return count;
    }
    if (may_wait(request)) {
        if (sring_fallback_is_behind(it, request, request->fd, events_of(request))) {
            return sring_fallback_wait(it, request, request->fd, events_of(request));
        }
        if (it->ordered && is_ordered(request) && sring_fallback_has_ordered(it, request)) {
            return give(it, request);
        }
    }
    if (is_direct(request)) {
        return give(it, request);
    }
    moved = request->plain ? -1 : call(request, it->parts, count, RWF_NOWAIT);
    if (request->plain || (moved < 0 && errno == EOPNOTSUPP)) {
        request->plain = true;
        return move_when_ready(it, request, count);
    }
    if (has_rest(request, moved)) {
        request->moved = (uint32_t)moved;
        return give(it, request);
    }
    if (moved >= 0 || errno != EAGAIN || !may_wait(request)) {
        return result_of(request, moved);
    }
    rc = sring_fallback_wait(it, request, request->fd, events_of(request));
    return rc == -EPERM ? move_when_ready(it, request, count) : rc;
}

static bool is_registered(const struct sring_fallback *it, const struct io_uring_sqe *sqe)
{
    const struct iovec *slot = &it->buffers[sqe->buf_index];

    return sqe->buf_index < it->buffer_count && sqe->addr >= (uintptr_t)slot->iov_base &&
           sqe->addr + sqe->len <= (uintptr_t)slot->iov_base + slot->iov_len;
}

int sring_run_transfer(struct sring_fallback *it, struct sring_request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;

    if ((uint32_t)sqe->rw_flags & RWF_HIPRI) {
        return -EINVAL; /* only with IOPOLL */
    }
    if ((sqe->opcode == IORING_OP_READ_FIXED || sqe->opcode == IORING_OP_WRITE_FIXED) &&
        !is_registered(it, sqe)) {
        return -EFAULT;
    }
    return try_once(it, request, sring_list_buffers(it->parts, request));
}

int sring_read_into(struct sring_fallback *it, struct sring_request *request,
                    const struct iovec *buffer)
{
    return try_once(it, request,
                    sring_list_parts(it->parts, buffer, 1, request->moved, &request->length));
}
