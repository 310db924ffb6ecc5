/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams of bytes: each call on files, pipes and sockets, on the thread and in a fiber.
 */
#include "byte_streams.h"

#include <pty.h>
#include <signal.h>
#include <termios.h>

#define MUCH (1 << 20) /* bytes: more than a pipe or a socket holds */

/* --- lines ---------------------------------------------------------------------------------- */

static void expect_line(struct sring *ring, const struct sring_stream *stream, const char *text)
{
    char line[64];

    assert_int_equal(sring_stream_read_line(ring, stream, line, sizeof(line)), strlen(text));
    assert_string_equal(line, text);
}

static void reads_lines(struct sring *ring, enum kind kind)
{
    static const size_t sizes[] = {0, 8, 6};

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct sring_stream stream;
        int other;

        stream_with(ring, kind, "one\n\nthree\nlast", sizes[i], &stream, &other);
        end_content(&other);
        expect_line(ring, &stream, "one\n");
        expect_line(ring, &stream, "\n");
        expect_line(ring, &stream, "three\n");
        expect_line(ring, &stream, "last");
        expect_line(ring, &stream, "");
        expect_line(ring, &stream, "");
        close_well(ring, &stream);
    }
}

static void lines(void **state)
{
    on_all_kinds(*state, reads_lines);
}

/* A line that does not fit stays, and can be read in parts. */
static void reads_long_lines(struct sring *ring, enum kind kind)
{
    struct sring_stream stream;
    char line[32];
    int other;

    stream_with(ring, kind, "0123456789\nabc\n", 0, &stream, &other);
    assert_int_equal(sring_stream_read_line(ring, &stream, line, 0), -EMSGSIZE);
    assert_int_equal(sring_stream_read_line(ring, &stream, line, 1), -EMSGSIZE);
    assert_int_equal(sring_stream_read_line(ring, &stream, line, 11), -EMSGSIZE);
    assert_int_equal(last_read(&stream), 0);
    assert_int_equal(sring_stream_error(&stream, NULL), 0);
    expect_state(&stream, 15, 0);
    assert_int_equal(sring_stream_read(ring, &stream, line, 3), 3);
    assert_memory_equal(line, "012", 3);
    assert_int_equal(sring_stream_read_line(ring, &stream, line, 9), 8);
    assert_string_equal(line, "3456789\n");
    assert_int_equal(sring_stream_read_line(ring, &stream, line, 5), 4);
    assert_string_equal(line, "abc\n");
    close_well(ring, &stream);
    close(other);
    /* The read buffer is the limit. */
    stream_with(ring, kind, "0123456789\n0123456\nabcdefgh", 8, &stream, &other);
    end_content(&other);
    assert_int_equal(sring_stream_read_line(ring, &stream, line, sizeof(line)), -EMSGSIZE);
    expect_state(&stream, 8, 0);
    assert_int_equal(sring_stream_read_full(ring, &stream, line, 5), 0);
    expect_line(ring, &stream, "56789\n");
    expect_line(ring, &stream, "0123456\n");
    assert_int_equal(sring_stream_read_line(ring, &stream, line, sizeof(line)), -EMSGSIZE);
    close_well(ring, &stream);
    /* A last line that just fits. */
    stream_with(ring, kind, "abcd", 0, &stream, &other);
    end_content(&other);
    assert_int_equal(sring_stream_read_line(ring, &stream, line, 4), -EMSGSIZE);
    assert_int_equal(sring_stream_read_line(ring, &stream, line, 5), 4);
    assert_string_equal(line, "abcd");
    close_well(ring, &stream);
}

static void long_lines(void **state)
{
    on_all_kinds(*state, reads_long_lines);
}

static void reads_until(struct sring *ring, enum kind kind)
{
    struct sring_stream stream;
    struct ends ends;
    char text[16];

    open_ends(kind, &ends, false);
    put(ends.other, "one\0\n\0a;b", 9);
    end_content(&ends.other);
    stream_on(ring, &ends.fd, 0, &stream);
    assert_int_equal(sring_stream_read_until(ring, &stream, 0, text, sizeof(text)), 4);
    assert_memory_equal(text, "one\0", 5);
    assert_int_equal(sring_stream_read_until(ring, &stream, 0, text, sizeof(text)), 2);
    assert_memory_equal(text, "\n\0", 3);
    assert_int_equal(sring_stream_read_until(ring, &stream, ';', text, sizeof(text)), 2);
    assert_string_equal(text, "a;");
    assert_int_equal(sring_stream_read_until(ring, &stream, 0xff, text, sizeof(text)), 1);
    assert_string_equal(text, "b");
    close_well(ring, &stream);
}

static void until(void **state)
{
    on_all_kinds(*state, reads_until);
}

/* --- any number of bytes -------------------------------------------------------------------- */

static void reads_some(struct sring *ring, enum kind kind)
{
    struct sring_stream_state state;
    struct sring_stream stream;
    char data[32];
    int other;

    stream_with(ring, kind, "0123456789", 0, &stream, &other);
    assert_int_equal(sring_stream_read(ring, &stream, data, 0), 0);
    assert_int_equal(sring_stream_read(ring, &stream, data, 4), 4);
    assert_memory_equal(data, "0123", 4);
    assert_int_equal(sring_stream_read(ring, &stream, data, sizeof(data)), 6); /* does not wait */
    assert_memory_equal(data, "456789", 6);
    put_text(other, "abc");
    assert_int_equal(sring_stream_read(ring, &stream, data, sizeof(data)), 3);
    end_content(&other);
    assert_int_equal(sring_stream_read(ring, &stream, data, sizeof(data)), 0);
    assert_int_equal(sring_stream_error(&stream, &state), 0);
    assert_int_equal(state.received, 13);
    close_well(ring, &stream);
}

static void some(void **state)
{
    on_all_kinds(*state, reads_some);
}

static void reads_full(struct sring *ring, enum kind kind)
{
    static const char text[] = "0123456789abcdefghij";
    struct sring_stream stream;
    char data[32] = "";
    int other;

    stream_with(ring, kind, text, 8, &stream, &other);
    assert_int_equal(sring_stream_read_full(ring, &stream, data, 3), 0);
    assert_int_equal(sring_stream_read_full(ring, &stream, data + 3, 8), 0);  /* the whole buffer */
    assert_int_equal(sring_stream_read_full(ring, &stream, data + 11, 9), 0); /* more */
    assert_string_equal(data, text);
    put_text(other, "klm");
    end_content(&other);
    /* What does not come in full stays, if it fits into the buffer. */
    assert_int_equal(sring_stream_read_full(ring, &stream, data, 4), -ENODATA);
    assert_int_equal(last_read(&stream), 0);
    expect_state(&stream, 3, 0);
    assert_int_equal(sring_stream_read_full(ring, &stream, data, 3), 0);
    assert_memory_equal(data, "klm", 3);
    assert_int_equal(sring_stream_read_full(ring, &stream, data, 1), -ENODATA);
    assert_int_equal(sring_stream_read_full(ring, &stream, data, 0), 0);
    close_well(ring, &stream);
    /* More than the buffer: it says how many. */
    stream_with(ring, kind, text, 8, &stream, &other);
    end_content(&other);
    assert_int_equal(sring_stream_read_full(ring, &stream, data, 28), -ENODATA);
    assert_true(last_read(&stream) >= 20 - 7);
    assert_memory_equal(data, text, last_read(&stream));
    expect_state(&stream, 20 - last_read(&stream), 0);
    close_well(ring, &stream);
}

static void full(void **state)
{
    on_all_kinds(*state, reads_full);
}

static void peeks(struct sring *ring, enum kind kind)
{
    struct sring_stream stream;
    const unsigned char *data;
    char text[8];
    int other;

    stream_with(ring, kind, "0123456789", 8, &stream, &other);
    assert_int_equal(sring_stream_peek(ring, &stream, 0, &data), 0);
    assert_int_equal(sring_stream_peek(ring, &stream, 2, &data), 2);
    assert_memory_equal(data, "01", 2);
    assert_int_equal(sring_stream_peek(ring, &stream, 9, &data), -EMSGSIZE);
    assert_int_equal(sring_stream_read_full(ring, &stream, text, 4), 0);
    assert_memory_equal(text, "0123", 4);
    assert_int_equal(sring_stream_peek(ring, &stream, 6, &data), 6);
    assert_memory_equal(data, "456789", 6);
    end_content(&other);
    assert_int_equal(sring_stream_peek(ring, &stream, 8, &data), 6);
    assert_memory_equal(data, "456789", 6);
    assert_int_equal(sring_stream_read_full(ring, &stream, text, 6), 0);
    assert_int_equal(sring_stream_peek(ring, &stream, 1, &data), 0);
    close_well(ring, &stream);
}

static void peek(void **state)
{
    on_all_kinds(*state, peeks);
}

/* --- writing -------------------------------------------------------------------------------- */

static void writes(struct sring *ring, enum kind kind)
{
    struct sring_stream_state state;
    struct sring_stream stream;
    struct ends ends;

    open_ends(kind, &ends, true);
    stream_on(ring, &ends.fd, 8, &stream);
    assert_int_equal(sring_stream_write_all(ring, &stream, "abc", 3), 0);
    expect_state(&stream, 0, 3);
    expect_at(ends.other, "");
    assert_int_equal(sring_stream_flush(ring, &stream), 0);
    assert_int_equal(sring_stream_flush(ring, &stream), 0);
    expect_at(ends.other, "abc");
    assert_int_equal(sring_stream_write_all(ring, &stream, NULL, 0), 0);
    assert_int_equal(sring_stream_write_all(ring, &stream, "0123456789012345678", 19), 0);
    assert_int_equal(last_written(&stream), 19);
    assert_int_equal(sring_stream_flush(ring, &stream), 0);
    expect_at(ends.other, "0123456789012345678");
    assert_int_equal(sring_stream_error(&stream, &state), 0);
    assert_int_equal(state.sent, 22);
    assert_int_equal(sring_stream_write_all(ring, &stream, "end", 3), 0);
    close_well(ring, &stream); /* sends it */
    expect_at(ends.other, "end");
    close(ends.other);
}

static void writing(void **state)
{
    on_all_kinds(*state, writes);
}

/* --- two fibers ----------------------------------------------------------------------------- */

static unsigned char byte_at(uint64_t at, unsigned which)
{
    return (unsigned char)((at * 2654435761u + which) >> 7);
}

struct talker {
    const struct sring_stream *stream;
    unsigned out, in; /* which bytes it writes, and reads; 0: none */
    uint64_t much;    /* how many each way */
};

SRING_FIBER(speak)
{
    const struct talker *talker = arg;
    unsigned char bytes[7000];
    int rc = 0;

    for (uint64_t at = 0; at < talker->much && !rc;) {
        size_t part = 1 + at % (sizeof(bytes) - 1);

        part = talker->much - at < part ? talker->much - at : part;
        for (size_t i = 0; i < part; i++) {
            bytes[i] = byte_at(at + i, talker->out);
        }
        rc = sring_stream_write_all(ring, talker->stream, bytes, part);
        at += part;
    }
    return rc ? rc : sring_stream_flush(ring, talker->stream);
}

SRING_FIBER(hear)
{
    const struct talker *talker = arg;
    unsigned char bytes[5000];

    for (uint64_t at = 0; at < talker->much;) {
        int64_t n = sring_stream_read(ring, talker->stream, bytes, sizeof(bytes));

        if (n <= 0) {
            return n ? (int)n : -EPIPE;
        }
        for (int64_t i = 0; i < n; i++) {
            assert_int_equal(bytes[i], byte_at(at + (uint64_t)i, talker->in));
        }
        at += (uint64_t)n;
    }
    return 0;
}

/* Both directions of both ends at a time. */
static void conversation(void **state)
{
    static const size_t sizes[] = {0, 100};
    struct sring *ring = *state;

    for (size_t i = 0; i < 2; i++) {
        struct sring_stream left, right;
        const uint64_t much = sizes[i] ? MUCH / 8 : MUCH; /* a small buffer needs many calls */
        struct talker one = {&left, 1, 2, much}, other = {&right, 2, 1, much};
        struct sring_scope scope;
        struct two_fds fds;

        open_socketpair(&fds, SOCK_STREAM);
        stream_on(ring, &fds.in, sizes[i], &left);
        stream_on(ring, &fds.out, sizes[i] * 7, &right);
        sring_scope_open(ring, &scope);
        assert_int_equal(sring_scope_spawn(ring, &scope, speak, &one), 0);
        assert_int_equal(sring_scope_spawn(ring, &scope, hear, &one), 0);
        assert_int_equal(sring_scope_spawn(ring, &scope, speak, &other), 0);
        assert_int_equal(sring_scope_spawn(ring, &scope, hear, &other), 0);
        assert_int_equal(sring_scope_close(ring, &scope), 0);
        close_well(ring, &left);
        close_well(ring, &right);
    }
}

SRING_FIBER(echo_lines)
{
    const struct sring_stream *stream = arg;
    char line[64];
    int64_t n;

    while ((n = sring_stream_read_line(ring, stream, line, sizeof(line))) > 0) {
        int rc = sring_stream_write_all(ring, stream, line, (size_t)n);

        if (rc) {
            return rc;
        }
    }
    return (int)n;
}

SRING_FIBER(echo_all)
{
    const int64_t n = sring_stream_copy_to(ring, arg, arg, UINT64_MAX);

    return n < 0 ? (int)n : 0;
}

/* Nobody flushes: a stream sends what was written before it waits for what comes. */
static void questions(void **state)
{
    static sring_fiber_fn *const echoes[] = {echo_lines, echo_all};
    struct sring *ring = *state;

    for (size_t i = 0; i < 2; i++) {
        struct sring_stream server, client;
        struct sring_fiber fiber;
        struct two_fds fds;

        open_socketpair(&fds, SOCK_STREAM);
        stream_on(ring, &fds.in, 0, &server);
        stream_on(ring, &fds.out, 0, &client);
        assert_int_equal(sring_spawn(ring, &fiber, echoes[i], &server), 0);
        for (int round = 0; round < 3; round++) {
            assert_int_equal(sring_stream_write_all(ring, &client, "line\n", 5), 0);
            expect_line(ring, &client, "line\n");
        }
        assert_int_equal(sring_stream_shutdown(ring, &client, SHUT_WR), 0);
        assert_int_equal(sring_join(ring, &fiber), 0);
        expect_state(&client, 0, 0);
        close_well(ring, &server);
        close_well(ring, &client);
    }
}

/* --- copy_to -------------------------------------------------------------------------------- */

struct copying {
    const struct sring_stream *from, *to;
    int other; /* the far end of `to` */
    size_t expected;
    int64_t copied;
};

SRING_FIBER(drain)
{
    const struct copying *copying = arg;
    struct sring_stream stream;
    struct sring_fd fd;

    sring_fd_adopt(&fd, copying->other);
    stream_on(ring, &fd, 0, &stream);
    for (size_t at = 0; at < copying->expected;) {
        unsigned char bytes[4000];
        const int64_t n = sring_stream_read(ring, &stream, bytes, sizeof(bytes));

        assert_true(n > 0);
        for (int64_t i = 0; i < n; i++) {
            assert_int_equal(bytes[i], byte_at(at + (uint64_t)i, 1));
        }
        at += (uint64_t)n;
    }
    return sring_stream_close(ring, &stream);
}

/* Writes the content into the far end of `from`. */
struct content {
    int other;
    size_t size;
};

SRING_FIBER(supply)
{
    const struct content *content = arg;
    struct sring_stream stream;
    struct sring_fd fd;

    sring_fd_adopt(&fd, content->other);
    stream_on(ring, &fd, 0, &stream);
    for (size_t at = 0; at < content->size;) {
        unsigned char bytes[4000];
        size_t part = 0;

        while (part < sizeof(bytes) && at < content->size) {
            bytes[part++] = byte_at(at++, 1);
        }
        assert_int_equal(sring_stream_write_all(ring, &stream, bytes, part), 0);
    }
    return sring_stream_close(ring, &stream);
}

/* Copies `size` bytes, of a content that has `more`, so that the first `before` were read before.
 */
static void copy_between(struct sring *ring, enum kind from_kind, enum kind to_kind, size_t size,
                         size_t more, size_t before)
{
    struct sring_stream from, to;
    struct copying copying = {.from = &from, .to = &to, .expected = size};
    struct content content = {.size = size + more};
    struct sring_fiber supplying, draining;
    struct ends source, target;
    unsigned char bytes[16];

    open_ends(from_kind, &source, false);
    open_ends(to_kind, &target, true);
    content.other = source.other;
    copying.other = target.other;
    stream_on(ring, &source.fd, 0, &from);
    stream_on(ring, &target.fd, 0, &to);
    assert_int_equal(sring_spawn(ring, &supplying, supply, &content), 0);
    if (from_kind == REGULAR) {
        assert_int_equal(sring_join(ring, &supplying), 0);
    }
    if (to_kind != REGULAR) {
        assert_int_equal(sring_spawn(ring, &draining, drain, &copying), 0);
    }
    assert_int_equal(sring_stream_read_full(ring, &from, bytes, before), 0);
    assert_int_equal(sring_stream_write_all(ring, &to, bytes, before), 0);
    assert_int_equal(sring_stream_copy_to(ring, &from, &to, more ? size - before : UINT64_MAX),
                     size - before);
    assert_int_equal(last_read(&from), size - before);
    assert_int_equal(last_written(&to), size - before);
    assert_int_equal(sring_stream_flush(ring, &to), 0);
    if (to_kind == REGULAR) {
        assert_int_equal(sring_spawn(ring, &draining, drain, &copying), 0);
    }
    assert_int_equal(sring_join(ring, &draining), 0);
    if (more) {
        assert_int_equal(sring_stream_read_full(ring, &from, bytes, 1), 0);
        assert_int_equal(bytes[0], byte_at(size, 1));
        assert_int_equal(sring_stream_copy_to(ring, &from, &to, 0), 0);
    } else {
        assert_int_equal(sring_stream_copy_to(ring, &from, &to, UINT64_MAX), 0);
    }
    close_well(ring, &to);
    if (from_kind != REGULAR) {
        assert_int_equal(sring_join(ring, &supplying), 0);
    }
    close_well(ring, &from);
}

static void copies(void **state)
{
    static const size_t sizes[] = {1, 16384, 300000, 600000};

    for (enum kind from = 0; from < KINDS; from++) {
        for (enum kind to = 0; to < KINDS; to++) {
            for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
                copy_between(*state, from, to, sizes[i], 0, sizes[i] > 9 ? 9 : 0);
                copy_between(*state, from, to, sizes[i], 5, 0);
            }
        }
    }
}

/* A socket with O_NONBLOCK, on which splice does not wait: what is in the pipe then is read again.
 */
static void copies_without_waiting(void **state)
{
    struct sring *ring = *state;
    struct sring_stream from, to;
    struct copying copying = {.from = &from, .to = &to, .expected = 2000000};
    struct content content = {.size = 2000000};
    struct sring_fiber supplying, draining;
    struct ends source, target;

    open_ends(REGULAR, &source, false);
    open_ends(UNIX_SOCKET, &target, true);
    assert_int_equal(fcntl(sring_fd_raw(&target.fd), F_SETFL, O_NONBLOCK), 0);
    content.other = source.other;
    copying.other = target.other;
    stream_on(ring, &source.fd, 0, &from);
    stream_on(ring, &target.fd, 0, &to);
    assert_int_equal(sring_spawn(ring, &supplying, supply, &content), 0);
    assert_int_equal(sring_join(ring, &supplying), 0);
    assert_int_equal(sring_spawn(ring, &draining, drain, &copying), 0);
    assert_int_equal(sring_stream_copy_to(ring, &from, &to, UINT64_MAX), 2000000);
    assert_int_equal(sring_stream_flush(ring, &to), 0);
    assert_int_equal(sring_join(ring, &draining), 0);
    close_well(ring, &to);
    close_well(ring, &from);
}

/* --- position ------------------------------------------------------------------------------- */

static void seeks(struct sring *ring, enum kind kind)
{
    struct sring_stream stream;
    struct ends ends;
    char data[16];

    open_ends(REGULAR, &ends, false);
    (void)kind;
    put_text(ends.other, "0123456789");
    stream_on(ring, &ends.fd, 0, &stream);
    assert_int_equal(sring_stream_read(ring, &stream, data, 2), 2);
    assert_int_equal(sring_stream_seek(ring, &stream, 0, SEEK_CUR), 2);
    assert_int_equal(sring_stream_seek(ring, &stream, 3, SEEK_CUR), 5);
    assert_int_equal(sring_stream_read(ring, &stream, data, 1), 1);
    assert_int_equal(data[0], '5');
    assert_int_equal(sring_stream_seek(ring, &stream, -2, SEEK_END), 8);
    assert_int_equal(sring_stream_read(ring, &stream, data, 16), 2);
    assert_memory_equal(data, "89", 2);
    assert_int_equal(sring_stream_seek(ring, &stream, -1, SEEK_SET), -EINVAL);
    assert_int_equal(sring_stream_seek(ring, &stream, 0, 77), -EINVAL);
    assert_int_equal(sring_stream_seek(ring, &stream, INT64_MAX, SEEK_CUR), -EINVAL);
    assert_int_equal(sring_stream_seek(ring, &stream, 20, SEEK_SET), 20);
    assert_int_equal(sring_stream_read(ring, &stream, data, 1), 0);
    /* Reads and writes share the position. */
    assert_int_equal(sring_stream_seek(ring, &stream, 1, SEEK_SET), 1);
    assert_int_equal(sring_stream_read(ring, &stream, data, 1), 1);
    assert_int_equal(sring_stream_write_all(ring, &stream, "AB", 2), 0);
    assert_int_equal(sring_stream_seek(ring, &stream, 0, SEEK_CUR), 4);
    expect_state(&stream, 0, 2);
    assert_int_equal(sring_stream_read(ring, &stream, data, 2), 2); /* sends it before */
    assert_memory_equal(data, "45", 2);
    assert_int_equal(sring_stream_write_all(ring, &stream, "C", 1), 0);
    assert_int_equal(sring_stream_seek(ring, &stream, 12, SEEK_SET), 12);
    assert_int_equal(sring_stream_write_all(ring, &stream, "D", 1), 0);
    /* The file has no part in it. */
    assert_int_equal(lseek(ends.other, 0, SEEK_SET), 0);
    close_well(ring, &stream);
    assert_int_equal(pread(ends.other, data, 16, 0), 13);
    assert_memory_equal(data, "01AB45C789\0\0D", 13);
    close(ends.other);
}

static void position(void **state)
{
    struct sring *ring = *state;
    struct sring_stream stream;
    struct two_fds fds;

    on_kind(ring, seeks, REGULAR);
    open_pipe(&fds);
    stream_on(ring, &fds.in, 0, &stream);
    assert_int_equal(sring_stream_seek(ring, &stream, 0, SEEK_CUR), -ESPIPE);
    close_well(ring, &stream);
    sring_fd_close(ring, &fds.out);
}

/* It begins at the file's position, and release sets that to the stream's. */
static void releases(struct sring *ring, enum kind kind)
{
    struct sring_stream stream;
    struct sring_fd fd;
    char data[8];
    int other;

    stream_with(ring, kind, "0123456789", 0, &stream, &other);
    assert_int_equal(sring_stream_read(ring, &stream, data, 4), 4);
    if (kind == REGULAR) {
        assert_int_equal(sring_stream_release(ring, &stream, &fd), 0);
        assert_int_equal(lseek(sring_fd_raw(&fd), 0, SEEK_CUR), 4);
    } else {
        assert_int_equal(sring_stream_release(ring, &stream, &fd), -ENOTEMPTY);
        assert_int_equal(sring_stream_read(ring, &stream, data, 5), 5);
        assert_int_equal(sring_stream_release(ring, &stream, &fd), -ENOTEMPTY);
        assert_int_equal(sring_stream_read(ring, &stream, data, 5), 1);
        assert_int_equal(sring_stream_release(ring, &stream, &fd), 0);
        put_text(other, "456789");
    }
    assert_int_equal(sring_stream_open(ring, &stream, &fd), 0);
    assert_int_equal(sring_stream_read(ring, &stream, data, 8), 6);
    assert_memory_equal(data, "456789", 6);
    close_well(ring, &stream);
    close(other);
}

static void release_sends(struct sring *ring, enum kind kind)
{
    struct sring_stream stream;
    struct ends ends;
    struct sring_fd fd;

    open_ends(kind, &ends, true);
    stream_on(ring, &ends.fd, 0, &stream);
    assert_int_equal(sring_stream_write_all(ring, &stream, "text", 4), 0);
    assert_int_equal(sring_stream_release(ring, &stream, &fd), 0);
    write_text(&fd, "more");
    expect_at(ends.other, "textmore");
    sring_fd_close(ring, &fd);
    close(ends.other);
}

static void release(void **state)
{
    on_all_kinds(*state, releases);
    on_all_kinds(*state, release_sends);
}

static void appends(struct sring *ring, enum kind kind)
{
    struct sring_stream stream;
    struct ends ends;
    char data[16];

    (void)kind;
    open_ends(REGULAR, &ends, false);
    put_text(ends.other, "0123");
    assert_int_equal(fcntl(sring_fd_raw(&ends.fd), F_SETFL, O_APPEND), 0);
    stream_on(ring, &ends.fd, 0, &stream);
    assert_int_equal(sring_stream_read(ring, &stream, data, 2), 2);
    assert_int_equal(sring_stream_write_all(ring, &stream, "ab", 2), 0);
    assert_int_equal(sring_stream_flush(ring, &stream), 0);
    put_text(ends.other, "xy"); /* another writer, behind "0123": it overwrites "ab" */
    assert_int_equal(sring_stream_read(ring, &stream, data, 2), 0);
    assert_int_equal(sring_stream_seek(ring, &stream, 0, SEEK_SET), 0);
    assert_int_equal(sring_stream_write_all(ring, &stream, "cd", 2), 0);
    assert_int_equal(sring_stream_flush(ring, &stream), 0);
    assert_int_equal(sring_stream_seek(ring, &stream, 0, SEEK_CUR), 8);
    assert_int_equal(sring_stream_seek(ring, &stream, 3, SEEK_SET), 3);
    assert_int_equal(sring_stream_read(ring, &stream, data, 16), 5);
    assert_memory_equal(data, "3xycd", 5);
    close_well(ring, &stream);
    close(ends.other);
}

static void append(void **state)
{
    on_kind(*state, appends, REGULAR);
}

/* --- other files ---------------------------------------------------------------------------- */

static void shuts_down(struct sring *ring, enum kind kind)
{
    struct sring_stream stream;
    struct ends ends;
    char data[8];

    open_ends(kind, &ends, true);
    stream_on(ring, &ends.fd, 0, &stream);
    assert_int_equal(sring_stream_write_all(ring, &stream, "text", 4), 0);
    if (kind < UNIX_SOCKET) {
        assert_int_equal(sring_stream_shutdown(ring, &stream, SHUT_WR), -ENOTSOCK);
    } else {
        assert_int_equal(sring_stream_shutdown(ring, &stream, 77), -EINVAL);
        assert_int_equal(sring_stream_shutdown(ring, &stream, SHUT_WR), 0);
        assert_int_equal(read(ends.other, data, 8), 4);
        assert_int_equal(read(ends.other, data, 8), 0);
        assert_int_equal(sring_stream_write_all(ring, &stream, "x", 1), -EPIPE);
        put_text(ends.other, "back");
        assert_int_equal(sring_stream_read(ring, &stream, data, 8), 4);
        assert_int_equal(sring_stream_shutdown(ring, &stream, SHUT_RDWR), 0);
        assert_int_equal(sring_stream_read(ring, &stream, data, 8), 0);
    }
    close_well(ring, &stream);
    close(ends.other);
}

SRING_FIBER(read_one)
{
    char data[1];

    return (int)sring_stream_read(ring, arg, data, 1);
}

static void shutdowns(void **state)
{
    struct sring *ring = *state;
    struct sring_stream stream;
    struct sring_fiber fiber;
    struct two_fds fds;

    on_all_kinds(ring, shuts_down);
    /* It ends the read of another fiber. */
    open_socketpair(&fds, SOCK_STREAM);
    stream_on(ring, &fds.in, 0, &stream);
    assert_int_equal(sring_spawn(ring, &fiber, read_one, &stream), 0);
    assert_int_equal(sring_run_once(ring, MILLISECOND) >= 0, 1);
    assert_int_equal(sring_stream_shutdown(ring, &stream, SHUT_RDWR), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    close_well(ring, &stream);
    sring_fd_close(ring, &fds.out);
}

static void open_path(struct sring *ring, const char *path, int flags, struct sring_stream *stream)
{
    struct sring_fd fd;
    int raw = open(path, flags | O_CLOEXEC);

    assert_true(raw >= 0);
    sring_fd_adopt(&fd, raw);
    stream_on(ring, &fd, 0, stream);
}

static void proc_and_devices(void **state)
{
    struct sring *ring = *state;
    struct sring_stream stream;
    char line[4096], again[4096];
    int lines_read = 0;

    open_path(ring, "/proc/self/status", O_RDONLY, &stream);
    assert_true(sring_stream_read_line(ring, &stream, line, sizeof(line)) > 0);
    assert_memory_equal(line, "Name:", 5);
    while (sring_stream_read_line(ring, &stream, again, sizeof(again)) > 0) {
        lines_read++;
    }
    assert_true(lines_read > 10);
    assert_int_equal(sring_stream_seek(ring, &stream, 0, SEEK_SET), 0);
    assert_int_equal(sring_stream_read_line(ring, &stream, again, sizeof(again)), strlen(line));
    assert_string_equal(again, line);
    assert_int_equal(sring_stream_write_all(ring, &stream, "x", 1), -EBADF);
    close_well(ring, &stream);
    open_path(ring, "/dev/zero", O_RDWR, &stream);
    assert_int_equal(sring_stream_read_full(ring, &stream, line, sizeof(line)), 0);
    assert_int_equal(line[4095], 0);
    assert_int_equal(sring_stream_write_all(ring, &stream, line, sizeof(line)), 0);
    close_well(ring, &stream);
    open_path(ring, "/dev/null", O_WRONLY, &stream);
    assert_int_equal(sring_stream_write_all(ring, &stream, line, sizeof(line)), 0);
    assert_int_equal(sring_stream_read(ring, &stream, line, 1), -EBADF);
    assert_int_equal(sring_stream_read_full(ring, &stream, line, 1), -EBADF);
    assert_int_equal(sring_stream_read_line(ring, &stream, line, 9), -EBADF);
    close_well(ring, &stream);
    open_path(ring, "/dev/full", O_WRONLY, &stream);
    assert_int_equal(sring_stream_write_all(ring, &stream, line, sizeof(line)), 0);
    assert_int_equal(sring_stream_flush(ring, &stream), -ENOSPC);
    assert_int_equal(sring_stream_flush(ring, &stream), -ENOSPC);
    assert_int_equal(sring_stream_write_all(ring, &stream, "x", 1), -ENOSPC);
    assert_int_equal(sring_stream_error(&stream, NULL), -ENOSPC);
    expect_state(&stream, 0, sizeof(line));
    assert_int_equal(sring_stream_close(ring, &stream), -ENOSPC);
}

/* What is written to a terminal is seen before its answer is waited for. */
static void terminal(void **state)
{
    struct sring *ring = *state;
    struct sring_stream stream;
    struct termios raw_mode;
    struct sring_fd fd;
    char line[16];
    int master, slave;

    if (openpty(&master, &slave, NULL, NULL, NULL)) {
        SKIP("there is no pseudo terminal");
    }
    assert_int_equal(tcgetattr(slave, &raw_mode), 0);
    cfmakeraw(&raw_mode);
    raw_mode.c_lflag |= ICANON;
    assert_int_equal(tcsetattr(slave, TCSANOW, &raw_mode), 0);
    sring_fd_adopt(&fd, slave);
    stream_on(ring, &fd, 0, &stream);
    assert_int_equal(sring_stream_seek(ring, &stream, 0, SEEK_CUR), -ESPIPE);
    assert_int_equal(sring_stream_write_all(ring, &stream, "name? ", 6), 0);
    put_text(master, "me\nrest\n");
    assert_int_equal(sring_stream_read_line(ring, &stream, line, sizeof(line)), 3);
    assert_string_equal(line, "me\n");
    expect_at(master, "name? ");
    assert_int_equal(sring_stream_read_line(ring, &stream, line, sizeof(line)), 5);
    put_text(master, "x\4"); /* the end: EOF twice, and it can be read on */
    put_text(master, "\4");
    assert_int_equal(sring_stream_read_line(ring, &stream, line, sizeof(line)), 1);
    put_text(master, "y\n");
    assert_int_equal(sring_stream_read_line(ring, &stream, line, sizeof(line)), 2);
    close_well(ring, &stream);
    close(master);
}

/* O_NONBLOCK does not matter. */
SRING_FIBER(write_later)
{
    int rc = sring_sleep(ring, 2 * MILLISECOND);

    put_text(*(int *)arg, "text\n");
    return rc;
}

static void nonblocking(void **state)
{
    struct sring *ring = *state;

    for (enum kind kind = PIPE; kind < KINDS; kind++) {
        struct sring_stream stream;
        struct sring_fiber fiber;
        struct ends ends;

        open_ends(kind, &ends, false);
        assert_int_equal(fcntl(sring_fd_raw(&ends.fd), F_SETFL, O_NONBLOCK), 0);
        stream_on(ring, &ends.fd, 0, &stream);
        assert_int_equal(sring_spawn(ring, &fiber, write_later, &ends.other), 0);
        expect_line(ring, &stream, "text\n");
        assert_int_equal(sring_join(ring, &fiber), 0);
        close_well(ring, &stream);
        close(ends.other);
    }
}

/* --- buffers -------------------------------------------------------------------------------- */

static void from_a_pool(void **state)
{
    struct sring *ring = *state;
    struct sring_stream_options options = {.read_size = 4096};
    struct sring_stream stream, second;
    struct sring_pool_stats stats;
    struct sring_pool pool;
    struct two_fds fds, others;

    assert_int_equal(sring_pool_open(&pool, 3, 100, NULL), 0);
    options.pool = &pool;
    open_socketpair(&fds, SOCK_STREAM);
    open_socketpair(&others, SOCK_STREAM);
    assert_int_equal(sring_stream_open_with(ring, &stream, &fds.in, &options), 0);
    assert_int_equal(sring_stream_open_with(ring, &second, &others.in, &options), -ENOBUFS);
    sring_pool_get_stats(&pool, &stats);
    assert_int_equal(stats.in_use, 2);
    options.direction = SRING_STREAM_READ;
    assert_int_equal(sring_stream_open_with(ring, &second, &others.in, &options), 0);
    assert_int_equal(sring_stream_write_all(ring, &second, "x", 1), -EBADF);
    write_text(&others.out, "one\n");
    expect_line(ring, &second, "one\n");
    assert_int_equal(sring_stream_peek(ring, &second, 101, &(const unsigned char *){NULL}),
                     -EMSGSIZE);
    close_well(ring, &second);
    close_well(ring, &stream);
    sring_pool_get_stats(&pool, &stats);
    assert_int_equal(stats.in_use, 0);
    sring_pool_close(&pool);
    sring_fd_close(ring, &fds.out);
    sring_fd_close(ring, &others.out);
}

static void directions(void **state)
{
    struct sring *ring = *state;
    struct sring_stream_options options = {.direction = SRING_STREAM_WRITE};
    struct sring_stream stream;
    struct sring_live live, before;
    struct two_fds fds;
    char data[1];

    sring_get_live(&before);
    open_socketpair(&fds, SOCK_STREAM);
    assert_int_equal(sring_stream_open_with(ring, &stream, &fds.in, &options), 0);
    sring_get_live(&live);
    assert_int_equal(live.buffers, before.buffers + 1);
    assert_int_equal(sring_stream_read(ring, &stream, data, 1), -EBADF);
    assert_int_equal(sring_stream_copy_to(ring, &stream, &stream, 1), -EBADF);
    assert_int_equal(sring_stream_error(&stream, NULL), 0);
    close_well(ring, &stream);
    sring_fd_close(ring, &fds.out);
    open_pipe(&fds); /* by the file itself */
    stream_on(ring, &fds.in, 0, &stream);
    assert_int_equal(sring_stream_write_all(ring, &stream, "x", 1), -EBADF);
    assert_int_equal(sring_stream_flush(ring, &stream), 0);
    close_well(ring, &stream);
    sring_fd_close(ring, &fds.out);
    sring_get_live(&live);
    assert_int_equal(live.buffers, before.buffers);
}

/* In a callback a call waits, as any other wait. */
SRING_NOP_CALLBACK(read_in_callback)
{
    char line[16];

    assert_int_equal(sring_nop_finish(done), 0);
    assert_int_equal(sring_stream_read_line(ring, arg, line, sizeof(line)), 5);
    assert_int_equal(sring_stream_write_all(ring, arg, line, 5), 0);
    assert_int_equal(sring_stream_flush(ring, arg), 0);
}

static void in_a_callback(void **state)
{
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct sring_stream stream;
    struct two_fds fds;

    open_socketpair(&fds, SOCK_STREAM);
    stream_on(ring, &fds.in, 0, &stream);
    write_text(&fds.out, "text\n");
    assert_int_equal(sring_nop_init(ring, &op), 0);
    (void)sring_nop_start(ring, &op, read_in_callback, &stream);
    assert_int_equal(sring_run(ring), 0);
    expect_text(&fds.out, "text\n");
    close_well(ring, &stream);
    sring_fd_close(ring, &fds.out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(lines),
        SMALL_RING_TEST(lines),
        RING_TEST(long_lines),
        RING_TEST(until),
        RING_TEST(some),
        RING_TEST(full),
        RING_TEST(peek),
        RING_TEST(writing),
        RING_TEST(conversation),
        SMALL_RING_TEST(conversation),
        RING_TEST(questions),
        RING_TEST(copies),
        RING_TEST(copies_without_waiting),
        RING_TEST(position),
        RING_TEST(release),
        RING_TEST(append),
        RING_TEST(shutdowns),
        RING_TEST(proc_and_devices),
        RING_TEST(terminal),
        RING_TEST(nonblocking),
        RING_TEST(from_a_pool),
        RING_TEST(directions),
        RING_TEST(in_a_callback),
    };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
