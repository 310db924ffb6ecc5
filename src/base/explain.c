/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sring_explain: the reason of an error and its remedy, as text.
 */
#include "base.h"

#include <sring/ring.h>

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

/* Returns the soft limit of a resource as text. `unit` divides it. */
static const char *limit_of(int resource, unsigned unit, char *text, size_t size)
{
    struct rlimit limit = {0};

    if (getrlimit(resource, &limit) || limit.rlim_cur == RLIM_INFINITY) {
        return "unlimited";
    }
    snprintf(text, size, "%llu", (unsigned long long)limit.rlim_cur / unit);
    return text;
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

/* Writes the text for an error whose reason is looked up: the kernel, the container, the limits.
 * Returns it, or NULL. */
static const char *look_up(int error, char *text, size_t size)
{
    char limit[24];

    switch (error) {
    case ENOSYS:
        sring_why_missing(text, size);
        return text;
    case EPERM:
    case EACCES:
        sring_why_forbidden(text, size);
        return text;
    case ENOMEM:
        snprintf(text, size,
                 "not enough memory: use smaller sizes; raise RLIMIT_MEMLOCK (ulimit -l, now %s "
                 "KiB), which limits rings, also just closed ones (retry), registered buffers and "
                 "pools of a user; raise the sysctl vm.nr_hugepages for required huge pages",
                 limit_of(RLIMIT_MEMLOCK, 1024, limit, sizeof(limit)));
        return text;
    case EMFILE:
        snprintf(text, size,
                 "the process has reached its limit of open files, or direct_fds (sring_options) "
                 "is above it: raise RLIMIT_NOFILE (ulimit -n, now %s)",
                 limit_of(RLIMIT_NOFILE, 1, limit, sizeof(limit)));
        return text;
    default:
        return NULL;
    }
}

size_t sring_explain(int rc, char *buffer, size_t size)
{
    const int error = rc < -INT_MAX ? INT_MAX : -rc;
    const char *text;
    char other[256];
    int length;

    switch (error) {
    case 0:
        text = "the ring is open";
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
        text = look_up(error, other, sizeof(other));
        text = text ? text : because_of_an_option(error);
        if (!text) {
            snprintf(other, sizeof(other), "the call failed: %s", strerror(error));
            text = other;
        }
    }
    length = snprintf(buffer, size, "%s", text);
    return length < 0 ? 0 : (size_t)length;
}
