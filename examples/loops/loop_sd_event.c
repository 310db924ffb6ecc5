/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * loop_sd_event: a ring and an sd-event loop in one thread, in both ways. The functions to copy are
 * in ring_sd_event.h.
 */
#define _GNU_SOURCE

#include "echo.h"
#include "ring_sd_event.h"

#include <signal.h>

struct program {
    struct sring *ring;
    struct echo *echo;
    unsigned long *ticks;
    sd_event *event;
};

static int on_tick(sd_event_source *source, uint64_t time, void *arg)
{
    struct program *program = arg;

    ++*program->ticks;
    return sd_event_source_set_time(source, time + TICK_MS * 1000);
}

static int on_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *arg)
{
    struct program *program = arg;

    (void)source;
    (void)info;
    sring_assert_owner(program->ring);
    echo_stop(program->ring, program->echo);
    return 0;
}

static void on_end(void *arg)
{
    struct program *program = arg;

    (void)sd_event_exit(program->event, 0);
}

/* Adds the sources, which belong to the loop. */
static int add(struct program *program)
{
    sd_event_source *timer;
    uint64_t now;
    int rc = sd_event_now(program->event, CLOCK_MONOTONIC, &now);

    if (rc >= 0) {
        rc = sd_event_add_time(program->event, &timer, CLOCK_MONOTONIC, now + TICK_MS * 1000, 1,
                               on_tick, program);
    }
    if (rc >= 0) {
        rc = sd_event_source_set_enabled(timer, SD_EVENT_ON);
    }
    if (rc >= 0) {
        rc = sd_event_source_set_floating(timer, 1);
        sd_event_source_unref(timer);
    }
    if (rc >= 0) {
        rc = sd_event_add_signal(program->event, NULL, SIGINT, on_signal, program);
    }
    if (rc >= 0) {
        rc = sd_event_add_signal(program->event, NULL, SIGTERM, on_signal, program);
    }
    return rc;
}

static int run_both(struct sring *ring, struct program *program, bool ring_sleeps)
    SRING_REQUIRES(*ring)
{
    sd_event_source *source;
    int rc = add(program);

    if (rc < 0) {
        return rc;
    }
    rc = echo_open(ring, program->echo, on_end, program);
    if (rc) {
        return rc;
    }
    if (ring_sleeps) {
        return sd_event_in_ring_run(ring, program->event);
    }
    rc = ring_in_sd_event_open(ring, &source, program->event);
    if (rc) {
        return rc;
    }
    rc = sd_event_loop(program->event);
    sd_event_source_disable_unref(source);
    return rc;
}

int run_loop(struct sring *ring, struct echo *echo, bool ring_sleeps, unsigned long *ticks)
{
    struct program program = {.ring = ring, .echo = echo, .ticks = ticks};
    sigset_t set;
    int rc;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL); /* sd-event reads a signalfd */
    rc = sd_event_new(&program.event);
    if (rc < 0) {
        return rc;
    }
    rc = run_both(ring, &program, ring_sleeps);
    sd_event_unref(program.event);
    return rc;
}
