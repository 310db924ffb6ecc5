/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Files that are slow to close: the kernel leaves them to a worker, where the close can still be
 * cancelled. They are closed on every path; the fixture counts descriptors. A message queue is such
 * a file.
 */
#include "batches.h"

#include <mqueue.h>

enum {
    MANY = 200
};

static struct sring_close_submitted inflight[MANY];

static mqd_t queue;

/* Opened many times: each open file is closed separately. */
static void open_again(struct sring_fd *fd)
{
    char path[64];
    int raw;

    if (queue < 0) {
        SKIP("message queues cannot be had");
    }
    snprintf(path, sizeof(path), "/proc/self/fd/%d", (int)queue);
    raw = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(raw >= 0);
    sring_fd_adopt(fd, raw);
}

static int open_queue(void **state)
{
    struct mq_attr attributes = {.mq_maxmsg = 1, .mq_msgsize = 1};
    char name[64];

    (void)state;
    snprintf(name, sizeof(name), "/sring-test-%d", (int)getpid());
    queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600, &attributes);
    if (queue >= 0) {
        mq_unlink(name);
    }
    return 0;
}

static void begin(struct sring *ring, int i)
{
    struct sring_close_building op;
    struct sring_fd fd;

    open_again(&fd);
    assert_int_equal(sring_close_init(ring, &op), 0);
    sring_close_submit(ring, &op, &fd, &inflight[i]);
}

static void cancelled(void **state)
{
    struct sring *ring = *state;
    struct sring_close_completed done;

    for (int i = 0; i < MANY; i++) {
        begin(ring, i);
        sring_close_submitted_stash(&inflight[i]);
    }
    for (int i = MANY - 1; i >= 0; i--) {
        sring_close_submitted_claim(&inflight[i]);
        sring_close_cancel(ring, &inflight[i], &done);
        assert_int_equal(sring_close_finish(&done), 0);
    }
}

static void detached(void **state)
{
    struct sring *ring = *state;

    for (int i = 0; i < MANY; i++) {
        begin(ring, i);
        sring_close_detach(ring, &inflight[i]);
    }
}

SRING_CLOSE_CALLBACK(on_close)
{
    assert_int_equal(sring_close_finish(done), 0);
    ++*(int *)arg;
}

/* With an operation that must be cancelled, or the ring would never be closed. */
static void ring_closed(void **state)
{
    struct sring_recv_building recv_op;
    struct sring_recv_submitted receiving;
    struct sring_close_building op;
    struct sring_buf buf;
    struct two_fds fds;
    struct sring ring;
    int heard = 0;

    (void)state;
    open_socketpair(&fds, SOCK_STREAM);
    for (uint32_t entries = 8; entries <= 512; entries *= 8) {
        int before = count_fds();

        open_ring(&ring, entries, 4096);
        new_buf(&buf, 8);
        assert_int_equal(sring_recv_init(&ring, &recv_op, &fds.in), 0);
        sring_recv_submit(&ring, &recv_op, &buf, &receiving);
        sring_recv_submitted_stash(&receiving);
        heard = 0;
        for (int i = 0; i < MANY; i++) {
            struct sring_fd fd;

            begin(&ring, i);
            if (i % 2) {
                sring_close_detach(&ring, &inflight[i]);
            } else {
                sring_close_submitted_stash(&inflight[i]);
            }
            open_again(&fd);
            assert_int_equal(sring_close_init(&ring, &op), 0);
            sring_close_start(&ring, &op, &fd, on_close, &heard);
        }
        sring_close(&ring);
        assert_int_equal(heard, MANY);
        assert_int_equal(count_fds(), before);
    }
    close(sring_fd_release(&fds.in));
    close(sring_fd_release(&fds.out));
}

/* Every worker waits for data in a pipe, and the closes wait for a worker: the ring and the files
 * must still be closed. */
static void workers_blocked(void **state)
{
    int before = count_fds();
    char directory[64], path[80];
    struct sring ring;

    (void)state;
    temporary_directory(directory);
    snprintf(path, sizeof(path), "%s/pipe", directory);
    assert_int_equal(mkfifo(path, 0600), 0);
    open_ring(&ring, 8, 4096);
    for (int i = 0; i < MANY; i++) {
        struct sring_openat_building op;
        struct sring_openat_submitted opening;

        assert_int_equal(sring_openat_init(&ring, &op, path, O_RDONLY | O_CLOEXEC, 0), 0);
        sring_openat_submit(&ring, &op, &opening);
        sring_openat_submitted_stash(&opening);
        begin(&ring, i);
        sring_close_detach(&ring, &inflight[i]);
    }
    alarm(20);
    sring_close(&ring);
    alarm(0);
    assert_int_equal(count_fds(), before);
    remove_directory(directory);
}

enum stop {
    FAIL_FAST,
    CANCEL_ALL,
    CLOSE_RING,
    STOPS
};

/* Closes in a worker, and others behind them in chains of the kernel or the library. Those that
 * have begun run to their end; the library closes the files of the others. */
static void stopped_in_a_batch(void **state)
{
    (void)state;
    for (enum stop how = FAIL_FAST; how < STOPS; how++) {
        struct sring_batch_building batch;
        struct sring_batch_submitted going_on;
        struct sring_batch_completed done;
        uint32_t at = how == FAIL_FAST; /* of the first close */
        int before = count_fds();
        struct two_fds fds;
        struct sring ring;

        open_ring(&ring, 1024, 4096); /* all in one system call */
        open_pipe(&fds);
        assert_int_equal(sring_batch_init(&ring, &batch, 3 * MANY + 2), 0);
        if (how == FAIL_FAST) {
            sring_batch_set_fail_fast(&batch);
            add_write(&ring, &batch, &fds.in, "fails"); /* the wrong end */
        }
        for (uint32_t i = 0; i < MANY; i++) {
            struct sring_fd file;

            open_again(&file);
            add_close(&ring, &batch, &file);
            if (i % 2) {
                sring_batch_link(&batch);
            }
            open_again(&file);
            add_close(&ring, &batch, &file);
            add_nop(&ring, &batch);
            if (i % 3 == 0) {
                assert_int_equal(sring_batch_after(&batch, at + 3 * i + 2, at + 3 * i), 0);
                sring_batch_link(&batch);
            }
        }
        add_read(&ring, &batch, &fds.in, 1, 0);
        sring_batch_submit(&ring, &batch, &going_on);
        if (how == CLOSE_RING) {
            sring_batch_submitted_stash(&going_on);
        } else {
            if (how == CANCEL_ALL) {
                assert_int_equal(sring_cancel_all(&ring), 0);
            }
            sring_batch_wait(&ring, &going_on, &done);
            for (uint32_t i = 0; i < MANY; i++) {
                int first = take_close(&ring, &done, at + 3 * i);
                int second = take_close(&ring, &done, at + 3 * i + 1);

                assert_true(first == 0 || (first == -ECANCELED && i % 3 == 1));
                assert_true(second == 0 || (second == -ECANCELED && i % 2));
            }
            assert_int_equal(take_read(&ring, &done, at + 3 * MANY), -ECANCELED);
            sring_batch_finish(&ring, &done);
        }
        sring_close(&ring);
        close(sring_fd_release(&fds.in));
        close(sring_fd_release(&fds.out));
        assert_int_equal(count_fds(), before);
    }
}

/* Without a system call of its own, unless nothing can be begun. */
static void later(void **state)
{
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct sring_stats before, after;
    struct two_fds fds;
    struct sring full;
    int count = count_fds();

    open_pipe(&fds);
    sring_get_stats(ring, &before);
    sring_fd_close_later(ring, &fds.in);
    sring_fd_close_later(ring, &fds.out);
    sring_get_stats(ring, &after);
    assert_int_equal(before.flushes, after.flushes);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(count_fds(), count);

    open_ring(&full, 2, 1);
    assert_int_equal(sring_nop_init(&full, &op), 0);
    count = count_fds();
    open_pipe(&fds);
    sring_fd_close_later(&full, &fds.in);
    sring_fd_close_later(&full, &fds.out);
    assert_int_equal(count_fds(), count);
    sring_nop_abandon(&full, &op);
    sring_close(&full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(later),
        RING_TEST(cancelled),
        SMALL_RING_TEST(cancelled),
        RING_TEST(detached),
        SMALL_RING_TEST(detached),
        cmocka_unit_test(ring_closed),
        cmocka_unit_test(workers_blocked),
        cmocka_unit_test(stopped_in_a_batch),
    };

    return cmocka_run_group_tests(tests, open_queue, NULL);
}
