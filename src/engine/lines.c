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

void sring_enter_wait(struct sring_core_ *core, uint64_t number)
{
    if (!core->calls.waiting_link) {
        SRING_LIST_INSERT(&waiting, core, calls.next_waiting, calls.waiting_link);
    }
    sring_forget_wait(core);
    core->calls.in_line = number;
}

void sring_leave_wait(struct sring_core_ *core)
{
    if (core->calls.waiting_link) {
        SRING_LIST_REMOVE(core, calls.next_waiting, calls.waiting_link);
        core->calls.waiting_link = NULL;
    }
    core->calls.in_line = 0;
}

/* --- lines ---------------------------------------------------------------------------------- */

void sring_line_append(struct sring_waiters_ *line, struct sring_waiter_ *waiter)
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

void sring_line_take_out(struct sring_waiters_ *line, struct sring_waiter_ *waiter)
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
        sring_line_take_out(line, waiter);
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

/* --- waking ---------------------------------------------------------------------------------- */

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
    sring_line_take_out(line, waiter);
    waiter->woken_ = true;
    if (caller) {
        *caller = waiter->caller_;
    }
    if (waiter->fiber_) {
        waiter->fiber_->line = NULL;
        sring_fiber_wake(waiter->fiber_);
    }
    return true;
}

void sring_wake_all(struct sring_waiters_ *line)
{
    while (sring_wake_first(line, NULL)) {
    }
}

/* A wait that was left may have been woken before: then the next in its line is woken. Only a fiber
 * that waits in the line proves that its memory is still there. */
static void wake_behind(uint64_t number)
{
    struct sring *ring;

    for (unsigned i = 0; (ring = sring_ring_of_thread(i)); i++) {
        struct sring_fiber_state *fiber = ring->core_->fibers.first;

        while (fiber && !(fiber->line && fiber->line->loop_.number_ == number)) {
            fiber = fiber->next;
        }
        if (fiber && fiber->line->loop_.woken_) {
            (void)sring_wake_first(fiber->line, NULL);
            return;
        }
    }
}

void sring_forget_wait(struct sring_core_ *core)
{
    const uint64_t number = core->calls.in_line;

    core->calls.in_line = 0;
    if (SRING_UNLIKELY_(number)) {
        wake_behind(number);
    }
}
