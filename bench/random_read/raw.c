/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Random reads with tuned liburing: registered ring, file and buffers, DEFER_TASKRUN, one system
 * call to submit and wait.
 */
#include "reads.h"

#include <errno.h>
#include <liburing.h>

struct slot {
    unsigned char *data;
    uint64_t random;
    int index;
};

static void open_ring(struct io_uring *ring, unsigned depth)
{
    struct io_uring_params params = {.flags =
                                         IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN};
    int rc = io_uring_queue_init_params(depth, ring, &params);

    if (rc == -EINVAL) { /* Linux before 6.1 */
        params = (struct io_uring_params){0};
        rc = io_uring_queue_init_params(depth, ring, &params);
    }
    reads_need_feature(rc, "io_uring");
    (void)io_uring_register_ring_fd(ring); /* Linux 5.18 */
}

static void read_next(struct io_uring *ring, const struct reads *reads, struct slot *slot)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(ring);

    io_uring_prep_read_fixed(sqe, 0, slot->data, READS_SIZE, reads_offset(reads, &slot->random),
                             slot->index);
    sqe->flags |= IOSQE_FIXED_FILE;
    io_uring_sqe_set_data(sqe, slot);
}

int main(int argc, char **argv)
{
    static struct slot slots[READS_MOST_DEPTH];
    static struct iovec buffers[READS_MOST_DEPTH];
    struct reads reads;
    struct io_uring ring;
    unsigned char *memory;
    unsigned in_flight;

    reads_begin(&reads, argc, argv);
    open_ring(&ring, reads.depth);
    memory = reads_memory(reads.depth);
    for (unsigned i = 0; i < reads.depth; i++) {
        slots[i] = (struct slot){memory + i * READS_SIZE, i + 1, (int)i};
        buffers[i] = (struct iovec){slots[i].data, READS_SIZE};
    }
    reads_need(io_uring_register_files(&ring, &reads.fd, 1), "io_uring_register_files");
    reads_need(io_uring_register_buffers(&ring, buffers, reads.depth), "io_uring_register_buffers");
    for (unsigned i = 0; i < reads.depth; i++) {
        read_next(&ring, &reads, &slots[i]);
    }
    for (in_flight = reads.depth; in_flight > 0;) {
        struct io_uring_cqe *cqe;
        unsigned head, count = 0;

        reads_need(io_uring_submit_and_wait(&ring, 1), "io_uring_submit_and_wait");
        io_uring_for_each_cqe(&ring, head, cqe)
        {
            if (reads_over(cqe->res)) {
                in_flight--;
            } else {
                read_next(&ring, &reads, io_uring_cqe_get_data(cqe));
            }
            count++;
        }
        io_uring_cq_advance(&ring, count);
    }
    io_uring_queue_exit(&ring);
    reads_end();
    return 0;
}
