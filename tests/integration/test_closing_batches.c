/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Batches that close a file while an operation in flight still has to look it up: the close waits
 * for it, but nothing else does.
 */
#include "batches.h"

#define LONG (60000 * MILLISECOND)

enum {
    MOST = 4
};

/* A worker waits for the data of a pipe, which it splices to another one. */
struct holder {
    struct two_fds fds, others;
    struct sring_splice_submitted inflight;
    struct sring_ticket ticket;
    int raw; /* fds.in */
};

static void hold(struct sring *ring, struct holder *holder)
{
    struct sring_splice_building op;

    open_pipe(&holder->fds);
    open_pipe(&holder->others);
    holder->raw = sring_fd_raw(&holder->fds.in);
    assert_int_equal(sring_splice_init(ring, &op, &holder->others.out, &holder->fds.in, UINT64_MAX,
                                       UINT64_MAX, 100, 0),
                     0);
    sring_splice_submit(ring, &op, &holder->inflight);
    holder->ticket = sring_splice_ticket(&holder->inflight);
    assert_int_equal(sring_flush(ring), 0);
}

/* `result`: of the splice. */
static void let_go(struct sring *ring, struct holder *holder, int result)
{
    struct sring_splice_completed done;

    sring_splice_wait(ring, &holder->inflight, &done);
    assert_int_equal(sring_splice_finish(&done), result);
    assert_int_equal(fcntl(holder->raw, F_GETFD), -1);
    sring_fd_close(ring, &holder->fds.out);
    close_two(ring, &holder->others);
}

/* A timer of this time, a NOP behind it, and the close. `hard`: the NOP begins although the timer
 * fails, which it does. */
static void close_behind_a_timer(struct sring *ring, struct sring_fd *fd, uint64_t time, bool hard,
                                 struct sring_batch_submitted *inflight)
{
    struct sring_batch_building batch;

    assert_int_equal(sring_batch_init(ring, &batch, MOST), 0);
    add_timeout(ring, &batch, time);
    if (hard) {
        sring_batch_hardlink(&batch);
    } else {
        sring_batch_link(&batch);
    }
    add_nop(ring, &batch);
    sring_batch_link(&batch);
    add_close(ring, &batch, fd);
    sring_batch_submit(ring, &batch, inflight);
}

static void expect_closed(struct sring *ring, struct sring_batch_submitted *inflight, int result)
{
    struct sring_batch_completed done;

    sring_batch_wait(ring, inflight, &done);
    assert_int_equal(take_close(ring, &done, 2), result);
    sring_batch_finish(ring, &done);
}

/* The cancel requests are sent before the close waits for what they cancel. */
static void cancel_all(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_submitted inflight;
    struct holder holder;

    hold(ring, &holder);
    close_behind_a_timer(ring, &holder.fds.in, LONG, true, &inflight);
    assert_int_equal(sring_cancel_all(ring), 0);
    expect_closed(ring, &inflight, -ECANCELED);
    let_go(ring, &holder, -ECANCELED);
}

static void cancel_one_after_the_other(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_submitted inflight;
    struct holder holder;

    hold(ring, &holder);
    close_behind_a_timer(ring, &holder.fds.in, LONG, true, &inflight);
    assert_int_equal(sring_cancel(ring, sring_batch_ticket(&inflight)), 0);
    assert_true(fcntl(holder.raw, F_GETFD) >= 0);
    assert_int_equal(sring_cancel(ring, holder.ticket), 0);
    expect_closed(ring, &inflight, -ECANCELED);
    let_go(ring, &holder, -ECANCELED);
}

/* The member that has failed makes the close ready, and cancels the member that holds the file. */
static void fail_fast(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_splice_building op;
    struct sring_splice_completed spliced;
    struct two_fds fds, others;

    open_pipe(&fds);
    open_pipe(&others);
    assert_int_equal(sring_batch_init(ring, &batch, MOST), 0);
    sring_batch_set_fail_fast(&batch);
    assert_int_equal(
        sring_splice_init(ring, &op, &others.out, &fds.in, UINT64_MAX, UINT64_MAX, 100, 0), 0);
    sring_splice_add(ring, &batch, &op);
    add_timeout(ring, &batch, MILLISECOND);
    sring_batch_link(&batch);
    add_close(ring, &batch, &fds.in);
    sring_batch_submit(ring, &batch, &inflight);
    sring_batch_wait(ring, &inflight, &done);
    sring_splice_take(ring, &done, 0, &spliced);
    assert_int_equal(sring_splice_finish(&spliced), -ECANCELED);
    assert_int_equal(take_close(ring, &done, 2), -ECANCELED);
    sring_batch_finish(ring, &done);
    sring_fd_close(ring, &fds.out);
    close_two(ring, &others);
}

/* The loop goes on while a close waits, here until the program cancels what it waits for. */
static void poll_goes_on(void **state)
{
    struct sring *ring = *state;

    for (int hard = 0; hard < 2; hard++) {
        struct sring_batch_submitted inflight;
        struct holder holder;

        hold(ring, &holder);
        close_behind_a_timer(ring, &holder.fds.in, MILLISECOND, hard, &inflight);
        for (int i = 0; i < 20; i++) {
            assert_true(sring_poll(ring) >= 0);
            assert_false(sring_batch_ready(ring, &inflight));
            assert_true(fcntl(holder.raw, F_GETFD) >= 0);
            sleep_ms(1);
        }
        write_text(&holder.fds.out, "data");
        expect_closed(ring, &inflight, hard ? 0 : -ECANCELED);
        let_go(ring, &holder, 4);
    }
}

/* --- abandoned in a fiber ------------------------------------------------------------------- */

/* The close waits for another member: nobody else begins it meanwhile. */
SRING_FIBER(abandon)
{
    struct holder *holder = arg;
    struct sring_batch_building batch;
    struct sring_batch_completed done;

    assert_int_equal(sring_batch_init(ring, &batch, MOST), 0);
    add_nop(ring, &batch);
    add_nop(ring, &batch);
    add_close(ring, &batch, &holder->fds.in);
    assert_int_equal(sring_batch_after(&batch, 2, 0), 0);
    sring_batch_abandon(ring, &batch, &done);
    assert_int_equal(fcntl(holder->raw, F_GETFD), -1);
    assert_int_equal(take_close(ring, &done, 2), -ECANCELED);
    sring_batch_finish(ring, &done);
    return 0;
}

SRING_FIBER(write_later)
{
    struct holder *holder = arg;

    assert_int_equal(sring_sleep(ring, 5 * MILLISECOND), 0);
    write_text(&holder->fds.out, "data");
    return 0;
}

SRING_FIBER(cancel_splice)
{
    struct holder *holder = arg;

    assert_int_equal(sring_sleep(ring, 5 * MILLISECOND), 0);
    assert_int_equal(sring_cancel(ring, holder->ticket), 0);
    return 0;
}

static void abandoned_in_a_fiber(void **state)
{
    struct sring *ring = *state;

    for (int cancels = 0; cancels < 2; cancels++) {
        struct sring_fiber first, second;
        struct holder holder;
        int rc;

        hold(ring, &holder);
        rc = sring_spawn(ring, &first, abandon, &holder);
        assert_int_equal(rc, 0);
        rc = sring_spawn(ring, &second, cancels ? cancel_splice : write_later, &holder);
        assert_int_equal(rc, 0);
        rc = sring_join(ring, &first);
        assert_int_equal(rc, 0);
        rc = sring_join(ring, &second);
        assert_int_equal(rc, 0);
        let_go(ring, &holder, cancels ? -ECANCELED : 4);
    }
}

/* --- misuse --------------------------------------------------------------------------------- */

/* The report leaves the loop. The close begins later, when the file is free. */
static void report_loses_no_close(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_submitted inflight;
    struct sring_batch_building user;
    struct sring_batch_completed done;
    struct sring_fd fd;
    int raw;

    temporary_file(&fd, "");
    raw = sring_fd_raw(&fd);
    use_in_batch(ring, &user, &fd);
    close_behind_a_timer(ring, &fd, MILLISECOND, true, &inflight);
    ASSERT_MISUSE("sring_batch_submit", "still to use", "has not begun", (void)sring_run(ring));
    assert_true(fcntl(raw, F_GETFD) >= 0);
    sring_batch_abandon(ring, &user, &done);
    sring_batch_finish(ring, &done);
    expect_closed(ring, &inflight, 0);
    assert_int_equal(fcntl(raw, F_GETFD), -1);
}

/* A ring is not closed while a batch of another one has to use a file that one of its closes. */
static void ring_stays_open(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building user, batch;
    struct sring_batch_completed done;
    struct sring another;
    struct sring_fd fd;
    int raw;

    open_ring(&another, 8, 64);
    temporary_file(&fd, "");
    raw = sring_fd_raw(&fd);
    use_in_batch(ring, &user, &fd);
    assert_int_equal(sring_batch_init(&another, &batch, MOST), 0);
    add_nop(&another, &batch);
    add_close(&another, &batch, &fd);
    ASSERT_MISUSE("sring_close", "still to use", "has not begun", sring_close(&another));
    assert_int_equal(sring_nop_await(&another), 0);
    sring_batch_abandon(ring, &user, &done);
    sring_batch_finish(ring, &done);
    sring_close(&another);
    assert_int_equal(fcntl(raw, F_GETFD), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(cancel_all),
        RING_TEST(cancel_one_after_the_other),
        RING_TEST(fail_fast),
        RING_TEST(poll_goes_on),
        RING_TEST(abandoned_in_a_fiber),
        RING_TEST(report_loses_no_close),
        RING_TEST(ring_stays_open),
    };

    return cmocka_run_group_tests_name("closes in batches", tests, NULL, NULL);
}
