/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * cancel_fd: streams that begin again (set_rearm), and files that had the same number before.
 */
#include "batches.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#define LONG (5000 * MILLISECOND)

enum {
    SIZE = 64 /* bytes of the only buffer of a stream */
};

/* --- a stream with set_rearm ----------------------------------------------------------------- */

struct receiver {
    struct sring_buf_ring group;
    struct two_fds fds;
    struct sring_ticket ticket;
    struct sring_lent_buf kept; /* the first item */
    int items, ends, rc;
    int found; /* the result of a cancel_fd */
};

SRING_RECV_MULTISHOT_ITEM_CALLBACK(on_item)
{
    struct receiver *it = arg;

    assert_int_equal(it->ends, 0);
    if (it->items++) {
        sring_lent_buf_return(item);
    } else {
        sring_lent_buf_move_stash(&it->kept, item);
    }
}

SRING_RECV_MULTISHOT_END_CALLBACK(on_end)
{
    struct receiver *it = arg;

    it->ends++;
    it->rc = rc;
}

static void launch_stream(struct sring *ring, struct receiver *it)
{
    const struct sring_recv_multishot_options options = {.rearm = true};

    assert_int_equal(sring_recv_multishot_launch(ring, &it->fds.in, &it->group, &options, on_item,
                                                 on_end, it, &it->ticket),
                     0);
}

static void receive(struct sring *ring, struct receiver *it)
{
    memset(it, 0, sizeof(*it));
    assert_int_equal(sring_buf_ring_open(ring, &it->group, 1, SIZE, NULL), 0);
    open_socketpair(&it->fds, SOCK_SEQPACKET);
    launch_stream(ring, it);
}

/* The only buffer is kept, and the kernel has ended the stream for want of one. */
static void hold(struct sring *ring, struct receiver *it)
{
    receive(ring, it);
    write_text(&it->fds.out, "first");
    write_text(&it->fds.out, "second");
    assert_int_equal(sring_run_for(ring, 20 * MILLISECOND), -ETIME);
    assert_true(sring_pending(ring, it->ticket));
    assert_int_equal(it->items, 1);
}

/* The stream is over, and does not go on with a buffer that is free again. */
static void expect_cancelled(struct sring *ring, struct receiver *it, int items)
{
    assert_int_equal(sring_run_for(ring, LONG), 0);
    assert_int_equal(it->ends, 1);
    assert_int_equal(it->rc, -ECANCELED);
    assert_false(sring_pending(ring, it->ticket));
    if (it->items) {
        sring_lent_buf_claim(&it->kept);
        sring_lent_buf_return(&it->kept);
    }
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(it->items, items);
    close_two(ring, &it->fds);
    sring_buf_ring_close(ring, &it->group);
}

/* --- the ways to cancel a file --------------------------------------------------------------- */

SRING_CANCEL_FD_CALLBACK(on_cancelled)
{
    *(int *)arg = sring_cancel_fd_finish(done);
}

static void run_until_found(struct sring *ring, const int *found)
{
    while (*found < 0) {
        assert_true(sring_run_once(ring, LONG) > 0);
    }
}

static int cancel_launched(struct sring *ring, struct receiver *it)
{
    int found = -1;

    assert_int_equal(sring_cancel_fd_launch(ring, &it->fds.in, NULL, on_cancelled, &found, NULL),
                     0);
    run_until_found(ring, &found);
    return found;
}

static int cancel_awaited(struct sring *ring, struct receiver *it)
{
    return sring_cancel_fd_await(ring, &it->fds.in);
}

static int cancel_with_time(struct sring *ring, struct receiver *it)
{
    const struct sring_cancel_fd_options options = {.timeout_ns = 1000 * MILLISECOND};

    return sring_cancel_fd_await_with(ring, &it->fds.in, &options, NULL);
}

static int cancel_each(struct sring *ring, struct receiver *it)
{
    struct sring_cancel_fd_item items[2];

    assert_int_equal(sring_cancel_fd_await_each(ring, &it->fds.in, items, 2), 0);
    assert_true(items[1].result >= 0); /* one that is about to end may be found again */
    return items[0].result;
}

/* It begins behind another operation: the stream goes on until then. */
static int cancel_in_batch(struct sring *ring, struct receiver *it)
{
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_cancel_fd_building op;
    struct sring_cancel_fd_completed cancelled;
    int found;

    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    add_nop(ring, &batch);
    sring_batch_link(&batch);
    assert_int_equal(sring_cancel_fd_init(ring, &op, &it->fds.in), 0);
    sring_cancel_fd_add(ring, &batch, &op);
    assert_true(sring_pending(ring, it->ticket));
    sring_batch_submit(ring, &batch, &inflight);
    sring_batch_wait(ring, &inflight, &done);
    sring_cancel_fd_take(ring, &done, 1, &cancelled);
    found = sring_cancel_fd_finish(&cancelled);
    sring_batch_finish(ring, &done);
    return found;
}

SRING_FIBER(cancel_here)
{
    struct receiver *it = arg;
    int found;

    sring_fd_borrow(&it->fds.in);
    found = sring_cancel_fd_await(ring, &it->fds.in);
    sring_fd_return(&it->fds.in);
    return found;
}

static int cancel_in_fiber(struct sring *ring, struct receiver *it)
{
    struct sring_fiber fiber;
    int found;

    sring_fd_stash(&it->fds.in);
    assert_int_equal(sring_spawn(ring, &fiber, cancel_here, it), 0);
    found = sring_join(ring, &fiber);
    sring_fd_claim(&it->fds.in);
    return found;
}

SRING_TIMEOUT_CALLBACK(cancel_now)
{
    struct receiver *it = arg;

    assert_int_equal(sring_timeout_finish(done), -ETIME);
    assert_int_equal(
        sring_cancel_fd_launch(ring, &it->fds.in, NULL, on_cancelled, &it->found, NULL), 0);
    assert_int_equal(it->ends, 0); /* its callback runs later */
}

static int cancel_in_callback(struct sring *ring, struct receiver *it)
{
    it->found = -1;
    assert_int_equal(sring_timeout_launch(ring, 1, NULL, cancel_now, it, NULL), 0);
    run_until_found(ring, &it->found);
    return it->found;
}

static int (*const ways[])(struct sring *ring, struct receiver *it) = {
    cancel_awaited,  cancel_launched, cancel_with_time,  cancel_each,
    cancel_in_batch, cancel_in_fiber, cancel_in_callback};

enum {
    WAYS = sizeof(ways) / sizeof(ways[0])
};

static void held(void **state)
{
    struct sring *ring = *state;
    struct receiver it;

    NEEDS(6, 0, "a multishot receive");
    for (int way = 0; way < WAYS; way++) {
        hold(ring, &it);
        assert_int_equal(ways[way](ring, &it), 0); /* the kernel has none */
        expect_cancelled(ring, &it, 1);
    }
}

SRING_FIBER(cancel_for_nothing)
{
    const struct receiver *it = arg;
    struct sring_cancel_fd_item item;

    assert_int_equal(sring_sleep(ring, LONG), -ECANCELED);
    return sring_cancel_fd_await_each(ring, &it->fds.in, &item, 1);
}

/* Requests that are not made cancel nothing. */
static void not_begun(void **state)
{
    struct sring own, *ring = &own;
    struct sring_timeout_building timers[CAPACITY];
    struct sring_cancel_fd_item item;
    struct sring_fiber fiber;
    struct receiver it;
    int n = 0;

    (void)state;
    NEEDS(6, 0, "a multishot receive");
    open_ring(ring, 8, CAPACITY);
    hold(ring, &it);
    assert_int_equal(sring_cancel_fd_await_each(ring, &it.fds.in, &item, 0), 0);
    assert_int_equal(sring_spawn(ring, &fiber, cancel_for_nothing, &it), 0);
    (void)sring_run_for(ring, 1);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
    while (!sring_timeout_init(ring, &timers[n], LONG)) {
        n++;
    }
    assert_int_equal(sring_cancel_fd_await_each(ring, &it.fds.in, &item, 1), -EAGAIN);
    assert_int_equal(item.result, -EAGAIN);
    while (n > 0) {
        sring_timeout_abandon(ring, &timers[--n]);
    }
    assert_true(sring_pending(ring, it.ticket));
    assert_int_equal(it.ends, 0);
    assert_int_equal(sring_cancel_fd_await(ring, &it.fds.in), 0);
    expect_cancelled(ring, &it, 1);
    sring_close(ring);
}

/* Not a crash. */
static void closed_ring(void **state)
{
    struct sring_cancel_fd_item item;
    struct two_fds fds;
    struct sring ring;

    open_ring(&ring, 8, 64);
    open_pipe(&fds);
    sring_close(&ring);
    ASSERT_MISUSE("sring_cancel_fd_await_each", "an open ring of the calling thread",
                  "one that was closed", sring_cancel_fd_await_each(&ring, &fds.in, &item, 1));
    close_two(*state, &fds);
}

static void running(void **state)
{
    struct sring *ring = *state;
    struct receiver it;

    NEEDS(6, 0, "a multishot receive");
    for (int way = 0; way < WAYS; way++) {
        for (int flushed = 0; flushed < 2; flushed++) {
            receive(ring, &it);
            if (flushed) {
                assert_int_equal(sring_flush(ring), 0);
            }
            assert_int_equal(ways[way](ring, &it), 1);
            expect_cancelled(ring, &it, 0);
        }
    }
}

/* A buffer has come back, and the request of the stream is queued again. */
static void begun_again(void **state)
{
    struct sring *ring = *state;
    struct receiver it;

    NEEDS(6, 0, "a multishot receive");
    hold(ring, &it);
    sring_lent_buf_claim(&it.kept);
    sring_lent_buf_return(&it.kept);
    assert_int_equal(sring_run_for(ring, 20 * MILLISECOND), -ETIME);
    assert_int_equal(it.items, 2);
    it.items = 0;
    assert_int_equal(sring_cancel_fd_await(ring, &it.fds.in), 1);
    expect_cancelled(ring, &it, 0);
}

/* What is begun behind it goes on. */
static void begun_later(void **state)
{
    struct sring *ring = *state;
    struct receiver it;
    int found = -1;

    NEEDS(6, 0, "a multishot receive");
    hold(ring, &it);
    assert_int_equal(sring_cancel_fd_launch(ring, &it.fds.in, NULL, on_cancelled, &found, NULL), 0);
    launch_stream(ring, &it);
    assert_int_equal(sring_run_for(ring, 20 * MILLISECOND), -ETIME);
    assert_int_equal(found, 0);
    assert_int_equal(it.ends, 1);
    it.ends = 0;
    sring_lent_buf_claim(&it.kept);
    sring_lent_buf_return(&it.kept);
    assert_int_equal(sring_run_for(ring, 20 * MILLISECOND), -ETIME);
    assert_int_equal(it.items, 2);
    it.items = 0;
    assert_int_equal(sring_cancel(ring, it.ticket), 0);
    expect_cancelled(ring, &it, 0);
}

/* A stream on another file goes on. */
static void another_file(void **state)
{
    struct sring *ring = *state;
    struct receiver it, other;

    NEEDS(6, 0, "a multishot receive");
    hold(ring, &it);
    hold(ring, &other);
    assert_int_equal(sring_cancel_fd_await(ring, &it.fds.in), 0);
    assert_int_equal(sring_run_for(ring, 20 * MILLISECOND), -ETIME);
    assert_int_equal(it.ends, 1);
    assert_int_equal(other.ends, 0);
    assert_int_equal(sring_cancel(ring, other.ticket), 0);
    expect_cancelled(ring, &other, 1);
    expect_cancelled(ring, &it, 1);
}

/* --- an earlier file with the same number ---------------------------------------------------- */

SRING_READ_CALLBACK(on_read)
{
    struct sring_buf buf;

    *(int *)arg = sring_read_finish(done, &buf);
    sring_buf_free(&buf);
}

SRING_POLL_ADD_CALLBACK(on_ready)
{
    *(int *)arg = sring_poll_add_finish(done);
}

static void start(struct sring *ring, const struct sring_fd *fd, bool polls, int *result)
{
    struct sring_buf buf;

    *result = 99;
    if (polls) {
        assert_int_equal(sring_poll_add_launch(ring, fd, POLLIN, NULL, on_ready, result, NULL), 0);
    } else {
        new_buf(&buf, sizeof(uint64_t));
        assert_int_equal(sring_read_launch(ring, fd, &buf, NULL, on_read, result, NULL), 0);
    }
    assert_int_equal(sring_flush(ring), 0);
}

/* `fd` is closed with an operation in flight, which keeps the file open, and `other` gets its
 * number. Closes all of them. */
static void number_used_again(struct sring *ring, int fd, int peer, int other, bool polls)
{
    struct sring_fd old, new;
    const uint64_t one = 1;
    int result;

    sring_fd_adopt(&old, fd);
    start(ring, &old, polls, &result);
    sring_fd_close(ring, &old);
    assert_int_equal(dup2(other, fd), fd);
    close(other);
    sring_fd_adopt(&new, fd);
    assert_int_equal(sring_cancel_fd_await(ring, &new), 0);
    assert_int_equal(result, 99);
    assert_int_equal(write(peer, &one, sizeof(one)), sizeof(one));
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(result, polls ? POLLIN : (int)sizeof(one));
    start(ring, &new, polls, &result);
    assert_int_equal(sring_cancel_fd_await(ring, &new), 1);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(result, -ECANCELED);
    sring_fd_close(ring, &new);
    close(peer);
}

static void another_pipe(void **state)
{
    int fds[2], others[2];

    NEEDS(5, 19, "cancelling by file");
    for (int polls = 0; polls < 2; polls++) {
        assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
        assert_int_equal(pipe2(others, O_CLOEXEC), 0);
        number_used_again(*state, fds[0], fds[1], others[0], polls);
        close(others[1]);
    }
}

/* All eventfds have the same inode. */
static void another_eventfd(void **state)
{
    int fd, other;

    NEEDS(5, 19, "cancelling by file");
    for (int polls = 0; polls < 2; polls++) {
        fd = eventfd(0, EFD_CLOEXEC);
        other = eventfd(0, EFD_CLOEXEC);
        assert_true(fd >= 0 && other >= 0);
        number_used_again(*state, fd, fcntl(fd, F_DUPFD_CLOEXEC, 0), other, polls);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(held),         RING_TEST(not_begun),    RING_TEST(closed_ring),
        RING_TEST(running),      RING_TEST(begun_again),  RING_TEST(begun_later),
        RING_TEST(another_file), RING_TEST(another_pipe), RING_TEST(another_eventfd),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
