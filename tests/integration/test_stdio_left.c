/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Calls on FILEs of the ring that a callback leaves by longjmp. The FILE works as before, no byte
 * is lost or written twice, the kernel does not use the memory of the call any more, and fclose
 * frees everything.
 */
#include "left.h"

#include <pthread.h>
#include <signal.h>
#include <stdio_ext.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define FAR_BELOW __attribute__((noinline)) static
#define PIPE_SIZE                                                                                  \
    16384          /* several pages: Linux 6.1 waits until one is free, also to add to the last */
#define BIG 100000 /* more than the buffers of a FILE and a pipe */

static jmp_buf away;

/* --- what is lost --------------------------------------------------------------------------- */

static const void *buffers[64]; /* those of FILEs and rings */

int __real_posix_memalign(void **memory, size_t alignment, size_t size);
int __wrap_posix_memalign(void **memory, size_t alignment, size_t size);
void __real_free(void *memory);
void __wrap_free(void *memory);

static void replace_buffer(const void *old, const void *new)
{
    for (size_t i = 0; i < sizeof(buffers) / sizeof(buffers[0]); i++) {
        if (buffers[i] == old) {
            buffers[i] = new;
            return;
        }
    }
    if (!old) {
        abort();
    }
}

int __wrap_posix_memalign(void **memory, size_t alignment, size_t size)
{
    int rc = __real_posix_memalign(memory, alignment, size);

    if (!rc) {
        replace_buffer(NULL, *memory);
    }
    return rc;
}

void __wrap_free(void *memory)
{
    if (memory) {
        replace_buffer(memory, NULL);
    }
    __real_free(memory);
}

static int count_buffers(void)
{
    int count = 0;

    for (size_t i = 0; i < sizeof(buffers) / sizeof(buffers[0]); i++) {
        count += buffers[i] != NULL;
    }
    return count;
}

static int buffers_before;

static int begin(void **state)
{
    buffers_before = count_buffers();
    return ring_setup(state);
}

static int finish(void **state)
{
    int rc = ring_teardown(state); /* counts the descriptors, too */

    if (count_buffers() != buffers_before) {
        print_error("%d buffers were not freed\n", count_buffers() - buffers_before);
        rc = -1;
    }
    return rc;
}

#define LEFT_TEST(name) cmocka_unit_test_setup_teardown(name, begin, finish)

/* --- leaving -------------------------------------------------------------------------------- */

SRING_NOP_CALLBACK(leave_at_once)
{
    (void)ring;
    (void)arg;
    assert_int_equal(sring_nop_finish(done), 0);
    longjmp(away, 1);
}

/* Overwrites the frames that were left. */
FAR_BELOW void overwrite(void)
{
    volatile unsigned char room[8192];

    memset((void *)room, 0x41, sizeof(room));
}

/* The memory of a call lies in its frame. */
FAR_BELOW int call(FILE *file, char kind)
{
    char memory[BIG];
    int rc = 0;

    memset(memory, 'm', sizeof(memory));
    switch (kind) {
    case 'r':
        rc = fgetc(file);
        break;
    case 'R':
        rc = (int)fread(memory, 1, sizeof(memory), file);
        break;
    case 'W':
        rc = (int)fwrite(memory, 1, sizeof(memory), file);
        break;
    case 'f':
        rc = fflush(file);
        break;
    case 'a':
        rc = fflush(NULL);
        break;
    case 's':
        rc = fseek(file, 0, SEEK_SET);
        break;
    case 'S':
        rc = fseek(file, 0, SEEK_CUR);
        break;
    default:
        rc = fclose(file);
    }
    return rc;
}

/* Makes the call, which waits, and leaves it. */
static void leave_call(struct sring *ring, FILE *file, char kind)
{
    leave_soon(ring, &away);
    if (!setjmp(away)) {
        fail_msg("the call '%c' was not left, and returned %d", kind, call(file, kind));
    }
    overwrite();
}

/* Makes the call, which the kernel does not let wait, and leaves it. Returns whether it was left:
 * some kernels of the tests complete the nop later. */
static bool leave_quick_call(struct sring *ring, FILE *file, char kind, int *result)
{
    volatile bool left = true;

    sring_assert_owner(ring);
    assert_int_equal(sring_nop_launch(ring, NULL, leave_at_once, NULL, NULL), 0);
    if (!setjmp(away)) {
        *result = call(file, kind);
        left = false;
        fail_msg("nothing was left, but sring_run returned %d", sring_run(ring));
    }
    overwrite();
    return left;
}

/* --- FILEs ---------------------------------------------------------------------------------- */

static FILE *file_of(struct sring *ring, struct sring_fd *fd, const char *mode)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*fd)
{
    FILE *file = NULL;
    int rc = sring_fdopen(ring, fd, mode, &file);

    if (rc) {
        sring_fd_close(ring, fd);
        fail_msg("sring_fdopen: %d", rc);
    }
    return file;
}

/* A FILE that reads from a pipe; the other end. */
static FILE *open_in(struct sring *ring, int *other)
{
    struct two_fds fds;

    sring_assert_owner(ring);
    open_pipe(&fds);
    *other = sring_fd_release(&fds.out);
    return file_of(ring, &fds.in, "r");
}

/* The pipe is not read any more. A kernel with SQPOLL releases a file a moment after its close. */
static void expect_closed(int other)
{
    for (int i = 0; i < 5000 && write(other, "x", 1) == 1; i++) {
        usleep(1000);
    }
    errno = 0;
    assert_int_equal(write(other, "x", 1), -1);
    assert_int_equal(errno, EPIPE);
}

/* A FILE that writes to a pipe. */
static FILE *open_out(struct sring *ring, struct sring_fd *other) SRING_PRODUCES(*other)
{
    struct two_fds fds;

    sring_assert_owner(ring);
    open_pipe(&fds);
    assert_int_equal(fcntl(sring_fd_raw(&fds.out), F_SETPIPE_SZ, PIPE_SIZE), PIPE_SIZE);
    sring_fd_move(other, &fds.in);
    return file_of(ring, &fds.out, "w");
}

/* The same with a pipe that is full. */
static FILE *open_full(struct sring *ring, struct sring_fd *other) SRING_PRODUCES(*other)
{
    static const char filling[PIPE_SIZE];
    struct two_fds fds;

    sring_assert_owner(ring);
    open_pipe(&fds);
    assert_int_equal(fcntl(sring_fd_raw(&fds.out), F_SETPIPE_SZ, PIPE_SIZE), PIPE_SIZE);
    assert_int_equal(write(sring_fd_raw(&fds.out), filling, PIPE_SIZE), PIPE_SIZE);
    sring_fd_move(other, &fds.in);
    return file_of(ring, &fds.out, "w");
}

static void empty_pipe(const struct sring_fd *other)
{
    char filling[PIPE_SIZE];

    assert_int_equal(read(sring_fd_raw(other), filling, PIPE_SIZE), PIPE_SIZE);
}

/* What is in the pipe, and then its end. */
static void expect_rest(struct sring *ring, struct sring_fd *other, const char *rest)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*other)
{
    char found[200] = "";

    assert_int_equal(read(sring_fd_raw(other), found, sizeof(found) - 1), strlen(rest));
    assert_string_equal(found, rest);
    assert_int_equal(read(sring_fd_raw(other), found, 1), 0);
    sring_fd_close(ring, other);
}

/* Reads everything that comes, while others write. */
struct reader {
    FILE *in;
    char *bytes;
    size_t count;
};

SRING_FIBER(read_all)
{
    struct reader *reader = arg;

    (void)ring;
    reader->count = fread(reader->bytes, 1, 4 * BIG, reader->in);
    return fclose(reader->in);
}

static void begin_reading(struct sring *ring, struct reader *reader, struct sring_fd *other,
                          struct sring_fiber *fiber) SRING_REQUIRES(*ring) SRING_CONSUMES(*other)
    SRING_PRODUCES(*fiber)
{
    static char bytes[4 * BIG];

    *reader = (struct reader){.in = file_of(ring, other, "r"), .bytes = bytes};
    if (sring_spawn(ring, fiber, read_all, reader)) {
        abort();
    }
}

static char byte_at(size_t i)
{
    return (char)(i % 251);
}

/* --- reads ---------------------------------------------------------------------------------- */

/* The bytes come before the next call, after it, or in two parts. */
static void left_read(void **state)
{
    struct sring *ring = *state;

    for (int i = 0; i < 3; i++) {
        char line[20];
        int other;
        FILE *file = open_in(ring, &other);

        leave_call(ring, file, 'r');
        leave_call(ring, file, 'r'); /* the next one, too */
        if (i) {
            assert_int_equal(write(other, "one\ntw", 6), 6);
        }
        if (i == 2) {
            assert_int_equal(sring_sleep(ring, 5 * MILLISECOND), 0);
        }
        assert_int_equal(write(other, i ? "o\n" : "one\ntwo\n", i ? 2 : 8), i ? 2 : 8);
        assert_non_null(fgets(line, sizeof(line), file));
        assert_string_equal(line, "one\n");
        assert_non_null(fgets(line, sizeof(line), file));
        assert_string_equal(line, "two\n");
        close(other);
        assert_int_equal(fgetc(file), EOF);
        assert_true(feof(file) && !ferror(file));
        assert_int_equal(fclose(file), 0);
    }
}

/* What the first operations have brought is the program's; nothing else is lost. A slow kernel has
 * done only the first of two, or none. */
static void left_large_read(void **state)
{
    enum {
        HALF = 40000
    };
    static const size_t taken[] = {HALF, 32768, 0};
    static char data[2 * HALF], found[HALF];
    struct sring *ring = *state;
    int other;
    FILE *file = open_in(ring, &other);
    size_t i = 0;

    for (size_t j = 0; j < sizeof(data); j++) {
        data[j] = byte_at(j);
    }
    assert_int_equal(write(other, data, HALF), HALF);
    leave_call(ring, file, 'R');
    assert_int_equal(write(other, data + HALF, HALF), HALF);
    assert_int_equal(sring_sleep(ring, 5 * MILLISECOND), 0);
    assert_int_equal(fread(found, 1, HALF, file), HALF);
    while (i < 3 && memcmp(found, data + taken[i], HALF) != 0) {
        i++;
    }
    assert_true(i < 3);
    assert_int_equal(fclose(file), 0);
    expect_closed(other);
    close(other);
}

FAR_BELOW void read_into(FILE *file, char *buffer, size_t size)
{
    assert_int_equal(setvbuf(file, buffer, _IOFBF, size), 0);
    fail_msg("the read was not left, and returned %d", fgetc(file));
}

/* The buffer is the program's, which uses it for something else. */
static void left_buffer(void **state)
{
    struct sring *ring = *state;
    char buffer[1000], copy[1000];
    int other;
    FILE *file = open_in(ring, &other);

    memset(copy, 'c', sizeof(copy));
    leave_soon(ring, &away);
    if (!setjmp(away)) {
        read_into(file, buffer, sizeof(buffer));
    }
    memcpy(buffer, copy, sizeof(copy));
    assert_int_equal(write(other, "late", 4), 4);
    assert_int_equal(sring_sleep(ring, 5 * MILLISECOND), 0);
    assert_memory_equal(buffer, copy, sizeof(copy));
    assert_int_equal(fgetc(file), 'l');
    assert_int_equal(fclose(file), 0);
    close(other);
}

/* A file with a position: what was read is read again. */
static void left_at_a_position(void **state)
{
    struct sring *ring = *state;

    for (int i = 0; i < 3; i++) {
        struct sring_fd fd;
        FILE *file;
        bool left;
        int c;

        temporary_file(&fd, "0123456789");
        file = file_of(ring, &fd, "r+");
        left = leave_quick_call(ring, file, 'r', &c);
        assert_true(left || c == '0');
        if (i) {
            assert_int_equal(sring_run(ring), 0);
        }
        assert_int_equal(i == 2 ? fseek(file, 0, SEEK_CUR) : 0, 0);
        assert_int_equal(ftell(file), left ? 0 : 1);
        assert_int_equal(fgetc(file), left ? '0' : '1');
        assert_int_equal(fclose(file), 0);
    }
}

/* A read of a socket goes on while the program writes: they do not use the same buffer. */
static void written_after_a_read(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    char text[20] = "";
    FILE *file;
    int other;

    open_socketpair(&fds, SOCK_STREAM);
    other = sring_fd_release(&fds.out);
    file = file_of(ring, &fds.in, "r+");
    leave_call(ring, file, 'r');
    assert_int_equal(fputs("request", file), 1);
    assert_int_equal(write(other, "response\n", 9), 9);
    assert_int_equal(sring_sleep(ring, 5 * MILLISECOND), 0);
    assert_int_equal(fflush(file), 0);
    assert_int_equal(read(other, text, sizeof(text)), 7);
    assert_string_equal(text, "request");
    assert_non_null(fgets(text, sizeof(text), file));
    assert_string_equal(text, "response\n");
    assert_int_equal(fclose(file), 0);
    close(other);
}

SRING_FIBER(read_byte)
{
    (void)ring;
    return fgetc(arg);
}

/* The next call is that of a fiber, on another stack. */
static void left_and_read_in_a_fiber(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    int other;
    FILE *file = open_in(ring, &other);

    for (int i = 0; i < 2; i++) {
        leave_call(ring, file, 'r');
        assert_int_equal(write(other, "x", 1), 1);
        if (i) {
            assert_int_equal(sring_sleep(ring, 5 * MILLISECOND), 0);
        }
        assert_int_equal(sring_spawn(ring, &fiber, read_byte, file), 0);
        assert_int_equal(sring_join(ring, &fiber), 'x');
    }
    assert_int_equal(fclose(file), 0);
    close(other);
}

struct used {
    FILE *file;
    int other;
};

SRING_FIBER(read_in_the_middle)
{
    struct used *used = arg;

    (void)ring;
    ASSERT_MISUSE("a function of stdio", "a FILE that no other fiber or callback uses",
                  "in the middle of another call", fgetc(used->file));
    assert_int_equal(write(used->other, "x", 1), 1);
    return 0;
}

/* A call that goes on is not taken for one that was left. */
static void not_left(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    struct used used;

    used.file = open_in(ring, &used.other);
    assert_int_equal(sring_spawn(ring, &fiber, read_in_the_middle, &used), 0);
    assert_int_equal(fgetc(used.file), 'x');
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(fclose(used.file), 0);
    close(used.other);
}

/* The wait for the operation that was left is left itself. */
static void left_again(void **state)
{
    struct sring *ring = *state;
    int other, rc;
    FILE *file = open_in(ring, &other);

    for (int i = 0; i < 4; i++) {
        leave_call(ring, file, 'r');
        (void)leave_quick_call(ring, file, 's', &rc);
    }
    assert_int_equal(write(other, "x", 1), 1);
    assert_int_equal(fgetc(file), 'x');
    assert_int_equal(fclose(file), 0);
    close(other);
}

/* --- writes --------------------------------------------------------------------------------- */

/* The frame with its data is gone, and none of what lies there now is written. */
static void left_write(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    struct sring_fd other;
    struct reader reader;
    FILE *file = open_out(ring, &other);
    size_t count = 0;

    leave_call(ring, file, 'W');
    begin_reading(ring, &reader, &other, &fiber);
    assert_int_equal(sring_sleep(ring, 5 * MILLISECOND), 0);
    assert_int_equal(fputs("end", file), 1);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    while (count < reader.count && reader.bytes[count] == 'm') {
        count++;
    }
    assert_true(count <= BIG); /* a slow kernel has written nothing yet */
    assert_int_equal(reader.count, count + 3);
    assert_memory_equal(reader.bytes + count, "end", 3);
}

/* What is in the buffer is written once: by the operation that was left, or by the next call. */
static void left_flush(void **state)
{
    struct sring *ring = *state;

    for (int i = 0; i < 4; i++) {
        struct sring_fd other;
        FILE *file = open_full(ring, &other);

        assert_int_equal(fputs("hello", file), 1);
        leave_call(ring, file, i == 3 ? 'a' : 'f');
        if (i == 1) {
            assert_int_equal(ftell(file), -1); /* settles it before it can write */
        }
        empty_pipe(&other);
        if (i == 2) {
            assert_int_equal(sring_sleep(ring, 5 * MILLISECOND), 0);
        }
        assert_int_equal(fputs(", world", file), 1);
        assert_int_equal(fflush(file), 0);
        assert_int_equal(fputs("!", file), 1);
        assert_int_equal(fclose(file), 0);
        expect_rest(ring, &other, "hello, world!");
    }
}

/* In parts, of which the last ones were left. */
static void left_in_parts(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    struct sring_fd other;
    struct reader reader;
    FILE *file = open_out(ring, &other);

    for (size_t i = 0; i < 20000; i++) {
        assert_int_equal(fputc(byte_at(i), file), (unsigned char)byte_at(i));
    }
    leave_call(ring, file, 'f');
    leave_call(ring, file, 'f');
    for (size_t i = 20000; i < 30000; i++) {
        assert_int_equal(fputc(byte_at(i), file), (unsigned char)byte_at(i));
    }
    leave_call(ring, file, 'f');
    begin_reading(ring, &reader, &other, &fiber);
    assert_int_equal(sring_sleep(ring, 5 * MILLISECOND), 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(reader.count, 30000);
    for (size_t i = 0; i < reader.count; i++) {
        assert_int_equal(reader.bytes[i], byte_at(i));
    }
}

/* Other bytes are in the buffer: none of them counts as written. */
static void purged(void **state)
{
    struct sring *ring = *state;
    struct sring_fd other;
    FILE *file = open_full(ring, &other);

    assert_int_equal(fputs("old", file), 1);
    leave_call(ring, file, 'f');
    empty_pipe(&other);
    assert_int_equal(sring_sleep(ring, 5 * MILLISECOND), 0);
    __fpurge(file);
    assert_int_equal(fputs("other", file), 1);
    assert_int_equal(fclose(file), 0);
    expect_rest(ring, &other, "oldother");
}

/* fseek writes what is in the buffer. */
static void left_seek(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    char found[20] = "";
    int other, rc;
    FILE *file;

    temporary_file(&fd, "0123456789");
    other = dup(sring_fd_raw(&fd));
    file = file_of(ring, &fd, "r+");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(fseek(file, 4, SEEK_SET), 0);
        assert_int_equal(fputs("ab", file), 1);
        if (!leave_quick_call(ring, file, 'S', &rc)) {
            assert_int_equal(rc, 0);
        }
        if (i) {
            assert_int_equal(sring_run(ring), 0);
        }
        assert_int_equal(ftell(file), 6);
        assert_int_equal(fputs("c", file), 1);
        assert_int_equal(ftell(file), 7);
        assert_int_equal(fseek(file, 0, SEEK_CUR), 0);
        assert_int_equal(fgetc(file), '7');
    }
    assert_int_equal(fclose(file), 0);
    assert_int_equal(pread(other, found, sizeof(found), 0), 10);
    assert_string_equal(found, "0123abc789");
    close(other);

    file = open_full(ring, &fd);
    assert_int_equal(fputs("x", file), 1);
    leave_call(ring, file, 's');
    empty_pipe(&fd);
    assert_int_equal(fseek(file, 0, SEEK_SET), -1);
    assert_int_equal(fclose(file), 0);
    expect_rest(ring, &fd, "x");
}

/* --- fclose --------------------------------------------------------------------------------- */

/* It waits for the write. It has not returned, so the FILE is still there, and is closed again. */
static void left_close(void **state)
{
    struct sring *ring = *state;
    struct sring_fd other;
    FILE *file = open_full(ring, &other);

    assert_int_equal(fputs("last", file), 1);
    leave_call(ring, file, 'c');
    leave_call(ring, file, 'c');
    empty_pipe(&other);
    assert_int_equal(fclose(file), 0);
    expect_rest(ring, &other, "last");
}

/* Right after a call that was left, fclose ends the operation and frees its buffer. */
static void left_and_closed(void **state)
{
    struct sring *ring = *state;
    const int before = count_buffers();

    for (int i = 0; i < 3; i++) {
        int other;
        FILE *file = open_in(ring, &other);

        leave_call(ring, file, i ? 'r' : 'R');
        if (i == 2) {
            assert_int_equal(write(other, "never read", 10), 10);
            assert_int_equal(sring_sleep(ring, 5 * MILLISECOND), 0);
            assert_int_equal(ftell(file), -1); /* settles it: the bytes are kept */
        }
        assert_int_equal(fclose(file), 0);
        assert_int_equal(in_flight(ring), 0);
        assert_int_equal(count_buffers(), before);
        expect_closed(other);
        close(other);
    }
}

/* It waits for the operation that closes the file. Afterwards the number may be another file's. */
static void left_closing(void **state)
{
    struct sring *ring = *state;

    for (int i = 0; i < 2; i++) {
        int other, rc, reused = -1;
        FILE *file = open_in(ring, &other);

        if (leave_quick_call(ring, file, 'c', &rc)) {
            errno = 0;
            assert_int_equal(fgetc(file), EOF);
            assert_int_equal(errno, EBADF);
            if (i) {
                assert_int_equal(sring_run(ring), 0);
                reused = open("/dev/null", O_RDONLY | O_CLOEXEC);
            }
            assert_int_equal(fclose(file), 0);
            expect_closed(other);
            assert_true(reused < 0 || fcntl(reused, F_GETFD) == FD_CLOEXEC);
        }
        close(reused);
        close(other);
    }
}

/* The ring has closed it. */
static void left_closing_and_closed_ring(void **state)
{
    struct sring ring;
    int other, rc, reused;
    bool left;
    FILE *file;

    (void)state;
    open_ring(&ring, 8, 64);
    file = open_in(&ring, &other);
    left = leave_quick_call(&ring, file, 'c', &rc);
    sring_close(&ring);
    reused = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (left) {
        assert_int_equal(fclose(file), 0);
    }
    assert_int_equal(fcntl(reused, F_GETFD), FD_CLOEXEC);
    expect_closed(other);
    close(reused);
    close(other);
}

/* The ring disposes of the operation, and the FILE is closed afterwards. */
static void closed_ring(void **state)
{
    struct sring_fd full;
    struct sring ring;
    struct sring *second = *state;
    FILE *in, *out;
    int other;

    sring_assert_owner(second);
    open_ring(&ring, 8, 64);
    in = open_in(&ring, &other);
    out = open_full(&ring, &full);
    leave_call(&ring, in, 'r');
    assert_int_equal(fputs("lost", out), 1);
    leave_call(&ring, out, 'f');
    sring_close(&ring);
    memset(&ring, 0x41, sizeof(ring));
    errno = 0;
    assert_int_equal(fgetc(in), EOF);
    assert_int_equal(errno, EBADF);
    assert_int_equal(fclose(in), 0);
    assert_int_equal(fclose(out), EOF);
    close(other);
    sring_fd_close(second, &full);
}

/* --- fopen and exit ------------------------------------------------------------------------- */

FAR_BELOW void open_path(struct sring *ring, const char *path)
{
    FILE *file;

    sring_assert_owner(ring);
    fail_msg("the open was not left, and returned %d", sring_fopen(ring, path, "r", &file));
}

/* There is no FILE yet: the ring closes what is opened. */
static void left_open(void **state)
{
    struct sring *ring = *state;
    char directory[64], path[100];
    int other;

    if (is_simulated()) {
        SKIP("the simulated kernel does not wait in open");
    }
    temporary_directory(directory);
    snprintf(path, sizeof(path), "%s/fifo", directory);
    assert_int_equal(mkfifo(path, 0600), 0);
    leave_soon(ring, &away);
    if (!setjmp(away)) {
        open_path(ring, path);
    }
    overwrite();
    other = open(path, O_WRONLY | O_CLOEXEC); /* waits for the kernel's worker */
    close(other);
    remove_directory(directory);
}

/* exit writes what is in the buffer, as always. */
static void leave_and_exit(void *arg)
{
    struct sring ring;
    FILE *file;
    int rc;

    open_ring(&ring, 8, 64);
    file = sring_fopen_p(&ring, arg, "w");
    CHILD_CHECK(file && fputs("once", file) == 1);
    (void)leave_quick_call(&ring, file, 'f', &rc);
    CHILD_CHECK(fputs(" more", file) == 1);
    fclose(stdin); /* it is shared with the parent */
    exit(0);
}

static void left_and_exited(void **state)
{
    char path[] = "/tmp/sring-test-XXXXXX", errors[2000], found[20] = "";
    int raw = mkstemp(path);

    (void)state;
    if (in_child(leave_and_exit, path, errors, sizeof(errors))) {
        fail_msg("%s", errors);
    }
    assert_int_equal(read(raw, found, sizeof(found)), 9);
    assert_string_equal(found, "once more");
    unlink(path);
    close(raw);
}

static void *leave_in_thread(void *arg)
{
    static struct sring ring; /* left open */
    struct sring_fd other;
    FILE *file;

    (void)arg;
    open_ring(&ring, 8, 64);
    file = open_full(&ring, &other);
    CHILD_CHECK(fputs("dropped", file) == 1);
    leave_call(&ring, file, 'f');
    (void)sring_fd_release(&other);
    return NULL;
}

/* The operation may still write it. */
static void exit_with_thread(void *arg)
{
    pthread_t thread;

    (void)arg;
    CHILD_CHECK(!pthread_create(&thread, NULL, leave_in_thread, NULL));
    pthread_join(thread, NULL);
    fclose(stdin);
    alarm(10); /* a write to the pipe would wait for ever */
    exit(0);
}

/* Another thread does not write what a call had that was left. */
static void left_in_another_thread(void **state)
{
    char errors[2000];

    (void)state;
    if (is_simulated()) {
        SKIP("the simulated kernel supports one thread");
    }
    if (in_child(exit_with_thread, NULL, errors, sizeof(errors))) {
        fail_msg("%s", errors);
    }
}

/* --- a ring that is lost ------------------------------------------------------------------- */

/* The kernel cannot be entered, and may still use the buffer of the fiber's FILE, and the one of
 * the call that was left. They stay; LeakSanitizer finds nothing else. */
static void lose_ring(void *arg)
{
    static struct sring ring;
    struct sring_fiber fiber;
    struct caught caught;
    int before = count_buffers(), other[2];
    FILE *first, *second;

    (void)arg;
    open_ring(&ring, 8, 64);
    first = open_in(&ring, &other[0]);
    second = open_in(&ring, &other[1]);
    CHILD_CHECK(sring_spawn(&ring, &fiber, read_byte, first) == 0);
    sring_fiber_detach(&ring, &fiber);
    leave_call(&ring, second, 'r');
    forbid_call(__NR_io_uring_enter, EBADF);
    sring_set_misuse_handler(catch_misuse, &caught);
    if (!setjmp(caught.jump)) {
        sring_close(&ring);
    }
    sring_set_misuse_handler(NULL, NULL);
    CHILD_CHECK(!ring.live_);
    CHILD_CHECK(fclose(first) == 0 && fclose(second) == 0);
    CHILD_CHECK(count_buffers() == before + 2);
    (void)!write(other[0], "x", 1);
    (void)!write(other[1], "x", 1);
    exit(0);
}

static void lost_ring(void **state)
{
    char errors[4096];

    (void)state;
    if (is_simulated() || test_option("sqpoll") || getenv("SRING_TEST_UNRULY")) {
        SKIP("it needs a ring that only enters the real kernel");
    }
    if (in_child(lose_ring, NULL, errors, sizeof(errors))) {
        fail_msg("%s", errors);
    }
}

/* --- locks ---------------------------------------------------------------------------------- */

static void *flush_all(void *arg)
{
    (void)arg;
    (void)fflush(NULL);
    return NULL;
}

/* Neither the FILE nor the C library's list of FILEs stays locked. */
static void other_threads(void **state)
{
    struct timespec end;
    struct sring *ring = *state;
    pthread_t thread;
    int other;
    FILE *file = open_in(ring, &other);

    assert_int_equal(pthread_create(&thread, NULL, flush_all, NULL), 0); /* it locks from now on */
    assert_int_equal(pthread_join(thread, NULL), 0);
    leave_call(ring, file, 'r');
    assert_int_equal(pthread_create(&thread, NULL, flush_all, NULL), 0);
    assert_int_equal(clock_gettime(CLOCK_REALTIME, &end), 0);
    end.tv_sec += 10;
    if (pthread_timedjoin_np(thread, NULL, &end)) {
        fputs("the other thread waits for the FILE\n", stderr);
        _exit(1);
    }
    assert_int_equal(fclose(file), 0);
    close(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEFT_TEST(left_read),
        LEFT_TEST(left_large_read),
        LEFT_TEST(left_buffer),
        LEFT_TEST(left_at_a_position),
        LEFT_TEST(written_after_a_read),
        LEFT_TEST(left_and_read_in_a_fiber),
        LEFT_TEST(not_left),
        LEFT_TEST(left_again),
        LEFT_TEST(left_write),
        LEFT_TEST(left_flush),
        LEFT_TEST(left_in_parts),
        LEFT_TEST(purged),
        LEFT_TEST(left_seek),
        LEFT_TEST(left_close),
        LEFT_TEST(left_and_closed),
        LEFT_TEST(left_closing),
        LEFT_TEST(left_closing_and_closed_ring),
        LEFT_TEST(closed_ring),
        LEFT_TEST(left_open),
        LEFT_TEST(left_and_exited),
        cmocka_unit_test(left_in_another_thread),
        cmocka_unit_test(lost_ring),
        LEFT_TEST(other_threads),
    };

    signal(SIGPIPE, SIG_IGN);
#if !defined(__GLIBC__)
    puts("SKIP: it knows in detail what a FILE of glibc does");
    return 77;
#endif
    return cmocka_run_group_tests(tests, NULL, NULL);
}
