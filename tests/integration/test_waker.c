/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Wakers: from other threads and signal handlers, many at a time, and after the end.
 */
#include "support.h"

#include <signal.h>
#include <sys/wait.h>

#define LONG (20000 * MILLISECOND)

struct woken {
    int calls;
    struct sring_waker waker;
    int stop_at; /* calls */
};

SRING_WAKER_CALLBACK(on_wake)
{
    struct woken *woken = arg;

    if (++woken->calls == woken->stop_at) {
        sring_stop(ring);
    }
}

static void open_waker(struct sring *ring, struct woken *woken, int stop_at)
{
    woken->calls = 0;
    woken->stop_at = stop_at;
    assert_int_equal(sring_waker_open(ring, &woken->waker, on_wake, woken), 0);
    sring_waker_stash(&woken->waker);
}

static void close_waker(struct sring *ring, struct woken *woken)
{
    sring_waker_claim(&woken->waker);
    sring_waker_close(ring, &woken->waker);
}

/* --- threads ------------------------------------------------------------------------------- */

static void *wake_once(void *arg)
{
    usleep(2000);
    sring_wake(arg);
    return NULL;
}

static void from_a_thread(void **state)
{
    struct sring *ring = *state;
    struct woken woken;
    uint64_t before = now_ns();
    pthread_t thread;

    open_waker(ring, &woken, 1);
    for (int i = 0; i < 20; i++) {
        woken.calls = 0;
        assert_int_equal(pthread_create(&thread, NULL, wake_once, &woken.waker), 0);
        assert_int_equal(sring_run(ring), 0); /* sleeps until it is woken */
        assert_int_equal(woken.calls, 1);
        assert_int_equal(pthread_join(thread, NULL), 0);
    }
    assert_true(now_ns() - before < LONG);
    close_waker(ring, &woken);
    assert_int_equal(sring_run(ring), 0); /* nothing is in flight any more */
}

static void many_wakes_are_one_call(void **state)
{
    struct sring *ring = *state;
    struct woken woken;

    open_waker(ring, &woken, 0);
    for (int i = 0; i < 1000; i++) {
        sring_wake(&woken.waker);
    }
    assert_int_equal(woken.calls, 0); /* only the ring calls it */
    while (!woken.calls) {
        assert_true(sring_run_once(ring, LONG) >= 0);
    }
    assert_int_equal(sring_run_for(ring, 5 * MILLISECOND), -ETIME);
    assert_int_equal(woken.calls, 1);
    close_waker(ring, &woken);
}

/* The pollable descriptor is readable when sring_wake returns, also for a waker that was opened
 * before it. */
static void a_pollable_ring_is_signalled_at_once(void **state)
{
    struct sring *ring = *state;
    struct woken before, after;
    struct pollfd pollable = {.events = POLLIN};

    open_waker(ring, &before, 0);
    pollable.fd = sring_pollable_fd(ring);
    assert_true(pollable.fd >= 0);
    open_waker(ring, &after, 0);
    for (int i = 1; i <= 3; i++) {
        struct woken *woken = i == 2 ? &after : &before;

        do {
            assert_int_equal(sring_flush(ring), 0);
            assert_true(sring_poll(ring) >= 0);
        } while (poll_pollable(&pollable, 0) == 1);
        sring_wake(&woken->waker);
        assert_int_equal(poll(&pollable, 1, 0), 1);
        while (before.calls + after.calls < i) {
            assert_int_equal(poll_pollable(&pollable, LOST_AFTER), 1);
            assert_true(sring_poll(ring) >= 0);
        }
    }
    assert_int_equal(before.calls, 2);
    close_waker(ring, &before);
    close_waker(ring, &after);
}

SRING_WAKER_CALLBACK(on_wake_that_wakes)
{
    struct woken *woken = arg;

    if (++woken->calls < 5) {
        sring_wake(&woken->waker);
    }
}

static void a_wake_while_it_runs_is_one_more(void **state)
{
    struct sring *ring = *state;
    struct woken woken = {0};

    assert_int_equal(sring_waker_open(ring, &woken.waker, on_wake_that_wakes, &woken), 0);
    sring_wake(&woken.waker);
    while (woken.calls < 5) {
        assert_true(sring_run_once(ring, LONG) > 0);
    }
    assert_int_equal(sring_run_for(ring, 5 * MILLISECOND), -ETIME);
    assert_int_equal(woken.calls, 5);
    sring_waker_close(ring, &woken.waker);
}

SRING_WAKER_CALLBACK(on_wake_that_closes)
{
    struct woken *woken = arg;

    woken->calls++;
    sring_wake(&woken->waker); /* is nothing any more */
    close_waker(ring, woken);
    sring_wake(&woken->waker);
}

static void closed_in_its_own_function(void **state)
{
    struct sring *ring = *state;
    struct woken woken = {0};

    assert_int_equal(sring_waker_open(ring, &woken.waker, on_wake_that_closes, &woken), 0);
    sring_waker_stash(&woken.waker);
    sring_wake(&woken.waker);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(woken.calls, 1);
    sring_wake(&woken.waker);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(woken.calls, 1);
}

/* --- signals ------------------------------------------------------------------------------- */

static struct woken signalled;

static void on_signal(int number)
{
    const int error = errno;

    (void)number;
    errno = 7;
    sring_wake(&signalled.waker);
    assert_int_equal(errno, 7);
    errno = error;
}

static void from_a_signal_handler(void **state)
{
    struct sring *ring = *state;
    const struct sigaction action = {.sa_handler = on_signal};
    struct sigaction old;

    open_waker(ring, &signalled, 1);
    assert_int_equal(sigaction(SIGALRM, &action, &old), 0);
    alarm(1);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(signalled.calls, 1);
    assert_int_equal(sigaction(SIGALRM, &old, NULL), 0);
    close_waker(ring, &signalled);
}

/* --- the end ------------------------------------------------------------------------------- */

struct hammer {
    struct sring_waker *waker;
    atomic_bool end;
};

static void *wake_all_the_time(void *arg)
{
    struct hammer *hammer = arg;

    while (!atomic_load(&hammer->end)) {
        sring_wake(hammer->waker);
    }
    return NULL;
}

/* The descriptor is used again at once, for a pipe: a late wake must not write into it. */
static void late_wakes_go_nowhere(void **state)
{
    struct sring *ring = *state;
    struct woken woken;
    pthread_t threads[2];
    int rounds = 300;

    for (int i = 0; i < rounds; i++) {
        struct hammer hammer = {.waker = &woken.waker};
        struct two_fds fds;
        char byte;

        open_waker(ring, &woken, 1);
        for (int j = 0; j < 2; j++) {
            assert_int_equal(pthread_create(&threads[j], NULL, wake_all_the_time, &hammer), 0);
        }
        assert_int_equal(sring_run(ring), 0);
        close_waker(ring, &woken);
        open_pipe(&fds);
        assert_int_equal(fcntl(sring_fd_raw(&fds.in), F_SETFL, O_NONBLOCK), 0);
        usleep(100);
        atomic_store(&hammer.end, true);
        for (int j = 0; j < 2; j++) {
            assert_int_equal(pthread_join(threads[j], NULL), 0);
        }
        assert_int_equal(read(sring_fd_raw(&fds.in), &byte, 1), -1);
        close_two(ring, &fds);
        assert_int_equal(sring_run(ring), 0);
    }
}

/* A stale handle does not wake another waker that has its memory. */
static void stale_handles_wake_nobody(void **state)
{
    struct sring *ring = *state;
    struct woken old, new;
    struct sring_waker copy;

    open_waker(ring, &old, 1);
    copy = old.waker;
    close_waker(ring, &old);
    assert_int_equal(sring_run(ring), 0);
    open_waker(ring, &new, 1);
    sring_wake(&copy);
    assert_int_equal(sring_run_for(ring, 5 * MILLISECOND), -ETIME);
    assert_int_equal(new.calls, 0);
    sring_wake(&new.waker);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(new.calls, 1);
    close_waker(ring, &new);
}

static void a_closing_ring_closes_its_wakers(void **state)
{
    struct woken woken;
    struct sring ring;
    int before = count_fds();

    (void)state;
    for (int i = 0; i < 3; i++) {
        open_ring(&ring, 8, 64);
        open_waker(&ring, &woken, 0);
        sring_wake(&woken.waker);
        if (i) {
            assert_int_equal(sring_run_for(&ring, 5 * MILLISECOND), -ETIME);
        }
        sring_close(&ring);
        sring_wake(&woken.waker);
    }
    assert_int_equal(count_fds(), before);
}

static void errors_lose_nothing(void **state)
{
    struct sring ring;
    struct woken woken;
    struct sring_nop_building op;
    int before;

    (void)state;
    open_ring(&ring, 2, 1);
    before = count_fds();
    assert_int_equal(sring_nop_init(&ring, &op), 0);
    assert_int_equal(sring_waker_open(&ring, &woken.waker, on_wake, &woken), -EAGAIN);
    assert_int_equal(count_fds(), before);
    sring_nop_abandon(&ring, &op);
    open_waker(&ring, &woken, 1);
    close_waker(&ring, &woken);
    sring_close(&ring);
}

static void not_in_a_child(void **state)
{
    struct sring *ring = *state;
    struct woken woken;
    int status;
    pid_t child;

    open_waker(ring, &woken, 1);
    child = fork();
    assert_true(child >= 0);
    if (!child) {
        assert_int_equal(dup2(open("/dev/null", O_WRONLY), 2), 2);
        sring_wake(&woken.waker);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_int_equal(sring_run_for(ring, 5 * MILLISECOND), -ETIME);
    assert_int_equal(woken.calls, 0);
    close_waker(ring, &woken);
}

static void *open_and_close(void *arg)
{
    const struct hammer *hammer = arg;
    struct woken woken = {.stop_at = 0};
    struct sring ring;

    if (sring_open(&ring, NULL)) {
        return (void *)"no ring";
    }
    while (!atomic_load(&hammer->end)) {
        if (sring_waker_open(&ring, &woken.waker, on_wake, &woken)) {
            break;
        }
        sring_waker_close(&ring, &woken.waker);
        (void)!sring_run(&ring);
    }
    sring_close(&ring);
    return NULL;
}

static void open_in_child(void *arg)
{
    struct woken woken = {.stop_at = 1};
    struct sring ring;

    (void)arg;
    alarm(20);
    CHILD_CHECK(sring_open(&ring, NULL) == 0);
    CHILD_CHECK(sring_waker_open(&ring, &woken.waker, on_wake, &woken) == 0);
    sring_wake(&woken.waker);
    CHILD_CHECK(sring_run(&ring) == 0);
    CHILD_CHECK(woken.calls == 1);
    sring_waker_close(&ring, &woken.waker);
    sring_close(&ring);
}

/* Whatever other threads do at the time of the fork. */
static void a_child_has_its_own(void **state)
{
    struct hammer hammer = {.waker = NULL};
    pthread_t threads[2];

    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, open_and_close, &hammer), 0);
    }
    for (int i = 0; i < 200; i++) {
        expect_child(open_in_child, NULL);
    }
    atomic_store(&hammer.end, true);
    for (int i = 0; i < 2; i++) {
        join_thread(threads[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(from_a_thread),
        RING_TEST(many_wakes_are_one_call),
        RING_TEST(a_pollable_ring_is_signalled_at_once),
        SMALL_RING_TEST(a_wake_while_it_runs_is_one_more),
        RING_TEST(closed_in_its_own_function),
        RING_TEST(from_a_signal_handler),
        RING_TEST(late_wakes_go_nowhere),
        RING_TEST(stale_handles_wake_nobody),
        cmocka_unit_test(a_closing_ring_closes_its_wakers),
        cmocka_unit_test(errors_lose_nothing),
        RING_TEST(not_in_a_child),
        cmocka_unit_test(a_child_has_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
