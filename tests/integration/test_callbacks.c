/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations with a callback, and calls that a callback may make.
 */
#include "support.h"

#include <sys/wait.h>

struct heard {
    int calls;
    int result;
    int left; /* the number still to start */
    struct sring_timeout_submitted inflight;
};

SRING_NOP_CALLBACK(on_nop)
{
    struct heard *heard = arg;

    heard->result = sring_nop_result(done);
    (void)sring_nop_finish(done);
    heard->calls++;
}

static void start_nop(struct sring *ring, struct heard *heard)
{
    struct sring_nop_building op;

    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_start(ring, &op, on_nop, heard);
}

static void run_by_everything_that_waits(void **state)
{
    struct sring *ring = *state;
    struct heard heard = {0};

    start_nop(ring, &heard);
    assert_int_equal(heard.calls, 0); /* start calls nothing */
    assert_int_equal(sring_flush(ring), 0);
    assert_int_equal(heard.calls, 0); /* flush calls nothing, either */
    while (heard.calls == 0) {
        assert_true(sring_poll(ring) >= 0);
    }
    start_nop(ring, &heard);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(heard.calls, 2);
    start_nop(ring, &heard);
    assert_int_equal(sring_timeout_await(ring, 5 * MILLISECOND), -ETIME);
    assert_int_equal(heard.calls, 3); /* by a wait for something else */
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(heard.calls, 3);
}

/* A queue of 8 is filled many times: submit makes room without running callbacks. */
static void never_from_submit(void **state)
{
    struct sring *ring = *state;
    struct heard heard = {0};

    for (int i = 0; i < 1000; i++) {
        start_nop(ring, &heard);
    }
    assert_int_equal(heard.calls, 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(heard.calls, 1000);
}

SRING_NOP_CALLBACK(on_nop_again)
{
    struct heard *heard = arg;
    struct sring_nop_building op;

    (void)sring_nop_finish(done);
    heard->calls++;
    if (heard->left-- > 0) {
        assert_int_equal(sring_nop_init(ring, &op), 0);
        sring_nop_start(ring, &op, on_nop_again, heard);
    }
}

static void starts_new_operations(void **state)
{
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct heard heard = {.left = 5000};

    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_start(ring, &op, on_nop_again, &heard);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(heard.calls, 5001);
}

SRING_NOP_CALLBACK(on_nop_that_waits)
{
    struct heard *heard = arg;

    (void)sring_nop_finish(done);
    assert_int_equal(sring_timeout_await(ring, MILLISECOND), -ETIME);
    assert_int_equal(sring_nop_await(ring), 0);
    heard->calls++;
}

/* Waiting in a callback runs other callbacks, in the middle of the first one. */
static void waits_in_a_callback(void **state)
{
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct heard heard = {0};

    for (int i = 0; i < 30; i++) {
        assert_int_equal(sring_nop_init(ring, &op), 0);
        sring_nop_start(ring, &op, on_nop_that_waits, &heard);
    }
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(heard.calls, 30);
    assert_int_equal(in_flight(ring), 0);
}

SRING_NOP_CALLBACK(on_nop_that_detaches)
{
    struct heard *heard = arg;

    (void)sring_nop_finish(done);
    sring_timeout_submitted_claim(&heard->inflight);
    if (heard->left) {
        struct sring_timeout_completed timed;

        sring_timeout_cancel(ring, &heard->inflight, &timed);
        heard->result = sring_timeout_finish(&timed);
    } else {
        sring_timeout_detach(ring, &heard->inflight);
    }
    heard->calls++;
}

static void detaches_and_cancels(void **state)
{
    struct sring *ring = *state;

    for (int cancel = 0; cancel < 2; cancel++) {
        struct sring_timeout_building timeout;
        struct sring_nop_building op;
        struct heard heard = {.left = cancel};

        /* The cancelled timeout must not expire first, even on a slow machine. */
        assert_int_equal(sring_timeout_init(ring, &timeout, (cancel ? 100000 : 5) * MILLISECOND),
                         0);
        sring_timeout_submit(ring, &timeout, &heard.inflight);
        sring_timeout_submitted_stash(&heard.inflight);
        assert_int_equal(sring_nop_init(ring, &op), 0);
        sring_nop_start(ring, &op, on_nop_that_detaches, &heard);
        assert_int_equal(sring_run(ring), 0);
        assert_int_equal(heard.calls, 1);
        assert_int_equal(heard.result, cancel ? -ECANCELED : 0);
    }
    assert_int_equal(in_flight(ring), 0);
}

SRING_NOP_CALLBACK(on_nop_that_stops)
{
    (void)sring_nop_finish(done);
    ++*(int *)arg;
    sring_stop(ring);
}

static void stops_the_loop(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_building timeout;
    struct sring_timeout_submitted inflight;
    struct sring_timeout_completed done;
    struct sring_nop_building op;
    int calls = 0;

    assert_int_equal(sring_timeout_init(ring, &timeout, 100000 * MILLISECOND), 0);
    sring_timeout_submit(ring, &timeout, &inflight);
    for (int i = 1; i < 4; i++) {
        assert_int_equal(sring_nop_init(ring, &op), 0);
        sring_nop_start(ring, &op, on_nop_that_stops, &calls);
        assert_int_equal(sring_run(ring), 0); /* though the timeout is in flight */
        assert_int_equal(calls, i);
    }
    sring_timeout_cancel(ring, &inflight, &done);
    assert_int_equal(sring_timeout_finish(&done), -ECANCELED);
}

/* A buffer goes from operation to operation, through callbacks only. */
struct echo {
    struct two_fds *fds;
    int rounds;
};

SRING_SEND_CALLBACK(on_send);

SRING_RECV_CALLBACK(on_recv)
{
    struct echo *echo = arg;
    struct sring_send_building op;
    struct sring_buf buf;

    assert_int_equal(sring_recv_finish(done, &buf), 4);
    if (--echo->rounds == 0) {
        expect_buf(&buf, "ping");
        sring_buf_free(&buf);
        return;
    }
    assert_int_equal(sring_send_init(ring, &op, &echo->fds->out), 0);
    sring_send_start(ring, &op, &buf, on_send, echo);
}

SRING_SEND_CALLBACK(on_send)
{
    struct echo *echo = arg;
    struct sring_recv_building op;
    struct sring_buf buf;

    assert_int_equal(sring_send_finish(done, &buf), 4);
    assert_int_equal(sring_recv_init(ring, &op, &echo->fds->in), 0);
    sring_recv_start(ring, &op, &buf, on_recv, echo);
}

static void ping_pong(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct echo echo = {&fds, 500};
    struct sring_recv_building op;
    struct sring_buf buf;

    open_socketpair(&fds, SOCK_STREAM);
    write_text(&fds.out, "ping");
    new_buf(&buf, 4);
    assert_int_equal(sring_recv_init(ring, &op, &fds.in), 0);
    sring_recv_start(ring, &op, &buf, on_recv, &echo);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(echo.rounds, 0);
    close_two(ring, &fds);
}

/* --- misuse, in children: a callback that is jumped out of stays on the ring's stack ---------- */

static void leave_alone(struct sring *ring, struct sring_nop_completed *done, void *arg)
{
    (void)ring;
    (void)done;
    (void)arg;
}

static void close_the_ring(struct sring *ring, struct sring_nop_completed *done, void *arg)
{
    (void)sring_nop_finish(done);
    (void)arg;
    sring_close(ring);
}

static void run_with(void *callback)
{
    struct sring_nop_building op;
    struct sring ring;

    CHILD_CHECK(sring_open(&ring, NULL) == 0);
    CHILD_CHECK(sring_nop_init(&ring, &op) == 0);
    sring_nop_start(&ring, &op, *(sring_nop_callback **)callback, NULL);
    (void)sring_run(&ring);
    sring_close(&ring);
}

static void expect_report(sring_nop_callback *callback, const char *part)
{
    char errors[1024];
    int status = in_child(run_with, &callback, errors, sizeof(errors));

    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_non_null(strstr(errors, part));
}

static void misuses(void **state)
{
    (void)state;
    expect_report(leave_alone,
                  "a callback of nop needs to finish the Completed handle that it receives, "
                  "but was given one and left it alone");
    expect_report(close_the_ring, "sring_close needs a ring none of whose callbacks is running");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(run_by_everything_that_waits),
        SMALL_RING_TEST(never_from_submit),
        SMALL_RING_TEST(starts_new_operations),
        RING_TEST(waits_in_a_callback),
        SMALL_RING_TEST(waits_in_a_callback),
        RING_TEST(detaches_and_cancels),
        SMALL_RING_TEST(stops_the_loop),
        SMALL_RING_TEST(ping_pong),
        cmocka_unit_test(misuses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
