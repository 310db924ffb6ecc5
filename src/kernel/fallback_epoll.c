/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: takes what epoll reports.
 */
#include "fallback.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define EVENTS_AT_ONCE 64
#define ANY_EVENTS (EPOLLERR | EPOLLHUP)

/* Whether an earlier request of the watch gets what this one waits for. */
static bool is_first(const struct sring_watch *watch, const struct sring_request *request)
{
    for (const struct sring_request *at = watch->first; at != request; at = at->watch_next) {
        if (sring_watch_blocks(at, request)) {
            return false;
        }
    }
    return true;
}

/* Something has happened to a file. Asks epoll for less if nobody waits for it. */
static void take_event(struct sring_fallback *it, struct sring_watch *watch, uint32_t events)
{
    bool useful = false;

    for (struct sring_request *at = watch->first; at; at = at->watch_next) {
        if (events & (at->events | ANY_EVENTS)) {
            useful = true;
            at->ready |= events;
            if (is_first(watch, at)) {
                sring_fallback_make_due(it, at);
            }
        }
    }
    if (!useful && watch->registered && !watch->is_private) {
        watch->events = sring_watch_wanted(watch);
        (void)sring_watch_control(it, watch->events ? EPOLL_CTL_MOD : EPOLL_CTL_DEL, watch,
                                  watch->events);
        watch->registered = watch->events;
    }
}

static int wait_for_events(struct sring_fallback *it, struct epoll_event *events,
                           uint64_t nanoseconds)
{
    uint64_t milliseconds;

#ifdef SYS_epoll_pwait2
    struct timespec time = {(time_t)(nanoseconds / SRING_SECOND),
                            (long)(nanoseconds % SRING_SECOND)};

    if (!it->no_pwait2) {
        long count = syscall(SYS_epoll_pwait2, it->epoll_fd, events, EVENTS_AT_ONCE,
                             nanoseconds == SRING_NEVER ? NULL : &time, NULL, 0);

        if (count >= 0 || (errno != ENOSYS && errno != EPERM)) {
            return (int)count;
        }
        it->no_pwait2 = true;
    }
#endif
    milliseconds = nanoseconds / 1000000 + (nanoseconds % 1000000 > 0);
    return epoll_wait(it->epoll_fd, events, EVENTS_AT_ONCE,
                      nanoseconds == SRING_NEVER ? -1
                      : milliseconds > INT_MAX   ? INT_MAX
                                                 : (int)milliseconds);
}

static void bury(struct sring_fallback *it)
{
    while (it->dead) {
        struct sring_watch *watch = it->dead;

        it->dead = watch->next;
        free(watch);
    }
}

int sring_fallback_look(struct sring_fallback *it, uint64_t end)
{
    struct epoll_event events[EVENTS_AT_ONCE];
    uint64_t now = end && end != SRING_NEVER ? sring_now() : 0;
    int count;

    bury(it);
    count = wait_for_events(it, events, end == SRING_NEVER ? end : end > now ? end - now : 0);
    for (int i = 0; i < count; i++) {
        if (events[i].data.ptr) {
            take_event(it, events[i].data.ptr, events[i].events);
        } else {
            it->results = true;
        }
    }
    if (count < 0) {
        return -EINTR;
    }
    return count == 0 ? -ETIME : 0;
}

int sring_fallback_open_watches(struct sring_fallback *it)
{
    it->epoll_fd = sring_fallback_own(epoll_create1(EPOLL_CLOEXEC));
    return it->epoll_fd < 0 ? it->epoll_fd : 0;
}

static void drop(struct sring_watch *watch, bool in_child)
{
    if (watch->held >= 0) {
        (void)close(watch->held);
        watch->held = -1;
    }
    if (!in_child) {
        free(watch);
    }
}

void sring_fallback_close_watches(struct sring_fallback *it, bool in_child)
{
    for (uint32_t i = 0; i < it->watch_count; i++) {
        if (it->watches[i]) {
            drop(it->watches[i], in_child);
        }
    }
    for (struct sring_watch *watch = it->private_watches, *next; watch; watch = next) {
        next = watch->next;
        drop(watch, in_child);
    }
    if (!in_child) {
        bury(it);
        free(it->watches);
    }
    if (it->epoll_fd >= 0) {
        (void)close(it->epoll_fd);
    }
}
