/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The kernel's ring: set-up, layout, and what this kernel can do.
 *
 * A slot of the library is 128 bytes: an SQE and its companion. From Linux 6.6 on the kernel is
 * told that an SQE has 128 bytes (it reads the second half for IORING_OP_URING_CMD only) and needs
 * no array of indices. Before that its queue has twice as many entries as there are slots, and the
 * array leads it to every second one.
 *
 * The flags are chosen here and passed to the system call itself: io_uring_queue_init_params of
 * liburing 2.6 and later adds IORING_SETUP_NO_SQARRAY by itself.
 */
#include "../internal.h"

#include <string.h>
#include <unistd.h>

/* What the headers of an older liburing do not have. */
#define SETUP_NO_SQARRAY (1u << 16)    /* IORING_SETUP_NO_SQARRAY */
#define FEATURE_MIN_TIMEOUT (1u << 15) /* IORING_FEAT_MIN_TIMEOUT, Linux 6.12 */

/* Completions are posted only when the ring's thread enters the kernel; see trusts_head(). */
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

/* One attempt. Returns -EINVAL if the kernel does not know these flags. */
static int open_with(struct sring_core_ *core, unsigned flags, unsigned entries,
                     unsigned cq_entries)
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
    rc = io_uring_queue_mmap(fd, &params, &core->uring);
    if (rc) {
        close(fd);
        return rc;
    }
    /* From 2.4 on liburing maps the queues and sets nothing else. */
    core->uring.flags = params.flags;
    core->uring.features = params.features;
    core->uring.ring_fd = core->uring.enter_ring_fd = fd;
    core->features = params.features;
    return 0;
}

int sring_uring_open(struct sring_core_ *core, unsigned entries, unsigned cq_entries)
{
    int rc = -EINVAL;

    for (size_t i = 0; i < sizeof(setups) / sizeof(setups[0]) && rc == -EINVAL; i++) {
        rc = open_with(core, setups[i].flags, entries, cq_entries);
        core->cancel_any = setups[i].cancel_any;
    }
    if (!rc) {
        (void)io_uring_ring_dontfork(&core->uring);
    }
    return rc;
}

void sring_uring_close(struct sring_core_ *core)
{
    io_uring_queue_exit(&core->uring);
}

bool sring_has_opcode(struct sring_core_ *core, int opcode)
{
    struct io_uring_probe *probe = io_uring_get_probe_ring(&core->uring);
    bool has = probe && io_uring_opcode_supported(probe, opcode);

    io_uring_free_probe(probe);
    return has;
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
static bool trusts_head(const struct sring_core_ *core)
{
    const struct io_uring *uring = &core->uring;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t mapped = (uring->cq.ring_sz + page - 1) & ~(page - 1);
    const unsigned char *end = (const unsigned char *)(core->cqes + core->cq_count + 1);

    return uring->flags & IORING_SETUP_DEFER_TASKRUN && core->features & FEATURE_MIN_TIMEOUT &&
           end <= (const unsigned char *)uring->cq.ring_ptr + mapped;
}

static void attach_submissions(struct sring *ring)
{
    struct io_uring *uring = &ring->core_->uring;
    bool large = uring->flags & IORING_SETUP_SQE128;
    unsigned entries = *uring->sq.kring_entries / (large ? 1 : 2);

    ring->sq_mask_ = (uint64_t)(entries - 1) * SRING_STEP_;
    ring->slots_ = (unsigned char *)uring->sq.sqes;
    for (unsigned i = 0; i < entries; i++) {
        if (!large) {
            uring->sq.array[i] = uring->sq.array[i + entries] = 2 * i;
        }
        sring_slot_of_(ring, (uint64_t)i * SRING_STEP_)->sqe_.user_data_ = SRING_FREE_;
    }
    ring->kernel_sq_head_ = uring->sq.khead;
    ring->kernel_sq_tail_ = uring->sq.ktail;
}

static void attach_completions(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    const struct io_uring *uring = &core->uring;

    core->cqes = (struct sring_cqe_ *)uring->cq.cqes;
    core->cq_count = *uring->cq.kring_entries;
    core->trusts_head = trusts_head(core);
    if (core->trusts_head) {
        ring->head_ = ring->origin_ = (uintptr_t)core->cqes;
    }
    ring->kernel_cq_head_ = uring->cq.khead;
    ring->kernel_cq_tail_ = uring->cq.ktail;
}

void sring_uring_attach(struct sring *ring)
{
    struct io_uring *uring = &ring->core_->uring;

    attach_submissions(ring);
    attach_completions(ring);
    ring->enter_fd_ = uring->ring_fd;
    ring->enter_flags_ = IORING_ENTER_GETEVENTS;
#if defined(SRING_INLINE_ENTER_)
    ring->owner_ = sring_thread_() ^ (uintptr_t)ring;
    ring->waiter_ = ring->owner_;
#endif
    if (io_uring_register_ring_fd(uring) == 1) {
        ring->enter_fd_ = uring->enter_ring_fd;
        ring->enter_flags_ |= IORING_ENTER_REGISTERED_RING;
    }
}
