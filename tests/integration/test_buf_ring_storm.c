/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffer rings under constant data: no byte is lost, doubled or moved, and no buffer is lost,
 * whatever ends meanwhile.
 */
#include "support.h"

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

/* Lent buffers that are checked and returned later, in any order. */
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
        (void)check_bytes(&then, &held->items[which]);
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

        if (!check_bytes(source, &item)) {
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
    bool incremental = has_incremental();

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
        open_group(&ring, &group, COUNT, SIZE, combination & 2 && incremental);
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

/* Ended and cancelled in the middle: items that were not taken go back. */
static void cut_short(void **state)
{
    bool incremental = has_incremental();

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
        open_group(&ring, &group, COUNT, SIZE, round & 2 && incremental);
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

/* The group or the ring is closed in the middle, with buffers lent and in flight. */
static void closed_in_the_middle(void **state)
{
    bool incremental = has_incremental();

    (void)state;
    for (unsigned round = 0; round < 60; round++) {
        struct source sources[SOURCES];
        struct sring_recv_multishot_streaming streams[SOURCES];
        struct sring_lent_buf items[SOURCES];
        struct sring_buf_ring group;
        struct sring ring;
        bool got[SOURCES] = {false};

        open_ring(&ring, 8, 64);
        open_group(&ring, &group, 2 * COUNT, SIZE, round & 1 && incremental);
        for (unsigned i = 0; i < SOURCES; i++) {
            open_source(&sources[i], i, UINT64_MAX);
            begin_stream(&ring, &sources[i].fds.in, &group, &streams[i]);
        }
        for (unsigned i = 0; i < SOURCES; i++) {
            if (!sring_recv_multishot_next(&ring, &streams[i], &items[i])) {
                (void)check_bytes(&sources[i], &items[i]);
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
                    (void)check_bytes(&sources[i], &item);
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
                (void)check_bytes(&start, &items[i]); /* lent buffers are unchanged */
                sring_lent_buf_return(&items[i]);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integrity),
        cmocka_unit_test(cut_short),
        cmocka_unit_test(closed_in_the_middle),
    };
    int fds = count_fds();
    int failed = cmocka_run_group_tests_name("buffer rings in a storm", tests, NULL, NULL);

    return failed || count_fds() != fds;
}
