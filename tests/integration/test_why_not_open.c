/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sring_explain tells apart why a ring did not open. Each reason in docs/OBSERVING.md is provoked
 * in a child. A sysctl is a file of the child's own, mounted over the real one: the machine's is
 * left alone.
 */
#include "support.h"

#include "kernel/uring.h"

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#define SYSCTLS "/proc/sys/kernel"
#define SKIPPED 77

static void explains(int rc, const char *part, const char *not_part)
{
    char text[256]; /* as in programs */

    CHILD_CHECK(sring_explain(rc, text, sizeof(text)) < sizeof(text));
    if (!strstr(text, part) || (not_part && strstr(text, not_part))) {
        fprintf(stderr, "%d: expected \"%s\": %s\n", rc, part, text);
        _exit(1);
    }
}

static void open_fails(int error, const char *part, const char *not_part)
{
    const struct sring_options of_uring = {.backend = SRING_BACKEND_URING};
    struct sring ring;

    CHILD_CHECK(sring_open(&ring, &of_uring) == -error);
    explains(-error, part, not_part);
    if (error == EPERM || error == EACCES || error == ENOSYS) { /* the remedy helps */
        explains(-error, "open with SRING_BACKEND_AUTO", NULL);
        CHILD_CHECK(sring_open(&ring, NULL) == 0);
        CHILD_CHECK(sring_backend(&ring) == SRING_BACKEND_FALLBACK);
        sring_close(&ring);
    }
}

static int refusal; /* of this kernel, which no filter makes */

static int refuse(unsigned entries, struct io_uring_params *params)
{
    (void)entries;
    (void)params;
    return -refusal;
}

/* The same without a filter. */
static void set_up_fails(int error, const char *part, const char *not_part)
{
    int (*real)(unsigned entries, struct io_uring_params *params) = sring_uring_setup;

    refusal = error;
    sring_uring_setup = refuse;
    open_fails(error, part, not_part);
    sring_uring_setup = real;
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

static void filter_denies(void *arg)
{
    (void)arg;
    forbid_call(__NR_io_uring_setup, EACCES);
    open_fails(EACCES, "forbidden by a seccomp filter", "security module");
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
    assert_true(runs(filter_denies));
    assert_true(runs(filter_hides));
}

/* --- kernels ------------------------------------------------------------------------------- */

/* The kernel calls itself 2.6 here. */
static void old_kernel(void *arg)
{
    (void)arg;
    skip_unless(personality(UNAME26) >= 0);
    set_up_fails(ENOSYS, "Linux 5.11 or later", "seccomp");
    forbid_call(__NR_io_uring_setup, ENOSYS);
    open_fails(ENOSYS, "Linux 5.11 or later", "seccomp");
}

/* No sysctl of io_uring is there. */
static void without_io_uring(void *arg)
{
    (void)arg;
    own_sysctls();
    set_up_fails(ENOSYS, "CONFIG_IO_URING", "seccomp");
    set_up_fails(EPERM, "security module", NULL);
    set_up_fails(EACCES, "security module", NULL);
    forbid_call(__NR_io_uring_setup, ENOSYS);
    open_fails(ENOSYS, "or this kernel was built without CONFIG_IO_URING", "5.11");
}

static void emulated(void *arg)
{
    (void)arg;
    skip_unless(!access(SYSCTLS "/io_uring_disabled", F_OK));
    set_up_fails(ENOSYS, "emulator", "seccomp");
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
    set_up_fails(EPERM, "disabled on this machine", "seccomp");
    write_sysctl("io_uring_disabled", "0\n");
    set_up_fails(EPERM, "not by a sysctl", NULL);
}

static void limited(void *arg)
{
    const gid_t other = 65533;

    (void)arg;
    own_sysctls();
    write_sysctl("io_uring_disabled", "1\n");
    write_sysctl("io_uring_group", "65533\n");
    CHILD_CHECK(!setgroups(0, NULL));
    set_up_fails(EPERM, "kernel.io_uring_group (now 65533)", "seccomp");
    CHILD_CHECK(!setgroups(1, &other)); /* a member is not limited */
    set_up_fails(EPERM, "not by a sysctl", NULL);
    CHILD_CHECK(!setgroups(0, NULL));
    forbid_call(__NR_io_uring_setup, EPERM);
    open_fails(EPERM, "forbidden by a seccomp filter", NULL); /* root is not limited */
    CHILD_CHECK(!setgid(65534) && !setuid(65534));
    open_fails(EPERM, "members of a group", NULL);
}

static void sysctl_values(void **state)
{
    (void)state;
    if (!kernel_is_at_least(6, 6)) {
        SKIP("a sysctl of io_uring needs Linux 6.6");
    }
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

/* A filter instead of the system's limit, which is everybody's. */
static void no_files_in_the_system(void *arg)
{
    (void)arg;
    forbid_call(__NR_io_uring_setup, ENFILE);
    open_fails(ENFILE, "fs.file-max", "seccomp");
}

static void no_slot(void *arg)
{
    const struct sring_options options = {.direct_fds = 1};
    struct sring_direct_fd first, second;
    struct sring_fd file;
    struct sring ring;

    (void)arg;
    CHILD_CHECK(sring_open(&ring, &options) == 0);
    temporary_file(&file, "");
    CHILD_CHECK(sring_fd_register(&ring, &file, &first) == 0);
    CHILD_CHECK(sring_fd_register(&ring, &file, &second) == -ENFILE);
    explains(-ENFILE, "raise direct_fds", "seccomp");
    sring_direct_fd_unregister(&ring, &first);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
}

/* Some kernels count the memory of rings. */
static void no_memory(void *arg)
{
    const struct sring_options options = {
        .backend = SRING_BACKEND_URING, .entries = 4096, .capacity = 16384};
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
    assert_true(runs(no_files_in_the_system));
    assert_true(runs(no_slot));
    if (!runs(no_memory)) {
        SKIP("this kernel does not count the memory of rings");
    }
}

/* --- options ------------------------------------------------------------------------------- */

/* A kernel that knows no IORING_REGISTER_CLOCK. */
static void no_clock(void *arg)
{
    const char *refused = NULL;
    const struct sring_options options = {
        .backend = SRING_BACKEND_URING, .clock = CLOCK_BOOTTIME, .refused = &refused};
    struct sring ring;

    (void)arg;
    forbid_call(__NR_io_uring_register, EINVAL);
    CHILD_CHECK(sring_open(&ring, &options) == -EOPNOTSUPP);
    CHILD_CHECK(refused && !strcmp(refused, "clock: Linux 6.12 or later is needed"));
    explains(-EOPNOTSUPP, "refused in sring_options has the reason", "seccomp");
}

static void options_of_newer_kernels(void **state)
{
    (void)state;
    if (!kernel_is_at_least(5, 17)) {
        SKIP("a ring that is opened without io_uring_register needs Linux 5.17");
    }
    assert_true(runs(no_clock));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filters),
        cmocka_unit_test(kernels),
        cmocka_unit_test(sysctl_values),
        cmocka_unit_test(limits),
        cmocka_unit_test(options_of_newer_kernels),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
