/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Calls from a callback, from the free function of a buffer and from a misuse handler: each cell of
 * docs/REENTRANCY.md, with its own ring in a child. After each cell the ring must work as before,
 * and is closed.
 */
#include "batches.h"

#include <netdb.h>

static struct {
    struct sring ring;
    struct two_fds fds, sink; /* a pipe without data, and one without a reader */
    void (*what)(void);       /* runs in the program's function */
    jmp_buf out;              /* the target of LEAVE */
    int calls, depth, deepest;
    bool leaves; /* the call does not return */
    bool closing;
    bool outside; /* the ring must not be used any more: a misuse handler */
} world;

SRING_OFFLOAD_CALLBACK(on_offloaded)
{
    (void)0;
}

static struct sring *const own = &world.ring;

/* --- the calls ----------------------------------------------------------------------------- */

static void await_one(void)
{
    int rc = sring_nop_await(own);

    CHILD_CHECK(rc == (world.closing ? -ECANCELED : 0));
}

static void wait_for_a_timer(void)
{
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight;
    struct sring_timeout_completed done;

    if (sring_timeout_init(own, &op, MILLISECOND)) {
        CHILD_CHECK(world.closing);
        return;
    }
    sring_timeout_submit(own, &op, &inflight);
    sring_timeout_wait(own, &inflight, &done);
    CHILD_CHECK(sring_timeout_finish(&done) == -ETIME);
}

static void cancel_a_read(void)
{
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_buf buf;

    if (sring_read_init(own, &op, &world.fds.in)) {
        CHILD_CHECK(world.closing);
        return;
    }
    CHILD_CHECK(sring_buf_alloc(&buf, 16) == 0);
    sring_read_submit(own, &op, &buf, &inflight);
    (void)sring_read_ready(own, &inflight);
    sring_read_cancel(own, &inflight, &done);
    CHILD_CHECK(sring_read_finish(&done, &buf) == -ECANCELED);
    sring_buf_free(&buf);
}

static void await_several(void)
{
    struct sring_nop_item items[20] = {0};
    int rc = sring_nop_await_each(own, items, 20);

    CHILD_CHECK(rc == (world.closing ? -ECANCELED : 0));
}

static void wait_for_a_batch(void)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;

    if (world.closing) {
        return;
    }
    CHILD_CHECK(sring_batch_init(own, &batch, 3) == 0);
    add_nop(own, &batch);
    add_timeout(own, &batch, MILLISECOND);
    add_nop(own, &batch);
    CHILD_CHECK(sring_batch_after(&batch, 2, 0) == 0);
    sring_batch_submit(own, &batch, &inflight);
    sring_batch_wait(own, &inflight, &done);
    sring_batch_finish(own, &done);
}

static void read_a_stream(void)
{
    struct sring_poll_multishot_building op;
    struct sring_poll_multishot_streaming stream;
    uint32_t events;

    if (sring_poll_multishot_init(own, &op, &world.fds.out, POLLOUT)) {
        CHILD_CHECK(world.closing || setup_level() > 1);
        return;
    }
    sring_poll_multishot_submit(own, &op, &stream);
    CHILD_CHECK(sring_poll_multishot_next(own, &stream, &events) == 0);
    sring_poll_multishot_end(own, &stream);
}

static int add_one(void *arg)
{
    return ++*(int *)arg;
}

static void offload_it(void)
{
    static int offloaded;
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST};
    struct addrinfo *list;
    int value = 1;
    int rc = sring_offload_launch(own, add_one, on_offloaded, &offloaded, NULL);

    CHILD_CHECK(rc == (world.closing ? -ECANCELED : 0));
    rc = sring_offload(own, add_one, &value);
    CHILD_CHECK(rc == (world.closing ? -ECANCELED : 2));
    rc = sring_resolve(own, "127.0.0.1", "80", &hints, &list);
    CHILD_CHECK(rc == (world.closing ? -ECANCELED : 0));
    if (!rc) {
        freeaddrinfo(list);
    }
    /* Port 0 is never open. */
    rc = sring_connect_to(own, "127.0.0.1", "0", 0, &(struct sring_fd){0});
    CHILD_CHECK(world.closing ? rc == -ECANCELED : rc < 0 && rc != -EAGAIN);
}

static void poll_it(void)
{
    CHILD_CHECK(sring_poll(own) >= 0);
}

static void flush_and_wait(void)
{
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;

    if (sring_nop_init(own, &op)) {
        CHILD_CHECK(world.closing);
        return;
    }
    sring_nop_submit(own, &op, &inflight);
    sring_nop_detach(own, &inflight);
    CHILD_CHECK(sring_flush_and_wait(own, 1) == 0);
    CHILD_CHECK(sring_flush(own) == 0);
    CHILD_CHECK(sring_cancel_all(own) == 0 || world.closing);
}

SRING_NOP_CALLBACK(on_another);
static void on_another(struct sring *its, struct sring_nop_completed *done, void *arg)
{
    (void)its;
    (void)sring_nop_finish(done);
    ++*(int *)arg;
}

static void start_another(void)
{
    static int calls; /* of this and of earlier ones */
    const int before = calls;
    struct sring_nop_building op;

    if (sring_nop_init(own, &op)) {
        CHILD_CHECK(world.closing);
        return;
    }
    sring_nop_start(own, &op, on_another, &calls);
    await_one();
    CHILD_CHECK(world.outside || calls == before); /* the outermost run calls it */
}

static void run_it(void)
{
    CHILD_CHECK(sring_run(own) == (world.outside ? 0 : -EDEADLK));
}

static void stop_it(void)
{
    sring_stop(own);
}

static void close_it(void)
{
    if (world.outside) {
        return; /* a handler may close: see closes_in_a_handler */
    }
    ASSERT_MISUSE("sring_close", "none of whose callbacks is running", "use sring_stop",
                  sring_close(own));
}

static void leave(void)
{
    longjmp(world.out, 1);
}

/* Also across a wait in progress. */
static void wait_and_leave(void)
{
    await_one();
    leave();
}

/* --- the callers --------------------------------------------------------------------------- */

static void enter_what(void)
{
    world.calls++;
    world.depth++;
    if (world.depth > world.deepest) {
        world.deepest = world.depth;
    }
    if (world.leaves) {
        world.depth--;
    }
    world.what();
    world.depth -= world.leaves ? 0 : 1;
}

SRING_NOP_CALLBACK(on_nop);
static void on_nop(struct sring *its, struct sring_nop_completed *done, void *arg)
{
    (void)its;
    (void)arg;
    (void)sring_nop_finish(done);
    enter_what();
}

static void start_nops(int count)
{
    for (int i = 0; i < count; i++) {
        struct sring_nop_building op;

        CHILD_CHECK(sring_nop_init(own, &op) == 0);
        sring_nop_start(own, &op, on_nop, NULL);
    }
}

static void in_run(void)
{
    start_nops(3);
    CHILD_CHECK(sring_run(own) == 0);
}

/* The functions that may cancel. */
static void await_a_timer(void)
{
    int rc = sring_timeout_await(own, MILLISECOND);

    CHILD_CHECK(rc == -ETIME || rc == -ECANCELED);
}

static void in_a_wait(void)
{
    start_nops(3);
    await_a_timer();
}

static void in_a_cancel(void)
{
    start_nops(3);
    cancel_a_read();
}

static void in_await_each(void)
{
    struct sring_nop_item items[20] = {0};

    start_nops(3);
    CHILD_CHECK(sring_nop_await_each(own, items, 20) == 0);
}

static void in_a_batch_wait(void)
{
    start_nops(3);
    wait_for_a_batch();
}

static void in_poll(void)
{
    start_nops(3);
    CHILD_CHECK(sring_flush(own) == 0);
    (void)sring_poll(own);
    (void)sring_poll(own);
}

static void in_cancel_all(void)
{
    start_nops(3);
    (void)sring_cancel_all(own);
}

static void in_close(void)
{
    start_nops(3);
    world.closing = true;
    sring_close(own);
}

static void on_free(void *data, void *arg)
{
    (void)arg;
    free(data);
    enter_what();
}

/* Detached writes to a pipe: their buffers are freed when they complete. */
static void detach_writes(int count)
{
    for (int i = 0; i < count; i++) {
        struct sring_write_building op;
        struct sring_write_submitted inflight;
        struct sring_buf buf;

        CHILD_CHECK(sring_buf_adopt(&buf, calloc(1, 8), 8, on_free, NULL) == 0);
        sring_buf_set_length(&buf, 8);
        CHILD_CHECK(sring_write_init(own, &op, &world.sink.out) == 0);
        sring_write_submit(own, &op, &buf, &inflight);
        sring_write_detach(own, &inflight);
    }
}

/* The queue of 8 is full: submit makes room. Before Linux 6.12 a worker writes to the pipe later.
 */
static void freed_in_submit(void)
{
    detach_writes(3);
    for (int i = 0; i < 20 || (!world.calls && i < 5000); i++) {
        struct sring_nop_building op;
        struct sring_nop_submitted inflight;

        if (i >= 20) {
            usleep(200);
        }
        CHILD_CHECK(sring_nop_init(own, &op) == 0);
        sring_nop_submit(own, &op, &inflight);
        sring_nop_detach(own, &inflight);
    }
}

static void freed_in_a_wait(void)
{
    detach_writes(3);
    for (int i = 0; i < 1 || (!world.calls && i < 5000); i++) {
        await_a_timer();
    }
}

static void freed_in_poll(void)
{
    detach_writes(3);
    CHILD_CHECK(sring_flush(own) == 0);
    for (int i = 0; i < 2 || (!world.calls && i < 5000); i++) {
        (void)sring_poll(own);
        usleep(200);
    }
}

static void freed_in_close(void)
{
    detach_writes(3);
    world.closing = true;
    sring_close(own);
}

/* A completed operation is detached: its buffer is freed at once. */
static void freed_in_detach(void)
{
    struct sring_write_building op;
    struct sring_write_submitted inflight;
    struct sring_buf buf;

    CHILD_CHECK(sring_buf_adopt(&buf, calloc(1, 8), 8, on_free, NULL) == 0);
    sring_buf_set_length(&buf, 8);
    CHILD_CHECK(sring_write_init(own, &op, &world.sink.out) == 0);
    sring_write_submit(own, &op, &buf, &inflight);
    while (!sring_write_ready(own, &inflight)) {
    }
    sring_write_detach(own, &inflight);
}

static void handle(const struct sring_misuse *misuse, void *arg)
{
    (void)misuse;
    sring_set_misuse_handler(NULL, NULL);
    enter_what();
    longjmp(*(jmp_buf *)arg, 1);
}

static void in_a_handler(void)
{
    struct sring_nop_building op;
    struct sring_nop_submitted inflight, copy;
    struct sring_nop_completed done;
    static jmp_buf jump;

    world.outside = true;
    CHILD_CHECK(sring_nop_init(own, &op) == 0);
    sring_nop_submit(own, &op, &inflight);
    copy = inflight;
    sring_nop_wait(own, &inflight, &done);
    (void)sring_nop_finish(&done);
    if (!setjmp(jump)) {
        sring_set_misuse_handler(handle, &jump);
        sring_nop_wait(own, &copy, &done);
    }
}

/* --- the table ----------------------------------------------------------------------------- */

#define ROW(name) {#name, name}
static const struct place {
    const char *name;
    void (*call)(void);
} places[] = {
    ROW(in_run),          ROW(in_a_wait),       ROW(in_a_cancel),   ROW(in_await_each),
    ROW(in_a_batch_wait), ROW(in_poll),         ROW(in_cancel_all), ROW(in_close),
    ROW(freed_in_submit), ROW(freed_in_a_wait), ROW(freed_in_poll), ROW(freed_in_close),
    ROW(freed_in_detach), ROW(in_a_handler),
};

static const struct place deeds[] = {
    ROW(await_one),        ROW(wait_for_a_timer),
    ROW(cancel_a_read),    ROW(await_several),
    ROW(wait_for_a_batch), ROW(read_a_stream),
    ROW(offload_it),       ROW(poll_it),
    ROW(flush_and_wait),   ROW(start_another),
    ROW(run_it),           ROW(stop_it),
    ROW(close_it),         ROW(leave),
    ROW(wait_and_leave),
};

/* The ring works as before, at any stack depth: callbacks run, and all operations complete. */
static void expect_usable(int depth)
{
    volatile unsigned char room[512];
    static int calls;
    struct sring_nop_building op;

    memset((void *)room, 0x5a, sizeof(room));
    if (depth) {
        expect_usable(depth - 1);
        return;
    }
    calls = 0;
    CHILD_CHECK(sring_nop_init(own, &op) == 0);
    sring_nop_start(own, &op, on_another, &calls);
    CHILD_CHECK(sring_timeout_await(own, MILLISECOND) == -ETIME);
    CHILD_CHECK(sring_poll(own) >= 0); /* it was kept if an earlier callback has waited */
    CHILD_CHECK(calls == 1);
    CHILD_CHECK(sring_cancel_all(own) == 0);
    (void)sring_run(own); /* a stop ends the run */
    CHILD_CHECK(sring_run(own) == 0);
    CHILD_CHECK(in_flight(own) == 0);
}

static void close_deep_down(int depth)
{
    volatile unsigned char room[512]; /* the ring's variable is unchanged */

    if (depth) {
        close_deep_down(depth - 1);
    } else {
        sring_close(own);
    }
    (void)room;
}

struct cell {
    const struct place *place, *deed;
};

static void try_cell(void *arg)
{
    const struct cell *cell = arg;

    open_ring(own, 8, 256);
    open_pipe(&world.fds);
    open_pipe(&world.sink);
    world.what = cell->deed->call;
    world.leaves = world.what == leave || world.what == wait_and_leave;
    if (!setjmp(world.out)) {
        cell->place->call();
    }
    CHILD_CHECK(world.calls >= 1);
    CHILD_CHECK(world.deepest == 1);
    if (own->live_ && !world.closing) {
        /* The free functions that are left run in a wait, and may take what it waits for. */
        world.what = world.what == wait_and_leave ? wait_for_a_timer : poll_it;
        world.leaves = false;
        expect_usable(0);
        expect_usable(20);
    }
    if (own->live_) { /* close was interrupted, or is done now */
        world.closing = true;
        world.what = poll_it;
        world.leaves = false;
        close_deep_down(10);
    }
    CHILD_CHECK(world.deepest == 1);
}

static void every_cell(void **state)
{
    bool failed = false;

    (void)state;
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        for (size_t j = 0; j < sizeof(deeds) / sizeof(deeds[0]); j++) {
            struct cell cell = {&places[i], &deeds[j]};
            char errors[4096];
            int status = in_child(try_cell, &cell, errors, sizeof(errors));

            if (status) {
                fprintf(stderr, "%s, %s: status 0x%x\n%s\n", places[i].name, deeds[j].name, status,
                        errors);
                failed = true;
            }
        }
    }
    assert_false(failed);
}

static void close_outright(void)
{
    sring_close(own);
}

static void closed_by_handler(void *arg)
{
    (void)arg;
    open_ring(own, 8, 256);
    world.what = close_outright;
    in_a_handler();
    CHILD_CHECK(!own->live_);
}

static void closes_in_a_handler(void **state)
{
    (void)state;
    expect_child(closed_by_handler, NULL);
}

/* --- many at a time ------------------------------------------------------------------------ */

static int order[20000];
static int count;

SRING_TIMEOUT_CALLBACK(on_time);
static void on_time(struct sring *its, struct sring_timeout_completed *done, void *arg)
{
    (void)sring_timeout_finish(done);
    order[count++] = (int)(intptr_t)arg;
    world.depth++;
    if (world.depth > world.deepest) {
        world.deepest = world.depth;
    }
    CHILD_CHECK(sring_nop_await(its) == 0);
    world.depth--;
}

static void many_timers(void *arg)
{
    uint64_t at = now_ns() + 20 * MILLISECOND;

    (void)arg;
    open_ring(own, 256, 20100);
    for (int i = 0; i < 20000; i++) {
        struct sring_timeout_building op;

        CHILD_CHECK(sring_timeout_init(own, &op, at) == 0);
        sring_timeout_set_flags(&op, 1); /* absolute: all fire together */
        sring_timeout_start(own, &op, on_time, (void *)(intptr_t)i);
    }
    CHILD_CHECK(sring_run(own) == 0);
    CHILD_CHECK(count == 20000);
    CHILD_CHECK(world.deepest == 1);
    sring_close(own);
}

static void as_many_as_fire(void **state)
{
    (void)state;
    expect_child(many_timers, NULL);
}

static void many_frees(void *arg)
{
    int left = 2000;
    (void)arg;
    open_ring(own, 256, 4096);
    open_pipe(&world.fds);
    open_pipe(&world.sink);
    world.what = await_one;
    while (left > 0) {
        detach_writes(100);
        left -= 100;
        CHILD_CHECK(sring_timeout_await(own, MILLISECOND) == -ETIME);
    }
    for (int i = 0; world.calls < 2000 && i < 5000; i++) { /* written by a worker */
        (void)sring_poll(own);
        usleep(200);
    }
    CHILD_CHECK(world.calls == 2000);
    CHILD_CHECK(world.deepest == 1);
    sring_close(own);
}

static void as_many_as_are_freed(void **state)
{
    (void)state;
    expect_child(many_frees, NULL);
}

static int heard[64], heard_count;

SRING_NOP_CALLBACK(on_order);
static void on_order(struct sring *its, struct sring_nop_completed *done, void *arg)
{
    (void)sring_nop_finish(done);
    heard[heard_count++] = (int)(intptr_t)arg;
    CHILD_CHECK(sring_nop_await(its) == 0);
}

/* Callbacks kept while another one waited run in the order of completion. */
static void in_order(void *arg)
{
    (void)arg;
    open_ring(own, 8, 256);
    for (int i = 0; i < 64; i++) {
        struct sring_nop_building op;

        CHILD_CHECK(sring_nop_init(own, &op) == 0);
        sring_nop_start(own, &op, on_order, (void *)(intptr_t)i);
    }
    CHILD_CHECK(sring_run(own) == 0);
    CHILD_CHECK(heard_count == 64);
    for (int i = 0; i < 64; i++) {
        CHILD_CHECK(heard[i] == i);
    }
    sring_close(own);
}

static void kept_in_order(void **state)
{
    (void)state;
    expect_child(in_order, NULL);
}

/* --- stop ---------------------------------------------------------------------------------- */

static void stop_is_sticky(void *arg)
{
    struct sring_timeout_building op;

    (void)arg;
    open_ring(own, 8, 256);
    world.what = stop_it;
    start_nops(1);
    CHILD_CHECK(sring_timeout_await(own, MILLISECOND) == -ETIME); /* the callback runs here */
    CHILD_CHECK(world.calls == 1);
    CHILD_CHECK(sring_timeout_init(own, &op, 500 * MILLISECOND) == 0);
    sring_timeout_start(own, &op, on_time, NULL);
    CHILD_CHECK(sring_run(own) == 0 && in_flight(own) == 1); /* ends the next run */
    CHILD_CHECK(sring_run(own) == 0 && in_flight(own) == 0); /* and no other */
    sring_stop(own);
    CHILD_CHECK(sring_run(own) ==
                0); /* nothing is in flight: run ends by itself, and clears the stop */
    CHILD_CHECK(sring_timeout_init(own, &op, 500 * MILLISECOND) == 0);
    sring_timeout_start(own, &op, on_time, NULL);
    CHILD_CHECK(sring_run(own) == 0 && in_flight(own) == 0);
    sring_close(own);
}

static void stops_the_next_run(void **state)
{
    (void)state;
    expect_child(stop_is_sticky, NULL);
}

/* A callback that waits and begins its operation again cannot prevent run from ending. */
SRING_NOP_CALLBACK(on_again);
static void on_again(struct sring *its, struct sring_nop_completed *done, void *arg)
{
    struct sring_nop_building op;

    (void)arg;
    (void)sring_nop_finish(done);
    if (sring_nop_init(its, &op) == 0) {
        sring_nop_start(its, &op, on_again, NULL);
        world.depth = sring_nop_await(its);
    }
    if (++world.calls == 100) {
        sring_stop(its);
    }
}

static void stop_a_busy_loop(void *arg)
{
    struct sring_nop_building op;

    (void)arg;
    open_ring(own, 8, 256);
    CHILD_CHECK(sring_nop_init(own, &op) == 0);
    sring_nop_start(own, &op, on_again, NULL);
    CHILD_CHECK(sring_run(own) == 0);
    CHILD_CHECK(world.calls < 200);
    CHILD_CHECK(sring_timeout_await(own, MILLISECOND) == -ETIME); /* nor a wait from returning */
    sring_close(own);
}

static void stops_a_busy_loop(void **state)
{
    (void)state;
    expect_child(stop_a_busy_loop, NULL);
}

/* --- two rings ----------------------------------------------------------------------------- */

static struct sring other;

/* Jumps out of the callback of the ring; the callback of the other ring closes the ring. */
SRING_NOP_CALLBACK(on_either);
static void on_either(struct sring *its, struct sring_nop_completed *done, void *arg)
{
    (void)arg;
    (void)sring_nop_finish(done);
    if (its == own) {
        longjmp(world.out, 1);
    }
    sring_close(own);
}

static __attribute__((noinline)) void run_nop(struct sring *its)
{
    struct sring_nop_building op;

    CHILD_CHECK(sring_nop_init(its, &op) == 0);
    sring_nop_start(its, &op, on_either, NULL);
    if (!setjmp(world.out)) {
        CHILD_CHECK(sring_run(its) == 0);
    }
}

static void run_both(void *arg)
{
    (void)arg;
    open_ring(own, 8, 256);
    open_ring(&other, 8, 256);
    run_nop(own);
    run_nop(&other); /* at the same stack address as the callback left before */
    sring_close(&other);
}

static void left_where_another_runs(void **state)
{
    (void)state;
    expect_child(run_both, NULL);
}

/* --- NULL ---------------------------------------------------------------------------------- */

static void null_callback(void **state)
{
    struct sring *its = *state;
    struct sring_nop_building op;
    struct sring_read_building read;
    struct sring_buf buf;
    struct two_fds fds;

    open_pipe(&fds);
    new_buf(&buf, 8);
    assert_int_equal(sring_nop_init(its, &op), 0);
    ASSERT_MISUSE("sring_nop_start", "a callback", "NULL", sring_nop_start(its, &op, NULL, NULL));
    sring_nop_abandon(its, &op); /* nothing was consumed */
    assert_int_equal(sring_read_init(its, &read, &fds.in), 0);
    ASSERT_MISUSE("sring_read_start", "a callback", "NULL",
                  sring_read_start(its, &read, &buf, NULL, NULL));
    sring_read_abandon(its, &read);
    sring_buf_free(&buf);
    close_two(its, &fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell),
        cmocka_unit_test(closes_in_a_handler),
        cmocka_unit_test(as_many_as_fire),
        cmocka_unit_test(as_many_as_are_freed),
        cmocka_unit_test(kept_in_order),
        cmocka_unit_test(stops_the_next_run),
        cmocka_unit_test(stops_a_busy_loop),
        cmocka_unit_test(left_where_another_runs),
        RING_TEST(null_callback),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
