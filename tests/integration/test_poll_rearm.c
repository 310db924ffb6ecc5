/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Polls in flight that get other events.
 */
#include "support.h"

#define LONG (20000 * MILLISECOND)

#define NEEDS_UPDATES() NEEDS(5, 13, "a poll with other events")

struct seen {
    int calls, ends, rc;
    int result;
};

SRING_POLL_ADD_CALLBACK(on_ready)
{
    struct seen *seen = arg;

    seen->calls++;
    seen->result = sring_poll_add_finish(done);
}

static struct sring_ticket start_poll(struct sring *ring, const struct sring_fd *fd,
                                      uint32_t events, struct seen *seen)
{
    struct sring_poll_add_building op;

    *seen = (struct seen){0};
    assert_int_equal(sring_poll_add_init(ring, &op, fd, events), 0);
    return sring_poll_add_start(ring, &op, on_ready, seen);
}

static void run_until_called(struct sring *ring, const struct seen *seen)
{
    while (!seen->calls) {
        assert_true(sring_run_once(ring, LONG) > 0);
    }
}

/* Flushed or not; the file is ready for the new events, or becomes ready. */
static void other_events(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;

    NEEDS_UPDATES();
    for (int way = 0; way < 4; way++) {
        struct sring_ticket ticket;
        struct seen seen;

        open_socketpair(&fds, SOCK_STREAM);
        ticket = start_poll(ring, &fds.in, POLLIN, &seen);
        if (way & 1) {
            assert_int_equal(sring_flush(ring), 0);
        }
        if (way & 2) {
            assert_int_equal(sring_poll_rearm(ring, ticket, POLLOUT), 0);
            run_until_called(ring, &seen);
            assert_int_equal(seen.result, POLLOUT);
        } else {
            assert_int_equal(sring_poll_rearm(ring, ticket, POLLPRI), 0);
            write_text(&fds.out, "x");
            assert_int_equal(sring_run_for(ring, 20 * MILLISECOND), -ETIME);
            assert_int_equal(seen.calls, 0);
            assert_true(sring_pending(ring, ticket));
            assert_int_equal(sring_poll_rearm(ring, ticket, POLLIN), 0);
            run_until_called(ring, &seen);
            assert_int_equal(seen.result, POLLIN);
        }
        assert_int_equal(seen.calls, 1);
        assert_int_equal(sring_poll_rearm(ring, ticket, POLLIN), -ENOENT);
        close_two(ring, &fds);
    }
}

static void many_times(void **state)
{
    struct sring *ring = *state;
    struct sring_ticket ticket;
    struct two_fds fds;
    struct seen seen;

    NEEDS_UPDATES();
    open_socketpair(&fds, SOCK_STREAM);
    ticket = start_poll(ring, &fds.in, POLLIN, &seen);
    for (int i = 0; i < 500; i++) {
        assert_int_equal(sring_poll_rearm(ring, ticket, i & 1 ? POLLIN : POLLPRI), 0);
    }
    assert_int_equal(seen.calls, 0);
    write_text(&fds.out, "x");
    run_until_called(ring, &seen);
    assert_int_equal(seen.result, POLLIN);
    close_two(ring, &fds);
}

/* No callback runs in sring_poll_rearm. */
static void over_in_the_queue(void **state)
{
    struct sring *ring = *state;
    struct sring_ticket ticket;
    struct two_fds fds;
    struct seen seen;
    int rc;

    NEEDS_UPDATES();
    open_socketpair(&fds, SOCK_STREAM);
    ticket = start_poll(ring, &fds.in, POLLIN, &seen);
    assert_int_equal(sring_flush(ring), 0);
    write_text(&fds.out, "x");
    do {
        rc = sring_poll_rearm(ring, ticket, POLLIN);
    } while (!rc); /* the kernel has not seen yet that the file is ready */
    assert_int_equal(rc, -ENOENT);
    assert_int_equal(seen.calls, 0);
    run_until_called(ring, &seen);
    assert_int_equal(seen.result, POLLIN);
    close_two(ring, &fds);
}

SRING_POLL_MULTISHOT_ITEM_CALLBACK(on_events)
{
    struct seen *seen = arg;

    (void)ring;
    seen->calls++;
    seen->result = (int)events;
}

SRING_POLL_MULTISHOT_END_CALLBACK(on_end)
{
    struct seen *seen = arg;

    (void)ring;
    seen->ends++;
    seen->rc = rc;
}

static void stream(void **state)
{
    struct sring *ring = *state;
    struct sring_poll_multishot_building op;
    struct sring_ticket ticket;
    struct seen seen = {0};
    struct two_fds fds;

    NEEDS_UPDATES();
    open_socketpair(&fds, SOCK_STREAM);
    assert_int_equal(sring_poll_multishot_init(ring, &op, &fds.in, POLLIN), 0);
    ticket = sring_poll_multishot_start(ring, &op, on_events, on_end, &seen);
    write_text(&fds.out, "x");
    run_until_called(ring, &seen);
    assert_int_equal(seen.result & POLLIN, POLLIN);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(sring_poll_rearm(ring, ticket, POLLOUT), 0);
        do { /* an earlier item may come first */
            seen.calls = 0;
            run_until_called(ring, &seen);
        } while (seen.result != POLLOUT);
        assert_int_equal(sring_poll_rearm(ring, ticket, POLLIN), 0);
        do {
            seen.calls = 0;
            run_until_called(ring, &seen);
        } while (seen.result != POLLIN);
    }
    assert_int_equal(seen.ends, 0);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    assert_int_equal(sring_poll_rearm(ring, ticket, POLLIN), -ENOENT);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.ends, 1);
    assert_int_equal(seen.rc, -ECANCELED);
    close_two(ring, &fds);
}

/* The deadline of set_timeout stays. */
static void with_a_deadline(void **state)
{
    struct sring *ring = *state;
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;
    struct two_fds fds;

    NEEDS_UPDATES();
    open_socketpair(&fds, SOCK_STREAM);
    assert_int_equal(sring_poll_add_init(ring, &op, &fds.in, POLLIN), 0);
    assert_int_equal(sring_poll_add_set_timeout(ring, &op, 200 * MILLISECOND), 0);
    sring_poll_add_submit(ring, &op, &inflight);
    assert_int_equal(sring_poll_rearm(ring, sring_poll_add_ticket(&inflight), POLLPRI), 0);
    write_text(&fds.out, "x");
    sring_poll_add_wait(ring, &inflight, &done);
    assert_int_equal(sring_poll_add_finish(&done), -ETIME);
    close_two(ring, &fds);
}

/* More of the library's own requests than it may have in flight. */
static void behind_many_cancels(void **state)
{
    struct sring *ring = *state;
    struct sring_ticket others[100], ticket;
    struct seen seen, other;
    struct two_fds fds;

    NEEDS_UPDATES();
    open_socketpair(&fds, SOCK_STREAM);
    ticket = start_poll(ring, &fds.in, POLLIN, &seen);
    for (int i = 0; i < 100; i++) {
        others[i] = start_poll(ring, &fds.out, POLLIN, &other);
    }
    for (int i = 0; i < 100; i++) {
        assert_int_equal(sring_cancel(ring, others[i]), 0);
    }
    assert_int_equal(sring_poll_rearm(ring, ticket, POLLOUT), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.result, POLLOUT);
    close_two(ring, &fds);
}

struct switches {
    struct sring_ticket ticket;
    int rc;
};

SRING_NOP_CALLBACK(on_nop)
{
    struct switches *switches = arg;

    (void)sring_nop_finish(done);
    switches->rc = sring_poll_rearm(ring, switches->ticket, POLLOUT);
}

static void in_a_callback(void **state)
{
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct switches switches;
    struct two_fds fds;
    struct seen seen;

    NEEDS_UPDATES();
    open_socketpair(&fds, SOCK_STREAM);
    switches.ticket = start_poll(ring, &fds.in, POLLIN, &seen);
    switches.rc = 1;
    assert_int_equal(sring_nop_init(ring, &op), 0);
    (void)sring_nop_start(ring, &op, on_nop, &switches);
    run_until_called(ring, &seen);
    assert_int_equal(switches.rc, 0);
    assert_int_equal(seen.result, POLLOUT);
    close_two(ring, &fds);
}

static void *write_and_read(void *arg)
{
    struct two_fds *fds = arg;
    char byte = 'x';

    for (int i = 0; i < 2000; i++) {
        if (write(sring_fd_raw(&fds->out), &byte, 1) != 1 ||
            read(sring_fd_raw(&fds->in), &byte, 1) != 1) {
            abort();
        }
    }
    return NULL;
}

/* The file becomes ready again and again meanwhile. */
static void beside_a_thread(void **state)
{
    struct sring *ring = *state;
    struct sring_ticket ticket;
    struct two_fds fds;
    pthread_t thread;
    struct seen seen;

    NEEDS_UPDATES();
    open_socketpair(&fds, SOCK_STREAM);
    assert_int_equal(pthread_create(&thread, NULL, write_and_read, &fds), 0);
    ticket = start_poll(ring, &fds.in, POLLIN, &seen);
    for (int i = 0; i < 500; i++) {
        int rc = sring_poll_rearm(ring, ticket, i & 1 ? POLLIN : POLLPRI);

        if (rc) {
            assert_int_equal(rc, -ENOENT);
            run_until_called(ring, &seen);
            assert_int_equal(seen.result, POLLIN);
            ticket = start_poll(ring, &fds.in, POLLIN, &seen);
        }
    }
    assert_int_equal(pthread_join(thread, NULL), 0);
    if (sring_cancel(ring, ticket) == 0 || !seen.calls) { /* it may be over */
        run_until_called(ring, &seen);
    }
    close_two(ring, &fds);
}

static void of_others(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight;
    struct sring_timeout_completed done;
    struct sring_ticket ticket;

    assert_int_equal(sring_timeout_init(ring, &op, LONG), 0);
    sring_timeout_submit(ring, &op, &inflight);
    ticket = sring_timeout_ticket(&inflight);
    assert_int_equal(sring_poll_rearm(ring, ticket, POLLIN), -EINVAL);
    assert_int_equal(sring_poll_rearm(ring, SRING_NO_TICKET, POLLIN), -ENOENT);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    sring_timeout_wait(ring, &inflight, &done);
    assert_int_equal(sring_timeout_finish(&done), -ECANCELED);
    assert_int_equal(sring_poll_rearm(ring, ticket, POLLIN), -ENOENT);
}

struct changed {
    struct two_fds fds;
    struct sring_ticket ticket;
    struct seen seen;
    int rc;
};

SRING_FIBER(change)
{
    struct changed *changed = arg;

    changed->rc = sring_poll_rearm(ring, changed->ticket, POLLPRI);
    return 0;
}

/* Each gets the answer to its own request, while both wait. */
static void in_two_fibers(void **state)
{
    struct sring *ring = *state;
    struct changed changed[2];
    struct sring_scope scope;

    NEEDS_UPDATES();
    for (int first = 0; first < 2; first++) {
        for (int i = 0; i < 2; i++) {
            open_socketpair(&changed[i].fds, SOCK_STREAM);
            changed[i].ticket = start_poll(ring, &changed[i].fds.in, POLLIN, &changed[i].seen);
        }
        assert_int_equal(sring_flush(ring), 0);
        sring_scope_open(ring, &scope);
        assert_int_equal(sring_scope_spawn(ring, &scope, change, &changed[first]), 0);
        assert_int_equal(sring_scope_spawn(ring, &scope, change, &changed[!first]), 0);
        write_text(&changed[0].fds.out, "x");
        assert_int_equal(sring_scope_close(ring, &scope), 0);
        (void)sring_run_for(ring, MILLISECOND);
        assert_int_equal(changed[0].rc, changed[0].seen.calls ? -ENOENT : 0);
        assert_int_equal(changed[1].rc, 0);
        assert_int_equal(changed[1].seen.calls, 0);
        assert_int_equal(sring_cancel_all(ring), 0);
        assert_int_equal(sring_run(ring), 0);
        close_two(ring, &changed[0].fds);
        close_two(ring, &changed[1].fds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(other_events),  SMALL_RING_TEST(many_times), RING_TEST(over_in_the_queue),
        RING_TEST(stream),        RING_TEST(with_a_deadline),  RING_TEST(behind_many_cancels),
        RING_TEST(in_a_callback), RING_TEST(beside_a_thread),  RING_TEST(of_others),
        RING_TEST(in_two_fibers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
