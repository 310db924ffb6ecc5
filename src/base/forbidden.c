/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Why the kernel refuses io_uring to this process: the sysctl, a seccomp filter, a security module,
 * or a kernel without it.
 */
#include "base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#define CAN_ADMINISTRATE 21 /* CAP_SYS_ADMIN */
#define FILTERED 2          /* SECCOMP_MODE_FILTER */
#define MOST_GROUPS 65536   /* NGROUPS_MAX of the kernel */
#define OR_FALL_BACK ", or open with SRING_BACKEND_AUTO"

/* Returns a sysctl of the kernel, or `missing` if the kernel does not have it. */
static int read_sysctl(const char *path, int missing)
{
    FILE *file = fopen(path, "re");
    int value = missing;

    if (file) {
        if (fscanf(file, "%d", &value) != 1) {
            value = missing;
        }
        fclose(file);
    }
    return value;
}

/* Returns kernel.io_uring_disabled (0 to 2), or -1: Linux before 6.6, or one without io_uring. */
static int disabled(void)
{
    return read_sysctl("/proc/sys/kernel/io_uring_disabled", -1);
}

static int allowed_group(void)
{
    return read_sysctl("/proc/sys/kernel/io_uring_group", -1);
}

/* Returns a number of the calling thread's status, or 0. */
static unsigned long long of_status(const char *name, int base)
{
    FILE *file = fopen("/proc/thread-self/status", "re");
    unsigned long long value = 0;
    char line[256];

    while (file && fgets(line, sizeof(line), file)) {
        size_t length = strlen(name);

        if (!strncmp(line, name, length) && line[length] == ':') {
            value = strtoull(line + length + 1, NULL, base);
            break;
        }
    }
    if (file) {
        fclose(file);
    }
    return value;
}

static bool is_filtered(void)
{
    return of_status("Seccomp", 10) == FILTERED;
}

static bool is_member(int group)
{
    gid_t *groups;
    bool found = group >= 0 && getegid() == (gid_t)group;
    int count;

    if (group < 0 || found) {
        return found;
    }
    groups = malloc(MOST_GROUPS * sizeof(*groups));
    count = groups ? getgroups(MOST_GROUPS, groups) : -1;
    for (int i = 0; i < count && !found; i++) {
        found = groups[i] == (gid_t)group;
    }
    free(groups);
    return found;
}

/* Whether kernel.io_uring_disabled = 1 is what forbids it. In a user namespace a process has the
 * capability, and yet the kernel refuses; then no filter is the cause. */
static bool is_limited(void)
{
    bool capable = of_status("CapEff", 16) >> CAN_ADMINISTRATE & 1;

    return disabled() == 1 && !is_member(allowed_group()) && !(capable && is_filtered());
}

void sring_why_forbidden(char *text, size_t size)
{
    if (disabled() == 2) {
        snprintf(text, size,
                 "io_uring is disabled on this machine: set the sysctl kernel.io_uring_disabled to "
                 "0" OR_FALL_BACK);
    } else if (is_limited()) {
        snprintf(text, size,
                 "io_uring is limited to privileged processes and members of a group: join the "
                 "group in kernel.io_uring_group (now %d), or set the sysctl "
                 "kernel.io_uring_disabled to 0" OR_FALL_BACK,
                 allowed_group());
    } else if (is_filtered()) {
        snprintf(text, size,
                 "io_uring is forbidden by a seccomp filter, most likely of a container: allow "
                 "io_uring_setup, io_uring_enter and io_uring_register in it (Docker: "
                 "--security-opt seccomp=PROFILE)" OR_FALL_BACK);
    } else {
        snprintf(text, size,
                 "io_uring is forbidden, but not by a sysctl or a seccomp filter: see the policy "
                 "of the security module (SELinux, AppArmor)" OR_FALL_BACK);
    }
}

#if defined(SRING_WITHOUT_URING)
void sring_why_missing(char *text, size_t size)
{
    snprintf(text, size,
             "the library was built without io_uring (SRING_WITH_URING is OFF): build it on a "
             "system with Linux's headers and liburing");
}
#else
static bool is_too_old(void)
{
    struct utsname name;
    int major = 0, minor = 0;

    return !uname(&name) && sscanf(name.release, "%d.%d", &major, &minor) == 2 &&
           (major < 5 || (major == 5 && minor < 11));
}

void sring_why_missing(char *text, size_t size)
{
    if (is_too_old()) {
        snprintf(text, size,
                 "this kernel has no io_uring, or an old one: Linux 5.11 or later is "
                 "needed" OR_FALL_BACK);
    } else if (is_filtered()) {
        snprintf(text, size,
                 "io_uring is hidden by a seccomp filter, most likely of a container%s: allow "
                 "io_uring_setup, io_uring_enter and io_uring_register in it" OR_FALL_BACK,
                 disabled() < 0 ? " (or this kernel was built without CONFIG_IO_URING)" : "");
    } else if (disabled() >= 0) {
        snprintf(text, size,
                 "the kernel has io_uring, but an emulator or a sandbox between does not pass it "
                 "on: run the program without it" OR_FALL_BACK);
    } else {
        snprintf(text, size,
                 "this kernel has no io_uring: use one that is built with "
                 "CONFIG_IO_URING" OR_FALL_BACK);
    }
}
#endif
