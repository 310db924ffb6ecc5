/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Lines of fibers that wait until another one wakes them. The thread's own stack can wait in a
 * line, too: it runs the loop meanwhile.
 */
#include "engine/fiber.h"

/* Lies on the stack of who waits. */
struct sring_waiter {
    struct sring_waiter *next, *previous;
    struct sring_fiber_state *fiber;  /* of the ring; NULL: the ring's loop runs meanwhile */
    struct sring_fiber_state *caller; /* see sring_fiber_caller */
    bool woken;                       /* and not in the line any more */
};

static void append(struct sring_waiters_ *line, struct sring_waiter *waiter)
{
    waiter->previous = line->last_;
    if (line->last_) {
        line->last_->next = waiter;
    } else {
        line->first_ = waiter;
    }
    line->last_ = waiter;
}

static void take_out(struct sring_waiters_ *line, const struct sring_waiter *waiter)
{
    if (waiter->previous) {
        waiter->previous->next = waiter->next;
    } else {
        line->first_ = waiter->next;
    }
    if (waiter->next) {
        waiter->next->previous = waiter->previous;
    } else {
        line->last_ = waiter->previous;
    }
}

static bool is_woken(struct sring *ring, void *arg)
{
    const struct sring_waiter *waiter = arg;

    (void)ring;
    return waiter->woken;
}

void sring_check_may_wait(struct sring *ring, const char *function)
{
    if (!sring_fiber_current(ring->core_) && sring_inside(ring->core_)) {
        sring_misuse_(function, "a call in a fiber, or outside of callbacks", "one in a callback");
    }
}

int sring_wait_in_line(struct sring *ring, struct sring_waiters_ *line, uint64_t end,
                       bool interruptible, const char *function)
{
    struct sring_waiter waiter = {.fiber = sring_fiber_current(ring->core_),
                                  .caller = sring_fiber_caller()};
    const struct sring_until until = {.done = is_woken,
                                      .take = sring_reap,
                                      .arg = &waiter,
                                      .end = end,
                                      .function = function,
                                      .interruptible = interruptible,
                                      .wakes = true};
    int rc;

    sring_check_may_wait(ring, function);
    append(line, &waiter);
    rc = sring_pump(ring, &until);
    if (!waiter.woken) {
        take_out(line, &waiter);
    }
    if (rc && rc != -ETIME && rc != -ECANCELED && rc != -EINTR &&
        !(rc == -EDEADLK && interruptible)) {
        sring_report_lost(rc, function);
    }
    return rc;
}

bool sring_wake_first(struct sring_waiters_ *line, struct sring_fiber_state **caller)
{
    struct sring_waiter *waiter = line->first_;

    if (!waiter) {
        return false;
    }
    take_out(line, waiter);
    waiter->woken = true;
    if (caller) {
        *caller = waiter->caller;
    }
    if (waiter->fiber) {
        sring_fiber_wake(waiter->fiber);
    }
    return true;
}

void sring_wake_all(struct sring_waiters_ *line)
{
    while (sring_wake_first(line, NULL)) {
    }
}
