/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Batches in the library's order: dependencies beyond links, fail-fast, cancel.
 */
#include "batches.h"

#include <sys/ioctl.h>

#define RING_CAPACITY 4096

/* a, then b and c, then d. */
static void diamond(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct two_fds fds;

    open_pipe(&fds);
    assert_int_equal(sring_batch_init(ring, &batch, 5), 0);
    add_timeout(ring, &batch, 5 * MILLISECOND);
    sring_batch_hardlink(&batch);
    add_write(ring, &batch, &fds.out, "a");
    add_write(ring, &batch, &fds.out, "b");
    add_write(ring, &batch, &fds.out, "b");
    add_write(ring, &batch, &fds.out, "d");
    assert_int_equal(sring_batch_after(&batch, 2, 1), 0);
    assert_int_equal(sring_batch_after(&batch, 3, 1), 0);
    assert_int_equal(sring_batch_after(&batch, 4, 2), 0);
    assert_int_equal(sring_batch_after(&batch, 4, 3), 0);
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(take_timeout(ring, &done, 0), -ETIME);
    for (uint32_t i = 1; i < 5; i++) {
        assert_int_equal(take_write(ring, &done, i), 1);
    }
    sring_batch_finish(ring, &done);
    expect_text(&fds.in, "abbd");
    close_two(ring, &fds);
}

static void diamond_that_breaks(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct two_fds fds;
    struct sring_fd file;
    int fds_before = count_fds();

    open_pipe(&fds);
    temporary_file(&file, "");
    assert_int_equal(sring_batch_init(ring, &batch, 6), 0);
    add_nop(ring, &batch);
    add_write(ring, &batch, &fds.in, "fails"); /* the wrong end */
    add_nop(ring, &batch);
    add_close(ring, &batch, &file);
    add_nop(ring, &batch);
    add_nop(ring, &batch);
    assert_int_equal(sring_batch_after(&batch, 1, 0), 0);
    assert_int_equal(sring_batch_after(&batch, 2, 0), 0);
    assert_int_equal(sring_batch_after(&batch, 3, 1), 0);
    assert_int_equal(sring_batch_after(&batch, 3, 2), 0);
    assert_int_equal(sring_batch_after(&batch, 4, 3), 0);
    assert_int_equal(sring_batch_after(&batch, 5, 2), 0);
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(take_nop(ring, &done, 0), 0);
    assert_int_equal(take_write(ring, &done, 1), -EBADF);
    assert_int_equal(take_nop(ring, &done, 2), 0);
    assert_int_equal(take_close(ring, &done, 3), -ECANCELED);
    assert_int_equal(take_nop(ring, &done, 4), -ECANCELED);
    assert_int_equal(take_nop(ring, &done, 5), 0);
    sring_batch_finish(ring, &done);
    close_two(ring, &fds);
    assert_int_equal(count_fds(), fds_before);
    expect_budget(ring, RING_CAPACITY);
}

static void what_cannot_be(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;

    assert_int_equal(sring_batch_init(ring, &batch, 4), 0);
    assert_int_equal(sring_batch_after(&batch, 0, 0), -EINVAL);
    add_nop(ring, &batch);
    add_nop(ring, &batch);
    assert_int_equal(sring_batch_after(&batch, 0, 0), -EINVAL);
    assert_int_equal(sring_batch_after(&batch, 0, 1), -EINVAL);
    assert_int_equal(sring_batch_after(&batch, 2, 1), -EINVAL);
    assert_int_equal(sring_batch_after(&batch, UINT32_MAX, 0), -EINVAL);
    assert_int_equal(sring_batch_after(&batch, 1, UINT32_MAX), -EINVAL);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(sring_batch_after(&batch, 1, 0), 0); /* a second time changes nothing */
    }
    add_nop(ring, &batch);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(sring_batch_after(&batch, 2, 0), 0);
    }
    submit_and_wait(ring, &batch, &done);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(take_nop(ring, &done, i), 0);
    }
    sring_batch_finish(ring, &done);
}

/* The kernel sees nothing of a batch before it is submitted. */
static void nothing_before_submit(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct two_fds fds;

    open_pipe(&fds);
    assert_int_equal(sring_batch_init(ring, &batch, 40), 0);
    add_write(ring, &batch, &fds.out, "b");
    for (int i = 1; i < 40; i++) {
        add_nop(ring, &batch);
    }
    assert_int_equal(sring_flush(ring), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(submitted(ring), 0);
    write_text(&fds.out, "a");
    submit_and_wait(ring, &batch, &done);
    expect_text(&fds.in, "ab");
    sring_batch_finish(ring, &done);
    close_two(ring, &fds);
}

static void abandoned(void **state)
{
    static struct counted counted;
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct sring_read_building read;
    struct sring_read_completed has_read;
    struct sring_openat_building open_op;
    struct sring_openat_direct_building direct_op;
    struct sring_buf buf;
    struct sring_fd fd;
    struct two_fds fds;
    int fds_before = count_fds();

    NEEDS(5, 15, "openat_direct");
    memset(&counted, 0, sizeof(counted));
    open_pipe(&fds);
    temporary_file(&fd, "");
    assert_int_equal(sring_batch_init(ring, &batch, 9), 0);
    counted_buf(&buf, &counted);
    assert_int_equal(sring_read_init(ring, &read, &fds.in), 0);
    assert_int_equal(sring_read_set_timeout(ring, &read, 1), 0);
    sring_read_add(ring, &batch, &read, &buf);
    sring_batch_link(&batch);
    add_write(ring, &batch, &fds.out, "x");
    assert_int_equal(sring_openat_init(ring, &open_op, "/dev/null", O_RDONLY, 0), 0);
    sring_openat_add(ring, &batch, &open_op);
    assert_int_equal(sring_openat_direct_init(ring, &direct_op, "/dev/null", O_RDONLY, 0), 0);
    sring_openat_direct_add(ring, &batch, &direct_op);
    add_close(ring, &batch, &fd);
    sring_batch_abandon(ring, &batch, &done);
    assert_int_equal(submitted(ring), 0);
    sring_read_take(ring, &done, 0, &has_read);
    assert_int_equal(sring_read_result(&has_read), -ECANCELED);
    assert_int_equal(sring_read_finish(&has_read, &buf), -ECANCELED);
    assert_int_equal(sring_buf_length(&buf), 0);
    assert_int_equal(counted.freed, 0);
    sring_buf_free(&buf);
    assert_int_equal(take_close(ring, &done, 4), -ECANCELED);
    sring_batch_finish(ring, &done);
    close_two(ring, &fds);
    assert_int_equal(count_fds(), fds_before);
    expect_budget(ring, RING_CAPACITY);
    assert_int_equal(in_flight(ring), 0);
}

/* The only call that can fail does so half way through. */
static void out_of_budget(void **state)
{
    static struct counted counted;
    struct sring ring;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct sring_read_building op;
    struct sring_buf buf;
    struct two_fds fds;

    (void)state;
    memset(&counted, 0, sizeof(counted));
    open_ring(&ring, 4, 8);
    open_pipe(&fds);
    counted_buf(&buf, &counted);
    assert_int_equal(sring_batch_init(&ring, &batch, 20), 0);
    assert_int_equal(sring_read_init(&ring, &op, &fds.in), 0);
    sring_read_add(&ring, &batch, &op, &buf);
    for (int i = 1; i < 8; i++) {
        sring_batch_link(&batch);
        add_nop(&ring, &batch);
    }
    assert_int_equal(sring_read_init(&ring, &op, &fds.in), -EAGAIN);
    sring_batch_abandon(&ring, &batch, &done);
    sring_batch_finish(&ring, &done);
    assert_int_equal(counted.freed, 1);
    assert_int_equal(submitted(&ring), 0);
    expect_budget(&ring, 8);
    sring_close(&ring);
    open_ring(&ring, 4, 8);
    close_two(&ring, &fds);
    sring_close(&ring);
}

/* Reads without data, operations behind them, and one that fails. */
static void fails_fast(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct two_fds fds;

    for (uint32_t reads = 1; reads <= 300; reads *= 17) {
        open_pipe(&fds);
        assert_int_equal(sring_batch_init(ring, &batch, 2 * reads + 2), 0);
        for (uint32_t i = 0; i < reads; i++) {
            add_read(ring, &batch, &fds.in, 4, 0);
            if (i % 2) {
                sring_batch_hardlink(&batch);
            }
        }
        for (uint32_t i = 0; i < reads; i++) {
            add_write(ring, &batch, &fds.out, "x");
            assert_int_equal(sring_batch_after(&batch, reads + i, i), 0);
        }
        add_timeout(ring, &batch, 2 * MILLISECOND); /* fails then */
        sring_batch_set_fail_fast(&batch);
        submit_and_wait(ring, &batch, &done);
        for (uint32_t i = 0; i < reads; i++) {
            assert_int_equal(take_read(ring, &done, i), -ECANCELED);
            assert_int_equal(take_write(ring, &done, reads + i), -ECANCELED);
        }
        assert_int_equal(take_timeout(ring, &done, 2 * reads), -ETIME);
        sring_batch_finish(ring, &done);
        write_text(&fds.out, "y");
        expect_text(&fds.in, "y");
        close_two(ring, &fds);
        expect_budget(ring, RING_CAPACITY);
    }
}

/* run does not return before all operations have begun and ended. */
static void runs_to_the_end(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;

    assert_int_equal(sring_batch_init(ring, &batch, 100), 0);
    for (uint32_t i = 0; i < 100; i++) {
        add_nop(ring, &batch);
        if (i >= 2) {
            assert_int_equal(sring_batch_after(&batch, i, i - 2), 0);
        }
    }
    sring_batch_submit(ring, &batch, &inflight);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(submitted(ring), 100);
    assert_int_equal(in_flight(ring), 0);
    sring_batch_wait(ring, &inflight, &done);
    for (uint32_t i = 0; i < 100; i++) {
        assert_int_equal(take_nop(ring, &done, i), 0);
    }
    sring_batch_finish(ring, &done);
}

/* While the program waits for something else. */
static void goes_on_meanwhile(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct two_fds fds;

    for (int way = 0; way < 3; way++) {
        open_pipe(&fds);
        assert_int_equal(sring_batch_init(ring, &batch, 20), 0);
        for (uint32_t i = 0; i < 20; i++) {
            add_write(ring, &batch, &fds.out, "x");
            if (i >= 2) {
                assert_int_equal(sring_batch_after(&batch, i, i - 2), 0);
            }
        }
        sring_batch_submit(ring, &batch, &inflight);
        for (uint64_t until = now_ns() + 5000 * MILLISECOND; now_ns() < until;) {
            int there = 0;

            assert_int_equal(ioctl(sring_fd_raw(&fds.in), FIONREAD, &there), 0);
            if (there == 20) {
                break;
            }
            if (way == 0) {
                assert_true(sring_poll(ring) >= 0);
            } else if (way == 1) {
                assert_int_equal(sring_nop_await(ring), 0);
            } else {
                assert_int_equal(sring_timeout_await(ring, 1), -ETIME);
            }
        }
        expect_text(&fds.in, "xxxxxxxxxxxxxxxxxxxx");
        sring_batch_wait(ring, &inflight, &done);
        sring_batch_finish(ring, &done);
        close_two(ring, &fds);
    }
}

/* The operation that the batch waited for is completed when the queue is full; from then on the
 * program only makes inlined calls. */
static void not_starved(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_nop_submitted nops[9];
    struct pollfd end = {.events = POLLIN};
    struct two_fds fds;

    open_pipe(&fds);
    assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
    add_nop(ring, &batch);
    add_nop(ring, &batch);
    add_write(ring, &batch, &fds.out, "x");
    assert_int_equal(sring_batch_after(&batch, 2, 0), 0);
    sring_batch_submit(ring, &batch, &inflight);
    for (int i = 0; i < 9; i++) {
        struct sring_nop_building op;

        assert_int_equal(sring_nop_init(ring, &op), 0);
        sring_nop_submit(ring, &op, &nops[i]);
    }
    for (int i = 0; i < 9; i++) {
        struct sring_nop_completed nop_done;

        sring_nop_wait(ring, &nops[i], &nop_done);
        assert_int_equal(sring_nop_finish(&nop_done), 0);
    }
    end.fd = sring_fd_raw(&fds.in);
    /* It begins in one of these. In Linux 6.1 a worker executes it. */
    for (int i = 0; i < 3 || (!kernel_is_at_least(6, 12) && !poll(&end, 1, 1)); i++) {
        assert_int_equal(sring_nop_await(ring), 0);
    }
    write_text(&fds.out, "y");
    expect_text(&fds.in, "xy");
    sring_batch_wait(ring, &inflight, &done);
    sring_batch_finish(ring, &done);
    close_two(ring, &fds);
}

/* In all stages: being built, begun, not begun. */
static void ring_is_closed(void **state)
{
    static struct counted counted[3];
    struct sring ring;
    struct sring_batch_building building, half;
    struct sring_batch_submitted inflight;
    struct sring_read_building op;
    struct sring_openat_building open_op;
    struct sring_fd file[2];
    struct two_fds fds;
    int fds_before = count_fds();

    (void)state;
    memset(counted, 0, sizeof(counted));
    open_ring(&ring, 8, 64);
    open_pipe(&fds);
    temporary_file(&file[0], "");
    temporary_file(&file[1], "");
    assert_int_equal(sring_batch_init(&ring, &building, 4), 0);
    assert_int_equal(sring_batch_init(&ring, &half, 8), 0);
    for (int i = 0; i < 3; i++) {
        struct sring_buf buf;

        counted_buf(&buf, &counted[i]);
        assert_int_equal(sring_read_init(&ring, &op, &fds.in), 0);
        sring_read_add(&ring, i ? &half : &building, &op, &buf);
    }
    assert_int_equal(sring_batch_after(&half, 1, 0), 0);
    add_nop(&ring, &half);
    assert_int_equal(sring_batch_after(&half, 2, 0), 0);
    assert_int_equal(sring_openat_init(&ring, &open_op, "/dev/null", O_RDONLY | O_CLOEXEC, 0), 0);
    sring_openat_add(&ring, &half, &open_op);
    add_close(&ring, &half, &file[0]);
    assert_int_equal(sring_batch_after(&half, 4, 2), 0);
    add_close(&ring, &building, &file[1]);
    sring_batch_submit(&ring, &half, &inflight);
    sring_close(&ring);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(counted[i].freed, 1);
    }
    open_ring(&ring, 8, 64);
    close_two(&ring, &fds);
    sring_close(&ring);
    assert_int_equal(count_fds(), fds_before);
}

static int called;

static void has_read(struct sring *ring, struct sring_read_completed *done, void *arg)
{
    struct sring_buf buf;

    (void)ring;
    (void)arg;
    assert_int_equal(sring_read_finish(done, &buf), -ECANCELED);
    sring_buf_free(&buf);
    called++;
}

/* Operations of every kind, more than the library may have requests of its own. */
static void all_cancelled(void **state)
{
    enum {
        READS = 200
    };
    struct sring *ring = *state;
    struct sring_batch_building batch, building;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_read_submitted reads[READS];
    struct sring_read_completed read_done;
    struct two_fds fds;

    open_pipe(&fds);
    called = 0;
    for (int i = 0; i < READS; i++) {
        struct sring_read_building op;
        struct sring_buf buf;

        new_buf(&buf, 8);
        assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
        if (i % 2) {
            sring_read_submit(ring, &op, &buf, &reads[i]);
        } else {
            sring_read_start(ring, &op, &buf, has_read, NULL);
        }
    }
    assert_int_equal(sring_batch_init(ring, &batch, 4), 0);
    assert_int_equal(sring_batch_init(ring, &building, 1), 0);
    add_nop(ring, &building);
    add_read(ring, &batch, &fds.in, 4, 0);
    sring_batch_hardlink(&batch);
    add_read(ring, &batch, &fds.in, 4, 1000000 * MILLISECOND);
    add_write(ring, &batch, &fds.out, "x");
    assert_int_equal(sring_batch_after(&batch, 2, 0), 0);
    sring_batch_submit(ring, &batch, &inflight);
    assert_int_equal(sring_cancel_all(ring), 0);
    for (int i = 1; i < READS; i += 2) {
        struct sring_buf buf;

        sring_read_wait(ring, &reads[i], &read_done);
        assert_int_equal(sring_read_finish(&read_done, &buf), -ECANCELED);
        sring_buf_free(&buf);
    }
    sring_batch_wait(ring, &inflight, &done);
    assert_int_equal(take_read(ring, &done, 0), -ECANCELED);
    assert_int_equal(take_read(ring, &done, 1), -ECANCELED);
    assert_int_equal(take_write(ring, &done, 2), -ECANCELED);
    sring_batch_finish(ring, &done);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(called, READS / 2);
    submit_and_wait(ring, &building, &done); /* was not submitted, and is not affected */
    assert_int_equal(take_nop(ring, &done, 0), 0);
    sring_batch_finish(ring, &done);
    assert_int_equal(sring_cancel_all(ring), 0); /* nothing there */
    close_two(ring, &fds);
    expect_budget(ring, RING_CAPACITY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(diamond),
        SMALL_RING_TEST(diamond),
        RING_TEST(diamond_that_breaks),
        RING_TEST(what_cannot_be),
        SMALL_RING_TEST(nothing_before_submit),
        RING_TEST(abandoned),
        cmocka_unit_test(out_of_budget),
        RING_TEST(fails_fast),
        SMALL_RING_TEST(fails_fast),
        RING_TEST(runs_to_the_end),
        SMALL_RING_TEST(runs_to_the_end),
        RING_TEST(goes_on_meanwhile),
        SMALL_RING_TEST(goes_on_meanwhile),
        SMALL_RING_TEST(not_starved),
        cmocka_unit_test(ring_is_closed),
        RING_TEST(all_cancelled),
        SMALL_RING_TEST(all_cancelled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
