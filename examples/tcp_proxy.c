/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * tcp_proxy: passes TCP connections on to another address, with fibers.
 *
 * The fiber of a connection connects to the target, and opens a scope with two fibers: one for each
 * direction. A direction ends with shutdown(2), and the other one goes on. If one fails, the scope
 * cancels the other, and both peers see a reset: nobody takes a part of the bytes for all of them.
 *
 * A direction receives only when it has sent everything, so a slow reader slows the sender down.
 *
 * The first SIGINT or SIGTERM ends the accept, so the proxy ends when its connections have; the
 * second one cancels them.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC */

#include "tcp_proxy.h"
#include "listen.h"

#include <signal.h>

struct proxy {
    struct options options;
    struct counts counts;
    struct sring_fd listener; /* stashed */
    struct sring_event room;  /* for a connection, or a signal has come */
    struct sring_ticket accepting;
    struct sring_ticket fiber; /* the one that accepts */
    int signals;
};

struct direction {
    struct connection *connection;
    struct sring_fd *from, *to;    /* of the connection */
    struct sring_ticket in_flight; /* the receive or the send */
    struct direction *other;
    bool ended; /* in order */
};

struct connection {
    struct proxy *proxy;
    struct sring_fd client, target; /* stashed */
    struct direction up, down;
};

static struct sring_waker signalled; /* stashed */

/* --- a direction ----------------------------------------------------------------------------- */

/* A byte in one direction is enough: the idle time of the other one begins again. */
static void bytes_moved(struct sring *ring, struct direction *direction, int bytes)
    SRING_REQUIRES(*ring)
{
    struct proxy *proxy = direction->connection->proxy;

    proxy->counts.bytes += (uint64_t)bytes;
    if (sring_deadline_rearm(ring, direction->other->in_flight, proxy->options.idle_ns)) {
        /* It has ended, or is about to go on. */
    }
}

/* Returns the number of bytes, 0 at the end of the stream, or -errno; -ETIME after the idle time.
 */
static int receive(struct sring *ring, struct direction *direction, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*buf)
{
    const struct sring_recv_options options = {.timeout_ns =
                                                   direction->connection->proxy->options.idle_ns};
    int rc;

    sring_fd_borrow(direction->from);
    rc = sring_recv_await_with(ring, direction->from, buf, &options, &direction->in_flight);
    sring_fd_return(direction->from);
    return rc;
}

/* Sends bytes of the buffer from `start` on. Returns their number, or -errno. */
static int send_some(struct sring *ring, struct direction *direction, struct sring_buf *buf,
                     size_t start) SRING_REQUIRES(*ring) SRING_REQUIRES(*buf)
{
    const struct sring_send_options options = {
        .start = start, .timeout_ns = direction->connection->proxy->options.idle_ns};
    int rc;

    sring_fd_borrow(direction->to);
    rc = sring_send_await_with(ring, direction->to, buf, &options, &direction->in_flight);
    sring_fd_return(direction->to);
    return rc;
}

/* Receives bytes, and sends all of them. Returns as receive does. */
static int pass_on(struct sring *ring, struct direction *direction, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*buf)
{
    int length, sent, rc;

    sring_buf_set_length(buf, 0);
    length = receive(ring, direction, buf);
    for (sent = 0; sent < length; sent += rc) {
        rc = send_some(ring, direction, buf, (size_t)sent);
        if (rc < 0) {
            return rc;
        }
        bytes_moved(ring, direction, rc);
    }
    return length;
}

SRING_FIBER(run_direction)
{
    struct direction *direction = arg;
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, PIECE);

    if (rc) {
        return rc;
    }
    do {
        rc = pass_on(ring, direction, &buf);
    } while (rc > 0);
    sring_buf_free(&buf);
    if (!rc) {
        sring_fd_borrow(direction->to);
        rc = sring_shutdown_await(ring, direction->to, SHUT_WR);
        sring_fd_return(direction->to);
    }
    direction->ended = !rc;
    return rc;
}

/* --- a connection ---------------------------------------------------------------------------- */

/* Returns whether both directions have ended in order. */
static bool run_directions(struct sring *ring, struct connection *connection) SRING_REQUIRES(*ring)
{
    struct direction *up = &connection->up, *down = &connection->down;
    struct sring_scope scope;
    int rc;

    *up = (struct direction){
        connection, &connection->client, &connection->target, SRING_NO_TICKET, down, false};
    *down = (struct direction){
        connection, &connection->target, &connection->client, SRING_NO_TICKET, up, false};
    sring_scope_open(ring, &scope);
    rc = sring_scope_spawn(ring, &scope, run_direction, up);
    if (!rc) {
        rc = sring_scope_spawn(ring, &scope, run_direction, down);
    }
    if (rc) {
        sring_scope_cancel(ring, &scope);
    }
    (void)sring_scope_close(ring, &scope);
    return up->ended && down->ended;
}

static void close_file(struct sring *ring, struct sring_fd *stashed, bool in_order)
    SRING_REQUIRES(*ring)
{
    sring_fd_claim(stashed);
    if (!in_order) {
        set_reset(stashed);
    }
    sring_fd_close(ring, stashed);
}

/* Returns whether the connection has ended in order. */
static bool run_connection(struct sring *ring, struct connection *connection) SRING_REQUIRES(*ring)
{
    struct proxy *proxy = connection->proxy;
    const struct sring_connect_options options = {.timeout_ns = proxy->options.connect_ns};
    struct sring_fd target = SRING_NONE;
    bool in_order;

    if (open_socket(&proxy->options, &target)) {
        proxy->counts.unconnected++;
        return false;
    }
    if (sring_connect_await_with(ring, &target, (const struct sockaddr *)&proxy->options.target,
                                 proxy->options.target_length, &options, NULL)) {
        proxy->counts.unconnected++;
        sring_fd_close(ring, &target);
        return false;
    }
    sring_fd_move_stash(&connection->target, &target);
    in_order = run_directions(ring, connection);
    *(in_order ? &proxy->counts.ended : &proxy->counts.broken) += 1;
    close_file(ring, &connection->target, in_order);
    return in_order;
}

/* How a connection ends does not end the others: the result is 0. */
SRING_FIBER(serve)
{
    struct connection *connection = arg;
    struct proxy *proxy = connection->proxy;

    close_file(ring, &connection->client, run_connection(ring, connection));
    free(connection);
    proxy->counts.open--;
    sring_event_set(ring, &proxy->room);
    return 0;
}

/* --- accepting ------------------------------------------------------------------------------- */

static int accept_one(struct sring *ring, struct proxy *proxy, struct sring_fd *client)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*client)
{
    static const struct sring_accept_options options = {.flags = SOCK_CLOEXEC};
    int rc;

    sring_fd_borrow(&proxy->listener);
    rc = sring_accept_await_with(ring, &proxy->listener, &options, &proxy->accepting, client);
    sring_fd_return(&proxy->listener);
    return rc;
}

/* Spawns the fiber of a connection. */
static int begin(struct sring *ring, const struct sring_scope *scope, struct proxy *proxy,
                 struct sring_fd *client) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*scope)
    SRING_CONSUMES(*client)
{
    struct connection *connection = malloc(sizeof(*connection));
    int rc;

    if (!connection) {
        sring_fd_close(ring, client);
        return -ENOMEM;
    }
    set_no_delay(client);
    connection->proxy = proxy;
    sring_fd_move_stash(&connection->client, client);
    rc = sring_scope_spawn(ring, scope, serve, connection);
    if (rc) {
        close_file(ring, &connection->client, false);
        free(connection);
        return rc;
    }
    proxy->counts.open++;
    return 0;
}

/* One turn. Returns 0 or -errno. */
static int accept_next(struct sring *ring, const struct sring_scope *scope, struct proxy *proxy)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*scope)
{
    struct sring_fd client;
    int rc;

    if (proxy->counts.open == proxy->options.connections) {
        sring_event_reset(ring, &proxy->room);
        return sring_event_wait(ring, &proxy->room);
    }
    rc = accept_one(ring, proxy, &client);
    if (!rc) {
        rc = begin(ring, scope, proxy, &client);
    }
    return is_passing(rc) ? sring_sleep(ring, PAUSE) : rc;
}

/* Returns 0 when a signal has ended it, or -errno. */
SRING_FIBER(accept_clients)
{
    struct proxy *proxy = arg;
    struct sring_scope scope;
    int rc, error;

    sring_scope_open(ring, &scope);
    do {
        rc = accept_next(ring, &scope, proxy);
    } while (!rc && !proxy->signals);
    error = sring_scope_close(ring, &scope);
    return rc && rc != -ECANCELED ? rc : error;
}

/* --- the proxy ------------------------------------------------------------------------------- */

static void on_signal(int number)
{
    (void)number;
    sring_wake(&signalled);
}

SRING_WAKER_CALLBACK(on_shutdown)
{
    struct proxy *proxy = arg;

    (void)sring_cancel(ring, proxy->signals++ ? proxy->fiber : proxy->accepting);
    sring_event_set(ring, &proxy->room);
}

static int run_proxy(struct sring *ring, struct proxy *proxy) SRING_REQUIRES(*ring)
{
    struct sring_waker waker;
    struct sring_fiber fiber;
    int rc = sring_waker_open(ring, &waker, on_shutdown, proxy);

    if (rc) {
        return rc;
    }
    sring_waker_move_stash(&signalled, &waker);
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    rc = sring_spawn(ring, &fiber, accept_clients, proxy);
    if (!rc) {
        proxy->fiber = sring_fiber_ticket(&fiber);
        rc = sring_join(ring, &fiber);
    }
    sring_waker_claim(&signalled);
    sring_waker_close(ring, &signalled);
    return rc;
}

static int listen_and_run(struct sring *ring, struct proxy *proxy) SRING_REQUIRES(*ring)
{
    struct sring_fd listener;
    int rc = listen_here();

    if (rc < 0) {
        return rc;
    }
    sring_fd_adopt(&listener, rc);
    sring_fd_move_stash(&proxy->listener, &listener);
    rc = run_proxy(ring, proxy);
    sring_fd_claim(&proxy->listener);
    sring_fd_close(ring, &proxy->listener);
    return rc;
}

int main(int argc, char **argv)
{
    struct sring_options sizes = {0};
    struct proxy proxy = {.signals = 0};
    struct sring ring;
    char reason[256];
    int rc;

    parse_options(argc, argv, &proxy.options);
    sizes.capacity = IN_FLIGHT * (uint32_t)proxy.options.connections + OTHER_IN_FLIGHT;
    rc = sring_open(&ring, &sizes);
    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "tcp_proxy: %s\n", reason);
        return 1;
    }
    rc = listen_and_run(&ring, &proxy);
    if (rc) {
        fprintf(stderr, "tcp_proxy: %s\n", strerror(-rc));
    }
    sring_close(&ring);
    return print_counts(&proxy.counts) || rc ? 1 : 0;
}
