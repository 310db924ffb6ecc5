/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Requests of the simulated kernel that are one system call.
 */
#include "simulated.h"

#include <linux/openat2.h>
#include <stdio.h>
#include <sys/syscall.h>

static void *pointer(uint64_t address)
{
    return (void *)(uintptr_t)address;
}

static int result_of(int rc)
{
    return rc < 0 ? -errno : rc;
}

int run_nop(struct simulated *it, struct request *request)
{
    (void)it;
    (void)request;
    return 0;
}

int run_fsync(struct simulated *it, struct request *request)
{
    (void)it;
    if (request->sqe.fsync_flags & ~IORING_FSYNC_DATASYNC) {
        return -EINVAL;
    }
    return result_of(request->sqe.fsync_flags & IORING_FSYNC_DATASYNC ? fdatasync(request->fd)
                                                                      : fsync(request->fd));
}

int run_fallocate(struct simulated *it, struct request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;

    (void)it;
    return result_of(fallocate(request->fd, (int)sqe->len, (off_t)sqe->off, (off_t)sqe->addr));
}

int run_mkdirat(struct simulated *it, struct request *request)
{
    (void)it;
    return result_of(mkdirat(request->sqe.fd, pointer(request->sqe.addr), request->sqe.len));
}

int run_renameat(struct simulated *it, struct request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;

    (void)it;
    /* A C library need not have this call. */
    return result_of((int)syscall(SYS_renameat2, sqe->fd, pointer(sqe->addr), (int)sqe->len,
                                  pointer(sqe->addr2), sqe->rename_flags));
}

int run_unlinkat(struct simulated *it, struct request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;

    (void)it;
    return result_of(unlinkat(sqe->fd, pointer(sqe->addr), (int)sqe->unlink_flags));
}

int run_statx(struct simulated *it, struct request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;

    (void)it;
    return result_of(
        statx(sqe->fd, pointer(sqe->addr), (int)sqe->statx_flags, sqe->len, pointer(sqe->addr2)));
}

int run_shutdown(struct simulated *it, struct request *request)
{
    (void)it;
    return result_of(shutdown(request->fd, (int)request->sqe.len));
}

/* --- opening and closing files --------------------------------------------------------------- */

int run_close(struct simulated *it, struct request *request)
{
    uint32_t slot = request->sqe.file_index;

    if (!slot) {
        return result_of(close(request->sqe.fd));
    }
    if (slot > it->file_count || it->files[slot - 1] < 0) {
        return -EBADF;
    }
    return put_file(it, slot - 1, -1);
}

/* Opening a FIFO waits for its other end. */
int run_openat(struct simulated *it, struct request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    int flags = (int)sqe->open_flags;
    int fd;

    if (sqe->file_index && flags & O_CLOEXEC) {
        return -EINVAL;
    }
    fd = openat(sqe->fd, pointer(sqe->addr), flags | O_NONBLOCK, sqe->len);
    if (fd < 0) {
        return errno == ENXIO && flags & O_CREAT && !(flags & O_NONBLOCK) ? PENDING : -errno;
    }
    if (!(flags & O_NONBLOCK)) {
        (void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    }
    return install(it, request, fd);
}

/* For descriptors only; the library has no openat2 for its table. */
int run_openat2(struct simulated *it, struct request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    struct open_how how;
    long fd;

    memset(&how, 0, sizeof(how));
    memcpy(&how, pointer(sqe->addr2), sqe->len);
    fd = syscall(SYS_openat2, sqe->fd, pointer(sqe->addr), &how, sqe->len);
    return fd < 0 ? -errno : install(it, request, (int)fd);
}

int run_socket(struct simulated *it, struct request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    int fd;

    if (sqe->rw_flags || (sqe->file_index && sqe->off & SOCK_CLOEXEC)) {
        return -EINVAL;
    }
    fd = socket(sqe->fd, (int)sqe->off, (int)sqe->len);
    return fd < 0 ? -errno : install(it, request, fd);
}

int run_pipe(struct simulated *it, struct request *request)
{
    (void)it;
    return request->sqe.file_index
               ? -EINVAL
               : result_of(pipe2(pointer(request->sqe.addr), (int)request->sqe.rw_flags));
}

/* --- from a file to another ------------------------------------------------------------------ */

static bool is_ready(int fd, short events)
{
    struct pollfd file = {.fd = fd, .events = events};

    return poll(&file, 1, 0) != 0;
}

int run_splice(struct simulated *it, struct request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    loff_t from = (loff_t)sqe->splice_off_in, to = (loff_t)sqe->off;
    unsigned flags = sqe->splice_flags | SPLICE_F_NONBLOCK;
    ssize_t moved;

    (void)it;
    if (!is_ready(sqe->splice_fd_in, POLLIN) || !is_ready(request->fd, POLLOUT)) {
        return PENDING;
    }
    moved = splice(sqe->splice_fd_in, from == -1 ? NULL : &from, request->fd, to == -1 ? NULL : &to,
                   sqe->len, flags);
    return result_of((int)moved);
}

int run_tee(struct simulated *it, struct request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;

    (void)it;
    if (!is_ready(sqe->splice_fd_in, POLLIN) || !is_ready(request->fd, POLLOUT)) {
        return PENDING;
    }
    return result_of(
        (int)tee(sqe->splice_fd_in, request->fd, sqe->len, sqe->splice_flags | SPLICE_F_NONBLOCK));
}

/* --- connections ----------------------------------------------------------------------------- */

static int accept_one(struct simulated *it, struct request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    int flags, fd;

    if (sqe->file_index && sqe->accept_flags & SOCK_CLOEXEC) {
        return -EINVAL;
    }
    flags = begin_nonblocking(request->fd);
    fd = accept4(request->fd, pointer(sqe->addr), pointer(sqe->addr2), (int)sqe->accept_flags);
    end_nonblocking(request->fd, flags);
    if (fd < 0) {
        return errno == EAGAIN ? PENDING : -errno;
    }
    return install(it, request, fd);
}

int run_accept(struct simulated *it, struct request *request)
{
    bool repeats = request->sqe.ioprio & IORING_ACCEPT_MULTISHOT;

    for (;;) {
        int result = accept_one(it, request);

        if (!repeats || result < 0 || ends_early(it)) {
            return result;
        }
        hold_item(it, request, result, 0);
        if (!chance(4)) {
            request->at = soon(1, 60);
            return PENDING;
        }
    }
}

/* A second call returns the outcome of the first one. */
static int connect_once(const struct request *request)
{
    int flags = begin_nonblocking(request->fd);
    int rc = connect(request->fd, pointer(request->sqe.addr), (socklen_t)request->sqe.off);

    end_nonblocking(request->fd, flags);
    return rc && request->connecting && errno == EISCONN ? 0 : result_of(rc);
}

int run_connect(struct simulated *it, struct request *request)
{
    int rc = connect_once(request);

    (void)it;
    if (rc == -EINPROGRESS) {
        struct pollfd file = {.fd = request->fd, .events = POLLOUT};

        request->connecting = true;
        rc = poll(&file, 1, 0) ? connect_once(request) : rc;
    }
    return rc == -EINPROGRESS || rc == -EALREADY || rc == -EAGAIN ? PENDING : rc;
}
