/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * An unruly kernel, behind the interface of src/kernel/kernel.h. The real kernel does the work, but
 * rare events are frequent: it reads only some of the requests, or none; it does not find
 * operations to cancel; it posts completions late, in another order, and in parts.
 * SRING_TEST_UNRULY in the environment enables it, and is the seed.
 *
 * The kernel's guarantees hold: completions of one request, of a chain and of a buffer ring stay in
 * order, a chain is read in one go, and nothing is lost.
 */
#include "support.h"

#include "kernel/uring.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>

#define SLOT_SIZE 128
#define LONGEST_DELAY 4 /* calls */

struct held {
    struct sring_cqe_ cqe;
    unsigned delay;
    bool ordered; /* comes after all earlier ordered ones */
};

struct unruly {
    struct sring_uring real; /* the first member: the real kernel's functions use it there */
    uint32_t sq_head, sq_tail, cq_head, cq_tail;
    uint64_t chance;
    int event_fd;
    struct held *held; /* completions of the real kernel, in its order */
    uint32_t held_count, held_room;
    uint64_t *chained; /* requests of chains that are not done */
    uint32_t chained_count, chained_room;
};

static struct unruly *unruly_of(struct sring_kernel *kernel)
{
    return kernel->state;
}

/* A number below `n`. */
static uint32_t pick(struct unruly *it, uint32_t n)
{
    it->chance = it->chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((it->chance >> 33) % n);
}

static void *more(void *array, uint32_t count, uint32_t *room, size_t size)
{
    if (count == *room) {
        *room = *room ? 2 * *room : 64;
        array = realloc(array, *room * size);
        if (!array) {
            abort();
        }
    }
    return array;
}

/* --- requests ------------------------------------------------------------------------------ */

static bool forget_chained(struct unruly *it, uint64_t user_data)
{
    for (uint32_t i = 0; i < it->chained_count; i++) {
        if (it->chained[i] == user_data) {
            it->chained[i] = it->chained[--it->chained_count];
            return true;
        }
    }
    return false;
}

static void hold(struct unruly *it, const struct io_uring_cqe *cqe)
{
    struct held held = {.cqe = {cqe->user_data, cqe->res, cqe->flags},
                        .delay = pick(it, LONGEST_DELAY)};

    held.ordered = cqe->flags & IORING_CQE_F_BUFFER || forget_chained(it, cqe->user_data);
    it->held = more(it->held, it->held_count, &it->held_room, sizeof(*it->held));
    it->held[it->held_count++] = held;
}

static void take_completions(struct unruly *it)
{
    struct io_uring_cqe *cqe;

    while (!io_uring_peek_cqe(&it->real.uring, &cqe)) {
        hold(it, cqe);
        io_uring_cqe_seen(&it->real.uring, cqe);
    }
}

/* The request is on its way to a worker. */
static bool misses(struct unruly *it, const struct io_uring_sqe *sqe)
{
    const struct io_uring_cqe cqe = {.user_data = sqe->user_data, .res = -ENOENT};

    if (sqe->opcode != IORING_OP_ASYNC_CANCEL || sqe->cancel_flags & IORING_ASYNC_CANCEL_FD ||
        pick(it, 2)) {
        return false;
    }
    hold(it, &cqe);
    return true;
}

static void pass_on(struct unruly *it, const struct io_uring_sqe *sqe, bool chained)
{
    struct io_uring_sqe *real;

    while (!(real = io_uring_get_sqe(&it->real.uring))) {
        (void)io_uring_submit(&it->real.uring);
    }
    memcpy(real, sqe, sizeof(*real));
    if (chained) {
        it->chained = more(it->chained, it->chained_count, &it->chained_room, sizeof(*it->chained));
        it->chained[it->chained_count++] = sqe->user_data;
    }
}

/* Returns the number of requests read. */
static uint32_t read_requests(struct sring_kernel *kernel, uint32_t to_submit)
{
    struct unruly *it = unruly_of(kernel);
    uint32_t most = pick(it, 4) ? to_submit : 1 + pick(it, to_submit);
    uint32_t count = 0;
    bool chained = false;

    while (count < to_submit && (count < most || chained)) {
        const struct io_uring_sqe *sqe =
            (const void *)(kernel->slots + (it->sq_head & (kernel->entries - 1)) * SLOT_SIZE);
        bool goes_on = sqe->flags & (IOSQE_IO_LINK | IOSQE_IO_HARDLINK);

        if (!misses(it, sqe)) {
            pass_on(it, sqe, chained || goes_on);
        }
        chained = goes_on;
        __atomic_store_n(&it->sq_head, it->sq_head + 1, __ATOMIC_RELEASE);
        count++;
    }
    /* Before Linux 5.18 the kernel stops after a request that it rejects. */
    while (io_uring_sq_ready(&it->real.uring)) {
        (void)io_uring_submit(&it->real.uring);
        take_completions(it);
    }
    return count;
}

/* --- completions --------------------------------------------------------------------------- */

static uint32_t ready(const struct unruly *it)
{
    return it->cq_tail - __atomic_load_n(&it->cq_head, __ATOMIC_ACQUIRE);
}

/* Whether an earlier one must be posted first. */
static bool is_behind(const struct unruly *it, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++) {
        if (it->held[i].cqe.user_data_ == it->held[index].cqe.user_data_ ||
            (it->held[i].ordered && it->held[index].ordered)) {
            return true;
        }
    }
    return false;
}

static void post(struct sring_kernel *kernel, uint32_t index)
{
    struct unruly *it = unruly_of(kernel);

    memcpy(&kernel->cqes[it->cq_tail & (kernel->cq_count - 1)], &it->held[index].cqe,
           sizeof(it->held[index].cqe));
    __atomic_store_n(&it->cq_tail, it->cq_tail + 1, __ATOMIC_RELEASE);
    it->held_count--;
    memmove(&it->held[index], &it->held[index + 1], (it->held_count - index) * sizeof(*it->held));
}

/* Posts at most this many, in any allowed order. */
static void post_some(struct sring_kernel *kernel, uint32_t most)
{
    struct unruly *it = unruly_of(kernel);
    uint32_t tries = 2 * it->held_count;

    for (uint32_t i = 0; i < it->held_count; i++) {
        it->held[i].delay -= it->held[i].delay > 0;
    }
    while (most && tries-- && it->held_count && ready(it) < kernel->cq_count) {
        uint32_t index = pick(it, it->held_count);

        while (is_behind(it, index)) {
            index--;
        }
        if (!it->held[index].delay) {
            post(kernel, index);
            most--;
        }
    }
}

/* --- the interface ------------------------------------------------------------------------- */

static uint64_t now(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* Returns 0, -EINTR or -ETIME. */
static int wait_until_ready(struct sring_kernel *kernel, uint32_t wait_for, uint64_t end)
{
    struct unruly *it = unruly_of(kernel);

    for (;;) {
        struct __kernel_timespec moment = {0, 10000000};
        struct io_uring_cqe *cqe;
        uint64_t time;
        int rc;

        take_completions(it);
        post_some(kernel, UINT32_MAX);
        if (ready(it) >= wait_for) {
            return 0;
        }
        time = now();
        if (time >= end) {
            return -ETIME;
        }
        if (it->held_count && ready(it) < kernel->cq_count) {
            continue;
        }
        if (end - time < 10000000) {
            moment.tv_nsec = (long long)(end - time);
        }
        rc = io_uring_wait_cqe_timeout(&it->real.uring, &cqe, &moment);
        if (rc == -EINTR) {
            return rc;
        }
    }
}

static int enter(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                 const struct __kernel_timespec *timeout)
{
    struct unruly *it = unruly_of(kernel);
    uint64_t end = timeout
                       ? now() + (uint64_t)timeout->tv_sec * 1000000000 + (uint64_t)timeout->tv_nsec
                       : UINT64_MAX;
    uint32_t count;
    int rc = 0;

    if (to_submit && !pick(it, 50)) {
        take_completions(it);
        post_some(kernel, UINT32_MAX);
        return pick(it, 2) ? -EAGAIN : -EINTR;
    }
    count = to_submit ? read_requests(kernel, to_submit) : 0;
    if (wait_for && count == to_submit) {
        rc = wait_until_ready(kernel, wait_for, end);
    } else {
        (void)io_uring_get_events(&it->real.uring);
        take_completions(it);
        post_some(kernel, 1 + pick(it, 20));
    }
    if (it->held_count && it->event_fd >= 0) {
        (void)eventfd_write(it->event_fd, 1);
    }
    return count ? (int)count : rc;
}

static int open_unruly(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries)
{
    struct unruly *it = calloc(1, sizeof(*it));
    struct io_uring_params params = {.flags = IORING_SETUP_CQSIZE | IORING_SETUP_SUBMIT_ALL,
                                     .cq_entries = 2 * cq_entries};
    uint32_t size = 2;
    int rc;

    if (!it) {
        return -ENOMEM;
    }
    rc = io_uring_queue_init_params(entries, &it->real.uring, &params);
    if (rc == -EINVAL) { /* before Linux 5.18 */
        params.flags = IORING_SETUP_CQSIZE;
        rc = io_uring_queue_init_params(entries, &it->real.uring, &params);
    }
    if (rc) {
        free(it);
        return rc;
    }
    while (size < entries) {
        size *= 2;
    }
    kernel->entries = size;
    for (size = 2; size < cq_entries; size *= 2) {
    }
    kernel->cq_count = size;
    kernel->slots = aligned_alloc(4096, ((size_t)kernel->entries * SLOT_SIZE + 4095) & ~4095UL);
    kernel->cqes = calloc(kernel->cq_count + 1, sizeof(*kernel->cqes));
    if (!kernel->slots || !kernel->cqes) {
        abort();
    }
    memset(kernel->slots, 0, (size_t)kernel->entries * SLOT_SIZE);
    it->chance = strtoull(getenv("SRING_TEST_UNRULY"), NULL, 0);
    it->event_fd = it->real.quiet_fd = -1;
    kernel->state = it;
    kernel->sq_head = &it->sq_head;
    kernel->sq_tail = &it->sq_tail;
    kernel->cq_head = &it->cq_head;
    kernel->cq_tail = &it->cq_tail;
    kernel->enter_fd = -1;
    kernel->features = params.features;
    kernel->cancel_any = true;
    kernel->async_waits = kernel_is_at_least(6, 6);
    kernel->posts_in_enter = false;
    return 0;
}

static void close_unruly(struct sring_kernel *kernel)
{
    struct unruly *it = unruly_of(kernel);

    io_uring_queue_exit(&it->real.uring);
    free(kernel->slots);
    free(kernel->cqes);
    free(it->held);
    free(it->chained);
    free(it);
}

static int register_eventfd(struct sring_kernel *kernel, int fd)
{
    unruly_of(kernel)->event_fd = fd;
    return sring_backend_uring.register_eventfd(kernel, fd);
}

/* Opcodes, tables of files and buffers, and buffer rings: the real kernel's. */
__attribute__((constructor)) static void choose(void)
{
    static struct sring_backend unruly;

    if (!getenv("SRING_TEST_UNRULY")) {
        return;
    }
    unruly = sring_backend_uring;
    unruly.name = "unruly";
    unruly.open = open_unruly;
    unruly.close = close_unruly;
    unruly.enter = enter;
    unruly.register_eventfd = register_eventfd;
    sring_chosen_backend = &unruly;
}
