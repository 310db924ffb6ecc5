/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * file_server with callbacks: the same as file_connection.c and file_body.c, for a comparison. The
 * same tests run with it.
 *
 * A connection has one operation in flight at a time, whose callback begins the next one. What a
 * fiber has in its variables and in its place in the code is in the struct here. To cancel a
 * connection each function that begins an operation looks whether it still may.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC, O_CLOEXEC, pipe2, F_SETPIPE_SZ, SPLICE_F_MORE */

#include "../file_server.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SECOND UINT64_C(1000000000) /* in nanoseconds */
#define LINGER (2 * SECOND)         /* for a client to take its last answer */
#define TRIES 10                    /* to open a file while others are renamed */

enum {
    SPLICE_FROM = 256 * 1024, /* bytes of a body that are worth a pipe */
    PIPE_SIZE = 256 * 1024,   /* bytes */
};

struct connection {
    struct server *server;
    struct connection *next, **previous;
    struct sring_ticket ticket;        /* the operation in flight */
    struct sring_fd client;            /* stashed, like all that follow */
    struct sring_buf in;               /* received bytes that are not answered yet */
    struct sring_buf out;              /* if has_out */
    struct sring_fd file;              /* if has_file */
    struct sring_fd pipe_in, pipe_out; /* if has_pipe */
    bool has_out, has_file, has_pipe;
    bool waiting;   /* for a request, and nothing of it has arrived */
    bool lingering; /* the last answer was sent */
    uint64_t end;   /* when the head has to be there, or the lingering is over; 0: not known */
    size_t scanned; /* bytes of the head */
    size_t size;    /* of the head, 0 if there is none */
    size_t sent;    /* bytes of `out` */
    uint32_t piped; /* bytes in the pipe */
    int tries;
    bool folder;
    struct request request;
    struct answer answer;
};

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void next_request(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring);
static void open_file(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring);
static void send_out(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring)
    SRING_CONSUMES(c->out);
static void begin_body(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring);
static void continue_body(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring);
static void accept_client(struct sring *ring, struct server *server) SRING_REQUIRES(*ring);
static bool cancelled;                 /* by the second call of stop_serving */
static bool accepting;                 /* an accept or the timer before it is in flight */
static struct sring_ticket room_timer; /* the timer before an accept */
static int accept_error;

/* --- the end --------------------------------------------------------------------------------- */

static void stop_if_empty(struct sring *ring, struct server *server) SRING_REQUIRES(*ring)
{
    if (!server->open && !accepting) {
        sring_stop(ring);
    }
}

/* Gives back what belongs to an answer. */
static void end_answer(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring)
{
    if (c->has_out) {
        c->has_out = false;
        sring_buf_claim(&c->out);
        sring_buf_free(&c->out);
    }
    if (c->has_file) {
        c->has_file = false;
        sring_fd_claim(&c->file);
        sring_fd_close_later(ring, &c->file);
    }
    if (c->has_pipe) {
        c->has_pipe = false;
        sring_fd_claim(&c->pipe_in);
        sring_fd_close(ring, &c->pipe_in);
        sring_fd_claim(&c->pipe_out);
        sring_fd_close(ring, &c->pipe_out);
    }
}

/* Nothing of the connection is in flight. */
static void end_connection(struct sring *ring, struct connection *c, int error)
    SRING_REQUIRES(*ring)
{
    struct server *server = c->server;

    if (error == -ETIME && !c->lingering) {
        server->timed_out++;
    }
    end_answer(ring, c);
    *c->previous = c->next;
    if (c->next) {
        c->next->previous = c->previous;
    }
    sring_buf_claim(&c->in);
    sring_buf_free(&c->in);
    sring_fd_claim(&c->client);
    sring_fd_close_later(ring, &c->client);
    free(c);
    server->open--;
    (void)sring_cancel(ring, room_timer);
    stop_if_empty(ring, server);
}

/* --- receiving ------------------------------------------------------------------------------- */

SRING_RECV_CALLBACK(on_received);

/* Appends bytes to `in`. */
static void receive(struct sring *ring, struct connection *c, uint64_t time_ns)
    SRING_REQUIRES(*ring) SRING_CONSUMES(c->in)
{
    size_t length = sring_buf_length(&c->in);
    struct sring_recv_options options = {
        .start = length, .count = MAX_HEAD - length, .timeout_ns = time_ns ? time_ns : 1};
    int rc;

    c->waiting = !length;
    rc = sring_recv_launch(ring, &c->client, &c->in, &options, on_received, c, &c->ticket);
    if (rc) {
        sring_buf_stash(&c->in);
        end_connection(ring, c, rc);
    }
}

/* A close with received bytes that nobody has read would reset the connection, and the client might
 * lose its answer. So this waits until the client ends it, for a short time. */
static void linger(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring)
{
    uint64_t now = now_ns();

    if (cancelled || now >= c->end) {
        end_connection(ring, c, 0);
        return;
    }
    sring_buf_claim(&c->in);
    sring_buf_set_length(&c->in, 0);
    receive(ring, c, c->end - now);
}

static void begin_linger(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring)
{
    int rc;

    sring_fd_borrow(&c->client);
    rc = shutdown(sring_fd_raw(&c->client), SHUT_WR);
    sring_fd_return(&c->client);
    if (rc) {
        end_connection(ring, c, 0);
        return;
    }
    c->lingering = true;
    c->end = now_ns() + LINGER;
    linger(ring, c);
}

/* Removes bytes from the beginning of `in`. */
static void drop(struct connection *c, size_t count) SRING_REQUIRES(c->in)
{
    unsigned char *data = sring_buf_data(&c->in);
    size_t length = sring_buf_length(&c->in) - count;

    memmove(data, data + count, length);
    sring_buf_set_length(&c->in, length);
}

/* Removes the empty lines before a request: they do not count. */
static void drop_empty_lines(struct connection *c) SRING_REQUIRES(c->in)
{
    const unsigned char *data = sring_buf_data(&c->in);
    size_t length = sring_buf_length(&c->in), empty = 0;

    while (empty < length && (data[empty] == '\r' || data[empty] == '\n')) {
        empty++;
    }
    drop(c, empty);
}

/* Takes a buffer for the answer. Returns 0 or -errno. */
static int get_buffer(struct connection *c)
{
    struct sring_pooled_buf pooled;
    int rc;

    sring_pool_claim(&c->server->answers);
    rc = sring_pool_get(&c->server->answers, &pooled);
    sring_pool_stash(&c->server->answers);
    if (rc) {
        return rc;
    }
    sring_pooled_buf_unwrap(&pooled, &c->out); /* it goes back when it is freed */
    sring_buf_stash(&c->out);
    c->has_out = true;
    return 0;
}

/* Answers with this status. */
static void send_status(struct sring *ring, struct connection *c, int status) SRING_REQUIRES(*ring)
{
    sring_buf_claim(&c->out);
    answer_status(&c->request, status, time(NULL), (char *)sring_buf_data(&c->out), ANSWER_SIZE,
                  &c->answer);
    sring_buf_set_length(&c->out, c->answer.size);
    send_out(ring, c);
}

/* Begins an answer: to a request, or with the status if there is no valid one. */
static void begin_answer(struct sring *ring, struct connection *c, int status) SRING_REQUIRES(*ring)
    SRING_CONSUMES(c->in)
{
    int rc = get_buffer(c);

    if (!c->size) {
        c->request = (struct request){.target = "/", .close = true};
    } else {
        status = parse_request((char *)sring_buf_data(&c->in), c->size, &c->request);
    }
    sring_buf_stash(&c->in);
    if (rc) {
        end_connection(ring, c, rc);
        return;
    }
    c->request.close = c->request.close || c->server->stopping;
    if (status) {
        send_status(ring, c, status);
    } else {
        open_file(ring, c);
    }
}

/* The answer was sent, or could not be. */
static void after_answer(struct sring *ring, struct connection *c, int error) SRING_REQUIRES(*ring)
{
    end_answer(ring, c);
    c->server->requests++;
    if (error) {
        end_connection(ring, c, error);
    } else if (c->request.close) {
        begin_linger(ring, c);
    } else {
        sring_buf_claim(&c->in);
        drop(c, c->size);
        sring_buf_stash(&c->in);
        c->scanned = 0;
        c->end = 0;
        next_request(ring, c);
    }
}

/* Waits until there is a whole head. */
static void next_request(struct sring *ring, struct connection *c)
{
    size_t length;
    uint64_t now;

    sring_buf_claim(&c->in);
    if (!c->scanned) {
        drop_empty_lines(c);
    }
    length = sring_buf_length(&c->in);
    c->size = find_head((const char *)sring_buf_data(&c->in), length, &c->scanned);
    if (c->size) {
        begin_answer(ring, c, 0);
        return;
    }
    if (length == MAX_HEAD) {
        begin_answer(ring, c, memchr(sring_buf_data(&c->in), '\n', MAX_HEAD) ? 431 : 414);
        return;
    }
    if (cancelled || (!length && c->server->stopping)) {
        sring_buf_stash(&c->in);
        end_connection(ring, c, 0);
        return;
    }
    now = now_ns();
    if (length && !c->end) {
        c->end = now + c->server->head_ns;
    }
    receive(ring, c, !length ? c->server->idle_ns : c->end > now ? c->end - now : 0);
}

SRING_RECV_CALLBACK(on_received)
{
    struct connection *c = arg;
    int rc = sring_recv_finish(done, &c->in);

    c->waiting = false;
    if (rc == -ETIME && sring_buf_length(&c->in) && !c->lingering && !cancelled) {
        c->server->timed_out++;
        begin_answer(ring, c, 408);
        return;
    }
    sring_buf_stash(&c->in);
    if (rc <= 0) {
        end_connection(ring, c, rc);
    } else if (c->lingering) {
        linger(ring, c);
    } else {
        next_request(ring, c);
    }
}

/* --- opening --------------------------------------------------------------------------------- */

static int status_of(int error)
{
    switch (-error) {
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
    case ELOOP:
        return 404;
    case EACCES:
    case EPERM:
    case EXDEV: /* out of the root */
    case ENXIO: /* a socket */
        return 403;
    case EMFILE:
    case ENFILE:
    case ENOMEM:
    case EAGAIN:
        return 503;
    default:
        return 500;
    }
}

static void begin_open(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring);

SRING_OPENAT2_CALLBACK(on_opened)
{
    struct connection *c = arg;
    struct stat stat;
    int rc = sring_openat2_finish(done, &c->file);

    if (rc) {
        if (cancelled) {
            after_answer(ring, c, rc);
        } else if (rc == -EAGAIN && ++c->tries < TRIES) { /* a rename came in between */
            begin_open(ring, c);
        } else {
            send_status(ring, c, status_of(rc));
        }
        return;
    }
    rc = fstat(sring_fd_raw(&c->file), &stat) ? 500
         : S_ISREG(stat.st_mode)              ? 0
         : S_ISDIR(stat.st_mode)              ? (c->folder ? 404 : 301)
                                              : 403;
    if (!rc && fcntl(sring_fd_raw(&c->file), F_SETFL, 0)) { /* reads may wait for the disk */
        rc = 500;
    }
    sring_fd_stash(&c->file);
    c->has_file = true;
    if (rc) {
        send_status(ring, c, rc);
        return;
    }
    sring_buf_claim(&c->out);
    answer_file(&c->request, &stat, time(NULL), (char *)sring_buf_data(&c->out), ANSWER_SIZE,
                &c->answer);
    sring_buf_set_length(&c->out, c->answer.size);
    sring_buf_stash(&c->out);
    begin_body(ring, c);
}

/* Opens a file of the root. A path or a symbolic link that leads out of it is refused by the
 * kernel. */
static void begin_open(struct sring *ring, struct connection *c)
{
    /* O_NONBLOCK: the open of a FIFO must not wait for a writer. */
    static const struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK,
                                        .resolve = RESOLVE_BENEATH};
    struct sring_openat2_options options = {.dir = &c->server->root};
    int rc = sring_openat2_launch(ring, c->request.path, &how, &options, on_opened, c, &c->ticket);

    if (rc) {
        after_answer(ring, c, rc);
    }
}

/* Opens what the request asks for: a regular file. */
static void open_file(struct sring *ring, struct connection *c)
{
    char *path = c->request.path;
    size_t length = strlen(path);

    c->tries = 0;
    c->folder = !length || path[length - 1] == '/';
    if (c->folder) {
        memcpy(path + length, INDEX, sizeof(INDEX));
    }
    begin_open(ring, c);
}

/* --- through a buffer ------------------------------------------------------------------------ */

SRING_SEND_CALLBACK(on_sent);

/* Sends the rest of the buffer. The client has the stall time to take some of it, again and again.
 */
static void send_rest(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring)
    SRING_CONSUMES(c->out)
{
    struct sring_send_options options = {.flags = c->answer.length && c->has_file ? MSG_MORE : 0,
                                         .start = c->sent,
                                         .timeout_ns = c->server->stall_ns};
    int rc;

    if (cancelled) {
        sring_buf_stash(&c->out);
        after_answer(ring, c, -ECANCELED);
        return;
    }
    rc = sring_send_launch(ring, &c->client, &c->out, &options, on_sent, c, &c->ticket);
    if (rc) {
        sring_buf_stash(&c->out);
        after_answer(ring, c, rc);
    }
}

static void send_out(struct sring *ring, struct connection *c)
{
    c->sent = 0;
    send_rest(ring, c);
}

SRING_SEND_CALLBACK(on_sent)
{
    struct connection *c = arg;
    int rc = sring_send_finish(done, &c->out);

    if (rc <= 0) {
        sring_buf_stash(&c->out);
        after_answer(ring, c, rc ? rc : -EPIPE);
        return;
    }
    c->sent += (size_t)rc;
    if (c->sent < sring_buf_length(&c->out)) {
        send_rest(ring, c);
        return;
    }
    sring_buf_set_length(&c->out, 0);
    sring_buf_stash(&c->out);
    continue_body(ring, c);
}

SRING_READ_AT_CALLBACK(on_read)
{
    struct connection *c = arg;
    int rc = sring_read_at_finish(done, &c->out);

    if (rc <= 0) { /* 0: the file has become shorter */
        sring_buf_stash(&c->out);
        after_answer(ring, c, rc ? rc : -EIO);
        return;
    }
    c->answer.first += (uint64_t)rc;
    c->answer.length -= (uint64_t)rc;
    send_out(ring, c);
}

/* Reads a part of the file behind what the buffer holds. */
static void read_part(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring)
{
    struct sring_read_at_options options = {0};
    size_t room;
    int rc;

    sring_buf_claim(&c->out);
    options.start = sring_buf_length(&c->out);
    room = ANSWER_SIZE - options.start;
    options.count = c->answer.length < room ? (size_t)c->answer.length : room;
    rc = sring_read_at_launch(ring, &c->file, c->answer.first, &c->out, &options, on_read, c,
                              &c->ticket);
    if (rc) {
        sring_buf_stash(&c->out);
        after_answer(ring, c, rc);
    }
}

/* --- through a pipe -------------------------------------------------------------------------- */

/* Without a pipe the body goes through the buffer. */
static void open_pipe(struct connection *c)
{
    int raw[2];

    if (pipe2(raw, O_CLOEXEC)) {
        return;
    }
    (void)fcntl(raw[1], F_SETPIPE_SZ, PIPE_SIZE); /* or what the limits of the user allow */
    sring_fd_adopt(&c->pipe_out, raw[0]);
    sring_fd_stash(&c->pipe_out);
    sring_fd_adopt(&c->pipe_in, raw[1]);
    sring_fd_stash(&c->pipe_in);
    c->has_pipe = true;
}

SRING_SPLICE_CALLBACK(on_emptied)
{
    struct connection *c = arg;
    int rc = sring_splice_finish(done);

    if (rc <= 0) {
        after_answer(ring, c, rc ? rc : -EPIPE);
        return;
    }
    c->piped -= (uint32_t)rc;
    continue_body(ring, c);
}

SRING_POLL_ADD_CALLBACK(on_writable)
{
    struct connection *c = arg;
    struct sring_splice_options options = {.timeout_ns = c->server->stall_ns};
    int rc = sring_poll_add_finish(done);

    if (rc >= 0) {
        rc = cancelled ? -ECANCELED
                       : sring_splice_launch(ring, &c->client, &c->pipe_out, UINT64_MAX, UINT64_MAX,
                                             c->piped, c->answer.length ? SPLICE_F_MORE : 0,
                                             &options, on_emptied, c, &c->ticket);
    }
    if (rc) {
        after_answer(ring, c, rc);
    }
}

/* Waits until the client takes bytes. The splice would wait, too, but in a worker of the kernel:
 * one for each client that is slow. */
static void empty_pipe(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring)
{
    struct sring_poll_add_options options = {.timeout_ns = c->server->stall_ns};
    int rc = sring_poll_add_launch(ring, &c->client, POLLOUT, &options, on_writable, c, &c->ticket);

    if (rc) {
        after_answer(ring, c, rc);
    }
}

SRING_SPLICE_CALLBACK(on_filled)
{
    struct connection *c = arg;
    int rc = sring_splice_finish(done);

    if (rc == -EINVAL) { /* the file system cannot splice */
        c->has_pipe = false;
        sring_fd_claim(&c->pipe_in);
        sring_fd_close(ring, &c->pipe_in);
        sring_fd_claim(&c->pipe_out);
        sring_fd_close(ring, &c->pipe_out);
    } else if (rc <= 0) { /* 0: the file has become shorter */
        after_answer(ring, c, rc ? rc : -EIO);
        return;
    } else {
        c->piped = (uint32_t)rc;
        c->answer.first += (uint64_t)rc;
        c->answer.length -= (uint64_t)rc;
    }
    continue_body(ring, c);
}

static void fill_pipe(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring)
{
    uint32_t count = c->answer.length < PIPE_SIZE ? (uint32_t)c->answer.length : PIPE_SIZE;
    int rc = sring_splice_launch(ring, &c->pipe_in, &c->file, c->answer.first, UINT64_MAX, count, 0,
                                 NULL, on_filled, c, &c->ticket);

    if (rc) {
        after_answer(ring, c, rc);
    }
}

/* --- both ------------------------------------------------------------------------------------ */

/* What was begun of the body is done: the rest of it. */
static void continue_body(struct sring *ring, struct connection *c)
{
    if (cancelled) {
        after_answer(ring, c, -ECANCELED);
    } else if (c->piped) {
        empty_pipe(ring, c);
    } else if (!c->has_file || !c->answer.length) {
        after_answer(ring, c, 0);
    } else if (c->has_pipe) {
        fill_pipe(ring, c);
    } else {
        read_part(ring, c);
    }
}

/* The buffer holds the head. */
static void begin_body(struct sring *ring, struct connection *c)
{
    if (!c->server->copy && c->answer.length >= SPLICE_FROM) {
        open_pipe(c);
    }
    if (c->answer.length && !c->has_pipe) {
        read_part(ring, c);
        return;
    }
    sring_buf_claim(&c->out);
    send_out(ring, c);
}

/* --- accepting ------------------------------------------------------------------------------- */

/* Serves a client. Returns 0 or -errno. */
static int serve_client(struct sring *ring, struct server *server, struct sring_fd *client)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*client)
{
    struct connection *c = calloc(1, sizeof(*c));
    int rc;

    if (!c) {
        sring_fd_close(ring, client);
        return -ENOMEM;
    }
    rc = sring_buf_alloc(&c->in, MAX_HEAD);
    if (rc) {
        sring_fd_close(ring, client);
        free(c);
        return rc;
    }
    sring_buf_stash(&c->in);
    sring_fd_move_stash(&c->client, client);
    c->server = server;
    c->previous = &server->connections;
    c->next = server->connections;
    if (c->next) {
        c->next->previous = &c->next;
    }
    server->connections = c;
    server->open++;
    server->accepted++;
    next_request(ring, c);
    return 0;
}

/* Whether the error is that of one client, or ends when a connection does. */
static bool is_passing(int error)
{
    switch (-error) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
    case EAGAIN:
    case ECONNABORTED:
    case EPROTO:
        return true;
    default:
        return false;
    }
}

static void end_accept(struct sring *ring, struct server *server, int error) SRING_REQUIRES(*ring)
{
    accepting = false;
    accept_error = error == -ECANCELED ? 0 : error;
    sring_fd_claim(&server->listener);
    sring_fd_close(ring, &server->listener); /* nobody waits to be accepted any more */
    stop_if_empty(ring, server);
}

SRING_TIMEOUT_CALLBACK(on_room)
{
    struct server *server = arg;

    (void)sring_timeout_finish(done);
    room_timer = SRING_NO_TICKET;
    accept_client(ring, server);
}

/* Waits until a connection ends, at most a second. */
static void wait_for_room(struct sring *ring, struct server *server) SRING_REQUIRES(*ring)
{
    int rc = sring_timeout_launch(ring, SECOND, NULL, on_room, server, &room_timer);

    if (rc) {
        end_accept(ring, server, rc);
    }
}

SRING_ACCEPT_CALLBACK(on_accepted)
{
    struct server *server = arg;
    struct sring_fd client;
    int rc = sring_accept_finish(done, &client);

    if (!rc) {
        rc = serve_client(ring, server, &client);
    }
    if (is_passing(rc) && !server->stopping) {
        wait_for_room(ring, server);
    } else if (rc) {
        end_accept(ring, server, rc);
    } else {
        accept_client(ring, server);
    }
}

static void accept_client(struct sring *ring, struct server *server)
{
    static const struct sring_accept_options options = {.flags = SOCK_CLOEXEC};
    int rc;

    if (server->stopping) {
        end_accept(ring, server, 0);
        return;
    }
    if (server->open == server->limit) {
        wait_for_room(ring, server);
        return;
    }
    rc = sring_accept_launch(ring, &server->listener, &options, on_accepted, server,
                             &server->accepting);
    if (rc) {
        end_accept(ring, server, rc);
    }
}

int serve_clients(struct sring *ring, struct server *server, struct sring_fd *listener)
{
    int rc;

    sring_fd_move_stash(&server->listener, listener);
    accepting = true;
    accept_client(ring, server);
    rc = accepting || server->open ? sring_run(ring) : 0;
    return rc ? rc : accept_error;
}

void stop_serving(struct sring *ring, struct server *server)
{
    cancelled = server->stopping;
    server->stopping = true;
    (void)sring_cancel(ring, server->accepting);
    (void)sring_cancel(ring, room_timer);
    for (struct connection *c = server->connections; c; c = c->next) {
        if (cancelled || c->waiting) {
            (void)sring_cancel(ring, c->ticket);
        }
    }
}
