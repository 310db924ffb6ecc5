/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fiber_echo: a TCP echo server with a fiber for each connection.
 *
 * Each fiber is sequential code that owns its file and its buffer. One fiber accepts, and spawns
 * the others into a scope. The first SIGINT or SIGTERM ends the accept, so the server ends when its
 * clients have; the second one cancels the fibers.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC */

#include "arguments.h"
#include "listen.h"

#include <sring/sring.h>

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
    BUFFER = 4096, /* bytes */
};

struct server {
    struct sring_fd listener; /* stashed */
    uint64_t idle;            /* nanoseconds without a message until a connection ends */
    struct sring_ticket accepting, fiber;
    int signals;
    unsigned long served;
};

struct connection {
    struct server *server;
    struct sring_fd client; /* stashed until its fiber claims it */
};

static struct sring_waker signalled; /* stashed */

/* --- a connection ------------------------------------------------------------------------------
 */

/* Returns the number of bytes, 0 at the end, or -errno; -ETIME after the idle time. */
static int receive(struct sring *ring, const struct sring_fd *client, struct sring_buf *buf,
                   uint64_t idle) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*client)
    SRING_REQUIRES(*buf)
{
    const struct sring_recv_options options = {.timeout_ns = idle};

    sring_buf_set_length(buf, 0);
    return sring_recv_await_with(ring, client, buf, &options, NULL);
}

/* Sends the whole buffer. Returns its length; fewer bytes before an error; or -errno. */
static int send_all(struct sring *ring, const struct sring_fd *client, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*client) SRING_REQUIRES(*buf)
{
    static const struct sring_send_options options = {.flags = MSG_WAITALL};

    return sring_send_await_with(ring, client, buf, &options, NULL);
}

/* How a connection ends does not end the others: the result is 0. */
SRING_FIBER(serve)
{
    struct connection *connection = arg;
    struct server *server = connection->server;
    struct sring_fd client;
    struct sring_buf buf;
    int rc;

    sring_fd_claim(&connection->client);
    sring_fd_move(&client, &connection->client);
    free(connection);
    if (sring_buf_alloc(&buf, BUFFER)) {
        sring_fd_close(ring, &client);
        return 0;
    }
    do {
        rc = receive(ring, &client, &buf, server->idle);
        if (rc > 0) {
            rc = send_all(ring, &client, &buf) == rc;
        }
    } while (rc > 0);
    sring_buf_free(&buf);
    sring_fd_close(ring, &client);
    server->served++;
    return 0;
}

/* --- the server --------------------------------------------------------------------------------
 */

static int accept_one(struct sring *ring, struct server *server, struct sring_fd *client)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*client)
{
    static const struct sring_accept_options options = {.flags = SOCK_CLOEXEC};
    int rc;

    sring_fd_borrow(&server->listener);
    rc = sring_accept_await_with(ring, &server->listener, &options, &server->accepting, client);
    sring_fd_return(&server->listener);
    return rc;
}

/* Spawns the fiber of a connection. */
static int begin(struct sring *ring, const struct sring_scope *scope, struct server *server,
                 struct sring_fd *client) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*scope)
    SRING_CONSUMES(*client)
{
    struct connection *connection = malloc(sizeof(*connection));
    int rc = connection ? 0 : -ENOMEM;

    if (rc) {
        sring_fd_close(ring, client);
        return rc;
    }
    connection->server = server;
    sring_fd_move_stash(&connection->client, client);
    rc = sring_scope_spawn(ring, scope, serve, connection);
    if (rc) {
        sring_fd_claim(&connection->client);
        sring_fd_close(ring, &connection->client);
        free(connection);
    }
    return rc;
}

/* Returns 0 when a signal has ended it, or -errno. */
SRING_FIBER(run)
{
    struct server *server = arg;
    struct sring_scope scope;
    int rc, error;

    sring_scope_open(ring, &scope);
    do {
        struct sring_fd client;

        rc = accept_one(ring, server, &client);
        if (!rc) {
            rc = begin(ring, &scope, server, &client);
        }
    } while (!rc && !server->signals);
    error = sring_scope_close(ring, &scope);
    return rc && rc != -ECANCELED ? rc : error;
}

static void on_signal(int number)
{
    (void)number;
    sring_wake(&signalled);
}

SRING_WAKER_CALLBACK(on_shutdown)
{
    struct server *server = arg;

    (void)sring_cancel(ring, server->signals++ ? server->fiber : server->accepting);
}

static int run_server(struct sring *ring, struct server *server) SRING_REQUIRES(*ring)
{
    struct sring_waker waker;
    struct sring_fiber fiber;
    int rc = sring_waker_open(ring, &waker, on_shutdown, server);

    if (rc) {
        return rc;
    }
    sring_waker_move_stash(&signalled, &waker);
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    rc = sring_spawn(ring, &fiber, run, server);
    if (!rc) {
        server->fiber = sring_fiber_ticket(&fiber);
        rc = sring_join(ring, &fiber);
    }
    sring_waker_claim(&signalled);
    sring_waker_close(ring, &signalled);
    return rc;
}

static int listen_and_run(struct sring *ring, struct server *server) SRING_REQUIRES(*ring)
{
    struct sring_fd listener;
    int rc = listen_here();

    if (rc < 0) {
        return rc;
    }
    sring_fd_adopt(&listener, rc);
    sring_fd_move_stash(&server->listener, &listener);
    rc = run_server(ring, server);
    sring_fd_claim(&server->listener);
    sring_fd_close(ring, &server->listener);
    return rc;
}

int main(int argc, char **argv)
{
    struct server server = {.idle = 0};
    struct sring ring;
    char reason[256];
    int rc;

    server.idle = (argc == 2 ? (uint64_t)positive(argv[1], 3600) : 0) * 1000000000;
    check_arguments(argc, argv, server.idle > 0,
                    "usage: fiber_echo SECONDS\n"
                    "Echoes over TCP. Ends a connection that is silent for SECONDS.\n");
    rc = sring_open(&ring, NULL);
    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "fiber_echo: %s\n", reason);
        return 1;
    }
    rc = listen_and_run(&ring, &server);
    if (rc) {
        fprintf(stderr, "fiber_echo: %s\n", strerror(-rc));
    }
    sring_close(&ring);
    printf("served %lu\n", server.served);
    return rc || fflush(stdout) ? 1 : 0;
}
