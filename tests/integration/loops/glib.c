/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * GLib's main loop for loops/main.c.
 */
#include "loop.h"

#include "ring_glib.h"

const bool loop_stays_outside = false;

static struct loop_entry watched[LOOP_ENTRIES], timers[LOOP_ENTRIES];
static GMainContext *context;
static GMainLoop *loop;

void loop_open(void)
{
    loop_clear(watched);
    loop_clear(timers);
    context = g_main_context_new();
    loop = g_main_loop_new(context, FALSE);
}

static void attach(GSource *source, GSourceFunc function, struct loop_entry *entry)
{
    g_source_set_callback(source, function, entry, NULL);
    g_source_attach(source, context);
    entry->own = source;
}

static void destroy(struct loop_entry *entry)
{
    g_source_destroy(entry->own);
    g_source_unref(entry->own);
    entry->fd = -1;
}

static void drop_all(void)
{
    loop_drop_all(watched, destroy);
    loop_drop_all(timers, destroy);
}

void loop_close(void)
{
    drop_all();
    g_main_loop_unref(loop);
    g_main_context_unref(context);
}

/* A source of its own kind: glib's of g_unix_fd_add is in another header. */
static gboolean dispatch(GSource *source, GSourceFunc function, gpointer arg)
{
    (void)source;
    return function(arg);
}

static gboolean on_readable(gpointer arg)
{
    const struct loop_entry *entry = arg;

    entry->fn(entry->arg);
    return G_SOURCE_CONTINUE;
}

void loop_watch(int fd, loop_fn *fn, void *arg)
{
    static GSourceFuncs functions = {.dispatch = dispatch};
    GSource *source = g_source_new(&functions, sizeof(GSource));

    (void)g_source_add_unix_fd(source, fd, G_IO_IN);
    attach(source, on_readable, loop_take(watched, fd, fn, arg));
}

void loop_unwatch(int fd)
{
    destroy(loop_find(watched, fd));
}

static gboolean on_time(gpointer arg)
{
    struct loop_entry *entry = arg;
    struct loop_entry now = *entry;

    destroy(entry);
    now.fn(now.arg);
    return G_SOURCE_REMOVE;
}

void loop_after(unsigned milliseconds, loop_fn *fn, void *arg)
{
    attach(g_timeout_source_new(milliseconds), on_time, loop_take(timers, 0, fn, arg));
}

void loop_with_ring_in_it(struct sring *ring)
{
    int rc;
    GSource *source = ring_source_new(ring, loop, &rc);

    assert_non_null(source);
    g_source_attach(source, context);
    g_main_loop_run(loop);
    g_source_destroy(source);
    g_source_unref(source);
    assert_int_equal(rc, 0);
}

void loop_in_ring(struct sring *ring)
{
    assert_int_equal(glib_in_ring_run(ring, loop), 0);
}

void loop_quit(void)
{
    drop_all();
    g_main_loop_quit(loop);
}
