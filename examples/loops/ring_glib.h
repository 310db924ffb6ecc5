/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A ring and a GLib main loop in one thread. Use one of the two ways, never both. Callbacks and
 * fibers of the ring must not run the loop (g_main_context_iteration, a dialogue of its own).
 */
#ifndef RING_GLIB_H
#define RING_GLIB_H

#include <sring/sring.h>

#include <errno.h>
#include <glib.h>

/* --- the ring in the loop: poll(2) sleeps -------------------------------------------------- */

struct ring_source {
    GSource source;
    struct sring *ring;
    gpointer tag;
    GMainLoop *loop; /* ends if the ring fails */
    int *rc;
};

/* Before the loop sleeps. */
static inline gboolean ring_source_prepare(GSource *source, gint *timeout)
{
    struct ring_source *self = (struct ring_source *)source;
    struct sring *ring = self->ring;
    int rc;

    sring_assert_owner(ring);
    rc = sring_flush(ring);
    *self->rc = rc ? rc : *self->rc;
    *timeout = -1;
    return rc != 0;
}

static inline gboolean ring_source_check(GSource *source)
{
    struct ring_source *self = (struct ring_source *)source;

    return g_source_query_unix_fd(source, self->tag) != 0;
}

static inline gboolean ring_source_dispatch(GSource *source, GSourceFunc callback, gpointer arg)
{
    struct ring_source *self = (struct ring_source *)source;
    struct sring *ring = self->ring;
    int rc;

    (void)callback;
    (void)arg;
    sring_assert_owner(ring);
    rc = sring_poll(ring);
    *self->rc = rc < 0 ? rc : *self->rc;
    if (*self->rc) {
        g_main_loop_quit(self->loop);
        return G_SOURCE_REMOVE;
    }
    return G_SOURCE_CONTINUE;
}

/* Returns a source for the ring, to attach to the context of `loop`, or NULL if the ring cannot be
 * watched. If the ring fails, `*rc` is set to -errno and the loop ends. Destroy the source before
 * the ring is closed. */
static inline GSource *ring_source_new(struct sring *ring, GMainLoop *loop, int *rc)
    SRING_REQUIRES(*ring)
{
    static GSourceFuncs functions = {.prepare = ring_source_prepare,
                                     .check = ring_source_check,
                                     .dispatch = ring_source_dispatch};
    struct ring_source *self;
    GSource *source;
    int fd = sring_pollable_fd(ring);

    *rc = fd < 0 ? fd : 0;
    if (*rc) {
        return NULL;
    }
    source = g_source_new(&functions, sizeof(*self));
    self = (struct ring_source *)source;
    self->ring = ring;
    self->loop = loop;
    self->rc = rc;
    self->tag = g_source_add_unix_fd(source, fd, G_IO_IN);
    g_source_set_can_recurse(source, TRUE); /* or GLib wakes itself twice in each dispatch */
    return source;
}

/* --- the loop in the ring: the ring sleeps ------------------------------------------------- */

/* GLib gives its poll function no argument. */
static _Thread_local struct {
    struct sring *ring;
    GMainLoop *loop;
    int rc;
} ring_sleeper;

/* Gives the ring a turn of at most `timeout_ns`, which ends early when one of the descriptors is
 * ready. Returns the number of those or -errno. Each turn polls all of them anew, because GLib does
 * not say when a descriptor was closed and its number used again. */
static inline int ring_poll_all(struct sring *ring, GPollFD *fds, guint count, uint64_t timeout_ns)
    SRING_REQUIRES(*ring)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed results;
    int ready = 0;
    int turn;
    int rc = sring_batch_init(ring, &batch, count);

    if (rc) {
        return rc;
    }
    for (guint i = 0; i < count && !rc; i++) {
        struct sring_poll_add_building op;
        struct sring_fd file;

        sring_fd_adopt(&file, fds[i].fd);
        rc = sring_poll_add_init(ring, &op, &file, fds[i].events);
        (void)sring_fd_release(&file);
        if (rc) {
            break;
        }
        sring_poll_add_add(ring, &batch, &op);
    }
    sring_batch_submit(ring, &batch, &inflight);
    turn = rc ? rc : sring_run_once(ring, timeout_ns);
    sring_batch_cancel(ring, &inflight, &results);
    for (guint i = 0; i < sring_batch_count(&results); i++) {
        struct sring_poll_add_completed done;

        sring_poll_add_take(ring, &results, i, &done);
        rc = sring_poll_add_finish(&done);
        fds[i].revents = (gushort)(rc >= 0 ? rc : rc == -ECANCELED ? 0 : G_IO_NVAL);
        ready += fds[i].revents != 0;
    }
    sring_batch_finish(ring, &results);
    return turn < 0 ? turn : ready;
}

/* A GPollFunc. */
static inline gint ring_poll_func(GPollFD *fds, guint count, gint timeout_ms)
{
    struct sring *ring = ring_sleeper.ring;
    int rc;

    sring_assert_owner(ring);
    if (timeout_ms == 0 || count == 0) {
        rc = sring_run_once(ring, 0);
        rc = rc < 0 ? rc : g_poll(fds, count, 0);
    } else {
        rc = ring_poll_all(ring, fds, count,
                           timeout_ms < 0 ? SRING_FOREVER : (uint64_t)timeout_ms * 1000000);
    }
    if (rc >= 0 || rc == -EINTR) {
        return rc < 0 ? 0 : rc;
    }
    ring_sleeper.rc = rc;
    g_main_loop_quit(ring_sleeper.loop);
    return g_poll(fds, count, 0);
}

/* In place of g_main_loop_run, for a loop of the default context. Must not be called in a callback
 * or a fiber of the ring. Returns 0 or -errno. */
static inline int glib_in_ring_run(struct sring *ring, GMainLoop *loop) SRING_REQUIRES(*ring)
{
    GMainContext *context = g_main_loop_get_context(loop);
    GPollFunc before = g_main_context_get_poll_func(context);

    ring_sleeper.ring = ring;
    ring_sleeper.loop = loop;
    ring_sleeper.rc = 0;
    g_main_context_set_poll_func(context, ring_poll_func);
    g_main_loop_run(loop);
    g_main_context_set_poll_func(context, before);
    return ring_sleeper.rc;
}

#endif /* RING_GLIB_H */
