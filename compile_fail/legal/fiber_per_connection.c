/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A fiber for each connection, which owns its file; a scope holds them together.
 */
#include "support.h"

struct connection {
    struct sring_fd file; /* stashed until the fiber claims it */
    int rounds;
};

SRING_FIBER(serve)
{
    struct connection *connection = arg;
    struct sring_fd file;
    struct sring_buf buf;
    int rc;

    sring_fd_claim(&connection->file);
    sring_fd_move(&file, &connection->file);
    if (sring_buf_alloc(&buf, 64)) {
        sring_fd_close(ring, &file);
        return -ENOMEM;
    }
    for (;;) {
        sring_buf_set_length(&buf, 0);
        rc = sring_recv_await(ring, &file, &buf);
        if (rc <= 0) {
            break;
        }
        rc = sring_send_await(ring, &file, &buf);
        if (rc < 0) {
            break;
        }
        connection->rounds++;
    }
    sring_buf_free(&buf);
    sring_fd_close(ring, &file);
    return rc;
}

SRING_FIBER(ask)
{
    struct connection *connection = arg;
    struct sring_fd file;
    struct sring_buf buf;
    int rc = 0;

    sring_fd_claim(&connection->file);
    sring_fd_move(&file, &connection->file);
    if (sring_buf_alloc(&buf, 64)) {
        sring_fd_close(ring, &file);
        return -ENOMEM;
    }
    for (int i = 0; i < 10 && rc >= 0; i++) {
        sring_buf_data(&buf)[0] = (unsigned char)i;
        sring_buf_set_length(&buf, 1);
        rc = sring_send_await(ring, &file, &buf);
        if (rc == 1) {
            sring_buf_set_length(&buf, 0);
            rc = sring_recv_await(ring, &file, &buf);
            connection->rounds += rc == 1 && sring_buf_data(&buf)[0] == i;
        }
    }
    sring_buf_free(&buf);
    sring_fd_close(ring, &file);
    return rc < 0 ? rc : 0;
}

static int converse(struct sring *ring, struct connection pairs[8]) SRING_REQUIRES(*ring)
{
    struct sring_scope scope;
    int rc = 0;

    sring_scope_open(ring, &scope);
    for (int i = 0; i < 8 && !rc; i++) {
        rc = sring_scope_spawn(ring, &scope, i % 2 ? ask : serve, &pairs[i]);
    }
    if (rc) {
        sring_scope_cancel(ring, &scope);
    }
    return sring_scope_close(ring, &scope);
}

static int connect_pairs(struct connection pairs[8])
{
    for (int i = 0; i < 8; i += 2) {
        int raw[2];

        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, raw)) {
            return 2;
        }
        for (int end = 0; end < 2; end++) {
            struct sring_fd fd;

            sring_fd_adopt(&fd, raw[end]);
            sring_fd_move_stash(&pairs[i + end].file, &fd);
        }
    }
    return 0;
}

int main(void)
{
    struct connection pairs[8] = {{.rounds = 0}};
    struct sring ring;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    rc = connect_pairs(pairs);
    if (!rc) {
        rc = converse(&ring, pairs);
    }
    for (int i = 0; i < 8 && !rc; i++) {
        rc = pairs[i].rounds == 10 ? 0 : 3;
    }
    sring_close(&ring);
    return rc;
}
