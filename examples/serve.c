/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * serve: sends the beginning of a file to a number of clients, one after the other.
 *
 * One request accepts all connections. The file's bytes are sent without a copy: their buffer comes
 * back in a second step, when the kernel is done with it.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC, O_CLOEXEC */

#include "arguments.h"
#include "listen.h"

#include <sring/sring.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
    LARGEST = 1024 * 1024 /* bytes of the file that are sent */
};

/* Sends the whole buffer. Returns 0 or -errno. */
static int send_to(struct sring *ring, const struct sring_fd *client, struct sring_buf *buf)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*client) SRING_REQUIRES(*buf)
{
    static const struct sring_send_zc_options options = {.flags = MSG_WAITALL};
    int rc = sring_send_zc_await_with(ring, client, buf, &options, NULL);

    return rc < 0 ? rc : (size_t)rc < sring_buf_length(buf) ? -EPIPE : 0;
}

/* Serves `clients` clients, or fewer if the kernel ends the stream. Returns the number left, or
 * -errno. */
static int serve(struct sring *ring, const struct sring_fd *listener, struct sring_buf *buf,
                 int clients) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*listener)
    SRING_REQUIRES(*buf)
{
    SRING_AUTO struct sring_accept_multishot_building op = SRING_NONE;
    SRING_AUTO struct sring_accept_multishot_streaming stream = SRING_NONE;
    int rc = sring_accept_multishot_init(ring, &op, listener);

    if (rc) {
        return rc;
    }
    sring_accept_multishot_set_flags(&op, SOCK_CLOEXEC);
    sring_accept_multishot_submit(ring, &op, &stream);
    while (clients > 0) {
        SRING_AUTO struct sring_fd client = SRING_NONE;
        int sent;

        rc = sring_accept_multishot_next(ring, &stream, &client);
        if (rc) {
            break;
        }
        sent = send_to(ring, &client, buf);
        sring_fd_close(ring, &client);
        if (sent < 0) {
            fprintf(stderr, "serve: a client: %s\n", strerror(-sent));
        }
        clients--;
    }
    sring_accept_multishot_end(ring, &stream); /* later connections are closed */
    return rc && rc != -ECANCELED ? rc : clients;
}

/* Returns 0 or -errno. */
static int serve_file(struct sring *ring, const char *path, int clients) SRING_REQUIRES(*ring)
{
    SRING_AUTO struct sring_fd file = SRING_NONE;
    SRING_AUTO struct sring_fd listener = SRING_NONE;
    SRING_AUTO struct sring_buf buf = SRING_NONE;
    int rc = sring_buf_alloc(&buf, LARGEST);

    if (rc) {
        return rc;
    }
    rc = sring_openat_await(ring, path, O_RDONLY | O_CLOEXEC, 0, &file);
    if (rc) {
        sring_buf_free(&buf);
        return rc;
    }
    rc = sring_read_at_await(ring, &file, &buf, 0);
    sring_fd_close(ring, &file);
    if (rc >= 0) {
        rc = listen_here();
    }
    if (rc >= 0) {
        sring_fd_adopt(&listener, rc);
        do {
            clients = serve(ring, &listener, &buf, clients);
        } while (clients > 0);
        rc = clients;
        sring_fd_close(ring, &listener);
    }
    sring_buf_free(&buf);
    return rc;
}

int main(int argc, char **argv)
{
    struct sring ring;
    char reason[256];
    int clients = argc == 3 ? (int)positive(argv[2], INT_MAX) : 0;
    int rc;

    check_arguments(argc, argv, clients > 0,
                    "usage: serve FILE CLIENTS\n"
                    "Sends the first MiB of FILE to CLIENTS clients over TCP.\n");
    rc = sring_open(&ring, NULL);
    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "serve: %s\n", reason);
        return 1;
    }
    rc = serve_file(&ring, argv[1], clients);
    if (rc) {
        fprintf(stderr, "serve: %s: %s\n", argv[1], strerror(-rc));
    }
    sring_close(&ring);
    return rc || fflush(stdout) ? 1 : 0;
}
