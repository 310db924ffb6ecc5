/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Lines of fibers that wait until another one wakes them. The loop of a ring can wait in a line,
 * too: it runs callbacks and fibers meanwhile.
 *
 * A callback may leave the loop's wait by longjmp. Nothing of it may lie on the stack then, and the
 * line's memory may be gone as well. So the ring keeps the number of its wait, and the wait has its
 * turns under callback_mark. Any other call that runs callbacks forgets the number. A line that
 * has a wait with a number asks whether its ring still waits.
 */
#include "base/list.h"
#include "engine/fiber.h"

/* The rings of this thread whose loops wait in a line, or did when they were left. */
static _Thread_local struct sring_core_ *waiting;

/* --- waits of loops ------------------------------------------------------------------------- */

/* Returns whether the wait goes on: it was not left by longjmp. Not called by the wait itself. */
static bool goes_on(uint64_t number)
{
    struct sring_core_ *core = waiting;

    while (core && core->calls.in_line != number) {
        core = core->calls.next_waiting;
    }
    return core && (core->fibers.running || sring_marked(&core->calls.callback_mark));
}

static void enter_wait(struct sring_core_ *core, uint64_t number)
{
    if (!core->calls.waiting_link) {
        SRING_LIST_INSERT(&waiting, core, calls.next_waiting, calls.waiting_link);
    }
    core->calls.in_line = number;
}

void sring_leave_wait(struct sring_core_ *core)
{
    if (core->calls.waiting_link) {
        SRING_LIST_REMOVE(core, calls.next_waiting, calls.waiting_link);
        core->calls.waiting_link = NULL;
    }
}

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

/* --- lines ---------------------------------------------------------------------------------- */

static void append(struct sring_waiters_ *line, struct sring_waiter_ *waiter)
{
    waiter->previous_ = line->last_;
    if (line->last_) {
        line->last_->next_ = waiter;
    } else {
        line->first_ = waiter;
    }
    line->last_ = waiter;
    waiter->in_line_ = true;
}

static void take_out(struct sring_waiters_ *line, struct sring_waiter_ *waiter)
{
    waiter->in_line_ = false;
    if (waiter->previous_) {
        waiter->previous_->next_ = waiter->next_;
    } else {
        line->first_ = waiter->next_;
    }
    if (waiter->next_) {
        waiter->next_->previous_ = waiter->previous_;
    } else {
        line->last_ = waiter->previous_;
    }
}

/* Takes the loop's wait out if it was left. Returns whether it was left. */
static bool take_out_left(struct sring_waiters_ *line)
{
    struct sring_waiter_ *waiter = &line->loop_;

    if (!waiter->number_ || goes_on(waiter->number_)) {
        return false;
    }
    if (waiter->in_line_) {
        take_out(line, waiter);
    }
    return true;
}

bool sring_forget_left(struct sring_waiters_ *line)
{
    bool left = take_out_left(line);

    if (left) {
        line->loop_.number_ = 0;
    }
    return left;
}

static bool is_woken(struct sring *ring, void *arg)
{
    const struct sring_waiter_ *waiter = arg;

    (void)ring;
    return waiter->woken_;
}

void sring_check_may_wait(struct sring *ring, const char *function)
{
    if (!sring_fiber_current(ring->core_) && sring_inside(ring->core_)) {
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
    enter_wait(ring->core_, line->loop_.number_);
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
    }
    waiter->caller_ = sring_fiber_caller();
    until.arg = waiter;
    append(line, waiter);
    rc = sring_pump(ring, &until);
    if (waiter->in_line_) {
        take_out(line, waiter);
    }
    if (!own.fiber_) {
        waiter->number_ = 0;
        sring_leave_wait(ring->core_);
    }
    if (rc && rc != -ETIME && rc != -ECANCELED && rc != -EINTR &&
        !(rc == -EDEADLK && interruptible)) {
        sring_report_lost(rc, function);
    }
    return rc;
}

bool sring_wake_first(struct sring_waiters_ *line, struct sring_fiber_state **caller)
{
    struct sring_waiter_ *waiter;

    if (line->loop_.in_line_) {
        (void)take_out_left(line);
    }
    waiter = line->first_;
    if (!waiter) {
        return false;
    }
    take_out(line, waiter);
    waiter->woken_ = true;
    if (caller) {
        *caller = waiter->caller_;
    }
    if (waiter->fiber_) {
        sring_fiber_wake(waiter->fiber_);
    }
    return true;
}

void sring_wake_all(struct sring_waiters_ *line)
{
    while (sring_wake_first(line, NULL)) {
    }
}
