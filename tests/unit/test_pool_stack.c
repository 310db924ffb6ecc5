/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The stack of a pool's free buffers, alone (src/memory/pool_stack.h, tests/model/pool_stack.pml).
 */
#include "support.h"

#include "memory/pool_stack.h"

#include <pthread.h>

enum {
    PLACES = 8,
    THREADS = 4,
    TURNS = 100000
};

static void last_in_first_out(void **state)
{
    _Atomic uint32_t next[PLACES] = {0};
    struct pool_stack stack = {.next = next};
    uint32_t place = 77;

    (void)state;
    assert_false(pool_stack_pop(&stack, &place));
    assert_int_equal(place, 77);
    for (uint32_t i = 0; i < PLACES; i++) {
        pool_stack_push(&stack, i);
    }
    for (uint32_t i = PLACES; i > 0; i--) {
        assert_true(pool_stack_pop(&stack, &place));
        assert_int_equal(place, i - 1);
    }
    assert_false(pool_stack_pop(&stack, &place));
}

/* After pops in between, the same place on top is another head: an older read of it fails. */
static void same_place_is_another_head(void **state)
{
    _Atomic uint32_t next[PLACES] = {0};
    struct pool_stack stack = {.next = next};
    uint32_t first, second;
    uint64_t before;

    (void)state;
    pool_stack_push(&stack, 1);
    pool_stack_push(&stack, 0);
    before = stack.head;
    assert_true(pool_stack_pop(&stack, &first));
    assert_true(pool_stack_pop(&stack, &second));
    pool_stack_push(&stack, first);
    assert_int_equal((uint32_t)stack.head, (uint32_t)before);
    assert_int_not_equal(stack.head, before);
}

/* The tag wraps to 0 without a change of the place. */
static void tag_wraps(void **state)
{
    _Atomic uint32_t next[PLACES] = {0};
    struct pool_stack stack = {.head = (uint64_t)UINT32_MAX << 32, .next = next};
    uint32_t place;

    (void)state;
    pool_stack_push(&stack, 5);
    pool_stack_push(&stack, 6);
    assert_true(pool_stack_pop(&stack, &place));
    assert_int_equal(place, 6);
    assert_int_equal(stack.head, 6); /* tag 0, and place 5 */
    assert_true(pool_stack_pop(&stack, &place));
    assert_int_equal(place, 5);
}

static struct pool_stack shared;
static _Atomic uint32_t shared_next[PLACES];
static int owner[PLACES]; /* written by the thread that has the place; ThreadSanitizer checks it */

static void *pop_and_push(void *arg)
{
    long *broken = arg;

    for (int i = 0; i < TURNS; i++) {
        uint32_t places[2];
        int n = 0;

        while (n < 2 && pool_stack_pop(&shared, &places[n])) {
            *broken += owner[places[n]]++ != 0;
            n++;
        }
        for (int k = 0; k < n; k++) {
            int which = i & 1 ? k : n - 1 - k;

            *broken += owner[places[which]]-- != 1;
            pool_stack_push(&shared, places[which]);
        }
    }
    return NULL;
}

static void threads(void **state)
{
    pthread_t thread[THREADS];
    long broken[THREADS] = {0};
    uint32_t place;
    int count = 0;

    (void)state;
    shared.next = shared_next;
    for (uint32_t i = 0; i < PLACES; i++) {
        pool_stack_push(&shared, i);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&thread[i], NULL, pop_and_push, &broken[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(thread[i], NULL);
        assert_int_equal(broken[i], 0);
    }
    while (pool_stack_pop(&shared, &place)) {
        assert_int_equal(owner[place]++, 0);
        count++;
    }
    assert_int_equal(count, PLACES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(last_in_first_out),
        cmocka_unit_test(same_place_is_another_head),
        cmocka_unit_test(tag_wraps),
        cmocka_unit_test(threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
