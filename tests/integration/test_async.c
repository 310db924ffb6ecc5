/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations that run in a worker at once (set_async).
 */
#include "support.h"

enum {
    MANY = 64
};

static void begin_read(struct sring *ring, const struct sring_fd *file,
                       struct sring_read_building *op)
{
    assert_int_equal(sring_read_init(ring, op, file), 0);
    sring_read_set_async(op);
}

static void expect_worker(struct sring *ring)
{
    for (int i = 0; i < LOST_AFTER && !is_simulated() && !count_threads("iou-wrk"); i++) {
        sleep_ms(1);
        assert_int_equal(sring_flush(ring), 0);
    }
    assert_true(is_simulated() || count_threads("iou-wrk") > 0);
}

/* The first read for a worker, on an old kernel. */
static void runs_in_worker(void **state)
{
    struct sring *ring = *state;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_read_building op;
    struct sring_buf buf;
    struct sring_fd file;

    temporary_file(&file, "text");
    new_buf(&buf, 16);
    begin_read(ring, &file, &op);
    sring_read_submit(ring, &op, &buf, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    expect_worker(ring);
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 4);
    expect_buf(&buf, "text");
    sring_buf_free(&buf);
    sring_fd_close(ring, &file);
}

/* An old kernel reads only files in workers for which it does not wait with poll. */
static void waits_in_worker(void **state)
{
    struct sring *ring = *state;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_read_building op;
    struct sring_buf buf;
    struct two_fds fds;

    open_pipe(&fds);
    new_buf(&buf, 16);
    begin_read(ring, &fds.in, &op);
    sring_read_submit(ring, &op, &buf, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    if (kernel_is_at_least(6, 6) && setup_level() <= 0) {
        expect_worker(ring);
    }
    assert_false(sring_read_ready(ring, &inflight));
    write_text(&fds.out, "hello");
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 5);
    expect_buf(&buf, "hello");
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

static int first_ready(struct sring *ring, struct sring_read_submitted inflight[2],
                       const bool over[2])
{
    for (int i = 0; i < 2; i++) {
        if (!over[i] && sring_read_ready(ring, &inflight[i])) {
            return i;
        }
    }
    return -1;
}

/* Two reads wait for a pipe, and both find the same bytes; then the one that is left finds more.
 * Linux 6.1 never returned from this io_uring_enter, see async_is_safe in src/ring/queue.c. */
static void two_read_a_pipe(void **state)
{
    struct sring *ring = *state;
    struct sring_read_submitted inflight[2];
    struct sring_read_completed done;
    struct two_fds fds;
    struct sring_buf buf;

    for (int round = 0; round < 10; round++) {
        bool over[2] = {false, false};

        open_pipe(&fds);
        for (int i = 0; i < 2; i++) {
            struct sring_read_building op;

            new_buf(&buf, 1);
            begin_read(ring, &fds.in, &op);
            sring_read_submit(ring, &op, &buf, &inflight[i]);
        }
        assert_int_equal(sring_flush(ring), 0);
        sleep_ms(20);
        for (int i = 0; i < 2; i++) {
            int which = -1;

            write_text(&fds.out, "x");
            while (which < 0) {
                assert_int_equal(sring_flush(ring), 0);
                which = first_ready(ring, inflight, over);
            }
            sring_read_wait(ring, &inflight[which], &done);
            assert_int_equal(sring_read_finish(&done, &buf), 1);
            sring_buf_free(&buf);
            over[which] = true;
            sleep_ms(5);
        }
        close_two(ring, &fds);
    }
}

/* What does not have to wait needs no worker without set_async. */
static void runs_in_none(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_submitted inflight;
    struct sring_recv_completed done;
    struct sring_recv_building op;
    struct sring_buf buf;
    struct two_fds fds;
    int before = count_threads("iou-wrk");

    open_socketpair(&fds, SOCK_STREAM);
    for (int i = 0; i < MANY; i++) {
        write_text(&fds.out, "text");
        new_buf(&buf, 16);
        assert_int_equal(sring_recv_init(ring, &op, &fds.in), 0);
        sring_recv_submit(ring, &op, &buf, &inflight);
        sring_recv_wait(ring, &inflight, &done);
        assert_int_equal(sring_recv_finish(&done, &buf), 4);
        sring_buf_free(&buf);
    }
    assert_true(count_threads("iou-wrk") <= before);
    close_two(ring, &fds);
}

static void is_cancelled(void **state)
{
    struct sring *ring = *state;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_read_building op;
    struct sring_buf buf;
    struct two_fds fds;

    open_pipe(&fds);
    for (int i = 0; i < MANY; i++) {
        new_buf(&buf, 16);
        begin_read(ring, &fds.in, &op);
        sring_read_submit(ring, &op, &buf, &inflight);
        if (i % 2) {
            assert_int_equal(sring_flush(ring), 0);
        }
        sring_read_cancel(ring, &inflight, &done);
        assert_int_equal(sring_read_finish(&done, &buf), -ECANCELED);
        sring_buf_free(&buf);
    }
    close_two(ring, &fds);
}

static void has_deadline(void **state)
{
    struct sring *ring = *state;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_read_building op;
    struct sring_buf buf;
    struct two_fds fds;

    open_pipe(&fds);
    new_buf(&buf, 16);
    begin_read(ring, &fds.in, &op);
    assert_int_equal(sring_read_set_timeout(ring, &op, 5 * MILLISECOND), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), -ETIME);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

enum way {
    CLOSED,
    IN_AN_ABANDONED_BATCH,
    IN_A_CANCELLED_BATCH,
    BEHIND_A_FAILURE,
    WAYS
};

/* Also where the close itself never begins. */
static void close_somehow(struct sring *ring, struct sring_fd *file, enum way way)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*file)
{
    struct sring_timeout_building timeout;
    struct sring_batch_submitted inflight;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct sring_close_building op;

    if (way == CLOSED) {
        sring_fd_close(ring, file);
        return;
    }
    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    assert_int_equal(
        sring_timeout_init(ring, &timeout, way == BEHIND_A_FAILURE ? 1 : 60000 * MILLISECOND), 0);
    sring_timeout_add(ring, &batch, &timeout);
    sring_batch_link(&batch);
    assert_int_equal(sring_close_init(ring, &op), 0);
    sring_close_add(ring, &batch, &op, file);
    if (way == IN_AN_ABANDONED_BATCH) {
        sring_batch_abandon(ring, &batch, &done);
    } else {
        sring_batch_submit(ring, &batch, &inflight);
        if (way == IN_A_CANCELLED_BATCH) {
            sring_batch_cancel(ring, &inflight, &done);
        } else {
            sring_batch_wait(ring, &inflight, &done);
        }
    }
    sring_batch_finish(ring, &done);
}

/* The worker looks the file up later. What closes the file waits until it has: otherwise it would
 * read the next file with the same number, or none. */
static void reads_its_file(void **state)
{
    struct sring *ring = *state;

    for (int round = 0; round < 20 * WAYS; round++) {
        struct sring_read_at_submitted inflight[MANY];
        struct sring_fd file, other;

        temporary_file(&file, "right");
        for (int i = 0; i < MANY; i++) {
            struct sring_read_at_building op;
            struct sring_buf buf;

            new_buf(&buf, 16);
            assert_int_equal(sring_read_at_init(ring, &op, &file, 0), 0);
            sring_read_at_set_async(&op);
            sring_read_at_submit(ring, &op, &buf, &inflight[i]);
        }
        close_somehow(ring, &file, (enum way)(round % WAYS));
        temporary_file(&other, "wrong");
        for (int i = 0; i < MANY; i++) {
            struct sring_read_at_completed done;
            struct sring_buf buf;

            sring_read_at_wait(ring, &inflight[i], &done);
            assert_int_equal(sring_read_at_finish(&done, &buf), 5);
            expect_buf(&buf, "right");
            sring_buf_free(&buf);
        }
        sring_fd_close(ring, &other);
    }
}

struct count {
    int left;
};

SRING_READ_AT_CALLBACK(on_read)
{
    struct count *count = arg;
    struct sring_buf buf;

    if (sring_read_at_finish(done, &buf) == 4) {
        count->left--;
    }
    sring_buf_free(&buf);
}

/* By an option of launch. */
static void is_launched(void **state)
{
    struct sring *ring = *state;
    const struct sring_read_at_options options = {.async = true, .timeout_ns = 60000 * MILLISECOND};
    struct count count = {MANY};
    struct sring_fd file;

    temporary_file(&file, "text");
    for (int i = 0; i < MANY; i++) {
        struct sring_buf buf;
        int rc;

        new_buf(&buf, 16);
        rc = sring_read_at_launch(ring, &file, 0, &buf, &options, on_read, &count, NULL);
        assert_int_equal(rc, 0);
    }
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(count.left, 0);
    assert_int_equal(ring->late_, 0); /* no file is looked up any more */
    sring_fd_close(ring, &file);
}

/* Links keep the order of operations in workers, too. */
static void is_linked(void **state)
{
    struct sring *ring = *state;

    for (int round = 0; round < MANY; round++) {
        struct sring_write_at_building first, second;
        struct sring_batch_submitted inflight;
        struct sring_batch_completed done;
        struct sring_batch_building batch;
        struct sring_buf one, two;
        struct sring_fd file;

        temporary_file(&file, "");
        text_buf(&one, "first");
        text_buf(&two, "other");
        assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
        assert_int_equal(sring_write_at_init(ring, &first, &file, 0), 0);
        sring_write_at_set_async(&first);
        sring_write_at_add(ring, &batch, &first, &one);
        sring_batch_link(&batch);
        assert_int_equal(sring_write_at_init(ring, &second, &file, 0), 0);
        sring_write_at_add(ring, &batch, &second, &two);
        sring_batch_submit(ring, &batch, &inflight);
        sring_batch_wait(ring, &inflight, &done);
        sring_batch_finish(ring, &done);
        expect_text(&file, "other");
        sring_fd_close(ring, &file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(runs_in_none),    RING_TEST(waits_in_worker),      RING_TEST(runs_in_worker),
        RING_TEST(two_read_a_pipe), SMALL_RING_TEST(is_cancelled),   RING_TEST(has_deadline),
        RING_TEST(reads_its_file),  SMALL_RING_TEST(reads_its_file), SMALL_RING_TEST(is_launched),
        RING_TEST(is_linked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
