/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The queue of a mailbox: what happens between the two steps of a send, and threads that send as
 * fast as they can.
 */
#include "support.h"

#include "memory/mailbox_queue.h"

#include <sched.h>

#define CELLS 4

struct fixture {
    struct mailbox_queue queue;
    struct mailbox_cell cells[CELLS];
};

static void init(struct fixture *fixture)
{
    mailbox_queue_init(&fixture->queue, fixture->cells, CELLS);
}

static int put(struct mailbox_queue *queue, uint64_t value, bool *wake)
{
    const struct mailbox_message message = {1, value};
    uint64_t position;
    int rc = mailbox_queue_reserve(queue, &position);

    return rc ? rc : mailbox_queue_fill(queue, position, &message, wake);
}

static void expect(struct mailbox_queue *queue, uint64_t value)
{
    struct mailbox_message message;

    assert_true(mailbox_queue_take(queue, &message));
    assert_int_equal(message.value, value);
}

static void first_in_first_out(void **state)
{
    struct fixture fixture;
    struct mailbox_message message;
    bool wake;

    (void)state;
    init(&fixture);
    for (uint64_t lap = 0; lap < 3; lap++) {
        for (uint64_t i = 0; i < CELLS; i++) {
            assert_int_equal(put(&fixture.queue, lap * CELLS + i, &wake), 0);
            assert_int_equal(wake, !lap && !i); /* it sleeps at the beginning, and not again */
        }
        assert_int_equal(put(&fixture.queue, 0, &wake), -EAGAIN);
        for (uint64_t i = 0; i < CELLS; i++) {
            expect(&fixture.queue, lap * CELLS + i);
        }
        assert_false(mailbox_queue_take(&fixture.queue, &message));
    }
}

/* The second message is there, but not the first. */
static void filled_in_another_order(void **state)
{
    const struct mailbox_message first = {1, 1}, second = {1, 2};
    struct fixture fixture;
    struct mailbox_message message;
    uint64_t positions[2];
    bool wake;

    (void)state;
    init(&fixture);
    assert_int_equal(mailbox_queue_reserve(&fixture.queue, &positions[0]), 0);
    assert_int_equal(mailbox_queue_reserve(&fixture.queue, &positions[1]), 0);
    assert_int_equal(mailbox_queue_fill(&fixture.queue, positions[1], &second, &wake), 0);
    assert_true(wake);
    mailbox_queue_rise(&fixture.queue);
    assert_false(mailbox_queue_take(&fixture.queue, &message));
    assert_true(mailbox_queue_sleep(&fixture.queue));
    assert_int_equal(mailbox_queue_fill(&fixture.queue, positions[0], &first, &wake), 0);
    assert_true(wake);
    expect(&fixture.queue, 1);
    assert_false(mailbox_queue_sleep(&fixture.queue)); /* the second is there */
    expect(&fixture.queue, 2);
    assert_true(mailbox_queue_sleep(&fixture.queue));
}

/* Closed between the two steps of a send. */
static void closed_meanwhile(void **state)
{
    const struct mailbox_message sent = {1, 1};
    struct fixture fixture;
    struct mailbox_message message;
    uint64_t position;
    bool wake;

    (void)state;
    init(&fixture);
    assert_int_equal(mailbox_queue_reserve(&fixture.queue, &position), 0);
    assert_int_equal(put(&fixture.queue, 2, &wake), 0);
    mailbox_queue_close(&fixture.queue);
    assert_true(mailbox_queue_take_rest(&fixture.queue, &message));
    assert_int_equal(message.value, 2);
    assert_false(mailbox_queue_take_rest(&fixture.queue, &message));
    assert_int_equal(mailbox_queue_fill(&fixture.queue, position, &sent, &wake), -EPIPE);
    assert_false(wake);
    assert_int_equal(put(&fixture.queue, 3, &wake), -EPIPE);
    assert_false(mailbox_queue_take(&fixture.queue, &message));
}

static void closed_when_full(void **state)
{
    struct fixture fixture;
    struct mailbox_message message;
    bool wake;

    (void)state;
    init(&fixture);
    for (uint64_t i = 0; i < CELLS; i++) {
        assert_int_equal(put(&fixture.queue, i, &wake), 0);
    }
    mailbox_queue_close(&fixture.queue);
    for (uint64_t i = 0; i < CELLS; i++) {
        assert_int_equal(put(&fixture.queue, 0, &wake), -EPIPE);
        assert_true(mailbox_queue_take_rest(&fixture.queue, &message));
        assert_int_equal(message.value, i);
    }
    assert_false(mailbox_queue_take_rest(&fixture.queue, &message));
}

#define SENDERS 3
#define EACH 20000

static struct fixture shared;

static void *send_all(void *arg)
{
    const uint64_t sender = *(const uint64_t *)arg;

    for (uint64_t i = 0; i < EACH;) {
        bool wake;

        if (put(&shared.queue, sender << 32 | i, &wake)) {
            sched_yield();
        } else {
            i++;
        }
    }
    return NULL;
}

/* The messages of a sender arrive once, and in order. */
static void from_threads(void **state)
{
    uint64_t next[SENDERS] = {0}, ids[SENDERS];
    pthread_t threads[SENDERS];
    struct mailbox_message message;

    (void)state;
    init(&shared);
    for (uint64_t i = 0; i < SENDERS; i++) {
        ids[i] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, send_all, &ids[i]), 0);
    }
    for (uint32_t count = 0; count < SENDERS * EACH; count++) {
        while (!mailbox_queue_take(&shared.queue, &message)) {
            sched_yield();
        }
        assert_int_equal(message.word, 1);
        assert_true(message.value >> 32 < SENDERS);
        assert_int_equal((uint32_t)message.value, next[message.value >> 32]++);
    }
    for (int i = 0; i < SENDERS; i++) {
        join_thread(threads[i]);
    }
    assert_false(mailbox_queue_take(&shared.queue, &message));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_in_first_out), cmocka_unit_test(filled_in_another_order),
        cmocka_unit_test(closed_meanwhile),   cmocka_unit_test(closed_when_full),
        cmocka_unit_test(from_threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
