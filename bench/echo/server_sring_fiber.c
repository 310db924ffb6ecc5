/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * bench_echo_sring_fiber [CONNECTIONS]
 *
 * Echo server with this library: a fiber and a buffer per connection, one operation at a time. It
 * does what server_sring.c does with callbacks; copy from examples/fiber_echo.c instead.
 */
#include "listener.h"

#include <errno.h>
#include <sring/sring.h>
#include <stdlib.h>
#include <sys/socket.h>

static struct sring_fd listener; /* stashed */

/* Returns the number of bytes, 0 at the end, or -errno. */
static int receive(struct sring *ring, const struct sring_fd *client, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*client) SRING_REQUIRES(*buf)
{
    struct sring_recv_building op;
    struct sring_recv_submitted inflight;
    struct sring_recv_completed done;
    int rc = sring_recv_init(ring, &op, client);

    if (rc) {
        return rc;
    }
    sring_recv_submit(ring, &op, buf, &inflight);
    sring_recv_wait(ring, &inflight, &done);
    return sring_recv_finish(&done, buf);
}

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

/* `arg` is the connection's file, stashed and allocated. */
SRING_FIBER(serve)
{
    struct sring_fd *passed = arg;
    struct sring_fd client;
    struct sring_buf buf;
    int rc;

    sring_fd_claim(passed);
    sring_fd_move(&client, passed);
    free(passed);
    rc = sring_buf_alloc(&buf, ECHO_BUFFER);
    if (rc) {
        sring_fd_close(ring, &client);
        echo_need(rc, "connection");
        return rc;
    }
    do {
        rc = receive(ring, &client, &buf);
    } while (rc > 0 && send_all(ring, &client, &buf) > 0);
    sring_buf_free(&buf);
    sring_fd_close(ring, &client);
    return 0;
}

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
    for (;;) {
        struct sring_accept_building op;
        struct sring_accept_submitted inflight;
        struct sring_accept_completed done;
        struct sring_fd client;
        int rc;

        sring_fd_borrow(&listener);
        rc = sring_accept_init(ring, &op, &listener);
        sring_fd_return(&listener);
        if (rc) {
            return rc;
        }
        sring_accept_set_flags(&op, SOCK_CLOEXEC);
        sring_accept_submit(ring, &op, &inflight);
        sring_accept_wait(ring, &inflight, &done);
        rc = sring_accept_finish(&done, &client);
        if (rc) {
            return rc;
        }
        begin(ring, &client);
    }
}

int main(int argc, char **argv)
{
    unsigned connections = echo_connections(argc, argv);
    struct sring_options options = {.entries = echo_entries(connections),
                                    .capacity =
                                        connections > ECHO_CONNECTIONS ? connections + 64 : 0};
    struct sring_fiber accepting;
    struct sring ring;
    int rc = sring_open(&ring, &options);

    if (rc) {
        echo_need_feature(rc, "io_uring");
        return 1;
    }
    sring_fd_adopt(&listener, echo_listen(0));
    sring_fd_stash(&listener);
    rc = sring_spawn(&ring, &accepting, accept_all, NULL);
    if (!rc) {
        rc = sring_join(&ring, &accepting);
    }
    sring_close(&ring);
    echo_need(rc, "run");
    return 0;
}
