/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The real kernel: set-up and layout of its queues.
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

#include "base/base.h"

#include <sring/ring.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

/* What the headers of an older liburing do not have. */
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

#define PATIENCE UINT64_C(1000000000) /* nanoseconds in which a closed ring's memory comes back */

static _Atomic uint64_t changed; /* rings may be opened and closed by several threads */

bool sring_uring_again(int rc, uint64_t begin)
{
    static const struct timespec moment = {0, 1000000};

    if (rc != -ENOMEM || sring_now() - begin >= PATIENCE) {
        return false;
    }
    (void)nanosleep(&moment, NULL);
    return true;
}

uint64_t sring_uring_changed(void)
{
    return changed;
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
    const struct io_uring *uring = sring_uring_of(kernel);
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
static int prepare_eventfd(struct sring_uring *state)
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

void sring_uring_destroy(struct sring_uring *state)
{
    if (state->quiet_fd >= 0) {
        close(state->quiet_fd);
    }
    io_uring_queue_exit(&state->uring);
    changed = sring_now();
    free(state);
}

/* With the best flags that the kernel knows. */
static int open_best(struct sring_kernel *kernel, struct io_uring *uring, unsigned entries,
                     unsigned cq_entries)
{
    int rc = -EINVAL;

    for (size_t i = 0; i < sizeof(setups) / sizeof(setups[0]) && rc == -EINVAL; i++) {
        rc = open_with(uring, setups[i].flags, entries, cq_entries);
        kernel->cancel_any = setups[i].cancel_any;
    }
    return rc;
}

int sring_uring_open(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries)
{
    struct sring_uring *state = calloc(1, sizeof(*state));
    const uint64_t begin = sring_now();
    struct io_uring *uring;
    int rc;

    if (!state) {
        return -ENOMEM;
    }
    uring = &state->uring;
    do {
        rc = open_best(kernel, uring, entries, cq_entries);
    } while (sring_uring_again(rc, begin));
    changed = sring_now();
    if (rc) {
        free(state);
        return rc;
    }
    rc = prepare_eventfd(state);
    if (rc) {
        sring_uring_destroy(state);
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
