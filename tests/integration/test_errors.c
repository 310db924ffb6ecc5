/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Errors of the kernel: every buffer comes back with the error.
 */
#include "support.h"

#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

static void dead_file(void **state)
{
    struct sring *ring = *state;
    struct sring_fd dead = SRING_NONE;
    struct sring_direct_fd dead_direct = SRING_NONE;
    struct sring_read_building op;
    struct sring_buf buf;

    text_buf(&buf, "abc");
    __asm__ volatile("" : "+m"(dead), "+m"(dead_direct)); /* hidden from the compiler */
    assert_int_equal(sring_read_await(ring, &dead, &buf), -EBADF);
    assert_int_equal(sring_buf_length(&buf), 0);
    sring_buf_set_length(&buf, 3);
    assert_int_equal(sring_write_await(ring, &dead, &buf), -EBADF);
    expect_buf(&buf, "abc");
    assert_int_equal(sring_recv_await(ring, &dead, &buf), -EBADF);
    assert_int_equal(sring_fsync_await(ring, &dead), -EBADF);
    assert_int_equal(sring_poll_add_await(ring, &dead, POLLIN), -EBADF);
    ASSERT_MISUSE("sring_read_init_direct", "a direct descriptor of this ring", "one of another",
                  (void)!sring_read_init_direct(ring, &op, &dead_direct));
    sring_buf_free(&buf);
}

static void closed_behind_our_back(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    struct sring_buf buf;

    temporary_file(&fd, "abc");
    close(sring_fd_raw(&fd));
    new_buf(&buf, 3);
    assert_int_equal(sring_read_at_await(ring, &fd, &buf, 0), -EBADF);
    sring_buf_free(&buf);
    (void)sring_fd_release(&fd);
}

static void wrong_direction(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_buf buf;

    open_pipe(&fds);
    text_buf(&buf, "abc");
    assert_int_equal(sring_write_await(ring, &fds.in, &buf), -EBADF);
    assert_int_equal(sring_read_await(ring, &fds.out, &buf), -EBADF);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

static void directory_and_pipe(void **state)
{
    struct sring *ring = *state;
    struct sring_fd directory;
    struct two_fds fds;
    struct sring_buf buf;

    new_buf(&buf, 16);
    sring_fd_adopt(&directory, open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    assert_int_equal(sring_read_await(ring, &directory, &buf), -EISDIR);
    assert_int_equal(sring_read_at_await(ring, &directory, &buf, 0), -EISDIR);
    sring_fd_close(ring, &directory);
    open_pipe(&fds);
    write_text(&fds.out, "abc");
    assert_int_equal(sring_fsync_await(ring, &fds.in), -EINVAL);
    assert_int_equal(sring_fallocate_await(ring, &fds.out, 0, 0, 10), -ESPIPE);
    assert_int_equal(sring_recv_await(ring, &fds.in, &buf), -ENOTSOCK);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

static void invalid_flags(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    struct sring_buf buf;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    int rc;

    temporary_file(&fd, "abc");
    new_buf(&buf, 3);
    assert_int_equal(sring_read_at_init(ring, &op, &fd, 0), 0);
    sring_read_at_set_flags(&op, 0x40000000);
    sring_read_at_submit(ring, &op, &buf, &inflight);
    sring_read_at_wait(ring, &inflight, &done);
    rc = sring_read_at_finish(&done, &buf);
    assert_true(rc == -EOPNOTSUPP || rc == -EINVAL);
    /* An impossible offset; -1 would mean the file's position to the kernel. */
    assert_int_equal(sring_read_at_await(ring, &fd, &buf, (uint64_t)INT64_MIN), -EINVAL);
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

/* One offset means the file's position, as documented. */
static void offset_minus_one(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    struct sring_buf buf;
    int rc;

    temporary_file(&fd, "abc");
    new_buf(&buf, 2);
    rc = sring_read_at_await(ring, &fd, &buf, UINT64_MAX);
    assert_int_equal(rc, 2);
    assert_int_equal(lseek(sring_fd_raw(&fd), 0, SEEK_CUR), 2);
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

static void file_size_limit(void **state)
{
    struct sring *ring = *state;
    struct rlimit before, limit;
    struct sring_fd fd;
    struct sring_buf buf;

    temporary_file(&fd, "");
    text_buf(&buf, "0123456789");
    getrlimit(RLIMIT_FSIZE, &before);
    limit = before;
    limit.rlim_cur = 4;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    assert_int_equal(sring_write_at_await(ring, &fd, &buf, 0), 4); /* as much as fits */
    assert_int_equal(sring_write_at_await(ring, &fd, &buf, 4), -EFBIG);
    setrlimit(RLIMIT_FSIZE, &before);
    expect_buf(&buf, "0123456789");
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

static void full_disk(void **state)
{
    struct sring *ring = *state;
    char path[64], file[80];
    struct sring_fd fd;
    struct sring_buf buf;
    int rc;

    temporary_directory(path);
    if (mount("none", path, "tmpfs", 0, "size=16k")) {
        remove_directory(path);
        SKIP("cannot mount a tmpfs (needs CAP_SYS_ADMIN)");
    }
    snprintf(file, sizeof(file), "%s/file", path);
    sring_fd_adopt(&fd, open(file, O_CREAT | O_RDWR | O_CLOEXEC, 0600));
    new_buf(&buf, 65536);
    memset(sring_buf_data(&buf), 'x', 65536);
    sring_buf_set_length(&buf, 65536);
    rc = sring_write_at_await(ring, &fd, &buf, 0);
    assert_true(rc > 0 && rc <= 16384); /* short */
    assert_int_equal(sring_write_at_await(ring, &fd, &buf, 65536), -ENOSPC);
    assert_int_equal(sring_fallocate_await(ring, &fd, 0, 0, 1 << 20), -ENOSPC);
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
    /* A worker releases the file a moment after its request has completed (seen on 7.2). */
    assert_int_equal(umount2(path, MNT_DETACH), 0);
    assert_int_equal(rmdir(path), 0);
}

static void broken_pipe(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_buf buf;

    signal(SIGPIPE, SIG_IGN);
    open_pipe(&fds);
    sring_fd_close(ring, &fds.in);
    text_buf(&buf, "abc");
    assert_int_equal(sring_write_await(ring, &fds.out, &buf), -EPIPE);
    expect_buf(&buf, "abc");
    sring_buf_free(&buf);
    sring_fd_close(ring, &fds.out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(dead_file),       RING_TEST(closed_behind_our_back),
        RING_TEST(wrong_direction), RING_TEST(directory_and_pipe),
        RING_TEST(invalid_flags),   RING_TEST(offset_minus_one),
        RING_TEST(file_size_limit), RING_TEST(full_disk),
        RING_TEST(broken_pipe),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
