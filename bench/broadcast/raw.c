/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * liburing with every setup flag that helps, and one memory for all sends. The memory is not freed
 * while the kernel reads it, because all sends are waited for.
 */
#include "broadcast.h"

#include <errno.h>
#include <liburing.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static struct io_uring ring;
static int fds[CLIENTS];

void sender_open(const int sockets[CLIENTS], const char *kind)
{
    struct io_uring_params params;
    int rc;

    if (strcmp(kind, "shared") != 0) {
        fail("only shared", 0);
    }
    memcpy(fds, sockets, sizeof(fds));
    memset(&params, 0, sizeof(params));
    params.flags =
        IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN;
    rc = io_uring_queue_init_params(2 * CLIENTS, &ring, &params);
    if (rc == -EINVAL) { /* before Linux 6.1 */
        params.flags = 0;
        rc = io_uring_queue_init_params(2 * CLIENTS, &ring, &params);
    }
    if (rc) {
        fail("io_uring_queue_init_params", rc);
    }
    (void)io_uring_register_ring_fd(&ring);
}

void sender_broadcast(void)
{
    unsigned char *response = malloc(SIZE);
    struct io_uring_cqe *cqe;
    unsigned head, left = CLIENTS;

    if (!response) {
        fail("malloc", -ENOMEM);
    }
    make_response(response);
    for (int i = 0; i < CLIENTS; i++) {
        struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);

        io_uring_prep_send(sqe, fds[i], response, SIZE, MSG_WAITALL);
    }
    while (left) {
        unsigned seen = 0;

        io_uring_submit_and_wait(&ring, left);
        io_uring_for_each_cqe(&ring, head, cqe)
        {
            if (cqe->res != SIZE) {
                fail("send", cqe->res < 0 ? cqe->res : 0);
            }
            seen++;
        }
        io_uring_cq_advance(&ring, seen);
        left -= seen;
    }
    free(response);
}

void sender_close(void)
{
    io_uring_queue_exit(&ring);
}
