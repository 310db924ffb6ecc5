/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: waits for files with epoll.
 *
 * There is a watch for each descriptor. epoll has the program's descriptor (EPOLLET), and while
 * requests wait a duplicate keeps the file open, as io_uring does. When the program closes its
 * descriptor epoll forgets it, or keeps it if the file is open elsewhere. The number may then be
 * another file's: EPOLL_CTL_MOD, which fails for a file that epoll does not have, tells them apart.
 * Requests that wait for the former file go on with a watch of their own, which is registered with
 * its duplicate.
 *
 * A program mostly waits for a file again and again. So the duplicate stays open for two turns
 * more, unless the library closes the file or the ring sleeps.
 */
#include "fallback.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

/* --- epoll ----------------------------------------------------------------------------------- */

static struct sring_watch *new_watch(int fd)
{
    struct sring_watch *watch = calloc(1, sizeof(*watch));

    if (watch) {
        watch->fd = fd;
        watch->held = -1;
        watch->end = &watch->first;
    }
    return watch;
}

static void make_private(struct sring_fallback *it, struct sring_watch *watch)
{
    watch->is_private = true;
    watch->fd = watch->held;
    sring_watch_put(&it->private_watches, watch);
}

/* --- another file with the same number ------------------------------------------------------- */

/* Nobody can wait for their file any more. */
static void end_requests(struct sring_fallback *it, struct sring_watch *watch, int result)
{
    while (watch->first) {
        struct sring_request *request = watch->first;

        sring_watch_take_out(watch, request);
        request->where = SRING_REQUEST_IS_TRIED;
        request->result = result;
        sring_fallback_make_due(it, request);
    }
    sring_watch_let_go(watch);
}

/* The descriptor is another file's now, or is about to be: gives the requests that wait a watch
 * that does not need it. */
static void move_requests(struct sring_fallback *it, struct sring_watch *watch)
{
    struct sring_watch *other;

    watch->registered = false;
    if (!watch->first && !watch->is_private) {
        sring_watch_let_go(watch);
    }
    if (!watch->first) {
        return;
    }
    other = watch->held < 0 ? NULL : new_watch(-1);
    if (!other) {
        end_requests(it, watch, watch->held < 0 ? -EBADF : -ENOMEM);
        return;
    }
    other->held = watch->held;
    watch->held = -1;
    for (struct sring_request *at = watch->first, *next; at; at = next) {
        next = at->watch_next;
        sring_watch_append(other, at);
    }
    watch->first = NULL;
    watch->end = &watch->first;
    make_private(it, other);
    (void)sring_watch_control(it, EPOLL_CTL_ADD, other, sring_watch_wanted(other));
    other->registered = true;
    other->events = sring_watch_wanted(other);
}

/* Makes epoll report these events, too, also if one is there already. */
static int arm(struct sring_fallback *it, struct sring_watch *watch, uint32_t events)
{
    int rc = -ENOENT;

    if (watch->registered) {
        rc = sring_watch_control(it, EPOLL_CTL_MOD, watch, watch->events | events);
        events |= rc ? 0 : watch->events;
    }
    if (rc) {
        move_requests(it, watch);
        rc = sring_watch_control(it, EPOLL_CTL_ADD, watch, events);
        if (rc == -EEXIST) { /* the same file, whose watch was dropped */
            rc = sring_watch_control(it, EPOLL_CTL_MOD, watch, events);
        }
    }
    watch->registered = !rc;
    watch->events = rc ? 0 : events;
    return rc;
}

/* --- waiting --------------------------------------------------------------------------------- */

static struct sring_watch *watch_of(struct sring_fallback *it, int fd)
{
    while ((uint32_t)fd >= it->watch_count) {
        uint32_t room = it->watch_count;

        if (!sring_fallback_grow(&it->watches, it->watch_count, &room, sizeof(*it->watches))) {
            return NULL;
        }
        it->watch_count = room;
    }
    if (!it->watches[fd]) {
        it->watches[fd] = new_watch(fd);
    }
    return it->watches[fd];
}

static int join(struct sring_watch *watch, struct sring_request *request)
{
    sring_watch_append(watch, request);
    request->where = SRING_REQUEST_WAITS;
    return SRING_PENDING;
}

int sring_fallback_wait(struct sring_fallback *it, struct sring_request *request, int fd,
                        uint32_t events)
{
    struct sring_watch *watch = request->watch;
    int rc;

    if (watch && request->fd == fd && request->events == events) {
        return SRING_PENDING; /* it was tried in vain */
    }
    if (watch) {
        sring_fallback_unwatch(it, request);
    }
    request->events = events;
    watch = watch_of(it, fd);
    if (!watch) {
        return -ENOMEM;
    }
    rc = arm(it, watch, events);
    if (rc) {
        return rc;
    }
    rc = sring_watch_hold(watch, fd);
    return rc ? rc : join(watch, request);
}

static void drop_private(struct sring_fallback *it, struct sring_watch *watch)
{
    if (watch->registered) {
        (void)sring_watch_control(it, EPOLL_CTL_DEL, watch, 0);
    }
    sring_watch_let_go(watch);
    watch->next = it->dead; /* an event for it may have been taken already */
    it->dead = watch;
}

int sring_fallback_wait_alone(struct sring_fallback *it, struct sring_request *request, int fd,
                              uint32_t events)
{
    struct sring_watch *watch;
    int rc;

    if (request->watch) {
        return SRING_PENDING;
    }
    watch = new_watch(fd);
    if (!watch) {
        return -ENOMEM;
    }
    rc = sring_watch_hold(watch, fd);
    rc = rc || watch->held >= 0 ? rc : -EMFILE;
    if (rc) {
        free(watch);
        return rc;
    }
    make_private(it, watch);
    rc = arm(it, watch, events);
    if (rc) {
        drop_private(it, watch);
        return rc;
    }
    request->events = events;
    return join(watch, request);
}

void sring_fallback_unwatch(struct sring_fallback *it, struct sring_request *request)
{
    struct sring_watch *watch = request->watch;

    for (struct sring_request *at = request->watch_next; at; at = at->watch_next) {
        if (sring_watch_blocks(request, at)) {
            sring_fallback_make_due(it, at); /* what is left is for this one */
            break;
        }
    }
    sring_watch_take_out(watch, request);
    if (watch->first) {
        return;
    }
    if (watch->is_private) {
        drop_private(it, watch);
    } else if (watch->held >= 0) {
        sring_watch_put(&it->idle, watch);
    }
}

void sring_fallback_change(struct sring_fallback *it, struct sring_request *request,
                           uint32_t events)
{
    struct sring_watch *watch = request->watch;

    request->events = events;
    watch->events = sring_watch_wanted(watch);
    if (sring_watch_control(it, EPOLL_CTL_MOD, watch, watch->events)) {
        move_requests(it, watch);
    }
}

/* The descriptor is about to be closed. Without EPOLL_CTL_DEL epoll would go on to report the file
 * if it is open elsewhere, too. */
void sring_fallback_forget_fd(struct sring_fallback *it, int fd)
{
    struct sring_watch *watch = fd >= 0 && (uint32_t)fd < it->watch_count ? it->watches[fd] : NULL;

    if (watch && watch->registered) {
        (void)sring_watch_control(it, EPOLL_CTL_DEL, watch, 0);
        move_requests(it, watch);
        watch->events = 0;
    }
    if (watch && !watch->first) {
        sring_watch_let_go(watch);
    }
}
