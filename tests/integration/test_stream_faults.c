/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams of bytes: errors that stay, time limits, cancelling, calls that are left by longjmp,
 * misuse, lack of memory. Built with -O0.
 */
#include "byte_streams.h"

#include <signal.h>
#include <sys/resource.h>

#define LONG (20000 * MILLISECOND)

static void expect_errors(const struct sring_stream *stream, int first, int read_error,
                          int write_error)
{
    struct sring_stream_state state;

    assert_int_equal(sring_stream_error(stream, &state), first);
    assert_int_equal(state.read_error, read_error);
    assert_int_equal(state.write_error, write_error);
}

/* --- open ----------------------------------------------------------------------------------- */

static void refuses(struct sring *ring, int raw, const struct sring_stream_options *options,
                    int error)
{
    struct sring_stream stream;
    struct sring_fd fd;

    assert_true(raw >= 0);
    sring_fd_adopt(&fd, raw);
    assert_int_equal(sring_stream_open_with(ring, &stream, &fd, options), error);
    assert_int_equal(sring_fd_raw(&fd), raw);
    (void)sring_fd_release(&fd);
    (void)close(raw);
}

static void does_not_open(void **state)
{
    const struct sring_stream_options large = {.read_size = SIZE_MAX},
                                      large_too = {.write_size = SIZE_MAX}, none = {.direction = 3};
    struct sring *ring = *state;
    int raw[2];

    refuses(ring, open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC), NULL, -EISDIR);
    refuses(ring, open("/dev/null", O_PATH | O_CLOEXEC), NULL, -EBADF);
    refuses(ring, 4000, NULL, -EBADF);
    assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, raw), 0);
    refuses(ring, raw[0], NULL, -ESOCKTNOSUPPORT);
    close(raw[1]);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, raw), 0);
    refuses(ring, raw[0], NULL, -ESOCKTNOSUPPORT);
    close(raw[1]);
    refuses(ring, open("/dev/null", O_RDWR | O_CLOEXEC), &large, -EINVAL);
    refuses(ring, open("/dev/null", O_RDWR | O_CLOEXEC), &large_too, -EINVAL);
    refuses(ring, open("/dev/null", O_RDWR | O_CLOEXEC), &none, -EINVAL);
}

/* The allocation that fails; 0: none. */
static int fails_at;

static bool fails(void)
{
    return fails_at && !--fails_at;
}

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

int __real_posix_memalign(void **data, size_t alignment, size_t size);
int __wrap_posix_memalign(void **data, size_t alignment, size_t size);
int __wrap_posix_memalign(void **data, size_t alignment, size_t size)
{
    return fails() ? ENOMEM : __real_posix_memalign(data, alignment, size);
}

void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : __real_aligned_alloc(alignment, size);
}

static void lacks_memory(void **state)
{
    struct sring *ring = *state;
    struct sring_live before, after;
    struct sring_stream stream;
    struct two_fds fds;
    int rc = -ENOMEM;

    open_socketpair(&fds, SOCK_STREAM);
    sring_get_live(&before);
    for (int i = 1; rc; i++) {
        assert_true(i < 10);
        fails_at = i;
        rc = sring_stream_open(ring, &stream, &fds.in);
        assert_true(i > 2 || rc); /* the stream and its two buffers */
        assert_true(!rc || rc == -ENOMEM);
        sring_get_live(&after);
        assert_int_equal(after.buffers, before.buffers + (rc ? 0 : 2));
    }
    fails_at = 0;
    close_well(ring, &stream);
    sring_get_live(&after);
    assert_int_equal(after.buffers, before.buffers);
    sring_fd_close(ring, &fds.out);
}

/* --- errors that stay ----------------------------------------------------------------------- */

/* What came before the error can still be read; behind it there is no end of the file. */
static void is_reset(struct sring *ring, enum kind kind)
{
    const struct linger linger = {1, 0};
    struct sring_stream stream;
    char data[8];
    int other;

    (void)kind;
    stream_with(ring, TCP_SOCKET, "one\ntwo", 0, &stream, &other);
    assert_int_equal(sring_stream_read_line(ring, &stream, data, 8), 4);
    assert_int_equal(setsockopt(other, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)), 0);
    close(other);
    assert_int_equal(sring_stream_read_line(ring, &stream, data, 8), -ECONNRESET);
    assert_int_equal(sring_stream_read_line(ring, &stream, data, 8), -ECONNRESET);
    expect_errors(&stream, -ECONNRESET, -ECONNRESET, 0);
    expect_state(&stream, 3, 0);
    assert_int_equal(sring_stream_read(ring, &stream, data, 8), 3);
    assert_memory_equal(data, "two", 3);
    assert_int_equal(sring_stream_read(ring, &stream, data, 8), -ECONNRESET);
    assert_int_equal(sring_stream_peek(ring, &stream, 1, &(const unsigned char *){NULL}),
                     -ECONNRESET);
    assert_int_equal(sring_stream_close(ring, &stream), -ECONNRESET);
}

static void reset(void **state)
{
    on_kind(*state, is_reset, TCP_SOCKET);
}

static void has_no_reader(struct sring *ring, enum kind kind)
{
    struct sring_stream stream;
    struct ends ends;

    if (kind == REGULAR) {
        return;
    }
    open_ends(kind, &ends, true);
    close(ends.other);
    stream_on(ring, &ends.fd, 0, &stream);
    assert_int_equal(sring_stream_write_all(ring, &stream, "text", 4), 0);
    if (kind == TCP_SOCKET) { /* the first one only brings the reset */
        assert_int_equal(sring_stream_flush(ring, &stream), 0);
        while (!sring_stream_error(&stream, NULL)) {
            (void)!sring_stream_write_all(ring, &stream, "x", 1);
            (void)!sring_stream_flush(ring, &stream);
        }
    }
    assert_true(sring_stream_flush(ring, &stream) < 0);
    expect_errors(&stream, sring_stream_flush(ring, &stream), 0, sring_stream_flush(ring, &stream));
    assert_true(kind == TCP_SOCKET || sring_stream_error(&stream, NULL) == -EPIPE);
    assert_int_equal(sring_stream_write_all(ring, &stream, "more", 4),
                     sring_stream_error(&stream, NULL));
    assert_int_equal(last_written(&stream), 0);
    assert_true(sring_stream_close(ring, &stream) < 0);
}

static void no_reader(void **state)
{
    on_all_kinds(*state, has_no_reader);
}

/* The file is full after a part: the stream says how much it has taken, and the kernel. */
static void grows_too_large(struct sring *ring, enum kind kind)
{
    struct rlimit old, limit;
    struct sring_stream_state state;
    struct sring_stream stream;
    struct ends ends;
    char bytes[64] = "";

    (void)kind;
    if (is_simulated()) {
        return;
    }
    open_ends(REGULAR, &ends, true);
    stream_on(ring, &ends.fd, 16, &stream);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    limit = old;
    limit.rlim_cur = 20;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_int_equal(sring_stream_write_all(ring, &stream, bytes, 64), -EFBIG);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    expect_errors(&stream, -EFBIG, 0, -EFBIG);
    (void)sring_stream_error(&stream, &state);
    assert_int_equal(state.sent, 20);
    assert_int_equal(state.last_written, 32);
    assert_int_equal(state.unsent, 12);
    assert_int_equal(sring_stream_seek(ring, &stream, 0, SEEK_SET), -EFBIG);
    assert_int_equal(sring_stream_close(ring, &stream), -EFBIG);
    close(ends.other);
}

static void too_large(void **state)
{
    on_kind(*state, grows_too_large, REGULAR);
}

/* copy_to: the error stays with the stream that has met it, and what was read stays in `from`. */
static void copies_to_nobody(void **state)
{
    struct sring *ring = *state;
    struct sring_stream from, to;
    char data[16];

    for (enum kind kind = 0; kind < KINDS; kind++) {
        struct ends target;
        int other;

        stream_with(ring, kind, "0123456789", 0, &from, &other);
        open_ends(PIPE, &target, true);
        close(target.other);
        stream_on(ring, &target.fd, 4, &to);
        assert_int_equal(sring_stream_copy_to(ring, &from, &to, 10), -EPIPE);
        expect_errors(&from, 0, 0, 0);
        expect_errors(&to, -EPIPE, 0, -EPIPE);
        assert_int_equal(last_read(&from), 4);
        assert_int_equal(sring_stream_read_full(ring, &from, data, 6), 0);
        assert_memory_equal(data, "456789", 6);
        assert_int_equal(sring_stream_close(ring, &to), -EPIPE);
        close_well(ring, &from);
        close(other);
    }
}

static void copies_much_to_nobody(void **state)
{
    static const enum kind kinds[] = {PIPE, UNIX_SOCKET};
    static char much[600000];
    struct sring *ring = *state;

    for (size_t i = 0; i < 2; i++) {
        struct sring_stream from, to;
        struct ends source, target;
        char data[1];

        open_ends(REGULAR, &source, false);
        put(source.other, much, sizeof(much));
        stream_on(ring, &source.fd, 0, &from);
        open_ends(kinds[i], &target, true);
        close(target.other);
        stream_on(ring, &target.fd, 0, &to);
        assert_int_equal(sring_stream_copy_to(ring, &from, &to, UINT64_MAX), -EPIPE);
        expect_errors(&from, 0, 0, 0);
        expect_errors(&to, -EPIPE, 0, -EPIPE);
        assert_int_equal(sring_stream_seek(ring, &from, 0, SEEK_CUR), last_read(&from));
        assert_int_equal(sring_stream_read(ring, &from, data, 1), 1);
        assert_int_equal(sring_stream_close(ring, &to), -EPIPE);
        close_well(ring, &from);
        close(source.other);
    }
}

/* --- time limits ---------------------------------------------------------------------------- */

static void reads_in_time(struct sring *ring, enum kind kind)
{
    struct sring_stream stream;
    char line[16];
    int other;

    if (kind == REGULAR) {
        return;
    }
    stream_with(ring, kind, "par", 0, &stream, &other);
    sring_stream_set_time_limit(&stream, SRING_STREAM_READ, 2 * MILLISECOND);
    assert_int_equal(sring_stream_read_line(ring, &stream, line, 16), -ETIME);
    assert_int_equal(sring_stream_read_full(ring, &stream, line, 4), -ETIME);
    expect_errors(&stream, 0, 0, 0);
    expect_state(&stream, 3, 0);
    put_text(other, "t\nx");
    sring_stream_set_time_limit(&stream, SRING_STREAM_BOTH, SRING_FOREVER);
    assert_int_equal(sring_stream_read_line(ring, &stream, line, 16), 5);
    assert_string_equal(line, "part\n");
    /* 0: what is there. */
    sring_stream_set_time_limit(&stream, SRING_STREAM_READ, 0);
    assert_int_equal(sring_stream_read(ring, &stream, line, 16), 1);
    assert_int_equal(sring_stream_read(ring, &stream, line, 16), -ETIME);
    sring_stream_set_time_limit(&stream, SRING_STREAM_WRITE, MILLISECOND); /* the other one */
    assert_int_equal(sring_stream_read(ring, &stream, line, 16), -ETIME);
    sring_stream_set_time_limit(&stream, SRING_STREAM_READ, LONG);
    put_text(other, "end");
    assert_int_equal(sring_stream_read(ring, &stream, line, 16), 3);
    close_well(ring, &stream);
    close(other);
}

static void time_to_read(void **state)
{
    on_all_kinds(*state, reads_in_time);
}

/* Nobody reads. After the time `last_written` bytes were taken, and writing goes on behind them. */
static void writes_in_time(struct sring *ring, enum kind kind)
{
    enum {
        MUCH = 8 << 20
    };
    static unsigned char bytes[MUCH], found[MUCH];
    const int small = 32768;
    struct sring_stream stream;
    struct ends ends;
    size_t taken, read_back = 0;
    int rc;

    if (kind == REGULAR) {
        return;
    }
    for (size_t i = 0; i < MUCH; i++) {
        bytes[i] = (unsigned char)(i * 7 >> 3);
    }
    open_ends(kind, &ends, true);
    (void)setsockopt(sring_fd_raw(&ends.fd), SOL_SOCKET, SO_SNDBUF, &small, sizeof(small));
    (void)setsockopt(ends.other, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
    stream_on(ring, &ends.fd, 1000, &stream);
    sring_stream_set_time_limit(&stream, SRING_STREAM_WRITE, 5 * MILLISECOND);
    assert_int_equal(sring_stream_write_all(ring, &stream, bytes, MUCH), -ETIME);
    taken = last_written(&stream);
    assert_true(taken > 0 && taken < MUCH);
    rc = sring_stream_flush(ring, &stream);
    assert_true(rc == -ETIME || !rc); /* the kernel may find room after a while */
    expect_errors(&stream, 0, 0, 0);
    for (int i = 0; i < 3; i++) {
        size_t part = taken + 3000 < MUCH ? 3000 : MUCH - taken;

        read_back += take_now(ends.other, found + read_back, MUCH - read_back);
        sring_stream_set_time_limit(&stream, SRING_STREAM_WRITE, LONG);
        rc = sring_stream_write_all(ring, &stream, bytes + taken, part);
        assert_int_equal(rc, 0);
        taken += part;
    }
    read_back += take_now(ends.other, found + read_back, MUCH - read_back);
    assert_int_equal(sring_stream_flush(ring, &stream), 0);
    close_well(ring, &stream);
    read_back += take(ends.other, found + read_back, MUCH - read_back);
    assert_int_equal(read_back, taken);
    assert_memory_equal(found, bytes, taken);
    close(ends.other);
}

static void time_to_write(void **state)
{
    on_all_kinds(*state, writes_in_time);
}

SRING_FIBER(take_late)
{
    static char bytes[1 << 20];
    int rc = sring_sleep(ring, 20 * MILLISECOND);

    return rc ? rc : sring_stream_read_full(ring, arg, bytes, sizeof(bytes));
}

/* The time of a read holds for what it sends before, and for nothing later. */
static void time_to_answer(void **state)
{
    static char bytes[1 << 20];
    struct sring *ring = *state;
    struct sring_stream_options options = {.write_size = sizeof(bytes)};
    struct sring_stream stream, other;
    struct sring_fiber fiber;
    struct two_fds fds;

    open_socketpair(&fds, SOCK_STREAM);
    assert_int_equal(sring_stream_open_with(ring, &stream, &fds.in, &options), 0);
    assert_int_equal(sring_stream_write_all(ring, &stream, bytes, sizeof(bytes)), 0);
    sring_stream_set_time_limit(&stream, SRING_STREAM_READ, 5 * MILLISECOND);
    assert_int_equal(sring_stream_read(ring, &stream, bytes, 1), -ETIME);
    expect_errors(&stream, 0, 0, 0);
    stream_on(ring, &fds.out, 0, &other);
    assert_int_equal(sring_spawn(ring, &fiber, take_late, &other), 0);
    assert_int_equal(sring_stream_flush(ring, &stream), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(sring_stream_write_all(ring, &stream, bytes, sizeof(bytes)), 0);
    sring_stream_set_time_limit(&stream, SRING_STREAM_WRITE, 0);
    assert_int_equal(sring_stream_close(ring, &stream), -ETIME); /* it tells that bytes are lost */
    close_well(ring, &other);
}

/* A copy has a limit, too, although each part of it comes in time. */
SRING_FIBER(write_always)
{
    const struct sring_stream *stream = arg;
    char bytes[100] = "";
    int rc = 0;

    while (!rc) {
        rc = sring_stream_write_all(ring, stream, bytes, sizeof(bytes));
        rc = rc ? rc : sring_stream_flush(ring, stream);
    }
    return rc;
}

static void time_to_copy(void **state)
{
    struct sring *ring = *state;
    struct sring_stream source, from, to;
    struct sring_fiber fiber;
    struct two_fds fds;
    struct sring_fd null;

    open_socketpair(&fds, SOCK_STREAM);
    stream_on(ring, &fds.in, 0, &source);
    stream_on(ring, &fds.out, 0, &from);
    sring_fd_adopt(&null, open("/dev/null", O_WRONLY | O_CLOEXEC));
    stream_on(ring, &null, 0, &to);
    assert_int_equal(sring_stream_write_all(ring, &source, "first", 5), 0);
    assert_int_equal(sring_stream_flush(ring, &source), 0);
    assert_int_equal(sring_spawn(ring, &fiber, write_always, &source), 0);
    sring_stream_set_time_limit(&from, SRING_STREAM_READ, 5 * MILLISECOND);
    assert_int_equal(sring_stream_copy_to(ring, &from, &to, UINT64_MAX), -ETIME);
    assert_true(last_read(&from) > 0);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
    close_well(ring, &from);
    close_well(ring, &to);
    (void)sring_stream_close(ring, &source);
}

/* --- cancelling ----------------------------------------------------------------------------- */

struct reading {
    const struct sring_stream *stream;
    int other;
    int64_t first, second;
    char line[16];
};

SRING_FIBER(read_twice)
{
    struct reading *reading = arg;
    char another[16];

    reading->first =
        sring_stream_read_line(ring, reading->stream, reading->line, sizeof(reading->line));
    reading->second = sring_stream_read_line(ring, reading->stream, another, sizeof(another));
    return 0;
}

/* What has come stays in the buffer, for the next reader. */
static void cancelled_reader(void **state)
{
    struct sring *ring = *state;

    for (enum kind kind = PIPE; kind < KINDS; kind++) {
        for (int late = 0; late < 2; late++) {
            struct sring_stream stream;
            struct reading reading = {.stream = &stream};
            struct sring_fiber fiber;

            stream_with(ring, kind, "par", 0, &stream, &reading.other);
            assert_int_equal(sring_spawn(ring, &fiber, read_twice, &reading), 0);
            for (int i = 0; i < 3; i++) {
                (void)!sring_run_once(ring, MILLISECOND);
            }
            sring_fiber_cancel(ring, &fiber);
            if (late) {
                put_text(reading.other, "t\n"); /* at the same time */
            }
            assert_int_equal(sring_join(ring, &fiber), 0);
            assert_true(reading.first == -ECANCELED || (late && reading.first == 5));
            assert_int_equal(reading.second, -ECANCELED);
            expect_errors(&stream, 0, 0, 0);
            if (!late) {
                put_text(reading.other, "t\n");
            }
            if (reading.first != 5) {
                assert_int_equal(sring_stream_read_line(ring, &stream, reading.line, 16), 5);
            }
            assert_string_equal(reading.line, "part\n");
            close_well(ring, &stream);
            close(reading.other);
        }
    }
}

struct closing {
    struct sring_stream stream; /* stashed */
    int64_t rc;
};

SRING_FIBER(wait_and_close)
{
    struct closing *closing = arg;
    char data[1];

    sring_stream_claim(&closing->stream);
    closing->rc = sring_stream_read(ring, &closing->stream, data, 1);
    assert_int_equal(sring_stream_write_all(ring, &closing->stream, "lost", 4), 0);
    return sring_stream_close(ring, &closing->stream);
}

/* A cancelled fiber cannot send any more, and close says so; the file is closed all the same. */
static void cancelled_writer(void **state)
{
    struct sring *ring = *state;
    struct sring_stream stream;
    struct closing closing;
    struct sring_fiber fiber;
    struct two_fds fds;
    char data[8];
    int other;

    open_socketpair(&fds, SOCK_STREAM);
    other = sring_fd_release(&fds.out);
    stream_on(ring, &fds.in, 0, &stream);
    sring_stream_move_stash(&closing.stream, &stream);
    assert_int_equal(sring_spawn(ring, &fiber, wait_and_close, &closing), 0);
    (void)!sring_run_once(ring, MILLISECOND);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
    assert_int_equal(closing.rc, -ECANCELED);
    assert_int_equal(read(other, data, 8), 0);
    close(other);
}

/* A ring without room for an operation: nothing is lost, and it works later. */
static void no_capacity(void **state)
{
    struct sring_timeout_building op;
    struct sring_timeout_submitted busy[2];
    struct sring_timeout_completed done;
    struct sring_stream stream;
    struct two_fds fds;
    struct sring ring;
    char line[16];

    (void)state;
    open_ring(&ring, 2, 2);
    open_socketpair(&fds, SOCK_STREAM);
    stream_on(&ring, &fds.in, 0, &stream);
    write_text(&fds.out, "one\n");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sring_timeout_init(&ring, &op, LONG), 0);
        sring_timeout_submit(&ring, &op, &busy[i]);
    }
    assert_int_equal(sring_stream_read_line(&ring, &stream, line, 16), -EAGAIN);
    assert_int_equal(sring_stream_write_all(&ring, &stream, "two\n", 4), 0);
    assert_int_equal(sring_stream_flush(&ring, &stream), -EAGAIN);
    expect_errors(&stream, 0, 0, 0);
    sring_timeout_cancel(&ring, &busy[0], &done);
    (void)!sring_timeout_finish(&done);
    assert_int_equal(sring_stream_read_line(&ring, &stream, line, 16), 4);
    assert_int_equal(sring_stream_flush(&ring, &stream), 0);
    expect_text(&fds.out, "two\n");
    assert_int_equal(sring_timeout_init(&ring, &op, LONG), 0);
    sring_timeout_submit(&ring, &op, &busy[0]);
    close_well(&ring, &stream); /* without an operation */
    assert_int_equal(read(sring_fd_raw(&fds.out), line, 16), 0);
    sring_fd_close(&ring, &fds.out);
    for (int i = 0; i < 2; i++) {
        sring_timeout_cancel(&ring, &busy[i], &done);
        (void)!sring_timeout_finish(&done);
    }
    sring_close(&ring);
}

/* --- left by longjmp ------------------------------------------------------------------------ */

static jmp_buf out;

/* The operation goes on; what it brings is not lost. */
static void reader_left(void **state)
{
    struct sring *ring = *state;

    for (enum kind kind = PIPE; kind < KINDS; kind++) {
        static struct sring_stream stream;
        static char line[16];
        static int other;

        stream_with(ring, kind, "par", 0, &stream, &other);
        leave_soon(ring, &out);
        if (!setjmp(out)) {
            (void)!sring_stream_read_line(ring, &stream, line, 16);
            fail();
        }
        put_text(other, "t\n");
        assert_int_equal(sring_stream_read_line(ring, &stream, line, 16), 5);
        assert_string_equal(line, "part\n");
        /* Once more; and close does not wait for what never comes. */
        leave_soon(ring, &out);
        if (!setjmp(out)) {
            (void)!sring_stream_read_line(ring, &stream, line, 16);
            fail();
        }
        close_well(ring, &stream);
        close(other);
    }
}

static void writer_left(void **state)
{
    enum {
        MUCH = 4 << 20
    };
    static unsigned char bytes[MUCH], found[MUCH];
    struct sring *ring = *state;
    const int size = 65536;

    for (size_t i = 0; i < MUCH; i++) {
        bytes[i] = (unsigned char)(i * 7 >> 3);
    }
    for (enum kind kind = PIPE; kind < KINDS; kind++) {
        static struct sring_stream stream;
        static struct ends ends;
        static uint64_t taken;
        size_t read_back;

        open_ends(kind, &ends, true);
        /* Of a socket: otherwise TCP may take all. */
        (void)setsockopt(sring_fd_raw(&ends.fd), SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
        (void)setsockopt(ends.other, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
        stream_on(ring, &ends.fd, 0, &stream);
        leave_soon(ring, &out);
        if (!setjmp(out)) {
            (void)!sring_stream_write_all(ring, &stream, bytes, MUCH);
            fail();
        }
        taken = last_written(&stream);
        read_back = take_now(ends.other, found, MUCH);
        assert_int_equal(sring_stream_write_all(ring, &stream, "end", 3), 0);
        assert_int_equal(sring_stream_flush(ring, &stream), 0);
        close_well(ring, &stream);
        read_back += take(ends.other, found + read_back, MUCH - read_back);
        assert_int_equal(read_back, taken + 3);
        assert_memory_equal(found, bytes, taken);
        assert_memory_equal(found + taken, "end", 3);
        close(ends.other);
    }
}

/* A copy inside the kernel, which waits for a reader. */
static void copy_left(void **state)
{
    static char much[1 << 20], found[1 << 20];
    static struct sring_stream from, to;
    static struct ends source, target;
    struct sring *ring = *state;
    int64_t copied;
    size_t count;

    open_ends(REGULAR, &source, false);
    for (size_t i = 0; i < sizeof(much); i++) {
        much[i] = (char)(i * 7 >> 3);
    }
    put(source.other, much, sizeof(much));
    stream_on(ring, &source.fd, 0, &from);
    open_ends(UNIX_SOCKET, &target, true);
    stream_on(ring, &target.fd, 0, &to);
    leave_soon(ring, &out);
    if (!setjmp(out)) {
        (void)!sring_stream_copy_to(ring, &from, &to, UINT64_MAX);
        fail();
    }
    count = take_now(target.other, found, sizeof(found));
    copied = sring_stream_seek(ring, &from, 0, SEEK_CUR);
    count += take_now(target.other, found + count, sizeof(found) - count);
    assert_true(count < sizeof(much)); /* how much there was time for */
    assert_int_equal(count, copied);
    assert_memory_equal(found, much, count);
    close_well(ring, &to);
    close_well(ring, &from);
    close(source.other);
    close(target.other);
}

/* --- misuse --------------------------------------------------------------------------------- */

SRING_FIBER(read_a_line)
{
    char line[16];
    const int64_t n = sring_stream_read_line(ring, arg, line, sizeof(line));

    return n < 0 ? (int)n : 0;
}

SRING_FIBER(write_much)
{
    static const char bytes[8 << 20];

    return sring_stream_write_all(ring, arg, bytes, sizeof(bytes));
}

/* One call reads and one writes; a third one does neither. */
static void second_caller(void **state)
{
    struct sring *ring = *state;
    struct sring_stream stream, another, copy;
    struct sring_fiber reader, writer;
    struct two_fds fds, others;
    char data[8];

    open_socketpair(&fds, SOCK_STREAM);
    open_socketpair(&others, SOCK_STREAM);
    stream_on(ring, &fds.in, 0, &stream);
    stream_on(ring, &others.in, 0, &another);
    assert_int_equal(sring_spawn(ring, &reader, read_a_line, &stream), 0);
    assert_int_equal(sring_spawn(ring, &writer, write_much, &stream), 0);
    for (int i = 0; i < 3; i++) {
        (void)!sring_run_once(ring, MILLISECOND);
    }
    ASSERT_MISUSE("sring_stream_read", "no other call reads from", "is using",
                  (void)!sring_stream_read(ring, &stream, data, 1));
    ASSERT_MISUSE("sring_stream_read_full", "no other call reads from", "is using",
                  (void)!sring_stream_read_full(ring, &stream, data, 1));
    ASSERT_MISUSE("sring_stream_read_line", "no other call reads from", "is using",
                  (void)!sring_stream_read_line(ring, &stream, data, 8));
    ASSERT_MISUSE("sring_stream_read_until", "no other call reads from", "is using",
                  (void)!sring_stream_read_until(ring, &stream, 0, data, 8));
    ASSERT_MISUSE("sring_stream_peek", "no other call reads from", "is using",
                  (void)!sring_stream_peek(ring, &stream, 1, &(const unsigned char *){NULL}));
    ASSERT_MISUSE("sring_stream_copy_to", "no other call reads from", "is using",
                  (void)!sring_stream_copy_to(ring, &stream, &another, 1));
    ASSERT_MISUSE("sring_stream_copy_to", "no other call writes to", "is using",
                  (void)!sring_stream_copy_to(ring, &another, &stream, 1));
    ASSERT_MISUSE("sring_stream_write_all", "no other call writes to", "is using",
                  (void)!sring_stream_write_all(ring, &stream, "x", 1));
    ASSERT_MISUSE("sring_stream_flush", "no other call writes to", "is using",
                  (void)!sring_stream_flush(ring, &stream));
    ASSERT_MISUSE("sring_stream_shutdown", "no other call writes to", "is using",
                  (void)!sring_stream_shutdown(ring, &stream, SHUT_WR));
    copy = stream;
    ASSERT_MISUSE("sring_stream_close", "no other call reads from", "is using",
                  (void)!sring_stream_close(ring, &copy));
    copy = stream;
    ASSERT_MISUSE("sring_stream_release", "no other call reads from", "is using",
                  (void)!sring_stream_release(ring, &copy, &fds.in));
    sring_fiber_cancel(ring, &writer);
    assert_int_equal(sring_join(ring, &writer), -ECANCELED);
    assert_int_equal(sring_stream_shutdown(ring, &stream, SHUT_RD), 0);
    assert_int_equal(sring_join(ring, &reader), 0);
    sring_stream_set_time_limit(&stream, SRING_STREAM_WRITE, 0);
    (void)!sring_stream_close(ring, &stream);
    close_well(ring, &another);
    sring_fd_close(ring, &fds.out);
    sring_fd_close(ring, &others.out);
}

static const struct sring_stream *of_callback;

SRING_NOP_CALLBACK(read_there)
{
    char data[1];

    (void)!sring_nop_finish(done);
    ASSERT_MISUSE("sring_stream_read", "reads from", "is using",
                  (void)!sring_stream_read(ring, of_callback, data, 1));
    *(int *)arg = 1;
}

static void in_a_callback(void **state)
{
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct sring_stream stream;
    struct two_fds fds;
    char line[8];
    int called = 0;

    open_socketpair(&fds, SOCK_STREAM);
    stream_on(ring, &fds.in, 0, &stream);
    of_callback = &stream;
    assert_int_equal(sring_nop_init(ring, &op), 0);
    (void)sring_nop_start(ring, &op, read_there, &called);
    sring_stream_set_time_limit(&stream, SRING_STREAM_READ, 20 * MILLISECOND);
    assert_int_equal(sring_stream_read_line(ring, &stream, line, 8), -ETIME);
    assert_int_equal(called, 1);
    close_well(ring, &stream);
    sring_fd_close(ring, &fds.out);
}

static void of_another_ring(void **state)
{
    struct sring *ring = *state;
    struct sring_stream stream, copy;
    struct two_fds fds;
    struct sring other;

    open_ring(&other, 8, 8);
    open_socketpair(&fds, SOCK_STREAM);
    stream_on(ring, &fds.in, 0, &stream);
    ASSERT_MISUSE("sring_stream_flush", "a stream of this ring", "another ring",
                  (void)!sring_stream_flush(&other, &stream));
    copy = stream;
    ASSERT_MISUSE("sring_stream_close", "a stream of this ring", "another ring",
                  (void)!sring_stream_close(&other, &copy));
    copy = stream;
    close_well(ring, &stream);
    ASSERT_MISUSE("sring_stream_flush", "an open stream", "closed",
                  (void)!sring_stream_flush(ring, &copy));
    ASSERT_MISUSE("sring_stream_close", "an open stream", "closed",
                  (void)!sring_stream_close(ring, &copy));
    sring_close(&other);
    sring_fd_close(ring, &fds.out);
}

/* sring_close closes what was left open: files and buffers are freed, the handle is dead. */
static void ring_closed(void **state)
{
    static struct sring_stream stream, waiting;
    struct sring_live before, after;
    struct two_fds fds, others;
    static struct sring ring;
    const int open_fds = count_fds();
    static char line[8];

    (void)state;
    sring_get_live(&before);
    open_ring(&ring, 8, 8);
    open_socketpair(&fds, SOCK_STREAM);
    open_socketpair(&others, SOCK_STREAM);
    stream_on(&ring, &fds.in, 0, &stream);
    stream_on(&ring, &others.in, 0, &waiting);
    assert_int_equal(sring_stream_write_all(&ring, &stream, "lost", 4), 0);
    leave_soon(&ring, &out);
    if (!setjmp(out)) {
        (void)!sring_stream_read_line(&ring, &waiting, line, 8); /* an operation has its buffer */
        fail();
    }
    sring_close(&ring);
    close(sring_fd_release(&fds.out));
    close(sring_fd_release(&others.out));
    sring_get_live(&after);
    assert_int_equal(after.buffers, before.buffers);
    assert_int_equal(count_fds(), open_fds);
    ASSERT_MISUSE("sring_stream_error", "an open stream", "closed",
                  (void)!sring_stream_error(&stream, NULL));
    ASSERT_MISUSE("sring_stream_close", "an open stream", "closed",
                  (void)!sring_stream_close(&ring, &stream));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(does_not_open),
        RING_TEST(lacks_memory),
        RING_TEST(reset),
        RING_TEST(no_reader),
        RING_TEST(too_large),
        RING_TEST(copies_to_nobody),
        RING_TEST(copies_much_to_nobody),
        RING_TEST(time_to_read),
        RING_TEST(time_to_write),
        RING_TEST(time_to_answer),
        RING_TEST(time_to_copy),
        RING_TEST(cancelled_reader),
        RING_TEST(cancelled_writer),
        cmocka_unit_test(no_capacity),
        RING_TEST(reader_left),
        RING_TEST(writer_left),
        RING_TEST(copy_left),
        RING_TEST(second_caller),
        RING_TEST(in_a_callback),
        RING_TEST(of_another_ring),
        cmocka_unit_test(ring_closed),
    };

    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
