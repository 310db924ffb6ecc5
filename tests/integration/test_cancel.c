/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Cancel before the kernel has seen the operation, while it is blocked, and when it is done. The
 * buffer comes back each time, and no new file is lost.
 */
#include "support.h"

static int cancel_read(struct sring *ring, const struct sring_fd *fd, bool flush)
{
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_buf buf;
    int rc;

    new_buf(&buf, 16);
    assert_int_equal(sring_read_init(ring, &op, fd), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    if (flush) {
        assert_int_equal(sring_flush(ring), 0);
    }
    sring_read_cancel(ring, &inflight, &done);
    rc = sring_read_finish(&done, &buf);
    assert_int_equal(sring_buf_length(&buf), rc > 0 ? rc : 0);
    sring_buf_free(&buf);
    return rc;
}

static void before_the_flush(void **state)
{
    struct two_fds fds;

    open_pipe(&fds);
    assert_int_equal(cancel_read(*state, &fds.in, false), -ECANCELED);
    write_text(&fds.out, "abc");
    expect_text(&fds.in, "abc"); /* the cancelled read took nothing */
    close_two(*state, &fds);
}

static void while_blocked(void **state)
{
    struct two_fds fds;

    open_pipe(&fds);
    assert_int_equal(cancel_read(*state, &fds.in, true), -ECANCELED);
    write_text(&fds.out, "abc");
    expect_text(&fds.in, "abc");
    close_two(*state, &fds);
    open_socketpair(&fds, SOCK_STREAM);
    assert_int_equal(cancel_read(*state, &fds.in, true), -ECANCELED);
    write_text(&fds.out, "abc");
    expect_text(&fds.in, "abc");
    close_two(*state, &fds);
}

static void when_it_is_done(void **state)
{
    struct sring *ring = *state;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_buf buf;
    struct two_fds fds;

    open_pipe(&fds);
    write_text(&fds.out, "abc");
    new_buf(&buf, 16);
    assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    assert_int_equal(sring_flush_and_wait(ring, 1), 0);
    sring_read_cancel(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 3); /* the normal result */
    expect_buf(&buf, "abc");
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

static void a_timeout(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight;
    struct sring_timeout_completed done;
    uint64_t before = now_ns();

    for (int flush = 0; flush < 2; flush++) {
        assert_int_equal(sring_timeout_init(ring, &op, 100000 * MILLISECOND), 0);
        sring_timeout_submit(ring, &op, &inflight);
        if (flush) {
            assert_int_equal(sring_flush(ring), 0);
        }
        sring_timeout_cancel(ring, &inflight, &done);
        assert_int_equal(sring_timeout_finish(&done), -ECANCELED);
    }
    assert_true(now_ns() - before < 10000 * MILLISECOND);
}

static void accept_while_blocked(void **state)
{
    struct sring *ring = *state;
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd listener, fd;
    struct sockaddr_storage address;
    socklen_t length;

    listen_on(&listener, AF_UNIX, &address, &length);
    assert_int_equal(sring_accept_init(ring, &op, &listener), 0);
    sring_accept_submit(ring, &op, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    sring_accept_cancel(ring, &inflight, &done);
    assert_int_equal(sring_accept_result(&done), -ECANCELED);
    assert_int_equal(sring_accept_finish(&done, &fd), -ECANCELED);
    sring_fd_close(ring, &listener);
}

/* A connection made while the accept is being cancelled is delivered or stays in the listener's
 * queue: it is never lost. The fixture counts descriptors. */
static void accept_that_just_succeeded(void **state)
{
    struct sring *ring = *state;
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd listener, fd;
    struct sockaddr_storage address;
    socklen_t length;
    int delivered = 0;

    listen_on(&listener, AF_UNIX, &address, &length);
    for (int i = 0; i < 20; i++) {
        int raw = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        int rc;

        assert_int_equal(sring_accept_init(ring, &op, &listener), 0);
        sring_accept_submit(ring, &op, &inflight);
        if (i & 1) {
            assert_int_equal(sring_flush(ring), 0);
        }
        assert_int_equal(connect(raw, (struct sockaddr *)&address, length), 0);
        sring_accept_cancel(ring, &inflight, &done);
        rc = sring_accept_finish(&done, &fd);
        if (rc) {
            assert_int_equal(rc, -ECANCELED);
            rc = accept4(sring_fd_raw(&listener), NULL, NULL, SOCK_CLOEXEC);
            assert_true(rc >= 0);
            close(rc);
        } else {
            delivered++;
            sring_fd_close(ring, &fd);
        }
        close(raw);
    }
    assert_true(delivered > 0);
    sring_fd_close(ring, &listener);
}

/* Opening a pipe for reading waits for a writer. If one comes while the open is being cancelled,
 * the file is delivered, or the writer has no reader: no descriptor is lost. The fixture counts
 * them. */
static void open_that_just_succeeded(void **state)
{
    struct sring *ring = *state;
    char directory[64], path[80];

    temporary_directory(directory);
    snprintf(path, sizeof(path), "%s/pipe", directory);
    assert_int_equal(mkfifo(path, 0600), 0);
    for (int i = 0; i < 100; i++) {
        struct sring_openat_building op;
        struct sring_openat_submitted inflight;
        struct sring_openat_completed done;
        struct sring_fd fd;
        int writer = -1;
        int rc;

        assert_int_equal(sring_openat_init(ring, &op, path, O_RDONLY | O_CLOEXEC, 0), 0);
        sring_openat_submit(ring, &op, &inflight);
        if (i % 4) {
            assert_int_equal(sring_flush(ring), 0);
            writer = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC); /* if there is a reader yet */
        }
        if (i % 2) {
            sring_openat_detach(ring, &inflight);
            while (in_flight(ring) > 0) {
                if (writer < 0) {
                    writer = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
                }
                assert_true(sring_poll(ring) >= 0);
            }
        } else {
            sring_openat_cancel(ring, &inflight, &done);
            rc = sring_openat_finish(&done, &fd);
            if (rc == 0) {
                sring_fd_close(ring, &fd);
            } else {
                assert_true(rc == -ECANCELED || rc == -EINTR);
            }
        }
        if (writer >= 0) {
            close(writer);
        }
    }
    remove_directory(directory);
}

/* Bytes taken by a cancelled recv are delivered: none is lost. */
static void race_with_data(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;

    open_socketpair(&fds, SOCK_STREAM);
    for (int i = 0; i < 200; i++) {
        struct sring_recv_building op;
        struct sring_recv_submitted inflight;
        struct sring_recv_completed done;
        struct sring_buf buf;
        int rc;

        new_buf(&buf, 4);
        assert_int_equal(sring_recv_init(ring, &op, &fds.in), 0);
        sring_recv_submit(ring, &op, &buf, &inflight);
        assert_int_equal(sring_flush(ring), 0);
        write_text(&fds.out, "data");
        sring_recv_cancel(ring, &inflight, &done);
        rc = sring_recv_finish(&done, &buf);
        if (rc == -ECANCELED) {
            expect_text(&fds.in, "data");
        } else {
            assert_int_equal(rc, 4);
            expect_buf(&buf, "data");
        }
        sring_buf_free(&buf);
    }
    close_two(ring, &fds);
}

/* One of many is cancelled; the others are not affected. With a small ring it has been parked. */
static void one_of_many(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_building op;
    struct sring_recv_submitted inflight[100];
    struct sring_recv_completed done;
    struct sring_buf buf;
    struct two_fds fds;

    open_socketpair(&fds, SOCK_DGRAM);
    for (int i = 0; i < 100; i++) {
        new_buf(&buf, 8);
        assert_int_equal(sring_recv_init(ring, &op, &fds.in), 0);
        sring_recv_submit(ring, &op, &buf, &inflight[i]);
        sring_recv_submitted_stash(&inflight[i]);
    }
    for (int i = 0; i < 100; i += 3) {
        sring_recv_submitted_claim(&inflight[i]);
        sring_recv_cancel(ring, &inflight[i], &done);
        assert_int_equal(sring_recv_finish(&done, &buf), -ECANCELED);
        sring_buf_free(&buf);
    }
    for (int i = 0; i < 100; i++) {
        if (i % 3) {
            write_text(&fds.out, "x");
        }
    }
    for (int i = 0; i < 100; i++) {
        if (i % 3) {
            sring_recv_submitted_claim(&inflight[i]);
            sring_recv_wait(ring, &inflight[i], &done);
            assert_int_equal(sring_recv_finish(&done, &buf), 1);
            sring_buf_free(&buf);
        }
    }
    assert_int_equal(in_flight(ring), 0);
    close_two(ring, &fds);
}

SRING_RECV_CALLBACK(on_recv);
static void on_recv(struct sring *ring, struct sring_recv_completed *done, void *arg)
{
    struct sring_buf buf;

    (void)ring;
    assert_int_equal(sring_recv_finish(done, &buf), -ECANCELED);
    sring_buf_free(&buf);
    ++*(int *)arg;
}

/* New operations in the slots of cancelled ones are not cancelled when the library would repeat the
 * cancel requests. */
static void what_comes_after(void **state)
{
    enum {
        SLOTS = 8
    };
    struct sring *ring = *state;
    struct sring_recv_submitted inflight[SLOTS];
    struct sring_recv_building op;
    struct sring_recv_completed done;
    struct sring_buf buf;
    struct two_fds fds;
    int calls = 0;

    open_socketpair(&fds, SOCK_DGRAM);
    for (int i = 0; i < SLOTS; i++) {
        new_buf(&buf, 8);
        assert_int_equal(sring_recv_init(ring, &op, &fds.in), 0);
        sring_recv_start(ring, &op, &buf, on_recv, &calls);
    }
    assert_int_equal(sring_cancel_all(ring), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(calls, SLOTS);
    for (int i = 0; i < SLOTS; i++) {
        new_buf(&buf, 8);
        assert_int_equal(sring_recv_init(ring, &op, &fds.in), 0);
        sring_recv_submit(ring, &op, &buf, &inflight[i]);
        sring_recv_submitted_stash(&inflight[i]);
    }
    assert_int_equal(sring_timeout_await(ring, 30 * MILLISECOND), -ETIME);
    for (int i = 0; i < SLOTS; i++) {
        write_text(&fds.out, "x");
    }
    for (int i = 0; i < SLOTS; i++) {
        sring_recv_submitted_claim(&inflight[i]);
        sring_recv_wait(ring, &inflight[i], &done);
        assert_int_equal(sring_recv_finish(&done, &buf), 1);
        sring_buf_free(&buf);
    }
    close_two(ring, &fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(before_the_flush),
        RING_TEST(while_blocked),
        RING_TEST(when_it_is_done),
        RING_TEST(a_timeout),
        RING_TEST(accept_while_blocked),
        RING_TEST(accept_that_just_succeeded),
        RING_TEST(open_that_just_succeeded),
        RING_TEST(race_with_data),
        RING_TEST(one_of_many),
        SMALL_RING_TEST(one_of_many),
        RING_TEST(what_comes_after),
        SMALL_RING_TEST(what_comes_after),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
