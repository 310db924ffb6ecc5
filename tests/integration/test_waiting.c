/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations that move no data: nop, timeout, poll_add, cancel_fd.
 */
#include "support.h"

static void nop(void **state)
{
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;
    struct sring_nop_completed done;

    for (int i = 0; i < 1000; i++) { /* several laps of the queue */
        assert_int_equal(sring_nop_init(ring, &op), 0);
        sring_nop_submit(ring, &op, &inflight);
        sring_nop_wait(ring, &inflight, &done);
        assert_int_equal(sring_nop_result(&done), 0);
        assert_int_equal(sring_nop_finish(&done), 0);
    }
}

static void timeout_expires(void **state)
{
    struct sring *ring = *state;
    uint64_t before = now_ns();

    assert_int_equal(sring_timeout_await(ring, 20 * MILLISECOND), -ETIME);
    assert_true(now_ns() - before >= 20 * MILLISECOND);
    assert_true(now_ns() - before < 5000 * MILLISECOND);
    assert_int_equal(sring_timeout_await(ring, 0), -ETIME);
}

static void absolute_timeout(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight;
    struct sring_timeout_completed done;
    uint64_t until = now_ns() + 20 * MILLISECOND;

    assert_int_equal(sring_timeout_init(ring, &op, until), 0);
    sring_timeout_set_flags(&op, 1);
    sring_timeout_submit(ring, &op, &inflight);
    sring_timeout_wait(ring, &inflight, &done);
    assert_int_equal(sring_timeout_finish(&done), -ETIME);
    assert_true(now_ns() >= until);
    assert_int_equal(sring_timeout_init(ring, &op, 1), 0);
    sring_timeout_set_flags(&op, 4 | 8); /* two clocks */
    sring_timeout_submit(ring, &op, &inflight);
    sring_timeout_wait(ring, &inflight, &done);
    assert_int_equal(sring_timeout_finish(&done), -EINVAL);
}

/* The kernel reads the time when it takes the request, long after init. */
static void timeouts_in_order(void **state)
{
    static const uint64_t durations[] = {30, 10, 20};
    static const int order[] = {1, 2, 0};
    struct sring *ring = *state;
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight[3];
    struct sring_timeout_completed done;

    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_timeout_init(ring, &op, durations[i] * MILLISECOND), 0);
        sring_timeout_submit(ring, &op, &inflight[i]);
    }
    for (int i = 0; i < 3; i++) {
        sring_timeout_wait(ring, &inflight[order[i]], &done);
        assert_int_equal(sring_timeout_finish(&done), -ETIME);
    }
}

static void poll_becomes_ready(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;

    open_pipe(&fds);
    assert_int_equal(sring_poll_add_init(ring, &op, &fds.in, POLLIN), 0);
    sring_poll_add_submit(ring, &op, &inflight);
    assert_int_equal(sring_poll_add_ready(ring, &inflight), false);
    write_text(&fds.out, "x");
    sring_poll_add_wait(ring, &inflight, &done);
    assert_true(sring_poll_add_result(&done) & POLLIN);
    assert_true(sring_poll_add_finish(&done) & POLLIN);
    assert_true(sring_poll_add_await(ring, &fds.out, POLLOUT) & POLLOUT);
    sring_fd_close(ring, &fds.out);
    expect_text(&fds.in, "x");
    assert_true(sring_poll_add_await(ring, &fds.in, POLLIN) & POLLHUP);
    sring_fd_close(ring, &fds.in);
}

static void cancel_a_file(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_read_building op;
    struct sring_read_submitted inflight[3];
    struct sring_read_completed done;
    struct sring_buf buf;
    int rc;

    open_pipe(&fds);
    for (int i = 0; i < 3; i++) {
        new_buf(&buf, 8);
        assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
        sring_read_submit(ring, &op, &buf, &inflight[i]);
    }
    rc = sring_cancel_fd_await(ring, &fds.in);
    if (rc == -EINVAL) {
        write_text(&fds.out, "012345678901234567890123");
    } else {
        assert_int_equal(rc, 3);
    }
    for (int i = 0; i < 3; i++) {
        sring_read_wait(ring, &inflight[i], &done);
        assert_int_equal(sring_read_finish(&done, &buf), rc == -EINVAL ? 8 : -ECANCELED);
        sring_buf_free(&buf);
    }
    if (rc != -EINVAL) {
        assert_int_equal(sring_cancel_fd_await(ring, &fds.in), 0);
    }
    close_two(ring, &fds);
    if (rc == -EINVAL) {
        SKIP("cancelling by file needs Linux 5.19");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(nop),
        RING_TEST(timeout_expires),
        RING_TEST(absolute_timeout),
        RING_TEST(timeouts_in_order),
        RING_TEST(poll_becomes_ready),
        RING_TEST(cancel_a_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
