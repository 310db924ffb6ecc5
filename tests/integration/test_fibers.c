/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Fibers: spawn, join, detach, cancel, yield, sleep; and what parks them.
 */
#include "batches.h"

#include <signal.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif

#define LONG (20000 * MILLISECOND)

/* --- begin and end -------------------------------------------------------------------------- */

SRING_FIBER(square)
{
    int *number = arg;

    *number *= *number;
    return *number;
}

static void returns_its_result(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    int number = 7;

    assert_int_equal(sring_spawn(ring, &fiber, square, &number), 0);
    assert_int_equal(number, 7); /* it has not begun */
    assert_true(sring_pending(ring, sring_fiber_ticket(&fiber)));
    assert_int_equal(sring_join(ring, &fiber), 49);
    assert_int_equal(number, 49);
}

static void many(void **state)
{
    enum {
        MANY = 2000
    };
    static struct sring_fiber fibers[MANY];
    static int numbers[MANY];
    struct sring *ring = *state;

    for (int i = 0; i < MANY; i++) {
        struct sring_fiber fiber;

        numbers[i] = i % 100;
        assert_int_equal(sring_spawn(ring, &fiber, square, &numbers[i]), 0);
        sring_fiber_move_stash(&fibers[i], &fiber);
    }
    assert_int_equal(sring_run(ring), 0);
    for (int i = 0; i < MANY; i++) {
        sring_fiber_claim(&fibers[i]);
        assert_false(sring_pending(ring, sring_fiber_ticket(&fibers[i])));
        assert_int_equal(sring_join(ring, &fibers[i]), i % 100 * (i % 100));
    }
}

static void is_detached(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    int first = 2, second = 3;

    assert_int_equal(sring_spawn(ring, &fiber, square, &first), 0);
    sring_fiber_detach(ring, &fiber);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(first, 4);
    assert_int_equal(sring_spawn(ring, &fiber, square, &second), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(second, 9);
    sring_fiber_detach(ring, &fiber); /* it has ended */
}

/* --- waiting -------------------------------------------------------------------------------- */

struct talk {
    struct sring_fd in, out; /* stashed */
    int rounds;
    int seen;
};

/* Reads numbers from one pipe and writes them to another, one higher. */
SRING_FIBER(pass_on)
{
    struct talk *talk = arg;
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, sizeof(int));

    assert_int_equal(rc, 0);
    for (int i = 0; i < talk->rounds && rc >= 0; i++) {
        int number;

        sring_buf_set_length(&buf, 0);
        sring_fd_borrow(&talk->in);
        rc = sring_read_await(ring, &talk->in, &buf);
        sring_fd_return(&talk->in);
        if (rc >= 0) {
            assert_int_equal(rc, sizeof(int));
            memcpy(&number, sring_buf_data(&buf), sizeof(number));
            talk->seen = number++;
            memcpy(sring_buf_data(&buf), &number, sizeof(number));
            sring_fd_borrow(&talk->out);
            assert_int_equal(sring_write_await(ring, &talk->out, &buf), sizeof(int));
            sring_fd_return(&talk->out);
        }
    }
    sring_buf_free(&buf);
    return rc < 0 ? rc : talk->seen;
}

static void stash_two(struct talk *talk, struct sring_fd *in, struct sring_fd *out)
{
    sring_fd_move_stash(&talk->in, in);
    sring_fd_move_stash(&talk->out, out);
}

static void close_talk(struct sring *ring, struct talk *talk)
{
    sring_fd_claim(&talk->in);
    sring_fd_close(ring, &talk->in);
    sring_fd_claim(&talk->out);
    sring_fd_close(ring, &talk->out);
}

/* Two fibers that wait for each other. */
static void ping_pong(void **state)
{
    struct sring *ring = *state;
    struct talk one = {.rounds = 100}, other = {.rounds = 100};
    struct sring_fiber first, second;
    struct two_fds there, back;
    int zero = 0;

    open_pipe(&there);
    open_pipe(&back);
    assert_int_equal(write(sring_fd_raw(&there.out), &zero, sizeof(zero)), sizeof(zero));
    stash_two(&one, &there.in, &back.out);
    stash_two(&other, &back.in, &there.out);
    assert_int_equal(sring_spawn(ring, &first, pass_on, &one), 0);
    assert_int_equal(sring_spawn(ring, &second, pass_on, &other), 0);
    assert_int_equal(sring_join(ring, &first), 198);
    assert_int_equal(sring_join(ring, &second), 199);
    close_talk(ring, &one);
    close_talk(ring, &other);
}

struct sleeper {
    uint64_t time;
    int *order;
    int place;
};

SRING_FIBER(sleep_once)
{
    struct sleeper *sleeper = arg;
    int rc = sring_sleep(ring, sleeper->time);

    sleeper->place = (*sleeper->order)++;
    return rc;
}

static void sleepers(void **state)
{
    enum {
        SLEEPERS = 4
    };
    struct sleeper sleeping[SLEEPERS];
    struct sring *ring = *state;
    struct sring_scope scope;
    int order = 0;

    sring_scope_open(ring, &scope);
    for (int i = 0; i < SLEEPERS; i++) {
        sleeping[i] = (struct sleeper){(uint64_t)(SLEEPERS - i) * 30 * MILLISECOND, &order, -1};
        assert_int_equal(sring_scope_spawn(ring, &scope, sleep_once, &sleeping[i]), 0);
    }
    assert_int_equal(sring_scope_close(ring, &scope), 0);
    assert_int_equal(order, SLEEPERS);
    /* An unruly kernel may change the order of what a late turn finds, and the thread of SQPOLL
     * reads one request after the other. */
    if (!getenv("SRING_TEST_UNRULY") && !test_option("sqpoll")) {
        assert_int_equal(sleeping[0].place, SLEEPERS - 1);
        assert_int_equal(sleeping[SLEEPERS - 1].place, 0);
    }
}

SRING_FIBER(flush_and_sleep)
{
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;
    struct sring_nop_completed done;

    (void)arg;
    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_submit(ring, &op, &inflight);
    assert_int_equal(sring_flush(ring), 0); /* from here on the queue is empty */
    sring_nop_wait(ring, &inflight, &done);
    assert_int_equal(sring_nop_finish(&done), 0);
    return sring_sleep(ring, 60000 * MILLISECOND);
}

/* The loop sleeps, which knows how long; not the fiber, whatever it has called before. */
static void the_loop_sleeps(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    uint64_t before = now_ns();

    assert_int_equal(sring_spawn(ring, &fiber, flush_and_sleep, NULL), 0);
    assert_int_equal(sring_run_for(ring, 10 * MILLISECOND), -ETIME);
    assert_true(is_simulated() || now_ns() - before < 30000 * MILLISECOND);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
}

SRING_FIBER(yield_often)
{
    int *turns = arg;

    for (int i = 0; i < 100; i++) {
        (*turns)++;
        sring_yield(ring);
    }
    return *turns;
}

/* They take turns; and what the kernel completes comes, though some fiber can always go on. */
static void yielding(void **state)
{
    struct sleeper sleeping = {MILLISECOND, &(int){0}, -1};
    struct sring_fiber first, second, third;
    struct sring *ring = *state;
    int turns = 0;

    assert_int_equal(sring_spawn(ring, &first, yield_often, &turns), 0);
    assert_int_equal(sring_spawn(ring, &second, yield_often, &turns), 0);
    assert_int_equal(sring_spawn(ring, &third, sleep_once, &sleeping), 0);
    assert_int_equal(sring_join(ring, &first), 200); /* the other one has had as many turns */
    assert_int_equal(sring_join(ring, &second), 200);
    assert_int_equal(sring_join(ring, &third), 0);
}

struct yielder {
    struct sring *ring;
    int others; /* how often another fiber has run */
    bool freed;
};

SRING_TRUSTED static void yield_in_free_function(void *memory, void *arg)
{
    struct yielder *yielder = arg;

    (void)memory;
    sring_yield(yielder->ring);
    assert_int_equal(yielder->others, 0);
    yielder->freed = true;
}

SRING_FIBER(free_in_fiber)
{
    static unsigned char memory[8];
    struct yielder *yielder = arg;
    struct sring_queue queue;
    struct sring_buf buf;

    assert_int_equal(sring_queue_open(ring, &queue, 1), 0);
    assert_int_equal(sring_buf_adopt(&buf, memory, sizeof(memory), yield_in_free_function, yielder),
                     0);
    assert_int_equal(sring_queue_send_buf(ring, &queue, &buf), 0);
    sring_queue_close(ring, &queue);
    assert_true(yielder->freed);
    return 0;
}

SRING_FIBER(count_run)
{
    struct yielder *yielder = arg;

    yielder->others++;
    return 0;
}

/* A free function does not park the fiber that it runs in. */
static void yielding_in_a_free_function(void **state)
{
    struct sring *ring = *state;
    struct yielder yielder = {.ring = ring};
    struct sring_fiber first, second;

    assert_int_equal(sring_spawn(ring, &first, free_in_fiber, &yielder), 0);
    assert_int_equal(sring_spawn(ring, &second, count_run, &yielder), 0);
    assert_int_equal(sring_join(ring, &first), 0);
    assert_int_equal(sring_join(ring, &second), 0);
    assert_int_equal(yielder.others, 1);
}

SRING_FIBER(yield_until_it_wakes)
{
    const struct sleeper *sleeping = arg;
    const uint64_t end = now_ns() + LONG;

    while (sleeping->place < 0 && now_ns() < end) {
        sring_yield(ring);
    }
    return sleeping->place;
}

/* The same, though this fiber can go on until it has come. */
static void yielding_until_it_comes(void **state)
{
    struct sleeper sleeping = {MILLISECOND, &(int){0}, -1};
    struct sring_fiber first, second;
    struct sring *ring = *state;

    assert_int_equal(sring_spawn(ring, &first, yield_until_it_wakes, &sleeping), 0);
    assert_int_equal(sring_spawn(ring, &second, sleep_once, &sleeping), 0);
    assert_int_equal(sring_join(ring, &first), 0);
    assert_int_equal(sring_join(ring, &second), 0);
}

struct pair {
    struct sring_ticket tickets[2];
    uint32_t which;
};

SRING_FIBER(wait_for_first)
{
    struct pair *pair = arg;

    return sring_wait_any(ring, pair->tickets, 2, LONG, &pair->which);
}

SRING_TIMEOUT_CALLBACK(ignore)
{
    (void)sring_timeout_finish(done);
}

static void first_of_two(void **state)
{
    struct sring_timeout_building op;
    struct sring *ring = *state;
    struct sring_fiber fiber;
    struct pair pair;

    assert_int_equal(sring_timeout_init(ring, &op, LONG), 0);
    pair.tickets[0] = sring_timeout_start(ring, &op, ignore, NULL);
    assert_int_equal(sring_timeout_init(ring, &op, MILLISECOND), 0);
    pair.tickets[1] = sring_timeout_start(ring, &op, ignore, NULL);
    assert_int_equal(sring_spawn(ring, &fiber, wait_for_first, &pair), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(pair.which, 1);
    assert_int_equal(sring_cancel(ring, pair.tickets[0]), 0);
    assert_int_equal(sring_run(ring), 0);
}

SRING_FIBER(wait_in_vain)
{
    uint32_t which;

    return sring_wait_any(ring, arg, 1, 5 * MILLISECOND, &which);
}

static void waits_until_its_time(void **state)
{
    struct sring_timeout_building op;
    struct sring *ring = *state;
    struct sring_ticket ticket;
    struct sring_fiber fiber;

    assert_int_equal(sring_timeout_init(ring, &op, LONG), 0);
    ticket = sring_timeout_start(ring, &op, ignore, NULL);
    assert_int_equal(sring_spawn(ring, &fiber, wait_in_vain, &ticket), 0);
    assert_int_equal(sring_join(ring, &fiber), -ETIME);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    assert_int_equal(sring_run(ring), 0);
}

struct limited {
    struct sring_ticket ticket;
    uint64_t limit;
};

SRING_FIBER(wait_until)
{
    const struct limited *limited = arg;
    uint32_t which;

    return sring_wait_any(ring, &limited->ticket, 1, limited->limit, &which);
}

SRING_FIBER(wait_again)
{
    const struct limited *limited = arg;
    uint32_t which;
    int rc = wait_until(ring, arg);

    assert_int_equal(rc, -ETIME);
    return sring_wait_any(ring, &limited->ticket, 1, SRING_FOREVER, &which);
}

/* The later time counts, too, though nothing completes when the earlier one comes. */
static void each_until_its_time(void **state)
{
    struct sring_timeout_building op;
    struct sring_fiber first, second;
    struct limited waits[2];
    struct sring *ring = *state;

    assert_int_equal(sring_timeout_init(ring, &op, LONG), 0);
    waits[0].ticket = waits[1].ticket = sring_timeout_start(ring, &op, ignore, NULL);
    waits[0].limit = 10 * MILLISECOND;
    waits[1].limit = 20 * MILLISECOND;
    assert_int_equal(sring_spawn(ring, &first, wait_again, &waits[0]), 0);
    assert_int_equal(sring_spawn(ring, &second, wait_until, &waits[1]), 0);
    assert_int_equal(sring_join(ring, &second), -ETIME);
    assert_true(sring_pending(ring, waits[0].ticket));
    assert_int_equal(sring_cancel(ring, waits[0].ticket), 0);
    assert_int_equal(sring_join(ring, &first), 0);
}

/* Nothing is in flight, but one of the fibers goes on in a moment: sring_run waits for it. */
static void until_the_others_time(void **state)
{
    struct limited waits[2] = {{.limit = SRING_FOREVER}, {.limit = 5 * MILLISECOND}};
    struct sring_fiber first, second;
    struct sring *ring = *state;

    assert_int_equal(sring_spawn(ring, &first, wait_until, &waits[0]), 0);
    assert_int_equal(sring_spawn(ring, &second, wait_until, &waits[1]), 0);
    waits[0].ticket = sring_fiber_ticket(&second);
    waits[1].ticket = sring_fiber_ticket(&first);
    assert_int_equal(sring_run(ring), 0);
    assert_false(sring_pending(ring, waits[0].ticket));
    assert_false(sring_pending(ring, waits[1].ticket));
    assert_int_equal(sring_join(ring, &first), 0);
    assert_int_equal(sring_join(ring, &second), -ETIME);
}

/* Nothing is in flight when the last callback has run: sring_run lets the fiber look. */
static void until_the_callback(void **state)
{
    struct limited wait = {.limit = SRING_FOREVER};
    struct sring_timeout_building op;
    struct sring *ring = *state;
    struct sring_fiber fiber;

    assert_int_equal(sring_timeout_init(ring, &op, MILLISECOND), 0);
    wait.ticket = sring_timeout_start(ring, &op, ignore, NULL);
    assert_int_equal(sring_spawn(ring, &fiber, wait_until, &wait), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_false(sring_pending(ring, sring_fiber_ticket(&fiber)));
    assert_int_equal(sring_join(ring, &fiber), 0);
}

/* A fiber that waits for fibers, of which one has ended when it looks. */
SRING_FIBER(spawn_more)
{
    int *depth = arg;
    struct sring_fiber fiber;
    int rc;

    if (*depth == 0) {
        return 0;
    }
    (*depth)--;
    rc = sring_spawn(ring, &fiber, spawn_more, depth);
    return rc ? rc : 1 + sring_join(ring, &fiber);
}

static void nested(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    int depth = 50;

    assert_int_equal(sring_spawn(ring, &fiber, spawn_more, &depth), 0);
    assert_int_equal(sring_join(ring, &fiber), 50);
}

SRING_FIBER(run_a_batch)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_timeout_building op;
    int *count = arg;

    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sring_timeout_init(ring, &op, MILLISECOND), 0);
        sring_timeout_add(ring, &batch, &op);
    }
    sring_batch_submit(ring, &batch, &inflight);
    sring_batch_wait(ring, &inflight, &done);
    sring_batch_finish(ring, &done);
    (*count)++;
    return 0;
}

static void batches(void **state)
{
    struct sring *ring = *state;
    struct sring_scope scope;
    int count = 0;

    sring_scope_open(ring, &scope);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(sring_scope_spawn(ring, &scope, run_a_batch, &count), 0);
    }
    assert_int_equal(sring_scope_close(ring, &scope), 0);
    assert_int_equal(count, 5);
}

/* --- cancelling ----------------------------------------------------------------------------- */

/* It never ends of itself: a regular file never makes it wait. */
SRING_FIBER(read_for_ever)
{
    const struct sring_fd *file = arg;
    struct sring_buf buf;
    int rc = sring_buf_alloc(&buf, 16);

    while (rc >= 0) {
        sring_buf_set_length(&buf, 0);
        sring_fd_borrow(file);
        rc = sring_read_at_await(ring, file, &buf, 0);
        sring_fd_return(file);
        sring_yield(ring);
    }
    sring_buf_free(&buf);
    return rc;
}

static void cancelled_at_work(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    struct sring_fd file;

    temporary_file(&file, "text");
    assert_int_equal(sring_spawn(ring, &fiber, read_for_ever, &file), 0);
    assert_int_equal(sring_sleep(ring, 5 * MILLISECOND), 0);
    assert_true(sring_pending(ring, sring_fiber_ticket(&fiber)));
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
    sring_fd_close(ring, &file);
}

static void cancelled_while_it_waits(void **state)
{
    struct sring *ring = *state;
    struct sleeper sleeping = {LONG, &(int){0}, -1};
    struct talk talk = {.rounds = 1};
    struct sring_fiber fiber;
    struct two_fds fds;

    open_pipe(&fds);
    stash_two(&talk, &fds.in, &fds.out);
    for (int begun = 0; begun < 2; begun++) {
        assert_int_equal(sring_spawn(ring, &fiber, pass_on, &talk), 0);
        if (begun) {
            assert_int_equal(sring_sleep(ring, MILLISECOND), 0);
        }
        sring_fiber_cancel(ring, &fiber);
        assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
        assert_int_equal(sring_spawn(ring, &fiber, sleep_once, &sleeping), 0);
        if (begun) {
            assert_int_equal(sring_sleep(ring, MILLISECOND), 0);
        }
        assert_int_equal(sring_cancel(ring, sring_fiber_ticket(&fiber)), 0);
        assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
    }
    close_talk(ring, &talk);
}

SRING_FIBER(join_a_sleeper)
{
    struct sring_fiber fiber;
    int rc = sring_spawn(ring, &fiber, sleep_once, arg);

    return rc ? rc : sring_join(ring, &fiber);
}

SRING_FIBER(polls_often)
{
    struct sring_poll_add_item items[20];
    int rc;

    for (int i = 0; i < 20; i++) {
        items[i].events = POLLIN;
    }
    rc = sring_poll_add_await_each(ring, arg, items, 20);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(items[i].result, -ECANCELED);
    }
    return rc == -ECANCELED ? 0 : rc; /* that of those that were not begun any more */
}

static void cancelled_in_await_each(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    struct two_fds fds;

    open_pipe(&fds);
    for (int flushed = 0; flushed < 2; flushed++) {
        assert_int_equal(sring_spawn(ring, &fiber, polls_often, &fds.in), 0);
        (void)sring_run_for(ring, flushed ? MILLISECOND : 0);
        sring_fiber_cancel(ring, &fiber);
        assert_int_equal(sring_join(ring, &fiber), 0);
    }
    close_two(ring, &fds);
}

/* What it waits for is cancelled, too, and waited for. */
static void cancelled_in_join(void **state)
{
    struct sring *ring = *state;
    struct sleeper sleeping = {LONG, &(int){0}, -1};
    struct sring_fiber fiber;

    assert_int_equal(sring_spawn(ring, &fiber, join_a_sleeper, &sleeping), 0);
    assert_int_equal(sring_sleep(ring, MILLISECOND), 0);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
    assert_int_equal(sleeping.place, 0);
}

static void cancelled_in_wait_any(void **state)
{
    struct sring_timeout_building op;
    struct sring *ring = *state;
    struct sring_fiber fiber;
    struct pair pair;

    for (int i = 0; i < 2; i++) {
        assert_int_equal(sring_timeout_init(ring, &op, LONG), 0);
        pair.tickets[i] = sring_timeout_start(ring, &op, ignore, NULL);
    }
    assert_int_equal(sring_spawn(ring, &fiber, wait_for_first, &pair), 0);
    assert_int_equal(sring_sleep(ring, MILLISECOND), 0);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sring_cancel(ring, pair.tickets[i]), 0);
    }
    assert_int_equal(sring_run(ring), 0);
}

/* What is over already makes no difference. */
static void cancelled_before_wait_any(void **state)
{
    struct pair pair = {{SRING_NO_TICKET, SRING_NO_TICKET}, 2};
    struct sring *ring = *state;
    struct sring_fiber fiber;

    assert_int_equal(sring_spawn(ring, &fiber, wait_for_first, &pair), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(sring_spawn(ring, &fiber, wait_for_first, &pair), 0);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
}

/* Closing the ring cancels the fibers and runs them to their end. */
static void ring_is_closed(void **state)
{
    struct sleeper sleeping[3];
    struct sring ring;
    int order = 0;

    (void)state;
    open_ring(&ring, 8, 64);
    for (int i = 0; i < 3; i++) {
        struct sring_fiber fiber;

        sleeping[i] = (struct sleeper){LONG, &order, -1};
        assert_int_equal(sring_spawn(&ring, &fiber, i ? sleep_once : join_a_sleeper, &sleeping[i]),
                         0);
        sring_fiber_detach(&ring, &fiber);
    }
    assert_int_equal(sring_sleep(&ring, MILLISECOND), 0);
    sring_close(&ring);
    assert_int_equal(order, 3);
}

/* What was never joined dies with the ring. */
static void never_joined(void **state)
{
    static struct sring_fiber lost[2];
    int numbers[2] = {3, 4};
    struct sring ring;

    (void)state;
    open_ring(&ring, 8, 64);
    for (int i = 0; i < 2; i++) {
        struct sring_fiber fiber;

        assert_int_equal(sring_spawn(&ring, &fiber, square, &numbers[i]), 0);
        sring_fiber_move_stash(&lost[i], &fiber);
        if (!i) {
            assert_int_equal(sring_run(&ring), 0);
        }
    }
    sring_close(&ring);
    assert_int_equal(numbers[0] + numbers[1], 25);
}

/* --- scopes --------------------------------------------------------------------------------- */

SRING_FIBER(fail_with)
{
    return -*(int *)arg;
}

/* The first error cancels the others, and is the result. */
static void first_error(void **state)
{
    struct sleeper sleeping = {LONG, &(int){0}, -1};
    struct sring *ring = *state;
    struct sring_scope scope;
    int error = EPROTO;

    sring_scope_open(ring, &scope);
    assert_int_equal(sring_scope_spawn(ring, &scope, sleep_once, &sleeping), 0);
    assert_int_equal(sring_scope_spawn(ring, &scope, fail_with, &error), 0);
    assert_int_equal(sring_sleep(ring, MILLISECOND), 0);
    assert_int_equal(sring_scope_spawn(ring, &scope, fail_with, &error), -ECANCELED);
    assert_int_equal(sring_scope_close(ring, &scope), -EPROTO);
    assert_int_equal(sleeping.place, 0);
}

/* What the cancellation of the fiber that closes the scope has cut off is no success. */
SRING_FIBER(closes_a_scope)
{
    struct sring_scope scope;

    sring_scope_open(ring, &scope);
    assert_int_equal(sring_scope_spawn(ring, &scope, sleep_once, arg), 0);
    return sring_scope_close(ring, &scope);
}

static void scope_of_a_cancelled_fiber(void **state)
{
    struct sleeper sleeping = {LONG, &(int){0}, -1};
    struct sring *ring = *state;
    struct sring_fiber fiber;

    assert_int_equal(sring_spawn(ring, &fiber, closes_a_scope, &sleeping), 0);
    assert_int_equal(sring_sleep(ring, MILLISECOND), 0);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
    assert_int_equal(sleeping.place, 0);
}

static void cancelled_scope(void **state)
{
    struct sleeper sleeping = {LONG, &(int){0}, -1};
    struct sring *ring = *state;
    struct sring_scope scope;
    struct sring_fiber fiber;

    sring_scope_open(ring, &scope);
    assert_int_equal(sring_spawn(ring, &fiber, sleep_once, &sleeping), 0);
    sring_scope_adopt(&scope, &fiber);
    assert_int_equal(sring_sleep(ring, MILLISECOND), 0);
    sring_scope_cancel(ring, &scope);
    assert_int_equal(sring_scope_close(ring, &scope), 0);
    assert_int_equal(sleeping.place, 0);
}

SRING_FIBER(open_a_scope)
{
    struct sring_scope scope;
    int rc;

    sring_scope_open(ring, &scope);
    rc = sring_scope_spawn(ring, &scope, sleep_once, arg);
    if (rc) {
        sring_scope_cancel(ring, &scope);
    }
    return sring_scope_close(ring, &scope);
}

static void cancelled_in_scope_close(void **state)
{
    struct sleeper sleeping = {LONG, &(int){0}, -1};
    struct sring *ring = *state;
    struct sring_fiber fiber;

    assert_int_equal(sring_spawn(ring, &fiber, open_a_scope, &sleeping), 0);
    assert_int_equal(sring_sleep(ring, MILLISECOND), 0);
    sring_fiber_cancel(ring, &fiber);
    (void)sring_join(ring, &fiber);
    assert_int_equal(sleeping.place, 0);
}

/* A child spawns into the scope that it belongs to. */
static struct sring_scope shared_scope; /* stashed */

SRING_FIBER(spawn_a_sibling)
{
    int rc;

    sring_scope_borrow(&shared_scope);
    rc = sring_scope_spawn(ring, &shared_scope, sleep_once, arg);
    sring_scope_return(&shared_scope);
    return rc;
}

static void siblings(void **state)
{
    struct sleeper sleeping = {MILLISECOND, &(int){0}, -1};
    struct sring *ring = *state;
    struct sring_scope scope;

    sring_scope_open(ring, &scope);
    sring_scope_move_stash(&shared_scope, &scope);
    sring_scope_borrow(&shared_scope);
    assert_int_equal(sring_scope_spawn(ring, &shared_scope, spawn_a_sibling, &sleeping), 0);
    sring_scope_return(&shared_scope);
    sring_scope_claim(&shared_scope);
    assert_int_equal(sring_scope_close(ring, &shared_scope), 0);
    assert_int_equal(sleeping.place, 0);
}

struct level {
    int depth;   /* of scopes below it */
    int *living; /* fibers that have begun and not ended */
    struct sring_ticket *tickets;
};

/* A scope in a scope in a scope; the innermost fiber sleeps. */
SRING_FIBER(nest_scopes)
{
    struct level *level = arg, below = {level->depth - 1, level->living, level->tickets};
    struct sring_scope scope;
    struct sring_fiber fiber;
    int rc;

    ++*level->living;
    if (level->depth == 0) {
        rc = sring_sleep(ring, LONG);
        --*level->living;
        return rc;
    }
    sring_scope_open(ring, &scope);
    rc = sring_spawn(ring, &fiber, nest_scopes, &below);
    if (!rc) {
        level->tickets[below.depth] = sring_fiber_ticket(&fiber);
        sring_scope_adopt(&scope, &fiber);
    }
    rc = sring_scope_close(ring, &scope);
    --*level->living;
    return rc;
}

/* Cancels the levels in this order of three. All of them end, whatever the order. */
static void cancel_in_order(struct sring *ring, const int order[3], bool at_once)
{
    struct sring_ticket tickets[3];
    struct sring_fiber fiber;
    int living = 0;
    struct level top = {2, &living, tickets};

    assert_int_equal(sring_spawn(ring, &fiber, nest_scopes, &top), 0);
    tickets[2] = sring_fiber_ticket(&fiber);
    assert_int_equal(sring_sleep(ring, MILLISECOND), 0);
    assert_int_equal(living, 3);
    for (int i = 0; i < 3; i++) {
        int rc = sring_cancel(ring, tickets[order[i]]);

        assert_true(rc == 0 || (!at_once && rc == -ENOENT));
        if (!at_once) {
            assert_int_equal(sring_sleep(ring, MILLISECOND), 0);
        }
    }
    (void)sring_join(ring, &fiber);
    assert_int_equal(living, 0);
}

static void nested_scopes(void **state)
{
    static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                    {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        cancel_in_order(*state, orders[i], false);
        cancel_in_order(*state, orders[i], true);
    }
}

/* --- several rings of one thread ---------------------------------------------------------- */

static struct sring three[3];

SRING_TRUSTED static int sleep_on_another(int which)
{
    return sring_sleep(&three[which % 3], MILLISECOND);
}

SRING_FIBER(sleep_on_others)
{
    int *first = arg;
    int rc = 0;

    for (int i = 0; i < 10 && !rc; i++) {
        rc = sleep_on_another(*first + i);
    }
    return rc;
}

/* A fiber that waits on another ring blocks its own; fibers of the other one may run meanwhile, and
 * wait on the first. */
SRING_TRUSTED static void on_other_rings(void **state)
{
    static struct sring_fiber fibers[6];
    int first[6];

    (void)state;
    for (int i = 0; i < 3; i++) {
        open_ring(&three[i], 8, 64);
    }
    for (int i = 0; i < 6; i++) {
        first[i] = i;
        assert_int_equal(sring_spawn(&three[i % 3], &fibers[i], sleep_on_others, &first[i]), 0);
    }
    for (int i = 0; i < 6; i++) {
        assert_int_equal(sring_join(&three[i % 3], &fibers[i]), 0);
    }
    for (int i = 0; i < 3; i++) {
        sring_close(&three[i]);
    }
}

/* --- stacks ------------------------------------------------------------------------------- */

SRING_FIBER(use_stack)
{
    volatile unsigned char frame[1024];
    size_t *left = arg;

    frame[0] = (unsigned char)*left;
    __asm__ volatile("" : : "r"(frame) : "memory"); /* so that the recursion stays one */
    *left -= *left < sizeof(frame) ? *left : sizeof(frame);
    return *left ? use_stack(ring, arg) + frame[0] - frame[0] : 0;
}

static void use(size_t stack, size_t bytes)
{
    struct sring_options options = {.fiber_stack = stack};
    struct sring_fiber fiber;
    struct sring ring;

    assert_int_equal(sring_open(&ring, &options), 0);
    assert_int_equal(sring_spawn(&ring, &fiber, use_stack, &bytes), 0);
    assert_int_equal(sring_join(&ring, &fiber), 0);
    sring_close(&ring);
}

static void overflow(void *arg)
{
    (void)arg;
    (void)signal(SIGSEGV, SIG_DFL); /* not the test framework's handler */
    use(65536, 1 << 20);
}

static void sizes(void **state)
{
    struct sring_options options = {.fiber_stack = 16383};
    struct sring_fiber fiber;
    char errors[1024];
    struct sring ring;
    int status;

    (void)state;
    assert_int_equal(sring_open(&ring, &options), -EINVAL);
    options.fiber_stack = SIZE_MAX - 4096;
    assert_int_equal(sring_open(&ring, &options), 0);
    assert_int_equal(sring_spawn(&ring, &fiber, use_stack, NULL), -ENOMEM);
    sring_close(&ring);
    use(1 << 21, 1 << 20);
#if defined(SANITIZED)
    SKIP("the sanitizer reports an overflow itself");
#endif
    status = in_child(overflow, NULL, errors, sizeof(errors));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    assert_non_null(strstr(errors, "a fiber needs more than its stack of 64 KiB:"));
}

static unsigned count_mappings(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    unsigned count = 0;
    int c;

    assert_non_null(maps);
    while ((c = fgetc(maps)) != EOF) {
        count += c == '\n';
    }
    (void)fclose(maps);
    return count;
}

/* There if the program is built with ThreadSanitizer. */
void *__tsan_create_fiber(unsigned flags) __attribute__((weak));

static bool has_guard_pages(void)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    void *memory = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    bool has;

    assert_true(memory != MAP_FAILED);
    has = madvise(memory, page, 102) == 0; /* MADV_GUARD_INSTALL */
    munmap(memory, page);
    return has;
}

/* The kernel limits the mappings of a process (vm.max_map_count, 65530), not the fibers. */
static void more_than_mappings(void **state)
{
    enum {
        MANY = 10100
    };
    static int number = 1;
    struct sring *ring = *state;
    struct sring_scope scope;
    unsigned before = 0;

    if (__tsan_create_fiber) {
        SKIP("ThreadSanitizer maps memory for each fiber");
    }
    if (!has_guard_pages()) {
        SKIP("guard pages without mappings need Linux 6.13");
    }
    sring_scope_open(ring, &scope);
    for (int i = 0; i < MANY; i++) {
        if (i == MANY - 100) {
            before = count_mappings();
        }
        assert_int_equal(sring_scope_spawn(ring, &scope, square, &number), 0);
    }
    ASSERT_BETWEEN(count_mappings(), before, before + 50);
    assert_int_equal(sring_scope_close(ring, &scope), 0);
}

/* --- with callbacks ------------------------------------------------------------------------- */

SRING_FIBER(run_in_fiber)
{
    return sring_run_once(ring, LONG);
}

SRING_TIMEOUT_CALLBACK(spawn_in_callback)
{
    struct sring_fiber fiber;

    (void)sring_timeout_finish(done);
    assert_int_equal(sring_spawn(ring, &fiber, sleep_once, arg), 0);
    sring_fiber_detach(ring, &fiber);
}

static void spawned_by_a_callback(void **state)
{
    struct sleeper sleeping = {MILLISECOND, &(int){0}, -1};
    struct sring_timeout_building op;
    struct sring *ring = *state;
    struct sring_fiber fiber;

    assert_int_equal(sring_timeout_init(ring, &op, 1), 0);
    sring_timeout_start(ring, &op, spawn_in_callback, &sleeping);
    assert_int_equal(sring_spawn(ring, &fiber, run_in_fiber, NULL), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(sring_join(ring, &fiber), -EDEADLK);
    assert_int_equal(sleeping.place, 0);
}

static void poll_until_ended(struct sring *ring, const struct sring_fiber *fiber)
{
    while (sring_pending(ring, sring_fiber_ticket(fiber))) {
        struct pollfd pollable = {.fd = sring_pollable_fd(ring), .events = POLLIN};

        assert_int_equal(sring_flush(ring), 0);
        assert_int_equal(poll_pollable(&pollable, LOST_AFTER), 1);
        assert_true(sring_poll(ring) >= 0);
    }
}

/* A program that only polls. */
static void by_poll(void **state)
{
    struct sleeper sleeping = {MILLISECOND, &(int){0}, -1};
    struct sring *ring = *state;
    struct sring_fiber fiber;

    assert_int_equal(sring_spawn(ring, &fiber, join_a_sleeper, &sleeping), 0);
    poll_until_ended(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), 0);
}

/* The program sleeps on the descriptor until the time of a fiber. */
static void by_poll_until_its_time(void **state)
{
    struct sring_timeout_building op;
    struct sring *ring = *state;
    struct sring_ticket ticket;
    struct sring_fiber fiber;

    assert_int_equal(sring_timeout_init(ring, &op, LONG), 0);
    ticket = sring_timeout_start(ring, &op, ignore, NULL);
    assert_int_equal(sring_spawn(ring, &fiber, wait_in_vain, &ticket), 0);
    poll_until_ended(ring, &fiber);
    assert_true(sring_pending(ring, ticket));
    assert_int_equal(sring_join(ring, &fiber), -ETIME);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    assert_int_equal(sring_run(ring), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(returns_its_result),
        SMALL_RING_TEST(many),
        RING_TEST(is_detached),
        SMALL_RING_TEST(ping_pong),
        RING_TEST(sleepers),
        RING_TEST(the_loop_sleeps),
        RING_TEST(yielding),
        RING_TEST(yielding_in_a_free_function),
        RING_TEST(yielding_until_it_comes),
        RING_TEST(first_of_two),
        RING_TEST(waits_until_its_time),
        RING_TEST(each_until_its_time),
        RING_TEST(until_the_others_time),
        RING_TEST(until_the_callback),
        RING_TEST(nested),
        RING_TEST(batches),
        RING_TEST(cancelled_at_work),
        SMALL_RING_TEST(cancelled_at_work),
        RING_TEST(cancelled_while_it_waits),
        RING_TEST(cancelled_in_await_each),
        SMALL_RING_TEST(cancelled_in_await_each),
        RING_TEST(cancelled_in_join),
        RING_TEST(cancelled_in_wait_any),
        RING_TEST(cancelled_before_wait_any),
        cmocka_unit_test(ring_is_closed),
        cmocka_unit_test(never_joined),
        RING_TEST(first_error),
        RING_TEST(cancelled_scope),
        RING_TEST(scope_of_a_cancelled_fiber),
        RING_TEST(cancelled_in_scope_close),
        RING_TEST(siblings),
        RING_TEST(nested_scopes),
        cmocka_unit_test(on_other_rings),
        cmocka_unit_test(sizes),
        RING_TEST(more_than_mappings),
        RING_TEST(spawned_by_a_callback),
        RING_TEST(by_poll),
        RING_TEST(by_poll_until_its_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
