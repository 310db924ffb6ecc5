/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Signals interrupt a wait; nothing is lost and no call returns early.
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

static void signals_while_waiting(void **state)
{
    struct sring *ring = *state;
    struct sigaction action = {.sa_handler = on_signal}, before;
    struct itimerval often = {{0, 2000}, {0, 2000}}, never = {{0, 0}, {0, 0}};
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct two_fds fds;
    struct sring_buf buf;

    open_pipe(&fds);
    new_buf(&buf, 8);
    assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    signals = 0;
    sigaction(SIGALRM, &action, &before);
    setitimer(ITIMER_REAL, &often, NULL);
    assert_int_equal(sring_timeout_await(ring, 50 * MILLISECOND), -ETIME);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(sring_timeout_await(ring, 3 * MILLISECOND), -ETIME);
        assert_int_equal(sring_nop_await(ring), 0);
    }
    sring_read_cancel(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), -ECANCELED);
    setitimer(ITIMER_REAL, &never, NULL);
    assert_true(signals > 0);
    sigaction(SIGALRM, &before, NULL);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

/* So many that the library checks whether the kernel sleeps at all: it does. */
static void signals_without_end(void **state)
{
    struct sring *ring = *state;
    struct sigaction action = {.sa_handler = on_signal}, before;
    struct itimerval often = {{0, 100}, {0, 100}}, never = {{0, 0}, {0, 0}};

    signals = 0;
    sigaction(SIGALRM, &action, &before);
    setitimer(ITIMER_REAL, &often, NULL);
    for (int i = 0; i < 20 && signals < 4000; i++) {
        assert_int_equal(sring_timeout_await(ring, 500 * MILLISECOND), -ETIME);
    }
    setitimer(ITIMER_REAL, &never, NULL);
    sigaction(SIGALRM, &before, NULL);
    assert_true(signals >= 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(signals_while_waiting),
        SMALL_RING_TEST(signals_while_waiting),
        RING_TEST(signals_without_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
