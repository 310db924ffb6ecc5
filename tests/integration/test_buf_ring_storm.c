/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffer rings while data keeps coming: no byte is lost, doubled or moved, and no buffer is lost,
 * whatever ends in the middle of it.
 */
#include "support.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
    COUNT = 4,
    SIZE = 1000,
    SOURCES = 6,
    LONG = 3000000,   /* bytes */
    BUNDLES = 1 << 14 /* IORING_FEAT_RECVSEND_BUNDLE */
};

static unsigned seed = 1;

static unsigned chance(unsigned n)
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) % n;
}

/* The byte at a position of a stream: no two places look alike for long. */
static unsigned char byte_at(uint64_t position, unsigned stream)
{
    uint64_t mixed = (position + stream * 7919) * UINT64_C(0x9e3779b97f4a7c15);

    return (unsigned char)(mixed >> 37);
}

/* A socket that a thread writes to as fast as it can, a number of bytes or until it is stopped. */
struct source {
    struct two_fds fds;
    pthread_t thread;
    unsigned id;
    uint64_t length;
    uint64_t position; /* of the next byte to be read */
    atomic_bool stop;
};

static void *write_on(void *arg)
{
    struct source *source = arg;
    unsigned char data[5000];
    uint64_t sent = 0;
    unsigned step = source->id;

    while (sent < source->length && !atomic_load(&source->stop)) {
        size_t count = 1 + (step = step * 69069 + 5) / 65536 % sizeof(data);
        ssize_t written;

        count = count < source->length - sent ? count : (size_t)(source->length - sent);
        for (size_t i = 0; i < count; i++) {
            data[i] = byte_at(sent + i, source->id);
        }
        written = send(sring_fd_raw(&source->fds.out), data, count, MSG_NOSIGNAL);
        if (written < 0) {
            break;
        }
        sent += (uint64_t)written;
    }
    (void)shutdown(sring_fd_raw(&source->fds.out), SHUT_WR);
    return NULL;
}

static void open_source(struct source *source, unsigned id, uint64_t length)
{
    open_socketpair(&source->fds, SOCK_STREAM);
    source->id = id;
    source->length = length;
    source->position = 0;
    atomic_store(&source->stop, false);
    assert_int_equal(pthread_create(&source->thread, NULL, write_on, source), 0);
}

static void close_source(struct source *source)
{
    atomic_store(&source->stop, true);
    (void)shutdown(sring_fd_raw(&source->fds.in), SHUT_RD); /* who is blocked there goes on */
    pthread_join(source->thread, NULL);
    close(sring_fd_release(&source->fds.in));
    close(sring_fd_release(&source->fds.out));
}

/* The bytes must be the next ones; returns how many. */
static size_t check(struct source *source, const struct sring_lent_buf *item)
{
    const unsigned char *data = sring_lent_buf_data(item);
    size_t length = sring_lent_buf_length(item);

    for (size_t i = 0; i < length; i++) {
        if (data[i] != byte_at(source->position + i, source->id)) {
            fail_msg("stream %u is wrong at %llu, %zu of %zu", source->id,
                     (unsigned long long)source->position, i, length);
        }
    }
    source->position += length;
    return length;
}

/* Lent buffers that are returned later, in any order, and looked at before. */
struct held {
    struct sring_lent_buf items[COUNT];
    uint64_t positions[COUNT];
    unsigned count;
};

static void hold(struct held *held, struct sring_lent_buf *item, uint64_t position)
{
    sring_lent_buf_move(&held->items[held->count], item);
    sring_lent_buf_stash(&held->items[held->count]);
    held->positions[held->count++] = position;
}

static void let_go(struct held *held, struct source *source, unsigned leave)
{
    while (held->count > leave) {
        unsigned which = chance(held->count);
        struct source then = {.id = source->id, .position = held->positions[which]};

        sring_lent_buf_claim(&held->items[which]);
        (void)check(&then, &held->items[which]);
        sring_lent_buf_return(&held->items[which]);
        held->items[which] = held->items[--held->count];
        held->positions[which] = held->positions[held->count];
    }
}

static bool recv_all(struct sring *ring, const struct sring_buf_ring *group, struct source *source,
                     struct held *held)
{
    struct sring_recv_multishot_streaming stream;
    struct sring_lent_buf item;
    bool more = true;
    int rc;

    begin_stream(ring, &source->fds.in, group, &stream);
    while (!(rc = sring_recv_multishot_next(ring, &stream, &item))) {
        uint64_t position = source->position;

        if (!check(source, &item)) {
            more = false;
            sring_lent_buf_return(&item);
        } else {
            hold(held, &item, position);
            let_go(held, source, chance(COUNT));
        }
    }
    assert_true(rc == -ENOBUFS || rc == -ECANCELED);
    sring_recv_multishot_end(ring, &stream);
    return more;
}

static void integrity(void **state)
{
    (void)state;
    for (unsigned combination = 0; combination < 4; combination++) {
        struct source source;
        struct held held = {.count = 0};
        struct sring_buf_ring group;
        struct sring ring;
        bool more = true;

        hidden_features = combination & 1 ? 0 : BUNDLES;
        open_ring(&ring, 8, 64);
        hidden_features = 0;
        open_group(&ring, &group, COUNT, SIZE, combination & 2);
        open_source(&source, combination, LONG);
        while (more) {
            more = recv_all(&ring, &group, &source, &held);
            let_go(&held, &source, chance(2));
        }
        let_go(&held, &source, 0);
        assert_int_equal(source.position, LONG);
        close_source(&source);
        close_group(&ring, &group);
        sring_close(&ring);
    }
}

/* Ended and cancelled in the middle: what arrived and was not asked for goes back. */
static void cut_short(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 60; round++) {
        struct source source;
        struct sring_recv_multishot_streaming stream;
        struct sring_recv_provided_building op;
        struct sring_recv_provided_submitted inflight;
        struct sring_recv_provided_completed done;
        struct sring_lent_buf item;
        struct sring_buf_ring group;
        struct sring ring;

        hidden_features = round & 1 ? 0 : BUNDLES;
        open_ring(&ring, 8, 64);
        hidden_features = 0;
        open_group(&ring, &group, COUNT, SIZE, round & 2);
        open_source(&source, round, UINT64_MAX);
        for (int i = 0; i < 10; i++) {
            begin_stream(&ring, &source.fds.in, &group, &stream);
            for (unsigned items = chance(4); items > 0; items--) {
                if (!sring_recv_multishot_next(&ring, &stream, &item)) {
                    sring_lent_buf_return(&item);
                }
            }
            if (chance(2)) {
                assert_int_equal(sring_nop_await(&ring), 0);
            }
            sring_recv_multishot_end(&ring, &stream);
            expect_group(&group, COUNT, 0);
            assert_int_equal(sring_recv_provided_init(&ring, &op, &source.fds.in, &group), 0);
            sring_recv_provided_submit(&ring, &op, &inflight);
            if (chance(3)) {
                sring_recv_provided_cancel(&ring, &inflight, &done);
                if (!sring_recv_provided_finish(&done, &item)) {
                    sring_lent_buf_return(&item);
                }
            } else {
                sring_recv_provided_detach(&ring, &inflight);
                (void)sring_run(&ring);
            }
            expect_group(&group, COUNT, 0);
        }
        close_source(&source);
        close_group(&ring, &group);
        sring_close(&ring);
    }
}

/* The group, or the ring, is closed in the middle, with buffers out and in flight. */
static void closed_in_the_middle(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 60; round++) {
        struct source sources[SOURCES];
        struct sring_recv_multishot_streaming streams[SOURCES];
        struct sring_lent_buf items[SOURCES];
        struct sring_buf_ring group;
        struct sring ring;
        bool got[SOURCES] = {false};

        open_ring(&ring, 8, 64);
        open_group(&ring, &group, 2 * COUNT, SIZE, round & 1);
        for (unsigned i = 0; i < SOURCES; i++) {
            open_source(&sources[i], i, UINT64_MAX);
            begin_stream(&ring, &sources[i].fds.in, &group, &streams[i]);
        }
        for (unsigned i = 0; i < SOURCES; i++) {
            if (!sring_recv_multishot_next(&ring, &streams[i], &items[i])) {
                (void)check(&sources[i], &items[i]);
                got[i] = true;
                sring_lent_buf_stash(&items[i]);
            }
        }
        if (round & 2) {
            sring_buf_ring_close(&ring, &group);
            assert_int_equal(in_flight(&ring), 0);
            for (unsigned i = 0; i < SOURCES; i++) {
                struct sring_lent_buf item;

                while (!sring_recv_multishot_next(&ring, &streams[i], &item)) {
                    (void)check(&sources[i], &item);
                    sring_lent_buf_return(&item);
                }
                sring_recv_multishot_end(&ring, &streams[i]);
            }
        } else {
            sring_buf_ring_stash(&group);
        }
        sring_close(&ring);
        for (unsigned i = 0; i < SOURCES; i++) {
            close_source(&sources[i]);
            if (got[i]) {
                struct source start = {.id = i};

                sring_lent_buf_claim(&items[i]);
                (void)check(&start, &items[i]); /* what was lent is still as it was */
                sring_lent_buf_return(&items[i]);
            }
        }
    }
}

/* Several streams and one-shot operations share a group; what each receives is in order. */
static void at_random(void **state)
{
    const char *given = getenv("SRING_TEST_SEED");

    (void)state;
    for (unsigned round = 0; round < 8; round++) {
        struct source sources[SOURCES];
        struct sring_recv_multishot_streaming streams[SOURCES];
        bool streaming[SOURCES] = {false};
        struct sring_lent_buf item;
        struct sring_buf_ring group;
        struct sring ring;

        seed = given ? (unsigned)atoi(given) : round + 1;
        hidden_features = round & 1 ? 0 : BUNDLES;
        open_ring(&ring, 8, 64);
        hidden_features = 0;
        open_group(&ring, &group, COUNT, SIZE, round & 2);
        for (unsigned i = 0; i < SOURCES; i++) {
            open_source(&sources[i], i, UINT64_MAX);
        }
        for (int step = 0; step < 3000; step++) {
            unsigned i = chance(SOURCES);
            struct source *source = &sources[i];

            if (streaming[i] && (chance(3) || sring_recv_multishot_ready(&ring, &streams[i]))) {
                if (!sring_recv_multishot_next(&ring, &streams[i], &item)) {
                    (void)check(source, &item);
                    sring_lent_buf_return(&item);
                } else {
                    sring_recv_multishot_end(&ring, &streams[i]);
                    streaming[i] = false;
                }
            } else if (!streaming[i] && chance(2)) {
                begin_stream(&ring, &source->fds.in, &group, &streams[i]);
                streaming[i] = true;
            } else if (!streaming[i] &&
                       !sring_recv_provided_await(&ring, &source->fds.in, &group, &item)) {
                (void)check(source, &item);
                sring_lent_buf_return(&item);
            }
        }
        for (unsigned i = 0; i < SOURCES; i++) {
            if (streaming[i]) {
                sring_recv_multishot_end(&ring, &streams[i]);
            }
            close_source(&sources[i]);
        }
        close_group(&ring, &group);
        sring_close(&ring);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integrity),
        cmocka_unit_test(cut_short),
        cmocka_unit_test(closed_in_the_middle),
        cmocka_unit_test(at_random),
    };
    int fds = count_fds();
    int failed = cmocka_run_group_tests_name("buffer rings in a storm", tests, NULL, NULL);

    return failed || count_fds() != fds;
}
