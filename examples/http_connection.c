/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A connection of http_server.
 *
 * One multishot receive brings the bytes of its requests, as long as it lives. Requests are
 * answered one at a time: at once, or when the worker has the answer. What holds the connection is
 * counted: the receive, the idle timer, an answer that is sent, a job of the worker. It is freed
 * when the last of them is over.
 */
#define _GNU_SOURCE

#include "http_server.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct connection {
    struct server *server;
    struct connection *next, **previous;
    struct sring_fd client; /* stashed */
    struct sring_ticket receiving, idle, sending;
    char *input; /* bytes that are not answered yet; NULL if there are none */
    uint16_t length;
    uint8_t holds;
    bool answering; /* a request is being worked on or its answer is being sent */
    bool at_end;    /* the client sends no more */
    bool closing;   /* everything that is in flight was cancelled */
    bool last;      /* close after this answer */
    size_t sent;
    char target[MAX_TARGET];
};

static void next_request(struct sring *ring, struct connection *connection) SRING_REQUIRES(*ring);

/* --- the end --------------------------------------------------------------------------------- */

/* Something that held the connection is over. Frees the connection with the last of them. */
static void let_go(struct sring *ring, struct connection *connection) SRING_REQUIRES(*ring)
{
    struct server *server = connection->server;

    if (--connection->holds) {
        return;
    }
    *connection->previous = connection->next;
    if (connection->next) {
        connection->next->previous = connection->previous;
    }
    sring_fd_claim(&connection->client);
    sring_fd_close_later(ring, &connection->client);
    free(connection->input);
    free(connection);
    if (--server->open == 0 && server->stopping) {
        server_is_empty(ring, server);
    }
}

/* Cancels what is in flight. The callbacks then let go of the connection. */
static void close_connection(struct sring *ring, struct connection *connection)
    SRING_REQUIRES(*ring)
{
    if (!connection->closing) {
        connection->closing = true;
        (void)sring_cancel(ring, connection->receiving);
        (void)sring_cancel(ring, connection->idle);
        (void)sring_cancel(ring, connection->sending);
    }
}

void finish_connections(struct sring *ring, struct server *server, bool now)
{
    struct connection *next;

    for (struct connection *connection = server->connections; connection; connection = next) {
        next = connection->next;
        connection->last = true;
        if (now || !connection->answering) {
            close_connection(ring, connection);
        }
    }
}

/* --- the idle timer -------------------------------------------------------------------------- */

static int start_timer(struct sring *ring, struct connection *connection) SRING_REQUIRES(*ring);

/* A connection whose answer takes long is not idle. */
SRING_TIMEOUT_CALLBACK(on_idle)
{
    struct connection *connection = arg;
    bool over = sring_timeout_finish(done) == -ETIME && !connection->closing;

    if (over && connection->answering) {
        over = start_timer(ring, connection) != 0;
    }
    if (over) {
        connection->server->idle_closed++;
        close_connection(ring, connection);
    }
    let_go(ring, connection);
}

static int start_timer(struct sring *ring, struct connection *connection)
{
    struct sring_timeout_building op;
    int rc = sring_timeout_init(ring, &op, connection->server->idle_ns);

    if (!rc) {
        connection->idle = sring_timeout_start(ring, &op, on_idle, connection);
        connection->holds++;
    }
    return rc;
}

/* Something happens on the connection: its idle time begins anew. */
static void touch(struct sring *ring, struct connection *connection) SRING_REQUIRES(*ring)
{
    if (sring_timeout_rearm(ring, connection->idle, connection->server->idle_ns) == -ENOMEM) {
        close_connection(ring, connection);
    }
}

/* --- answers --------------------------------------------------------------------------------- */

static void send_rest(struct sring *ring, struct connection *connection, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*buf);

SRING_SEND_CALLBACK(on_sent)
{
    struct connection *connection = arg;
    struct sring_buf buf;
    int n = sring_send_finish(done, &buf);

    if (n > 0) {
        connection->sent += (size_t)n;
    }
    if (n > 0 && connection->sent < sring_buf_length(&buf) && !connection->closing) {
        send_rest(ring, connection, &buf);
    } else {
        sring_buf_free(&buf);
        connection->answering = false;
        touch(ring, connection);
        if (n <= 0 || connection->last) {
            close_connection(ring, connection);
        } else {
            next_request(ring, connection);
        }
    }
    let_go(ring, connection);
}

static void send_rest(struct sring *ring, struct connection *connection, struct sring_buf *buf)
{
    struct sring_send_building op;
    int rc;

    sring_fd_borrow(&connection->client);
    rc = sring_send_init(ring, &op, &connection->client);
    sring_fd_return(&connection->client);
    if (rc) {
        sring_buf_free(buf);
        connection->answering = false;
        close_connection(ring, connection);
        return;
    }
    sring_send_set_range(&op, connection->sent, sring_buf_length(buf) - connection->sent);
    connection->sending = sring_send_start(ring, &op, buf, on_sent, connection);
    connection->holds++;
}

static void answer(struct sring *ring, struct connection *connection, int status, const char *text)
    SRING_REQUIRES(*ring)
{
    struct server *server = connection->server;
    const char *reason = status == 200 ? "OK" : status == 404 ? "Not Found" : "Bad Request";
    struct sring_buf buf;
    int n;

    log_request(ring, &server->log, connection->target, status);
    server->requests++;
    connection->last = connection->last || status == 400 || server->stopping;
    if (sring_buf_alloc(&buf, 256)) {
        connection->answering = false;
        close_connection(ring, connection);
        return;
    }
    n = snprintf((char *)sring_buf_data(&buf), sring_buf_capacity(&buf),
                 "HTTP/1.1 %d %s\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n%s\r\n%s",
                 status, reason, strlen(text), connection->last ? "Connection: close\r\n" : "",
                 text);
    sring_buf_set_length(&buf, (size_t)n);
    connection->sent = 0;
    send_rest(ring, connection, &buf);
}

void answer_job(struct sring *ring, struct job *job)
{
    struct connection *connection = job->connection;
    char text[32];

    if (connection->closing) {
        connection->answering = false;
    } else {
        snprintf(text, sizeof(text), "%" PRIu64 "\n", job->answer);
        answer(ring, connection, 200, text);
    }
    free(job);
    let_go(ring, connection);
}

/* Gives the request to the worker. Returns 0 or -ENOMEM. */
static int ask_worker(struct connection *connection, uint64_t number)
{
    struct job *job = malloc(sizeof(*job));

    if (!job) {
        return -ENOMEM;
    }
    *job = (struct job){.connection = connection, .number = number};
    connection->holds++;
    worker_give(connection->server->worker, job);
    return 0;
}

/* --- requests -------------------------------------------------------------------------------- */

static void answer_request(struct sring *ring, struct connection *connection, const char *head)
    SRING_REQUIRES(*ring)
{
    uint64_t number;
    char end;

    connection->answering = true;
    connection->target[0] = '-';
    connection->target[1] = '\0';
    if (sscanf(head, "GET %127[!-~] HTTP/1.%*1[01]%c", connection->target, &end) != 2) {
        answer(ring, connection, 400, "only GET is known here\n");
    } else if (!strcmp(connection->target, "/")) {
        answer(ring, connection, 200, "hello\n");
    } else if (sscanf(connection->target, "/primes/%7" SCNu64 "%c", &number, &end) == 1) {
        if (ask_worker(connection, number)) {
            connection->answering = false;
            close_connection(ring, connection);
        }
    } else {
        answer(ring, connection, 404, "there is no such page\n");
    }
}

/* Answers the next request, if all of its head has arrived. */
static void next_request(struct sring *ring, struct connection *connection)
{
    char *end =
        connection->input ? memmem(connection->input, connection->length, "\r\n\r\n", 4) : NULL;
    size_t size;

    if (connection->answering || connection->closing) {
        return;
    }
    if (end) {
        end[2] = '\0';
        size = (size_t)(end + 4 - connection->input);
        answer_request(ring, connection, connection->input);
        connection->length -= (uint16_t)size;
        memmove(connection->input, end + 4, connection->length + 1u);
    } else if (connection->at_end || connection->length == MAX_REQUEST) {
        close_connection(ring, connection);
        return;
    }
    if (!connection->length) { /* an idle connection needs no memory for input */
        free(connection->input);
        connection->input = NULL;
    }
}

/* Appends received bytes. Returns false if there is no room for them. */
static bool append(struct connection *connection, const unsigned char *data, size_t size)
{
    if (!connection->input) {
        connection->input = malloc(MAX_REQUEST + 1);
    }
    if (!connection->input || size > (size_t)(MAX_REQUEST - connection->length)) {
        return false;
    }
    memcpy(connection->input + connection->length, data, size);
    connection->length += (uint16_t)size;
    connection->input[connection->length] = '\0';
    return true;
}

SRING_RECV_MULTISHOT_ITEM_CALLBACK(on_received)
{
    struct connection *connection = arg;
    size_t size = sring_lent_buf_length(item);
    bool fits = size == 0 || append(connection, sring_lent_buf_data(item), size);

    sring_lent_buf_return(item);
    connection->at_end = connection->at_end || size == 0;
    touch(ring, connection);
    if (!fits) {
        close_connection(ring, connection);
    }
    next_request(ring, connection);
}

SRING_RECV_MULTISHOT_END_CALLBACK(on_receive_end)
{
    struct connection *connection = arg;

    if (!connection->at_end) {
        close_connection(ring, connection);
    }
    let_go(ring, connection);
}

/* The kernel may end a stream at any time, for example when all buffers of the group are in use.
 * Then the library begins it again. */
static void receive(struct sring *ring, struct connection *connection) SRING_REQUIRES(*ring)
{
    static const struct sring_recv_multishot_options options = {.rearm = true};
    struct server *server = connection->server;
    int rc = sring_recv_multishot_launch(ring, &connection->client, &server->received, &options,
                                         on_received, on_receive_end, connection,
                                         &connection->receiving);

    if (rc) {
        close_connection(ring, connection);
        return;
    }
    connection->holds++;
}

void open_connection(struct sring *ring, struct server *server, struct sring_fd *client)
{
    struct connection *connection = calloc(1, sizeof(*connection));

    if (!connection) {
        sring_fd_close_later(ring, client);
        return;
    }
    connection->server = server;
    connection->holds = 1;
    connection->previous = &server->connections;
    connection->next = server->connections;
    if (connection->next) {
        connection->next->previous = &connection->next;
    }
    server->connections = connection;
    sring_fd_move_stash(&connection->client, client);
    server->accepted++;
    if (++server->open > server->peak) {
        server->peak = server->open;
    }
    if (start_timer(ring, connection)) {
        close_connection(ring, connection);
    } else {
        receive(ring, connection);
    }
    let_go(ring, connection);
}
