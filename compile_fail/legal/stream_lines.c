/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A loop over lines with a common end: errors stay with the stream, so close returns them.
 */
#include "support.h"

static int echo(struct sring *ring, struct sring_fd *fd) SRING_REQUIRES(*ring) SRING_CONSUMES(*fd)
{
    struct sring_stream stream;
    char line[256];
    int64_t n;
    int error, rc = sring_stream_open(ring, &stream, fd);

    if (rc) {
        sring_fd_close(ring, fd);
        return rc;
    }
    while ((n = sring_stream_read_line(ring, &stream, line, sizeof(line))) > 0) {
        rc = sring_stream_write_all(ring, &stream, line, (size_t)n);
        if (rc) {
            goto out;
        }
    }
out:
    error = sring_stream_close(ring, &stream);
    return rc ? rc : error;
}

SRING_FIBER(serve)
{
    struct sring_fd *file = arg;

    sring_fd_claim(file);
    return echo(ring, file);
}

/* Nobody flushes: each side waits for the other, and so sends before. */
static int ask(struct sring *ring, const struct sring_stream *stream) SRING_REQUIRES(*ring)
    SRING_REQUIRES_SHARED(*stream)
{
    char line[16];

    for (int i = 0; i < 3; i++) {
        int rc = sring_stream_write_all(ring, stream, "one\ntwo\n", 8);

        if (rc) {
            return rc;
        }
        if (sring_stream_read_line(ring, stream, line, sizeof(line)) != 4 ||
            strcmp(line, "one\n") != 0 ||
            sring_stream_read_line(ring, stream, line, sizeof(line)) != 4) {
            return -EIO;
        }
    }
    return 0;
}

static int client(struct sring *ring, struct sring_fd *fd) SRING_REQUIRES(*ring) SRING_CONSUMES(*fd)
{
    struct sring_stream stream;
    int error, rc = sring_stream_open(ring, &stream, fd);

    if (rc) {
        sring_fd_close(ring, fd);
        return rc;
    }
    sring_stream_set_time_limit(&stream, SRING_STREAM_BOTH, UINT64_C(20000000000));
    rc = ask(ring, &stream);
    error = sring_stream_close(ring, &stream);
    return rc ? rc : error;
}

static int run(struct sring *ring, int left, int right) SRING_REQUIRES(*ring)
{
    struct sring_fd server, file;
    struct sring_fiber fiber;
    int rc, error;

    sring_fd_adopt(&server, left);
    sring_fd_stash(&server);
    sring_fd_adopt(&file, right);
    rc = sring_spawn(ring, &fiber, serve, &server);
    if (rc) {
        sring_fd_close(ring, &file);
        sring_fd_claim(&server);
        sring_fd_close(ring, &server);
        return rc;
    }
    rc = client(ring, &file);
    error = sring_join(ring, &fiber);
    return rc ? rc : error;
}

int main(void)
{
    struct sring ring;
    int raw[2];
    int rc = sring_open(&ring, NULL);

    if (rc) {
        return legal_no_ring(rc);
    }
    rc = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, raw) ? 2 : run(&ring, raw[0], raw[1]);
    sring_close(&ring);
    return rc ? 3 : 0;
}
