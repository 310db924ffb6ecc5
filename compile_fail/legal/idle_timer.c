/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The idle timer of a connection: each request postpones it.
 */
#include "support.h"

#define IDLE (UINT64_C(20) * 1000 * 1000)

struct connection {
    struct sring_ticket idle;
    unsigned requests;
    int ended;
};

SRING_TIMEOUT_CALLBACK(on_idle)
{
    struct connection *connection = arg;

    connection->ended = sring_timeout_finish(done);
}

SRING_NOP_CALLBACK(on_request)
{
    struct connection *connection = arg;

    if (sring_nop_finish(done)) {
        return;
    }
    connection->requests++;
    if (sring_timeout_rearm(ring, connection->idle, IDLE)) {
        return; /* the timer has fired: its callback ends the connection */
    }
}

static int serve(struct sring *ring, struct connection *connection) SRING_REQUIRES(*ring);

static int serve(struct sring *ring, struct connection *connection)
{
    struct sring_timeout_building timer;
    struct sring_nop_building request;

    if (sring_timeout_init(ring, &timer, IDLE)) {
        return -1;
    }
    connection->idle = sring_timeout_start(ring, &timer, on_idle, connection);
    if (sring_nop_init(ring, &request)) {
        return -1;
    }
    sring_nop_start(ring, &request, on_request, connection);
    return sring_run(ring);
}

int main(void)
{
    struct sring ring;
    struct connection connection = {.requests = 0};
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    rc = serve(&ring, &connection);
    sring_close(&ring);
    return rc || connection.requests != 1 || connection.ended != -ETIME;
}
