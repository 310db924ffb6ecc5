/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A ring and a libuv loop in one thread. Use one of the two ways, never both.
 */
#ifndef RING_UV_H
#define RING_UV_H

#include "watch.h"

#include <sring/sring.h>

#include <uv.h>

/* --- the ring in the loop: uv_run sleeps --------------------------------------------------- */

struct ring_in_uv {
    struct sring *ring;
    uv_poll_t readable;
    uv_prepare_t before_sleep;
    int rc; /* 0, or the error of the ring that has stopped the loop (uv_stop) */
};

static inline void ring_in_uv_check(struct ring_in_uv *inside, int rc)
{
    if (rc < 0) {
        inside->rc = rc;
        uv_stop(inside->readable.loop);
    }
}

static inline void ring_in_uv_poll(uv_poll_t *handle, int status, int events)
{
    struct ring_in_uv *inside = handle->data;
    struct sring *ring = inside->ring;

    (void)events;
    sring_assert_owner(ring);
    ring_in_uv_check(inside, status ? status : sring_poll(ring));
}

static inline void ring_in_uv_flush(uv_prepare_t *handle)
{
    struct ring_in_uv *inside = handle->data;
    struct sring *ring = inside->ring;

    sring_assert_owner(ring);
    ring_in_uv_check(inside, sring_flush(ring));
}

/* Adds the ring to the loop, and keeps the loop alive until ring_in_uv_close. Returns 0 or -errno.
 * libuv runs the prepare callback that was started last first. So call this before any other is
 * started: what they begin is then handed to the kernel, too. */
static inline int ring_in_uv_open(struct sring *ring, struct ring_in_uv *inside, uv_loop_t *loop)
    SRING_REQUIRES(*ring)
{
    int fd = sring_pollable_fd(ring);
    int rc = fd < 0 ? fd : uv_poll_init(loop, &inside->readable, fd);

    if (rc) {
        return rc;
    }
    (void)uv_prepare_init(loop, &inside->before_sleep);
    inside->ring = ring;
    inside->rc = 0;
    inside->readable.data = inside->before_sleep.data = inside;
    (void)uv_prepare_start(&inside->before_sleep, ring_in_uv_flush);
    return uv_poll_start(&inside->readable, UV_READABLE, ring_in_uv_poll);
}

/* `inside` must stay until the loop has run once more. Allowed in callbacks of both. Close the ring
 * later. */
static inline void ring_in_uv_close(struct ring_in_uv *inside)
{
    uv_close((uv_handle_t *)&inside->readable, NULL);
    uv_close((uv_handle_t *)&inside->before_sleep, NULL);
}

/* --- the loop in the ring: the ring sleeps ------------------------------------------------- */

/* In place of uv_run(loop, UV_RUN_DEFAULT): runs both until the loop has no active handle and no
 * request. uv_stop does not end it. Must not be called in a callback or a fiber of the ring.
 * Returns 0 or -errno.
 *
 * The loop has a turn after each sleep, also if its descriptor is not ready: libuv starts to watch
 * a new handle only in uv_run. */
static inline int uv_in_ring_run(struct sring *ring, uv_loop_t *loop) SRING_REQUIRES(*ring)
{
    struct watch watch;
    int rc = 0;

    watch_open(&watch, uv_backend_fd(loop));
    while (!rc && uv_run(loop, UV_RUN_NOWAIT)) {
        int timeout;

        uv_update_time(loop);
        timeout = uv_backend_timeout(loop);
        rc = watch_wait(ring, &watch, timeout < 0 ? SRING_FOREVER : (uint64_t)timeout * 1000000);
    }
    watch_close(ring, &watch);
    return rc;
}

#endif /* RING_UV_H */
