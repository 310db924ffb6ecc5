/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * tcp_proxy with callbacks instead of fibers, to compare the two. It does the same, and passes the
 * same test.
 *
 * A direction is a state machine: receive -> send -> receive ... -> shut down. The last operation
 * of a connection frees it.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC */

#include "../listen.h"
#include "../tcp_proxy.h"

#include <signal.h>

struct proxy {
    struct options options;
    struct counts counts;
    struct sring_fd listener;      /* stashed */
    struct sring_ticket accepting; /* or the pause before the next accept */
    bool accepts;                  /* one of them is in flight */
    int signals, error;
};

struct direction {
    struct connection *connection;
    struct sring_fd *from, *to;    /* of the connection */
    struct sring_ticket in_flight; /* its operation */
    struct direction *other;
    size_t sent; /* bytes of the buffer */
};

struct connection {
    struct proxy *proxy;
    struct sring_fd client, target; /* stashed */
    struct direction up, down;
    unsigned holds; /* directions that have not ended */
    bool broken;
};

static struct sring_waker signalled; /* stashed */

static void accept_next(struct sring *ring, struct proxy *proxy) SRING_REQUIRES(*ring);
static void receive(struct sring *ring, struct direction *direction, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf);
static void send_rest(struct sring *ring, struct direction *direction, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf);
static void end_connection(struct sring *ring, struct connection *connection) SRING_REQUIRES(*ring);

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

/* The end of a direction; an error ends the other one, too. */
static void end_direction(struct sring *ring, struct direction *direction, int rc)
    SRING_REQUIRES(*ring)
{
    struct connection *connection = direction->connection;

    if (rc) {
        connection->broken = true;
        (void)sring_cancel(ring, direction->other->in_flight);
    }
    if (!--connection->holds) {
        end_connection(ring, connection);
    }
}

SRING_SHUTDOWN_CALLBACK(on_shut_down)
{
    end_direction(ring, arg, sring_shutdown_finish(done));
}

static void shut_down(struct sring *ring, struct direction *direction) SRING_REQUIRES(*ring)
{
    int rc = sring_shutdown_launch(ring, direction->to, SHUT_WR, NULL, on_shut_down, direction,
                                   &direction->in_flight);

    if (rc) {
        end_direction(ring, direction, rc);
    }
}

SRING_SEND_CALLBACK(on_sent)
{
    struct direction *direction = arg;
    struct sring_buf buf;
    int rc = sring_send_finish(done, &buf);

    if (rc < 0) {
        sring_buf_free(&buf);
        end_direction(ring, direction, rc);
        return;
    }
    bytes_moved(ring, direction, rc);
    direction->sent += (size_t)rc;
    if (direction->sent < sring_buf_length(&buf)) {
        send_rest(ring, direction, &buf);
    } else {
        receive(ring, direction, &buf);
    }
}

static void send_rest(struct sring *ring, struct direction *direction, struct sring_buf *buf)
{
    const struct sring_send_options options = {
        .start = direction->sent, .timeout_ns = direction->connection->proxy->options.idle_ns};
    int rc = direction->connection->broken ? -ECANCELED : 0;

    if (rc) {
        sring_buf_free(buf);
        end_direction(ring, direction, rc);
        return;
    }
    rc = sring_send_launch(ring, direction->to, buf, &options, on_sent, direction,
                           &direction->in_flight);
    if (rc) {
        sring_buf_free(buf);
        end_direction(ring, direction, rc);
    }
}

SRING_RECV_CALLBACK(on_received)
{
    struct direction *direction = arg;
    struct sring_buf buf;
    int rc = sring_recv_finish(done, &buf);

    if (rc > 0) {
        direction->sent = 0;
        send_rest(ring, direction, &buf);
        return;
    }
    sring_buf_free(&buf);
    if (!rc && !direction->connection->broken) {
        shut_down(ring, direction);
    } else {
        end_direction(ring, direction, rc);
    }
}

static void receive(struct sring *ring, struct direction *direction, struct sring_buf *buf)
{
    const struct sring_recv_options options = {.timeout_ns =
                                                   direction->connection->proxy->options.idle_ns};
    int rc = direction->connection->broken ? -ECANCELED : 0;

    if (rc) {
        sring_buf_free(buf);
        end_direction(ring, direction, rc);
        return;
    }
    sring_buf_set_length(buf, 0);
    rc = sring_recv_launch(ring, direction->from, buf, &options, on_received, direction,
                           &direction->in_flight);
    if (rc) {
        sring_buf_free(buf);
        end_direction(ring, direction, rc);
    }
}

static void begin_direction(struct sring *ring, struct direction *direction) SRING_REQUIRES(*ring)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, PIECE);

    if (rc) {
        end_direction(ring, direction, rc);
        return;
    }
    receive(ring, direction, &buf);
}

/* --- a connection ---------------------------------------------------------------------------- */

static void close_file(struct sring *ring, struct sring_fd *stashed, bool in_order)
    SRING_REQUIRES(*ring)
{
    sring_fd_claim(stashed);
    if (!in_order) {
        set_reset(stashed);
    }
    sring_fd_close(ring, stashed);
}

static void free_connection(struct sring *ring, struct connection *connection) SRING_REQUIRES(*ring)
{
    struct proxy *proxy = connection->proxy;

    close_file(ring, &connection->client, !connection->broken);
    free(connection);
    proxy->counts.open--;
    if (!proxy->accepts) { /* it was full */
        accept_next(ring, proxy);
    }
}

static void end_connection(struct sring *ring, struct connection *connection)
{
    struct counts *counts = &connection->proxy->counts;

    close_file(ring, &connection->target, !connection->broken);
    *(connection->broken ? &counts->broken : &counts->ended) += 1;
    free_connection(ring, connection);
}

static void begin_directions(struct sring *ring, struct connection *connection)
    SRING_REQUIRES(*ring)
{
    struct direction *up = &connection->up, *down = &connection->down;

    *up = (struct direction){.connection = connection,
                             .from = &connection->client,
                             .to = &connection->target,
                             .other = down};
    *down = (struct direction){.connection = connection,
                               .from = &connection->target,
                               .to = &connection->client,
                               .other = up};
    connection->holds = 3; /* this function, too */
    begin_direction(ring, up);
    if (connection->broken) {
        end_direction(ring, down, -ECANCELED);
    } else {
        begin_direction(ring, down);
    }
    if (!--connection->holds) {
        end_connection(ring, connection);
    }
}

static void give_up(struct sring *ring, struct connection *connection) SRING_REQUIRES(*ring)
{
    connection->broken = true;
    connection->proxy->counts.unconnected++;
    free_connection(ring, connection);
}

SRING_CONNECT_CALLBACK(on_connected)
{
    struct connection *connection = arg;

    if (sring_connect_finish(done)) {
        close_file(ring, &connection->target, false);
        give_up(ring, connection);
        return;
    }
    begin_directions(ring, connection);
}

static void connect_to_target(struct sring *ring, struct connection *connection)
    SRING_REQUIRES(*ring)
{
    const struct options *options = &connection->proxy->options;
    const struct sring_connect_options limit = {.timeout_ns = options->connect_ns};
    struct sring_fd target = SRING_NONE;
    int rc = open_socket(options, &target);

    if (rc) {
        give_up(ring, connection);
        return;
    }
    sring_fd_move_stash(&connection->target, &target);
    rc = sring_connect_launch(ring, &connection->target, (const struct sockaddr *)&options->target,
                              options->target_length, &limit, on_connected, connection, NULL);
    if (rc) {
        close_file(ring, &connection->target, false);
        give_up(ring, connection);
    }
}

/* --- accepting ------------------------------------------------------------------------------- */

/* Begins a connection. */
static int begin(struct sring *ring, struct proxy *proxy, struct sring_fd *client)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*client)
{
    struct connection *connection = calloc(1, sizeof(*connection));

    if (!connection) {
        sring_fd_close(ring, client);
        return -ENOMEM;
    }
    set_no_delay(client);
    connection->proxy = proxy;
    sring_fd_move_stash(&connection->client, client);
    proxy->counts.open++;
    connect_to_target(ring, connection);
    return 0;
}

static void fail(struct sring *ring, struct proxy *proxy, int rc) SRING_REQUIRES(*ring)
{
    proxy->error = rc;
    sring_stop(ring);
}

SRING_TIMEOUT_CALLBACK(on_pause_over)
{
    struct proxy *proxy = arg;

    (void)sring_timeout_finish(done);
    proxy->accepts = false;
    accept_next(ring, proxy);
}

static void pause_accepting(struct sring *ring, struct proxy *proxy) SRING_REQUIRES(*ring)
{
    int rc = sring_timeout_launch(ring, PAUSE, NULL, on_pause_over, proxy, &proxy->accepting);

    if (rc) {
        fail(ring, proxy, rc);
        return;
    }
    proxy->accepts = true;
}

SRING_ACCEPT_CALLBACK(on_accepted)
{
    struct proxy *proxy = arg;
    struct sring_fd client;
    int rc = sring_accept_finish(done, &client);

    if (!rc) {
        rc = begin(ring, proxy, &client);
    }
    proxy->accepts = false;
    if (is_passing(rc)) {
        pause_accepting(ring, proxy);
    } else if (rc && rc != -ECANCELED) {
        fail(ring, proxy, rc);
    } else {
        accept_next(ring, proxy);
    }
}

/* When the proxy is full or stopping, the end of a connection calls it again. */
static void accept_next(struct sring *ring, struct proxy *proxy)
{
    const struct sring_accept_options options = {.flags = SOCK_CLOEXEC};
    int rc;

    if (proxy->signals || proxy->error) {
        if (!proxy->counts.open) {
            sring_stop(ring);
        }
        return;
    }
    if (proxy->counts.open == proxy->options.connections) {
        return;
    }
    rc = sring_accept_launch(ring, &proxy->listener, &options, on_accepted, proxy,
                             &proxy->accepting);
    if (rc) {
        fail(ring, proxy, rc);
        return;
    }
    proxy->accepts = true;
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

    if (proxy->signals++) {
        sring_stop(ring); /* closing the ring cancels the connections */
    } else if (proxy->accepts) {
        (void)sring_cancel(ring, proxy->accepting);
    }
}

static int run_proxy(struct sring *ring, struct proxy *proxy) SRING_REQUIRES(*ring)
{
    struct sring_waker waker;
    int rc = sring_waker_open(ring, &waker, on_shutdown, proxy);

    if (rc) {
        return rc;
    }
    sring_waker_move_stash(&signalled, &waker);
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    accept_next(ring, proxy);
    rc = sring_run(ring);
    proxy->signals++; /* nothing new begins when the ring is closed */
    sring_waker_claim(&signalled);
    sring_waker_close(ring, &signalled);
    return rc ? rc : proxy->error;
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
