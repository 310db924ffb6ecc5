/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Random batches against a model of dependencies and results. Each operation that begins writes its
 * index into a pipe, to show the order; a cancelled one does not. SRING_TEST_SEED and
 * SRING_TEST_STEPS in the environment repeat a run or make it longer.
 */
#include "batches.h"

enum {
    MOST = 40
};

enum kind {
    NOP,
    WRITE,  /* writes its index */
    FAILS,  /* a write that fails */
    LOST,   /* an fsync that fails, without an effect on the kernel's link */
    SHORT,  /* a short read: neither a success nor an error */
    TIMER,  /* expires */
    EXPIRES /* a read without data, with a deadline */
};

struct node {
    enum kind kind;
    bool linked, hard; /* to the previous one */
    bool after[MOST];
    bool begins, succeeds; /* the result in the model */
};

static uint64_t seed;
static struct node nodes[MOST];
static uint32_t count;

static uint32_t pick(uint32_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % below;
}

static void think(void)
{
    count = 1 + pick(MOST);
    memset(nodes, 0, sizeof(nodes));
    for (uint32_t i = 0; i < count; i++) {
        struct node *node = &nodes[i];
        uint32_t fails = pick(12);

        node->kind = fails == 0   ? FAILS
                     : fails == 1 ? SHORT
                     : fails == 2 ? TIMER
                     : fails == 3 ? EXPIRES
                     : fails == 4 ? LOST
                     : pick(2)    ? WRITE
                                  : NOP;
        node->linked = i && pick(3) > 0;
        node->hard = pick(2);
        for (uint32_t edges = pick(4) ? 0 : pick(4); i && edges; edges--) {
            node->after[pick(i)] = true;
        }
        node->begins = true;
        for (uint32_t k = 0; k < i; k++) {
            node->begins &= !node->after[k] || nodes[k].succeeds;
        }
        if (node->linked) { /* success-only, if one of the two is */
            node->begins &= node->hard ? nodes[i - 1].begins : nodes[i - 1].succeeds;
        }
        node->succeeds = node->begins && (node->kind == NOP || node->kind == WRITE);
    }
}

struct world {
    struct two_fds told; /* by WRITE */
    struct two_fds silent;
    struct sring_fd file; /* of three bytes */
};

static void build(struct sring *ring, struct sring_batch_building *batch, struct world *world)
{
    assert_int_equal(sring_batch_init(ring, batch, count), 0);
    for (uint32_t i = 0; i < count; i++) {
        char text[2] = {(char)('0' + i), 0};

        if (nodes[i].linked) {
            if (nodes[i].hard) {
                sring_batch_hardlink(batch);
            } else {
                sring_batch_link(batch);
            }
        }
        switch (nodes[i].kind) {
        case NOP:
            add_nop(ring, batch);
            break;
        case WRITE:
            add_write(ring, batch, &world->told.out, text);
            break;
        case FAILS:
            add_write(ring, batch, &world->told.in, text);
            break;
        case LOST:
            add_fsync(ring, batch, &world->silent.in, 0);
            break;
        case SHORT: {
            struct sring_read_at_building op;
            struct sring_buf buf;

            new_buf(&buf, 8);
            assert_int_equal(sring_read_at_init(ring, &op, &world->file, 0), 0);
            sring_read_at_add(ring, batch, &op, &buf);
            break;
        }
        case TIMER:
            add_timeout(ring, batch, pick(2) ? 1 : 200000);
            break;
        case EXPIRES:
            add_read(ring, batch, &world->silent.in, 8, pick(2) ? 1 : 200000);
            break;
        }
        for (uint32_t k = 0; k < i; k++) {
            if (nodes[i].after[k]) {
                assert_int_equal(sring_batch_after(batch, i, k), 0);
            }
        }
    }
}

static int take(struct sring *ring, struct sring_batch_completed *done, uint32_t i)
{
    struct sring_read_at_completed has_read;
    struct sring_buf buf;
    int result;

    switch (nodes[i].kind) {
    case NOP:
        return take_nop(ring, done, i);
    case WRITE:
    case FAILS:
        return take_write(ring, done, i);
    case LOST:
        return take_fsync(ring, done, i);
    case TIMER:
        return take_timeout(ring, done, i);
    case EXPIRES:
        return take_read(ring, done, i);
    case SHORT:
        break;
    }
    sring_read_at_take(ring, done, i, &has_read);
    result = sring_read_at_finish(&has_read, &buf);
    sring_buf_free(&buf);
    return result;
}

/* The indices in the pipe: each comes after those that its operation waits for. */
static void check_order(const struct world *world, uint32_t tellers)
{
    bool told[MOST] = {false};
    char text[MOST];
    ssize_t length = tellers ? read(sring_fd_raw(&world->told.in), text, sizeof(text)) : 0;

    assert_int_equal(length, tellers);
    for (ssize_t at = 0; at < length; at++) {
        uint32_t i = (uint32_t)(text[at] - '0');
        bool waits[MOST] = {false}; /* for all its predecessors, direct or not */

        assert_true(i < count && nodes[i].begins && nodes[i].kind == WRITE && !told[i]);
        told[i] = waits[i] = true;
        for (uint32_t k = i + 1; k-- > 0;) {
            for (uint32_t j = 0; waits[k] && j < k; j++) {
                waits[j] |= nodes[k].after[j] || (nodes[k].linked && j + 1 == k);
            }
            assert_true(!waits[k] || told[k] || !nodes[k].begins || nodes[k].kind != WRITE);
        }
    }
}

static void batches(void **state)
{
    static const int results[] = {
        [NOP] = 0,   [WRITE] = 1,      [FAILS] = -EBADF,  [LOST] = -EINVAL,
        [SHORT] = 3, [TIMER] = -ETIME, [EXPIRES] = -ETIME};
    struct sring *ring = *state;
    const char *text = getenv("SRING_TEST_SEED"), *steps = getenv("SRING_TEST_STEPS");
    struct world world;

    seed = text ? strtoull(text, NULL, 0) : now_ns();
    printf("SRING_TEST_SEED=%llu\n", (unsigned long long)seed);
    open_pipe(&world.told);
    open_pipe(&world.silent);
    temporary_file(&world.file, "abc");
    for (long left = steps ? atol(steps) : 6000; left > 0; left -= count) {
        struct sring_batch_building batch;
        struct sring_batch_completed done;
        uint32_t tellers = 0;
        bool is_abandoned;

        think();
        build(ring, &batch, &world);
        is_abandoned = !pick(20);
        if (is_abandoned) {
            sring_batch_abandon(ring, &batch, &done);
        } else {
            submit_and_wait(ring, &batch, &done);
        }
        for (uint32_t i = 0; i < count; i++) {
            bool begins = nodes[i].begins && !is_abandoned;

            if (!pick(20)) {
                tellers += begins && nodes[i].kind == WRITE;
                continue; /* left to finish */
            }
            assert_int_equal(take(ring, &done, i), begins ? results[nodes[i].kind] : -ECANCELED);
            tellers += begins && nodes[i].kind == WRITE;
        }
        sring_batch_finish(ring, &done);
        check_order(&world, tellers);
        assert_int_equal(in_flight(ring), 0);
    }
    close_two(ring, &world.told);
    close_two(ring, &world.silent);
    sring_fd_close(ring, &world.file);
    expect_budget(ring, 4096);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(batches),
        SMALL_RING_TEST(batches),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
