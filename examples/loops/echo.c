/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A TCP echo server of fibers, and the main function of the programs of this folder.
 *
 * The fibers run while the ring's thread polls or waits, whoever calls it. Nothing here knows about
 * the loop beside the ring.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC */

#include "echo.h"

#include "../arguments.h"
#include "../listen.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct connection {
    struct echo *echo;
    struct sring_fd client; /* stashed until its fiber claims it */
};

/* Returns 0 or -errno. */
static int send_all(struct sring *ring, const struct sring_fd *client, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*client) SRING_REQUIRES(*buf)
{
    size_t length = sring_buf_length(buf);
    int rc = 0;

    for (size_t sent = 0; sent < length; sent += (size_t)rc) {
        struct sring_send_building op;
        struct sring_send_submitted inflight;
        struct sring_send_completed done;

        rc = sring_send_init(ring, &op, client);
        if (rc) {
            return rc;
        }
        sring_send_set_range(&op, sent, length - sent);
        sring_send_submit(ring, &op, buf, &inflight);
        sring_send_wait(ring, &inflight, &done);
        rc = sring_send_finish(&done, buf);
        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}

/* How a connection ends does not end the others: the result is 0. */
SRING_FIBER(serve)
{
    struct connection *connection = arg;
    struct echo *echo = connection->echo;
    struct sring_fd client;
    struct sring_buf buf;
    int rc;

    sring_fd_claim(&connection->client);
    sring_fd_move(&client, &connection->client);
    free(connection);
    if (sring_buf_alloc(&buf, 4096)) {
        sring_fd_close(ring, &client);
        return 0;
    }
    do {
        sring_buf_set_length(&buf, 0);
        rc = sring_recv_await(ring, &client, &buf);
    } while (rc > 0 && !send_all(ring, &client, &buf));
    sring_buf_free(&buf);
    sring_fd_close(ring, &client);
    echo->served++;
    return 0;
}

/* Spawns the fiber of a connection. Returns 0 or -errno. */
static int begin(struct sring *ring, const struct sring_scope *scope, struct echo *echo,
                 struct sring_fd *client) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*scope)
    SRING_CONSUMES(*client)
{
    struct connection *connection = malloc(sizeof(*connection));
    int rc = connection ? 0 : -ENOMEM;

    if (rc) {
        sring_fd_close(ring, client);
        return rc;
    }
    connection->echo = echo;
    sring_fd_move_stash(&connection->client, client);
    rc = sring_scope_spawn(ring, scope, serve, connection);
    if (rc) {
        sring_fd_claim(&connection->client);
        sring_fd_close(ring, &connection->client);
        free(connection);
    }
    return rc;
}

/* Accepts until it is cancelled. */
SRING_FIBER(accept_all)
{
    struct echo *echo = arg;
    struct sring_fd listener;
    struct sring_scope scope;
    int rc, error;

    sring_fd_claim(&echo->listener);
    sring_fd_move(&listener, &echo->listener);
    sring_scope_open(ring, &scope);
    do {
        struct sring_fd client;

        rc = sring_accept_await(ring, &listener, &client);
        if (!rc) {
            rc = begin(ring, &scope, echo, &client);
        }
    } while (!rc);
    error = sring_scope_close(ring, &scope);
    sring_fd_close(ring, &listener);
    echo->rc = rc == -ECANCELED ? error : rc;
    if (echo->on_end) {
        echo->on_end(echo->arg);
    }
    return 0;
}

int echo_open(struct sring *ring, struct echo *echo, void (*on_end)(void *arg), void *arg)
{
    struct sring_fd listener;
    struct sring_fiber fiber;
    int rc = listen_here();

    if (rc < 0) {
        return rc;
    }
    *echo = (struct echo){.on_end = on_end, .arg = arg};
    sring_fd_adopt(&listener, rc);
    sring_fd_move_stash(&echo->listener, &listener);
    rc = sring_spawn(ring, &fiber, accept_all, echo);
    if (rc) {
        sring_fd_claim(&echo->listener);
        sring_fd_close(ring, &echo->listener);
        return rc;
    }
    echo->fiber = sring_fiber_ticket(&fiber);
    sring_fiber_detach(ring, &fiber);
    return 0;
}

void echo_stop(struct sring *ring, const struct echo *echo)
{
    (void)sring_cancel(ring, echo->fiber);
}

int main(int argc, char **argv)
{
    const char *who = argc == 2 ? argv[1] : "";
    bool ring_sleeps = !strcmp(who, "ring");
    unsigned long ticks = 0;
    struct echo echo = {.served = 0};
    struct sring ring;
    char usage[200];
    char reason[256];
    int rc;

    snprintf(
        usage, sizeof(usage),
        "usage: %s loop|ring\n"
        "Echoes over TCP beside an event loop. The loop sleeps, with the ring in it; or the ring\n"
        "does, with the loop in it.\n",
        program_invocation_short_name);
    check_arguments(argc, argv, ring_sleeps || !strcmp(who, "loop"), usage);
    rc = sring_open(&ring, NULL);
    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "%s: %s\n", program_invocation_short_name, reason);
        return 1;
    }
    rc = run_loop(&ring, &echo, ring_sleeps, &ticks);
    echo.on_end = NULL; /* the loop is gone, also if it has failed and echo goes on */
    sring_close(&ring);
    if (rc || echo.rc) {
        fprintf(stderr, "%s: %s\n", program_invocation_short_name, strerror(rc ? -rc : -echo.rc));
        return 1;
    }
    printf("served %lu, %lu ticks\n", echo.served, ticks);
    return fflush(stdout) ? 1 : 0;
}
