/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Limits of an ordinary user: too few files, too little memory, a system without io_uring.
 */
#include "claims.h"

#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

static void limit(int resource, rlim_t value)
{
    struct rlimit rlimit = {value, value};

    CHILD_CHECK(!setrlimit(resource, &rlimit));
}

#define explains(rc, error, remedy) explains_at(rc, error, remedy, __LINE__)
static void explains_at(int rc, int error, const char *remedy, int line)
{
    char text[512];

    if (rc != -error) {
        fprintf(stderr, "line %d: %d instead of %d\n", line, rc, -error);
        _exit(1);
    }
    (void)sring_explain(rc, text, sizeof(text));
    CHILD_CHECK(strstr(text, remedy));
}

static void no_files_left(void *arg)
{
    struct sring ring;

    (void)arg;
    limit(RLIMIT_NOFILE, 3);
    explains(sring_open(&ring, NULL), EMFILE, "RLIMIT_NOFILE");
}

static void more_direct_fds_than_files(void *arg)
{
    const struct sring_options options = {.direct_fds = 65};
    struct sring_direct_fd direct;
    struct sring_fd fd;
    struct sring ring;
    int rc;

    (void)arg;
    limit(RLIMIT_NOFILE, 64);
    CHILD_CHECK(!sring_open(&ring, &options)); /* the table is made when it is first needed */
    sring_fd_adopt(&fd, dup(1));
    rc = sring_fd_register(&ring, &fd, &direct);
    explains(rc, EMFILE, "direct_fds");
    rc = sring_openat_direct_await(&ring, "/dev/null", O_RDONLY, 0, &direct);
    CHILD_CHECK(rc == -EMFILE || rc == -EOPNOTSUPP);
}

static void no_memory_to_lock(void *arg)
{
    struct sring_registered_buf registered;
    struct sring_registered_pool registered_pool;
    struct sring_buf_ring group;
    struct sring_pool pool;
    struct sring_buf buf;
    struct sring ring, another;
    int rc;

    (void)arg;
    limit(RLIMIT_MEMLOCK, 8 << 20);
    if (!getuid()) {
        CHILD_CHECK(!setgroups(0, NULL) && !setgid(65534) && !setuid(65534));
    }
    CHILD_CHECK(!sring_open(&ring, NULL)); /* the memory counts for the user who opens the ring */
    limit(RLIMIT_MEMLOCK, 65536);
    CHILD_CHECK(!sring_buf_alloc(&buf, 8 << 20));
    CHILD_CHECK(!sring_pool_open(&pool, 1, 8 << 20, NULL));
    rc = sring_buf_register(&ring, &buf, &registered);
    if (rc == -EOPNOTSUPP) {
        return;
    }
    explains(rc, ENOMEM, "RLIMIT_MEMLOCK");
    CHILD_CHECK(sring_buf_capacity(&buf) == 8 << 20); /* it stays ours */
    explains(sring_pool_register(&ring, &pool, &registered_pool), ENOMEM, "ulimit -l");
    rc = sring_buf_ring_open(&ring, &group, 32768, 1, NULL);
    if (rc) { /* some kernels count neither it nor rings */
        explains(rc, ENOMEM, "ulimit -l");
    }
    rc = sring_open(&another, NULL);
    if (rc) {
        explains(rc, ENOMEM, "rings");
    }
}

static void no_huge_pages(void *arg)
{
    const struct sring_pool_options options = {.huge_pages = SRING_HUGE_PAGES_REQUIRE};
    struct sring_pool pool;
    int rc = sring_pool_open(&pool, 1 << 20, 1 << 20, &options); /* a TiB */

    (void)arg;
    explains(rc, ENOMEM, "vm.nr_hugepages");
}

/* The error text with io_uring disabled by a sysctl, which only this process sees. */
static void switched_off(void *arg)
{
    static const char sysctl[] = "/proc/sys/kernel/io_uring_disabled";
    static const struct {
        const char *value, *remedy;
    } cases[] = {{"0\n", "security module"},
                 {"1\n", "kernel.io_uring_group"},
                 {"2\n", "disabled on this machine"}};
    char path[] = "/tmp/sring-test-XXXXXX";
    int raw = mkstemp(path), skipped = 77;

    (void)arg;
    if (access(sysctl, F_OK) || unshare(CLONE_NEWNS) ||
        mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
        mount(path, sysctl, NULL, MS_BIND, NULL)) {
        unlink(path);
        _exit(skipped);
    }
    unlink(path);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        CHILD_CHECK(pwrite(raw, cases[i].value, 2, 0) == 2);
        explains(-EPERM, EPERM, cases[i].remedy);
        explains(-EACCES, EACCES, cases[i].remedy);
    }
}

static void sysctl_texts(void **state)
{
    char errors[1024];
    int status = in_child(switched_off, NULL, errors, sizeof(errors));

    (void)state;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
        SKIP("no such sysctl (Linux before 6.6), or no mount namespace (needs root)");
    }
    if (status) {
        fail_msg("%s", errors);
    }
}

static void what_a_user_meets(void **state)
{
    (void)state;
    expect_child(no_files_left, NULL);
    expect_child(more_direct_fds_than_files, NULL);
    expect_child(no_memory_to_lock, NULL);
    expect_child(no_huge_pages, NULL);
}

const struct CMUnitTest user_tests[] = {
    cmocka_unit_test(what_a_user_meets),
    cmocka_unit_test(sysctl_texts),
    {0},
};
