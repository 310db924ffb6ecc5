/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What each fiber should see.
 */
#include "programs.h"

struct program program;

static uint64_t chances;

/* --- chance --------------------------------------------------------------------------------- */

uint64_t choose_seed(void)
{
    const char *text = getenv("SRING_TEST_SEED");

    if (!text && is_simulated()) {
        text = getenv("SRING_TEST_SIMULATED"); /* the same seed */
    }
    chances = text ? strtoull(text, NULL, 10) : now_ns();
    return chances;
}

uint32_t choose(uint32_t below)
{
    chances = chances * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(chances >> 33) % below;
}

bool once_in(uint32_t n)
{
    return choose(n) == 0;
}

uint64_t short_time(void)
{
    return choose(300000);
}

/* --- actors --------------------------------------------------------------------------------- */

struct actor *new_actor(const struct actor *parent, struct group *group, bool joined)
{
    struct actor *actor;
    uint32_t place = program.begun;

    if ((parent && parent->depth == DEEPEST_FIBER) || place == MOST_FIBERS) {
        return NULL;
    }
    actor = calloc(1, sizeof(*actor));
    assert_non_null(actor);
    actor->depth = parent ? parent->depth + 1 : 0;
    actor->parent = joined ? parent : NULL;
    actor->joined = joined;
    actor->place = place;
    join_group(actor, group);
    program.live[place] = actor;
    program.begun++;
    return actor;
}

void join_group(struct actor *actor, struct group *group)
{
    actor->group = group;
    if (group) {
        actor->parent = NULL;
        actor->joined = false;
        group->members++;
        actor->cancelled |= group->cancelled;
    }
}

static void leave_group(const struct actor *actor)
{
    struct group *group = actor->group;
    int result = actor->result;

    group->members--;
    if (result < 0 && !group->error && !(result == -ECANCELED && group->cancelled)) {
        group->error = result;
        cancel_group(group);
    }
}

/* The spawn has failed. */
void drop_actor(struct actor *actor)
{
    program.live[actor->place] = NULL;
    program.ended++;
    if (actor->group) {
        actor->group->members--;
    }
    free(actor);
}

static int end_actor(struct actor *actor, int result)
{
    actor->result = result;
    program.live[actor->place] = NULL;
    program.ended++;
    if (actor->group) {
        leave_group(actor);
    }
    if (!actor->joined) {
        free(actor);
    }
    return result;
}

int act(struct sring *ring, void *arg)
{
    struct actor *actor = arg;
    bool on = true;

    assert_true(sring_pending(ring, actor->ticket) || actor->group);
    for (uint32_t steps = choose(8); steps && on; steps--) {
        on = step(ring, actor);
    }
    if (!on) {
        return end_actor(actor, -ECANCELED);
    }
    return end_actor(actor, once_in(5) ? -(int)(200 + actor->place) : (int)(1 + actor->place));
}

/* --- cancelling ----------------------------------------------------------------------------- */

bool may_be_cancelled(const struct actor *actor)
{
    return actor->cancelled || program.closing ||
           (actor->parent && may_be_cancelled(actor->parent)) ||
           (actor->group && (actor->group->cancelled ||
                             (actor->group->opener && may_be_cancelled(actor->group->opener))));
}

bool goes_on(const struct actor *actor, bool was_cancelled, int rc)
{
    assert_true(rc >= 0 || rc == -ECANCELED || rc == -EAGAIN || rc == -ETIME);
    assert_true(rc == -ECANCELED || !was_cancelled);
    assert_true(rc != -ECANCELED || may_be_cancelled(actor));
    return rc != -ECANCELED;
}

void cancel_group(struct group *group)
{
    group->cancelled = true;
    for (uint32_t i = 0; i < program.begun; i++) {
        if (program.live[i] && program.live[i]->group == group) {
            program.live[i]->cancelled = true;
        }
    }
}

void cancel_someone(struct sring *ring)
{
    struct actor *other = program.begun ? program.live[choose(program.begun)] : NULL;

    if (other && other->ticket.number_) {
        assert_int_equal(sring_cancel(ring, other->ticket), 0);
        other->cancelled = true;
    }
}
