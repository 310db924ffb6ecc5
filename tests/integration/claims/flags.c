/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The flags work as the texts say, and so do the defaults without a setter.
 */
#include "claims.h"

#include <netinet/in.h>
#include <signal.h>
#include <sys/uio.h>
#include <sys/wait.h>

static off_t size_of(const struct sring_fd *fd)
{
    struct stat stat;

    assert_int_equal(fstat(raw_of(fd), &stat), 0);
    return stat.st_size;
}

static void writes(void **state)
{
    struct sring *ring = *state;
    const struct sring_fd *file = keep_text(ring, "abc", O_RDWR);
    struct sring_buf buf;
    char got[16] = {0};

    text_buf(&buf, "xyz");
    assert_int_equal(write_with(ring, file, &buf, RWF_APPEND), 3);
    assert_int_equal(pread(raw_of(file), got, 15, 0), 6);
    assert_string_equal(got, "abcxyz");
    assert_int_equal(lseek(raw_of(file), 0, SEEK_SET), 0);
    assert_int_equal(write_with(ring, file, &buf, RWF_DSYNC), 3);
    assert_int_equal(write_at_with(ring, file, &buf, RWF_DSYNC), 3);
    assert_int_equal(write_with(ring, file, &buf, 0), 3); /* without: at the position */
    assert_int_equal(pread(raw_of(file), got, 15, 0), 6);
    assert_string_equal(got, "xyzxyz");
    /* For the kernel one offset is special. */
    assert_int_equal(lseek(raw_of(file), 2, SEEK_SET), 2);
    assert_int_equal(sring_write_at_await(ring, file, &buf, UINT64_MAX), 3);
    assert_int_equal(lseek(raw_of(file), 0, SEEK_CUR), 5);
    sring_buf_free(&buf);
}

/* Writes to a pipe or socket without a reader, with the default SIGPIPE. */
static void into_nothing(void *arg)
{
    int raw[2], rc;
    struct sring ring;
    struct sring_fd fd;
    struct sring_buf buf;

    signal(SIGPIPE, SIG_DFL);
    CHILD_CHECK(!sring_open(&ring, NULL));
    CHILD_CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, raw));
    close(raw[1]);
    sring_fd_adopt(&fd, raw[0]);
    CHILD_CHECK(!sring_buf_alloc(&buf, 4));
    sring_buf_set_length(&buf, 4);
    rc = arg ? sring_send_await(&ring, &fd, &buf) : sring_write_await(&ring, &fd, &buf);
    CHILD_CHECK(rc == -EPIPE);
    sring_buf_free(&buf);
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
}

static void sigpipe(void **state)
{
    char errors[256];
    int status = in_child(into_nothing, NULL, errors, sizeof(errors));

    (void)state;
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE);
    expect_child(into_nothing, "send");
}

static void *write_three_times(void *arg)
{
    int raw = *(int *)arg;

    for (int i = 0; i < 3; i++) {
        sleep_ms(10);
        if (write(raw, "0123456789", 10) != 10) {
            return "ten bytes were not written";
        }
    }
    sleep_ms(50);
    (void)shutdown(raw, SHUT_WR);
    return NULL;
}

static void receives(void **state)
{
    struct sring *ring = *state;
    struct ends pair = keep_pair(ring, SOCK_STREAM), packets = keep_pair(ring, SOCK_SEQPACKET);
    struct sring_buf buf;
    pthread_t thread;
    int rc;

    new_buf(&buf, 4);
    assert_int_equal(write(pair.other, "abcdef", 6), 6);
    assert_int_equal(recv_with(ring, pair.fd, &buf, MSG_PEEK), 4);
    assert_int_equal(recv_with(ring, pair.fd, &buf, 0), 4);
    expect_buf(&buf, "abcd");
    assert_int_equal(recv_with(ring, pair.fd, &buf, 0), 2); /* the available bytes */
    assert_int_equal(write(packets.other, "abcdef", 6), 6);
    assert_int_equal(recv_with(ring, packets.fd, &buf, MSG_TRUNC), 6);
    expect_buf(&buf, "abcd");
    sring_buf_free(&buf);
    new_buf(&buf, 30);
    pthread_create(&thread, NULL, write_three_times, &pair.other);
    assert_int_equal(recv_with(ring, pair.fd, &buf, MSG_WAITALL), 30);
    join_thread(thread);
    sring_buf_free(&buf);
    /* The same bytes are read each time that more have arrived. */
    pair = keep_pair(ring, SOCK_STREAM);
    new_buf(&buf, 40);
    pthread_create(&thread, NULL, write_three_times, &pair.other);
    rc = recv_with(ring, pair.fd, &buf, MSG_PEEK | MSG_WAITALL);
    assert_true(rc >= 30);
    if (rc == 40) {
        assert_memory_equal(sring_buf_data(&buf), "01234567890123456789", 20);
    } else {
        printf("a kernel that peeks once: %d; the spec can say so\n", rc);
    }
    join_thread(thread);
    assert_int_equal(recv_with(ring, pair.fd, &buf, MSG_WAITALL), 30); /* then the end */
    sring_buf_free(&buf);
}

static void *read_some_and_close(void *arg)
{
    static char bytes[1000];
    int raw = *(int *)arg;

    sleep_ms(20);
    if (read(raw, bytes, sizeof(bytes)) <= 0) {
        return "there was nothing to read";
    }
    sleep_ms(20);
    return shutdown(raw, SHUT_RDWR) ? "the socket was not shut down" : NULL;
}

static void *read_all(void *arg)
{
    static char bytes[65536];
    int raw = *(int *)arg;

    for (size_t left = 4 << 20; left;) {
        ssize_t n = read(raw, bytes, sizeof(bytes));

        if (n <= 0) {
            return "not all was there to be read";
        }
        left -= (size_t)n;
    }
    return NULL;
}

static void sends(void **state)
{
    struct sring *ring = *state;
    struct ends pair = keep_pair(ring, SOCK_STREAM), tcp = keep_tcp(ring, 0);
    struct sring_buf buf;
    pthread_t thread;
    char got[16];
    int rc;

    new_buf(&buf, 4 << 20);
    memset(sring_buf_data(&buf), 0, 4 << 20);
    sring_buf_set_length(&buf, 4 << 20);
    pthread_create(&thread, NULL, read_all, &pair.other);
    assert_int_equal(send_with(ring, pair.fd, &buf, MSG_WAITALL), 4 << 20);
    join_thread(thread);
    /* Bytes sent before the peer closed are counted. */
    pthread_create(&thread, NULL, read_some_and_close, &pair.other);
    rc = send_with(ring, pair.fd, &buf, MSG_WAITALL);
    assert_true(rc > 0 && rc < 4 << 20);
    join_thread(thread);
    sring_buf_free(&buf);
    text_buf(&buf, "ab");
    assert_int_equal(send_with(ring, tcp.fd, &buf, MSG_MORE), 2);
    assert_int_equal(recv(tcp.other, got, 16, MSG_DONTWAIT), -1);
    assert_int_equal(send_with(ring, tcp.fd, &buf, 0), 2);
    assert_int_equal(recv(tcp.other, got, 4, MSG_WAITALL), 4);
    sring_buf_free(&buf);
}

static void expect_flags(int raw, bool cloexec, bool nonblock)
{
    assert_int_equal(!!(fcntl(raw, F_GETFD) & FD_CLOEXEC), cloexec);
    assert_int_equal(!!(fcntl(raw, F_GETFL) & O_NONBLOCK), nonblock);
}

static void new_descriptors(void **state)
{
    static const uint32_t flags[] = {0, SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_CLOEXEC | SOCK_NONBLOCK};
    struct sring *ring = *state;
    struct sockaddr_storage address;
    struct sring_fd listener, fd;
    socklen_t length;

    listen_on(&listener, AF_INET, &address, &length);
    for (int i = 0; i < 4; i++) {
        struct sring_accept_building op;
        struct sring_accept_submitted inflight;
        struct sring_accept_completed done;
        const struct sring_fd *client = keep(ring, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));

        assert_int_equal(connect(raw_of(client), (struct sockaddr *)&address, length), 0);
        assert_int_equal(sring_accept_init(ring, &op, &listener), 0);
        if (flags[i]) {
            sring_accept_set_flags(&op, flags[i]);
        }
        sring_accept_submit(ring, &op, &inflight);
        sring_accept_wait(ring, &inflight, &done);
        assert_int_equal(sring_accept_finish(&done, &fd), 0);
        expect_flags(sring_fd_raw(&fd), flags[i] & SOCK_CLOEXEC, flags[i] & SOCK_NONBLOCK);
        sring_fd_close(ring, &fd);
        if (!has_op("socket")) {
            continue;
        }
        assert_int_equal(sring_socket_await(ring, AF_INET, SOCK_STREAM | (int32_t)flags[i], 0, &fd),
                         0);
        expect_flags(sring_fd_raw(&fd), flags[i] & SOCK_CLOEXEC, flags[i] & SOCK_NONBLOCK);
        sring_fd_close(ring, &fd);
    }
    assert_int_equal(sring_openat_await(ring, "/dev/null", O_RDONLY, 0, &fd), 0);
    expect_flags(sring_fd_raw(&fd), false, false);
    sring_fd_close(ring, &fd);
    assert_int_equal(sring_openat_await(ring, "/dev/null", O_RDONLY | O_CLOEXEC, 0, &fd), 0);
    expect_flags(sring_fd_raw(&fd), true, false);
    sring_fd_close(ring, &fd);
    sring_fd_close(ring, &listener);
}

static int status_of(struct sring *ring, const struct sring_fd *dir, const char *path,
                     uint32_t flags, struct statx *stat)
{
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done;

    assert_int_equal(sring_statx_init(ring, &op, path, flags, STATX_BASIC_STATS), 0);
    if (dir) {
        sring_statx_set_dir(&op, dir);
    }
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_wait(ring, &inflight, &done);
    sring_statx_stat(&done, stat);
    return sring_statx_finish(&done);
}

/* Paths relative to the current and to another directory, and the mode of new files. */
static void paths(void **state)
{
    struct sring *ring = *state;
    const struct sring_fd *dir;
    struct statx stat;
    struct sring_fd fd;
    char where[64];
    mode_t mask = umask(027);
    int home = open(".", O_RDONLY | O_CLOEXEC);

    temporary_directory(where);
    dir = keep(ring, open(where, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    assert_int_equal(chdir(where), 0);
    assert_int_equal(sring_openat_await(ring, "a", O_CREAT | O_RDWR | O_CLOEXEC, 0666, &fd), 0);
    assert_int_equal(write(sring_fd_raw(&fd), "abc", 3), 3);
    sring_fd_close(ring, &fd);
    if (has_op("mkdirat")) {
        assert_int_equal(sring_mkdirat_await(ring, "d", 0777), 0);
        assert_int_equal(status_of(ring, NULL, "d", 0, &stat), 0);
        assert_int_equal(stat.stx_mode & 07777, 0750);
    } else {
        assert_int_equal(mkdir("d", 0777), 0);
    }
    assert_int_equal(symlink("a", "l"), 0);
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(status_of(ring, NULL, "a", 0, &stat), -ENOENT);
    assert_int_equal(status_of(ring, dir, "a", 0, &stat), 0);
    assert_int_equal(stat.stx_mode, S_IFREG | 0640); /* 0666 with the umask */
    assert_int_equal(stat.stx_size, 3);
    assert_int_equal(status_of(ring, dir, "l", 0, &stat), 0);
    assert_true(S_ISREG(stat.stx_mode));
    assert_int_equal(status_of(ring, dir, "l", AT_SYMLINK_NOFOLLOW, &stat), 0);
    assert_true(S_ISLNK(stat.stx_mode));
    assert_int_equal(status_of(ring, dir, "", AT_EMPTY_PATH, &stat), 0);
    assert_true(S_ISDIR(stat.stx_mode));
    assert_int_equal(status_of(ring, dir, "", 0, &stat), -ENOENT);
    assert_int_equal(fchdir(raw_of(dir)), 0);
    assert_int_equal(sring_renameat_await(ring, "a", "d", 2), 0); /* RENAME_EXCHANGE */
    assert_int_equal(status_of(ring, NULL, "a", 0, &stat), 0);
    assert_true(S_ISDIR(stat.stx_mode));
    assert_int_equal(sring_renameat_await(ring, "d", "l", 1), -EEXIST); /* RENAME_NOREPLACE */
    assert_int_equal(sring_unlinkat_await(ring, "a", AT_REMOVEDIR), 0);
    assert_int_equal(sring_unlinkat_await(ring, "d", 0), 0);
    assert_int_equal(fchdir(home), 0);
    close(home);
    umask(mask);
    remove_directory(where);
}

static void space(void **state)
{
    struct sring *ring = *state;
    const struct sring_fd *file = keep_text(ring, "abcdef", O_RDWR);
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;
    char got[8] = {0};
    int rc = sring_fallocate_await(ring, file, 0, 0, 100);

    if (rc == -EOPNOTSUPP) {
        SKIP("this file system cannot allocate");
    }
    assert_int_equal(rc, 0);
    assert_int_equal(size_of(file), 100);
    assert_int_equal(sring_fallocate_await(ring, file, 1, 0, 200), 0); /* KEEP_SIZE */
    assert_int_equal(size_of(file), 100);
    rc = sring_fallocate_await(ring, file, 1 | 2, 0, 3); /* and PUNCH_HOLE */
    if (rc != -EOPNOTSUPP) {
        assert_int_equal(rc, 0);
        assert_int_equal(pread(raw_of(file), got, 6, 0), 6);
        assert_memory_equal(got, "\0\0\0def", 6);
        assert_int_equal(size_of(file), 100);
    }
    assert_int_equal(sring_fsync_await(ring, file), 0);
    assert_int_equal(sring_fsync_init(ring, &op, file), 0);
    sring_fsync_set_flags(&op, 1);
    sring_fsync_set_offset(&op, 10);
    sring_fsync_set_length(&op, 10);
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_wait(ring, &inflight, &done);
    assert_int_equal(sring_fsync_finish(&done), 0);
}

static void shutdowns(void **state)
{
    struct sring *ring = *state;
    struct ends pair = keep_pair(ring, SOCK_STREAM);
    char byte;

    assert_int_equal(sring_shutdown_await(ring, pair.fd, SHUT_WR), 0);
    assert_int_equal(read(pair.other, &byte, 1), 0);
    assert_int_equal(write(pair.other, "a", 1), 1);
    assert_int_equal(read(raw_of(pair.fd), &byte, 1), 1);
    assert_int_equal(sring_shutdown_await(ring, pair.fd, SHUT_RD), 0);
    assert_int_equal(read(raw_of(pair.fd), &byte, 1), 0);
    pair = keep_pair(ring, SOCK_STREAM);
    assert_int_equal(sring_shutdown_await(ring, pair.fd, SHUT_RDWR), 0);
    assert_int_equal(read(pair.other, &byte, 1), 0);
    assert_int_equal(read(raw_of(pair.fd), &byte, 1), 0);
}

/* An operation queued on a released file reads that file, even if its number is reused. */
static void release(void **state)
{
    struct sring *ring = *state;
    struct ends old = keep_pipe_in(ring, 0), next = keep_pipe_in(ring, 0);
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_buf buf;
    struct sring_fd fd;
    int raw = dup(raw_of(old.fd));

    assert_int_equal(write(old.other, "old", 3), 3);
    assert_int_equal(write(next.other, "new", 3), 3);
    sring_fd_adopt(&fd, raw);
    new_buf(&buf, 16);
    assert_int_equal(sring_read_init(ring, &op, &fd), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    assert_int_equal(sring_fd_release(&fd), raw);
    assert_int_equal(dup3(raw_of(next.fd), raw, O_CLOEXEC), raw);
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 3);
    expect_buf(&buf, "old");
    sring_buf_free(&buf);
    close(raw);
}

const struct CMUnitTest flag_tests[] = {
    CLAIM_TEST(writes),          CLAIM_TEST(sigpipe),
    CLAIM_TEST(receives),        CLAIM_TEST(sends),
    CLAIM_TEST(new_descriptors), CLAIM_TEST(paths),
    CLAIM_TEST(space),           CLAIM_TEST(shutdowns),
    CLAIM_TEST(release),         {0},
};
