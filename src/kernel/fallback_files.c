/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: closing, and calls that wait for a disk.
 */
#include "fallback_operations.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

static int result_of(long rc)
{
    return rc < 0 ? -errno : (int)rc;
}

int sring_run_nop(struct sring_fallback *it, struct sring_request *request)
{
    (void)it;
    (void)request;
    return 0;
}

/* --- descriptors ----------------------------------------------------------------------------- */

int sring_run_close(struct sring_fallback *it, struct sring_request *request)
{
    uint32_t slot = request->sqe.file_index;

    if (slot) {
        return slot > it->file_count || it->files[slot - 1] < 0
                   ? -EBADF
                   : sring_fallback_put_file(it, slot - 1, -1);
    }
    sring_fallback_forget_fd(it, request->sqe.fd);
    return result_of(close(request->sqe.fd));
}

int sring_run_pipe(struct sring_fallback *it, struct sring_request *request)
{
    (void)it;
    return request->sqe.file_index
               ? -EINVAL
               : result_of(pipe2(sring_pointer(request->sqe.addr), (int)request->sqe.rw_flags));
}

/* --- calls that wait for a disk ------------------------------------------------------------- */

static int work_file(struct sring_request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;

    if (sqe->opcode == IORING_OP_FALLOCATE) {
        return result_of(fallocate(request->fd, (int)sqe->len, (off_t)sqe->off, (off_t)sqe->addr));
    }
    return result_of(sqe->fsync_flags & IORING_FSYNC_DATASYNC ? fdatasync(request->fd)
                                                              : fsync(request->fd));
}

int sring_run_fallocate(struct sring_fallback *it, struct sring_request *request)
{
    return sring_fallback_give(it, request, work_file);
}

int sring_run_fsync(struct sring_fallback *it, struct sring_request *request)
{
    return request->sqe.fsync_flags & ~IORING_FSYNC_DATASYNC
               ? -EINVAL
               : sring_fallback_give(it, request, work_file);
}

static int work_path(struct sring_request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    int dir = request->own >= 0 ? request->own : sqe->fd;
    long path = (long)sqe->addr, other = (long)sqe->addr2;

    switch (sqe->opcode) {
    case IORING_OP_MKDIRAT:
        return result_of(syscall(SYS_mkdirat, dir, path, (long)sqe->len));
    case IORING_OP_UNLINKAT:
        return result_of(syscall(SYS_unlinkat, dir, path, (long)sqe->unlink_flags));
    case IORING_OP_STATX:
        return result_of(
            syscall(SYS_statx, dir, path, (long)sqe->statx_flags, (long)sqe->len, other));
    default:
        return result_of(syscall(SYS_renameat2, dir, path,
                                 request->own_in >= 0 ? request->own_in : (int)sqe->len, other,
                                 (long)sqe->rename_flags));
    }
}

int sring_run_path(struct sring_fallback *it, struct sring_request *request)
{
    sring_keep_directory(request);
    if (request->sqe.opcode == IORING_OP_RENAMEAT && (int)request->sqe.len >= 0) {
        request->own_in = sring_fallback_dup((int)request->sqe.len);
    }
    return sring_fallback_give(it, request, work_path);
}
