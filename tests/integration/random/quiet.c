/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A ring with nothing in flight has the same resources as a new one.
 */
#include "random.h"

void expect_everything_back(void)
{
    struct sring_pool_stats stats;

    sring_pool_get_stats(&world.pool, &stats);
    assert_int_equal(stats.in_use, 0);
    assert_int_equal(world.buffers_freed, world.buffers_made);
    assert_int_equal(world.callbacks_run, world.callbacks_due);
}

static void expect_whole_budget(void)
{
    static struct sring_nop_building ops[MOST_CAPACITY];
    struct sring_nop_building more;

    for (uint32_t i = 0; i < world.capacity; i++) {
        assert_int_equal(sring_nop_init(&world.ring, &ops[i]), 0);
        sring_nop_building_stash(&ops[i]);
    }
    assert_int_equal(sring_nop_init(&world.ring, &more), -EAGAIN);
    for (uint32_t i = 0; i < world.capacity; i++) {
        sring_nop_building_claim(&ops[i]);
        sring_nop_abandon(&world.ring, &ops[i]);
    }
}

static void expect_empty_tables(void)
{
    struct sring_direct_fd files[DIRECT_FDS], file;
    struct sring_registered_buf bufs[REGISTERED_BUFFERS], registered;
    struct sring_buf buf;

    for (int i = 0; i < DIRECT_FDS; i++) {
        assert_int_equal(sring_fd_register(&world.ring, &world.file, &files[i]), 0);
        sring_direct_fd_stash(&files[i]);
    }
    assert_int_equal(sring_fd_register(&world.ring, &world.file, &file), -ENFILE);
    for (int i = 0; i < DIRECT_FDS; i++) {
        sring_direct_fd_claim(&files[i]);
        sring_direct_fd_unregister(&world.ring, &files[i]);
    }
    for (int i = 0; i < REGISTERED_BUFFERS; i++) {
        new_buf(&buf, BYTES);
        assert_int_equal(sring_buf_register(&world.ring, &buf, &bufs[i]), 0);
        sring_registered_buf_stash(&bufs[i]);
    }
    new_buf(&buf, BYTES);
    assert_int_equal(sring_buf_register(&world.ring, &buf, &registered), -ENOBUFS);
    sring_buf_free(&buf);
    for (int i = 0; i < REGISTERED_BUFFERS; i++) {
        sring_registered_buf_claim(&bufs[i]);
        sring_registered_buf_free(&bufs[i]);
    }
}

/* Sometimes finds nothing, or not everything. */
static void cancel_on(int raw)
{
    struct sring_fd fd;
    int rc;

    sring_fd_adopt(&fd, raw);
    rc = sring_cancel_fd_await(&world.ring, &fd);
    assert_true(rc >= 0 || rc == -ENOENT || rc == -EALREADY || rc == -EAGAIN);
    sring_fd_stash(&fd); /* not released: a batch may still use it */
}

/* A connection for the accepts. */
static void connect_once(void)
{
    int raw = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    (void)connect(raw, (struct sockaddr *)&world.address, world.address_length);
    assert_int_equal(close(raw), 0);
}

/* Accepts connections that wait in a full queue. Nothing else accepts at this time. */
static void accept_all(void)
{
    struct pollfd waiting = {.fd = sring_fd_raw(&world.listener), .events = POLLIN};

    while (poll(&waiting, 1, 0) > 0) {
        close(accept4(waiting.fd, NULL, NULL, SOCK_CLOEXEC));
    }
}

/* Reads bytes of a pipe or socket that are there. A worker of the kernel may be faster: then a read
 * that waits would wait for ever. */
static void take_bytes(int fd, char *bytes, size_t size)
{
    ssize_t n = recv(fd, bytes, size, MSG_DONTWAIT);

    if (n < 0 && errno == ENOTSOCK) {
        char path[32];
        int own;

        snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
        own = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        assert_true(own >= 0);
        n = read(own, bytes, size);
        assert_int_equal(close(own), 0);
    }
    assert_true(n > 0 || (n < 0 && errno == EAGAIN));
}

/* Unblocks a reader or a writer; there are never both. */
static void move_bytes(const struct two_fds *fds)
{
    static char bytes[65536];
    struct pollfd readable = {.fd = sring_fd_raw(&fds->in), .events = POLLIN};

    if (poll(&readable, 1, 0) > 0) {
        take_bytes(readable.fd, bytes, sizeof(bytes));
    } else {
        assert_int_equal(write(sring_fd_raw(&fds->out), bytes, BYTES), BYTES);
    }
}

void quiet(void)
{
    const struct sring_fd *blocking[] = {&world.pipe.in,    &world.pipe.out,     &world.stream.in,
                                         &world.stream.out, &world.datagram.out, &world.listener};
    uint64_t until = now_ns() + 20000 * MILLISECOND;

    for (int i = 0; i < PLACES; i++) {
        struct place *place = &world.places[i];

        while (place->kind && !place->calls_back) {
            place->kind->end(place);
        }
    }
    while (in_flight(&world.ring) > 0) {
        for (size_t i = 0; i < sizeof(blocking) / sizeof(blocking[0]); i++) {
            cancel_on(sring_fd_raw(blocking[i]));
        }
        for (int i = 0; i < PLACES; i++) {
            if (world.places[i].raw >= 0) {
                cancel_on(world.places[i].raw);
            }
            if (world.places[i].kind) { /* streams go on by themselves */
                (void)sring_cancel(&world.ring, world.places[i].ticket);
            }
        }
        connect_once();
        assert_true(sring_poll(&world.ring) >= 0);
        accept_all();
        move_bytes(&world.pipe);
        move_bytes(&world.stream);
        assert_true(now_ns() < until);
    }
    do {
        assert_int_equal(sring_run(&world.ring), 0); /* a callback may have stopped this run */
    } while (in_flight(&world.ring) > 0);
    for (int i = 0; i < PLACES; i++) { /* runs the callbacks that are due, which may stop it */
        assert_int_equal(sring_run(&world.ring), 0);
    }
    for (int i = 0; i < PLACES; i++) {
        assert_null(world.places[i].kind);
    }
    return_items();
    expect_all_buffers();
    close_groups(true);
    unregister_all(true);
    free_shared();
    expect_everything_back();
    expect_whole_budget();
    expect_empty_tables();
}
