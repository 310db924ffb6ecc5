/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A stream with a fiber that reads and one that writes; they borrow it. Then it is released, and the
 * file is used by itself.
 */
#include "support.h"

SRING_FIBER(reader)
{
    const struct sring_stream *stream = arg;
    char line[100];
    int64_t n;

    sring_stream_borrow(stream);
    n = sring_stream_read_line(ring, stream, line, sizeof(line));
    sring_stream_return(stream);
    return n < 0 ? (int)n : n != 6 ? -EIO : 0;
}

SRING_FIBER(writer)
{
    const struct sring_stream *stream = arg;
    int rc;

    sring_stream_borrow(stream);
    rc = sring_stream_write_all(ring, stream, "text\n", 5);
    if (!rc) {
        rc = sring_stream_flush(ring, stream);
    }
    sring_stream_return(stream);
    return rc;
}

static int both(struct sring *ring, struct sring_stream *stream) SRING_REQUIRES(*ring)
    SRING_REQUIRES(*stream)
{
    struct sring_scope scope;
    int rc, error;

    sring_scope_open(ring, &scope);
    rc = sring_scope_spawn(ring, &scope, reader, stream);
    if (!rc) {
        rc = sring_scope_spawn(ring, &scope, writer, stream);
    }
    if (rc) {
        sring_scope_cancel(ring, &scope);
    }
    error = sring_scope_close(ring, &scope);
    return rc ? rc : error;
}

/* The file of a stream that cannot be released is closed with it. */
static int release(struct sring *ring, struct sring_stream *stream, struct sring_fd *fd)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*stream) SRING_PRODUCES_ON_SUCCESS(*fd);

static SRING_UNCHECKED("it produces on success what it got on success") int
release(struct sring *ring, struct sring_stream *stream, struct sring_fd *fd)
{
    int rc = sring_stream_release(ring, stream, fd);

    if (rc) {
        (void)sring_stream_close(ring, stream);
    }
    return rc;
}

static int run(struct sring *ring, int raw) SRING_REQUIRES(*ring)
{
    const struct sring_stream_options options = {.read_size = 512, .write_size = 512};
    struct sring_stream stream;
    struct sring_fd fd;
    int rc;

    sring_fd_adopt(&fd, raw);
    rc = sring_stream_open_with(ring, &stream, &fd, &options);
    if (rc) {
        sring_fd_close(ring, &fd);
        return rc;
    }
    rc = both(ring, &stream);
    if (rc) {
        (void)sring_stream_close(ring, &stream);
        return rc;
    }
    rc = release(ring, &stream, &fd);
    if (rc) {
        return rc;
    }
    sring_fd_close(ring, &fd);
    return 0;
}

int main(void)
{
    struct sring ring;
    char text[8];
    int raw[2];
    int rc;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, raw) ||
        write(raw[1], "input\n", 6) != 6) {
        return 2;
    }
    rc = sring_open(&ring, NULL);
    if (rc) {
        return legal_no_ring(rc);
    }
    rc = run(&ring, raw[0]);
    if (!rc && (read(raw[1], text, sizeof(text)) != 5 || memcmp(text, "text\n", 5) != 0)) {
        rc = 3;
    }
    close(raw[1]);
    sring_close(&ring);
    return rc ? 3 : 0;
}
