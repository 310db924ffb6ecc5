/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams: every item arrives, in order, and none is leaked, however and whenever the stream ends.
 */
#include "support.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>

/* The number of the next allocations that fail; stream.c allocates the items that it keeps. */
static int failures;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    if (failures > 0) {
        failures--;
        errno = ENOMEM;
        return NULL;
    }
    return __real_malloc(size);
}

struct place {
    struct sring_fd listener;
    struct sockaddr_storage address;
    socklen_t length;
};

static void open_place(struct place *place, int family)
{
    listen_on(&place->listener, family, &place->address, &place->length);
    assert_int_equal(listen(sring_fd_raw(&place->listener), 1024), 0);
}

static int connect_to(const struct place *place)
{
    int raw = socket(place->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(raw >= 0);
    assert_int_equal(connect(raw, (const struct sockaddr *)&place->address, place->length), 0);
    return raw;
}

/* Connections that send their number. */
static void connect_many(const struct place *place, int *raw, int count)
{
    for (int i = 0; i < count; i++) {
        raw[i] = connect_to(place);
        assert_int_equal(write(raw[i], &i, sizeof(i)), sizeof(i));
    }
}

static void close_many(const int *raw, int count)
{
    for (int i = 0; i < count; i++) {
        close(raw[i]);
    }
}

static void begin(struct sring *ring, const struct place *place,
                  struct sring_accept_multishot_streaming *stream)
{
    struct sring_accept_multishot_building op;

    assert_int_equal(sring_accept_multishot_init(ring, &op, &place->listener), 0);
    sring_accept_multishot_set_flags(&op, SOCK_CLOEXEC);
    sring_accept_multishot_submit(ring, &op, stream);
}

/* The next connection, which must be number `i`. */
static void expect_next(struct sring *ring, struct sring_accept_multishot_streaming *stream, int i)
{
    struct sring_fd item;
    int said = -1;

    assert_int_equal(sring_accept_multishot_next(ring, stream, &item), 0);
    assert_int_equal(read(sring_fd_raw(&item), &said, sizeof(said)), sizeof(said));
    assert_int_equal(said, i);
    sring_fd_close(ring, &item);
}

static void nops(struct sring *ring, int count)
{
    for (int i = 0; i < count; i++) {
        assert_int_equal(sring_nop_await(ring), 0);
    }
}

/* Before, while and after the program waits for something else; over many laps of the queue. */
static void in_order(void **state)
{
    struct sring *ring = *state;
    struct sring_accept_multishot_streaming stream;
    struct place place;
    int raw[60];

    NEEDS(5, 19, "accept_multishot");
    open_place(&place, AF_UNIX);
    begin(ring, &place, &stream);
    assert_false(sring_accept_multishot_ready(ring, &stream));
    connect_many(&place, raw, 20);
    nops(ring, 100);
    assert_true(sring_accept_multishot_ready(ring, &stream));
    for (int i = 0; i < 10; i++) {
        expect_next(ring, &stream, i);
    }
    for (int i = 20; i < 60; i++) {
        raw[i] = connect_to(&place);
        assert_int_equal(write(raw[i], &i, sizeof(i)), sizeof(i));
        expect_next(ring, &stream, i - 10);
        nops(ring, 10);
    }
    for (int i = 50; i < 60; i++) {
        expect_next(ring, &stream, i);
    }
    assert_false(sring_accept_multishot_ready(ring, &stream));
    assert_int_equal(in_flight(ring), 1);
    sring_accept_multishot_end(ring, &stream);
    assert_int_equal(sring_run(ring), 0); /* the answers to the cancellation */
    assert_int_equal(in_flight(ring), 0);
    close_many(raw, 60);
    sring_fd_close(ring, &place.listener);
}

/* Items that were kept, items in the queue, and items that the kernel has not posted yet. */
static void ended_with_items(void **state)
{
    struct sring *ring = *state;
    struct sring_accept_multishot_streaming stream;
    struct sring_stats stats;
    struct place place;
    int raw[30], fds;

    NEEDS(5, 19, "accept_multishot");
    open_place(&place, AF_UNIX);
    fds = count_fds();
    begin(ring, &place, &stream);
    nops(ring, 1);
    connect_many(&place, raw, 10);
    nops(ring, 1);
    connect_many(&place, raw + 10, 10);
    assert_int_equal(sring_flush_and_wait(ring, 0), 0);
    connect_many(&place, raw + 20, 10);
    expect_next(ring, &stream, 0);
    sring_accept_multishot_end(ring, &stream);
    close_many(raw, 30);
    assert_int_equal(count_fds(), fds);
    assert_int_equal(sring_run(ring), 0);
    sring_get_stats(ring, &stats);
    assert_int_equal(stats.dropped, 0);
    assert_int_equal(stats.in_flight, 0);
    sring_fd_close(ring, &place.listener);
}

static void ended_before_the_flush(void **state)
{
    struct sring *ring = *state;
    struct sring_accept_multishot_streaming stream;
    struct place place;

    NEEDS(5, 19, "accept_multishot");
    open_place(&place, AF_UNIX);
    begin(ring, &place, &stream);
    sring_accept_multishot_end(ring, &stream);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(in_flight(ring), 0);
    sring_fd_close(ring, &place.listener);
}

/* The handles are never used again: closing ends the streams and drops their items. */
static void closed_with_streams(void **state)
{
    (void)state;
    for (int kept = 0; kept < 2; kept++) {
        struct sring ring;
        struct sring_accept_multishot_streaming stream;
        struct sring_timeout_multishot_building op;
        struct sring_timeout_multishot_streaming ticks;
        struct place place;
        int raw[20], fds = count_fds();

        NEEDS(5, 19, "accept_multishot");
        open_ring(&ring, 8, 64);
        open_place(&place, AF_UNIX);
        begin(&ring, &place, &stream);
        assert_int_equal(sring_timeout_multishot_init(&ring, &op, 100000), 0);
        sring_timeout_multishot_submit(&ring, &op, &ticks);
        assert_int_equal(sring_flush(&ring), 0);
        connect_many(&place, raw, 20);
        if (kept) {
            nops(&ring, 20);
        }
        sring_accept_multishot_streaming_stash(&stream);
        sring_timeout_multishot_streaming_stash(&ticks);
        sring_close(&ring);
        close_many(raw, 20);
        close(sring_fd_release(&place.listener));
        assert_int_equal(count_fds(), fds);
    }
}

/* The items that arrived come first, then the reason, again for each call. */
static void ended_by_the_kernel(void **state)
{
    struct sring *ring = *state;
    struct sring_accept_multishot_streaming stream;
    struct sring_fd item, file;
    struct place place;
    int raw[5];

    NEEDS(5, 19, "accept_multishot");
    open_place(&place, AF_INET);
    begin(ring, &place, &stream);
    connect_many(&place, raw, 5);
    nops(ring, 1);
    assert_int_equal(shutdown(sring_fd_raw(&place.listener), SHUT_RDWR), 0);
    for (int i = 0; i < 5; i++) {
        expect_next(ring, &stream, i);
    }
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_accept_multishot_next(ring, &stream, &item), -EINVAL);
        assert_true(sring_accept_multishot_ready(ring, &stream));
        assert_int_equal(in_flight(ring), 0);
    }
    sring_accept_multishot_end(ring, &stream);
    close_many(raw, 5);
    sring_fd_close(ring, &place.listener);

    temporary_file(&file, "");
    sring_fd_move(&place.listener, &file);
    begin(ring, &place, &stream);
    assert_int_equal(sring_accept_multishot_next(ring, &stream, &item), -ENOTSOCK);
    sring_accept_multishot_end(ring, &stream);
    sring_fd_close(ring, &place.listener);
}

/* Many more than the completion queue holds; the kernel keeps them, and may end the stream. */
static void overflow(void **state)
{
    enum {
        COUNT = 400
    };
    struct sring ring;
    struct sring_accept_multishot_streaming stream;
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;
    struct sring_nop_completed done;
    struct place place;
    int raw[COUNT], fds = count_fds();

    NEEDS(5, 19, "accept_multishot");
    (void)state;
    open_ring(&ring, 4, 4);
    open_place(&place, AF_UNIX);
    begin(&ring, &place, &stream);
    assert_int_equal(sring_flush(&ring), 0);
    connect_many(&place, raw, COUNT);
    assert_int_equal(sring_nop_init(&ring, &op), 0);
    sring_nop_submit(&ring, &op, &inflight);
    for (int i = 0; i < 100; i++) {
        (void)sring_flush_and_wait(&ring, 1); /* takes nothing */
    }
    for (int i = 0; i < COUNT;) {
        struct sring_fd item;
        int said = -1;

        if (sring_accept_multishot_next(&ring, &stream, &item)) {
            sring_accept_multishot_end(&ring, &stream);
            begin(&ring, &place, &stream);
        } else {
            assert_int_equal(read(sring_fd_raw(&item), &said, sizeof(said)), sizeof(said));
            assert_int_equal(said, i);
            sring_fd_close(&ring, &item);
            i++;
        }
    }
    sring_nop_wait(&ring, &inflight, &done);
    assert_int_equal(sring_nop_finish(&done), 0);
    sring_accept_multishot_end(&ring, &stream);
    sring_close(&ring);
    close_many(raw, COUNT);
    close(sring_fd_release(&place.listener));
    assert_int_equal(count_fds(), fds);
}

static atomic_bool storm_over;

static void *storm(void *arg)
{
    const struct place *place = arg;

    while (!atomic_load(&storm_over)) {
        int raw = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

        (void)connect(raw, (const struct sockaddr *)&place->address, place->length);
        close(raw);
    }
    return NULL;
}

/* Ended by the program, and by closing the ring, in the middle of a storm of connections. */
static void ended_in_a_storm(void **state)
{
    struct place place;
    pthread_t thread;
    int fds;

    NEEDS(5, 19, "accept_multishot");
    (void)state;
    open_place(&place, AF_UNIX);
    fds = count_fds();
    atomic_store(&storm_over, false);
    assert_int_equal(pthread_create(&thread, NULL, storm, &place), 0);
    for (int round = 0; round < 20; round++) {
        struct sring_accept_multishot_streaming stream;
        struct sring_stats stats;
        struct sring ring;

        open_ring(&ring, 8, 64);
        for (int i = 0; i < 10; i++) {
            begin(&ring, &place, &stream);
            for (int items = 0; items < i; items++) {
                struct sring_fd item;
                int rc = sring_accept_multishot_next(&ring, &stream, &item);

                if (rc) { /* the kernel may end it at any time */
                    assert_int_equal(rc, -ECANCELED);
                    break;
                }
                sring_fd_close(&ring, &item);
            }
            nops(&ring, i % 3);
            sring_accept_multishot_end(&ring, &stream);
        }
        begin(&ring, &place, &stream);
        nops(&ring, 3);
        sring_accept_multishot_streaming_stash(&stream);
        sring_get_stats(&ring, &stats);
        assert_int_equal(stats.dropped, 0);
        sring_close(&ring);
    }
    atomic_store(&storm_over, true);
    pthread_join(thread, NULL);
    assert_int_equal(count_fds(), fds);
    close(sring_fd_release(&place.listener));
}

static void polls(void **state)
{
    struct sring *ring = *state;
    struct sring_poll_multishot_building op;
    struct sring_poll_multishot_streaming stream;
    struct two_fds fds;
    char byte;

    open_socketpair(&fds, SOCK_STREAM);
    assert_int_equal(sring_poll_multishot_init(ring, &op, &fds.in, POLLIN), 0);
    sring_poll_multishot_submit(ring, &op, &stream);
    assert_int_equal(sring_flush(ring), 0);
    for (int i = 0; i < 20; i++) {
        uint32_t events = 0;

        assert_false(sring_poll_multishot_ready(ring, &stream));
        write_text(&fds.out, "x");
        assert_int_equal(sring_poll_multishot_next(ring, &stream, &events), 0);
        assert_int_equal(events & (POLLIN | POLLERR), POLLIN);
        assert_int_equal(read(sring_fd_raw(&fds.in), &byte, 1), 1);
    }
    sring_poll_multishot_end(ring, &stream);
    close_two(ring, &fds);
}

static void ticks(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;
    uint64_t start = now_ns();
    int rc;

    assert_int_equal(sring_timeout_multishot_init(ring, &op, 99999), -EINVAL);
    assert_int_equal(sring_timeout_multishot_init(ring, &op, MILLISECOND), 0);
    sring_timeout_multishot_submit(ring, &op, &stream);
    rc = sring_timeout_multishot_next(ring, &stream);
    if (rc == -EINVAL) {
        sring_timeout_multishot_end(ring, &stream);
        SKIP("this kernel has no repeated timeouts");
    }
    assert_int_equal(rc, 0);
    for (int i = 1; i < 5; i++) {
        assert_int_equal(sring_timeout_multishot_next(ring, &stream), 0);
    }
    assert_true(now_ns() - start >= 5 * MILLISECOND);
    sring_timeout_multishot_end(ring, &stream);

    assert_int_equal(sring_timeout_multishot_init(ring, &op, MILLISECOND), 0);
    sring_timeout_multishot_set_times(&op, 3);
    sring_timeout_multishot_submit(ring, &op, &stream);
    sleep_ms(10);
    assert_int_equal(sring_timeout_multishot_next(ring, &stream), 0);
    assert_int_equal(sring_timeout_multishot_next(ring, &stream), 0);
    assert_int_equal(sring_timeout_multishot_next(ring, &stream), -ETIME);
    assert_int_equal(sring_timeout_multishot_next(ring, &stream), -ETIME);
    sring_timeout_multishot_end(ring, &stream);
}

/* Without memory to keep an item, it stays in the queue until next takes it. */
static void without_memory(void **state)
{
    struct sring *ring = *state;
    struct sring_accept_multishot_streaming stream;
    struct place place;
    int raw[20], more[10], fds;

    NEEDS(5, 19, "accept_multishot");
    open_place(&place, AF_UNIX);
    fds = count_fds();
    begin(ring, &place, &stream);
    assert_int_equal(sring_flush(ring), 0);
    connect_many(&place, raw, 20);
    assert_int_equal(sring_flush_and_wait(ring, 1), 0);
    failures = 5;
    nops(ring, 1); /* after the items, and only when there is memory again */
    assert_int_equal(failures, 0);
    for (int i = 0; i < 20; i++) {
        expect_next(ring, &stream, i);
    }
    connect_many(&place, more, 10);
    failures = INT_MAX;
    for (int i = 0; i < 5; i++) {
        expect_next(ring, &stream, i);
    }
    sring_accept_multishot_end(ring, &stream);
    failures = 0;
    close_many(raw, 20);
    close_many(more, 10);
    assert_int_equal(count_fds(), fds);
    sring_fd_close(ring, &place.listener);
}

SRING_NOP_CALLBACK(on_nop);
static void on_nop(struct sring *ring, struct sring_nop_completed *done, void *arg)
{
    (void)ring;
    (void)sring_nop_finish(done);
    *(bool *)arg = true;
}

/* An item that waits for memory is signalled again, for a program that sleeps meanwhile. */
static void woken_without_memory(void **state)
{
    struct sring *ring = *state;
    struct pollfd pollable = {.fd = sring_pollable_fd(ring), .events = POLLIN};
    struct sring_accept_multishot_streaming stream;
    struct sring_nop_building op;
    struct place place;
    bool called = false;
    int raw[1];

    NEEDS(5, 19, "accept_multishot");
    open_place(&place, AF_UNIX);
    begin(ring, &place, &stream);
    assert_int_equal(sring_flush(ring), 0);
    while (poll(&pollable, 1, 0) == 1) {
        assert_true(sring_poll(ring) >= 0);
    }
    connect_many(&place, raw, 1);
    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_start(ring, &op, on_nop, &called);
    assert_int_equal(sring_flush(ring), 0);
    failures = 5;
    while (failures || !called) {
        assert_int_equal(poll_pollable(&pollable, LOST_AFTER), 1);
        assert_true(sring_poll(ring) >= 0);
    }
    expect_next(ring, &stream, 0);
    sring_accept_multishot_end(ring, &stream);
    close_many(raw, 1);
    sring_fd_close(ring, &place.listener);
}

static void budget(void **state)
{
    struct sring ring;
    struct sring_timeout_multishot_building first, second;
    struct sring_timeout_multishot_streaming stream;

    (void)state;
    open_ring(&ring, 4, 3);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(sring_timeout_multishot_init(&ring, &first, MILLISECOND), 0);
        assert_int_equal(sring_timeout_multishot_init(&ring, &second, MILLISECOND), -EAGAIN);
        assert_int_equal(sring_nop_await(&ring), 0);
        sring_timeout_multishot_submit(&ring, &first, &stream);
        assert_int_equal(sring_timeout_multishot_init(&ring, &second, MILLISECOND), -EAGAIN);
        sring_timeout_multishot_end(&ring, &stream);
    }
    sring_close(&ring);
}

static void copies(void **state)
{
    struct sring *ring = *state;
    struct sring_poll_multishot_building op;
    struct sring_poll_multishot_streaming stream, copy;
    struct two_fds fds;
    uint32_t events;

    open_pipe(&fds);
    assert_int_equal(sring_poll_multishot_init(ring, &op, &fds.in, POLLIN), 0);
    sring_poll_multishot_submit(ring, &op, &stream);
    copy = stream;
    sring_poll_multishot_end(ring, &stream);
    ASSERT_MISUSE("sring_poll_multishot_next", "an operation that is in flight",
                  "a copy of a handle",
                  assert_int_equal(sring_poll_multishot_next(ring, &copy, &events), 0));
    ASSERT_MISUSE("sring_poll_multishot_ready", "an operation that is in flight",
                  "a copy of a handle", (void)sring_poll_multishot_ready(ring, &copy));
    ASSERT_MISUSE("sring_poll_multishot_end", "an operation that is in flight",
                  "a copy of a handle", sring_poll_multishot_end(ring, &copy));
    ASSERT_MISUSE("sring_poll_multishot_end", "an operation that is in flight", "a dead handle",
                  sring_poll_multishot_end(ring, &stream));
    close_two(ring, &fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SMALL_RING_TEST(in_order),
        RING_TEST(ended_with_items),
        RING_TEST(ended_before_the_flush),
        cmocka_unit_test(closed_with_streams),
        RING_TEST(ended_by_the_kernel),
        cmocka_unit_test(overflow),
        cmocka_unit_test(ended_in_a_storm),
        RING_TEST(polls),
        RING_TEST(ticks),
        RING_TEST(without_memory),
        RING_TEST(woken_without_memory),
        cmocka_unit_test(budget),
        RING_TEST(copies),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
