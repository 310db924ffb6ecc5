/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The peers' work with tuned liburing: DEFER_TASKRUN, a registered ring, one system call per batch.
 */
#include "clock.h"

#include <errno.h>
#include <liburing.h>

static unsigned char data[PEERS_MOST][PEERS_READ_SIZE];

static void run(struct io_uring *ring, const struct peers_work *work, unsigned long rounds)
{
    int expected = work->file < 0 ? 0 : PEERS_READ_SIZE;

    while (rounds-- > 0) {
        struct io_uring_cqe *cqe;
        unsigned head, count = 0;
        int rc;

        for (unsigned i = 0; i < work->batch; i++) {
            struct io_uring_sqe *sqe = io_uring_get_sqe(ring);

            if (work->file < 0) {
                io_uring_prep_nop(sqe);
            } else {
                io_uring_prep_read(sqe, work->file, data[i], PEERS_READ_SIZE, 0);
            }
            io_uring_sqe_set_data(sqe, data[i]);
        }
        rc = io_uring_submit_and_wait(ring, work->batch);
        peers_need(rc, "io_uring_submit_and_wait");
        io_uring_for_each_cqe(ring, head, cqe)
        {
            peers_need(cqe->res == expected ? 0 : -EIO, "operation");
            count++;
        }
        peers_need(count == work->batch ? 0 : -EIO, "batch");
        io_uring_cq_advance(ring, count);
    }
}

int main(int argc, char **argv)
{
    struct peers_work work = peers_work(argc, argv);
    struct io_uring_params params = {.flags =
                                         IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN};
    struct io_uring ring;
    int rc = io_uring_queue_init_params(PEERS_MOST, &ring, &params);

    if (rc == -EINVAL) { /* Linux before 6.1 */
        params = (struct io_uring_params){0};
        rc = io_uring_queue_init_params(PEERS_MOST, &ring, &params);
    }
    peers_need_feature(rc, "io_uring");
    (void)io_uring_register_ring_fd(&ring); /* Linux 5.18 */
    run(&ring, &work, work.warm_up);
    peers_start();
    run(&ring, &work, work.rounds);
    peers_report(&work);
    io_uring_queue_exit(&ring);
    return 0;
}
