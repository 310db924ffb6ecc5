/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * libevent's loop for loops/main.c.
 */
#include "loop.h"

#include "ring_event.h"

const bool loop_stays_outside = true;

static struct loop_entry watched[LOOP_ENTRIES], timers[LOOP_ENTRIES];
static struct event_base *base;

void loop_open(void)
{
    loop_clear(watched);
    loop_clear(timers);
    base = event_base_new();
    assert_non_null(base);
}

static void drop(struct loop_entry *entry)
{
    event_free(entry->own);
    entry->fd = -1;
}

static void drop_all(void)
{
    loop_drop_all(watched, drop);
    loop_drop_all(timers, drop);
}

void loop_close(void)
{
    drop_all();
    event_base_free(base);
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
    const struct loop_entry *entry = arg;

    (void)fd;
    assert_int_equal(what, EV_READ);
    entry->fn(entry->arg);
}

void loop_watch(int fd, loop_fn *fn, void *arg)
{
    struct loop_entry *entry = loop_take(watched, fd, fn, arg);

    entry->own = event_new(base, fd, EV_READ | EV_PERSIST, on_readable, entry);
    assert_non_null(entry->own);
    assert_int_equal(event_add(entry->own, NULL), 0);
}

void loop_unwatch(int fd)
{
    drop(loop_find(watched, fd));
}

static void on_time(evutil_socket_t fd, short what, void *arg)
{
    struct loop_entry *entry = arg;
    struct loop_entry now = *entry;

    (void)fd;
    (void)what;
    drop(entry);
    now.fn(now.arg);
}

void loop_after(unsigned milliseconds, loop_fn *fn, void *arg)
{
    const struct timeval time = {milliseconds / 1000, milliseconds % 1000 * 1000};
    struct loop_entry *entry = loop_take(timers, 0, fn, arg);

    entry->own = event_new(base, -1, 0, on_time, entry);
    assert_non_null(entry->own);
    assert_int_equal(event_add(entry->own, &time), 0);
}

void loop_with_ring_in_it(struct sring *ring)
{
    struct ring_in_event inside;

    assert_int_equal(ring_in_event_open(ring, &inside, base), 0);
    assert_int_equal(ring_in_event_run(ring, &inside, base), 0);
    ring_in_event_close(&inside);
}

void loop_in_ring(struct sring *ring)
{
    (void)ring;
    fail();
}

void loop_quit(void)
{
    drop_all();
    (void)event_base_loopbreak(base);
}
