/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * bench_echo_sring_fiber_multishot [CONNECTIONS]
 *
 * Echo server with this library: a fiber per connection, multishot accept, and multishot receive
 * into a buffer ring. It does what server_sring_multishot.c does with callbacks; but a fiber
 * waits for the end of its send, so it has at most one buffer of the pool.
 */
#include "listener.h"

#include <errno.h>
#include <sring/sring.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static struct sring_buf_ring received; /* stashed, and so is what follows */
static struct sring_pool answers;
static struct sring_fd listener;

/* --- a connection --------------------------------------------------------------------------- */

static int send_all(struct sring *ring, const struct sring_fd *client, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*client) SRING_REQUIRES(*buf)
{
    struct sring_send_building op;
    struct sring_send_submitted inflight;
    struct sring_send_completed done;
    int rc = sring_send_init(ring, &op, client);

    if (rc) {
        return rc;
    }
    sring_send_set_flags(&op, MSG_WAITALL | MSG_NOSIGNAL);
    sring_send_submit(ring, &op, buf, &inflight);
    sring_send_wait(ring, &inflight, &done);
    return sring_send_finish(&done, buf);
}

/* Returns the number of bytes, or -errno. */
static int answer(struct sring *ring, const struct sring_fd *client, struct sring_lent_buf *item)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*client) SRING_CONSUMES(*item)
{
    size_t length = sring_lent_buf_length(item);
    struct sring_pooled_buf pooled;
    struct sring_buf buf;
    int rc;

    sring_pool_claim(&answers);
    rc = sring_pool_get(&answers, &pooled);
    sring_pool_stash(&answers);
    if (rc) {
        sring_lent_buf_return(item);
        return rc;
    }
    sring_pooled_buf_unwrap(&pooled, &buf);
    memcpy(sring_buf_data(&buf), sring_lent_buf_data(item), length);
    sring_buf_set_length(&buf, length);
    sring_lent_buf_return(item);
    rc = send_all(ring, client, &buf);
    sring_pooled_buf_wrap(&buf, &pooled);
    sring_pool_claim(&answers);
    sring_pool_put(&answers, &pooled);
    sring_pool_stash(&answers);
    return rc;
}

/* Serves until the receive ends. */
static void serve_client(struct sring *ring, const struct sring_fd *client) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*client)
{
    struct sring_recv_multishot_building op;
    struct sring_recv_multishot_streaming stream;
    int rc;

    sring_buf_ring_borrow(&received);
    rc = sring_recv_multishot_init(ring, &op, client, &received);
    sring_buf_ring_return(&received);
    if (rc) {
        return;
    }
    sring_recv_multishot_set_rearm(&op);
    sring_recv_multishot_submit(ring, &op, &stream);
    do {
        struct sring_lent_buf item;

        rc = sring_recv_multishot_next(ring, &stream, &item);
        if (rc) {
            break;
        }
        if (!sring_lent_buf_length(&item)) { /* the end */
            sring_lent_buf_return(&item);
            break;
        }
        rc = answer(ring, client, &item);
    } while (rc > 0);
    sring_recv_multishot_end(ring, &stream);
}

/* `arg` is the connection's file, stashed and allocated. */
SRING_FIBER(serve)
{
    struct sring_fd *passed = arg;
    struct sring_fd client;

    sring_fd_claim(passed);
    sring_fd_move(&client, passed);
    free(passed);
    serve_client(ring, &client);
    sring_fd_close(ring, &client);
    return 0;
}

/* --- the server ----------------------------------------------------------------------------- */

static void begin(struct sring *ring, struct sring_fd *client) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*client)
{
    struct sring_fd *passed = malloc(sizeof(*passed));
    struct sring_fiber fiber;
    int rc;

    echo_need(passed ? 0 : -ENOMEM, "connection");
    sring_fd_move_stash(passed, client);
    rc = sring_spawn(ring, &fiber, serve, passed);
    if (rc) {
        echo_need(rc, "connection");
        return;
    }
    sring_fiber_detach(ring, &fiber);
}

SRING_FIBER(accept_all)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;
    int rc;

    sring_fd_borrow(&listener);
    rc = sring_accept_multishot_init(ring, &op, &listener);
    sring_fd_return(&listener);
    if (rc) {
        return rc;
    }
    sring_accept_multishot_set_flags(&op, SOCK_CLOEXEC);
    sring_accept_multishot_set_rearm(&op);
    sring_accept_multishot_submit(ring, &op, &stream);
    for (;;) {
        struct sring_fd client;

        rc = sring_accept_multishot_next(ring, &stream, &client);
        if (rc) {
            break;
        }
        begin(ring, &client);
    }
    sring_accept_multishot_end(ring, &stream);
    return rc;
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

static int run(struct sring *ring) SRING_REQUIRES(*ring)
{
    struct sring_fiber accepting;
    int rc;

    sring_fd_adopt(&listener, echo_listen(0));
    sring_fd_stash(&listener);
    rc = sring_spawn(ring, &accepting, accept_all, NULL);
    if (rc) {
        return rc;
    }
    return sring_join(ring, &accepting);
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
        rc = run(&ring);
    }
    sring_close(&ring);
    echo_need(rc, "run");
    return 0;
}
