/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams of bytes on each kind of file, with a plain descriptor at the other end; and test bodies
 * that run on the thread and in a fiber.
 */
#ifndef SRING_TESTS_BYTE_STREAMS_H
#define SRING_TESTS_BYTE_STREAMS_H

#include "left.h"
#include "support.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

enum kind {
    REGULAR,
    PIPE,
    UNIX_SOCKET,
    TCP_SOCKET,
    KINDS
};

/* A file to read from, or to write to, and its other end. Of a regular file both are descriptors of
 * the same file, which do not share the position. */
struct ends {
    struct sring_fd fd;
    int other; /* -1: closed */
};

static inline void open_tcp(int raw[2])
{
    struct sockaddr_storage address;
    struct sring_fd listener;
    const int yes = 1;
    socklen_t length;

    listen_on(&listener, AF_INET, &address, &length);
    raw[1] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(raw[1], (struct sockaddr *)&address, length), 0);
    raw[0] = accept4(sring_fd_raw(&listener), NULL, NULL, SOCK_CLOEXEC);
    assert_true(raw[0] >= 0);
    close(sring_fd_release(&listener));
    /* Small parts do not wait for an acknowledgement. */
    assert_int_equal(setsockopt(raw[0], IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes)), 0);
    assert_int_equal(setsockopt(raw[1], IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes)), 0);
}

static inline void open_ends(enum kind kind, struct ends *ends, bool to_write)
{
    char path[64];
    int raw[2];

    switch (kind) {
    case REGULAR:
        temporary_file(&ends->fd, "");
        snprintf(path, sizeof(path), "/proc/self/fd/%d", sring_fd_raw(&ends->fd));
        ends->other = open(path, O_RDWR | O_CLOEXEC);
        assert_true(ends->other >= 0);
        return;
    case PIPE:
        assert_int_equal(pipe2(raw, O_CLOEXEC), 0);
        sring_fd_adopt(&ends->fd, raw[to_write]);
        ends->other = raw[!to_write];
        return;
    case UNIX_SOCKET:
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, raw), 0);
        break;
    default:
        open_tcp(raw);
    }
    sring_fd_adopt(&ends->fd, raw[0]);
    ends->other = raw[1];
}

/* Hands the file to a stream, with these sizes of both buffers (0: the default). */
static inline void stream_on(struct sring *ring, struct sring_fd *fd, size_t size,
                             struct sring_stream *stream)
{
    const struct sring_stream_options options = {.read_size = size, .write_size = size};

    assert_int_equal(sring_stream_open_with(ring, stream, fd, size ? &options : NULL), 0);
}

static inline void put(int raw, const void *data, size_t size)
{
    assert_int_equal(write(raw, data, size), size);
}

static inline void put_text(int raw, const char *text)
{
    put(raw, text, strlen(text));
}

/* Reads up to `size` bytes, fewer only at the end. Returns their number. */
static inline size_t take(int raw, void *data, size_t size)
{
    size_t count = 0;
    ssize_t n = 1;

    while (n > 0 && count < size) {
        n = read(raw, (char *)data + count, size - count);
        assert_true(n >= 0);
        count += (size_t)n;
    }
    return count;
}

/* Reads what is there. What was sent over TCP may come a little later. */
static inline size_t take_now(int raw, void *data, size_t size)
{
    size_t count = 0;
    ssize_t n = 1;

    assert_int_equal(fcntl(raw, F_SETFL, O_NONBLOCK), 0);
    while (n > 0 && count < size) {
        n = read(raw, (char *)data + count, size - count);
        count += n > 0 ? (size_t)n : 0;
    }
    assert_int_equal(fcntl(raw, F_SETFL, 0), 0);
    return count;
}

static inline void expect_at(int raw, const char *text)
{
    char found[4096] = "";

    assert_int_equal(take(raw, found, strlen(text)), strlen(text));
    assert_string_equal(found, text);
    assert_int_equal(take_now(raw, found, sizeof(found)), 0);
}

/* A stream to read from, with this content. */
static inline void stream_with(struct sring *ring, enum kind kind, const char *content, size_t size,
                               struct sring_stream *stream, int *other)
{
    struct ends ends;

    open_ends(kind, &ends, false);
    put_text(ends.other, content);
    stream_on(ring, &ends.fd, size, stream);
    *other = ends.other;
}

/* The reader finds the end behind the content. */
static inline void end_content(int *other)
{
    close(*other);
    *other = -1;
}

static inline void expect_state(const struct sring_stream *stream, size_t unread, size_t unsent)
{
    struct sring_stream_state state;

    (void)sring_stream_error(stream, &state);
    assert_int_equal(state.unread, unread);
    assert_int_equal(state.unsent, unsent);
}

static inline uint64_t last_read(const struct sring_stream *stream)
{
    struct sring_stream_state state;

    (void)sring_stream_error(stream, &state);
    return state.last_read;
}

static inline uint64_t last_written(const struct sring_stream *stream)
{
    struct sring_stream_state state;

    (void)sring_stream_error(stream, &state);
    return state.last_written;
}

static inline void close_well(struct sring *ring, struct sring_stream *stream)
{
    assert_int_equal(sring_stream_close(ring, stream), 0);
}

/* --- on the thread and in a fiber ------------------------------------------------------------ */

typedef void body_fn(struct sring *ring, enum kind kind);

struct run {
    body_fn *body;
    enum kind kind;
};

SRING_FIBER(run_body)
{
    const struct run *run = arg;

    run->body(ring, run->kind);
    return 0;
}

static inline void on_kind(struct sring *ring, body_fn *body, enum kind kind)
{
    struct run run = {body, kind};
    struct sring_fiber fiber;

    body(ring, kind);
    assert_int_equal(sring_spawn(ring, &fiber, run_body, &run), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
}

static inline void on_all_kinds(struct sring *ring, body_fn *body)
{
    for (enum kind kind = 0; kind < KINDS; kind++) {
        on_kind(ring, body, kind);
    }
}

#endif /* SRING_TESTS_BYTE_STREAMS_H */
