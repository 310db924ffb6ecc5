/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Waiting in a line (lines.c), in a fiber or outside of fibers.
 */
#include "engine/fiber.h"

static unsigned take_marked(struct sring *ring, void *arg)
{
    unsigned count = sring_take_turn(ring);

    (void)arg;
    return count + sring_free_due(ring);
}

static unsigned take_in_line(struct sring *ring)
{
    return sring_call_marked(ring, &ring->core_->calls.callback_mark, take_marked, NULL);
}

static bool is_woken(struct sring *ring, void *arg)
{
    const struct sring_waiter_ *waiter = arg;

    (void)ring;
    return waiter->woken_;
}

void sring_check_may_wait(struct sring *ring, const char *function)
{
    if (sring_in_callback(ring->core_)) {
        sring_misuse_(function, "a call in a fiber, or outside of callbacks", "one in a callback");
    }
}

/* Begins a wait of the loop. */
static struct sring_waiter_ *loop_waiter(struct sring *ring, struct sring_waiters_ *line,
                                         const char *function)
{
    (void)sring_forget_left(line);
    if (line->loop_.number_) {
        sring_misuse_(function, "what no other ring of this thread waits for",
                      "one that another ring waits for outside of its fibers");
    }
    line->loop_ = (struct sring_waiter_){.number_ = sring_unqueued_number()};
    sring_enter_wait(ring->core_, line->loop_.number_);
    return &line->loop_;
}

int sring_wait_in_line(struct sring *ring, struct sring_waiters_ *line, uint64_t end,
                       bool interruptible, const char *function)
{
    struct sring_waiter_ own = {.fiber_ = sring_fiber_current(ring->core_)};
    struct sring_waiter_ *waiter = &own;
    struct sring_until until = {.done = is_woken,
                                .take = sring_reap,
                                .end = end,
                                .function = function,
                                .interruptible = interruptible,
                                .wakes = true};
    int rc;

    sring_check_may_wait(ring, function);
    if (!own.fiber_) {
        waiter = loop_waiter(ring, line, function);
        until.take = take_in_line;
    } else {
        own.fiber_->line = line;
    }
    waiter->caller_ = sring_fiber_caller();
    until.arg = waiter;
    sring_line_append(line, waiter);
    rc = sring_pump(ring, &until);
    if (waiter->in_line_) {
        sring_line_take_out(line, waiter);
    }
    if (!own.fiber_) {
        waiter->number_ = 0;
        sring_leave_wait(ring->core_);
    } else {
        own.fiber_->line = NULL;
    }
    if (rc && rc != -ETIME && rc != -ECANCELED && rc != -EINTR &&
        !(rc == -EDEADLK && interruptible)) {
        sring_report_lost(rc, function);
    }
    return rc;
}
