/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The one loop that sleeps. Everything that waits is a condition that is given to it. No other file
 * calls sring_enter.
 */
#include "engine/engine.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define FRUITLESS                                                                                  \
    1000 /* returns without a completion, before it is looked whether it sleeps at all */
#define FAILURES 1000 /* and failures, a millisecond apart, before it is given up */

const struct __kernel_timespec sring_again = {0, 10 * 1000 * 1000};

static const struct timespec millisecond = {0, 1000000};

/* Whether the kernel still sleeps when it is told to, and no signal can wake it. It takes the
 * number of completions for a signed one: of more than INT_MAX it would wait for none. */
static bool sleeps(struct sring *ring)
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
        if (++core->doubts.fruitless < FRUITLESS) {
            return false; /* a signal, or the time that was given is over */
        }
        if (sleeps(ring)) {
            core->doubts.fruitless = 0;
            core->doubts.failures = 0;
            return false;
        }
        break;
    case -EBADF:
    case -ENXIO:
    case -EOPNOTSUPP: /* the descriptor is none of a ring */
    case -EAGAIN:
    case -EBUSY:
    case -ENOMEM: /* sring_enter was patient with these */
        core->doubts.failures = FAILURES;
        break;
    default:
        break;
    }
    if (core->doubts.failures >= FAILURES) {
        return true;
    }
    core->doubts.failures++;
    (void)nanosleep(&millisecond, NULL);
    return false;
}

/* The descriptor is closed, or io_uring_enter fails with this for good. */
void sring_report_lost(int rc, const char *function)
{
    static _Thread_local char found[96];

    if (rc == -EBADF || rc == -ENXIO || rc == -EOPNOTSUPP) {
        sring_misuse_(function, "a ring whose descriptor is open",
                      "one whose descriptor was closed by someone else");
    }
    (void)snprintf(found, sizeof(found), "one that the kernel does not wait on any more (error %d)",
                   -rc);
    sring_misuse_(function, "a ring that the kernel lets the program enter", found);
}

/* How long it may sleep: until the end of the wait, or until it is time to ask `again`. NULL:
 * without a limit. Says in `*over` whether the wait is over. */
static const struct __kernel_timespec *time_left(uint64_t end, bool again,
                                                 struct __kernel_timespec *left, bool *over)
{
    uint64_t now, nanoseconds;

    if (!end) {
        return again ? &sring_again : NULL;
    }
    now = sring_now();
    nanoseconds = end > now ? end - now : 0;
    *over = !nanoseconds;
    if (again && nanoseconds > SRING_AGAIN) {
        return &sring_again;
    }
    left->tv_sec = (int64_t)(nanoseconds / 1000000000);
    left->tv_nsec = (long long)(nanoseconds % 1000000000);
    return left;
}

/* The pump. Inlined, so that nothing is left of the conditions that are known here. */
static inline __attribute__((always_inline)) int pump(struct sring *ring,
                                                      const struct sring_until *until)
{
    bool doubted = false; /* whether the last sleep may have brought nothing */
    bool over = false;    /* the kernel was entered after the end of the wait */
    int rc = 0;

    while (!until->done(ring, until->arg)) {
        struct __kernel_timespec left;
        const struct __kernel_timespec *limit;
        bool again = false;
        unsigned n;

        if (until->take && until->take(ring)) {
            sring_check_owner_(ring, until->function);
            doubted = false;
            continue;
        }
        if (over) {
            return -ETIME;
        }
        if (doubted && ((rc && until->fails_at_once) || sring_is_lost(ring, rc))) {
            return rc ? rc : -EIO;
        }
        n = until->prepare ? until->prepare(ring, until->arg, &again) : 1;
        limit = time_left(until->end, again, &left, &over);
        doubted = limit || !sring_enter_inline_(ring, sring_completed_(ring), n) ||
                  sring_cq_ready_(ring) < n;
        if (doubted) {
            rc = sring_enter(ring, n, limit);
        }
    }
    return until->fails_at_once ? rc : 0;
}

int sring_pump(struct sring *ring, const struct sring_until *until)
{
    return pump(ring, until);
}

/* Runs what is due. Returns whether the loop is over: nothing is in flight, or it was stopped
 * before this. */
static inline bool is_over(struct sring *ring, void *arg)
{
    const struct sring_core_ *core = ring->core_;
    struct sring_run *run = arg;

    for (;;) {
        bool stop;

        run->taken += sring_call_quick(ring);
        stop = core->calls.stop;
        if (!core->calls.ready_head && !core->calls.to_free && !core->batches.due &&
            !core->deadlines.late && !sring_cq_ready_(ring)) {
            return stop || !sring_in_flight_(ring) || (run->once && run->taken);
        }
        run->taken += run->take(ring);
        if (stop) {
            return true;
        }
    }
}

int sring_pump_callbacks(struct sring *ring, struct sring_run *run)
{
    const struct sring_until until = {.done = is_over,
                                      .arg = run,
                                      .end = run->end,
                                      .function = "sring_run",
                                      .fails_at_once = true};

    return pump(ring, &until);
}

void sring_wait_until(struct sring *ring, const struct sring_until *until)
{
    int rc = sring_pump(ring, until);

    if (rc) {
        sring_report_lost(rc, until->function);
    }
}
