/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * loop_epoll: a ring and an epoll loop of the program in one thread, in both ways. The functions to
 * copy are in ring_epoll.h.
 */
#define _GNU_SOURCE

#include "echo.h"
#include "ring_epoll.h"

#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

struct program {
    struct echo *echo;
    unsigned long *ticks;
    int epoll, timer, signals;
    struct watch watch; /* of the set, if the ring sleeps */
    bool ended;
};

static void on_end(void *arg)
{
    struct program *program = arg;

    program->ended = true;
}

static int watch_fd(struct program *program, int *fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = fd}};

    return *fd < 0 || epoll_ctl(program->epoll, EPOLL_CTL_ADD, *fd, &event) ? -errno : 0;
}

static void handle(struct sring *ring, struct program *program, const struct epoll_event *event)
    SRING_REQUIRES(*ring)
{
    struct signalfd_siginfo info;
    uint64_t ticks;

    if (event->data.ptr == &program->timer) {
        *program->ticks +=
            read(program->timer, &ticks, sizeof(ticks)) == (ssize_t)sizeof(ticks) ? ticks : 0;
    } else if (event->data.ptr == &program->signals &&
               read(program->signals, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
        echo_stop(ring, program->echo);
    }
}

/* The program's loop. Only the call that waits knows about the ring. */
static int loop(struct sring *ring, struct program *program, bool ring_sleeps) SRING_REQUIRES(*ring)
{
    while (!program->ended) {
        struct epoll_event events[8];
        int count = ring_sleeps
                        ? epoll_in_ring_wait(ring, &program->watch, program->epoll, events, 8, -1)
                        : ring_in_epoll_wait(ring, program->epoll, events, 8, -1);

        if (count < 0 && count != -EINTR) {
            return count;
        }
        for (int i = 0; i < count; i++) {
            handle(ring, program, &events[i]);
        }
    }
    return 0;
}

static int open_and_loop(struct sring *ring, struct program *program, bool ring_sleeps)
    SRING_REQUIRES(*ring)
{
    const struct itimerspec tick = {{0, TICK_MS * 1000000}, {0, TICK_MS * 1000000}};
    int rc = watch_fd(program, &program->timer);

    rc = rc ? rc : watch_fd(program, &program->signals);
    rc = rc ? rc : timerfd_settime(program->timer, 0, &tick, NULL) ? -errno : 0;
    rc = rc ? rc : echo_open(ring, program->echo, on_end, program);
    if (rc) {
        return rc;
    }
    if (!ring_sleeps) {
        rc = ring_in_epoll_add(ring, program->epoll);
        return rc ? rc : loop(ring, program, false);
    }
    watch_open(&program->watch, program->epoll);
    rc = loop(ring, program, true);
    watch_close(ring, &program->watch);
    return rc;
}

int run_loop(struct sring *ring, struct echo *echo, bool ring_sleeps, unsigned long *ticks)
{
    struct program program = {.echo = echo, .ticks = ticks};
    sigset_t set;
    int rc;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    program.epoll = epoll_create1(EPOLL_CLOEXEC);
    program.timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    program.signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    rc = open_and_loop(ring, &program, ring_sleeps);
    close(program.signals);
    close(program.timer);
    close(program.epoll);
    return rc;
}
