/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The descriptor of another loop, watched by the ring.
 *
 * Each poll reports once. The next one looks at the descriptor before it waits, so what the loop
 * has left unread is reported again. A multishot poll would report only what is new: one event left
 * unread, and the loop would never run again.
 */
#ifndef WATCH_H
#define WATCH_H

#include <sring/sring.h>

#include <poll.h>

struct watch {
    struct sring_fd file; /* stashed; stays open */
    struct sring_ticket polling;
    bool active;
    int rc; /* 0, or the error of the last poll */
};

SRING_POLL_ADD_CALLBACK(on_watched)
{
    struct watch *watch = arg;
    int rc = sring_poll_add_finish(done);

    watch->active = false;
    watch->rc = rc < 0 && rc != -ECANCELED ? rc : 0;
}

static inline void watch_open(struct watch *watch, int raw)
{
    struct sring_fd file;

    *watch = (struct watch){.active = false};
    sring_fd_adopt(&file, raw);
    sring_fd_move_stash(&watch->file, &file);
}

/* Watches the descriptor, if no poll is in flight. Returns 0 or -errno. */
static inline int watch_again(struct sring *ring, struct watch *watch) SRING_REQUIRES(*ring)
{
    int rc = watch->rc;

    if (!watch->active && !rc) {
        rc = sring_poll_add_launch(ring, &watch->file, POLLIN, NULL, on_watched, watch,
                                   &watch->polling);
        watch->active = !rc;
    }
    return rc;
}

/* Watches, and waits for at most `timeout_ns` until something has happened, there or in the ring.
 * Callbacks and fibers of the ring run. Returns 0 or -errno. */
static inline int watch_wait(struct sring *ring, struct watch *watch, uint64_t timeout_ns)
    SRING_REQUIRES(*ring)
{
    int rc = watch_again(ring, watch);

    if (!rc) {
        rc = sring_run_once(ring, timeout_ns);
    }
    return rc < 0 ? rc : 0;
}

/* Must not be called in a callback or a fiber of the ring. */
static inline void watch_close(struct sring *ring, struct watch *watch) SRING_REQUIRES(*ring)
{
    if (watch->active) {
        (void)sring_cancel(ring, watch->polling);
    }
    while (watch->active && sring_run_once(ring, SRING_FOREVER) >= 0) {
    }
    sring_fd_claim(&watch->file);
    (void)sring_fd_release(&watch->file);
}

#endif /* WATCH_H */
