/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: the system calls that take a vector of buffers. They go through syscall(2),
 * because sanitizers look at the buffers of the functions, which are lent.
 */
#include "fallback_operations.h"

#include <errno.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

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
