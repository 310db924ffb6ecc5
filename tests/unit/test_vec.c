/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Vectors without a ring: the vector owns pushed buffers, the program owns those taken out.
 */
#include "support.h"

static int failures; /* of malloc */

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    if (failures > 0) {
        failures--;
        return NULL;
    }
    return __real_malloc(size);
}

static void new_room(struct sring_vec *vec, uint32_t room)
{
    assert_int_equal(sring_vec_init(vec, room), 0);
}

static void push_text(struct sring_vec *vec, const char *text)
{
    struct sring_buf buf;

    text_buf(&buf, text);
    sring_vec_push(vec, &buf);
}

static void rooms(void **state)
{
    struct sring_vec vec;

    (void)state;
    assert_int_equal(sring_vec_init(&vec, 0), -EINVAL);
    assert_int_equal(sring_vec_init(&vec, SRING_VEC_MOST + 1), -EINVAL);
    assert_int_equal(sring_vec_init(&vec, UINT32_MAX), -EINVAL);
    assert_null(vec.block_);
    failures = 1;
    assert_int_equal(sring_vec_init(&vec, 1), -ENOMEM);
    assert_null(vec.block_);
    new_room(&vec, SRING_VEC_MOST);
    for (int i = 0; i < SRING_VEC_MOST; i++) {
        push_text(&vec, "x");
    }
    assert_int_equal(sring_vec_count(&vec), SRING_VEC_MOST);
    assert_int_equal(sring_vec_total(&vec), SRING_VEC_MOST);
    sring_vec_free(&vec);
}

static void elements(void **state)
{
    struct sring_vec vec;
    struct sring_buf buf;

    (void)state;
    new_room(&vec, 3);
    assert_int_equal(sring_vec_count(&vec), 0);
    assert_int_equal(sring_vec_total(&vec), 0);
    push_text(&vec, "one");
    new_buf(&buf, 100);
    sring_vec_push(&vec, &buf);
    push_text(&vec, "three");
    assert_int_equal(sring_vec_count(&vec), 3);
    assert_int_equal(sring_vec_total(&vec), 8);
    assert_int_equal(sring_vec_capacity(&vec, 1), 100);
    assert_int_equal(sring_vec_length(&vec, 1), 0);
    memcpy(sring_vec_data(&vec, 1), "two", 3);
    sring_vec_set_length(&vec, 1, 3);
    assert_int_equal(sring_vec_total(&vec), 11);

    sring_vec_take(&vec, 0, &buf); /* the others move up */
    expect_buf(&buf, "one");
    sring_buf_free(&buf);
    assert_memory_equal(sring_vec_data(&vec, 0), "two", 3);
    assert_memory_equal(sring_vec_data(&vec, 1), "three", 5);
    push_text(&vec, "four");
    sring_vec_take(&vec, 1, &buf);
    expect_buf(&buf, "three");
    sring_vec_push(&vec, &buf);
    sring_vec_take(&vec, 2, &buf);
    expect_buf(&buf, "three");
    sring_buf_free(&buf);
    assert_int_equal(sring_vec_count(&vec), 2);
    assert_int_equal(sring_vec_total(&vec), 7);
    sring_vec_free(&vec);
}

static void frees_its_buffers(void **state)
{
    static struct counted inside[3], outside;
    struct sring_vec vec, moved;
    struct sring_buf buf;

    (void)state;
    new_room(&vec, 4);
    for (int i = 0; i < 3; i++) {
        counted_buf(&buf, &inside[i]);
        sring_vec_push(&vec, &buf);
    }
    counted_buf(&buf, &outside);
    sring_vec_push(&vec, &buf);
    sring_vec_take(&vec, 3, &buf);
    sring_vec_move(&moved, &vec);
    sring_vec_stash(&moved);
    sring_vec_claim(&moved);
    sring_vec_free(&moved);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(inside[i].freed, 1);
    }
    assert_int_equal(outside.freed, 0);
    sring_buf_free(&buf);
    assert_int_equal(outside.freed, 1);
}

/* A pooled buffer goes back to its pool, and no two of its handles ever have the same token. */
static void pooled(void **state)
{
    struct sring_pool pool;
    struct sring_pool_stats stats;
    struct sring_pooled_buf pooled;
    struct sring_buf buf, stale[20];
    struct sring_vec vec;

    (void)state;
    assert_int_equal(sring_pool_open(&pool, 2, 64, NULL), 0);
    new_room(&vec, 2);
    for (int i = 0; i < 20; i += 2) {
        assert_int_equal(sring_pool_get(&pool, &pooled), 0);
        sring_pooled_buf_unwrap(&pooled, &buf);
        stale[i] = buf;
        sring_vec_push(&vec, &buf);
        sring_vec_take(&vec, 0, &buf);
        stale[i + 1] = buf;
        for (int k = 0; k <= i; k++) {
            assert_int_not_equal(stale[k].token_, buf.token_);
        }
        sring_pooled_buf_wrap(&buf, &pooled);
        sring_pool_put(&pool, &pooled);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sring_pool_get(&pool, &pooled), 0);
        sring_pooled_buf_unwrap(&pooled, &buf);
        sring_vec_push(&vec, &buf);
    }
    assert_int_equal(sring_pool_get(&pool, &pooled), -ENOBUFS);
    sring_vec_free(&vec);
    sring_pool_get_stats(&pool, &stats);
    assert_int_equal(stats.in_use, 0);
    sring_pool_close(&pool);
}

static void misuse(void **state)
{
    struct sring_vec vec, copy;
    struct sring_buf buf, stale, other;

    (void)state;
    new_room(&vec, 1);
    text_buf(&buf, "text");
    stale = buf;
    sring_vec_push(&vec, &buf);
    ASSERT_MISUSE("sring_buf_data", "a buffer that is yours", "given away or freed",
                  sring_buf_data(&buf));
    ASSERT_MISUSE("sring_buf_data", "a buffer that is yours", "given away or freed",
                  sring_buf_data(&stale));
    ASSERT_MISUSE("sring_buf_free", "a buffer that is yours", "given away or freed",
                  sring_buf_free(&stale));
    ASSERT_MISUSE("sring_vec_push", "a buffer that is yours", "given away or freed",
                  sring_vec_push(&vec, &stale));
    text_buf(&other, "other");
    ASSERT_MISUSE("sring_vec_push", "a vector with room", "a full one",
                  sring_vec_push(&vec, &other));
    expect_buf(&other, "other");
    ASSERT_MISUSE("sring_vec_take", "an index below", "a larger one",
                  sring_vec_take(&vec, 1, &buf));
    ASSERT_MISUSE("sring_vec_data", "an index below", "a larger one", sring_vec_data(&vec, 1));
    ASSERT_MISUSE("sring_vec_set_length", "a length within", "a larger one",
                  sring_vec_set_length(&vec, 0, 5));

    sring_vec_take(&vec, 0, &buf);
    ASSERT_MISUSE("sring_buf_data", "a buffer that is yours", "given away or freed",
                  sring_buf_data(&stale));
    expect_buf(&buf, "text");
    sring_buf_free(&buf);
    sring_vec_push(&vec, &other);
    copy = vec;
    sring_vec_free(&vec);
    ASSERT_MISUSE("sring_vec_count", "a vector that is yours", "given away or freed",
                  (void)sring_vec_count(&vec));
    ASSERT_MISUSE("sring_vec_free", "a vector that is yours", "given away or freed",
                  sring_vec_free(&copy));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rooms),  cmocka_unit_test(elements), cmocka_unit_test(frees_its_buffers),
        cmocka_unit_test(pooled), cmocka_unit_test(misuse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
