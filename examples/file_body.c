/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * How file_server sends: a buffer, and behind it a part of a file.
 *
 * A long body goes from the file to the socket through a pipe, without a copy. One that is short,
 * or from a file system that cannot splice, goes through the buffer, together with the head.
 */
#define _GNU_SOURCE /* pipe2, F_SETPIPE_SZ, SPLICE_F_MORE */

#include "file_server.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    SPLICE_FROM = 256 * 1024, /* bytes of a body that are worth a pipe */
    PIPE_SIZE = 256 * 1024,   /* bytes */
};

/* --- through a buffer ------------------------------------------------------------------------ */

int send_all(struct sring *ring, const struct server *server, const struct sring_fd *client,
             struct sring_buf *out, uint32_t flags) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*client) SRING_REQUIRES(*out)
{
    struct sring_send_options options = {.flags = flags, .timeout_ns = server->stall_ns};

    while (options.start < sring_buf_length(out)) {
        int rc = sring_send_await_with(ring, client, out, &options, NULL);

        if (rc <= 0) {
            return rc ? rc : -EPIPE;
        }
        options.start += (size_t)rc;
    }
    return 0;
}

/* Reads a part of the file behind what the buffer holds. Returns the number of bytes or -errno;
 * -EIO if the file has become shorter. */
static int read_part(struct sring *ring, const struct sring_fd *file, const struct answer *part,
                     struct sring_buf *out) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*file)
    SRING_REQUIRES(*out)
{
    size_t length = sring_buf_length(out), room = ANSWER_SIZE - length;
    const struct sring_read_at_options options = {
        .start = length, .count = part->length < room ? (size_t)part->length : room};
    int rc = sring_read_at_await_with(ring, file, out, part->first, &options, NULL);

    return rc ? rc : -EIO;
}

/* Sends what the buffer holds, and the part of the file behind it. Returns 0 or -errno. */
static int copy_body(struct sring *ring, const struct server *server, const struct sring_fd *client,
                     const struct sring_fd *file, struct answer *part, struct sring_buf *out)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*client) SRING_REQUIRES_SHARED(*file)
        SRING_REQUIRES(*out)
{
    int rc;

    do {
        rc = part->length ? read_part(ring, file, part, out) : 0;
        if (rc < 0) {
            return rc;
        }
        part->first += (uint64_t)rc;
        part->length -= (uint64_t)rc;
        rc = send_all(ring, server, client, out, part->length ? MSG_MORE : 0);
        sring_buf_set_length(out, 0);
    } while (!rc && part->length);
    return rc;
}

/* --- through a pipe -------------------------------------------------------------------------- */

struct pipe {
    struct sring_fd in, out; /* what is written to `in` is read from `out` */
};

/* Returns 0 or -1. */
static int open_pipe(struct pipe *pipe) SRING_PRODUCES_ON_SUCCESS(pipe->in)
    SRING_PRODUCES_ON_SUCCESS(pipe->out)
{
    int raw[2];

    if (pipe2(raw, O_CLOEXEC)) {
        return -1;
    }
    (void)fcntl(raw[1], F_SETPIPE_SZ, PIPE_SIZE); /* or what the limits of the user allow */
    sring_fd_adopt(&pipe->out, raw[0]);
    sring_fd_adopt(&pipe->in, raw[1]);
    return 0;
}

/* Waits until the client takes bytes. The splice would wait, too, but in a worker of the kernel:
 * one for each client that is slow. Returns a positive number or -errno. */
static int wait_until_writable(struct sring *ring, const struct server *server,
                               const struct sring_fd *client) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*client)
{
    const struct sring_poll_add_options options = {.timeout_ns = server->stall_ns};

    return sring_poll_add_await_with(ring, client, POLLOUT, &options, NULL);
}

/* Moves `count` bytes from the pipe to the client. Returns 0 or -errno. */
static int empty_pipe(struct sring *ring, const struct server *server,
                      const struct sring_fd *client, const struct pipe *pipe, uint32_t count,
                      uint8_t flags) SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*client)
    SRING_REQUIRES_SHARED(pipe->out)
{
    const struct sring_splice_options options = {.timeout_ns = server->stall_ns};

    while (count) {
        int rc = wait_until_writable(ring, server, client);

        if (rc < 0) {
            return rc;
        }
        rc = sring_splice_await_with(ring, client, &pipe->out, UINT64_MAX, UINT64_MAX, count, flags,
                                     &options, NULL);
        if (rc <= 0) {
            return rc ? rc : -EPIPE;
        }
        count -= (uint32_t)rc;
    }
    return 0;
}

/* Moves the part of the file to the client. `part` becomes what is left: if the file system cannot
 * splice, the result is 0 and all of it is left. Returns 0 or -errno. */
static int splice_body(struct sring *ring, const struct server *server,
                       const struct sring_fd *client, const struct sring_fd *file,
                       struct answer *part, const struct pipe *pipe) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*client) SRING_REQUIRES_SHARED(*file) SRING_REQUIRES_SHARED(pipe->in)
        SRING_REQUIRES_SHARED(pipe->out)
{
    int rc = 0;

    while (!rc && part->length) {
        uint32_t count = part->length < PIPE_SIZE ? (uint32_t)part->length : PIPE_SIZE;

        rc = sring_splice_await(ring, &pipe->in, file, part->first, UINT64_MAX, count, 0);
        if (rc == -EINVAL) {
            return 0;
        }
        if (rc <= 0) {
            return rc ? rc : -EIO; /* the file has become shorter */
        }
        part->first += (uint64_t)rc;
        part->length -= (uint64_t)rc;
        rc = empty_pipe(ring, server, client, pipe, (uint32_t)rc, part->length ? SPLICE_F_MORE : 0);
    }
    return rc;
}

/* --- both ------------------------------------------------------------------------------------ */

int send_file(struct sring *ring, const struct server *server, const struct sring_fd *client,
              const struct sring_fd *file, struct answer *answer, struct sring_buf *out)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*client) SRING_REQUIRES_SHARED(*file)
        SRING_REQUIRES(*out)
{
    struct pipe pipe;
    int rc;

    if (server->copy || answer->length < SPLICE_FROM) {
        return copy_body(ring, server, client, file, answer, out);
    }
    rc = open_pipe(&pipe);
    if (rc) {
        return copy_body(ring, server, client, file, answer, out);
    }
    rc = send_all(ring, server, client, out, MSG_MORE);
    sring_buf_set_length(out, 0);
    if (!rc) {
        rc = splice_body(ring, server, client, file, answer, &pipe);
    }
    sring_fd_close(ring, &pipe.in);
    sring_fd_close(ring, &pipe.out);
    return rc || !answer->length ? rc : copy_body(ring, server, client, file, answer, out);
}
