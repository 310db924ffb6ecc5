/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * This library: timeouts with callbacks, or polls with a deadline.
 */
#include "timers.h"

#include <errno.h>
#include <poll.h>
#include <sring/sring.h>
#include <sys/eventfd.h>

static struct sring own;
static struct sring_fd event; /* stashed; never readable */
static struct sring_ticket *tickets;
static unsigned count, cancelled;
static bool are_deadlines;

SRING_TIMEOUT_CALLBACK(on_timer)
{
    bench_need(sring_timeout_finish(done) == -ECANCELED ? 0 : -EIO, "a timer");
    cancelled++;
}

SRING_POLL_ADD_CALLBACK(on_poll)
{
    (void)sring_poll_add_finish(done);
}

static void arm_deadline(unsigned index, uint64_t nanoseconds)
{
    const struct sring_poll_add_options options = {.timeout_ns = nanoseconds};

    bench_need(
        sring_poll_add_launch(&own, &event, POLLIN, &options, on_poll, NULL, &tickets[index]),
        "poll");
}

static void arm(unsigned index, uint64_t nanoseconds)
{
    bench_need(sring_timeout_launch(&own, nanoseconds, NULL, on_timer, NULL, &tickets[index]),
               "timeout");
}

void contestant_open(unsigned n, bool deadlines, bool again, uint64_t nanoseconds)
{
    const struct sring_options options = {.entries = 256, .capacity = n + 2 * TIMERS_BATCH};
    int rc = sring_open(&own, &options);

    if (rc) {
        bench_need_feature(rc, "io_uring");
        return;
    }
    sring_fd_adopt(&event, eventfd(0, EFD_CLOEXEC));
    sring_fd_stash(&event);
    count = n;
    are_deadlines = deadlines;
    tickets = bench_memory(n + TIMERS_BATCH, sizeof(*tickets));
    for (unsigned i = 0; i < n; i++) {
        if (deadlines) {
            arm_deadline(i, nanoseconds);
        } else {
            arm(i, nanoseconds);
        }
    }
    bench_need(sring_flush(&own), "flush");
    for (unsigned i = 0; i < n && again; i++) {
        contestant_rearm(i, nanoseconds);
    }
}

void contestant_arm(uint64_t nanoseconds)
{
    for (unsigned i = 0; i < TIMERS_BATCH; i++) {
        arm(count + i, nanoseconds);
    }
    bench_need(sring_flush(&own), "flush");
}

void contestant_cancel(void)
{
    cancelled = 0;
    for (unsigned i = 0; i < TIMERS_BATCH; i++) {
        bench_need(sring_cancel(&own, tickets[count + i]), "cancel");
    }
    while (cancelled < TIMERS_BATCH) {
        bench_need(sring_run_once(&own, SRING_FOREVER), "run");
    }
}

void contestant_rearm(unsigned index, uint64_t nanoseconds)
{
    bench_need(are_deadlines ? sring_deadline_rearm(&own, tickets[index], nanoseconds)
                             : sring_timeout_rearm(&own, tickets[index], nanoseconds),
               "rearm");
}

/* The library keeps the times itself; the kernel is not asked. */
void contestant_end_batch(void)
{
}
