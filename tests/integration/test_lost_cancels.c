/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The kernel does not stop what it is asked to stop: it may not find an operation that is on its
 * way to a worker. Here it does not find any the first times, because the requests are made to do
 * nothing before it reads them. The library asks again.
 */
#include "batches.h"

#include <liburing.h>
#include <poll.h>
#include <sys/syscall.h>

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);

static struct {
    struct sring *ring;
    int lose; /* so many of the next requests to cancel */
} plan;

static void lose_cancels(void)
{
    struct sring *ring = plan.ring;
    uint64_t queued = (uint64_t)sring_queued_(ring) * SRING_STEP_;

    for (uint64_t at = ring->next_ - queued; at != ring->next_; at += SRING_STEP_) {
        struct sring_sqe_ *sqe = &sring_slot_of_(ring, at)->sqe_;

        if (plan.lose && SRING_HEAD_OPCODE_(sqe->head_) == IORING_OP_ASYNC_CANCEL) {
            sqe->head_ = SRING_HEAD_(IORING_OP_NOP, 0, 0, -1);
            sqe->len_flags_ = 0;
            plan.lose--;
        }
    }
}

long __wrap_syscall(long number, ...)
{
    long arguments[6];
    va_list list;

    va_start(list, number);
    for (int i = 0; i < 6; i++) {
        arguments[i] = va_arg(list, long);
    }
    va_end(list);
    if (number == __NR_io_uring_enter && plan.ring) {
        lose_cancels();
    }
    return __real_syscall(number, arguments[0], arguments[1], arguments[2], arguments[3],
                          arguments[4], arguments[5]);
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
    int rc = ring_setup(state);

    plan.ring = NULL;
    plan.lose = 0;
    alarm(20);
    return rc;
}

static int teardown(void **state)
{
    plan.ring = NULL;
    alarm(0);
    return ring_teardown(state);
}

static void lose(struct sring *ring, int count)
{
    assert_int_equal(sring_flush(ring), 0);
    plan.ring = ring;
    plan.lose = count;
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
    assert_int_equal(sring_nop_await(ring), 0); /* meanwhile all else works */
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), -ECANCELED);
    assert_int_equal(plan.lose, 0);
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
    assert_int_equal(plan.lose, 0);
    close_two(ring, &reads.fds);
}

/* The pollable descriptor is readable when there is something to ask again. */
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
        assert_int_equal(poll(&ready, 1, 10000), 1);
        assert_true(sring_poll(ring) >= 0);
    }
    assert_int_equal(reads.result, -ECANCELED);
    assert_int_equal(plan.lose, 0);
    close_two(ring, &reads.fds);
}

/* Nobody waits for the batch: the ring asks again for it. */
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
    assert_int_equal(plan.lose, 0);
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
