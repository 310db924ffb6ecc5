/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: requests that worker threads carry out.
 */
#include "fallback.h"

#include <errno.h>
#include <sring/options.h>
#include <sys/epoll.h>
#include <sys/stat.h>

static int work(void *arg)
{
    struct sring_request *request = arg;

    return request->work(request);
}

/* A thread is started when a request needs one. */
int sring_fallback_open_workers(struct sring_fallback *it)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = NULL}};
    int rc = sring_threads_open(&it->threads, it->most_workers, &it->threads_fd);

    return rc || !epoll_ctl(it->epoll_fd, EPOLL_CTL_ADD, it->threads_fd, &event) ? rc : -errno;
}

int sring_fallback_keep_open(struct sring_request *request)
{
    int fd = request->fd;

    if (fd >= 0 && request->own < 0) {
        fd = sring_fallback_dup(fd);
        if (fd == -EMFILE || fd == -ENFILE) {
            return 0; /* the program must not close it meanwhile */
        }
        if (fd < 0) {
            return fd;
        }
        request->fd = request->own = fd;
    }
    return 0;
}

static int give(struct sring_fallback *it, struct sring_request *request)
{
    int rc = sring_threads_give(it->threads, &request->job);

    it->working += rc ? 0 : 1;
    return rc;
}

static int prepare(struct sring_fallback *it, struct sring_request *request,
                   int (*function)(struct sring_request *request))
{
    int rc = sring_fallback_keep_open(request);

    if (!rc) {
        if (request->watch) {
            sring_fallback_unwatch(it, request);
        }
        request->work = function;
        request->job.fn = work;
        request->job.arg = request;
        request->where = SRING_REQUEST_WORKS;
    }
    return rc;
}

int sring_fallback_give(struct sring_fallback *it, struct sring_request *request,
                        int (*function)(struct sring_request *request))
{
    int rc = prepare(it, request, function);

    rc = rc ? rc : give(it, request);
    if (rc) {
        request->where = SRING_REQUEST_IS_TRIED;
        return rc;
    }
    return SRING_PENDING;
}

/* --- the position of a file ------------------------------------------------------------------ */

static bool identify(struct sring_request *request)
{
    struct stat stat;

    if (fstat(request->fd, &stat)) {
        return false;
    }
    request->device = stat.st_dev;
    request->inode = stat.st_ino;
    return true;
}

static struct sring_request *find_ordered(const struct sring_fallback *it,
                                          const struct sring_request *request)
{
    struct sring_request *at = it->ordered;

    while (at && (at->device != request->device || at->inode != request->inode)) {
        at = at->ordered_next;
    }
    return at;
}

bool sring_fallback_has_ordered(struct sring_fallback *it, struct sring_request *request)
{
    return it->ordered && identify(request) && find_ordered(it, request);
}

int sring_fallback_give_ordered(struct sring_fallback *it, struct sring_request *request,
                                int (*function)(struct sring_request *request))
{
    bool waits = identify(request) && find_ordered(it, request);
    int rc = prepare(it, request, function);

    rc = rc || waits ? rc : give(it, request);
    if (rc) {
        request->where = SRING_REQUEST_IS_TRIED;
        return rc;
    }
    request->is_ordered = true;
    request->ordered_next = NULL;
    *it->ordered_end = request;
    it->ordered_end = &request->ordered_next;
    return SRING_PENDING;
}

/* The request is done: takes it from the list, and lets the next one of its file begin. */
static void end_order(struct sring_fallback *it, struct sring_request *request)
{
    struct sring_request **at = &it->ordered;
    bool was_first = find_ordered(it, request) == request;
    struct sring_request *next;
    int rc;

    while (*at != request) {
        at = &(*at)->ordered_next;
    }
    *at = request->ordered_next;
    if (!request->ordered_next) {
        it->ordered_end = at;
    }
    request->is_ordered = false;
    next = was_first ? find_ordered(it, request) : NULL;
    rc = next ? give(it, next) : 0;
    if (rc) { /* there was a thread, and threads do not end before the ring */
        SRING_ASSERT(false);
    }
}

/* --- results --------------------------------------------------------------------------------- */

bool sring_fallback_take_back(struct sring_fallback *it, struct sring_request *request)
{
    bool given = !request->is_ordered || find_ordered(it, request) == request;

    if (given) {
        if (!sring_threads_take_back(it->threads, &request->job)) {
            return false;
        }
        it->working--;
    }
    if (request->is_ordered) {
        end_order(it, request);
    }
    request->where = SRING_REQUEST_IS_TRIED;
    return true;
}

void sring_fallback_take_results(struct sring_fallback *it)
{
    struct sring_job *next;

    it->results = false;
    for (struct sring_job *job = sring_threads_take_done(it->threads); job; job = next) {
        struct sring_request *request = job->arg;
        int result = job->result;

        next = job->next;
        it->working--;
        request->where = SRING_REQUEST_IS_TRIED;
        if (request->is_ordered) {
            end_order(it, request);
        }
        request->result = result == SRING_AGAIN ? SRING_PENDING : result;
        sring_fallback_make_due(it, request);
    }
}
