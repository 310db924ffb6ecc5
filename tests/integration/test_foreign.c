/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Handles of every type and state, used with another ring, or as an outdated copy: the misuse
 * report comes before the kernel sees anything. Built with -O0.
 */
#include "support.h"

struct fixture {
    struct sring own, other;
};

static int open_two(void **state)
{
    static struct fixture fixture;

    open_ring(&fixture.own, 8, 64);
    open_ring(&fixture.other, 8, 64);
    *state = &fixture;
    return 0;
}

/* Nothing was done on the other ring, and its budget is complete. */
static int close_both(void **state)
{
    struct fixture *fixture = *state;
    struct sring *rings[] = {&fixture->own, &fixture->other};
    struct sring_stats stats;

    sring_get_stats(&fixture->other, &stats);
    assert_int_equal(stats.submitted, 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(rings[i]->budget_, 64);
        sring_close(rings[i]);
    }
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_two, close_both)
#define BUILDING(function, statement)                                                              \
    ASSERT_MISUSE(function, "in state Building", "begun on another ring", statement)

SRING_NOP_CALLBACK(on_nop)
{
    (void)ring;
    (void)arg;
    (void)sring_nop_finish(done);
}

static void building(void **state)
{
    struct fixture *fixture = *state;
    struct sring_nop_building op;
    struct sring_openat_building opening;
    struct sring_openat_submitted opening_inflight;
    struct sring_nop_submitted inflight;
    struct sring_timeout_building timeout;
    struct sring_timeout_submitted timing;
    struct sring_batch_building batch;
    struct sring_batch_completed done;

    assert_int_equal(sring_nop_init(&fixture->own, &op), 0);
    BUILDING("sring_nop_submit", sring_nop_submit(&fixture->other, &op, &inflight));
    BUILDING("sring_nop_start", sring_nop_start(&fixture->other, &op, on_nop, NULL));
    BUILDING("sring_nop_abandon", sring_nop_abandon(&fixture->other, &op));
    BUILDING("sring_nop_set_timeout", (void)!sring_nop_set_timeout(&fixture->other, &op, 1));
    assert_int_equal(sring_batch_init(&fixture->other, &batch, 1), 0);
    BUILDING("sring_nop_add", sring_nop_add(&fixture->other, &batch, &op));
    sring_nop_abandon(&fixture->own, &op);
    assert_int_equal(sring_openat_init(&fixture->own, &opening, "/dev/null", O_RDONLY, 0), 0);
    BUILDING("sring_openat_submit",
             sring_openat_submit(&fixture->other, &opening, &opening_inflight));
    BUILDING("sring_openat_abandon", sring_openat_abandon(&fixture->other, &opening));
    sring_openat_abandon(&fixture->own, &opening);
    assert_int_equal(sring_timeout_init(&fixture->own, &timeout, 1), 0);
    BUILDING("sring_timeout_submit", sring_timeout_submit(&fixture->other, &timeout, &timing));
    sring_timeout_abandon(&fixture->own, &timeout);
    sring_batch_abandon(&fixture->other, &batch, &done);
    sring_batch_finish(&fixture->other, &done);
}

/* The ring was closed, and another one is open in the same variable. */
static void building_of_an_earlier_ring(void **state)
{
    struct fixture *fixture = *state;
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;

    assert_int_equal(sring_nop_init(&fixture->own, &op), 0);
    sring_close(&fixture->own);
    open_ring(&fixture->own, 8, 64);
    BUILDING("sring_nop_submit", sring_nop_submit(&fixture->own, &op, &inflight));
    BUILDING("sring_nop_abandon", sring_nop_abandon(&fixture->own, &op));
}

#define DIRECT(function, statement)                                                                \
    ASSERT_MISUSE(function, "a direct descriptor of this ring", "another ring, or a copy",         \
                  statement)

static void direct_descriptor(void **state)
{
    struct fixture *fixture = *state;
    struct sring *ring = &fixture->own;
    struct sring_read_at_building op, no;
    struct sring_read_at_submitted inflight;
    struct sring_fsync_building sync;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct sring_direct_fd direct, others, copy, next;
    struct sring_buf buf;
    struct sring_fd fd;

    temporary_file(&fd, "content");
    new_buf(&buf, 8);
    assert_int_equal(sring_fd_register(ring, &fd, &direct), 0);
    assert_int_equal(sring_fd_register(&fixture->other, &fd, &others), 0);
    assert_true(direct.word_ == others.word_);
    DIRECT("sring_read_at_init_direct",
           (void)!sring_read_at_init_direct(&fixture->other, &no, &direct, 0));
    DIRECT("sring_direct_fd_unregister", sring_direct_fd_unregister(&fixture->other, &direct));
    DIRECT("sring_direct_fd_replace",
           (void)!sring_direct_fd_replace(&fixture->other, &direct, &fd, &next));
    sring_direct_fd_unregister(&fixture->other, &others);

    /* At submit the slot belongs to another handle. */
    copy = direct;
    assert_int_equal(sring_read_at_init_direct(ring, &op, &direct, 0), 0);
    assert_int_equal(sring_fsync_init_direct(ring, &sync, &direct), 0);
    sring_direct_fd_unregister(ring, &direct);
    assert_int_equal(sring_batch_init(ring, &batch, 1), 0);
    for (int i = 0; i < 2; i++) {
        DIRECT("sring_read_at_submit", sring_read_at_submit(ring, &op, &buf, &inflight));
        DIRECT("sring_fsync_add", sring_fsync_add(ring, &batch, &sync));
        DIRECT("sring_read_at_init_direct", (void)!sring_read_at_init_direct(ring, &no, &copy, 0));
        if (i == 0) {
            assert_int_equal(sring_fd_register(ring, &fd, &next), 0);
            assert_true(next.word_ == copy.word_);
        }
    }
    sring_read_at_abandon(ring, &op);
    sring_fsync_abandon(ring, &sync);
    sring_direct_fd_unregister(ring, &next);
    sring_batch_abandon(ring, &batch, &done);
    sring_batch_finish(ring, &done);
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

#define REGISTERED(function, statement)                                                            \
    ASSERT_MISUSE(function, "a registered buffer of this ring", "another ring", statement)

static void registered_buffer(void **state)
{
    struct fixture *fixture = *state;
    struct sring_read_fixed_building op;
    struct sring_read_fixed_submitted inflight;
    struct sring_registered_buf registered, others;
    struct sring_buf buf;
    struct sring_fd fd;

    temporary_file(&fd, "content");
    new_buf(&buf, 4096);
    if (sring_buf_register(&fixture->own, &buf, &registered)) {
        sring_buf_free(&buf);
        sring_fd_close(&fixture->own, &fd);
        SKIP("this kernel has no table of buffers that can be changed");
    }
    assert_int_equal(sring_read_fixed_init(&fixture->other, &op, &fd, 0), 0);
    REGISTERED("sring_read_fixed_submit",
               sring_read_fixed_submit(&fixture->other, &op, &registered, &inflight));
    new_buf(&buf, 4096); /* the other ring has a buffer in the same slot */
    assert_int_equal(sring_buf_register(&fixture->other, &buf, &others), 0);
    REGISTERED("sring_read_fixed_submit",
               sring_read_fixed_submit(&fixture->other, &op, &registered, &inflight));
    sring_read_fixed_abandon(&fixture->other, &op);
    sring_registered_buf_free(&registered);
    sring_registered_buf_free(&others);
    sring_fd_close(&fixture->own, &fd);
}

static void buffer_ring(void **state)
{
    struct fixture *fixture = *state;
    struct sring_buf_ring group;
    struct sring_read_provided_building op;
    struct sring_fd fd;
    int rc = sring_buf_ring_open(&fixture->own, &group, 4, 64, NULL);

    if (rc) {
        SKIP("this kernel has no buffer rings");
    }
    temporary_file(&fd, "content");
    ASSERT_MISUSE("sring_read_provided_init", "a buffer ring of this ring", "another ring",
                  (void)!sring_read_provided_init(&fixture->other, &op, &fd, &group));
    ASSERT_MISUSE("sring_buf_ring_close", "a buffer ring of this ring", "another ring",
                  sring_buf_ring_close(&fixture->other, &group));
    sring_buf_ring_close(&fixture->own, &group);
    sring_fd_close(&fixture->own, &fd);
}

#define OTHERS_BATCH(function, statement)                                                          \
    ASSERT_MISUSE(function, "a batch of this ring", "begun on another", statement)

static void batches(void **state)
{
    struct fixture *fixture = *state;
    struct sring *other = &fixture->other;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight, none;
    struct sring_batch_completed done, nothing;
    struct sring_nop_building op;
    struct sring_nop_completed nop;

    assert_int_equal(sring_batch_init(&fixture->own, &batch, 1), 0);
    assert_int_equal(sring_nop_init(&fixture->own, &op), 0);
    OTHERS_BATCH("sring_nop_add", sring_nop_add(other, &batch, &op));
    sring_nop_add(&fixture->own, &batch, &op);
    OTHERS_BATCH("sring_batch_submit", sring_batch_submit(other, &batch, &none));
    OTHERS_BATCH("sring_batch_abandon", sring_batch_abandon(other, &batch, &nothing));
    sring_batch_building_claim(&batch); /* which is unchanged after the reports */
    sring_batch_submit(&fixture->own, &batch, &inflight);
    OTHERS_BATCH("sring_batch_wait", sring_batch_wait(other, &inflight, &nothing));
    sring_batch_submitted_claim(&inflight);
    sring_batch_wait(&fixture->own, &inflight, &done);
    OTHERS_BATCH("sring_nop_take", sring_nop_take(other, &done, 0, &nop));
    OTHERS_BATCH("sring_batch_finish", sring_batch_finish(other, &done));
    sring_batch_completed_claim(&done);
    sring_batch_finish(&fixture->own, &done);
}

/* A batch that the caller of the callback already waits for. */
static struct sring_batch_submitted waited;
static struct two_fds fds;

SRING_NOP_CALLBACK(wait_again)
{
    struct sring_batch_completed nothing;
    bool *reported = arg;

    (void)sring_nop_finish(done);
    ASSERT_MISUSE("sring_batch_wait", "a live batch", "next state",
                  sring_batch_wait(ring, &waited, &nothing));
    *reported = true;
    write_text(&fds.out, "x"); /* ends the batch */
}

static void batch_waited_for_twice(void **state)
{
    struct fixture *fixture = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_poll_add_building readable;
    struct sring_nop_building op;
    bool reported = false;

    open_pipe(&fds);
    assert_int_equal(sring_batch_init(&fixture->own, &batch, 1), 0);
    assert_int_equal(sring_poll_add_init(&fixture->own, &readable, &fds.in, POLLIN), 0);
    sring_poll_add_add(&fixture->own, &batch, &readable);
    sring_batch_submit(&fixture->own, &batch, &inflight);
    waited = inflight;
    assert_int_equal(sring_nop_init(&fixture->own, &op), 0);
    sring_nop_start(&fixture->own, &op, wait_again, &reported);
    sring_batch_wait(&fixture->own, &inflight, &done);
    assert_true(reported);
    sring_batch_finish(&fixture->own, &done);
    close_two(&fixture->own, &fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(building),
        TEST(building_of_an_earlier_ring),
        TEST(direct_descriptor),
        TEST(registered_buffer),
        TEST(buffer_ring),
        TEST(batches),
        TEST(batch_waited_for_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
