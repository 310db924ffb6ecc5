/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A timerfd for each timer, made and added to an epoll once: arming, cancelling and re-arming are
 * one system call each.
 */
#include "timers.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/timerfd.h>

static int *timers;
static unsigned count;

static void set(int fd, uint64_t nanoseconds)
{
    struct itimerspec time = {
        .it_value = {(time_t)(nanoseconds / TIMERS_SECOND), (long)(nanoseconds % TIMERS_SECOND)}};

    bench_need(timerfd_settime(fd, 0, &time, NULL) ? -errno : 0, "timerfd_settime");
}

void contestant_open(unsigned n, bool deadlines, bool again, uint64_t nanoseconds)
{
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct rlimit limit;

    (void)deadlines; /* both are the same */
    (void)again;
    bench_need(epoll < 0 ? -errno : 0, "epoll_create1");
    if (!getrlimit(RLIMIT_NOFILE, &limit)) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
    count = n;
    timers = bench_memory(n + TIMERS_BATCH, sizeof(*timers));
    for (unsigned i = 0; i < n + TIMERS_BATCH; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};

        timers[i] = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
        bench_need_feature(timers[i] < 0 ? -errno : 0, "timerfd_create");
        bench_need(epoll_ctl(epoll, EPOLL_CTL_ADD, timers[i], &event) ? -errno : 0, "epoll_ctl");
        if (i < n) {
            set(timers[i], nanoseconds);
        }
    }
}

void contestant_arm(uint64_t nanoseconds)
{
    for (unsigned i = 0; i < TIMERS_BATCH; i++) {
        set(timers[count + i], nanoseconds);
    }
}

void contestant_cancel(void)
{
    for (unsigned i = 0; i < TIMERS_BATCH; i++) {
        set(timers[count + i], 0);
    }
}

void contestant_rearm(unsigned index, uint64_t nanoseconds)
{
    set(timers[index], nanoseconds);
}

void contestant_end_batch(void)
{
}
