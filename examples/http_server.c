/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * http_server: a small HTTP/1.1 server that never blocks.
 *
 *     GET /            a short text
 *     GET /primes/N    how many primes are below N, computed by another thread
 *
 * One thread runs the ring: a multishot accept, a multishot receive for each connection with
 * buffers that all share, an idle timer for each connection, and a log in which a write and an
 * fdatasync are linked. A second thread computes. A signal handler wakes the ring: the server stops
 * accepting, closes idle connections, answers what has arrived, and ends. A second signal ends it
 * at once.
 */
#define _GNU_SOURCE

#include "http_server.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    BUFFERS = 1024,
    BUFFER_SIZE = 4096,
    DEFAULT_IDLE_S = 30
};

#define PATIENCE_NS UINT64_C(5000000000) /* for answers, after the first signal */

static const char usage[] =
    "usage: http_server [--port PORT] [--log FILE] [--idle SECONDS] [--connections N]\n"
    "\n"
    "Serves HTTP/1.1 on 127.0.0.1, until SIGINT or SIGTERM.\n"
    "\n"
    "  --port PORT        listen on this port (default 0: any that is free)\n"
    "  --log FILE         append a line for each request\n"
    "  --idle SECONDS     close a connection without requests for so long (default 30)\n"
    "  --connections N    expect at most N clients at a time (default 1000)\n"
    "  --help             show this text\n"
    "\n"
    "Exit status: 0 stopped by a signal, 1 error, 2 wrong usage.\n";

static struct server server;

/* --- accepting ------------------------------------------------------------------------------- */

static void accept_clients(struct sring *ring) SRING_REQUIRES(*ring);

SRING_ACCEPT_MULTISHOT_ITEM_CALLBACK(on_client)
{
    open_connection(ring, &server, item);
}

/* Out of descriptors: they come back when connections are closed. */
SRING_TIMEOUT_CALLBACK(on_pause_over)
{
    if (sring_timeout_finish(done) == -ETIME && !server.stopping) {
        accept_clients(ring);
    }
}

SRING_ACCEPT_MULTISHOT_END_CALLBACK(on_accept_end)
{
    struct sring_timeout_building op;
    int error = rc;

    if (server.stopping) {
        return;
    }
    if (rc == -EMFILE || rc == -ENFILE || rc == -ENOBUFS || rc == -ENOMEM || rc == -ECONNABORTED) {
        error = sring_timeout_init(ring, &op, 100 * 1000 * 1000);
        if (!error) {
            (void)sring_timeout_start(ring, &op, on_pause_over, NULL);
            return;
        }
    }
    server.error = error;
    sring_stop(ring);
}

static void accept_clients(struct sring *ring)
{
    static const struct sring_accept_multishot_options options = {.flags = SOCK_CLOEXEC,
                                                                  .rearm = true};
    int rc = sring_accept_multishot_launch(ring, &server.listener, &options, on_client,
                                           on_accept_end, NULL, &server.accepting);

    if (rc) {
        server.error = rc;
        sring_stop(ring);
    }
}

/* --- stopping -------------------------------------------------------------------------------- */

static void on_signal(int number)
{
    (void)number;
    sring_wake(&server.shutdown);
}

SRING_TIMEOUT_CALLBACK(on_patience_over)
{
    if (sring_timeout_finish(done) == -ETIME) {
        sring_stop(ring);
    }
}

void server_is_empty(struct sring *ring, struct server *it)
{
    (void)it;
    sring_stop(ring);
}

SRING_WAKER_CALLBACK(on_shutdown)
{
    struct sring_timeout_building op;

    if (server.stopping) { /* the second signal */
        sring_stop(ring);
        return;
    }
    server.stopping = true;
    (void)sring_cancel(ring, server.accepting);
    if (!sring_timeout_init(ring, &op, PATIENCE_NS)) {
        (void)sring_timeout_start(ring, &op, on_patience_over, NULL);
    }
    finish_connections(ring, &server, false);
    if (!server.open) {
        server_is_empty(ring, &server);
    }
}

/* --- starting -------------------------------------------------------------------------------- */

static int last_error(void)
{
    int error = errno;

    return error > 0 ? -error : -EIO;
}

/* Returns 0 or -errno. */
static int open_listener(unsigned port, struct sring_fd *listener)
    SRING_PRODUCES_ON_SUCCESS(*listener)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    int on = 1;
    int raw = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int error;

    if (raw < 0) {
        return last_error();
    }
    if (setsockopt(raw, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
        setsockopt(raw, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) ||
        bind(raw, (struct sockaddr *)&address, size) || listen(raw, SOMAXCONN) ||
        getsockname(raw, (struct sockaddr *)&address, &size)) {
        error = last_error();
        close(raw);
        return error;
    }
    printf("listening on 127.0.0.1 port %u\n", ntohs(address.sin_port));
    fflush(stdout);
    sring_fd_adopt(listener, raw);
    return 0;
}

/* What is open, in this order. */
enum opened {
    NOTHING,
    BUFFER_RING,
    WAKER,
    WORKER,
    LISTENER
};

/* Returns 0 or -errno. */
static int open_log(struct sring *ring, const char *path) SRING_REQUIRES(*ring)
{
    struct sring_fd file;
    int raw = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    int rc;

    if (raw < 0) {
        return last_error();
    }
    sring_fd_adopt(&file, raw);
    rc = log_open(&server.log, &file);
    if (rc) {
        sring_fd_close(ring, &file);
    }
    return rc;
}

/* Opens everything that the callbacks use. Returns 0 or -errno; `*opened` says how far it came. */
static int set_up(struct sring *ring, unsigned port, const char *path, enum opened *opened)
    SRING_REQUIRES(*ring)
{
    struct sring_buf_ring received;
    struct sring_waker waker;
    struct sring_fd listener = SRING_NONE;
    int rc = path ? open_log(ring, path) : 0;

    *opened = NOTHING;
    if (rc) {
        return rc;
    }
    rc = sring_buf_ring_open(ring, &received, BUFFERS, BUFFER_SIZE, NULL);
    if (rc) {
        return rc;
    }
    sring_buf_ring_move_stash(&server.received, &received);
    *opened = BUFFER_RING;
    rc = sring_waker_open(ring, &waker, on_shutdown, NULL);
    if (rc) {
        return rc;
    }
    sring_waker_move_stash(&server.shutdown, &waker);
    *opened = WAKER;
    rc = worker_start(ring, &server.worker, answer_job);
    if (rc) {
        return rc;
    }
    *opened = WORKER;
    rc = open_listener(port, &listener);
    if (rc) {
        return rc;
    }
    sring_fd_move_stash(&server.listener, &listener);
    *opened = LISTENER;
    return 0;
}

/* Ends the connections that are left, and closes everything. */
static void tear_down(struct sring *ring, enum opened opened) SRING_CONSUMES(*ring)
{
    server.stopping = true;
    finish_connections(ring, &server, true);
    if (opened >= WORKER) {
        worker_stop(ring, server.worker);
    }
    while (server.log.writing && sring_run_once(ring, SRING_FOREVER) >= 0) {
    }
    if (opened >= WAKER) {
        signal(SIGINT, SIG_IGN);
        signal(SIGTERM, SIG_IGN);
        sring_waker_claim(&server.shutdown);
        sring_waker_close(ring, &server.shutdown);
    }
    if (opened >= LISTENER) {
        sring_fd_claim(&server.listener);
        sring_fd_close(ring, &server.listener);
    }
    log_close(ring, &server.log);
    sring_close(ring); /* cancels the rest, and runs its callbacks */
}

static int serve(unsigned port, const char *path, unsigned connections)
{
    struct sring_options options = {.capacity = 3 * connections + 16};
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    struct sring ring;
    char reason[256];
    enum opened opened;
    int rc = sring_open(&ring, &options);

    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "http_server: %s\n", reason);
        return 1;
    }
    rc = set_up(&ring, port, path, &opened);
    if (!rc) {
        sigaction(SIGINT, &action, NULL);
        sigaction(SIGTERM, &action, NULL);
        accept_clients(&ring);
        rc = sring_run(&ring);
    }
    tear_down(&ring, opened);
    rc = rc ? rc : server.error;
    if (rc) {
        fprintf(stderr, "http_server: %s\n", strerror(-rc));
        return 1;
    }
    printf("%" PRIu64 " connections, %u at a time, %" PRIu64 " closed because idle; %" PRIu64
           " requests; log: %" PRIu64 " batches, %" PRIu64 " lines lost; %u left\n",
           server.accepted, server.peak, server.idle_closed, server.requests, server.log.batches,
           server.log.lost, server.open);
    return server.log.error || fflush(stdout) ? 1 : 0;
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
        {"port", required_argument, NULL, 'p'}, {"log", required_argument, NULL, 'l'},
        {"idle", required_argument, NULL, 'i'}, {"connections", required_argument, NULL, 'c'},
        {"help", no_argument, NULL, 'h'},       {NULL, 0, NULL, 0},
    };
    const char *path = NULL;
    unsigned long port = 0, idle = DEFAULT_IDLE_S, connections = 1000;
    bool right = true;
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'p':
            right = right && parse_number(optarg, 0, 65535, &port);
            break;
        case 'l':
            path = optarg;
            break;
        case 'i':
            right = right && parse_number(optarg, 1, 86400, &idle);
            break;
        case 'c':
            right = right && parse_number(optarg, 1, 20000, &connections);
            break;
        case 'h':
            fputs(usage, stdout);
            return fflush(stdout) ? 1 : 0;
        default:
            right = false;
        }
    }
    if (!right || optind != argc) {
        fputs(usage, stderr);
        return 2;
    }
    server.idle_ns = (uint64_t)idle * 1000000000;
    signal(SIGPIPE, SIG_IGN);
    return serve((unsigned)port, path, (unsigned)connections);
}
