/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: the buffers of a transfer, and the system calls that take them. These go
 * through syscall(2), because sanitizers look at the buffers of the functions, which are lent.
 */
#include "fallback_operations.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

int sring_list_buffers(struct iovec *parts, struct sring_request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    struct iovec one = {sring_pointer(sqe->addr), sqe->len};

    if (sqe->opcode == IORING_OP_READV || sqe->opcode == IORING_OP_WRITEV) {
        return sring_list_parts(parts, sring_pointer(sqe->addr), sqe->len, request->moved,
                                &request->length);
    }
    return sring_list_parts(parts, &one, 1, request->moved, &request->length);
}

ssize_t sring_vector_call(int fd, bool reads, const struct iovec *parts, int count, int64_t offset,
                          int flags)
{
    /* A processor with 64 bits takes the offset from one argument and ignores the other. */
    ssize_t moved = syscall(reads ? SYS_preadv2 : SYS_pwritev2, fd, parts, (long)count,
                            (long)offset, (long)(offset >> 32), (long)flags);

    if (moved >= 0 || errno != ENOSYS) {
        return moved;
    }
    if (flags) {
        errno = EOPNOTSUPP;
        return -1;
    }
    if (offset == -1) {
        return syscall(reads ? SYS_readv : SYS_writev, fd, parts, (long)count);
    }
    return syscall(reads ? SYS_preadv : SYS_pwritev, fd, parts, (long)count, (long)offset,
                   (long)(offset >> 32));
}

ssize_t sring_socket_call(int fd, bool reads, struct iovec *parts, int count)
{
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = (size_t)count};

    return syscall(reads ? SYS_recvmsg : SYS_sendmsg, fd, &message, MSG_DONTWAIT);
}
