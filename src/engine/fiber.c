/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Begins, resumes, parks, wakes and ends fibers; scopes.
 */
#include "engine/fiber.h"

#include <stdlib.h>

/* --- begin and end -------------------------------------------------------------------------- */

static struct sring_found found_of(struct sring_fiber_state *fiber)
{
    return (struct sring_found){&fiber->parked.record, &fiber->parked, fiber->parked.user_data};
}

/* Runs on the fiber's stack. */
static void run(void *arg)
{
    struct sring_fiber_state *fiber = arg;
    struct sring_core_ *core = fiber->ring->core_;

    fiber->parked.record.result_ = fiber->fn(fiber->ring, fiber->arg);
    if (fiber->scopes) {
        sring_misuse_("a fiber", "to close each scope that it has opened before it returns",
                      "one that returned with an open scope");
    }
    if (fiber->mutexes) {
        sring_misuse_("a fiber", "to unlock each mutex that it has locked before it returns",
                      "one that returned with a locked mutex");
    }
    fiber->parked.record.state_ |= SRING_RESULT_ | SRING_DONE_;
    sring_context_switch(&fiber->context, core->fibers.home, true);
}

int sring_fiber_new(struct sring *ring, struct sring_fiber_state **result, sring_fiber_fn *fn,
                    void *arg)
{
    struct sring_core_ *core = ring->core_;
    struct sring_fiber_state *fiber;
    struct sring_stack *stack;

    if (ring->refusal_ == -ECANCELED) {
        return -ECANCELED;
    }
    fiber = calloc(1, sizeof(*fiber));
    stack = fiber ? sring_fiber_stack_take(core) : NULL;
    if (!stack) {
        free(fiber);
        return -ENOMEM;
    }
    fiber->ring = ring;
    fiber->fn = fn;
    fiber->arg = arg;
    fiber->parked.record.state_ = SRING_FIBER_;
    sring_park_in(ring, &fiber->parked, sring_unqueued_number() | SRING_CALLS_BACK_);
    sring_context_make(&fiber->context, stack, run, fiber);
    fiber->next = core->fibers.first;
    fiber->link = &core->fibers.first;
    if (fiber->next) {
        fiber->next->link = &fiber->next;
    }
    core->fibers.first = fiber;
    core->fibers.active++;
    sring_defer(ring, found_of(fiber));
    *result = fiber;
    return 0;
}

void sring_fiber_free(struct sring_fiber_state *fiber)
{
    SRING_ASSERT(fiber->parked.record.state_ & SRING_DONE_ && !fiber->context.stack);
    (void)sring_release(fiber->ring, found_of(fiber));
    *fiber->link = fiber->next;
    if (fiber->next) {
        fiber->next->link = fiber->link;
    }
    free(fiber);
}

/* Called on the thread's own stack when the fiber has returned. */
static void end(struct sring *ring, struct sring_fiber_state *fiber)
{
    struct sring_core_ *core = ring->core_;

    sring_context_end(&fiber->context);
    sring_fiber_stack_put(core, fiber->context.stack);
    fiber->context.stack = NULL;
    core->fibers.active--;
    core->counts.completed++; /* who waits for anything looks */
    sring_wake_waiter(&fiber->parked.record);
    sring_count_watched(core, &fiber->parked.record);
    if (fiber->scope) {
        sring_scope_leave(fiber);
    }
    if (!fiber->block) {
        sring_fiber_free(fiber);
    }
}

/* --- turns ---------------------------------------------------------------------------------- */

/* While a cancelled fiber runs, init fails with -ECANCELED, because there is no budget. */
static void refuse_operations(struct sring *ring, bool refuses)
{
    const int64_t all = INT64_MAX / 4;

    ring->core_->fibers.refuses = refuses;
    ring->budget_ += refuses ? -all : all;
    if (!ring->core_->closing) {
        ring->refusal_ = refuses ? -ECANCELED : -EAGAIN;
    }
}

void sring_fiber_resume(struct sring *ring, struct sring_parked *parked)
{
    struct sring_core_ *core = ring->core_;
    struct sring_fiber_state *fiber = sring_fiber_of(parked);
    const struct sring_stack *outer;
    struct sring_context home = {0};

    SRING_ASSERT(!core->fibers.running && parked->record.state_ & SRING_DUE_);
    parked->record.state_ &= ~SRING_DUE_;
    fiber->parks = false;
    sring_bar_inlined(ring); /* it would sleep in place of the loop */
    core->fibers.running = fiber;
    core->fibers.home = &home;
    if (fiber->cancelled) {
        refuse_operations(ring, true);
    }
    outer = sring_stack_runs(fiber->context.stack);
    sring_context_switch(&home, &fiber->context, false);
    (void)sring_stack_runs(outer);
    if (core->fibers.refuses) {
        refuse_operations(ring, false);
    }
    core->fibers.running = NULL;
    core->fibers.home = NULL;
    if (parked->record.state_ & SRING_DONE_) {
        end(ring, fiber);
    }
}

struct sring_fiber_state *sring_fiber_current(const struct sring_core_ *core)
{
    struct sring_fiber_state *fiber = core->fibers.running;

    return fiber && fiber->context.stack == sring_running_stack() ? fiber : NULL;
}

void sring_fiber_wake(struct sring_fiber_state *fiber)
{
    if (fiber->parks) {
        sring_defer(fiber->ring, found_of(fiber));
    }
}

void sring_fiber_park(struct sring *ring)
{
    struct sring_fiber_state *fiber = ring->core_->fibers.running;

    fiber->parks = true;
    sring_context_switch(&fiber->context, ring->core_->fibers.home, false);
}

unsigned sring_fibers_poll(struct sring *ring)
{
    struct sring_core_ *core = ring->core_;
    uint64_t progress = sring_progress(ring);
    uint64_t now = 0;
    unsigned count = 0;

    for (struct sring_fiber_state *fiber = core->fibers.polled; fiber; fiber = fiber->next_polled) {
        if (fiber->parked.record.state_ & SRING_DUE_) {
            continue;
        }
        if (fiber->wake_at && !now) {
            now = sring_time(ring);
        }
        if (fiber->progress != progress || (fiber->wake_at && fiber->wake_at <= now)) {
            fiber->progress = progress;
            sring_fiber_wake(fiber);
            count++;
        }
    }
    return count;
}

/* --- cancelling ----------------------------------------------------------------------------- */

void sring_fiber_stop(struct sring_fiber_state *fiber)
{
    if (fiber->cancelled) {
        return;
    }
    fiber->cancelled = true;
    if (fiber == fiber->ring->core_->fibers.running) {
        refuse_operations(fiber->ring, true);
    }
    sring_fiber_wake(fiber); /* it cancels what it waits for */
}

void sring_fibers_stop(struct sring *ring)
{
    for (struct sring_fiber_state *fiber = ring->core_->fibers.first; fiber; fiber = fiber->next) {
        sring_fiber_stop(fiber);
    }
}

/* --- scopes --------------------------------------------------------------------------------- */

void sring_scope_enter(struct sring_scope_state *scope, struct sring_fiber_state *fiber)
{
    fiber->scope = scope;
    fiber->next_member = scope->first;
    fiber->member_link = &scope->first;
    if (fiber->next_member) {
        fiber->next_member->member_link = &fiber->next_member;
    }
    scope->first = fiber;
}

void sring_scope_stop(struct sring_scope_state *scope)
{
    if (scope->cancelled) {
        return;
    }
    scope->cancelled = true;
    for (struct sring_fiber_state *fiber = scope->first; fiber; fiber = fiber->next_member) {
        sring_fiber_stop(fiber);
    }
}

void sring_scope_leave(struct sring_fiber_state *fiber)
{
    struct sring_scope_state *scope = fiber->scope;
    int result = fiber->parked.record.result_;

    *fiber->member_link = fiber->next_member;
    if (fiber->next_member) {
        fiber->next_member->member_link = fiber->member_link;
    }
    fiber->scope = NULL;
    if (result < 0 && !scope->error && !(result == -ECANCELED && scope->cancelled)) {
        scope->error = result;
        sring_scope_stop(scope);
    }
    if (!scope->first && scope->waits && scope->opener) {
        sring_fiber_wake(scope->opener);
    }
}

/* --- closing the ring ----------------------------------------------------------------------- */

/* Fibers that have not ended wait on a ring that the kernel does not answer: they stay allocated.
 */
void sring_fibers_close(struct sring_core_ *core)
{
    if (core->fibers.active) {
        return;
    }
    while (core->fibers.first) { /* ended, and never joined */
        struct sring_fiber_state *fiber = core->fibers.first;

        sring_block_release(fiber->block);
        sring_fiber_free(fiber);
    }
    sring_fiber_stacks_close(core);
}
