/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The only loop that sleeps. Every wait is a condition given to it. No other file calls
 * sring_enter.
 */
#include "engine/fiber.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define MOST_FRUITLESS 1000 /* waits without a completion before the kernel is tested */
#define TURNS_PER_ENTER 4   /* so that completions come while fibers and callbacks are always due */
#define MOST_FAILURES 1000  /* failures, a millisecond apart, before the ring counts as lost */

/* Tests whether the kernel still sleeps in a wait, with all signals blocked. The count is the size
 * of the queue, because the kernel reads it as signed: above INT_MAX it would not wait. */
static bool kernel_sleeps(struct sring *ring)
{
    const struct __kernel_timespec moment = {0, 20000000};
    uint64_t before = sring_now();
    sigset_t all, old;
    int rc;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &old);
    rc = sring_enter_once(ring, ring->core_->queues.cq_count, &moment);
    (void)pthread_sigmask(SIG_SETMASK, &old, NULL);
    return rc == -ETIME && sring_now() - before >= 19000000;
}

bool sring_is_lost(struct sring *ring, int rc)
{
    struct sring_core_ *core = ring->core_;
    uint32_t tail = sring_completed_(ring) + sring_cq_ready_(ring);

    if (core->doubts.last_tail != tail) {
        core->doubts.last_tail = tail;
        core->doubts.fruitless = 0;
        core->doubts.failures = 0;
        return false;
    }
    switch (rc) {
    case 0:
        if (++core->doubts.fruitless < MOST_FRUITLESS) {
            return false; /* a signal came, or the timeout has passed */
        }
        if (core->kernel.busy_waits) {
            sring_pause();
            return false;
        }
        if (kernel_sleeps(ring)) {
            core->doubts.fruitless = 0;
            core->doubts.failures = 0;
            return false;
        }
        break;
    case -EBADF:
    case -ENXIO:
    case -EOPNOTSUPP: /* the descriptor is not a ring */
    case -EAGAIN:
    case -EBUSY:
    case -ENOMEM: /* sring_enter has already retried these */
        core->doubts.failures = MOST_FAILURES;
        break;
    default:
        break;
    }
    if (core->doubts.failures >= MOST_FAILURES) {
        return true;
    }
    core->doubts.failures++;
    sring_pause();
    return false;
}

/* Reports a deadlock, a closed descriptor of the ring, or that io_uring_enter keeps failing. */
void sring_report_lost(int rc, const char *function)
{
    static _Thread_local char found[96];

    if (rc == -EDEADLK) {
        sring_misuse_(function, "something that can end the wait",
                      "none: nothing is in flight, and no fiber can go on");
    }
    if (rc == -EBADF || rc == -ENXIO || rc == -EOPNOTSUPP) {
        sring_misuse_(function, "a ring whose descriptor is open",
                      "one whose descriptor was closed by someone else");
    }
    (void)snprintf(found, sizeof(found), "one that the kernel does not wait on any more (error %d)",
                   -rc);
    sring_misuse_(function, "a ring that the kernel lets the program enter", found);
}

/* Returns how long to sleep: until the end of the wait, or for the retry interval if `again`. NULL:
 * no limit. Sets `*over` if the time of `end` has come. */
static const struct __kernel_timespec *limit_sleep(const struct sring *ring, uint64_t end,
                                                   bool again, struct __kernel_timespec *left,
                                                   bool *over)
{
    uint64_t now, nanoseconds;

    if (!end) {
        return again ? &sring_retry_interval : NULL;
    }
    now = sring_time(ring);
    nanoseconds = end > now ? end - now : 0;
    *over = !nanoseconds;
    if (again && nanoseconds > SRING_RETRY_INTERVAL) {
        return &sring_retry_interval;
    }
    *left = sring_timespec(nanoseconds);
    return left;
}

/* Listens for the works. If too many of the library's own requests are in flight, the answer to one
 * of them ends the sleep. Making room may take completions. */
static void listen_for_works(struct sring *ring)
{
    if (ring->core_->queues.internal < SRING_RESERVE) {
        sring_make_room(ring, 1, __func__);
    }
    if (sring_must_listen(ring->core_) && ring->core_->queues.internal < SRING_RESERVE) {
        sring_queue_listen(ring);
    }
}

/* The kernel does not report a signal in a call that has read requests. So an interruptible ring
 * hands them over before. */
static int sleep_in_kernel(struct sring *ring, unsigned n, const struct __kernel_timespec *limit)
{
    const uint32_t completed = sring_completed_(ring);
    int rc = 0;

    if (sring_must_listen(ring->core_)) {
        listen_for_works(ring);
    }
    if (ring->core_->interruptible && !ring->core_->kernel.reads_alone) {
        rc = sring_hand_over(ring);
    }
    if (rc || sring_completed_(ring) != completed) {
        return rc; /* some of the completions are taken already */
    }
    return sring_enter(ring, n, limit);
}

/* In a development build: reports once that a wait in a callback may be in vain. What other
 * callbacks would bring about cannot happen, because they run only when this one has returned. */
static void warn_of_wait(struct sring *ring, const struct sring_until *until)
{
    struct sring_core_ *core = ring->core_;

    if (!core->calls.warned && sring_is_development() && !until->end && sring_inside(core) &&
        sring_in_flight_(ring) <= 1 && !core->works.out) {
        core->calls.warned = true;
        fprintf(stderr,
                "sring: %s waits in a callback with nothing else in flight; other callbacks are "
                "due, and run only after it\n",
                until->function);
        sring_print_calls();
    }
}

/* Nothing is in flight, and the wait has no limit. Returns whether nothing else can end it: no
 * thread works for the ring, and no fiber or callback goes on. `prepare` may have taken completions
 * that the loop has not seen yet. (A signal ends some waits.) */
static bool is_deadlock(struct sring *ring, const struct sring_until *until)
{
    struct sring_core_ *core = ring->core_;

    return !core->works.out && !sring_fibers_have_time(core) &&
           (!core->calls.ready_head || sring_inside(core)) && !core->batches.due &&
           !core->deadlines.late && !sring_cq_ready_(ring) && !sring_fibers_must_look(ring) &&
           !(core->interruptible && until->interruptible);
}

/* Called after a turn that has brought something. Returns whether the time of `end` has come. */
static bool end_turn(struct sring *ring, uint64_t end)
{
    if (++ring->core_->calls.turns % TURNS_PER_ENTER == 0) {
        (void)sring_enter_now(ring);
        (void)sring_collect(ring);
    }
    return end && sring_time(ring) >= end;
}

/* The pump. Inlined, so that conditions known at compile time cost nothing. */
static inline __attribute__((always_inline)) int pump(struct sring *ring,
                                                      const struct sring_until *until)
{
    bool doubted = false;     /* the last sleep may have brought nothing */
    bool over = false;        /* the kernel was entered after the end of the wait */
    bool interrupted = false; /* a signal has ended the last sleep */
    int rc = 0;

    while (!until->done(ring, until->arg)) {
        struct __kernel_timespec left;
        const struct __kernel_timespec *limit;
        bool again = false;
        unsigned n;

        if (until->take && until->take(ring)) {
            sring_check_owner_(ring, until->function);
            doubted = false;
            if (!end_turn(ring, until->end) || until->done(ring, until->arg)) {
                continue;
            }
        }
        if (over || interrupted) {
            return over ? -ETIME : -EINTR;
        }
        if (doubted && ((rc && until->fails_at_once) || sring_is_lost(ring, rc))) {
            return rc ? rc : -EIO;
        }
        n = until->prepare ? until->prepare(ring, until->arg, &again) : 1;
        SRING_ASSERT(n <= ring->core_->queues.cq_count);
        if (SRING_UNLIKELY_(ring->core_->calls.ready_head != NULL)) {
            warn_of_wait(ring, until);
        }
        if (!until->fails_at_once && SRING_UNLIKELY_(!sring_in_flight_(ring)) && n && !until->end &&
            !again && is_deadlock(ring, until)) {
            return -EDEADLK;
        }
        ring->core_->calls.turns = 0;
        limit = limit_sleep(ring, until->end, again, &left, &over);
        doubted = limit || !sring_enter_inline_(ring, sring_completed_(ring), n) ||
                  sring_cq_ready_(ring) < n;
        if (doubted) {
            rc = sleep_in_kernel(ring, n, limit);
            interrupted = rc == -EINTR && until->interruptible;
            rc = rc == -EINTR ? 0 : rc;
        }
    }
    return until->fails_at_once ? rc : 0;
}

/* A free function that waits in a fiber waits as in a callback: it must not be parked. The ring may
 * be closed: `done` reports that. */
int sring_pump(struct sring *ring, const struct sring_until *until)
{
    struct sring_core_ *core = ring->core_;

    if (SRING_UNLIKELY_(core && core->fibers.running && sring_fiber_current(core)) &&
        !sring_marked(&core->calls.free_mark)) {
        return sring_fiber_wait(ring, until);
    }
    return pump(ring, until);
}

/* Runs callbacks. Returns whether the loop is over: nothing is in flight, or it was stopped, or its
 * time had come, before the last callbacks ran. */
static inline bool is_over(struct sring *ring, void *arg)
{
    const struct sring_core_ *core = ring->core_;
    struct sring_run *run = arg;
    bool stop, late = false;

    for (;;) {
        run->taken += sring_call_quick(ring, sring_cq_ready_(ring));
        stop = core->calls.stop;
        if (!core->calls.ready_head && !core->calls.to_free && !core->batches.due &&
            !core->deadlines.late && !sring_cq_ready_(ring) && !sring_stream_can_begin(ring) &&
            !sring_fibers_must_look(ring)) {
            return stop || (run->once && run->taken) ||
                   (!sring_in_flight_(ring) && !core->works.out && !sring_fibers_have_time(core));
        }
        run->late = late;
        if (late) {
            return true;
        }
        run->taken += run->take(ring);
        (void)sring_free_due(ring);
        if (stop) {
            return true;
        }
        late = end_turn(ring, run->end);
    }
}

int sring_pump_callbacks(struct sring *ring, struct sring_run *run)
{
    const struct sring_until until = {.done = is_over,
                                      .arg = run,
                                      .end = run->end,
                                      .function = "sring_run",
                                      .fails_at_once = true,
                                      .interruptible = true};
    int rc = pump(ring, &until);

    return !rc && run->late ? -ETIME : rc;
}

void sring_wait_until(struct sring *ring, const struct sring_until *until)
{
    int rc = sring_pump(ring, until);

    if (rc) {
        sring_report_lost(rc, until->function);
    }
}
