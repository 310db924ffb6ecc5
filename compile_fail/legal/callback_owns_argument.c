/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Callbacks whose argument owns handles: an echo connection that frees itself when the peer leaves.
 */
#include "support.h"

struct echo {
    struct sring_fd socket;
    size_t *echoed;
};

SRING_RECV_CALLBACK(on_received);
SRING_SEND_CALLBACK(on_sent);
static void receive(struct sring *ring, struct echo *echo, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf);
static void end(struct sring *ring, struct echo *echo, struct sring_buf *buf) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*buf);

static void end(struct sring *ring, struct echo *echo, struct sring_buf *buf)
{
    sring_buf_free(buf);
    sring_fd_claim(&echo->socket);
    sring_fd_close(ring, &echo->socket);
    free(echo);
}

static void receive(struct sring *ring, struct echo *echo, struct sring_buf *buf)
{
    struct sring_recv_building op;
    int rc;

    sring_fd_claim(&echo->socket);
    rc = sring_recv_init(ring, &op, &echo->socket);
    sring_fd_stash(&echo->socket);
    if (rc) {
        end(ring, echo, buf);
        return;
    }
    sring_recv_start(ring, &op, buf, on_received, echo);
}

static void on_received(struct sring *ring, struct sring_recv_completed *done, void *arg)
{
    struct echo *echo = arg;
    struct sring_send_building op;
    struct sring_buf buf;
    int n = sring_recv_finish(done, &buf);

    if (n <= 0) {
        end(ring, echo, &buf);
        return;
    }
    *echo->echoed += (size_t)n;
    sring_fd_claim(&echo->socket);
    if (sring_send_init(ring, &op, &echo->socket)) {
        sring_fd_stash(&echo->socket);
        end(ring, echo, &buf);
        return;
    }
    sring_fd_stash(&echo->socket);
    sring_send_start(ring, &op, &buf, on_sent, echo);
}

static void on_sent(struct sring *ring, struct sring_send_completed *done, void *arg)
{
    struct echo *echo = arg;
    struct sring_buf buf;
    int n = sring_send_finish(done, &buf);

    if (n < 0) {
        end(ring, echo, &buf);
        return;
    }
    receive(ring, echo, &buf);
}

int main(void)
{
    struct sring ring;
    struct sring_buf buf;
    size_t echoed = 0;
    char back[6] = "";
    int pair[2];
    struct echo *echo = malloc(sizeof(*echo));
    int rc = sring_open(&ring, NULL);

    if (rc) {
        free(echo);
        return legal_no_ring(rc);
    }
    if (!echo || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) || sring_buf_alloc(&buf, 64)) {
        free(echo);
        sring_close(&ring);
        return 2;
    }
    echo->echoed = &echoed;
    sring_fd_adopt(&echo->socket, pair[0]);
    sring_fd_stash(&echo->socket);
    receive(&ring, echo, &buf);
    if (send(pair[1], "hello", 5, 0) != 5 || shutdown(pair[1], SHUT_WR)) {
        abort();
    }
    rc = sring_run(&ring);
    if (!rc && recv(pair[1], back, 5, MSG_DONTWAIT) != 5) {
        rc = -EIO;
    }
    close(pair[1]);
    sring_close(&ring);
    return !rc && echoed == 5 && !strcmp(back, "hello") ? 0 : 3;
}
