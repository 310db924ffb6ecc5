/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: sends and receives. The calls go through syscall(2), because sanitizers
 * check the memory of the functions that they know, and would report lent buffers.
 */
#include "fallback_operations.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
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
    if (!receives(request)) {
        return POLLOUT;
    }
    if (request->sqe.ioprio & IORING_RECV_MULTISHOT) {
        return POLLIN | POLLPRI | POLLRDHUP; /* see sring_has_received_all */
    }
    return request->sqe.msg_flags & MSG_OOB ? POLLIN | POLLPRI : POLLIN;
}

/* As in io_uring a receive goes on with the next packet. A part of a datagram is all of it. */
static bool has_more_parts(int fd)
{
    int type = 0;
    socklen_t length = sizeof(type);

    return !getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) &&
           (type == SOCK_STREAM || type == SOCK_SEQPACKET);
}

/* Control data goes with the first part only. */
static ssize_t send_message(const struct sring_request *request, const struct msghdr *message,
                            struct iovec *parts, size_t count, int flags)
{
    struct msghdr part = *message;

    part.msg_iov = parts;
    part.msg_iovlen = count;
    if (request->moved) {
        part.msg_control = NULL;
        part.msg_controllen = 0;
    }
    return syscall(SYS_sendmsg, request->fd, &part, flags);
}

static ssize_t receive_message(const struct sring_request *request, struct msghdr *message,
                               struct iovec *parts, size_t count, int flags)
{
    struct iovec *vector = message->msg_iov;
    size_t vector_count = message->msg_iovlen;
    ssize_t moved;

    message->msg_iov = parts;
    message->msg_iovlen = count;
    moved = syscall(SYS_recvmsg, request->fd, message, flags);
    message->msg_iov = vector;
    message->msg_iovlen = vector_count;
    return moved;
}

/* Without a message there is one part, and a shorter call does. */
static ssize_t move(const struct sring_request *request, struct msghdr *message,
                    struct iovec *parts, size_t count)
{
    int flags = (int)(request->sqe.msg_flags & ~(uint32_t)MSG_WAITALL) | MSG_DONTWAIT;

    flags |= receives(request) ? 0 : MSG_NOSIGNAL;
    if (message) {
        return receives(request) ? receive_message(request, message, parts, count, flags)
                                 : send_message(request, message, parts, count, flags);
    }
    return syscall(receives(request) ? SYS_recvfrom : SYS_sendto, request->fd, parts->iov_base,
                   parts->iov_len, flags, NULL, NULL);
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
            !has_more_parts(request->fd)) {
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
    struct iovec one = {sring_pointer(sqe->addr), sqe->len};
    int rc;

    rc = sqe->opcode == IORING_OP_SEND_ZC ? may_lend(request) : 0;
    if (rc) {
        return rc;
    }
    request->whole = is_whole(request);
    return try_once(it, request, NULL,
                    sring_list_parts(it->parts, &one, 1, request->moved, &request->length));
}

int sring_run_message(struct sring_fallback *it, struct sring_request *request)
{
    struct msghdr *message = sring_pointer(request->sqe.addr);
    int rc = request->sqe.opcode == IORING_OP_SENDMSG_ZC ? may_lend(request) : 0;
    int count;

    if (rc) {
        return rc;
    }
    count = sring_list_parts(it->parts, message->msg_iov, message->msg_iovlen, request->moved,
                             &request->length);
    if (count < 0) {
        return -EMSGSIZE;
    }
    if (!request->begun) { /* a receive stores the length of the control data */
        request->begun = true;
        request->whole = is_whole(request) && !(receives(request) && message->msg_controllen);
    }
    return try_once(it, request, message, count);
}

int sring_receive_into(struct sring_fallback *it, struct sring_request *request,
                       const struct iovec *buffer)
{
    return try_once(it, request, NULL,
                    sring_list_parts(it->parts, buffer, 1, request->moved, &request->length));
}

/* TCP ends a receive early only at urgent data and at the end, which epoll reports. Other sockets
 * also keep messages or descriptors apart. */
static bool takes_all(struct sring_request *request)
{
    int protocol = 0;
    char upper[16]; /* of the protocol above it, for example "tls" */
    socklen_t length = sizeof(protocol), upper_length = sizeof(upper);

    if (!request->asked) {
        request->asked = true;
        request->takes_all =
            !getsockopt(request->fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &length) &&
            protocol == IPPROTO_TCP &&
            !getsockopt(request->fd, IPPROTO_TCP, TCP_ULP, upper, &upper_length) && !upper_length;
    }
    return request->takes_all;
}

bool sring_has_received_all(struct sring_request *request, uint32_t ready, size_t room)
{
    return request->watch && ready == POLLIN && request->moved < room && takes_all(request);
}
