/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A worker thread without a ring posts results to the ring's thread: buffers, and a word at its
 * end.
 */
#include "support.h"

#include <pthread.h>
#include <sched.h>

enum {
    RESULTS = 100
};

struct worker {
    struct sring_sender sender;
    int status;
};

struct results {
    int count, length;
    uint64_t status;
};

/* Owns the buffer: it is sent, or freed. */
static int post(struct sring_sender *sender, struct sring_buf *buf) SRING_REQUIRES(*sender)
    SRING_CONSUMES(*buf)
{
    for (;;) {
        int rc = sring_sender_send_buf(sender, buf);

        if (!rc) {
            return 0;
        }
        if (rc != -EAGAIN) {
            sring_buf_free(buf);
            return rc;
        }
        sched_yield();
    }
}

static void *work(void *arg)
{
    struct worker *worker = arg;
    struct sring_sender *sender = &worker->sender;

    sring_sender_claim(sender);
    for (int i = 0; i < RESULTS && !worker->status; i++) {
        struct sring_buf buf;

        if (sring_buf_alloc(&buf, 64)) {
            worker->status = -ENOMEM;
            break;
        }
        sring_buf_set_length(&buf, (size_t)snprintf((char *)sring_buf_data(&buf), 64, "%d", i));
        worker->status = post(sender, &buf);
    }
    while (sring_sender_send_word(sender, (uint64_t)-worker->status) == -EAGAIN) {
        sched_yield();
    }
    sring_sender_close(sender);
    return NULL;
}

SRING_MESSAGE_CALLBACK(on_message)
{
    struct results *results = arg;

    switch (sring_message_kind(message)) {
    case SRING_MESSAGE_BUF: {
        struct sring_buf buf;

        sring_message_take_buf(message, &buf);
        results->count++;
        results->length += (int)sring_buf_length(&buf);
        sring_buf_free(&buf);
        break;
    }
    case SRING_MESSAGE_WORD:
        results->status = sring_message_take_word(message);
        sring_stop(ring);
        break;
    case SRING_MESSAGE_FD:
    default:
        sring_message_drop(message);
    }
}

static int run(struct sring *ring, struct results *results) SRING_REQUIRES(*ring)
{
    struct worker worker = {.status = 0};
    struct sring_mailbox box;
    pthread_t thread;
    int rc;

    rc = sring_mailbox_open(ring, &box, 16, on_message, results);
    if (rc) {
        return rc;
    }
    rc = sring_sender_open(&worker.sender, &box);
    if (rc) {
        goto close_box;
    }
    sring_sender_stash(&worker.sender);
    if (pthread_create(&thread, NULL, work, &worker)) {
        sring_sender_claim(&worker.sender);
        sring_sender_close(&worker.sender);
        rc = -EAGAIN;
        goto close_box;
    }
    rc = sring_run(ring);
    pthread_join(thread, NULL);
close_box:
    sring_mailbox_close(ring, &box);
    return rc;
}

int main(void)
{
    struct results results = {.count = 0};
    struct sring ring;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    rc = run(&ring, &results);
    sring_close(&ring);
    if (rc || results.status) {
        return 2;
    }
    return results.count == RESULTS && results.length == 10 + 90 * 2 ? 0 : 3;
}
