/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffer rings, and the lent buffers from them.
 */
#include "random.h"

enum {
    GROUPS = 3,
    MOST_KEPT = 10
};

static struct sring_buf_ring groups[GROUPS];
static bool is_open[GROUPS];
static struct sring_lent_buf kept[MOST_KEPT];
static uint32_t count_kept;

/* Small groups, which soon have no free buffer. The first one is not incremental. */
static bool open_one(uint32_t index)
{
    static const size_t sizes[] = {1, 40, 300};
    struct sring_buf_ring_options options = {.incremental = index > 0 && one_in(2)};

    if (!is_open[index]) {
        int rc =
            sring_buf_ring_open(&world.ring, &groups[index], 1 + pick(8), sizes[pick(3)], &options);

        assert_true(rc == 0 || rc == -EOPNOTSUPP);
        is_open[index] = rc == 0;
        if (is_open[index]) {
            sring_buf_ring_stash(&groups[index]);
        }
    }
    return is_open[index];
}

bool have_groups(void)
{
    return open_one(0);
}

const struct sring_buf_ring *any_group(bool incremental_too)
{
    uint32_t index = incremental_too ? pick(GROUPS) : 0;

    assert_true(open_one(index));
    return &groups[index];
}

static void close_one(uint32_t index)
{
    if (is_open[index]) {
        is_open[index] = false; /* callbacks run, which may open another */
        sring_buf_ring_claim(&groups[index]);
        sring_buf_ring_close(&world.ring, &groups[index]);
    }
}

void close_any_group(void)
{
    close_one(pick(GROUPS));
}

void close_groups(bool all)
{
    for (uint32_t i = 0; i < GROUPS; i++) {
        if (all || one_in(2)) {
            close_one(i);
        }
    }
}

void forget_groups(void)
{
    memset(is_open, 0, sizeof(is_open));
}

static void return_one(uint32_t index)
{
    sring_lent_buf_claim(&kept[index]);
    sring_lent_buf_return(&kept[index]);
    count_kept--;
    if (index != count_kept) {
        sring_lent_buf_claim(&kept[count_kept]);
        sring_lent_buf_move(&kept[index], &kept[count_kept]);
        sring_lent_buf_stash(&kept[index]);
    }
}

void return_items(void)
{
    while (count_kept > 0) {
        return_one(pick(count_kept));
    }
}

static void look_at(const struct sring_lent_buf *item)
{
    const unsigned char *data = sring_lent_buf_data(item);
    volatile unsigned char sum = 0;

    for (size_t i = 0; i < sring_lent_buf_length(item); i++) {
        sum ^= data[i];
    }
    (void)sum;
}

void give_item(struct sring_lent_buf *item)
{
    look_at(item);
    if (one_in(3)) {
        sring_lent_buf_return(item);
        return;
    }
    if (count_kept == MOST_KEPT) {
        return_one(pick(count_kept));
    }
    sring_lent_buf_move(&kept[count_kept], item);
    sring_lent_buf_stash(&kept[count_kept]);
    count_kept++;
}

void expect_all_buffers(void)
{
    for (uint32_t i = 0; i < GROUPS; i++) {
        struct sring_buf_ring_stats stats;

        if (is_open[i]) {
            sring_buf_ring_get_stats(&groups[i], &stats);
            assert_int_equal(stats.lent, 0);
            assert_int_equal(stats.free, stats.count);
        }
    }
}
