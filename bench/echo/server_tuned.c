/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Echo server with tuned liburing: DEFER_TASKRUN, one system call per turn of the loop, a
 * registered ring, MSG_WAITALL for sends; a buffer per connection with one operation at a time.
 */
#include "listener.h"

#include <errno.h>
#include <liburing.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

struct connection {
    void (*handle)(struct connection *connection, const struct io_uring_cqe *cqe);
    int fd;
    char *data;
};

static struct io_uring ring;

static struct io_uring_sqe *next_sqe(struct connection *connection)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);

    if (__builtin_expect(!sqe, 0)) {
        io_uring_submit(&ring);
        sqe = io_uring_get_sqe(&ring);
    }
    io_uring_sqe_set_data(sqe, connection);
    return sqe;
}

static void on_receive(struct connection *connection, const struct io_uring_cqe *cqe);
static void on_send(struct connection *connection, const struct io_uring_cqe *cqe);

static void end(struct connection *connection)
{
    close(connection->fd);
    free(connection->data);
    free(connection);
}

static void send_back(struct connection *connection, const char *data, unsigned length)
{
    io_uring_prep_send(next_sqe(connection), connection->fd, data, length,
                       MSG_WAITALL | MSG_NOSIGNAL);
}

static void receive(struct connection *connection)
{
    connection->handle = on_receive;
    io_uring_prep_recv(next_sqe(connection), connection->fd, connection->data, ECHO_BUFFER, 0);
}

static void on_receive(struct connection *connection, const struct io_uring_cqe *cqe)
{
    if (cqe->res <= 0) {
        end(connection);
        return;
    }
    connection->handle = on_send;
    send_back(connection, connection->data, (unsigned)cqe->res);
}

static void on_send(struct connection *connection, const struct io_uring_cqe *cqe)
{
    if (cqe->res < 0) {
        end(connection);
        return;
    }
    receive(connection);
}

static void accept_next(struct connection *listener)
{
    struct io_uring_sqe *sqe = next_sqe(listener);

    io_uring_prep_accept(sqe, listener->fd, NULL, NULL, SOCK_CLOEXEC);
}

static void on_accept(struct connection *listener, const struct io_uring_cqe *cqe)
{
    struct connection *connection = calloc(1, sizeof(*connection));

    echo_need(cqe->res, "accept");
    echo_need(connection ? 0 : -ENOMEM, "connection");
    connection->fd = cqe->res;
    connection->data = malloc(ECHO_BUFFER);
    echo_need(connection->data ? 0 : -ENOMEM, "connection");
    receive(connection);
    accept_next(listener);
}

int main(int argc, char **argv)
{
    unsigned connections = echo_connections(argc, argv);
    struct io_uring_params params = {
        .flags = IORING_SETUP_CQSIZE | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER |
                 IORING_SETUP_DEFER_TASKRUN,
        .cq_entries = connections > ECHO_CONNECTIONS ? connections + 64 : ECHO_COMPLETIONS,
    };
    struct connection listener = {.handle = on_accept};

    echo_need_feature(io_uring_queue_init_params(echo_entries(connections), &ring, &params),
                      "io_uring with DEFER_TASKRUN");
    echo_need_feature(io_uring_register_ring_fd(&ring), "registered ring");
    listener.fd = echo_listen(0);
    accept_next(&listener);
    for (;;) {
        struct io_uring_cqe *cqe;
        unsigned head, count = 0;

        io_uring_submit_and_wait(&ring, 1);
        io_uring_for_each_cqe(&ring, head, cqe)
        {
            struct connection *connection = io_uring_cqe_get_data(cqe);

            connection->handle(connection, cqe);
            count++;
        }
        io_uring_cq_advance(&ring, count);
    }
}
