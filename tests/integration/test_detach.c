/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Detached operations: the ring frees their resources, but not before the kernel is done with them.
 */
#include "support.h"

static struct counted counted;

static void start_read(struct sring *ring, const struct sring_fd *fd,
                       struct sring_read_submitted *inflight)
{
    struct sring_read_building op;
    struct sring_buf buf;

    counted_buf(&buf, &counted);
    assert_int_equal(sring_read_init(ring, &op, fd), 0);
    sring_read_submit(ring, &op, &buf, inflight);
}

static void freed_when_the_kernel_is_done(void **state)
{
    struct sring *ring = *state;
    struct sring_read_submitted inflight;
    struct sring_stats stats;
    struct two_fds fds;

    open_pipe(&fds);
    start_read(ring, &fds.in, &inflight);
    sring_read_detach(ring, &inflight);
    assert_true(sring_poll(ring) == 0);
    assert_int_equal(counted.freed, 0); /* the kernel may still write */
    write_text(&fds.out, "abc");
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(counted.freed, 1);
    sring_get_stats(ring, &stats);
    assert_int_equal(stats.detached, 1);
    assert_int_equal(stats.reclaimed, 1);
    assert_int_equal(stats.in_flight, 0);
    close_two(ring, &fds);
}

static void detached_after_it_was_done(void **state)
{
    struct sring *ring = *state;
    struct sring_read_submitted inflight;
    struct two_fds fds;

    open_pipe(&fds);
    write_text(&fds.out, "abc");
    start_read(ring, &fds.in, &inflight);
    assert_int_equal(sring_flush_and_wait(ring, 1), 0);
    assert_int_equal(sring_poll(ring), 1); /* its result is already in the record */
    assert_int_equal(counted.freed, 0);
    sring_read_detach(ring, &inflight);
    assert_int_equal(counted.freed, 1);
    close_two(ring, &fds);
}

/* Closing cancels the read and waits for it: later data does not go into the memory. */
static void closed_while_blocked(void **state)
{
    struct sring_read_submitted inflight;
    struct two_fds fds;
    struct sring ring, other;

    (void)state;
    open_ring(&ring, 0, 0);
    open_ring(&other, 0, 0);
    open_pipe(&fds);
    start_read(&ring, &fds.in, &inflight);
    sring_read_detach(&ring, &inflight);
    assert_int_equal(sring_flush(&ring), 0);
    sring_close(&ring);
    assert_int_equal(counted.freed, 1);
    write_text(&fds.out, "written after close");
    sleep_ms(5);
    expect_untouched(&counted);
    expect_text(&fds.in, "written after close");
    close_two(&other, &fds);
    sring_close(&other);
}

static void closed_before_the_flush(void **state)
{
    struct sring_read_submitted inflight;
    struct sring_fd fd;
    struct sring ring;

    (void)state;
    temporary_file(&fd, "content of a file");
    open_ring(&ring, 0, 0);
    start_read(&ring, &fd, &inflight);
    sring_read_detach(&ring, &inflight);
    sring_close(&ring);
    assert_int_equal(counted.freed, 1);
    expect_untouched(&counted);
    close(sring_fd_release(&fd));
}

/* New descriptors of detached operations are closed; the fixture counts them. */
static void results_that_are_files(void **state)
{
    struct sring *ring = *state;
    struct sring_openat_building open_op;
    struct sring_openat_submitted opening;
    struct sring_accept_building accept_op;
    struct sring_accept_submitted accepting;
    struct sring_socket_building socket_op;
    struct sring_socket_submitted making;
    struct sring_fd listener;
    struct sockaddr_storage address;
    struct sring_stats stats;
    socklen_t length;
    int raw, fds;

    listen_on(&listener, AF_UNIX, &address, &length);
    raw = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    fds = count_fds();
    assert_int_equal(sring_openat_init(ring, &open_op, "/dev/null", O_RDONLY | O_CLOEXEC, 0), 0);
    sring_openat_submit(ring, &open_op, &opening);
    sring_openat_detach(ring, &opening);
    assert_int_equal(sring_socket_init(ring, &socket_op, AF_UNIX, SOCK_STREAM, 0), 0);
    sring_socket_submit(ring, &socket_op, &making);
    sring_socket_detach(ring, &making);
    assert_int_equal(sring_accept_init(ring, &accept_op, &listener), 0);
    sring_accept_submit(ring, &accept_op, &accepting);
    sring_accept_detach(ring, &accepting);
    assert_int_equal(sring_flush(ring), 0);
    assert_int_equal(connect(raw, (struct sockaddr *)&address, length), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(count_fds(), fds);
    sring_get_stats(ring, &stats);
    assert_int_equal(stats.detached, 3);
    assert_true(stats.reclaimed >= 2); /* the socket operation may be unknown */
    close(raw);
    sring_fd_close(ring, &listener);
}

static void file_detached_after_it_was_opened(void **state)
{
    struct sring *ring = *state;
    struct sring_openat_building op;
    struct sring_openat_submitted inflight;
    int fds = count_fds();

    assert_int_equal(sring_openat_init(ring, &op, "/dev/null", O_RDONLY | O_CLOEXEC, 0), 0);
    sring_openat_submit(ring, &op, &inflight);
    assert_int_equal(sring_flush_and_wait(ring, 1), 0);
    assert_int_equal(sring_poll(ring), 1);
    assert_int_equal(count_fds(), fds + 1);
    sring_openat_detach(ring, &inflight);
    assert_int_equal(count_fds(), fds);
}

/* The last operation, already read by the kernel: it is too late to mark its request.
 */
static void file_detached_after_the_flush(void **state)
{
    struct sring *ring = *state;
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_fd listener;
    struct sockaddr_storage address;
    struct sring_stats stats;
    socklen_t length;
    int raw, fds;

    listen_on(&listener, AF_UNIX, &address, &length);
    raw = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    fds = count_fds();
    assert_int_equal(sring_accept_init(ring, &op, &listener), 0);
    sring_accept_submit(ring, &op, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    sring_accept_detach(ring, &inflight);
    assert_int_equal(connect(raw, (struct sockaddr *)&address, length), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(count_fds(), fds);
    sring_get_stats(ring, &stats);
    assert_int_equal(stats.reclaimed, 1);
    assert_int_equal(stats.dropped, 0);
    close(raw);
    sring_fd_close(ring, &listener);
}

/* A slot is reused after its operation was detached: it keeps nothing of that operation. */
static void many_laps(void **state)
{
    struct sring *ring = *state;
    struct sring_read_submitted inflight;
    struct sring_fd fd;

    temporary_file(&fd, "content");
    for (int i = 0; i < 100; i++) {
        struct sring_buf buf;

        start_read(ring, &fd, &inflight);
        sring_read_detach(ring, &inflight);
        assert_int_equal(sring_run(ring), 0);
        assert_int_equal(counted.freed, 1);
        new_buf(&buf, 3);
        assert_int_equal(sring_read_at_await(ring, &fd, &buf, 1), 3);
        expect_buf(&buf, "ont");
        sring_buf_free(&buf);
    }
    sring_fd_close(ring, &fd);
}

/* A free function uses the ring that called it, in the middle of a submit that makes room: none of
 * the operations that it begins is lost. */
static struct sring *ring_to_use;
static int begun_in_free, seen;

SRING_NOP_CALLBACK(on_nop)
{
    assert_int_equal(sring_nop_finish(done), 0);
    seen++;
}

static void free_that_submits(void *data, void *arg)
{
    (void)data;
    (void)arg;
    for (int i = 0; i < 3; i++) {
        struct sring_nop_building op;

        if (sring_nop_init(ring_to_use, &op) == 0) {
            sring_nop_start(ring_to_use, &op, on_nop, NULL);
            begun_in_free++;
        }
    }
}

static void free_function_uses_the_ring(void **state)
{
    static unsigned char memory[16];
    struct sring *ring = *state;
    struct sring_fd fd;

    temporary_file(&fd, "content");
    ring_to_use = ring;
    begun_in_free = seen = 0;
    for (int i = 0; i < 300; i++) {
        struct sring_read_building op;
        struct sring_read_submitted inflight;
        struct sring_buf buf;

        assert_int_equal(sring_buf_adopt(&buf, memory, sizeof(memory), free_that_submits, NULL), 0);
        assert_int_equal(sring_read_init(ring, &op, &fd), 0);
        sring_read_submit(ring, &op, &buf, &inflight);
        sring_read_detach(ring, &inflight);
    }
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(begun_in_free, 900);
    assert_int_equal(seen, 900);
    assert_int_equal(in_flight(ring), 0);
    sring_fd_close(ring, &fd);
}

static void pooled_buffer_returns_to_its_pool(void **state)
{
    struct sring *ring = *state;
    struct sring_pool pool;
    struct sring_pooled_buf pooled;
    struct sring_buf buf;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct two_fds fds;

    open_pipe(&fds);
    assert_int_equal(sring_pool_open(&pool, 1, 64, NULL), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    sring_pooled_buf_unwrap(&pooled, &buf);
    assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    sring_read_detach(ring, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled), -ENOBUFS);
    write_text(&fds.out, "x");
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    sring_pool_put(&pool, &pooled);
    sring_pool_close(&pool);
    close_two(ring, &fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(freed_when_the_kernel_is_done),
        RING_TEST(detached_after_it_was_done),
        cmocka_unit_test(closed_while_blocked),
        cmocka_unit_test(closed_before_the_flush),
        RING_TEST(results_that_are_files),
        RING_TEST(file_detached_after_it_was_opened),
        RING_TEST(file_detached_after_the_flush),
        SMALL_RING_TEST(many_laps),
        SMALL_RING_TEST(free_function_uses_the_ring),
        RING_TEST(pooled_buffer_returns_to_its_pool),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
