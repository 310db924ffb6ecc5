/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * bench_echo_multishot [CONNECTIONS]
 *
 * Echo server with tuned liburing, multishot accept, and multishot receive into a buffer ring.
 * Answers are sent out of these buffers, which go back to the ring once per turn of the loop.
 * DEFER_TASKRUN, one system call per turn, a registered ring, MSG_WAITALL for sends.
 */
#include "listener.h"

#include <errno.h>
#include <liburing.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    GROUP = 1,
    NO_BUFFER = -1,
    /* Bits of user_data, beside the pointer to the connection. */
    SENT = 1
};

struct connection {
    void (*handle)(struct connection *connection, const struct io_uring_cqe *cqe);
    int fd;
    int buffer; /* the buffer being sent */
    bool ended; /* nothing more will be received */
};

static struct io_uring ring;
static struct io_uring_buf_ring *buffer_ring;
static char buffers[ECHO_RING_BUFFERS][ECHO_RING_BUFFER];
static int returned; /* buffers to publish at the end of the turn */

static struct io_uring_sqe *next_sqe(const struct connection *connection, unsigned bits)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);

    if (__builtin_expect(!sqe, 0)) {
        io_uring_submit(&ring);
        sqe = io_uring_get_sqe(&ring);
    }
    sqe->user_data = (uintptr_t)connection | bits;
    return sqe;
}

static void receive(struct connection *connection)
{
    struct io_uring_sqe *sqe = next_sqe(connection, 0);

    io_uring_prep_recv_multishot(sqe, connection->fd, NULL, 0, 0);
    io_uring_sqe_set_flags(sqe, IOSQE_BUFFER_SELECT);
    sqe->buf_group = GROUP;
}

static void give_back(int buffer)
{
    io_uring_buf_ring_add(buffer_ring, buffers[buffer], ECHO_RING_BUFFER, (unsigned short)buffer,
                          io_uring_buf_ring_mask(ECHO_RING_BUFFERS), returned++);
}

static void end_unless_sending(struct connection *connection)
{
    if (connection->buffer == NO_BUFFER) {
        close(connection->fd);
        free(connection);
    }
}

/* In this contest a client waits for its answer before it sends again. */
static void on_item(struct connection *connection, const struct io_uring_cqe *cqe)
{
    if (cqe->res == -ENOBUFS) {
        receive(connection);
        return;
    }
    if (cqe->res <= 0) {
        connection->ended = true;
        end_unless_sending(connection);
        return;
    }
    echo_need(connection->buffer == NO_BUFFER ? 0 : -EBUSY, "two messages at a time");
    connection->buffer = (int)(cqe->flags >> IORING_CQE_BUFFER_SHIFT);
    io_uring_prep_send(next_sqe(connection, SENT), connection->fd, buffers[connection->buffer],
                       (unsigned)cqe->res, MSG_WAITALL | MSG_NOSIGNAL);
    if (__builtin_expect(!(cqe->flags & IORING_CQE_F_MORE), 0)) {
        receive(connection);
    }
}

/* If the send has failed, so does the receive. */
static void on_sent(struct connection *connection)
{
    give_back(connection->buffer);
    connection->buffer = NO_BUFFER;
    if (__builtin_expect(connection->ended, 0)) {
        end_unless_sending(connection);
    }
}

static void accept_all(struct connection *listener)
{
    io_uring_prep_multishot_accept(next_sqe(listener, 0), listener->fd, NULL, NULL, SOCK_CLOEXEC);
}

static void on_accept(struct connection *listener, const struct io_uring_cqe *cqe)
{
    struct connection *connection = calloc(1, sizeof(*connection));

    echo_need(cqe->res, "accept");
    echo_need(connection ? 0 : -ENOMEM, "connection");
    *connection = (struct connection){.handle = on_item, .fd = cqe->res, .buffer = NO_BUFFER};
    receive(connection);
    if (!(cqe->flags & IORING_CQE_F_MORE)) {
        accept_all(listener);
    }
}

static void publish(void)
{
    io_uring_buf_ring_advance(buffer_ring, returned);
    returned = 0;
}

static void provide_buffers(void)
{
    struct io_uring_buf_reg registration = {.ring_entries = ECHO_RING_BUFFERS, .bgid = GROUP};

    buffer_ring = mmap(NULL, ECHO_RING_BUFFERS * sizeof(struct io_uring_buf),
                       PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_PRIVATE, -1, 0);
    echo_need(buffer_ring == MAP_FAILED ? -errno : 0, "buffer ring");
    registration.ring_addr = (uintptr_t)buffer_ring;
    echo_need_feature(io_uring_register_buf_ring(&ring, &registration, 0), "buffer ring");
    io_uring_buf_ring_init(buffer_ring);
    for (int i = 0; i < ECHO_RING_BUFFERS; i++) {
        give_back(i);
    }
    publish();
}

static void take_completions(void)
{
    struct io_uring_cqe *cqe;
    unsigned head, count = 0;

    io_uring_for_each_cqe(&ring, head, cqe)
    {
        struct connection *connection = (void *)(uintptr_t)(cqe->user_data & ~(uint64_t)SENT);

        if (cqe->user_data & SENT) {
            on_sent(connection);
        } else {
            connection->handle(connection, cqe);
        }
        count++;
    }
    io_uring_cq_advance(&ring, count);
    if (returned) {
        publish();
    }
}

int main(int argc, char **argv)
{
    unsigned connections = echo_connections(argc, argv);
    struct io_uring_params params = {
        .flags = IORING_SETUP_CQSIZE | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER |
                 IORING_SETUP_DEFER_TASKRUN,
        .cq_entries = echo_capacity(connections),
    };
    struct connection listener = {.handle = on_accept};

    echo_need_feature(io_uring_queue_init_params(echo_entries(connections), &ring, &params),
                      "io_uring with DEFER_TASKRUN");
    echo_need_feature(io_uring_register_ring_fd(&ring), "registered ring");
    provide_buffers();
    listener.fd = echo_listen(0);
    accept_all(&listener);
    for (;;) {
        io_uring_submit_and_wait(&ring, 1);
        take_completions();
    }
}
