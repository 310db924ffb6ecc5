/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Deadlines that the library must keep: of operations in a worker, and of those that begin after
 * another. And every kind of wait: a deadline must wake it.
 */
#include "batches.h"
#include "fifo.h"

#include <poll.h>
#include <sys/epoll.h>

#define RING_CAPACITY 4096
#define TIME (20 * MILLISECOND)

static void begin_open(struct sring *ring, uint64_t nanoseconds,
                       struct sring_openat_submitted *inflight)
{
    struct sring_openat_building op;

    assert_int_equal(sring_openat_init(ring, &op, fifo, O_WRONLY | O_CREAT | O_CLOEXEC, 0600), 0);
    assert_int_equal(sring_openat_set_timeout(ring, &op, nanoseconds), 0);
    sring_openat_submit(ring, &op, inflight);
}

static int end_open(struct sring *ring, struct sring_openat_submitted *inflight)
{
    struct sring_openat_completed done;
    struct sring_fd fd;
    int rc;

    sring_openat_wait(ring, inflight, &done);
    rc = sring_openat_finish(&done, &fd);
    if (!rc) {
        sring_fd_close(ring, &fd);
    }
    return rc;
}

static void in_time(uint64_t before, uint64_t nanoseconds)
{
    uint64_t took = now_ns() - before;

    assert_true(took >= nanoseconds);
    assert_true(took < nanoseconds + 10000 * MILLISECOND); /* the machine may be busy */
}

static void in_a_worker(void **state)
{
    static const uint64_t times[] = {TIME, 0, 1, MILLISECOND, TIME};
    struct sring *ring = *state;
    struct sring_openat_submitted inflight;

    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        uint64_t before = now_ns();

        begin_open(ring, times[i], &inflight);
        assert_int_equal(end_open(ring, &inflight), -ETIME);
        in_time(before, times[i]);
        assert_int_equal(in_flight(ring), 0);
    }
    expect_budget(ring, RING_CAPACITY);
}

/* The time begins when the kernel gets the operation. Faster operations are not affected. */
static void in_time_after_all(void **state)
{
    struct sring *ring = *state;
    struct sring_openat_submitted inflight;
    struct sring_fd reader;

    begin_open(ring, 15 * TIME, &inflight);
    sleep_ms(350); /* longer than that */
    assert_int_equal(sring_flush(ring), 0);
    sleep_ms(20);
    sring_fd_adopt(&reader, open(fifo, O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    assert_int_equal(end_open(ring, &inflight), 0);
    sring_fd_close(ring, &reader);
}

/* More than the library cancels at a time. All expire at once, or one after the other. */
static void many(void **state)
{
    static struct sring_read_submitted inflight[2000];
    struct sring *ring = *state;
    struct two_fds fds;
    uint64_t before = now_ns();

    open_pipe(&fds);
    for (int apart = 0; apart < 2; apart++) {
        for (unsigned i = 0; i < 2000; i++) {
            struct sring_read_building op;
            struct sring_buf buf;

            new_buf(&buf, 8);
            assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
            assert_int_equal(
                sring_read_set_timeout(ring, &op, TIME + (apart ? (i * 7919) % 2000 * 10000 : 0)),
                0);
            sring_read_submit(ring, &op, &buf, &inflight[i]);
            sring_read_submitted_stash(&inflight[i]);
        }
        for (unsigned i = 0; i < 2000; i++) {
            struct sring_read_completed done;
            struct sring_buf buf;

            sring_read_submitted_claim(&inflight[i]);
            sring_read_wait(ring, &inflight[i], &done);
            assert_int_equal(sring_read_finish(&done, &buf), -ETIME);
            sring_buf_free(&buf);
        }
        in_time(before, apart ? 2 * TIME : TIME);
        before = now_ns();
    }
    close_two(ring, &fds);
    expect_budget(ring, RING_CAPACITY);
}

/* Operations done in time leave nothing behind, however many there are. */
static void faster(void **state)
{
    struct sring *ring = *state;
    struct sring_openat_submitted inflight;
    uint64_t before;

    for (int i = 0; i < 30000; i++) {
        struct sring_nop_building op;
        struct sring_nop_submitted nop;
        struct sring_nop_completed done;

        assert_int_equal(sring_nop_init(ring, &op), 0);
        assert_int_equal(sring_nop_set_timeout(ring, &op, (uint64_t)(i % 100 + 10) * TIME), 0);
        sring_nop_submit(ring, &op, &nop);
        sring_nop_wait(ring, &nop, &done);
        assert_int_equal(sring_nop_finish(&done), 0);
    }
    before = now_ns();
    begin_open(ring, TIME, &inflight);
    assert_int_equal(end_open(ring, &inflight), -ETIME);
    in_time(before, TIME);
}

/* --- waits --------------------------------------------------------------------------------- */

static void add_open(struct sring *ring, struct sring_batch_building *batch, uint64_t nanoseconds)
{
    struct sring_openat_building op;

    assert_int_equal(sring_openat_init(ring, &op, fifo, O_WRONLY | O_CREAT | O_CLOEXEC, 0600), 0);
    assert_int_equal(sring_openat_set_timeout(ring, &op, nanoseconds), 0);
    sring_openat_add(ring, batch, &op);
}

static int take_open(struct sring *ring, struct sring_batch_completed *done, uint32_t index)
{
    struct sring_openat_completed open;
    struct sring_fd fd;

    sring_openat_take(ring, done, index, &open);
    return sring_openat_finish(&open, &fd);
}

static void in_a_batch(void **state)
{
    struct sring *ring = *state;
    struct sring_fd file;

    temporary_file(&file, "x");
    for (int hard = 0; hard < 2; hard++) {
        struct sring_batch_building batch;
        struct sring_batch_completed done;
        struct sring_fsync_building op;
        struct sring_fsync_completed synced;
        uint64_t before = now_ns();

        assert_int_equal(sring_batch_init(ring, &batch, 5), 0);
        assert_int_equal(sring_fsync_init(ring, &op, &file), 0);
        sring_fsync_add(ring, &batch, &op);
        sring_batch_link(&batch);
        add_open(ring, &batch, TIME); /* its time begins after the fsync */
        sring_batch_hardlink(&batch);
        add_open(ring, &batch, TIME); /* and this one's when that is over */
        if (hard) {
            sring_batch_hardlink(&batch);
        } else {
            sring_batch_link(&batch);
        }
        add_nop(ring, &batch);
        submit_and_wait(ring, &batch, &done);
        sring_fsync_take(ring, &done, 0, &synced);
        assert_int_equal(sring_fsync_finish(&synced), 0);
        assert_int_equal(take_open(ring, &done, 1), -ETIME);
        assert_int_equal(take_open(ring, &done, 2), -ETIME);
        assert_int_equal(take_nop(ring, &done, 3), hard ? 0 : -ECANCELED);
        sring_batch_finish(ring, &done);
        in_time(before, 2 * TIME);
    }
    sring_fd_close(ring, &file);
}

static int opened;

/* `arg`: a descriptor to write to, or NULL. */
static void on_open(struct sring *ring, struct sring_openat_completed *done, void *arg)
{
    struct sring_fd fd;

    (void)ring;
    opened = sring_openat_finish(done, &fd);
    if (arg) {
        write_text(arg, "x");
    }
}

static void start_open(struct sring *ring, struct sring_fd *out)
{
    struct sring_openat_building op;

    opened = 1;
    assert_int_equal(sring_openat_init(ring, &op, fifo, O_WRONLY | O_CREAT | O_CLOEXEC, 0600), 0);
    assert_int_equal(sring_openat_set_timeout(ring, &op, TIME), 0);
    sring_openat_start(ring, &op, on_open, out);
}

static void in_the_loop(void **state)
{
    struct sring *ring = *state;
    uint64_t before = now_ns();

    start_open(ring, NULL);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(opened, -ETIME);
    in_time(before, TIME);

    before = now_ns();
    start_open(ring, NULL);
    while (opened == 1) {
        assert_true(sring_poll(ring) >= 0);
    }
    assert_int_equal(opened, -ETIME);
    in_time(before, TIME);
}

/* Waits for several completions, or for another operation, which the first one ends. */
static void in_another_wait(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;

    open_pipe(&fds);
    for (int way = 0; way < 2; way++) {
        struct sring_openat_submitted inflight;
        struct sring_read_building op;
        struct sring_read_submitted reading;
        struct sring_read_completed done;
        struct sring_buf buf;
        uint64_t before = now_ns();

        begin_open(ring, TIME, &inflight);
        new_buf(&buf, 8);
        assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
        sring_read_submit(ring, &op, &buf, &reading);
        if (way == 0) {
            assert_int_equal(sring_flush_and_wait(ring, 1), 0);
            assert_true(sring_openat_ready(ring, &inflight));
            in_time(before, TIME);
        } else {
            assert_int_equal(sring_timeout_await(ring, 10 * TIME), -ETIME);
        }
        assert_int_equal(end_open(ring, &inflight), -ETIME);
        sring_read_cancel(ring, &reading, &done);
        assert_int_equal(sring_read_finish(&done, &buf), -ECANCELED);
        sring_buf_free(&buf);
    }
    close_two(ring, &fds);
}

/* Waits for several completions, which come when the deadline of another operation is over. */
static void in_a_wait_for_each(void **state)
{
    struct sring *ring = *state;
    struct sring_poll_add_item items[2] = {{.events = POLLIN}, {.events = POLLIN}};
    struct two_fds fds;

    open_pipe(&fds);
    start_open(ring, &fds.out);
    assert_int_equal(sring_poll_add_await_each(ring, &fds.in, items, 2), 0);
    assert_int_equal(items[0].result, POLLIN);
    assert_int_equal(items[1].result, POLLIN);
    assert_int_equal(opened, -ETIME);
    close_two(ring, &fds);
}

/* The descriptor is readable when a deadline is over. The program follows ring.h: it flushes before
 * it waits, and polls when the descriptor is readable. */
static void outside(void **state)
{
    struct sring *ring = *state;
    struct pollfd fd = {sring_pollable_fd(ring), POLLIN, 0};

    assert_true(fd.fd >= 0);
    for (int round = 0; round < 5; round++) {
        uint64_t before = now_ns();
        struct sring_nop_building op;
        struct sring_nop_submitted nop;

        assert_int_equal(sring_nop_init(ring, &op), 0); /* done long before the time */
        assert_int_equal(sring_nop_set_timeout(ring, &op, round % 2 ? TIME / 2 : 50 * TIME), 0);
        sring_nop_submit(ring, &op, &nop);
        sring_nop_detach(ring, &nop);
        start_open(ring, NULL);
        while (opened == 1) {
            assert_int_equal(sring_flush(ring), 0);
            if (opened == 1) {
                assert_int_equal(poll_pollable(&fd, LOST_AFTER), 1);
            }
            assert_true(sring_poll(ring) >= 0);
        }
        assert_int_equal(opened, -ETIME);
        in_time(before, TIME);
    }
}

/* --- how it ends --------------------------------------------------------------------------- */

static void given_up(void **state)
{
    struct sring *ring = *state;
    struct sring_openat_submitted inflight;
    struct sring_openat_completed done;
    struct sring_fd fd;

    begin_open(ring, 1000 * TIME, &inflight);
    sring_openat_cancel(ring, &inflight, &done);
    assert_int_equal(sring_openat_finish(&done, &fd), -ECANCELED);
    begin_open(ring, 1000 * TIME, &inflight);
    assert_int_equal(sring_cancel_all(ring), 0);
    assert_int_equal(end_open(ring, &inflight), -ECANCELED);
    begin_open(ring, TIME, &inflight);
    sring_openat_detach(ring, &inflight);
    assert_int_equal(sring_run(ring), 0);
    expect_budget(ring, RING_CAPACITY);
    begin_open(ring, 1000 * TIME, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    sring_openat_detach(ring, &inflight); /* the ring is closed with it in flight */
}

/* A close waits for an operation whose worker must still look the file up, but not past its
 * deadline. */
static void in_a_close(void **state)
{
    struct sring *ring = *state;
    struct sring_openat_submitted inflight;
    struct sring_openat_building op;
    struct sring_fd fd;
    uint64_t before = now_ns();

    sring_fd_adopt(&fd, open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    assert_int_equal(sring_openat_init(ring, &op, "fifo", O_WRONLY | O_CREAT | O_CLOEXEC, 0600), 0);
    sring_openat_set_dir(&op, &fd);
    assert_int_equal(sring_openat_set_timeout(ring, &op, TIME), 0);
    sring_openat_submit(ring, &op, &inflight);
    sring_fd_close(ring, &fd);
    in_time(before, TIME);
    assert_int_equal(end_open(ring, &inflight), -ETIME);
    expect_budget(ring, RING_CAPACITY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIFO_TEST(in_a_worker),     FIFO_TEST(in_time_after_all),  FIFO_TEST(many),
        FIFO_TEST(faster),          FIFO_TEST(in_a_batch),         FIFO_TEST(in_the_loop),
        FIFO_TEST(in_another_wait), FIFO_TEST(in_a_wait_for_each), FIFO_TEST(outside),
        FIFO_TEST(given_up),        FIFO_TEST(in_a_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
