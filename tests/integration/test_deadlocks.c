/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Waits that nothing can end any more. One that has an error to return gets -EDEADLK; any other
 * ends in the misuse report, because it must not return before its fibers have ended.
 */
#include "support.h"

#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>

SRING_FIBER(wait_for_event)
{
    return sring_event_wait(ring, arg);
}

SRING_FIBER(sleep_a_little)
{
    (void)arg;
    return sring_sleep(ring, 5 * MILLISECOND);
}

/* --- -EDEADLK ------------------------------------------------------------------------------- */

/* Nothing is lost: the same waits succeed later. */
static void waits_with_an_error(void **state)
{
    struct sring *ring = *state;
    struct sring_event event = {0};
    struct sring_message message;
    struct sring_ticket ticket;
    struct sring_fiber fiber;
    struct sring_queue queue;
    uint32_t which = 7;

    assert_int_equal(sring_event_wait(ring, &event), -EDEADLK);
    assert_int_equal(sring_queue_open(ring, &queue, 1), 0);
    assert_int_equal(sring_queue_receive(ring, &queue, &message), -EDEADLK);
    assert_int_equal(sring_queue_send_word(ring, &queue, 1), 0);
    assert_int_equal(sring_queue_send_word(ring, &queue, 2), -EDEADLK);
    assert_int_equal(sring_spawn(ring, &fiber, wait_for_event, &event), 0);
    ticket = sring_fiber_ticket(&fiber);
    assert_int_equal(sring_wait_any(ring, &ticket, 1, SRING_FOREVER, &which), -EDEADLK);
    assert_int_equal(which, 7);
    assert_int_equal(sring_run(ring), 0);

    sring_event_set(ring, &event);
    assert_int_equal(sring_wait_any(ring, &ticket, 1, SRING_FOREVER, &which), 0);
    assert_int_equal(which, 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(sring_queue_receive(ring, &queue, &message), 0);
    assert_int_equal(sring_message_take_word(&message), 1);
    sring_queue_close(ring, &queue);
}

/* --- what is none --------------------------------------------------------------------------- */

SRING_FIBER(set_later)
{
    int rc = sring_sleep(ring, MILLISECOND);

    sring_event_set(ring, arg);
    return rc;
}

SRING_FIBER(wait_for_some_time)
{
    return sring_event_wait_for(ring, arg, 5 * MILLISECOND);
}

static int set_nothing(void *arg)
{
    (void)arg;
    usleep(5000);
    return 3;
}

SRING_FIBER(work_elsewhere)
{
    int result = sring_offload(ring, set_nothing, NULL);

    sring_event_set(ring, arg);
    return result;
}

/* A fiber sleeps, waits for a limited time, or for another thread. */
static void something_can_come(void **state)
{
    struct sring *ring = *state;
    struct sring_event event = {0}, never = {0};
    struct sring_fiber fiber;

    assert_int_equal(sring_event_wait_for(ring, &event, MILLISECOND), -ETIME);
    assert_int_equal(sring_spawn(ring, &fiber, set_later, &event), 0);
    assert_int_equal(sring_event_wait(ring, &event), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(sring_spawn(ring, &fiber, wait_for_some_time, &never), 0);
    assert_int_equal(sring_join(ring, &fiber), -ETIME);
    if (!is_simulated()) {
        sring_event_reset(ring, &event);
        assert_int_equal(sring_spawn(ring, &fiber, work_elsewhere, &event), 0);
        assert_int_equal(sring_event_wait(ring, &event), 0);
        assert_int_equal(sring_join(ring, &fiber), 3);
    }
}

static void *wake_later(void *waker)
{
    usleep(5000);
    sring_wake(waker);
    return NULL;
}

SRING_WAKER_CALLBACK(set)
{
    sring_event_set(ring, arg);
}

/* Another thread may wake the ring. */
static void a_waker(void **state)
{
    static struct sring_waker stashed;
    struct sring *ring = *state;
    struct sring_event event = {0};
    struct sring_waker waker;
    pthread_t thread;

    if (is_simulated()) {
        SKIP("the simulated kernel has one thread");
    }
    assert_int_equal(sring_waker_open(ring, &waker, set, &event), 0);
    sring_waker_move_stash(&stashed, &waker);
    assert_int_equal(pthread_create(&thread, NULL, wake_later, &stashed), 0);
    assert_int_equal(sring_event_wait(ring, &event), 0);
    join_thread(thread);
    sring_waker_claim(&stashed);
    sring_waker_close(ring, &stashed);
}

static void on_signal(int number)
{
    (void)number;
}

/* A signal may end the wait. */
static void an_interruptible_ring(void **state)
{
    const struct sring_options options = {.interruptible = true};
    const struct sigaction action = {.sa_handler = on_signal};
    const struct itimerval soon = {{0, 5000}, {0, 5000}}, off = {0};
    struct sring_event event = {0};
    struct sring ring;

    (void)state;
    if (is_simulated()) {
        SKIP("the simulated kernel does not sleep");
    }
    assert_int_equal(sring_open(&ring, &options), 0);
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &soon, NULL), 0);
    assert_int_equal(sring_event_wait(&ring, &event), -EINTR);
    assert_int_equal(setitimer(ITIMER_REAL, &off, NULL), 0);
    sring_close(&ring);
}

/* --- the report ----------------------------------------------------------------------------- */

struct pair {
    struct sring_mutex mutexes[2];
    bool order; /* in which a fiber locks them */
};

/* Two of these wait for each other, also when they are cancelled. */
SRING_FIBER(lock_both)
{
    struct pair *pair = arg;
    const bool first = pair->order;
    int rc;

    pair->order = !first;
    sring_mutex_lock(ring, &pair->mutexes[first]);
    rc = sring_sleep(ring, MILLISECOND);
    sring_mutex_lock(ring, &pair->mutexes[!first]);
    sring_mutex_unlock(ring, &pair->mutexes[!first]);
    sring_mutex_unlock(ring, &pair->mutexes[first]);
    return rc;
}

static void spawn_pair(struct sring *ring, struct sring_fiber fibers[2], struct pair *pair)
{
    for (int i = 0; i < 2; i++) {
        struct sring_fiber fiber;

        CHILD_CHECK(sring_spawn(ring, &fiber, lock_both, pair) == 0);
        sring_fiber_move_stash(&fibers[i], &fiber);
    }
}

static void join_one(void *arg)
{
    struct sring_fiber fibers[2];
    struct pair pair = {0};
    struct sring ring;

    (void)arg;
    open_ring(&ring, 8, 64);
    spawn_pair(&ring, fibers, &pair);
    sring_fiber_claim(&fibers[0]);
    (void)sring_join(&ring, &fibers[0]);
}

static void lock_one(void *arg)
{
    struct sring_fiber fibers[2];
    struct pair pair = {0};
    struct sring ring;

    (void)arg;
    open_ring(&ring, 8, 64);
    spawn_pair(&ring, fibers, &pair);
    CHILD_CHECK(sring_run(&ring) == 0);
    sring_mutex_lock(&ring, &pair.mutexes[0]);
}

static void close_around_both(void *arg)
{
    struct sring_fiber fibers[2];
    struct pair pair = {0};
    struct sring ring;

    (void)arg;
    open_ring(&ring, 8, 64);
    spawn_pair(&ring, fibers, &pair);
    CHILD_CHECK(sring_run(&ring) == 0);
    sring_close(&ring);
}

static void report(void **state)
{
    static const struct {
        void (*body)(void *arg);
        const char *function;
    } waits[] = {{join_one, "sring_join"},
                 {lock_one, "sring_mutex_lock"},
                 {close_around_both, "sring_close"}};

    (void)state;
    for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
        char errors[4096];
        int status = in_child(waits[i].body, NULL, errors, sizeof(errors));

        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
        assert_non_null(strstr(errors, waits[i].function));
        assert_non_null(strstr(errors, "no fiber can go on"));
    }
}

/* A handler of misuse may go on: the ring is closed, and what the fibers own stays allocated. */
static void close_goes_on(void **state)
{
    static struct pair pair;
    struct sring_fiber fibers[2], third;
    struct sring ring;

    (void)state;
    open_ring(&ring, 8, 64);
    spawn_pair(&ring, fibers, &pair);
    assert_int_equal(sring_run(&ring), 0);
    assert_int_equal(sring_spawn(&ring, &third, sleep_a_little, NULL), 0);
    sring_fiber_detach(&ring, &third);
    ASSERT_MISUSE("sring_close", "something that can end the wait", "no fiber can go on",
                  sring_close(&ring));
    assert_false(ring.live_);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(waits_with_an_error),
        RING_TEST(something_can_come),
        RING_TEST(a_waker),
        cmocka_unit_test(an_interruptible_ring),
        cmocka_unit_test(report),
        cmocka_unit_test(close_goes_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
