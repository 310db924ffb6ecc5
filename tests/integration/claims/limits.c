/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Limits, defaults and errors of rings, buffers, tables, pools and groups; sring_explain must name
 * a remedy for each error.
 */
#include "claims.h"

#include <sys/mman.h>

#define MOST_BYTES ((size_t)INT32_MAX - 4095) /* 2 GiB - 4 KiB */

/* The call must fail with `error`, and its text must name the remedy. */
static void expect_remedy(int rc, int error, const char *remedy)
{
    char text[512];

    assert_int_equal(rc, -error);
    assert_true(sring_explain(rc, text, sizeof(text)) < 256); /* fits where programs put it */
    if (!strstr(text, remedy)) {
        fail_msg("\"%s\" does not speak of %s", text, remedy);
    }
}

static int try_ring(struct sring_options options)
{
    struct sring ring;
    int rc = sring_open(&ring, &options);

    if (!rc) {
        sring_close(&ring);
    }
    return rc;
}

static void ring_limits(void **state)
{
    (void)state;
    expect_remedy(try_ring((struct sring_options){.entries = 16385}), EINVAL, "16384 entries");
    expect_remedy(try_ring((struct sring_options){.capacity = 65473}), EINVAL, "65472");
    expect_remedy(try_ring((struct sring_options){.registered_buffers = 16385}), EINVAL,
                  "16384 registered_buffers");
    expect_remedy(try_ring((struct sring_options){.direct_fds = 1048577}), EINVAL, "1048576");
    expect_remedy(try_ring((struct sring_options){.preset = 5}), EINVAL, "preset");
    assert_int_equal(try_ring((struct sring_options){.entries = 1}), 0); /* at least 2 */
    assert_int_equal(try_ring((struct sring_options){.entries = 16384}), 0);
    assert_int_equal(try_ring((struct sring_options){.capacity = 65472}), 0);
}

/* The preset or the option sets the number of operations that can begin. */
static void capacities(void **state)
{
    static const struct {
        struct sring_options options;
        uint32_t capacity;
    } cases[] = {{{.preset = SRING_PRESET_DEFAULT}, 4096},
                 {{.preset = SRING_PRESET_LOW_LATENCY}, 512},
                 {{.preset = SRING_PRESET_HIGH_THROUGHPUT}, 16384},
                 {{.preset = SRING_PRESET_DEVELOPMENT}, 64},
                 {{.capacity = 7}, 7},
                 {{.preset = SRING_PRESET_DEVELOPMENT, .capacity = 100}, 100}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sring_nop_building *ops = calloc(cases[i].capacity, sizeof(*ops)), more;
        struct sring ring;

        assert_int_equal(sring_open(&ring, &cases[i].options), 0);
        for (uint32_t j = 0; j < cases[i].capacity; j++) {
            assert_int_equal(sring_nop_init(&ring, &ops[j]), 0);
            sring_nop_building_stash(&ops[j]);
        }
        assert_int_equal(sring_nop_init(&ring, &more), -EAGAIN);
        for (uint32_t j = 0; j < cases[i].capacity; j++) {
            sring_nop_building_claim(&ops[j]);
            sring_nop_abandon(&ring, &ops[j]);
        }
        sring_close(&ring);
        free(ops);
    }
}

/* 64 places each, unless the option says otherwise. */
static void tables(void **state)
{
    struct sring *ring = *state;
    struct sring_registered_buf registered[65];
    struct sring_direct_fd direct[65];
    struct sring_buf bufs[65];
    struct sring_fd file;
    int rc = 0, count = 0, files = 0;

    temporary_file(&file, "");
    for (int i = 0; i < 64; i++) {
        assert_int_equal(sring_fd_register(ring, &file, &direct[i]), 0);
        sring_direct_fd_stash(&direct[i]);
        files++;
    }
    expect_remedy(sring_fd_register(ring, &file, &direct[64]), ENFILE, "direct_fds");
    while (files) {
        sring_direct_fd_claim(&direct[--files]);
        sring_direct_fd_unregister(ring, &direct[files]);
    }
    sring_fd_close(ring, &file);
    for (int i = 0; i < 65; i++) {
        new_buf(&bufs[i], 64);
        rc = sring_buf_register(ring, &bufs[i], &registered[i]);
        if (rc) {
            sring_buf_free(&bufs[i]);
            break;
        }
        sring_registered_buf_stash(&registered[i]);
        count++;
    }
    if (rc == -EOPNOTSUPP) {
        expect_remedy(rc, EOPNOTSUPP, "5.19");
    } else {
        assert_int_equal(count, 64);
        expect_remedy(rc, ENOBUFS, "registered_buffers");
    }
    while (count) {
        sring_registered_buf_claim(&registered[--count]);
        sring_registered_buf_free(&registered[count]);
    }
}

/* Registering read-only memory fails, and changes nothing. */
static void memory_that_is_not(void **state)
{
    struct sring *ring = *state;
    void *memory = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct sring_registered_buf registered, other;
    struct sring_buf buf, unwritable, large, old;
    int rc;

    new_buf(&buf, 64);
    assert_int_equal(sring_buf_adopt(&unwritable, memory, 4096, NULL, NULL), 0);
    /* Only its size is used. */
    assert_int_equal(sring_buf_adopt(&large, memory, ((size_t)1 << 30) + 1, NULL, NULL), 0);
    rc = sring_buf_register(ring, &buf, &registered);
    if (rc) {
        assert_int_equal(rc, -EOPNOTSUPP);
        sring_buf_free(&buf);
    } else {
        expect_remedy(sring_buf_register(ring, &unwritable, &other), EFAULT, "PROT_WRITE");
        assert_int_equal(sring_registered_buf_replace(ring, &registered, &unwritable, &other, &old),
                         -EFAULT);
        assert_int_equal(sring_registered_buf_replace(ring, &registered, &large, &other, &old),
                         -EINVAL);
        sring_registered_buf_free(&registered);
    }
    sring_buf_free(&large);
    sring_buf_free(&unwritable);
    munmap(memory, 4096);
}

/* Replacing a direct descriptor by a file that is not open loses it, too. */
static void file_that_is_not(void **state)
{
    struct sring *ring = *state;
    struct sring_direct_fd direct, other;
    struct sring_fd file, closed;

    temporary_file(&file, "");
    temporary_file(&closed, "");
    close(sring_fd_raw(&closed));
    assert_int_equal(sring_fd_register(ring, &file, &direct), 0);
    assert_int_equal(sring_direct_fd_replace(ring, &direct, &closed, &other), -EBADF);
    assert_int_equal(sring_fd_register(ring, &closed, &other), -EBADF);
    for (int i = 0; i < 64; i++) { /* and the slot is free */
        assert_int_equal(sring_fd_register(ring, &file, &direct), 0);
        sring_direct_fd_stash(&direct);
    }
    (void)sring_fd_release(&closed);
    sring_fd_close(ring, &file);
}

static void buffer_limits(void **state)
{
    struct sring *ring = *state;
    static unsigned char memory[8];
    struct sring_buf buf;
    struct sring_vec vec;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    int rc;

    assert_int_equal(sring_buf_alloc(&buf, 0), -EINVAL);
    assert_int_equal(sring_buf_alloc(&buf, MOST_BYTES + 1), -EINVAL);
    rc = sring_buf_alloc(&buf, MOST_BYTES);
    if (rc) { /* a small machine */
        assert_int_equal(rc, -ENOMEM);
    } else {
        assert_int_equal((uintptr_t)sring_buf_data(&buf) % 4096, 0);
        assert_int_equal(sring_buf_length(&buf), 0);
        sring_buf_free(&buf);
    }
    assert_int_equal(sring_buf_alloc(&buf, 1), 0);
    assert_int_equal((uintptr_t)sring_buf_data(&buf) % 64, 0);
    sring_buf_free(&buf);
    assert_int_equal(sring_buf_adopt(&buf, NULL, 8, NULL, NULL), -EINVAL);
    assert_int_equal(sring_buf_adopt(&buf, memory, 0, NULL, NULL), -EINVAL);
    assert_int_equal(sring_buf_adopt(&buf, memory, MOST_BYTES + 1, NULL, NULL), -EINVAL);
    assert_int_equal(sring_vec_init(&vec, 0), -EINVAL);
    assert_int_equal(sring_vec_init(&vec, SRING_VEC_MOST + 1), -EINVAL);
    assert_int_equal(sring_vec_init(&vec, SRING_VEC_MOST), 0);
    sring_vec_free(&vec);
    assert_int_equal(sring_batch_init(ring, &batch, 0), -EINVAL);
    assert_int_equal(sring_batch_init(ring, &batch, 10000001), -EINVAL);
    assert_int_equal(sring_batch_init(ring, &batch, 1), 0);
    assert_int_equal(sring_batch_after(&batch, 0, 0), -EINVAL);
    sring_batch_abandon(ring, &batch, &done);
    sring_batch_finish(ring, &done);
}

static int try_pool(uint32_t count, size_t size, struct sring_pool_options options)
{
    struct sring_pool pool;
    int rc = sring_pool_open(&pool, count, size, &options);

    if (!rc) {
        sring_pool_close(&pool);
    }
    return rc;
}
#define POOL(...) ((struct sring_pool_options){__VA_ARGS__})

static void pool_limits(void **state)
{
    struct sring_pooled_buf one, two;
    struct sring_pool pool;

    (void)state;
    assert_int_equal(try_pool(0, 64, POOL(.prefault = false)), -EINVAL);
    assert_int_equal(try_pool(1, 0, POOL(.prefault = false)), -EINVAL);
    expect_remedy(try_pool(1, MOST_BYTES + 1, POOL(.prefault = false)), EINVAL, "2 GiB - 4 KiB");
    expect_remedy(try_pool(2, 64, POOL(.max_count = 1)), EINVAL, "max_count");
    expect_remedy(try_pool(1, 64, POOL(.alignment = 3)), EINVAL, "2^n");
    assert_int_equal(try_pool(1, 64, POOL(.alignment = 4 << 20)), -EINVAL);
    assert_int_equal(try_pool(1, 64, POOL(.alignment = 2 << 20)), 0);
    assert_int_equal(sring_pool_open(&pool, 1, 64, NULL), 0);
    assert_int_equal(sring_pool_get(&pool, &one), 0);
    expect_remedy(sring_pool_get(&pool, &two), ENOBUFS, "max_count");
    sring_pool_put(&pool, &one);
    sring_pool_close(&pool);
}

static int try_group(struct sring *ring, uint32_t count, size_t size)
{
    struct sring_buf_ring group;
    int rc = sring_buf_ring_open(ring, &group, count, size, NULL);

    if (!rc) {
        struct sring_buf_ring_stats stats;

        sring_buf_ring_get_stats(&group, &stats);
        assert_true(stats.count >= count && !(stats.count & (stats.count - 1)));
        sring_buf_ring_close(ring, &group);
    }
    return rc;
}

static void group_limits(void **state)
{
    struct sring *ring = *state;

    (void)has_incremental();
    assert_int_equal(try_group(ring, 0, 64), -EINVAL);
    expect_remedy(try_group(ring, 32769, 64), EINVAL, "32768");
    assert_int_equal(try_group(ring, 1, 0), -EINVAL);
    assert_int_equal(try_group(ring, 1, MOST_BYTES + 1), -EINVAL);
    assert_int_equal(try_group(ring, 32768, 1), 0);
    assert_int_equal(try_group(ring, 3, 64), 0);
}

const struct CMUnitTest limit_tests[] = {
    cmocka_unit_test(ring_limits),  cmocka_unit_test(capacities), CLAIM_TEST(tables),
    CLAIM_TEST(memory_that_is_not), CLAIM_TEST(file_that_is_not), CLAIM_TEST(buffer_limits),
    cmocka_unit_test(pool_limits),  CLAIM_TEST(group_limits),     {0},
};
