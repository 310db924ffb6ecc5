/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * bench_echo_sring_multishot [CONNECTIONS]
 *
 * Echo server with this library, multishot accept, and multishot receive into a buffer ring, with
 * callbacks. A lent buffer cannot be sent: the message is copied into a buffer of a pool. So this
 * server copies each message once more than the one with liburing.
 */
#include "listener.h"

#include <errno.h>
#include <sring/sring.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct connection {
    struct sring_fd client; /* stashed between callbacks */
};

static struct sring_buf_ring received; /* stashed, and so is what follows */
static struct sring_pool answers;
static struct sring_fd listener;

SRING_RECV_MULTISHOT_END_CALLBACK(on_receive_end);
SRING_RECV_MULTISHOT_ITEM_CALLBACK(on_message);
SRING_ACCEPT_MULTISHOT_END_CALLBACK(on_accept_end);

static void receive(struct sring *ring, struct connection *connection) SRING_REQUIRES(*ring)
{
    struct sring_recv_multishot_building op;
    int rc;

    sring_fd_borrow(&connection->client);
    sring_buf_ring_borrow(&received);
    rc = sring_recv_multishot_init(ring, &op, &connection->client, &received);
    sring_buf_ring_return(&received);
    sring_fd_return(&connection->client);
    if (rc) {
        echo_need(rc, "receive");
        return;
    }
    sring_recv_multishot_set_rearm(&op);
    (void)sring_recv_multishot_start(ring, &op, on_message, on_receive_end, connection);
}

SRING_RECV_MULTISHOT_END_CALLBACK(on_receive_end)
{
    struct connection *connection = arg;

    (void)rc;
    sring_fd_claim(&connection->client);
    sring_fd_close_later(ring, &connection->client);
    free(connection);
}

/* If the send has failed, so does the receive. */
SRING_SEND_CALLBACK(on_sent)
{
    struct sring_pooled_buf pooled;
    struct sring_buf buf;

    (void)sring_send_finish(done, &buf);
    sring_pooled_buf_wrap(&buf, &pooled);
    sring_pool_claim(&answers);
    sring_pool_put(&answers, &pooled);
    sring_pool_stash(&answers);
}

static void answer(struct sring *ring, struct connection *connection, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf)
{
    struct sring_send_building op;
    int rc;

    sring_fd_borrow(&connection->client);
    rc = sring_send_init(ring, &op, &connection->client);
    sring_fd_return(&connection->client);
    if (rc) {
        sring_buf_free(buf);
        echo_need(rc, "send");
        return;
    }
    sring_send_set_flags(&op, MSG_WAITALL | MSG_NOSIGNAL);
    sring_send_start(ring, &op, buf, on_sent, connection);
}

SRING_RECV_MULTISHOT_ITEM_CALLBACK(on_message)
{
    struct connection *connection = arg;
    size_t length = sring_lent_buf_length(item);
    struct sring_pooled_buf pooled;
    struct sring_buf buf;
    int rc;

    if (!length) { /* the end, which on_receive_end follows */
        sring_lent_buf_return(item);
        return;
    }
    sring_pool_claim(&answers);
    rc = sring_pool_get(&answers, &pooled);
    sring_pool_stash(&answers);
    if (rc) {
        sring_lent_buf_return(item);
        echo_need(rc, "no buffer");
        return;
    }
    sring_pooled_buf_unwrap(&pooled, &buf);
    memcpy(sring_buf_data(&buf), sring_lent_buf_data(item), length);
    sring_buf_set_length(&buf, length);
    sring_lent_buf_return(item);
    answer(ring, connection, &buf);
}

SRING_ACCEPT_MULTISHOT_ITEM_CALLBACK(on_client)
{
    struct connection *connection = calloc(1, sizeof(*connection));

    echo_need(connection ? 0 : -ENOMEM, "connection");
    sring_fd_move_stash(&connection->client, item);
    receive(ring, connection);
}

static void accept_all(struct sring *ring) SRING_REQUIRES(*ring)
{
    struct sring_accept_multishot_building op;
    int rc;

    sring_fd_borrow(&listener);
    rc = sring_accept_multishot_init(ring, &op, &listener);
    sring_fd_return(&listener);
    if (rc) {
        echo_need(rc, "accept");
        return;
    }
    sring_accept_multishot_set_flags(&op, SOCK_CLOEXEC);
    (void)sring_accept_multishot_start(ring, &op, on_client, on_accept_end, NULL);
}

SRING_ACCEPT_MULTISHOT_END_CALLBACK(on_accept_end)
{
    echo_need(rc == -ECANCELED ? 0 : rc, "accept");
    accept_all(ring);
}

/* Returns 0 or -errno. */
static int set_up(struct sring *ring, unsigned connections) SRING_REQUIRES(*ring)
{
    struct sring_buf_ring group;
    struct sring_pool pool;
    int rc = sring_buf_ring_open(ring, &group, ECHO_RING_BUFFERS, ECHO_RING_BUFFER, NULL);

    if (rc) {
        return rc;
    }
    sring_buf_ring_move_stash(&received, &group);
    rc = sring_pool_open(&pool, connections, ECHO_RING_BUFFER, NULL);
    if (rc) {
        return rc;
    }
    sring_pool_move_stash(&answers, &pool);
    return 0;
}

int main(int argc, char **argv)
{
    unsigned connections = echo_connections(argc, argv);
    struct sring_options options = {.entries = echo_entries(connections),
                                    .capacity = echo_capacity(connections)};
    struct sring ring;
    int rc = sring_open(&ring, &options);

    if (rc) {
        echo_need_feature(rc, "io_uring");
        return 1;
    }
    rc = set_up(&ring, connections);
    if (!rc) {
        sring_fd_adopt(&listener, echo_listen(0));
        sring_fd_stash(&listener);
        accept_all(&ring);
        rc = sring_run(&ring);
    }
    sring_close(&ring);
    echo_need(rc, "run");
    return 0;
}
