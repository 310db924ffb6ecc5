/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fibers of file_server. One accepts clients, and spawns a fiber for each into a scope. That
 * one reads a request, answers it, and reads the next one. Each wait for the client has a limit.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC, O_CLOEXEC */

#include "file_server.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SECOND UINT64_C(1000000000) /* in nanoseconds */
#define LINGER (2 * SECOND)         /* for a client to take its last answer */
#define TRIES 10                    /* to open a file while others are renamed */

struct connection {
    struct server *server;
    struct connection *next, **previous;
    struct sring_fd client;        /* stashed until its fiber begins */
    struct sring_buf in;           /* received bytes that are not answered yet */
    struct sring_ticket receiving; /* while it waits for a request; else SRING_NO_TICKET */
    struct request request;
};

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* --- receiving ------------------------------------------------------------------------------- */

/* Appends bytes to `in`. Returns their number, 0 at the end, or -errno; -ETIME after the time. */
static int receive(struct sring *ring, struct connection *c, uint64_t time_ns) SRING_REQUIRES(*ring)
    SRING_REQUIRES(c->client) SRING_REQUIRES(c->in)
{
    size_t length = sring_buf_length(&c->in);
    const struct sring_recv_options options = {
        .start = length, .count = MAX_HEAD - length, .timeout_ns = time_ns};
    int rc =
        sring_recv_await_with(ring, &c->client, &c->in, &options, length ? NULL : &c->receiving);

    c->receiving = SRING_NO_TICKET;
    return rc;
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

/* Waits for a whole head. Returns its length; 0 at the end; -ETIME, -EMSGSIZE (it is too long) or
 * another -errno. */
static int receive_head(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring)
    SRING_REQUIRES(c->client) SRING_REQUIRES(c->in)
{
    uint64_t now, end = 0; /* when the head has to be there */
    size_t length, size, scanned = 0;
    int rc;

    for (;;) {
        if (!scanned) {
            drop_empty_lines(c);
        }
        length = sring_buf_length(&c->in);
        size = find_head((const char *)sring_buf_data(&c->in), length, &scanned);
        if (size) {
            return (int)size;
        }
        if (length == MAX_HEAD) {
            return -EMSGSIZE;
        }
        if (!length && c->server->stopping) {
            return 0;
        }
        now = now_ns();
        if (length && !end) {
            end = now + c->server->head_ns;
        }
        if (length && end <= now) { /* a time of 0 would be no limit */
            return -ETIME;
        }
        rc = receive(ring, c, length ? end - now : c->server->idle_ns);
        if (rc <= 0) {
            return rc;
        }
    }
}

/* --- answering ------------------------------------------------------------------------------- */

/* Opens a file of the root. A path or a symbolic link that leads out of it is refused by the
 * kernel. */
static int open_beneath(struct sring *ring, struct server *server, const char *path,
                        struct sring_fd *file) SRING_REQUIRES(*ring)
    SRING_PRODUCES_ON_SUCCESS(*file)
{
    /* O_NONBLOCK: the open of a FIFO must not wait for a writer. */
    static const struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK,
                                        .resolve = RESOLVE_BENEATH};
    const struct sring_openat2_options options = {.dir = &server->root};

    return sring_openat2_await_with(ring, path, &how, &options, NULL, file);
}

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

/* Opens what the request asks for: a regular file. Returns 0, a status, or -ECANCELED. */
static int open_file(struct sring *ring, struct connection *c, struct sring_fd *file,
                     struct stat *stat) SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*file)
{
    char *path = c->request.path;
    size_t length = strlen(path);
    bool folder = !length || path[length - 1] == '/';
    int rc;

    if (folder) {
        memcpy(path + length, INDEX, sizeof(INDEX));
    }
    for (int i = 0; i < TRIES; i++) { /* -EAGAIN: a rename came in between */
        rc = open_beneath(ring, c->server, path, file);
        if (!rc || rc != -EAGAIN) {
            break;
        }
    }
    if (rc) {
        return rc == -ECANCELED ? rc : status_of(rc);
    }
    rc = fstat(sring_fd_raw(file), stat) ? 500
         : S_ISREG(stat->st_mode)        ? 0
         : S_ISDIR(stat->st_mode)        ? (folder ? 404 : 301)
                                         : 403;
    if (!rc && fcntl(sring_fd_raw(file), F_SETFL, 0)) { /* reads may wait for the disk */
        rc = 500;
    }
    if (rc) {
        sring_fd_close(ring, file);
    }
    return rc;
}

/* Answers with this status. Returns 0 or -errno. */
static int send_status(struct sring *ring, struct connection *c, int status, struct sring_buf *out)
    SRING_REQUIRES(*ring) SRING_REQUIRES(c->client) SRING_REQUIRES(*out)
{
    struct answer answer;

    answer_status(&c->request, status, time(NULL), (char *)sring_buf_data(out), ANSWER_SIZE,
                  &answer);
    sring_buf_set_length(out, answer.size);
    return send_all(ring, c->server, &c->client, out, 0);
}

/* Answers with the file that the request asks for, or with the reason why not. Returns 0 or -errno.
 */
static int send_answer(struct sring *ring, struct connection *c, struct sring_buf *out)
    SRING_REQUIRES(*ring) SRING_REQUIRES(c->client) SRING_REQUIRES(*out)
{
    struct answer answer;
    struct sring_fd file;
    struct stat stat;
    int rc = open_file(ring, c, &file, &stat);

    if (rc) {
        return rc < 0 ? rc : send_status(ring, c, rc, out);
    }
    answer_file(&c->request, &stat, time(NULL), (char *)sring_buf_data(out), ANSWER_SIZE, &answer);
    sring_buf_set_length(out, answer.size);
    rc = send_file(ring, c->server, &c->client, &file, &answer, out);
    sring_fd_close_later(ring, &file);
    return rc;
}

/* --- the connection -------------------------------------------------------------------------- */

/* A close with received bytes that nobody has read would reset the connection, and the client might
 * lose its answer. So this waits until the client ends it, for a short time. */
static void linger(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring)
    SRING_REQUIRES(c->client) SRING_REQUIRES(c->in)
{
    uint64_t now = now_ns(), end = now + LINGER;
    int rc = shutdown(sring_fd_raw(&c->client), SHUT_WR);

    while (!rc && now < end) {
        sring_buf_set_length(&c->in, 0);
        rc = receive(ring, c, end - now) <= 0;
        now = now_ns();
    }
}

static int get_buffer(struct server *server, struct sring_buf *buf) SRING_PRODUCES_ON_SUCCESS(*buf)
{
    struct sring_pooled_buf pooled;
    int rc;

    sring_pool_claim(&server->answers);
    rc = sring_pool_get(&server->answers, &pooled);
    sring_pool_stash(&server->answers);
    if (rc) {
        return rc;
    }
    sring_pooled_buf_unwrap(&pooled, buf); /* it goes back when it is freed */
    return 0;
}

/* Waits for a request and answers it. Returns 0; 1 after the last one; or -errno. */
static int serve_request(struct sring *ring, struct connection *c) SRING_REQUIRES(*ring)
    SRING_REQUIRES(c->client) SRING_REQUIRES(c->in)
{
    struct server *server = c->server;
    int size = receive_head(ring, c), status = 0, rc;
    char *head = (char *)sring_buf_data(&c->in);
    struct sring_buf out;

    if (size > 0) {
        status = parse_request(head, (size_t)size, &c->request);
    } else if (size == -EMSGSIZE) {
        status = memchr(head, '\n', MAX_HEAD) ? 431 : 414;
    } else if (size == -ETIME && sring_buf_length(&c->in)) {
        status = 408;
        server->timed_out++;
    } else {
        return size ? size : -ECONNRESET;
    }
    rc = get_buffer(server, &out);
    if (rc) {
        return rc;
    }
    if (size < 0) {
        c->request = (struct request){.target = "/", .close = true};
    }
    c->request.close = c->request.close || server->stopping;
    rc = status ? send_status(ring, c, status, &out) : send_answer(ring, c, &out);
    sring_buf_free(&out);
    if (size > 0) {
        drop(c, (size_t)size);
    }
    server->requests++;
    return rc ? rc : c->request.close;
}

/* How a connection ends does not end the others: the result is 0. */
SRING_FIBER(serve)
{
    struct connection *c = arg;
    struct server *server = c->server;
    int rc;

    sring_fd_claim(&c->client);
    sring_buf_claim(&c->in);
    do {
        rc = serve_request(ring, c);
    } while (!rc);
    if (rc > 0) {
        linger(ring, c);
    } else if (rc == -ETIME) {
        server->timed_out++;
    }
    *c->previous = c->next;
    if (c->next) {
        c->next->previous = c->previous;
    }
    sring_buf_free(&c->in);
    sring_fd_close_later(ring, &c->client);
    free(c);
    server->open--;
    sring_event_set(ring, &server->room);
    return 0;
}

/* --- accepting ------------------------------------------------------------------------------- */

/* Spawns the fiber of a client. Returns 0 or -errno. */
static int serve_client(struct sring *ring, const struct sring_scope *scope, struct server *server,
                        struct sring_fd *client) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*scope)
    SRING_CONSUMES(*client)
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
    rc = sring_scope_spawn(ring, scope, serve, c);
    if (rc) {
        sring_buf_claim(&c->in);
        sring_buf_free(&c->in);
        sring_fd_claim(&c->client);
        sring_fd_close(ring, &c->client);
        free(c);
        return rc;
    }
    c->previous = &server->connections;
    c->next = server->connections;
    if (c->next) {
        c->next->previous = &c->next;
    }
    server->connections = c;
    server->open++;
    server->accepted++;
    return 0;
}

/* Waits until a connection ends, at most a second. Returns 0 or -errno. */
static int wait_for_room(struct sring *ring, struct server *server) SRING_REQUIRES(*ring)
{
    int rc;

    sring_event_reset(ring, &server->room);
    rc = sring_event_wait_for(ring, &server->room, SECOND);
    return rc == -ETIME ? 0 : rc;
}

static int accept_one(struct sring *ring, struct server *server, const struct sring_fd *listener,
                      struct sring_fd *client) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*listener) SRING_PRODUCES_ON_SUCCESS(*client)
{
    static const struct sring_accept_options options = {.flags = SOCK_CLOEXEC};

    return sring_accept_await_with(ring, listener, &options, &server->accepting, client);
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

/* Returns 0 when a signal has ended it, or -errno. */
SRING_FIBER(accept_clients)
{
    struct server *server = arg;
    struct sring_scope scope;
    struct sring_fd listener;
    int rc = 0, error;

    sring_fd_claim(&server->listener);
    sring_fd_move(&listener, &server->listener);
    sring_scope_open(ring, &scope);
    while (!rc && !server->stopping) {
        struct sring_fd client;

        if (server->open == server->limit) {
            rc = wait_for_room(ring, server);
            continue;
        }
        rc = accept_one(ring, server, &listener, &client);
        if (!rc) {
            rc = serve_client(ring, &scope, server, &client);
        }
        if (is_passing(rc)) {
            rc = wait_for_room(ring, server);
        }
    }
    sring_fd_close(ring, &listener); /* nobody waits to be accepted any more */
    error = sring_scope_close(ring, &scope);
    return rc && rc != -ECANCELED ? rc : error;
}

int serve_clients(struct sring *ring, struct server *server, struct sring_fd *listener)
{
    struct sring_fiber fiber;
    int rc;

    sring_fd_move_stash(&server->listener, listener);
    rc = sring_spawn(ring, &fiber, accept_clients, server);
    if (rc) {
        sring_fd_claim(&server->listener);
        sring_fd_close(ring, &server->listener);
        return rc;
    }
    server->fiber = sring_fiber_ticket(&fiber);
    return sring_join(ring, &fiber);
}

void stop_serving(struct sring *ring, struct server *server)
{
    if (server->stopping) {
        (void)sring_cancel(ring, server->fiber);
        return;
    }
    server->stopping = true;
    (void)sring_cancel(ring, server->accepting);
    sring_event_set(ring, &server->room);
    for (struct connection *c = server->connections; c; c = c->next) {
        (void)sring_cancel(ring, c->receiving);
    }
}
