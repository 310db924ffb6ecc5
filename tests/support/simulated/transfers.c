/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Requests of the simulated kernel that move bytes. They call syscall(2): a sanitizer checks the
 * memory of the functions that it knows, and would report the program's lent buffers.
 */
#include "simulated.h"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>

bool simulated_shortens;

static struct iovec parts[SRING_MOST_PARTS];

static bool is_socket(uint8_t opcode)
{
    return opcode == IORING_OP_RECV || opcode == IORING_OP_SEND || opcode == IORING_OP_RECVMSG ||
           opcode == IORING_OP_SENDMSG || opcode == IORING_OP_SEND_ZC ||
           opcode == IORING_OP_SENDMSG_ZC;
}

static bool is_read(uint8_t opcode)
{
    return opcode == IORING_OP_READ || opcode == IORING_OP_READV ||
           opcode == IORING_OP_READ_FIXED || opcode == IORING_OP_RECV ||
           opcode == IORING_OP_RECVMSG || opcode == SRING_CODE_READ_MULTISHOT;
}

static bool is_stream(int fd)
{
    struct stat stat;
    int type = 0;
    socklen_t length = sizeof(type);

    if (fstat(fd, &stat)) {
        return false;
    }
    return S_ISFIFO(stat.st_mode) ||
           (S_ISSOCK(stat.st_mode) && !getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) &&
            type == SOCK_STREAM);
}

/* --- one try --------------------------------------------------------------------------------- */

static int list_parts(struct request *request, const struct iovec *vector, size_t count)
{
    return sring_list_parts(parts, vector, count, request->moved, &request->length);
}

/* Sometimes shortens the transfer. */
static int shorten(const struct request *request, int count)
{
    uint32_t left = request->length - request->moved;

    if (!simulated_shortens || left < 2 || chance(3) || !is_stream(request->fd)) {
        return count;
    }
    left = 1 + chance(left - 1);
    for (int i = 0; i < count; i++) {
        if (left <= parts[i].iov_len) {
            parts[i].iov_len = left;
            return i + 1;
        }
        left -= (uint32_t)parts[i].iov_len;
    }
    return count;
}

static ssize_t move_message(struct request *request, struct msghdr *message, int count)
{
    int flags =
        (int)(request->sqe.msg_flags & ~(uint32_t)MSG_WAITALL) | MSG_DONTWAIT | MSG_NOSIGNAL;
    struct iovec *vector = message->msg_iov;
    size_t vector_count = message->msg_iovlen;
    ssize_t moved;

    message->msg_iov = parts;
    message->msg_iovlen = (size_t)count;
    moved = is_read(request->sqe.opcode)
                ? syscall(__NR_recvmsg, request->fd, message, flags & ~MSG_NOSIGNAL)
                : syscall(__NR_sendmsg, request->fd, message, flags);
    message->msg_iov = vector;
    message->msg_iovlen = vector_count;
    return moved;
}

/* preadv2(2) or pwritev2(2) with `parts`. Without flags also where these are missing (qemu-user).
 */
static ssize_t transfer(int fd, bool reads, int count, int64_t offset, int flags)
{
    ssize_t moved = syscall(reads ? __NR_preadv2 : __NR_pwritev2, fd, parts, (long)count,
                            (long)offset, (long)(offset >> 32), (long)flags);

    if (moved >= 0 || errno != ENOSYS || flags) {
        return moved;
    }
    if (offset == -1) {
        return reads ? readv(fd, parts, count) : writev(fd, parts, count);
    }
    return reads ? preadv(fd, parts, count, offset) : pwritev(fd, parts, count, offset);
}

static bool is_socket_fd(int fd)
{
    struct stat stat;

    return !fstat(fd, &stat) && S_ISSOCK(stat.st_mode);
}

static ssize_t move_bytes(struct request *request, int count)
{
    bool reads = is_read(request->sqe.opcode);
    int rw_flags = (int)request->sqe.rw_flags;
    int64_t offset = (int64_t)request->sqe.off;
    const struct msghdr nothing = {0};
    int flags = begin_nonblocking(request->fd);
    bool is_nothing = !reads;
    ssize_t moved;

    for (int i = 0; i < count; i++) {
        is_nothing = is_nothing && !parts[i].iov_len;
    }
    for (;;) {
        if (is_nothing && is_socket_fd(request->fd)) {
            moved = syscall(__NR_sendmsg, request->fd, &nothing, MSG_DONTWAIT | MSG_NOSIGNAL);
            break;
        }
        moved = transfer(request->fd, reads, count, offset, rw_flags);
        if (moved >= 0 || errno != ESPIPE || offset == -1) {
            break;
        }
        offset = -1; /* the file has no offsets */
    }
    end_nonblocking(request->fd, flags);
    return moved;
}

/* Returns the result of the request after a try, or PENDING. */
static int judge(struct request *request, ssize_t moved)
{
    bool waits = is_socket(request->sqe.opcode) ? !(request->sqe.msg_flags & MSG_DONTWAIT)
                                                : !(request->sqe.rw_flags & RWF_NOWAIT);
    int error = errno;

    if (moved > 0 && request->whole && is_stream(request->fd)) {
        request->moved += (uint32_t)moved;
        return request->moved < request->length ? PENDING : (int)request->moved;
    }
    if (moved < 0 && error == EAGAIN && waits) {
        return PENDING;
    }
    if (request->moved) {
        return (int)request->moved;
    }
    return moved < 0 ? -error : (int)moved;
}

/* --- the program's buffers ------------------------------------------------------------------- */

static bool is_registered(const struct simulated *it, const struct io_uring_sqe *sqe)
{
    const struct iovec *slot = &it->buffers[sqe->buf_index];

    return sqe->buf_index < it->buffer_count && sqe->addr >= (uintptr_t)slot->iov_base &&
           sqe->addr + sqe->len <= (uintptr_t)slot->iov_base + slot->iov_len;
}

static int list_own(const struct simulated *it, struct request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    struct iovec one = {(void *)(uintptr_t)sqe->addr, sqe->len};

    if (sqe->opcode == IORING_OP_READV || sqe->opcode == IORING_OP_WRITEV) {
        return list_parts(request, (const struct iovec *)(uintptr_t)sqe->addr, sqe->len);
    }
    if ((sqe->opcode == IORING_OP_READ_FIXED || sqe->opcode == IORING_OP_WRITE_FIXED) &&
        !is_registered(it, sqe)) {
        return -EFAULT;
    }
    return list_parts(request, &one, 1);
}

/* Returns 0 if the data can be sent without a copy, or -errno. Then there will be a notification.
 */
static int may_lend(struct request *request)
{
    int domain = AF_UNIX;
    socklen_t length = sizeof(domain);

    if (request->sqe.ioprio & 0x8000) {
        return -EINVAL;
    }
    if (!getsockopt(request->fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) && domain == AF_UNIX) {
        return -EOPNOTSUPP;
    }
    request->notifies = true;
    return 0;
}

int run_transfer(struct simulated *it, struct request *request)
{
    struct msghdr message = {.msg_name = NULL};
    int count;

    if (request->sqe.flags & IOSQE_BUFFER_SELECT) {
        return run_read_provided(it, request);
    }
    count = request->sqe.opcode == IORING_OP_SEND_ZC ? may_lend(request) : 0;
    count = count ? count : list_own(it, request);
    if (count < 0) {
        return count;
    }
    count = shorten(request, count);
    if (is_socket(request->sqe.opcode)) {
        request->whole = request->sqe.msg_flags & MSG_WAITALL;
        return judge(request, move_message(request, &message, count));
    }
    return judge(request, move_bytes(request, count));
}

int run_message(struct simulated *it, struct request *request)
{
    struct msghdr *message = (struct msghdr *)(uintptr_t)request->sqe.addr;
    int count = request->sqe.opcode == IORING_OP_SENDMSG_ZC ? may_lend(request) : 0;

    (void)it;
    count = count ? count : list_parts(request, message->msg_iov, message->msg_iovlen);
    if (count < 0) {
        return count == -EINVAL && message->msg_iovlen > SRING_MOST_PARTS ? -EMSGSIZE : count;
    }
    request->whole |= !request->waits && request->sqe.msg_flags & MSG_WAITALL &&
                      !message->msg_controllen; /* control data comes with the first part */
    return judge(request, move_message(request, message, shorten(request, count)));
}

int move_once(struct request *request, const struct iovec *buffers, size_t count)
{
    struct msghdr message = {.msg_name = NULL};
    int listed = shorten(request, list_parts(request, buffers, count));

    return judge(request, is_socket(request->sqe.opcode) ? move_message(request, &message, listed)
                                                         : move_bytes(request, listed));
}
