/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: sockets are made, connected, accepted and shut down.
 *
 * There is no accept or connect that does not wait, other than on a file with O_NONBLOCK. The flag
 * is set for the time of the call.
 */
#include "fallback_operations.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define RETRY_TIME UINT64_C(1000000) /* nanoseconds, to connect to a socket whose queue is full */

/* Rings of several threads may accept on the same socket. */
static pthread_mutex_t flag_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void lock_flag(void)
{
    (void)pthread_mutex_lock(&flag_lock);
}

static void unlock_flag(void)
{
    (void)pthread_mutex_unlock(&flag_lock);
}

static void prepare_forks(void)
{
    (void)pthread_atfork(lock_flag, unlock_flag, unlock_flag);
}

/* accept4 or connect. */
static int call_nonblocking(long number, int fd, uint64_t address, uint64_t length, long flags)
{
    int file_flags = fcntl(fd, F_GETFL);
    bool changes = file_flags >= 0 && !(file_flags & O_NONBLOCK);
    int rc;

    if (changes) {
        (void)pthread_once(&once, prepare_forks);
        lock_flag();
        (void)fcntl(fd, F_SETFL, file_flags | O_NONBLOCK);
    }
    rc = (int)syscall(number, fd, sring_pointer(address), (long)length, flags);
    rc = rc < 0 ? -errno : rc;
    if (changes) {
        (void)fcntl(fd, F_SETFL, file_flags);
        unlock_flag();
    }
    return rc;
}

/* --- accept --------------------------------------------------------------------------------- */

static int accept_one(struct sring_fallback *it, struct sring_request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    int fd;

    if (sring_fallback_is_behind(it, request, request->fd, POLLIN)) {
        return sring_fallback_wait(it, request, request->fd, POLLIN);
    }
    fd = call_nonblocking(SYS_accept4, request->fd, sqe->addr, sqe->addr2, (long)sqe->accept_flags);
    if (fd == -EAGAIN) {
        return sring_fallback_wait(it, request, request->fd, POLLIN);
    }
    return fd < 0 ? fd : sring_fallback_install(it, request, fd);
}

int sring_run_accept(struct sring_fallback *it, struct sring_request *request)
{
    if (request->sqe.file_index && request->sqe.accept_flags & SOCK_CLOEXEC) {
        return -EINVAL;
    }
    for (;;) {
        int result = accept_one(it, request);

        if (!(request->sqe.ioprio & IORING_ACCEPT_MULTISHOT) || result < 0 ||
            sring_fallback_is_crowded(it)) {
            return result;
        }
        sring_fallback_post_item(it, request, result, 0);
    }
}

/* --- the others ----------------------------------------------------------------------------- */

/* A second call returns the outcome of the first one. */
int sring_run_connect(struct sring_fallback *it, struct sring_request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    bool again = request->watch != NULL;
    int rc;

    if (again && !sring_is_ready(request->fd, POLLOUT)) {
        return SRING_PENDING;
    }
    rc = call_nonblocking(SYS_connect, request->fd, sqe->addr, sqe->off, 0);
    if (again && rc == -EISCONN) {
        return 0;
    }
    if (rc == -EINPROGRESS || (again && rc == -EALREADY)) {
        return sring_fallback_wait(it, request, request->fd, POLLOUT);
    }
    if (rc == -EAGAIN) { /* a local socket; nothing tells when its queue has room */
        rc = sring_fallback_keep_open(request);
        return rc ? rc : sring_fallback_sleep(it, request, sring_now() + RETRY_TIME);
    }
    return rc;
}

int sring_run_socket(struct sring_fallback *it, struct sring_request *request)
{
    const struct io_uring_sqe *sqe = &request->sqe;
    int fd;

    if (sqe->rw_flags || (sqe->file_index && sqe->off & SOCK_CLOEXEC)) {
        return -EINVAL;
    }
    fd = socket(sqe->fd, (int)sqe->off, (int)sqe->len);
    return fd < 0 ? -errno : sring_fallback_install(it, request, fd);
}

int sring_run_shutdown(struct sring_fallback *it, struct sring_request *request)
{
    (void)it;
    return shutdown(request->fd, (int)request->sqe.len) ? -errno : 0;
}
