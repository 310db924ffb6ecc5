/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The outcome of requests that are carried out without io_uring.
 */
#include "outcome.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define QUERY_DUPLICATE (1024 + 3) /* F_DUPFD_QUERY, Linux 6.10 */
#define COMPARE_FILES 0            /* KCMP_FILE */

struct kind {
    /* The results that break a chain are those of Linux 6.18: not every error does. */
    enum {
        FAILS_BY_ERROR,
        FAILS_NEVER,
        FAILS_BY_SHORT,         /* also if it has moved fewer bytes than requested */
        FAILS_BY_SHORT_WAITALL, /* the same, but only with MSG_WAITALL */
        FAILS_BY_TIMEOUT,       /* always, except -ETIME with IORING_TIMEOUT_ETIME_SUCCESS */
    } failure;
    bool on_file;
};

/* Operations that are not listed need no file, and fail by an error. */
static const struct kind kinds[] = {
    [IORING_OP_READV] = {FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_WRITEV] = {FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_FSYNC] = {FAILS_NEVER, .on_file = true},
    [IORING_OP_READ_FIXED] = {FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_WRITE_FIXED] = {FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_POLL_ADD] = {FAILS_BY_ERROR, .on_file = true},
    [IORING_OP_SENDMSG] = {FAILS_BY_SHORT_WAITALL, .on_file = true},
    [IORING_OP_RECVMSG] = {FAILS_BY_SHORT_WAITALL, .on_file = true},
    [IORING_OP_TIMEOUT] = {FAILS_BY_TIMEOUT, .on_file = false},
    [IORING_OP_ACCEPT] = {FAILS_BY_ERROR, .on_file = true},
    [IORING_OP_CONNECT] = {FAILS_BY_ERROR, .on_file = true},
    [IORING_OP_FALLOCATE] = {FAILS_NEVER, .on_file = true},
    [IORING_OP_STATX] = {FAILS_NEVER, .on_file = false},
    [IORING_OP_READ] = {FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_WRITE] = {FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_SEND] = {FAILS_BY_SHORT_WAITALL, .on_file = true},
    [IORING_OP_RECV] = {FAILS_BY_SHORT_WAITALL, .on_file = true},
    [IORING_OP_SPLICE] = {FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_TEE] = {FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_SHUTDOWN] = {FAILS_NEVER, .on_file = true},
    [IORING_OP_RENAMEAT] = {FAILS_NEVER, .on_file = false},
    [IORING_OP_UNLINKAT] = {FAILS_NEVER, .on_file = false},
    [IORING_OP_MKDIRAT] = {FAILS_NEVER, .on_file = false},
    [IORING_OP_SEND_ZC] = {FAILS_BY_SHORT_WAITALL, .on_file = true},
    [IORING_OP_SENDMSG_ZC] = {FAILS_BY_SHORT_WAITALL, .on_file = true},
    [SRING_CODE_READ_MULTISHOT] = {FAILS_BY_ERROR, .on_file = true},
};

static struct kind kind_of(int opcode)
{
    return opcode >= 0 && (size_t)opcode < sizeof(kinds) / sizeof(kinds[0]) ? kinds[opcode]
                                                                            : kinds[IORING_OP_NOP];
}

bool sring_needs_file(int opcode)
{
    return kind_of(opcode).on_file;
}

bool sring_breaks_chain(const struct io_uring_sqe *sqe, int result, uint32_t length, bool whole,
                        int fd)
{
    struct kind kind = kind_of(sqe->opcode);

    switch (kind.failure) {
    case FAILS_NEVER:
        return result == -ECANCELED ||
               (result == -EBADF && kind.on_file && (fd < 0 || fcntl(fd, F_GETFD) < 0));
    case FAILS_BY_SHORT:
        return result < 0 || (uint32_t)result != length;
    case FAILS_BY_SHORT_WAITALL:
        return result < 0 || (sqe->msg_flags & MSG_WAITALL && whole && (uint32_t)result < length);
    case FAILS_BY_TIMEOUT:
        return result != -ETIME || !(sqe->timeout_flags & IORING_TIMEOUT_ETIME_SUCCESS);
    default:
        return result < 0;
    }
}

int sring_list_parts(struct iovec *parts, const struct iovec *vector, size_t count, uint32_t moved,
                     uint32_t *length)
{
    size_t skip = moved;
    int listed = 0;

    if (count > SRING_MOST_PARTS) {
        return -EINVAL;
    }
    *length = 0;
    for (size_t i = 0; i < count; i++) {
        size_t before = skip < vector[i].iov_len ? skip : vector[i].iov_len;

        *length += (uint32_t)vector[i].iov_len;
        skip -= before;
        parts[listed].iov_base = (char *)vector[i].iov_base + before;
        parts[listed++].iov_len = vector[i].iov_len - before;
    }
    return listed;
}

bool sring_is_same_file(int fd, int other)
{
    struct stat stats[2];
    int rc = fd == other ? 1 : fcntl(fd, QUERY_DUPLICATE, other);
    long order;

    if (rc >= 0) {
        return rc;
    }
    order = syscall(SYS_kcmp, getpid(), getpid(), COMPARE_FILES, fd, other);
    if (order >= 0) {
        return !order;
    }
    return !fstat(fd, &stats[0]) && !fstat(other, &stats[1]) &&
           stats[0].st_dev == stats[1].st_dev && stats[0].st_ino == stats[1].st_ino;
}
