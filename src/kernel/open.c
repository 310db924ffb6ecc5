/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The Linux backend: set-up and memory layout of its queues.
 *
 * A slot is 128 bytes: an SQE and a record of the library. From Linux 6.6 on the kernel is told
 * that an SQE has 128 bytes, and needs no index array. It reads the second half for
 * IORING_OP_URING_CMD only. On older kernels the queue has twice as many entries as slots, and the
 * index array selects every second entry.
 *
 * The set-up flags are chosen here and passed to the system call directly.
 * io_uring_queue_init_params of liburing 2.6 and later would add IORING_SETUP_NO_SQARRAY.
 */
#include "uring.h"

#include "base/base.h"

#include <sring/detail/setup.h>
#include <sring/ring.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Missing in the headers of older liburing versions. */
#define SETUP_NO_SQARRAY (1u << 16)    /* IORING_SETUP_NO_SQARRAY */
#define FEATURE_MIN_TIMEOUT (1u << 15) /* IORING_FEAT_MIN_TIMEOUT, Linux 6.12 */

/* Completions are posted only when the ring's thread enters the kernel. See posts_in_enter(). */
#define DEFERRED (IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN)
#define LARGE_SQES (IORING_SETUP_SQE128 | SETUP_NO_SQARRAY)

#define COOPERATES (IORING_SETUP_SUBMIT_ALL | IORING_SETUP_COOP_TASKRUN)

/* Set-up flags to try, from the newest kernel to the oldest that is supported; the version of Linux
 * that came with them. */
static const struct {
    unsigned flags;
    const char *since, *names;
} setups[] = {
    {DEFERRED | LARGE_SQES, "6.6", "SUBMIT_ALL SINGLE_ISSUER DEFER_TASKRUN SQE128 NO_SQARRAY"},
    {DEFERRED, "6.1", "SUBMIT_ALL SINGLE_ISSUER DEFER_TASKRUN"},
    {COOPERATES | IORING_SETUP_SINGLE_ISSUER, "6.0", "SUBMIT_ALL SINGLE_ISSUER COOP_TASKRUN"},
    {COOPERATES, "5.19", "SUBMIT_ALL COOP_TASKRUN"},
    {IORING_SETUP_SUBMIT_ALL, "5.18", "SUBMIT_ALL"},
    {0, "5.11", ""},
};
#define SETUPS (sizeof(setups) / sizeof(setups[0]))

/* Not for a ring whose requests are read by a thread of the kernel. */
#define NOT_WITH_SQPOLL (IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_COOP_TASKRUN)
/* With one of these flags the kernel supports IORING_ASYNC_CANCEL_ANY (5.19). */
#define SHOWS_CANCEL_ANY (IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_COOP_TASKRUN)

#define RETRY_TIME UINT64_C(2000000000) /* nanoseconds to retry after -ENOMEM */

/* When this process last opened or closed a ring, or unregistered memory. Threads may do so at the
 * same time. */
static _Atomic uint64_t changed_at;

bool sring_uring_retry(int rc, uint64_t begin)
{
    if (rc != -ENOMEM || sring_now() - begin >= RETRY_TIME) {
        return false;
    }
    sring_pause();
    return true;
}

uint64_t sring_uring_changed_at(void)
{
    return changed_at;
}

void sring_uring_changed(void)
{
    changed_at = sring_now();
}

static int set_up(unsigned entries, struct io_uring_params *params)
{
    long fd = syscall(__NR_io_uring_setup, entries, params);

    return fd < 0 ? -errno : (int)fd;
}

int (*sring_uring_setup)(unsigned entries, struct io_uring_params *params) = set_up;

/* Opens the ring with these flags. Returns 0 or -errno; -EINVAL if the kernel does not know a
 * flag. */
static int open_with(struct io_uring *uring, const struct sring_wishes *wishes, unsigned flags,
                     unsigned entries, unsigned cq_entries)
{
    struct io_uring_params params;
    unsigned wished;
    int fd;
    int rc;

    memset(&params, 0, sizeof(params));
    wished = sring_uring_wished_flags(wishes, &params);
    if (wished & IORING_SETUP_SQPOLL) {
        flags &= ~(unsigned)NOT_WITH_SQPOLL;
    }
    params.flags = flags | wished | IORING_SETUP_CQSIZE;
    params.cq_entries = cq_entries;
    fd = sring_uring_setup(flags & SETUP_NO_SQARRAY ? entries : 2 * entries, &params);
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
    /* liburing 2.4 and later only map the queues here. */
    uring->flags = params.flags;
    uring->features = params.features;
    uring->ring_fd = uring->enter_ring_fd = fd;
    return 0;
}

/* Returns whether a completion may be read before the tail of the queue covers it. This needs two
 * things.
 *
 * First, completions must be written only by this thread, inside io_uring_enter.
 * IORING_SETUP_DEFER_TASKRUN promises that, but in Linux 6.1 workers write completions, too. The
 * kernel does not document when this ended. tests/integration/test_posted.c checks for such
 * completions and found none in 6.12 and later, which IORING_FEAT_MIN_TIMEOUT identifies. Not with
 * IORING_SETUP_IOPOLL, for which nobody promises it.
 *
 * Second, the entry behind the last completion is also read. It must lie inside the mapped memory
 * of the queue. No word there looks like the number of an operation. */
static bool posts_in_enter(const struct io_uring *uring)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t mapped = (uring->cq.ring_sz + page - 1) & ~(page - 1);
    const unsigned char *end =
        (const unsigned char *)(uring->cq.cqes + *uring->cq.kring_entries + 1);

    return uring->flags & IORING_SETUP_DEFER_TASKRUN && !(uring->flags & IORING_SETUP_IOPOLL) &&
           uring->features & FEATURE_MIN_TIMEOUT &&
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
    kernel->cancel_any = uring->flags & SHOWS_CANCEL_ANY;
    kernel->async_waits = large; /* see async_is_safe in src/ring/queue.c */
    kernel->posts_in_enter = posts_in_enter(uring);
    kernel->reads_alone = uring->flags & IORING_SETUP_SQPOLL;
    kernel->only_transfers = uring->flags & IORING_SETUP_IOPOLL;
    kernel->busy_waits = kernel->only_transfers && !kernel->reads_alone;
}

/* Before Linux 5.18, to register an eventfd the kernel waits until nothing is in flight. So an
 * eventfd is registered when the ring is opened, and disabled until it is needed. */
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
    sring_uring_changed();
    free(state);
}

/* Opens the ring with the best flags that the kernel knows. */
static int open_best(const struct sring_wishes *wishes, struct io_uring *uring, unsigned entries,
                     unsigned cq_entries)
{
    int rc = -EINVAL;

    for (size_t i = 0; i < SETUPS && rc == -EINVAL; i++) {
        rc = open_with(uring, wishes, setups[i].flags, entries, cq_entries);
    }
    return rc;
}

bool sring_try_setup_(unsigned which, struct sring_setup_ *setup)
{
    static const struct sring_options none;
    const struct sring_wishes wishes = {.options = &none};
    struct io_uring uring;

    if (which >= SETUPS) {
        return false;
    }
    *setup = (struct sring_setup_){.since = setups[which].since, .flags = setups[which].names};
    setup->rc = open_with(&uring, &wishes, setups[which].flags, 2, 4);
    if (!setup->rc) {
        setup->features = uring.features;
        io_uring_queue_exit(&uring);
        sring_uring_changed();
    }
    return true;
}

/* What the library needs, and what the program wishes for. */
static int prepare(struct sring_uring *state, struct sring_wishes *wishes)
{
    int rc = prepare_eventfd(state);

    return rc ? rc : sring_uring_grant(&state->uring, wishes);
}

/* The inlined system call does not wake the thread that reads the requests. */
static void allow_inlined(struct sring_kernel *kernel, struct io_uring *uring)
{
    kernel->enter_fd = kernel->reads_alone ? -1 : uring->ring_fd;
    kernel->enter_flags = IORING_ENTER_GETEVENTS;
    if (!kernel->reads_alone && io_uring_register_ring_fd(uring) == 1) {
        kernel->enter_fd = uring->enter_ring_fd;
        kernel->enter_flags |= IORING_ENTER_REGISTERED_RING;
    }
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
        rc = open_best(kernel->wishes, uring, entries, cq_entries);
    } while (sring_uring_retry(rc, begin));
    sring_uring_changed();
    if (rc) {
        free(state);
        return sring_uring_refuse(kernel->wishes, rc);
    }
    rc = prepare(state, kernel->wishes);
    if (rc) {
        sring_uring_destroy(state);
        return rc;
    }
    (void)io_uring_ring_dontfork(uring);
    state->sq_flags = uring->flags & IORING_SETUP_SQPOLL ? uring->sq.kflags : NULL;
    kernel->state = state;
    describe(kernel);
    allow_inlined(kernel, uring);
    return 0;
}
