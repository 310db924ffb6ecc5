/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations on names: openat, openat2, close, statx, mkdirat, renameat, unlinkat; and those on a
 * file's space and durability: fallocate, fsync.
 */
#include "support.h"

#include <linux/openat2.h>
#include <sys/syscall.h>

/* A path on the caller's stack, which is reused before the kernel sees the request. */
static const char *in(const char *directory, const char *name)
{
    static char path[128];

    snprintf(path, sizeof(path), "%s/%s", directory, name);
    return path;
}

static void open_a_file(void **state)
{
    struct sring *ring = *state;
    char directory[64];
    struct sring_fd fd;

    temporary_directory(directory);
    assert_int_equal(sring_openat_await(ring, in(directory, "none"), O_RDONLY, 0, &fd), -ENOENT);
    assert_int_equal(
        sring_openat_await(ring, in(directory, "new"), O_CREAT | O_RDWR | O_CLOEXEC, 0640, &fd), 0);
    assert_int_equal(fcntl(sring_fd_raw(&fd), F_GETFD), FD_CLOEXEC);
    write_text(&fd, "abc");
    assert_int_equal(sring_close_await(ring, &fd), 0);
    assert_int_equal(sring_openat_await(ring, in(directory, "new"), O_CREAT | O_EXCL, 0600, &fd),
                     -EEXIST);
    assert_int_equal(sring_openat_await(ring, directory, O_WRONLY, 0, &fd), -EISDIR);
    assert_int_equal(sring_openat_await(ring, in(directory, "new/sub"), O_RDONLY, 0, &fd),
                     -ENOTDIR);
    assert_int_equal(sring_openat_await(ring, "", O_RDONLY, 0, &fd), -ENOENT);
    remove_directory(directory);
}

/* Also in a program of 32 bits, without O_LARGEFILE. */
static void open_a_large_file(void **state)
{
    const off_t large = (off_t)3 << 30;
    struct sring *ring = *state;
    char directory[64];
    struct sring_fd fd;

    temporary_directory(directory);
    for (int i = 0; i < 2; i++) { /* a new one, and one that exists */
        assert_int_equal(sring_openat_await(ring, in(directory, "large"),
                                            i ? O_RDWR : O_RDWR | O_CREAT, 0600, &fd),
                         0);
        assert_int_equal(ftruncate(sring_fd_raw(&fd), large + i), 0);
        assert_int_equal(sring_close_await(ring, &fd), 0);
    }
    remove_directory(directory);
}

static void path_is_copied(void **state)
{
    struct sring *ring = *state;
    struct sring_openat_building op;
    struct sring_openat_submitted inflight;
    struct sring_openat_completed done;
    char path[] = "/dev/null";
    struct sring_fd fd;

    assert_int_equal(sring_openat_init(ring, &op, path, O_RDONLY | O_CLOEXEC, 0), 0);
    memset(path, 'x', sizeof(path));
    sring_openat_submit(ring, &op, &inflight);
    sring_openat_wait(ring, &inflight, &done);
    assert_true(sring_openat_result(&done) >= 0);
    assert_int_equal(sring_openat_finish(&done, &fd), 0);
    sring_fd_close(ring, &fd);
}

static void relative_to_a_directory(void **state)
{
    struct sring *ring = *state;
    char directory[64];
    struct sring_fd dir, fd;
    struct sring_mkdirat_building mkdir_op;
    struct sring_mkdirat_submitted mkdir_inflight;
    struct sring_mkdirat_completed mkdir_done;
    struct sring_openat_building open_op;
    struct sring_openat_submitted open_inflight;
    struct sring_openat_completed open_done;
    struct sring_statx_building stat_op;
    struct sring_statx_submitted stat_inflight;
    struct sring_statx_completed stat_done;
    struct sring_unlinkat_building unlink_op;
    struct sring_unlinkat_submitted unlink_inflight;
    struct sring_unlinkat_completed unlink_done;
    struct statx stat;

    NEEDS(5, 15, "mkdirat");
    temporary_directory(directory);
    sring_fd_adopt(&dir, open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC));

    assert_int_equal(sring_mkdirat_init(ring, &mkdir_op, "sub", 0700), 0);
    sring_mkdirat_set_dir(&mkdir_op, &dir);
    sring_mkdirat_submit(ring, &mkdir_op, &mkdir_inflight);
    sring_mkdirat_wait(ring, &mkdir_inflight, &mkdir_done);
    assert_int_equal(sring_mkdirat_finish(&mkdir_done), 0);

    assert_int_equal(sring_openat_init(ring, &open_op, "file", O_CREAT | O_WRONLY, 0600), 0);
    sring_openat_set_dir(&open_op, &dir);
    sring_openat_submit(ring, &open_op, &open_inflight);
    sring_openat_wait(ring, &open_inflight, &open_done);
    assert_int_equal(sring_openat_finish(&open_done, &fd), 0);
    write_text(&fd, "12345");
    sring_fd_close(ring, &fd);

    assert_int_equal(sring_statx_init(ring, &stat_op, "file", 0, STATX_BASIC_STATS), 0);
    sring_statx_set_dir(&stat_op, &dir);
    sring_statx_submit(ring, &stat_op, &stat_inflight);
    sring_statx_wait(ring, &stat_inflight, &stat_done);
    assert_int_equal(sring_statx_result(&stat_done), 0);
    sring_statx_stat(&stat_done, &stat);
    assert_int_equal(sring_statx_finish(&stat_done), 0);
    assert_int_equal(stat.stx_size, 5);
    assert_true(S_ISREG(stat.stx_mode));

    assert_int_equal(sring_unlinkat_init(ring, &unlink_op, "sub", AT_REMOVEDIR), 0);
    sring_unlinkat_set_dir(&unlink_op, &dir);
    sring_unlinkat_submit(ring, &unlink_op, &unlink_inflight);
    sring_unlinkat_wait(ring, &unlink_inflight, &unlink_done);
    assert_int_equal(sring_unlinkat_finish(&unlink_done), 0);
    assert_int_equal(access(in(directory, "sub"), F_OK), -1);

    sring_fd_close(ring, &dir);
    remove_directory(directory);
}

static int open_beneath(struct sring *ring, const struct sring_fd *dir, const char *path,
                        uint64_t flags)
{
    struct open_how how = {
        .flags = flags | O_CLOEXEC, .mode = flags & O_CREAT ? 0640 : 0, .resolve = RESOLVE_BENEATH};
    struct sring_openat2_building op;
    struct sring_openat2_submitted inflight;
    struct sring_openat2_completed done;
    struct sring_fd fd;
    int rc = sring_openat2_init(ring, &op, path, &how);

    assert_int_equal(rc, 0);
    memset(&how, 0xff, sizeof(how)); /* it was copied */
    sring_openat2_set_dir(&op, dir);
    sring_openat2_submit(ring, &op, &inflight);
    sring_openat2_wait(ring, &inflight, &done);
    rc = sring_openat2_finish(&done, &fd);
    if (!rc) {
        assert_int_equal(fcntl(sring_fd_raw(&fd), F_GETFD), FD_CLOEXEC);
        sring_fd_close(ring, &fd);
    }
    return rc;
}

static void beneath_a_directory(void **state)
{
    struct sring *ring = *state;
    struct sring_openat2_building op;
    char directory[64];
    struct stat stat;
    struct sring_fd dir;

    temporary_directory(directory);
    assert_int_equal(symlink("new", in(directory, "inside")), 0);
    assert_int_equal(symlink("../..", in(directory, "outside")), 0);
    assert_int_equal(symlink("/dev/null", in(directory, "absolute")), 0);
    assert_int_equal(
        sring_openat_await(ring, directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, &dir), 0);
    assert_int_equal(open_beneath(ring, &dir, "new", O_RDONLY), -ENOENT);
    assert_int_equal(open_beneath(ring, &dir, "new", O_CREAT | O_EXCL | O_WRONLY), 0);
    assert_int_equal(fstatat(sring_fd_raw(&dir), "new", &stat, 0), 0);
    assert_int_equal(stat.st_mode & ~(mode_t)0037, S_IFREG | 0640);
    assert_int_equal(open_beneath(ring, &dir, "./new", O_RDONLY), 0);
    assert_int_equal(open_beneath(ring, &dir, "inside", O_RDONLY), 0);
    assert_int_equal(open_beneath(ring, &dir, "..", O_RDONLY), -EXDEV);
    assert_int_equal(open_beneath(ring, &dir, "outside", O_RDONLY), -EXDEV);
    assert_int_equal(open_beneath(ring, &dir, "absolute", O_RDONLY), -EXDEV);
    assert_int_equal(open_beneath(ring, &dir, "/dev/null", O_RDONLY), -EXDEV);
    assert_int_equal(sring_openat2_init(ring, &op, "new", NULL), -EFAULT);
    assert_int_equal(sring_openat2_init(ring, &op, NULL, &(struct open_how){0}), -EFAULT);
    sring_fd_close(ring, &dir);
    remove_directory(directory);
}

static void make_rename_remove(void **state)
{
    struct sring *ring = *state;
    char directory[64], from[128], to[128];

    NEEDS(5, 15, "mkdirat");
    temporary_directory(directory);
    snprintf(from, sizeof(from), "%s/from", directory);
    snprintf(to, sizeof(to), "%s/to", directory);
    assert_int_equal(sring_mkdirat_await(ring, from, 0700), 0);
    assert_int_equal(sring_mkdirat_await(ring, from, 0700), -EEXIST);
    assert_int_equal(sring_renameat_await(ring, from, to, 0), 0);
    assert_int_equal(access(to, F_OK), 0);
    assert_int_equal(sring_renameat_await(ring, from, to, 0), -ENOENT);
    assert_int_equal(sring_mkdirat_await(ring, from, 0700), 0);
    assert_int_equal(sring_renameat_await(ring, from, to, RENAME_NOREPLACE), -EEXIST);
    assert_int_equal(sring_unlinkat_await(ring, from, 0), -EISDIR);
    assert_int_equal(sring_unlinkat_await(ring, from, AT_REMOVEDIR), 0);
    assert_int_equal(sring_unlinkat_await(ring, to, AT_REMOVEDIR), 0);
    assert_int_equal(sring_unlinkat_await(ring, to, AT_REMOVEDIR), -ENOENT);
    remove_directory(directory);
}

static void stat_of_a_path(void **state)
{
    struct sring *ring = *state;
    struct statx stat;

    memset(&stat, 0, sizeof(stat));
    assert_int_equal(sring_statx_await(ring, "/dev/null", 0, STATX_BASIC_STATS, &stat), 0);
    assert_true(S_ISCHR(stat.stx_mode));
    assert_int_equal(sring_statx_await(ring, "/none/such", 0, STATX_BASIC_STATS, &stat), -ENOENT);
}

/* A path that does not fit into a small piece of scratch memory. */
static void long_path(void **state)
{
    struct sring *ring = *state;
    char path[6000];
    struct statx stat;
    struct sring_fd fd;
    size_t length = 0;

    while (length < 3000) {
        memcpy(path + length, "/dev/..", 7);
        length += 7;
    }
    strcpy(path + length, "/dev/null");
    assert_int_equal(sring_openat_await(ring, path, O_RDONLY | O_CLOEXEC, 0, &fd), 0);
    sring_fd_close(ring, &fd);
    assert_int_equal(sring_statx_await(ring, path, 0, STATX_BASIC_STATS, &stat), 0);
    assert_true(S_ISCHR(stat.stx_mode));
    memset(path, 'x', sizeof(path) - 1);
    path[sizeof(path) - 1] = 0;
    assert_int_equal(sring_openat_await(ring, path, O_RDONLY, 0, &fd), -ENAMETOOLONG);
    assert_int_equal(sring_renameat_await(ring, path, path, 0), -ENAMETOOLONG);
}

static void close_gives_the_result(void **state)
{
    struct sring *ring = *state;
    struct sring_close_building op;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;
    struct sring_fd fd;
    int raw;

    temporary_file(&fd, "abc");
    raw = sring_fd_raw(&fd);
    assert_int_equal(sring_close_init(ring, &op), 0);
    sring_close_submit(ring, &op, &fd, &inflight);
    sring_close_wait(ring, &inflight, &done);
    assert_int_equal(sring_close_result(&done), 0);
    assert_int_equal(sring_close_finish(&done), 0);
    assert_int_equal(fcntl(raw, F_GETFD), -1);
}

static void allocate_and_punch(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    struct sring_buf buf;
    struct stat stat;
    int rc;

    temporary_file(&fd, "abc");
    rc = sring_fallocate_await(ring, &fd, 0, 0, 8192);
    if (rc == -EOPNOTSUPP) {
        sring_fd_close(ring, &fd);
        SKIP("the file system of /tmp has no fallocate");
    }
    assert_int_equal(rc, 0);
    fstat(sring_fd_raw(&fd), &stat);
    assert_int_equal(stat.st_size, 8192);
    assert_int_equal(
        sring_fallocate_await(ring, &fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096), 0);
    text_buf(&buf, "xxx");
    assert_int_equal(sring_read_at_await(ring, &fd, &buf, 0), 3);
    assert_memory_equal(sring_buf_data(&buf), "\0\0\0", 3);
    sring_buf_free(&buf);
    assert_int_equal(sring_fallocate_await(ring, &fd, 0, 0, 0), -EINVAL);
    sring_fd_close(ring, &fd);
}

static void sync_a_part(void **state)
{
    struct sring *ring = *state;
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;
    struct sring_fd fd;

    temporary_file(&fd, "0123456789");
    assert_int_equal(sring_fsync_await(ring, &fd), 0);
    assert_int_equal(sring_fsync_init(ring, &op, &fd), 0);
    sring_fsync_set_flags(&op, 1);
    sring_fsync_set_offset(&op, 2);
    sring_fsync_set_length(&op, 5);
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_wait(ring, &inflight, &done);
    assert_int_equal(sring_fsync_finish(&done), 0);
    assert_int_equal(sring_fsync_init(ring, &op, &fd), 0);
    sring_fsync_set_flags(&op, 0x80);
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_wait(ring, &inflight, &done);
    assert_int_equal(sring_fsync_finish(&done), -EINVAL);
    sring_fd_close(ring, &fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(open_a_file),
        RING_TEST(open_a_large_file),
        RING_TEST(path_is_copied),
        RING_TEST(relative_to_a_directory),
        RING_TEST(beneath_a_directory),
        RING_TEST(make_rename_remove),
        RING_TEST(stat_of_a_path),
        RING_TEST(long_path),
        RING_TEST(close_gives_the_result),
        RING_TEST(allocate_and_punch),
        RING_TEST(sync_a_part),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
