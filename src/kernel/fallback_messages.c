/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: sends and receives. The calls go through syscall(2), because sanitizers
 * check the memory of the functions that they know, and would report lent buffers.
 */
#include "fallback_operations.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define REPORT_USAGE 8u /* IORING_SEND_ZC_REPORT_USAGE, which is not used */
#define FIXED_BUF 4u    /* IORING_RECVSEND_FIXED_BUF */

static bool receives(const struct sring_request *request)
{
    return request->sqe.opcode == IORING_OP_RECV || request->sqe.opcode == IORING_OP_RECVMSG;
}

static uint32_t events_of(const struct sring_request *request)
{
    return !receives(request)                 ? POLLOUT
           : request->sqe.msg_flags & MSG_OOB ? POLLIN | POLLPRI
                                              : POLLIN;
}

/* A part of a datagram is all of it. */
static bool is_stream(int fd)
{
    int type = 0;
    socklen_t length = sizeof(type);

    return !getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) && type == SOCK_STREAM;
}

static ssize_t move(const struct sring_request *request, struct msghdr *message,
                    struct iovec *parts, size_t count)
{
    int flags = (int)(request->sqe.msg_flags & ~(uint32_t)MSG_WAITALL) | MSG_DONTWAIT;
    struct iovec *vector = message->msg_iov;
    size_t vector_count = message->msg_iovlen;
    ssize_t moved;

    message->msg_iov = parts;
    message->msg_iovlen = count;
    moved = receives(request) ? syscall(SYS_recvmsg, request->fd, message, flags)
                              : syscall(SYS_sendmsg, request->fd, message, flags | MSG_NOSIGNAL);
    message->msg_iov = vector;
    message->msg_iovlen = vector_count;
    return moved;
}

/* Tries once. Returns the result, or SRING_PENDING. */
static int try_once(struct sring_fallback *it, struct sring_request *request,
                    struct msghdr *message, int count)
{
    bool waits = !(request->sqe.msg_flags & MSG_DONTWAIT);
    ssize_t moved;

    if (waits && sring_fallback_is_behind(it, request, request->fd, events_of(request))) {
        return sring_fallback_wait(it, request, request->fd, events_of(request));
    }
    moved = move(request, message, it->parts, (size_t)count);
    if (moved >= 0) {
        request->moved += (uint32_t)moved;
        if (moved == 0 || !request->whole || request->moved >= request->length ||
            !is_stream(request->fd)) {
            return (int)request->moved;
        }
    } else if (errno != EAGAIN || !waits) {
        return request->moved ? (int)request->moved : -errno;
    }
    return sring_fallback_wait(it, request, request->fd, events_of(request));
}

/* Returns 0 if the kernel could send the data without a copy, or -errno. Then there will be a
 * notification, as if it had. */
static int may_lend(struct sring_request *request)
{
    int domain = AF_UNIX;
    socklen_t length = sizeof(domain);

    if (request->sqe.ioprio & ~(IORING_RECVSEND_POLL_FIRST | FIXED_BUF)) {
        return -EINVAL;
    }
    if (!getsockopt(request->fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) && domain == AF_UNIX) {
        return -EOPNOTSUPP;
    }
    request->notifies = true;
    return 0;
}

static bool is_whole(const struct sring_request *request)
{
    return request->sqe.msg_flags & MSG_WAITALL;
}

int sring_run_send(struct sring_fallback *it, struct sring_request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    struct msghdr message = {.msg_name = NULL};
    struct iovec one = {sring_pointer(sqe->addr), sqe->len};
    int rc;

    rc = sqe->opcode == IORING_OP_SEND_ZC ? may_lend(request) : 0;
    if (rc) {
        return rc;
    }
    request->whole = is_whole(request);
    return try_once(it, request, &message, sring_list_parts(it->parts, request, &one, 1));
}

int sring_run_message(struct sring_fallback *it, struct sring_request *request)
{
    struct msghdr *message = sring_pointer(request->sqe.addr);
    int rc = request->sqe.opcode == IORING_OP_SENDMSG_ZC ? may_lend(request) : 0;
    int count;

    if (rc) {
        return rc;
    }
    count = sring_list_parts(it->parts, request, message->msg_iov, message->msg_iovlen);
    if (count < 0) {
        return -EMSGSIZE;
    }
    if (!request->begun) { /* control data comes with the first part */
        request->begun = true;
        request->whole = is_whole(request) && !message->msg_controllen;
    }
    return try_once(it, request, message, count);
}

int sring_receive_into(struct sring_fallback *it, struct sring_request *request,
                       const struct iovec *buffers, size_t count)
{
    struct msghdr message = {.msg_name = NULL};

    return try_once(it, request, &message, sring_list_parts(it->parts, request, buffers, count));
}
