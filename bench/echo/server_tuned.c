/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Echo server with tuned liburing: DEFER_TASKRUN, one system call per turn of the loop, a
 * registered ring, MSG_WAITALL for sends. Two forms: a buffer per connection with one operation at
 * a time; and with the argument `multishot`, multishot accept and receive into a buffer ring.
 */
#include "listener.h"

#include <errno.h>
#include <liburing.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    GROUP = 1,
    BUFFERS = ECHO_CONNECTIONS
};

struct connection {
    void (*handle)(struct connection *connection, const struct io_uring_cqe *cqe);
    int fd;
    unsigned buffer; /* multishot: the buffer being sent */
    char *data;
};

static struct io_uring ring;
static struct io_uring_buf_ring *buffer_ring;
static char buffers[BUFFERS][ECHO_BUFFER];
static int multishot;

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
static void on_item(struct connection *connection, const struct io_uring_cqe *cqe);
static void on_item_sent(struct connection *connection, const struct io_uring_cqe *cqe);

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

/* --- one operation at a time --- */

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

/* --- multishot --- */

/* The next item can only come after the answer, because a client waits for that. So one `handle`
 * per connection is enough for both of its operations. */
static void receive_items(struct connection *connection)
{
    struct io_uring_sqe *sqe = next_sqe(connection);

    connection->handle = on_item;
    io_uring_prep_recv_multishot(sqe, connection->fd, NULL, 0, 0);
    io_uring_sqe_set_flags(sqe, IOSQE_BUFFER_SELECT);
    sqe->buf_group = GROUP;
}

static void give_back(unsigned buffer)
{
    io_uring_buf_ring_add(buffer_ring, buffers[buffer], ECHO_BUFFER, (unsigned short)buffer,
                          io_uring_buf_ring_mask(BUFFERS), 0);
    io_uring_buf_ring_advance(buffer_ring, 1);
}

static void on_item(struct connection *connection, const struct io_uring_cqe *cqe)
{
    if (cqe->res <= 0) {
        end(connection);
        return;
    }
    echo_need(cqe->flags & IORING_CQE_F_MORE ? 0 : -ENOBUFS, "multishot receive");
    connection->buffer = cqe->flags >> IORING_CQE_BUFFER_SHIFT;
    connection->handle = on_item_sent;
    send_back(connection, buffers[connection->buffer], (unsigned)cqe->res);
}

static void on_item_sent(struct connection *connection, const struct io_uring_cqe *cqe)
{
    echo_need(cqe->res, "send");
    give_back(connection->buffer);
    connection->handle = on_item;
}

/* --- both --- */

static void accept_next(struct connection *listener)
{
    struct io_uring_sqe *sqe = next_sqe(listener);

    if (multishot) {
        io_uring_prep_multishot_accept(sqe, listener->fd, NULL, NULL, SOCK_CLOEXEC);
    } else {
        io_uring_prep_accept(sqe, listener->fd, NULL, NULL, SOCK_CLOEXEC);
    }
}

static void on_accept(struct connection *listener, const struct io_uring_cqe *cqe)
{
    struct connection *connection = calloc(1, sizeof(*connection));

    echo_need(cqe->res, "accept");
    echo_need(connection ? 0 : -ENOMEM, "connection");
    connection->fd = cqe->res;
    if (multishot) {
        receive_items(connection);
    } else {
        connection->data = malloc(ECHO_BUFFER);
        echo_need(connection->data ? 0 : -ENOMEM, "connection");
        receive(connection);
    }
    if (!multishot || !(cqe->flags & IORING_CQE_F_MORE)) {
        accept_next(listener);
    }
}

static void provide_buffers(void)
{
    struct io_uring_buf_reg registration = {.ring_entries = BUFFERS, .bgid = GROUP};

    buffer_ring = mmap(NULL, BUFFERS * sizeof(struct io_uring_buf), PROT_READ | PROT_WRITE,
                       MAP_ANONYMOUS | MAP_PRIVATE, -1, 0);
    echo_need(buffer_ring == MAP_FAILED ? -errno : 0, "buffer ring");
    registration.ring_addr = (uintptr_t)buffer_ring;
    echo_need_feature(io_uring_register_buf_ring(&ring, &registration, 0), "buffer ring");
    io_uring_buf_ring_init(buffer_ring);
    for (unsigned i = 0; i < BUFFERS; i++) {
        give_back(i);
    }
}

int main(int argc, char **argv)
{
    struct io_uring_params params = {
        .flags = IORING_SETUP_CQSIZE | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER |
                 IORING_SETUP_DEFER_TASKRUN,
        .cq_entries = ECHO_COMPLETIONS,
    };
    struct connection listener = {.handle = on_accept};

    multishot = argc > 1 && strcmp(argv[1], "multishot") == 0;
    echo_need_feature(io_uring_queue_init_params(ECHO_ENTRIES, &ring, &params),
                      "io_uring with DEFER_TASKRUN");
    echo_need_feature(io_uring_register_ring_fd(&ring), "registered ring");
    if (multishot) {
        provide_buffers();
    }
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
