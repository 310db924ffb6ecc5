/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Adding an operation to a batch and taking it out, in one line each.
 */
#ifndef SRING_TESTS_BATCHES_H
#define SRING_TESTS_BATCHES_H

#include "support.h"

static inline void add_nop(struct sring *ring, struct sring_batch_building *batch)
{
    struct sring_nop_building op;

    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_add(ring, batch, &op);
}

static inline void add_timeout(struct sring *ring, struct sring_batch_building *batch, uint64_t ns)
{
    struct sring_timeout_building op;

    assert_int_equal(sring_timeout_init(ring, &op, ns), 0);
    sring_timeout_add(ring, batch, &op);
}

static inline void add_write(struct sring *ring, struct sring_batch_building *batch,
                             const struct sring_fd *fd, const char *text)
{
    struct sring_write_building op;
    struct sring_buf buf;

    text_buf(&buf, text);
    assert_int_equal(sring_write_init(ring, &op, fd), 0);
    sring_write_add(ring, batch, &op, &buf);
}

/* `timeout` is in nanoseconds, or 0 for none. */
static inline void add_read(struct sring *ring, struct sring_batch_building *batch,
                            const struct sring_fd *fd, size_t size, uint64_t timeout)
{
    struct sring_read_building op;
    struct sring_buf buf;

    new_buf(&buf, size);
    assert_int_equal(sring_read_init(ring, &op, fd), 0);
    if (timeout) {
        assert_int_equal(sring_read_set_timeout(ring, &op, timeout), 0);
    }
    sring_read_add(ring, batch, &op, &buf);
}

static inline void add_fsync(struct sring *ring, struct sring_batch_building *batch,
                             const struct sring_fd *fd, uint32_t flags)
{
    struct sring_fsync_building op;

    assert_int_equal(sring_fsync_init(ring, &op, fd), 0);
    sring_fsync_set_flags(&op, flags);
    sring_fsync_add(ring, batch, &op);
}

/* A batch that is still to use the file. */
static inline void use_in_batch(struct sring *ring, struct sring_batch_building *batch,
                                const struct sring_fd *fd)
{
    assert_int_equal(sring_batch_init(ring, batch, 1), 0);
    add_fsync(ring, batch, fd, 0);
}

static inline void add_close(struct sring *ring, struct sring_batch_building *batch,
                             struct sring_fd *fd)
{
    struct sring_close_building op;

    assert_int_equal(sring_close_init(ring, &op), 0);
    sring_close_add(ring, batch, &op, fd);
}

#define TAKE_PLAIN(kind)                                                                           \
    static inline int take_##kind(struct sring *ring, struct sring_batch_completed *done,          \
                                  uint32_t index)                                                  \
    {                                                                                              \
        struct sring_##kind##_completed taken;                                                     \
                                                                                                   \
        sring_##kind##_take(ring, done, index, &taken);                                            \
        return sring_##kind##_finish(&taken);                                                      \
    }
#define TAKE_BUF(kind)                                                                             \
    static inline int take_##kind(struct sring *ring, struct sring_batch_completed *done,          \
                                  uint32_t index)                                                  \
    {                                                                                              \
        struct sring_##kind##_completed taken;                                                     \
        struct sring_buf buf;                                                                      \
        int result;                                                                                \
                                                                                                   \
        sring_##kind##_take(ring, done, index, &taken);                                            \
        result = sring_##kind##_finish(&taken, &buf);                                              \
        sring_buf_free(&buf);                                                                      \
        return result;                                                                             \
    }
TAKE_PLAIN(nop)
TAKE_PLAIN(timeout)
TAKE_PLAIN(fsync)
TAKE_PLAIN(close)
TAKE_BUF(read)
TAKE_BUF(write)

static inline void submit_and_wait(struct sring *ring, struct sring_batch_building *batch,
                                   struct sring_batch_completed *done)
{
    struct sring_batch_submitted inflight;

    sring_batch_submit(ring, batch, &inflight);
    sring_batch_wait(ring, &inflight, done);
}

/* Whether this many operations can be begun: the whole budget is back. */
static inline void expect_budget(struct sring *ring, uint32_t capacity)
{
    struct sring_nop_building *ops = calloc(capacity + 1, sizeof(*ops));

    for (uint32_t i = 0; i < capacity; i++) {
        assert_int_equal(sring_nop_init(ring, &ops[i]), 0);
    }
    assert_int_equal(sring_nop_init(ring, &ops[capacity]), -EAGAIN);
    for (uint32_t i = 0; i < capacity; i++) {
        sring_nop_abandon(ring, &ops[i]);
    }
    free(ops);
}

static inline uint64_t submitted(struct sring *ring)
{
    struct sring_stats stats;

    sring_get_stats(ring, &stats);
    return stats.submitted;
}

/* A test with a ring for 64 operations. Whatever it did, no operation is left over. */
#define CAPACITY 64

static inline int whole_ring_setup(void **state)
{
    static struct sring ring;

    open_ring(&ring, 8, CAPACITY);
    *state = &ring;
    return 0;
}

static inline int whole_ring_teardown(void **state)
{
    expect_budget(*state, CAPACITY);
    sring_close(*state);
    return 0;
}

#define WHOLE_RING_TEST(name)                                                                      \
    cmocka_unit_test_setup_teardown(name, whole_ring_setup, whole_ring_teardown)

#endif /* SRING_TESTS_BATCHES_H */
