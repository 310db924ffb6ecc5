/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A loop of epoll's for loops/main.c.
 */
#include "loop.h"

#include "ring_epoll.h"

#include <sys/timerfd.h>

const bool loop_stays_outside = false;

static struct loop_entry watched[LOOP_ENTRIES], timers[LOOP_ENTRIES];
static struct watch watch;
static int epoll;
static bool quit;

void loop_open(void)
{
    loop_clear(watched);
    loop_clear(timers);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    assert_true(epoll >= 0);
}

static void drop(struct loop_entry *entry)
{
    assert_int_equal(epoll_ctl(epoll, EPOLL_CTL_DEL, entry->fd, NULL), 0);
    if (entry >= timers && entry < timers + LOOP_ENTRIES) {
        close(entry->fd);
    }
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
    close(epoll);
}

static void add(struct loop_entry *entry)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = entry}};

    assert_int_equal(epoll_ctl(epoll, EPOLL_CTL_ADD, entry->fd, &event), 0);
}

void loop_watch(int fd, loop_fn *fn, void *arg)
{
    add(loop_take(watched, fd, fn, arg));
}

void loop_unwatch(int fd)
{
    drop(loop_find(watched, fd));
}

void loop_after(unsigned milliseconds, loop_fn *fn, void *arg)
{
    const struct itimerspec time = {{0, 0},
                                    {milliseconds / 1000, milliseconds % 1000 * 1000000 + 1}};
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

    assert_int_equal(timerfd_settime(fd, 0, &time, NULL), 0);
    add(loop_take(timers, fd, fn, arg));
}

static void handle(struct loop_entry *entry)
{
    struct loop_entry now = *entry;

    if (now.fd < 0) {
        return; /* dropped by a function before it */
    }
    if (entry >= timers && entry < timers + LOOP_ENTRIES) {
        drop(entry);
    }
    now.fn(now.arg);
}

static void run(struct sring *ring, bool ring_sleeps)
{
    quit = false;
    while (!quit) {
        struct epoll_event events[3];
        int count = ring_sleeps ? epoll_in_ring_wait(ring, &watch, epoll, events, 3, -1)
                                : ring_in_epoll_wait(ring, epoll, events, 3, -1);

        assert_true(count >= 0 || count == -EINTR);
        for (int i = 0; i < count; i++) {
            handle(events[i].data.ptr);
        }
    }
}

void loop_with_ring_in_it(struct sring *ring)
{
    assert_int_equal(ring_in_epoll_add(ring, epoll), 0);
    run(ring, false);
    assert_int_equal(epoll_ctl(epoll, EPOLL_CTL_DEL, sring_pollable_fd(ring), NULL), 0);
}

void loop_in_ring(struct sring *ring)
{
    watch_open(&watch, epoll);
    run(ring, true);
    watch_close(ring, &watch);
}

void loop_quit(void)
{
    drop_all();
    quit = true;
}
