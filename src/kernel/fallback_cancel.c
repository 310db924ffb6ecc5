/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: polls, and requests that cancel or change others.
 */
#include "fallback_operations.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/stat.h>

#define BY_SLOT (1u << 3) /* IORING_ASYNC_CANCEL_FD_FIXED, Linux 6.0 */

/* --- polls ---------------------------------------------------------------------------------- */

static uint32_t polled_events(const struct sring_request *request)
{
    return request->sqe.poll32_events & 0xffffu;
}

/* Reports each change. epoll also reports what is there at first. */
static int run_multishot(struct sring_fallback *it, struct sring_request *request)
{
    uint32_t ready = request->ready & (polled_events(request) | EPOLLERR | EPOLLHUP);

    request->ready = 0;
    if (ready && sring_fallback_is_crowded(it)) {
        return (int)ready;
    }
    if (ready) {
        sring_fallback_post_item(it, request, (int)ready, 0);
    }
    return sring_fallback_wait_alone(it, request, request->fd, polled_events(request));
}

int sring_run_poll(struct sring_fallback *it, struct sring_request *request)
{
    struct pollfd file = {.fd = request->fd, .events = (short)polled_events(request)};
    int rc;

    if (request->sqe.len & IORING_POLL_ADD_MULTI && request->watch) {
        return run_multishot(it, request);
    }
    (void)poll(&file, 1, 0);
    if (file.revents & POLLNVAL) {
        return -EBADF;
    }
    if (request->sqe.len & IORING_POLL_ADD_MULTI) {
        rc = run_multishot(it, request);
        return rc != -EPERM ? rc : file.revents ? file.revents : -EINVAL;
    }
    if (file.revents) {
        return file.revents;
    }
    rc = sring_fallback_wait(it, request, request->fd, polled_events(request));
    return rc == -EPERM ? -EINVAL : rc;
}

static struct sring_request *find(const struct sring_fallback *it, uint64_t user_data,
                                  bool (*matches)(const struct sring_request *request))
{
    struct sring_request *at = *sring_fallback_bucket(it, user_data);

    while (at && (at->sqe.user_data != user_data || !matches(at))) {
        at = at->next;
    }
    return at;
}

static bool is_poll(const struct sring_request *request)
{
    return request->sqe.opcode == IORING_OP_POLL_ADD;
}

int sring_run_poll_update(struct sring_fallback *it, struct sring_request *request)
{
    struct sring_request *poll = find(it, request->sqe.addr, is_poll);

    if (request->sqe.len != IORING_POLL_UPDATE_EVENTS) {
        return -EINVAL;
    }
    if (!poll) {
        return -ENOENT;
    }
    if (poll->due_link) {
        return -EALREADY; /* its file has just become ready */
    }
    poll->sqe.poll32_events = request->sqe.poll32_events;
    sring_fallback_change(it, poll, polled_events(poll));
    return 0;
}

/* --- cancelling ----------------------------------------------------------------------------- */

/* The number or slot is that of a request, which may have begun with an earlier file of this
 * number. */
static bool matches(const struct sring_request *cancel, const struct sring_request *request)
{
    uint32_t flags = cancel->sqe.cancel_flags;

    if (flags & IORING_ASYNC_CANCEL_ANY) {
        return true;
    }
    if (flags & IORING_ASYNC_CANCEL_FD) {
        return request->fd >= 0 && request->sqe.fd == cancel->sqe.fd &&
               (bool)(flags & BY_SLOT) == (bool)(request->sqe.flags & IOSQE_FIXED_FILE) &&
               (flags & BY_SLOT || sring_is_same_file(request->fd, cancel->sqe.fd));
    }
    return request->sqe.user_data == cancel->sqe.addr;
}

/* What a worker has begun cannot be stopped: it counts as found, as with io_uring. */
static void stop(struct sring_fallback *it, struct sring_request *request)
{
    if (request->where == SRING_REQUEST_WORKS && !sring_fallback_take_back(it, request)) {
        return;
    }
    request->cqe_flags = 0;
    sring_fallback_end(it, request,
                       request->moved && request->length ? (int)request->moved : -ECANCELED);
}

/* Returns a request in the bucket that this cancel request has not met yet, or NULL. */
static struct sring_request *next_match(struct sring_request *first,
                                        const struct sring_request *cancel, uint64_t number)
{
    struct sring_request *at = first;

    while (at && (at->seen >= number || !matches(cancel, at))) {
        at = at->next;
    }
    if (at) {
        at->seen = number;
    }
    return at;
}

int sring_run_cancel(struct sring_fallback *it, struct sring_request *request)
{
    uint32_t flags = request->sqe.cancel_flags;
    bool all = flags & (IORING_ASYNC_CANCEL_ALL | IORING_ASYNC_CANCEL_ANY);
    bool by_number = !(flags & (IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_FD));
    struct sring_request **bucket = sring_fallback_bucket(it, request->sqe.addr);
    struct sring_request **end = it->buckets + it->bucket_mask + 1;
    uint64_t number = ++it->cancels;
    struct sring_request *found;
    int count = 0;

    if (flags & IORING_ASYNC_CANCEL_FD && !(flags & BY_SLOT) &&
        fcntl(request->sqe.fd, F_GETFD) < 0) {
        return -EBADF;
    }
    request->seen = number;
    for (bucket = by_number ? bucket : it->buckets; bucket < end; bucket++) {
        while ((found = next_match(*bucket, request, number))) {
            stop(it, found);
            if (!all) {
                return 0;
            }
            count++;
        }
        if (by_number) {
            break;
        }
    }
    return all ? count : -ENOENT;
}
