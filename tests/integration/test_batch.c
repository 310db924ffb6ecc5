/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Batches.
 */
#include "support.h"

static void mixed_kinds(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_read_at_building read;
    struct sring_read_at_completed has_read;
    struct sring_timeout_building timeout;
    struct sring_timeout_completed timed;
    struct sring_openat_building open_op;
    struct sring_openat_completed opened;
    struct sring_buf buf;
    struct sring_fd fd, produced;

    temporary_file(&fd, "content");
    new_buf(&buf, 16);
    assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
    assert_int_equal(sring_timeout_init(ring, &timeout, MILLISECOND), 0);
    sring_timeout_add(ring, &batch, &timeout);
    assert_int_equal(sring_read_at_init(ring, &read, &fd, 3), 0);
    sring_read_at_add(ring, &batch, &read, &buf);
    assert_int_equal(sring_openat_init(ring, &open_op, "/dev/null", O_RDONLY | O_CLOEXEC, 0), 0);
    sring_openat_add(ring, &batch, &open_op);
    sring_batch_submit(ring, &batch, &inflight);
    sring_batch_wait(ring, &inflight, &done);
    assert_int_equal(sring_batch_count(&done), 3);
    sring_openat_take(ring, &done, 2, &opened);
    assert_int_equal(sring_openat_finish(&opened, &produced), 0);
    sring_fd_close(ring, &produced);
    sring_timeout_take(ring, &done, 0, &timed);
    assert_int_equal(sring_timeout_finish(&timed), -ETIME);
    sring_read_at_take(ring, &done, 1, &has_read);
    assert_int_equal(sring_read_at_finish(&has_read, &buf), 4);
    expect_buf(&buf, "tent");
    sring_buf_free(&buf);
    sring_batch_finish(ring, &done);
    sring_fd_close(ring, &fd);
}

/* Larger than the queue: it is submitted in parts. */
static void larger_than_the_queue(void **state)
{
    enum {
        COUNT = 500
    };
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_fd fd;

    temporary_file(&fd, "0123456789");
    assert_int_equal(sring_batch_init(ring, &batch, COUNT), 0);
    for (int i = 0; i < COUNT; i++) {
        struct sring_read_at_building op;
        struct sring_buf buf;

        new_buf(&buf, 1);
        assert_int_equal(sring_read_at_init(ring, &op, &fd, (uint64_t)i % 10), 0);
        sring_read_at_add(ring, &batch, &op, &buf);
    }
    sring_batch_submit(ring, &batch, &inflight);
    sring_batch_wait(ring, &inflight, &done);
    assert_int_equal(sring_batch_count(&done), COUNT);
    for (int i = 0; i < COUNT; i++) {
        struct sring_read_at_completed has_read;
        struct sring_buf buf;

        sring_read_at_take(ring, &done, (uint32_t)i, &has_read);
        assert_int_equal(sring_read_at_finish(&has_read, &buf), 1);
        assert_int_equal(sring_buf_data(&buf)[0], '0' + i % 10);
        sring_buf_free(&buf);
    }
    sring_batch_finish(ring, &done);
    sring_fd_close(ring, &fd);
}

static void what_is_not_taken_is_reclaimed(void **state)
{
    static struct counted counted;
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_read_at_building read;
    struct sring_openat_building open_op;
    struct sring_buf buf;
    struct sring_fd fd;
    int fds;

    temporary_file(&fd, "content");
    fds = count_fds();
    counted_buf(&buf, &counted);
    assert_int_equal(sring_batch_init(ring, &batch, 5), 0);
    assert_int_equal(sring_read_at_init(ring, &read, &fd, 0), 0);
    sring_read_at_add(ring, &batch, &read, &buf);
    assert_int_equal(sring_openat_init(ring, &open_op, "/dev/null", O_RDONLY | O_CLOEXEC, 0), 0);
    sring_openat_add(ring, &batch, &open_op);
    sring_batch_submit(ring, &batch, &inflight);
    sring_batch_wait(ring, &inflight, &done);
    assert_int_equal(count_fds(), fds + 1);
    sring_batch_finish(ring, &done);
    assert_int_equal(counted.freed, 1);
    assert_int_equal(count_fds(), fds);
    sring_fd_close(ring, &fd);
}

static void empty(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;

    assert_int_equal(sring_batch_init(ring, &batch, 0), -EINVAL);
    assert_int_equal(sring_batch_init(ring, &batch, UINT32_MAX), -EINVAL);
    assert_int_equal(sring_batch_init(ring, &batch, 1), 0);
    sring_batch_submit(ring, &batch, &inflight);
    sring_batch_wait(ring, &inflight, &done);
    assert_int_equal(sring_batch_count(&done), 0);
    sring_batch_finish(ring, &done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(mixed_kinds),
        SMALL_RING_TEST(larger_than_the_queue),
        RING_TEST(larger_than_the_queue),
        RING_TEST(what_is_not_taken_is_reclaimed),
        RING_TEST(empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
