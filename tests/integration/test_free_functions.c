/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Free functions of buffers that a wait calls before it sleeps. Such a function may take the
 * completion that is waited for, defer a callback, or wake somebody: the wait looks again. And
 * functions of the program that are left in a fiber. Each test has its own ring in a child.
 */
#include "support.h"

#include <setjmp.h>

#define LIMIT (5000 * MILLISECOND) /* of a wait that ends at once */

static struct {
    struct sring ring;
    struct two_fds fds, sink; /* a pipe without data, and one without a reader */
    struct sring_event event;
    void (*what)(void); /* runs in the free function */
    int freed;
    uint64_t start;
} world;

static struct sring *const own = &world.ring;

static void on_free(void *data, void *arg)
{
    (void)arg;
    free(data);
    world.freed++;
    world.what();
}

/* A write whose buffer is freed when it completes. */
static struct sring_ticket detach_a_write(void)
{
    struct sring_write_building op;
    struct sring_write_submitted inflight;
    struct sring_ticket ticket;
    struct sring_buf buf;

    CHILD_CHECK(sring_buf_adopt(&buf, calloc(1, 8), 8, on_free, NULL) == 0);
    sring_buf_set_length(&buf, 8);
    CHILD_CHECK(sring_write_init(own, &op, &world.sink.out) == 0);
    sring_write_submit(own, &op, &buf, &inflight);
    ticket = sring_write_ticket(&inflight);
    sring_write_detach(own, &inflight);
    return ticket;
}

/* The next turn of a loop frees a buffer and finds no completion: sring_pending has taken it. */
static void make_one_due(void)
{
    struct sring_ticket ticket = detach_a_write();

    CHILD_CHECK(sring_flush_and_wait(own, 1) == 0);
    CHILD_CHECK(!sring_pending(own, ticket) && !world.freed);
}

static void begin(void (*what)(void))
{
    open_ring(own, 8, 64);
    open_pipe(&world.fds);
    open_pipe(&world.sink);
    world.what = what;
    world.start = now_ns();
}

static void end(void)
{
    CHILD_CHECK(world.freed == 1);
    CHILD_CHECK(now_ns() - world.start < LIMIT);
    sring_close(own);
}

static void await_one(void)
{
    CHILD_CHECK(sring_nop_await(own) == 0);
}

/* --- what a wait is for --------------------------------------------------------------------- */

static void wait_for_a_nop(void *arg)
{
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;
    struct sring_nop_completed done;
    struct sring_ticket ticket;
    uint32_t which;

    (void)arg;
    begin(await_one);
    make_one_due();
    CHILD_CHECK(sring_nop_init(own, &op) == 0);
    sring_nop_submit(own, &op, &inflight);
    ticket = sring_nop_ticket(&inflight);
    CHILD_CHECK(sring_wait_any(own, &ticket, 1, LIMIT, &which) == 0);
    sring_nop_wait(own, &inflight, &done);
    CHILD_CHECK(sring_nop_finish(&done) == 0);
    end();
}

static void takes_the_completion(void **state)
{
    (void)state;
    expect_child(wait_for_a_nop, NULL);
}

static void set_event(void)
{
    sring_event_set(own, &world.event);
}

static void wait_for_the_event(void *arg)
{
    (void)arg;
    begin(set_event);
    make_one_due();
    CHILD_CHECK(sring_event_wait_for(own, &world.event, LIMIT) == 0);
    end();
}

static void wakes_the_wait(void **state)
{
    (void)state;
    expect_child(wait_for_the_event, NULL);
}

/* --- what others do ------------------------------------------------------------------------- */

/* Waits for a byte, which a callback or a fiber writes. */
static void wait_for_a_byte(void)
{
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_ticket ticket;
    struct sring_buf buf;
    uint32_t which;

    CHILD_CHECK(sring_buf_alloc(&buf, 1) == 0);
    CHILD_CHECK(sring_read_init(own, &op, &world.fds.in) == 0);
    sring_read_submit(own, &op, &buf, &inflight);
    ticket = sring_read_ticket(&inflight);
    CHILD_CHECK(sring_wait_any(own, &ticket, 1, LIMIT, &which) == 0);
    sring_read_wait(own, &inflight, &done);
    CHILD_CHECK(sring_read_finish(&done, &buf) == 1);
    sring_buf_free(&buf);
}

static void write_a_byte(void)
{
    CHILD_CHECK(write(sring_fd_raw(&world.fds.out), "x", 1) == 1);
}

SRING_NOP_CALLBACK(on_nop)
{
    (void)ring;
    (void)arg;
    (void)sring_nop_finish(done);
    write_a_byte();
}

static void defer_a_callback(void)
{
    struct sring_nop_building op;

    CHILD_CHECK(sring_nop_init(own, &op) == 0);
    sring_nop_start(own, &op, on_nop, NULL);
    await_one();
}

static void wait_for_the_callback(void *arg)
{
    (void)arg;
    begin(defer_a_callback);
    make_one_due();
    wait_for_a_byte();
    end();
}

static void defers_a_callback(void **state)
{
    (void)state;
    expect_child(wait_for_the_callback, NULL);
}

SRING_FIBER(writes_after_the_event)
{
    int rc = sring_event_wait(ring, &world.event);

    (void)arg;
    write_a_byte();
    return rc;
}

static void wait_for_the_fiber(void *arg)
{
    struct sring_fiber fiber;

    (void)arg;
    begin(set_event);
    CHILD_CHECK(sring_spawn(own, &fiber, writes_after_the_event, NULL) == 0);
    (void)sring_run_once(own, 0);
    make_one_due();
    wait_for_a_byte();
    CHILD_CHECK(sring_join(own, &fiber) == 0);
    end();
}

static void wakes_a_fiber(void **state)
{
    (void)state;
    expect_child(wait_for_the_fiber, NULL);
}

/* sring_run_once counts completions, not buffers. */
static void run_it_once(void *arg)
{
    (void)arg;
    begin(set_event);
    make_one_due();
    CHILD_CHECK(sring_run_once(own, LIMIT) == 0);
    end();
}

static void is_not_counted(void **state)
{
    (void)state;
    expect_child(run_it_once, NULL);
}

/* --- left in a fiber ------------------------------------------------------------------------ */

static jmp_buf out;

static void leave(void)
{
    if (world.freed == 1) {
        longjmp(out, 1);
    }
}

/* A write that is over, and whose buffer has a free function. */
static void write_all(struct sring *ring, struct sring_write_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_PRODUCES(*inflight)
{
    struct sring_write_building op;
    struct sring_buf buf;

    CHILD_CHECK(sring_buf_adopt(&buf, calloc(1, 8), 8, on_free, NULL) == 0);
    sring_buf_set_length(&buf, 8);
    CHILD_CHECK(sring_write_init(ring, &op, &world.sink.out) == 0);
    sring_write_submit(ring, &op, &buf, inflight);
    while (!sring_write_ready(ring, inflight)) {
    }
}

/* Detaches a write that is over: its free function runs at once, and is left. */
SRING_FIBER(leaves)
{
    struct sring_write_submitted inflight;

    (void)arg;
    write_all(ring, &inflight);
    if (!setjmp(out)) {
        sring_write_detach(ring, &inflight);
    }
    return 0;
}

/* The fiber ends without another call. */
static void leave_in_a_fiber(void *arg)
{
    struct sring_fiber fiber;

    (void)arg;
    begin(leave);
    CHILD_CHECK(sring_spawn(own, &fiber, leaves, NULL) == 0);
    CHILD_CHECK(sring_join(own, &fiber) == 0);
    CHILD_CHECK(world.freed == 1);
    (void)detach_a_write();
    CHILD_CHECK(sring_run(own) == 0);
    CHILD_CHECK(world.freed == 2);
    sring_close(own);
}

static void left_in_a_fiber(void **state)
{
    (void)state;
    expect_child(leave_in_a_fiber, NULL);
}

/* Detaches in a frame far below that of its caller. */
static __attribute__((noinline)) void detach_deep_down(struct sring *ring,
                                                       struct sring_write_submitted *inflight)
    SRING_REQUIRES(*ring) SRING_CONSUMES(*inflight)
{
    volatile unsigned char frame[4096];

    frame[0] = 0;
    (void)frame[0];
    sring_write_detach(ring, inflight);
}

SRING_FIBER(leaves_from_deep_down)
{
    struct sring_write_submitted inflight;

    (void)arg;
    write_all(ring, &inflight);
    if (!setjmp(out)) {
        detach_deep_down(ring, &inflight);
    }
    return sring_event_wait_for(ring, &world.event, LIMIT);
}

SRING_FIBER(sets_the_event)
{
    (void)arg;
    sring_event_set(ring, &world.event);
    return 0;
}

/* The wait behind it, in a frame above, lets the other fiber run. */
static void leave_from_deep_down(void *arg)
{
    struct sring_fiber waits, sets;

    (void)arg;
    begin(leave);
    CHILD_CHECK(sring_spawn(own, &waits, leaves_from_deep_down, NULL) == 0);
    CHILD_CHECK(sring_spawn(own, &sets, sets_the_event, NULL) == 0);
    CHILD_CHECK(sring_join(own, &waits) == 0);
    CHILD_CHECK(sring_join(own, &sets) == 0);
    end();
}

static void left_from_deep_down(void **state)
{
    (void)state;
    expect_child(leave_from_deep_down, NULL);
}

static jmp_buf out_of_second;
static struct sring second;

SRING_NOP_CALLBACK(on_second)
{
    (void)ring;
    (void)arg;
    (void)sring_nop_finish(done);
    longjmp(out_of_second, 1);
}

/* Runs another ring, and is left by its callback. */
SRING_FIBER(runs_second)
{
    struct sring_nop_building op;

    (void)ring;
    (void)arg;
    sring_assert_owner(&second);
    CHILD_CHECK(sring_nop_init(&second, &op) == 0);
    sring_nop_start(&second, &op, on_second, NULL);
    if (!setjmp(out_of_second)) {
        (void)sring_run(&second);
    }
    return 0;
}

static void run_in_a_fiber(void *arg)
{
    struct sring_fiber fiber;

    (void)arg;
    open_ring(own, 8, 64);
    open_ring(&second, 8, 64);
    CHILD_CHECK(sring_spawn(own, &fiber, runs_second, NULL) == 0);
    CHILD_CHECK(sring_join(own, &fiber) == 0);
    CHILD_CHECK(sring_run(&second) == 0);
    sring_close(&second);
    sring_close(own);
}

static void second_ring_left_in_a_fiber(void **state)
{
    (void)state;
    expect_child(run_in_a_fiber, NULL);
}

static struct sring_fiber sleeping; /* stashed */

SRING_TRUSTED static void join_it(void)
{
    ASSERT_MISUSE("sring_join", "outside of callbacks", "one in a callback",
                  sring_join(own, &sleeping));
}

SRING_FIBER(sleeps)
{
    (void)arg;
    return sring_sleep(ring, LIMIT);
}

/* A free function must not wait for other fibers, in a fiber either: they do not run meanwhile. */
static void wait_in_a_free_function(void *arg)
{
    struct sring_fiber fiber;

    (void)arg;
    begin(join_it);
    CHILD_CHECK(sring_spawn(own, &fiber, sleeps, NULL) == 0);
    sring_fiber_move_stash(&sleeping, &fiber);
    CHILD_CHECK(sring_spawn(own, &fiber, leaves, NULL) == 0);
    CHILD_CHECK(sring_join(own, &fiber) == 0);
    sring_fiber_claim(&sleeping);
    sring_fiber_cancel(own, &sleeping);
    CHILD_CHECK(sring_join(own, &sleeping) == -ECANCELED);
    end();
}

static void waits_in_a_fiber(void **state)
{
    (void)state;
    expect_child(wait_in_a_free_function, NULL);
}

/* --- free functions that run while the library begins an operation -------------------------- */

static unsigned ended[2]; /* calls of each end callback */

SRING_RECV_MULTISHOT_ITEM_CALLBACK(on_item)
{
    (void)ring, (void)arg;
    sring_lent_buf_return(item);
}

SRING_RECV_MULTISHOT_END_CALLBACK(on_first_end)
{
    (void)ring, (void)rc, (void)arg;
    ended[0]++;
}

SRING_RECV_MULTISHOT_END_CALLBACK(on_second_end)
{
    (void)ring, (void)rc, (void)arg;
    ended[1]++;
}

/* The start of the second stream, whose slot is in use, frees the buffer. */
static void leave_the_start_of_a_stream(void *arg)
{
    const struct sring_recv_multishot_options options = {.rearm = arg != NULL};
    struct sring_ticket tickets[2];
    struct sring_buf_ring group;
    struct two_fds sockets;

    open_ring(own, 2, 16);
    open_pipe(&world.fds);
    open_pipe(&world.sink);
    open_socketpair(&sockets, SOCK_STREAM);
    world.what = leave;
    CHILD_CHECK(sring_buf_ring_open(own, &group, 4, 64, NULL) == 0);
    CHILD_CHECK(sring_recv_multishot_launch(own, &sockets.in, &group, &options, on_item,
                                            on_first_end, NULL, &tickets[0]) == 0);
    make_one_due();
    if (!setjmp(out)) {
        CHILD_CHECK(sring_recv_multishot_launch(own, &sockets.in, &group, &options, on_item,
                                                on_second_end, NULL, &tickets[1]) == 0);
        (void)sring_run_for(own, 1);
    }
    CHILD_CHECK(world.freed == 1);
    sring_cancel_all(own);
    CHILD_CHECK(sring_run(own) == 0);
    CHILD_CHECK(ended[0] == 1 && ended[1] == 1);
    sring_close(own);
}

static void left_in_the_start_of_a_stream(void **state)
{
    (void)state;
    expect_child(leave_the_start_of_a_stream, NULL);
    expect_child(leave_the_start_of_a_stream, own);
}

/* Takes all slots of a ring with two entries, and the completion of a write: the next operation
 * makes room, and so frees the buffer. Returns false if a slow kernel has had it freed before. */
static bool take_the_slots(struct sring_poll_add_submitted polls[2]) SRING_PRODUCES(polls[0])
    SRING_PRODUCES(polls[1])
{
    struct sring_ticket ticket = detach_a_write();
    struct sring_poll_add_building op;
    unsigned which;

    CHILD_CHECK(sring_flush(own) == 0);
    for (int i = 0; i < 2; i++) {
        CHILD_CHECK(sring_poll_add_init(own, &op, &world.fds.in, POLLIN) == 0);
        sring_poll_add_submit(own, &op, &polls[i]);
        CHILD_CHECK(sring_flush(own) == 0);
    }
    if (sring_pending(own, ticket)) {
        CHILD_CHECK(sring_wait_any(own, &ticket, 1, LIMIT, &which) == 0);
    }
    return !world.freed;
}

static void give_up_the_slots(struct sring_poll_add_submitted polls[2]) SRING_CONSUMES(polls[0])
    SRING_CONSUMES(polls[1])
{
    struct sring_poll_add_completed done;

    for (int i = 0; i < 2; i++) {
        sring_poll_add_cancel(own, &polls[i], &done);
        CHILD_CHECK(sring_poll_add_finish(&done) == -ECANCELED);
    }
}

static bool armed;

static void leave_if_armed(void)
{
    if (armed) {
        armed = false;
        longjmp(out, 1);
    }
}

/* fclose is called again. */
static void leave_fclose(void *arg)
{
    struct sring_poll_add_submitted polls[2];
    FILE *volatile file;
    FILE *opened;

    (void)arg;
    open_ring(own, 2, 64);
    open_pipe(&world.fds);
    open_pipe(&world.sink);
    world.what = leave_if_armed;
    CHILD_CHECK(sring_fopen(own, "/dev/null", "w", &opened) == 0);
    file = opened;
    armed = take_the_slots(polls);
    if (!setjmp(out)) {
        const bool leaves = armed;

        CHILD_CHECK(fclose(file) == 0 && !leaves);
    } else {
        CHILD_CHECK(fclose(file) == 0);
    }
    CHILD_CHECK(world.freed == 1);
    give_up_the_slots(polls);
    sring_close(own);
}

static void left_in_fclose(void **state)
{
    (void)state;
    expect_child(leave_fclose, NULL);
}

#define MUCH (256 * 1024) /* bytes that are spliced */

static void open_streams(struct sring_stream *from, struct sring_stream *to) SRING_PRODUCES(*from)
    SRING_PRODUCES(*to)
{
    struct two_fds fds;
    struct sring_fd file;

    temporary_file(&file, "");
    for (size_t i = 0; i < MUCH; i += sizeof(i)) {
        CHILD_CHECK(pwrite(sring_fd_raw(&file), &i, sizeof(i), (off_t)i) == sizeof(i));
    }
    open_pipe(&fds);
    CHILD_CHECK(fcntl(sring_fd_raw(&fds.out), F_SETPIPE_SZ, 2 * MUCH) >= 2 * MUCH);
    sring_fd_move(&world.fds.in, &fds.in);
    CHILD_CHECK(sring_stream_open(own, from, &file) == 0);
    CHILD_CHECK(sring_stream_open(own, to, &fds.out) == 0);
    sring_stream_set_time_limit(from, SRING_STREAM_READ, LIMIT);
}

/* The stream's pipe is not filled by a splice that nobody knows of. */
static void leave_copy_to(void *arg)
{
    struct sring_stream from, to;

    (void)arg;
    open_ring(own, 8, 64);
    open_pipe(&world.sink);
    world.what = leave;
    open_streams(&from, &to);
    make_one_due();
    if (!setjmp(out)) {
        CHILD_CHECK(sring_stream_copy_to(own, &from, &to, MUCH) < 0);
    }
    CHILD_CHECK(world.freed == 1);
    CHILD_CHECK(sring_stream_copy_to(own, &from, &to, MUCH) == MUCH);
    for (size_t i = 0, at; i < MUCH; i += sizeof(i)) {
        CHILD_CHECK(read(sring_fd_raw(&world.fds.in), &at, sizeof(at)) == sizeof(at) && at == i);
    }
    CHILD_CHECK(sring_stream_close(own, &to) == 0);
    CHILD_CHECK(sring_stream_close(own, &from) == 0);
    sring_close(own);
}

static void left_in_copy_to(void **state)
{
    (void)state;
    expect_child(leave_copy_to, NULL);
}

static struct sring_waker waker;
static unsigned woken;

SRING_WAKER_CALLBACK(on_wake)
{
    (void)ring, (void)arg;
    CHILD_CHECK(!world.freed);
    woken++;
}

static void close_waker(void)
{
    sring_waker_claim(&waker);
    sring_waker_close(own, &waker);
}

SRING_RECV_CALLBACK(on_receive)
{
    struct sring_buf buf;

    (void)ring, (void)arg;
    (void)sring_recv_finish(done, &buf);
    sring_buf_free(&buf);
}

/* The waker's next read makes room, and so frees the buffer. */
static void close_in_its_read(void *arg)
{
    struct sring_ticket tickets[2];
    struct two_fds sockets;
    struct sring_buf buf;

    (void)arg;
    open_ring(own, 2, 16);
    open_pipe(&world.sink);
    open_socketpair(&sockets, SOCK_STREAM);
    world.what = close_waker;
    CHILD_CHECK(sring_waker_open(own, &waker, on_wake, NULL) == 0);
    sring_waker_stash(&waker);
    for (int i = 0; i < 2; i++) {
        CHILD_CHECK(sring_buf_alloc(&buf, 8) == 0);
        CHILD_CHECK(
            sring_recv_launch(own, &sockets.in, &buf, NULL, on_receive, NULL, &tickets[i]) == 0);
    }
    CHILD_CHECK(sring_flush(own) == 0);
    sring_wake(&waker);
    (void)detach_a_write();
    while (!world.freed) {
        (void)sring_run_for(own, MILLISECOND);
    }
    CHILD_CHECK(woken <= 1);
    CHILD_CHECK(sring_cancel(own, tickets[0]) == 0 && sring_cancel(own, tickets[1]) == 0);
    CHILD_CHECK(sring_run_for(own, LIMIT) == 0); /* no read of the waker is in flight */
    sring_close(own);
}

static void closes_a_waker_that_begins_to_read(void **state)
{
    (void)state;
    expect_child(close_in_its_read, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_completion),
        cmocka_unit_test(wakes_the_wait),
        cmocka_unit_test(defers_a_callback),
        cmocka_unit_test(wakes_a_fiber),
        cmocka_unit_test(is_not_counted),
        cmocka_unit_test(left_in_a_fiber),
        cmocka_unit_test(left_from_deep_down),
        cmocka_unit_test(second_ring_left_in_a_fiber),
        cmocka_unit_test(waits_in_a_fiber),
        cmocka_unit_test(left_in_the_start_of_a_stream),
        cmocka_unit_test(left_in_fclose),
        cmocka_unit_test(left_in_copy_to),
        cmocka_unit_test(closes_a_waker_that_begins_to_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
