/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A callback whose argument owns handles: a connection that closes and frees itself when the peer
 * leaves.
 */
#include "support.h"

struct connection {
    struct sring_fd socket;
    size_t *received;
};

SRING_RECV_CALLBACK(on_received);
static void receive(struct sring *ring, struct connection *c, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf);
static void end(struct sring *ring, struct connection *c, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf) SRING_CONSUMES(c->socket);

static void end(struct sring *ring, struct connection *c, struct sring_buf *buf)
{
    sring_buf_free(buf);
    sring_fd_close(ring, &c->socket);
    free(c);
}

static void receive(struct sring *ring, struct connection *c, struct sring_buf *buf)
{
    struct sring_recv_building op;

    sring_fd_claim(&c->socket);
    if (sring_recv_init(ring, &op, &c->socket)) {
        end(ring, c, buf);
        return;
    }
    sring_fd_stash(&c->socket);
    sring_recv_start(ring, &op, buf, on_received, c);
}

SRING_RECV_CALLBACK(on_received)
{
    struct connection *c = arg;
    struct sring_buf buf;
    int n = sring_recv_finish(done, &buf);

    if (n <= 0) {
        sring_fd_claim(&c->socket);
        end(ring, c, &buf);
        return;
    }
    *c->received += (size_t)n;
    receive(ring, c, &buf);
}

int main(void)
{
    struct sring ring;
    struct sring_buf buf;
    size_t received = 0;
    int pair[2];
    struct connection *c = malloc(sizeof(*c));
    int rc = sring_open(&ring, NULL);

    if (rc) {
        free(c);
        return legal_no_ring(rc);
    }
    if (!c || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) || sring_buf_alloc(&buf, 4)) {
        abort();
    }
    c->received = &received;
    sring_fd_adopt(&c->socket, pair[0]);
    sring_fd_stash(&c->socket);
    receive(&ring, c, &buf);
    if (send(pair[1], "hello", 5, 0) != 5) {
        abort();
    }
    close(pair[1]);
    rc = sring_run(&ring);
    sring_close(&ring);
    return !rc && received == 5 ? 0 : 3;
}
