/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * libuv's loop for loops/main.c.
 */
#include "loop.h"

#include "ring_uv.h"

const bool loop_stays_outside = false;

static struct loop_entry watched[LOOP_ENTRIES], timers[LOOP_ENTRIES];
static uv_loop_t loop;
static uv_async_t alive; /* without a handle the loop would end */
static struct ring_in_uv inside;
static bool is_inside;

static void free_handle(uv_handle_t *handle)
{
    free(handle);
}

static void close_handle(struct loop_entry *entry)
{
    uv_close(entry->own, free_handle);
    entry->fd = -1;
}

void loop_open(void)
{
    loop_clear(watched);
    loop_clear(timers);
    assert_int_equal(uv_loop_init(&loop), 0);
}

static void close_entries(void)
{
    loop_drop_all(watched, close_handle);
    loop_drop_all(timers, close_handle);
}

void loop_close(void)
{
    close_entries();
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&loop), 0);
}

static void on_readable(uv_poll_t *handle, int status, int events)
{
    const struct loop_entry *entry = handle->data;

    assert_int_equal(status, 0);
    assert_int_equal(events, UV_READABLE);
    entry->fn(entry->arg);
}

void loop_watch(int fd, loop_fn *fn, void *arg)
{
    struct loop_entry *entry = loop_take(watched, fd, fn, arg);
    uv_poll_t *handle = malloc(sizeof(*handle));

    assert_int_equal(uv_poll_init(&loop, handle, fd), 0);
    handle->data = entry;
    entry->own = handle;
    assert_int_equal(uv_poll_start(handle, UV_READABLE, on_readable), 0);
}

void loop_unwatch(int fd)
{
    close_handle(loop_find(watched, fd));
}

static void on_time(uv_timer_t *handle)
{
    struct loop_entry *entry = handle->data;
    struct loop_entry now = *entry;

    close_handle(entry);
    now.fn(now.arg);
}

void loop_after(unsigned milliseconds, loop_fn *fn, void *arg)
{
    struct loop_entry *entry = loop_take(timers, 0, fn, arg);
    uv_timer_t *handle = malloc(sizeof(*handle));

    assert_int_equal(uv_timer_init(&loop, handle), 0);
    handle->data = entry;
    entry->own = handle;
    uv_update_time(&loop);
    assert_int_equal(uv_timer_start(handle, on_time, milliseconds, 0), 0);
}

void loop_with_ring_in_it(struct sring *ring)
{
    assert_int_equal(ring_in_uv_open(ring, &inside, &loop), 0);
    is_inside = true;
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(inside.rc, 0);
}

void loop_in_ring(struct sring *ring)
{
    is_inside = false;
    assert_int_equal(uv_async_init(&loop, &alive, NULL), 0);
    assert_int_equal(uv_in_ring_run(ring, &loop), 0);
}

void loop_quit(void)
{
    close_entries();
    if (is_inside) {
        ring_in_uv_close(&inside);
    } else {
        uv_close((uv_handle_t *)&alive, NULL);
    }
}
