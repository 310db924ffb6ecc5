/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Fibers that wait for random things, and spawn others.
 */
#include "random.h"

enum {
    DEEPEST = 3
};

static const struct kind kind_fiber;

/* The results of what a fiber waits for, when the ring is busy or closing, or the fiber is
 * cancelled. */
static bool goes_on(int rc)
{
    assert_true(rc >= 0 || rc == -ECANCELED || rc == -EAGAIN || rc == -ETIME || rc == -ENOMEM);
    return rc != -ECANCELED;
}

static int read_for_a_while(struct sring *ring)
{
    struct sring_read_building building;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_buf buf;
    int rc = sring_read_init(ring, &building, &world.pipe.in);

    if (rc) {
        return rc;
    }
    rc = sring_read_set_timeout(ring, &building, pick(300000));
    if (rc) {
        sring_read_abandon(ring, &building);
        return rc;
    }
    take_buffer(&buf);
    sring_read_submit(ring, &building, &buf, &inflight);
    sring_read_wait(ring, &inflight, &done);
    rc = sring_read_finish(&done, &buf);
    give_buffer(&buf, rc);
    return rc;
}

static int wait_for_any_of_them(struct sring *ring)
{
    struct sring_ticket tickets[2];
    uint32_t which;

    for (int i = 0; i < 2; i++) {
        tickets[i] = world.places[pick(PLACES)].ticket;
    }
    return sring_wait_any(ring, tickets, 2, pick(300000), &which);
}

static int spawn_others(struct sring *ring, void *arg);

/* `arg` is its depth. */
SRING_FIBER(wander)
{
    bool on = true;

    for (uint32_t steps = pick(6); steps && on; steps--) {
        switch (pick(6)) {
        case 0:
            on = goes_on(sring_sleep(ring, pick(300000)));
            break;
        case 1:
            sring_yield(ring);
            break;
        case 2:
            on = goes_on(read_for_a_while(ring));
            break;
        case 3:
            on = goes_on(wait_for_any_of_them(ring));
            break;
        case 4:
            on = goes_on(spawn_others(ring, arg));
            break;
        default:
            on = goes_on(sring_nop_await(ring));
        }
    }
    return on ? 0 : -ECANCELED;
}

static int spawn_others(struct sring *ring, void *arg)
{
    uintptr_t depth = (uintptr_t)arg + 1;
    struct sring_scope scope;
    struct sring_fiber fiber;
    int rc;

    if (depth > DEEPEST) {
        return 0;
    }
    if (one_in(2)) {
        rc = sring_spawn(ring, &fiber, wander, (void *)depth);
        return rc ? rc : sring_join(ring, &fiber);
    }
    sring_scope_open(ring, &scope);
    for (uint32_t i = pick(3); i; i--) {
        goes_on(sring_scope_spawn(ring, &scope, wander, (void *)depth));
    }
    if (one_in(3)) {
        sring_scope_cancel(ring, &scope);
    }
    return sring_scope_close(ring, &scope);
}

static void begin_fiber(struct place *place)
{
    if (!begun(sring_spawn(&world.ring, &place->handle.fiber, wander, NULL))) {
        vacate(place);
        return;
    }
    occupy(place, &kind_fiber, false);
    place->ticket = sring_fiber_ticket(&place->handle.fiber);
    sring_fiber_stash(&place->handle.fiber);
}

static void end_fiber(struct place *place)
{
    struct sring *ring = &world.ring;
    struct sring_fiber *fiber = &place->handle.fiber;

    sring_fiber_claim(fiber);
    switch (choose_ending(!sring_pending(ring, place->ticket))) {
    case DETACH:
        sring_fiber_detach(ring, fiber);
        break;
    case CANCEL:
        sring_fiber_cancel(ring, fiber);
        goes_on(sring_join(ring, fiber));
        break;
    default:
        goes_on(sring_join(ring, fiber));
    }
    vacate(place);
}

static const struct kind kind_fiber = {"fiber", begin_fiber, end_fiber};

const struct kind *any_fiber(void)
{
    return &kind_fiber;
}
