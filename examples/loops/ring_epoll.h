/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A ring and an epoll set in one thread: two functions to call in place of epoll_wait(2). Use one
 * of them, never both for the same set.
 */
#ifndef RING_EPOLL_H
#define RING_EPOLL_H

#include "watch.h"

#include <sring/sring.h>

#include <errno.h>
#include <sys/epoll.h>

/* --- the ring in the set: epoll_wait sleeps ------------------------------------------------ */

/* Adds the ring. Its event is that with data.ptr == ring. Returns 0 or -errno. */
static inline int ring_in_epoll_add(struct sring *ring, int epoll) SRING_REQUIRES(*ring)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = ring}};
    int fd = sring_pollable_fd(ring);

    if (fd < 0) {
        return fd;
    }
    return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) ? -errno : 0;
}

/* As epoll_wait, but returns -errno. The ring's event is handled here, and not returned: 0 may also
 * mean that only the ring had one. */
static inline int ring_in_epoll_wait(struct sring *ring, int epoll, struct epoll_event *events,
                                     int most, int timeout_ms) SRING_REQUIRES(*ring)
{
    int count;
    int rc = sring_flush(ring); /* what the program has begun since the last call */

    if (rc) {
        return rc;
    }
    count = epoll_wait(epoll, events, most, timeout_ms);
    if (count < 0) {
        return -errno;
    }
    for (int i = 0; i < count; i++) {
        if (events[i].data.ptr == ring) {
            events[i] = events[--count];
            rc = sring_poll(ring);
            return rc < 0 ? rc : count;
        }
    }
    return count;
}

/* --- the set in the ring: the ring sleeps -------------------------------------------------- */

/* As epoll_wait, but returns -errno. The ring is not in the set; `watch` watches the set
 * (watch_open, watch_close). 0 may also mean that something has happened in the ring. */
static inline int epoll_in_ring_wait(struct sring *ring, struct watch *watch, int epoll,
                                     struct epoll_event *events, int most, int timeout_ms)
    SRING_REQUIRES(*ring)
{
    uint64_t timeout_ns = timeout_ms < 0 ? SRING_FOREVER : (uint64_t)timeout_ms * 1000000;
    int rc = watch_wait(ring, watch, timeout_ns);
    int count;

    if (rc || watch->active) {
        return rc; /* no event in the set */
    }
    count = epoll_wait(epoll, events, most, 0);
    return count < 0 ? -errno : count;
}

#endif /* RING_EPOLL_H */
