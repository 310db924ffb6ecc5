/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Completions that belong to no operation of the ring, posted by another ring. They are dropped and
 * counted, and do not affect the ring's operations.
 */
#include "support.h"

#include <liburing.h>

/* The descriptor of the only ring that is open. */
static int find_ring(void)
{
    for (int fd = 0; fd < 1024; fd++) {
        char path[64], target[64] = {0};

        snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
        if (readlink(path, target, sizeof(target) - 1) > 0 && strstr(target, "[io_uring]")) {
            return fd;
        }
    }
    fail();
    return -1;
}

/* Makes `forger` post a completion in the ring. */
static int forge(struct io_uring *forger, int ring_fd, uint64_t user_data, uint32_t flags)
{
    struct io_uring_sqe *sqe = io_uring_get_sqe(forger);
    struct io_uring_cqe *cqe;
    int rc;

    if (!sqe) {
        return -EAGAIN;
    }
    memset(sqe, 0, sizeof(*sqe));
    sqe->opcode = 40; /* IORING_OP_MSG_RING */
    sqe->fd = ring_fd;
    sqe->off = user_data;
    sqe->len = 7; /* the result */
    if (flags) {
        sqe->rw_flags = 2; /* IORING_MSG_RING_FLAGS_PASS */
        sqe->splice_fd_in = (int)flags;
    }
    assert_int_equal(io_uring_submit_and_wait(forger, 1), 1);
    assert_int_equal(io_uring_peek_cqe(forger, &cqe), 0);
    rc = cqe->res;
    io_uring_cqe_seen(forger, cqe);
    return rc;
}

static void submit_read(struct sring *ring, const struct sring_fd *fd,
                        struct sring_read_submitted *inflight)
{
    struct sring_read_building op;
    struct sring_buf buf;

    new_buf(&buf, 16);
    assert_int_equal(sring_read_init(ring, &op, fd), 0);
    sring_read_submit(ring, &op, &buf, inflight);
}

static void expect_read(struct sring *ring, struct sring_read_submitted *inflight)
{
    struct sring_read_completed done;
    struct sring_buf buf;

    sring_read_wait(ring, inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 3);
    expect_buf(&buf, "abc");
    sring_buf_free(&buf);
}

static void dropped(void **state)
{
    struct sring *ring = *state;
    int ring_fd = find_ring();
    struct sring_read_submitted first, second;
    struct sring_stats stats;
    struct io_uring forger;
    struct two_fds fds;
    uint64_t stale, forged = 0;

    assert_int_equal(io_uring_queue_init(4, &forger, 0), 0);
    open_pipe(&fds);
    submit_read(ring, &fds.in, &first);
    stale = first.number_;
    write_text(&fds.out, "abc");
    expect_read(ring, &first);
    submit_read(ring, &fds.in, &second);
    assert_int_equal(sring_flush(ring), 0);
    if (forge(&forger, ring_fd, 12345, 0) < 0) {
        close_two(ring, &fds);
        io_uring_queue_exit(&forger);
        SKIP("this kernel posts nothing in other rings");
    }
    forged++;
    for (uint64_t flags = 0; flags < 128; flags++) { /* the library's flags next to the number */
        const uint64_t numbers[] = {0, stale, second.number_ + (1 << 20), UINT64_MAX - 127};

        for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
            for (uint32_t more = 0; more <= IORING_CQE_F_MORE; more += IORING_CQE_F_MORE) {
                forged += forge(&forger, ring_fd, numbers[i] + flags, more) >= 0;
            }
        }
        assert_true(sring_poll(ring) >= 0);
        assert_false(sring_read_ready(ring, &second));
    }
    sring_get_stats(ring, &stats);
    assert_int_equal(stats.dropped, forged);
    assert_int_equal(stats.in_flight, 1);
    write_text(&fds.out, "abc");
    expect_read(ring, &second);
    assert_int_equal(in_flight(ring), 0);
    close_two(ring, &fds);
    io_uring_queue_exit(&forger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(dropped),
        SMALL_RING_TEST(dropped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
