/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Sending without a copy: first the result, later the buffer, each exactly once on every path.
 */
#include "batches.h"
#include "connections.h"

static void submit(struct sring *ring, const struct connection *both, struct sring_buf *buf,
                   struct sring_send_zc_submitted *inflight)
{
    struct sring_send_zc_building op;

    assert_int_equal(sring_send_zc_init(ring, &op, &both->sender), 0);
    sring_send_zc_submit(ring, &op, buf, inflight);
}

static void sends_and_gives_back(void **state)
{
    struct sring *ring = *state;
    struct connection both;
    struct sring_send_zc_submitted inflight;
    struct sring_send_zc_completed done;
    const struct sring_send_zc_options part = {.start = 1, .count = 3};
    struct sring_buf buf;
    char got[8] = "";

    NEEDS(6, 0, "send_zc");
    connect_both(&both, false);
    text_buf(&buf, "hello");
    submit(ring, &both, &buf, &inflight);
    sring_send_zc_wait(ring, &inflight, &done);
    if (sring_send_zc_result(&done) == -EINVAL) {
        (void)sring_send_zc_release(ring, &done, &buf);
        sring_buf_free(&buf);
        disconnect(ring, &both);
        SKIP("this kernel has no SEND_ZC");
    }
    assert_int_equal(sring_send_zc_result(&done), 5);
    assert_int_equal(sring_send_zc_release(ring, &done, &buf), 5);
    expect_buf(&buf, "hello");
    receive(&both, got, 5);
    assert_string_equal(got, "hello");
    assert_int_equal(sring_send_zc_await(ring, &both.sender, &buf), 5);
    receive(&both, got, 5);
    assert_int_equal(sring_send_zc_await_with(ring, &both.sender, &buf, &part, NULL), 3);
    expect_buf(&buf, "hello");
    receive(&both, got, 3);
    assert_memory_equal(got, "ell", 3);
    assert_int_equal(in_flight(ring), 0);
    sring_buf_free(&buf);
    disconnect(ring, &both);
}

/* One completion or two: the buffer comes back with the error. */
static void errors(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_send_zc_building op;
    struct sring_send_zc_submitted inflight;
    struct sring_send_zc_completed done;
    struct sring_fd file;
    struct sring_buf buf;

    NEEDS(6, 0, "send_zc");
    text_buf(&buf, "hello");
    temporary_file(&file, "");
    assert_int_equal(sring_send_zc_await(ring, &file, &buf), -ENOTSOCK);
    sring_fd_close(ring, &file);
    sring_fd_adopt(&file, 12345);
    assert_int_equal(sring_send_zc_await(ring, &file, &buf), -EBADF);
    (void)sring_fd_release(&file);
    open_socketpair(&fds, SOCK_STREAM);
    assert_int_equal(sring_send_zc_await(ring, &fds.out, &buf), -EOPNOTSUPP);
    /* Flags of another request in ioprio are rejected before there is a notification. */
    assert_int_equal(sring_send_zc_init(ring, &op, &fds.out), 0);
    op.head_ |= SRING_HEAD_(0, 0, 0x8000, 0);
    sring_send_zc_submit(ring, &op, &buf, &inflight);
    sring_send_zc_wait(ring, &inflight, &done);
    assert_int_equal(sring_send_zc_release(ring, &done, &buf), -EINVAL);
    expect_buf(&buf, "hello");
    assert_int_equal(in_flight(ring), 0);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

/* The result is known, but the operation is not over; other operations run meanwhile. */
static void stays_lent(void **state)
{
    struct sring *ring = *state;
    struct connection both;
    struct counted counted;
    struct sring_send_zc_submitted inflight;
    struct sring_send_zc_completed done;
    struct sring_buf buf;
    char got[sizeof(counted.memory)];

    NEEDS(6, 0, "send_zc");
    connect_both(&both, true);
    counted_buf(&buf, &counted);
    sring_buf_set_length(&buf, sizeof(counted.memory));
    submit(ring, &both, &buf, &inflight);
    sring_send_zc_wait(ring, &inflight, &done);
    assert_int_equal(sring_send_zc_result(&done), sizeof(counted.memory));
    for (int i = 0; i < 100; i++) {
        assert_int_equal(sring_nop_await(ring), 0);
    }
    assert_int_equal(in_flight(ring), 1);
    unstuff(&both);
    receive(&both, got, sizeof(got));
    assert_int_equal(sring_send_zc_release(ring, &done, &buf), sizeof(got));
    assert_memory_equal(got, counted.memory, sizeof(got));
    assert_int_equal(in_flight(ring), 0);
    assert_int_equal(counted.freed, 0);
    sring_buf_free(&buf);
    disconnect(ring, &both);
}

enum ending {
    DETACH,
    FORGET,
    CANCEL_AND_FORGET,
    CALLBACK_FORGETS,
    ENDINGS
};

SRING_SEND_ZC_CALLBACK(on_sent)
{
    int *calls = arg;

    sring_send_zc_forget(ring, done);
    ++*calls;
}

/* Drops the operation in each possible way while the kernel needs the buffer. */
static void give_up(struct sring *ring, struct connection *both, struct counted *counted,
                    enum ending ending, int *calls)
{
    struct sring_send_zc_building op;
    struct sring_send_zc_submitted inflight;
    struct sring_send_zc_completed done;
    struct sring_buf buf;

    counted_buf(&buf, counted);
    sring_buf_set_length(&buf, 100);
    assert_int_equal(sring_send_zc_init(ring, &op, &both->sender), 0);
    if (ending == CALLBACK_FORGETS) {
        sring_send_zc_start(ring, &op, &buf, on_sent, calls);
        assert_int_equal(sring_flush(ring), 0);
        return;
    }
    sring_send_zc_submit(ring, &op, &buf, &inflight);
    if (ending == DETACH) {
        sring_send_zc_detach(ring, &inflight);
        assert_int_equal(sring_flush(ring), 0);
        return;
    }
    if (ending == FORGET) {
        sring_send_zc_wait(ring, &inflight, &done);
    } else {
        assert_int_equal(sring_flush(ring), 0);
        sring_send_zc_cancel(ring, &inflight, &done);
    }
    sring_send_zc_forget(ring, &done);
}

static void freed_when_the_kernel_is_done(void **state)
{
    struct sring *ring = *state;

    NEEDS(6, 0, "send_zc");
    for (enum ending ending = DETACH; ending < ENDINGS; ending++) {
        struct connection both;
        struct counted counted;
        struct sring_stats stats;
        char got[100];
        int calls = 0;

        connect_both(&both, true);
        give_up(ring, &both, &counted, ending, &calls);
        for (int i = 0; i < 20; i++) {
            assert_int_equal(sring_nop_await(ring), 0);
        }
        assert_int_equal(counted.freed, 0);
        assert_int_equal(calls, 0);
        assert_int_equal(in_flight(ring), 1);
        unstuff(&both);
        receive(&both, got, sizeof(got));
        assert_int_equal(sring_run(ring), 0);
        assert_int_equal(counted.freed, 1);
        assert_int_equal(calls, ending == CALLBACK_FORGETS);
        assert_memory_equal(got, counted.memory, sizeof(got));
        sring_get_stats(ring, &stats);
        assert_int_equal(stats.dropped, 0);
        disconnect(ring, &both);
    }
}

/* Closing waits for the kernel, which is done when the connection has ended. */
static void closed_while_lent(void **state)
{
    (void)state;
    for (enum ending ending = DETACH; ending < ENDINGS; ending++) {
        struct sring ring;
        struct connection both;
        struct counted counted;
        struct sring_send_zc_submitted inflight;
        struct sring_send_zc_completed done;
        struct counted kept;
        struct sring_buf buf;
        int calls = 0, fds = count_fds();

        NEEDS(6, 0, "send_zc");
        open_ring(&ring, 8, 64);
        connect_both(&both, true);
        give_up(&ring, &both, &counted, ending, &calls);
        counted_buf(&buf, &kept);
        sring_buf_set_length(&buf, 10);
        submit(&ring, &both, &buf, &inflight);
        sring_send_zc_wait(&ring, &inflight, &done);
        sring_send_zc_completed_stash(&done); /* never released: the ring reclaims it */
        assert_int_equal(counted.freed + kept.freed, 0);
        disconnect(&ring, &both);
        sring_close(&ring);
        assert_int_equal(calls, ending == CALLBACK_FORGETS);
        assert_int_equal(counted.freed, 1);
        assert_int_equal(kept.freed, 1);
        assert_int_equal(count_fds(), fds);
    }
}

struct sent {
    int calls;
    int result;
    struct sring_buf buf;
};

SRING_SEND_ZC_CALLBACK(on_sent_release)
{
    struct sent *sent = arg;

    sent->result = sring_send_zc_release(ring, done, &sent->buf);
    sring_buf_stash(&sent->buf);
    sent->calls++;
}

/* More than the queue holds, for many laps; callbacks run in the order of start. */
static void callbacks_over_many_laps(void **state)
{
    enum {
        COUNT = 64,
        ROUNDS = 20
    };
    struct sring *ring = *state;
    struct connection both;
    struct sent sent[COUNT] = {0};
    unsigned char got[COUNT];

    NEEDS(6, 0, "send_zc");
    connect_both(&both, false);
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < COUNT; i++) {
            struct sring_send_zc_building op;
            struct sring_buf buf;

            new_buf(&buf, 64);
            sring_buf_data(&buf)[0] = (unsigned char)(round + i);
            sring_buf_set_length(&buf, 1);
            assert_int_equal(sring_send_zc_init(ring, &op, &both.sender), 0);
            sring_send_zc_start(ring, &op, &buf, on_sent_release, &sent[i]);
        }
        assert_int_equal(sring_run(ring), 0);
        receive(&both, got, COUNT);
        for (int i = 0; i < COUNT; i++) {
            assert_int_equal(sent[i].calls, round + 1);
            assert_int_equal(sent[i].result, 1);
            assert_int_equal(got[i], (round + i) & 255);
            sring_buf_claim(&sent[i].buf);
            assert_int_equal(sring_buf_data(&sent[i].buf)[0], (round + i) & 255);
            sring_buf_free(&sent[i].buf);
        }
    }
    disconnect(ring, &both);
}

static void in_a_batch(void **state)
{
    struct sring *ring = *state;
    struct connection both;
    struct counted counted;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_send_zc_building op;
    struct sring_send_zc_completed sent;
    struct sring_buf buf;
    char got[12];

    NEEDS(6, 0, "send_zc");
    connect_both(&both, false);
    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    text_buf(&buf, "hello");
    assert_int_equal(sring_send_zc_init(ring, &op, &both.sender), 0);
    sring_send_zc_add(ring, &batch, &op, &buf);
    counted_buf(&buf, &counted);
    sring_buf_set_length(&buf, 7);
    assert_int_equal(sring_send_zc_init(ring, &op, &both.sender), 0);
    sring_send_zc_add(ring, &batch, &op, &buf);
    sring_batch_submit(ring, &batch, &inflight);
    sring_batch_wait(ring, &inflight, &done);
    assert_int_equal(in_flight(ring), 0);
    sring_send_zc_take(ring, &done, 0, &sent);
    assert_int_equal(sring_send_zc_release(ring, &sent, &buf), 5);
    sring_buf_free(&buf);
    sring_batch_finish(ring, &done);
    assert_int_equal(counted.freed, 1);
    receive(&both, got, sizeof(got));
    disconnect(ring, &both);
}

/* An operation that may complete twice takes two places, or none. */
static void budget(void **state)
{
    struct sring ring;
    struct connection both;
    struct sring_send_zc_building first, second;
    struct sring_send_zc_submitted inflight;
    struct sring_send_zc_completed done;
    struct sring_nop_building nop;
    struct sring_buf buf;

    NEEDS(6, 0, "send_zc");
    (void)state;
    open_ring(&ring, 4, 3);
    connect_both(&both, false);
    for (int round = 0; round < 10; round++) {
        assert_int_equal(sring_send_zc_init(&ring, &first, &both.sender), 0);
        assert_int_equal(sring_send_zc_init(&ring, &second, &both.sender), -EAGAIN);
        assert_int_equal(sring_nop_init(&ring, &nop), 0);
        assert_int_equal(sring_send_zc_init(&ring, &second, &both.sender), -EAGAIN);
        sring_nop_abandon(&ring, &nop);
        text_buf(&buf, "hello");
        if (round % 2) {
            sring_send_zc_submit(&ring, &first, &buf, &inflight);
            sring_send_zc_wait(&ring, &inflight, &done);
            assert_int_equal(sring_send_zc_init(&ring, &second, &both.sender), -EAGAIN);
            assert_int_equal(sring_send_zc_release(&ring, &done, &buf), 5);
        } else {
            sring_send_zc_abandon(&ring, &first);
        }
        sring_buf_free(&buf);
    }
    disconnect(&ring, &both);
    sring_close(&ring);
}

/* The same number stands in the Submitted and in the Completed handle. */
static void copies(void **state)
{
    struct sring *ring = *state;
    struct connection both;
    struct sring_send_zc_submitted inflight, submitted;
    struct sring_send_zc_completed done, copy;
    struct sring_buf buf;

    NEEDS(6, 0, "send_zc");
    connect_both(&both, true);
    text_buf(&buf, "hello");
    submit(ring, &both, &buf, &inflight);
    submitted = inflight;
    sring_send_zc_wait(ring, &inflight, &done);
    copy = done;
    ASSERT_MISUSE("sring_send_zc_wait", "an operation that is in flight", "a copy of a handle",
                  sring_send_zc_wait(ring, &submitted, &done));
    ASSERT_MISUSE("sring_send_zc_cancel", "an operation that is in flight", "a copy of a handle",
                  sring_send_zc_cancel(ring, &submitted, &done));
    ASSERT_MISUSE("sring_send_zc_detach", "an operation that is in flight", "a copy of a handle",
                  sring_send_zc_detach(ring, &submitted));
    unstuff(&both);
    assert_int_equal(sring_send_zc_release(ring, &done, &buf), 5);
    done = copy;
    ASSERT_MISUSE("sring_send_zc_release", "an operation that is in flight", "a copy of a handle",
                  (void)sring_send_zc_release(ring, &copy, &buf));
    ASSERT_MISUSE("sring_send_zc_forget", "an operation that is in flight", "a copy of a handle",
                  sring_send_zc_forget(ring, &done));
    sring_buf_free(&buf);
    disconnect(ring, &both);
}

/* The operation linked behind it waits for its result, not for its buffer. */
static void linked_behind(void **state)
{
    static struct counted counted;
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_send_zc_building op;
    struct sring_send_zc_completed sent;
    struct pollfd written;
    struct connection both;
    struct two_fds fds;
    struct sring_buf buf;
    char got[8] = "";
    int begun;

    memset(&counted, 0, sizeof(counted));
    connect_both(&both, true);
    open_pipe(&fds);
    counted_buf(&buf, &counted);
    sring_buf_set_length(&buf, 5);
    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    assert_int_equal(sring_send_zc_init(ring, &op, &both.sender), 0);
    sring_send_zc_add(ring, &batch, &op, &buf);
    sring_batch_link(&batch);
    add_write(ring, &batch, &fds.out, "x");
    sring_batch_submit(ring, &batch, &inflight);
    written = (struct pollfd){.fd = sring_fd_raw(&fds.in), .events = POLLIN};
    for (int i = 0; i < 5000 && poll(&written, 1, 1) == 0; i++) {
        assert_true(sring_poll(ring) >= 0);
    }
    begun = written.revents; /* the receiver has read nothing yet, so the kernel has the buffer */
    unstuff(&both);
    receive(&both, got, 5);
    sring_batch_wait(ring, &inflight, &done);
    sring_send_zc_take(ring, &done, 0, &sent);
    assert_int_equal(sring_send_zc_release(ring, &sent, &buf), 5);
    assert_int_equal(take_write(ring, &done, 1), 1);
    sring_batch_finish(ring, &done);
    sring_buf_free(&buf);
    close_two(ring, &fds);
    disconnect(ring, &both);
    assert_int_equal(begun, POLLIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(sends_and_gives_back),
        RING_TEST(errors),
        RING_TEST(stays_lent),
        RING_TEST(freed_when_the_kernel_is_done),
        cmocka_unit_test(closed_while_lent),
        SMALL_RING_TEST(callbacks_over_many_laps),
        RING_TEST(in_a_batch),
        RING_TEST(linked_behind),
        cmocka_unit_test(budget),
        RING_TEST(copies),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
