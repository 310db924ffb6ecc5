/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The log of the audit function: what a line says, and that a file that takes nothing costs lines,
 * not the program.
 */
#include "support.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>

enum {
    KEPT = 65536,
    PIPE_SIZE = 4096
};

static struct sring_audit_log audit_log;
static char text[4 * KEPT];

static const struct sring_audit_record plain = {.ticket = 128,
                                                .begun_ns = 1000,
                                                .duration_ns = 20,
                                                .clock = CLOCK_MONOTONIC,
                                                .name = "read",
                                                .opcode = 22,
                                                .begun = SRING_AUDIT_SUBMIT,
                                                .fd = 7,
                                                .slot = -1,
                                                .result = 0,
                                                .bytes = 0};

static void open_log(int fd)
{
    int rc = sring_audit_log_open(&audit_log, fd);

    assert_int_equal(rc, 0);
}

/* Appends what the descriptor has to `text`, whose length is `from`. Returns the number of bytes.
 */
static size_t take_all(int fd, size_t from)
{
    size_t length = from;
    ssize_t n;

    do {
        n = UNINTERRUPTED(read(fd, text + length, sizeof(text) - 1 - length));
        length += n > 0 ? (size_t)n : 0;
    } while (n > 0);
    text[length] = '\0';
    return length - from;
}

static int open_memory(void)
{
    int fd = memfd_create("log", MFD_CLOEXEC);

    assert_true(fd >= 0);
    return fd;
}

/* The time of day is left out: it is the first value. */
static void expect_written(int fd, const char *rest)
{
    char *at;

    assert_int_equal(sring_audit_log_flush(&audit_log), 0);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    (void)take_all(fd, 0);
    assert_int_equal(strncmp(text, "{\"unix_ns\":", 11), 0);
    at = strchr(text, ',');
    assert_non_null(at);
    assert_string_equal(at, rest);
    assert_int_equal(ftruncate(fd, 0), 0);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
}

static void lines(void **state)
{
    struct sring_audit_record record = plain;
    int fd = open_memory();

    (void)state;
    open_log(fd);
    sring_audit_log_write(&record, &audit_log);
    expect_written(
        fd, ",\"ticket\":128,\"op\":\"read\",\"opcode\":22,\"fd\":7,\"result\":0,\"bytes\":0,"
            "\"begun_ns\":1000,\"duration_ns\":20,\"clock\":\"monotonic\","
            "\"begun_by\":\"submit\"}\n");
    record.ticket = UINT64_MAX;
    record.begun_ns = record.duration_ns = UINT64_MAX;
    record.clock = CLOCK_BOOTTIME;
    record.name = NULL;
    record.opcode = 255;
    record.fd = -1;
    record.slot = INT32_MAX;
    record.result = INT32_MIN;
    record.bytes = -1;
    record.begun = SRING_AUDIT_BATCH;
    record.more = record.cancelled = record.expired = record.detached = record.lost = true;
    sring_audit_log_write(&record, &audit_log);
    expect_written(fd, ",\"ticket\":18446744073709551615,\"opcode\":255,\"slot\":2147483647,"
                       "\"result\":-2147483648,\"begun_ns\":18446744073709551615,"
                       "\"duration_ns\":18446744073709551615,\"clock\":\"boottime\","
                       "\"begun_by\":\"batch\",\"more\":true,\"cancelled\":true,\"expired\":true,"
                       "\"detached\":true,\"lost\":true}\n");
    assert_int_equal(sring_audit_log_dropped(&audit_log), 0);
    assert_int_equal(sring_audit_log_close(&audit_log), 0);
    close(fd);
}

/* Returns the number of lines of `text`, and checks that each is a record or counts dropped ones,
 * whose sum is `*dropped`. */
static uint64_t count_lines(uint64_t *dropped)
{
    uint64_t count = 0;

    *dropped = 0;
    for (char *line = text, *end; *line; line = end + 1) {
        unsigned long long n;

        end = strchr(line, '\n');
        assert_non_null(end);
        *end = '\0';
        if (sscanf(line, "{\"dropped\":%llu}", &n) == 1) {
            *dropped += n;
            continue;
        }
        assert_int_equal(strncmp(line, "{\"unix_ns\":", 11), 0);
        assert_int_equal(end[-1], '}');
        count++;
    }
    return count;
}

/* Nobody reads the pipe: the log neither waits nor loses what it has kept. */
static void nobody_reads(void **state)
{
    uint64_t dropped, written = 0;
    struct two_fds fds;
    size_t length = 0;
    int in, rc;

    (void)state;
    open_pipe(&fds);
    in = sring_fd_raw(&fds.in);
    assert_true(fcntl(in, F_SETPIPE_SZ, PIPE_SIZE) >= 0);
    open_log(sring_fd_raw(&fds.out));
    while (sring_audit_log_dropped(&audit_log) < 100) {
        sring_audit_log_write(&plain, &audit_log);
        written++;
    }
    assert_int_equal(sring_audit_log_flush(&audit_log), -EAGAIN);
    assert_int_equal(fcntl(in, F_SETFL, O_NONBLOCK), 0);
    do {
        length += take_all(in, length);
        rc = sring_audit_log_flush(&audit_log);
    } while (rc == -EAGAIN);
    assert_int_equal(rc, 0);
    length += take_all(in, length);
    sring_audit_log_write(&plain, &audit_log); /* there is room again */
    written++;
    assert_int_equal(sring_audit_log_flush(&audit_log), 0);
    (void)take_all(in, length);
    assert_int_equal(count_lines(&dropped) + dropped, written);
    assert_int_equal(dropped, sring_audit_log_dropped(&audit_log));
    assert_true(dropped >= 100);
    assert_int_equal(sring_audit_log_close(&audit_log), 0);
    close(sring_fd_release(&fds.in));
    close(sring_fd_release(&fds.out));
}

/* No signal, for a pipe and a socket. */
static void reader_is_gone(void **state)
{
    struct two_fds fds;

    (void)state;
    for (int i = 0; i < 2; i++) {
        if (i) {
            open_socketpair(&fds, SOCK_STREAM);
        } else {
            open_pipe(&fds);
        }
        close(sring_fd_release(&fds.in));
        open_log(sring_fd_raw(&fds.out));
        sring_audit_log_write(&plain, &audit_log);
        assert_int_equal(sring_audit_log_flush(&audit_log), -EPIPE);
        assert_int_equal(sring_audit_log_close(&audit_log), -EPIPE);
        close(sring_fd_release(&fds.out));
    }
}

/* A socket that nobody reads. */
static void socket_is_full(void **state)
{
    struct two_fds fds;

    (void)state;
    open_socketpair(&fds, SOCK_STREAM);
    open_log(sring_fd_raw(&fds.out));
    while (!sring_audit_log_dropped(&audit_log)) {
        sring_audit_log_write(&plain, &audit_log);
    }
    assert_int_equal(sring_audit_log_close(&audit_log), -EAGAIN);
    close(sring_fd_release(&fds.in));
    close(sring_fd_release(&fds.out));
}

/* The disk has room again after the error: the file has whole lines, and the number of the rest. */
static void disk_is_full(void **state)
{
    struct rlimit before, small;
    uint64_t dropped, written = 0;
    int fd = open_memory();

    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = KEPT + 100;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    open_log(fd);
    while (sring_audit_log_dropped(&audit_log) < 200) {
        sring_audit_log_write(&plain, &audit_log);
        written++;
    }
    assert_int_equal(sring_audit_log_flush(&audit_log), -EFBIG);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(sring_audit_log_flush(&audit_log), 0);
    sring_audit_log_write(&plain, &audit_log);
    written++;
    assert_int_equal(sring_audit_log_close(&audit_log), 0);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    (void)take_all(fd, 0);
    assert_int_equal(count_lines(&dropped) + dropped, written);
    assert_int_equal(dropped, 200);
    close(fd);
    fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    open_log(fd);
    sring_audit_log_write(&plain, &audit_log);
    assert_int_equal(sring_audit_log_close(&audit_log), -ENOSPC);
    close(fd);
}

static void not_open(void **state)
{
    (void)state;
    assert_int_equal(sring_audit_log_open(&audit_log, -1), -EBADF);
    ASSERT_MISUSE("sring_audit_log_write", "an open log", "one that was closed",
                  sring_audit_log_write(&plain, &audit_log));
    ASSERT_MISUSE("sring_audit_log_flush", "an open log", "one that was closed",
                  (void)sring_audit_log_flush(&audit_log));
    ASSERT_MISUSE("sring_audit_log_close", "an open log", "one that was closed",
                  (void)sring_audit_log_close(&audit_log));
}

/* A ring with the log, and what must not be in it. */
static void of_a_ring(void **state)
{
    const struct sring_options options = {.audit = sring_audit_log_write, .audit_arg = &audit_log};
    struct sring ring;
    struct two_fds fds;
    struct sring_buf buf;
    uint64_t dropped;
    int log = open_memory();

    (void)state;
    open_log(log);
    assert_int_equal(sring_open(&ring, &options), 0);
    open_pipe(&fds);
    text_buf(&buf, "a secret");
    for (int i = 0; i < 500; i++) {
        assert_int_equal(sring_write_await(&ring, &fds.out, &buf), 8);
        assert_int_equal(sring_read_await(&ring, &fds.in, &buf), 8);
    }
    assert_int_equal(sring_mkdirat_await(&ring, "/no/such/path", 0700), -ENOENT);
    sring_buf_free(&buf);
    close_two(&ring, &fds);
    sring_close(&ring);
    assert_int_equal(sring_audit_log_close(&audit_log), 0);
    assert_int_equal(lseek(log, 0, SEEK_SET), 0);
    (void)take_all(log, 0);
    assert_null(strstr(text, "secret"));
    assert_null(strstr(text, "such"));
    assert_non_null(strstr(text, "\"op\":\"mkdirat\""));
    assert_int_equal(count_lines(&dropped), 1001);
    assert_int_equal(dropped, 0);
    close(log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),          cmocka_unit_test(nobody_reads),
        cmocka_unit_test(reader_is_gone), cmocka_unit_test(socket_is_full),
        cmocka_unit_test(disk_is_full),   cmocka_unit_test(not_open),
        cmocka_unit_test(of_a_ring),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
