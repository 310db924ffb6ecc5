/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Random programs of fibers: they spawn, join, cancel, detach, wait for any, open scopes and do
 * everything else that parks. After each program nothing is left: no record, buffer, file, stack or
 * allocation. SRING_TEST_SEED and SRING_TEST_STEPS in the environment repeat a run or make it
 * longer.
 */
#include "programs.h"

#define STEPS_OF_A_PROGRAM 25 /* at a guess */

static void do_outside(void)
{
    struct sring *ring = &program.ring;
    int rc = 0;

    switch (choose(6)) {
    case 0:
        rc = sring_run_for(ring, short_time());
        break;
    case 1:
        rc = sring_run_once(ring, short_time());
        break;
    case 2:
        rc = sring_poll(ring);
        break;
    case 3:
        rc = sring_sleep(ring, short_time());
        break;
    case 4:
        cancel_someone(ring);
        break;
    default:
        end_a_root();
    }
    assert_true(rc >= 0 || rc == -ETIME || rc == -EAGAIN);
}

/* A ring's budget is back: as many operations as it has capacity can be begun. */
static void expect_capacity(uint32_t capacity)
{
    static struct sring_nop_building ops[256];
    uint32_t n = 0;

    while (n < 256 && !sring_nop_init(&program.ring, &ops[n])) {
        sring_nop_building_stash(&ops[n++]);
    }
    assert_int_equal(n, capacity);
    while (n) {
        sring_nop_building_claim(&ops[--n]);
        sring_nop_abandon(&program.ring, &ops[n]);
    }
}

static void end_quietly(uint32_t capacity)
{
    struct sring_stats stats;

    end_roots();
    assert_int_equal(sring_run(&program.ring), 0);
    sring_get_stats(&program.ring, &stats);
    assert_int_equal(stats.in_flight, 0);
    assert_int_equal(stats.dropped, 0);
    assert_int_equal(program.ended, program.begun);
    expect_capacity(capacity);
    sring_close(&program.ring);
}

static void run_program(void)
{
    static const uint32_t entries[] = {1, 2, 8, 64};
    struct sring_options options = {.entries = entries[choose(4)],
                                    .capacity = once_in(2) ? 256 : 20,
                                    .fiber_stack = 128 * 1024};

    memset(&program, 0, sizeof(program));
    assert_int_equal(sring_open(&program.ring, &options), 0);
    open_pipe(&program.pipe);
    begin_roots();
    for (uint32_t i = choose(12); i; i--) {
        do_outside();
    }
    if (once_in(2)) {
        end_quietly(options.capacity);
    } else {
        program.closing = true;
        sring_close(&program.ring);
        assert_int_equal(program.ended, program.begun);
        forget_roots();
    }
    assert_int_equal(program.buffers_freed, program.buffers_made);
    assert_int_equal(program.callbacks_run, program.callbacks_due);
}

static void close_pipe(void)
{
    int in = sring_fd_release(&program.pipe.in), out = sring_fd_release(&program.pipe.out);

    close(in);
    close(out);
}

static void programs(void **state)
{
    const char *text = getenv("SRING_TEST_STEPS");
    long count = (text ? atol(text) : 5000) / STEPS_OF_A_PROGRAM;
    struct owned before;

    (void)state;
    printf("SRING_TEST_SEED=%llu\n", (unsigned long long)choose_seed());
    fflush(stdout);
    simulated_shortens = true;
    simulated_ends = true;
    allocate_blocks();
    run_program(); /* the library keeps some memory for later */
    close_pipe();
    before = count_owned();
    for (long i = 0; i < count; i++) {
        run_program();
        close_pipe();
        expect_owned(&before);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
