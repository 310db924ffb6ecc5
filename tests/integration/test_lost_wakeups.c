/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * No wait sleeps while a completion is there: the pollable descriptor, sring_flush_and_wait, and
 * kept callbacks.
 */
#include "support.h"

#include <sys/eventfd.h>

#define LONG (20000 * MILLISECOND)

/* --- the pollable descriptor --------------------------------------------------------------- */

static int on_first, on_last;

SRING_RECV_CALLBACK(on_recv)
{
    struct sring_buf buf;

    *(int *)arg += sring_recv_finish(done, &buf) > 0;
    sring_buf_free(&buf);
}

static void receive(struct sring *ring, const struct sring_fd *fd, int *count)
{
    struct sring_recv_building op;
    struct sring_buf buf;

    new_buf(&buf, 64);
    assert_int_equal(sring_recv_init(ring, &op, fd), 0);
    sring_recv_start(ring, &op, &buf, on_recv, count);
}

/* Many wait for one message, which wakes them all, and one for another. The kernel posts
 * completions in parts, and operations that it only re-arms do not signal. */
static void many_that_arm_anew(void **state)
{
    static const int counts[] = {1, 19, 20, 21, 45, 100, 1000, 4000};
    struct sring *ring = *state;
    struct pollfd pollable = {.fd = sring_pollable_fd(ring), .events = POLLIN};

    assert_true(pollable.fd >= 0);
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        struct two_fds first, last;

        on_first = on_last = 0;
        open_socketpair(&first, SOCK_DGRAM);
        open_socketpair(&last, SOCK_DGRAM);
        for (int j = 0; j < counts[i]; j++) {
            receive(ring, &first.in, &on_first);
        }
        receive(ring, &last.in, &on_last);
        assert_int_equal(sring_flush(ring), 0);
        while (poll(&pollable, 1, 0) == 1) {
            assert_true(sring_poll(ring) >= 0);
        }
        write_text(&first.out, "a");
        write_text(&last.out, "b");
        while (on_first + on_last < 2) {
            assert_int_equal(sring_flush(ring), 0);
            assert_int_equal(poll_pollable(&pollable, LOST_AFTER), 1);
            assert_true(sring_poll(ring) >= 0);
        }
        (void)sring_cancel_all(ring);
        assert_int_equal(sring_run(ring), 0);
        close_two(ring, &first);
        close_two(ring, &last);
    }
}

SRING_NOP_CALLBACK(on_nop)
{
    (void)sring_nop_finish(done);
    ++*(int *)arg;
}

static void start_nops(struct sring *ring, int count, int *calls)
{
    for (int i = 0; i < count; i++) {
        struct sring_nop_building op;

        assert_int_equal(sring_nop_init(ring, &op), 0);
        sring_nop_start(ring, &op, on_nop, calls);
    }
}

SRING_READ_CALLBACK(on_signal)
{
    struct sring_buf buf;

    assert_int_equal(sring_read_finish(done, &buf), 8);
    sring_buf_free(&buf);
    ++*(int *)arg;
}

/* Another eventfd wakes the ring, as from another thread. The kernel then delays its own signal,
 * and forgets it. */
static void woken_by_an_eventfd(void **state)
{
    struct sring *ring = *state;
    struct pollfd pollable = {.fd = sring_pollable_fd(ring), .events = POLLIN};
    struct sring_fd other;
    int calls = 0;

    assert_true(pollable.fd >= 0);
    sring_fd_adopt(&other, eventfd(0, EFD_CLOEXEC));
    for (int i = 1; i <= 5; i++) {
        struct sring_read_building op;
        struct sring_buf buf;

        new_buf(&buf, 8);
        assert_int_equal(sring_read_init(ring, &op, &other), 0);
        sring_read_start(ring, &op, &buf, on_signal, &calls);
        assert_int_equal(sring_flush(ring), 0);
        while (poll(&pollable, 1, 0) == 1) {
            assert_true(sring_poll(ring) >= 0);
        }
        assert_int_equal(eventfd_write(sring_fd_raw(&other), 1), 0);
        while (calls < i) {
            assert_int_equal(poll_pollable(&pollable, LOST_AFTER), 1);
            assert_true(sring_poll(ring) >= 0);
        }
    }
    sring_fd_close(ring, &other);
}

/* Before Linux 5.18 the kernel registers an eventfd only when nothing is in flight, and waits for
 * that.
 */
static void asked_for_late(void **state)
{
    struct sring *ring = *state;
    struct pollfd pollable = {.events = POLLIN};
    struct two_fds fds;
    int count = 0;

    open_socketpair(&fds, SOCK_DGRAM);
    receive(ring, &fds.in, &count);
    assert_int_equal(sring_flush(ring), 0);
    alarm(20);
    pollable.fd = sring_pollable_fd(ring);
    alarm(0);
    assert_true(pollable.fd >= 0);
    write_text(&fds.out, "a");
    while (!count) {
        assert_int_equal(poll_pollable(&pollable, LOST_AFTER), 1);
        assert_true(sring_poll(ring) >= 0);
    }
    close_two(ring, &fds);
}

/* Callbacks taken by submit, to make room, are signalled. */
static void kept_by_submit(void **state)
{
    struct sring *ring = *state;
    struct pollfd pollable = {.fd = sring_pollable_fd(ring), .events = POLLIN};
    int calls = 0;

    assert_true(pollable.fd >= 0);
    for (int i = 0; i < 10; i++) {
        start_nops(ring, 40, &calls);
        while (calls < 40 * (i + 1)) {
            assert_int_equal(sring_flush(ring), 0);
            assert_int_equal(poll_pollable(&pollable, LOST_AFTER), 1);
            assert_true(sring_poll(ring) >= 0);
        }
    }
}

SRING_NOP_CALLBACK(on_nop_that_polls)
{
    (void)sring_nop_finish(done);
    ++*(int *)arg;
    assert_true(sring_poll(ring) >= 0);
}

/* A poll in a callback takes the kernel's signal, and keeps the other callbacks. */
static void kept_by_a_callback(void **state)
{
    struct sring *ring = *state;
    struct pollfd pollable = {.fd = sring_pollable_fd(ring), .events = POLLIN};
    int calls = 0;

    assert_true(pollable.fd >= 0);
    for (int i = 0; i < 5; i++) {
        struct sring_nop_building op;

        assert_int_equal(sring_nop_init(ring, &op), 0);
        sring_nop_start(ring, &op, on_nop_that_polls, &calls);
    }
    assert_int_equal(sring_flush(ring), 0);
    while (calls < 5) {
        assert_int_equal(poll_pollable(&pollable, LOST_AFTER), 1);
        assert_true(sring_poll(ring) >= 0);
    }
}

/* Writes for another operation to receive, and polls. */
struct writer {
    struct sring *ring;
    const struct sring_fd *to; /* NULL: only polls; also from the second call on */
    int calls;
};

static void write_and_poll(struct writer *writer)
{
    if (writer->to) {
        write_text(writer->to, "x");
        writer->to = NULL;
    }
    writer->calls++;
    assert_true(sring_poll(writer->ring) >= 0);
}

SRING_NOP_CALLBACK(on_nop_that_writes);
static void on_nop_that_writes(struct sring *ring, struct sring_nop_completed *done, void *arg)
{
    (void)ring;
    (void)sring_nop_finish(done);
    write_and_poll(arg);
}

static void free_and_write(void *data, void *arg)
{
    (void)data;
    write_and_poll(arg);
}

static void expect_calls(struct sring *ring, struct pollfd *pollable, const int *count, int least)
{
    while (*count < least) {
        assert_int_equal(poll_pollable(pollable, LOST_AFTER), 1);
        assert_true(sring_poll(ring) >= 0);
    }
}

/* Two callbacks are kept for later. The first makes a third one due, and the second takes the
 * wakeup for it. */
static void kept_by_the_last_but_one(void **state)
{
    struct sring *ring = *state;
    struct pollfd pollable = {.fd = sring_pollable_fd(ring), .events = POLLIN};
    struct two_fds fds;
    struct writer writers[] = {{ring, NULL, 0}, {ring, &fds.out, 0}, {ring, NULL, 0}};
    int received = 0;

    open_socketpair(&fds, SOCK_DGRAM);
    receive(ring, &fds.in, &received);
    for (int i = 0; i < 3; i++) {
        struct sring_nop_building op;

        assert_int_equal(sring_nop_init(ring, &op), 0);
        sring_nop_start(ring, &op, on_nop_that_writes, &writers[i]);
    }
    assert_int_equal(sring_flush(ring), 0);
    for (int i = 0; i < 3; i++) {
        expect_calls(ring, &pollable, &writers[i].calls, 1);
    }
    expect_calls(ring, &pollable, &received, 1);
    close_two(ring, &fds);
}

/* The same with free functions. */
static void kept_by_a_free_function(void **state)
{
    struct sring *ring = *state;
    struct pollfd pollable = {.fd = sring_pollable_fd(ring), .events = POLLIN};
    struct two_fds fds, silent;
    struct writer writer = {ring, &fds.out, 0};
    static unsigned char bytes[2];
    int received = 0;

    open_socketpair(&fds, SOCK_DGRAM);
    open_socketpair(&silent, SOCK_DGRAM);
    receive(ring, &fds.in, &received);
    for (int i = 0; i < 2; i++) {
        struct sring_recv_submitted inflight;
        struct sring_recv_building op;
        struct sring_buf buf;

        assert_int_equal(sring_buf_adopt(&buf, &bytes[i], 1, free_and_write, &writer), 0);
        assert_int_equal(sring_recv_init(ring, &op, &silent.in), 0);
        sring_recv_submit(ring, &op, &buf, &inflight);
        sring_recv_detach(ring, &inflight);
    }
    assert_int_equal(sring_flush(ring), 0);
    write_text(&silent.out, "a");
    write_text(&silent.out, "b");
    expect_calls(ring, &pollable, &received, 1);
    expect_calls(ring, &pollable, &writer.calls, 2);
    close_two(ring, &silent);
    close_two(ring, &fds);
}

static jmp_buf way_out;
static bool leaves;

SRING_NOP_CALLBACK(on_nop_that_leaves)
{
    (void)sring_nop_finish(done);
    ++*(int *)arg;
    if (leaves) {
        longjmp(way_out, 1);
    }
}

/* Callbacks that are due stay signalled if one is left. */
static void kept_by_a_callback_that_is_left(void **state)
{
    struct sring *ring = *state;
    struct pollfd pollable = {.fd = sring_pollable_fd(ring), .events = POLLIN};
    static int left;
    int calls = 0;

    left = 0;
    assert_true(pollable.fd >= 0);
    for (int i = 0; i < 3; i++) {
        struct sring_nop_building op;

        assert_int_equal(sring_nop_init(ring, &op), 0);
        sring_nop_start(ring, &op, on_nop_that_leaves, &left);
        start_nops(ring, 40, &calls); /* more than the queue of a small ring */
    }
    while (left < 3 || calls < 120) {
        assert_int_equal(sring_flush(ring), 0);
        assert_int_equal(poll_pollable(&pollable, LOST_AFTER), 1);
        leaves = true;
        if (setjmp(way_out) == 0) {
            assert_true(sring_poll(ring) >= 0);
        }
        leaves = false;
    }
}

SRING_FIBER(receive_some)
{
    struct two_fds *fds = arg;
    struct sring_buf buf;
    int rc;

    new_buf(&buf, 64);
    for (int i = 0; i < 20; i++) {
        sring_buf_set_length(&buf, 0);
        rc = sring_recv_await(ring, &fds->in, &buf);
        assert_int_equal(rc, 1);
    }
    sring_buf_free(&buf);
    return 0;
}

/* Fibers are resumed by the poll that takes their completions, all of them by one, and it leaves no
 * signal behind. */
static void fibers_in_one_turn(void **state)
{
    struct sring *ring = *state;
    struct pollfd pollable = {.fd = sring_pollable_fd(ring), .events = POLLIN};
    struct sring_fiber fibers[10];
    struct two_fds fds[10];
    int turns = 0;

    assert_true(pollable.fd >= 0);
    for (int i = 0; i < 10; i++) {
        open_socketpair(&fds[i], SOCK_DGRAM);
        assert_int_equal(sring_spawn(ring, &fibers[i], receive_some, &fds[i]), 0);
        sring_fiber_stash(&fibers[i]);
    }
    for (int round = 0; round < 20; round++) {
        assert_int_equal(sring_flush(ring), 0);
        while (poll_pollable(&pollable, 0) == 1) {
            assert_true(sring_poll(ring) >= 0);
            turns++;
        }
        for (int i = 0; i < 10; i++) {
            write_text(&fds[i].out, "a");
        }
    }
    for (int i = 0; i < 10; i++) {
        sring_fiber_claim(&fibers[i]);
        assert_int_equal(sring_join(ring, &fibers[i]), 0);
        close_two(ring, &fds[i]);
    }
    if (!is_simulated() && !getenv("SRING_TEST_UNRULY")) {
        assert_true(turns <= 2 * 20 + 10);
    }
}

/* A due callback runs before a wait for something else sleeps, also an inlined one. */
static void run_before_it_sleeps(void **state)
{
    struct sring *ring = *state;
    int calls = 0;

    for (int i = 1; i <= 8; i++) {
        int before = calls;

        start_nops(ring, 8 + i, &calls);
        assert_int_equal(sring_timeout_await(ring, 20 * MILLISECOND), -ETIME);
        assert_int_equal(calls, before + 8 + i);
    }
}

SRING_FIBER(wait_a_moment)
{
    struct sring_event *never = arg;

    return sring_event_wait_for(ring, never, 5 * MILLISECOND);
}

/* The time of a fiber passes while a close waits for a splice, until its deadline. */
static void a_time_that_passes_in_a_close(void **state)
{
    struct sring *ring = *state;
    struct sring_event never = SRING_NONE;
    struct sring_splice_building op;
    struct sring_splice_submitted inflight;
    struct sring_fiber fiber;
    struct two_fds from, to;

    open_pipe(&from);
    open_pipe(&to);
    assert_int_equal(sring_spawn(ring, &fiber, wait_a_moment, &never), 0);
    assert_true(sring_poll(ring) >= 0); /* it waits */
    assert_int_equal(sring_splice_init(ring, &op, &to.out, &from.in, UINT64_MAX, UINT64_MAX, 1, 0),
                     0);
    assert_int_equal(sring_splice_set_timeout(ring, &op, 50 * MILLISECOND), 0);
    sring_splice_submit(ring, &op, &inflight);
    sring_splice_detach(ring, &inflight);
    close_two(ring, &from);
    assert_int_equal(sring_run_for(ring, LONG), 0);
    assert_int_equal(sring_join(ring, &fiber), -ETIME);
    close_two(ring, &to);
}

/* --- flush_and_wait ------------------------------------------------------------------------ */

struct two {
    struct sring_read_submitted read;
    struct sring_timeout_submitted timer;
    struct two_fds fds;
};

static void begin_two(struct sring *ring, struct two *two)
{
    struct sring_read_building op;
    struct sring_timeout_building timeout;
    struct sring_buf buf;

    open_pipe(&two->fds);
    new_buf(&buf, 8);
    assert_int_equal(sring_read_init(ring, &op, &two->fds.in), 0);
    sring_read_submit(ring, &op, &buf, &two->read);
    assert_int_equal(sring_timeout_init(ring, &timeout, LONG), 0);
    sring_timeout_submit(ring, &timeout, &two->timer);
    assert_int_equal(sring_flush(ring), 0);
}

static void end_two(struct sring *ring, struct two *two)
{
    struct sring_timeout_completed rung;
    struct sring_read_completed done;
    struct sring_buf buf;

    sring_read_wait(ring, &two->read, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 1);
    sring_buf_free(&buf);
    sring_timeout_cancel(ring, &two->timer, &rung);
    assert_int_equal(sring_timeout_finish(&rung), -ECANCELED);
    close_two(ring, &two->fds);
}

enum way {
    BY_READY,
    BY_POLL,
    BY_WAIT,
    BY_CANCEL,
    BY_EACH,
    WAYS
};

/* Takes the read's completion out of the queue. */
static void pass(struct sring *ring, struct two *two, enum way way)
{
    struct sring_nop_item items[300] = {0};

    switch (way) {
    case BY_READY:
        assert_false(sring_timeout_ready(ring, &two->timer));
        break;
    case BY_POLL:
        assert_true(sring_poll(ring) >= 0);
        break;
    case BY_WAIT:
        assert_int_equal(sring_timeout_await(ring, MILLISECOND), -ETIME);
        break;
    case BY_CANCEL: {
        struct sring_poll_add_building op;
        struct sring_poll_add_submitted inflight;
        struct sring_poll_add_completed done;

        assert_int_equal(sring_poll_add_init(ring, &op, &two->fds.in, POLLPRI), 0);
        sring_poll_add_submit(ring, &op, &inflight);
        sring_poll_add_cancel(ring, &inflight, &done);
        (void)sring_poll_add_finish(&done);
        break;
    }
    default:
        assert_int_equal(sring_nop_await_each(ring, items, 300), 0);
        break;
    }
}

/* `while (!ready(read) && !ready(timer)) flush_and_wait(1)`, with the byte written after the first
 * ready. */
static void whichever_comes_first(void **state)
{
    struct sring *ring = *state;

    for (int way = 0; way < WAYS; way++) {
        struct two two;
        uint64_t before = now_ns();
        bool written = false;

        begin_two(ring, &two);
        while (!sring_read_ready(ring, &two.read)) {
            if (!written) {
                write_text(&two.fds.out, "x");
                written = true;
                pass(ring, &two, (enum way)way);
            }
            assert_int_equal(sring_flush_and_wait(ring, 1), 0);
        }
        assert_true(now_ns() - before < 5000 * MILLISECOND);
        end_two(ring, &two);
    }
}

/* Completions taken by submit, to make room, count: n of n are there. */
static void counts_what_submit_took(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_building timeout;
    struct sring_timeout_submitted timer;
    struct sring_timeout_completed rung;
    uint64_t before = now_ns();
    int calls = 0;

    assert_int_equal(sring_timeout_init(ring, &timeout, LONG), 0);
    sring_timeout_submit(ring, &timeout, &timer);
    start_nops(ring, 30, &calls);
    assert_int_equal(sring_flush_and_wait(ring, 30), 0);
    assert_true(now_ns() - before < 5000 * MILLISECOND);
    while (calls < 30) {
        assert_true(sring_poll(ring) >= 0);
    }
    sring_timeout_cancel(ring, &timer, &rung);
    (void)sring_timeout_finish(&rung);
}

/* It does not sleep if a callback in `ready` has changed something. */
static void a_callback_in_ready(void **state)
{
    struct sring *ring = *state;
    struct two two;
    uint64_t before = now_ns();
    int calls = 0;

    begin_two(ring, &two);
    start_nops(ring, 1, &calls);
    while (!calls) {
        assert_false(sring_timeout_ready(ring, &two.timer));
        assert_int_equal(sring_flush_and_wait(ring, 1), 0);
    }
    assert_true(now_ns() - before < 5000 * MILLISECOND);
    write_text(&two.fds.out, "x");
    end_two(ring, &two);
}

/* A completion counts once: a result that is not taken does not make the loop spin. Taken results
 * and callbacks run by poll do not count. */
static void does_not_spin(void **state)
{
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct sring_nop_submitted forgotten;
    struct sring_nop_completed done;
    struct sring_timeout_building timeout;
    struct sring_timeout_submitted timer;
    struct sring_timeout_completed rung;
    int calls = 0;

    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_submit(ring, &op, &forgotten);
    while (in_flight(ring)) {
        assert_true(sring_poll(ring) >= 0);
    }
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_timeout_init(ring, &timeout, 300 * MILLISECOND), 0);
        sring_timeout_submit(ring, &timeout, &timer);
        if (i == 2) { /* one is found, and then taken */
            struct sring_nop_submitted last;

            assert_int_equal(sring_nop_init(ring, &op), 0);
            sring_nop_submit(ring, &op, &forgotten);
            assert_int_equal(sring_nop_init(ring, &op), 0);
            sring_nop_submit(ring, &op, &last);
            sring_nop_wait(ring, &last, &done);
            (void)sring_nop_finish(&done);
            sring_nop_wait(ring, &forgotten, &done);
            (void)sring_nop_finish(&done);
        }
        if (i == 1) { /* taken meanwhile */
            sring_nop_wait(ring, &forgotten, &done);
            (void)sring_nop_finish(&done);
            start_nops(ring, 5, &calls);
            while (calls < 5) {
                assert_true(sring_poll(ring) >= 0);
            }
        }
        assert_int_equal(sring_flush_and_wait(ring, 1), 0);
        assert_true(sring_timeout_ready(ring, &timer) == (i != 0));
        sring_timeout_wait(ring, &timer, &rung);
        assert_int_equal(sring_timeout_finish(&rung), -ETIME);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(many_that_arm_anew),
        SMALL_RING_TEST(many_that_arm_anew),
        RING_TEST(woken_by_an_eventfd),
        RING_TEST(asked_for_late),
        SMALL_RING_TEST(kept_by_submit),
        RING_TEST(kept_by_a_callback),
        RING_TEST(kept_by_the_last_but_one),
        RING_TEST(kept_by_a_free_function),
        RING_TEST(kept_by_a_callback_that_is_left),
        SMALL_RING_TEST(kept_by_a_callback_that_is_left),
        RING_TEST(fibers_in_one_turn),
        SMALL_RING_TEST(run_before_it_sleeps),
        RING_TEST(a_time_that_passes_in_a_close),
        RING_TEST(whichever_comes_first),
        SMALL_RING_TEST(whichever_comes_first),
        SMALL_RING_TEST(counts_what_submit_took),
        RING_TEST(a_callback_in_ready),
        RING_TEST(does_not_spin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
