/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Random sequences of everything, compared with a simple model; see random.h.
 * SRING_TEST_SEED and SRING_TEST_STEPS in the environment repeat a run or make it longer.
 */
#include "random.h"

static void close_any_way(void)
{
    struct sring_stats stats;

    if (one_in(3)) {
        quiet();
    } else {
        unregister_all(one_in(2));
        if (one_in(2)) {
            close_groups(one_in(2));
        }
    }
    sring_get_stats(&world.ring, &stats);
    assert_int_equal(stats.dropped, 0);
    let_go_of_all();
    sring_close(&world.ring);
    forget_mailbox();
    free_registered();
    free_shared();
    forget_groups();
    return_items();
    expect_everything_back();
    for (int i = 0; i < PLACES; i++) {
        vacate(&world.places[i]);
    }
}

/* --- the loop ------------------------------------------------------------------------------ */

static const struct kind *any_kind(void)
{
    switch (pick(12)) {
    case 0:
    case 1:
        return any_maker();
    case 2:
        return any_plain();
    case 3:
        return any_stream();
    case 4:
    case 5:
        return &batch_kind;
    case 6:
        return any_vectored();
    case 7:
        return any_sharing();
    case 8:
        return any_mailbox();
    case 9:
        return any_fiber();
    default:
        return any_transfer();
    }
}

static void stop_run(struct sring *ring, struct sring_timeout_completed *done, void *arg)
{
    (void)arg;
    (void)sring_timeout_finish(done);
    sring_stop(ring);
    world.callbacks_run++;
}

/* sring_run, which would continue as long as anything is in flight. */
static void run_a_while(void)
{
    struct sring_timeout_building op;

    if (begun(sring_timeout_init(&world.ring, &op, pick(300000)))) {
        world.callbacks_due++;
        sring_timeout_start(&world.ring, &op, stop_run, NULL);
        assert_int_equal(sring_run(&world.ring), 0);
    }
}

static void end_sleep(struct sring *ring, struct sring_poll_add_completed *done, void *arg)
{
    (void)ring;
    assert_true(sring_poll_add_finish(done) < 0);
    *(bool *)arg = false;
    world.callbacks_run++;
}

/* A program that waits only for the pollable descriptor: a deadline ends the operation in time. */
static void sleep_on_descriptor(void)
{
    static bool sleeps;
    struct pollfd pollable = {.fd = sring_pollable_fd(&world.ring), .events = POLLIN};
    struct sring_poll_add_building op;

    if (!begun(sring_poll_add_init(&world.ring, &op, &world.pipe.in, POLLPRI))) {
        return;
    }
    if (!begun(sring_poll_add_set_timeout(&world.ring, &op, pick(300000)))) {
        sring_poll_add_abandon(&world.ring, &op);
        return;
    }
    world.callbacks_due++;
    sleeps = true;
    sring_poll_add_start(&world.ring, &op, end_sleep, &sleeps);
    while (sleeps) {
        assert_int_equal(sring_flush(&world.ring), 0);
        assert_int_equal(poll_pollable(&pollable, LOST_AFTER), 1);
        assert_true(sring_poll(&world.ring) >= 0);
    }
}

/* A program that waits for the pollable descriptor is woken for every completion: when it would
 * sleep, a poll finds nothing, unless something completes meanwhile. */
static void nothing_is_missed(void)
{
    struct pollfd pollable = {.fd = sring_pollable_fd(&world.ring), .events = POLLIN};
    uint64_t before;

    assert_true(pollable.fd >= 0);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(sring_flush(&world.ring), 0);
        if (poll(&pollable, 1, 0)) {
            assert_true(sring_poll(&world.ring) >= 0);
        } else if (is_simulated()) {
            before = world.callbacks_run;
            simulated_sleeps = true;
            assert_int_equal(sring_poll(&world.ring), 0);
            simulated_sleeps = false;
            assert_int_equal(world.callbacks_run, before);
        }
    }
}

/* Gives an operation a new time by its ticket; the operation may be over, or have none. */
static void rearm_any(void)
{
    struct sring_ticket ticket = world.places[pick(PLACES)].ticket;
    uint64_t nanoseconds = pick(300000);
    int rc = pick(2) ? sring_timeout_rearm(&world.ring, ticket, nanoseconds)
                     : sring_deadline_rearm(&world.ring, ticket, nanoseconds);

    assert_true(rc == 0 || rc == -ENOENT || rc == -EINVAL || rc == -ENOMEM);
}

/* Cancels an operation by its ticket; the operation may be over. */
static void cancel_any(void)
{
    struct sring_ticket ticket = world.places[pick(PLACES)].ticket;
    bool pending = sring_pending(&world.ring, ticket);
    int rc = sring_cancel(&world.ring, ticket);

    assert_true(rc == 0 || rc == -ENOENT);
    assert_true(pending || rc);
}

static void wait_for_any(void)
{
    struct sring_ticket tickets[4];
    uint32_t which = 9;
    int rc;

    for (int i = 0; i < 4; i++) {
        tickets[i] = world.places[pick(PLACES)].ticket;
    }
    rc = sring_wait_any(&world.ring, tickets, 4, pick(300000), &which);
    assert_true(rc == 0 || rc == -ETIME);
    assert_true(rc || !sring_pending(&world.ring, tickets[which]));
}

static void run_by_time(void)
{
    int rc = one_in(2) ? sring_run_for(&world.ring, pick(300000))
                       : sring_run_once(&world.ring, pick(300000));

    assert_true(rc >= 0 || rc == -ETIME);
}

static void step(void)
{
    struct place *place = &world.places[pick(PLACES)];

    switch (pick(300)) {
    case 0:
        close_any_way();
        open_any_ring();
        break;
    case 1:
    case 2:
    case 3:
        assert_true(sring_poll(&world.ring) >= 0);
        break;
    case 4:
        assert_int_equal(sring_flush(&world.ring), 0);
        break;
    case 5:
        await_many();
        break;
    case 6:
        run_a_while();
        break;
    case 7:
        assert_int_equal(sring_cancel_all(&world.ring), 0);
        break;
    case 8:
        close_any_group();
        break;
    case 9:
        return_items();
        break;
    case 10:
        nothing_is_missed();
        break;
    case 11:
        if (one_in(5)) {
            sleep_on_descriptor();
        }
        break;
    case 12:
    case 13:
        cancel_any();
        break;
    case 14:
        wait_for_any();
        break;
    case 15:
        run_by_time();
        break;
    case 16:
    case 17:
    case 18:
    case 19:
        rearm_any();
        break;
    case 20:
    case 21:
    case 22:
    case 23:
        change_shared();
        break;
    default:
        if (!place->kind) {
            any_kind()->begin(place);
        } else if (!place->calls_back) {
            place->kind->end(place);
        }
        drain_receivers();
    }
}

static void everything(void **state)
{
    const char *text = getenv("SRING_TEST_STEPS");
    long steps = text ? atol(text) : 100000;
    struct owned before;

    (void)state;
    printf("SRING_TEST_SEED=%llu\n", (unsigned long long)seed_chance());
    fflush(stdout);
    simulated_shortens = true;
    simulated_ends = true;
    allocate_blocks();
    allocate_wakers();
    before = count_owned();
    open_world();
    open_any_ring();
    for (long i = 0; i < steps; i++) {
        step();
    }
    close_any_way();
    close_world();
    expect_owned(&before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
