/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: moves data from a file to another without copying it to the program.
 */
#include "fallback_operations.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define IN_FROM_TABLE (1u << 31) /* SPLICE_F_FD_IN_FIXED */
#define KNOWN_FLAGS (IN_FROM_TABLE | SPLICE_F_MOVE | SPLICE_F_NONBLOCK | SPLICE_F_MORE | 8u)
#define RETRY_TIME UINT64_C(1000000) /* nanoseconds, when somebody else was faster */
#define SURE_OF_A_SOCKET 4096        /* what a socket that is ready takes without waiting */

static bool has_type(int fd, mode_t type)
{
    struct stat stat;

    return !fstat(fd, &stat) && (stat.st_mode & S_IFMT) == type;
}

static int move(const struct sring_request *request, size_t most)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    loff_t from = (loff_t)sqe->splice_off_in, to = (loff_t)sqe->off;
    unsigned flags = (sqe->splice_flags & ~IN_FROM_TABLE) | SPLICE_F_NONBLOCK;
    ssize_t moved = sqe->opcode == IORING_OP_TEE
                        ? tee(request->own_in, request->own, most, flags)
                        : splice(request->own_in, from == -1 ? NULL : &from, request->own,
                                 to == -1 ? NULL : &to, most, flags);

    return moved < 0 ? -errno : (int)moved;
}

static int work_splice(struct sring_request *request)
{
    int moved = move(request, request->sqe.len);

    return moved == -EAGAIN && !(request->sqe.splice_flags & SPLICE_F_NONBLOCK) ? SRING_AGAIN
                                                                                : moved;
}

static int keep_both(const struct sring_fallback *it, struct sring_request *request)
{
    int in = request->sqe.splice_fd_in;

    if (request->own >= 0) {
        return 0;
    }
    if (request->sqe.splice_flags & IN_FROM_TABLE) {
        in = (uint32_t)in < it->file_count ? it->files[in] : -1;
    }
    request->own_in = sring_fallback_dup(in);
    if (request->own_in < 0) {
        return request->own_in;
    }
    request->own = sring_fallback_dup(request->fd);
    return request->own < 0 ? request->own : 0;
}

static bool is_same_pipe(const struct sring_request *request)
{
    struct stat in, out;

    return !fstat(request->own_in, &in) && !fstat(request->own, &out) && in.st_dev == out.st_dev &&
           in.st_ino == out.st_ino;
}

/* What the call would refuse. It must not be made before both files are ready. */
static int check(const struct sring_request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    bool from_pipe = has_type(request->own_in, S_IFIFO), to_pipe = has_type(request->own, S_IFIFO);

    if (sqe->splice_flags & ~KNOWN_FLAGS) {
        return -EINVAL;
    }
    if (from_pipe && to_pipe && is_same_pipe(request)) {
        return -EINVAL;
    }
    if (sqe->opcode == IORING_OP_TEE) {
        return from_pipe && to_pipe ? 0 : -EINVAL;
    }
    if (!from_pipe && !to_pipe) {
        return -EINVAL;
    }
    return (from_pipe && (int64_t)sqe->splice_off_in != -1) || (to_pipe && (int64_t)sqe->off != -1)
               ? -ESPIPE
               : 0;
}

static int wait(struct sring_fallback *it, struct sring_request *request, int fd, uint32_t events)
{
    if (!sring_is_open_for(request->own_in, O_RDONLY) ||
        !sring_is_open_for(request->own, O_WRONLY)) {
        return -EBADF; /* it might never be ready */
    }
    return request->sqe.splice_flags & SPLICE_F_NONBLOCK
               ? -EAGAIN
               : sring_fallback_wait(it, request, fd, events);
}

/* A file that is neither is a socket or a terminal: it takes a little at a time. */
static int move_in_parts(const struct sring_request *request)
{
    uint32_t done = 0;

    do {
        uint32_t left = request->length - done;
        int moved = move(request, left < SURE_OF_A_SOCKET ? left : SURE_OF_A_SOCKET);

        if (moved <= 0) {
            return done ? (int)done : moved;
        }
        done += (uint32_t)moved;
    } while (done < request->length && sring_is_ready(request->own_in, POLLIN) &&
             sring_is_ready(request->own, POLLOUT));
    return (int)done;
}

/* In the ring's thread a file that nobody reads would raise SIGPIPE, which io_uring does not. One
 * that waits already is the program's. */
static int move_without_signal(const struct sring_request *request)
{
    static const struct timespec now = {0, 0};
    sigset_t sigpipe, before, pending;
    int moved;

    (void)sigemptyset(&sigpipe);
    (void)sigaddset(&sigpipe, SIGPIPE);
    (void)sigemptyset(&pending);
    (void)pthread_sigmask(SIG_BLOCK, &sigpipe, &before);
    if (sigismember(&before, SIGPIPE)) {
        (void)sigpending(&pending);
    }
    moved =
        has_type(request->own, S_IFIFO) ? move(request, request->length) : move_in_parts(request);
    if (moved < (int)request->length && !sigismember(&pending, SIGPIPE)) {
        (void)sigtimedwait(&sigpipe, NULL, &now);
    }
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return moved;
}

int sring_run_splice(struct sring_fallback *it, struct sring_request *request)
{
    int rc = keep_both(it, request);

    request->length = request->sqe.len;
    if (!rc && !request->length) {
        return 0;
    }
    rc = rc ? rc : check(request);
    if (rc) {
        return rc;
    }
    if (!sring_is_ready(request->own_in, POLLIN)) {
        return wait(it, request, request->own_in, POLLIN);
    }
    if (!sring_is_ready(request->own, POLLOUT)) {
        return wait(it, request, request->own, POLLOUT);
    }
    if (has_type(request->own_in, S_IFREG) || has_type(request->own, S_IFREG)) {
        return sring_fallback_give(it, request, work_splice);
    }
    rc = move_without_signal(request);
    return rc == -EAGAIN && !(request->sqe.splice_flags & SPLICE_F_NONBLOCK)
               ? sring_fallback_sleep(it, request, sring_now() + RETRY_TIME)
               : rc;
}
