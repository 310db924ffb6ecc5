/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sring_explain tells apart why a ring did not open. Each reason is provoked in a child. A sysctl
 * is a file of the child's own, mounted over the real one: the machine's is left alone.
 */
#include "support.h"

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define SYSCTLS "/proc/sys/kernel"
#define SKIPPED 77

static void explains(int rc, const char *part, const char *not_part)
{
    char text[256]; /* as in programs */

    CHILD_CHECK(sring_explain(rc, text, sizeof(text)) < sizeof(text));
    if (!strstr(text, part) || (not_part && strstr(text, not_part))) {
        fprintf(stderr, "%d: %s\n", rc, text);
        _exit(1);
    }
}

static void open_fails(int error, const char *part, const char *not_part)
{
    const struct sring_options of_uring = {.backend = SRING_BACKEND_URING};
    struct sring ring;

    CHILD_CHECK(sring_open(&ring, &of_uring) == -error);
    explains(-error, part, not_part);
}

static void skip_unless(bool possible)
{
    if (!possible) {
        _exit(SKIPPED);
    }
}

/* Runs the test in a child. Returns whether it could run. */
static bool runs(void (*body)(void *arg))
{
    char errors[1024];
    int status = in_child(body, NULL, errors, sizeof(errors));

    if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED) {
        return false;
    }
    if (status) {
        fail_msg("%s", errors);
    }
    return true;
}

/* The sysctls of the kernel are an empty directory now. */
static void own_sysctls(void)
{
    skip_unless(!unshare(CLONE_NEWNS) && !mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
                !mount("none", SYSCTLS, "tmpfs", 0, NULL));
}

static bool is_filtered(void)
{
    FILE *file = fopen("/proc/self/status", "re");
    char line[256];
    int mode = 0;

    while (file && fgets(line, sizeof(line), file) && sscanf(line, "Seccomp: %d", &mode) != 1) {
    }
    if (file) {
        fclose(file);
    }
    return mode != 0;
}

/* --- filters ------------------------------------------------------------------------------- */

static void filter_forbids(void *arg)
{
    (void)arg;
    forbid_call(__NR_io_uring_setup, EPERM);
    open_fails(EPERM, "forbidden by a seccomp filter", "security module");
}

static void filter_hides(void *arg)
{
    (void)arg;
    forbid_call(__NR_io_uring_setup, ENOSYS);
    open_fails(ENOSYS, "hidden by a seccomp filter", "5.11");
}

static void filters(void **state)
{
    (void)state;
    assert_true(runs(filter_forbids));
    assert_true(runs(filter_hides));
}

/* --- kernels ------------------------------------------------------------------------------- */

/* The kernel calls itself 2.6 here. */
static void old_kernel(void *arg)
{
    (void)arg;
    skip_unless(personality(UNAME26) >= 0);
    explains(-ENOSYS, "Linux 5.11 or later", "seccomp");
    forbid_call(__NR_io_uring_setup, ENOSYS);
    open_fails(ENOSYS, "Linux 5.11 or later", "seccomp");
}

/* No sysctl of io_uring is there. */
static void without_io_uring(void *arg)
{
    (void)arg;
    own_sysctls();
    explains(-ENOSYS, "CONFIG_IO_URING", "seccomp");
    explains(-EPERM, "security module", NULL);
    forbid_call(__NR_io_uring_setup, ENOSYS);
    open_fails(ENOSYS, "or this kernel was built without CONFIG_IO_URING", "5.11");
}

static void emulated(void *arg)
{
    (void)arg;
    skip_unless(!access(SYSCTLS "/io_uring_disabled", F_OK));
    explains(-ENOSYS, "emulator", "seccomp");
}

static void kernels(void **state)
{
    (void)state;
    if (is_filtered()) {
        SKIP("a seccomp filter is set");
    }
    if (!runs(old_kernel)) {
        SKIP("no personality(2)");
    }
    if (!runs(without_io_uring)) {
        SKIP("no mount namespace (needs root)");
    }
    if (!runs(emulated)) {
        SKIP("no sysctl of io_uring (Linux before 6.6)");
    }
}

/* --- the sysctl ---------------------------------------------------------------------------- */

static void write_sysctl(const char *name, const char *value)
{
    char path[64];
    int fd;

    snprintf(path, sizeof(path), SYSCTLS "/%s", name);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    CHILD_CHECK(fd >= 0 && write(fd, value, strlen(value)) == (ssize_t)strlen(value));
    close(fd);
}

static void disabled(void *arg)
{
    (void)arg;
    own_sysctls();
    write_sysctl("io_uring_disabled", "2\n");
    explains(-EPERM, "disabled on this machine", "seccomp");
    write_sysctl("io_uring_disabled", "0\n");
    explains(-EPERM, "not by a sysctl", NULL);
}

static void limited(void *arg)
{
    const gid_t other = 65533;

    (void)arg;
    own_sysctls();
    write_sysctl("io_uring_disabled", "1\n");
    write_sysctl("io_uring_group", "65533\n");
    CHILD_CHECK(!setgroups(0, NULL));
    explains(-EPERM, "kernel.io_uring_group (now 65533)", "seccomp");
    CHILD_CHECK(!setgroups(1, &other)); /* a member is not limited */
    explains(-EPERM, "not by a sysctl", NULL);
    CHILD_CHECK(!setgroups(0, NULL));
    forbid_call(__NR_io_uring_setup, EPERM);
    open_fails(EPERM, "forbidden by a seccomp filter", NULL); /* root is not limited */
    CHILD_CHECK(!setgid(65534) && !setuid(65534));
    open_fails(EPERM, "members of a group", NULL);
}

static void sysctl_values(void **state)
{
    (void)state;
    NEEDS(6, 6, "a sysctl of io_uring");
    if (is_filtered()) {
        SKIP("a seccomp filter is set");
    }
    if (!runs(disabled) || !runs(limited)) {
        SKIP("no mount namespace (needs root)");
    }
}

/* --- limits -------------------------------------------------------------------------------- */

static void limit(int resource, rlim_t value)
{
    const struct rlimit both = {value, value};

    CHILD_CHECK(!setrlimit(resource, &both));
}

static void no_files(void *arg)
{
    (void)arg;
    limit(RLIMIT_NOFILE, 3);
    open_fails(EMFILE, "ulimit -n, now 3", NULL);
}

/* Some kernels count the memory of rings. */
static void no_memory(void *arg)
{
    const struct sring_options options = {.entries = 4096, .capacity = 16384};
    struct sring ring;
    int rc;

    (void)arg;
    limit(RLIMIT_MEMLOCK, 64 << 10);
    skip_unless(getuid() || (!setgroups(0, NULL) && !setgid(65534) && !setuid(65534)));
    rc = sring_open(&ring, &options);
    if (!rc) {
        sring_close(&ring);
    }
    skip_unless(rc != 0);
    CHILD_CHECK(rc == -ENOMEM);
    explains(rc, "ulimit -l, now 64 KiB", NULL);
    explains(rc, "retry", NULL);
}

static void limits(void **state)
{
    (void)state;
    assert_true(runs(no_files));
    if (!runs(no_memory)) {
        SKIP("this kernel does not count the memory of rings");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filters),
        cmocka_unit_test(kernels),
        cmocka_unit_test(sysctl_values),
        cmocka_unit_test(limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
