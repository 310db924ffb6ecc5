/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Closing a ring in every state.
 */
#include "support.h"

enum {
    MANY = 300
};

static void empty(void **state)
{
    struct sring ring;

    (void)state;
    for (int i = 0; i < 50; i++) {
        open_ring(&ring, 8, 8);
        sring_close(&ring);
    }
}

/* Submitted operations are reclaimed in every state. */
static void submitted_handles(void **state)
{
    static struct counted blocked, done, queued;
    struct sring ring;
    struct two_fds fds, other;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_buf buf;

    (void)state;
    open_ring(&ring, 0, 0);
    open_pipe(&fds);
    open_pipe(&other);
    write_text(&other.out, "abc");
    counted_buf(&buf, &blocked);
    assert_int_equal(sring_read_init(&ring, &op, &fds.in), 0);
    sring_read_submit(&ring, &op, &buf, &inflight);
    sring_read_submitted_stash(&inflight);
    counted_buf(&buf, &done);
    assert_int_equal(sring_read_init(&ring, &op, &other.in), 0);
    sring_read_submit(&ring, &op, &buf, &inflight);
    sring_read_submitted_stash(&inflight);
    assert_int_equal(sring_flush_and_wait(&ring, 1), 0);
    assert_int_equal(sring_poll(&ring), 1);
    counted_buf(&buf, &queued);
    assert_int_equal(sring_read_init(&ring, &op, &fds.in), 0);
    sring_read_submit(&ring, &op, &buf, &inflight);
    sring_read_submitted_stash(&inflight);
    sring_close(&ring);
    assert_int_equal(blocked.freed, 1);
    assert_int_equal(done.freed, 1);
    assert_int_equal(queued.freed, 1);
    open_ring(&ring, 0, 0);
    close_two(&ring, &fds);
    close_two(&ring, &other);
    sring_close(&ring);
}

/* The program owns a Completed handle, and finishes it after the ring was closed. */
static void completed_handles_stay_valid(void **state)
{
    struct sring ring;
    struct sring_fd fd, opened;
    struct sring_buf buf;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    struct sring_openat_building open_op;
    struct sring_openat_submitted opening;
    struct sring_openat_completed has_opened;

    (void)state;
    temporary_file(&fd, "content");
    open_ring(&ring, 0, 0);
    new_buf(&buf, 16);
    assert_int_equal(sring_read_at_init(&ring, &op, &fd, 0), 0);
    sring_read_at_submit(&ring, &op, &buf, &inflight);
    sring_read_at_wait(&ring, &inflight, &done);
    assert_int_equal(sring_openat_init(&ring, &open_op, "/dev/null", O_RDONLY | O_CLOEXEC, 0), 0);
    sring_openat_submit(&ring, &open_op, &opening);
    sring_openat_wait(&ring, &opening, &has_opened);
    sring_close(&ring);
    assert_int_equal(sring_read_at_finish(&done, &buf), 7);
    expect_buf(&buf, "content");
    sring_buf_free(&buf);
    assert_int_equal(sring_openat_finish(&has_opened, &opened), 0);
    close(sring_fd_release(&opened));
    close(sring_fd_release(&fd));
}

static void submit_nops(struct sring *ring, int count)
{
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;

    for (int i = 0; i < count; i++) {
        assert_int_equal(sring_nop_init(ring, &op), 0);
        sring_nop_submit(ring, &op, &inflight);
        sring_nop_submitted_stash(&inflight);
    }
}

/* More operations are done but not waited for than the ring can cancel at a time; one behind them
 * is blocked. All must end. */
static void blocked_among_many_that_are_done(uint32_t entries)
{
    static struct counted counted;
    struct sring ring;
    struct two_fds fds;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_buf buf;
    uint64_t before;

    open_ring(&ring, entries, 4096);
    open_pipe(&fds);
    submit_nops(&ring, MANY);
    counted_buf(&buf, &counted);
    assert_int_equal(sring_read_init(&ring, &op, &fds.in), 0);
    sring_read_submit(&ring, &op, &buf, &inflight);
    sring_read_submitted_stash(&inflight);
    submit_nops(&ring, 150);
    while (in_flight(&ring) > 1) {
        assert_true(sring_poll(&ring) >= 0);
    }
    before = now_ns();
    alarm(20);
    sring_close(&ring);
    alarm(0);
    assert_true(now_ns() - before < 5000 * MILLISECOND);
    assert_int_equal(counted.freed, 1);
    close(sring_fd_release(&fds.in));
    close(sring_fd_release(&fds.out));
}

static void blocked_in_the_queue(void **state)
{
    (void)state;
    blocked_among_many_that_are_done(512);
}

static void blocked_and_parked(void **state)
{
    (void)state;
    blocked_among_many_that_are_done(128);
}

/* Many blocked operations, most of them parked. */
static void many_that_are_blocked(void **state)
{
    static struct counted counted[MANY];
    struct sring ring;
    struct two_fds fds;

    (void)state;
    open_ring(&ring, 8, 4096);
    open_socketpair(&fds, SOCK_STREAM);
    for (int i = 0; i < MANY; i++) {
        struct sring_recv_building op;
        struct sring_recv_submitted inflight;
        struct sring_buf buf;

        counted_buf(&buf, &counted[i]);
        assert_int_equal(sring_recv_init(&ring, &op, &fds.in), 0);
        sring_recv_submit(&ring, &op, &buf, &inflight);
        if (i % 2) {
            sring_recv_detach(&ring, &inflight);
        } else {
            sring_recv_submitted_stash(&inflight);
        }
    }
    alarm(20);
    sring_close(&ring);
    alarm(0);
    write_text(&fds.out, "late");
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(counted[i].freed, 1);
        expect_untouched(&counted[i]);
    }
    close(sring_fd_release(&fds.in));
    close(sring_fd_release(&fds.out));
}

/* --- callbacks at close -------------------------------------------------------------------- */

struct heard {
    int calls;
    int result;
    int init_result;
};

SRING_READ_CALLBACK(on_read)
{
    struct heard *heard = arg;
    struct sring_nop_building op;
    struct sring_buf buf;

    heard->calls++;
    heard->result = sring_read_finish(done, &buf);
    sring_buf_free(&buf);
    heard->init_result = sring_nop_init(ring, &op);
    if (!heard->init_result) {
        sring_nop_abandon(ring, &op);
    }
}

static void callbacks_run(void **state)
{
    static struct counted counted[2];
    struct heard blocked = {0}, done = {0};
    struct sring ring;
    struct two_fds fds, other;
    struct sring_read_building op;
    struct sring_buf buf;

    (void)state;
    open_ring(&ring, 0, 0);
    open_pipe(&fds);
    open_pipe(&other);
    counted_buf(&buf, &counted[0]);
    assert_int_equal(sring_read_init(&ring, &op, &fds.in), 0);
    sring_read_start(&ring, &op, &buf, on_read, &blocked);
    counted_buf(&buf, &counted[1]);
    assert_int_equal(sring_read_init(&ring, &op, &other.in), 0);
    sring_read_start(&ring, &op, &buf, on_read, &done);
    assert_int_equal(sring_flush(&ring), 0);
    write_text(&other.out, "abc");
    sring_close(&ring);
    assert_int_equal(blocked.calls, 1);
    assert_int_equal(blocked.result, -ECANCELED);
    assert_int_equal(blocked.init_result, -ECANCELED);
    assert_int_equal(done.calls, 1);
    assert_true(done.result == 3 || done.result == -ECANCELED);
    assert_int_equal(done.init_result, -ECANCELED);
    assert_int_equal(counted[0].freed, 1);
    assert_int_equal(counted[1].freed, 1);
    close(sring_fd_release(&fds.in));
    close(sring_fd_release(&fds.out));
    close(sring_fd_release(&other.in));
    close(sring_fd_release(&other.out));
}

/* A Building operation begun before may still be submitted in a callback of the closing ring. */
struct late {
    struct sring_nop_building op;
    int calls;
};

SRING_NOP_CALLBACK(on_late_nop)
{
    struct late *late = arg;

    (void)sring_nop_finish(done);
    late->calls++;
}

SRING_TIMEOUT_CALLBACK(on_timeout)
{
    struct late *late = arg;

    assert_int_equal(sring_timeout_finish(done), -ECANCELED);
    sring_nop_building_claim(&late->op);
    sring_nop_start(ring, &late->op, on_late_nop, late);
}

static void submission_while_closing(void **state)
{
    struct late late = {SRING_NONE, 0};
    struct sring_timeout_building op;
    struct sring ring;

    (void)state;
    open_ring(&ring, 0, 0);
    assert_int_equal(sring_nop_init(&ring, &late.op), 0);
    sring_nop_building_stash(&late.op);
    assert_int_equal(sring_timeout_init(&ring, &op, 100000 * MILLISECOND), 0);
    sring_timeout_start(&ring, &op, on_timeout, &late);
    sring_close(&ring);
    assert_int_equal(late.calls, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty),
        cmocka_unit_test(submitted_handles),
        cmocka_unit_test(completed_handles_stay_valid),
        cmocka_unit_test(blocked_in_the_queue),
        cmocka_unit_test(blocked_and_parked),
        cmocka_unit_test(many_that_are_blocked),
        cmocka_unit_test(callbacks_run),
        cmocka_unit_test(submission_while_closing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
