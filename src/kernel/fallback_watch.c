/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: the requests that wait for a file, and the duplicate that keeps it open.
 */
#include "fallback.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

void sring_watch_append(struct sring_watch *watch, struct sring_request *request)
{
    request->watch_next = NULL;
    request->watch_link = watch->end;
    *watch->end = request;
    watch->end = &request->watch_next;
    request->watch = watch;
    request->fd = watch->held < 0 ? watch->fd : watch->held;
}

void sring_watch_take_out(struct sring_watch *watch, struct sring_request *request)
{
    *request->watch_link = request->watch_next;
    if (request->watch_next) {
        request->watch_next->watch_link = request->watch_link;
    } else {
        watch->end = request->watch_link;
    }
    request->watch = NULL;
}

static bool is_poll(const struct sring_request *request)
{
    return request->sqe.opcode == IORING_OP_POLL_ADD;
}

/* Polls take nothing from the file, so the others need not wait for them. */
bool sring_watch_blocks(const struct sring_request *first, const struct sring_request *second)
{
    return !is_poll(first) && !is_poll(second) && first->events & second->events;
}

int sring_watch_control(const struct sring_fallback *it, int operation, struct sring_watch *watch,
                        uint32_t events)
{
    struct epoll_event event = {.events = events | EPOLLET, .data = {.ptr = watch}};

    return epoll_ctl(it->epoll_fd, operation, watch->fd, &event) ? -errno : 0;
}

uint32_t sring_watch_wanted(const struct sring_watch *watch)
{
    uint32_t events = 0;

    for (const struct sring_request *at = watch->first; at; at = at->watch_next) {
        events |= at->events;
    }
    return events;
}

bool sring_fallback_is_behind(const struct sring_fallback *it, const struct sring_request *request,
                              int fd, uint32_t events)
{
    const struct sring_watch *watch = (uint32_t)fd < it->watch_count ? it->watches[fd] : NULL;

    if (request->watch || !watch) {
        return false;
    }
    for (const struct sring_request *at = watch->first; at; at = at->watch_next) {
        if (!is_poll(at) && at->events & events) {
            return true;
        }
    }
    return false;
}

/* --- duplicates ------------------------------------------------------------------------------ */

void sring_watch_put(struct sring_watch **list, struct sring_watch *watch)
{
    watch->next = *list;
    watch->link = list;
    if (watch->next) {
        watch->next->link = &watch->next;
    }
    *list = watch;
}

static void take_out(struct sring_watch *watch)
{
    *watch->link = watch->next;
    if (watch->next) {
        watch->next->link = watch->link;
    }
    watch->link = NULL;
}

void sring_watch_let_go(struct sring_watch *watch)
{
    if (watch->link) {
        take_out(watch);
    }
    if (watch->held >= 0) {
        (void)close(watch->held);
        watch->held = -1;
    }
}

void sring_fallback_close_idle(struct sring_fallback *it, bool all)
{
    while (it->long_idle) {
        sring_watch_let_go(it->long_idle);
    }
    while (all && it->idle) {
        sring_watch_let_go(it->idle);
    }
    it->long_idle = it->idle;
    it->idle = NULL;
    if (it->long_idle) {
        it->long_idle->link = &it->long_idle;
    }
}

int sring_watch_hold(struct sring_watch *watch, int fd)
{
    int held = watch->held < 0 ? sring_fallback_dup(fd) : watch->held;

    if (watch->link) {
        take_out(watch);
    }
    watch->held = held < 0 ? -1 : held;
    return held == -EMFILE || held == -ENFILE || held >= 0 ? 0 : held;
}
