/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A queue with a mutex. A sender that finds it empty writes to an eventfd; the receiver sleeps in
 * epoll_wait, and takes all messages at a time.
 */
#include "mail.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t *filling, *taken;
static unsigned count;
static int event, epoll;
static bool with_buffers;

void contestant_open(unsigned senders, bool buffers)
{
    struct epoll_event interest = {.events = EPOLLIN};

    (void)senders;
    with_buffers = buffers;
    filling = bench_memory(MAIL_ROOM, sizeof(*filling));
    taken = bench_memory(MAIL_ROOM, sizeof(*taken));
    epoll = epoll_create1(EPOLL_CLOEXEC);
    event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    bench_need(epoll_ctl(epoll, EPOLL_CTL_ADD, event, &interest) ? -errno : 0, "epoll_ctl");
}

static bool put(uint64_t word)
{
    unsigned before;

    pthread_mutex_lock(&lock);
    before = count;
    if (before < MAIL_ROOM) {
        filling[count++] = word;
    }
    pthread_mutex_unlock(&lock);
    if (!before) {
        eventfd_write(event, 1);
    }
    return before < MAIL_ROOM;
}

static uint64_t make(uint64_t number)
{
    uint64_t *buffer;

    if (!with_buffers) {
        return number;
    }
    buffer = malloc(MAIL_BUFFER);
    bench_need(buffer ? 0 : -ENOMEM, "buffer");
    *buffer = number;
    return (uintptr_t)buffer;
}

void contestant_send(unsigned sender, uint64_t first, uint64_t n)
{
    (void)sender;
    for (uint64_t i = 0; i < n; i++) {
        uint64_t word = make(first + i);

        while (!put(word)) {
            sched_yield();
        }
    }
}

static unsigned take_all(void)
{
    uint64_t *swap;
    unsigned n;

    pthread_mutex_lock(&lock);
    swap = filling;
    filling = taken;
    taken = swap;
    n = count;
    count = 0;
    pthread_mutex_unlock(&lock);
    return n;
}

static uint64_t open_message(uint64_t word)
{
    uint64_t *buffer = (uint64_t *)(uintptr_t)word;
    uint64_t number = with_buffers ? *buffer : word;

    if (with_buffers) {
        free(buffer);
    }
    return number;
}

void contestant_receive(void)
{
    for (;;) {
        struct epoll_event ready;
        eventfd_t value;
        unsigned n;

        if (epoll_wait(epoll, &ready, 1, -1) != 1) {
            continue;
        }
        eventfd_read(event, &value);
        n = take_all();
        for (unsigned i = 0; i < n; i++) {
            if (!received(open_message(taken[i]))) {
                return;
            }
        }
    }
}
