/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Fibers and scopes.
 *
 * A fiber is freed when it has ended and nobody will ask for its result: after join, or at its end
 * if it was detached or belongs to a scope.
 */
#include "engine/fiber.h"
#include "api/api.h"
#include "base/list.h"

#include <stdlib.h>

static struct sring_fiber_state *state_of(const struct sring_block_ *block)
{
    return (struct sring_fiber_state *)(void *)block->data_;
}

static void check_ring(const struct sring *ring, const struct sring *own, const char *expected,
                       const char *function)
{
    sring_check_owner_(ring, function);
    if (ring->core_ != own->core_ && own != sring_scope_without_memory.ring) {
        sring_misuse_(function, expected, "one of another ring");
    }
}

static struct sring_fiber_state *
fiber_of_ring(const struct sring *ring, const struct sring_block_ *block, const char *function)
{
    struct sring_fiber_state *fiber = state_of(block);

    check_ring(ring, fiber->ring, "a fiber of this ring", function);
    if (sring_call_runs(fiber->ring->core_, &fiber->joined)) {
        sring_misuse_(function, "a fiber that is yours", "one that another fiber is joining");
    }
    return fiber;
}

/* The wait of a join or close. A mark in `joined` or `closed` shows whether it still runs. */
static unsigned wait_marked(struct sring *ring, void *until)
{
    sring_wait_until(ring, until);
    return 0;
}

static bool has_ended(const struct sring_fiber_state *fiber)
{
    return fiber->parked.record.state_ & SRING_DONE_;
}

int sring_spawn_(struct sring *ring, struct sring_block_ **result, sring_fiber_fn *fn, void *arg)
{
    struct sring_fiber_state *fiber;
    int rc;

    sring_check_owner_(ring, "sring_spawn");
    if (!fn) {
        sring_misuse_("sring_spawn", "a function", "NULL");
    }
    rc = sring_fiber_new(ring, &fiber, fn, arg);
    if (!rc) {
        fiber->parked.begun.place = __builtin_return_address(0);
        fiber->handled = true;
        fiber->block->owner_ = sring_token_new();
        *result = fiber->block;
    }
    return rc;
}

/* The handle is gone. */
static void drop_handle(struct sring_fiber_state *fiber)
{
    fiber->block->owner_ = 0;
    fiber->handled = false;
}

/* --- join ----------------------------------------------------------------------------------- */

static bool is_joined(struct sring *ring, void *arg)
{
    (void)ring;
    return has_ended(arg);
}

int sring_join_(struct sring *ring, struct sring_block_ *block)
{
    struct sring_fiber_state *fiber = fiber_of_ring(ring, block, "sring_join");
    const struct sring_ticket ticket = {fiber->parked.user_data & SRING_NUMBER_};
    struct sring_until until = {.done = is_joined,
                                .take = sring_reap,
                                .arg = fiber,
                                .tickets = &ticket,
                                .n = 1,
                                .cancel = sring_cancel_awaited,
                                .first = ticket.number_,
                                .count = 1,
                                .function = "sring_join"};
    int result;

    if (fiber == sring_fiber_current(ring->core_)) {
        sring_misuse_("sring_join", "another fiber", "the one that runs");
    }
    if (!has_ended(fiber)) {
        sring_check_may_wait(ring, "sring_join");
        (void)sring_call_marked(ring, &fiber->joined, wait_marked, &until);
    }
    result = fiber->parked.record.result_;
    drop_handle(fiber);
    sring_fiber_free(fiber);
    return result;
}

void sring_fiber_detach_(struct sring *ring, struct sring_block_ *block)
{
    struct sring_fiber_state *fiber = fiber_of_ring(ring, block, "sring_fiber_detach");

    drop_handle(fiber);
    if (has_ended(fiber)) {
        sring_fiber_free(fiber);
    }
}

void sring_fiber_cancel_(struct sring *ring, struct sring_block_ *block)
{
    sring_fiber_stop(fiber_of_ring(ring, block, "sring_fiber_cancel"));
}

struct sring_ticket sring_fiber_ticket_(const struct sring_block_ *block)
{
    return (struct sring_ticket){state_of(block)->parked.user_data & SRING_NUMBER_};
}

/* --- scopes --------------------------------------------------------------------------------- */

/* Of sring_scope_without_memory. No handle can have another one's token, but these own nothing. */
static struct sring_block_ without_memory = {
    .data_ = (unsigned char *)&sring_scope_without_memory,
    .owner_ = SRING_TOKEN_,
};

static struct sring_scope_state *
scope_of_ring(const struct sring *ring, const struct sring_block_ *block, const char *function)
{
    struct sring_scope_state *scope = (struct sring_scope_state *)(void *)block->data_;

    check_ring(ring, scope->ring, "a scope of this ring", function);
    return scope;
}

struct sring_block_ *sring_scope_open_(struct sring *ring)
{
    struct sring_scope_state *scope;
    struct sring_block_ *block;

    sring_check_owner_(ring, "sring_scope_open");
    scope = calloc(1, sizeof(*scope));
    block = scope ? sring_block_new((unsigned char *)scope, 0, NULL, NULL) : NULL;
    if (!block) {
        free(scope);
        return &without_memory;
    }
    scope->ring = ring;
    scope->block = block;
    SRING_LIST_INSERT(&ring->core_->fibers.scopes, scope, next, link);
    scope->opener = sring_fiber_current(ring->core_);
    if (scope->opener) {
        scope->opener->scopes++;
    }
    return block;
}

int sring_scope_spawn_(struct sring *ring, struct sring_block_ *block, sring_fiber_fn *fn,
                       void *arg)
{
    struct sring_scope_state *scope = scope_of_ring(ring, block, "sring_scope_spawn");
    struct sring_fiber_state *fiber;
    int rc;

    if (!fn) {
        sring_misuse_("sring_scope_spawn", "a function", "NULL");
    }
    if (scope->cancelled) {
        return block == &without_memory ? -ENOMEM : -ECANCELED;
    }
    rc = sring_fiber_new(ring, &fiber, fn, arg);
    if (!rc) {
        fiber->parked.begun.place = __builtin_return_address(0);
        sring_scope_enter(scope, fiber);
    }
    return rc;
}

void sring_scope_adopt_(struct sring_block_ *block, struct sring_block_ *fiber_block)
{
    static const char function[] = "sring_scope_adopt";
    struct sring *ring = state_of(fiber_block)->ring;
    struct sring_scope_state *scope = scope_of_ring(ring, block, function);
    struct sring_fiber_state *fiber = fiber_of_ring(ring, fiber_block, function);

    drop_handle(fiber);
    if (scope == &sring_scope_without_memory) {
        sring_scope_enter_without_memory(fiber);
    } else {
        sring_scope_enter(scope, fiber);
    }
    if (scope->cancelled) {
        sring_fiber_stop(fiber);
    }
    if (has_ended(fiber)) {
        sring_scope_leave(fiber);
        sring_fiber_free(fiber);
    }
}

void sring_scope_cancel_(struct sring *ring, struct sring_block_ *block)
{
    sring_scope_stop(scope_of_ring(ring, block, "sring_scope_cancel"));
}

static bool is_empty(struct sring *ring, void *arg)
{
    const struct sring_scope_state *scope = arg;

    (void)ring;
    return !scope->first;
}

/* Called before each sleep, and in a fiber whenever it is woken. */
static unsigned cancel_if_cancelled(struct sring *ring, void *arg, bool *again)
{
    struct sring_scope_state *scope = arg;

    (void)ring;
    (void)again;
    if (scope->opener && scope->opener->stack->cancelled && !scope->cancelled) {
        scope->unwinds = true;
        sring_scope_stop(scope);
    }
    return 1;
}

static bool has_no_unscoped(struct sring *ring, void *arg)
{
    (void)arg;
    return !ring->core_->fibers.unscoped;
}

/* Also waits for the fibers of other such scopes: they were cancelled when they were given to it.
 */
static int close_without_memory(struct sring *ring)
{
    const struct sring_until until = {
        .done = has_no_unscoped, .take = sring_reap, .function = "sring_scope_close"};

    if (ring->core_->fibers.unscoped) {
        sring_check_may_wait(ring, "sring_scope_close");
    }
    sring_wait_until(ring, &until);
    return -ENOMEM;
}

int sring_scope_close_(struct sring *ring, struct sring_block_ *block)
{
    struct sring_scope_state *scope = scope_of_ring(ring, block, "sring_scope_close");
    struct sring_until until = {.done = is_empty,
                                .take = sring_reap,
                                .prepare = cancel_if_cancelled,
                                .arg = scope,
                                .wakes = true,
                                .function = "sring_scope_close"};
    int error;

    if (block == &without_memory) {
        return close_without_memory(ring);
    }
    if (scope->opener != sring_fiber_current(ring->core_)) {
        sring_misuse_("sring_scope_close", "the fiber that has opened the scope", "another one");
    }
    if (scope->first) {
        sring_check_may_wait(ring, "sring_scope_close");
    }
    if (sring_marked(&scope->closed)) {
        sring_misuse_("sring_scope_close", "an open scope", "one that is being closed");
    }
    scope->waits = true;
    (void)sring_call_marked(ring, &scope->closed, wait_marked, &until);
    if (scope->opener) {
        scope->opener->scopes--;
    }
    error = scope->error;
    sring_scope_free(scope);
    return error;
}
