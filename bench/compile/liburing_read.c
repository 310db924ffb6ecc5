/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * One read with liburing. Its twin is sring_read.c.
 */
#include <liburing.h>

int read_some(struct io_uring *ring, int fd, void *data, unsigned size, uint64_t offset);

int read_some(struct io_uring *ring, int fd, void *data, unsigned size, uint64_t offset)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(ring);
    struct io_uring_cqe *cqe;
    int rc;

    if (!sqe) {
        return -EAGAIN;
    }
    io_uring_prep_read(sqe, fd, data, size, offset);
    io_uring_sqe_set_data64(sqe, 1);
    rc = io_uring_submit(ring);
    if (rc < 0) {
        return rc;
    }
    rc = io_uring_wait_cqe(ring, &cqe);
    if (rc) {
        return rc;
    }
    rc = cqe->res;
    io_uring_cqe_seen(ring, cqe);
    return rc;
}
