/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Liburing: a completion brings the pointer to its context, which says what is over.
 */
#include "wait_any.h"

#include <liburing.h>
#include <poll.h>
#include <stdbool.h>

struct context {
    void (*function)(struct context *context, int result);
    bool over;
};

static struct io_uring ring;
static struct context *timers, wanted, other;
static unsigned other_count, left;

static struct io_uring_sqe *next_sqe(struct context *context)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);

    if (__builtin_expect(!sqe, 0)) {
        io_uring_submit(&ring);
        sqe = io_uring_get_sqe(&ring);
    }
    io_uring_sqe_set_data(sqe, context);
    return sqe;
}

static void is_over(struct context *context, int result)
{
    bench_need(result, "operation");
    context->over = true;
}

static void begin_other(struct context *context, int result)
{
    bench_need(result, "nop");
    if (left) {
        left--;
        io_uring_prep_nop(next_sqe(context));
    } else {
        event_write();
    }
}

void contestant_open(unsigned n, unsigned others)
{
    static struct __kernel_timespec time = {LONG_SECONDS, 0};
    struct io_uring_params params = {
        .flags = IORING_SETUP_CQSIZE | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER |
                 IORING_SETUP_DEFER_TASKRUN,
        .cq_entries = 32768,
    };

    bench_need_feature(io_uring_queue_init_params(256, &ring, &params),
                       "io_uring with DEFER_TASKRUN");
    bench_need_feature(io_uring_register_ring_fd(&ring), "registered ring");
    timers = bench_memory(n, sizeof(*timers));
    for (unsigned i = 0; i + 1 < n; i++) {
        timers[i].function = is_over;
        io_uring_prep_timeout(next_sqe(&timers[i]), &time, 0, 0);
    }
    other_count = others;
}

void contestant_wait(void)
{
    wanted = (struct context){.function = is_over};
    other.function = begin_other;
    if (other_count) {
        io_uring_prep_poll_add(next_sqe(&wanted), event, POLLIN);
        left = other_count;
        begin_other(&other, 0);
    } else {
        io_uring_prep_nop(next_sqe(&wanted));
    }
    while (!wanted.over) {
        struct io_uring_cqe *cqe;
        unsigned head, seen = 0;

        io_uring_submit_and_wait(&ring, 1);
        io_uring_for_each_cqe(&ring, head, cqe)
        {
            struct context *context = io_uring_cqe_get_data(cqe);

            context->function(context, cqe->res);
            seen++;
        }
        io_uring_cq_advance(&ring, seen);
    }
    if (other_count) {
        event_read();
    }
}
