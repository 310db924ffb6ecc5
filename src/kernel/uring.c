/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The Linux backend: its system calls. src/kernel/open.c sets up the queues.
 */
#include "uring.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILL_IN_PIECES 2u /* IOU_PBUF_RING_INC, missing in older headers */

static void close_uring(struct sring_kernel *kernel)
{
    sring_uring_destroy(kernel->state);
}

static void leave(struct sring_kernel *kernel)
{
    const struct sring_uring *state = kernel->state;

    close(state->uring.ring_fd);
    if (state->quiet_fd >= 0) {
        close(state->quiet_fd);
    }
}

static int call_enter(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                      unsigned flags, const struct __kernel_timespec *timeout)
{
    struct io_uring_getevents_arg arg;
    long rc;

    memset(&arg, 0, sizeof(arg));
    arg.ts = (uint64_t)(uintptr_t)timeout;
    rc = syscall(__NR_io_uring_enter, sring_uring_of(kernel)->ring_fd, to_submit, wait_for,
                 flags | (timeout ? IORING_ENTER_EXT_ARG : 0), timeout ? &arg : NULL,
                 timeout ? sizeof(arg) : 0);
    return rc < 0 ? -errno : (int)rc;
}

/* With IORING_SETUP_SQPOLL. The thread reads what was published, unless it sleeps. It says so
 * before it looks at the queue for the last time; so its flag is read after the tail was published.
 * At its end it sets the flag, too, and the system call then fails. It is woken only to read
 * requests: completions wake it by themselves. */
static int enter_beside_thread(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                               const struct __kernel_timespec *timeout)
{
    const struct sring_uring *state = kernel->state;
    unsigned flags = wait_for || timeout ? IORING_ENTER_GETEVENTS : 0;
    uint32_t said;
    int rc;

    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    said = __atomic_load_n(state->sq_flags, __ATOMIC_RELAXED);
    flags |= said & IORING_SQ_NEED_WAKEUP && to_submit ? IORING_ENTER_SQ_WAKEUP : 0;
    flags |= said & IORING_SQ_CQ_OVERFLOW ? IORING_ENTER_GETEVENTS : 0;
    flags |= kernel->awaits_room && to_submit ? IORING_ENTER_SQ_WAIT : 0;
    if (!flags) {
        kernel->saved++;
        return (int)to_submit;
    }
    rc = call_enter(kernel, 0, wait_for, flags, timeout);
    return rc < 0 ? rc : (int)to_submit;
}

static int enter(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                 const struct __kernel_timespec *timeout)
{
    return kernel->reads_alone
               ? enter_beside_thread(kernel, to_submit, wait_for, timeout)
               : call_enter(kernel, to_submit, wait_for, IORING_ENTER_GETEVENTS, timeout);
}

static bool has_opcode(struct sring_kernel *kernel, int opcode)
{
    struct io_uring_probe *probe = io_uring_get_probe_ring(sring_uring_of(kernel));
    bool has = probe && io_uring_opcode_supported(probe, opcode);

    io_uring_free_probe(probe);
    return has;
}

static int register_eventfd(struct sring_kernel *kernel, int fd)
{
    struct sring_uring *state = kernel->state;

    if (state->quiet_fd >= 0) {
        if (dup3(state->quiet_fd, fd, O_CLOEXEC) < 0) {
            return -errno;
        }
        close(state->quiet_fd);
        state->quiet_fd = -1;
        return io_uring_cq_eventfd_toggle(&state->uring, true);
    }
    (void)io_uring_unregister_eventfd(sring_uring_of(kernel));
    return io_uring_register_eventfd(sring_uring_of(kernel), fd);
}

static int register_files(struct sring_kernel *kernel, const int *fds, uint32_t count)
{
    return io_uring_register_files(sring_uring_of(kernel), fds, count);
}

static int update_file(struct sring_kernel *kernel, uint32_t slot, int fd)
{
    int rc = io_uring_register_files_update(sring_uring_of(kernel), slot, &fd, 1);

    return rc < 0 ? rc : 0;
}

static void unregister_files(struct sring_kernel *kernel)
{
    (void)io_uring_unregister_files(sring_uring_of(kernel));
}

static int register_buffers(struct sring_kernel *kernel, uint32_t count)
{
    const uint64_t begin = sring_uring_changed_at();
    int rc;

    do {
        rc = io_uring_register_buffers_sparse(sring_uring_of(kernel), count);
    } while (sring_uring_retry(rc, begin));
    return rc;
}

static int update_buffer(struct sring_kernel *kernel, uint32_t slot, void *data, size_t size)
{
    struct iovec vector = {data, size};
    const uint64_t begin = sring_uring_changed_at();
    __u64 tag = 0;
    int rc;

    do {
        rc = io_uring_register_buffers_update_tag(sring_uring_of(kernel), slot, &vector, &tag, 1);
    } while (sring_uring_retry(rc, begin));
    if (!data) {
        sring_uring_changed();
    }
    return rc < 0 ? rc : 0;
}

static void unregister_buffers(struct sring_kernel *kernel)
{
    (void)io_uring_unregister_buffers(sring_uring_of(kernel));
    sring_uring_changed();
}

static int register_buf_ring(struct sring_kernel *kernel, uint16_t id, void *entries,
                             uint32_t count, bool incremental)
{
    /* struct io_uring_buf_reg. In older headers `flags` is padding. */
    struct {
        uint64_t entries;
        uint32_t count;
        uint16_t id;
        uint16_t flags;
        uint64_t reserved[3];
    } request = {
        .entries = (uint64_t)(uintptr_t)entries,
        .count = count,
        .id = id,
        .flags = incremental ? FILL_IN_PIECES : 0,
    };
    const uint64_t begin = sring_uring_changed_at();
    int rc;

    _Static_assert(sizeof(request) == sizeof(struct io_uring_buf_reg), "the request's layout");
    do {
        rc = io_uring_register_buf_ring(sring_uring_of(kernel), (void *)&request, 0);
    } while (sring_uring_retry(rc, begin));
    return rc;
}

static void unregister_buf_ring(struct sring_kernel *kernel, uint16_t id)
{
    (void)io_uring_unregister_buf_ring(sring_uring_of(kernel), id);
    sring_uring_changed();
}

const struct sring_backend sring_backend_uring = {
    .name = "uring",
    .kind = SRING_BACKEND_URING,
    .open = sring_uring_open,
    .close = close_uring,
    .leave = leave,
    .enter = enter,
    .has_opcode = has_opcode,
    .register_eventfd = register_eventfd,
    .register_files = register_files,
    .update_file = update_file,
    .unregister_files = unregister_files,
    .register_buffers = register_buffers,
    .update_buffer = update_buffer,
    .unregister_buffers = unregister_buffers,
    .register_buf_ring = register_buf_ring,
    .unregister_buf_ring = unregister_buf_ring,
};
