/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Pooled buffers in flight: abandoned, registered, shared by two rings.
 */
#include "batches.h"
#include "faulty_kernel.h"

#include <liburing.h>
#include <pthread.h>

static void get(struct sring_pool *pool, struct sring_buf *buf)
{
    struct sring_pooled_buf pooled;

    assert_int_equal(sring_pool_get(pool, &pooled), 0);
    sring_pooled_buf_unwrap(&pooled, buf);
}

static void put(struct sring_pool *pool, struct sring_buf *buf)
{
    struct sring_pooled_buf pooled;

    sring_pooled_buf_wrap(buf, &pooled);
    sring_pool_put(pool, &pooled);
}

static void expect_stats(struct sring_pool *pool, uint64_t in_use, uint64_t reclaimed)
{
    struct sring_pool_stats stats;

    sring_pool_get_stats(pool, &stats);
    assert_int_equal(stats.in_use, in_use);
    assert_int_equal(stats.reclaimed, reclaimed);
}

/* A read from an empty pipe. */
static void begin_read(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf,
                       struct sring_read_submitted *inflight)
{
    struct sring_read_building op;

    assert_int_equal(sring_read_init(ring, &op, fd), 0);
    sring_read_submit(ring, &op, buf, inflight);
    assert_int_equal(sring_flush(ring), 0);
}

/* However an operation ends, its buffer goes back to its owner or to the pool. */
static void ends_of_operations(void **state)
{
    struct sring *ring = *state;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_pool pool;
    struct sring_buf buf;
    struct two_fds fds;

    open_pipe(&fds);
    assert_int_equal(sring_pool_open(&pool, 1, 64, NULL), 0);
    for (uint64_t round = 1; round <= 100; round++) {
        get(&pool, &buf); /* the only one: nothing was lost */
        begin_read(ring, &fds.in, &buf, &inflight);
        expect_stats(&pool, 1, round - 1);
        sring_read_cancel(ring, &inflight, &done);
        assert_int_equal(sring_read_finish(&done, &buf), -ECANCELED);
        put(&pool, &buf);
        expect_stats(&pool, 0, round - 1);

        get(&pool, &buf);
        begin_read(ring, &fds.in, &buf, &inflight);
        sring_read_detach(ring, &inflight);
        expect_stats(&pool, 1, round - 1);
        write_text(&fds.out, "x");
        assert_int_equal(sring_run(ring), 0);
        expect_stats(&pool, 0, round);
    }
    sring_pool_close(&pool);
    close_two(ring, &fds);
}

static void ring_closed_with_operations(void **state)
{
    struct sring_read_submitted inflight[8];
    struct sring_pool pool;
    struct sring_buf buf;
    struct two_fds fds;
    struct sring ring;

    (void)state;
    open_ring(&ring, 8, 64);
    open_pipe(&fds);
    assert_int_equal(sring_pool_open(&pool, 8, 64, NULL), 0);
    for (int i = 0; i < 8; i++) {
        get(&pool, &buf);
        begin_read(&ring, &fds.in, &buf, &inflight[i]);
    }
    expect_stats(&pool, 8, 0);
    sring_close(&ring);
    expect_stats(&pool, 0, 8);
    for (int i = 0; i < 8; i++) {
        get(&pool, &buf);
        sring_buf_free(&buf);
    }
    sring_pool_close(&pool);
    assert_int_equal(close(sring_fd_release(&fds.in)), 0);
    assert_int_equal(close(sring_fd_release(&fds.out)), 0);
}

static size_t mapped_pages(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    size_t pages = 0;

    assert_non_null(file);
    assert_int_equal(fscanf(file, "%zu", &pages), 1);
    fclose(file);
    return pages;
}

/* The kernel writes into a pool closed long before; the memory is freed when it is done. */
static void pool_closed_before_its_operations(void **state)
{
    struct sring *ring = *state;
    const size_t capacity = 64 << 20;
    const size_t pages = capacity / (size_t)sysconf(_SC_PAGESIZE);
    struct sring_read_submitted inflight[2];
    struct sring_read_completed done;
    struct sring_pool pool;
    struct sring_buf buf;
    struct two_fds fds, others;
    size_t before;

    open_pipe(&fds);
    open_pipe(&others);
    assert_int_equal(sring_pool_open(&pool, 2, capacity, NULL), 0);
    before = mapped_pages();
    get(&pool, &buf);
    begin_read(ring, &fds.in, &buf, &inflight[0]);
    get(&pool, &buf);
    begin_read(ring, &others.in, &buf, &inflight[1]);
    sring_read_detach(ring, &inflight[1]);
    sring_pool_close(&pool);
    assert_true(mapped_pages() > before - pages);
    write_text(&fds.out, "first");
    sring_read_wait(ring, &inflight[0], &done);
    assert_int_equal(sring_read_finish(&done, &buf), 5);
    expect_buf(&buf, "first");
    sring_buf_free(&buf);
    write_text(&others.out, "second");
    assert_int_equal(sring_run(ring), 0);
    assert_true(mapped_pages() < before - pages);
    close_two(ring, &others);
    close_two(ring, &fds);
}

/* --- registered ----------------------------------------------------------------------------- */

static void register_pool(struct sring *ring, struct sring_pool *pool,
                          struct sring_registered_pool *registered)
{
    int rc = sring_pool_register(ring, pool, registered);

    if (rc == -EOPNOTSUPP) {
        sring_pool_close(pool);
        SKIP("this kernel cannot register buffers one by one");
    }
    assert_int_equal(rc, 0);
}

static void get_registered(struct sring *ring, struct sring_pool *pool,
                           struct sring_registered_pool *registered,
                           struct sring_registered_buf *buf)
{
    struct sring_pooled_buf pooled;

    assert_int_equal(sring_pool_get(pool, &pooled), 0);
    assert_int_equal(sring_pooled_buf_unwrap_registered(ring, registered, &pooled, buf), 0);
}

static void put_registered(struct sring_pool *pool, struct sring_registered_buf *buf)
{
    struct sring_pooled_buf pooled;

    sring_pooled_buf_wrap_registered(buf, &pooled);
    sring_pool_put(pool, &pooled);
}

static void fixed_operations(void **state)
{
    struct sring *ring = *state;
    struct sring_registered_pool registered;
    struct sring_registered_buf bufs[5];
    const struct sring_pool_options options = {.max_count = 5, .grow_by = 1};
    struct sring_pool pool;
    struct sring_fd fd;

    NEEDS(5, 19, "a registered pool");
    temporary_file(&fd, "0123456789abcdef");
    assert_int_equal(sring_pool_open(&pool, 3, 5000, &options), 0);
    register_pool(ring, &pool, &registered);
    for (int i = 0; i < 5; i++) { /* the last two exist only after the pool has grown */
        get_registered(ring, &pool, &registered, &bufs[i]);
        assert_int_equal(sring_registered_buf_capacity(&bufs[i]), 5000);
        assert_int_equal(sring_read_fixed_await(ring, &fd, &bufs[i], (uint64_t)i), 16 - i);
        assert_int_equal(sring_registered_buf_length(&bufs[i]), 16 - i);
    }
    for (int i = 0; i < 5; i++) {
        assert_memory_equal(sring_registered_buf_data(&bufs[i]), &"0123456789abcdef"[i], 16 - i);
        sring_registered_buf_data(&bufs[i])[0] = 'X';
        sring_registered_buf_set_length(&bufs[i], 1);
        assert_int_equal(sring_write_fixed_await(ring, &fd, &bufs[i], (uint64_t)i), 1);
        if (i % 2) {
            put_registered(&pool, &bufs[i]);
        } else {
            sring_registered_buf_free(&bufs[i]); /* which also belongs to the pool */
        }
    }
    get_registered(ring, &pool, &registered, &bufs[0]);
    assert_int_equal(sring_read_fixed_await(ring, &fd, &bufs[0], 0), 16);
    assert_memory_equal(sring_registered_buf_data(&bufs[0]), "XXXXX56789abcdef", 16);
    put_registered(&pool, &bufs[0]);
    expect_stats(&pool, 0, 3);
    sring_pool_unregister(ring, &registered);
    sring_pool_close(&pool);
    sring_fd_close(ring, &fd);
}

/* While `sizes` is set, registrations are recorded and not passed to the kernel. */
static struct {
    size_t *sizes;
    int count;
} noted;

static int update_buffer(struct sring_kernel *kernel, uint32_t slot, void *data, size_t size)
{
    if (!noted.sizes) {
        return kernel_below->update_buffer(kernel, slot, data, size);
    }
    if (size) {
        noted.sizes[noted.count++] = size;
    }
    return 0;
}

static int setup(void **state)
{
    faulty_kernel()->update_buffer = update_buffer;
    return ring_setup(state);
}

/* A slot holds 1 GiB at most, and no buffer is in two slots. */
static void more_than_a_slot_holds(void **state)
{
    struct sring *ring = *state;
    const size_t size = (size_t)300 << 20;
    const struct sring_pool_options options = {.max_count = 8, .grow_by = 1};
    struct sring_registered_buf bufs[8];
    struct sring_registered_pool registered;
    struct sring_pool pool;
    size_t sizes[8];
    int rc = sring_pool_open(&pool, 7, size, &options);

    if (rc == -ENOMEM) {
        SKIP("no address space of 2 GiB is to be had");
    }
    assert_int_equal(rc, 0);
    noted.sizes = sizes;
    noted.count = 0;
    rc = sring_pool_register(ring, &pool, &registered);
    if (rc == -EOPNOTSUPP) {
        noted.sizes = NULL;
        sring_pool_close(&pool);
        SKIP("this kernel cannot register buffers one by one");
    }
    assert_int_equal(rc, 0);
    assert_int_equal(noted.count, 3);
    assert_int_equal(sizes[0], 3 * size);
    assert_int_equal(sizes[1], 3 * size);
    assert_int_equal(sizes[2], size);
    for (int i = 0; i < 8; i++) {
        get_registered(ring, &pool, &registered, &bufs[i]);
        assert_int_equal(bufs[i].block_->index_, i < 7 ? i / 3 : 3);
    }
    assert_int_equal(noted.count, 4);
    assert_int_equal(sizes[3], size);
    for (int i = 0; i < 8; i++) {
        put_registered(&pool, &bufs[i]);
    }
    sring_pool_unregister(ring, &registered);
    sring_pool_close(&pool);
    assert_int_equal(sring_pool_open(&pool, 1, ((size_t)1 << 30) + 1, NULL), 0);
    assert_int_equal(sring_pool_register(ring, &pool, &registered), -EINVAL);
    noted.sizes = NULL;
    sring_pool_close(&pool);
}

static void table_too_small(void **state)
{
    const struct sring_options ring_options = {.registered_buffers = 2};
    const struct sring_pool_options options = {.max_count = 4, .grow_by = 1};
    struct sring_registered_pool registered, another;
    struct sring_registered_buf bufs[3];
    struct sring_pooled_buf pooled;
    struct sring_pool pool;
    struct sring ring;

    (void)state;
    assert_int_equal(sring_open(&ring, &ring_options), 0);
    assert_int_equal(sring_pool_open(&pool, 1, 64, &options), 0);
    if (sring_pool_register(&ring, &pool, &registered)) {
        sring_pool_close(&pool);
        sring_close(&ring);
        SKIP("this kernel cannot register buffers one by one");
    }
    get_registered(&ring, &pool, &registered, &bufs[0]);
    get_registered(&ring, &pool, &registered, &bufs[1]); /* the second slot */
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    assert_int_equal(sring_pooled_buf_unwrap_registered(&ring, &registered, &pooled, &bufs[2]),
                     -ENOBUFS);
    sring_pool_put(&pool, &pooled); /* the program still owns it */
    assert_int_equal(sring_pool_register(&ring, &pool, &another), -ENOBUFS);
    put_registered(&pool, &bufs[1]);
    put_registered(&pool, &bufs[0]);
    sring_pool_unregister(&ring, &registered);
    assert_int_equal(sring_pool_register(&ring, &pool, &another), -ENOBUFS); /* it needs three */
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    sring_pool_put(&pool, &pooled);
    sring_pool_close(&pool);
    assert_int_equal(sring_pool_open(&pool, 3, 64, NULL), 0); /* this needs one */
    for (int i = 0; i < 3; i++) { /* the failed call has taken no slot */
        assert_int_equal(sring_pool_register(&ring, &pool, &registered), 0);
        assert_int_equal(sring_pool_register(&ring, &pool, &another), 0);
        sring_pool_unregister(&ring, &another);
        sring_pool_unregister(&ring, &registered);
    }
    sring_pool_close(&pool);
    sring_close(&ring);
}

SRING_TIMEOUT_CALLBACK(write_late)
{
    const struct sring_fd *out = arg;

    (void)sring_timeout_finish(done);
    write_text(out, "late");
}

/* Operations in a slot of the queue and parked ones, with a handle and without: unregister waits
 * for all. Afterwards their buffers are not registered in the kernel. */
static void unregistered_in_flight(void **state)
{
    struct sring *ring = *state;
    struct sring_registered_pool registered;
    struct sring_read_fixed_building op;
    struct sring_read_fixed_submitted inflight;
    struct sring_read_fixed_completed done;
    struct sring_timeout_building timeout;
    struct sring_registered_buf buf, idle;
    struct sring_pool pool;
    struct two_fds fds;
    uint64_t before;

    for (int round = 0; round < 3; round++) {
        assert_int_equal(sring_pool_open(&pool, 2, 4096, NULL), 0);
        register_pool(ring, &pool, &registered);
        open_pipe(&fds);
        get_registered(ring, &pool, &registered, &buf);
        get_registered(ring, &pool, &registered, &idle);
        assert_int_equal(sring_read_fixed_init(ring, &op, &fds.in, UINT64_MAX), 0);
        sring_read_fixed_submit(ring, &op, &buf, &inflight);
        for (int i = 0; i < (round == 1 ? 20 : 0); i++) {
            assert_int_equal(sring_nop_await(ring), 0);
        }
        assert_int_equal(sring_timeout_init(ring, &timeout, 30 * MILLISECOND), 0);
        sring_timeout_start(ring, &timeout, write_late, &fds.out);
        if (round == 2) {
            sring_read_fixed_detach(ring, &inflight);
        }
        before = now_ns();
        sring_pool_unregister(ring, &registered);
        assert_true(now_ns() - before >= 20 * MILLISECOND);
        if (round != 2) {
            assert_true(sring_read_fixed_ready(ring, &inflight));
            sring_read_fixed_wait(ring, &inflight, &done);
            assert_int_equal(sring_read_fixed_finish(&done, &buf), 4);
            assert_memory_equal(sring_registered_buf_data(&buf), "late", 4);
            sring_registered_buf_free(&buf);
        }
        expect_stats(&pool, 1, 1);
        write_text(&fds.out, "later");
        assert_int_equal(sring_read_fixed_init(ring, &op, &fds.in, UINT64_MAX), 0);
        ASSERT_MISUSE("sring_read_fixed_submit", "a registered buffer of this ring", "unregistered",
                      sring_read_fixed_submit(ring, &op, &idle, &inflight));
        sring_read_fixed_abandon(ring, &op);
        put_registered(&pool, &idle);
        sring_pool_close(&pool);
        close_two(ring, &fds);
    }
}

/* A batch has one of its buffers: a misuse until the batch is submitted. Then unregister waits for
 * it, also if the operation has not begun yet. */
static void unregistered_with_a_batch(void **state)
{
    struct sring *ring = *state;
    struct sring_registered_pool registered, copy;
    struct sring_read_fixed_building op;
    struct sring_read_fixed_completed taken;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_registered_buf buf;
    struct sring_pool pool;
    struct two_fds fds;

    assert_int_equal(sring_pool_open(&pool, 2, 4096, NULL), 0);
    register_pool(ring, &pool, &registered);
    copy = registered;
    open_pipe(&fds);
    get_registered(ring, &pool, &registered, &buf);
    assert_int_equal(sring_batch_init(ring, &batch, 4), 0);
    add_timeout(ring, &batch, 100 * MILLISECOND);
    sring_batch_hardlink(&batch);
    add_nop(ring, &batch);
    add_nop(ring, &batch);
    assert_int_equal(sring_read_fixed_init(ring, &op, &fds.in, UINT64_MAX), 0);
    sring_read_fixed_add(ring, &batch, &op, &buf);
    assert_int_equal(sring_batch_after(&batch, 3, 1), 0);
    ASSERT_MISUSE("sring_pool_unregister", "without buffers in batches", "a Building batch",
                  sring_pool_unregister(ring, &copy));
    write_text(&fds.out, "text");
    sring_batch_submit(ring, &batch, &inflight);
    sring_pool_unregister(ring, &registered);
    sring_batch_wait(ring, &inflight, &done);
    sring_read_fixed_take(ring, &done, 3, &taken);
    assert_int_equal(sring_read_fixed_finish(&taken, &buf), 4);
    sring_batch_finish(ring, &done);
    sring_registered_buf_free(&buf);
    sring_pool_close(&pool);
    close_two(ring, &fds);
}

/* Buffers of the pool in flight as ordinary ones do not block unregister, even if they were
 * registered before: alone in the pool's slot, or with the pool. */
static void unregistered_beside_ordinary_ones(void **state)
{
    struct sring *ring = *state;
    struct sring_registered_pool registered;
    struct sring_read_submitted inflight[3];
    struct sring_read_completed done;
    struct sring_registered_buf alone, fixed;
    struct sring_pool pool;
    struct sring_buf buf;
    struct two_fds fds;

    open_pipe(&fds);
    assert_int_equal(sring_pool_open(&pool, 3, 4096, NULL), 0);
    get(&pool, &buf);
    if (sring_buf_register(ring, &buf, &alone)) {
        sring_buf_free(&buf);
        sring_pool_close(&pool);
        close_two(ring, &fds);
        SKIP("this kernel cannot register buffers one by one");
    }
    sring_buf_unregister(ring, &alone, &buf);
    begin_read(ring, &fds.in, &buf, &inflight[0]);
    sring_read_submitted_stash(&inflight[0]);
    register_pool(ring, &pool, &registered);
    for (int i = 1; i < 3; i++) {
        get_registered(ring, &pool, &registered, &fixed);
        if (i == 1) {
            put_registered(&pool, &fixed);
        } else {
            sring_registered_buf_free(&fixed);
        }
        get(&pool, &buf);
        begin_read(ring, &fds.in, &buf, &inflight[i]);
        sring_read_submitted_stash(&inflight[i]);
    }
    sring_pool_unregister(ring, &registered);
    for (int i = 0; i < 3; i++) {
        sring_read_submitted_claim(&inflight[i]);
        sring_read_cancel(ring, &inflight[i], &done);
        assert_int_equal(sring_read_finish(&done, &buf), -ECANCELED);
        put(&pool, &buf);
    }
    sring_pool_close(&pool);
    close_two(ring, &fds);
}

/* Closing the ring unregisters the pool: the handle is dead, and the pool still works. */
static void ring_closed_first(void **state)
{
    struct sring_registered_pool registered, moved;
    struct sring_registered_buf buf, another;
    struct sring_pooled_buf pooled;
    struct sring_pool pool;
    struct sring ring;

    (void)state;
    open_ring(&ring, 8, 64);
    assert_int_equal(sring_pool_open(&pool, 2, 64, NULL), 0);
    if (sring_pool_register(&ring, &pool, &registered)) {
        sring_pool_close(&pool);
        sring_close(&ring);
        SKIP("this kernel cannot register buffers one by one");
    }
    get_registered(&ring, &pool, &registered, &buf);
    sring_close(&ring);
    open_ring(&ring, 8, 64);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
#define GONE(function, statement)                                                                  \
    ASSERT_MISUSE(function, "a registered pool", "one that was unregistered", statement)
    GONE("sring_pool_unregister", sring_pool_unregister(&ring, &registered));
    GONE("sring_pooled_buf_unwrap_registered",
         (void)!sring_pooled_buf_unwrap_registered(&ring, &registered, &pooled, &another));
    GONE("sring_registered_pool_move", sring_registered_pool_move(&moved, &registered));
    GONE("sring_registered_pool_stash", sring_registered_pool_stash(&registered));
    GONE("sring_registered_pool_claim", sring_registered_pool_claim(&registered));
    sring_pool_put(&pool, &pooled);
    put_registered(&pool, &buf);
    expect_stats(&pool, 0, 0);
    sring_pool_close(&pool);
    sring_close(&ring);
}

static void misuse_of_registered(void **state)
{
    struct sring *ring = *state;
    struct sring_registered_pool registered;
    struct sring_registered_buf buf, ordinary;
    struct sring_pooled_buf pooled, strange;
    struct sring_pool pool, stranger;
    struct sring_buf plain;
    struct sring other;

    assert_int_equal(sring_pool_open(&pool, 2, 64, NULL), 0);
    register_pool(ring, &pool, &registered);
    assert_int_equal(sring_pool_open(&stranger, 2, 64, NULL), 0);
    open_ring(&other, 8, 64);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    assert_int_equal(sring_pool_get(&stranger, &strange), 0);
    ASSERT_MISUSE("sring_pooled_buf_unwrap_registered", "a buffer of this pool", "another pool",
                  (void)!sring_pooled_buf_unwrap_registered(ring, &registered, &strange, &buf));
    ASSERT_MISUSE("sring_pooled_buf_unwrap_registered", "registered with this ring", "another ring",
                  (void)!sring_pooled_buf_unwrap_registered(&other, &registered, &pooled, &buf));
    ASSERT_MISUSE("sring_pool_unregister", "registered with this ring", "another ring",
                  sring_pool_unregister(&other, &registered));
    sring_pool_put(&stranger, &strange);
    assert_int_equal(sring_pooled_buf_unwrap_registered(ring, &registered, &pooled, &buf), 0);
    ASSERT_MISUSE("sring_buf_unregister", "a registered buffer of this ring",
                  "one of a registered pool", sring_buf_unregister(ring, &buf, &plain));
    new_buf(&plain, 64);
    assert_int_equal(sring_buf_register(ring, &plain, &ordinary), 0);
    ASSERT_MISUSE("sring_pooled_buf_wrap_registered", "unwrapped from a pooled one",
                  "an ordinary buffer", sring_pooled_buf_wrap_registered(&ordinary, &strange));
    sring_registered_buf_free(&ordinary);
    put_registered(&pool, &buf);
    sring_pool_unregister(ring, &registered);
    sring_pool_close(&stranger);
    sring_pool_close(&pool);
    sring_close(&other);
}

/* A pooled buffer registered alone, with its own slot, still goes back to its pool. */
static void pooled_buffer_registered_alone(void **state)
{
    struct sring *ring = *state;
    struct sring_registered_buf registered;
    struct sring_pool pool;
    struct sring_buf buf;
    int rc;

    assert_int_equal(sring_pool_open(&pool, 1, 64, NULL), 0);
    for (uint64_t round = 0; round < 100; round++) { /* more often than there are slots */
        get(&pool, &buf);
        rc = sring_buf_register(ring, &buf, &registered);
        if (rc == -EOPNOTSUPP) {
            put(&pool, &buf);
            sring_pool_close(&pool);
            SKIP("this kernel cannot register buffers one by one");
        }
        assert_int_equal(rc, 0);
        if (round % 2) {
            sring_buf_unregister(ring, &registered, &buf);
            put(&pool, &buf);
        } else {
            sring_registered_buf_free(&registered);
        }
        expect_stats(&pool, 0, round / 2 + 1);
    }
    sring_pool_close(&pool);
}

/* --- two rings ------------------------------------------------------------------------------ */

struct side {
    struct sring_pool pool;
    const struct sring_fd *file; /* "0123456789abcdef" */
    long wrong;
    long done;
};

/* Reads with its own ring into buffers of the shared pool, and detaches every third read. */
static void *side(void *arg)
{
    struct side *side = arg;
    struct sring_registered_pool registered;
    struct sring ring;
    bool fixed;

    sring_pool_claim(&side->pool);
    if (sring_open(&ring, NULL)) {
        sring_pool_close(&side->pool);
        side->wrong++;
        return NULL;
    }
    fixed = !sring_pool_register(&ring, &side->pool, &registered);
    for (int i = 0; i < 3000; i++) {
        struct sring_read_at_submitted inflight;
        struct sring_read_at_building op;
        struct sring_registered_buf known;
        struct sring_pooled_buf pooled;
        struct sring_buf buf;

        if (sring_pool_get(&side->pool, &pooled)) {
            (void)sring_poll(&ring); /* detached reads may have ended */
            continue;
        }
        if (fixed && i % 3 == 1) {
            if (sring_pooled_buf_unwrap_registered(&ring, &registered, &pooled, &known)) {
                side->wrong++;
                break;
            }
            side->wrong += sring_read_fixed_await(&ring, side->file, &known, 6) != 10;
            side->wrong += memcmp(sring_registered_buf_data(&known), "6789abcdef", 10) != 0;
            sring_pooled_buf_wrap_registered(&known, &pooled);
            sring_pool_put(&side->pool, &pooled);
            side->done++;
            continue;
        }
        sring_pooled_buf_unwrap(&pooled, &buf);
        if (i % 3 == 0 && !sring_read_at_init(&ring, &op, side->file, 0)) {
            sring_read_at_submit(&ring, &op, &buf, &inflight);
            sring_read_at_detach(&ring, &inflight);
        } else {
            side->wrong += sring_read_at_await(&ring, side->file, &buf, 10) != 6;
            side->wrong += memcmp(sring_buf_data(&buf), "abcdef", 6) != 0;
            sring_pooled_buf_wrap(&buf, &pooled);
            sring_pool_put(&side->pool, &pooled);
        }
        side->done++;
    }
    if (fixed) {
        sring_pool_unregister(&ring, &registered);
    }
    sring_pool_close(&side->pool); /* with operations in flight */
    sring_close(&ring);
    return NULL;
}

static void two_rings_share_a_pool(void **state)
{
    struct sring *ring = *state;
    struct side sides[2] = {0};
    struct sring_pool_stats stats;
    struct sring_pool pool;
    struct sring_fd file;
    pthread_t threads[2];

    temporary_file(&file, "0123456789abcdef");
    assert_int_equal(sring_pool_open(&pool, 6, 64, NULL), 0);
    for (int i = 0; i < 2; i++) {
        sides[i].file = &file;
        assert_int_equal(sring_pool_share(&pool, &sides[i].pool), 0);
        sring_pool_stash(&sides[i].pool);
        assert_int_equal(pthread_create(&threads[i], NULL, side, &sides[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(sides[i].wrong, 0);
    }
    sring_pool_get_stats(&pool, &stats);
    assert_int_equal(stats.in_use, 0);
    assert_int_equal(stats.handles, 1);
    assert_int_equal(stats.gets, sides[0].done + sides[1].done);
    assert_true(stats.reclaimed > 0);
    sring_pool_close(&pool);
    sring_fd_close(ring, &file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(ends_of_operations),
        cmocka_unit_test(ring_closed_with_operations),
        RING_TEST(pool_closed_before_its_operations),
        RING_TEST(fixed_operations),
        cmocka_unit_test_setup_teardown(more_than_a_slot_holds, setup, ring_teardown),
        cmocka_unit_test(table_too_small),
        SMALL_RING_TEST(unregistered_in_flight),
        RING_TEST(unregistered_with_a_batch),
        SMALL_RING_TEST(unregistered_with_a_batch),
        RING_TEST(unregistered_beside_ordinary_ones),
        cmocka_unit_test(ring_closed_first),
        RING_TEST(misuse_of_registered),
        RING_TEST(pooled_buffer_registered_alone),
        RING_TEST(two_rings_share_a_pool),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
