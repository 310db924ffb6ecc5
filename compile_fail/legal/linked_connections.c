/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A linked list of connections, each with a receive in flight and a file of its own.
 */
#include "support.h"

struct connection {
    struct connection *next;
    struct sring_fd socket;
    struct sring_recv_submitted inflight;
};

static int add(struct sring *ring, struct connection **list, int raw) SRING_REQUIRES(*ring);
static size_t drop_first(struct sring *ring, struct connection **list) SRING_REQUIRES(*ring);

static int add(struct sring *ring, struct connection **list, int raw)
{
    struct connection *c = malloc(sizeof(*c));
    struct sring_recv_building op;
    struct sring_buf buf;

    if (!c) {
        return -ENOMEM;
    }
    if (sring_buf_alloc(&buf, 32)) {
        free(c);
        return -ENOMEM;
    }
    sring_fd_adopt(&c->socket, raw);
    if (sring_recv_init(ring, &op, &c->socket)) {
        sring_buf_free(&buf);
        sring_fd_close(ring, &c->socket);
        free(c);
        return -EAGAIN;
    }
    sring_recv_submit(ring, &op, &buf, &c->inflight);
    sring_recv_submitted_stash(&c->inflight);
    sring_fd_stash(&c->socket);
    c->next = *list;
    *list = c;
    return 0;
}

static size_t drop_first(struct sring *ring, struct connection **list)
{
    struct connection *c = *list;
    struct sring_recv_completed done;
    struct sring_buf buf;
    int n;

    *list = c->next;
    sring_recv_submitted_claim(&c->inflight);
    sring_recv_wait(ring, &c->inflight, &done);
    n = sring_recv_finish(&done, &buf);
    sring_buf_free(&buf);
    sring_fd_claim(&c->socket);
    sring_fd_close(ring, &c->socket);
    free(c);
    return n > 0 ? (size_t)n : 0;
}

int main(void)
{
    struct sring ring;
    struct connection *list = NULL;
    size_t total = 0;
    int peers[3];
    int made = 0;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    while (made < 3) {
        int pair[2];

        if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) || add(&ring, &list, pair[0])) {
            break;
        }
        peers[made++] = pair[1];
    }
    for (int i = 0; i < made; i++) {
        if (send(peers[i], "hello", (size_t)i + 1, 0) != i + 1) {
            abort();
        }
    }
    while (list) {
        total += drop_first(&ring, &list);
    }
    sring_close(&ring);
    for (int i = 0; i < made; i++) {
        close(peers[i]);
    }
    return total == 1 + 2 + 3 ? 0 : 2;
}
