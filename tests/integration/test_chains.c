/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Links: operations of a batch that begin one after the other.
 */
#include "batches.h"

#define RING_CAPACITY 4096 /* of both fixtures */

static void open_path(struct sring_fd *fd, const char *path, int flags)
{
    sring_fd_adopt(fd, open(path, flags | O_CLOEXEC, 0600));
}

static void write_sync_close(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    char directory[64], path[128];
    struct sring_fd fd;
    int raw;

    temporary_directory(directory);
    snprintf(path, sizeof(path), "%s/file", directory);
    open_path(&fd, path, O_CREAT | O_RDWR);
    raw = sring_fd_raw(&fd);
    assert_int_equal(sring_batch_init(ring, &batch, 4), 0);
    add_write(ring, &batch, &fd, "first ");
    sring_batch_link(&batch);
    add_write(ring, &batch, &fd, "second");
    sring_batch_link(&batch);
    add_fsync(ring, &batch, &fd, 0);
    sring_batch_link(&batch);
    add_close(ring, &batch, &fd);
    sring_batch_link(&batch); /* means nothing */
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(take_write(ring, &done, 0), 6);
    assert_int_equal(take_write(ring, &done, 1), 6);
    assert_int_equal(take_fsync(ring, &done, 2), 0);
    assert_int_equal(take_close(ring, &done, 3), 0);
    sring_batch_finish(ring, &done);
    assert_int_equal(fcntl(raw, F_GETFD), -1);
    open_path(&fd, path, O_RDONLY);
    expect_text(&fd, "first second");
    sring_fd_close(ring, &fd);
    remove_directory(directory);
    expect_budget(ring, RING_CAPACITY);
}

/* A file given away to be closed is closed in any case. */
static void broken(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    int fds = count_fds();
    struct sring_fd fd;

    open_path(&fd, "/dev/null", O_RDONLY);
    assert_int_equal(sring_batch_init(ring, &batch, 4), 0);
    add_write(ring, &batch, &fd, "not to be written");
    sring_batch_link(&batch);
    add_fsync(ring, &batch, &fd, 0);
    sring_batch_hardlink(&batch); /* an operation does not begin if its predecessor did not */
    add_nop(ring, &batch);
    sring_batch_link(&batch);
    add_close(ring, &batch, &fd);
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(take_write(ring, &done, 0), -EBADF);
    assert_int_equal(take_fsync(ring, &done, 1), -ECANCELED);
    assert_int_equal(take_nop(ring, &done, 2), -ECANCELED);
    assert_int_equal(take_close(ring, &done, 3), -ECANCELED);
    sring_batch_finish(ring, &done);
    assert_int_equal(count_fds(), fds);
}

static void hard(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct sring_fd fd;

    open_path(&fd, "/dev/null", O_RDONLY);
    assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
    add_write(ring, &batch, &fd, "not to be written");
    sring_batch_hardlink(&batch);
    add_timeout(ring, &batch, MILLISECOND); /* a timeout never succeeds */
    sring_batch_hardlink(&batch);
    add_close(ring, &batch, &fd);
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(take_write(ring, &done, 0), -EBADF);
    assert_int_equal(take_timeout(ring, &done, 1), -ETIME);
    assert_int_equal(take_close(ring, &done, 2), 0);
    sring_batch_finish(ring, &done);
}

/* If the contents of a new file do not reach the disk, it does not replace the old file. */
static void failed_sync(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct sring_renameat_building op;
    struct sring_renameat_completed renamed;
    struct two_fds fds;
    char directory[64], old[96], new[96];

    temporary_directory(directory);
    snprintf(old, sizeof(old), "%s/old", directory);
    snprintf(new, sizeof(new), "%s/new", directory);
    assert_int_equal(close(open(new, O_CREAT | O_RDWR | O_CLOEXEC, 0600)), 0);
    open_pipe(&fds); /* cannot be synced */
    assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
    add_write(ring, &batch, &fds.out, "content");
    sring_batch_link(&batch);
    add_fsync(ring, &batch, &fds.out, 0);
    sring_batch_link(&batch);
    assert_int_equal(sring_renameat_init(ring, &op, new, old, 0), 0);
    sring_renameat_add(ring, &batch, &op);
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(take_write(ring, &done, 0), 7);
    assert_int_equal(take_fsync(ring, &done, 1), -EINVAL);
    sring_renameat_take(ring, &done, 2, &renamed);
    assert_int_equal(sring_renameat_finish(&renamed), -ECANCELED);
    sring_batch_finish(ring, &done);
    assert_int_equal(access(new, F_OK), 0);
    assert_int_equal(access(old, F_OK), -1);
    close_two(ring, &fds);
    remove_directory(directory);
}

/* Fewer bytes than requested are a failure, in the kernel's order as in the library's. */
static void short_read(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct two_fds fds;

    open_pipe(&fds);
    write_text(&fds.out, "123");
    assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
    add_read(ring, &batch, &fds.in, 4, 0);
    sring_batch_link(&batch);
    add_nop(ring, &batch);
    add_nop(ring, &batch);
    assert_int_equal(sring_batch_after(&batch, 2, 0), 0);
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(take_read(ring, &done, 0), 3);
    assert_int_equal(take_nop(ring, &done, 1), -ECANCELED);
    assert_int_equal(take_nop(ring, &done, 2), -ECANCELED);
    sring_batch_finish(ring, &done);
    close_two(ring, &fds);
}

#define ADD_VEC(kind, fd, vec)                                                                     \
    do {                                                                                           \
        struct sring_##kind##_building op;                                                         \
        assert_int_equal(sring_##kind##_init(ring, &op, fd), 0);                                   \
        sring_##kind##_add(ring, &batch, &op, vec);                                                \
    } while (0)
#define TAKE_VEC(kind, result)                                                                     \
    do {                                                                                           \
        struct sring_##kind##_completed taken;                                                     \
        sring_##kind##_take(ring, &done, 0, &taken);                                               \
        assert_int_equal(sring_##kind##_finish(&taken, &vec), result);                             \
        sring_vec_free(&vec);                                                                      \
    } while (0)

/* A short transfer of a vector breaks a chain, in the kernel's order and in the library's; a full
 * one does not. The kernel links 0 to 1; in the library 2 waits for 0. */
static void vectors(struct sring *ring, bool writes, bool whole)
{
    const size_t size = 4096; /* of the pipe, too */
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct two_fds fds;
    struct sring_vec vec;
    int want = whole ? 0 : -ECANCELED;

    open_pipe(&fds);
    assert_int_equal(fcntl(sring_fd_raw(&fds.out), F_SETPIPE_SZ, (int)size), size);
    assert_int_equal(fcntl(sring_fd_raw(&fds.out), F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
    if (writes) {
        new_vec(&vec, 2, (const size_t[]){size / 2, size});
        sring_vec_set_length(&vec, 0, size / 2);
        sring_vec_set_length(&vec, 1, whole ? size / 2 : size);
        ADD_VEC(writev, &fds.out, &vec);
    } else {
        write_text(&fds.out, "123");
        new_vec(&vec, 2, (const size_t[]){2, whole ? 1 : 2});
        ADD_VEC(readv, &fds.in, &vec);
    }
    sring_batch_link(&batch);
    add_nop(ring, &batch);
    add_nop(ring, &batch);
    assert_int_equal(sring_batch_after(&batch, 2, 0), 0);
    submit_and_wait(ring, &batch, &done);
    if (writes) {
        TAKE_VEC(writev, size);
    } else {
        TAKE_VEC(readv, 3);
    }
    assert_int_equal(take_nop(ring, &done, 1), want);
    assert_int_equal(take_nop(ring, &done, 2), want);
    sring_batch_finish(ring, &done);
    close_two(ring, &fds);
}

static void short_vectors(void **state)
{
    for (int i = 0; i < 4; i++) {
        vectors(*state, i & 1, i & 2);
    }
}

/* A chain of writes of one letter each; the pipe shows their order. */
static void letters(struct sring *ring, int count)
{
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct two_fds fds;
    char text[2] = "", want[101] = "";

    assert_true(count <= 100);
    open_pipe(&fds);
    assert_int_equal(sring_batch_init(ring, &batch, (uint32_t)count), 0);
    for (int i = 0; i < count; i++) {
        want[i] = text[0] = (char)('A' + i % 50);
        add_write(ring, &batch, &fds.out, text);
        sring_batch_link(&batch);
    }
    submit_and_wait(ring, &batch, &done);
    for (int i = 0; i < count; i++) {
        assert_int_equal(take_write(ring, &done, (uint32_t)i), 1);
    }
    sring_batch_finish(ring, &done);
    expect_text(&fds.in, want);
    close_two(ring, &fds);
}

static void longer_than_the_queue(void **state)
{
    letters(*state, 100);
}

/* The chain does not fit behind the queued operations. */
static void queue_nearly_full(void **state)
{
    struct sring *ring = *state;

    for (int queued = 0; queued <= 8; queued++) {
        struct sring_nop_submitted nops[8];

        for (int i = 0; i < queued; i++) {
            struct sring_nop_building op;

            assert_int_equal(sring_nop_init(ring, &op), 0);
            sring_nop_submit(ring, &op, &nops[i]);
        }
        letters(ring, 5);
        for (int i = 0; i < queued; i++) {
            struct sring_nop_completed done;

            sring_nop_wait(ring, &nops[i], &done);
            assert_int_equal(sring_nop_finish(&done), 0);
        }
    }
}

/* A long operation has a slot in the middle of the chain. */
static void parked_slot(void **state)
{
    struct sring *ring = *state;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_stats stats;
    struct sring_buf buf;
    struct two_fds fds;

    open_pipe(&fds);
    new_buf(&buf, 8);
    assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(sring_nop_await(ring), 0);
    }
    letters(ring, 6);
    sring_get_stats(ring, &stats);
    assert_int_equal(stats.parked, 1);
    write_text(&fds.out, "x");
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 1);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

/* A request that the kernel rejects when it reads it would cancel its whole kernel chain. So it is
 * in none, and the requests before it are done. It has a deadline: without SUBMIT_ALL the kernel
 * stops reading between the two, and the rest must not become a separate chain. */
static void bad_request(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct sring_fsync_building sync;
    struct sring_fd file;
    struct two_fds fds;
    int fds_before = count_fds();

    open_pipe(&fds);
    temporary_file(&file, "");
    assert_int_equal(sring_batch_init(ring, &batch, 5), 0);
    add_nop(ring, &batch);
    sring_batch_link(&batch);
    assert_int_equal(sring_fsync_init(ring, &sync, &file), 0);
    sring_fsync_set_flags(&sync, 0x80);
    assert_int_equal(sring_fsync_set_timeout(ring, &sync, 1000 * MILLISECOND), 0);
    sring_fsync_add(ring, &batch, &sync);
    sring_batch_link(&batch);
    add_write(ring, &batch, &fds.out, "x");
    sring_batch_link(&batch);
    add_close(ring, &batch, &file);
    add_nop(ring, &batch);
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(take_nop(ring, &done, 0), 0);
    assert_int_equal(take_fsync(ring, &done, 1), -EINVAL);
    assert_int_equal(take_write(ring, &done, 2), -ECANCELED);
    assert_int_equal(take_close(ring, &done, 3), -ECANCELED);
    assert_int_equal(take_nop(ring, &done, 4), 0);
    sring_batch_finish(ring, &done);
    write_text(&fds.out, "y");
    expect_text(&fds.in, "y");
    close_two(ring, &fds);
    assert_int_equal(count_fds(), fds_before);
    expect_budget(ring, RING_CAPACITY);
}

/* The same, with an inlined wait as the first entry into the kernel. */
static void bad_request_behind_another(void **state)
{
    struct sring *ring = *state;

    for (int i = 0; i < 8; i++) { /* wherever the chain lies in the queue */
        bad_request(state);
        assert_int_equal(sring_nop_await(ring), 0);
    }
}

static void direct_close(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct sring_close_direct_building op;
    struct sring_fd fd;

    NEEDS(5, 15, "close_direct");
    temporary_file(&fd, "content");
    for (int i = 0; i < 200; i++) { /* more than there are slots */
        struct sring_direct_fd direct;

        assert_int_equal(sring_fd_register(ring, &fd, &direct), 0);
        assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
        add_fsync(ring, &batch, &fd, 0);
        sring_batch_link(&batch);
        if (i % 2) {
            add_timeout(ring, &batch, 1);
            sring_batch_link(&batch);
        }
        assert_int_equal(sring_close_direct_init(ring, &op), 0);
        sring_close_direct_add(ring, &batch, &op, &direct);
        if (i % 3) {
            submit_and_wait(ring, &batch, &done);
        } else {
            sring_batch_abandon(ring, &batch, &done);
        }
        sring_batch_finish(ring, &done);
    }
    sring_fd_close(ring, &fd);
    expect_budget(ring, RING_CAPACITY);
}

/* The queue has the room, so that there is one system call. */
static void one_system_call(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_stats before, after;

    NEEDS(5, 18, "leaving links to the kernel");
    assert_int_equal(sring_batch_init(ring, &batch, 30), 0);
    for (int i = 0; i < 30; i++) {
        add_nop(ring, &batch);
        if (i % 3) {
            sring_batch_link(&batch);
        }
    }
    sring_get_stats(ring, &before);
    assert_int_equal(before.submitted, 0);
    sring_batch_submit(ring, &batch, &inflight);
    sring_get_stats(ring, &after);
    assert_int_equal(after.submitted - before.submitted, 30);
    assert_int_equal(after.flushes - before.flushes, 1);
    sring_batch_wait(ring, &inflight, &done);
    sring_batch_finish(ring, &done);
}

/* Cancelled before it was closed: only cancel may cause that. */
static void close_that_is_cancelled(void **state)
{
    struct sring *ring = *state;
    struct sring_close_building op;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;
    int fds = count_fds();

    for (int i = 0; i < 50; i++) {
        struct sring_fd fd;
        int rc;

        temporary_file(&fd, "x");
        assert_int_equal(sring_close_init(ring, &op), 0);
        sring_close_submit(ring, &op, &fd, &inflight);
        if (i % 2) {
            assert_int_equal(sring_cancel_all(ring), 0);
            sring_close_wait(ring, &inflight, &done);
        } else {
            sring_close_cancel(ring, &inflight, &done);
        }
        rc = sring_close_finish(&done);
        assert_true(rc == 0 || rc == -ECANCELED);
        assert_int_equal(count_fds(), fds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(write_sync_close),
        RING_TEST(broken),
        SMALL_RING_TEST(broken),
        RING_TEST(hard),
        RING_TEST(failed_sync),
        RING_TEST(short_read),
        RING_TEST(short_vectors),
        RING_TEST(longer_than_the_queue),
        SMALL_RING_TEST(longer_than_the_queue),
        SMALL_RING_TEST(queue_nearly_full),
        SMALL_RING_TEST(parked_slot),
        RING_TEST(bad_request),
        SMALL_RING_TEST(bad_request_behind_another),
        RING_TEST(direct_close),
        RING_TEST(one_system_call),
        RING_TEST(close_that_is_cancelled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
