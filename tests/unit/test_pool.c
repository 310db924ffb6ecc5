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
    assert_int_equal(sring_pool_open(&pool, 0, 1, NULL), -EINVAL);
    assert_int_equal(sring_pool_open(&pool, 1, 0, NULL), -EINVAL);
    assert_int_equal(sring_pool_open(&pool, 1, SIZE_MAX, NULL), -EINVAL);
    assert_int_equal(sring_pool_open(&pool, UINT32_MAX, 64, NULL), -EINVAL);
    assert_int_equal(sring_pool_open(&pool, 1u << 20, 0x7ffff000, NULL), -ENOMEM);
}

static void empties_and_fills(void **state)
{
    struct sring_pooled_buf pooled[3], one_more;
    struct sring_pool pool;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 3, 100, NULL), 0);
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
    assert_int_equal(sring_pool_open(&pool, 16, 5000, NULL), 0);
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
    sring_buf_free(&bufs[0]); /* also returns it to the pool */
    sring_pool_close(&pool);
}

static void closed_before_its_buffers(void **state)
{
    struct sring_pooled_buf pooled;
    struct sring_buf buf;
    struct sring_pool pool;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 2, 64, NULL), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    sring_pooled_buf_unwrap(&pooled, &buf);
    sring_pool_close(&pool);
    memset(sring_buf_data(&buf), 1, 64);
    sring_buf_free(&buf); /* frees the pool's memory, too: AddressSanitizer checks */
}

/* The buffer put back last is taken first, and is like new. */
static void last_in_first_out(void **state)
{
    struct sring_pooled_buf first, second;
    struct sring_buf buf;
    struct sring_pool pool;
    unsigned char *data;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 4, 64, NULL), 0);
    assert_int_equal(sring_pool_get(&pool, &first), 0);
    assert_int_equal(sring_pool_get(&pool, &second), 0);
    sring_pooled_buf_unwrap(&first, &buf);
    sring_buf_set_length(&buf, 9);
    data = sring_buf_data(&buf);
    sring_pooled_buf_wrap(&buf, &first);
    sring_pool_put(&pool, &second);
    sring_pool_put(&pool, &first);
    assert_int_equal(sring_pool_get(&pool, &second), 0);
    sring_pooled_buf_unwrap(&second, &buf);
    assert_ptr_equal(sring_buf_data(&buf), data);
    assert_int_equal(sring_buf_length(&buf), 0);
    sring_buf_free(&buf);
    sring_pool_close(&pool);
}

/* AddressSanitizer reports access to a buffer in the pool. */
static void poisoned_while_in(void **state)
{
#if defined(SRING_ASAN_)
    int __asan_address_is_poisoned(const volatile void *address);
    struct sring_pooled_buf pooled, other;
    struct sring_pool pool;
    struct sring_buf buf;

    assert_int_equal(sring_pool_open(&pool, 2, 100, NULL), 0);
    for (int turn = 0; turn < 4; turn++) {
        unsigned char *data;

        assert_int_equal(sring_pool_get(&pool, &pooled), 0);
        sring_pooled_buf_unwrap(&pooled, &buf);
        data = sring_buf_data(&buf);
        assert_false(__asan_address_is_poisoned(data));
        assert_false(__asan_address_is_poisoned(data + 99));
        assert_true(__asan_address_is_poisoned(data + 128)); /* was never out */
        if (turn % 2) {
            sring_buf_free(&buf);
        } else {
            sring_pooled_buf_wrap(&buf, &other);
            sring_pool_put(&pool, &other);
        }
        assert_true(__asan_address_is_poisoned(data));
        assert_true(__asan_address_is_poisoned(data + 99));
    }
    sring_pool_close(&pool);
#endif
    (void)state;
}

static void bad_options(void **state)
{
    const struct sring_pool_options bad[] = {
        {.max_count = 3},
        {.max_count = UINT32_MAX},
        {.alignment = 3},
        {.alignment = (size_t)4 << 20},
        {.huge_pages = (enum sring_huge_pages)3},
    };
    struct sring_pool pool;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(sring_pool_open(&pool, 4, 64, &bad[i]), -EINVAL);
    }
}

static void expect_stats(struct sring_pool *pool, uint64_t count, uint64_t in_use, uint64_t peak,
                         uint64_t gets, uint64_t reclaimed, uint64_t empty, uint64_t grown)
{
    struct sring_pool_stats stats;

    sring_pool_get_stats(pool, &stats);
    assert_int_equal(stats.count, count);
    assert_int_equal(stats.in_use, in_use);
    assert_int_equal(stats.peak, peak);
    assert_int_equal(stats.gets, gets);
    assert_int_equal(stats.reclaimed, reclaimed);
    assert_int_equal(stats.empty, empty);
    assert_int_equal(stats.grown, grown);
    assert_int_equal(stats.handles, 1);
    assert_true(stats.bytes >= count * 64);
}

static void grows(void **state)
{
    const struct sring_pool_options options = {.max_count = 7, .grow_by = 3};
    static const uint64_t counts[7] = {2, 2, 5, 5, 5, 7, 7};
    struct sring_pooled_buf pooled[7];
    struct sring_buf bufs[7];
    struct sring_buf another;
    struct sring_pool pool;
    char text[256];

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 2, 5000, &options), 0);
    expect_stats(&pool, 2, 0, 0, 0, 0, 0, 0);
    for (uint64_t i = 0; i < 7; i++) {
        assert_int_equal(sring_pool_get(&pool, &pooled[i]), 0);
        sring_pooled_buf_unwrap(&pooled[i], &bufs[i]);
        memset(sring_buf_data(&bufs[i]), (int)i, 5000);
        expect_stats(&pool, counts[i], i + 1, i + 1, i + 1, 0, 0, counts[i] / 2 - 1);
        sring_buf_stash(&bufs[i]);
    }
    assert_int_equal(sring_pool_get(&pool, &pooled[0]), -ENOBUFS);
    sring_explain(-ENOBUFS, text, sizeof(text));
    assert_non_null(strstr(text, "max_count"));
    expect_stats(&pool, 7, 7, 7, 7, 0, 1, 2);
    new_buf(&another, 64); /* the pool's blocks are not used elsewhere */
    for (int i = 0; i < 7; i++) {
        sring_buf_claim(&bufs[i]);
        assert_int_equal(sring_buf_data(&bufs[i])[0], i);
        assert_int_equal(sring_buf_data(&bufs[i])[4999], i);
        sring_buf_free(&bufs[i]);
    }
    sring_buf_free(&another);
    expect_stats(&pool, 7, 0, 7, 7, 7, 1, 2);
    sring_pool_close(&pool);
}

static void grows_by_what_it_had(void **state)
{
    const struct sring_pool_options options = {.max_count = 10};
    struct sring_pooled_buf pooled[10];
    struct sring_pool pool;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 4, 5000, &options), 0);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(sring_pool_get(&pool, &pooled[i]), 0);
    }
    expect_stats(&pool, 10, 10, 10, 10, 0, 0, 2);
    for (int i = 0; i < 10; i++) {
        sring_pool_put(&pool, &pooled[i]);
    }
    sring_pool_close(&pool);
}

/* In random sequences the counters are right and no buffer is out twice. */
static void counters(void **state)
{
    enum {
        MOST = 40
    };
    const struct sring_pool_options options = {.max_count = MOST, .grow_by = 7};
    static struct sring_pooled_buf out[MOST];
    uint64_t n = 0, peak = 0, gets = 0, reclaimed = 0, empty = 0, count = 5;
    struct sring_pooled_buf one_more;
    struct sring_pool pool;
    struct sring_buf buf;

    (void)state;
    srand(1);
    assert_int_equal(sring_pool_open(&pool, 5, 5000, &options), 0);
    for (int step = 0; step < 20000; step++) {
        bool more = rand() % 64 < (step / 500 % 2 ? 24 : 40);

        if (more && n == MOST) {
            assert_int_equal(sring_pool_get(&pool, &one_more), -ENOBUFS);
            empty++;
        } else if (more) {
            count = n == count ? (count + 7 < MOST ? count + 7 : MOST) : count;
            assert_int_equal(sring_pool_get(&pool, &out[n]), 0);
            sring_pooled_buf_unwrap(&out[n], &buf);
            assert_int_not_equal(sring_buf_data(&buf)[0], 'x');
            sring_buf_data(&buf)[0] = 'x';
            sring_pooled_buf_wrap(&buf, &out[n]);
            n++;
            gets++;
            peak = n > peak ? n : peak;
        } else if (n > 0) {
            uint64_t which = (uint64_t)rand() % n;

            sring_pooled_buf_unwrap(&out[which], &buf);
            sring_buf_data(&buf)[0] = 'y';
            if (step % 3) {
                sring_pooled_buf_wrap(&buf, &out[which]);
                sring_pool_put(&pool, &out[which]);
            } else {
                sring_buf_free(&buf);
                reclaimed++;
            }
            out[which] = out[--n];
        }
        expect_stats(&pool, count, n, peak, gets, reclaimed, empty, (count - 5 + 6) / 7);
    }
    while (n > 0) {
        sring_pool_put(&pool, &out[--n]);
    }
    sring_pool_close(&pool);
}

/* The tokens of a block: each is larger than the one before. Pools have tokens of their own, with
 * the highest bit. */
static void note_token(const struct sring_pooled_buf *pooled)
{
    static struct {
        const void *block;
        uint64_t tokens[2];
    } seen[4096];
    size_t at = ((size_t)pooled->block_ / 64) % 4096;
    uint64_t *last;

    while (seen[at].block && seen[at].block != pooled->block_) {
        at = (at + 1) % 4096;
    }
    last = &seen[at].tokens[pooled->token_ >> 63];
    assert_true(pooled->token_ > *last);
    seen[at].block = pooled->block_;
    *last = pooled->token_;
}

/* A block that goes from pool to pool never has the same owner twice, so an old copy of a handle
 * always stays dead. */
static void tokens_are_not_used_twice(void **state)
{
    const struct sring_pool_options options = {.max_count = 60, .grow_by = 20};
    struct sring_pooled_buf pooled[60];
    struct sring_pool pools[2], another;
    struct sring_buf bufs[100];

    (void)state;
    for (int round = 0; round < 50; round++) {
        assert_int_equal(sring_pool_open(&pools[0], 20, 64, &options), 0);
        assert_int_equal(sring_pool_open(&pools[1], 20, 64, &options), 0);
        if (round % 3 == 2) {
            assert_int_equal(sring_pool_share(&pools[1], &another), 0);
            sring_pool_close(&another);
        }
        for (int which = 0; which < 2; which++) {
            for (int turn = 0; turn < (which ? 3 : 300); turn++) {
                int count = turn % 60 + 1;

                for (int i = 0; i < count; i++) {
                    assert_int_equal(sring_pool_get(&pools[which], &pooled[i]), 0);
                    note_token(&pooled[i]);
                }
                for (int i = 0; i < count; i++) {
                    sring_pool_put(&pools[which], &pooled[i]);
                }
            }
        }
        sring_pool_close(&pools[round % 2]);
        for (int i = 0; i < 100; i++) {
            new_buf(&bufs[i], 64);
            note_token((const struct sring_pooled_buf *)(const void *)&bufs[i]);
        }
        for (int i = 0; i < 100; i++) {
            sring_buf_free(&bufs[i]);
        }
        sring_pool_close(&pools[!(round % 2)]);
    }
}

/* A growing pool takes used blocks of another pool: their tokens are ahead of its own. */
static void grows_with_used_blocks(void **state)
{
    const struct sring_pool_options options = {.max_count = 400, .grow_by = 399};
    static struct sring_pooled_buf pooled[400];
    struct sring_pool worn, pool;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 1, 64, &options), 0);
    assert_int_equal(sring_pool_open(&worn, 300, 64, NULL), 0);
    for (int turn = 0; turn < 100; turn++) {
        for (int i = 0; i < 300; i++) {
            assert_int_equal(sring_pool_get(&worn, &pooled[i]), 0);
            note_token(&pooled[i]);
        }
        for (int i = 0; i < 300; i++) {
            sring_pool_put(&worn, &pooled[i]);
        }
    }
    sring_pool_close(&worn);
    for (int i = 0; i < 400; i++) {
        assert_int_equal(sring_pool_get(&pool, &pooled[i]), 0);
        note_token(&pooled[i]);
    }
    expect_stats(&pool, 400, 400, 400, 400, 0, 0, 1);
    for (int i = 0; i < 400; i++) {
        sring_pool_put(&pool, &pooled[i]);
    }
    sring_pool_close(&pool);
}

static void another_pool(void **state)
{
    struct sring_pooled_buf pooled;
    struct sring_pool pool, other;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 1, 64, NULL), 0);
    assert_int_equal(sring_pool_open(&other, 1, 64, NULL), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    ASSERT_MISUSE("sring_pool_put", "a buffer of this pool", "another pool",
                  sring_pool_put(&other, &pooled));
    sring_pool_put(&pool, &pooled); /* the report has changed nothing */
    sring_pool_close(&other);
    sring_pool_close(&pool);
}

static void put_twice(void **state)
{
    struct sring_pooled_buf pooled, copy;
    struct sring_buf buf;
    struct sring_pool pool;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 2, 64, NULL), 0);
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

/* A copy of a closed handle, while a buffer keeps the pool's memory. */
static void copy_of_a_closed_pool(void **state)
{
    struct sring_pooled_buf pooled;
    struct sring_pool_stats stats;
    struct sring_pool pool, copy, another;
    struct sring_buf buf;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 2, 64, NULL), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    copy = pool;
    sring_pool_close(&pool);
#define CLOSED(function, statement)                                                                \
    ASSERT_MISUSE(function, "an open pool", "a closed one", statement)
    CLOSED("sring_pool_put", sring_pool_put(&copy, &pooled));
    CLOSED("sring_pool_put", sring_pool_put(&pool, &pooled));
    CLOSED("sring_pool_get", (void)!sring_pool_get(&copy, &pooled));
    CLOSED("sring_pool_share", (void)!sring_pool_share(&copy, &another));
    CLOSED("sring_pool_get_stats", sring_pool_get_stats(&copy, &stats));
    CLOSED("sring_pool_move", sring_pool_move(&another, &copy));
    CLOSED("sring_pool_stash", sring_pool_stash(&copy));
    CLOSED("sring_pool_claim", sring_pool_claim(&copy));
    CLOSED("sring_pool_close", sring_pool_close(&copy));
    sring_pooled_buf_unwrap(&pooled, &buf);
    sring_buf_free(&buf);
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
    assert_int_equal(sring_pool_open(&pool, 128, 64, NULL), 0);
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
        cmocka_unit_test(copy_of_a_closed_pool),
        cmocka_unit_test(last_in_first_out),
        cmocka_unit_test(poisoned_while_in),
        cmocka_unit_test(bad_options),
        cmocka_unit_test(grows),
        cmocka_unit_test(grows_by_what_it_had),
        cmocka_unit_test(counters),
        cmocka_unit_test(tokens_are_not_used_twice),
        cmocka_unit_test(grows_with_used_blocks),
        cmocka_unit_test(buffers_end_in_another_thread),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
