/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Shared buffers without a ring: what they are made of, counts of handles in any order and in many
 * threads, and every use of a dead handle.
 */
#include "support.h"

#define MOST 1000
#define THREADS 4
#define ROUNDS 2000

static bool no_memory;

void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return no_memory ? NULL : __real_aligned_alloc(alignment, size);
}

static void shared_text(struct sring_shared_buf *shared, const char *text)
{
    struct sring_buf buf;

    text_buf(&buf, text);
    sring_buf_share(&buf, shared);
}

static void shared_counted(struct sring_shared_buf *shared, struct counted *counted)
{
    struct sring_buf buf;

    counted_buf(&buf, counted);
    sring_buf_set_length(&buf, 10);
    sring_buf_share(&buf, shared);
}

static void made_of_a_buffer(void **state)
{
    struct sring_shared_buf shared;
    struct sring_buf buf;
    const unsigned char *data;

    (void)state;
    new_buf(&buf, 100);
    memcpy(sring_buf_data(&buf), "text", 4);
    sring_buf_set_length(&buf, 4);
    data = sring_buf_data(&buf);
    sring_buf_share(&buf, &shared);
    assert_ptr_equal(sring_shared_data(&shared), data);
    assert_int_equal(sring_shared_length(&shared), 4);
    assert_memory_equal(sring_shared_data(&shared), "text", 4);
    sring_shared_free(&shared);
}

static void made_of_an_empty_buffer(void **state)
{
    struct sring_shared_buf shared;

    (void)state;
    shared_text(&shared, "x"); /* so that the block has been used before */
    sring_shared_free(&shared);
    {
        struct sring_buf buf;

        new_buf(&buf, 16);
        sring_buf_share(&buf, &shared);
    }
    assert_int_equal(sring_shared_length(&shared), 0);
    sring_shared_free(&shared);
}

static void made_of_constant_memory(void **state)
{
    static const char text[] = "constant";
    struct sring_shared_buf shared, another;

    (void)state;
    assert_int_equal(sring_shared_static(&shared, text, 8), 0);
    assert_ptr_equal(sring_shared_data(&shared), text);
    assert_int_equal(sring_shared_length(&shared), 8);
    sring_shared_copy(&another, &shared);
    sring_shared_free(&shared);
    assert_memory_equal(sring_shared_data(&another), "constant", 8);
    sring_shared_free(&another);
    assert_string_equal(text, "constant");
    assert_int_equal(sring_shared_static(&shared, NULL, 8), -EINVAL);
    assert_int_equal(sring_shared_static(&shared, text, 0), -EINVAL);
    assert_int_equal(sring_shared_static(&shared, text, (size_t)0x7ffff000 + 1), -EINVAL);
    assert_null(shared.block_);
}

/* Only constant memory needs a control block of its own. */
static void without_memory(void **state)
{
    static struct sring_shared_buf shared[MOST];
    static struct counted counted;
    struct sring_shared_buf another;
    struct sring_buf buf;
    int count = 0, rc;

    (void)state;
    counted_buf(&buf, &counted);
    no_memory = true;
    do { /* there may be free control blocks */
        rc = sring_shared_static(&shared[count], "x", 1);
    } while (!rc && ++count < MOST);
    assert_int_equal(rc, -ENOMEM);
    assert_null(shared[count].block_);
    sring_buf_share(&buf, &another);
    sring_shared_copy(&shared[count], &another);
    no_memory = false;
    sring_shared_free(&another);
    assert_int_equal(counted.freed, 0);
    do {
        sring_shared_free(&shared[count]);
    } while (count--);
    assert_int_equal(counted.freed, 1);
}

/* Three handles in each order; the first one is freed while copies are made of another. */
static void freed_in_any_order(void **state)
{
    static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                    {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    static struct counted counted;

    (void)state;
    for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        struct sring_shared_buf shared[3];

        shared_counted(&shared[0], &counted);
        sring_shared_copy(&shared[1], &shared[0]);
        sring_shared_copy(&shared[2], &shared[1]);
        for (int j = 0; j < 3; j++) {
            assert_int_equal(counted.freed, 0);
            assert_ptr_equal(sring_shared_data(&shared[orders[i][j]]), counted.memory);
            sring_shared_free(&shared[orders[i][j]]);
        }
        assert_int_equal(counted.freed, 1);
    }
}

static void many_handles(void **state)
{
    static struct sring_shared_buf shared[100000];
    static struct counted counted;
    const size_t count = sizeof(shared) / sizeof(shared[0]);

    (void)state;
    shared_counted(&shared[0], &counted);
    for (size_t i = 1; i < count; i++) {
        sring_shared_copy(&shared[i], &shared[i / 2]);
    }
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(counted.freed, 0);
        sring_shared_free(&shared[i]);
    }
    assert_int_equal(counted.freed, 1);
}

/* A copy that is never freed must not make the count wrap around. */
static void too_many_handles(void **state)
{
    static struct sring_shared_buf shared, another;
    static struct counted counted;
    uint32_t before;

    (void)state;
    shared_counted(&shared, &counted);
    before = shared.block_->owned_;
    shared.block_->owned_ |= UINT32_C(1) << 31;
    ASSERT_MISUSE("sring_shared_copy", "fewer than 2^28 handles", "never freed",
                  sring_shared_copy(&another, &shared));
    shared.block_->owned_ = before;
    sring_shared_free(&shared);
    assert_int_equal(counted.freed, 1);
}

static void counts_as_one_buffer(void **state)
{
    static const char text[100];
    struct sring_live before, now;
    struct sring_shared_buf shared, another, constant;

    (void)state;
    sring_get_live(&before);
    shared_text(&shared, "12345");
    sring_shared_copy(&another, &shared);
    assert_int_equal(sring_shared_static(&constant, text, sizeof(text)), 0);
    sring_get_live(&now);
    assert_int_equal(now.buffers - before.buffers, 2);
    assert_int_equal(now.bytes - before.bytes, 105);
    sring_shared_free(&shared);
    sring_shared_free(&constant);
    sring_get_live(&now);
    assert_int_equal(now.buffers - before.buffers, 1);
    sring_shared_free(&another);
    sring_get_live(&now);
    assert_memory_equal(&now, &before, sizeof(now));
}

/* It goes back to its pool, and is an ordinary pooled buffer again. */
static void made_of_a_pooled_buffer(void **state)
{
    struct sring_shared_buf shared, another;
    struct sring_pool_stats stats;
    struct sring_pooled_buf pooled;
    struct sring_pool pool;
    struct sring_buf buf;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 1, 64, NULL), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_pool_get(&pool, &pooled), 0);
        sring_pooled_buf_unwrap(&pooled, &buf);
        memcpy(sring_buf_data(&buf), "pooled", 6);
        sring_buf_set_length(&buf, 6);
        sring_buf_share(&buf, &shared);
        sring_shared_copy(&another, &shared);
        sring_shared_free(&shared);
        assert_int_equal(sring_pool_get(&pool, &pooled), -ENOBUFS);
        assert_memory_equal(sring_shared_data(&another), "pooled", 6);
        sring_shared_free(&another);
        assert_int_equal(sring_pool_get(&pool, &pooled), 0);
        assert_int_equal(pooled.block_->index_, SRING_UNREGISTERED_);
        sring_pool_put(&pool, &pooled);
    }
    sring_pool_get_stats(&pool, &stats);
    assert_int_equal(stats.reclaimed, 3);
    assert_int_equal(stats.in_use, 0);
    sring_pool_close(&pool);
}

/* The pool's memory lives as long as the shared buffer. */
static void outlives_its_pool(void **state)
{
    struct sring_shared_buf shared;
    struct sring_pooled_buf pooled;
    struct sring_pool pool;
    struct sring_buf buf;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 1, 64, NULL), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    sring_pooled_buf_unwrap(&pooled, &buf);
    memset(sring_buf_data(&buf), 'p', 64);
    sring_buf_set_length(&buf, 64);
    sring_buf_share(&buf, &shared);
    sring_pool_close(&pool);
    assert_int_equal(sring_shared_data(&shared)[63], 'p');
    sring_shared_free(&shared);
}

static void kept_in_a_struct(void **state)
{
    struct sring_shared_buf shared, moved, kept;

    (void)state;
    shared_text(&shared, "kept");
    sring_shared_buf_move(&moved, &shared);
    sring_shared_buf_move_stash(&kept, &moved);
    sring_shared_buf_borrow(&kept);
    sring_shared_copy(&shared, &kept);
    sring_shared_buf_return(&kept);
    sring_shared_buf_claim(&kept);
    sring_shared_free(&kept);
    assert_memory_equal(sring_shared_data(&shared), "kept", 4);
    sring_shared_buf_stash(&shared);
    sring_shared_buf_claim(&shared);
    sring_shared_free(&shared);
}

static void dead_handles(void **state)
{
    static struct sring_shared_buf shared, dead, another;
    static struct sring_buf buf;

    (void)state;
    shared_text(&shared, "text");
    dead = shared;
    sring_shared_free(&shared);
    for (int i = 0; i < 2; i++) { /* the consumed handle, and a copy of it */
        ASSERT_MISUSE("sring_shared_free", "a shared buffer that is yours", "freed",
                      sring_shared_free(&dead));
        ASSERT_MISUSE("sring_shared_data", "a shared buffer that is yours", "freed",
                      (void)sring_shared_data(&dead));
        ASSERT_MISUSE("sring_shared_length", "a shared buffer that is yours", "freed",
                      (void)sring_shared_length(&dead));
        ASSERT_MISUSE("sring_shared_copy", "a shared buffer that is yours", "freed",
                      sring_shared_copy(&another, &dead));
        ASSERT_MISUSE("sring_shared_buf_borrow", "a shared buffer that is yours", "freed",
                      sring_shared_buf_borrow(&dead));
        ASSERT_MISUSE("sring_shared_buf_claim", "a shared buffer that is yours", "freed",
                      sring_shared_buf_claim(&dead));
        dead = shared;
    }
    text_buf(&buf, "text");
    {
        static struct sring_buf copy;

        copy = buf;
        sring_buf_share(&buf, &shared);
        ASSERT_MISUSE("sring_buf_free", "a buffer that is yours", "given away",
                      sring_buf_free(&copy));
        ASSERT_MISUSE("sring_buf_set_length", "a buffer that is yours", "given away",
                      sring_buf_set_length(&buf, 1));
    }
    sring_shared_free(&shared);
}

/* A copy of a handle in memory counts as the same handle. Freed twice, it takes the place of
 * another one, whose use is then reported. */
static void copied_in_memory(void **state)
{
    static struct sring_shared_buf shared, copy, another;
    static struct counted counted;

    (void)state;
    shared_counted(&shared, &counted);
    copy = shared;
    sring_shared_copy(&another, &shared);
    sring_shared_free(&shared);
    assert_int_equal(counted.freed, 0);
    sring_shared_free(&copy); /* undetected */
    assert_int_equal(counted.freed, 1);
    ASSERT_MISUSE("sring_shared_data", "a shared buffer that is yours", "freed",
                  (void)sring_shared_data(&another));
    ASSERT_MISUSE("sring_shared_free", "a shared buffer that is yours", "freed",
                  sring_shared_free(&another));
    assert_int_equal(counted.freed, 1);
}

static void *copy_and_free(void *arg)
{
    struct sring_shared_buf *mine = arg;

    sring_shared_buf_claim(mine);
    for (int i = 0; i < ROUNDS; i++) {
        struct sring_shared_buf one, two;

        sring_shared_copy(&one, mine);
        sring_shared_copy(&two, &one);
        sring_shared_free(mine);
        if (sring_shared_length(&one) != 10 || sring_shared_data(&two)[9] != 0xa5) {
            return "other contents";
        }
        sring_shared_free(&one);
        sring_shared_buf_move(mine, &two);
    }
    sring_shared_free(mine);
    return NULL;
}

/* Handles of one memory in several threads, which end in any order. */
static void threads(void **state)
{
    static struct counted counted;
    struct sring_shared_buf shared, of_thread[THREADS];
    pthread_t ids[THREADS];

    (void)state;
    shared_counted(&shared, &counted);
    for (int i = 0; i < THREADS; i++) {
        sring_shared_copy(&of_thread[i], &shared);
        sring_shared_buf_stash(&of_thread[i]);
    }
    sring_shared_free(&shared);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&ids[i], NULL, copy_and_free, &of_thread[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        join_thread(ids[i]);
    }
    assert_int_equal(counted.freed, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(made_of_a_buffer),        cmocka_unit_test(made_of_an_empty_buffer),
        cmocka_unit_test(made_of_constant_memory), cmocka_unit_test(without_memory),
        cmocka_unit_test(freed_in_any_order),      cmocka_unit_test(many_handles),
        cmocka_unit_test(too_many_handles),        cmocka_unit_test(counts_as_one_buffer),
        cmocka_unit_test(made_of_a_pooled_buffer), cmocka_unit_test(outlives_its_pool),
        cmocka_unit_test(kept_in_a_struct),        cmocka_unit_test(dead_handles),
        cmocka_unit_test(copied_in_memory),        cmocka_unit_test(threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
