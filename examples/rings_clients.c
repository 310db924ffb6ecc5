/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The clients of a thread of rings_per_thread, with fibers.
 *
 * One fiber receives the messages of a client. Those for the client wait in its queue; a second
 * fiber sends them, and exists only while there are some. Both end before the client's scope is
 * closed.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC */

#include "rings_per_thread.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct client {
    struct client *next, **link;
    struct thread *thread;
    struct sring_fd file;     /* stashed */
    struct sring_scope scope; /* stashed: of the fiber that sends */
    struct sring_ticket receiving;
    struct sring_shared_buf queue[QUEUE]; /* stashed: a ring */
    unsigned first, queued;
    bool sending, closing;
};

/* --- messages for a client ------------------------------------------------------------------- */

/* Makes the fiber that receives end. */
static void close_client(struct sring *ring, struct client *client) SRING_REQUIRES(*ring)
{
    client->closing = true;
    (void)sring_cancel(ring, client->receiving);
}

/* Takes the first message out of the queue. */
static void take_first(struct client *client, struct sring_shared_buf *message)
    SRING_PRODUCES(*message)
{
    struct sring_shared_buf *first = &client->queue[client->first];

    client->first = (client->first + 1) % QUEUE;
    client->queued--;
    sring_shared_buf_claim(first);
    sring_shared_buf_move(message, first);
}

/* Sends the whole message. Returns 0 or -errno. */
static int send_message(struct sring *ring, struct client *client,
                        const struct sring_shared_buf *message) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*message)
{
    static const struct sring_send_shared_options options = {.flags = MSG_WAITALL};
    int rc;

    sring_fd_borrow(&client->file);
    rc = sring_send_shared_await_with(ring, &client->file, message, &options, NULL);
    sring_fd_return(&client->file);
    return rc < 0 ? rc : (size_t)rc < sring_shared_length(message) ? -EPIPE : 0;
}

SRING_FIBER(send_queue)
{
    struct client *client = arg;

    while (client->queued && !client->closing) {
        struct sring_shared_buf message;

        take_first(client, &message);
        if (send_message(ring, client, &message)) {
            close_client(ring, client);
        }
        sring_shared_free(&message);
    }
    client->sending = false;
    return 0;
}

static void queue_message(struct sring *ring, struct client *client,
                          const struct sring_shared_buf *message) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*message)
{
    struct sring_shared_buf copy;
    int rc = 0;

    if (client->queued == QUEUE) {
        client->thread->slow += !client->closing;
        close_client(ring, client);
        return;
    }
    sring_shared_copy(&copy, message);
    sring_shared_buf_move_stash(&client->queue[(client->first + client->queued++) % QUEUE], &copy);
    if (!client->sending) {
        sring_scope_borrow(&client->scope);
        rc = sring_scope_spawn(ring, &client->scope, send_queue, client);
        sring_scope_return(&client->scope);
        client->sending = !rc;
    }
    if (rc) {
        close_client(ring, client);
    }
}

/* Passes a message on to all clients of the thread but the one that it is from. */
static void deliver(struct sring *ring, struct thread *thread, const struct client *from,
                    struct sring_buf *buf) SRING_REQUIRES(*ring) SRING_CONSUMES(*buf)
{
    struct sring_shared_buf message;

    sring_buf_share(buf, &message);
    for (struct client *client = thread->clients; client; client = client->next) {
        if (client != from) {
            queue_message(ring, client, &message);
        }
    }
    sring_shared_free(&message);
}

void take_message(struct sring *ring, struct thread *thread, struct sring_buf *buf)
{
    deliver(ring, thread, NULL, buf);
}

/* --- messages of a client -------------------------------------------------------------------- */

/* Sends the message to all threads. Waits while a mailbox is full. Returns 0 or -errno. */
static int broadcast(struct sring *ring, struct client *client, const void *bytes, size_t length)
    SRING_REQUIRES(*ring)
{
    struct sring_buf buf;
    int rc;

    client->thread->received++;
    for (unsigned i = 0; i < thread_count; i++) {
        if (&threads[i] == client->thread) {
            continue;
        }
        while ((rc = send_copy(client->thread, &threads[i], bytes, length)) == -EAGAIN) {
            rc = sring_sleep(ring, RETRY_NS);
            if (rc) {
                return rc;
            }
        }
        if (rc && rc != -EPIPE) {
            return rc;
        }
    }
    rc = sring_buf_alloc(&buf, length);
    if (rc) {
        return rc;
    }
    memcpy(sring_buf_data(&buf), bytes, length);
    sring_buf_set_length(&buf, length);
    deliver(ring, client->thread, client, &buf);
    return 0;
}

/* Receives behind the first `length` bytes of the buffer. Returns the number of bytes, 0 at the end
 * of the stream, or -errno. */
static int receive(struct sring *ring, struct client *client, struct sring_buf *buf, size_t length)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*buf)
{
    const struct sring_recv_options options = {.start = length, .count = MESSAGE - length};
    int rc;

    sring_fd_borrow(&client->file);
    rc = sring_recv_await_with(ring, &client->file, buf, &options, &client->receiving);
    sring_fd_return(&client->file);
    return rc;
}

/* Passes the whole lines on, and moves the rest to the beginning. Returns 0 or -errno. */
static int pass_on(struct sring *ring, struct client *client, struct sring_buf *buf, size_t *length)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*buf)
{
    unsigned char *bytes = sring_buf_data(buf);
    size_t whole = whole_lines(bytes, *length);
    int rc = whole ? broadcast(ring, client, bytes, whole) : 0;

    *length -= whole;
    memmove(bytes, bytes + whole, *length);
    return rc;
}

/* Until the end of the stream, an error, or a line that is longer than a message. */
static void receive_messages(struct sring *ring, struct client *client, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES(*buf)
{
    size_t length = 0;
    int rc = 0;

    while (!rc && length < MESSAGE && !client->closing) {
        rc = receive(ring, client, buf, length);
        if (rc <= 0) {
            break;
        }
        length += (size_t)rc;
        rc = pass_on(ring, client, buf, &length);
    }
}

/* Frees what was not sent, and the client. */
static void end_client(struct sring *ring, struct client *client) SRING_REQUIRES(*ring)
{
    while (client->queued) {
        struct sring_shared_buf message;

        take_first(client, &message);
        sring_shared_free(&message);
    }
    sring_fd_claim(&client->file);
    sring_fd_close(ring, &client->file);
    free(client);
}

static void enter(struct thread *thread, struct client *client)
{
    client->next = thread->clients;
    client->link = &thread->clients;
    if (client->next) {
        client->next->link = &client->next;
    }
    thread->clients = client;
}

static void leave(struct client *client)
{
    *client->link = client->next;
    if (client->next) {
        client->next->link = client->link;
    }
}

/* How a client ends does not end the others: the result is 0. */
SRING_FIBER(serve)
{
    struct client *client = arg;
    struct thread *thread = client->thread;
    struct sring_scope scope;
    struct sring_buf buf;

    if (sring_buf_alloc(&buf, MESSAGE)) {
        end_client(ring, client);
        return 0;
    }
    sring_scope_open(ring, &scope);
    sring_scope_move_stash(&client->scope, &scope);
    enter(thread, client);
    receive_messages(ring, client, &buf);
    leave(client); /* no more messages come */
    sring_scope_claim(&client->scope);
    sring_scope_cancel(ring, &client->scope);
    (void)sring_scope_close(ring, &client->scope);
    sring_buf_free(&buf);
    end_client(ring, client);
    return 0;
}

/* --- accepting ------------------------------------------------------------------------------- */

static int accept_one(struct sring *ring, struct thread *thread, struct sring_fd *file)
    SRING_REQUIRES(*ring) SRING_PRODUCES_ON_SUCCESS(*file)
{
    static const struct sring_accept_options options = {.flags = SOCK_CLOEXEC};
    int rc;

    sring_fd_borrow(&thread->accepts);
    rc = sring_accept_await_with(ring, &thread->accepts, &options, NULL, file);
    sring_fd_return(&thread->accepts);
    return rc;
}

/* Spawns the fiber of a client. */
static int begin(struct sring *ring, const struct sring_scope *scope, struct thread *thread,
                 struct sring_fd *file) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*scope)
    SRING_CONSUMES(*file)
{
    struct client *client = calloc(1, sizeof(*client));
    int rc;

    if (!client) {
        sring_fd_close(ring, file);
        return -ENOMEM;
    }
    client->thread = thread;
    sring_fd_move_stash(&client->file, file);
    rc = sring_scope_spawn(ring, scope, serve, client);
    if (rc) {
        end_client(ring, client);
        return rc;
    }
    thread->accepted++;
    return 0;
}

/* Returns 0 when it is cancelled, or -errno. */
SRING_FIBER(accept_clients)
{
    struct thread *thread = arg;
    struct sring_scope scope;
    int rc, error;

    sring_scope_open(ring, &scope);
    do {
        struct sring_fd file;

        rc = accept_one(ring, thread, &file);
        if (!rc) {
            rc = begin(ring, &scope, thread, &file);
        }
        if (is_passing(rc)) {
            rc = sring_sleep(ring, PAUSE_NS);
        }
    } while (!rc);
    sring_scope_cancel(ring, &scope);
    error = sring_scope_close(ring, &scope);
    return rc == -ECANCELED ? error : rc;
}

int run_clients(struct sring *ring, struct thread *thread)
{
    struct sring_fiber fiber;
    int rc = sring_spawn(ring, &fiber, accept_clients, thread);

    if (rc) {
        return rc;
    }
    thread->accepting = sring_fiber_ticket(&fiber);
    return sring_join(ring, &fiber);
}

void stop_clients(struct sring *ring, struct thread *thread)
{
    (void)sring_cancel(ring, thread->accepting);
}
