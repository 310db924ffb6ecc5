/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffer rings, and streams on them.
 */
#include "support.h"

bool has_incremental(void)
{
    struct sring_buf_ring_options options = {.incremental = true};
    struct sring_buf_ring_stats stats = {0};
    struct sring_buf_ring group;
    struct sring ring;
    int rc;

    open_ring(&ring, 8, 64);
    rc = sring_buf_ring_open(&ring, &group, 4, 4096, &options);
    if (!rc) {
        sring_buf_ring_get_stats(&group, &stats);
        sring_buf_ring_close(&ring, &group);
    }
    sring_close(&ring);
    if (rc == -EOPNOTSUPP) {
        SKIP("this kernel has no buffer rings");
    }
    assert_int_equal(rc, 0);
    return stats.incremental;
}

void open_group(struct sring *ring, struct sring_buf_ring *group, uint32_t count, size_t size,
                bool incremental)
{
    struct sring_buf_ring_options options = {.incremental = incremental};
    struct sring_buf_ring_stats stats;
    int rc = sring_buf_ring_open(ring, group, count, size, &options);

    if (rc == -EOPNOTSUPP) {
        SKIP("this kernel has no buffer rings");
    }
    assert_int_equal(rc, 0);
    sring_buf_ring_get_stats(group, &stats);
    if (incremental && !stats.incremental) {
        sring_buf_ring_close(ring, group);
        SKIP("this kernel fills buffers in one piece only");
    }
}

void expect_group(const struct sring_buf_ring *group, uint32_t free, uint32_t lent)
{
    struct sring_buf_ring_stats stats;

    sring_buf_ring_get_stats(group, &stats);
    assert_int_equal(stats.free, free);
    assert_int_equal(stats.lent, lent);
}

void close_group(struct sring *ring, struct sring_buf_ring *group)
{
    struct sring_buf_ring_stats stats;

    sring_buf_ring_get_stats(group, &stats);
    expect_group(group, stats.count, 0);
    sring_buf_ring_close(ring, group);
}

void begin_stream(struct sring *ring, const struct sring_fd *fd, const struct sring_buf_ring *group,
                  struct sring_recv_multishot_streaming *stream)
{
    struct sring_recv_multishot_building op;

    assert_int_equal(sring_recv_multishot_init(ring, &op, fd, group), 0);
    sring_recv_multishot_submit(ring, &op, stream);
    assert_int_equal(sring_flush(ring), 0);
}

void expect_item(struct sring *ring, struct sring_recv_multishot_streaming *stream,
                 struct sring_lent_buf *item, const char *text)
{
    assert_int_equal(sring_recv_multishot_next(ring, stream, item), 0);
    assert_int_equal(sring_lent_buf_length(item), strlen(text));
    if (*text) {
        assert_memory_equal(sring_lent_buf_data(item), text, strlen(text));
    }
}
