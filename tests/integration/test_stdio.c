/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * FILEs on the ring: modes, positions, errors, the end of files and rings; fibers, forked children
 * and other threads. stdio_random compares sequences of calls with the C library's own FILEs.
 */
#include "support.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <termios.h>

static const char function[] = "a function of stdio";

/* --- memory that is refused ----------------------------------------------------------------- */

static bool refuses_memory, refuses_file;

int __real_posix_memalign(void **memory, size_t alignment, size_t size);
int __wrap_posix_memalign(void **memory, size_t alignment, size_t size);
FILE *__real_fopencookie(void *cookie, const char *mode, cookie_io_functions_t functions);
FILE *__wrap_fopencookie(void *cookie, const char *mode, cookie_io_functions_t functions);

int __wrap_posix_memalign(void **memory, size_t alignment, size_t size)
{
    return refuses_memory ? ENOMEM : __real_posix_memalign(memory, alignment, size);
}

FILE *__wrap_fopencookie(void *cookie, const char *mode, cookie_io_functions_t functions)
{
    return refuses_file ? NULL : __real_fopencookie(cookie, mode, functions);
}

/* --- helpers -------------------------------------------------------------------------------- */

/* A FILE of an unnamed file; `*raw` (NULL: not wanted) becomes another descriptor of it. */
static FILE *new_file(struct sring *ring, const char *content, const char *mode, int *raw)
{
    struct sring_fd fd;
    FILE *file = NULL;
    int rc;

    temporary_file(&fd, content);
    if (raw) {
        *raw = dup(sring_fd_raw(&fd));
    }
    rc = sring_fdopen(ring, &fd, mode, &file);
    if (rc) {
        fail_msg("sring_fdopen: %d", rc);
        sring_fd_close(ring, &fd);
    }
    return file;
}

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

struct pair {
    FILE *in, *out;
};

static void open_pair(struct sring *ring, struct pair *pair)
{
    struct two_fds fds;

    open_pipe(&fds);
    pair->in = file_of(ring, &fds.in, "r");
    pair->out = file_of(ring, &fds.out, "w");
}

static FILE *open_path(struct sring *ring, const char *path, const char *mode)
{
    FILE *file;

    assert_int_equal(sring_fopen(ring, path, mode, &file), 0);
    return file;
}

static void expect_content(int raw, const char *content)
{
    char found[200] = "";

    assert_true(pread(raw, found, sizeof(found) - 1, 0) >= 0);
    assert_string_equal(found, content);
}

/* --- modes ---------------------------------------------------------------------------------- */

static void modes(void **state)
{
    static const struct {
        const char *mode;
        int flags;
    } wrong[] = {{"", O_RDWR},     {"q", O_RDWR},   {"+r", O_RDWR},   {"r,ccs=UTF-8", O_RDWR},
                 {"w", O_RDONLY},  {"a", O_RDONLY}, {"r+", O_RDONLY}, {"r", O_WRONLY},
                 {"w+", O_WRONLY}, {"a+", O_WRONLY}};
    struct sring *ring = *state;
    FILE *file;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct sring_fd fd;
        int rc;

        sring_fd_adopt(&fd, open("/dev/null", wrong[i].flags | O_CLOEXEC));
        file = stdin;
        rc = sring_fdopen(ring, &fd, wrong[i].mode, &file);
        assert_int_equal(rc, -EINVAL);
        assert_null(file);
        assert_int_equal(fcntl(sring_fd_raw(&fd), F_GETFL) & O_APPEND, 0);
        sring_fd_close(ring, &fd); /* it still belongs to the caller */
    }
    file = stdin;
    assert_int_equal(sring_fopen(ring, "/dev/null", "no", &file), -EINVAL);
    assert_null(file);
    assert_int_equal(sring_fopen(ring, "/nowhere/at/all", "r", &file), -ENOENT);
    assert_int_equal(sring_fopen(ring, "/tmp", "w", &file), -EISDIR);
    assert_int_equal(sring_fopen(ring, NULL, "r", &file), -EFAULT);
    errno = 0;
    assert_null(sring_fopen_p(ring, "/nowhere/at/all", "r"));
    assert_int_equal(errno, ENOENT);
}

static void exclusive_and_close_on_exec(void **state)
{
    struct sring *ring = *state;
    char directory[64], path[100];
    int lowest;
    FILE *file;

    temporary_directory(directory);
    snprintf(path, sizeof(path), "%s/file", directory);
    lowest = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(lowest);
    file = open_path(ring, path, "wxe");
    assert_int_equal(fcntl(lowest, F_GETFD), FD_CLOEXEC);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(fcntl(lowest, F_GETFD), -1);
    assert_int_equal(sring_fopen(ring, path, "w+x", &file), -EEXIST);
    file = open_path(ring, path, "r+");
    assert_int_equal(fcntl(lowest, F_GETFD), 0);
    assert_int_equal(fclose(file), 0);
    remove_directory(directory);
}

static void closed_descriptor(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    FILE *file;
    int rc;

    sring_fd_adopt(&fd, 999); /* nobody's */
    rc = sring_fdopen(ring, &fd, "r", &file);
    assert_int_equal(rc, -EBADF);
    errno = 0;
    file = sring_fdopen_p(ring, &fd, "r");
    assert_null(file);
    assert_int_equal(errno, EBADF);
    (void)sring_fd_release(&fd);
}

static void no_memory(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    FILE *file;
    int rc;

    temporary_file(&fd, "");
    refuses_memory = true;
    rc = sring_fdopen(ring, &fd, "a", &file);
    assert_int_equal(rc, -ENOMEM);
    assert_int_equal(sring_fopen(ring, "/dev/null", "r", &file), -ENOMEM);
    refuses_memory = false;
    refuses_file = true;
    rc = sring_fdopen(ring, &fd, "a", &file);
    assert_int_equal(rc, -ENOMEM);
    assert_int_equal(sring_fopen(ring, "/dev/null", "r", &file), -ENOMEM);
    refuses_file = false;
    assert_int_equal(fcntl(sring_fd_raw(&fd), F_GETFL) & O_APPEND, 0); /* taken back */
    file = file_of(ring, &fd, "r+");
    refuses_memory = true;
    errno = 0;
    assert_int_equal(fputc('a', file), 'a');
    assert_int_equal(fflush(file), EOF);
    assert_int_equal(errno, ENOMEM);
    refuses_memory = false;
    clearerr(file);
    assert_int_equal(fputc('b', file), 'b');
    rewind(file);
    assert_int_equal(fgetc(file), 'b');
    assert_int_equal(fclose(file), 0);
}

/* --- positions ------------------------------------------------------------------------------ */

static void beyond_two_gigabytes(void **state)
{
    const off_t far = (INT64_C(5) << 30) + 3;
    struct sring *ring = *state;
    char text[8];
    int raw;
    FILE *file = new_file(ring, "begin", "r+", &raw);

    assert_int_equal(fseeko(file, far, SEEK_SET), 0);
    assert_int_equal(fputs("end", file), 1);
    assert_int_equal(ftello(file), far + 3);
    assert_int_equal(fseeko(file, -3, SEEK_END), 0);
    assert_int_equal(ftello(file), far);
    assert_non_null(fgets(text, sizeof(text), file));
    assert_string_equal(text, "end");
    rewind(file);
    assert_int_equal(fgetc(file), 'b');
    assert_int_equal(fclose(file), 0);
    assert_int_equal(lseek(raw, 0, SEEK_END), far + 3);
    close(raw);
}

static void append(void **state)
{
    struct sring *ring = *state;
    int raw;
    FILE *file = new_file(ring, "one", "a+", &raw);

    assert_int_equal(fgetc(file), 'o'); /* it reads from the beginning */
    rewind(file);
    assert_int_equal(fputs("two", file), 1);
    assert_int_equal(fflush(file), 0);
    assert_int_equal(ftello(file), 6);
    assert_int_equal(pwrite(raw, "X", 1, 0), 1); /* O_APPEND is the open file's: at the end */
    rewind(file);
    assert_int_equal(fputs("three", file), 1);
    assert_int_equal(fclose(file), 0);
    expect_content(raw, "onetwoXthree");
    close(raw);
    file = new_file(ring, "one", "a", &raw);
    assert_int_equal(ftello(file), 3);
    assert_int_equal(fclose(file), 0);
    close(raw);
}

/* As with any FILE: the position is that of the open file. */
static void shared_position(void **state)
{
    struct sring *ring = *state;
    int raw;
    FILE *file = new_file(ring, "", "w", &raw);

    assert_int_equal(fputs("one ", file), 1);
    assert_int_equal(fflush(file), 0);
    assert_int_equal(write(raw, "two ", 4), 4);
    assert_int_equal(fputs("three", file), 1);
    assert_int_equal(fclose(file), 0);
    expect_content(raw, "one two three");
    assert_int_equal(lseek(raw, 0, SEEK_CUR), 13);
    close(raw);
}

/* glibc alone would come to a position that is too low by what the seek has written. */
static void seek_from_a_write(void **state)
{
    struct sring *ring = *state;
    FILE *file = new_file(ring, "0123456789", "r+", NULL);

    assert_int_equal(fgetc(file), '0');
    assert_int_equal(fseeko(file, 4, SEEK_SET), 0);
    assert_int_equal(fputs("ab", file), 1);
    assert_int_equal(fseeko(file, 1, SEEK_CUR), 0);
    assert_int_equal(ftello(file), 7);
    assert_int_equal(fgetc(file), '7');
    assert_int_equal(fclose(file), 0);
}

static int sealed_file(void)
{
    int raw = memfd_create("sealed", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    assert_int_equal(ftruncate(raw, 5000), 0);
    assert_int_equal(fcntl(raw, F_ADD_SEALS, F_SEAL_GROW), 0);
    return raw;
}

/* The kernel does a part of the write, and leaves the position where it was. */
static void error_behind_a_part(void **state)
{
    static char data[8000];
    struct sring *ring = *state;
    const int raw = sealed_file(), plain = sealed_file(), other = dup(raw);
    const ssize_t part = write(plain, data, sizeof(data)); /* the system call moves it */
    struct sring_fd fd;
    FILE *file;

    close(plain);
    sring_fd_adopt(&fd, raw);
    file = file_of(ring, &fd, "r+");
    assert_int_equal(setvbuf(file, NULL, _IONBF, 0), 0);
    errno = 0;
    assert_int_equal(fwrite(data, 1, sizeof(data), file), part > 0 ? part : 0);
    assert_int_equal(errno, EPERM);
    assert_true(ferror(file));
    assert_int_equal(lseek(other, 0, SEEK_CUR), part > 0 ? part : 0);
    assert_int_equal(ftello(file), part > 0 ? part : 0);
    assert_int_equal(fclose(file), 0);
    close(other);
}

static void not_seekable(void **state)
{
    struct sring *ring = *state;
    struct pair pair;

    open_pair(ring, &pair);
    errno = 0;
    assert_int_equal(fseek(pair.in, 0, SEEK_CUR), -1);
    assert_int_equal(errno, ESPIPE);
    errno = 0;
    assert_int_equal(ftell(pair.out), -1);
    assert_int_equal(errno, ESPIPE);
    assert_int_equal(fclose(pair.out), 0);
    assert_int_equal(fclose(pair.in), 0);
}

/* --- contents and errors -------------------------------------------------------------------- */

static void the_end_is_sticky(void **state)
{
    struct sring *ring = *state;
    int raw;
    FILE *file = new_file(ring, "a", "r", &raw);

    assert_int_equal(fgetc(file), 'a');
    assert_int_equal(fgetc(file), EOF);
    assert_true(feof(file));
    assert_int_equal(pwrite(raw, "b", 1, 1), 1);
    assert_int_equal(fgetc(file), EOF);
    clearerr(file);
    assert_int_equal(fgetc(file), 'b');
    assert_int_equal(ungetc('c', file), 'c');
    assert_int_equal(fgetc(file), 'c');
    assert_int_equal(fclose(file), 0);
    close(raw);
}

static void errors(void **state)
{
    struct sring *ring = *state;
    FILE *file = open_path(ring, "/tmp", "r");

    errno = 0;
    assert_int_equal(fgetc(file), EOF);
    assert_int_equal(errno, EISDIR);
    assert_true(ferror(file) && !feof(file));
    errno = 0;
    assert_int_equal(fileno(file), -1);
    assert_int_equal(errno, EBADF);
    errno = 0;
    assert_int_equal(fputc('a', file), EOF);
    assert_int_equal(errno, EBADF);
    assert_int_equal(fclose(file), 0);

    file = open_path(ring, "/dev/full", "w");
    assert_int_equal(fputc('a', file), 'a');
    errno = 0;
    assert_int_equal(fclose(file), EOF);
    assert_int_equal(errno, ENOSPC);
    file = open_path(ring, "/dev/full", "w");
    assert_int_equal(fputc('a', file), 'a');
    errno = 0;
    assert_int_equal(fflush(file), EOF);
    assert_int_equal(errno, ENOSPC);
    assert_int_equal(fclose(file), 0);
    file = open_path(ring, "/dev/null", "w");
    errno = ENOTTY;
    assert_int_equal(fputc('a', file), 'a');
    assert_int_equal(fflush(file), 0);
    assert_int_equal(errno, ENOTTY); /* success leaves it alone */
    assert_int_equal(fclose(file), 0);
}

static void a_terminal_has_lines(void **state)
{
    struct sring *ring = *state;
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct termios attributes;
    struct sring_fd fd;
    char text[10] = "";
    FILE *file;
    int slave;

    slave = master < 0 || grantpt(master) || unlockpt(master)
                ? -1
                : open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0) {
        close(master);
        SKIP("no pseudo-terminals");
    }
    assert_int_equal(tcgetattr(slave, &attributes), 0);
    cfmakeraw(&attributes);
    assert_int_equal(tcsetattr(slave, TCSANOW, &attributes), 0);
    sring_fd_adopt(&fd, slave);
    file = file_of(ring, &fd, "r+");
    assert_int_equal(fputs("one\ntwo", file), 1);
    assert_int_equal(read(master, text, sizeof(text)), 4);
    assert_string_equal(text, "one\n");
    assert_int_equal(fflush(file), 0);
    assert_int_equal(read(master, text, sizeof(text)), 3);
    assert_int_equal(write(master, "in\n", 3), 3);
    assert_non_null(fgets(text, sizeof(text), file));
    assert_string_equal(text, "in\n");
    assert_int_equal(fclose(file), 0);
    close(master);
}

static void capacity(void **state)
{
    const struct sring_options options = {.entries = 1, .capacity = 1};
    struct sring_timeout_submitted inflight;
    struct sring_timeout_completed done;
    struct sring_timeout_building op;
    struct sring ring;
    FILE *file, *other;
    int rc;

    (void)state;
    rc = sring_open(&ring, &options);
    assert_int_equal(rc, 0);
    file = new_file(&ring, "a", "r", NULL);
    rc = sring_timeout_init(&ring, &op, 1000 * MILLISECOND);
    assert_int_equal(rc, 0);
    sring_timeout_submit(&ring, &op, &inflight);
    assert_int_equal(sring_fopen(&ring, "/dev/null", "r", &other), -EAGAIN);
    errno = 0;
    assert_int_equal(fgetc(file), EOF);
    assert_int_equal(errno, EAGAIN);
    sring_timeout_cancel(&ring, &inflight, &done);
    (void)sring_timeout_finish(&done);
    clearerr(file);
    assert_int_equal(fgetc(file), 'a');
    assert_int_equal(fclose(file), 0);
    sring_close(&ring);
}

static volatile sig_atomic_t alarms;
static int alarm_fd;

static void on_alarm(int number)
{
    (void)number;
    if (++alarms == 5) {
        (void)!write(alarm_fd, "a", 1);
    }
}

static void signals(void **state)
{
    const struct itimerval often = {{0, 5000}, {0, 5000}}, never = {{0, 0}, {0, 0}};
    const struct sigaction action = {.sa_handler = on_alarm}; /* without SA_RESTART */
    struct sring *ring = *state;
    struct two_fds fds;
    FILE *in;

    if (is_simulated()) {
        SKIP("a signal does not wake the simulated kernel");
    }
    open_pipe(&fds);
    alarm_fd = sring_fd_release(&fds.out);
    in = file_of(ring, &fds.in, "r");
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
    assert_int_equal(fgetc(in), 'a');
    assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
    assert_true(alarms >= 5);
    assert_int_equal(fclose(in), 0);
    close(alarm_fd);
}

static bool fifo_is_open;

SRING_FIBER(read_fifo)
{
    FILE *file = open_path(ring, arg, "r");

    fifo_is_open = true;
    assert_int_equal(fgetc(file), 'x');
    assert_int_equal(fgetc(file), EOF);
    return fclose(file);
}

static void a_fifo_waits_for_its_other_end(void **state)
{
    struct sring *ring = *state;
    char directory[64], path[100];
    struct sring_fiber fiber;
    int raw;

    if (is_simulated()) {
        SKIP("the simulated kernel does not wait in open");
    }
    temporary_directory(directory);
    snprintf(path, sizeof(path), "%s/fifo", directory);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(sring_spawn(ring, &fiber, read_fifo, path), 0);
    assert_int_equal(sring_sleep(ring, MILLISECOND), 0);
    assert_false(fifo_is_open);
    raw = open(path, O_WRONLY | O_CLOEXEC); /* waits for the kernel's worker */
    assert_int_equal(write(raw, "x", 1), 1);
    close(raw);
    assert_int_equal(sring_join(ring, &fiber), 0);
    remove_directory(directory);
}

/* --- fibers --------------------------------------------------------------------------------- */

#define LINES 20000

SRING_FIBER(write_lines)
{
    struct pair *pair = arg;

    (void)ring;
    for (int i = 0; i < LINES; i++) {
        assert_true(fprintf(pair->out, "line %d\n", i) > 0);
    }
    return fclose(pair->out);
}

/* More than a pipe holds: each waits for the other. */
static void fibers_wait_for_each_other(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber writer;
    struct pair pair;
    char line[30], expected[30];

    open_pair(ring, &pair);
    assert_int_equal(sring_spawn(ring, &writer, write_lines, &pair), 0);
    for (int i = 0; i < LINES; i++) {
        snprintf(expected, sizeof(expected), "line %d\n", i);
        assert_non_null(fgets(line, sizeof(line), pair.in));
        assert_string_equal(line, expected);
    }
    assert_null(fgets(line, sizeof(line), pair.in));
    assert_true(feof(pair.in));
    assert_int_equal(sring_join(ring, &writer), 0);
    assert_int_equal(fclose(pair.in), 0);
}

SRING_FIBER(read_until_cancelled)
{
    struct pair *pair = arg;
    FILE *other;

    errno = 0;
    assert_int_equal(fgetc(pair->in), EOF);
    assert_int_equal(errno, ECANCELED);
    assert_true(ferror(pair->in));
    assert_int_equal(fputc('a', pair->out), 'a');
    errno = 0;
    assert_int_equal(fflush(pair->out), EOF);
    assert_int_equal(errno, ECANCELED);
    assert_int_equal(sring_fopen(ring, "/dev/null", "r", &other), -ECANCELED);
    assert_int_equal(fclose(pair->in), 0); /* it is closed all the same */
    return fclose(pair->out);
}

static void a_cancelled_fiber(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    struct pair pair;

    open_pair(ring, &pair);
    assert_int_equal(sring_spawn(ring, &fiber, read_until_cancelled, &pair), 0);
    assert_int_equal(sring_sleep(ring, MILLISECOND), 0);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), 0);
}

/* A fiber in the middle of a call, and what another one tries meanwhile. */
struct middle {
    struct pair pair;
    bool writes;
    bool wrong; /* the call finds at its end that the FILE was changed */
    struct caught caught;
    bool called;
};

static void be_in_the_middle(struct middle *middle)
{
    static char data[200000]; /* more than a pipe holds */

    if (middle->writes) {
        assert_int_equal(fwrite(data, 1, sizeof(data), middle->pair.out), sizeof(data));
    } else {
        assert_int_equal(fgetc(middle->pair.in), 0);
    }
}

SRING_FIBER(in_the_middle)
{
    struct middle *middle = arg;

    (void)ring;
    if (!middle->wrong) {
        be_in_the_middle(middle);
        return 0;
    }
    sring_set_misuse_handler(catch_misuse, &middle->caught);
    if (setjmp(middle->caught.jump) == 0) {
        be_in_the_middle(middle);
    }
    sring_set_misuse_handler(NULL, NULL);
    assert_string_equal(middle->caught.found, "one whose buffer was changed during an operation");
    return 0;
}

static void begin_middle(struct sring *ring, struct middle *middle, struct sring_fiber *fiber)
    SRING_REQUIRES(*ring) SRING_PRODUCES(*fiber)
{
    open_pair(ring, &middle->pair);
    if (sring_spawn(ring, fiber, in_the_middle, middle)) {
        abort();
    }
    assert_int_equal(sring_sleep(ring, MILLISECOND), 0);
}

static void end_middle(struct sring *ring, struct middle *middle, struct sring_fiber *fiber)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*fiber)
{
    static char data[200000];

    if (middle->writes) {
        assert_int_equal(fread(data, 1, 150000, middle->pair.in), 150000);
    } else {
        assert_int_equal(fputc(0, middle->pair.out), 0);
        assert_int_equal(fflush(middle->pair.out), 0);
    }
    assert_int_equal(sring_join(ring, fiber), 0);
}

static void close_middle(struct middle *middle)
{
    assert_int_equal(fclose(middle->pair.in), 0);
    assert_int_equal(fclose(middle->pair.out), 0);
}

SRING_FIBER(read_all)
{
    FILE *in = arg;

    (void)ring;
    while (fgetc(in) != EOF) {
    }
    return 0;
}

/* A wrong write ends with the first operation. How many bytes that has written depends on the
 * kernel: before 6.3 it ends when all are written. */
static void end_wrong_write(struct sring *ring, struct middle *middle, struct sring_fiber *fiber)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*fiber)
{
    struct sring_fiber reader;

    if (sring_spawn(ring, &reader, read_all, middle->pair.in)) {
        abort();
    }
    assert_int_equal(sring_join(ring, fiber), 0);
    assert_int_equal(fclose(middle->pair.out), 0);
    assert_int_equal(sring_join(ring, &reader), 0);
    assert_int_equal(fclose(middle->pair.in), 0);
}

#define BUSY(statement)                                                                            \
    ASSERT_MISUSE(function, "a FILE that no other fiber or callback uses",                         \
                  "in the middle of another call", statement)

/* What comes to the ring is found before the ring does it. */
static void two_fibers_on_one_file(void **state)
{
    struct sring *ring = *state;
    struct middle middle = {.writes = false};
    struct sring_fiber fiber;
    static char data[100000]; /* more than the buffer */
    char text[10];

    begin_middle(ring, &middle, &fiber);
    BUSY(fgetc(middle.pair.in));
    BUSY(fgets(text, sizeof(text), middle.pair.in));
    BUSY(fread(text, 1, sizeof(text), middle.pair.in));
    BUSY(fseek(middle.pair.in, 0, SEEK_SET));
    BUSY(ftell(middle.pair.in));
    end_middle(ring, &middle, &fiber);
    close_middle(&middle);

    middle =
        (struct middle){.writes = true, .wrong = true}; /* the handler goes on after the first */
    begin_middle(ring, &middle, &fiber);
    BUSY(fwrite(data, 1, sizeof(data), middle.pair.out));
    sring_set_misuse_handler(catch_misuse, &middle.caught); /* again */
    end_wrong_write(ring, &middle, &fiber);
}

SRING_TIMEOUT_CALLBACK(use_in_callback)
{
    struct middle *middle = arg;

    (void)ring;
    (void)sring_timeout_finish(done);
    BUSY(fgetc(middle->pair.in));
    middle->called = true;
}

static void a_callback_and_a_fiber(void **state)
{
    struct sring *ring = *state;
    struct middle middle = {.writes = false};
    struct sring_timeout_building op;
    struct sring_fiber fiber;
    int rc;

    begin_middle(ring, &middle, &fiber);
    rc = sring_timeout_init(ring, &op, 1);
    assert_int_equal(rc, 0);
    sring_timeout_start(ring, &op, use_in_callback, &middle);
    while (!middle.called) {
        assert_true(sring_run_once(ring, SRING_FOREVER) >= 0);
    }
    end_middle(ring, &middle, &fiber);
    close_middle(&middle);
}

/* What only changes the buffer is found when the other fiber goes on, before it loses anything. */
static void changes_in_the_buffer(void **state)
{
    struct sring *ring = *state;
    struct middle middle = {.wrong = true};
    struct sring_fiber fiber;

#if !defined(__GLIBC__)
    SKIP("the C library does not show its buffer");
#endif
    begin_middle(ring, &middle, &fiber);
    (void)ungetc('a', middle.pair.in);
    end_middle(ring, &middle, &fiber);
    close_middle(&middle);

    middle.caught.found[0] = 0;
    begin_middle(ring, &middle, &fiber);
    (void)setvbuf(middle.pair.in, NULL, _IONBF, 0); /* frees nothing that the kernel writes to */
    end_middle(ring, &middle, &fiber);
    close_middle(&middle);

    middle.caught.found[0] = 0;
    middle.writes = true;
    begin_middle(ring, &middle, &fiber);
    (void)fputc('a', middle.pair.out);
    end_wrong_write(ring, &middle, &fiber);
}

/* --- the end of the ring -------------------------------------------------------------------- */

static void closed_ring(void **state)
{
    struct sring *ring = calloc(1, sizeof(*ring));
    int before = count_fds(), raw[2];
    FILE *in, *out;
    int rc;

    (void)state;
    rc = sring_open(ring, NULL);
    assert_int_equal(rc, 0);
    in = new_file(ring, "abc", "r", &raw[0]);
    out = new_file(ring, "", "w", &raw[1]);
    assert_int_equal(fgetc(in), 'a');
    assert_int_equal(fputc('a', out), 'a');
    sring_close(ring);
    memset(ring, 0x5a, sizeof(*ring));
    free(ring);
    assert_int_equal(fgetc(in), 'b'); /* it is in the buffer */
    assert_int_equal(fgetc(in), 'c');
    errno = 0;
    assert_int_equal(fgetc(in), EOF);
    assert_int_equal(errno, EBADF);
    errno = 0;
    assert_int_equal(fflush(out), EOF);
    assert_int_equal(errno, EBADF);
    assert_int_equal(fseek(in, 0, SEEK_SET), -1);
    assert_int_equal(fputc('a', out), 'a');
    errno = 0;
    assert_int_equal(fclose(out), EOF);
    assert_int_equal(errno, EBADF);
    assert_int_equal(fclose(in), 0);
    expect_content(raw[1], "");
    close(raw[0]);
    close(raw[1]);
    assert_int_equal(count_fds(), before);
}

SRING_FIBER(read_to_the_end)
{
    struct pair *pair = arg;

    (void)ring;
    errno = 0;
    assert_int_equal(fgetc(pair->in), EOF);
    assert_int_equal(errno, ECANCELED);
    assert_int_equal(fclose(pair->in), 0);
    return fclose(pair->out);
}

static void the_ring_closes_around_a_fiber(void **state)
{
    struct sring_fiber fiber;
    struct sring ring;
    struct pair pair;
    int before = count_fds();

    (void)state;
    open_ring(&ring, 0, 0);
    open_pair(&ring, &pair);
    assert_int_equal(sring_spawn(&ring, &fiber, read_to_the_end, &pair), 0);
    sring_fiber_detach(&ring, &fiber);
    assert_int_equal(sring_sleep(&ring, MILLISECOND), 0);
    sring_close(&ring);
    assert_int_equal(count_fds(), before);
}

/* --- children and threads ------------------------------------------------------------------- */

struct shared {
    struct sring *ring;
    FILE *in, *out;
};

static void use_in_child(void *arg)
{
    struct shared *shared = arg;

    (void)fgetc(shared->in);
}

/* exit flushes every FILE: what is in the child's copy is dropped. */
static void exit_child(void *arg)
{
    struct shared *shared = arg;

    (void)fputs("dropped", shared->out);
    fclose(stdin); /* it is shared with the parent */
    exit(0);
}

static void close_in_child(void *arg)
{
    struct shared *shared = arg;
    int before = count_fds();

    CHILD_CHECK(fseek(shared->in, 0, SEEK_SET) == -1 && errno == EBADF);
    (void)fclose(shared->in); /* a newer glibc tries to move the position */
    CHILD_CHECK(count_fds() == before - 1);
    sring_close(shared->ring);
    CHILD_CHECK(fputs("dropped", shared->out) == 1);
    CHILD_CHECK(fflush(shared->out) == EOF && errno == EBADF);
    CHILD_CHECK(fclose(shared->out) == 0);
}

static void forked_children(void **state)
{
    struct shared shared = {.ring = *state};
    char errors[2000];
    int raw, status;

    shared.in = new_file(*state, "abc", "r", NULL);
    shared.out = new_file(*state, "", "w", &raw);
    status = in_child(use_in_child, &shared, errors, sizeof(errors));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_non_null(strstr(errors, "a function of stdio needs an open ring of the calling thread, "
                                   "but was given the parent process's ring"));
    assert_int_equal(fgetc(shared.in), 'a');
    assert_int_equal(fputs("once", shared.out), 1);
    status = in_child(exit_child, &shared, errors, sizeof(errors));
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    status = in_child(close_in_child, &shared, errors, sizeof(errors));
    if (status) {
        fail_msg("%s", errors);
    }
    assert_int_equal(fgetc(shared.in), 'b');
    assert_int_equal(fclose(shared.in), 0);
    assert_int_equal(fclose(shared.out), 0);
    expect_content(raw, "once");
    close(raw);
}

static void *use_in_thread(void *arg)
{
    struct shared *shared = arg;

    (void)fgetc(shared->in);
    return NULL;
}

static void use_in_threads(void *arg)
{
    struct shared shared = {.ring = NULL};
    struct sring ring;
    pthread_t thread;

    (void)arg;
    if (sring_open(&ring, NULL)) {
        _exit(1);
    }
    shared.in = sring_fopen_p(&ring, "/dev/null", "r");
    CHILD_CHECK(shared.in && !pthread_create(&thread, NULL, use_in_thread, &shared));
    pthread_join(thread, NULL);
    fclose(shared.in);
    sring_close(&ring);
}

static void *leave_unwritten(void *arg)
{
    static struct sring ring; /* left open */
    FILE *file;

    if (sring_open(&ring, NULL)) {
        return "sring_open";
    }
    file = sring_fopen_p(&ring, arg, "w");
    return file && fputs("unwritten", file) == 1 ? NULL : "the file";
}

static void exit_with_thread(void *arg)
{
    pthread_t thread;
    void *wrong = NULL;

    CHILD_CHECK(!pthread_create(&thread, NULL, leave_unwritten, arg));
    pthread_join(thread, &wrong);
    CHILD_CHECK(!wrong);
    fclose(stdin);
    exit(0);
}

static void other_threads(void **state)
{
    char path[] = "/tmp/sring-test-XXXXXX", errors[2000];
    int status = in_child(use_in_threads, NULL, errors, sizeof(errors));
    int raw;

    (void)state;
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_non_null(strstr(errors, "but was given the ring of another thread"));
    raw = mkstemp(path);
    status = in_child(exit_with_thread, path, errors, sizeof(errors));
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    expect_content(raw, "unwritten");
    unlink(path);
    close(raw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(modes),
        RING_TEST(exclusive_and_close_on_exec),
        RING_TEST(closed_descriptor),
        RING_TEST(no_memory),
        RING_TEST(beyond_two_gigabytes),
        RING_TEST(append),
        RING_TEST(shared_position),
        RING_TEST(seek_from_a_write),
        RING_TEST(error_behind_a_part),
        RING_TEST(not_seekable),
        RING_TEST(the_end_is_sticky),
        RING_TEST(errors),
        RING_TEST(a_terminal_has_lines),
        cmocka_unit_test(capacity),
        RING_TEST(signals),
        RING_TEST(a_fifo_waits_for_its_other_end),
        RING_TEST(fibers_wait_for_each_other),
        RING_TEST(a_cancelled_fiber),
        RING_TEST(two_fibers_on_one_file),
        RING_TEST(a_callback_and_a_fiber),
        RING_TEST(changes_in_the_buffer),
        cmocka_unit_test(closed_ring),
        cmocka_unit_test(the_ring_closes_around_a_fiber),
        RING_TEST(forked_children),
        RING_TEST(other_threads),
    };

    signal(SIGPIPE, SIG_IGN);
#if !defined(__GLIBC__)
    puts("SKIP: it knows in detail what a FILE of glibc does");
    return 77;
#endif
    return cmocka_run_group_tests(tests, NULL, NULL);
}
