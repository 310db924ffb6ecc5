/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Connecting with a deadline: returns the connected socket through an out-parameter, or no socket.
 */
#include "support.h"

static int dial(struct sring *ring, const struct sockaddr_in *address, uint64_t nanoseconds,
                struct sring_fd *connection) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*connection);

static int dial(struct sring *ring, const struct sockaddr_in *address, uint64_t nanoseconds,
                struct sring_fd *connection)
{
    struct sring_connect_building op;
    struct sring_connect_submitted inflight;
    struct sring_connect_completed done;
    struct sring_timeout_building timer;
    struct sring_timeout_submitted ticking;
    struct sring_timeout_completed rung;
    int rc = sring_socket_await(ring, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0, connection);

    if (rc) {
        return rc;
    }
    rc = sring_connect_init(ring, &op, connection, (const struct sockaddr *)address,
                            sizeof(*address));
    if (rc) {
        sring_fd_close(ring, connection);
        return rc;
    }
    rc = sring_timeout_init(ring, &timer, nanoseconds);
    if (rc) {
        sring_connect_abandon(ring, &op);
        sring_fd_close(ring, connection);
        return rc;
    }
    sring_connect_submit(ring, &op, &inflight);
    sring_timeout_submit(ring, &timer, &ticking);
    while (!sring_connect_ready(ring, &inflight) && !sring_timeout_ready(ring, &ticking)) {
        (void)sring_flush_and_wait(ring, 1);
    }
    sring_connect_cancel(ring, &inflight, &done);
    sring_timeout_cancel(ring, &ticking, &rung);
    (void)sring_timeout_finish(&rung);
    rc = sring_connect_finish(&done);
    if (rc) {
        sring_fd_close(ring, connection);
        return rc == -ECANCELED ? -ETIMEDOUT : rc;
    }
    return 0;
}

int main(void)
{
    struct sring ring;
    struct sring_fd connection;
    struct sockaddr_in address;
    int status = 0;
    int listener = legal_listen(&address);
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (dial(&ring, &address, UINT64_C(5000000000), &connection)) {
        status = 2;
    } else {
        sring_fd_close(&ring, &connection);
    }
    close(listener);
    if (!dial(&ring, &address, UINT64_C(5000000000), &connection)) {
        status = 3;
        sring_fd_close(&ring, &connection);
    }
    sring_close(&ring);
    return status;
}
