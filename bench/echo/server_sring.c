/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Echo server with this library: callbacks, a buffer per connection, one operation at a time. It
 * does only what the tuned server does; copy from examples/echo_server.c instead.
 */
#include "listener.h"

#include <errno.h>
#include <sring/sring.h>
#include <stdlib.h>
#include <sys/socket.h>

struct connection {
    struct sring_fd client; /* stashed between callbacks */
};

SRING_ACCEPT_CALLBACK(on_accept);
SRING_RECV_CALLBACK(on_receive);
SRING_SEND_CALLBACK(on_send);

static void end(struct sring *ring, struct connection *connection, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf);
static void receive(struct sring *ring, struct connection *connection, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf);
static void accept_next(struct sring *ring, struct sring_fd *listener) SRING_REQUIRES(*ring);

static void end(struct sring *ring, struct connection *connection, struct sring_buf *buf)
{
    sring_buf_free(buf);
    sring_fd_claim(&connection->client);
    sring_fd_close(ring, &connection->client);
    free(connection);
}

static void receive(struct sring *ring, struct connection *connection, struct sring_buf *buf)
{
    struct sring_recv_building op;
    int rc;

    sring_fd_borrow(&connection->client);
    rc = sring_recv_init(ring, &op, &connection->client);
    sring_fd_return(&connection->client);
    if (rc) {
        end(ring, connection, buf);
        return;
    }
    sring_recv_start(ring, &op, buf, on_receive, connection);
}

SRING_RECV_CALLBACK(on_receive)
{
    struct connection *connection = arg;
    struct sring_send_building op;
    struct sring_buf buf;
    int n = sring_recv_finish(done, &buf);
    int rc;

    if (n <= 0) {
        end(ring, connection, &buf);
        return;
    }
    sring_fd_borrow(&connection->client);
    rc = sring_send_init(ring, &op, &connection->client);
    sring_fd_return(&connection->client);
    if (rc) {
        end(ring, connection, &buf);
        return;
    }
    sring_send_set_flags(&op, MSG_WAITALL | MSG_NOSIGNAL);
    sring_send_start(ring, &op, &buf, on_send, connection);
}

SRING_SEND_CALLBACK(on_send)
{
    struct connection *connection = arg;
    struct sring_buf buf;
    int n = sring_send_finish(done, &buf);

    if (n < 0) {
        end(ring, connection, &buf);
        return;
    }
    receive(ring, connection, &buf);
}

static void accept_next(struct sring *ring, struct sring_fd *listener)
{
    struct sring_accept_building op;
    int rc;

    sring_fd_borrow(listener);
    rc = sring_accept_init(ring, &op, listener);
    sring_fd_return(listener);
    if (rc) {
        echo_need(rc, "accept");
        return;
    }
    sring_accept_set_flags(&op, SOCK_CLOEXEC);
    sring_accept_start(ring, &op, on_accept, listener);
}

SRING_ACCEPT_CALLBACK(on_accept)
{
    struct connection *connection = calloc(1, sizeof(*connection));
    struct sring_fd client;
    struct sring_buf buf;
    int rc = sring_accept_finish(done, &client);

    if (rc) {
        echo_need(rc, "accept");
        return;
    }
    echo_need(connection ? 0 : -ENOMEM, "connection");
    rc = sring_buf_alloc(&buf, ECHO_BUFFER);
    if (rc) {
        sring_fd_close(ring, &client);
        echo_need(rc, "connection");
        return;
    }
    sring_fd_move(&connection->client, &client);
    sring_fd_stash(&connection->client);
    receive(ring, connection, &buf);
    accept_next(ring, arg);
}

int main(int argc, char **argv)
{
    unsigned connections = echo_connections(argc, argv);
    struct sring_options options = {.entries = echo_entries(connections),
                                    .capacity =
                                        connections > ECHO_CONNECTIONS ? connections + 64 : 0};
    struct sring_fd listener;
    struct sring ring;
    int rc = sring_open(&ring, &options);

    if (rc) {
        echo_need_feature(rc, "io_uring");
        return 1;
    }
    sring_fd_adopt(&listener, echo_listen(0));
    sring_fd_stash(&listener);
    accept_next(&ring, &listener);
    rc = sring_run(&ring);
    sring_close(&ring);
    echo_need(rc, "run");
    return 0;
}
