/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sd-event's loop for loops/main.c.
 */
#include "loop.h"

#include "ring_sd_event.h"

const bool loop_stays_outside = false;

static struct loop_entry watched[LOOP_ENTRIES], timers[LOOP_ENTRIES];
static sd_event *event;

static void open_loop(void)
{
    assert_true(sd_event_new(&event) >= 0);
}

void loop_open(void)
{
    loop_clear(watched);
    loop_clear(timers);
    open_loop();
}

static void drop(struct loop_entry *entry)
{
    entry->own = sd_event_source_disable_unref(entry->own);
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
    sd_event_unref(event);
}

static int on_readable(sd_event_source *source, int fd, uint32_t events, void *arg)
{
    const struct loop_entry *entry = arg;

    (void)source;
    (void)fd;
    assert_true(events & EPOLLIN);
    entry->fn(entry->arg);
    return 0;
}

void loop_watch(int fd, loop_fn *fn, void *arg)
{
    struct loop_entry *entry = loop_take(watched, fd, fn, arg);
    sd_event_source *source;

    assert_true(sd_event_add_io(event, &source, fd, EPOLLIN, on_readable, entry) >= 0);
    entry->own = source;
}

void loop_unwatch(int fd)
{
    drop(loop_find(watched, fd));
}

static int on_time(sd_event_source *source, uint64_t time, void *arg)
{
    struct loop_entry *entry = arg;
    struct loop_entry now = *entry;

    (void)source;
    (void)time;
    drop(entry);
    now.fn(now.arg);
    return 0;
}

void loop_after(unsigned milliseconds, loop_fn *fn, void *arg)
{
    struct loop_entry *entry = loop_take(timers, 0, fn, arg);
    sd_event_source *source;
    uint64_t at = now_ns() / 1000 + milliseconds * UINT64_C(1000);

    assert_true(sd_event_add_time(event, &source, CLOCK_MONOTONIC, at, 1, on_time, entry) >= 0);
    entry->own = source;
}

/* A loop that has ended cannot run again. */
static void renew(void)
{
    sd_event_unref(event);
    open_loop();
}

void loop_with_ring_in_it(struct sring *ring)
{
    sd_event_source *source;

    assert_int_equal(ring_in_sd_event_open(ring, &source, event), 0);
    assert_int_equal(sd_event_loop(event), 0);
    sd_event_source_disable_unref(source);
    renew();
}

void loop_in_ring(struct sring *ring)
{
    assert_int_equal(sd_event_in_ring_run(ring, event), 0);
    renew();
}

void loop_quit(void)
{
    drop_all();
    assert_true(sd_event_exit(event, 0) >= 0);
}
