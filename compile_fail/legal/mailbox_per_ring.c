/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Two threads, each with a ring: one gives its connections to the other through a mailbox, and
 * keeps what does not fit.
 */
#include "support.h"

#include <pthread.h>

struct service {
    struct sring_sender sender; /* to the other thread */
    int served_here;
};

struct other {
    struct sring_mailbox box;
    int served;
};

/* Serves a connection on the calling thread's ring. */
static int serve(struct sring *ring, struct sring_fd *client) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*client)
{
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 16);

    if (rc) {
        sring_fd_close(ring, client);
        return 0;
    }
    rc = sring_read_await(ring, client, &buf);
    sring_buf_free(&buf);
    sring_fd_close(ring, client);
    return rc > 0;
}

SRING_MESSAGE_CALLBACK(on_client)
{
    struct other *other = arg;
    struct sring_fd client;

    if (sring_message_kind(message) != SRING_MESSAGE_FD) {
        sring_message_drop(message);
        sring_stop(ring);
        return;
    }
    sring_message_take_fd(message, &client);
    other->served += serve(ring, &client);
}

/* A connection with a byte in it. */
static int new_client(struct sring_fd *client) SRING_PRODUCES_ON_SUCCESS(*client)
{
    int raw[2];

    if (pipe(raw)) {
        return -errno;
    }
    if (write(raw[1], "x", 1) != 1) {
        abort();
    }
    close(raw[1]);
    sring_fd_adopt(client, raw[0]);
    return 0;
}

static void *accept_all(void *arg)
{
    struct service *service = arg;
    struct sring ring;
    int rc = sring_open(&ring, NULL);

    sring_sender_claim(&service->sender);
    if (!rc) {
        for (int i = 0; i < 20; i++) {
            struct sring_fd client;

            if (new_client(&client)) {
                continue;
            }
            if (sring_sender_send_fd(&service->sender, &client)) {
                service->served_here += serve(&ring, &client);
            }
        }
        sring_close(&ring);
    }
    while (sring_sender_send_word(&service->sender, 0) == -EAGAIN) {
        usleep(100);
    }
    sring_sender_close(&service->sender);
    return NULL;
}

int main(void)
{
    struct other other = {.served = 0};
    struct service service = {.served_here = 0};
    struct sring ring;
    pthread_t thread;
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    if (sring_mailbox_open(&ring, &other.box, 4, on_client, &other)) {
        sring_close(&ring);
        return 2;
    }
    sring_mailbox_stash(&other.box);
    sring_mailbox_borrow(&other.box);
    rc = sring_sender_open(&service.sender, &other.box);
    if (rc) {
        abort();
    }
    sring_mailbox_return(&other.box);
    sring_sender_stash(&service.sender);
    if (pthread_create(&thread, NULL, accept_all, &service)) {
        abort();
    }
    rc = sring_run(&ring);
    pthread_join(thread, NULL);
    sring_mailbox_claim(&other.box);
    sring_mailbox_close(&ring, &other.box);
    sring_close(&ring);
    return rc || other.served + service.served_here != 20 ? 3 : 0;
}
