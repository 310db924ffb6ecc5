/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * loop_event: a ring and a libevent loop. The ring is in the loop (the functions to copy are in
 * ring_event.h), or each has a thread: then a waker takes what libevent has seen to the ring, and
 * event_base_once or event_base_loopexit the other way.
 */
#define _GNU_SOURCE

#include "echo.h"
#include "ring_event.h"

#include <event2/thread.h>
#include <pthread.h>
#include <signal.h>

struct program {
    struct sring *ring;
    struct echo *echo;
    unsigned long *ticks;
    struct event_base *base;
    struct event *timer, *interrupt, *terminate;
    struct sring_waker stop; /* stashed; with two threads */
    bool two_threads;
};

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
    struct program *program = arg;

    (void)fd;
    (void)what;
    ++*program->ticks;
}

static void on_signal(evutil_socket_t number, short what, void *arg)
{
    struct program *program = arg;

    (void)number;
    (void)what;
    if (program->two_threads) {
        sring_wake(&program->stop);
        return;
    }
    sring_assert_owner(program->ring);
    echo_stop(program->ring, program->echo);
}

/* In the ring's thread. */
SRING_WAKER_CALLBACK(on_stop)
{
    struct program *program = arg;

    echo_stop(ring, program->echo);
}

static void on_end(void *arg)
{
    struct program *program = arg;

    (void)event_base_loopexit(program->base, NULL); /* also allowed in another thread */
    if (program->two_threads) {
        sring_assert_owner(program->ring);
        sring_waker_claim(&program->stop);
        sring_waker_close(program->ring, &program->stop);
    }
}

/* --- one thread ----------------------------------------------------------------------------- */

static int run_in_loop(struct sring *ring, struct program *program) SRING_REQUIRES(*ring)
{
    struct ring_in_event inside;
    int rc = ring_in_event_open(ring, &inside, program->base);

    if (rc) {
        return rc;
    }
    rc = echo_open(ring, program->echo, on_end, program);
    if (!rc) {
        rc = ring_in_event_run(ring, &inside, program->base);
    }
    ring_in_event_close(&inside);
    return rc;
}

/* --- two threads ---------------------------------------------------------------------------- */

static void *dispatch(void *arg)
{
    struct program *program = arg;

    (void)event_base_dispatch(program->base);
    return NULL;
}

/* The ring is this thread's. It runs until echo has closed the waker. */
static int run_beside(struct sring *ring, struct program *program) SRING_REQUIRES(*ring)
{
    struct sring_waker stop;
    pthread_t thread;
    int rc = sring_waker_open(ring, &stop, on_stop, program);

    if (rc) {
        return rc;
    }
    sring_waker_move_stash(&program->stop, &stop);
    rc = echo_open(ring, program->echo, on_end, program);
    if (!rc) {
        rc = -pthread_create(&thread, NULL, dispatch, program);
        if (!rc) {
            rc = sring_run(ring);
            (void)event_base_loopexit(program->base, NULL);
            pthread_join(thread, NULL);
            return rc;
        }
    }
    sring_waker_claim(&program->stop);
    sring_waker_close(ring, &program->stop);
    return rc;
}

/* --- both ----------------------------------------------------------------------------------- */

static int add_events(struct program *program)
{
    const struct timeval tick = {.tv_usec = TICK_MS * 1000};

    program->timer = event_new(program->base, -1, EV_PERSIST, on_tick, program);
    program->interrupt = evsignal_new(program->base, SIGINT, on_signal, program);
    program->terminate = evsignal_new(program->base, SIGTERM, on_signal, program);
    if (!program->timer || !program->interrupt || !program->terminate ||
        event_add(program->timer, &tick) || event_add(program->interrupt, NULL) ||
        event_add(program->terminate, NULL)) {
        return -ENOMEM;
    }
    return 0;
}

static void free_event(struct event *event)
{
    if (event) {
        event_free(event);
    }
}

int run_loop(struct sring *ring, struct echo *echo, bool ring_sleeps, unsigned long *ticks)
{
    struct program program = {.ring = ring, .echo = echo, .ticks = ticks};
    int rc;

    program.two_threads = ring_sleeps;
    if (evthread_use_pthreads()) {
        return -ENOMEM;
    }
    program.base = event_base_new();
    if (!program.base) {
        return -ENOMEM;
    }
    rc = add_events(&program);
    if (!rc) {
        rc = ring_sleeps ? run_beside(ring, &program) : run_in_loop(ring, &program);
    }
    free_event(program.timer);
    free_event(program.interrupt);
    free_event(program.terminate);
    event_base_free(program.base);
    return rc;
}
