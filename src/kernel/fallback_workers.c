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

    rc = rc ? rc : sring_threads_give(it->threads, &request->job);
    if (rc) {
        request->where = SRING_REQUEST_IS_TRIED;
        return rc;
    }
    return SRING_PENDING;
}

/* --- in order, for each file ----------------------------------------------------------------- */

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

static struct sring_request *last_of_file(const struct sring_fallback *it,
                                          const struct sring_request *request)
{
    struct sring_request *at = it->ordered;

    while (at && (at->device != request->device || at->inode != request->inode)) {
        at = at->last_next;
    }
    return at;
}

bool sring_fallback_has_ordered(struct sring_fallback *it, struct sring_request *request)
{
    return it->ordered && identify(request) && last_of_file(it, request);
}

static void insert_last(struct sring_request **at, struct sring_request *request)
{
    request->last_next = *at;
    request->last_link = at;
    if (request->last_next) {
        request->last_next->last_link = &request->last_next;
    }
    *at = request;
}

/* The last one of its file is another one now, or there is none. */
static void replace_last(struct sring_request *request, struct sring_request *other)
{
    struct sring_request **at = request->last_link;

    *at = request->last_next;
    if (request->last_next) {
        request->last_next->last_link = at;
    }
    if (other) {
        insert_last(at, other);
    }
}

static void join_order(struct sring_fallback *it, struct sring_request *request,
                       struct sring_request *last)
{
    request->is_ordered = true;
    request->earlier = last;
    request->later = NULL;
    if (last) {
        last->later = request;
        replace_last(last, request);
    } else {
        insert_last(&it->ordered, request);
    }
}

static void leave_order(struct sring_request *request)
{
    request->is_ordered = false;
    if (request->earlier) {
        request->earlier->later = request->later;
    }
    if (request->later) {
        request->later->earlier = request->earlier;
    } else {
        replace_last(request, request->earlier);
    }
}

int sring_fallback_give_ordered(struct sring_fallback *it, struct sring_request *request,
                                int (*function)(struct sring_request *request))
{
    struct sring_request *last = identify(request) ? last_of_file(it, request) : NULL;
    int rc = prepare(it, request, function);

    if (!rc) {
        rc = last ? sring_threads_give_after(it->threads, &last->job, &request->job)
                  : sring_threads_give(it->threads, &request->job);
    }
    if (rc) {
        request->where = SRING_REQUEST_IS_TRIED;
        return rc;
    }
    join_order(it, request, last);
    return SRING_PENDING;
}

/* --- results --------------------------------------------------------------------------------- */

bool sring_fallback_take_back(struct sring_fallback *it, struct sring_request *request)
{
    if (!sring_threads_take_back(it->threads, &request->job)) {
        return false;
    }
    if (request->is_ordered) {
        leave_order(request);
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
        request->where = SRING_REQUEST_IS_TRIED;
        if (request->is_ordered) {
            leave_order(request);
        }
        request->result = result == SRING_AGAIN ? SRING_PENDING : result;
        sring_fallback_make_due(it, request);
    }
}
