/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * One-shot operations on a buffer ring, with callbacks, batches, cancel, detach and deadlines.
 */
#include "batches.h"

enum {
    COUNT = 4,
    SIZE = 64
};

static void one_read(struct sring *ring, const struct sring_fd *fd,
                     const struct sring_buf_ring *group, const char *text)
{
    struct sring_lent_buf item;

    assert_int_equal(sring_read_provided_await(ring, fd, group, &item), 0);
    assert_int_equal(sring_lent_buf_length(&item), strlen(text));
    if (*text) {
        assert_memory_equal(sring_lent_buf_data(&item), text, strlen(text));
    }
    sring_lent_buf_return(&item);
}

/* Files, also at their end, and an error after a buffer was chosen. */
static void one_shot(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_multishot_streaming stream;
    struct sring_read_provided_building op;
    struct sring_lent_buf item;
    struct sring_buf_ring group;
    struct two_fds fds;
    struct sring_fd file;

    open_group(ring, &group, COUNT, SIZE, false);
    for (int i = 0; i < 2 * COUNT; i++) {
        temporary_file(&file, "text");
        lseek(sring_fd_raw(&file), 0, SEEK_SET);
        one_read(ring, &file, &group, "text");
        one_read(ring, &file, &group, "");
        sring_fd_close(ring, &file);
        open_pipe(&fds);
        write_text(&fds.out, "piped");
        one_read(ring, &fds.in, &group, "piped");
        sring_fd_close(ring, &fds.out);
        one_read(ring, &fds.in, &group, "");
        assert_int_equal(sring_recv_provided_await(ring, &fds.in, &group, &item), -ENOTSOCK);
        begin_stream(ring, &fds.in, &group, &stream);
        assert_int_equal(sring_recv_multishot_next(ring, &stream, &item), -ENOTSOCK);
        sring_recv_multishot_end(ring, &stream);
        sring_fd_close(ring, &fds.in);
        sring_fd_adopt(&file, open("/", O_RDONLY | O_CLOEXEC));
        assert_int_equal(sring_read_provided_await(ring, &file, &group, &item), -EISDIR);
        sring_fd_close(ring, &file);
        expect_group(&group, COUNT, 0);
    }
    close_group(ring, &group);
    open_group(ring, &group, COUNT, SIZE, true);
    temporary_file(&file, "text");
    assert_int_equal(sring_read_provided_init(ring, &op, &file, &group), -EINVAL);
    assert_int_equal(in_flight(ring), 0);
    sring_fd_close(ring, &file);
    close_group(ring, &group);
}

static void on_receive(struct sring *ring, struct sring_recv_provided_completed *done, void *arg)
{
    struct sring_lent_buf item;
    int *count = arg;

    (void)ring;
    if (!sring_recv_provided_finish(done, &item)) {
        *count += (int)sring_lent_buf_length(&item);
        sring_lent_buf_return(&item);
    } else {
        *count += 1000;
    }
}

/* Callbacks, batches, cancel, detach: everything that a one-shot operation supports. */
static void every_way(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_provided_building op;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_lent_buf item;
    struct sring_buf_ring group;
    struct two_fds fds;
    int count = 0;

    open_group(ring, &group, COUNT, SIZE, false);
    open_socketpair(&fds, SOCK_STREAM);
    assert_int_equal(sring_recv_provided_init(ring, &op, &fds.in, &group), 0);
    sring_recv_provided_start(ring, &op, on_receive, &count);
    write_text(&fds.out, "hello");
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(count, 5);

    assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_recv_provided_init(ring, &op, &fds.in, &group), 0);
        sring_recv_provided_add(ring, &batch, &op);
    }
    sring_batch_submit(ring, &batch, &batch_inflight);
    for (int i = 0; i < 3; i++) {
        write_text(&fds.out, "x");
        (void)sring_poll(ring);
    }
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_recv_provided_take(ring, &batch_done, 1, &done);
    assert_int_equal(sring_recv_provided_result(&done), 1);
    assert_int_equal(sring_recv_provided_finish(&done, &item), 0);
    sring_batch_finish(ring, &batch_done); /* with the two others in it */
    expect_group(&group, COUNT - 1, 1);
    sring_lent_buf_return(&item);

    for (int arrived = 0; arrived < 2; arrived++) {
        assert_int_equal(sring_recv_provided_init(ring, &op, &fds.in, &group), 0);
        sring_recv_provided_submit(ring, &op, &inflight);
        assert_int_equal(sring_flush(ring), 0);
        if (arrived) {
            write_text(&fds.out, "won");
            assert_int_equal(sring_nop_await(ring), 0);
        }
        sring_recv_provided_cancel(ring, &inflight, &done);
        if (arrived) {
            assert_int_equal(sring_recv_provided_finish(&done, &item), 0);
            assert_memory_equal(sring_lent_buf_data(&item), "won", 3);
            sring_lent_buf_return(&item);
        } else {
            assert_int_equal(sring_recv_provided_finish(&done, &item), -ECANCELED);
        }
        assert_int_equal(sring_recv_provided_init(ring, &op, &fds.in, &group), 0);
        sring_recv_provided_submit(ring, &op, &inflight);
        if (arrived) {
            write_text(&fds.out, "x");
            assert_int_equal(sring_nop_await(ring), 0);
        }
        sring_recv_provided_detach(ring, &inflight);
        write_text(&fds.out, "x");
        assert_int_equal(sring_run(ring), 0);
        expect_group(&group, COUNT, 0);
        while (recv(sring_fd_raw(&fds.in), &count, 1, MSG_DONTWAIT) > 0) {
        }
    }
    assert_int_equal(sring_recv_provided_init(ring, &op, &fds.in, &group), 0);
    sring_recv_provided_abandon(ring, &op);
    close_group(ring, &group);
    close_two(ring, &fds);
}

enum moment {
    BUILDING,  /* before submit */
    ORDERED,   /* waits in the library */
    LINKED,    /* behind an operation in the kernel */
    OPEN_AGAIN /* to see that it works without that */
};

/* The group is closed before an operation on it begins, and the next group gets its number: the
 * operation must not begin on that one. The operations before it are not affected, and closing does
 * not wait for them. */
static void closed_too_early(struct sring *ring, enum moment moment)
{
    struct sring_recv_provided_building op;
    struct sring_recv_provided_completed received;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_lent_buf item;
    struct sring_buf_ring group;
    struct two_fds pipe, sockets;

    open_group(ring, &group, COUNT, SIZE, false);
    open_pipe(&pipe);
    open_socketpair(&sockets, SOCK_STREAM);
    write_text(&sockets.out, "text");
    assert_int_equal(sring_batch_init(ring, &batch, 4), 0);
    add_read(ring, &batch, &pipe.in, 1, 0);
    if (moment == LINKED) {
        sring_batch_link(&batch);
    } else {
        add_nop(ring, &batch);
    }
    assert_int_equal(sring_recv_provided_init(ring, &op, &sockets.in, &group), 0);
    sring_recv_provided_add(ring, &batch, &op);
    sring_batch_link(&batch);
    add_nop(ring, &batch);
    if (moment != LINKED) {
        assert_int_equal(sring_batch_after(&batch, 2, 0), 0);
    }
    if (moment != BUILDING) {
        sring_batch_submit(ring, &batch, &inflight);
    }
    if (moment != OPEN_AGAIN) {
        sring_buf_ring_close(ring, &group);
        open_group(ring, &group, COUNT, SIZE, false);
    }
    if (moment == BUILDING) {
        sring_batch_submit(ring, &batch, &inflight);
    }
    write_text(&pipe.out, "x");
    sring_batch_wait(ring, &inflight, &done);
    assert_int_equal(take_read(ring, &done, 0), 1);
    sring_recv_provided_take(ring, &done, moment == LINKED ? 1 : 2, &received);
    if (moment == OPEN_AGAIN) {
        assert_int_equal(sring_recv_provided_finish(&received, &item), 0);
        assert_int_equal(take_nop(ring, &done, 3), 0);
        sring_lent_buf_return(&item);
    } else {
        assert_int_equal(sring_recv_provided_finish(&received, &item), -ECANCELED);
        assert_int_equal(take_nop(ring, &done, moment == LINKED ? 2 : 3), -ECANCELED);
        expect_text(&sockets.in, "text");
    }
    sring_batch_finish(ring, &done);
    close_group(ring, &group);
    close_two(ring, &pipe);
    close_two(ring, &sockets);
}

static void group_closed_before_its_turn(void **state)
{
    for (enum moment moment = BUILDING; moment <= OPEN_AGAIN; moment++) {
        closed_too_early(*state, moment);
    }
}

/* Bytes that arrive at about the time of the deadline are handed over or stay in the socket; a
 * chosen buffer is returned once. */
static void at_the_deadline(void **state)
{
    const uint64_t time = MILLISECOND / 5;
    struct sring *ring = *state;
    struct sring_buf_ring group;
    struct two_fds fds;
    int received = 0;

    open_group(ring, &group, COUNT, SIZE, false);
    open_socketpair(&fds, SOCK_STREAM);
    for (unsigned i = 0; i < 400; i++) {
        struct sring_recv_provided_building op;
        struct sring_recv_provided_submitted inflight;
        struct sring_recv_provided_completed done;
        struct sring_lent_buf item;
        uint64_t until;
        int rc;

        assert_int_equal(sring_recv_provided_init(ring, &op, &fds.in, &group), 0);
        assert_int_equal(sring_recv_provided_set_timeout(ring, &op, time), 0);
        sring_recv_provided_submit(ring, &op, &inflight);
        assert_int_equal(sring_flush(ring), 0);
        until = now_ns() + time * (i % 100) / 80;
        while (now_ns() < until) {
        }
        write_text(&fds.out, "x");
        sring_recv_provided_wait(ring, &inflight, &done);
        rc = sring_recv_provided_finish(&done, &item);
        if (rc == 0) {
            assert_int_equal(sring_lent_buf_length(&item), 1);
            expect_group(&group, COUNT - 1, 1);
            sring_lent_buf_return(&item);
            received++;
        } else {
            assert_int_equal(rc, -ETIME);
            expect_text(&fds.in, "x");
        }
        expect_group(&group, COUNT, 0);
    }
    assert_true(received > 0);
    close_group(ring, &group);
    close_two(ring, &fds);
    expect_budget(ring, 4096);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(one_shot),
        SMALL_RING_TEST(every_way),
        RING_TEST(at_the_deadline),
        RING_TEST(group_closed_before_its_turn),
        SMALL_RING_TEST(group_closed_before_its_turn),
    };

    return cmocka_run_group_tests_name("one buffer of a ring", tests, NULL, NULL);
}
