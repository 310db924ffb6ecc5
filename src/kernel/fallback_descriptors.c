/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: descriptors of its own.
 */
#include "fallback.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#define FOR_PROGRAMS 1024
#define LOWEST 3 /* not a standard stream's, if the program has closed one */

/* Half of the numbers, if there are few. */
static int first_own(void)
{
    struct rlimit limit;
    int half;

    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur > (rlim_t)2 * FOR_PROGRAMS) {
        return FOR_PROGRAMS;
    }
    half = (int)limit.rlim_cur / 2;
    return half < LOWEST ? LOWEST : half;
}

int sring_fallback_dup(int fd)
{
    static int first; /* the same in all threads */
    int own;

    if (!__atomic_load_n(&first, __ATOMIC_RELAXED)) {
        __atomic_store_n(&first, first_own(), __ATOMIC_RELAXED);
    }
    own = fcntl(fd, F_DUPFD_CLOEXEC, __atomic_load_n(&first, __ATOMIC_RELAXED));
    if (own < 0 && errno != EBADF) {
        own = fcntl(fd, F_DUPFD_CLOEXEC, LOWEST);
    }
    if (own < 0) {
        return errno == EINVAL ? -EMFILE : -errno; /* EINVAL: RLIMIT_NOFILE is at most 3 */
    }
    return own;
}

int sring_fallback_own(int fd)
{
    int own = fd < 0 ? -errno : sring_fallback_dup(fd);

    if (fd < 0) {
        return own;
    }
    if (own < 0) {
        return fd;
    }
    (void)close(fd);
    return own;
}

bool sring_is_open_for(int fd, int mode)
{
    int flags = fcntl(fd, F_GETFL) & O_ACCMODE;

    return flags == O_RDWR || flags == mode;
}

bool sring_is_ready(int fd, short events)
{
    struct pollfd file = {.fd = fd, .events = events};

    return poll(&file, 1, 0) != 0;
}
