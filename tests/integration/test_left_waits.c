/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Waits for mutexes, events, queues, mailboxes and fibers outside of fibers, which a callback
 * leaves by longjmp. What they waited for, and the ring, work as before.
 */
#include "left.h"

#define FAR_BELOW __attribute__((noinline)) static

static jmp_buf away;

/* Overwrites the frames that were left. */
FAR_BELOW void overwrite(void)
{
    volatile unsigned char room[8192];

    memset((void *)room, 0x41, sizeof(room));
}

struct shared {
    struct sring_event event;
    struct sring_mutex mutex;
    const struct sring_queue *queue;
    struct sring *second;
    int count;
    bool leaves;
};

/* --- events --------------------------------------------------------------------------------- */

FAR_BELOW void wait_for_event(struct sring *ring, struct sring_event *event)
{
    sring_assert_owner(ring);
    fail_msg("the wait was not left, and returned %d", sring_event_wait(ring, event));
}

SRING_FIBER(waits_for_event)
{
    struct shared *shared = arg;
    int rc = sring_event_wait(ring, &shared->event);

    shared->count++;
    return rc;
}

/* Fibers are before and behind it in the line. */
static void left_event(void **state)
{
    struct sring *ring = *state;
    struct shared shared = {.count = 0};
    struct sring_fiber before, behind;

    assert_int_equal(sring_spawn(ring, &before, waits_for_event, &shared), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(sring_spawn(ring, &behind, waits_for_event, &shared), 0);
    leave_soon(ring, &away);
    if (!setjmp(away)) {
        wait_for_event(ring, &shared.event);
    }
    overwrite();
    sring_event_set(ring, &shared.event);
    assert_int_equal(sring_join(ring, &behind), 0);
    assert_int_equal(sring_join(ring, &before), 0);
    assert_int_equal(shared.count, 2);
    sring_event_reset(ring, &shared.event);
    assert_int_equal(sring_event_wait_for(ring, &shared.event, MILLISECOND), -ETIME);
}

SRING_FIBER(sets_event)
{
    struct shared *shared = arg;
    int rc = sring_sleep(ring, MILLISECOND);

    sring_event_set(ring, &shared->event);
    return rc;
}

/* The next wait for the same event, which is ended in another loop than the one that was left. */
static void waited_for_again(void **state)
{
    struct sring *ring = *state;
    struct shared shared = {.count = 0};
    struct sring_fiber fiber;

    for (int i = 0; i < 3; i++) {
        leave_soon(ring, &away);
        if (!setjmp(away)) {
            wait_for_event(ring, &shared.event);
        }
        overwrite();
    }
    assert_int_equal(sring_spawn(ring, &fiber, sets_event, &shared), 0);
    assert_int_equal(sring_event_wait(ring, &shared.event), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
}

FAR_BELOW void wait_for_own_event(struct sring *ring)
{
    struct sring_event event = {.set_ = false};

    wait_for_event(ring, &event);
}

/* The event is gone together with the frame; and one that outlives its ring. */
static void outlived(void **state)
{
    static struct sring_event event;
    struct sring *second = *state;
    struct sring ring;

    open_ring(&ring, 8, 64);
    leave_soon(&ring, &away);
    if (!setjmp(away)) {
        wait_for_own_event(&ring);
    }
    overwrite();
    leave_soon(&ring, &away);
    if (!setjmp(away)) {
        wait_for_event(&ring, &event);
    }
    overwrite();
    assert_int_equal(sring_run(&ring), 0);
    sring_close(&ring);
    memset(&ring, 0x41, sizeof(ring));
    sring_assert_owner(second);
    assert_int_equal(sring_event_wait_for(second, &event, MILLISECOND), -ETIME);
    sring_event_set(second, &event);
    assert_int_equal(sring_event_wait(second, &event), 0);
}

SRING_TRUSTED static void set_in_free_function(void *memory, void *arg)
{
    struct shared *shared = arg;

    (void)memory;
    sring_event_set(shared->second, &shared->event);
}

/* A wait that goes on is not taken for one that was left: the event is set by a free function. */
static void set_by_a_free_function(void **state)
{
    static unsigned char memory[1];
    struct sring *ring = *state;
    struct shared shared = {.second = ring};
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_buf buf;
    struct two_fds fds;

    open_pipe(&fds);
    assert_int_equal(sring_buf_adopt(&buf, memory, 1, set_in_free_function, &shared), 0);
    assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    sring_read_detach(ring, &inflight);
    assert_int_equal(write(sring_fd_raw(&fds.out), "x", 1), 1);
    assert_int_equal(sring_event_wait(ring, &shared.event), 0);
    close_two(ring, &fds);
}

/* A fiber of the ring that waits calls another one, for what its own waits for. */
SRING_FIBER(waits_on_second_ring)
{
    struct shared *shared = arg;

    (void)ring;
    sring_assert_owner(shared->second);
    ASSERT_MISUSE("sring_event_wait_for", "no other ring of this thread waits for", "another ring",
                  shared->count = sring_event_wait_for(shared->second, &shared->event, 1));
    sring_event_set(shared->second, &shared->event);
    return 0;
}

static void waited_for_by_two_rings(void **state)
{
    struct sring *ring = *state;
    struct sring second;
    struct shared shared = {.second = &second};
    struct sring_fiber fiber;

    open_ring(&second, 8, 64);
    assert_int_equal(sring_spawn(ring, &fiber, waits_on_second_ring, &shared), 0);
    assert_int_equal(sring_event_wait(ring, &shared.event), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    sring_close(&second);
}

/* --- mutexes -------------------------------------------------------------------------------- */

SRING_FIBER(holds_a_while)
{
    struct shared *shared = arg;
    int rc;

    sring_mutex_lock(ring, &shared->mutex);
    rc = sring_sleep(ring, 10 * MILLISECOND);
    sring_mutex_unlock(ring, &shared->mutex);
    return rc;
}

SRING_TRUSTED FAR_BELOW void lock(struct sring *ring, struct sring_mutex *mutex)
{
    sring_mutex_lock(ring, mutex);
}

SRING_TRUSTED static void unlock(struct sring *ring, struct sring_mutex *mutex)
{
    sring_mutex_unlock(ring, mutex);
}

/* The mutex goes to the next in line, whichever loop runs then. */
static void left_lock(struct sring *ring, bool runs, bool late)
{
    struct shared shared = {.count = 0};
    struct sring_fiber holder, next;

    sring_assert_owner(ring);
    assert_int_equal(sring_spawn(ring, &holder, holds_a_while, &shared), 0);
    (void)sring_run_once(ring, 0);
    assert_int_equal(sring_spawn(ring, &next, holds_a_while, &shared), 0);
    leave_soon(ring, &away);
    if (late) { /* one turn passes the mutex on to the wait and leaves it */
        assert_int_equal(sring_flush(ring), 0);
        sleep_ms(30);
    }
    if (!setjmp(away)) {
        lock(ring, &shared.mutex);
        assert_true(late); /* the mutex was passed on in an earlier turn */
        unlock(ring, &shared.mutex);
        if (!setjmp(away)) {
            (void)sring_run(ring);
            fail_msg("nothing was left");
        }
    }
    overwrite();
    if (runs) {
        assert_int_equal(sring_run(ring), 0);
    }
    assert_int_equal(sring_join(ring, &holder), 0);
    assert_int_equal(sring_join(ring, &next), 0);
    assert_int_equal(sring_mutex_try_lock(ring, &shared.mutex), 0);
    sring_mutex_unlock(ring, &shared.mutex);
}

static void left_mutex(void **state)
{
    left_lock(*state, false, false);
    left_lock(*state, true, false);
    left_lock(*state, false, true);
    left_lock(*state, true, true);
}

/* The same, and the ring is closed next: the other fiber gets the mutex and ends. */
static void left_lock_and_closed(void **state)
{
    struct shared shared = {.count = 0};
    struct sring_fiber fiber;
    struct sring ring;

    (void)state;
    open_ring(&ring, 8, 64);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sring_spawn(&ring, &fiber, holds_a_while, &shared), 0);
        sring_fiber_detach(&ring, &fiber);
        if (!i) {
            (void)sring_run_once(&ring, 0);
        }
    }
    leave_soon(&ring, &away);
    assert_int_equal(sring_flush(&ring), 0);
    sleep_ms(30);
    if (!setjmp(away)) {
        lock(&ring, &shared.mutex);
        unlock(&ring, &shared.mutex); /* it was passed on in an earlier turn */
        if (!setjmp(away)) {
            (void)sring_run(&ring);
            fail_msg("nothing was left");
        }
    }
    sring_close(&ring);
}

SRING_NOP_CALLBACK(leave_if_asked)
{
    struct shared *shared = arg;

    (void)ring;
    assert_int_equal(sring_nop_finish(done), 0);
    if (shared->leaves) {
        longjmp(away, 1);
    }
}

SRING_FIBER(unlocks_after_nop)
{
    struct shared *shared = arg;
    int rc;

    sring_mutex_lock(ring, &shared->mutex);
    rc = sring_nop_await(ring);
    sring_mutex_unlock(ring, &shared->mutex);
    return rc;
}

/* The wait was given the mutex, and left in the same turn: nobody has it. */
SRING_TRUSTED static void given_and_left(void **state)
{
    struct sring *ring = *state;
    struct shared shared = {.leaves = true};
    struct sring_nop_building op;
    struct sring_fiber fiber, next;

    assert_int_equal(sring_spawn(ring, &fiber, unlocks_after_nop, &shared), 0);
    (void)sring_poll(ring);
    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_start(ring, &op, leave_if_asked, &shared);
    if (!setjmp(away)) {
        lock(ring, &shared.mutex);
        sring_mutex_unlock(ring, &shared.mutex); /* the kernel completes them one by one */
    }
    shared.leaves = false;
    overwrite();
    assert_int_equal(sring_spawn(ring, &next, holds_a_while, &shared), 0);
    assert_int_equal(sring_join(ring, &next), 0);
    sring_mutex_lock(ring, &shared.mutex);
    sring_mutex_unlock(ring, &shared.mutex);
    assert_int_equal(sring_join(ring, &fiber), 0);
}

/* --- queues --------------------------------------------------------------------------------- */

FAR_BELOW void receive(struct sring *ring, const struct sring_queue *queue)
{
    struct sring_message message;

    sring_assert_owner(ring);
    sring_queue_borrow(queue);
    if (!sring_queue_receive(ring, queue, &message)) {
        sring_message_drop(&message);
    }
    sring_queue_return(queue);
    fail_msg("the wait was not left");
}

FAR_BELOW void send_word(struct sring *ring, const struct sring_queue *queue)
{
    sring_assert_owner(ring);
    sring_queue_borrow(queue);
    fail_msg("the wait was not left, and returned %d", sring_queue_send_word(ring, queue, 0));
    sring_queue_return(queue);
}

static void left_queue(void **state)
{
    struct sring *ring = *state;
    struct sring_message message;
    struct sring_queue queue;

    assert_int_equal(sring_queue_open(ring, &queue, 1), 0);
    leave_soon(ring, &away);
    if (!setjmp(away)) {
        receive(ring, &queue);
    }
    overwrite();
    assert_int_equal(sring_queue_send_word(ring, &queue, 7), 0);
    leave_soon(ring, &away);
    if (!setjmp(away)) {
        send_word(ring, &queue);
    }
    overwrite();
    assert_int_equal(sring_queue_receive(ring, &queue, &message), 0);
    assert_int_equal(sring_message_take_word(&message), 7);
    assert_int_equal(sring_queue_send_word(ring, &queue, 8), 0); /* it is empty: 0 was not sent */
    sring_queue_close(ring, &queue);
}

SRING_FIBER(receives_one)
{
    struct shared *shared = arg;
    struct sring_message message;
    int rc;

    sring_queue_borrow(shared->queue);
    rc = sring_queue_receive(ring, shared->queue, &message);
    sring_queue_return(shared->queue);
    if (!rc) {
        shared->count = (int)sring_message_take_word(&message);
    }
    return rc;
}

/* Who waits behind it gets what is sent. */
static void next_receiver(void **state)
{
    struct sring *ring = *state;
    struct sring_queue queue;
    struct shared shared = {.queue = &queue};
    struct sring_fiber fiber;

    assert_int_equal(sring_queue_open(ring, &queue, 1), 0);
    assert_int_equal(sring_spawn(ring, &fiber, receives_one, &shared), 0);
    leave_soon(ring, &away);
    if (!setjmp(away)) {
        receive(ring, &queue);
    }
    overwrite();
    assert_int_equal(sring_queue_send_word(ring, &queue, 5), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(shared.count, 5);
    sring_queue_close(ring, &queue);
}

SRING_TIMEOUT_CALLBACK(send_and_leave)
{
    const struct sring_queue *queue = arg;

    assert_int_equal(sring_timeout_finish(done), -ETIME);
    sring_queue_borrow(queue);
    assert_int_equal(sring_queue_send_word(ring, queue, 1), 0);
    sring_queue_return(queue);
    longjmp(away, 1);
}

/* The wait was woken for the first message, and left: the fiber behind it gets that. */
static void woken_and_left(void **state)
{
    struct sring *ring = *state;
    struct sring_queue queue;
    struct shared shared = {.queue = &queue};
    struct sring_fiber fiber;

    assert_int_equal(sring_queue_open(ring, &queue, 1), 0);
    assert_int_equal(sring_spawn(ring, &fiber, receives_one, &shared), 0);
    assert_int_equal(
        sring_timeout_launch(ring, 2 * MILLISECOND, NULL, send_and_leave, &queue, NULL), 0);
    if (!setjmp(away)) {
        receive(ring, &queue);
    }
    overwrite();
    assert_int_equal(sring_queue_send_word(ring, &queue, 2), 0); /* waits for that */
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(shared.count, 1);
    sring_queue_close(ring, &queue);
}

/* --- mailboxes ------------------------------------------------------------------------------ */

FAR_BELOW void receive_mail(struct sring *ring, const struct sring_mailbox *box)
{
    struct sring_message message;

    sring_assert_owner(ring);
    sring_mailbox_borrow(box);
    if (!sring_mailbox_receive(ring, box, &message)) {
        sring_message_drop(&message);
    }
    sring_mailbox_return(box);
    fail_msg("the wait was not left");
}

static void left_mailbox(void **state)
{
    struct sring *ring = *state;
    struct sring_message message;
    struct sring_mailbox box;
    struct sring_sender sender;

    assert_int_equal(sring_mailbox_open(ring, &box, 4, NULL, NULL), 0);
    assert_int_equal(sring_sender_open(&sender, &box), 0);
    for (uint64_t i = 1; i < 3; i++) {
        leave_soon(ring, &away);
        if (!setjmp(away)) {
            receive_mail(ring, &box);
        }
        overwrite();
        assert_int_equal(sring_sender_send_word(&sender, i), 0);
        assert_int_equal(sring_run_for(ring, MILLISECOND), -ETIME);
        assert_int_equal(sring_mailbox_receive(ring, &box, &message), 0);
        assert_int_equal(sring_message_take_word(&message), i);
    }
    leave_soon(ring, &away);
    if (!setjmp(away)) {
        receive_mail(ring, &box);
    }
    overwrite();
    sring_sender_close(&sender);
    sring_mailbox_close(ring, &box);
}

/* --- fibers --------------------------------------------------------------------------------- */

SRING_FIBER(sleeps)
{
    const int *milliseconds = arg;
    int rc = sring_sleep(ring, *milliseconds * MILLISECOND);

    return rc ? rc : *milliseconds;
}

FAR_BELOW void join(struct sring *ring, struct sring_fiber *fiber)
{
    sring_assert_owner(ring);
    sring_fiber_claim(fiber);
    fail_msg("the join was not left, and returned %d", sring_join(ring, fiber));
}

/* The fiber has ended before the next join, or not. */
static void left_join(void **state)
{
    struct sring *ring = *state;

    for (int i = 0; i < 2; i++) {
        int milliseconds = 10;
        struct sring_fiber fiber;

        assert_int_equal(sring_spawn(ring, &fiber, sleeps, &milliseconds), 0);
        sring_fiber_stash(&fiber);
        leave_soon(ring, &away);
        if (!setjmp(away)) {
            join(ring, &fiber);
        }
        overwrite();
        if (i) {
            assert_int_equal(sring_run(ring), 0);
        }
        sring_fiber_claim(&fiber);
        assert_int_equal(sring_join(ring, &fiber), 10);
    }
}

SRING_FIBER(joins)
{
    sring_fiber_claim(arg);
    return sring_join(ring, arg);
}

/* Another fiber joins it, while the loop that runs both is as deep in the stack as the wait that
 * was left. */
static void left_join_and_joined_in_a_fiber(void **state)
{
    struct sring *ring = *state;
    int milliseconds = 10;
    struct sring_fiber fiber, other;

    assert_int_equal(sring_spawn(ring, &fiber, sleeps, &milliseconds), 0);
    sring_fiber_stash(&fiber);
    leave_soon(ring, &away);
    if (!setjmp(away)) {
        join(ring, &fiber);
    }
    assert_int_equal(sring_spawn(ring, &other, joins, &fiber), 0);
    assert_int_equal(sring_join(ring, &other), 10);
}

FAR_BELOW void close_scope(struct sring *ring, struct sring_scope *scope)
{
    sring_assert_owner(ring);
    sring_scope_claim(scope);
    fail_msg("the close was not left, and returned %d", sring_scope_close(ring, scope));
}

static void left_scope(void **state)
{
    struct sring *ring = *state;

    for (int i = 0; i < 2; i++) {
        int milliseconds = 10;
        struct sring_scope scope;

        sring_scope_open(ring, &scope);
        assert_int_equal(sring_scope_spawn(ring, &scope, sleeps, &milliseconds), 0);
        sring_scope_stash(&scope);
        leave_soon(ring, &away);
        if (!setjmp(away)) {
            close_scope(ring, &scope);
        }
        overwrite();
        if (i) {
            assert_int_equal(sring_run(ring), 0);
        }
        sring_scope_claim(&scope);
        assert_int_equal(sring_scope_spawn(ring, &scope, sleeps, &milliseconds), 0);
        assert_int_equal(sring_scope_close(ring, &scope), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(left_event),
        RING_TEST(waited_for_again),
        RING_TEST(outlived),
        RING_TEST(set_by_a_free_function),
        RING_TEST(waited_for_by_two_rings),
        RING_TEST(left_mutex),
        cmocka_unit_test(left_lock_and_closed),
        RING_TEST(given_and_left),
        RING_TEST(left_queue),
        RING_TEST(next_receiver),
        RING_TEST(woken_and_left),
        RING_TEST(left_mailbox),
        RING_TEST(left_join),
        RING_TEST(left_join_and_joined_in_a_fiber),
        RING_TEST(left_scope),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
