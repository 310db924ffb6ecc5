/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A ring and an sd-event loop in one thread. Use one of the two ways, never both.
 */
#ifndef RING_SD_EVENT_H
#define RING_SD_EVENT_H

#include "watch.h"

#include <sring/sring.h>

#include <sys/epoll.h>
#include <systemd/sd-event.h>

/* --- the ring in the loop: sd_event_loop sleeps -------------------------------------------- */

/* An error of the ring ends the loop, with the error as its result. */
static inline int ring_in_sd_event_check(sd_event_source *source, int rc)
{
    return rc < 0 ? sd_event_exit(sd_event_source_get_event(source), rc) : 0;
}

static inline int ring_in_sd_event_poll(sd_event_source *source, int fd, uint32_t events, void *arg)
{
    struct sring *ring = arg;

    (void)fd;
    (void)events;
    sring_assert_owner(ring);
    return ring_in_sd_event_check(source, sring_poll(ring));
}

static inline int ring_in_sd_event_flush(sd_event_source *source, void *arg)
{
    struct sring *ring = arg;

    sring_assert_owner(ring);
    return ring_in_sd_event_check(source, sring_flush(ring));
}

/* Adds the ring to the loop. Returns 0 or -errno. Release the source
 * (sd_event_source_disable_unref) before the ring is closed. The kernel gets what was begun before
 * the loop sleeps. */
static inline int ring_in_sd_event_open(struct sring *ring, sd_event_source **source,
                                        sd_event *event) SRING_REQUIRES(*ring)
{
    int fd = sring_pollable_fd(ring);
    int rc = fd < 0 ? fd : sd_event_add_io(event, source, fd, EPOLLIN, ring_in_sd_event_poll, ring);

    if (rc < 0) {
        return rc;
    }
    rc = sd_event_source_set_prepare(*source, ring_in_sd_event_flush);
    if (rc < 0) {
        *source = sd_event_source_disable_unref(*source);
    }
    return rc < 0 ? rc : 0;
}

/* --- the loop in the ring: the ring sleeps ------------------------------------------------- */

/* In place of sd_event_loop: runs both until sd_event_exit. Must not be called in a callback or a
 * fiber of the ring. Returns the exit code or -errno. */
static inline int sd_event_in_ring_run(struct sring *ring, sd_event *event) SRING_REQUIRES(*ring)
{
    struct watch watch;
    int code = 0;
    int rc = 0;

    watch_open(&watch, sd_event_get_fd(event));
    while (rc >= 0 && sd_event_get_state(event) != SD_EVENT_FINISHED) {
        int pending = sd_event_prepare(event);

        rc = pending < 0 ? pending : watch_wait(ring, &watch, pending ? 0 : SRING_FOREVER);
        if (!rc) {
            rc = pending ? pending : sd_event_wait(event, 0);
        }
        if (rc > 0) {
            rc = sd_event_dispatch(event);
        }
    }
    watch_close(ring, &watch);
    if (rc >= 0) {
        rc = sd_event_get_exit_code(event, &code);
    }
    return rc < 0 ? rc : code;
}

#endif /* RING_SD_EVENT_H */
