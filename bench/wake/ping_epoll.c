/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * An eventfd and an epoll for each thread.
 */
#include "ping.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

static int epolls[2], events[2];

void contestant_open(int thread)
{
    struct epoll_event event = {.events = EPOLLIN};

    epolls[thread] = epoll_create1(EPOLL_CLOEXEC);
    events[thread] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    bench_need(epoll_ctl(epolls[thread], EPOLL_CTL_ADD, events[thread], &event) ? -errno : 0,
               "epoll_ctl");
}

void contestant_run(int thread)
{
    struct epoll_event event;
    eventfd_t value;

    do {
        if (epoll_wait(epolls[thread], &event, 1, -1) == 1) {
            eventfd_read(events[thread], &value);
        }
    } while (was_woken(thread));
}

void contestant_wake(int thread)
{
    eventfd_write(events[thread], 1);
}
