/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sring_explain: the reason of an error and its remedy, as text.
 */
#include <sring/ring.h>

#include <stdio.h>
#include <string.h>

#if defined(SRING_WITHOUT_URING)
#define NO_URING                                                                                   \
    "the library was built without io_uring (SRING_WITH_URING is OFF): build it on a system with " \
    "Linux's headers and liburing"
#else
#define NO_URING                                                                                   \
    "this kernel has no io_uring, or an old one: Linux 5.11 or later is needed, or open with "     \
    "SRING_BACKEND_AUTO"
#endif

/* Returns the sysctl kernel.io_uring_disabled (0 to 2), or -1 if the kernel does not have it. */
static int disabled_by_sysctl(void)
{
    FILE *file = fopen("/proc/sys/kernel/io_uring_disabled", "re");
    int value = -1;

    if (file) {
        if (fscanf(file, "%d", &value) != 1) {
            value = -1;
        }
        fclose(file);
    }
    return value;
}

static const char *forbidden(void)
{
    switch (disabled_by_sysctl()) {
    case 2:
        return "io_uring is disabled on this machine: set the sysctl kernel.io_uring_disabled to "
               "0, "
               "or open with SRING_BACKEND_AUTO";
    case 1:
        return "io_uring is limited to privileged processes and members of a group: join the group "
               "in kernel.io_uring_group, or set the sysctl kernel.io_uring_disabled to 0, or open "
               "with "
               "SRING_BACKEND_AUTO";
    default:
        return "io_uring is forbidden, most likely by a container's seccomp profile: "
               "allow io_uring_setup, io_uring_enter and io_uring_register in it (Docker: "
               "--security-opt seccomp=PROFILE), or open with SRING_BACKEND_AUTO";
    }
}

/* Returns the text for an error that only some options (sring_options) cause, or NULL. */
static const char *because_of_an_option(int error)
{
    switch (error) {
    case EOWNERDEAD:
        return "the kernel's thread that reads the requests (sqpoll in sring_options) is gone: "
               "close the ring and open another one";
    case EINTR:
        return "a signal has ended the wait, as interruptible (sring_options) asks for: call it "
               "again, nothing is lost";
    default:
        return NULL;
    }
}

size_t sring_explain(int rc, char *buffer, size_t size)
{
    const char *text;
    char other[128];
    int length;

    switch (-rc) {
    case 0:
        text = "the ring is open";
        break;
    case ENOSYS:
        text = NO_URING;
        break;
    case EPERM:
    case EACCES:
        text = forbidden();
        break;
    case ENOMEM:
        text = "not enough memory: use smaller sizes; raise RLIMIT_MEMLOCK (ulimit -l), which "
               "limits rings, registered buffers and pools of an ordinary user; raise the sysctl"
               " vm.nr_hugepages for a pool that requires huge pages";
        break;
    case EMFILE:
        text = "the process has reached its limit of open files, or direct_fds (sring_options) "
               "is above it: raise RLIMIT_NOFILE (ulimit -n)";
        break;
    case ENFILE:
        text = "the ring's table of direct descriptors is full: close some, or raise direct_fds "
               "(sring_options); or the system has reached its limit of open files: raise the "
               "sysctl fs.file-max";
        break;
    case EINVAL:
        text = "out of range: a ring has a known preset, at most 16384 entries, a capacity of "
               "65472, 16384 registered_buffers, 1048576 direct_fds; a buffer ring 1 to 32768 "
               "buffers; a pool's at most 2 GiB - 4 KiB, registered 1 GiB, max_count >= count, an "
               "alignment of 2^n";
        break;
    case EOVERFLOW:
        text = "the process has used up the numbers of its operations: open fewer rings at a "
               "time, or restart it";
        break;
    case ENOBUFS:
        text = "all buffers of the pool are out, or the ring's table of registered buffers is "
               "full: put buffers back, or raise max_count (sring_pool_options) or "
               "registered_buffers (sring_options); or 65536 buffer rings are open: close some";
        break;
    case EFAULT:
        text = "the memory cannot be written: map it with PROT_WRITE before it is registered";
        break;
    case EOPNOTSUPP:
        text = "not supported here: registered buffers and buffer rings need Linux 5.19, direct "
               "descriptors from operations 5.15, workers 5.15, napi 6.9, clock 6.12 (refused in "
               "sring_options has the reason); iopoll has no wakers; NUMA: -DSRING_WITH_NUMA=ON";
        break;
    default:
        snprintf(other, sizeof(other), "the call failed: %s", strerror(-rc));
        text = because_of_an_option(-rc);
        text = text ? text : other;
    }
    length = snprintf(buffer, size, "%s", text);
    return length < 0 ? 0 : (size_t)length;
}
