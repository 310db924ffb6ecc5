/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * await_with: init, the set functions, submit, wait and finish in one call. On an error nothing has
 * changed.
 */
#include "batches.h"
#include "no_memory.h"

#include <sys/socket.h>

#define LONG (20000 * MILLISECOND)

/* --- success ------------------------------------------------------------------------------- */

/* Each option, and the part of the buffer. */
static void with_options(void **state)
{
    struct sring *ring = *state;
    struct sring_send_options part = {.start = 2, .count = 3};
    struct sring_recv_options peek = {.flags = MSG_PEEK, .start = 1};
    struct sring_recv_options soon = {.timeout_ns = MILLISECOND};
    struct two_fds fds;
    struct sring_buf buf;

    open_socketpair(&fds, SOCK_STREAM);
    text_buf(&buf, "0123456789");
    assert_int_equal(sring_send_await_with(ring, &fds.out, &buf, &part, NULL), 3);
    expect_buf(&buf, "0123456789");
    sring_buf_free(&buf);

    for (int i = 0; i < 2; i++) { /* MSG_PEEK: the bytes are there again */
        text_buf(&buf, "x.......");
        assert_int_equal(sring_recv_await_with(ring, &fds.in, &buf, &peek, NULL), 3);
        expect_buf(&buf, "x234");
        sring_buf_free(&buf);
    }
    expect_text(&fds.in, "234");

    new_buf(&buf, 16);
    assert_int_equal(sring_recv_await_with(ring, &fds.in, &buf, &soon, NULL), -ETIME);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

/* Without a buffer, with copied arguments, with a vector, with an output, and with a new file. */
static void of_every_kind(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_options none = {0};
    struct sring_openat_options in_time = {.timeout_ns = LONG};
    struct sring_ticket ticket = SRING_NO_TICKET;
    const size_t sizes[] = {3, 5};
    struct two_fds fds;
    struct sring_fd file;
    struct sring_vec vec;
    struct statx stat;

    assert_int_equal(sring_timeout_await_with(ring, MILLISECOND, &none, &ticket), -ETIME);
    assert_int_not_equal(ticket.number_, 0);
    assert_false(sring_pending(ring, ticket));
    assert_int_equal(sring_openat_await_with(ring, "/dev/null", 0, 0, &in_time, NULL, &file), 0);
    sring_fd_close(ring, &file);
    assert_int_equal(sring_openat_await_with(ring, "/none/such", 0, 0, NULL, NULL, &file), -ENOENT);
    assert_int_equal(
        sring_statx_await_with(ring, "/dev/null", 0, STATX_BASIC_STATS, NULL, NULL, &stat), 0);
    assert_true(S_ISCHR(stat.stx_mode));
    open_pipe(&fds);
    write_text(&fds.out, "vector");
    new_vec(&vec, 2, sizes);
    assert_int_equal(sring_readv_await_with(ring, &fds.in, &vec, NULL, NULL), 6);
    expect_vec(&vec, "vec|tor");
    sring_vec_free(&vec);
    close_two(ring, &fds);
}

struct receiver {
    struct two_fds *fds;
    struct sring_ticket ticket;
};

SRING_FIBER(receive)
{
    struct receiver *receiver = arg;
    struct sring_buf buf;
    int rc;

    new_buf(&buf, 16);
    sring_fd_borrow(&receiver->fds->in);
    rc = sring_recv_await_with(ring, &receiver->fds->in, &buf, NULL, &receiver->ticket);
    sring_fd_return(&receiver->fds->in);
    sring_buf_free(&buf);
    return rc;
}

/* The ticket is there while the fiber waits, so that another one can cancel. */
static void cancelled_by_its_ticket(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct receiver receiver = {&fds, SRING_NO_TICKET};
    struct sring_fiber fiber;

    open_socketpair(&fds, SOCK_STREAM);
    sring_fd_stash(&fds.in);
    assert_int_equal(sring_spawn(ring, &fiber, receive, &receiver), 0);
    sring_run_for(ring, MILLISECOND);
    assert_true(sring_pending(ring, receiver.ticket));
    assert_int_equal(sring_cancel(ring, receiver.ticket), 0);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
    sring_fd_claim(&fds.in);
    close_two(ring, &fds);
}

/* --- errors -------------------------------------------------------------------------------- */

/* If the time limit finds no memory, the budget and the scratch memory come back. */
static void without_memory(void **state)
{
    struct sring *ring = *state;
    struct sring_read_options read = {.timeout_ns = LONG};
    struct sring_openat_options open = {.timeout_ns = LONG};
    struct sring_ticket ticket = {7};
    struct two_fds fds;
    struct sring_fd file;
    struct sring_buf buf;
    int rc;

    open_pipe(&fds);
    text_buf(&buf, "mine");
    assert_int_equal(sring_openat_await(ring, "/dev/null", 0, 0, &file), 0);
    sring_fd_close(ring, &file); /* from now on there is a free scratch block */
    no_memory = true;
    rc = sring_read_await_with(ring, &fds.in, &buf, &read, &ticket);
    assert_int_equal(sring_openat_await_with(ring, "/dev/null", 0, 0, &open, &ticket, &file),
                     -ENOMEM);
    no_memory = false;
    assert_int_equal(rc, -ENOMEM);
    expect_budget(ring, CAPACITY);
    assert_int_equal(ticket.number_, 7);
    expect_buf(&buf, "mine");
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

SRING_TIMEOUT_CALLBACK(on_timeout)
{
    (void)sring_timeout_finish(done);
}

/* Without budget the buffer is still the caller's, and the ticket is unchanged. */
static void without_budget(void **state)
{
    struct sring *ring = *state;
    struct sring_ticket tickets[CAPACITY], ticket = {7};
    struct two_fds fds;
    struct sring_fd file;
    struct sring_buf buf;

    open_pipe(&fds);
    text_buf(&buf, "mine");
    for (int i = 0; i < CAPACITY; i++) {
        assert_int_equal(sring_timeout_launch(ring, LONG, NULL, on_timeout, NULL, &tickets[i]), 0);
    }
    assert_int_equal(sring_read_await_with(ring, &fds.in, &buf, NULL, &ticket), -EAGAIN);
    assert_int_equal(sring_openat_await_with(ring, "/dev/null", 0, 0, NULL, &ticket, &file),
                     -EAGAIN);
    assert_int_equal(ticket.number_, 7);
    expect_buf(&buf, "mine");
    sring_buf_free(&buf);
    for (int i = 0; i < CAPACITY; i++) {
        assert_int_equal(sring_cancel(ring, tickets[i]), 0);
    }
    assert_int_equal(sring_run(ring), 0);
    close_two(ring, &fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WHOLE_RING_TEST(with_options),
        WHOLE_RING_TEST(of_every_kind),
        WHOLE_RING_TEST(cancelled_by_its_ticket),
        WHOLE_RING_TEST(without_memory),
        WHOLE_RING_TEST(without_budget),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
