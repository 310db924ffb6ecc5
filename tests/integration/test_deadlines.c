/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations with a deadline.
 */
#include "batches.h"

#define RING_CAPACITY 4096
#define LONG_TIME (UINT64_C(3600) * 1000 * MILLISECOND)

/* Polls until this many operations are in flight. */
static void poll_down_to(struct sring *ring, uint64_t count)
{
    for (uint64_t until = now_ns() + 5000 * MILLISECOND; in_flight(ring) > count;) {
        assert_true(sring_poll(ring) >= 0);
        assert_true(now_ns() < until);
    }
    assert_int_equal(in_flight(ring), count);
}

/* A read with a deadline. Returns its result. */
static int timed_read(struct sring *ring, const struct sring_fd *fd, uint64_t nanoseconds)
{
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_buf buf;
    int rc;

    new_buf(&buf, 8);
    assert_int_equal(sring_read_init(ring, &op, fd), 0);
    assert_int_equal(sring_read_set_timeout(ring, &op, nanoseconds), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    sring_read_wait(ring, &inflight, &done);
    rc = sring_read_finish(&done, &buf);
    assert_int_equal(sring_buf_length(&buf), rc < 0 ? 0 : rc);
    sring_buf_free(&buf);
    return rc;
}

static void expires(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;

    open_pipe(&fds);
    for (int i = 0; i < 20; i++) { /* more than there are slots in the small ring */
        uint64_t before = now_ns();

        assert_int_equal(timed_read(ring, &fds.in, 2 * MILLISECOND), -ETIME);
        assert_true(now_ns() - before >= 2 * MILLISECOND);
        assert_int_equal(in_flight(ring), 0);
    }
    write_text(&fds.out, "abc");
    assert_int_equal(timed_read(ring, &fds.in, LONG_TIME), 3);
    assert_int_equal(timed_read(ring, &fds.in, 0), -ETIME); /* expires at once */
    for (int i = 0; i < 20; i++) {
        write_text(&fds.out, "ab");
        assert_int_equal(timed_read(ring, &fds.in, UINT64_MAX), 2);
        assert_int_equal(in_flight(ring), 0);
    }
    assert_int_equal(submitted(ring), 42); /* deadlines are not operations */
    close_two(ring, &fds);
    expect_budget(ring, RING_CAPACITY);
}

static void of_every_kind(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_fd listener, file;
    struct sockaddr_storage address;
    socklen_t length;
    struct sring_buf buf;
    int fds_before = count_fds();

    listen_on(&listener, AF_INET, &address, &length);
    open_socketpair(&fds, SOCK_STREAM);
    for (int round = 0; round < 5; round++) {
        struct sring_recv_building recv_op;
        struct sring_recv_submitted recv_inflight;
        struct sring_recv_completed recv_done;
        struct sring_accept_building accept_op;
        struct sring_accept_submitted accept_inflight;
        struct sring_accept_completed accept_done;
        struct sring_timeout_building timeout_op;
        struct sring_timeout_submitted timeout_inflight;
        struct sring_timeout_completed timeout_done;
        struct sring_poll_add_building poll_op;
        struct sring_poll_add_submitted poll_inflight;
        struct sring_poll_add_completed poll_done;
        struct sring_nop_building nop_op;
        struct sring_nop_submitted nop_inflight;
        struct sring_nop_completed nop_done;
        struct sring_openat_building open_op;
        struct sring_openat_submitted open_inflight;
        struct sring_openat_completed open_done;

        new_buf(&buf, 8);
        assert_int_equal(sring_recv_init(ring, &recv_op, &fds.in), 0);
        assert_int_equal(sring_recv_set_timeout(ring, &recv_op, MILLISECOND), 0);
        sring_recv_submit(ring, &recv_op, &buf, &recv_inflight);
        assert_int_equal(sring_accept_init(ring, &accept_op, &listener), 0);
        assert_int_equal(sring_accept_set_timeout(ring, &accept_op, MILLISECOND), 0);
        sring_accept_submit(ring, &accept_op, &accept_inflight);
        assert_int_equal(sring_timeout_init(ring, &timeout_op, LONG_TIME), 0);
        assert_int_equal(sring_timeout_set_timeout(ring, &timeout_op, MILLISECOND), 0);
        sring_timeout_submit(ring, &timeout_op, &timeout_inflight);
        assert_int_equal(sring_poll_add_init(ring, &poll_op, &fds.in, POLLIN), 0);
        assert_int_equal(sring_poll_add_set_timeout(ring, &poll_op, MILLISECOND), 0);
        sring_poll_add_submit(ring, &poll_op, &poll_inflight);
        assert_int_equal(sring_nop_init(ring, &nop_op), 0);
        assert_int_equal(sring_nop_set_timeout(ring, &nop_op, LONG_TIME), 0);
        sring_nop_submit(ring, &nop_op, &nop_inflight);
        assert_int_equal(sring_openat_init(ring, &open_op, "/dev/null", O_RDONLY, 0), 0);
        assert_int_equal(sring_openat_set_timeout(ring, &open_op, LONG_TIME), 0);
        sring_openat_submit(ring, &open_op, &open_inflight);

        sring_openat_wait(ring, &open_inflight, &open_done);
        assert_int_equal(sring_openat_finish(&open_done, &file), 0);
        sring_fd_close(ring, &file);
        sring_nop_wait(ring, &nop_inflight, &nop_done);
        assert_int_equal(sring_nop_finish(&nop_done), 0);
        sring_poll_add_wait(ring, &poll_inflight, &poll_done);
        assert_int_equal(sring_poll_add_finish(&poll_done), -ETIME);
        sring_timeout_wait(ring, &timeout_inflight, &timeout_done);
        assert_int_equal(sring_timeout_finish(&timeout_done), -ETIME);
        sring_accept_wait(ring, &accept_inflight, &accept_done);
        assert_int_equal(sring_accept_finish(&accept_done, &file), -ETIME);
        sring_recv_wait(ring, &recv_inflight, &recv_done);
        assert_int_equal(sring_recv_finish(&recv_done, &buf), -ETIME);
        sring_buf_free(&buf);
    }
    close_two(ring, &fds);
    sring_fd_close(ring, &listener);
    assert_int_equal(count_fds(), fds_before);
    expect_budget(ring, RING_CAPACITY);
}

static int results[8], called;

static void has_read(struct sring *ring, struct sring_read_completed *done, void *arg)
{
    struct sring_buf buf;

    (void)ring;
    (void)arg;
    results[called++] = sring_read_finish(done, &buf);
    sring_buf_free(&buf);
}

static void with_a_callback(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;

    open_pipe(&fds);
    called = 0;
    for (int i = 0; i < 2; i++) {
        struct sring_read_building op;
        struct sring_buf buf;

        new_buf(&buf, 8);
        assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
        assert_int_equal(sring_read_set_timeout(ring, &op, i ? MILLISECOND : LONG_TIME), 0);
        sring_read_start(ring, &op, &buf, has_read, NULL);
    }
    poll_down_to(ring, 1);
    assert_int_equal(called, 1);
    assert_int_equal(results[0], -ETIME);
    write_text(&fds.out, "abc");
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(called, 2);
    assert_int_equal(results[1], 3);
    close_two(ring, &fds);
    expect_budget(ring, RING_CAPACITY);
}

/* A deadline takes no budget, and no place in the queue. */
static void budget(void **state)
{
    struct sring ring;
    struct sring_nop_building op;
    struct sring_nop_submitted inflight[3];
    struct sring_nop_completed done;

    (void)state;
    open_ring(&ring, 2, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_nop_init(&ring, &op), 0);
        assert_int_equal(sring_nop_set_timeout(&ring, &op, MILLISECOND), 0);
        assert_int_equal(sring_nop_set_timeout(&ring, &op, LONG_TIME), 0); /* instead of that */
        sring_nop_submit(&ring, &op, &inflight[i]);
        sring_nop_submitted_stash(&inflight[i]);
    }
    assert_int_equal(sring_nop_init(&ring, &op), -EAGAIN);
    for (int i = 0; i < 3; i++) {
        sring_nop_submitted_claim(&inflight[i]);
        sring_nop_wait(&ring, &inflight[i], &done);
        assert_int_equal(sring_nop_finish(&done), 0);
    }
    assert_int_equal(sring_nop_init(&ring, &op), 0);
    assert_int_equal(sring_nop_set_timeout(&ring, &op, 1), 0);
    sring_nop_abandon(&ring, &op);
    assert_int_equal(sring_nop_init(&ring, &op), 0);
    assert_int_equal(sring_nop_set_timeout(&ring, &op, 1), 0);
    sring_nop_submit(&ring, &op, &inflight[0]);
    sring_nop_detach(&ring, &inflight[0]);
    assert_int_equal(sring_run(&ring), 0);
    expect_budget(&ring, 3);
    sring_close(&ring);
}

static void in_a_chain(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;

    open_pipe(&fds);
    for (int round = 0; round < 12; round++) {
        struct sring_batch_building batch;
        struct sring_batch_completed done;
        bool is_hard = round % 2;

        assert_int_equal(sring_batch_init(ring, &batch, 5), 0);
        add_nop(ring, &batch);
        sring_batch_link(&batch);
        add_read(ring, &batch, &fds.in, 2, MILLISECOND);
        if (is_hard) {
            sring_batch_hardlink(&batch);
        } else {
            sring_batch_link(&batch);
        }
        add_write(ring, &batch, &fds.out, "ab");
        sring_batch_link(&batch);
        add_read(ring, &batch, &fds.in, 2, LONG_TIME);
        sring_batch_link(&batch);
        add_nop(ring, &batch);
        submit_and_wait(ring, &batch, &done);
        assert_int_equal(take_nop(ring, &done, 0), 0);
        assert_int_equal(take_read(ring, &done, 1), -ETIME);
        if (is_hard) {
            assert_int_equal(take_write(ring, &done, 2), 2);
            assert_int_equal(take_read(ring, &done, 3), 2);
            assert_int_equal(take_nop(ring, &done, 4), 0);
        } else {
            assert_int_equal(take_write(ring, &done, 2), -ECANCELED);
            assert_int_equal(take_read(ring, &done, 3), -ECANCELED);
            assert_int_equal(take_nop(ring, &done, 4), -ECANCELED);
        }
        sring_batch_finish(ring, &done);
    }
    close_two(ring, &fds);
    expect_budget(ring, RING_CAPACITY);
}

/* The data arrives at about the time of the deadline. The read has it, or it is still in the pipe.
 */
static void race(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    int expired = 0;

    open_pipe(&fds);
    for (int i = 0; i < 1000; i++) {
        struct sring_batch_building batch;
        struct sring_batch_completed done;
        int result;

        assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
        add_read(ring, &batch, &fds.in, 1, 30000 + (uint64_t)i * 200);
        add_timeout(ring, &batch, 60000);
        sring_batch_hardlink(&batch);
        add_write(ring, &batch, &fds.out, "x");
        submit_and_wait(ring, &batch, &done);
        result = take_read(ring, &done, 0);
        assert_true(result == 1 || result == -ETIME);
        if (result == -ETIME) {
            expired++;
            expect_text(&fds.in, "x");
        }
        sring_batch_finish(ring, &done);
        assert_int_equal(in_flight(ring), 0);
    }
    printf("%d of 1000 expired\n", expired);
    close_two(ring, &fds);
    expect_budget(ring, RING_CAPACITY);
}

static void given_up(void **state)
{
    static struct counted counted[4];
    struct sring *ring = *state;
    struct two_fds fds;

    memset(counted, 0, sizeof(counted));
    open_pipe(&fds);
    for (int way = 0; way < 4; way++) {
        struct sring_read_building op;
        struct sring_read_submitted inflight;
        struct sring_read_completed done;
        struct sring_buf buf;

        counted_buf(&buf, &counted[way]);
        assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
        assert_int_equal(sring_read_set_timeout(ring, &op, way == 3 ? MILLISECOND : LONG_TIME), 0);
        sring_read_submit(ring, &op, &buf, &inflight);
        if (way == 0) {
            sring_read_cancel(ring, &inflight, &done);
            assert_int_equal(sring_read_finish(&done, &buf), -ECANCELED);
            sring_buf_free(&buf);
        } else if (way == 1) {
            sring_read_detach(ring, &inflight); /* before the kernel has seen it */
            assert_int_equal(sring_flush(ring), 0);
        } else {
            assert_int_equal(sring_flush(ring), 0);
            sring_read_detach(ring, &inflight);
        }
    }
    poll_down_to(ring, 2);
    assert_int_equal(counted[0].freed, 1);
    assert_int_equal(counted[3].freed, 1);
    write_text(&fds.out, "x");
    assert_int_equal(sring_cancel_all(ring), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(counted[1].freed, 1);
    assert_int_equal(counted[2].freed, 1);
    close_two(ring, &fds);
    expect_budget(ring, RING_CAPACITY);
}

/* In flight, without a wait. */
static void ring_is_closed(void **state)
{
    static struct counted counted;
    struct sring ring;
    struct two_fds fds;

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct sring_read_building op;
        struct sring_read_submitted inflight;
        struct sring_buf buf;

        memset(&counted, 0, sizeof(counted));
        open_ring(&ring, 2, 8);
        open_pipe(&fds);
        counted_buf(&buf, &counted);
        assert_int_equal(sring_read_init(&ring, &op, &fds.in), 0);
        assert_int_equal(sring_read_set_timeout(&ring, &op, i == 1 ? 1 : LONG_TIME), 0);
        sring_read_submit(&ring, &op, &buf, &inflight);
        if (i) {
            assert_int_equal(sring_flush(&ring), 0);
        }
        sring_close(&ring);
        assert_int_equal(counted.freed, 1);
        open_ring(&ring, 2, 8);
        close_two(&ring, &fds);
        sring_close(&ring);
    }
}

static void zero_copy(void **state)
{
    struct sring *ring = *state;
    struct sring_send_zc_building op;
    struct sring_send_zc_submitted inflight;
    struct sring_send_zc_completed done;
    struct sring_fd listener, client, server;
    struct sockaddr_storage address;
    socklen_t length;
    int expired = 0;

    NEEDS(6, 0, "send_zc");
    listen_on(&listener, AF_INET, &address, &length);
    sring_fd_adopt(&client, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    assert_int_equal(connect(sring_fd_raw(&client), (struct sockaddr *)&address, length), 0);
    sring_fd_adopt(&server, accept4(sring_fd_raw(&listener), NULL, NULL, SOCK_CLOEXEC));
    for (int i = 0; i < 200 && !expired; i++) { /* no reader */
        struct sring_buf buf;
        int rc;

        new_buf(&buf, 1 << 16);
        memset(sring_buf_data(&buf), 'x', 1 << 16);
        sring_buf_set_length(&buf, 1 << 16);
        assert_int_equal(sring_send_zc_init(ring, &op, &client), 0);
        assert_int_equal(sring_send_zc_set_timeout(ring, &op, 20 * MILLISECOND), 0);
        sring_send_zc_submit(ring, &op, &buf, &inflight);
        sring_send_zc_wait(ring, &inflight, &done);
        rc = sring_send_zc_result(&done);
        if (rc == -EINVAL || rc == -EOPNOTSUPP) {
            sring_send_zc_forget(ring, &done);
            break;
        }
        assert_true(rc > 0 || rc == -ETIME);
        expired = rc == -ETIME;
        if (expired) {
            assert_int_equal(sring_send_zc_release(ring, &done, &buf), -ETIME);
            assert_int_equal(sring_buf_length(&buf), 1 << 16);
            sring_buf_free(&buf);
        } else {
            sring_send_zc_forget(ring, &done);
        }
    }
    shutdown(sring_fd_raw(&server), SHUT_RDWR);
    sring_fd_close(ring, &server);
    sring_fd_close(ring, &client);
    sring_fd_close(ring, &listener);
    assert_int_equal(sring_run(ring), 0);
    expect_budget(ring, RING_CAPACITY);
    assert_true(expired);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(expires),
        SMALL_RING_TEST(expires),
        RING_TEST(of_every_kind),
        SMALL_RING_TEST(of_every_kind),
        RING_TEST(with_a_callback),
        cmocka_unit_test(budget),
        RING_TEST(in_a_chain),
        SMALL_RING_TEST(in_a_chain),
        RING_TEST(race),
        RING_TEST(given_up),
        SMALL_RING_TEST(given_up),
        cmocka_unit_test(ring_is_closed),
        RING_TEST(zero_copy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
