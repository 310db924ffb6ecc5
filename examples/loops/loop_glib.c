/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * loop_glib: a ring and a GLib main loop in one thread, in both ways. The functions to copy are in
 * ring_glib.h.
 */
#define _GNU_SOURCE

#include "echo.h"
#include "ring_glib.h"

#include <glib-unix.h>
#include <signal.h>

struct program {
    struct sring *ring;
    struct echo *echo;
    unsigned long *ticks;
    GMainLoop *loop;
};

static gboolean on_tick(gpointer arg)
{
    struct program *program = arg;

    ++*program->ticks;
    return G_SOURCE_CONTINUE;
}

static gboolean on_signal(gpointer arg)
{
    struct program *program = arg;

    sring_assert_owner(program->ring);
    echo_stop(program->ring, program->echo);
    return G_SOURCE_CONTINUE;
}

static void on_end(void *arg)
{
    struct program *program = arg;

    g_main_loop_quit(program->loop);
}

static int run_both(struct sring *ring, struct program *program, bool ring_sleeps)
    SRING_REQUIRES(*ring)
{
    GSource *source;
    int rc;

    if (ring_sleeps) {
        return glib_in_ring_run(ring, program->loop);
    }
    source = ring_source_new(ring, program->loop, &rc);
    if (!source) {
        return rc;
    }
    g_source_attach(source, NULL);
    g_main_loop_run(program->loop);
    g_source_destroy(source);
    g_source_unref(source);
    return rc;
}

int run_loop(struct sring *ring, struct echo *echo, bool ring_sleeps, unsigned long *ticks)
{
    struct program program = {.ring = ring, .echo = echo, .ticks = ticks};
    guint sources[3];
    int rc;

    program.loop = g_main_loop_new(NULL, FALSE);
    sources[0] = g_timeout_add(TICK_MS, on_tick, &program);
    sources[1] = g_unix_signal_add(SIGINT, on_signal, &program);
    sources[2] = g_unix_signal_add(SIGTERM, on_signal, &program);
    rc = echo_open(ring, echo, on_end, &program);
    if (!rc) {
        rc = run_both(ring, &program, ring_sleeps);
    }
    for (int i = 0; i < 3; i++) {
        g_source_remove(sources[i]);
    }
    g_main_loop_unref(program.loop);
    return rc;
}
