/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Compares FILEs of the ring with those of the C library, by random sequences of calls on twin
 * files.
 *
 * SRING_TEST_STEPS in the environment is the number of sequences, SRING_TEST_SEED the seed of the
 * first; each has the seed of the one before plus 1. A sequence that differs is printed with its
 * seed; SRING_TEST_STEPS=1 repeats it.
 */
#include "stdio_random.h"

#include <signal.h>

static struct twins twins;

static void run_sequence(struct sring *ring)
{
    if (open_twins(ring, &twins)) {
        for (uint32_t n = pick(40); n; n--) {
            any_call(&twins);
        }
    }
    close_twins(&twins);
}

SRING_FIBER(run_in_fiber)
{
    run_sequence(ring);
    return 0;
}

static void sequences(void **state)
{
    const char *seed = getenv("SRING_TEST_SEED"), *steps = getenv("SRING_TEST_STEPS");
    const uint64_t first = seed ? strtoull(seed, NULL, 10) : now_ns();
    const uint64_t count = steps ? strtoull(steps, NULL, 10) : 1500;

    printf("SRING_TEST_SEED=%llu, %llu sequences\n", (unsigned long long)first,
           (unsigned long long)count);
    fflush(stdout);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    for (uint64_t i = 0; i < count; i++) {
        struct sring *ring = *state;
        struct sring_fiber fiber;

        set_seed(first + i);
        forget_notes();
        note("SRING_TEST_SEED=%llu SRING_TEST_STEPS=1\n", (unsigned long long)(first + i));
        if (one_in(4)) {
            note("in a fiber, ");
            assert_int_equal(sring_spawn(ring, &fiber, run_in_fiber, NULL), 0);
            assert_int_equal(sring_join(ring, &fiber), 0);
        } else {
            run_sequence(ring);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(sequences),
    };

#if !defined(__GLIBC__)
    puts("SKIP: it knows in detail what a FILE of glibc does");
    return 77;
#endif
    return cmocka_run_group_tests(tests, NULL, NULL);
}
