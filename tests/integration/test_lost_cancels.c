/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The kernel misses cancel requests: it may not find an operation on its way to a worker. Here it
 * misses the first ones, because the test turns them into nops. The library sends them again.
 */
#include "batches.h"
#include "faulty_kernel.h"

#include <poll.h>

static int to_lose; /* the number of cancel requests to lose */

static int enter(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                 const struct __kernel_timespec *timeout)
{
    for (uint32_t at = *kernel->sq_head; to_lose && at != *kernel->sq_tail; at++) {
        unsigned char *slot = kernel->slots + (size_t)(at & (kernel->entries - 1)) * SRING_STEP_;
        struct io_uring_sqe sqe;

        memcpy(&sqe, slot, sizeof(sqe));
        if (sqe.opcode == IORING_OP_ASYNC_CANCEL) {
            sqe = (struct io_uring_sqe){
                .opcode = IORING_OP_NOP, .fd = -1, .user_data = sqe.user_data};
            memcpy(slot, &sqe, sizeof(sqe));
            to_lose--;
        }
    }
    return kernel_below->enter(kernel, to_submit, wait_for, timeout);
}

struct reads {
    struct two_fds fds;
    int count, result;
};

static void begin_read(struct sring *ring, struct reads *reads, struct sring_read_building *op)
{
    assert_int_equal(sring_read_init(ring, op, &reads->fds.in), 0);
}

SRING_READ_CALLBACK(on_read)
{
    struct reads *reads = arg;
    struct sring_buf buf;

    reads->count++;
    reads->result = sring_read_finish(done, &buf);
    sring_buf_free(&buf);
}

static void start_read(struct sring *ring, struct reads *reads)
{
    struct sring_read_building op;
    struct sring_buf buf;

    new_buf(&buf, 16);
    begin_read(ring, reads, &op);
    sring_read_start(ring, &op, &buf, on_read, reads);
}

static int setup(void **state)
{
    faulty_kernel()->enter = enter;
    to_lose = 0;
    alarm(20);
    return ring_setup(state);
}

static int teardown(void **state)
{
    alarm(0);
    return ring_teardown(state);
}

static void lose(struct sring *ring, int count)
{
    assert_int_equal(sring_flush(ring), 0);
    to_lose = count;
}

static void all_with_handles(void **state)
{
    struct sring *ring = *state;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_buf buf;
    struct reads reads = {.count = 0};

    open_pipe(&reads.fds);
    begin_read(ring, &reads, &op);
    new_buf(&buf, 16);
    sring_read_submit(ring, &op, &buf, &inflight);
    lose(ring, 3);
    assert_int_equal(sring_cancel_all(ring), 0);
    assert_int_equal(sring_nop_await(ring), 0); /* meanwhile everything else works */
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), -ECANCELED);
    assert_int_equal(to_lose, 0);
    assert_int_equal(sring_nop_await(ring), 0);
    sring_buf_free(&buf);
    close_two(ring, &reads.fds);
}

static void all_with_callbacks(void **state)
{
    struct sring *ring = *state;
    struct reads reads = {.count = 0};

    open_pipe(&reads.fds);
    for (int i = 0; i < 100; i++) {
        start_read(ring, &reads);
    }
    lose(ring, 3);
    assert_int_equal(sring_cancel_all(ring), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(reads.count, 100);
    assert_int_equal(reads.result, -ECANCELED);
    assert_int_equal(to_lose, 0);
    close_two(ring, &reads.fds);
}

/* The pollable descriptor is readable when a request must be sent again. */
static void all_with_poll(void **state)
{
    struct sring *ring = *state;
    struct reads reads = {.count = 0};
    struct pollfd ready = {.events = POLLIN};

    open_pipe(&reads.fds);
    ready.fd = sring_pollable_fd(ring);
    start_read(ring, &reads);
    lose(ring, 3);
    assert_int_equal(sring_cancel_all(ring), 0);
    while (!reads.count) {
        assert_int_equal(poll_pollable(&ready, LOST_AFTER), 1);
        assert_true(sring_poll(ring) >= 0);
    }
    assert_int_equal(reads.result, -ECANCELED);
    assert_int_equal(to_lose, 0);
    close_two(ring, &reads.fds);
}

/* Without a wait for the batch the ring sends the requests again. */
static void fail_fast(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_read_completed read;
    struct sring_buf buf;
    struct reads reads = {.count = 0};

    open_pipe(&reads.fds);
    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    sring_batch_set_fail_fast(&batch);
    add_read(ring, &batch, &reads.fds.in, 16, 0);
    add_timeout(ring, &batch, 1000000); /* which fails with -ETIME */
    sring_batch_submit(ring, &batch, &inflight);
    lose(ring, 3);
    assert_int_equal(sring_run(ring), 0);
    sring_batch_wait(ring, &inflight, &done);
    sring_read_take(ring, &done, 0, &read);
    assert_int_equal(sring_read_finish(&read, &buf), -ECANCELED);
    sring_buf_free(&buf);
    sring_batch_finish(ring, &done);
    assert_int_equal(to_lose, 0);
    close_two(ring, &reads.fds);
}

#define CANCEL_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CANCEL_TEST(all_with_handles),
        CANCEL_TEST(all_with_callbacks),
        CANCEL_TEST(all_with_poll),
        CANCEL_TEST(fail_fast),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
