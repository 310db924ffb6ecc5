/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * echo_server: sends the received bytes back, to many TCP clients at a time, in one thread.
 *
 * Every connection is a small state machine of callbacks
 *
 *     on_accept -> on_receive -> on_send -> on_receive ... -> close_connection
 *
 * with exactly one operation in flight, which keeps the connection alive: there is no list of
 * connections. To stop, the server closes the ring: that cancels every operation, each callback
 * runs once more, and each connection closes itself.
 *
 * A client that does not read fills only its own buffer: the next receive begins when all bytes of
 * the last one have been sent.
 */
#define _GNU_SOURCE

#include <sring/sring.h>

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    BUFFER_SIZE = 16 * 1024,
    DEFAULT_CONNECTIONS = 1024,
    OTHER_OPERATIONS = 2,                      /* the signals, and accept or the pause instead */
    MAX_CONNECTIONS = 65472 - OTHER_OPERATIONS /* the most operations of a ring */
};

#define PAUSE_NS (100 * 1000 * 1000)

static const char usage[] =
    "usage: echo_server [--address ADDRESS] [--port PORT] [--connections N]\n"
    "\n"
    "Sends the bytes it receives over TCP back, until SIGINT or SIGTERM.\n"
    "\n"
    "  --address ADDRESS  listen on this numeric address (default 127.0.0.1)\n"
    "  --port PORT        listen on this port (default 0: any that is free)\n"
    "  --connections N    serve at most N clients at a time; others wait (default 1024)\n"
    "  --help             show this text\n"
    "\n"
    "Exit status: 0 stopped by a signal, 1 error, 2 wrong usage.\n";

struct server {
    struct sring_fd listener; /* stashed: callbacks claim it */
    struct sring_fd signals;
    unsigned limit;
    unsigned open;  /* connections */
    bool accepting; /* an accept, or the pause before the next one, is in flight */
    bool stopping;
    int error;
    unsigned peak;
    uint64_t accepted, closed_by_peer, reset, failed, pauses, bytes;
};

struct connection {
    struct server *server;
    struct sring_fd client; /* stashed between callbacks */
    size_t sent;            /* bytes of the buffer that have been */
};

SRING_ACCEPT_CALLBACK(on_accept);
SRING_TIMEOUT_CALLBACK(on_pause_over);
SRING_RECV_CALLBACK(on_receive);
SRING_SEND_CALLBACK(on_send);

static void accept_next(struct sring *ring, struct server *server) SRING_REQUIRES(*ring);
static void receive(struct sring *ring, struct connection *connection, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf);
static void send_rest(struct sring *ring, struct connection *connection, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf);
/* --- one connection -------------------------------------------------------------------------- */

static void open_connection(struct sring *ring, struct server *server, struct sring_fd *client)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*client)
{
    struct connection *connection = calloc(1, sizeof(*connection));
    struct sring_buf buf;
    int rc = -ENOMEM;

    server->accepted++;
    if (connection) {
        rc = sring_buf_alloc(&buf, BUFFER_SIZE);
        if (!rc) {
            connection->server = server;
            sring_fd_move(&connection->client, client);
            sring_fd_stash(&connection->client);
            server->open++;
            if (server->open > server->peak) {
                server->peak = server->open;
            }
            receive(ring, connection, &buf);
            return;
        }
    }
    server->failed++;
    fprintf(stderr, "echo_server: client turned away: %s\n", strerror(-rc));
    sring_fd_close(ring, client);
    free(connection);
}

/* `reason`: 0 for the end of the stream, else -errno. */
static void close_connection(struct sring *ring, struct connection *connection,
                             struct sring_buf *buf, int reason) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*buf)
{
    struct server *server = connection->server;

    switch (-reason) {
    case 0:
        server->closed_by_peer++;
        break;
    case ECONNRESET:
    case EPIPE:
        server->reset++;
        break;
    case ECANCELED: /* the server is stopping */
        break;
    default:
        server->failed++;
        fprintf(stderr, "echo_server: connection lost: %s\n", strerror(-reason));
    }
    sring_buf_free(buf);
    sring_fd_claim(&connection->client);
    sring_fd_close(ring, &connection->client);
    free(connection);
    server->open--;
    if (!server->accepting) { /* the server was full */
        accept_next(ring, server);
    }
}

static void receive(struct sring *ring, struct connection *connection, struct sring_buf *buf)
{
    int rc = sring_recv_launch(ring, &connection->client, buf, NULL, on_receive, connection, NULL);

    if (rc) {
        close_connection(ring, connection, buf, rc);
    }
}

SRING_RECV_CALLBACK(on_receive)
{
    struct connection *connection = arg;
    struct sring_buf buf;
    int n = sring_recv_finish(done, &buf);

    if (n <= 0) {
        close_connection(ring, connection, &buf, n);
        return;
    }
    connection->sent = 0;
    send_rest(ring, connection, &buf);
}

/* Sends the unsent part of the buffer: all of it, or the rest after a short send. */
static void send_rest(struct sring *ring, struct connection *connection, struct sring_buf *buf)
{
    struct sring_send_options rest = {.start = connection->sent};
    int rc = sring_send_launch(ring, &connection->client, buf, &rest, on_send, connection, NULL);

    if (rc) {
        close_connection(ring, connection, buf, rc);
    }
}

SRING_SEND_CALLBACK(on_send)
{
    struct connection *connection = arg;
    struct sring_buf buf;
    int n = sring_send_finish(done, &buf);

    if (n < 0) {
        close_connection(ring, connection, &buf, n);
        return;
    }
    connection->sent += (size_t)n;
    connection->server->bytes += (uint64_t)n;
    if (connection->sent < sring_buf_length(&buf)) {
        send_rest(ring, connection, &buf);
    } else {
        receive(ring, connection, &buf);
    }
}

/* --- accepting ------------------------------------------------------------------------------- */

/* Makes sring_run return; closing the ring ends the operations in flight. */
static void stop(struct sring *ring, struct server *server, int error) SRING_REQUIRES(*ring)
{
    server->stopping = true;
    server->error = error;
    sring_stop(ring);
}

/* Waits for the next client, unless the limit is reached: then clients wait in the kernel's queue
 * until one leaves. */
static void accept_next(struct sring *ring, struct server *server)
{
    struct sring_accept_options options = {.flags = SOCK_CLOEXEC};
    int rc;

    server->accepting = false;
    if (server->stopping || server->open >= server->limit) {
        return;
    }
    rc = sring_accept_launch(ring, &server->listener, &options, on_accept, server, NULL);
    if (rc) {
        stop(ring, server, rc);
        return;
    }
    server->accepting = true;
}

/* Out of descriptors or memory: the client stays in the queue, and an immediate retry would only
 * use processor time. */
static void pause_accepting(struct sring *ring, struct server *server) SRING_REQUIRES(*ring)
{
    int rc = sring_timeout_launch(ring, PAUSE_NS, NULL, on_pause_over, server, NULL);

    if (rc) {
        stop(ring, server, rc);
        return;
    }
    server->pauses++;
}

SRING_TIMEOUT_CALLBACK(on_pause_over)
{
    (void)sring_timeout_finish(done);
    accept_next(ring, arg);
}

SRING_ACCEPT_CALLBACK(on_accept)
{
    struct server *server = arg;
    struct sring_fd client;
    int rc = sring_accept_finish(done, &client);

    if (!rc) {
        open_connection(ring, server, &client);
        accept_next(ring, server);
        return;
    }
    switch (-rc) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
        pause_accepting(ring, server);
        break;
    case EBADF:
    case EINVAL:
    case ENOTSOCK:
    case EOPNOTSUPP:
        stop(ring, server, rc);
        break;
    default: /* that client is gone again; see accept(2) on errors of the network */
        accept_next(ring, server);
    }
}

/* --- starting and stopping ------------------------------------------------------------------- */

SRING_READ_CALLBACK(on_signal)
{
    struct server *server = arg;
    struct sring_buf buf;
    int n = sring_read_finish(done, &buf);

    sring_buf_free(&buf);
    if (!server->stopping) {
        stop(ring, server, n < 0 ? n : 0);
    }
}

/* Signals come as bytes of a file that the ring reads. Returns 0 or -errno. */
static int watch_signals(struct sring *ring, struct server *server) SRING_REQUIRES(*ring)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, sizeof(struct signalfd_siginfo));

    if (rc) {
        return rc;
    }
    rc = sring_read_launch(ring, &server->signals, &buf, NULL, on_signal, server, NULL);
    if (rc) {
        sring_buf_free(&buf);
    }
    return rc;
}

/* Returns 0 or -errno. */
static int open_signals(struct sring_fd *signals) SRING_PRODUCES_ON_SUCCESS(*signals)
{
    sigset_t set;
    int raw;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    raw = signalfd(-1, &set, SFD_CLOEXEC);
    if (raw < 0) {
        return -errno;
    }
    sring_fd_adopt(signals, raw);
    return 0;
}

/* Returns 0, or -1 after a message. */
static int open_listener(const char *address, const char *port, struct sring_fd *listener)
    SRING_PRODUCES_ON_SUCCESS(*listener)
{
    struct addrinfo hints = {
        .ai_socktype = SOCK_STREAM,
        .ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV,
    };
    struct addrinfo *found;
    int on = 1;
    int raw;
    int rc = getaddrinfo(address, port, &hints, &found);

    if (rc) {
        fprintf(stderr, "echo_server: address %s, port %s: %s\n", address, port, gai_strerror(rc));
        return -1;
    }
    raw = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    /* Accepted sockets inherit TCP_NODELAY: small answers are sent at once. */
    if (raw < 0 || setsockopt(raw, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
        setsockopt(raw, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) ||
        bind(raw, found->ai_addr, found->ai_addrlen) || listen(raw, SOMAXCONN)) {
        fprintf(stderr, "echo_server: cannot listen on %s, port %s: %s\n", address, port,
                strerror(errno));
        if (raw >= 0) {
            close(raw);
        }
        freeaddrinfo(found);
        return -1;
    }
    freeaddrinfo(found);
    sring_fd_adopt(listener, raw);
    return 0;
}

static void print_address(const struct sring_fd *listener) SRING_REQUIRES_SHARED(*listener)
{
    struct sockaddr_storage name;
    socklen_t size = sizeof(name);
    char host[NI_MAXHOST], port[NI_MAXSERV];

    if (!getsockname(sring_fd_raw(listener), (struct sockaddr *)&name, &size) &&
        !getnameinfo((struct sockaddr *)&name, size, host, sizeof(host), port, sizeof(port),
                     NI_NUMERICHOST | NI_NUMERICSERV)) {
        printf("listening on %s port %s\n", host, port);
        fflush(stdout);
    }
}

static void print_statistics(const struct server *server)
{
    printf("%" PRIu64 " connections, %u at a time; %" PRIu64 " closed by the client, %" PRIu64
           " reset, %" PRIu64 " failed, %" PRIu64 " pauses; %" PRIu64 " bytes echoed; %u left\n",
           server->accepted, server->peak, server->closed_by_peer, server->reset, server->failed,
           server->pauses, server->bytes, server->open);
}

/* Runs until a signal, and cleans up. Returns 0, or -1 after a message. */
static int serve(struct server *server) SRING_CONSUMES(server->listener)
    SRING_CONSUMES(server->signals)
{
    struct sring_options options = {.capacity = server->limit + OTHER_OPERATIONS};
    struct sring ring;
    char reason[256];
    int rc = sring_open(&ring, &options);

    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "echo_server: %s\n", reason);
        close(sring_fd_release(&server->listener));
        close(sring_fd_release(&server->signals));
        return -1;
    }
    print_address(&server->listener);
    sring_fd_stash(&server->listener);
    sring_fd_stash(&server->signals);
    rc = watch_signals(&ring, server);
    if (!rc) {
        accept_next(&ring, server);
        rc = sring_run(&ring);
    }
    server->stopping = true;
    sring_fd_claim(&server->listener);
    sring_fd_claim(&server->signals);
    sring_fd_close(&ring, &server->listener);
    sring_fd_close(&ring, &server->signals);
    sring_close(&ring); /* every callback runs, and every connection closes itself */
    print_statistics(server);

    rc = rc ? rc : server->error;
    if (rc) {
        fprintf(stderr, "echo_server: %s\n", strerror(-rc));
        return -1;
    }
    return fflush(stdout) ? -1 : 0;
}

/* Whether `text` is a number from `low` to `high`; prints an error if not. */
static bool in_range(const char *option, const char *text, unsigned long low, unsigned long high,
                     unsigned long *number)
{
    char *end;

    *number = strtoul(text, &end, 10);
    if (end == text || *end || *number < low || *number > high) {
        fprintf(stderr, "echo_server: %s %s: give a number from %lu to %lu\n", option, text, low,
                high);
        return false;
    }
    return true;
}

static int parse(int argc, char **argv, const char **address, const char **port, unsigned *limit)
{
    static const struct option options[] = {
        {"address", required_argument, NULL, 'a'},
        {"port", required_argument, NULL, 'p'},
        {"connections", required_argument, NULL, 'c'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int option;
    unsigned long number;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'a':
            *address = optarg;
            break;
        case 'p':
            if (!in_range("--port", optarg, 0, 65535, &number)) {
                return -1;
            }
            *port = optarg;
            break;
        case 'c':
            if (!in_range("--connections", optarg, 1, MAX_CONNECTIONS, &number)) {
                return -1;
            }
            *limit = (unsigned)number;
            break;
        case 'h':
            fputs(usage, stdout);
            exit(fflush(stdout) ? 1 : 0);
        default:
            return -1;
        }
    }
    if (argc != optind) {
        fprintf(stderr, "echo_server: unexpected argument %s\n", argv[optind]);
        return -1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    static struct server server;
    const char *address = "127.0.0.1";
    const char *port = "0";
    int rc;

    server.limit = DEFAULT_CONNECTIONS;
    if (parse(argc, argv, &address, &port, &server.limit)) {
        fputs(usage, stderr);
        return 2;
    }
    rc = open_signals(&server.signals);
    if (rc) {
        fprintf(stderr, "echo_server: %s\n", strerror(-rc));
        return 1;
    }
    rc = open_listener(address, port, &server.listener);
    if (rc) {
        close(sring_fd_release(&server.signals));
        return 1;
    }
    signal(SIGPIPE, SIG_IGN); /* a closed client, or a closed standard output */
    return serve(&server) ? 1 : 0;
}
