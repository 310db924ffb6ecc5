/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pools.
 */
#include "support.h"

#include <pthread.h>

static void bad_sizes(void **state)
{
    struct sring_pool pool;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 0, 1), -EINVAL);
    assert_int_equal(sring_pool_open(&pool, 1, 0), -EINVAL);
    assert_int_equal(sring_pool_open(&pool, 1, SIZE_MAX), -EINVAL);
    assert_int_equal(sring_pool_open(&pool, UINT32_MAX, 0x7ffff000), -ENOMEM);
}

static void empties_and_fills(void **state)
{
    struct sring_pooled_buf pooled[3], one_more;
    struct sring_pool pool;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 3, 100), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_pool_get(&pool, &pooled[i]), 0);
        sring_pooled_buf_stash(&pooled[i]);
    }
    assert_int_equal(sring_pool_get(&pool, &one_more), -ENOBUFS);
    sring_pooled_buf_claim(&pooled[1]);
    sring_pool_put(&pool, &pooled[1]);
    assert_int_equal(sring_pool_get(&pool, &pooled[1]), 0);
    sring_pooled_buf_stash(&pooled[1]);
    for (int i = 0; i < 3; i++) {
        sring_pooled_buf_claim(&pooled[i]);
        sring_pool_put(&pool, &pooled[i]);
    }
    sring_pool_close(&pool);
}

static void buffers_are_distinct(void **state)
{
    struct sring_pooled_buf pooled[16];
    struct sring_buf bufs[16];
    struct sring_pool pool;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 16, 5000), 0);
    for (int i = 0; i < 16; i++) {
        assert_int_equal(sring_pool_get(&pool, &pooled[i]), 0);
        sring_pooled_buf_unwrap(&pooled[i], &bufs[i]);
        assert_int_equal(sring_buf_capacity(&bufs[i]), 5000);
        assert_int_equal(sring_buf_length(&bufs[i]), 0);
        assert_int_equal((uintptr_t)sring_buf_data(&bufs[i]) % 4096, 0);
        memset(sring_buf_data(&bufs[i]), i, 5000);
        sring_buf_set_length(&bufs[i], 7);
    }
    for (int i = 0; i < 16; i++) {
        assert_int_equal(sring_buf_data(&bufs[i])[0], i);
        assert_int_equal(sring_buf_data(&bufs[i])[4999], i);
        sring_pooled_buf_wrap(&bufs[i], &pooled[i]);
        sring_pool_put(&pool, &pooled[i]);
    }
    assert_int_equal(sring_pool_get(&pool, &pooled[0]), 0);
    sring_pooled_buf_unwrap(&pooled[0], &bufs[0]);
    assert_int_equal(sring_buf_length(&bufs[0]), 0);
    sring_buf_free(&bufs[0]); /* returns it to the pool as well */
    sring_pool_close(&pool);
}

static void closed_before_its_buffers(void **state)
{
    struct sring_pooled_buf pooled;
    struct sring_buf buf;
    struct sring_pool pool;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 2, 64), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    sring_pooled_buf_unwrap(&pooled, &buf);
    sring_pool_close(&pool);
    memset(sring_buf_data(&buf), 1, 64);
    sring_buf_free(&buf); /* and with it the pool's memory: AddressSanitizer knows */
}

static void another_pool(void **state)
{
    struct sring_pooled_buf pooled;
    struct sring_pool pool, other;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 1, 64), 0);
    assert_int_equal(sring_pool_open(&other, 1, 64), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    ASSERT_MISUSE("sring_pool_put", "a buffer of this pool", "another pool",
                  sring_pool_put(&other, &pooled));
    sring_pool_put(&pool, &pooled); /* the report has touched nothing */
    sring_pool_close(&other);
    sring_pool_close(&pool);
}

static void put_twice(void **state)
{
    struct sring_pooled_buf pooled, copy;
    struct sring_buf buf;
    struct sring_pool pool;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 2, 64), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    copy = pooled;
    sring_pool_put(&pool, &pooled);
#define DEAD(function, statement)                                                                  \
    ASSERT_MISUSE(function, "a pooled buffer that is yours", "put back or given away", statement)
    DEAD("sring_pool_put", sring_pool_put(&pool, &copy));
    DEAD("sring_pooled_buf_unwrap", sring_pooled_buf_unwrap(&copy, &buf));
    DEAD("sring_pooled_buf_move", sring_pooled_buf_move(&pooled, &copy));
    DEAD("sring_pooled_buf_stash", sring_pooled_buf_stash(&copy));
    DEAD("sring_pooled_buf_claim", sring_pooled_buf_claim(&copy));
    sring_pool_close(&pool);
}

static void wrapping_an_ordinary_buffer(void **state)
{
    struct sring_pooled_buf pooled;
    struct sring_buf buf;

    (void)state;
    new_buf(&buf, 10);
    ASSERT_MISUSE("sring_pooled_buf_wrap", "unwrapped from a pooled one", "an ordinary buffer",
                  sring_pooled_buf_wrap(&buf, &pooled));
    sring_buf_free(&buf);
}

static void closed_pool(void **state)
{
    struct sring_pooled_buf pooled;
    struct sring_pool pool = SRING_NONE;

    (void)state;
    ASSERT_MISUSE("sring_pool_get", "an open pool", "a closed one",
                  (void)!sring_pool_get(&pool, &pooled));
    ASSERT_MISUSE("sring_pool_close", "an open pool", "a closed one", sring_pool_close(&pool));
}

static void *free_in_thread(void *arg)
{
    struct sring_buf *bufs = arg;

    for (int i = 0; i < 64; i++) {
        sring_buf_claim(&bufs[i]);
        sring_buf_free(&bufs[i]);
    }
    return NULL;
}

static void buffers_end_in_another_thread(void **state)
{
    static struct sring_buf bufs[2][64];
    struct sring_pooled_buf pooled;
    struct sring_pool pool;
    pthread_t threads[2];

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 128, 64), 0);
    for (int i = 0; i < 128; i++) {
        assert_int_equal(sring_pool_get(&pool, &pooled), 0);
        sring_pooled_buf_unwrap(&pooled, &bufs[i / 64][i % 64]);
        sring_buf_stash(&bufs[i / 64][i % 64]);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, free_in_thread, bufs[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    for (int i = 0; i < 128; i++) {
        assert_int_equal(sring_pool_get(&pool, &pooled), 0);
        sring_pooled_buf_unwrap(&pooled, &bufs[0][0]);
        sring_buf_free(&bufs[0][0]);
    }
    sring_pool_close(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_sizes),
        cmocka_unit_test(empties_and_fills),
        cmocka_unit_test(buffers_are_distinct),
        cmocka_unit_test(closed_before_its_buffers),
        cmocka_unit_test(another_pool),
        cmocka_unit_test(put_twice),
        cmocka_unit_test(wrapping_an_ordinary_buffer),
        cmocka_unit_test(closed_pool),
        cmocka_unit_test(buffers_end_in_another_thread),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
