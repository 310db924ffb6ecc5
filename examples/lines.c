/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * lines: prints numbered lines from TCP clients, one client after the other.
 *
 * One request receives everything that a client sends, into buffers that the kernel takes out of a
 * group when data arrives. Each item is a lent buffer, which is printed and then returned. When all
 * buffers are lent the kernel ends the stream, and the program begins another one.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC */

#include "arguments.h"
#include "listen.h"

#include <sring/sring.h>

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
    BUFFERS = 16,
    SIZE = 4096 /* bytes of each */
};

/* The position in the output. */
struct output {
    unsigned long line;
    int inside; /* the line has begun */
};

static void print(struct output *output, const unsigned char *data, size_t length)
{
    while (length > 0) {
        const unsigned char *end = memchr(data, '\n', length);
        size_t part = end ? (size_t)(end - data) + 1 : length;

        if (!output->inside) {
            printf("%6lu  ", ++output->line);
        }
        fwrite(data, 1, part, stdout);
        output->inside = !end;
        data += part;
        length -= part;
    }
}

/* Prints lines until the client has closed (0), or the stream ends (-errno). */
static int receive(struct sring *ring, const struct sring_fd *client,
                   const struct sring_buf_ring *group, struct output *output) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*client) SRING_REQUIRES_SHARED(*group)
{
    SRING_AUTO struct sring_recv_multishot_building op = SRING_NONE;
    SRING_AUTO struct sring_recv_multishot_streaming stream = SRING_NONE;
    size_t length;
    int rc = sring_recv_multishot_init(ring, &op, client, group);

    if (rc) {
        return rc;
    }
    sring_recv_multishot_submit(ring, &op, &stream);
    do {
        SRING_AUTO struct sring_lent_buf item = SRING_NONE;

        rc = sring_recv_multishot_next(ring, &stream, &item);
        if (rc) {
            break;
        }
        length = sring_lent_buf_length(&item);
        print(output, sring_lent_buf_data(&item), length);
        sring_lent_buf_return(&item); /* the kernel owns it again */
    } while (length > 0);
    sring_recv_multishot_end(ring, &stream);
    return rc;
}

/* Returns 0 or -errno. */
static int serve(struct sring *ring, const struct sring_fd *listener,
                 const struct sring_buf_ring *group, int clients) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*listener) SRING_REQUIRES_SHARED(*group)
{
    struct output output = {0, 0};

    while (clients-- > 0) {
        SRING_AUTO struct sring_fd client = SRING_NONE;
        int rc = sring_accept_await(ring, listener, &client);

        if (rc) {
            return rc;
        }
        do {
            rc = receive(ring, &client, group, &output);
        } while (rc == -ENOBUFS || rc == -ECANCELED);
        sring_fd_close(ring, &client);
        if (output.inside) {
            putchar('\n'); /* the client left in the middle of a line */
            output.inside = 0;
        }
        if (rc) {
            fprintf(stderr, "lines: a client: %s\n", strerror(-rc));
        }
    }
    return 0;
}

/* Returns 0 or -errno. */
static int run(struct sring *ring, int clients) SRING_REQUIRES(*ring)
{
    const struct sring_buf_ring_options options = {.incremental = true};
    SRING_AUTO struct sring_buf_ring group = SRING_NONE;
    SRING_AUTO struct sring_fd listener = SRING_NONE;
    int rc = sring_buf_ring_open(ring, &group, BUFFERS, SIZE, &options);

    if (rc) {
        return rc;
    }
    rc = listen_here();
    if (rc >= 0) {
        sring_fd_adopt(&listener, rc);
        rc = serve(ring, &listener, &group, clients);
        sring_fd_close(ring, &listener);
    }
    sring_buf_ring_close(ring, &group);
    return rc;
}

int main(int argc, char **argv)
{
    struct sring ring;
    char reason[512];
    int clients = argc == 2 ? (int)positive(argv[1], INT_MAX) : 0;
    int rc;

    check_arguments(
        argc, argv, clients > 0,
        "usage: lines CLIENTS\n"
        "Prints lines that CLIENTS clients send over TCP, one client after the other.\n");
    rc = sring_open(&ring, NULL);
    if (!rc) {
        rc = run(&ring, clients);
        sring_close(&ring);
    }
    if (rc) {
        sring_explain(rc, reason, sizeof(reason));
        fprintf(stderr, "lines: %s\n", reason);
    }
    return rc || fflush(stdout) ? 1 : 0;
}
