/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The simulated kernel's files. A request keeps its file open until it is done, and a slot of the
 * table until it is emptied, even if the program closes its descriptor. So they have their own
 * descriptors, above those that the program gets.
 */
#include "simulated.h"

#include <sys/resource.h>

#define FOR_PROGRAMS 4096 /* descriptors below the kernel's own */

static int first_own = INT_MAX;

int first_kernel_fd(void)
{
    return first_own;
}

__attribute__((constructor)) static void make_room(void)
{
    struct rlimit limit;

    if (is_fallback()) {
        first_own = 1024; /* see src/kernel/fallback_descriptors.c */
    }

    if (is_simulated() && !getrlimit(RLIMIT_NOFILE, &limit)) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
        first_own =
            limit.rlim_max < (rlim_t)2 * FOR_PROGRAMS ? (int)limit.rlim_max / 2 : FOR_PROGRAMS;
    }
}

int own_fd(int fd)
{
    int own = fcntl(fd, F_DUPFD_CLOEXEC, first_own);

    if (own < 0 && errno != EBADF) {
        give_up("no descriptors left; see ulimit -Hn");
    }
    return own;
}

void close_own(int fd)
{
    if (fd >= 0) {
        (void)close(fd);
    }
}

int file_of(const struct simulated *it, const struct request *request)
{
    uint32_t slot = (uint32_t)request->sqe.fd;

    if (!(request->sqe.flags & IOSQE_FIXED_FILE)) {
        return own_fd(request->sqe.fd);
    }
    return slot < it->file_count && it->files[slot] >= 0 ? own_fd(it->files[slot]) : -1;
}

int put_file(struct simulated *it, uint32_t slot, int fd)
{
    if (slot >= it->file_count) {
        return -EINVAL;
    }
    close_own(it->files[slot]);
    it->files[slot] = fd < 0 ? -1 : own_fd(fd);
    return fd >= 0 && it->files[slot] < 0 ? -EBADF : 0;
}

int install(struct simulated *it, const struct request *request, int fd)
{
    int rc;

    if (!request->sqe.file_index) {
        return fd;
    }
    rc = put_file(it, request->sqe.file_index - 1, fd);
    (void)close(fd);
    return rc;
}

int begin_nonblocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    if (!(flags & O_NONBLOCK)) {
        (void)fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    }
    return flags;
}

void end_nonblocking(int fd, int flags)
{
    int error = errno;

    if (!(flags & O_NONBLOCK)) {
        (void)fcntl(fd, F_SETFL, flags);
    }
    errno = error;
}
