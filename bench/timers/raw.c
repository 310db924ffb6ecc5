/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Liburing: a timeout for each timer, or a poll with a linked timeout for each deadline; changed
 * and removed by requests, a system call per batch.
 */
#include "timers.h"

#include <errno.h>
#include <liburing.h>
#include <poll.h>
#include <sys/eventfd.h>

enum {
    ENTRIES = 256,
    BY_REQUEST = 1 /* user_data of what changes and removes */
};

struct timer {
    struct __kernel_timespec time; /* read at submit */
};

static struct io_uring ring;
static struct timer *timers;
static unsigned count, pending;
static bool linked;

static struct io_uring_sqe *next_sqe(void *data)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);

    if (!sqe) {
        io_uring_submit(&ring);
        sqe = io_uring_get_sqe(&ring);
    }
    io_uring_sqe_set_data(sqe, data);
    return sqe;
}

static struct timer *timer_at(unsigned index, uint64_t nanoseconds)
{
    timers[index].time = (struct __kernel_timespec){(int64_t)(nanoseconds / TIMERS_SECOND),
                                                    (long long)(nanoseconds % TIMERS_SECOND)};
    return &timers[index];
}

/* Submits, and takes `n` completions. */
static void take(unsigned n)
{
    while (n) {
        struct io_uring_cqe *cqe;
        unsigned head, seen = 0;

        io_uring_submit_and_wait(&ring, n);
        io_uring_for_each_cqe(&ring, head, cqe)
        {
            if (cqe->res < 0 && cqe->res != -ECANCELED) {
                bench_need(cqe->res, "request");
            }
            seen++;
        }
        io_uring_cq_advance(&ring, seen);
        n -= seen;
    }
}

static void arm_linked(int fd, struct timer *timer)
{
    struct io_uring_sqe *sqe;

    if (io_uring_sq_space_left(&ring) < 2) {
        io_uring_submit(&ring);
    }
    sqe = next_sqe(NULL);
    io_uring_prep_poll_add(sqe, fd, POLLIN);
    io_uring_sqe_set_flags(sqe, IOSQE_IO_LINK);
    io_uring_prep_link_timeout(next_sqe(timer), &timer->time, 0);
}

static void arm(struct timer *timer)
{
    io_uring_prep_timeout(next_sqe(timer), &timer->time, 0, 0);
}

void contestant_open(unsigned n, bool deadlines, bool again, uint64_t nanoseconds)
{
    struct io_uring_params params = {
        .flags = IORING_SETUP_CQSIZE | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER |
                 IORING_SETUP_DEFER_TASKRUN,
        .cq_entries = 4096,
    };
    int event = eventfd(0, EFD_CLOEXEC);

    (void)again;
    bench_need_feature(io_uring_queue_init_params(ENTRIES, &ring, &params),
                       "io_uring with DEFER_TASKRUN");
    bench_need_feature(io_uring_register_ring_fd(&ring), "registered ring");
    count = n;
    linked = deadlines;
    timers = bench_memory(n + TIMERS_BATCH, sizeof(*timers));
    for (unsigned i = 0; i < n; i++) {
        if (deadlines) {
            arm_linked(event, timer_at(i, nanoseconds));
        } else {
            arm(timer_at(i, nanoseconds));
        }
    }
    io_uring_submit(&ring);
}

void contestant_arm(uint64_t nanoseconds)
{
    for (unsigned i = 0; i < TIMERS_BATCH; i++) {
        arm(timer_at(count + i, nanoseconds));
    }
    io_uring_submit(&ring);
}

void contestant_cancel(void)
{
    for (unsigned i = 0; i < TIMERS_BATCH; i++) {
        io_uring_prep_timeout_remove(next_sqe((void *)BY_REQUEST), (uintptr_t)&timers[count + i],
                                     0);
    }
    take(2 * TIMERS_BATCH);
}

void contestant_rearm(unsigned index, uint64_t nanoseconds)
{
    struct timer *timer = timer_at(index, nanoseconds);

    io_uring_prep_timeout_update(next_sqe((void *)BY_REQUEST), &timer->time, (uintptr_t)timer,
                                 linked ? IORING_LINK_TIMEOUT_UPDATE : 0);
    pending++;
}

void contestant_end_batch(void)
{
    take(pending);
    pending = 0;
}
