/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * loop_uv: a ring and a libuv loop in one thread, in both ways. The functions to copy are in
 * ring_uv.h.
 */
#define _GNU_SOURCE

#include "echo.h"
#include "ring_uv.h"

#include <signal.h>

struct program {
    struct sring *ring;
    struct echo *echo;
    unsigned long *ticks;
    struct ring_in_uv inside;
    bool ring_is_inside;
    uv_timer_t timer;
    uv_signal_t interrupt, terminate;
};

static void on_tick(uv_timer_t *timer)
{
    struct program *program = timer->data;

    ++*program->ticks;
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct program *program = handle->data;

    (void)number;
    sring_assert_owner(program->ring);
    echo_stop(program->ring, program->echo);
}

/* Without a handle the loop ends. */
static void on_end(void *arg)
{
    struct program *program = arg;

    uv_close((uv_handle_t *)&program->timer, NULL);
    uv_close((uv_handle_t *)&program->interrupt, NULL);
    uv_close((uv_handle_t *)&program->terminate, NULL);
    if (program->ring_is_inside) {
        ring_in_uv_close(&program->inside);
    }
}

static int start_signal(uv_loop_t *loop, struct program *program, uv_signal_t *handle, int number)
{
    int rc = uv_signal_init(loop, handle);

    handle->data = program;
    return rc ? rc : uv_signal_start(handle, on_signal, number);
}

static int run_both(struct sring *ring, struct program *program, uv_loop_t *loop, bool ring_sleeps)
    SRING_REQUIRES(*ring)
{
    int rc = ring_sleeps ? 0 : ring_in_uv_open(ring, &program->inside, loop);

    if (rc) {
        return rc;
    }
    program->ring_is_inside = !ring_sleeps;
    (void)uv_timer_init(loop, &program->timer);
    program->timer.data = program;
    rc = uv_timer_start(&program->timer, on_tick, TICK_MS, TICK_MS);
    rc = rc ? rc : start_signal(loop, program, &program->interrupt, SIGINT);
    rc = rc ? rc : start_signal(loop, program, &program->terminate, SIGTERM);
    rc = rc ? rc : echo_open(ring, program->echo, on_end, program);
    if (rc) {
        return rc;
    }
    if (ring_sleeps) {
        return uv_in_ring_run(ring, loop);
    }
    (void)uv_run(loop, UV_RUN_DEFAULT);
    return program->inside.rc;
}

int run_loop(struct sring *ring, struct echo *echo, bool ring_sleeps, unsigned long *ticks)
{
    struct program program = {.ring = ring, .echo = echo, .ticks = ticks};
    uv_loop_t loop;
    int rc = uv_loop_init(&loop);

    if (rc) {
        return rc;
    }
    rc = run_both(ring, &program, &loop, ring_sleeps);
    if (!rc) {
        rc = uv_loop_close(&loop);
    }
    return rc;
}
