/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Handles that are used twice: at -O1 the compiler would reject these programs; at -O0, as here,
 * they are reported at run time before anything is changed.
 */
#include "support.h"

static void read_op(struct sring *ring, const struct sring_fd *fd, struct sring_buf *buf,
                    struct sring_read_at_submitted *inflight)
{
    struct sring_read_at_building op;

    assert_int_equal(sring_read_at_init(ring, &op, fd, 0), 0);
    sring_read_at_submit(ring, &op, buf, inflight);
}

SRING_READ_AT_CALLBACK(on_read)
{
    struct sring_buf buf;

    (void)ring;
    (void)arg;
    (void)sring_read_at_finish(done, &buf);
    sring_buf_free(&buf);
}

static void buffer_while_lent(void **state)
{
    struct sring *ring = *state;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    struct sring_registered_buf registered;
    struct sring_buf buf, copy;
    struct sring_fd fd;

    temporary_file(&fd, "content");
    new_buf(&buf, 16);
    copy = buf;
    read_op(ring, &fd, &buf, &inflight);
#define LENT(function, statement)                                                                  \
    ASSERT_MISUSE(function, "a buffer that is yours", "given away or freed", statement)
    LENT("sring_buf_data", sring_buf_data(&copy));
    LENT("sring_buf_length", (void)sring_buf_length(&copy));
    LENT("sring_buf_set_length", sring_buf_set_length(&copy, 1));
    LENT("sring_buf_free", sring_buf_free(&copy));
    LENT("sring_buf_register", (void)!sring_buf_register(ring, &copy, &registered));
    assert_int_equal(sring_read_at_init(ring, &op, &fd, 0), 0);
    LENT("sring_read_at_submit", sring_read_at_submit(ring, &op, &copy, &inflight));
    LENT("sring_read_at_start", sring_read_at_start(ring, &op, &copy, on_read, NULL));
    sring_read_at_abandon(ring, &op);
    /* After all these reports the operation is unchanged. */
    sring_read_at_wait(ring, &inflight, &done);
    LENT("sring_buf_data", sring_buf_data(&copy));
    assert_int_equal(sring_read_at_finish(&done, &buf), 7);
    LENT("sring_buf_data", sring_buf_data(&copy)); /* the new handle is another one */
    expect_buf(&buf, "content");
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

static void range_behind_the_end(void **state)
{
    struct sring *ring = *state;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_buf buf;
    struct sring_fd fd;

    temporary_file(&fd, "content");
    new_buf(&buf, 16);
    assert_int_equal(sring_read_at_init(ring, &op, &fd, 0), 0);
    sring_read_at_set_range(&op, 17, 1);
    ASSERT_MISUSE("sring_read_at_submit", "a range within the buffer", "behind its end",
                  sring_read_at_submit(ring, &op, &buf, &inflight));
    sring_read_at_abandon(ring, &op);
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

static void waited_twice(void **state)
{
    struct sring *ring = *state;
    struct sring_read_at_submitted inflight, copy;
    struct sring_read_at_completed done, other;
    struct sring_buf buf;
    struct sring_fd fd;

    temporary_file(&fd, "content");
    new_buf(&buf, 16);
    read_op(ring, &fd, &buf, &inflight);
    copy = inflight;
    sring_read_at_wait(ring, &inflight, &done);
#define STALE(function, statement)                                                                 \
    ASSERT_MISUSE(function, "in flight on this ring", "consumed before", statement)
    STALE("sring_read_at_wait", sring_read_at_wait(ring, &copy, &other));
    STALE("sring_read_at_cancel", sring_read_at_cancel(ring, &copy, &other));
    STALE("sring_read_at_detach", sring_read_at_detach(ring, &copy));
    STALE("sring_read_at_ready", (void)sring_read_at_ready(ring, &copy));
    ASSERT_MISUSE("sring_read_at_wait", "in flight on this ring", "a dead handle",
                  sring_read_at_wait(ring, &inflight, &other));
    assert_int_equal(sring_read_at_finish(&done, &buf), 7);
    STALE("sring_read_at_wait", sring_read_at_wait(ring, &copy, &other));
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

static void waited_after_detach(void **state)
{
    static struct counted counted;
    struct sring *ring = *state;
    struct sring_read_at_submitted inflight, copy;
    struct sring_read_at_completed done;
    struct sring_buf buf;
    struct sring_fd fd;

    temporary_file(&fd, "content");
    counted_buf(&buf, &counted);
    read_op(ring, &fd, &buf, &inflight);
    copy = inflight;
    sring_read_at_detach(ring, &inflight);
    STALE("sring_read_at_wait", sring_read_at_wait(ring, &copy, &done));
    STALE("sring_read_at_detach", sring_read_at_detach(ring, &copy));
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(counted.freed, 1);
    sring_fd_close(ring, &fd);
}

static void finished_twice(void **state)
{
    struct sring *ring = *state;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done, copy;
    struct sring_openat_building open_op;
    struct sring_openat_submitted opening;
    struct sring_openat_completed opened, opened_copy;
    struct sring_buf buf, again;
    struct sring_fd fd, produced;

    temporary_file(&fd, "content");
    new_buf(&buf, 16);
    read_op(ring, &fd, &buf, &inflight);
    sring_read_at_wait(ring, &inflight, &done);
    copy = done;
    assert_int_equal(sring_read_at_finish(&done, &buf), 7);
    ASSERT_MISUSE("sring_read_at_finish", "not finished yet", "finished before",
                  (void)sring_read_at_finish(&copy, &again));
    ASSERT_MISUSE("sring_read_at_finish", "read_at in state Completed", "a dead one",
                  (void)sring_read_at_finish(&done, &again));
    sring_buf_free(&buf);
    ASSERT_MISUSE("sring_read_at_finish", "not finished yet", "finished before",
                  (void)sring_read_at_finish(&copy, &again));
    sring_fd_close(ring, &fd);

    assert_int_equal(sring_openat_init(ring, &open_op, "/dev/null", O_RDONLY | O_CLOEXEC, 0), 0);
    sring_openat_submit(ring, &open_op, &opening);
    sring_openat_wait(ring, &opening, &opened);
    opened_copy = opened;
    assert_int_equal(sring_openat_finish(&opened, &fd), 0);
    ASSERT_MISUSE("sring_openat_finish", "not finished yet", "finished before",
                  (void)!sring_openat_finish(&opened_copy, &produced));
    sring_fd_close(ring, &fd);
}

/* An operation's outputs end with finish, also for a copy of the handle. */
static void output_after_finish(void **state)
{
    struct sring *ring = *state;
    struct sring_statx_building op;
    struct sring_statx_submitted inflight;
    struct sring_statx_completed done, copy;
    struct statx stat;
    char path[700];

    memset(path, '/', sizeof(path)); /* so large that its memory goes back to the system */
    path[sizeof(path) - 1] = 0;
    assert_int_equal(sring_statx_init(ring, &op, path, 0, STATX_BASIC_STATS), 0);
    sring_statx_submit(ring, &op, &inflight);
    sring_statx_wait(ring, &inflight, &done);
    copy = done;
    sring_statx_stat(&done, &stat);
    assert_int_equal(sring_statx_finish(&done), 0);
    ASSERT_MISUSE("sring_statx_stat", "not finished yet", "finished before",
                  sring_statx_stat(&copy, &stat));
}

static void building_used_twice(void **state)
{
    struct sring *ring = *state;
    struct sring_openat_building op, copy;
    struct sring_openat_submitted inflight;
    struct sring_openat_completed done;
    struct sring_nop_building nop = SRING_NONE;
    struct sring_nop_submitted nop_inflight;
    struct sring_fd fd;

    assert_int_equal(sring_openat_init(ring, &op, "/dev/null", O_RDONLY | O_CLOEXEC, 0), 0);
    copy = op;
    sring_openat_submit(ring, &op, &inflight);
    ASSERT_MISUSE("sring_openat_submit", "in state Building", "consumed before",
                  sring_openat_submit(ring, &copy, &inflight));
    ASSERT_MISUSE("sring_openat_abandon", "in state Building", "consumed before",
                  sring_openat_abandon(ring, &copy));
    ASSERT_MISUSE("sring_openat_submit", "openat in state Building", "a dead one",
                  sring_openat_submit(ring, &op, &inflight));
    sring_openat_wait(ring, &inflight, &done);
    assert_int_equal(sring_openat_finish(&done, &fd), 0);
    sring_fd_close(ring, &fd);
    ASSERT_MISUSE("sring_nop_submit", "nop in state Building", "a dead one",
                  sring_nop_submit(ring, &nop, &nop_inflight));
    ASSERT_MISUSE("sring_nop_abandon", "nop in state Building", "a dead one",
                  sring_nop_abandon(ring, &nop));
    ASSERT_MISUSE("sring_nop_building_claim", "nop in state Building", "a dead one",
                  sring_nop_building_claim(&nop));
}

static void forgotten_auto_handle_in(struct sring *ring)
{
    SRING_AUTO struct sring_nop_building op = SRING_NONE;

    assert_int_equal(sring_nop_init(ring, &op), 0);
}

static void forgotten_auto_handle(void **state)
{
    struct sring *ring = *state;
    struct sring_nop_building *leaked = NULL;

    (void)leaked;
    ASSERT_MISUSE("SRING_AUTO", "consumed before its scope ended", "still owns something",
                  forgotten_auto_handle_in(ring));
}

static void direct_descriptor_used_twice(void **state)
{
    struct sring *ring = *state;
    struct sring_direct_fd first, second, copy, one_more;
    struct sring_fd fd;

    temporary_file(&fd, "content");
    assert_int_equal(sring_fd_register(ring, &fd, &first), 0);
    assert_int_equal(sring_fd_register(ring, &fd, &second), 0);
    copy = first;
    sring_direct_fd_unregister(ring, &first);
    ASSERT_MISUSE("sring_direct_fd_unregister", "a direct descriptor", "unregistered",
                  sring_direct_fd_unregister(ring, &copy));
    ASSERT_MISUSE("sring_direct_fd_unregister", "a direct descriptor", "unregistered",
                  sring_direct_fd_unregister(ring, &first));
    ASSERT_MISUSE("sring_direct_fd_move", "a direct descriptor", "unregistered",
                  sring_direct_fd_move(&one_more, &first));
    sring_direct_fd_unregister(ring, &second);
    sring_fd_close(ring, &fd);
}

static void batch_misuse(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch, batch_copy;
    struct sring_batch_submitted inflight, inflight_copy;
    struct sring_batch_completed done, done_copy, nothing;
    struct sring_nop_building op;
    struct sring_nop_completed nop;
    struct sring_timeout_completed timeout;

    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sring_nop_init(ring, &op), 0);
        sring_nop_add(ring, &batch, &op);
    }
    assert_int_equal(sring_nop_init(ring, &op), 0);
    ASSERT_MISUSE("sring_nop_add", "room for one more", "a full one",
                  sring_nop_add(ring, &batch, &op));
    batch_copy = batch;
    sring_batch_submit(ring, &batch, &inflight);
#define GONE(function, statement)                                                                  \
    ASSERT_MISUSE(function, "a live batch", "went on to its next state", statement)
    GONE("sring_nop_add", sring_nop_add(ring, &batch_copy, &op));
    GONE("sring_batch_submit", sring_batch_submit(ring, &batch_copy, &inflight_copy));
    sring_nop_abandon(ring, &op);
    inflight_copy = inflight;
    sring_batch_wait(ring, &inflight, &done);
    GONE("sring_batch_wait", sring_batch_wait(ring, &inflight_copy, &nothing));
    assert_int_equal(sring_batch_count(&done), 2);
    sring_nop_take(ring, &done, 0, &nop);
    assert_int_equal(sring_nop_finish(&nop), 0);
    ASSERT_MISUSE("sring_nop_take", "still in the batch", "taken before",
                  sring_nop_take(ring, &done, 0, &nop));
    ASSERT_MISUSE("sring_timeout_take", "of this kind", "another kind",
                  sring_timeout_take(ring, &done, 1, &timeout));
    ASSERT_MISUSE("sring_nop_take", "an index below", "a larger one",
                  sring_nop_take(ring, &done, 2, &nop));
    done_copy = done;
    sring_batch_finish(ring, &done);
    GONE("sring_batch_finish", sring_batch_finish(ring, &done_copy));
    GONE("sring_batch_count", (void)sring_batch_count(&done_copy));
}

/* An operation that has not begun would use another file with the same number. */
static void file_of_a_batch(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_timeout_building timeout;
    struct sring_fsync_building sync;
    struct sring_fd fd;

    for (int linked = 0; linked < 2; linked++) {
        temporary_file(&fd, "");
        assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
        assert_int_equal(sring_timeout_init(ring, &timeout, 100 * MILLISECOND), 0);
        sring_timeout_add(ring, &batch, &timeout);
        if (linked) {
            sring_batch_hardlink(&batch);
        }
        assert_int_equal(sring_fsync_init(ring, &sync, &fd), 0);
        sring_fsync_add(ring, &batch, &sync);
        ASSERT_MISUSE("sring_fd_close", "still to use", "has not begun", sring_fd_close(ring, &fd));
        sring_batch_submit(ring, &batch, &inflight);
        if (linked) {
            ASSERT_MISUSE("sring_fd_close", "still to use", "has not begun",
                          sring_fd_close(ring, &fd));
        }
        sring_batch_wait(ring, &inflight, &done);
        sring_batch_finish(ring, &done);
        sring_fd_close(ring, &fd);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(buffer_while_lent),
        SMALL_RING_TEST(buffer_while_lent),
        RING_TEST(range_behind_the_end),
        RING_TEST(waited_twice),
        SMALL_RING_TEST(waited_twice),
        RING_TEST(waited_after_detach),
        RING_TEST(finished_twice),
        RING_TEST(output_after_finish),
        RING_TEST(building_used_twice),
        RING_TEST(forgotten_auto_handle),
        RING_TEST(direct_descriptor_used_twice),
        RING_TEST(batch_misuse),
        RING_TEST(file_of_a_batch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
