/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Liburing: a ring and an eventfd for each thread; the ring reads the eventfd.
 */
#include "ping.h"

#include <errno.h>
#include <liburing.h>
#include <sys/eventfd.h>

static struct io_uring rings[2];
static int events[2];

void contestant_open(int thread)
{
    struct io_uring_params params = {.flags = IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER |
                                              IORING_SETUP_DEFER_TASKRUN};

    bench_need_feature(io_uring_queue_init_params(256, &rings[thread], &params),
                       "io_uring with DEFER_TASKRUN");
    bench_need_feature(io_uring_register_ring_fd(&rings[thread]), "registered ring");
    events[thread] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    bench_need(events[thread] < 0 ? -errno : 0, "eventfd");
}

void contestant_run(int thread)
{
    static eventfd_t values[2];

    do {
        struct io_uring_sqe *sqe = io_uring_get_sqe(&rings[thread]);
        struct io_uring_cqe *cqe;

        io_uring_prep_read(sqe, events[thread], &values[thread], sizeof(values[thread]), 0);
        io_uring_submit_and_wait(&rings[thread], 1);
        bench_need(io_uring_peek_cqe(&rings[thread], &cqe), "completion");
        bench_need(cqe->res, "read");
        io_uring_cqe_seen(&rings[thread], cqe);
    } while (was_woken(thread));
}

void contestant_wake(int thread)
{
    eventfd_write(events[thread], 1);
}
