/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A program's loop: flush, poll, run, stop.
 */
#include "api/api.h"
#include "engine/fiber.h"

#include <sys/eventfd.h>
#include <unistd.h>

int sring_flush_(struct sring *ring)
{
    int rc;

    sring_check_owner_(ring, "sring_flush");
    rc = sring_hand_over(ring);
    (void)sring_free_due(ring);
    if (ring->core_->calls.polls && !sring_inside(ring->core_)) {
        ring->core_->calls.polls = false; /* a callback has left sring_poll by longjmp */
        sring_signal_rest(ring);
    }
    return rc;
}

/* sring_flush_and_wait waits until `n` completions are in the queue or were taken out of it. */
struct awaited {
    unsigned n;
    bool entered;
};

static uint32_t count_taken(const struct sring *ring)
{
    return ring->core_->counts.unclaimed + ring->core_->counts.passed;
}

/* No more than can come: what was in flight may have been claimed meanwhile, by other fibers. */
static uint32_t count_wanted(const struct sring *ring, const struct awaited *awaited)
{
    uint32_t most = sring_in_flight_(ring) + count_taken(ring);

    return awaited->n < most ? awaited->n : most;
}

/* Leaves completions in the queue, unless a deadline may have passed, or one of them may be that of
 * a timer that was re-armed. */
static bool has_enough(struct sring *ring, void *arg)
{
    const struct awaited *awaited = arg;

    if (!awaited->entered) {
        return false;
    }
    if (ring->core_->deadlines.late || ring->core_->deadlines.rearmed) {
        (void)sring_collect(ring);
        (void)sring_advance(ring);
    }
    return count_taken(ring) + sring_cq_ready_(ring) >= count_wanted(ring, awaited);
}

/* The kernel counts only completions in the queue, not those that were taken already. */
static unsigned count_missing(struct sring *ring, void *arg, bool *again)
{
    struct awaited *awaited = arg;
    uint32_t wanted = count_wanted(ring, awaited);

    (void)again;
    awaited->entered = true;
    return wanted > count_taken(ring) ? wanted - count_taken(ring) : 0;
}

/* Waits for `n`, until `end`. */
static int wait_for_some(struct sring *ring, unsigned n, uint64_t end)
{
    struct awaited awaited = {.n = n};
    const struct sring_until until = {.done = has_enough,
                                      .prepare = count_missing,
                                      .arg = &awaited,
                                      .end = end,
                                      .function = "sring_flush_and_wait",
                                      .fails_at_once = true,
                                      .interruptible = true};

    return sring_pump(ring, &until);
}

/* What has come is said: the next call counts anew. */
static void begin_round(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;

    core->counts.round++;
    core->counts.unclaimed = 0;
    core->counts.passed = 0;
    sring_update_waiter(ring);
    (void)sring_free_due(ring);
}

int sring_flush_and_wait_(struct sring *ring, unsigned n)
{
    int rc;

    sring_check_owner_(ring, "sring_flush_and_wait");
    rc = wait_for_some(ring, n, 0);
    begin_round(ring);
    return rc;
}

int sring_flush_and_wait_for_(struct sring *ring, uint32_t n, uint64_t timeout_ns,
                              uint64_t min_wait_ns)
{
    int rc = -ETIME;
    uint64_t end;

    sring_check_owner_(ring, "sring_flush_and_wait_for");
    end = sring_end_after(ring->core_->clock, timeout_ns);
    if (min_wait_ns && min_wait_ns < timeout_ns) {
        rc = wait_for_some(ring, n, sring_end_after(ring->core_->clock, min_wait_ns));
        n = n ? 1 : 0;
    }
    if (rc == -ETIME) {
        rc = wait_for_some(ring, n, end);
    }
    begin_round(ring);
    return rc;
}

/* Callbacks run by the program's own call do not count for the next sring_flush_and_wait. */
static void forget_called(struct sring *ring)
{
    ring->core_->counts.passed = 0;
    sring_update_waiter(ring);
}

int sring_poll_(struct sring *ring)
{
    int rc;

    sring_check_owner_(ring, "sring_poll");
    rc = sring_poll_turn(ring);
    forget_called(ring);
    return rc;
}

/* Runs under the mark of run. Returns 0, -ETIME or -errno. */
static unsigned run_marked(struct sring *ring, void *arg)
{
    return (unsigned)sring_pump_callbacks(ring, arg);
}

static int run_until(struct sring *ring, struct sring_run *run, uint64_t timeout_ns,
                     const char *function)
{
    struct sring_core_ *core;
    int rc;

    sring_check_owner_(ring, function);
    core = ring->core_;
    run->end = sring_end_after(core->clock, timeout_ns);
    if (sring_inside(core)) {
        return -EDEADLK;
    }
    sring_forget_wait(core);
    rc = (int)sring_call_marked(ring, &core->calls.callback_mark, run_marked, run);
    core->calls.stop = false;
    forget_called(ring);
    return rc;
}

int sring_run_(struct sring *ring)
{
    struct sring_run forever = {.take = sring_take_turn};

    return run_until(ring, &forever, SRING_FOREVER, "sring_run");
}

int sring_run_for_(struct sring *ring, uint64_t timeout_ns)
{
    struct sring_run limited = {.take = sring_take_turn};

    return run_until(ring, &limited, timeout_ns, "sring_run_for");
}

int sring_run_once_(struct sring *ring, uint64_t timeout_ns)
{
    struct sring_run once = {.take = sring_take_turn, .once = true};
    int rc = run_until(ring, &once, timeout_ns, "sring_run_once");

    return rc && rc != -ETIME ? rc : (int)once.taken;
}

void sring_stop_(struct sring *ring)
{
    sring_check_owner_(ring, "sring_stop");
    ring->core_->calls.stop = true;
}

/* An eventfd, because with DEFER_TASKRUN a completion does not wake a thread that sleeps on the
 * ring's own descriptor. */
int sring_pollable_fd_(const struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    int fd;
    int rc;

    sring_check_owner_(ring, "sring_pollable_fd");
    if (core->queues.event_fd >= 0) {
        return core->queues.event_fd;
    }
    if (core->kernel.only_transfers) {
        return -EOPNOTSUPP;
    }
    fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (fd < 0) {
        return -errno;
    }
    rc = core->kernel.backend->register_eventfd(&core->kernel, fd);
    if (rc) {
        close(fd);
        return rc;
    }
    core->queues.event_fd = fd;
    sring_wakers_signal(core->ring);
    (void)sring_post_all(core->ring);
    if (sring_cq_ready_(ring) || core->calls.ready_head) {
        (void)eventfd_write(fd, 1);
    }
    return fd;
}
