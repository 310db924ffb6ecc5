/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Batches that are not waited for: with a callback, asked whether they are done, by their ticket,
 * cancelled, detached.
 */
#include "batches.h"

#define LONG (20000 * MILLISECOND)

struct seen {
    int calls;
    int first, last; /* results */
};

/* Of a timeout and a nop. */
SRING_BATCH_CALLBACK(on_two)
{
    struct seen *seen = arg;

    seen->calls++;
    assert_int_equal(sring_batch_count(done), 2);
    seen->first = take_timeout(ring, done, 0);
    seen->last = take_nop(ring, done, 1);
    sring_batch_finish(ring, done);
}

static void begin_two(struct sring *ring, struct sring_batch_building *batch, uint64_t nanoseconds)
{
    assert_int_equal(sring_batch_init(ring, batch, 2), 0);
    add_timeout(ring, batch, nanoseconds);
    sring_batch_hardlink(batch);
    add_nop(ring, batch);
}

static struct sring_ticket start_two(struct sring *ring, uint64_t nanoseconds, struct seen *seen)
{
    struct sring_batch_building batch;

    begin_two(ring, &batch, nanoseconds);
    return sring_batch_start(ring, &batch, on_two, seen);
}

static void calls_back(void **state)
{
    struct sring *ring = *state;
    struct seen seen[3] = {{0}};
    struct sring_ticket ticket = start_two(ring, MILLISECOND, &seen[0]);

    (void)start_two(ring, 2 * MILLISECOND, &seen[1]);
    assert_true(sring_pending(ring, ticket));
    assert_int_equal(sring_run(ring), 0);
    assert_false(sring_pending(ring, ticket));
    assert_int_equal(sring_cancel(ring, ticket), -ENOENT);
    assert_int_equal(seen[0].calls, 1);
    assert_int_equal(seen[1].calls, 1);
    assert_int_equal(seen[0].first, -ETIME);
    assert_int_equal(seen[0].last, 0);
}

SRING_BATCH_CALLBACK(on_finish)
{
    ++*(int *)arg;
    sring_batch_finish(ring, done);
}

/* Also a batch without operations, and one whose members are all there at once. */
static void of_few_or_many(void **state)
{
    struct sring *ring = *state;
    int calls = 0;

    for (uint32_t n = 0; n <= CAPACITY; n += n < 3 ? 1 : 20) {
        struct sring_batch_building batch;
        int before = calls;

        assert_int_equal(sring_batch_init(ring, &batch, n ? n : 1), 0);
        for (uint32_t i = 0; i < n; i++) {
            add_nop(ring, &batch);
        }
        (void)sring_batch_start(ring, &batch, on_finish, &calls);
        assert_int_equal(calls, before); /* start runs no callbacks */
        assert_int_equal(sring_run(ring), 0);
        assert_int_equal(calls, before + 1);
    }
}

/* The loop of a program with epoll: it polls when the descriptor is readable. */
static void wakes_a_pollable_ring(void **state)
{
    struct sring *ring = *state;
    struct pollfd pollable = {.fd = sring_pollable_fd(ring), .events = POLLIN};
    int calls = 0;

    for (int i = 1; i <= 20; i++) {
        struct sring_batch_building batch;

        assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
        add_nop(ring, &batch);
        sring_batch_hardlink(&batch);
        add_timeout(ring, &batch, MILLISECOND);
        sring_batch_hardlink(&batch);
        add_nop(ring, &batch);
        (void)sring_batch_start(ring, &batch, on_finish, &calls);
        while (calls < i) {
            assert_int_equal(sring_flush(ring), 0);
            assert_int_equal(poll_pollable(&pollable, LOST_AFTER), 1);
            assert_true(sring_poll(ring) >= 0);
        }
    }
}

static void the_first_of_batch_and_timer(void **state)
{
    struct sring *ring = *state;
    struct sring_ticket tickets[2];
    struct seen seen = {0}, slow = {0};
    uint32_t which = 9;

    tickets[0] = start_two(ring, LONG, &slow);
    tickets[1] = start_two(ring, MILLISECOND, &seen);
    assert_int_equal(sring_wait_any(ring, tickets, 2, SRING_FOREVER, &which), 0);
    assert_int_equal(which, 1);
    assert_int_equal(sring_cancel(ring, tickets[0]), 0);
    assert_int_equal(slow.calls, 0); /* cancel runs no callbacks */
    assert_int_equal(sring_wait_any(ring, tickets, 1, SRING_FOREVER, &which), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(slow.calls, 1);
    assert_int_equal(slow.first, -ECANCELED);
    assert_int_equal(slow.last, -ECANCELED);
    assert_int_equal(seen.calls, 1);
}

static void ready_and_ticket_of_a_handle(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_ticket ticket;

    begin_two(ring, &batch, 5 * MILLISECOND);
    sring_batch_submit(ring, &batch, &inflight);
    ticket = sring_batch_ticket(&inflight);
    assert_false(sring_batch_ready(ring, &inflight));
    assert_true(sring_pending(ring, ticket));
    while (!sring_batch_ready(ring, &inflight)) {
        assert_int_equal(sring_flush_and_wait(ring, 1), 0);
    }
    assert_false(sring_pending(ring, ticket));
    sring_batch_wait(ring, &inflight, &done);
    assert_false(sring_pending(ring, ticket));
    assert_int_equal(take_timeout(ring, &done, 0), -ETIME);
    sring_batch_finish(ring, &done);
}

static void cancelled(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;

    begin_two(ring, &batch, LONG);
    sring_batch_submit(ring, &batch, &inflight);
    sring_batch_cancel(ring, &inflight, &done);
    assert_int_equal(take_timeout(ring, &done, 0), -ECANCELED);
    assert_int_equal(take_nop(ring, &done, 1), -ECANCELED);
    sring_batch_finish(ring, &done);

    assert_int_equal(sring_batch_init(ring, &batch, 1), 0); /* one that is over */
    add_nop(ring, &batch);
    sring_batch_submit(ring, &batch, &inflight);
    while (!sring_batch_ready(ring, &inflight)) {
        assert_int_equal(sring_flush_and_wait(ring, 1), 0);
    }
    sring_batch_cancel(ring, &inflight, &done);
    assert_int_equal(take_nop(ring, &done, 0), 0);
    sring_batch_finish(ring, &done);
}

/* All of it runs, and what nobody takes is reclaimed. */
static void detached(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct two_fds fds;
    int before = count_fds();

    open_pipe(&fds);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_batch_init(ring, &batch, 4), 0);
        add_write(ring, &batch, &fds.out, "hello");
        sring_batch_link(&batch);
        add_timeout(ring, &batch, MILLISECOND);
        sring_batch_hardlink(&batch);
        add_write(ring, &batch, &fds.out, "again");
        sring_batch_submit(ring, &batch, &inflight);
        if (i == 1) { /* when it is over */
            while (!sring_batch_ready(ring, &inflight)) {
                assert_int_equal(sring_flush_and_wait(ring, 1), 0);
            }
        }
        sring_batch_detach(ring, &inflight);
        if (i < 2) {
            assert_int_equal(sring_run(ring), 0);
            expect_text(&fds.in, "helloagain");
            expect_budget(ring, CAPACITY);
        }
    }
    assert_int_equal(sring_cancel_all(ring), 0); /* while the last goes on */
    assert_int_equal(sring_run(ring), 0);
    close_two(ring, &fds);
    expect_budget(ring, CAPACITY);
    assert_int_equal(count_fds(), before);
}

/* A callback may begin the next batch, and wait for another. */
struct chain {
    int left;
};

SRING_BATCH_CALLBACK(on_link)
{
    struct chain *chain = arg;
    struct sring_batch_building batch;

    sring_batch_finish(ring, done);
    if (chain->left--) {
        begin_two(ring, &batch, 1000);
        (void)sring_batch_start(ring, &batch, on_link, chain);
        begin_two(ring, &batch, 1000);
        struct sring_batch_submitted inflight;
        struct sring_batch_completed other;

        sring_batch_submit(ring, &batch, &inflight);
        sring_batch_wait(ring, &inflight, &other);
        sring_batch_finish(ring, &other);
    }
}

static void begins_the_next(void **state)
{
    struct sring *ring = *state;
    struct chain chain = {.left = 20};
    struct sring_batch_building batch;

    begin_two(ring, &batch, 1000);
    (void)sring_batch_start(ring, &batch, on_link, &chain);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(chain.left, -1);
}

static void close_calls_back(void **state)
{
    struct sring ring;
    struct seen seen = {0};

    (void)state;
    open_ring(&ring, 8, CAPACITY);
    (void)start_two(&ring, LONG, &seen);
    sring_close(&ring);
    assert_int_equal(seen.calls, 1);
    assert_int_equal(seen.first, -ECANCELED);
    assert_int_equal(seen.last, -ECANCELED);

    open_ring(&ring, 8, CAPACITY);
    for (int i = 0; i < 3; i++) { /* in each way of being forgotten */
        struct sring_batch_building batch;
        struct sring_batch_submitted inflight;

        begin_two(&ring, &batch, i ? LONG : 1);
        sring_batch_submit(&ring, &batch, &inflight);
        if (i == 0) {
            while (!sring_batch_ready(&ring, &inflight)) {
                assert_int_equal(sring_flush_and_wait(&ring, 1), 0);
            }
        } else if (i == 1) {
            sring_batch_detach(&ring, &inflight);
        }
    }
    sring_close(&ring);
}

static void fails_fast_and_detached(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;

    assert_int_equal(sring_batch_init(ring, &batch, 4), 0);
    sring_batch_set_fail_fast(&batch);
    add_timeout(ring, &batch, LONG);
    add_timeout(ring, &batch, MILLISECOND); /* -ETIME is a failure */
    add_nop(ring, &batch);
    add_nop(ring, &batch);
    assert_int_equal(sring_batch_after(&batch, 2, 0), 0);
    assert_int_equal(sring_batch_after(&batch, 3, 0), 0);
    sring_batch_submit(ring, &batch, &inflight);
    sring_batch_detach(ring, &inflight);
    assert_int_equal(sring_run(ring), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WHOLE_RING_TEST(calls_back),
        WHOLE_RING_TEST(of_few_or_many),
        WHOLE_RING_TEST(wakes_a_pollable_ring),
        WHOLE_RING_TEST(the_first_of_batch_and_timer),
        WHOLE_RING_TEST(ready_and_ticket_of_a_handle),
        WHOLE_RING_TEST(cancelled),
        WHOLE_RING_TEST(detached),
        WHOLE_RING_TEST(begins_the_next),
        WHOLE_RING_TEST(fails_fast_and_detached),
        cmocka_unit_test(close_calls_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
