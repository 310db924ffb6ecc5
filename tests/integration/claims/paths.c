/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Errors of operations on paths, and of operations on a file without a buffer.
 */
#include "claims.h"

#include <linux/openat2.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <signal.h>

static char here[64]; /* contains a file, a directory with a file, and a FIFO */

static const char *in_here(const char *name)
{
    static char paths[4][128];
    static unsigned next;
    char *path = paths[next++ % 4];

    snprintf(path, sizeof(paths[0]), "%s/%s", here, name);
    return path;
}

static int setup(void **state)
{
    temporary_directory(here);
    assert_int_equal(chmod(here, 0755), 0);
    assert_int_equal(close(open(in_here("file"), O_CREAT | O_WRONLY, 0644)), 0);
    assert_int_equal(mkdir(in_here("full"), 0700), 0);
    assert_int_equal(close(open(in_here("full/file"), O_CREAT | O_WRONLY, 0600)), 0);
    assert_int_equal(mkdir(in_here("empty"), 0755), 0);
    assert_int_equal(mkfifo(in_here("fifo"), 0600), 0);
    assert_int_equal(symlink("loop", in_here("loop")), 0);
    return ring_setup(state);
}

static int teardown(void **state)
{
    unlink(in_here("full/file"));
    remove_directory(here);
    return claim_teardown(state);
}

static int open_path(struct sring *ring, const char *path, uint32_t flags)
{
    struct sring_fd fd;
    int rc = sring_openat_await(ring, path, flags | O_CLOEXEC, 0600, &fd);

    if (!rc) {
        sring_fd_close(ring, &fd);
    }
    return rc;
}

static int open_how(struct sring *ring, const char *path, uint64_t flags, uint64_t resolve)
{
    struct open_how how = {.flags = flags | O_CLOEXEC, .resolve = resolve};
    struct sring_fd fd;
    int rc;

    how.mode = flags & (O_CREAT | O_TMPFILE) & ~(uint64_t)O_DIRECTORY ? 0600 : 0;
    rc = sring_openat2_await(ring, path, &how, &fd);
    if (!rc) {
        sring_fd_close(ring, &fd);
    }
    return rc;
}

static int open_direct(struct sring *ring, const char *path, uint32_t flags)
{
    struct sring_direct_fd fd;
    int rc = sring_openat_direct_await(ring, path, flags, 0600, &fd);

    if (!rc) {
        sring_direct_fd_unregister(ring, &fd);
    }
    return rc;
}

static void opens(void **state)
{
    static const struct {
        const char *name, *error;
        uint32_t flags;
        int result;
    } cases[] = {
        {"file", "EEXIST", O_CREAT | O_EXCL | O_WRONLY, EEXIST},
        {"file", "EINVAL", O_TMPFILE & ~O_DIRECTORY, EINVAL},
        {"empty", "EISDIR", O_WRONLY, EISDIR},
        {"loop", "ELOOP", O_RDONLY, ELOOP},
        {"none", "ENOENT", O_RDONLY, ENOENT},
        {"file/x", "ENOTDIR", O_RDONLY, ENOTDIR},
        {"fifo", "ENXIO", O_WRONLY, ENXIO}, /* no reader, and no wait for one */
        {"fifo", "ENXIO", O_WRONLY | O_NONBLOCK, ENXIO},
    };
    struct sring *ring = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *path = in_here(cases[i].name);

        claim("openat", cases[i].error, cases[i].result, open_path(ring, path, cases[i].flags),
              __FILE__, (int)i);
        claim("openat2", cases[i].error, cases[i].result, open_how(ring, path, cases[i].flags, 0),
              __FILE__, (int)i);
        claim("openat_direct", cases[i].error, cases[i].result,
              open_direct(ring, path, cases[i].flags), __FILE__, (int)i);
    }
    CLAIM(openat_direct, EINVAL, open_direct(ring, in_here("file"), O_RDONLY | O_CLOEXEC));
    CLAIM(openat2, EINVAL, open_how(ring, in_here("file"), UINT64_C(1) << 40, 0));
    CLAIM(openat2, EINVAL, open_how(ring, in_here("file"), O_RDONLY, UINT64_C(1) << 40));
    CLAIM(openat2, ELOOP, open_how(ring, in_here("loop"), O_RDONLY, RESOLVE_NO_SYMLINKS));
    CLAIM(openat2, EXDEV, open_how(ring, in_here("file"), O_RDONLY, RESOLVE_BENEATH));
    be_nobody();
    CLAIM(openat2, EACCES, open_how(ring, in_here("full/file"), O_RDONLY, 0));
    CLAIM(openat, EACCES, open_path(ring, in_here("full/file"), O_RDONLY));
    CLAIM(openat_direct, EACCES, open_direct(ring, in_here("full/file"), O_RDONLY));
    be_root();
    UNTRIED(openat, ENFILE, "would need as many files open as the system may have");
    UNTRIED(openat2, ENFILE, "would need as many files open as the system may have");
    UNTRIED(openat2, EAGAIN, "would need a rename at the right moment");
}

static void too_many_files(void **state)
{
    struct sockaddr_storage address;
    struct sring *ring = *state;
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;
    struct sring_fd listener, fd;
    struct rlimit before, limit;
    socklen_t length;
    int client, rc;

    listen_on(&listener, AF_INET, &address, &length);
    client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(client, (struct sockaddr *)&address, length), 0);
    getrlimit(RLIMIT_NOFILE, &before);
    limit = before;
    limit.rlim_cur = 3; /* files already open stay open */
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    CLAIM(openat, EMFILE, open_path(ring, in_here("file"), O_RDONLY));
    CLAIM(openat2, EMFILE, open_how(ring, in_here("file"), O_RDONLY, 0));
    CLAIM(accept, EMFILE, sring_accept_await(ring, &listener, &fd));
    rc = sring_socket_await(ring, AF_INET, SOCK_STREAM, 0, &fd);
    CLAIM(socket, EMFILE, rc);
    if (has_op("accept_multishot")) {
        assert_int_equal(sring_accept_multishot_init(ring, &op, &listener), 0);
        sring_accept_multishot_submit(ring, &op, &stream);
        rc = sring_accept_multishot_next(ring, &stream, &fd);
        CLAIM(accept_multishot, EMFILE, rc);
        sring_accept_multishot_end(ring, &stream);
    }
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    close(client);
    sring_fd_close(ring, &listener);
}

static void directories_and_names(void **state)
{
    struct sring *ring = *state;

    CLAIM(mkdirat, EEXIST, sring_mkdirat_await(ring, in_here("file"), 0700));
    CLAIM(mkdirat, ENOENT, sring_mkdirat_await(ring, in_here("none/x"), 0700));
    CLAIM(mkdirat, ENOTDIR, sring_mkdirat_await(ring, in_here("file/x"), 0700));
    CLAIM(unlinkat, EISDIR, sring_unlinkat_await(ring, in_here("empty"), 0));
    CLAIM(unlinkat, ENOENT, sring_unlinkat_await(ring, in_here("none"), 0));
    CLAIM(unlinkat, ENOTDIR, sring_unlinkat_await(ring, in_here("file"), AT_REMOVEDIR));
    CLAIM(unlinkat, ENOTEMPTY, sring_unlinkat_await(ring, in_here("full"), AT_REMOVEDIR));
    CLAIM(unlinkat, EINVAL, sring_unlinkat_await(ring, in_here("file"), 1));
    CLAIM(unlinkat, EBUSY, sring_unlinkat_await(ring, "/proc", AT_REMOVEDIR));
    CLAIM(renameat, EEXIST,
          sring_renameat_await(ring, in_here("file"), in_here("fifo"), 1)); /* NOREPLACE */
    CLAIM(renameat, EINVAL, sring_renameat_await(ring, in_here("file"), in_here("fifo"), 64));
    CLAIM(renameat, EISDIR, sring_renameat_await(ring, in_here("file"), in_here("empty"), 0));
    CLAIM(renameat, ENOENT, sring_renameat_await(ring, in_here("none"), in_here("x"), 0));
    CLAIM(renameat, ENOTDIR, sring_renameat_await(ring, in_here("empty"), in_here("file"), 0));
    CLAIM(renameat, ENOTEMPTY, sring_renameat_await(ring, in_here("empty"), in_here("full"), 0));
    CLAIM(renameat, EXDEV, sring_renameat_await(ring, in_here("file"), "/proc/x", 0));
    be_nobody();
    CLAIM(mkdirat, EACCES, sring_mkdirat_await(ring, in_here("x"), 0700));
    CLAIM(unlinkat, EACCES, sring_unlinkat_await(ring, in_here("file"), 0));
    CLAIM(renameat, EACCES, sring_renameat_await(ring, in_here("file"), in_here("x"), 0));
    be_root();
}

static void status(void **state)
{
    struct sring *ring = *state;
    struct statx stat;

    CLAIM(statx, ENOENT, sring_statx_await(ring, in_here("none"), 0, STATX_BASIC_STATS, &stat));
    CLAIM(statx, ENOTDIR, sring_statx_await(ring, in_here("file/x"), 0, STATX_SIZE, &stat));
    CLAIM(statx, EINVAL, sring_statx_await(ring, in_here("file"), 0x4, STATX_SIZE, &stat));
    CLAIM(statx, EINVAL, sring_statx_await(ring, in_here("file"), 0, 0x80000000, &stat));
    CLAIM(statx, ELOOP, sring_statx_await(ring, in_here("loop"), 0, STATX_SIZE, &stat));
    be_nobody();
    CLAIM(statx, EACCES, sring_statx_await(ring, in_here("full/file"), 0, STATX_SIZE, &stat));
    be_root();
}

/* A full file system, which only root can mount. */
static void no_space(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;

    if (mount("none", in_here("empty"), "tmpfs", 0, "size=16k,nr_inodes=2")) {
        UNTRIED(mkdirat, ENOSPC, "cannot mount a tmpfs");
        UNTRIED(openat, ENOSPC, "cannot mount a tmpfs");
        UNTRIED(openat_direct, ENOSPC, "cannot mount a tmpfs");
        UNTRIED(fallocate, ENOSPC, "cannot mount a tmpfs");
        UNTRIED(unlinkat, EROFS, "cannot mount a tmpfs");
        return;
    }
    assert_int_equal(
        sring_openat_await(ring, in_here("empty/file"), O_CREAT | O_RDWR | O_CLOEXEC, 0600, &fd),
        0);
    CLAIM(mkdirat, ENOSPC, sring_mkdirat_await(ring, in_here("empty/x"), 0700));
    CLAIM(openat, ENOSPC, open_path(ring, in_here("empty/x"), O_CREAT | O_WRONLY));
    CLAIM(openat_direct, ENOSPC, open_direct(ring, in_here("empty/x"), O_CREAT | O_WRONLY));
    CLAIM(fallocate, ENOSPC, sring_fallocate_await(ring, &fd, 0, 0, 1 << 20));
    sring_fd_close(ring, &fd);
    assert_int_equal(umount2(in_here("empty"), MNT_DETACH), 0);
}

static int sync_with(struct sring *ring, const struct sring_fd *fd, uint32_t flags)
{
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;

    assert_int_equal(sring_fsync_init(ring, &op, fd), 0);
    sring_fsync_set_flags(&op, flags);
    sring_fsync_submit(ring, &op, &inflight);
    sring_fsync_wait(ring, &inflight, &done);
    return sring_fsync_finish(&done);
}

static void files_without_a_buffer(void **state)
{
    struct sring *ring = *state;
    const struct sring_fd *file = keep_text(ring, "abc", O_RDWR);
    const struct sring_fd *read_only = keep_text(ring, "abc", O_RDONLY);
    struct ends pipe = keep_pipe_out(ring, 0);
    struct sring_fd gone;
    const struct sring_fd *null;
    struct rlimit before, limit;

    null = keep(ring, open("/dev/null", O_RDWR | O_CLOEXEC));
    CLAIM(fallocate, EBADF, sring_fallocate_await(ring, no_file(), 0, 0, 10));
    CLAIM(fallocate, EBADF, sring_fallocate_await(ring, read_only, 0, 0, 10));
    CLAIM(fallocate, EINVAL, sring_fallocate_await(ring, file, 0, 0, 0));
    CLAIM(fallocate, EOPNOTSUPP, sring_fallocate_await(ring, file, 0x1000, 0, 1));
    CLAIM(fallocate, EFBIG, sring_fallocate_await(ring, file, 0, (uint64_t)INT64_MAX - 1, 10));
    CLAIM(fallocate, ESPIPE, sring_fallocate_await(ring, pipe.fd, 0, 0, 10));
    CLAIM(fallocate, ENODEV, sring_fallocate_await(ring, null, 0, 0, 10));
    getrlimit(RLIMIT_FSIZE, &before);
    limit = before;
    limit.rlim_cur = 4;
    setrlimit(RLIMIT_FSIZE, &limit);
    CLAIM(fallocate, EFBIG, sring_fallocate_await(ring, file, 0, 0, 100));
    setrlimit(RLIMIT_FSIZE, &before);
    UNTRIED(fallocate, EIO, "needs a disk that fails");
    CLAIM(fsync, EBADF, sync_with(ring, no_file(), 0));
    CLAIM(fsync, EINVAL, sync_with(ring, file, 2));
    CLAIM(fsync, EINVAL, sync_with(ring, pipe.fd, 0));
    assert_int_equal(sync_with(ring, file, 1), 0);
    UNTRIED(fsync, EIO, "needs a disk that fails");
    UNTRIED(fsync, ENOSPC, "needs a disk that is full when it writes back");
    temporary_file(&gone, "");
    close(sring_fd_raw(&gone));
    CLAIM(close, EBADF, sring_close_await(ring, &gone));
    UNTRIED(close, EINTR, "needs a network file system");
    UNTRIED(close, EIO, "needs a disk that fails");
}

/* Opens a FIFO in a worker, which waits for a reader, and stops the process during the wait. */
#define STOPPED(op, file, flags)                                                                   \
    static int op##_stopped(struct sring *ring)                                                    \
    {                                                                                              \
        struct sring_##op##_building building;                                                     \
        struct sring_##op##_submitted inflight;                                                    \
        struct sring_##op##_completed done;                                                        \
        struct file made;                                                                          \
                                                                                                   \
        CHILD_CHECK(!sring_##op##_init(ring, &building, in_here("fifo"), flags, 0));               \
        sring_##op##_submit(ring, &building, &inflight);                                           \
        CHILD_CHECK(!sring_flush(ring));                                                           \
        sleep_ms(20);                                                                              \
        kill(getpid(), SIGSTOP);                                                                   \
        sring_##op##_wait(ring, &inflight, &done);                                                 \
        return sring_##op##_finish(&done, &made);                                                  \
    }
STOPPED(openat, sring_fd, O_WRONLY | O_CREAT | O_CLOEXEC)
STOPPED(openat_direct, sring_direct_fd, O_WRONLY | O_CREAT)

/* The result in a child that is stopped and continued. */
static int when_stopped(int (*run)(struct sring *ring))
{
    int status;
    pid_t pid;

    fflush(NULL);
    pid = fork();
    if (!pid) {
        struct sring ring;
        int rc;

        alarm(20);
        CHILD_CHECK(!sring_open(&ring, NULL));
        rc = run(&ring);
        sring_close(&ring);
        _exit(-rc);
    }
    assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
    assert_true(WIFSTOPPED(status));
    kill(pid, SIGCONT);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return -WEXITSTATUS(status);
}

static void stopped_and_continued(void **state)
{
    (void)state;
    CLAIM_OF_URING(openat, EINTR, "no signal ends a call of its threads",
                   when_stopped(openat_stopped));
    if (has_op("openat_direct")) {
        CLAIM_OF_URING(openat_direct, EINTR, "no signal ends a call of its threads",
                       when_stopped(openat_direct_stopped));
    }
}

static void direct_table(void **state)
{
    const struct sring_options options = {.direct_fds = 1};
    struct sockaddr_storage address;
    struct sring_direct_fd one, two;
    struct sring_fd listener, file;
    struct sring ring;
    socklen_t length;

    (void)state;
    if (!has_op("openat_direct")) {
        return;
    }
    assert_int_equal(sring_open(&ring, &options), 0);
    listen_on(&listener, AF_INET, &address, &length);
    assert_int_equal(sring_openat_direct_await(&ring, in_here("file"), O_RDONLY, 0, &one), 0);
    CLAIM(openat_direct, ENFILE, open_direct(&ring, in_here("file"), O_RDONLY));
    CLAIM(accept_direct, ENFILE, sring_accept_direct_await(&ring, &listener, &two));
    CLAIM(socket_direct, ENFILE, sring_socket_direct_await(&ring, AF_INET, SOCK_STREAM, 0, &two));
    temporary_file(&file, "");
    assert_int_equal(sring_fd_register(&ring, &file, &two), -ENFILE);
    sring_direct_fd_unregister(&ring, &one);
    close(sring_fd_raw(&file));
    assert_int_equal(sring_fd_register(&ring, &file, &two), -EBADF);
    (void)sring_fd_release(&file);
    sring_fd_close(&ring, &listener);
    sring_close(&ring);
}

#define PATH_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
const struct CMUnitTest path_tests[] = {
    PATH_TEST(opens),
    PATH_TEST(too_many_files),
    PATH_TEST(directories_and_names),
    PATH_TEST(status),
    PATH_TEST(no_space),
    PATH_TEST(files_without_a_buffer),
    PATH_TEST(stopped_and_continued),
    PATH_TEST(direct_table),
    {0},
};
