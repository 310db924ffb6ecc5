/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Fibers that connect by name and compute in other threads, and a work with a callback.
 */
#include "support.h"

#include <netdb.h>

struct client {
    const char *host, *port;
    int connected;
    int worked;
};

static int compute(void *arg)
{
    struct client *client = arg;

    client->worked++;
    return 0;
}

SRING_FIBER(talk)
{
    struct client *client = arg;
    struct sring_fd fd;
    int rc = sring_connect_to(ring, client->host, client->port, 5000000000, &fd);

    if (rc) {
        return rc;
    }
    rc = sring_offload(ring, compute, client);
    if (rc) {
        sring_fd_close(ring, &fd);
        return rc;
    }
    client->connected++;
    sring_fd_close(ring, &fd);
    return 0;
}

SRING_OFFLOAD_CALLBACK(on_computed)
{
    struct client *client = arg;

    client->connected += result ? 0 : 1;
}

static int resolve(struct sring *ring, const struct client *client) SRING_REQUIRES(*ring)
{
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
    struct addrinfo *list;
    int rc = sring_resolve(ring, client->host, client->port, &hints, &list);

    if (rc) {
        return rc;
    }
    freeaddrinfo(list);
    return 0;
}

static int run(struct sring *ring, struct client *client) SRING_REQUIRES(*ring)
{
    struct sring_ticket ticket;
    struct sring_fiber fiber;
    int rc = sring_spawn(ring, &fiber, talk, client);

    if (rc) {
        return rc;
    }
    rc = sring_offload_launch(ring, compute, on_computed, client, &ticket);
    if (rc) {
        sring_fiber_cancel(ring, &fiber);
    }
    rc |= sring_join(ring, &fiber);
    rc |= resolve(ring, client);
    rc |= sring_run(ring);
    return rc || sring_pending(ring, ticket);
}

int main(void)
{
    struct sockaddr_in name = {.sin_family = AF_INET};
    socklen_t length = sizeof(name);
    struct client client = {.host = "127.0.0.1"};
    struct sring ring;
    char port[8];
    int raw = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int rc;

    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (raw < 0 || bind(raw, (struct sockaddr *)&name, length) || listen(raw, 1) ||
        getsockname(raw, (struct sockaddr *)&name, &length)) {
        return 1;
    }
    snprintf(port, sizeof(port), "%u", ntohs(name.sin_port));
    client.port = port;
    rc = sring_open(&ring, NULL);
    if (rc) {
        return legal_no_ring(rc);
    }
    rc = run(&ring, &client);
    sring_close(&ring);
    close(raw);
    return rc || client.connected != 2 || client.worked != 2;
}
