/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: vectors of buffers, and the system calls that take them. They go through
 * syscall(2), because sanitizers look at the buffers of the functions, which are lent.
 */
#include "fallback_operations.h"

#include <errno.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

int sring_list_parts(struct iovec *parts, struct sring_request *request, const struct iovec *vector,
                     size_t count)
{
    size_t skip = request->moved;
    int listed = 0;

    if (count > SRING_MOST_PARTS) {
        return -EINVAL;
    }
    request->length = 0;
    for (size_t i = 0; i < count; i++) {
        size_t before = skip < vector[i].iov_len ? skip : vector[i].iov_len;

        request->length += (uint32_t)vector[i].iov_len;
        skip -= before;
        parts[listed].iov_base = (char *)vector[i].iov_base + before;
        parts[listed++].iov_len = vector[i].iov_len - before;
    }
    return listed;
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
