/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Echo server with io_uring as in tutorials and the well-known io_uring-echo-server: a ring with
 * default flags; after every message a separate operation provides the buffer again.
 */
#include "listener.h"

#include <errno.h>
#include <liburing.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    ACCEPT,
    RECEIVE,
    SEND,
    PROVIDE
};
enum {
    GROUP = 1
};

/* user_data */
struct event {
    int32_t fd;
    uint16_t kind;
    uint16_t buffer;
};

static struct io_uring ring;
static char buffers[ECHO_CONNECTIONS][ECHO_BUFFER];

static struct io_uring_sqe *next_sqe(void)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);

    if (!sqe) {
        io_uring_submit(&ring);
        sqe = io_uring_get_sqe(&ring);
    }
    return sqe;
}

static void tag(struct io_uring_sqe *sqe, unsigned kind, int fd, unsigned buffer)
{
    struct event event = {.fd = fd, .kind = (uint16_t)kind, .buffer = (uint16_t)buffer};
    uint64_t word;

    __builtin_memcpy(&word, &event, sizeof(word));
    sqe->user_data = word;
}

static void accept_next(int listener)
{
    struct io_uring_sqe *sqe = next_sqe();

    io_uring_prep_accept(sqe, listener, NULL, NULL, SOCK_CLOEXEC);
    tag(sqe, ACCEPT, listener, 0);
}

static void receive(int fd)
{
    struct io_uring_sqe *sqe = next_sqe();

    io_uring_prep_recv(sqe, fd, NULL, ECHO_BUFFER, 0);
    io_uring_sqe_set_flags(sqe, IOSQE_BUFFER_SELECT);
    sqe->buf_group = GROUP;
    tag(sqe, RECEIVE, fd, 0);
}

static void send_back(int fd, unsigned buffer, unsigned length)
{
    struct io_uring_sqe *sqe = next_sqe();

    io_uring_prep_send(sqe, fd, buffers[buffer], length, MSG_WAITALL | MSG_NOSIGNAL);
    tag(sqe, SEND, fd, buffer);
}

static void provide(unsigned buffer, int count)
{
    struct io_uring_sqe *sqe = next_sqe();

    io_uring_prep_provide_buffers(sqe, buffers[buffer], ECHO_BUFFER, count, GROUP, (int)buffer);
    tag(sqe, PROVIDE, -1, buffer);
}

static void handle(const struct io_uring_cqe *cqe)
{
    struct event event;

    __builtin_memcpy(&event, &cqe->user_data, sizeof(event));
    switch (event.kind) {
    case ACCEPT:
        echo_need(cqe->res, "accept");
        receive(cqe->res);
        accept_next(event.fd);
        break;
    case RECEIVE:
        if (cqe->res > 0) {
            send_back(event.fd, cqe->flags >> IORING_CQE_BUFFER_SHIFT, (unsigned)cqe->res);
            break;
        }
        if (cqe->flags & IORING_CQE_F_BUFFER) {
            provide(cqe->flags >> IORING_CQE_BUFFER_SHIFT, 1);
        }
        close(event.fd);
        break;
    case SEND:
        provide(event.buffer, 1);
        if (cqe->res < 0) {
            close(event.fd);
        } else {
            receive(event.fd);
        }
        break;
    default:
        echo_need(cqe->res, "provide_buffers");
    }
}

int main(void)
{
    struct io_uring_params params = {.flags = IORING_SETUP_CQSIZE, .cq_entries = ECHO_COMPLETIONS};
    int listener;

    echo_need_feature(io_uring_queue_init_params(ECHO_ENTRIES, &ring, &params), "io_uring");
    listener = echo_listen(0);
    provide(0, ECHO_CONNECTIONS);
    accept_next(listener);
    for (;;) {
        struct io_uring_cqe *cqe;
        unsigned head, count = 0;

        io_uring_submit_and_wait(&ring, 1);
        io_uring_for_each_cqe(&ring, head, cqe)
        {
            handle(cqe);
            count++;
        }
        io_uring_cq_advance(&ring, count);
    }
}
