/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams with callbacks: one call for each item, in order, and one for the end.
 */
#include "batches.h"

#include <netinet/in.h>
#include <sys/un.h>

#define LONG (20000 * MILLISECOND)

struct seen {
    struct sring_ticket ticket;
    int items, ends, rc;
    int stop_at; /* items, and then the stream is cancelled */
    char text[4096];
    size_t length;
    bool waits; /* for something else, in the callback */
};

static void count_item(struct sring *ring, struct seen *seen)
{
    assert_int_equal(seen->ends, 0);
    if (++seen->items == seen->stop_at) {
        assert_int_equal(sring_cancel(ring, seen->ticket), 0);
    }
    if (seen->waits) {
        assert_int_equal(sring_timeout_await(ring, MILLISECOND), -ETIME);
    }
}

static void count_end(struct seen *seen, int rc)
{
    seen->ends++;
    seen->rc = rc;
}

SRING_TIMEOUT_MULTISHOT_ITEM_CALLBACK(on_tick)
{
    count_item(ring, arg);
}

SRING_TIMEOUT_MULTISHOT_END_CALLBACK(on_end)
{
    count_end(arg, rc);
}

static void ticks(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_multishot_building op;
    struct seen seen = {.stop_at = 5};

    NEEDS(6, 4, "a multishot timeout");
    assert_int_equal(sring_timeout_multishot_init(ring, &op, MILLISECOND), 0);
    seen.ticket = sring_timeout_multishot_start(ring, &op, on_tick, on_end, &seen);
    assert_true(sring_pending(ring, seen.ticket));
    assert_int_equal(sring_run(ring), 0);
    assert_true(seen.items >= 5);
    assert_int_equal(seen.ends, 1);
    assert_int_equal(seen.rc, -ECANCELED);
    assert_false(sring_pending(ring, seen.ticket));
    assert_int_equal(sring_cancel(ring, seen.ticket), -ENOENT);
}

SRING_ACCEPT_MULTISHOT_ITEM_CALLBACK(on_client)
{
    sring_fd_close(ring, item);
    count_item(ring, arg);
}

SRING_ACCEPT_MULTISHOT_END_CALLBACK(on_accept_end)
{
    count_end(arg, rc);
}

/* A pipe accepts nobody: the end comes before the first item. */
static void refused(void **state)
{
    struct sring *ring = *state;
    struct sring_accept_multishot_building op;
    struct seen seen = {0};
    struct two_fds fds;

    NEEDS(5, 19, "a multishot accept");
    open_pipe(&fds);
    assert_int_equal(sring_accept_multishot_init(ring, &op, &fds.in), 0);
    (void)sring_accept_multishot_start(ring, &op, on_client, on_accept_end, &seen);
    assert_int_equal(seen.ends, 0); /* start runs no callbacks */
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.items, 0);
    assert_int_equal(seen.ends, 1);
    assert_int_equal(seen.rc, -ENOTSOCK);
    close_two(ring, &fds);
}

static void connect_to(const struct sockaddr_storage *address, socklen_t length)
{
    int client = socket(address->ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(client >= 0);
    assert_int_equal(connect(client, (const struct sockaddr *)address, length), 0);
    close(client);
}

static void clients(void **state)
{
    struct sring *ring = *state;
    struct sring_accept_multishot_building op;
    struct sockaddr_storage address;
    struct sring_fd listener;
    socklen_t length;
    int before = count_fds();

    NEEDS(5, 19, "a multishot accept");
    listen_on(&listener, AF_INET, &address, &length);
    for (int way = 0; way < 4; way++) {
        struct seen seen = {.waits = way & 1};

        assert_int_equal(sring_accept_multishot_init(ring, &op, &listener), 0);
        seen.ticket = sring_accept_multishot_start(ring, &op, on_client, on_accept_end, &seen);
        assert_int_equal(sring_flush(ring), 0);
        for (int i = 1; i <= 20; i++) {
            connect_to(&address, length);
            if (way & 2) { /* something else takes it: it is kept */
                assert_int_equal(sring_nop_await(ring), 0);
            } else {
                assert_true(sring_run_once(ring, 0) >= 0);
            }
        }
        while (seen.items < 20) {
            assert_true(sring_run_once(ring, LONG) >= 0);
        }
        assert_int_equal(sring_cancel(ring, seen.ticket), 0);
        assert_int_equal(sring_run(ring), 0);
        assert_int_equal(seen.items, 20);
        assert_int_equal(seen.ends, 1);
        assert_int_equal(seen.rc, -ECANCELED);
    }
    sring_fd_close(ring, &listener);
    assert_int_equal(count_fds(), before);
}

/* Clients that nobody was told of yet are not lost when the ring is closed, and their files are. */
static void closed_with_items(void **state)
{
    struct sring_accept_multishot_building op;
    struct sockaddr_storage address;
    struct sring_fd listener;
    struct sring ring;
    socklen_t length;
    int before = count_fds();

    (void)state;
    NEEDS(5, 19, "a multishot accept");
    for (int way = 0; way < 3; way++) {
        struct seen seen = {0};

        open_ring(&ring, 8, CAPACITY);
        listen_on(&listener, AF_INET, &address, &length);
        assert_int_equal(sring_accept_multishot_init(&ring, &op, &listener), 0);
        (void)sring_accept_multishot_start(&ring, &op, on_client, on_accept_end, &seen);
        assert_int_equal(sring_flush(&ring), 0);
        for (int i = 0; i < 5; i++) {
            connect_to(&address, length);
        }
        if (way == 1) {
            (void)sring_pending(&ring, seen.ticket);
        } else if (way == 2) {
            assert_int_equal(sring_cancel_all(&ring), 0);
        }
        sring_fd_close(&ring, &listener);
        sring_close(&ring);
        assert_int_equal(seen.ends, 1);
        assert_int_equal(count_fds(), before);
    }
}

SRING_RECV_MULTISHOT_ITEM_CALLBACK(on_bytes)
{
    struct seen *seen = arg;
    size_t length = sring_lent_buf_length(item);

    assert_true(seen->length + length <= sizeof(seen->text));
    if (length) {
        memcpy(seen->text + seen->length, sring_lent_buf_data(item), length);
        seen->length += length;
    }
    sring_lent_buf_return(item);
    count_item(ring, seen);
}

SRING_RECV_MULTISHOT_END_CALLBACK(on_recv_end)
{
    count_end(arg, rc);
}

static void open_buffers(struct sring *ring, struct sring_buf_ring *group, uint32_t buffers)
{
    assert_int_equal(sring_buf_ring_open(ring, group, buffers, 64, NULL), 0);
}

/* Everything arrives once and in order, whoever takes it out of the queue. */
static void bytes(void **state)
{
    struct sring *ring = *state;

    NEEDS(6, 0, "a multishot receive");
    for (int way = 0; way < 4; way++) {
        struct sring_recv_multishot_building op;
        struct seen seen = {.waits = way & 1};
        struct sring_buf_ring group;
        struct two_fds fds;
        size_t sent = 0;

        open_buffers(ring, &group, 64);
        open_socketpair(&fds, SOCK_STREAM);
        assert_int_equal(sring_recv_multishot_init(ring, &op, &fds.in, &group), 0);
        seen.ticket = sring_recv_multishot_start(ring, &op, on_bytes, on_recv_end, &seen);
        assert_int_equal(sring_flush(ring), 0);
        for (int i = 0; i < 40; i++) {
            char byte = (char)('a' + i % 26);

            assert_int_equal(write(sring_fd_raw(&fds.out), &byte, 1), 1);
            sent++;
            if (way & 2) {
                assert_int_equal(sring_nop_await(ring), 0);
            }
        }
        while (seen.length < sent) {
            assert_true(sring_run_once(ring, LONG) >= 0);
        }
        for (size_t i = 0; i < sent; i++) {
            assert_int_equal(seen.text[i], 'a' + (int)i % 26);
        }
        assert_int_equal(shutdown(sring_fd_raw(&fds.out), SHUT_WR), 0);
        assert_int_equal(sring_run(ring), 0); /* an item of length 0, and the end */
        assert_int_equal(seen.length, sent);
        assert_int_equal(seen.ends, 1);
        assert_int_equal(seen.rc, -ECANCELED);
        sring_buf_ring_close(ring, &group);
        close_two(ring, &fds);
    }
}

struct holder {
    struct seen seen;
    struct sring_lent_buf held[4];
    int count;
};

SRING_RECV_MULTISHOT_ITEM_CALLBACK(on_held)
{
    struct holder *holder = arg;

    assert_true(holder->count < 4);
    sring_lent_buf_move_stash(&holder->held[holder->count++], item);
}

SRING_RECV_MULTISHOT_END_CALLBACK(on_held_end)
{
    struct holder *holder = arg;

    count_end(&holder->seen, rc);
}

/* Items may be kept; when all buffers are out, the stream ends: with -ENOBUFS, or as soon as the
 * last one is taken without an error. */
static void out_of_buffers(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_multishot_building op;
    struct holder holder = {0};
    struct sring_buf_ring group;
    struct two_fds fds;
    char text[256] = "x";

    NEEDS(6, 0, "a multishot receive");
    open_buffers(ring, &group, 4);
    open_socketpair(&fds, SOCK_DGRAM);
    assert_int_equal(sring_recv_multishot_init(ring, &op, &fds.in, &group), 0);
    (void)sring_recv_multishot_start(ring, &op, on_held, on_held_end, &holder);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(write(sring_fd_raw(&fds.out), text, 1), 1);
    }
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(holder.count, 4);
    assert_int_equal(holder.seen.ends, 1);
    assert_true(holder.seen.rc == -ENOBUFS || holder.seen.rc == -ECANCELED);
    for (int i = 0; i < holder.count; i++) {
        sring_lent_buf_claim(&holder.held[i]);
        sring_lent_buf_return(&holder.held[i]);
    }
    sring_buf_ring_close(ring, &group);
    close_two(ring, &fds);
}

SRING_POLL_MULTISHOT_ITEM_CALLBACK(on_events)
{
    struct seen *seen = arg;

    assert_true(events & POLLIN);
    count_item(ring, seen);
}

SRING_POLL_MULTISHOT_END_CALLBACK(on_poll_end)
{
    count_end(arg, rc);
}

/* More of them than the queue has slots: they outlive many laps. */
static void many_at_once(void **state)
{
    enum {
        MANY = CAPACITY / 2
    };
    static struct seen seen[MANY];
    struct sring *ring = *state;
    struct two_fds fds[MANY];

    NEEDS(5, 13, "a multishot poll");
    for (int i = 0; i < MANY; i++) {
        struct sring_poll_multishot_building op;

        seen[i] = (struct seen){0};
        open_socketpair(&fds[i], SOCK_STREAM);
        assert_int_equal(sring_poll_multishot_init(ring, &op, &fds[i].in, POLLIN), 0);
        seen[i].ticket = sring_poll_multishot_start(ring, &op, on_events, on_poll_end, &seen[i]);
    }
    assert_int_equal(sring_flush(ring), 0);
    for (int round = 1; round <= 3; round++) {
        for (int i = 0; i < MANY; i++) {
            write_text(&fds[i].out, "x");
        }
        for (int i = 0; i < MANY; i++) {
            while (seen[i].items < round) {
                assert_true(sring_run_once(ring, LONG) >= 0);
            }
        }
    }
    for (int i = 0; i < MANY; i += 2) {
        assert_int_equal(sring_cancel(ring, seen[i].ticket), 0);
    }
    for (int i = 0; i < MANY; i += 2) {
        while (!seen[i].ends) {
            assert_true(sring_run_once(ring, LONG) >= 0);
        }
    }
    assert_int_equal(sring_cancel_all(ring), 0);
    assert_int_equal(sring_run(ring), 0);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(seen[i].ends, 1);
        assert_int_equal(seen[i].rc, -ECANCELED);
        close_two(ring, &fds[i]);
    }
}

static struct caught caught;

static struct sring_lent_buf left_alone; /* a copy, to return it in the end */

static void on_careless(struct sring *ring, struct sring_lent_buf *item, void *arg)
{
    (void)ring;
    (void)arg;
    memcpy(&left_alone, item, sizeof(left_alone));
}

static void an_item_that_is_left_alone(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_multishot_building op;
    struct seen seen = {0};
    struct sring_buf_ring group;
    struct two_fds fds;
    volatile bool happened = true;

    NEEDS(6, 0, "a multishot receive");
    open_buffers(ring, &group, 4);
    open_socketpair(&fds, SOCK_DGRAM);
    assert_int_equal(sring_recv_multishot_init(ring, &op, &fds.in, &group), 0);
    seen.ticket = sring_recv_multishot_start(ring, &op, on_careless, on_recv_end, &seen);
    write_text(&fds.out, "x");
    sring_set_misuse_handler(catch_misuse, &caught);
    if (!setjmp(caught.jump)) {
        (void)sring_run_for(ring, LONG);
        happened = false;
    }
    sring_set_misuse_handler(NULL, NULL);
    check_misuse(&caught, happened, "a callback of recv_multishot", "to consume the item",
                 "left it alone", __FILE__, __LINE__);
    assert_int_equal(sring_cancel(ring, seen.ticket), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.ends, 1);
    sring_lent_buf_claim(&left_alone);
    sring_lent_buf_return(&left_alone);
    sring_buf_ring_close(ring, &group);
    close_two(ring, &fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WHOLE_RING_TEST(ticks),        WHOLE_RING_TEST(refused),
        WHOLE_RING_TEST(clients),      cmocka_unit_test(closed_with_items),
        WHOLE_RING_TEST(bytes),        WHOLE_RING_TEST(out_of_buffers),
        WHOLE_RING_TEST(many_at_once), WHOLE_RING_TEST(an_item_that_is_left_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
