/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations that make and close direct descriptors: no slot of the table is lost or handed out
 * twice, and a file without a handle is closed.
 */
#include "support.h"

#include <netinet/in.h>
#include <sys/time.h>

#define SLOTS 4

/* A ring with a table of SLOTS, a listener, and its address. */
struct fixture {
    struct sring ring;
    struct sring_fd listener;
    struct sockaddr_storage address;
    socklen_t length;
    int fds; /* open before */
};

static int setup(void **state)
{
    static struct fixture fixture;
    struct sring_options options = {.direct_fds = SLOTS, .entries = 8, .capacity = 4096};

    fixture.fds = count_fds();
    assert_int_equal(sring_open(&fixture.ring, &options), 0);
    listen_on(&fixture.listener, AF_INET, &fixture.address, &fixture.length);
    *state = &fixture;
    return 0;
}

/* Fills the table: the number of free slots must be right. */
static void expect_free_slots(struct sring *ring, int count)
{
    struct sring_direct_fd direct[SLOTS + 1];
    struct sring_fd fd;
    int n = 0;

    temporary_file(&fd, "");
    while (n <= SLOTS && sring_fd_register(ring, &fd, &direct[n]) == 0) {
        sring_direct_fd_stash(&direct[n++]);
    }
    for (int i = 0; i < n; i++) {
        sring_direct_fd_claim(&direct[i]);
        sring_direct_fd_unregister(ring, &direct[i]);
    }
    sring_fd_close(ring, &fd);
    assert_int_equal(n, count);
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    expect_free_slots(&fixture->ring, SLOTS);
    sring_fd_close(&fixture->ring, &fixture->listener);
    sring_close(&fixture->ring);
    assert_int_equal(count_fds(), fixture->fds);
    return 0;
}

/* For tests that close the ring themselves. */
static int teardown_closed(void **state)
{
    struct fixture *fixture = *state;

    close(sring_fd_release(&fixture->listener));
    assert_int_equal(count_fds(), fixture->fds);
    return 0;
}

/* A client that has connected, by plain system calls. */
static int client_of(const struct fixture *fixture)
{
    struct timeval patience = {5, 0};
    int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_int_equal(setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)), 0);
    assert_int_equal(connect(client, (const struct sockaddr *)&fixture->address, fixture->length),
                     0);
    return client;
}

/* The other end of the client's connection must be closed. The kernel may do that in this thread,
 * and interrupts the read for it (seen on Linux 6.1). */
static void expect_closed(int client)
{
    char byte;

    assert_int_equal(UNINTERRUPTED(read(client, &byte, 1)), 0);
    close(client);
}

static void begin_accept(struct fixture *fixture, struct sring_accept_direct_submitted *inflight)
{
    struct sring_accept_direct_building op;

    assert_int_equal(sring_accept_direct_init(&fixture->ring, &op, &fixture->listener), 0);
    sring_accept_direct_submit(&fixture->ring, &op, inflight);
}

static int recv_direct(struct sring *ring, const struct sring_direct_fd *fd, struct sring_buf *buf)
{
    struct sring_recv_building op;
    struct sring_recv_submitted inflight;
    struct sring_recv_completed done;

    assert_int_equal(sring_recv_init_direct(ring, &op, fd), 0);
    sring_recv_submit(ring, &op, buf, &inflight);
    sring_recv_wait(ring, &inflight, &done);
    return sring_recv_finish(&done, buf);
}

/* --- making direct descriptors ------------------------------------------------------------- */

static void accepted(void **state)
{
    struct fixture *fixture = *state;
    struct sring_accept_direct_submitted inflight;
    struct sring_accept_direct_completed done;
    struct sring_direct_fd connection;
    struct sockaddr_in peer, own;
    socklen_t length = sizeof(peer), own_length = sizeof(own);
    struct sring_buf buf;
    int fds = count_fds();
    int client;

    NEEDS(5, 15, "a direct descriptor that an operation makes");
    begin_accept(fixture, &inflight);
    client = client_of(fixture);
    sring_accept_direct_wait(&fixture->ring, &inflight, &done);
    assert_int_equal(sring_accept_direct_result(&done), 0);
    sring_accept_direct_peer(&done, (struct sockaddr *)&peer, &length);
    assert_int_equal(getsockname(client, (struct sockaddr *)&own, &own_length), 0);
    assert_int_equal(peer.sin_port, own.sin_port);
    assert_int_equal(sring_accept_direct_finish(&done, &connection), 0);
    assert_int_equal(count_fds(), fds + 1); /* the client's */
    expect_free_slots(&fixture->ring, SLOTS - 1);
    assert_int_equal(write(client, "hello", 5), 5);
    new_buf(&buf, 16);
    assert_int_equal(recv_direct(&fixture->ring, &connection, &buf), 5);
    expect_buf(&buf, "hello");
    sring_buf_free(&buf);
    assert_int_equal(sring_close_direct_await(&fixture->ring, &connection), 0);
    expect_closed(client);
}

static void opened(void **state)
{
    struct fixture *fixture = *state;
    struct sring_direct_fd direct;
    struct sring_buf buf;
    char directory[64], path[80];
    int raw;

    NEEDS(5, 15, "a direct descriptor that an operation makes");
    temporary_directory(directory);
    snprintf(path, sizeof(path), "%s/file", directory);
    raw = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_int_equal(write(raw, "abc", 3), 3);
    close(raw);
    assert_int_equal(sring_openat_direct_await(&fixture->ring, path, O_RDONLY, 0, &direct), 0);
    new_buf(&buf, 16);
    {
        struct sring_read_at_building op;
        struct sring_read_at_submitted inflight;
        struct sring_read_at_completed done;

        assert_int_equal(sring_read_at_init_direct(&fixture->ring, &op, &direct, 1), 0);
        sring_read_at_submit(&fixture->ring, &op, &buf, &inflight);
        sring_read_at_wait(&fixture->ring, &inflight, &done);
        assert_int_equal(sring_read_at_finish(&done, &buf), 2);
    }
    expect_buf(&buf, "bc");
    sring_buf_free(&buf);
    sring_direct_fd_unregister(&fixture->ring, &direct); /* the other way to close it */
    assert_int_equal(
        sring_openat_direct_await(&fixture->ring, path, O_RDONLY | O_CLOEXEC, 0, &direct), -EINVAL);
    remove_directory(directory);
}

static void socket_made(void **state)
{
    struct fixture *fixture = *state;
    struct sring_direct_fd direct;
    struct sring_connect_building op;
    struct sring_connect_submitted inflight;
    struct sring_connect_completed done;
    int rc = sring_socket_direct_await(&fixture->ring, AF_INET, SOCK_STREAM, 0, &direct);

    NEEDS(5, 15, "a direct descriptor that an operation makes");
    if (rc == -EINVAL) {
        SKIP("this kernel has no IORING_OP_SOCKET");
    }
    assert_int_equal(rc, 0);
    assert_int_equal(sring_connect_init_direct(&fixture->ring, &op, &direct,
                                               (struct sockaddr *)&fixture->address,
                                               fixture->length),
                     0);
    sring_connect_submit(&fixture->ring, &op, &inflight);
    sring_connect_wait(&fixture->ring, &inflight, &done);
    assert_int_equal(sring_connect_finish(&done), 0);
    assert_int_equal(sring_close_direct_await(&fixture->ring, &direct), 0);
}

/* --- slots ---------------------------------------------------------------------------------- */

/* Each begun operation has its own slot; no other slots are taken. */
static void full_table(void **state)
{
    struct fixture *fixture = *state;
    struct sring_openat_direct_building op[SLOTS], one_more;
    struct sring_openat_direct_submitted inflight[SLOTS];
    struct sring_openat_direct_completed done;
    struct sring_direct_fd direct[SLOTS];

    NEEDS(5, 15, "a direct descriptor that an operation makes");
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < SLOTS; i++) {
            assert_int_equal(
                sring_openat_direct_init(&fixture->ring, &op[i], "/dev/null", O_RDONLY, 0), 0);
            sring_openat_direct_building_stash(&op[i]);
        }
        assert_int_equal(
            sring_openat_direct_init(&fixture->ring, &one_more, "/dev/null", O_RDONLY, 0), -ENFILE);
        expect_free_slots(&fixture->ring, 0);
        for (int i = 0; i < SLOTS; i++) {
            sring_openat_direct_building_claim(&op[i]);
            sring_openat_direct_submit(&fixture->ring, &op[i], &inflight[i]);
            sring_openat_direct_submitted_stash(&inflight[i]);
        }
        for (int i = 0; i < SLOTS; i++) {
            sring_openat_direct_submitted_claim(&inflight[i]);
            sring_openat_direct_wait(&fixture->ring, &inflight[i], &done);
            assert_int_equal(sring_openat_direct_finish(&done, &direct[i]), 0);
            for (int j = 0; j < i; j++) {
                assert_true(direct[j].word_ != direct[i].word_);
                assert_true(direct[j].token_ != direct[i].token_);
            }
            sring_direct_fd_stash(&direct[i]);
        }
        expect_free_slots(&fixture->ring, 0);
        for (int i = 0; i < SLOTS; i++) {
            sring_direct_fd_claim(&direct[(i + round) % SLOTS]);
            if (i % 2) {
                sring_direct_fd_unregister(&fixture->ring, &direct[(i + round) % SLOTS]);
            } else {
                assert_int_equal(
                    sring_close_direct_await(&fixture->ring, &direct[(i + round) % SLOTS]), 0);
            }
        }
    }
}

static void nothing_made(void **state)
{
    struct fixture *fixture = *state;
    struct sring_accept_direct_submitted inflight;
    struct sring_accept_direct_completed done;
    struct sring_openat_direct_building op;
    struct sring_direct_fd direct;

    NEEDS(5, 15, "a direct descriptor that an operation makes");
    for (int i = 0; i < 2 * SLOTS; i++) {
        assert_int_equal(
            sring_openat_direct_await(&fixture->ring, "/does/not/exist", 0, 0, &direct), -ENOENT);
        assert_int_equal(sring_openat_direct_init(&fixture->ring, &op, "/dev/null", 0, 0), 0);
        sring_openat_direct_abandon(&fixture->ring, &op);
        begin_accept(fixture, &inflight);
        sring_accept_direct_cancel(&fixture->ring, &inflight, &done);
        assert_int_equal(sring_accept_direct_finish(&done, &direct), -ECANCELED);
    }
}

/* An operation in flight for several laps of the queue keeps its slot. */
static void parked(void **state)
{
    struct fixture *fixture = *state;
    struct sring_accept_direct_submitted inflight, cancelled;
    struct sring_accept_direct_completed done;
    struct sring_direct_fd direct;
    int client;

    NEEDS(5, 15, "a direct descriptor that an operation makes");
    begin_accept(fixture, &inflight);
    begin_accept(fixture, &cancelled);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(sring_nop_await(&fixture->ring), 0);
    }
    expect_free_slots(&fixture->ring, SLOTS - 2);
    sring_accept_direct_cancel(&fixture->ring, &cancelled, &done);
    assert_int_equal(sring_accept_direct_finish(&done, &direct), -ECANCELED);
    client = client_of(fixture);
    sring_accept_direct_wait(&fixture->ring, &inflight, &done);
    assert_int_equal(sring_accept_direct_finish(&done, &direct), 0);
    sring_direct_fd_unregister(&fixture->ring, &direct);
    expect_closed(client);
}

/* --- not finished ----------------------------------------------------------------------------- */

static void detached(void **state)
{
    struct fixture *fixture = *state;
    struct sring_accept_direct_submitted inflight;
    struct sring_stats before, after;
    int client;

    NEEDS(5, 15, "a direct descriptor that an operation makes");
    sring_get_stats(&fixture->ring, &before);
    begin_accept(fixture, &inflight);
    sring_accept_direct_detach(&fixture->ring, &inflight);
    expect_free_slots(&fixture->ring, SLOTS - 1);
    client = client_of(fixture);
    assert_int_equal(sring_run(&fixture->ring), 0);
    expect_closed(client);
    sring_get_stats(&fixture->ring, &after);
    assert_int_equal(after.reclaimed, before.reclaimed + 1);

    begin_accept(fixture, &inflight);
    client = client_of(fixture);
    while (!sring_accept_direct_ready(&fixture->ring, &inflight)) {
        sleep_ms(1);
    }
    sring_accept_direct_detach(&fixture->ring, &inflight);
    expect_closed(client);
}

/* Closing the ring closes the files in its table and those being made, and cancels the rest. */
static void ring_closed(void **state)
{
    struct fixture *fixture = *state;
    struct sring_accept_direct_submitted pending, waiting, done_already;
    struct sring_accept_direct_completed done;
    struct sring_direct_fd direct;
    struct sring_close_direct_building closing_op;
    struct sring_close_direct_submitted closing;
    int clients[3];

    if (!ring_has(5, 15)) {
        sring_close(&fixture->ring);
    }
    NEEDS(5, 15, "a direct descriptor that an operation makes");
    for (int i = 0; i < 2; i++) {
        begin_accept(fixture, &waiting);
        clients[i] = client_of(fixture);
        sring_accept_direct_wait(&fixture->ring, &waiting, &done);
        assert_int_equal(sring_accept_direct_finish(&done, &direct), 0);
        if (i == 0) {
            sring_direct_fd_stash(&direct); /* forgotten */
        }
    }
    begin_accept(fixture, &done_already);
    clients[2] = client_of(fixture);
    while (!sring_accept_direct_ready(&fixture->ring, &done_already)) {
        sleep_ms(1);
    }
    begin_accept(fixture, &pending);
    assert_int_equal(sring_flush(&fixture->ring), 0);
    assert_int_equal(sring_close_direct_init(&fixture->ring, &closing_op), 0);
    sring_close_direct_submit(&fixture->ring, &closing_op, &direct, &closing);
    sring_accept_direct_submitted_stash(&pending);
    sring_accept_direct_submitted_stash(&done_already);
    sring_close_direct_submitted_stash(&closing);
    sring_close(&fixture->ring);
    for (int i = 0; i < 3; i++) {
        if (kernel_is_at_least(6, 12)) { /* at the latest then; Linux 6.1 takes a moment */
            assert_int_equal(fcntl(clients[i], F_SETFL, O_NONBLOCK), 0);
        }
        expect_closed(clients[i]);
    }
}

/* --- callbacks and batches ---------------------------------------------------------------------
 */

SRING_CLOSE_DIRECT_CALLBACK(on_closed)
{
    int *result = arg;

    *result = sring_close_direct_finish(done);
}

SRING_ACCEPT_DIRECT_CALLBACK(on_accepted)
{
    struct sring_close_direct_building op;
    struct sring_direct_fd direct;

    assert_int_equal(sring_accept_direct_finish(done, &direct), 0);
    assert_int_equal(sring_close_direct_init(ring, &op), 0);
    sring_close_direct_start(ring, &op, &direct, on_closed, arg);
}

static void in_callbacks(void **state)
{
    struct fixture *fixture = *state;
    struct sring_accept_direct_building op;
    int result = 1;
    int client;

    NEEDS(5, 15, "a direct descriptor that an operation makes");
    assert_int_equal(sring_accept_direct_init(&fixture->ring, &op, &fixture->listener), 0);
    sring_accept_direct_start(&fixture->ring, &op, on_accepted, &result);
    client = client_of(fixture);
    assert_int_equal(sring_run(&fixture->ring), 0);
    assert_int_equal(result, 0);
    expect_closed(client);
}

/* accept and accept_direct are one opcode, but not one kind. */
static void in_a_batch(void **state)
{
    struct fixture *fixture = *state;
    struct sring *ring = &fixture->ring;
    struct sring_accept_direct_building direct_op;
    struct sring_accept_building op;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed completed;
    struct sring_accept_direct_completed direct_done;
    struct sring_accept_completed done;
    struct sring_direct_fd direct;
    int clients[3];

    NEEDS(5, 15, "a direct descriptor that an operation makes");
    assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
    assert_int_equal(sring_accept_init(ring, &op, &fixture->listener), 0);
    sring_accept_add(ring, &batch, &op);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sring_accept_direct_init(ring, &direct_op, &fixture->listener), 0);
        sring_accept_direct_add(ring, &batch, &direct_op);
    }
    sring_batch_submit(ring, &batch, &inflight);
    for (int i = 0; i < 3; i++) {
        clients[i] = client_of(fixture);
    }
    sring_batch_wait(ring, &inflight, &completed);
    ASSERT_MISUSE("sring_accept_direct_take", "an operation of this kind", "one of another kind",
                  sring_accept_direct_take(ring, &completed, 0, &direct_done));
    ASSERT_MISUSE("sring_accept_take", "an operation of this kind", "one of another kind",
                  sring_accept_take(ring, &completed, 1, &done));
    sring_accept_direct_take(ring, &completed, 1, &direct_done);
    assert_int_equal(sring_accept_direct_finish(&direct_done, &direct), 0);
    sring_batch_finish(ring, &completed); /* drops the others */
    expect_free_slots(ring, SLOTS - 1);
    sring_direct_fd_unregister(ring, &direct);
    for (int i = 0; i < 3; i++) {
        expect_closed(clients[i]);
    }
}

/* --- errors ---------------------------------------------------------------------------------- */

static void misused(void **state)
{
    struct fixture *fixture = *state;
    struct sring_openat_direct_building op;
    struct sring_openat_direct_submitted inflight;
    struct sring_openat_direct_completed done, copy;
    struct sring_close_direct_building close_op;
    struct sring_close_direct_submitted closing;
    struct sring_direct_fd direct, stale, again;
    static struct sring other;

    NEEDS(5, 15, "a direct descriptor that an operation makes");
    assert_int_equal(sring_openat_direct_await(&fixture->ring, "/dev/null", 0, 0, &direct), 0);
    stale = direct;
    sring_direct_fd_unregister(&fixture->ring, &direct);
    assert_int_equal(sring_openat_direct_await(&fixture->ring, "/dev/null", 0, 0, &again), 0);
    assert_true(stale.word_ == again.word_); /* the same slot, but another handle */
    assert_int_equal(sring_close_direct_init(&fixture->ring, &close_op), 0);
    ASSERT_MISUSE("sring_close_direct_submit", "a direct descriptor of this ring", "a copy",
                  sring_close_direct_submit(&fixture->ring, &close_op, &stale, &closing));
    sring_close_direct_abandon(&fixture->ring, &close_op);

    open_ring(&other, 8, 64);
    assert_int_equal(sring_close_direct_init(&other, &close_op), 0);
    ASSERT_MISUSE("sring_close_direct_submit", "a direct descriptor of this ring", "another ring",
                  sring_close_direct_submit(&other, &close_op, &again, &closing));
    sring_close_direct_abandon(&other, &close_op);
    assert_int_equal(sring_close_direct_await(&fixture->ring, &again), 0);

    assert_int_equal(sring_openat_direct_init(&fixture->ring, &op, "/dev/null", 0, 0), 0);
    ASSERT_MISUSE("sring_openat_direct_abandon", "in state Building", "begun on another ring",
                  sring_openat_direct_abandon(&other, &op));
    sring_openat_direct_submit(&fixture->ring, &op, &inflight);
    sring_openat_direct_wait(&fixture->ring, &inflight, &done);
    copy = done;
    assert_int_equal(sring_openat_direct_finish(&done, &direct), 0);
    ASSERT_MISUSE("sring_openat_direct_finish", "not finished yet", "a copy",
                  assert_int_equal(sring_openat_direct_finish(&copy, &again), 0));
    sring_direct_fd_unregister(&fixture->ring, &direct);
    sring_close(&other);
}

SRING_FIBER(register_and_close)
{
    const struct sring_fd *fd = arg;

    for (int i = 0; i < 200; i++) { /* more often than there are slots */
        struct sring_direct_fd direct;

        sring_fd_borrow(fd);
        assert_int_equal(sring_fd_register(ring, fd, &direct), 0);
        sring_fd_return(fd);
        assert_int_equal(sring_close_direct_await(ring, &direct), 0);
    }
    return 0;
}

/* The short way of a fiber releases the slot, too. */
static void closed_in_a_fiber(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    struct two_fds fds;
    int rc;

    open_pipe(&fds);
    sring_fd_stash(&fds.in);
    rc = sring_spawn(ring, &fiber, register_and_close, &fds.in);
    assert_int_equal(rc, 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    sring_fd_claim(&fds.in);
    close_two(ring, &fds);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(accepted),
        TEST(opened),
        TEST(socket_made),
        TEST(full_table),
        TEST(nothing_made),
        TEST(parked),
        TEST(closed_in_a_fiber),
        TEST(detached),
        cmocka_unit_test_setup_teardown(ring_closed, setup, teardown_closed),
        TEST(in_callbacks),
        TEST(in_a_batch),
        TEST(misused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
