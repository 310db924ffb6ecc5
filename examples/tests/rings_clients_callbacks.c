/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The clients of a thread of rings_per_thread with callbacks instead of fibers, to compare the two.
 * The program does the same, and passes the same test.
 *
 * A client has at most two operations in flight: it receives, or waits until a mailbox has room;
 * and it sends the first message of its queue. The last one to end frees it.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC */

#include "../rings_per_thread.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct client {
    struct client *next, **link;
    struct thread *thread;
    struct sring_fd file; /* stashed */
    struct sring_buf buf; /* stashed between operations */
    struct sring_ticket receiving, sending;
    struct sring_shared_buf queue[QUEUE]; /* stashed: a ring */
    unsigned first, queued;
    size_t length, whole; /* bytes of the buffer; of them in whole lines */
    unsigned to;          /* the thread that gets the message next */
    bool receives, sends; /* an operation is in flight */
    bool closing;
};

/* Of each thread. */
static struct state {
    bool accepts, stopping;
    unsigned open; /* clients */
    int error;
} states[MAX_THREADS];

static void accept_next(struct sring *ring, struct thread *thread) SRING_REQUIRES(*ring);
static void send_next(struct sring *ring, struct client *client) SRING_REQUIRES(*ring);
static void broadcast(struct sring *ring, struct client *client) SRING_REQUIRES(*ring);

/* --- the end of a client --------------------------------------------------------------------- */

static void stop_if_empty(struct sring *ring, const struct thread *thread) SRING_REQUIRES(*ring)
{
    const struct state *state = &states[thread->index];

    if (state->stopping && !state->open && !state->accepts) {
        sring_stop(ring);
    }
}

/* Makes the operations of the client end. */
static void close_client(struct sring *ring, struct client *client) SRING_REQUIRES(*ring)
{
    client->closing = true;
    (void)sring_cancel(ring, client->receiving);
    (void)sring_cancel(ring, client->sending);
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

/* Frees the client, if none of its operations is in flight. */
static void end_client(struct sring *ring, struct client *client) SRING_REQUIRES(*ring)
{
    struct thread *thread = client->thread;

    if (client->receives || client->sends) {
        return;
    }
    while (client->queued) {
        struct sring_shared_buf message;

        take_first(client, &message);
        sring_shared_free(&message);
    }
    *client->link = client->next;
    if (client->next) {
        client->next->link = client->link;
    }
    sring_buf_claim(&client->buf);
    sring_buf_free(&client->buf);
    sring_fd_claim(&client->file);
    sring_fd_close(ring, &client->file);
    free(client);
    states[thread->index].open--;
    stop_if_empty(ring, thread);
}

/* --- messages for a client ------------------------------------------------------------------- */

SRING_SEND_SHARED_CALLBACK(on_sent)
{
    struct client *client = arg;
    struct sring_shared_buf message;
    int rc = sring_send_shared_finish(done);
    bool whole;

    take_first(client, &message);
    whole = rc >= 0 && (size_t)rc == sring_shared_length(&message);
    sring_shared_free(&message);
    client->sends = false;
    if (!whole) {
        close_client(ring, client);
    }
    if (client->closing) {
        end_client(ring, client);
    } else if (client->queued) {
        send_next(ring, client);
    }
}

/* Sends the first message of the queue, which keeps it. */
static void send_next(struct sring *ring, struct client *client)
{
    const struct sring_send_shared_options options = {.flags = MSG_WAITALL};
    const struct sring_shared_buf *message = &client->queue[client->first];
    int rc;

    sring_shared_buf_borrow(message);
    rc = sring_send_shared_launch(ring, &client->file, message, &options, on_sent, client,
                                  &client->sending);
    sring_shared_buf_return(message);
    if (rc) {
        close_client(ring, client);
        return;
    }
    client->sends = true;
}

static void queue_message(struct sring *ring, struct client *client,
                          const struct sring_shared_buf *message) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*message)
{
    struct sring_shared_buf copy;

    if (client->closing) {
        return;
    }
    if (client->queued == QUEUE) {
        client->thread->slow++;
        close_client(ring, client);
        return;
    }
    sring_shared_copy(&copy, message);
    sring_shared_buf_move_stash(&client->queue[(client->first + client->queued++) % QUEUE], &copy);
    if (!client->sends) {
        send_next(ring, client);
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

static void end_receiving(struct sring *ring, struct client *client) SRING_REQUIRES(*ring)
{
    client->receives = false;
    close_client(ring, client);
    end_client(ring, client);
}

SRING_RECV_CALLBACK(on_received);

/* Receives behind the bytes of the buffer. */
static void receive(struct sring *ring, struct client *client) SRING_REQUIRES(*ring)
{
    const struct sring_recv_options options = {.start = client->length,
                                               .count = MESSAGE - client->length};
    int rc = client->closing ? -ECANCELED : 0;

    if (rc || client->length == MESSAGE) { /* a line that is longer than a message */
        end_receiving(ring, client);
        return;
    }
    sring_buf_claim(&client->buf);
    rc = sring_recv_launch(ring, &client->file, &client->buf, &options, on_received, client,
                           &client->receiving);
    if (rc) {
        sring_buf_stash(&client->buf);
        end_receiving(ring, client);
    }
}

SRING_RECV_CALLBACK(on_received)
{
    struct client *client = arg;
    int rc = sring_recv_finish(done, &client->buf);

    if (rc > 0) {
        client->length += (size_t)rc;
        client->whole = whole_lines(sring_buf_data(&client->buf), client->length);
    }
    sring_buf_stash(&client->buf);
    if (rc <= 0) {
        end_receiving(ring, client);
    } else if (client->whole) {
        client->thread->received++;
        client->to = 0;
        broadcast(ring, client);
    } else {
        receive(ring, client);
    }
}

SRING_TIMEOUT_CALLBACK(on_retry)
{
    struct client *client = arg;

    if (sring_timeout_finish(done) != -ETIME || client->closing) {
        end_receiving(ring, client);
        return;
    }
    broadcast(ring, client);
}

/* Sends the message to the other threads. Returns 0, -EAGAIN if a mailbox is full, or -errno. */
static int send_copies(struct client *client, const unsigned char *bytes)
{
    for (; client->to < thread_count; client->to++) {
        int rc = &threads[client->to] == client->thread
                     ? 0
                     : send_copy(client->thread, &threads[client->to], bytes, client->whole);

        if (rc && rc != -EPIPE) {
            return rc;
        }
    }
    return 0;
}

/* Delivers the message to the clients of the thread, and moves the rest of the buffer to its
 * beginning. */
static int deliver_here(struct sring *ring, struct client *client, unsigned char *bytes)
    SRING_REQUIRES(*ring)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, client->whole);

    if (rc) {
        return rc;
    }
    memcpy(sring_buf_data(&buf), bytes, client->whole);
    sring_buf_set_length(&buf, client->whole);
    deliver(ring, client->thread, client, &buf);
    client->length -= client->whole;
    memmove(bytes, bytes + client->whole, client->length);
    return 0;
}

/* Sends the message to all threads, from the one on that is next. */
static void broadcast(struct sring *ring, struct client *client)
{
    unsigned char *bytes;
    int rc;

    sring_buf_claim(&client->buf);
    bytes = sring_buf_data(&client->buf);
    rc = send_copies(client, bytes);
    if (!rc) {
        rc = deliver_here(ring, client, bytes);
    }
    sring_buf_stash(&client->buf);
    if (!rc) {
        receive(ring, client);
        return;
    }
    if (rc == -EAGAIN &&
        !sring_timeout_launch(ring, RETRY_NS, NULL, on_retry, client, &client->receiving)) {
        return;
    }
    end_receiving(ring, client);
}

/* --- accepting ------------------------------------------------------------------------------- */

/* Begins a client. Returns 0 or -errno. */
static int begin(struct sring *ring, struct thread *thread, struct sring_fd *file)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*file)
{
    struct client *client = calloc(1, sizeof(*client));
    struct sring_buf buf;
    int rc;

    if (!client) {
        sring_fd_close(ring, file);
        return -ENOMEM;
    }
    rc = sring_buf_alloc(&buf, MESSAGE);
    if (rc) {
        sring_fd_close(ring, file);
        free(client);
        return rc;
    }
    sring_buf_move_stash(&client->buf, &buf);
    sring_fd_move_stash(&client->file, file);
    client->thread = thread;
    client->receives = true;
    client->next = thread->clients;
    client->link = &thread->clients;
    if (client->next) {
        client->next->link = &client->next;
    }
    thread->clients = client;
    thread->accepted++;
    states[thread->index].open++;
    receive(ring, client);
    return 0;
}

SRING_TIMEOUT_CALLBACK(on_pause_over)
{
    struct thread *thread = arg;

    (void)sring_timeout_finish(done);
    states[thread->index].accepts = false;
    accept_next(ring, thread);
}

static void fail(struct sring *ring, struct thread *thread, int rc) SRING_REQUIRES(*ring)
{
    states[thread->index].error = rc;
    stop_clients(ring, thread);
}

SRING_ACCEPT_CALLBACK(on_accepted)
{
    struct thread *thread = arg;
    struct sring_fd file;
    int rc = sring_accept_finish(done, &file);

    if (!rc) {
        rc = begin(ring, thread, &file);
    }
    states[thread->index].accepts = false;
    if (rc == -ECANCELED) {
        stop_if_empty(ring, thread);
        return;
    }
    if (is_passing(rc)) {
        rc = sring_timeout_launch(ring, PAUSE_NS, NULL, on_pause_over, thread, &thread->accepting);
        states[thread->index].accepts = !rc;
    } else if (!rc) {
        accept_next(ring, thread);
    }
    if (rc) {
        fail(ring, thread, rc);
    }
}

static void accept_next(struct sring *ring, struct thread *thread)
{
    const struct sring_accept_options options = {.flags = SOCK_CLOEXEC};
    struct state *state = &states[thread->index];
    int rc;

    if (state->stopping) {
        stop_if_empty(ring, thread);
        return;
    }
    rc = sring_accept_launch(ring, &thread->accepts, &options, on_accepted, thread,
                             &thread->accepting);
    if (rc) {
        fail(ring, thread, rc);
        return;
    }
    state->accepts = true;
}

int run_clients(struct sring *ring, struct thread *thread)
{
    int rc;

    accept_next(ring, thread);
    rc = sring_run(ring);
    return rc ? rc : states[thread->index].error;
}

void stop_clients(struct sring *ring, struct thread *thread)
{
    struct client *next;

    states[thread->index].stopping = true;
    (void)sring_cancel(ring, thread->accepting);
    for (struct client *client = thread->clients; client; client = next) {
        next = client->next;
        close_client(ring, client);
    }
    stop_if_empty(ring, thread);
}
