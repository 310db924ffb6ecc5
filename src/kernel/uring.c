/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The real kernel: set-up and layout of its queues, its system calls.
 *
 * A slot of the library is 128 bytes: an SQE and its companion. From Linux 6.6 on the kernel is
 * told that an SQE has 128 bytes (it reads the second half for IORING_OP_URING_CMD only) and needs
 * no array of indices. Before that its queue has twice as many entries as there are slots, and the
 * array leads it to every second one.
 *
 * The flags are chosen here and passed to the system call itself: io_uring_queue_init_params of
 * liburing 2.6 and later adds IORING_SETUP_NO_SQARRAY by itself.
 */
#include "uring.h"
#include "kernel.h"

#include <sring/ring.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* What the headers of an older liburing do not have. */
#define FILL_IN_PIECES 2u              /* IOU_PBUF_RING_INC */
#define SETUP_NO_SQARRAY (1u << 16)    /* IORING_SETUP_NO_SQARRAY */
#define FEATURE_MIN_TIMEOUT (1u << 15) /* IORING_FEAT_MIN_TIMEOUT, Linux 6.12 */

/* Completions are posted only when the ring's thread enters the kernel; see posts_in_enter(). */
#define DEFERRED (IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN)
#define LARGE_SQES (IORING_SETUP_SQE128 | SETUP_NO_SQARRAY)

/* From the newest kernel to the oldest that the library runs on. */
static const struct {
    unsigned flags;
    bool cancel_any; /* came with 5.19, as COOP_TASKRUN did */
} setups[] = {
    {DEFERRED | LARGE_SQES, true}, /* 6.6 */
    {DEFERRED, true},              /* 6.1 */
    {IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_COOP_TASKRUN,
     true},                                                      /* 6.0 */
    {IORING_SETUP_SUBMIT_ALL | IORING_SETUP_COOP_TASKRUN, true}, /* 5.19 */
    {IORING_SETUP_SUBMIT_ALL, false},                            /* 5.18 */
    {0, false},
};

struct state {
    struct io_uring uring;
    int quiet_fd; /* an eventfd that is registered and told nothing; -1: there is none */
};

static struct io_uring *uring_of(const struct sring_kernel *kernel)
{
    return &((struct state *)kernel->state)->uring;
}

/* One attempt. Returns -EINVAL if the kernel does not know these flags. */
static int open_with(struct io_uring *uring, unsigned flags, unsigned entries, unsigned cq_entries)
{
    struct io_uring_params params;
    int fd;
    int rc;

    memset(&params, 0, sizeof(params));
    params.flags = flags | IORING_SETUP_CQSIZE;
    params.cq_entries = cq_entries;
    fd = sring_io_uring_setup(flags & SETUP_NO_SQARRAY ? entries : 2 * entries, &params);
    if (fd < 0) {
        return fd;
    }
    if (!(params.features & IORING_FEAT_NODROP) || !(params.features & IORING_FEAT_EXT_ARG)) {
        close(fd);
        return -ENOSYS;
    }
    rc = io_uring_queue_mmap(fd, &params, uring);
    if (rc) {
        close(fd);
        return rc;
    }
    /* From 2.4 on liburing maps the queues and sets nothing else. */
    uring->flags = params.flags;
    uring->features = params.features;
    uring->ring_fd = uring->enter_ring_fd = fd;
    return 0;
}

/* Whether a completion may be read before the queue's tail says that it is there: only if nobody
 * but this thread, inside io_uring_enter, writes into the queue.
 *
 * IORING_SETUP_DEFER_TASKRUN promises that, and does not keep it: in Linux 6.1 the workers write
 * completions by themselves. The kernel says nowhere when that ended;
 * tests/integration/test_posted.c looks, and has seen no such completion in 6.12 and later, which
 * is what the feature stands for.
 *
 * What lies behind the last completion is read as if it were one: it must be there, and be part of
 * the queue's memory, where no word looks like the number of an operation. */
static bool posts_in_enter(const struct io_uring *uring)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t mapped = (uring->cq.ring_sz + page - 1) & ~(page - 1);
    const unsigned char *end =
        (const unsigned char *)(uring->cq.cqes + *uring->cq.kring_entries + 1);

    return uring->flags & IORING_SETUP_DEFER_TASKRUN && uring->features & FEATURE_MIN_TIMEOUT &&
           end <= (const unsigned char *)uring->cq.ring_ptr + mapped;
}

static void describe(struct sring_kernel *kernel)
{
    const struct io_uring *uring = uring_of(kernel);
    bool large = uring->flags & IORING_SETUP_SQE128;

    kernel->slots = (unsigned char *)uring->sq.sqes;
    kernel->entries = *uring->sq.kring_entries / (large ? 1 : 2);
    for (unsigned i = 0; i < kernel->entries && !large; i++) {
        uring->sq.array[i] = uring->sq.array[i + kernel->entries] = 2 * i;
    }
    kernel->sq_head = uring->sq.khead;
    kernel->sq_tail = uring->sq.ktail;
    kernel->cqes = uring->cq.cqes;
    kernel->cq_count = *uring->cq.kring_entries;
    kernel->cq_head = uring->cq.khead;
    kernel->cq_tail = uring->cq.ktail;
    kernel->features = uring->features;
    kernel->posts_in_enter = posts_in_enter(uring);
}

/* Before Linux 5.18 the kernel registers an eventfd when nothing is in flight, and waits for that.
 * So it is done when the ring is opened. */
static int prepare_eventfd(struct state *state)
{
    int rc;

    state->quiet_fd = -1;
    if (state->uring.features & IORING_FEAT_LINKED_FILE) {
        return 0;
    }
    state->quiet_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (state->quiet_fd < 0) {
        return -errno;
    }
    rc = io_uring_register_eventfd(&state->uring, state->quiet_fd);
    return rc ? rc : io_uring_cq_eventfd_toggle(&state->uring, false);
}

static void destroy(struct state *state)
{
    if (state->quiet_fd >= 0) {
        close(state->quiet_fd);
    }
    io_uring_queue_exit(&state->uring);
    free(state);
}

static int open_uring(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries)
{
    struct state *state = calloc(1, sizeof(*state));
    struct io_uring *uring;
    int rc = -EINVAL;

    if (!state) {
        return -ENOMEM;
    }
    uring = &state->uring;
    for (size_t i = 0; i < sizeof(setups) / sizeof(setups[0]) && rc == -EINVAL; i++) {
        rc = open_with(uring, setups[i].flags, entries, cq_entries);
        kernel->cancel_any = setups[i].cancel_any;
    }
    if (rc) {
        free(state);
        return rc;
    }
    rc = prepare_eventfd(state);
    if (rc) {
        destroy(state);
        return rc;
    }
    (void)io_uring_ring_dontfork(uring);
    kernel->state = state;
    describe(kernel);
    kernel->enter_fd = uring->ring_fd;
    kernel->enter_flags = IORING_ENTER_GETEVENTS;
    if (io_uring_register_ring_fd(uring) == 1) {
        kernel->enter_fd = uring->enter_ring_fd;
        kernel->enter_flags |= IORING_ENTER_REGISTERED_RING;
    }
    return 0;
}

static void close_uring(struct sring_kernel *kernel)
{
    destroy(kernel->state);
}

static void leave(struct sring_kernel *kernel)
{
    const struct state *state = kernel->state;

    close(state->uring.ring_fd);
    if (state->quiet_fd >= 0) {
        close(state->quiet_fd);
    }
}

static int enter(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                 const struct __kernel_timespec *timeout)
{
    struct io_uring_getevents_arg arg;
    long rc;

    memset(&arg, 0, sizeof(arg));
    arg.ts = (uint64_t)(uintptr_t)timeout;
    rc = syscall(__NR_io_uring_enter, uring_of(kernel)->ring_fd, to_submit, wait_for,
                 IORING_ENTER_GETEVENTS | (timeout ? IORING_ENTER_EXT_ARG : 0),
                 timeout ? &arg : NULL, timeout ? sizeof(arg) : 0);
    return rc < 0 ? -errno : (int)rc;
}

static bool has_opcode(struct sring_kernel *kernel, int opcode)
{
    struct io_uring_probe *probe = io_uring_get_probe_ring(uring_of(kernel));
    bool has = probe && io_uring_opcode_supported(probe, opcode);

    io_uring_free_probe(probe);
    return has;
}

static int register_eventfd(struct sring_kernel *kernel, int fd)
{
    struct state *state = kernel->state;

    if (state->quiet_fd >= 0) {
        if (dup3(state->quiet_fd, fd, O_CLOEXEC) < 0) {
            return -errno;
        }
        close(state->quiet_fd);
        state->quiet_fd = -1;
        return io_uring_cq_eventfd_toggle(&state->uring, true);
    }
    (void)io_uring_unregister_eventfd(uring_of(kernel));
    return io_uring_register_eventfd(uring_of(kernel), fd);
}

static int register_files(struct sring_kernel *kernel, const int *fds, uint32_t count)
{
    return io_uring_register_files(uring_of(kernel), fds, count);
}

static int update_file(struct sring_kernel *kernel, uint32_t slot, int fd)
{
    int rc = io_uring_register_files_update(uring_of(kernel), slot, &fd, 1);

    return rc < 0 ? rc : 0;
}

static void unregister_files(struct sring_kernel *kernel)
{
    (void)io_uring_unregister_files(uring_of(kernel));
}

static int register_buffers(struct sring_kernel *kernel, uint32_t count)
{
    return io_uring_register_buffers_sparse(uring_of(kernel), count);
}

static int update_buffer(struct sring_kernel *kernel, uint32_t slot, void *data, size_t size)
{
    struct iovec vector = {data, size};
    __u64 tag = 0;
    int rc = io_uring_register_buffers_update_tag(uring_of(kernel), slot, &vector, &tag, 1);

    return rc < 0 ? rc : 0;
}

static void unregister_buffers(struct sring_kernel *kernel)
{
    (void)io_uring_unregister_buffers(uring_of(kernel));
}

static int register_buf_ring(struct sring_kernel *kernel, uint16_t id, void *entries,
                             uint32_t count, bool incremental)
{
    /* struct io_uring_buf_reg, whose flags were padding once. */
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

    _Static_assert(sizeof(request) == sizeof(struct io_uring_buf_reg), "the request's layout");
    return io_uring_register_buf_ring(uring_of(kernel), (void *)&request, 0);
}

static void unregister_buf_ring(struct sring_kernel *kernel, uint16_t id)
{
    (void)io_uring_unregister_buf_ring(uring_of(kernel), id);
}

const struct sring_backend sring_backend_uring = {
    .name = "uring",
    .open = open_uring,
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

const struct sring_backend *sring_chosen_backend = &sring_backend_uring;
