/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Random calls on streams of bytes, against a model of what a program with plain read(2) and
 * write(2) would see: the bytes of a file and a position, or the bytes that come through a pipe or
 * socket. SRING_TEST_STEPS is the number of calls for each kind of file, SRING_TEST_SEED the seed.
 */
#include "byte_streams.h"

#include <signal.h>

enum {
    MOST = 1 << 18,  /* bytes of a file, or in a pipe's model */
    LONGEST = 300,   /* bytes of a call */
    IN_FLIGHT = 2000 /* bytes that a pipe or socket holds without a reader */
};

static uint64_t chance;

static uint32_t pick(uint32_t n)
{
    chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((chance >> 33) % n);
}

static uint32_t from_environment(const char *name, uint32_t otherwise)
{
    const char *text = getenv(name);

    return text ? (uint32_t)strtoul(text, NULL, 10) : otherwise;
}

/* Lines of few letters. */
static void random_bytes(unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bytes[i] = pick(9) ? (unsigned char)('a' + pick(4)) : '\n';
    }
}

/* What the stream has to read, and where. Of a file `bytes` are its contents, and `at` the position
 * of both directions; of others they are what was sent to it, of which `at` were read. */
struct model {
    unsigned char bytes[MOST];
    size_t size, at;
    unsigned char sent[MOST]; /* what was written to a pipe or socket */
    size_t sent_size;
    size_t buffer; /* size of the read buffer */
    bool appends, ended;
};

static struct model model;

static size_t left(void)
{
    return model.at < model.size ? model.size - model.at : 0;
}

/* --- reading -------------------------------------------------------------------------------- */

static void took(const void *data, size_t size)
{
    assert_true(size <= left());
    assert_memory_equal(data, model.bytes + model.at, size);
    model.at += size;
}

/* Whether a call that needs `size` bytes would wait for ever: the other end is open. */
static bool would_wait(size_t size)
{
    return !model.ended && left() < size;
}

static void read_some(struct sring *ring, const struct sring_stream *stream)
{
    unsigned char data[LONGEST];
    const size_t size = pick(LONGEST);
    int64_t n;

    if (size && would_wait(1)) {
        return;
    }
    n = sring_stream_read(ring, stream, data, size);
    assert_true(n >= 0 && (size_t)n <= size);
    assert_true(n > 0 || !size || !left());
    took(data, (size_t)n);
}

static void read_full(struct sring *ring, const struct sring_stream *stream)
{
    unsigned char data[LONGEST];
    const size_t size = pick(LONGEST);
    int rc;

    if (would_wait(size)) {
        return;
    }
    rc = sring_stream_read_full(ring, stream, data, size);
    if (size <= left()) {
        assert_int_equal(rc, 0);
        took(data, size);
    } else {
        assert_int_equal(rc, -ENODATA);
        assert_true(size > model.buffer || !last_read(stream));
        took(data, last_read(stream));
    }
}

static void read_line(struct sring *ring, const struct sring_stream *stream)
{
    const unsigned char delimiter = pick(3) ? '\n' : 'a';
    char line[LONGEST + 1];
    const size_t room = 1 + pick(40);
    const unsigned char *start = model.bytes + model.at, *found = NULL;
    size_t length = left();
    int64_t n;

    if (length) {
        found = memchr(start, delimiter, length);
        length = found ? (size_t)(found - start) + 1 : length;
    }
    if (!found && !model.ended && length <= room && length < model.buffer) {
        return;
    }
    n = sring_stream_read_until(ring, stream, delimiter, line, room + 1);
    if (n == -EMSGSIZE) {
        assert_true(length > room || length > model.buffer || (!found && length == model.buffer));
        return;
    }
    assert_int_equal(n, length);
    assert_int_equal(line[n], 0);
    took(line, (size_t)n);
}

static void peek(struct sring *ring, const struct sring_stream *stream)
{
    const unsigned char *data;
    const size_t size = pick((uint32_t)model.buffer + 3);
    int64_t n;

    if (size <= model.buffer && would_wait(size)) {
        return;
    }
    n = sring_stream_peek(ring, stream, size, &data);
    if (size > model.buffer) {
        assert_int_equal(n, -EMSGSIZE);
    } else {
        assert_int_equal(n, size < left() ? size : left());
        assert_memory_equal(data, model.bytes + model.at, n);
    }
}

/* --- writing -------------------------------------------------------------------------------- */

static void put_into_file(const unsigned char *data, size_t size)
{
    model.at = model.appends ? model.size : model.at;
    if (model.at > model.size) {
        memset(model.bytes + model.size, 0, model.at - model.size);
    }
    memcpy(model.bytes + model.at, data, size);
    model.at += size;
    model.size = model.at > model.size ? model.at : model.size;
}

static void write_some(struct sring *ring, const struct sring_stream *stream, enum kind kind)
{
    unsigned char data[LONGEST];
    const size_t size = pick(LONGEST);

    if (kind == REGULAR ? model.at + size > MOST || model.size + size > MOST
                        : model.sent_size + size > IN_FLIGHT) {
        return;
    }
    random_bytes(data, size);
    assert_int_equal(sring_stream_write_all(ring, stream, data, size), 0);
    if (kind == REGULAR && size) {
        put_into_file(data, size);
    } else {
        memcpy(model.sent + model.sent_size, data, size);
        model.sent_size += size;
    }
}

/* The other end gets what was sent, after a flush all of it. */
static void check_other(struct sring *ring, const struct sring_stream *stream, enum kind kind,
                        int other)
{
    static unsigned char found[MOST];
    size_t count;

    assert_int_equal(sring_stream_flush(ring, stream), 0);
    if (kind == REGULAR) {
        count = (size_t)pread(other, found, MOST, 0);
        assert_int_equal(count, model.size);
        assert_memory_equal(found, model.bytes, count);
    } else if (other >= 0) {
        count = take(other, found, model.sent_size);
        assert_int_equal(count, model.sent_size);
        assert_memory_equal(found, model.sent, count);
        assert_int_equal(take_now(other, found, 1), 0);
        model.sent_size = 0;
    }
}

static void seek(struct sring *ring, const struct sring_stream *stream)
{
    const int whence = (int[]){SEEK_SET, SEEK_CUR, SEEK_END}[pick(3)];
    const int64_t base = whence == SEEK_SET   ? 0
                         : whence == SEEK_CUR ? (int64_t)model.at
                                              : (int64_t)model.size;
    const int64_t offset = pick(4) ? (int64_t)pick(400) - 200 : 0;
    const int64_t target = base + offset;

    if (target + LONGEST > MOST) {
        return;
    }
    assert_int_equal(sring_stream_seek(ring, stream, offset, whence),
                     target < 0 ? -EINVAL : target);
    model.at = target < 0 ? model.at : (size_t)target;
}

/* --- the run -------------------------------------------------------------------------------- */

static void supply(int other)
{
    unsigned char data[LONGEST];
    const size_t size = pick(LONGEST);

    if (model.size + size > MOST || left() + size > IN_FLIGHT || other < 0) {
        return;
    }
    random_bytes(data, size);
    put(other, data, size);
    memcpy(model.bytes + model.size, data, size);
    model.size += size;
}

static void one_step(struct sring *ring, const struct sring_stream *stream, enum kind kind,
                     int other)
{
    switch (pick(kind == PIPE ? 7 : 12)) {
    case 0:
    case 1:
        read_some(ring, stream);
        break;
    case 2:
        read_full(ring, stream);
        break;
    case 3:
    case 4:
        read_line(ring, stream);
        break;
    case 5:
        peek(ring, stream);
        break;
    case 6:
        if (kind == REGULAR) {
            seek(ring, stream);
        } else {
            supply(other);
        }
        break;
    case 7:
    case 8:
    case 9:
        write_some(ring, stream, kind);
        break;
    case 10:
        check_other(ring, stream, kind, other);
        break;
    default:
        if (kind == REGULAR) {
            assert_int_equal(sring_stream_seek(ring, stream, 0, SEEK_CUR), model.at);
        }
    }
}

/* Releases the stream and opens another one on the same file, with other buffers. */
static void reopen(struct sring *ring, struct sring_stream *stream)
{
    struct sring_stream_options options = {0};
    struct sring_fd fd;
    int rc = sring_stream_release(ring, stream, &fd);

    if (rc) {
        assert_int_equal(rc, -ENOTEMPTY);
        return;
    }
    options.read_size = model.buffer = 1 + pick(pick(2) ? 30 : 1000);
    options.write_size = 16 + pick(pick(2) ? 30 : 1000);
    assert_int_equal(sring_stream_open_with(ring, stream, &fd, &options), 0);
}

static void random_calls(struct sring *ring, enum kind kind)
{
    const uint32_t steps = from_environment("SRING_TEST_STEPS", 3000);
    struct sring_stream stream;
    struct ends ends;

    memset(&model, 0, sizeof(model));
    model.buffer = 16384;
    model.ended = kind == REGULAR;
    open_ends(kind, &ends, false);
    if (kind == REGULAR && pick(3) == 0) {
        model.appends = true;
        assert_int_equal(fcntl(sring_fd_raw(&ends.fd), F_SETFL, O_APPEND), 0);
    }
    stream_on(ring, &ends.fd, 0, &stream);
    for (uint32_t i = 0; i < steps; i++) {
        if (pick(100) == 0) {
            reopen(ring, &stream);
        }
        one_step(ring, &stream, kind, ends.other);
    }
    if (kind != PIPE) {
        check_other(ring, &stream, kind, ends.other);
    }
    end_content(&ends.other);
    model.ended = true;
    while (left()) {
        one_step(ring, &stream, PIPE, -1);
    }
    close_well(ring, &stream);
}

static void on_files(void **state)
{
    on_kind(*state, random_calls, REGULAR);
}

static void on_pipes(void **state)
{
    on_kind(*state, random_calls, PIPE);
}

static void on_unix_sockets(void **state)
{
    on_kind(*state, random_calls, UNIX_SOCKET);
}

static void on_tcp_sockets(void **state)
{
    on_kind(*state, random_calls, TCP_SOCKET);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(on_files),        SMALL_RING_TEST(on_files), RING_TEST(on_pipes),
        RING_TEST(on_unix_sockets), RING_TEST(on_tcp_sockets), SMALL_RING_TEST(on_tcp_sockets),
    };

    chance = from_environment("SRING_TEST_SEED", 1);
    simulated_shortens = true;
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
