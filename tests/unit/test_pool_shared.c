/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * One pool, several handles, several threads. Also run with ThreadSanitizer.
 */
#include "support.h"

#include <pthread.h>

enum {
    THREADS = 4,
    ROUNDS = 20000,
    CAPACITY = 64
};

struct worker {
    struct sring_pool pool;
    int number;
    int count;   /* the most buffers it holds at a time */
    long empty;  /* gets that found nothing */
    long broken; /* buffers that another thread wrote to */
    long got;
    pthread_t thread;
};

/* Starts a worker for each handle; each ends with its handle closed. */
static void run(struct sring_pool *pool, struct worker workers[THREADS], int count,
                void *(*body)(void *))
{
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.number = i, .count = count};
        assert_int_equal(sring_pool_share(pool, &workers[i].pool), 0);
        sring_pool_stash(&workers[i].pool);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&workers[i].thread, NULL, body, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
    }
}

static void fill(struct sring_pooled_buf *pooled, int value)
{
    struct sring_buf buf;

    sring_pooled_buf_unwrap(pooled, &buf);
    memset(sring_buf_data(&buf), value, CAPACITY);
    sring_pooled_buf_wrap(&buf, pooled);
}

static bool holds(struct sring_pooled_buf *pooled, int value)
{
    struct sring_buf buf;
    bool same;

    sring_pooled_buf_unwrap(pooled, &buf);
    same = sring_buf_data(&buf)[0] == value && sring_buf_data(&buf)[CAPACITY - 1] == value;
    sring_pooled_buf_wrap(&buf, pooled);
    return same;
}

static void *get_and_put(void *arg)
{
    struct worker *worker = arg;
    struct sring_pooled_buf held[8];
    unsigned random = (unsigned)worker->number + 1;
    int n = 0;

    sring_pool_claim(&worker->pool);
    for (int i = 0; i < ROUNDS; i++) {
        random = random * 1103515245 + 12345;
        if (n < worker->count && (n == 0 || random >> 16 & 1)) {
            if (sring_pool_get(&worker->pool, &held[n])) {
                worker->empty++;
            } else {
                fill(&held[n++], worker->number + 1);
                worker->got++;
            }
        } else {
            int which = (int)(random >> 20) % n;

            worker->broken += !holds(&held[which], worker->number + 1);
            if (random >> 17 & 1) {
                sring_pool_put(&worker->pool, &held[which]);
            } else {
                struct sring_buf buf;

                sring_pooled_buf_unwrap(&held[which], &buf);
                sring_buf_free(&buf);
            }
            held[which] = held[--n];
        }
    }
    while (n > 0) {
        sring_pool_put(&worker->pool, &held[--n]);
    }
    sring_pool_close(&worker->pool);
    return NULL;
}

/* Checks that all buffers are in the pool, each once. */
static void expect_all_in(struct sring_pool *pool, int count)
{
    struct sring_pooled_buf pooled[64], one_more;
    struct sring_pool_stats stats;

    assert_true(count <= 64);
    for (int i = 0; i < count; i++) {
        assert_int_equal(sring_pool_get(pool, &pooled[i]), 0);
        fill(&pooled[i], i);
    }
    assert_int_equal(sring_pool_get(pool, &one_more), -ENOBUFS);
    for (int i = 0; i < count; i++) {
        assert_true(holds(&pooled[i], i));
        sring_pool_put(pool, &pooled[i]);
    }
    sring_pool_get_stats(pool, &stats);
    assert_int_equal(stats.in_use, 0);
    assert_int_equal(stats.peak, count);
    assert_int_equal(stats.count, count);
    assert_int_equal(stats.handles, 1);
}

static void threads_take_and_give(void **state)
{
    struct worker workers[THREADS];
    struct sring_pool_stats stats;
    struct sring_pool pool;
    long empty = 0, got = 0;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 16, CAPACITY, NULL), 0);
    run(&pool, workers, 6, get_and_put); /* 24 wanted, 16 available */
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(workers[i].broken, 0);
        empty += workers[i].empty;
        got += workers[i].got;
    }
    sring_pool_get_stats(&pool, &stats);
    assert_int_equal(stats.gets, got);
    assert_int_equal(stats.empty, empty);
    assert_int_equal(stats.in_use, 0);
    expect_all_in(&pool, 16);
    sring_pool_close(&pool);
}

/* With a buffer for each thread, get never fails. */
static void never_empty_without_reason(void **state)
{
    struct worker workers[THREADS];
    struct sring_pool pool;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, THREADS * 2, CAPACITY, NULL), 0);
    run(&pool, workers, 2, get_and_put);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(workers[i].empty, 0);
        assert_int_equal(workers[i].broken, 0);
    }
    sring_pool_close(&pool);
}

static struct sring_pooled_buf kept[THREADS][64];

static void *get_until_empty(void *arg)
{
    struct worker *worker = arg;

    sring_pool_claim(&worker->pool);
    while (!sring_pool_get(&worker->pool, &kept[worker->number][worker->got])) {
        fill(&kept[worker->number][worker->got], worker->number);
        sring_pooled_buf_stash(&kept[worker->number][worker->got++]);
    }
    sring_pool_close(&worker->pool);
    return NULL;
}

/* Threads make the pool grow at the same time: every buffer is given out, once. */
static void grows_under_fire(void **state)
{
    for (int round = 0; round < 50; round++) {
        const struct sring_pool_options options = {.max_count = 60, .grow_by = 7};
        struct worker workers[THREADS];
        struct sring_pool pool;
        long got = 0;

        (void)state;
        assert_int_equal(sring_pool_open(&pool, 1, CAPACITY, &options), 0);
        run(&pool, workers, 0, get_until_empty);
        for (int i = 0; i < THREADS; i++) {
            got += workers[i].got;
            for (long j = 0; j < workers[i].got; j++) {
                sring_pooled_buf_claim(&kept[i][j]);
                assert_true(holds(&kept[i][j], i));
                sring_pool_put(&pool, &kept[i][j]); /* through another handle than its own */
            }
        }
        assert_int_equal(got, 60);
        expect_all_in(&pool, 60);
        sring_pool_close(&pool);
    }
}

static void *free_kept(void *arg)
{
    struct worker *worker = arg;
    struct sring_pooled_buf *mine = kept[worker->number];

    sring_pool_claim(&worker->pool);
    sring_pool_close(&worker->pool); /* before its buffers are back */
    for (int i = 0; i < 8; i++) {
        struct sring_buf buf;

        sring_pooled_buf_claim(&mine[i]);
        sring_pooled_buf_unwrap(&mine[i], &buf);
        memset(sring_buf_data(&buf), 1, CAPACITY);
        sring_buf_free(&buf);
    }
    return NULL;
}

/* The last buffer comes back and the last handle is closed at the same time, in different threads;
 * one of them releases the pool, once. */
static void ends_anywhere(void **state)
{
    for (int round = 0; round < 200; round++) {
        struct worker workers[THREADS];
        struct sring_pool pool;

        (void)state;
        assert_int_equal(sring_pool_open(&pool, THREADS * 8, CAPACITY, NULL), 0);
        for (int i = 0; i < THREADS * 8; i++) {
            assert_int_equal(sring_pool_get(&pool, &kept[i / 8][i % 8]), 0);
            sring_pooled_buf_stash(&kept[i / 8][i % 8]);
        }
        for (int i = 0; i < THREADS; i++) {
            workers[i] = (struct worker){.number = i};
            assert_int_equal(sring_pool_share(&pool, &workers[i].pool), 0);
            sring_pool_stash(&workers[i].pool);
        }
        for (int i = 0; i < THREADS; i++) {
            assert_int_equal(pthread_create(&workers[i].thread, NULL, free_kept, &workers[i]), 0);
        }
        sring_pool_close(&pool);
        for (int i = 0; i < THREADS; i++) {
            pthread_join(workers[i].thread, NULL);
        }
    }
}

/* Buffers cached for a single handle become available to all. */
static void sharing_gives_up_what_was_kept(void **state)
{
    struct sring_pooled_buf pooled[4], before;
    struct sring_pool pool, another;
    struct sring_pool_stats stats;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 4, CAPACITY, NULL), 0);
    assert_int_equal(sring_pool_get(&pool, &before), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_pool_get(&pool, &pooled[i]), 0);
    }
    for (int i = 0; i < 3; i++) {
        sring_pool_put(&pool, &pooled[i]);
    }
    assert_int_equal(sring_pool_share(&pool, &another), 0);
    sring_pool_get_stats(&another, &stats);
    assert_int_equal(stats.handles, 2);
    assert_int_equal(stats.in_use, 1);
    assert_int_equal(stats.gets, 4);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_pool_get(&another, &pooled[i]), 0);
    }
    assert_int_equal(sring_pool_get(&pool, &pooled[3]), -ENOBUFS);
    sring_pool_put(&another, &before); /* taken out before there was another handle */
    assert_int_equal(sring_pool_get(&pool, &pooled[3]), 0);
    sring_pool_close(&another);
    for (int i = 0; i < 4; i++) {
        sring_pool_put(&pool, &pooled[i]);
    }
    expect_all_in(&pool, 4);
    sring_pool_close(&pool);
}

/* A buffer comes back between the first check of the stack by get and its lock. */
static struct {
    struct sring_pool *pool; /* NULL: nothing happens */
    struct sring_pooled_buf *pooled;
} at_the_lock;

int __real_pthread_mutex_lock(pthread_mutex_t *mutex);
int __wrap_pthread_mutex_lock(pthread_mutex_t *mutex);

int __wrap_pthread_mutex_lock(pthread_mutex_t *mutex)
{
    struct sring_pool *pool = at_the_lock.pool;

    if (pool) {
        at_the_lock.pool = NULL;
        sring_pool_put(pool, at_the_lock.pooled);
    }
    return __real_pthread_mutex_lock(mutex);
}

static void back_at_the_last_moment(void **state)
{
    struct sring_pooled_buf pooled, waited_for;
    struct sring_pool pool, another;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 1, CAPACITY, NULL), 0);
    assert_int_equal(sring_pool_share(&pool, &another), 0);
    assert_int_equal(sring_pool_get(&another, &pooled), 0);
    at_the_lock.pooled = &pooled;
    at_the_lock.pool = &another;
    assert_int_equal(sring_pool_get(&pool, &waited_for), 0);
    assert_null(at_the_lock.pool);
    sring_pool_put(&pool, &waited_for);
    sring_pool_close(&another);
    expect_all_in(&pool, 1);
    sring_pool_close(&pool);
}

static void misuse(void **state)
{
    struct sring_pool pool, another, copy, stranger;
    struct sring_pooled_buf pooled;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 4, CAPACITY, NULL), 0);
    assert_int_equal(sring_pool_open(&stranger, 4, CAPACITY, NULL), 0);
    assert_int_equal(sring_pool_share(&pool, &another), 0);
    assert_int_equal(sring_pool_get(&another, &pooled), 0);
    copy = another;
    sring_pool_close(&another);
    ASSERT_MISUSE("sring_pool_put", "an open pool", "a closed one", sring_pool_put(&copy, &pooled));
    ASSERT_MISUSE("sring_pool_close", "an open pool", "a closed one", sring_pool_close(&copy));
    ASSERT_MISUSE("sring_pool_put", "a buffer of this pool", "another pool",
                  sring_pool_put(&stranger, &pooled));
    sring_pool_put(&pool, &pooled);
    expect_all_in(&pool, 4);
    sring_pool_close(&stranger);
    sring_pool_close(&pool);
}

static void get_one(struct sring_pool *pool, struct sring_pooled_buf *pooled)
{
    assert_int_equal(sring_pool_get(pool, pooled), 0);
}

static void put_twice(void **state)
{
    static struct sring_pooled_buf pooled, old;
    static struct sring_pool pool, another;
    static struct sring_buf buf;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 4, CAPACITY, NULL), 0);
    assert_int_equal(sring_pool_share(&pool, &another), 0);
    get_one(&another, &pooled);
    old = pooled;
    sring_pool_put(&another, &pooled);
#define DEAD(function, statement)                                                                  \
    ASSERT_MISUSE(function, "a pooled buffer that is yours", "put back", statement)
    DEAD("sring_pool_put", sring_pool_put(&pool, &old));
    DEAD("sring_pooled_buf_unwrap", sring_pooled_buf_unwrap(&old, &buf));
    get_one(&pool, &pooled);
    assert_ptr_equal(pooled.block_, old.block_); /* the same one again */
    DEAD("sring_pool_put", sring_pool_put(&pool, &old));
    sring_pool_put(&pool, &pooled);
    sring_pool_close(&another);
    expect_all_in(&pool, 4);
    sring_pool_close(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_take_and_give),
        cmocka_unit_test(never_empty_without_reason),
        cmocka_unit_test(grows_under_fire),
        cmocka_unit_test(ends_anywhere),
        cmocka_unit_test(sharing_gives_up_what_was_kept),
        cmocka_unit_test(back_at_the_last_moment),
        cmocka_unit_test(misuse),
        cmocka_unit_test(put_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
