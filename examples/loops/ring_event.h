/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A ring in a libevent loop. libevent 2.1 has no function to call before it sleeps. So its loop is
 * run one turn at a time, and the ring is flushed between two.
 *
 * There is no way to have the loop in the ring: the descriptor of an event_base is private. Give it
 * a thread of its own, see loop_event.c.
 */
#ifndef RING_EVENT_H
#define RING_EVENT_H

#include <sring/sring.h>

#include <errno.h>
#include <event2/event.h>

struct ring_in_event {
    struct sring *ring;
    struct event *readable;
    int rc; /* 0, or the error of the last poll */
};

static inline void ring_in_event_poll(evutil_socket_t fd, short what, void *arg)
{
    struct ring_in_event *inside = arg;
    struct sring *ring = inside->ring;
    int rc;

    (void)fd;
    (void)what;
    sring_assert_owner(ring);
    rc = sring_poll(ring);
    inside->rc = rc < 0 ? rc : 0;
}

/* Returns 0 or -errno. */
static inline int ring_in_event_open(struct sring *ring, struct ring_in_event *inside,
                                     struct event_base *base) SRING_REQUIRES(*ring)
{
    int fd = sring_pollable_fd(ring);

    if (fd < 0) {
        return fd;
    }
    inside->ring = ring;
    inside->rc = 0;
    inside->readable = event_new(base, fd, EV_READ | EV_PERSIST, ring_in_event_poll, inside);
    if (inside->readable && event_add(inside->readable, NULL)) {
        event_free(inside->readable);
        inside->readable = NULL;
    }
    return inside->readable ? 0 : -ENOMEM;
}

/* Close the ring later. */
static inline void ring_in_event_close(struct ring_in_event *inside)
{
    event_free(inside->readable);
}

/* In place of event_base_dispatch: runs until event_base_loopbreak or event_base_loopexit. Returns
 * 0 or -errno. A turn with EVLOOP_ONCE sleeps before it calls the program, never after. */
static inline int ring_in_event_run(struct sring *ring, const struct ring_in_event *inside,
                                    struct event_base *base) SRING_REQUIRES(*ring)
{
    do {
        int rc = sring_flush(ring);

        rc = rc ? rc : inside->rc;
        if (rc) {
            return rc;
        }
        if (event_base_loop(base, EVLOOP_ONCE)) {
            return -EINVAL; /* libevent does not say why */
        }
    } while (!event_base_got_break(base) && !event_base_got_exit(base));
    return inside->rc;
}

#endif /* RING_EVENT_H */
