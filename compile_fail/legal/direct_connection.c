/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A connection that is a direct descriptor from accept to close, and never a descriptor of the
 * process.
 */
#include "support.h"

/* Reads once from the connection and closes it. Returns the number of bytes or -errno. */
static int serve(struct sring *ring, struct sring_direct_fd *connection, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*connection) SRING_REQUIRES(*buf);

static int serve(struct sring *ring, struct sring_direct_fd *connection, struct sring_buf *buf)
{
    struct sring_recv_building op;
    struct sring_recv_submitted inflight;
    struct sring_recv_completed done;
    int rc = sring_recv_init_direct(ring, &op, connection);
    int n;

    if (rc) {
        sring_direct_fd_unregister(ring, connection);
        return rc;
    }
    sring_recv_submit(ring, &op, buf, &inflight);
    sring_recv_wait(ring, &inflight, &done);
    n = sring_recv_finish(&done, buf);
    rc = sring_close_direct_await(ring, connection);
    return rc ? rc : n;
}

int main(void)
{
    struct sockaddr_in address;
    struct sring ring;
    struct sring_fd listener;
    struct sring_direct_fd connection;
    struct sring_buf buf;
    int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int raw = legal_listen(&address);
    int status = 1;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (raw < 0 || connect(client, (struct sockaddr *)&address, sizeof(address)) ||
        write(client, "hello", 5) != 5) {
        goto close_ring;
    }
    sring_fd_adopt(&listener, raw);
    if (!sring_buf_alloc(&buf, 64)) {
        rc = sring_accept_direct_await(&ring, &listener, &connection);
        if (rc) {
            status = rc == -EOPNOTSUPP ? LEGAL_SKIP : 3;
        } else {
            status = serve(&ring, &connection, &buf) == 5 ? 0 : 2;
        }
        sring_buf_free(&buf);
    }
    sring_fd_close(&ring, &listener);
close_ring:
    sring_close(&ring);
    close(client);
    return status;
}
