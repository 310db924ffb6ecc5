/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Rings whose waits are ended by a signal (-EINTR), and that lose nothing by it.
 */
#include "support.h"

#include <signal.h>
#include <sys/time.h>

static volatile sig_atomic_t signals;

static void on_signal(int number)
{
    (void)number;
    signals++;
}

/* Sends a signal every millisecond: one that comes just before a wait does not end it. */
static void send_signals(bool on)
{
    const struct sigaction action = {.sa_handler = on ? on_signal : SIG_IGN};
    const struct itimerval each = {{0, on ? 1000 : 0}, {0, on ? 1000 : 0}};

    signals = 0;
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &each, NULL), 0);
}

static int wait_in_a_way(struct sring *ring, int way, struct sring_ticket ticket)
{
    uint32_t which;

    switch (way) {
    case 0:
        return sring_run(ring);
    case 1:
        return sring_run_for(ring, 100000 * MILLISECOND);
    case 2:
        return sring_run_once(ring, 100000 * MILLISECOND);
    case 3:
        return sring_flush_and_wait(ring, 1);
    case 4:
        return sring_flush_and_wait_for(ring, 1, 100000 * MILLISECOND, 0);
    default:
        return sring_wait_any(ring, &ticket, 1, SRING_FOREVER, &which);
    }
}

static void some_waits_end(void **state)
{
    const struct sring_options options = {.interruptible = true};
    struct sring ring;

    (void)state;
    assert_int_equal(sring_open(&ring, &options), 0);
    for (int way = 0; way < 6; way++) {
        struct sring_read_submitted inflight;
        struct sring_read_completed done;
        struct sring_read_building op;
        struct sring_buf buf;
        struct two_fds fds;

        open_pipe(&fds);
        new_buf(&buf, 8);
        assert_int_equal(sring_read_init(&ring, &op, &fds.in), 0);
        sring_read_submit(&ring, &op, &buf, &inflight);
        send_signals(true);
        for (int i = 0; i < 3; i++) {
            assert_int_equal(wait_in_a_way(&ring, way, sring_read_ticket(&inflight)), -EINTR);
        }
        assert_true(signals > 0);
        send_signals(false);
        write_text(&fds.out, "abc");
        sring_read_wait(&ring, &inflight, &done);
        assert_int_equal(sring_read_finish(&done, &buf), 3);
        sring_buf_free(&buf);
        close_two(&ring, &fds);
    }
    sring_close(&ring);
}

/* Waits for a handle go on, on every ring; without the option all waits do. */
static void others_go_on(void **state)
{
    (void)state;
    for (int with = 0; with < 2; with++) {
        const struct sring_options options = {.interruptible = with != 0};
        struct sring_timeout_submitted inflight;
        struct sring_timeout_completed done;
        struct sring_timeout_building op;
        struct sring ring;

        assert_int_equal(sring_open(&ring, &options), 0);
        send_signals(true);
        assert_int_equal(sring_timeout_init(&ring, &op, 20 * MILLISECOND), 0);
        sring_timeout_submit(&ring, &op, &inflight);
        if (!with && !test_option("interruptible")) {
            assert_int_equal(sring_flush_and_wait(&ring, 1), 0);
            assert_true(sring_timeout_ready(&ring, &inflight));
        }
        sring_timeout_wait(&ring, &inflight, &done);
        assert_int_equal(sring_timeout_finish(&done), -ETIME);
        assert_true(signals > 0);
        send_signals(false);
        sring_close(&ring);
    }
}

/* One signal is enough, also for the call that hands over a new request. */
static void by_one_signal(void **state)
{
    const struct sring_options options = {.interruptible = true};
    const struct sigaction action = {.sa_handler = on_signal};
    const struct itimerval once = {{3, 0}, {0, 50000}};
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight;
    uint64_t before = now_ns();
    struct sring ring;

    (void)state;
    assert_int_equal(sring_open(&ring, &options), 0);
    assert_int_equal(sring_nop_await(&ring), 0); /* from now on one is not a new peak */
    assert_int_equal(sring_timeout_init(&ring, &op, 100000 * MILLISECOND), 0);
    sring_timeout_submit(&ring, &op, &inflight);
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &once, NULL), 0);
    assert_int_equal(sring_run(&ring), -EINTR);
    assert_true(now_ns() - before < 2500 * MILLISECOND);
    send_signals(false);
    sring_timeout_detach(&ring, &inflight);
    sring_close(&ring);
}

SRING_TIMEOUT_CALLBACK(on_timeout)
{
    ++*(int *)arg;
    assert_int_equal(sring_timeout_finish(done), -ETIME);
}

/* Timers that expire among signals: each is called back once. */
static void nothing_is_lost(void **state)
{
    enum {
        TIMERS = 200
    };
    const struct sring_options options = {.entries = 8, .interruptible = true};
    struct sring ring;
    int calls = 0;
    int rc;

    (void)state;
    assert_int_equal(sring_open(&ring, &options), 0);
    send_signals(true);
    for (int i = 0; i < TIMERS; i++) {
        struct sring_timeout_building op;

        assert_int_equal(sring_timeout_init(&ring, &op, (uint64_t)i * MILLISECOND / 4), 0);
        sring_timeout_start(&ring, &op, on_timeout, &calls);
    }
    do {
        rc = sring_run(&ring);
        assert_true(rc == 0 || rc == -EINTR);
    } while (rc);
    send_signals(false);
    assert_int_equal(calls, TIMERS);
    sring_close(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(some_waits_end),
        cmocka_unit_test(others_go_on),
        cmocka_unit_test(by_one_signal),
        cmocka_unit_test(nothing_is_lost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
