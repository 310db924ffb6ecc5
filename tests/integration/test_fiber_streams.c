/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Fibers that wait for the items of a stream: an item resumes its fiber at once, and none is lost,
 * doubled or out of order.
 */
#include "batches.h"
#include "switches.h"

#include <poll.h>
#include <sys/socket.h>

enum {
    CLIENTS = 16,
    BUFFERS = 64,
    SIZE = 8 /* bytes of a buffer */
};

/* The short way needs a kernel that posts completions only while it is entered. */
static bool is_short(void)
{
    return setup_level() <= 0 && !is_simulated() && !getenv("SRING_TEST_UNRULY") &&
           !test_option("sqpoll") && !test_option("audit") && kernel_is_at_least(6, 12);
}

/* --- a fiber that receives ------------------------------------------------------------------ */

struct client {
    struct two_fds fds;           /* `in` is stashed */
    struct sring_buf_ring *group; /* stashed */
    uint64_t pause;               /* nanoseconds after each item */
    struct sring_ticket receiving;
    char text[256];
    size_t length, items;
};

SRING_FIBER(receive_all)
{
    struct client *client = arg;
    struct sring_recv_multishot_building op;
    struct sring_recv_multishot_streaming stream;
    int rc;

    sring_fd_borrow(&client->fds.in);
    sring_buf_ring_borrow(client->group);
    rc = sring_recv_multishot_init(ring, &op, &client->fds.in, client->group);
    sring_buf_ring_return(client->group);
    sring_fd_return(&client->fds.in);
    if (rc) {
        return rc;
    }
    sring_recv_multishot_submit(ring, &op, &stream);
    client->receiving = sring_recv_multishot_ticket(&stream);
    for (;;) {
        struct sring_lent_buf item;
        size_t length;

        rc = sring_recv_multishot_next(ring, &stream, &item);
        if (rc) {
            break;
        }
        length = sring_lent_buf_length(&item);
        assert_true(length <= SIZE && client->length + length < sizeof(client->text));
        if (length) {
            memcpy(client->text + client->length, sring_lent_buf_data(&item), length);
        }
        sring_lent_buf_return(&item);
        if (!length) { /* the end */
            break;
        }
        client->length += length;
        client->items++;
        if (client->pause) {
            assert_int_equal(sring_sleep(ring, client->pause), 0);
        }
    }
    sring_recv_multishot_end(ring, &stream);
    return rc;
}

static void open_client(struct client *client, struct sring_buf_ring *group, uint64_t pause)
{
    *client = (struct client){.group = group, .pause = pause};
    open_socketpair(&client->fds, SOCK_STREAM);
    sring_fd_stash(&client->fds.in);
}

static void close_client(struct sring *ring, struct client *client) SRING_REQUIRES(*ring)
{
    sring_fd_claim(&client->fds.in);
    sring_fd_close(ring, &client->fds.in);
}

static void stash_group(struct sring *ring, struct sring_buf_ring *group, unsigned buffers)
    SRING_REQUIRES(*ring)
{
    int rc = sring_buf_ring_open(ring, group, buffers, SIZE, NULL);

    assert_int_equal(rc, 0);
    sring_buf_ring_stash(group);
}

static void close_stashed(struct sring *ring, struct sring_buf_ring *group) SRING_REQUIRES(*ring)
{
    sring_buf_ring_claim(group);
    sring_buf_ring_close(ring, group);
}

/* --- tests ---------------------------------------------------------------------------------- */

/* From the loop to a fiber, on to the others, and back: not back to the loop for each. */
static void from_fiber_to_fiber(void **state)
{
    static struct client clients[CLIENTS];
    struct sring *ring = *state;
    struct sring_buf_ring group;
    struct sring_scope scope;

    NEEDS(6, 0, "a multishot receive");
    stash_group(ring, &group, BUFFERS);
    sring_scope_open(ring, &scope);
    for (size_t i = 0; i < CLIENTS; i++) {
        open_client(&clients[i], &group, 0);
        assert_int_equal(sring_scope_spawn(ring, &scope, receive_all, &clients[i]), 0);
    }
    (void)sring_run_for(ring, 5 * MILLISECOND);
    for (int round = 1; round <= 5; round++) {
        for (size_t i = 0; i < CLIENTS; i++) {
            write_text(&clients[i].fds.out, "text");
        }
        switches = 0;
        for (size_t i = 0; i < CLIENTS; i++) {
            while (clients[i].items < (size_t)round) {
                assert_true(sring_run_once(ring, SRING_FOREVER) >= 0);
            }
        }
        if (is_short()) {
            assert_true(switches <= CLIENTS + 4);
        }
    }
    for (size_t i = 0; i < CLIENTS; i++) {
        assert_string_equal(clients[i].text, "texttexttexttexttext");
        sring_fd_close(ring, &clients[i].fds.out);
    }
    assert_int_equal(sring_scope_close(ring, &scope), 0);
    for (size_t i = 0; i < CLIENTS; i++) {
        close_client(ring, &clients[i]);
    }
    close_stashed(ring, &group);
}

/* Runs one fiber while the other end sends the texts, each in a turn of its own. */
static void converse(struct sring *ring, unsigned buffers, uint64_t pause, const char *const *texts)
    SRING_REQUIRES(*ring)
{
    struct client client;
    struct sring_buf_ring group;
    struct sring_fiber fiber;
    char all[256] = "";
    int rc;

    stash_group(ring, &group, buffers);
    open_client(&client, &group, pause);
    rc = sring_spawn(ring, &fiber, receive_all, &client);
    assert_int_equal(rc, 0);
    (void)sring_run_for(ring, MILLISECOND);
    for (; *texts; texts++) {
        write_text(&client.fds.out, *texts);
        strcat(all, *texts);
        (void)sring_run_for(ring, MILLISECOND);
    }
    while (client.length < strlen(all)) {
        assert_true(sring_run_once(ring, SRING_FOREVER) >= 0);
    }
    sring_fd_close(ring, &client.fds.out);
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_string_equal(client.text, all);
    close_client(ring, &client);
    close_stashed(ring, &group);
}

/* From Linux 6.10 on one item may fill several buffers. */
static void more_than_a_buffer(void **state)
{
    static const char *const texts[] = {"0123456789abcdefghij", "kl",
                                        "mnopqrstuvwxyzABCDEFGHIJKLMNO", "P", NULL};

    NEEDS(6, 0, "a multishot receive");
    converse(*state, BUFFERS, 0, texts);
}

/* Some items come while the fiber waits for something else. */
static void meanwhile(void **state)
{
    static const char *const texts[] = {"a", "bc", "def", "0123456789abcdef", "g", "hi", NULL};

    NEEDS(6, 0, "a multishot receive");
    converse(*state, BUFFERS, 2 * MILLISECOND, texts);
}

/* The item wakes nobody who waits no more. */
static void cancelled(void **state)
{
    struct sring *ring = *state;

    NEEDS(6, 0, "a multishot receive");
    for (int way = 0; way < 3; way++) {
        struct client client;
        struct sring_buf_ring group;
        struct sring_fiber fiber;
        int rc;

        stash_group(ring, &group, BUFFERS);
        open_client(&client, &group, 0);
        rc = sring_spawn(ring, &fiber, receive_all, &client);
        assert_int_equal(rc, 0);
        (void)sring_run_for(ring, MILLISECOND);
        assert_true(sring_pending(ring, client.receiving));
        if (way == 0) { /* the fiber */
            sring_fiber_cancel(ring, &fiber);
            write_text(&client.fds.out, "late");
        } else if (way == 1) {
            write_text(&client.fds.out, "soon");
            sring_fiber_cancel(ring, &fiber);
        } else { /* the operation */
            assert_int_equal(sring_cancel(ring, client.receiving), 0);
        }
        assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
        sring_fd_close(ring, &client.fds.out);
        close_client(ring, &client);
        close_stashed(ring, &group);
    }
}

SRING_FIBER(receive_once)
{
    struct client *client = arg;
    struct sring_buf buf;
    int rc;

    new_buf(&buf, 16);
    sring_fd_borrow(&client->fds.in);
    rc = sring_recv_await(ring, &client->fds.in, &buf);
    sring_fd_return(&client->fds.in);
    sring_buf_free(&buf);
    return rc < 0 ? rc : 0;
}

SRING_FIBER(wait_for_three)
{
    (void)arg;
    return sring_flush_and_wait_for(ring, 3, 100 * MILLISECOND, 0);
}

/* What a fiber claims does not count for another one, which waits for any three completions; but
 * its wait ends when nothing can come any more. */
static void count(struct sring *ring, struct sring_buf_ring *group, sring_fiber_fn *receiver,
                  size_t texts, int expected) SRING_REQUIRES(*ring)
{
    static struct client clients[4];
    struct sring_scope scope;
    struct sring_fiber counter;
    int rc;

    sring_scope_open(ring, &scope);
    for (size_t i = 0; i < 4; i++) {
        open_client(&clients[i], group, 0);
        assert_int_equal(sring_scope_spawn(ring, &scope, receiver, &clients[i]), 0);
    }
    (void)sring_run_for(ring, MILLISECOND);
    for (size_t i = 0; i < texts; i++) {
        write_text(&clients[i].fds.out, "text");
    }
    rc = sring_spawn(ring, &counter, wait_for_three, NULL);
    assert_int_equal(rc, 0);
    assert_int_equal(sring_join(ring, &counter), expected);
    for (size_t i = 0; i < 4; i++) {
        sring_fd_close(ring, &clients[i].fds.out);
    }
    assert_int_equal(sring_scope_close(ring, &scope), 0);
    for (size_t i = 0; i < 4; i++) {
        close_client(ring, &clients[i]);
    }
}

static void claimed_by_others(void **state)
{
    struct sring *ring = *state;
    struct sring_buf_ring group;

    NEEDS(6, 0, "a multishot receive");
    stash_group(ring, &group, BUFFERS);
    count(ring, &group, receive_all, 2, -ETIME);
    count(ring, &group, receive_once, 2, -ETIME);
    count(ring, &group, receive_once, 4, 0);
    close_stashed(ring, &group);
}

/* Those that end switch on, too. */
SRING_FIBER(end_at_once)
{
    unsigned *left = arg;

    (void)ring;
    --*left;
    return 0;
}

static void from_an_end_to_a_beginning(void **state)
{
    struct sring *ring = *state;
    struct sring_scope scope;
    unsigned left = 50;

    sring_scope_open(ring, &scope);
    for (unsigned i = left; i > 0; i--) {
        assert_int_equal(sring_scope_spawn(ring, &scope, end_at_once, &left), 0);
    }
    switches = 0;
    assert_int_equal(sring_scope_close(ring, &scope), 0);
    assert_int_equal(left, 0);
    assert_true(switches <= 50 + 4);
}

/* --- cancelled before the kernel has read the request ---------------------------------------- */

struct early {
    struct sring_fd listener; /* both are stashed */
    struct sring_fiber fiber;
};

SRING_FIBER(accept_next)
{
    struct early *early = arg;
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;
    struct sring_fd item;
    int rc;

    sring_fd_borrow(&early->listener);
    rc = sring_accept_multishot_init(ring, &op, &early->listener);
    sring_fd_return(&early->listener);
    if (rc) {
        return rc;
    }
    sring_accept_multishot_set_rearm(&op);
    sring_accept_multishot_submit(ring, &op, &stream);
    rc = sring_accept_multishot_next(ring, &stream, &item);
    if (!rc) {
        sring_fd_stash(&item); /* perhaps no descriptor of the test's own */
    }
    sring_accept_multishot_end(ring, &stream);
    return rc;
}

SRING_FIBER(poll_next)
{
    struct early *early = arg;
    struct sring_poll_multishot_building op;
    struct sring_poll_multishot_streaming stream;
    uint32_t events;
    int rc;

    sring_fd_borrow(&early->listener);
    rc = sring_poll_multishot_init(ring, &op, &early->listener, POLLIN);
    sring_fd_return(&early->listener);
    if (rc) {
        return rc;
    }
    sring_poll_multishot_set_rearm(&op);
    sring_poll_multishot_submit(ring, &op, &stream);
    rc = sring_poll_multishot_next(ring, &stream, &events);
    sring_poll_multishot_end(ring, &stream);
    return rc;
}

SRING_FIBER(cancel_it)
{
    struct early *early = arg;

    sring_fiber_borrow(&early->fiber);
    sring_fiber_cancel(ring, &early->fiber);
    sring_fiber_return(&early->fiber);
    return 0;
}

/* The request becomes a no-op, whose result is no item, and no reason to begin again. */
static void cancelled_early(void **state)
{
    sring_fiber_fn *const fns[] = {accept_next, poll_next};
    struct sring *ring = *state;

    NEEDS(5, 19, "a multishot accept");
    for (size_t i = 0; i < 2; i++) {
        struct early early;
        struct sring_fiber canceller;
        struct sockaddr_storage address;
        socklen_t length;
        int rc;

        listen_on(&early.listener, AF_INET, &address, &length);
        sring_fd_stash(&early.listener);
        rc = sring_spawn(ring, &early.fiber, fns[i], &early);
        assert_int_equal(rc, 0);
        sring_fiber_stash(&early.fiber);
        rc = sring_spawn(ring, &canceller, cancel_it, &early);
        assert_int_equal(rc, 0);
        assert_int_equal(sring_join(ring, &canceller), 0);
        sring_fiber_claim(&early.fiber);
        assert_int_equal(sring_join(ring, &early.fiber), -ECANCELED);
        sring_fd_claim(&early.listener);
        sring_fd_close(ring, &early.listener);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WHOLE_RING_TEST(from_fiber_to_fiber),
        WHOLE_RING_TEST(more_than_a_buffer),
        WHOLE_RING_TEST(meanwhile),
        WHOLE_RING_TEST(cancelled),
        WHOLE_RING_TEST(cancelled_early),
        WHOLE_RING_TEST(claimed_by_others),
        WHOLE_RING_TEST(from_an_end_to_a_beginning),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
