/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kv_server: keeps values by name, for clients that speak a protocol of lines over TCP:
 *
 *     set NAME VALUE    ok
 *     get NAME          VALUE, or: none
 *     quit              bye
 *
 * Each connection is a fiber with a stream: it reads lines and writes answers, and never flushes,
 * because the stream sends them before it waits for the next line. A client that sends many lines
 * at once gets many answers at once. All fibers share the table without a lock: they run in turns,
 * and switch only where they wait. SIGINT or SIGTERM ends the connections and the server.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC */

#include "arguments.h"
#include "listen.h"

#include <sring/sring.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
    LONGEST = 200, /* bytes of a line, with its newline */
    MOST = 64      /* names */
};

struct server {
    struct sring_fd listener; /* stashed */
    uint64_t idle;            /* nanoseconds until a silent client is left */
    struct sring_ticket fiber;
    struct pair {
        char name[LONGEST], value[LONGEST];
    } pairs[MOST];
};

struct connection {
    struct server *server;
    struct sring_fd client; /* stashed until its fiber claims it */
};

static struct sring_waker signalled; /* stashed */

/* --- the protocol ----------------------------------------------------------------------------- */

/* The pair of this name, or a free one; NULL if there is none. */
static struct pair *find(struct server *server, const char *name)
{
    struct pair *vacant = NULL;

    for (struct pair *pair = server->pairs; pair < server->pairs + MOST; pair++) {
        if (strcmp(pair->name, name) == 0) {
            return pair;
        }
        vacant = !vacant && !pair->name[0] ? pair : vacant;
    }
    return vacant;
}

/* Returns the answer to a line. */
static const char *answer(struct server *server, char *line)
{
    const char *command = strtok(line, " \r\n"), *name = strtok(NULL, " \r\n");
    const char *value = name ? strtok(NULL, "\r\n") : NULL;
    struct pair *pair = name ? find(server, name) : NULL;

    if (command && strcmp(command, "quit") == 0) {
        return "bye";
    }
    if (!command || !name || (strcmp(command, "get") != 0 && !value)) {
        return "what?";
    }
    if (strcmp(command, "get") == 0) {
        return pair && pair->name[0] ? pair->value : "none";
    }
    if (strcmp(command, "set") != 0 || !pair) {
        return pair ? "what?" : "full";
    }
    strcpy(pair->name, name);
    strcpy(pair->value, value);
    return "ok";
}

/* Returns when the client or the idle time ends it. */
static int talk(struct sring *ring, const struct sring_stream *stream, struct server *server)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*stream)
{
    char line[LONGEST + 1];
    int64_t n;

    while ((n = sring_stream_read_line(ring, stream, line, sizeof(line))) > 0) {
        const char *text = answer(server, line);
        int rc = sring_stream_write_all(ring, stream, text, strlen(text));

        rc = rc ? rc : sring_stream_write_all(ring, stream, "\n", 1);
        if (rc || strcmp(text, "bye") == 0) {
            return rc;
        }
    }
    return n == -EMSGSIZE ? sring_stream_write_all(ring, stream, "too long\n", 9) : (int)n;
}

/* How a connection ends does not end the others: the result is 0. */
SRING_FIBER(serve)
{
    struct connection *connection = arg;
    struct server *server = connection->server;
    struct sring_stream stream;
    struct sring_fd client;

    sring_fd_claim(&connection->client);
    sring_fd_move(&client, &connection->client);
    free(connection);
    if (sring_stream_open(ring, &stream, &client)) {
        sring_fd_close(ring, &client);
        return 0;
    }
    sring_stream_set_time_limit(&stream, SRING_STREAM_BOTH, server->idle);
    (void)talk(ring, &stream, server);
    (void)sring_stream_close(ring, &stream); /* sends what was written */
    return 0;
}

/* --- the server ------------------------------------------------------------------------------- */

/* Accepts a client and spawns its fiber. */
static int accept_one(struct sring *ring, const struct sring_scope *scope, struct server *server)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*scope)
{
    struct connection *connection;
    struct sring_fd client;
    int rc;

    sring_fd_borrow(&server->listener);
    rc = sring_accept_await(ring, &server->listener, &client);
    sring_fd_return(&server->listener);
    if (rc) {
        return rc;
    }
    connection = malloc(sizeof(*connection));
    if (!connection) {
        sring_fd_close(ring, &client);
        return -ENOMEM;
    }
    connection->server = server;
    sring_fd_move_stash(&connection->client, &client);
    rc = sring_scope_spawn(ring, scope, serve, connection);
    if (rc) {
        sring_fd_claim(&connection->client);
        sring_fd_close(ring, &connection->client);
        free(connection);
    }
    return rc;
}

/* Returns -ECANCELED after a signal, or another error. */
SRING_FIBER(run)
{
    struct sring_scope scope;
    int rc;

    sring_scope_open(ring, &scope);
    do {
        rc = accept_one(ring, &scope, arg);
    } while (!rc);
    sring_scope_cancel(ring, &scope);
    (void)sring_scope_close(ring, &scope);
    return rc;
}

static void on_signal(int number)
{
    (void)number;
    sring_wake(&signalled);
}

SRING_WAKER_CALLBACK(on_shutdown)
{
    (void)sring_cancel(ring, ((struct server *)arg)->fiber);
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
    return rc == -ECANCELED ? 0 : rc;
}

int main(int argc, char **argv)
{
    static struct server server;
    struct sring_fd listener;
    struct sring ring;
    int raw, rc;

    server.idle = (argc == 2 ? (uint64_t)positive(argv[1], 3600) : 0) * 1000000000;
    check_arguments(argc, argv, server.idle > 0,
                    "usage: kv_server SECONDS\n"
                    "Keeps values for TCP clients. Leaves a client that is silent for SECONDS.\n");
    rc = sring_open(&ring, NULL);
    if (rc) {
        fprintf(stderr, "kv_server: %s\n", strerror(-rc));
        return 1;
    }
    raw = listen_here();
    rc = raw < 0 ? raw : 0;
    if (!rc) {
        sring_fd_adopt(&listener, raw);
        sring_fd_move_stash(&server.listener, &listener);
        rc = run_server(&ring, &server);
        sring_fd_claim(&server.listener);
        sring_fd_close(&ring, &server.listener);
    }
    if (rc) {
        fprintf(stderr, "kv_server: %s\n", strerror(-rc));
    }
    sring_close(&ring);
    return rc ? 1 : 0;
}
