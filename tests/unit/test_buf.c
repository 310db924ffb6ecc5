/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffers without a ring: sizes, alignment, lengths, moving, and every use of a dead handle.
 */
#include "support.h"

#define MOST 1000

static bool no_memory;

void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return no_memory ? NULL : __real_aligned_alloc(alignment, size);
}

static void never_freed(void *data, void *arg)
{
    (void)data;
    (void)arg;
    fail_msg("memory that was not adopted was freed");
}

static void sizes(void **state)
{
    struct sring_buf buf;

    (void)state;
    assert_int_equal(sring_buf_alloc(&buf, 0), -EINVAL);
    assert_int_equal(sring_buf_alloc(&buf, (size_t)0x7ffff000 + 1), -EINVAL);
    assert_int_equal(sring_buf_alloc(&buf, SIZE_MAX), -EINVAL);
    new_buf(&buf, 1);
    assert_int_equal(sring_buf_capacity(&buf), 1);
    assert_int_equal(sring_buf_length(&buf), 0);
    sring_buf_free(&buf);
}

static void alignment(void **state)
{
    static const size_t sizes_to_try[] = {1, 63, 64, 4095, 4096, 4097, 100000};

    (void)state;
    for (size_t i = 0; i < sizeof(sizes_to_try) / sizeof(sizes_to_try[0]); i++) {
        struct sring_buf buf;

        new_buf(&buf, sizes_to_try[i]);
        assert_int_equal((uintptr_t)sring_buf_data(&buf) % (sizes_to_try[i] < 4096 ? 64 : 4096), 0);
        memset(sring_buf_data(&buf), 1, sizes_to_try[i]);
        sring_buf_free(&buf);
    }
}

static void length_is_bounded(void **state)
{
    struct sring_buf buf;

    (void)state;
    new_buf(&buf, 10);
    sring_buf_set_length(&buf, 10);
    assert_int_equal(sring_buf_length(&buf), 10);
    ASSERT_MISUSE("sring_buf_set_length", "within the buffer's capacity", "larger",
                  sring_buf_set_length(&buf, 11));
    assert_int_equal(sring_buf_length(&buf), 10);
    sring_buf_free(&buf);
}

static void adopted_is_freed_once(void **state)
{
    struct counted counted;
    struct sring_buf buf;

    (void)state;
    counted_buf(&buf, &counted);
    assert_ptr_equal(sring_buf_data(&buf), counted.memory);
    assert_int_equal(counted.freed, 0);
    sring_buf_free(&buf);
    assert_int_equal(counted.freed, 1);
}

static void adopt_without_free_function(void **state)
{
    static unsigned char memory[16];
    struct sring_buf buf;

    (void)state;
    assert_int_equal(sring_buf_adopt(&buf, memory, sizeof(memory), NULL, NULL), 0);
    memcpy(sring_buf_data(&buf), "0123456789abcdef", 16);
    sring_buf_free(&buf);
    assert_memory_equal(memory, "0123456789abcdef", 16);
}

static void adopting_nothing(void **state)
{
    static unsigned char memory[1];
    struct sring_buf buf;

    (void)state;
    assert_int_equal(sring_buf_adopt(&buf, NULL, 1, never_freed, NULL), -EINVAL);
    assert_int_equal(sring_buf_adopt(&buf, memory, 0, never_freed, NULL), -EINVAL);
    assert_int_equal(sring_buf_adopt(&buf, memory, (size_t)0x7ffff000 + 1, never_freed, NULL),
                     -EINVAL);
    assert_int_equal(sring_buf_adopt(&buf, memory, SIZE_MAX, never_freed, NULL), -EINVAL);
    assert_null(buf.block_);
}

/* Without memory for the control block the caller keeps the buffer's memory. */
static void adopting_without_memory(void **state)
{
    static unsigned char memory[1];
    struct sring_buf bufs[MOST];
    int count = 0;
    int rc;

    (void)state;
    no_memory = true;
    do { /* there may be free control blocks */
        rc = sring_buf_adopt(&bufs[count], memory, 1, NULL, NULL);
    } while (!rc && ++count < MOST);
    assert_int_equal(rc, -ENOMEM);
    assert_null(bufs[count].block_);
    assert_int_equal(sring_buf_adopt(&bufs[count], memory, 1, never_freed, NULL), -ENOMEM);
    no_memory = false;
    assert_int_equal(sring_buf_adopt(&bufs[count], memory, 1, NULL, NULL), 0);
    for (int i = 0; i <= count; i++) {
        sring_buf_free(&bufs[i]);
    }
}

static void move_and_stash(void **state)
{
    struct sring_buf first, second;

    (void)state;
    text_buf(&first, "hello");
    sring_buf_move(&second, &first);
    ASSERT_MISUSE("sring_buf_data", "a buffer that is yours", "given away or freed",
                  sring_buf_data(&first));
    expect_buf(&second, "hello");
    sring_buf_stash(&second);
    sring_buf_claim(&second);
    expect_buf(&second, "hello");
    sring_buf_free(&second);
    ASSERT_MISUSE("sring_buf_claim", "a buffer that is yours", "freed", sring_buf_claim(&second));
}

static void every_use_of_a_freed_copy(void **state)
{
    struct sring_buf buf, copy, other;

    (void)state;
    new_buf(&buf, 8);
    copy = buf;
    sring_buf_free(&buf);
#define DEAD(function, statement)                                                                  \
    ASSERT_MISUSE(function, "a buffer that is yours", "given away or freed", statement)
    DEAD("sring_buf_free", sring_buf_free(&copy));
    DEAD("sring_buf_data", sring_buf_data(&copy));
    DEAD("sring_buf_length", (void)sring_buf_length(&copy));
    DEAD("sring_buf_capacity", (void)sring_buf_capacity(&copy));
    DEAD("sring_buf_set_length", sring_buf_set_length(&copy, 1));
    DEAD("sring_buf_move", sring_buf_move(&other, &copy));
    DEAD("sring_buf_stash", sring_buf_stash(&copy));
    DEAD("sring_buf_claim", sring_buf_claim(&copy));
    /* The control block is reused: the copy must stay dead. */
    new_buf(&other, 8);
    DEAD("sring_buf_data", sring_buf_data(&copy));
    DEAD("sring_buf_free", sring_buf_free(&copy));
    sring_buf_free(&other);
}

static void zeroed_handle(void **state)
{
    struct sring_buf buf = SRING_NONE;

    (void)state;
    DEAD("sring_buf_free", sring_buf_free(&buf));
    DEAD("sring_buf_claim", sring_buf_claim(&buf));
}

static void many_at_a_time(void **state)
{
    static struct sring_buf bufs[1000];

    (void)state;
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 1000; i++) {
            new_buf(&bufs[i], 1 + i);
            memset(sring_buf_data(&bufs[i]), (int)i, 1 + i);
            sring_buf_stash(&bufs[i]);
        }
        for (size_t i = 0; i < 1000; i++) {
            size_t at = i * 7 % 1000;

            sring_buf_claim(&bufs[at]);
            assert_int_equal(sring_buf_data(&bufs[at])[at], at & 0xff);
            sring_buf_free(&bufs[at]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes),
        cmocka_unit_test(alignment),
        cmocka_unit_test(length_is_bounded),
        cmocka_unit_test(adopted_is_freed_once),
        cmocka_unit_test(adopt_without_free_function),
        cmocka_unit_test(adopting_nothing),
        cmocka_unit_test(adopting_without_memory),
        cmocka_unit_test(move_and_stash),
        cmocka_unit_test(every_use_of_a_freed_copy),
        cmocka_unit_test(zeroed_handle),
        cmocka_unit_test(many_at_a_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
