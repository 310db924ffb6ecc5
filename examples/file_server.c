/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * file_server: serves the files of a directory by HTTP/1.1, with a fiber for each connection.
 *
 * GET and HEAD, connections that are kept, pipelined requests, ranges, conditions. No path and no
 * symbolic link leads out of the directory. The first SIGINT or SIGTERM lets the answers that are
 * under way end; the second one cancels them.
 */
#define _GNU_SOURCE /* O_DIRECTORY, O_CLOEXEC */

#include "file_server.h"
#include "listen.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: file_server [OPTION]... DIRECTORY\n"
    "\n"
    "Serves the files of DIRECTORY on 127.0.0.1, until SIGINT or SIGTERM.\n"
    "\n"
    "  --port PORT        listen on this port (default 0: any that is free)\n"
    "  --connections N    at most N at a time; more clients wait (default 1000)\n"
    "  --head SECONDS     the time that the head of a request may take (default 10)\n"
    "  --idle SECONDS     the time between two requests (default 30)\n"
    "  --stall SECONDS    the time in which a client takes nothing of its answer (default 30)\n"
    "  --copy             send through buffers only, not through pipes\n"
    "  --help             show this text\n"
    "\n"
    "Exit status: 0 stopped by a signal, 1 error, 2 wrong usage.\n";

static struct sring_waker signalled; /* stashed */

static void on_signal(int number)
{
    (void)number;
    sring_wake(&signalled);
}

SRING_WAKER_CALLBACK(on_stop)
{
    stop_serving(ring, arg);
}

/* Listens, and serves until a signal comes. Returns 0 or -errno. */
static int listen_and_serve(struct sring *ring, struct server *server, unsigned port)
    SRING_REQUIRES(*ring)
{
    struct sring_fd listener;
    int raw = listen_on_port(port), on = 1;

    if (raw < 0) {
        return raw;
    }
    (void)setsockopt(raw, IPPROTO_TCP, TCP_NODELAY, &on,
                     sizeof(on)); /* the clients' have it, too */
    sring_fd_adopt(&listener, raw);
    return serve_clients(ring, server, &listener);
}

/* The same, with signals. */
static int serve_until_stopped(struct sring *ring, struct server *server, unsigned port)
    SRING_REQUIRES(*ring)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    struct sring_waker waker;
    int rc = sring_waker_open(ring, &waker, on_stop, server);

    if (rc) {
        return rc;
    }
    sring_waker_move_stash(&signalled, &waker);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN); /* of a splice to a client that is gone */
    rc = listen_and_serve(ring, server, port);
    sring_waker_claim(&signalled);
    sring_waker_close(ring, &signalled);
    return rc;
}

/* Opens the directory and the pool. Returns 0 or -errno. */
static int open_and_serve(struct sring *ring, struct server *server, const char *directory,
                          unsigned port) SRING_REQUIRES(*ring)
{
    struct sring_pool_options growth = {.max_count = server->limit, .grow_by = 16};
    struct sring_pool answers;
    struct sring_fd root;
    int rc = sring_openat_await(ring, directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, &root);

    if (rc) {
        return rc;
    }
    rc = sring_pool_open(&answers, 1, ANSWER_SIZE, &growth);
    if (rc) {
        sring_fd_close(ring, &root);
        return rc;
    }
    sring_fd_move_stash(&server->root, &root);
    sring_pool_move_stash(&server->answers, &answers);
    rc = serve_until_stopped(ring, server, port);
    sring_pool_claim(&server->answers);
    sring_pool_close(&server->answers);
    sring_fd_claim(&server->root);
    sring_fd_close(ring, &server->root);
    return rc;
}

static int serve(struct server *server, const char *directory, unsigned port)
{
    struct sring_options options = {.capacity = 3 * server->limit + 16};
    struct sring ring;
    char reason[256];
    int rc = sring_open(&ring, &options);

    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "file_server: %s\n", reason);
        return 1;
    }
    rc = open_and_serve(&ring, server, directory, port);
    sring_close(&ring);
    if (rc) {
        fprintf(stderr, "file_server: %s: %s\n", directory, strerror(-rc));
        return 1;
    }
    printf("%" PRIu64 " connections, %" PRIu64 " requests, %" PRIu64 " timed out, %u left\n",
           server->accepted, server->requests, server->timed_out, server->open);
    return fflush(stdout) ? 1 : 0;
}

static bool parse_number(const char *text, unsigned long low, unsigned long high,
                         unsigned long *number)
{
    char *end;

    *number = strtoul(text, &end, 10);
    return end != text && !*end && *number >= low && *number <= high;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"port", required_argument, NULL, 'p'},  {"connections", required_argument, NULL, 'c'},
        {"head", required_argument, NULL, 'e'},  {"idle", required_argument, NULL, 'i'},
        {"stall", required_argument, NULL, 's'}, {"copy", no_argument, NULL, 'o'},
        {"help", no_argument, NULL, 'h'},        {NULL, 0, NULL, 0},
    };
    static struct server server;
    unsigned long port = 0, connections = 1000, head = 10, idle = 30, stall = 30;
    bool right = true;
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'p':
            right = right && parse_number(optarg, 0, 65535, &port);
            break;
        case 'c':
            right = right && parse_number(optarg, 1, 20000, &connections);
            break;
        case 'e':
            right = right && parse_number(optarg, 1, 86400, &head);
            break;
        case 'i':
            right = right && parse_number(optarg, 1, 86400, &idle);
            break;
        case 's':
            right = right && parse_number(optarg, 1, 86400, &stall);
            break;
        case 'o':
            server.copy = true;
            break;
        case 'h':
            fputs(usage, stdout);
            return fflush(stdout) ? 1 : 0;
        default:
            right = false;
        }
    }
    if (!right || optind != argc - 1) {
        fputs(usage, stderr);
        return 2;
    }
    server.limit = (unsigned)connections;
    server.head_ns = (uint64_t)head * 1000000000;
    server.idle_ns = (uint64_t)idle * 1000000000;
    server.stall_ns = (uint64_t)stall * 1000000000;
    return serve(&server, argv[optind], (unsigned)port);
}
