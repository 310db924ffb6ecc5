/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations on two files, splice and tee: the bytes they move, and that both files stay open until
 * they are done. Built with -O0.
 */
#include "batches.h"

#include <sys/mman.h>

#define PIPE UINT64_MAX /* the offset for a pipe */

static int splice_all(struct sring *ring, const struct sring_fd *from, uint64_t from_offset,
                      const struct sring_fd *to, uint64_t to_offset)
{
    return sring_splice_await(ring, to, from, from_offset, to_offset, 100, 0);
}

static void between_files_and_pipes(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds, others;
    struct sring_fd file, copy;
    char text[8] = "";

    open_pipe(&fds);
    open_pipe(&others);
    temporary_file(&file, "0123456789");
    temporary_file(&copy, "");
    assert_int_equal(splice_all(ring, &file, 4, &fds.out, PIPE), 6);
    assert_int_equal(splice_all(ring, &fds.in, PIPE, &copy, 1), 6);
    assert_int_equal(pread(sring_fd_raw(&copy), text, sizeof(text), 0), 7);
    assert_memory_equal(text, "\000456789", 7);
    write_text(&fds.out, "abcd");
    assert_int_equal(sring_splice_await(ring, &others.out, &fds.in, PIPE, PIPE, 3, 0), 3);
    expect_text(&others.in, "abc");
    assert_int_equal(sring_tee_await(ring, &others.out, &fds.in, 100, 0), 1);
    expect_text(&others.in, "d");
    expect_text(&fds.in, "d"); /* tee does not remove it */
    assert_int_equal(splice_all(ring, &file, 10, &fds.out, PIPE), 0);
    assert_int_equal(splice_all(ring, &file, 0, &copy, 0), -EINVAL);            /* no pipe */
    assert_int_equal(splice_all(ring, &fds.in, PIPE, &fds.out, PIPE), -EINVAL); /* the same one */
    assert_int_equal(sring_tee_await(ring, &fds.out, &fds.in, 100, 0), -EINVAL);
    /* no bytes: nothing is waited for */
    assert_int_equal(sring_splice_await(ring, &others.out, &fds.in, PIPE, PIPE, 0, 0), 0);
    assert_int_equal(sring_tee_await(ring, &others.out, &fds.in, 0, 0), 0);
    close_two(ring, &others);
    close_two(ring, &fds);
    sring_fd_close(ring, &copy);
    sring_fd_close(ring, &file);
}

static void into_a_direct_descriptor(void **state)
{
    struct sring *ring = *state;
    struct sring_splice_building op;
    struct sring_splice_submitted inflight;
    struct sring_splice_completed done;
    struct sring_direct_fd direct;
    struct sring_fd file;
    struct two_fds fds;

    open_pipe(&fds);
    temporary_file(&file, "text");
    assert_int_equal(sring_fd_register(ring, &fds.out, &direct), 0);
    assert_int_equal(sring_splice_init_direct(ring, &op, &direct, &file, 0, PIPE, 100, 0), 0);
    sring_splice_submit(ring, &op, &inflight);
    sring_splice_wait(ring, &inflight, &done);
    assert_int_equal(sring_splice_finish(&done), 4);
    expect_text(&fds.in, "text");
    sring_direct_fd_unregister(ring, &direct);
    sring_fd_close(ring, &file);
    close_two(ring, &fds);
}

/* Begins a splice from an empty pipe. */
static void begin_waiting(struct sring *ring, const struct two_fds *fds,
                          const struct sring_fd *file, uint64_t timeout,
                          struct sring_splice_submitted *inflight)
{
    struct sring_splice_building op;

    assert_int_equal(sring_splice_init(ring, &op, file, &fds->in, PIPE, 0, 100, 0), 0);
    if (timeout) {
        assert_int_equal(sring_splice_set_timeout(ring, &op, timeout), 0);
    }
    sring_splice_submit(ring, &op, inflight);
    assert_int_equal(sring_flush(ring), 0);
}

static void cancelled_and_expired(void **state)
{
    struct sring *ring = *state;
    struct sring_splice_submitted inflight;
    struct sring_splice_completed done;
    struct sring_fd file;
    struct two_fds fds;

    open_pipe(&fds);
    temporary_file(&file, "");
    begin_waiting(ring, &fds, &file, 0, &inflight);
    sring_splice_cancel(ring, &inflight, &done);
    assert_int_equal(sring_splice_finish(&done), -ECANCELED);
    begin_waiting(ring, &fds, &file, MILLISECOND, &inflight);
    sring_splice_wait(ring, &inflight, &done);
    assert_int_equal(sring_splice_finish(&done), -ETIME);
    begin_waiting(ring, &fds, &file, 0, &inflight);
    sring_splice_detach(ring, &inflight);
    assert_int_equal(sring_cancel_all(ring), 0);
    sring_fd_close(ring, &file);
    close_two(ring, &fds);
}

/* A short splice breaks a chain. */
static void chained(void **state)
{
    struct sring *ring = *state;

    for (uint32_t length = 4; length <= 5; length++) {
        struct sring_batch_building batch;
        struct sring_batch_submitted inflight;
        struct sring_batch_completed done;
        struct sring_splice_building op;
        struct sring_splice_completed first, second;
        struct sring_fd file, copy;
        struct two_fds fds;

        open_pipe(&fds);
        temporary_file(&file, "text");
        temporary_file(&copy, "");
        assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
        assert_int_equal(sring_splice_init(ring, &op, &fds.out, &file, 0, PIPE, length, 0), 0);
        sring_splice_add(ring, &batch, &op);
        sring_batch_link(&batch);
        assert_int_equal(sring_splice_init(ring, &op, &copy, &fds.in, PIPE, 0, 4, 0), 0);
        sring_splice_add(ring, &batch, &op);
        sring_batch_submit(ring, &batch, &inflight);
        sring_batch_wait(ring, &inflight, &done);
        sring_splice_take(ring, &done, 0, &first);
        sring_splice_take(ring, &done, 1, &second);
        assert_int_equal(sring_splice_finish(&first), 4);
        assert_int_equal(sring_splice_finish(&second), length == 4 ? 4 : -ECANCELED);
        sring_batch_finish(ring, &done);
        sring_fd_close(ring, &copy);
        sring_fd_close(ring, &file);
        close_two(ring, &fds);
    }
}

/* --- closing -------------------------------------------------------------------------------- */

static void *write_later(void *arg)
{
    struct timespec pause = {0, 20 * MILLISECOND};

    nanosleep(&pause, NULL);
    assert_int_equal(write(*(int *)arg, "x", 1), 1);
    return NULL;
}

/* Closing either file waits for the operation; closing another file does not. */
static void is_waited_for(void **state)
{
    struct sring *ring = *state;

    for (int first = 0; first < 2; first++) {
        struct sring_splice_submitted inflight;
        struct sring_splice_completed done;
        struct sring_fd file, another;
        struct two_fds fds;
        pthread_t thread;
        int raw;

        open_pipe(&fds);
        temporary_file(&file, "");
        temporary_file(&another, "");
        raw = sring_fd_raw(&fds.out);
        begin_waiting(ring, &fds, &file, 0, &inflight);
        sring_fd_close(ring, &another);
        assert_false(sring_splice_ready(ring, &inflight));
        assert_int_equal(pthread_create(&thread, NULL, write_later, &raw), 0);
        sring_fd_close(ring, first ? &file : &fds.in);
        assert_true(sring_splice_ready(ring, &inflight));
        pthread_join(thread, NULL);
        sring_splice_wait(ring, &inflight, &done);
        assert_int_equal(sring_splice_finish(&done), 1);
        if (first) {
            sring_fd_close(ring, &fds.in);
        } else {
            sring_fd_close(ring, &file);
        }
        sring_fd_close(ring, &fds.out);
    }
}

/* A worker looks the second file up some time after the kernel has read the request. It must find
 * the operation's file, not a later one with the same descriptor. */
static void meets_its_file(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;

    open_pipe(&fds);
    for (int i = 0; i < 1000; i++) {
        struct sring_splice_building op;
        struct sring_splice_submitted inflight;
        struct sring_splice_completed done;
        struct sring_fd source, other;
        int raw;

        temporary_file(&source, "first");
        raw = sring_fd_raw(&source);
        assert_int_equal(sring_splice_init(ring, &op, &fds.out, &source, 0, PIPE, 100, 0), 0);
        sring_splice_submit(ring, &op, &inflight);
        if (i % 3) {
            assert_int_equal(sring_flush(ring), 0);
        }
        if (i % 2) {
            sring_fd_close(ring, &source);
        } else {
            assert_int_equal(sring_close_await(ring, &source), 0);
        }
        temporary_file(&other, "second");
        assert_int_equal(sring_fd_raw(&other), raw);
        sring_splice_wait(ring, &inflight, &done);
        assert_int_equal(sring_splice_finish(&done), 5);
        expect_text(&fds.in, "first");
        sring_fd_close(ring, &other);
    }
    close_two(ring, &fds);
}

/* Closing the second file of an operation in a batch that has not begun is a misuse. */
static void batch_is_to_use(void **state)
{
    struct sring *ring = *state;

    for (int linked = 0; linked < 2; linked++) {
        struct sring_batch_building batch;
        struct sring_batch_submitted inflight;
        struct sring_batch_completed done;
        struct sring_tee_building op;
        struct two_fds fds, others;
        struct sring_fd copy;

        open_pipe(&fds);
        open_pipe(&others);
        write_text(&fds.out, "abc");
        assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
        add_timeout(ring, &batch, 100 * MILLISECOND);
        if (linked) {
            sring_batch_hardlink(&batch);
        }
        assert_int_equal(sring_tee_init(ring, &op, &others.out, &fds.in, 100, 0), 0);
        sring_tee_add(ring, &batch, &op);
        copy = fds.in;
        ASSERT_MISUSE("sring_fd_close", "still to use", "has not begun",
                      sring_fd_close(ring, &copy));
        sring_batch_submit(ring, &batch, &inflight);
        copy = fds.in;
        if (linked) {
            ASSERT_MISUSE("sring_fd_close", "still to use", "has not begun",
                          sring_fd_close(ring, &copy));
        }
        sring_batch_wait(ring, &inflight, &done);
        sring_batch_finish(ring, &done);
        expect_text(&others.in, "abc");
        close_two(ring, &others);
        close_two(ring, &fds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(between_files_and_pipes),
        RING_TEST(into_a_direct_descriptor),
        RING_TEST(cancelled_and_expired),
        SMALL_RING_TEST(cancelled_and_expired),
        RING_TEST(chained),
        RING_TEST(is_waited_for),
        SMALL_RING_TEST(is_waited_for),
        RING_TEST(meets_its_file),
        SMALL_RING_TEST(meets_its_file),
        RING_TEST(batch_is_to_use),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
