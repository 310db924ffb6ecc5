/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * One call reads from a stream and sends what was written before, and the peer takes nothing: what
 * comes is read all the same, and another call may write.
 */
#include "byte_streams.h"

#include <signal.h>

#define LONG (20000 * MILLISECOND)

/* A stream whose peer takes nothing more at present. */
struct blocked {
    struct sring_stream stream;
    int other;
    size_t before; /* bytes that are in the connection */
};

static void open_blocked(struct sring *ring, enum kind kind, struct blocked *blocked)
{
    static const char zeros[65536];
    const int size = 65536;
    struct ends ends;
    ssize_t n;
    int raw;

    open_ends(kind, &ends, true);
    raw = sring_fd_raw(&ends.fd);
    (void)setsockopt(raw, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
    (void)setsockopt(ends.other, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
    blocked->other = ends.other;
    blocked->before = 0;
    for (int vain = 0; vain < 5; vain++) { /* TCP moves some on meanwhile */
        while ((n = send(raw, zeros, sizeof(zeros), MSG_DONTWAIT)) > 0) {
            blocked->before += (size_t)n;
            vain = 0;
        }
        usleep(1000);
    }
    stream_on(ring, &ends.fd, 0, &blocked->stream);
}

static void let_run(struct sring *ring)
{
    for (int i = 0; i < 5; i++) {
        (void)!sring_run_for(ring, MILLISECOND);
    }
}

/* The peer takes all that was sent, and finds this behind it. */
static void expect_sent(struct sring *ring, const struct blocked *blocked, const char *text,
                        size_t size)
{
    static char found[8 << 20];
    const size_t all = blocked->before + size;
    size_t count = 0;

    for (int i = 0; i < 5000 && count < all; i++) {
        count += take_now(blocked->other, found + count, sizeof(found) - count);
        (void)!sring_run_for(ring, MILLISECOND / 10);
    }
    assert_int_equal(count, all);
    assert_memory_equal(found + blocked->before, text, size);
}

struct talk {
    struct blocked blocked;
    int way;
    int64_t read, wrote;
    char line[16];
};

SRING_FIBER(read_one)
{
    struct talk *talk = arg;

    talk->read =
        sring_stream_read_line(ring, &talk->blocked.stream, talk->line, sizeof(talk->line));
    return 0;
}

static void begin_talk(struct sring *ring, enum kind kind, struct talk *talk,
                       struct sring_fiber *reader)
{
    *talk = (struct talk){.read = 1000, .wrote = 1000};
    open_blocked(ring, kind, &talk->blocked);
    assert_int_equal(sring_stream_write_all(ring, &talk->blocked.stream, "x", 1), 0);
    assert_int_equal(sring_spawn(ring, reader, read_one, talk), 0);
    let_run(ring);
    assert_int_equal(talk->read, 1000);
}

static void end_talk(struct sring *ring, struct talk *talk)
{
    sring_stream_set_time_limit(&talk->blocked.stream, SRING_STREAM_WRITE, 0);
    (void)!sring_stream_close(ring, &talk->blocked.stream);
    close(talk->blocked.other);
}

/* --- a writer comes while a reader sends ----------------------------------------------------- */

enum {
    WRITE_LITTLE,
    WRITE_MUCH,
    FLUSH,
    SHUT_WRITING,
    SHUT_BOTH,
    COPY,
    WAYS
};

static unsigned char much[300000];

SRING_FIBER(write_in_some_way)
{
    struct talk *talk = arg;
    const struct sring_stream *stream = &talk->blocked.stream;
    struct sring_stream from;
    struct sring_fd fd;

    switch (talk->way) {
    case WRITE_LITTLE:
        talk->wrote = sring_stream_write_all(ring, stream, "yz", 2);
        break;
    case WRITE_MUCH:
        talk->wrote = sring_stream_write_all(ring, stream, much, sizeof(much));
        talk->wrote = talk->wrote ? talk->wrote : sring_stream_flush(ring, stream);
        break;
    case FLUSH:
        talk->wrote = sring_stream_flush(ring, stream);
        break;
    case COPY:
        temporary_file(&fd, "copied");
        stream_on(ring, &fd, 0, &from);
        assert_int_equal(sring_stream_seek(ring, &from, 0, SEEK_SET), 0);
        talk->wrote = sring_stream_copy_to(ring, &from, stream, UINT64_MAX);
        assert_int_equal(sring_stream_flush(ring, stream), 0);
        close_well(ring, &from);
        break;
    default:
        talk->wrote =
            sring_stream_shutdown(ring, stream, talk->way == SHUT_BOTH ? SHUT_RDWR : SHUT_WR);
    }
    return 0;
}

static void writes_meanwhile(struct sring *ring, enum kind kind, int way)
{
    static const char *const text[WAYS] = {"xyz", NULL, "x", "x", "x", "xcopied"};
    static char all[sizeof(much) + 1];
    struct sring_fiber reader, writer;
    struct talk talk;

    begin_talk(ring, kind, &talk, &reader);
    talk.way = way;
    assert_int_equal(sring_spawn(ring, &writer, write_in_some_way, &talk), 0);
    let_run(ring);
    if (kind == UNIX_SOCKET) { /* TCP may have room a little later */
        assert_int_equal(talk.wrote, way == WRITE_LITTLE ? 0 : 1000);
    }
    if (way == WRITE_MUCH) {
        all[0] = 'x';
        memcpy(all + 1, much, sizeof(much));
        expect_sent(ring, &talk.blocked, all, sizeof(all));
    } else {
        expect_sent(ring, &talk.blocked, text[way], strlen(text[way]));
    }
    assert_int_equal(sring_join(ring, &writer), 0);
    assert_int_equal(talk.wrote, way == COPY ? 6 : 0);
    if (way != SHUT_BOTH) {
        assert_int_equal(talk.read, 1000);
        put_text(talk.blocked.other, "line\n");
    }
    assert_int_equal(sring_join(ring, &reader), 0);
    assert_int_equal(talk.read, way == SHUT_BOTH ? 0 : 5);
    expect_state(&talk.blocked.stream, 0, 0);
    assert_int_equal(sring_stream_error(&talk.blocked.stream, NULL), 0);
    close_well(ring, &talk.blocked.stream);
    close(talk.blocked.other);
}

static void a_writer_comes(void **state)
{
    for (size_t i = 0; i < sizeof(much); i++) {
        much[i] = (unsigned char)(i * 7 >> 3);
    }
    for (int way = 0; way < WAYS; way++) {
        writes_meanwhile(*state, UNIX_SOCKET, way);
        if (way != WRITE_LITTLE) { /* it adds to what is sent, unless there was room */
            writes_meanwhile(*state, TCP_SOCKET, way);
        }
    }
}

/* The writer's time is its own, and the reader's send goes on. */
SRING_FIBER(flush_in_time)
{
    struct talk *talk = arg;

    talk->wrote = sring_stream_flush(ring, &talk->blocked.stream);
    return 0;
}

static void a_writer_gives_up(void **state)
{
    struct sring *ring = *state;

    for (int cancelled = 0; cancelled < 2; cancelled++) {
        struct sring_fiber reader, writer;
        struct talk talk;

        begin_talk(ring, UNIX_SOCKET, &talk, &reader);
        sring_stream_set_time_limit(&talk.blocked.stream, SRING_STREAM_WRITE,
                                    cancelled ? LONG : MILLISECOND);
        assert_int_equal(sring_spawn(ring, &writer, flush_in_time, &talk), 0);
        let_run(ring);
        if (cancelled) {
            sring_fiber_cancel(ring, &writer);
        }
        assert_int_equal(sring_join(ring, &writer), 0);
        assert_int_equal(talk.wrote, cancelled ? -ECANCELED : -ETIME);
        expect_sent(ring, &talk.blocked, "x", 1);
        assert_int_equal(talk.read, 1000);
        put_text(talk.blocked.other, "line\n");
        assert_int_equal(sring_join(ring, &reader), 0);
        assert_int_equal(talk.read, 5);
        end_talk(ring, &talk);
    }
}

/* A second reader is a misuse meanwhile, and so is close; nothing has happened then. */
static void no_second_reader(void **state)
{
    struct sring *ring = *state;
    struct sring_stream copy;
    struct sring_fiber reader;
    struct talk talk;
    char data[1];

    begin_talk(ring, UNIX_SOCKET, &talk, &reader);
    copy = talk.blocked.stream;
    ASSERT_MISUSE("sring_stream_read", "no other call reads from", "is using",
                  (void)!sring_stream_read(ring, &talk.blocked.stream, data, 1));
    ASSERT_MISUSE("sring_stream_close", "no other call reads from", "is using",
                  (void)!sring_stream_close(ring, &copy));
    expect_sent(ring, &talk.blocked, "x", 1);
    put_text(talk.blocked.other, "line\n");
    assert_int_equal(sring_join(ring, &reader), 0);
    assert_int_equal(talk.read, 5);
    end_talk(ring, &talk);
}

/* --- the peer writes before it reads ---------------------------------------------------------- */

/* Lines that come are read although nothing can be sent; what was written is not lost. */
static void reads_blocked(struct sring *ring, enum kind kind)
{
    static char found[8 << 20];
    struct blocked blocked;
    size_t count = 0;
    char line[16];
    int rc;

    open_blocked(ring, kind, &blocked);
    sring_stream_set_time_limit(&blocked.stream, SRING_STREAM_READ, LONG);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(sring_stream_write_all(ring, &blocked.stream, "question", 8), 0);
        put_text(blocked.other, "line\n");
        assert_int_equal(sring_stream_read_line(ring, &blocked.stream, line, 16), 5);
        assert_string_equal(line, "line\n");
    }
    sring_stream_set_time_limit(&blocked.stream, SRING_STREAM_READ, MILLISECOND);
    assert_int_equal(sring_stream_read_line(ring, &blocked.stream, line, 16), -ETIME);
    assert_int_equal(sring_stream_error(&blocked.stream, NULL), 0);
    /* Nothing goes on: otherwise this would wait. (In a fiber it does not wait anyway.) */
    rc = sring_run(ring);
    assert_true(!rc || rc == -EDEADLK);
    if (kind == UNIX_SOCKET) { /* TCP may have room a little later */
        expect_state(&blocked.stream, 0, 32);
    }
    /* The peer reads again. */
    sring_stream_set_time_limit(&blocked.stream, SRING_STREAM_WRITE, MILLISECOND);
    for (int i = 0; i < 5000 && sring_stream_flush(ring, &blocked.stream); i++) {
        count += take_now(blocked.other, found + count, sizeof(found) - count);
    }
    close_well(ring, &blocked.stream);
    count += take(blocked.other, found + count, sizeof(found) - count);
    assert_int_equal(count, blocked.before + 32);
    assert_memory_equal(found + blocked.before, "questionquestionquestionquestion", 32);
    close(blocked.other);
}

static void lines_come_first(void **state)
{
    on_kind(*state, reads_blocked, UNIX_SOCKET);
    on_kind(*state, reads_blocked, TCP_SOCKET);
}

/* What is sent in parts leaves in order, while the reader waits. */
static void a_long_question(void **state)
{
    enum {
        SIZE = 1 << 20
    };
    static unsigned char bytes[SIZE];
    static const struct sring_stream_options options = {.write_size = SIZE};
    struct sring *ring = *state;
    struct sring_fiber reader;
    struct ends ends;
    struct talk talk = {.read = 1000};

    for (size_t i = 0; i < SIZE; i++) {
        bytes[i] = (unsigned char)(i * 7 >> 3);
    }
    open_ends(UNIX_SOCKET, &ends, true);
    talk.blocked.other = ends.other;
    assert_int_equal(sring_stream_open_with(ring, &talk.blocked.stream, &ends.fd, &options), 0);
    assert_int_equal(sring_stream_write_all(ring, &talk.blocked.stream, bytes, SIZE), 0);
    assert_int_equal(sring_spawn(ring, &reader, read_one, &talk), 0);
    expect_sent(ring, &talk.blocked, (const char *)bytes, SIZE);
    put_text(ends.other, "line\n");
    assert_int_equal(sring_join(ring, &reader), 0);
    assert_int_equal(talk.read, 5);
    close_well(ring, &talk.blocked.stream);
    close(ends.other);
}

/* A cancelled reader leaves both: what comes and what is to be sent. */
static void a_reader_is_cancelled(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber reader;
    struct talk talk;
    char line[16];

    begin_talk(ring, UNIX_SOCKET, &talk, &reader);
    sring_fiber_cancel(ring, &reader);
    assert_int_equal(sring_join(ring, &reader), 0);
    assert_int_equal(talk.read, -ECANCELED);
    assert_int_equal(sring_stream_error(&talk.blocked.stream, NULL), 0);
    assert_int_equal(sring_run(ring), 0);
    put_text(talk.blocked.other, "line\n");
    assert_int_equal(sring_stream_read_line(ring, &talk.blocked.stream, line, 16), 5);
    assert_int_equal(sring_spawn(ring, &reader, flush_in_time, &talk), 0);
    expect_sent(ring, &talk.blocked, "x", 1);
    assert_int_equal(sring_join(ring, &reader), 0);
    assert_int_equal(talk.wrote, 0);
    end_talk(ring, &talk);
}

/* A ring with room for one operation: one after the other. */
static void room_for_one(void **state)
{
    struct blocked blocked;
    struct sring ring;
    struct ends ends;
    char line[16];

    (void)state;
    open_ring(&ring, 1, 1);
    open_ends(UNIX_SOCKET, &ends, true);
    stream_on(&ring, &ends.fd, 0, &blocked.stream);
    put_text(ends.other, "line\n");
    assert_int_equal(sring_stream_write_all(&ring, &blocked.stream, "question", 8), 0);
    assert_int_equal(sring_stream_read_line(&ring, &blocked.stream, line, 16), 5);
    expect_at(ends.other, "question");
    close_well(&ring, &blocked.stream);
    close(ends.other);
    open_blocked(&ring, UNIX_SOCKET, &blocked);
    put_text(blocked.other, "line\n");
    sring_stream_set_time_limit(&blocked.stream, SRING_STREAM_READ, MILLISECOND);
    assert_int_equal(sring_stream_write_all(&ring, &blocked.stream, "question", 8), 0);
    assert_int_equal(sring_stream_read_line(&ring, &blocked.stream, line, 16), -ETIME);
    sring_stream_set_time_limit(&blocked.stream, SRING_STREAM_WRITE, 0);
    assert_int_equal(sring_stream_close(&ring, &blocked.stream), -ETIME);
    close(blocked.other);
    sring_close(&ring);
}

/* --- left by longjmp -------------------------------------------------------------------------- */

static jmp_buf out;

/* Both operations go on; the next calls add to them, and have times of their own. */
static void a_reader_is_left(void **state)
{
    static struct blocked blocked;
    static struct talk talk;
    static char line[16];
    struct sring *ring = *state;
    struct sring_fiber writer;

    open_blocked(ring, UNIX_SOCKET, &blocked);
    assert_int_equal(sring_stream_write_all(ring, &blocked.stream, "x", 1), 0);
    leave_soon(ring, &out);
    if (!setjmp(out)) {
        (void)!sring_stream_read_line(ring, &blocked.stream, line, 16);
        fail();
    }
    sring_stream_set_time_limit(&blocked.stream, SRING_STREAM_BOTH, MILLISECOND);
    assert_int_equal(sring_stream_read_line(ring, &blocked.stream, line, 16), -ETIME);
    assert_int_equal(sring_stream_write_all(ring, &blocked.stream, "y", 1), 0);
    assert_int_equal(sring_stream_flush(ring, &blocked.stream), -ETIME);
    sring_stream_set_time_limit(&blocked.stream, SRING_STREAM_BOTH, LONG);
    put_text(blocked.other, "li");
    assert_int_equal(sring_stream_read(ring, &blocked.stream, line, 1), 1);
    put_text(blocked.other, "ne\n");
    assert_int_equal(sring_stream_read_line(ring, &blocked.stream, line, 16), 4);
    assert_string_equal(line, "ine\n");
    talk.blocked = blocked;
    assert_int_equal(sring_spawn(ring, &writer, flush_in_time, &talk), 0);
    expect_sent(ring, &blocked, "xy", 2);
    assert_int_equal(sring_join(ring, &writer), 0);
    assert_int_equal(talk.wrote, 0);
    close_well(ring, &blocked.stream);
    close(blocked.other);
}

/* What is left is given back with the file: nothing waits for it. */
static void released_after_a_jump(void **state)
{
    static struct sring_stream stream;
    static struct ends ends;
    static char line[16];
    struct sring *ring = *state;
    struct sring_fd fd;

    open_ends(UNIX_SOCKET, &ends, true);
    stream_on(ring, &ends.fd, 0, &stream);
    leave_soon(ring, &out);
    if (!setjmp(out)) {
        (void)!sring_stream_read_line(ring, &stream, line, 16);
        fail();
    }
    assert_int_equal(sring_stream_release(ring, &stream, &fd), 0);
    assert_int_equal(sring_run(ring), 0);
    put_text(ends.other, "rest");
    assert_int_equal(read(sring_fd_raw(&fd), line, 16), 4);
    sring_fd_close(ring, &fd);
    close(ends.other);
}

SRING_FIBER(read_a_line)
{
    static char line[16];

    return (int)sring_stream_read_line(ring, arg, line, 16);
}

/* The next call is that of a fiber, on another stack. */
static void left_and_read_in_a_fiber(void **state)
{
    static struct sring_stream stream;
    static struct ends ends;
    static char line[16];
    struct sring *ring = *state;
    struct sring_fiber fiber;

    open_ends(UNIX_SOCKET, &ends, true);
    stream_on(ring, &ends.fd, 0, &stream);
    leave_soon(ring, &out);
    if (!setjmp(out)) {
        (void)!sring_stream_read_line(ring, &stream, line, 16);
        fail();
    }
    put_text(ends.other, "line\n");
    assert_int_equal(sring_spawn(ring, &fiber, read_a_line, &stream), 0);
    assert_int_equal(sring_join(ring, &fiber), 5);
    assert_int_equal(sring_stream_close(ring, &stream), 0);
    close(ends.other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(a_writer_comes),        RING_TEST(a_writer_gives_up),
        RING_TEST(no_second_reader),      RING_TEST(lines_come_first),
        RING_TEST(a_long_question),       RING_TEST(a_reader_is_cancelled),
        cmocka_unit_test(room_for_one),   RING_TEST(a_reader_is_left),
        RING_TEST(released_after_a_jump), RING_TEST(left_and_read_in_a_fiber),
    };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
