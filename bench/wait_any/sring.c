/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * This library: sring_wait_any. The timers and the other operations have callbacks, the last one
 * has a handle.
 */
#include "wait_any.h"

#include <poll.h>
#include <sring/sring.h>

static struct sring own;
static struct sring_fd polled;
static struct sring_ticket *tickets;
static unsigned count, other_count, left;

SRING_NOP_CALLBACK(on_other);

SRING_TIMEOUT_CALLBACK(on_timer)
{
    (void)sring_timeout_finish(done);
}

static void begin_other(struct sring *of) SRING_REQUIRES(*of)
{
    if (left) {
        left--;
        bench_need(sring_nop_launch(of, NULL, on_other, NULL, NULL), "nop");
    } else {
        event_write();
    }
}

SRING_NOP_CALLBACK(on_other)
{
    bench_need(sring_nop_finish(done), "nop");
    begin_other(ring);
}

void contestant_open(unsigned n, unsigned others)
{
    const struct sring_options options = {.entries = 256, .capacity = n + 8};
    int rc = sring_open(&own, &options);

    if (rc) {
        bench_need_feature(rc, "io_uring");
        return;
    }
    tickets = bench_memory(n, sizeof(*tickets));
    for (unsigned i = 0; i + 1 < n; i++) {
        bench_need(sring_timeout_launch(&own, LONG_SECONDS * UINT64_C(1000000000), NULL, on_timer,
                                        NULL, &tickets[i]),
                   "timeout");
    }
    sring_fd_adopt(&polled, event);
    sring_fd_stash(&polled);
    count = n;
    other_count = others;
}

static void wait_for_one(const struct sring_ticket *wanted)
{
    uint32_t which;

    tickets[count - 1] = *wanted;
    bench_need(sring_wait_any(&own, tickets, count, SRING_FOREVER, &which), "wait_any");
    bench_need(which == count - 1 ? 0 : -EIO, "the wrong one");
}

static void wait_alone(void)
{
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;
    struct sring_nop_completed done;
    struct sring_ticket wanted;
    int rc = sring_nop_init(&own, &op);

    if (rc) {
        bench_need(rc, "nop");
        return;
    }
    sring_nop_submit(&own, &op, &inflight);
    wanted = sring_nop_ticket(&inflight);
    wait_for_one(&wanted);
    sring_nop_wait(&own, &inflight, &done);
    bench_need(sring_nop_finish(&done), "nop");
}

static void wait_among_others(void)
{
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;
    struct sring_ticket wanted;
    int rc;

    sring_fd_borrow(&polled);
    rc = sring_poll_add_init(&own, &op, &polled, POLLIN);
    sring_fd_return(&polled);
    if (rc) {
        bench_need(rc, "poll");
        return;
    }
    sring_poll_add_submit(&own, &op, &inflight);
    wanted = sring_poll_add_ticket(&inflight);
    left = other_count;
    begin_other(&own);
    wait_for_one(&wanted);
    sring_poll_add_wait(&own, &inflight, &done);
    bench_need(sring_poll_add_finish(&done), "poll");
    event_read();
}

void contestant_wait(void)
{
    if (other_count) {
        wait_among_others();
    } else {
        wait_alone();
    }
}
