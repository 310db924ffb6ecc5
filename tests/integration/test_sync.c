/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Mutexes, events and queues between fibers; messages that fibers receive from a mailbox.
 */
#include "support.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>

#define LONG (20000 * MILLISECOND)

/* --- mutexes -------------------------------------------------------------------------------- */

enum {
    FIBERS = 20
};

struct ledger {
    struct sring_mutex mutex;
    struct sring_event event;
    int order[FIBERS], count;
    int inside;
    bool cancelled;
};

/* Does something in two steps, with a wait between them. */
SRING_FIBER(two_steps)
{
    struct ledger *ledger = arg;
    int own = ledger->count, rc;

    sring_mutex_lock(ring, &ledger->mutex);
    assert_int_equal(ledger->inside++, 0);
    own = ledger->count;
    rc = sring_sleep(ring, MILLISECOND / 10);
    assert_int_equal(ledger->count, own);
    ledger->order[ledger->count++] = own;
    ledger->inside--;
    sring_mutex_unlock(ring, &ledger->mutex);
    return rc;
}

static void one_at_a_time(void **state)
{
    struct ledger ledger = {.mutex = SRING_NONE};
    struct sring *ring = *state;
    struct sring_scope scope;

    sring_scope_open(ring, &scope);
    for (int i = 0; i < FIBERS; i++) {
        assert_int_equal(sring_scope_spawn(ring, &scope, two_steps, &ledger), 0);
    }
    assert_int_equal(sring_scope_close(ring, &scope), 0);
    assert_int_equal(ledger.count, FIBERS);
}

/* The thread's own stack waits for a fiber, and the other way round. */
SRING_FIBER(holds_for_a_while)
{
    struct ledger *ledger = arg;
    int rc;

    sring_mutex_lock(ring, &ledger->mutex);
    sring_event_set(ring, &ledger->event);
    rc = sring_sleep(ring, MILLISECOND);
    ledger->count = 7;
    sring_mutex_unlock(ring, &ledger->mutex);
    return rc;
}

static void outside_of_fibers(void **state)
{
    struct ledger ledger = {.mutex = SRING_NONE};
    struct sring *ring = *state;
    struct sring_fiber first, second;

    assert_int_equal(sring_spawn(ring, &first, holds_for_a_while, &ledger), 0);
    assert_int_equal(sring_event_wait(ring, &ledger.event), 0);
    assert_true(sring_event_is_set(&ledger.event));
    sring_mutex_lock(ring, &ledger.mutex);
    assert_int_equal(ledger.count, 7);
    assert_int_equal(sring_spawn(ring, &second, two_steps, &ledger), 0);
    assert_int_equal(sring_join(ring, &first), 0);
    assert_int_equal(ledger.count, 7); /* the second one waits */
    ledger.count = 1;
    sring_mutex_unlock(ring, &ledger.mutex);
    assert_int_equal(sring_join(ring, &second), 0);
    assert_int_equal(ledger.count, 2);
}

SRING_FIBER(locks_in_turn)
{
    struct ledger *ledger = arg;
    int own = ledger->count++;

    sring_mutex_lock(ring, &ledger->mutex);
    ledger->order[ledger->inside++] = own;
    sring_mutex_unlock(ring, &ledger->mutex);
    return 0;
}

static void in_the_order_of_their_calls(void **state)
{
    struct ledger ledger = {.mutex = SRING_NONE};
    struct sring *ring = *state;
    struct sring_scope scope;

    sring_mutex_lock(ring, &ledger.mutex);
    sring_scope_open(ring, &scope);
    for (int i = 0; i < FIBERS; i++) {
        assert_int_equal(sring_scope_spawn(ring, &scope, locks_in_turn, &ledger), 0);
    }
    assert_int_equal(sring_run(ring), 0); /* all wait */
    assert_int_equal(ledger.count, FIBERS);
    assert_int_equal(ledger.inside, 0);
    sring_mutex_unlock(ring, &ledger.mutex);
    assert_int_equal(sring_mutex_try_lock(ring, &ledger.mutex), -EBUSY); /* it was handed over */
    assert_int_equal(sring_scope_close(ring, &scope), 0);
    for (int i = 0; i < FIBERS; i++) {
        assert_int_equal(ledger.order[i], i);
    }
    assert_int_equal(sring_mutex_try_lock(ring, &ledger.mutex), 0);
    sring_mutex_unlock(ring, &ledger.mutex);
}

/* A cancelled fiber still gets the mutex. */
SRING_FIBER(locks_though_cancelled)
{
    struct ledger *ledger = arg;

    sring_mutex_lock(ring, &ledger->mutex);
    ledger->cancelled = sring_sleep(ring, 1) == -ECANCELED;
    ledger->count++;
    sring_mutex_unlock(ring, &ledger->mutex);
    return 0;
}

static void cancelled_in_lock(void **state)
{
    struct ledger ledger = {.mutex = SRING_NONE};
    struct sring *ring = *state;
    struct sring_fiber fiber;

    sring_mutex_lock(ring, &ledger.mutex);
    assert_int_equal(sring_spawn(ring, &fiber, locks_though_cancelled, &ledger), 0);
    assert_int_equal(sring_run(ring), 0);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_run(ring), 0);
    assert_true(sring_pending(ring, sring_fiber_ticket(&fiber)));
    assert_int_equal(ledger.count, 0);
    sring_mutex_unlock(ring, &ledger.mutex);
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(ledger.count, 1);
    assert_true(ledger.cancelled);
}

/* --- two rings of a thread ------------------------------------------------------------------ */

SRING_FIBER(runs_other_ring)
{
    struct sring *other = arg;

    sring_assert_owner(other);
    for (int i = 0; i < 20; i++) {
        int rc = sring_run_for(other, MILLISECOND);

        assert_true(!rc || rc == -ETIME);
        sring_yield(ring);
    }
    return 0;
}

/* The thread waits on its second ring for what a fiber of the first one gives back. */
static void handed_to_another_ring(void **state)
{
    struct ledger ledger = {.mutex = SRING_NONE};
    struct sring *ring = *state;
    struct sring second;
    struct sring_fiber holder, driver;

    open_ring(&second, 8, 64);
    assert_int_equal(sring_spawn(ring, &holder, holds_for_a_while, &ledger), 0);
    assert_int_equal(sring_event_wait(ring, &ledger.event), 0);
    assert_int_equal(sring_spawn(&second, &driver, runs_other_ring, ring), 0);
    sring_mutex_lock(&second, &ledger.mutex);
    assert_int_equal(ledger.count, 7);
    sring_mutex_unlock(ring, &ledger.mutex); /* its holder is the thread */
    sring_mutex_lock(ring, &ledger.mutex);
    ASSERT_MISUSE("sring_mutex_lock", "does not hold", "locked already",
                  sring_mutex_lock(&second, &ledger.mutex));
    sring_mutex_unlock(&second, &ledger.mutex);
    assert_int_equal(sring_join(&second, &driver), 0);
    assert_int_equal(sring_join(ring, &holder), 0);
    sring_close(&second);
}

struct two_rings {
    struct sring *other;
    struct ledger *ledger;
};

/* Its holder is the fiber, not the thread, also if it calls another ring. */
SRING_FIBER(locks_on_another_ring)
{
    struct two_rings *rings = arg;
    struct ledger *ledger = rings->ledger;

    sring_assert_owner(rings->other);
    sring_mutex_lock(rings->other, &ledger->mutex);
    ledger->count = sring_sleep(ring, MILLISECOND);
    sring_mutex_unlock(ring, &ledger->mutex);
    return 0;
}

static void locked_on_another_ring(void **state)
{
    struct ledger ledger = {.mutex = SRING_NONE};
    struct sring *ring = *state;
    struct sring second;
    struct two_rings rings = {&second, &ledger};
    struct sring_fiber fiber;

    open_ring(&second, 8, 64);
    assert_int_equal(sring_spawn(ring, &fiber, locks_on_another_ring, &rings), 0);
    assert_int_equal(sring_run_once(ring, 0), 1);
    assert_int_equal(sring_mutex_try_lock(&second, &ledger.mutex), -EBUSY);
    ASSERT_MISUSE("sring_mutex_unlock", "that the caller holds", "another fiber holds",
                  sring_mutex_unlock(&second, &ledger.mutex));
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(ledger.count, 0);
    assert_int_equal(sring_mutex_try_lock(&second, &ledger.mutex), 0);
    sring_mutex_unlock(ring, &ledger.mutex);
    sring_close(&second);
}

/* --- misuse of mutexes ---------------------------------------------------------------------- */

SRING_NOP_CALLBACK(locks_in_callback)
{
    struct ledger *ledger = arg;

    assert_int_equal(sring_nop_finish(done), 0);
    ASSERT_MISUSE("sring_mutex_lock", "outside of callbacks", "in a callback",
                  sring_mutex_lock(ring, &ledger->mutex));
    ASSERT_MISUSE("sring_event_wait", "outside of callbacks", "in a callback",
                  ledger->count = sring_event_wait(ring, &ledger->event));
    sring_event_set(ring, &ledger->event); /* may be done here */
}

SRING_FIBER(unlocks_anothers)
{
    struct ledger *ledger = arg;

    ASSERT_MISUSE("sring_mutex_unlock", "that the caller holds", "another fiber holds",
                  sring_mutex_unlock(ring, &ledger->mutex));
    return 0;
}

SRING_TRUSTED static void misused_mutexes(void **state)
{
    struct ledger ledger = {.mutex = SRING_NONE};
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct sring_fiber fiber;

    ASSERT_MISUSE("sring_mutex_unlock", "that the caller holds", "not locked",
                  sring_mutex_unlock(ring, &ledger.mutex));
    sring_mutex_lock(ring, &ledger.mutex);
    ASSERT_MISUSE("sring_mutex_lock", "does not hold", "locked already",
                  sring_mutex_lock(ring, &ledger.mutex));
    assert_int_equal(sring_spawn(ring, &fiber, unlocks_anothers, &ledger), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_start(ring, &op, locks_in_callback, &ledger);
    assert_int_equal(sring_run(ring), 0);
    assert_true(sring_event_is_set(&ledger.event));
    sring_mutex_unlock(ring, &ledger.mutex);
}

SRING_TRUSTED SRING_FIBER(forgets_to_unlock)
{
    struct ledger *ledger = arg;

    sring_mutex_lock(ring, &ledger->mutex);
    return 0;
}

static void in_child_that_forgets(void *arg)
{
    struct ledger ledger = {.mutex = SRING_NONE};
    struct sring_fiber fiber;
    struct sring ring;

    (void)arg;
    sring_set_misuse_handler(NULL, NULL);
    CHILD_CHECK(!sring_open(&ring, NULL));
    CHILD_CHECK(!sring_spawn(&ring, &fiber, forgets_to_unlock, &ledger));
    (void)sring_join(&ring, &fiber);
    sring_close(&ring);
}

static void forgotten_mutex(void **state)
{
    char errors[1024];
    int status = in_child(in_child_that_forgets, NULL, errors, sizeof(errors));

    (void)state;
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_non_null(strstr(errors, "locked mutex"));
}

/* --- events --------------------------------------------------------------------------------- */

SRING_FIBER(waits_for_event)
{
    struct ledger *ledger = arg;
    int rc = sring_event_wait(ring, &ledger->event);

    ledger->count++;
    return rc;
}

static void all_go_on(void **state)
{
    struct ledger ledger = {.mutex = SRING_NONE};
    struct sring *ring = *state;
    struct sring_scope scope;

    sring_scope_open(ring, &scope);
    for (int i = 0; i < FIBERS; i++) {
        assert_int_equal(sring_scope_spawn(ring, &scope, waits_for_event, &ledger), 0);
    }
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(ledger.count, 0);
    sring_event_set(ring, &ledger.event);
    sring_event_reset(ring, &ledger.event); /* those that waited were woken */
    assert_int_equal(sring_scope_close(ring, &scope), 0);
    assert_int_equal(ledger.count, FIBERS);
}

SRING_FIBER(waits_a_while)
{
    struct ledger *ledger = arg;
    int rc = sring_event_wait_for(ring, &ledger->event, MILLISECOND);

    ledger->count++;
    return rc;
}

static void events_with_limits(void **state)
{
    struct ledger ledger = {.mutex = SRING_NONE};
    struct sring *ring = *state;
    struct sring_fiber fiber;

    assert_int_equal(sring_event_wait_for(ring, &ledger.event, MILLISECOND), -ETIME);
    assert_int_equal(sring_spawn(ring, &fiber, waits_a_while, &ledger), 0);
    assert_int_equal(sring_join(ring, &fiber), -ETIME);
    sring_event_set(ring, &ledger.event);
    assert_int_equal(sring_event_wait_for(ring, &ledger.event, 0), 0);
    assert_int_equal(sring_spawn(ring, &fiber, waits_a_while, &ledger), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(ledger.count, 2);
}

static void cancelled_events(void **state)
{
    struct ledger ledger = {.mutex = SRING_NONE};
    struct sring *ring = *state;
    struct sring_fiber fiber;

    assert_int_equal(sring_spawn(ring, &fiber, waits_for_event, &ledger), 0);
    assert_int_equal(sring_run(ring), 0);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
    sring_event_set(ring, &ledger.event); /* nobody is in the line */
    assert_int_equal(sring_spawn(ring, &fiber, waits_for_event, &ledger), 0);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
}

/* --- queues --------------------------------------------------------------------------------- */

enum {
    ROOM = 3,
    EACH = 50
};

struct exchange {
    const struct sring_queue *queue;
    const struct sring_mailbox *box;
    uint64_t sent, received, sum;
    int result;
};

SRING_FIBER(sends)
{
    struct exchange *exchange = arg;
    int rc = 0;

    sring_queue_borrow(exchange->queue);
    for (uint64_t i = 0; i < EACH && !rc; i++) {
        rc = sring_queue_send_word(ring, exchange->queue, exchange->sent);
        exchange->sent += !rc;
    }
    sring_queue_return(exchange->queue);
    return rc;
}

SRING_FIBER(receives)
{
    struct exchange *exchange = arg;
    struct sring_message message;
    int rc = 0;

    sring_queue_borrow(exchange->queue);
    while (!rc) {
        rc = sring_queue_receive(ring, exchange->queue, &message);
        if (rc) {
            break;
        }
        exchange->sum += sring_message_take_word(&message);
        exchange->received++;
        if (exchange->received % 7 == 0) {
            sring_yield(ring);
        }
    }
    sring_queue_return(exchange->queue);
    return rc == -EPIPE ? 0 : rc;
}

/* Several senders and receivers: each word arrives once. */
static void through_a_queue(void **state)
{
    struct sring *ring = *state;
    struct sring_scope senders, receivers;
    struct sring_queue queue;
    struct exchange exchange = {.queue = &queue};

    assert_int_equal(sring_queue_open(ring, &queue, 0), -EINVAL);
    if (sizeof(void *) < 8) { /* more than there are addresses */
        assert_int_equal(sring_queue_open(ring, &queue, UINT32_MAX), -ENOMEM);
    }
    assert_int_equal(sring_queue_open(ring, &queue, ROOM), 0);
    sring_scope_open(ring, &receivers);
    sring_scope_open(ring, &senders);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(sring_scope_spawn(ring, &receivers, receives, &exchange), 0);
        assert_int_equal(sring_scope_spawn(ring, &senders, sends, &exchange), 0);
    }
    assert_int_equal(sring_scope_close(ring, &senders), 0);
    sring_queue_end(ring, &queue);
    assert_int_equal(sring_queue_send_word(ring, &queue, 1), -EPIPE);
    assert_int_equal(sring_scope_close(ring, &receivers), 0);
    assert_int_equal(exchange.sent, 4 * EACH);
    assert_int_equal(exchange.received, 4 * EACH);
    sring_queue_close(ring, &queue);
}

static void count_free(void *memory, void *arg)
{
    (void)memory;
    ++*(int *)arg;
}

/* Buffers and files are owned by the queue, and disposed of with it. */
static void owns_what_is_in_it(void **state)
{
    static unsigned char memory[8];
    struct sring *ring = *state;
    struct sring_message message;
    struct sring_queue queue;
    struct sring_buf buf, stale;
    struct two_fds pipe;
    char byte;
    int freed = 0;

    assert_int_equal(sring_queue_open(ring, &queue, ROOM), 0);
    open_pipe(&pipe);
    assert_int_equal(sring_buf_adopt(&buf, memory, sizeof(memory), count_free, &freed), 0);
    memcpy(&stale, &buf, sizeof(stale));
    assert_int_equal(sring_queue_send_buf(ring, &queue, &buf), 0);
    ASSERT_MISUSE("sring_buf_free", "", "", sring_buf_free(&stale));
    assert_int_equal(sring_queue_send_fd(ring, &queue, &pipe.in), 0);
    assert_int_equal(sring_queue_receive(ring, &queue, &message), 0);
    assert_int_equal(sring_message_kind(&message), SRING_MESSAGE_BUF);
    sring_message_take_buf(&message, &buf);
    assert_int_equal(freed, 0);
    assert_int_equal(sring_queue_send_buf(ring, &queue, &buf), 0);
    sring_queue_close(ring, &queue);
    assert_int_equal(freed, 1);
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(write(sring_fd_raw(&pipe.out), &byte, 1), -1); /* no reader is left */
    assert_int_equal(errno, EPIPE);
    sring_fd_close(ring, &pipe.out);
}

/* A woken receiver that is cancelled leaves the message to the next one. */
static void cancelled_receiver(void **state)
{
    struct sring *ring = *state;
    struct sring_queue queue;
    struct exchange first = {.queue = &queue}, second = {.queue = &queue};
    struct sring_fiber one, other;

    assert_int_equal(sring_queue_open(ring, &queue, ROOM), 0);
    assert_int_equal(sring_spawn(ring, &one, receives, &first), 0);
    assert_int_equal(sring_spawn(ring, &other, receives, &second), 0);
    assert_int_equal(sring_run(ring), 0); /* both wait */
    assert_int_equal(sring_queue_send_word(ring, &queue, 5), 0);
    sring_fiber_cancel(ring, &one);
    assert_int_equal(sring_join(ring, &one), -ECANCELED);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(first.received, 0);
    assert_int_equal(second.sum, 5);
    sring_queue_end(ring, &queue);
    assert_int_equal(sring_join(ring, &other), 0);
    sring_queue_close(ring, &queue);
}

static void closed_under_its_users(void **state)
{
    struct sring *ring = *state;
    struct sring_queue queue;
    struct exchange full = {.queue = &queue};
    struct sring_fiber sender;

    assert_int_equal(sring_queue_open(ring, &queue, ROOM), 0);
    assert_int_equal(sring_spawn(ring, &sender, sends, &full), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(full.sent, ROOM);
    sring_queue_close(ring, &queue);
    assert_int_equal(sring_join(ring, &sender), -EPIPE);
}

SRING_NOP_CALLBACK(uses_queue)
{
    struct exchange *exchange = arg;
    struct sring_message message;
    int rc;

    assert_int_equal(sring_nop_finish(done), 0);
    sring_queue_borrow(exchange->queue);
    rc = sring_queue_receive(ring, exchange->queue, &message);
    if (!rc) {
        sring_message_drop(&message);
    }
    assert_int_equal(rc, -EAGAIN);
    while (!exchange->result) {
        exchange->result = sring_queue_send_word(ring, exchange->queue, exchange->sent);
        exchange->sent += !exchange->result;
    }
    sring_queue_return(exchange->queue);
}

static void from_a_callback(void **state)
{
    struct sring *ring = *state;
    struct sring_queue queue;
    struct exchange exchange = {.queue = &queue};
    struct sring_nop_building op;
    struct sring_fiber receiver;

    assert_int_equal(sring_queue_open(ring, &queue, ROOM), 0);
    assert_int_equal(sring_spawn(ring, &receiver, receives, &exchange), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_start(ring, &op, uses_queue, &exchange);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(exchange.result, -EAGAIN);
    assert_int_equal(exchange.received, ROOM);
    sring_queue_end(ring, &queue);
    assert_int_equal(sring_join(ring, &receiver), 0);
    sring_queue_close(ring, &queue);
}

/* --- mailboxes ------------------------------------------------------------------------------ */

SRING_FIBER(receives_mail)
{
    struct exchange *exchange = arg;
    struct sring_message message;
    int rc = 0;

    sring_mailbox_borrow(exchange->box);
    while (exchange->sum != 1) {
        rc = sring_mailbox_receive(ring, exchange->box, &message);
        if (rc) {
            break;
        }
        exchange->received++;
        if (!sring_message_take_word(&message)) {
            exchange->sum++;
        }
    }
    sring_mailbox_return(exchange->box);
    return rc;
}

static void *send_mail(void *arg)
{
    struct sring_sender *sender = arg;

    sring_sender_claim(sender);
    for (uint64_t i = 2000; i-- > 0;) {
        int rc = sring_sender_send_word(sender, i);

        if (rc) {
            assert_int_equal(rc, -EAGAIN);
            i++;
            sched_yield();
        }
    }
    sring_sender_close(sender);
    return NULL;
}

static void mail_of_a_thread(void **state)
{
    struct sring *ring = *state;
    struct sring_mailbox box;
    struct sring_sender sender;
    struct exchange exchange = {.box = &box};
    struct sring_fiber one, other;
    pthread_t thread;

    assert_int_equal(sring_mailbox_open(ring, &box, 16, NULL, NULL), 0);
    assert_int_equal(sring_sender_open(&sender, &box), 0);
    sring_sender_stash(&sender);
    assert_int_equal(sring_spawn(ring, &one, receives_mail, &exchange), 0);
    assert_int_equal(sring_spawn(ring, &other, receives_mail, &exchange), 0);
    assert_int_equal(pthread_create(&thread, NULL, send_mail, &sender), 0);
    while (exchange.received < 2000) {
        assert_int_equal(sring_run_for(ring, MILLISECOND), -ETIME);
    }
    assert_int_equal(pthread_join(thread, NULL), 0);
    sring_mailbox_close(ring, &box); /* who still waits gets -EPIPE */
    (void)sring_join(ring, &one);
    (void)sring_join(ring, &other);
    assert_int_equal(exchange.received, 2000);
}

SRING_FIBER(receives_one)
{
    struct exchange *exchange = arg;
    struct sring_message message;
    int rc;

    sring_mailbox_borrow(exchange->box);
    rc = sring_mailbox_receive(ring, exchange->box, &message);
    sring_mailbox_return(exchange->box);
    if (!rc) {
        exchange->sum += sring_message_take_word(&message);
    }
    return rc;
}

struct rival {
    struct exchange exchange;
    const struct sring_fiber *fiber;
};

/* Receiving wakes the next in line, which is cancelled before it goes on. */
SRING_FIBER(cancels_the_next)
{
    struct rival *rival = arg;
    int rc = receives_one(ring, &rival->exchange);

    sring_fiber_borrow(rival->fiber);
    sring_fiber_cancel(ring, rival->fiber);
    sring_fiber_return(rival->fiber);
    return rc;
}

/* One wake is for all messages that have come: each receiver lets the next one look, also one that
 * is cancelled when it was woken. */
static void one_wake_for_all(void **state)
{
    struct sring *ring = *state;
    struct sring_mailbox box;
    struct sring_sender sender;
    struct sring_fiber first, cancelled, last;
    struct rival rival = {{.box = &box}, &cancelled};
    struct exchange exchange = {.box = &box};

    assert_int_equal(sring_mailbox_open(ring, &box, 16, NULL, NULL), 0);
    assert_int_equal(sring_sender_open(&sender, &box), 0);
    assert_int_equal(sring_spawn(ring, &first, cancels_the_next, &rival), 0);
    assert_int_equal(sring_spawn(ring, &cancelled, receives_one, &exchange), 0);
    assert_int_equal(sring_spawn(ring, &last, receives_one, &exchange), 0);
    assert_int_equal(sring_run_for(ring, MILLISECOND), -ETIME); /* all wait */
    for (uint64_t i = 1; i <= 2; i++) {
        assert_int_equal(sring_sender_send_word(&sender, i), 0);
    }
    assert_int_equal(sring_join(ring, &first), 0);
    assert_int_equal(sring_join(ring, &last), 0);
    assert_int_equal(sring_join(ring, &cancelled), -ECANCELED);
    assert_int_equal(rival.exchange.sum, 1);
    assert_int_equal(exchange.sum, 2);
    sring_sender_close(&sender);
    sring_mailbox_close(ring, &box);
}

static void mail_without_fibers(void **state)
{
    struct sring *ring = *state;
    struct sring_message message;
    struct sring_mailbox box;
    struct sring_sender sender;
    pthread_t thread;

    assert_int_equal(sring_mailbox_open(ring, &box, 16, NULL, NULL), 0);
    assert_int_equal(sring_sender_open(&sender, &box), 0);
    sring_sender_stash(&sender);
    assert_int_equal(pthread_create(&thread, NULL, send_mail, &sender), 0);
    for (uint64_t i = 2000; i-- > 0;) {
        assert_int_equal(sring_mailbox_receive(ring, &box, &message), 0);
        assert_int_equal(sring_message_take_word(&message), i);
    }
    assert_int_equal(pthread_join(thread, NULL), 0);
    sring_mailbox_close(ring, &box);
}

/* --- the ring's end ------------------------------------------------------------------------- */

static void ring_is_closed(void **state)
{
    struct sring ring;
    struct sring_queue queue;
    struct sring_mailbox box;
    struct exchange exchange = {.queue = &queue, .box = &box};
    struct ledger ledger = {.mutex = SRING_NONE};
    struct sring_fiber fiber;

    (void)state;
    open_ring(&ring, 8, 64);
    assert_int_equal(sring_queue_open(&ring, &queue, ROOM), 0);
    assert_int_equal(sring_mailbox_open(&ring, &box, ROOM, NULL, NULL), 0);
    assert_int_equal(sring_spawn(&ring, &fiber, receives, &exchange), 0);
    sring_fiber_detach(&ring, &fiber);
    assert_int_equal(sring_spawn(&ring, &fiber, receives_mail, &exchange), 0);
    sring_fiber_detach(&ring, &fiber);
    assert_int_equal(sring_spawn(&ring, &fiber, waits_for_event, &ledger), 0);
    sring_fiber_detach(&ring, &fiber);
    assert_int_equal(sring_run_for(&ring, MILLISECOND), -ETIME);
    assert_int_equal(ledger.count, 0);
    sring_mailbox_stash(&box);
    sring_queue_close(&ring, &queue);
    sring_close(&ring); /* ends the mailbox, too */
    assert_int_equal(ledger.count, 1);
}

/* Also if a buffer is in it, and the variable of its ring is gone. */
static void queue_of_a_closed_ring(void **state)
{
    static unsigned char memory[8];
    struct sring *other = *state;
    struct sring_queue queue;
    struct sring_buf buf;
    struct sring ring;
    int freed = 0;

    open_ring(&ring, 8, 64);
    assert_int_equal(sring_queue_open(&ring, &queue, ROOM), 0);
    assert_int_equal(sring_buf_adopt(&buf, memory, sizeof(memory), count_free, &freed), 0);
    assert_int_equal(sring_queue_send_buf(&ring, &queue, &buf), 0);
    sring_queue_stash(&queue);
    sring_close(&ring);
    assert_int_equal(freed, 1);
    memset(&ring, 0x5a, sizeof(ring));
    sring_assert_owner(other);
    ASSERT_MISUSE("sring_queue_claim", "an open queue", "closed", sring_queue_claim(&queue));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(one_at_a_time),
        RING_TEST(outside_of_fibers),
        RING_TEST(in_the_order_of_their_calls),
        RING_TEST(cancelled_in_lock),
        RING_TEST(handed_to_another_ring),
        RING_TEST(locked_on_another_ring),
        RING_TEST(misused_mutexes),
        cmocka_unit_test(forgotten_mutex),
        RING_TEST(all_go_on),
        RING_TEST(events_with_limits),
        RING_TEST(cancelled_events),
        RING_TEST(through_a_queue),
        RING_TEST(owns_what_is_in_it),
        RING_TEST(cancelled_receiver),
        RING_TEST(closed_under_its_users),
        RING_TEST(from_a_callback),
        RING_TEST(mail_of_a_thread),
        RING_TEST(one_wake_for_all),
        RING_TEST(mail_without_fibers),
        cmocka_unit_test(ring_is_closed),
        RING_TEST(queue_of_a_closed_ring),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
