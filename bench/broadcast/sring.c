/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * This library, with callbacks: one shared buffer, or a copy of the response for each client.
 */
#include "broadcast.h"

#include <sring/sring.h>

#include <string.h>
#include <sys/socket.h>

static struct sring the_ring;
static struct sring_fd fds[CLIENTS]; /* stashed */
static bool copies;

static void check(int rc, const char *what)
{
    if (rc) {
        fail(what, rc < 0 ? rc : 0);
    }
}

SRING_SEND_SHARED_CALLBACK(on_shared)
{
    if (sring_send_shared_finish(done) != SIZE) {
        fail("send", 0);
    }
}

SRING_SEND_CALLBACK(on_copied)
{
    struct sring_buf buf;
    int sent = sring_send_finish(done, &buf);

    sring_buf_free(&buf);
    if (sent != SIZE) {
        fail("send", 0);
    }
}

/* A buffer of SIZE bytes; its contents are not defined. */
static void new_buf(struct sring_buf *buf) SRING_PRODUCES(*buf)
{
    int rc = sring_buf_alloc(buf, SIZE);

    if (rc) {
        fail("sring_buf_alloc", rc);
    }
    sring_buf_set_length(buf, SIZE);
}

static void send_shared(struct sring_buf *response) SRING_CONSUMES(*response)
    SRING_REQUIRES(the_ring)
{
    const struct sring_send_shared_options all = {.flags = MSG_WAITALL};
    struct sring_shared_buf shared;

    sring_buf_share(response, &shared);
    for (int i = 0; i < CLIENTS; i++) {
        check(sring_send_shared_launch(&the_ring, &fds[i], &shared, &all, on_shared, NULL, NULL),
              "sring_send_shared_launch");
    }
    sring_shared_free(&shared);
}

static void send_copies(struct sring_buf *response) SRING_CONSUMES(*response)
    SRING_REQUIRES(the_ring)
{
    const struct sring_send_options all = {.flags = MSG_WAITALL};

    for (int i = 0; i < CLIENTS; i++) {
        struct sring_buf copy;
        int rc;

        new_buf(&copy);
        memcpy(sring_buf_data(&copy), sring_buf_data(response), SIZE);
        rc = sring_send_launch(&the_ring, &fds[i], &copy, &all, on_copied, NULL, NULL);
        if (rc) {
            fail("sring_send_launch", rc);
        }
    }
    sring_buf_free(response);
}

void sender_open(const int sockets[CLIENTS], const char *kind)
{
    struct sring_options options = {.entries = 2 * CLIENTS};

    copies = !strcmp(kind, "copied");
    if (!copies && strcmp(kind, "shared") != 0) {
        fail("shared or copied", 0);
    }
    check(sring_open(&the_ring, &options), "sring_open");
    for (int i = 0; i < CLIENTS; i++) {
        sring_fd_adopt(&fds[i], sockets[i]);
        sring_fd_stash(&fds[i]);
    }
}

SRING_UNCHECKED("the ring is a global variable")
void sender_broadcast(void)
{
    struct sring_buf response;

    new_buf(&response);
    make_response(sring_buf_data(&response));
    if (copies) {
        send_copies(&response);
    } else {
        send_shared(&response);
    }
    check(sring_flush_and_wait(&the_ring, CLIENTS), "sring_flush_and_wait"); /* as raw waits */
    check(sring_run(&the_ring), "sring_run");
}

SRING_UNCHECKED("the ring is a global variable")
void sender_close(void)
{
    for (int i = 0; i < CLIENTS; i++) {
        sring_fd_claim(&fds[i]);
        (void)sring_fd_release(&fds[i]);
    }
    sring_close(&the_ring);
}
