/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: signals a registered eventfd while the program sleeps in another event
 * loop. A thread waits until the ring has something to do: an event of epoll, or the next timer.
 * It signals once, and then waits until `enter` was called.
 */
#include "fallback.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

struct sring_alarm {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool ends;
    bool on;       /* the ring's thread is not in `enter`, and has not been told */
    bool polls;    /* the thread is in poll */
    uint64_t next; /* the time of the next timer */
    int epoll_fd, event_fd;
    int poke_fd; /* ends the thread's poll */
};

/* Called with the lock held. Returns whether the ring has something to do. */
static bool wait_for_work(struct sring_alarm *alarm)
{
    struct pollfd files[] = {{.fd = alarm->epoll_fd, .events = POLLIN},
                             {.fd = alarm->poke_fd, .events = POLLIN}};
    uint64_t now = sring_now(), left = alarm->next > now ? alarm->next - now : 0;
    struct timespec time = {(time_t)(left / SRING_SECOND), (long)(left % SRING_SECOND)};
    const struct timespec *timeout = alarm->next == SRING_NEVER ? NULL : &time;
    eventfd_t count;
    int rc;

    alarm->polls = true;
    (void)pthread_mutex_unlock(&alarm->lock);
    rc = ppoll(files, 2, timeout, NULL);
    (void)pthread_mutex_lock(&alarm->lock);
    alarm->polls = false;
    if (rc > 0 && files[1].revents) {
        (void)eventfd_read(alarm->poke_fd, &count);
        return false;
    }
    return rc >= 0;
}

static void *watch(void *arg)
{
    struct sring_alarm *alarm = arg;

    (void)pthread_setname_np(pthread_self(), "sring-alarm");
    (void)pthread_mutex_lock(&alarm->lock);
    while (!alarm->ends) {
        if (!alarm->on) {
            (void)pthread_cond_wait(&alarm->changed, &alarm->lock);
        } else if (wait_for_work(alarm) && alarm->on) {
            alarm->on = false;
            (void)eventfd_write(alarm->event_fd, 1);
        }
    }
    (void)pthread_mutex_unlock(&alarm->lock);
    return NULL;
}

void sring_alarm_stop(struct sring_fallback *it)
{
    if (it->alarm) {
        (void)pthread_mutex_lock(&it->alarm->lock);
        it->alarm->on = false;
        (void)pthread_mutex_unlock(&it->alarm->lock);
    }
}

void sring_alarm_start(struct sring_fallback *it, uint64_t next)
{
    struct sring_alarm *alarm = it->alarm;

    if (!alarm) {
        return;
    }
    (void)pthread_mutex_lock(&alarm->lock);
    alarm->on = true;
    if (!alarm->polls) {
        (void)pthread_cond_signal(&alarm->changed);
    } else if (next < alarm->next) {
        (void)eventfd_write(alarm->poke_fd, 1);
    }
    alarm->next = next;
    (void)pthread_mutex_unlock(&alarm->lock);
}

static int start(struct sring_alarm *alarm)
{
    sigset_t all, before;
    int rc;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    rc = pthread_create(&alarm->thread, NULL, watch, alarm);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return -rc;
}

static void destroy(struct sring_alarm *alarm)
{
    (void)close(alarm->poke_fd);
    (void)pthread_cond_destroy(&alarm->changed);
    (void)pthread_mutex_destroy(&alarm->lock);
    free(alarm);
}

int sring_alarm_open(struct sring_fallback *it, int event_fd)
{
    struct sring_alarm *alarm = calloc(1, sizeof(*alarm));
    int rc;

    if (!alarm) {
        return -ENOMEM;
    }
    alarm->poke_fd = sring_fallback_own(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (alarm->poke_fd < 0) {
        rc = alarm->poke_fd;
        free(alarm);
        return rc;
    }
    (void)pthread_mutex_init(&alarm->lock, NULL);
    (void)pthread_cond_init(&alarm->changed, NULL);
    alarm->epoll_fd = it->epoll_fd;
    alarm->event_fd = event_fd;
    alarm->next = SRING_NEVER;
    rc = start(alarm);
    if (rc) {
        destroy(alarm);
        return rc;
    }
    it->alarm = alarm;
    it->event_fd = event_fd;
    return 0;
}

void sring_alarm_close(struct sring_fallback *it)
{
    struct sring_alarm *alarm = it->alarm;

    if (!alarm) {
        return;
    }
    (void)pthread_mutex_lock(&alarm->lock);
    alarm->ends = true;
    (void)pthread_cond_signal(&alarm->changed);
    (void)eventfd_write(alarm->poke_fd, 1);
    (void)pthread_mutex_unlock(&alarm->lock);
    (void)pthread_join(alarm->thread, NULL);
    destroy(alarm);
    it->alarm = NULL;
}

void sring_alarm_leave(struct sring_fallback *it)
{
    if (it->alarm) {
        (void)close(it->alarm->poke_fd);
    }
}
