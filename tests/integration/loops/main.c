/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A ring beside an event loop, with the functions of examples/loops: no wakeup is lost, nothing
 * spins, and neither keeps the other from its turn. Built once for each library.
 *
 * A test with a lost wakeup does not end. Whether something spins is seen by counting turns, not by
 * the time.
 */
#include "loop.h"

#include <signal.h>
#include <sys/eventfd.h>

/* --- both ways ------------------------------------------------------------------------------ */

struct world {
    struct sring ring; /* first, so that *state is the ring */
    int fds;
};

static bool ring_sleeps;
static unsigned long turns; /* in which one of the two may have slept */

int __real_sring_flush_(struct sring *ring);
int __wrap_sring_flush_(struct sring *ring);
int __real_sring_run_once_(struct sring *ring, uint64_t timeout_ns);
int __wrap_sring_run_once_(struct sring *ring, uint64_t timeout_ns);

int __wrap_sring_flush_(struct sring *ring)
{
    turns += !ring_sleeps;
    return __real_sring_flush_(ring);
}

int __wrap_sring_run_once_(struct sring *ring, uint64_t timeout_ns)
{
    turns += ring_sleeps;
    return __real_sring_run_once_(ring, timeout_ns);
}

static void run(struct sring *ring)
{
    turns = 0;
    if (ring_sleeps) {
        loop_in_ring(ring);
    } else {
        loop_with_ring_in_it(ring);
    }
}

static void quit(void *arg)
{
    (void)arg;
    loop_quit();
}

static int open_both(void **state)
{
    struct world *world = calloc(1, sizeof(*world));

    if (!world) {
        return -1;
    }
    world->fds = count_fds();
    open_ring(&world->ring, 0, 0);
    loop_open();
    *state = world;
    return 0;
}

static int close_ring_first(void **state)
{
    struct world *world = *state;
    int before = world->fds;

    sring_close(&world->ring);
    loop_close();
    free(world);
    return count_fds() == before ? 0 : -1;
}

static int close_loop_first(void **state)
{
    struct world *world = *state;
    int before = world->fds;

    loop_close();
    sring_close(&world->ring);
    free(world);
    return count_fds() == before ? 0 : -1;
}

/* --- operations ----------------------------------------------------------------------------- */

struct receiver {
    struct sring_fd *fd;
    void (*on_byte)(struct sring *ring, void *arg); /* after each message */
    void *arg;
    int count, last; /* messages; the last result */
};

SRING_RECV_CALLBACK(on_recv)
{
    struct receiver *receiver = arg;
    struct sring_buf buf;

    receiver->last = sring_recv_finish(done, &buf);
    sring_buf_free(&buf);
    receiver->count++;
    if (receiver->on_byte) {
        receiver->on_byte(ring, receiver->arg);
    }
}

static void receive(struct sring *ring, struct receiver *receiver, uint64_t timeout_ns)
{
    const struct sring_recv_options options = {.timeout_ns = timeout_ns};
    struct sring_buf buf;

    new_buf(&buf, 64);
    assert_int_equal(sring_recv_launch(ring, receiver->fd, &buf, &options, on_recv, receiver, NULL),
                     0);
}

struct nop {
    void (*fn)(struct sring *ring, void *arg);
    void *arg;
};

SRING_NOP_CALLBACK(on_nop)
{
    struct nop *nop = arg;

    assert_int_equal(sring_nop_finish(done), 0);
    nop->fn(ring, nop->arg);
}

static void start_nop(struct sring *ring, struct nop *nop)
{
    assert_int_equal(sring_nop_launch(ring, NULL, on_nop, nop, NULL), 0);
}

static void quit_in_ring(struct sring *ring, void *arg)
{
    (void)ring;
    (void)arg;
    loop_quit();
}

/* --- many events ---------------------------------------------------------------------------- */

/* A byte goes to and fro: the ring receives it and sends it back, the loop reads and writes it. */
struct game {
    struct sring *ring;
    struct two_fds fds;
    struct receiver receiver;
    unsigned rounds, last;
};

SRING_SEND_CALLBACK(on_sent)
{
    struct game *game = arg;
    struct sring_buf buf;

    assert_int_equal(sring_send_finish(done, &buf), 1);
    sring_buf_free(&buf);
    receive(ring, &game->receiver, 0);
}

static void send_back(struct sring *ring, void *arg)
{
    struct game *game = arg;
    struct sring_buf buf;

    if (game->receiver.last == -ECANCELED) {
        return;
    }
    assert_int_equal(game->receiver.last, 1);
    text_buf(&buf, "r");
    assert_int_equal(sring_send_launch(ring, &game->fds.in, &buf, NULL, on_sent, game, NULL), 0);
}

static void read_back(void *arg)
{
    struct game *game = arg;
    char byte;

    assert_int_equal(read(sring_fd_raw(&game->fds.out), &byte, 1), 1);
    if (++game->rounds == game->last) {
        loop_quit();
    } else {
        write_text(&game->fds.out, "l");
    }
}

static void ten_thousand_to_and_fro(void **state)
{
    struct sring *ring = *state;
    struct game game = {.ring = ring, .last = 10000};

    open_socketpair(&game.fds, SOCK_STREAM);
    game.receiver = (struct receiver){.fd = &game.fds.in, .on_byte = send_back, .arg = &game};
    receive(ring, &game.receiver, 0);
    loop_watch(sring_fd_raw(&game.fds.out), read_back, &game);
    write_text(&game.fds.out, "l");
    run(ring);
    assert_int_equal(game.rounds, game.last);
    assert_true(turns <= 3 * game.last + 100);
    (void)sring_cancel_all(ring);
    assert_int_equal(sring_run(ring), 0);
    close_two(ring, &game.fds);
}

/* The same with a fiber in the ring. */
SRING_FIBER(play)
{
    struct game *game = arg;
    struct sring_buf buf;
    int rc;

    new_buf(&buf, 64);
    do {
        sring_buf_set_length(&buf, 0);
        rc = sring_recv_await(ring, &game->fds.in, &buf);
        if (rc > 0) {
            rc = sring_send_await(ring, &game->fds.in, &buf);
        }
    } while (rc > 0);
    sring_buf_free(&buf);
    return rc;
}

static void a_thousand_with_a_fiber(void **state)
{
    struct sring *ring = *state;
    struct game game = {.ring = ring, .last = 1000};
    struct sring_fiber fiber;

    open_socketpair(&game.fds, SOCK_STREAM);
    assert_int_equal(sring_spawn(ring, &fiber, play, &game), 0);
    loop_watch(sring_fd_raw(&game.fds.out), read_back, &game);
    write_text(&game.fds.out, "l");
    run(ring);
    assert_int_equal(game.rounds, game.last);
    assert_true(turns <= 3 * game.last + 100);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
    close_two(ring, &game.fds);
}

/* The ring reads an eventfd that the loop writes: kernels since 6.11 delay the signal of that, and
 * may forget it. */
struct wake {
    struct sring *ring;
    struct sring_fd events;
    struct two_fds pipe;
    int rounds;
};

SRING_READ_CALLBACK(on_event)
{
    struct wake *wake = arg;
    struct sring_buf buf;

    assert_int_equal(sring_read_finish(done, &buf), 8);
    if (++wake->rounds == 100) {
        sring_buf_free(&buf);
        loop_quit();
        return;
    }
    write_text(&wake->pipe.out, "x");
    sring_buf_set_length(&buf, 0);
    assert_int_equal(sring_read_launch(ring, &wake->events, &buf, NULL, on_event, wake, NULL), 0);
}

static void write_event(void *arg)
{
    struct wake *wake = arg;
    char byte;

    assert_int_equal(read(sring_fd_raw(&wake->pipe.in), &byte, 1), 1);
    assert_int_equal(eventfd_write(sring_fd_raw(&wake->events), 1), 0);
}

static void woken_by_an_eventfd(void **state)
{
    struct sring *ring = *state;
    struct wake wake = {.ring = ring};
    struct sring_buf buf;

    open_pipe(&wake.pipe);
    sring_fd_adopt(&wake.events, eventfd(0, EFD_CLOEXEC));
    new_buf(&buf, 8);
    assert_int_equal(sring_read_launch(ring, &wake.events, &buf, NULL, on_event, &wake, NULL), 0);
    loop_watch(sring_fd_raw(&wake.pipe.in), write_event, &wake);
    write_text(&wake.pipe.out, "x");
    run(ring);
    assert_true(turns <= 8 * 100 + 100);
    close_two(ring, &wake.pipe);
    sring_fd_close(ring, &wake.events);
}

/* --- nothing spins -------------------------------------------------------------------------- */

static void sleeps_with_nothing_to_do(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct receiver receiver = {.fd = &fds.in};
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;
    struct sring_nop_completed done;

    open_socketpair(&fds, SOCK_STREAM);
    receive(ring, &receiver, 0);
    assert_int_equal(sring_nop_init(ring, &op), 0); /* a result that nobody takes */
    sring_nop_submit(ring, &op, &inflight);
    for (int i = 0; i < 3; i++) {
        loop_after(50, quit, NULL);
        if (i < 2) {
            loop_watch(sring_fd_raw(&fds.out), quit, NULL);
        }
        run(ring);
        assert_true(turns <= 20);
    }
    sring_nop_wait(ring, &inflight, &done);
    assert_int_equal(sring_nop_finish(&done), 0);
    assert_int_equal(receiver.count, 0);
    write_text(&fds.out, "x");
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(receiver.count, 1);
    close_two(ring, &fds);
}

/* A stream that is not over, an item that nobody takes, and fibers that wait. */
SRING_FIBER(sleep_long)
{
    (void)arg;
    return sring_sleep(ring, 3600 * 1000 * MILLISECOND);
}

static void sleeps_beside_fibers(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fibers[3];

    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_spawn(ring, &fibers[i], sleep_long, NULL), 0);
        sring_fiber_stash(&fibers[i]);
    }
    loop_after(100, quit, NULL);
    run(ring);
    assert_true(turns <= 20);
    for (int i = 0; i < 3; i++) {
        sring_fiber_claim(&fibers[i]);
        sring_fiber_cancel(ring, &fibers[i]);
        assert_int_equal(sring_join(ring, &fibers[i]), -ECANCELED);
    }
}

/* --- what is begun where --------------------------------------------------------------------- */

struct begin {
    struct sring *ring;
    struct two_fds fds;
    struct receiver receiver;
    struct nop nop;
    struct sring_ticket timer;
    int steps;
};

static void begin_receive(void *arg)
{
    struct begin *begin = arg;

    receive(begin->ring, &begin->receiver, 0);
}

/* The kernel gets it before the loop sleeps. */
static void begun_in_a_callback_of_the_loop(void **state)
{
    struct sring *ring = *state;
    struct begin begin = {.ring = ring};

    open_socketpair(&begin.fds, SOCK_STREAM);
    begin.receiver = (struct receiver){.fd = &begin.fds.in, .on_byte = quit_in_ring};
    for (int i = 1; i <= 10; i++) {
        write_text(&begin.fds.out, "x");
        loop_after(1, begin_receive, &begin);
        run(ring);
        assert_int_equal(begin.receiver.count, i);
    }
    close_two(ring, &begin.fds);
}

static void begin_nop(void *arg)
{
    struct begin *begin = arg;

    start_nop(begin->ring, &begin->nop);
}

static void begin_timer(struct sring *ring, void *arg)
{
    struct begin *begin = arg;

    (void)ring;
    if (++begin->steps == 50) {
        loop_quit();
    } else {
        loop_after(1, begin_nop, begin);
    }
}

/* The loop's time counts although the other one has slept without it. */
static void timers_begun_in_callbacks_of_the_ring(void **state)
{
    struct sring *ring = *state;
    struct begin begin = {.ring = ring};

    begin.nop = (struct nop){begin_timer, &begin};
    start_nop(ring, &begin.nop);
    run(ring);
    assert_int_equal(begin.steps, 50);
    assert_true(turns <= 50 * 10);
}

static void watched_is_ready(void *arg)
{
    struct begin *begin = arg;

    begin->steps++;
    loop_quit();
}

static void watch_something(struct sring *ring, void *arg)
{
    struct begin *begin = arg;

    (void)ring;
    loop_watch(sring_fd_raw(&begin->fds.in), watched_is_ready, begin);
}

static void watched_in_a_callback_of_the_ring(void **state)
{
    struct sring *ring = *state;
    struct begin begin = {.ring = ring};

    begin.nop = (struct nop){watch_something, &begin};
    open_socketpair(&begin.fds, SOCK_STREAM);
    write_text(&begin.fds.out, "x");
    start_nop(ring, &begin.nop);
    run(ring);
    assert_int_equal(begin.steps, 1);
    close_two(ring, &begin.fds);
}

/* A descriptor is closed, and its number is that of another file. */
static void replace_watched(struct sring *ring, void *arg)
{
    struct begin *begin = arg;
    int number = sring_fd_raw(&begin->fds.in);
    int ends[2];

    loop_unwatch(number);
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    assert_int_equal(dup3(ends[0], number, O_CLOEXEC), number);
    close(ends[0]);
    assert_int_equal(write(ends[1], "x", 1), 1);
    close(ends[1]);
    watch_something(ring, arg);
}

static void a_number_of_another_file(void **state)
{
    struct sring *ring = *state;
    struct begin begin = {.ring = ring};

    begin.nop = (struct nop){replace_watched, &begin};
    open_socketpair(&begin.fds, SOCK_STREAM);
    loop_watch(sring_fd_raw(&begin.fds.in), watched_is_ready, &begin);
    loop_after(5, begin_nop, &begin);
    run(ring);
    assert_int_equal(begin.steps, 1);
    close_two(ring, &begin.fds);
}

/* A wait in a callback of the loop takes completions of others, too. Nothing of them is lost. */
static void wait_in_callback(void *arg)
{
    struct begin *begin = arg;

    receive(begin->ring, &begin->receiver, 0);
    write_text(&begin->fds.out, "x");
    assert_int_equal(sring_timeout_await(begin->ring, 5 * MILLISECOND), -ETIME);
    begin->steps++;
}

static void waits_in_a_callback_of_the_loop(void **state)
{
    struct sring *ring = *state;
    struct begin begin = {.ring = ring};

    open_socketpair(&begin.fds, SOCK_STREAM);
    begin.receiver = (struct receiver){.fd = &begin.fds.in, .on_byte = quit_in_ring};
    loop_after(1, wait_in_callback, &begin);
    run(ring);
    assert_int_equal(begin.steps, 1);
    assert_int_equal(begin.receiver.count, 1);
    close_two(ring, &begin.fds);
}

static void take_one_byte(void *arg)
{
    struct begin *begin = arg;
    char byte;

    assert_int_equal(read(sring_fd_raw(&begin->fds.in), &byte, 1), 1);
    if (++begin->steps == 3) {
        loop_quit();
    }
}

/* What is left unread is reported again. */
static void level_triggered(void **state)
{
    struct sring *ring = *state;
    struct begin begin = {.ring = ring};

    open_socketpair(&begin.fds, SOCK_STREAM);
    write_text(&begin.fds.out, "abc");
    loop_watch(sring_fd_raw(&begin.fds.in), take_one_byte, &begin);
    run(ring);
    assert_int_equal(begin.steps, 3);
    close_two(ring, &begin.fds);
}

/* --- times of the ring ------------------------------------------------------------------------ */

static void a_deadline_wakes(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct receiver receiver = {.fd = &fds.in, .on_byte = quit_in_ring};

    open_socketpair(&fds, SOCK_STREAM);
    for (int i = 0; i < 3; i++) {
        receive(ring, &receiver, 10 * MILLISECOND);
        run(ring);
        assert_int_equal(receiver.last, -ETIME);
        assert_true(turns <= 20);
    }
    close_two(ring, &fds);
}

SRING_TIMEOUT_CALLBACK(on_rearmed)
{
    struct begin *begin = arg;

    begin->steps = sring_timeout_finish(done);
    loop_quit();
}

static void rearm(void *arg)
{
    struct begin *begin = arg;

    assert_int_equal(sring_timeout_rearm(begin->ring, begin->timer, 5 * MILLISECOND), 0);
}

/* An hour becomes 5 ms. */
static void a_time_moved_in_a_callback_of_the_loop(void **state)
{
    struct sring *ring = *state;
    struct begin begin = {.ring = ring};

    assert_int_equal(sring_timeout_launch(ring, 3600 * 1000 * MILLISECOND, NULL, on_rearmed, &begin,
                                          &begin.timer),
                     0);
    loop_after(5, rearm, &begin);
    run(ring);
    assert_int_equal(begin.steps, -ETIME);
}

SRING_FIBER(wait_for_times)
{
    struct begin *begin = arg;
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight;
    struct sring_timeout_completed done;
    struct sring_ticket ticket;
    uint32_t which;

    assert_int_equal(sring_timeout_init(ring, &op, 3600 * 1000 * MILLISECOND), 0);
    sring_timeout_submit(ring, &op, &inflight);
    ticket = sring_timeout_ticket(&inflight);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_sleep(ring, 2 * MILLISECOND), 0);
        assert_int_equal(sring_wait_any(ring, &ticket, 1, 2 * MILLISECOND, &which), -ETIME);
        begin->steps++;
    }
    sring_timeout_cancel(ring, &inflight, &done);
    assert_int_equal(sring_timeout_finish(&done), -ECANCELED);
    loop_quit();
    return 0;
}

static void times_of_a_fiber(void **state)
{
    struct sring *ring = *state;
    struct begin begin = {.ring = ring};
    struct sring_fiber fiber;

    assert_int_equal(sring_spawn(ring, &fiber, wait_for_times, &begin), 0);
    run(ring);
    assert_int_equal(begin.steps, 3);
    assert_int_equal(sring_join(ring, &fiber), 0);
}

/* A fiber that is begun in a callback of the loop. */
static void spawn_in_callback(void *arg)
{
    struct begin *begin = arg;
    struct sring_fiber fiber;

    assert_int_equal(sring_spawn(begin->ring, &fiber, wait_for_times, begin), 0);
    sring_fiber_detach(begin->ring, &fiber);
}

static void a_fiber_begun_in_a_callback_of_the_loop(void **state)
{
    struct sring *ring = *state;
    struct begin begin = {.ring = ring};

    loop_after(1, spawn_in_callback, &begin);
    run(ring);
    assert_int_equal(begin.steps, 3);
}

/* --- wakers ----------------------------------------------------------------------------------- */

static struct sring_waker waker; /* stashed */

static void on_user_signal(int number)
{
    (void)number;
    sring_wake(&waker);
}

static void raise_it(void *arg)
{
    (void)arg;
    raise(SIGUSR1);
}

SRING_WAKER_CALLBACK(on_wake)
{
    int *count = arg;

    if (++*count == 20) {
        loop_quit();
    } else {
        loop_after(1, raise_it, NULL);
    }
}

static void a_signal_handler_wakes(void **state)
{
    struct sring *ring = *state;
    struct sring_waker opened;
    int count = 0;

    assert_int_equal(sring_waker_open(ring, &opened, on_wake, &count), 0);
    sring_waker_move_stash(&waker, &opened);
    signal(SIGUSR1, on_user_signal);
    loop_after(1, raise_it, NULL);
    run(ring);
    assert_int_equal(count, 20);
    signal(SIGUSR1, SIG_DFL);
    sring_waker_claim(&waker);
    sring_waker_close(ring, &waker);
}

/* --- nobody starves --------------------------------------------------------------------------- */

struct flood {
    struct sring *ring;
    struct two_fds fds;
    struct nop nop;
    bool over;
    int calls;   /* of the loop's function */
    int done;    /* operations */
    int expired; /* timers of the loop */
};

static void flood_ring(struct sring *ring, void *arg)
{
    struct flood *flood = arg;

    flood->done++;
    if (!flood->over) {
        start_nop(ring, &flood->nop);
    }
}

static void count_expired(void *arg)
{
    struct flood *flood = arg;

    flood->expired++;
    if (flood->expired < 10) {
        loop_after(1, count_expired, flood);
    } else if (flood->calls >= 100) {
        flood->over = true;
        loop_quit();
    }
}

static void count_calls(void *arg)
{
    struct flood *flood = arg;

    flood->calls++; /* and leaves it readable */
    if (flood->calls >= 100 && flood->expired >= 10) {
        flood->over = true;
        loop_quit();
    }
}

/* The ring always has something to do. */
static void a_flood_in_the_ring(void **state)
{
    struct sring *ring = *state;
    struct flood flood = {.ring = ring};

    flood.nop = (struct nop){flood_ring, &flood};
    open_pipe(&flood.fds);
    for (int i = 0; i < 8; i++) {
        start_nop(ring, &flood.nop);
    }
    loop_watch(sring_fd_raw(&flood.fds.in), count_calls, &flood);
    loop_after(1, count_expired, &flood);
    write_text(&flood.fds.out, "x");
    run(ring);
    assert_true(flood.done >= 8);
    assert_int_equal(sring_run(ring), 0);
    close_two(ring, &flood.fds);
}

static void a_hundred_operations(struct sring *ring, void *arg)
{
    struct flood *flood = arg;

    if (++flood->done == 100) {
        loop_quit();
    } else {
        start_nop(ring, &flood->nop);
    }
}

static void only_count(void *arg)
{
    struct flood *flood = arg;

    flood->calls++;
}

/* The loop always has something to do. */
static void a_flood_in_the_loop(void **state)
{
    struct sring *ring = *state;
    struct flood flood = {.ring = ring};

    flood.nop = (struct nop){a_hundred_operations, &flood};
    open_pipe(&flood.fds);
    write_text(&flood.fds.out, "x");
    loop_watch(sring_fd_raw(&flood.fds.in), only_count, &flood);
    start_nop(ring, &flood.nop);
    run(ring);
    assert_int_equal(flood.done, 100);
    close_two(ring, &flood.fds);
}

/* --- the end ---------------------------------------------------------------------------------- */

/* Both are closed with something in flight, in the order of the teardown. */
static void closed_in_flight(void **state)
{
    static struct two_fds fds;
    static struct receiver receiver;
    struct sring *ring = *state;
    struct sring_fiber fiber;

    open_socketpair(&fds, SOCK_STREAM);
    receiver = (struct receiver){.fd = &fds.in};
    receive(ring, &receiver, 1000 * MILLISECOND);
    assert_int_equal(sring_spawn(ring, &fiber, sleep_long, NULL), 0);
    sring_fiber_detach(ring, &fiber);
    loop_after(5, quit, NULL);
    run(ring);
    assert_int_equal(receiver.count, 0);
    close(sring_fd_release(&fds.in));
    close(sring_fd_release(&fds.out));
}

static void runs_again(void **state)
{
    struct sring *ring = *state;
    struct nop nop = {quit_in_ring, NULL};

    for (int i = 0; i < 5; i++) {
        start_nop(ring, &nop);
        run(ring);
        loop_after(1, quit, NULL);
        run(ring);
    }
}

#define LOOP_TEST(name) cmocka_unit_test_setup_teardown(name, open_both, close_ring_first)
#define LOOP_TEST_LOOP_FIRST(name)                                                                 \
    cmocka_unit_test_setup_teardown(name, open_both, close_loop_first)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOP_TEST(ten_thousand_to_and_fro),
        LOOP_TEST(a_thousand_with_a_fiber),
        LOOP_TEST(woken_by_an_eventfd),
        LOOP_TEST(sleeps_with_nothing_to_do),
        LOOP_TEST(sleeps_beside_fibers),
        LOOP_TEST(begun_in_a_callback_of_the_loop),
        LOOP_TEST(timers_begun_in_callbacks_of_the_ring),
        LOOP_TEST(watched_in_a_callback_of_the_ring),
        LOOP_TEST(a_number_of_another_file),
        LOOP_TEST(waits_in_a_callback_of_the_loop),
        LOOP_TEST(level_triggered),
        LOOP_TEST(a_deadline_wakes),
        LOOP_TEST(a_time_moved_in_a_callback_of_the_loop),
        LOOP_TEST(times_of_a_fiber),
        LOOP_TEST(a_fiber_begun_in_a_callback_of_the_loop),
        LOOP_TEST(a_signal_handler_wakes),
        LOOP_TEST(a_flood_in_the_ring),
        LOOP_TEST(a_flood_in_the_loop),
        LOOP_TEST(closed_in_flight),
        LOOP_TEST_LOOP_FIRST(closed_in_flight),
        LOOP_TEST(runs_again),
    };
    int failed;

    loop_open(); /* some libraries keep descriptors for the next loop */
    loop_close();
    failed = cmocka_run_group_tests_name("the loop sleeps", tests, NULL, NULL);
    if (!loop_stays_outside) {
        ring_sleeps = true;
        failed += cmocka_run_group_tests_name("the ring sleeps", tests, NULL, NULL);
    }
    return failed;
}
