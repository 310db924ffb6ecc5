/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Opening buffer rings, also on kernels with fewer features.
 */
#include "faulty_kernel.h"
#include "support.h"

enum {
    COUNT = 4,
    SIZE = 64,
    BUNDLES = 1 << 14 /* IORING_FEAT_RECVSEND_BUNDLE */
};

/* The features of an older kernel. */
static enum {
    KNOWS_ALL,
    KNOWS_NO_INCREMENTAL,
    KNOWS_NONE
} knowledge;

static int register_buf_ring(struct sring_kernel *kernel, uint16_t id, void *entries,
                             uint32_t count, bool incremental)
{
    if (knowledge == KNOWS_NONE || (knowledge == KNOWS_NO_INCREMENTAL && incremental)) {
        return -EINVAL;
    }
    return kernel_below->register_buf_ring(kernel, id, entries, count, incremental);
}

static void sizes(void **state)
{
    struct sring *ring = *state;
    struct sring_buf_ring group;
    struct sring_buf_ring_stats stats;

    NEEDS(5, 19, "a buffer ring");
    assert_int_equal(sring_buf_ring_open(ring, &group, 0, SIZE, NULL), -EINVAL);
    assert_int_equal(sring_buf_ring_open(ring, &group, 32769, SIZE, NULL), -EINVAL);
    assert_int_equal(sring_buf_ring_open(ring, &group, COUNT, 0, NULL), -EINVAL);
    if (sizeof(void *) < 8) { /* more than there are addresses */
        assert_int_equal(sring_buf_ring_open(ring, &group, 32768, 1 << 20, NULL), -ENOMEM);
    }
    assert_int_equal(sring_buf_ring_open(ring, &group, COUNT, (size_t)1 << 31, NULL), -EINVAL);
    assert_int_equal(sring_buf_ring_open(ring, &group, 5, 100, NULL), 0);
    sring_buf_ring_get_stats(&group, &stats);
    assert_int_equal(stats.count, 8);
    assert_int_equal(stats.size, 100);
    assert_int_equal(stats.free, 8);
    assert_false(stats.incremental);
    sring_buf_ring_close(ring, &group);
    assert_int_equal(sring_buf_ring_open(ring, &group, 32768, 1, NULL), 0);
    expect_group(&group, 32768, 0);
    sring_buf_ring_close(ring, &group);
}

static void older_kernels(void **state)
{
    struct sring *ring = *state;
    struct sring_buf_ring_options options = {.incremental = true};
    struct sring_buf_ring_stats stats;
    struct sring_buf_ring group;
    struct sring other;
    char why[512];
    int rc;

    NEEDS(5, 19, "a buffer ring");
    knowledge = KNOWS_NONE;
    rc = sring_buf_ring_open(ring, &group, COUNT, SIZE, &options);
    assert_int_equal(rc, -EOPNOTSUPP);
    sring_explain(rc, why, sizeof(why));
    assert_non_null(strstr(why, "buffer rings need Linux 5.19"));
    knowledge = KNOWS_NO_INCREMENTAL;
    assert_int_equal(sring_buf_ring_open(ring, &group, COUNT, SIZE, &options), 0);
    knowledge = KNOWS_ALL;
    sring_buf_ring_get_stats(&group, &stats);
    assert_false(stats.incremental);
    sring_buf_ring_close(ring, &group);

    hidden_features = BUNDLES;
    open_ring(&other, 8, 64);
    hidden_features = 0;
    open_group(&other, &group, COUNT, SIZE, false);
    sring_buf_ring_get_stats(&group, &stats);
    assert_false(stats.bundles);
    sring_buf_ring_close(&other, &group);
    sring_close(&other);
}

/* Kernels before 6.9 do not forget how far a group with a number below 64 has got when it is
 * closed: the next group with its number lacked buffers, or had some of them lent twice. */
static void opened_again(void **state)
{
    struct sring *ring = *state;
    struct sring_lent_buf items[COUNT + 1];
    struct two_fds fds;

    NEEDS(5, 19, "a buffer ring");
    open_pipe(&fds);
    for (int used = 0; used < 3 * COUNT; used++) {
        struct sring_buf_ring group;

        open_group(ring, &group, COUNT, SIZE, false);
        for (int i = 0; i < used; i++) {
            write_text(&fds.out, "x");
            assert_int_equal(sring_read_provided_await(ring, &fds.in, &group, &items[0]), 0);
            sring_lent_buf_return(&items[0]);
        }
        close_group(ring, &group);
        open_group(ring, &group, COUNT, SIZE, false);
        for (int i = 0; i < COUNT; i++) {
            write_text(&fds.out, "y");
            assert_int_equal(sring_read_provided_await(ring, &fds.in, &group, &items[i]), 0);
            for (int j = 0; j < i; j++) {
                assert_ptr_not_equal(sring_lent_buf_data(&items[i]),
                                     sring_lent_buf_data(&items[j]));
            }
        }
        assert_int_equal(sring_read_provided_await(ring, &fds.in, &group, &items[COUNT]), -ENOBUFS);
        for (int i = 0; i < COUNT; i++) {
            sring_lent_buf_return(&items[i]);
        }
        close_group(ring, &group);
    }
    close_two(ring, &fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(sizes),
        RING_TEST(older_kernels),
        RING_TEST(opened_again),
    };

    faulty_kernel()->register_buf_ring = register_buf_ring;
    return cmocka_run_group_tests_name("opening buffer rings", tests, NULL, NULL);
}
