/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The states of a one-shot operation: budget, abandon, ready, and moving handles in each state.
 */
#include "support.h"

static void capacity_is_a_limit(void **state)
{
    struct sring ring;
    struct sring_nop_building op[4], one_more;
    struct sring_nop_submitted inflight;
    struct sring_nop_completed done;

    (void)state;
    open_ring(&ring, 4, 4);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(sring_nop_init(&ring, &op[i]), 0);
        sring_nop_building_stash(&op[i]);
    }
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_nop_init(&ring, &one_more), -EAGAIN);
    }
    sring_nop_building_claim(&op[0]);
    sring_nop_submit(&ring, &op[0], &inflight);
    assert_int_equal(sring_nop_init(&ring, &one_more), -EAGAIN);
    sring_nop_wait(&ring, &inflight, &done);
    assert_int_equal(sring_nop_init(&ring, &one_more), 0); /* the wait gave budget back */
    assert_int_equal(sring_nop_init(&ring, &op[0]), -EAGAIN);
    sring_nop_abandon(&ring, &one_more);
    assert_int_equal(sring_nop_init(&ring, &one_more), 0); /* and so did the abandoning */
    sring_nop_abandon(&ring, &one_more);
    assert_int_equal(sring_nop_finish(&done), 0);
    for (int i = 1; i < 4; i++) {
        sring_nop_building_claim(&op[i]);
        sring_nop_abandon(&ring, &op[i]);
    }
    sring_close(&ring);
}

SRING_NOP_CALLBACK(count_nop)
{
    assert_int_equal(sring_nop_finish(done), 0);
    ++*(int *)arg;
}

/* However an operation ends, its budget comes back. */
static void every_end_gives_the_budget_back(void **state)
{
    struct sring ring;
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;
    struct sring_nop_completed done;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    int called = 0;

    (void)state;
    open_ring(&ring, 1, 1);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(sring_nop_init(&ring, &op), 0);
        switch (i % 6) {
        case 0:
            sring_nop_abandon(&ring, &op);
            break;
        case 1:
            sring_nop_submit(&ring, &op, &inflight);
            sring_nop_wait(&ring, &inflight, &done);
            assert_int_equal(sring_nop_finish(&done), 0);
            break;
        case 2:
            sring_nop_submit(&ring, &op, &inflight);
            sring_nop_detach(&ring, &inflight);
            assert_int_equal(sring_flush_and_wait(&ring, 1), 0);
            assert_int_equal(sring_poll(&ring), 1);
            break;
        case 3:
            sring_nop_submit(&ring, &op, &inflight);
            sring_nop_cancel(&ring, &inflight, &done);
            (void)sring_nop_finish(&done);
            break;
        case 4:
            sring_nop_start(&ring, &op, count_nop, &called);
            assert_int_equal(sring_run(&ring), 0);
            break;
        default:
            assert_int_equal(sring_batch_init(&ring, &batch, 1), 0);
            sring_nop_add(&ring, &batch, &op);
            sring_batch_submit(&ring, &batch, &batch_inflight);
            sring_batch_wait(&ring, &batch_inflight, &batch_done);
            sring_batch_finish(&ring, &batch_done);
        }
    }
    assert_int_equal(called, 16);
    sring_close(&ring);
}

static void ready_tells(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight;
    struct sring_timeout_completed done;
    uint64_t begin = now_ns();
    bool ready;

    assert_int_equal(sring_timeout_init(ring, &op, 10 * MILLISECOND), 0);
    sring_timeout_submit(ring, &op, &inflight);
    ready = sring_timeout_ready(ring, &inflight);
    assert_true(!ready || now_ns() - begin >= 10 * MILLISECOND); /* the machine may be slow */
    sleep_ms(20);
    for (int i = 0; i < 100 && !sring_timeout_ready(ring, &inflight); i++) {
        sleep_ms(1);
    }
    assert_true(sring_timeout_ready(ring, &inflight));
    assert_true(sring_timeout_ready(ring, &inflight)); /* it stays so */
    sring_timeout_wait(ring, &inflight, &done);
    assert_int_equal(sring_timeout_finish(&done), -ETIME);
}

static void move_and_stash_in_every_state(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    struct sring_buf buf;
    struct sring_read_at_building op, op2;
    struct sring_read_at_submitted inflight, inflight2;
    struct sring_read_at_completed done, done2;

    temporary_file(&fd, "content");
    new_buf(&buf, 16);
    assert_int_equal(sring_read_at_init(ring, &op, &fd, 0), 0);
    sring_read_at_set_range(&op, 0, 4);
    sring_read_at_building_move(&op2, &op);
    sring_read_at_building_stash(&op2);
    sring_read_at_building_claim(&op2);
    sring_read_at_submit(ring, &op2, &buf, &inflight);
    sring_read_at_submitted_move(&inflight2, &inflight);
    sring_read_at_submitted_stash(&inflight2);
    sring_read_at_submitted_claim(&inflight2);
    sring_read_at_wait(ring, &inflight2, &done);
    sring_read_at_completed_move(&done2, &done);
    sring_read_at_completed_stash(&done2);
    sring_read_at_completed_claim(&done2);
    assert_int_equal(sring_read_at_result(&done2), 4);
    assert_int_equal(sring_read_at_finish(&done2, &buf), 4);
    expect_buf(&buf, "cont");
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

/* Handles on the heap, in a struct of the program. */
struct connection {
    struct sring_buf buf;
    struct sring_recv_submitted inflight;
};

static void handles_on_the_heap(void **state)
{
    struct sring *ring = *state;
    struct connection *connections[20];
    struct sring_recv_building op;
    struct sring_recv_completed done;
    struct two_fds fds;

    open_socketpair(&fds, SOCK_DGRAM);
    for (int i = 0; i < 20; i++) {
        connections[i] = calloc(1, sizeof(*connections[i]));
        new_buf(&connections[i]->buf, 8);
        assert_int_equal(sring_recv_init(ring, &op, &fds.in), 0);
        sring_recv_submit(ring, &op, &connections[i]->buf, &connections[i]->inflight);
        sring_recv_submitted_stash(&connections[i]->inflight);
    }
    for (int i = 0; i < 20; i++) {
        write_text(&fds.out, "datagram");
    }
    for (int i = 19; i >= 0; i--) {
        sring_recv_submitted_claim(&connections[i]->inflight);
        sring_recv_wait(ring, &connections[i]->inflight, &done);
        assert_int_equal(sring_recv_finish(&done, &connections[i]->buf), 8);
        expect_buf(&connections[i]->buf, "datagram");
        sring_buf_free(&connections[i]->buf);
        free(connections[i]);
    }
    close_two(ring, &fds);
}

/* An abandoned operation also gives its scratch memory back (AddressSanitizer checks). */
static void abandon_with_scratch(void **state)
{
    struct sring *ring = *state;
    struct sring_openat_building op;
    char path[1000];

    memset(path, 'x', sizeof(path) - 1);
    path[sizeof(path) - 1] = 0;
    assert_int_equal(sring_openat_init(ring, &op, path, O_RDONLY, 0), 0);
    sring_openat_abandon(ring, &op);
    assert_int_equal(sring_openat_init(ring, &op, "/dev/null", O_RDONLY, 0), 0);
    sring_openat_abandon(ring, &op);
}

/* Data of one operation in a slot must not reach the next operation there. */
static void slots_are_clean(void **state)
{
    struct sring ring;
    struct sring_fd fd, opened;
    struct sring_buf buf;
    struct sring_registered_buf registered;
    int zero = fcntl(0, F_GETFD);
    int rc;

    (void)state;
    open_ring(&ring, 1, 8); /* a single slot for all of them */
    temporary_file(&fd, "0123456789");
    for (int i = 0; i < 10; i++) {
        struct sring_nop_building nop;
        struct sring_nop_submitted inflight;

        assert_int_equal(sring_openat_await(&ring, "/dev/null", O_RDONLY | O_CLOEXEC, 0, &opened),
                         0);
        sring_fd_close(&ring, &opened);
        /* A detached nop's result is 0: if it were taken for a descriptor, 0 would be closed. */
        assert_int_equal(sring_nop_init(&ring, &nop), 0);
        sring_nop_submit(&ring, &nop, &inflight);
        sring_nop_detach(&ring, &inflight);
        assert_int_equal(sring_run(&ring), 0);
        new_buf(&buf, 4);
        rc = sring_buf_register(&ring, &buf, &registered);
        if (rc) {
            sring_buf_free(&buf);
            continue;
        }
        assert_int_equal(sring_read_fixed_await(&ring, &fd, &registered, 2), 4);
        sring_buf_unregister(&ring, &registered, &buf);
        expect_buf(&buf, "2345");
        assert_int_equal(sring_read_at_await(&ring, &fd, &buf, 6), 4);
        expect_buf(&buf, "6789");
        sring_buf_free(&buf);
    }
    assert_int_equal(fcntl(0, F_GETFD), zero);
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(capacity_is_a_limit),
        cmocka_unit_test(every_end_gives_the_budget_back),
        RING_TEST(ready_tells),
        RING_TEST(move_and_stash_in_every_state),
        RING_TEST(handles_on_the_heap),
        SMALL_RING_TEST(handles_on_the_heap),
        RING_TEST(abandon_with_scratch),
        cmocka_unit_test(slots_are_clean),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
