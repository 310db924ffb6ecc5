/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Files that are closed, released or taken out of a slot before the kernel looks them up for an
 * operation: the operation never uses another file. Built with -O0.
 */
#include "support.h"

#include <sys/mman.h>

/* The ways to lose a file. */
enum way {
    FD_CLOSE,
    FD_RELEASE,
    CLOSE,
    CLOSE_STARTED,
    CLOSE_IN_BATCH,
    WAYS,
    UNREGISTER = WAYS,
    REPLACE,
    CLOSE_DIRECT,
    DIRECT_WAYS
};

SRING_CLOSE_CALLBACK(on_close)
{
    (void)ring;
    assert_int_equal(sring_close_finish(done), 0);
    *(bool *)arg = true;
}

static void go(struct sring *ring, enum way way, struct sring_fd *fd)
{
    struct sring_close_building op;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    bool closed = false;

    switch (way) {
    case FD_CLOSE:
        sring_fd_close(ring, fd);
        break;
    case FD_RELEASE:
        close(sring_fd_release(fd));
        break;
    case CLOSE:
        assert_int_equal(sring_close_await(ring, fd), 0);
        break;
    case CLOSE_STARTED:
        assert_int_equal(sring_close_init(ring, &op), 0);
        sring_close_start(ring, &op, fd, on_close, &closed);
        while (!closed) { /* maybe others complete before */
            assert_int_equal(sring_flush_and_wait(ring, 1), 0);
            assert_true(sring_poll(ring) >= 0);
        }
        break;
    default:
        assert_int_equal(sring_batch_init(ring, &batch, 1), 0);
        assert_int_equal(sring_close_init(ring, &op), 0);
        sring_close_add(ring, &batch, &op, fd);
        sring_batch_submit(ring, &batch, &inflight);
        sring_batch_wait(ring, &inflight, &done);
        sring_batch_finish(ring, &done);
        break;
    }
}

static const char *const reporters[] = {
    [FD_CLOSE] = "sring_fd_close",           [FD_RELEASE] = "sring_fd_release",
    [CLOSE] = "sring_close_await",           [CLOSE_STARTED] = "sring_close_start",
    [CLOSE_IN_BATCH] = "sring_batch_submit",
};

/* A timeout, and an fsync behind it, in a chain of the kernel or in the library's order. */
static void begin_later(struct sring *ring, struct sring_fsync_building *sync, bool linked,
                        struct sring_batch_submitted *inflight)
{
    struct sring_batch_building batch;
    struct sring_timeout_building pause;
    struct sring_nop_building nop;

    assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
    assert_int_equal(sring_timeout_init(ring, &pause, 100 * MILLISECOND), 0);
    sring_timeout_set_flags(&pause, 32); /* IORING_TIMEOUT_ETIME_SUCCESS */
    sring_timeout_add(ring, &batch, &pause);
    if (linked) {
        sring_batch_hardlink(&batch);
    } else {
        assert_int_equal(sring_nop_init(ring, &nop), 0);
        sring_nop_add(ring, &batch, &nop);
    }
    sring_fsync_add(ring, &batch, sync);
    if (!linked) {
        assert_int_equal(sring_batch_after(&batch, 2, 0), 0);
    }
    sring_batch_submit(ring, &batch, inflight);
}

static void batch_is_to_use(void **state)
{
    struct sring *ring = *state;

    for (int i = 0; i < 2 * WAYS; i++) {
        struct sring_batch_submitted inflight;
        struct sring_batch_completed done;
        struct sring_fsync_building sync;
        struct sring_fd fd, copy;
        struct sring ring_two;

        temporary_file(&fd, "");
        open_ring(&ring_two, 8, 64);
        assert_int_equal(sring_fsync_init(ring, &sync, &fd), 0);
        begin_later(ring, &sync, i % 2, &inflight);
        copy = fd;
        ASSERT_MISUSE(reporters[i / 2], "still to use", "has not begun",
                      go(&ring_two, (enum way)(i / 2), &copy)); /* whichever ring is asked */
        sring_batch_wait(ring, &inflight, &done);
        sring_batch_finish(ring, &done);
        assert_true(fcntl(sring_fd_raw(&fd), F_GETFD) >= 0);
        sring_close(&ring_two);
        go(ring, (enum way)(i / 2), &fd);
    }
}

static void slot_is_to_use(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;

    temporary_file(&fd, "");
    if (sring_direct_supported_(ring, __func__)) {
        sring_fd_close(ring, &fd);
        SKIP("this kernel does not close direct descriptors");
    }
    for (int i = 2 * UNREGISTER; i < 2 * DIRECT_WAYS; i++) {
        struct sring_batch_submitted inflight;
        struct sring_batch_completed done;
        struct sring_fsync_building sync;
        struct sring_close_direct_building op;
        struct sring_close_direct_submitted closing;
        struct sring_direct_fd direct, other;

        assert_int_equal(sring_fd_register(ring, &fd, &direct), 0);
        assert_int_equal(sring_fsync_init_direct(ring, &sync, &direct), 0);
        begin_later(ring, &sync, i % 2, &inflight);
        assert_int_equal(sring_close_direct_init(ring, &op), 0);
        switch (i / 2) {
        case UNREGISTER:
            ASSERT_MISUSE("sring_direct_fd_unregister", "still to use", "has not begun",
                          sring_direct_fd_unregister(ring, &direct));
            break;
        case REPLACE:
            ASSERT_MISUSE("sring_direct_fd_replace", "still to use", "has not begun",
                          (void)!sring_direct_fd_replace(ring, &direct, &fd, &other));
            break;
        default:
            ASSERT_MISUSE("sring_close_direct_submit", "still to use", "has not begun",
                          sring_close_direct_submit(ring, &op, &direct, &closing));
            break;
        }
        sring_close_direct_abandon(ring, &op);
        sring_batch_wait(ring, &inflight, &done);
        sring_batch_finish(ring, &done);
        sring_direct_fd_unregister(ring, &direct);
    }
    sring_fd_close(ring, &fd);
}

/* A worker looks the file up some time after the kernel has read the request; an operation queued
 * on another ring does so later still. Both must find the file that they were begun on. */
static void lone_operation(void **state)
{
    const int rounds = test_option("sqpoll") ? 50 : 300; /* its thread is slow */
    struct sring *ring = *state;
    struct sring another;

    open_ring(&another, 8, 64);
    for (int i = 0; i < rounds * WAYS; i++) {
        struct sring *closer = i % 2 ? &another : ring;
        struct sring_fallocate_building op;
        struct sring_fallocate_submitted inflight;
        struct sring_fallocate_completed done;
        struct sring_fd fd;
        struct stat stat;
        int first = memfd_create("first", MFD_CLOEXEC);
        int keep = dup(first);
        int second;

        sring_fd_adopt(&fd, first);
        assert_int_equal(sring_fallocate_init(ring, &op, &fd, 0, 0, 4096), 0);
        sring_fallocate_submit(ring, &op, &inflight);
        if (i % 3) {
            assert_int_equal(sring_flush(ring), 0);
        }
        go(closer, (enum way)(i % WAYS), &fd);
        second = memfd_create("second", MFD_CLOEXEC);
        assert_int_equal(second, first);
        sring_fallocate_wait(ring, &inflight, &done);
        assert_int_equal(sring_fallocate_finish(&done), 0);
        assert_int_equal(fstat(second, &stat), 0);
        assert_int_equal(stat.st_size, 0);
        assert_int_equal(fstat(keep, &stat), 0);
        assert_int_equal(stat.st_size, 4096);
        close(second);
        close(keep);
    }
    sring_close(&another);
}

/* The same for a slot. */
static void lone_operation_on_a_slot(void **state)
{
    struct sring *ring = *state;

    for (int i = 0; i < 600; i++) {
        struct sring_fallocate_building op;
        struct sring_fallocate_submitted inflight;
        struct sring_fallocate_completed done;
        struct sring_direct_fd direct, other;
        struct sring_fd fds[2];
        struct stat stat;

        sring_fd_adopt(&fds[0], memfd_create("first", MFD_CLOEXEC));
        sring_fd_adopt(&fds[1], memfd_create("second", MFD_CLOEXEC));
        assert_int_equal(sring_fd_register(ring, &fds[0], &direct), 0);
        assert_int_equal(sring_fallocate_init_direct(ring, &op, &direct, 0, 0, 4096), 0);
        sring_fallocate_submit(ring, &op, &inflight);
        if (i % 2) {
            assert_int_equal(sring_direct_fd_replace(ring, &direct, &fds[1], &other), 0);
        } else {
            sring_direct_fd_unregister(ring, &direct);
            assert_int_equal(sring_fd_register(ring, &fds[1], &other), 0);
        }
        sring_fallocate_wait(ring, &inflight, &done);
        assert_int_equal(sring_fallocate_finish(&done), 0);
        assert_int_equal(fstat(sring_fd_raw(&fds[1]), &stat), 0);
        assert_int_equal(stat.st_size, 0);
        sring_direct_fd_unregister(ring, &other);
        sring_fd_close(ring, &fds[0]);
        sring_fd_close(ring, &fds[1]);
    }
}

/* A close later in the same batch is legal, linked or waiting. */
static void close_behind_its_users(void **state)
{
    struct sring *ring = *state;

    for (int i = 0; i < 100; i++) {
        struct sring_batch_building batch;
        struct sring_batch_submitted inflight;
        struct sring_batch_completed done;
        struct sring_fallocate_building op;
        struct sring_fallocate_completed allocated;
        struct sring_close_building close_op;
        struct sring_close_completed closed;
        struct sring_fd fd;

        sring_fd_adopt(&fd, memfd_create("file", MFD_CLOEXEC));
        assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
        assert_int_equal(sring_fallocate_init(ring, &op, &fd, 0, 0, 4096), 0);
        sring_fallocate_add(ring, &batch, &op);
        if (i % 2) {
            sring_batch_link(&batch);
        }
        assert_int_equal(sring_close_init(ring, &close_op), 0);
        sring_close_add(ring, &batch, &close_op, &fd);
        sring_batch_submit(ring, &batch, &inflight);
        sring_batch_wait(ring, &inflight, &done);
        sring_fallocate_take(ring, &done, 0, &allocated);
        assert_int_equal(sring_fallocate_finish(&allocated), 0);
        sring_close_take(ring, &done, 1, &closed);
        assert_int_equal(sring_close_finish(&closed), 0);
        sring_batch_finish(ring, &done);
    }
}

/* SQEs whose fd field is not a file: the domain of a socket, or unused. */
static void no_file(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct sring_socket_building op;
    struct sring_fd fd;
    int two = dup(STDERR_FILENO);

    assert_int_equal(AF_INET, STDERR_FILENO);
    assert_int_equal(sring_batch_init(ring, &batch, 1), 0);
    assert_int_equal(sring_socket_init(ring, &op, AF_INET, SOCK_STREAM, 0), 0);
    sring_socket_add(ring, &batch, &op);
    sring_fd_adopt(&fd, STDERR_FILENO);
    assert_int_equal(sring_fd_release(&fd), STDERR_FILENO);
    sring_batch_abandon(ring, &batch, &done);
    sring_batch_finish(ring, &done);
    close(two);
}

/* --- in fibers ------------------------------------------------------------------------------- */

struct closer {
    struct two_fds fds; /* stashed */
    bool begun;         /* sring_batch_start has returned */
    int ended;
};

SRING_READ_CALLBACK(on_late_read)
{
    struct sring_buf buf;

    (void)ring;
    *(int *)arg = sring_read_finish(done, &buf);
    sring_buf_free(&buf);
}

/* A worker waits for data. */
static void read_late(struct sring *ring, const struct sring_fd *fd, int *result)
{
    struct sring_read_building op;
    struct sring_buf buf;
    int rc = sring_read_init(ring, &op, fd);

    assert_int_equal(rc, 0);
    sring_read_set_async(&op);
    new_buf(&buf, 8);
    (void)sring_read_start(ring, &op, &buf, on_late_read, result);
}

SRING_BATCH_CALLBACK(on_closed)
{
    struct closer *closer = arg;
    struct sring_close_completed closed;
    int rc;

    assert_true(closer->begun);
    sring_close_take(ring, done, 0, &closed);
    rc = sring_close_finish(&closed);
    assert_true(rc == -ECANCELED || !rc); /* 0: no worker looks up files late (before 6.4) */
    sring_batch_finish(ring, done);
    closer->ended++;
}

SRING_FIBER(close_in_batch)
{
    struct closer *closer = arg;
    struct sring_batch_building batch;
    struct sring_close_building op;
    int rc = sring_close_init(ring, &op);

    if (rc) {
        return rc;
    }
    rc = sring_batch_init(ring, &batch, 1);
    if (rc) {
        sring_close_abandon(ring, &op);
        return rc;
    }
    sring_fd_claim(&closer->fds.in);
    sring_close_add(ring, &batch, &op, &closer->fds.in);
    (void)sring_batch_start(ring, &batch, on_closed, closer);
    closer->begun = true;
    return 0;
}

SRING_FIBER(cancel_everything)
{
    (void)arg;
    return sring_cancel_all(ring);
}

/* The batch is not over, and not freed, before its submit has come back. */
static void batch_cancelled_while_it_waits(void **state)
{
    struct sring *ring = *state;
    struct closer closer = {.ended = 0};
    struct sring_fiber fiber, canceller;
    int result = 0, rc;

    open_pipe(&closer.fds);
    read_late(ring, &closer.fds.in, &result);
    assert_int_equal(sring_flush(ring), 0);
    sring_fd_stash(&closer.fds.in);
    rc = sring_spawn(ring, &fiber, close_in_batch, &closer);
    assert_int_equal(rc, 0);
    rc = sring_spawn(ring, &canceller, cancel_everything, NULL);
    assert_int_equal(rc, 0);
    assert_int_equal(sring_join(ring, &canceller), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_true(sring_run(ring) >= 0);
    assert_int_equal(closer.ended, 1);
    assert_int_equal(result, -ECANCELED);
    sring_fd_close(ring, &closer.fds.out);
}

/* The callback of a read begins the next one, while a fiber waits to close the file. */
struct reader {
    struct two_fds right, wrong;   /* `right.in` is stashed */
    struct sring_direct_fd direct; /* stashed; or not used */
    enum way way;                  /* FD_CLOSE, UNREGISTER or REPLACE */
    bool closed;                   /* the fiber has closed it */
    int reads;
    char text[8];
};

static void read_next(struct sring *ring, struct reader *reader, bool late);

SRING_READ_CALLBACK(on_next_read)
{
    struct reader *reader = arg;
    struct sring_buf buf;
    int rc = sring_read_finish(done, &buf);

    if (rc > 0) {
        memcpy(reader->text, sring_buf_data(&buf), (size_t)rc);
    }
    sring_buf_free(&buf);
    if (reader->reads++ == 0 && !reader->closed) {
        read_next(ring, reader, false);
    }
}

static void read_next(struct sring *ring, struct reader *reader, bool late)
{
    struct sring_read_building op;
    struct sring_buf buf;
    int rc;

    if (reader->way == FD_CLOSE) {
        sring_fd_borrow(&reader->right.in);
        rc = sring_read_init(ring, &op, &reader->right.in);
        sring_fd_return(&reader->right.in);
    } else {
        sring_direct_fd_borrow(&reader->direct);
        rc = sring_read_init_direct(ring, &op, &reader->direct);
        sring_direct_fd_return(&reader->direct);
    }
    assert_int_equal(rc, 0);
    if (late) {
        sring_read_set_async(&op);
    }
    new_buf(&buf, sizeof(reader->text) - 1);
    (void)sring_read_start(ring, &op, &buf, on_next_read, reader);
}

/* Puts the wrong file in the place of the right one. */
SRING_FIBER(exchange)
{
    struct reader *reader = arg;
    int raw, rc;

    switch (reader->way) {
    case FD_CLOSE:
        sring_fd_claim(&reader->right.in);
        raw = sring_fd_raw(&reader->right.in);
        sring_fd_close(ring, &reader->right.in);
        reader->closed = true;
        rc = dup(sring_fd_raw(&reader->wrong.in)) == raw ? 0 : -1;
        close(raw);
        return rc;
    case UNREGISTER:
        sring_direct_fd_claim(&reader->direct);
        sring_direct_fd_unregister(ring, &reader->direct);
        reader->closed = true;
        rc = sring_fd_register(ring, &reader->wrong.in, &reader->direct);
        break;
    default:
        sring_direct_fd_claim(&reader->direct);
        rc = sring_direct_fd_replace(ring, &reader->direct, &reader->wrong.in, &reader->direct);
        reader->closed = true;
        break;
    }
    if (!rc) {
        sring_direct_fd_stash(&reader->direct);
    }
    return rc;
}

static void close_reader(struct sring *ring, struct reader *reader)
{
    if (reader->way != FD_CLOSE) {
        sring_direct_fd_claim(&reader->direct);
        sring_direct_fd_unregister(ring, &reader->direct);
        sring_fd_claim(&reader->right.in);
        sring_fd_close(ring, &reader->right.in);
    }
    sring_fd_close(ring, &reader->right.out);
    close_two(ring, &reader->wrong);
}

static void begun_while_a_close_waits(void **state)
{
    static const enum way ways[] = {FD_CLOSE, UNREGISTER, REPLACE};
    struct sring *ring = *state;

    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
        struct reader reader = {.way = ways[i]};
        struct sring_fiber fiber;
        int rc;

        open_pipe(&reader.right);
        open_pipe(&reader.wrong);
        if (reader.way != FD_CLOSE) {
            rc = sring_fd_register(ring, &reader.right.in, &reader.direct);
            assert_int_equal(rc, 0);
            sring_direct_fd_stash(&reader.direct);
        }
        sring_fd_stash(&reader.right.in);
        read_next(ring, &reader, true);
        assert_int_equal(sring_flush(ring), 0);
        rc = sring_spawn(ring, &fiber, exchange, &reader);
        assert_int_equal(rc, 0);
        (void)sring_run_for(ring, MILLISECOND);
        write_text(&reader.wrong.out, "wrong");
        write_text(&reader.right.out, "first");
        while (reader.reads < 1) {
            assert_true(sring_run_once(ring, SRING_FOREVER) >= 0);
        }
        assert_string_equal(reader.text, "first");
        assert_int_equal(sring_join(ring, &fiber), 0);
        if (in_flight(ring)) { /* else the fiber was faster */
            write_text(&reader.right.out, "right");
            assert_int_equal(sring_run(ring), 0);
            assert_int_equal(reader.reads, 2);
            assert_string_equal(reader.text, "right");
        }
        close_reader(ring, &reader);
    }
}

/* A fiber and a callback have a copy of the handle: one of them gets the report. */
struct copies {
    struct sring_direct_fd direct; /* stashed */
    bool by_fiber, by_callback;    /* who has unregistered it */
};

static void unregister_copy(struct sring *ring, const struct sring_direct_fd *direct)
    SRING_REQUIRES(*ring)
{
    struct sring_direct_fd copy = *direct;

    sring_direct_fd_claim(&copy);
    sring_direct_fd_unregister(ring, &copy);
}

SRING_READ_CALLBACK(unregister_it)
{
    struct copies *copies = arg;
    struct sring_buf buf;

    assert_int_equal(sring_read_finish(done, &buf), 5);
    sring_buf_free(&buf);
    if (!copies->by_fiber) { /* else the fiber was faster */
        unregister_copy(ring, &copies->direct);
        copies->by_callback = true;
    }
}

SRING_FIBER(unregister_later)
{
    static struct caught caught;
    struct copies *copies = arg;

    sring_set_misuse_handler(catch_misuse, &caught);
    if (setjmp(caught.jump) == 0) {
        unregister_copy(ring, &copies->direct);
        copies->by_fiber = true;
    }
    sring_set_misuse_handler(NULL, NULL);
    return 0;
}

static void unregistered_while_a_fiber_waits(void **state)
{
    struct sring *ring = *state;
    struct copies copies = {.by_fiber = false};
    struct sring_read_building op;
    struct sring_fiber fiber;
    struct sring_buf buf;
    struct two_fds fds;
    int rc;

    open_pipe(&fds);
    rc = sring_fd_register(ring, &fds.in, &copies.direct);
    assert_int_equal(rc, 0);
    rc = sring_read_init_direct(ring, &op, &copies.direct);
    assert_int_equal(rc, 0);
    sring_direct_fd_stash(&copies.direct);
    sring_read_set_async(&op);
    new_buf(&buf, 8);
    (void)sring_read_start(ring, &op, &buf, unregister_it, &copies);
    assert_int_equal(sring_flush(ring), 0);
    rc = sring_spawn(ring, &fiber, unregister_later, &copies);
    assert_int_equal(rc, 0);
    (void)sring_run_for(ring, MILLISECOND);
    write_text(&fds.out, "first");
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_true(copies.by_fiber != copies.by_callback);
    close_two(ring, &fds);
}

/* --- closes that never begin ---------------------------------------------------------------------
 */

SRING_RECV_MULTISHOT_ITEM_CALLBACK(on_item)
{
    (void)ring;
    *(size_t *)arg += sring_lent_buf_length(item);
    sring_lent_buf_return(item);
}

static void on_stream_end(struct sring *ring, int rc, void *arg)
{
    (void)ring;
    (void)rc;
    (void)arg;
}

static void abandon_close(struct sring *ring, struct sring_direct_fd *direct) SRING_REQUIRES(*ring)
    SRING_CONSUMES(*direct)
{
    struct sring_close_direct_building op;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    int rc = sring_close_direct_init(ring, &op);

    assert_int_equal(rc, 0);
    rc = sring_batch_init(ring, &batch, 1);
    assert_int_equal(rc, 0);
    sring_close_direct_add(ring, &batch, &op, direct);
    sring_batch_abandon(ring, &batch, &done);
    sring_batch_finish(ring, &done);
}

/* The slot is emptied all the same; what was queued before finds its file. */
static void close_of_a_slot_abandoned(void **state)
{
    struct sring *ring = *state;
    struct two_fds right, wrong;
    struct sring_direct_fd direct;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_buf buf;
    int rc;

    NEEDS(5, 15, "close_direct");
    open_pipe(&right);
    open_pipe(&wrong);
    write_text(&right.out, "right");
    write_text(&wrong.out, "wrong");
    rc = sring_fd_register(ring, &right.in, &direct);
    assert_int_equal(rc, 0);
    rc = sring_read_init_direct(ring, &op, &direct);
    assert_int_equal(rc, 0);
    new_buf(&buf, 8);
    sring_read_submit(ring, &op, &buf, &inflight);
    abandon_close(ring, &direct);
    rc = sring_fd_register(ring, &wrong.in, &direct);
    assert_int_equal(rc, 0);
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 5);
    expect_buf(&buf, "right");
    sring_buf_free(&buf);
    sring_direct_fd_unregister(ring, &direct);
    close_two(ring, &right);
    close_two(ring, &wrong);
}

/* A stream on the file does not begin again: it would use the next file in the slot. */
static void close_of_a_stream_abandoned(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_multishot_building op;
    struct two_fds right, wrong;
    struct sring_direct_fd direct;
    struct sring_buf_ring group;
    size_t bytes = 0;
    char text[8];
    int rc;

    NEEDS(6, 0, "a multishot receive");
    open_socketpair(&right, SOCK_STREAM);
    open_socketpair(&wrong, SOCK_STREAM);
    rc = sring_buf_ring_open(ring, &group, 1, 8, NULL);
    assert_int_equal(rc, 0);
    rc = sring_fd_register(ring, &right.in, &direct);
    assert_int_equal(rc, 0);
    rc = sring_recv_multishot_init_direct(ring, &op, &direct, &group);
    assert_int_equal(rc, 0);
    sring_recv_multishot_set_rearm(&op);
    (void)sring_recv_multishot_start(ring, &op, on_item, on_stream_end, &bytes);
    assert_int_equal(sring_flush(ring), 0);
    abandon_close(ring, &direct);
    rc = sring_fd_register(ring, &wrong.in, &direct);
    assert_int_equal(rc, 0);
    write_text(&right.out, "0123456789abcdef"); /* more than a buffer: the kernel ends the stream */
    write_text(&wrong.out, "wrong");
    (void)sring_run_for(ring, 5 * MILLISECOND);
    assert_true(bytes <= 16);
    sring_direct_fd_unregister(ring, &direct);
    sring_buf_ring_close(ring, &group);
    assert_int_equal(recv(sring_fd_raw(&wrong.in), text, sizeof(text), MSG_DONTWAIT), 5);
    close_two(ring, &right);
    close_two(ring, &wrong);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(batch_is_to_use),
        RING_TEST(slot_is_to_use),
        RING_TEST(lone_operation),
        SMALL_RING_TEST(lone_operation),
        RING_TEST(lone_operation_on_a_slot),
        RING_TEST(close_behind_its_users),
        RING_TEST(no_file),
        RING_TEST(close_of_a_slot_abandoned),
        RING_TEST(close_of_a_stream_abandoned),
        RING_TEST(batch_cancelled_while_it_waits),
        RING_TEST(begun_while_a_close_waits),
        RING_TEST(unregistered_while_a_fiber_waits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
