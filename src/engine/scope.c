/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Scopes: groups of fibers that end together.
 */
#include "base/list.h"
#include "engine/fiber.h"

#include <stdio.h>
#include <stdlib.h>

static struct sring nowhere;
struct sring_scope_state sring_scope_without_memory = {
    .ring = &nowhere, .error = -ENOMEM, .cancelled = true, .waits = true};

void sring_scope_enter(struct sring_scope_state *scope, struct sring_fiber_state *fiber)
{
    fiber->scope = scope;
    SRING_LIST_INSERT(&scope->first, fiber, next_member, member_link);
}

void sring_scope_enter_without_memory(struct sring_fiber_state *fiber)
{
    fiber->scope = &sring_scope_without_memory;
    fiber->next_member = NULL;
    fiber->member_link = &fiber->next_member; /* a list of its own */
    fiber->ring->core_->fibers.unscoped++;
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

    SRING_LIST_REMOVE(fiber, next_member, member_link);
    fiber->scope = NULL;
    if (result < 0 && !scope->error &&
        (result != -ECANCELED || !scope->cancelled || scope->unwinds)) {
        scope->error = result;
        sring_scope_stop(scope);
    }
    if (!scope->first && scope->waits) {
        if (scope->opener) {
            sring_fiber_wake(scope->opener);
        } else if (scope == &sring_scope_without_memory) {
            fiber->ring->core_->fibers.unscoped--;
        }
    }
}

void sring_scope_free(struct sring_scope_state *scope)
{
    SRING_LIST_REMOVE(scope, next, link);
    sring_block_release(scope->block);
    free(scope);
}

void sring_scopes_close(struct sring_core_ *core)
{
    unsigned forgotten = 0;

    for (; core->fibers.scopes; forgotten++) {
        sring_scope_free(core->fibers.scopes);
    }
    if (forgotten && sring_is_development()) {
        fprintf(stderr, "sring: sring_close closes %u %s open\n", forgotten,
                forgotten == 1 ? "scope that is" : "scopes that are");
        sring_print_calls();
    }
}
