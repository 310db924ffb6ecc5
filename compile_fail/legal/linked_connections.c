/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A linked list of connections, each with its own file and a receive in flight.
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

    if (!c || sring_buf_alloc(&buf, 32)) {
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
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    for (int i = 1; i <= 3; i++) {
        int pair[2];

        if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) || send(pair[1], "abc", (size_t)i, 0) != i) {
            abort();
        }
        close(pair[1]);
        if (add(&ring, &list, pair[0])) {
            break;
        }
    }
    while (list) {
        total += drop_first(&ring, &list);
    }
    sring_close(&ring);
    return total == 1 + 2 + 3 ? 0 : 2;
}
