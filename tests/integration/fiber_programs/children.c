/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Fibers that make others, and end them in all ways.
 */
#include "programs.h"

/* --- one fiber ------------------------------------------------------------------------------ */

/* Returns the actor of a new fiber, or NULL. */
static struct actor *spawn(struct sring *ring, const struct actor *actor, struct sring_fiber *fiber,
                           int *rc)
{
    const bool cancelled = actor && actor->cancelled;
    struct actor *child = new_actor(actor, NULL, true);

    *rc = 0;
    if (!child) {
        return NULL;
    }
    *rc = sring_spawn(ring, fiber, act, child);
    if (*rc) {
        drop_actor(child);
        return NULL;
    }
    assert_true(!cancelled);
    child->ticket = sring_fiber_ticket(fiber);
    return child;
}

static void join(struct sring *ring, struct actor *child, struct sring_fiber *fiber)
{
    int result = sring_join(ring, fiber);

    assert_null(program.live[child->place]);
    assert_int_equal(result, child->result);
    free(child);
}

static void cancel(struct sring *ring, struct actor *child, const struct sring_fiber *fiber)
{
    sring_fiber_cancel(ring, fiber);
    child->cancelled = true;
}

/* The fiber is left to the ring. */
static void detach(struct sring *ring, struct actor *child, struct sring_fiber *fiber)
{
    if (program.live[child->place]) {
        child->joined = false;
        child->parent = NULL;
    } else {
        free(child);
    }
    sring_fiber_detach(ring, fiber);
}

static bool have_one(struct sring *ring, struct actor *actor)
{
    const bool cancelled = actor->cancelled;
    struct sring_fiber fiber;
    struct actor *child;
    int rc;

    child = spawn(ring, actor, &fiber, &rc);
    if (!child) {
        return goes_on(actor, cancelled && rc, rc);
    }
    if (once_in(3)) {
        sring_yield(ring);
    }
    if (once_in(3)) {
        cancel(ring, child, &fiber);
    }
    if (once_in(3)) {
        detach(ring, child, &fiber);
    } else {
        join(ring, child, &fiber);
    }
    return true;
}

/* Waits for the first of two, and cancels the other one. */
static void end_first_of_two(struct sring *ring, struct actor *actor, struct actor *children[2],
                             struct sring_fiber *first, struct sring_fiber *second)
{
    const struct sring_ticket tickets[2] = {children[0]->ticket, children[1]->ticket};
    const bool cancelled = actor->cancelled;
    uint32_t which = 2;
    int rc = sring_wait_any(ring, tickets, 2, once_in(2) ? SRING_FOREVER : short_time(), &which);

    if (rc) {
        (void)goes_on(actor, cancelled, rc);
    } else {
        assert_null(program.live[children[which]->place]);
    }
    if (which != 0) {
        cancel(ring, children[0], first);
    }
    if (which != 1) {
        cancel(ring, children[1], second);
    }
    join(ring, children[0], first);
    join(ring, children[1], second);
}

static bool have_two(struct sring *ring, struct actor *actor)
{
    struct sring_fiber first, second;
    struct actor *children[2];
    int rc;

    children[0] = spawn(ring, actor, &first, &rc);
    if (!children[0]) {
        return goes_on(actor, false, rc);
    }
    children[1] = spawn(ring, actor, &second, &rc);
    if (!children[1]) {
        join(ring, children[0], &first);
        return goes_on(actor, false, rc);
    }
    end_first_of_two(ring, actor, children, &first, &second);
    return true;
}

/* --- scopes --------------------------------------------------------------------------------- */

/* Spawns into a scope. Returns the result of spawn. */
static int spawn_member(struct sring *ring, struct actor *actor, struct group *group)
{
    const bool refused = group->cancelled || (actor && actor->cancelled);
    struct actor *child = new_actor(actor, group, false);
    int rc;

    if (!child) {
        return 0;
    }
    sring_scope_borrow(&group->scope);
    rc = sring_scope_spawn(ring, &group->scope, act, child);
    sring_scope_return(&group->scope);
    assert_true(rc == -ECANCELED || !refused);
    if (rc) {
        assert_int_equal(rc, -ECANCELED);
        drop_actor(child);
    }
    return rc;
}

static void adopt_member(struct sring *ring, struct actor *actor, struct group *group)
{
    struct sring_fiber fiber;
    struct actor *child;
    int rc;

    child = spawn(ring, actor, &fiber, &rc);
    if (!child) {
        return;
    }
    if (once_in(2)) {
        sring_yield(ring);
    }
    if (program.live[child->place]) {
        join_group(child, group);
        sring_scope_borrow(&group->scope);
        sring_scope_adopt(&group->scope, &fiber);
        sring_scope_return(&group->scope);
    } else {
        join(ring, child, &fiber);
    }
}

/* A cancelled opener cancels its scope at an unknown moment. Otherwise the result is known. */
static void close_scope(struct sring *ring, struct group *group)
{
    int rc;

    sring_scope_claim(&group->scope);
    rc = sring_scope_close(ring, &group->scope);
    assert_int_equal(group->members, 0);
    if (program.closing || (group->opener && may_be_cancelled(group->opener))) {
        assert_true(rc <= 0 && (rc == 0 || group->error));
    } else {
        assert_int_equal(rc, group->error);
    }
}

static bool have_a_scope(struct sring *ring, struct actor *actor)
{
    struct group group = {.opener = actor};
    struct sring_scope scope;
    bool on = true;

    sring_scope_open(ring, &scope);
    sring_scope_move_stash(&group.scope, &scope);
    for (uint32_t i = choose(5); i; i--) {
        switch (choose(6)) {
        case 0:
            adopt_member(ring, actor, &group);
            break;
        case 1:
            on &= step(ring, actor);
            break;
        default:
            (void)spawn_member(ring, actor, &group);
        }
    }
    if (once_in(4)) {
        cancel_group(&group);
        sring_scope_borrow(&group.scope);
        sring_scope_cancel(ring, &group.scope);
        sring_scope_return(&group.scope);
    }
    close_scope(ring, &group);
    return on;
}

/* A fiber of a scope spawns into it, also while it is being closed. */
static bool have_a_sibling(struct sring *ring, struct actor *actor)
{
    if (actor->group) {
        (void)spawn_member(ring, actor, actor->group);
    }
    return true;
}

bool have_children(struct sring *ring, struct actor *actor)
{
    switch (choose(4)) {
    case 0:
        return have_one(ring, actor);
    case 1:
        return have_two(ring, actor);
    case 2:
        return have_a_scope(ring, actor);
    default:
        return have_a_sibling(ring, actor);
    }
}

/* --- roots ---------------------------------------------------------------------------------- */

static struct root {
    struct actor *actor;      /* NULL: none */
    struct sring_fiber fiber; /* stashed */
} roots[MOST_ROOTS];

void begin_roots(void)
{
    for (uint32_t i = 0, n = 1 + choose(MOST_ROOTS); i < n; i++) {
        struct sring_fiber fiber;
        int rc;

        roots[i].actor = spawn(&program.ring, NULL, &fiber, &rc);
        assert_int_equal(rc, 0);
        assert_non_null(roots[i].actor);
        sring_fiber_move_stash(&roots[i].fiber, &fiber);
    }
}

void end_a_root(void)
{
    struct root *root = &roots[choose(MOST_ROOTS)];

    if (!root->actor) {
        return;
    }
    sring_fiber_claim(&root->fiber);
    if (once_in(2)) {
        cancel(&program.ring, root->actor, &root->fiber);
    }
    if (once_in(3)) {
        detach(&program.ring, root->actor, &root->fiber);
    } else {
        join(&program.ring, root->actor, &root->fiber);
    }
    root->actor = NULL;
}

void end_roots(void)
{
    for (uint32_t i = 0; i < MOST_ROOTS; i++) {
        if (roots[i].actor) {
            sring_fiber_claim(&roots[i].fiber);
            join(&program.ring, roots[i].actor, &roots[i].fiber);
            roots[i].actor = NULL;
        }
    }
}

void forget_roots(void)
{
    for (uint32_t i = 0; i < MOST_ROOTS; i++) {
        free(roots[i].actor);
        roots[i].actor = NULL;
    }
}
