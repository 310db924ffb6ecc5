/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: time that passes between any two looks at the clock, and the heap of
 * timers.
 */
#include "support.h"

#include "base/base.h"

static const struct sring_options wanted = {.backend = SRING_BACKEND_FALLBACK};

static struct sring fallback;

static int set_up(void **state)
{
    (void)state;
    assert_int_equal(sring_open(&fallback, &wanted), 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sring_close(&fallback);
    return 0;
}

#define TIMERS_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#define STEP (MILLISECOND / 2)

static const struct sring_clock *real_clock;
static _Atomic uint64_t skipped;

static uint64_t now_later(int clock)
{
    return real_clock->now(clock) + (skipped += STEP);
}

/* Between any two looks at the clock some time passes, so the timeout may end at any of them. */
static void time_passes(void **state)
{
    const struct sring_clock clock = {now_later, sring_chosen_clock->pause};

    (void)state;
    real_clock = sring_chosen_clock;
    sring_chosen_clock = &clock;
    for (uint64_t i = 0; i < 40; i++) {
        (void)alarm(10);
        assert_int_equal(sring_timeout_await(&fallback, 1 + i * STEP / 8), -ETIME);
    }
    (void)alarm(0);
    sring_chosen_clock = real_clock;
}

SRING_TIMEOUT_CALLBACK(on_time)
{
    int *calls = arg;

    assert_int_equal(sring_timeout_finish(done), -ETIME);
    ++*calls;
}

static struct sring_ticket start_timeout(uint64_t nanoseconds, int *calls)
{
    struct sring_timeout_building op;

    assert_int_equal(sring_timeout_init(&fallback, &op, nanoseconds), 0);
    return sring_timeout_start(&fallback, &op, on_time, calls);
}

/* The same, and the program sleeps in a loop of its own. */
static void time_passes_elsewhere(void **state)
{
    const struct sring_clock clock = {now_later, sring_chosen_clock->pause};
    struct pollfd pollable = {.events = POLLIN};

    (void)state;
    real_clock = sring_chosen_clock;
    sring_chosen_clock = &clock;
    pollable.fd = sring_pollable_fd(&fallback);
    assert_true(pollable.fd >= 0);
    for (uint64_t i = 0; i < 160; i++) {
        int calls = 0;

        (void)start_timeout(1 + i * STEP / 8, &calls);
        while (assert_true(sring_poll(&fallback) >= 0), !calls) {
            assert_int_equal(poll(&pollable, 1, 5000), 1);
        }
    }
    sring_chosen_clock = real_clock;
}

SRING_TIMEOUT_CALLBACK(on_late)
{
    (void)sring_timeout_finish(done);
    (void)arg;
}

/* A timer is cancelled in the half of the heap with the late ones, and the last one of the other
 * half, which ends soon, takes its place. */
static void a_timer_moves(void **state)
{
    static const bool soon[] = {true,  false, true,  false, false, false, true, false,
                                false, false, false, false, false, false, true};
    struct sring_ticket cancelled = {0};
    int calls = 0;

    (void)state;
    for (uint64_t i = 0; i < sizeof(soon) / sizeof(soon[0]); i++) {
        struct sring_timeout_building op;

        if (soon[i]) {
            (void)start_timeout((5 + i) * MILLISECOND, &calls);
        } else {
            struct sring_ticket ticket;

            assert_int_equal(sring_timeout_init(&fallback, &op, (20000 + i) * MILLISECOND), 0);
            ticket = sring_timeout_start(&fallback, &op, on_late, NULL);
            cancelled = i == 7 ? ticket : cancelled;
        }
    }
    assert_int_equal(sring_flush(&fallback), 0);
    assert_int_equal(sring_cancel(&fallback, cancelled), 0);
    while (calls < 4) {
        assert_true(sring_run_once(&fallback, 10000 * MILLISECOND) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TIMERS_TEST(time_passes),
        TIMERS_TEST(time_passes_elsewhere),
        TIMERS_TEST(a_timer_moves),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
