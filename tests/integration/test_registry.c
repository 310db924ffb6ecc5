/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Direct descriptors and registered buffers.
 */
#include "support.h"

#include <netinet/in.h>
#include <sys/mman.h>

/* Does one operation on a direct descriptor, from init_direct to finish. */
#define DIRECT(name, buffer_argument, finish_argument, ...)                                        \
    ({                                                                                             \
        struct sring_##name##_building op_;                                                        \
        struct sring_##name##_submitted inflight_;                                                 \
        struct sring_##name##_completed done_;                                                     \
                                                                                                   \
        assert_int_equal(sring_##name##_init_direct(ring, &op_, __VA_ARGS__), 0);                  \
        sring_##name##_submit(ring, &op_ buffer_argument, &inflight_);                             \
        sring_##name##_wait(ring, &inflight_, &done_);                                             \
        sring_##name##_finish(&done_ finish_argument);                                             \
    })
#define NOTHING
#define BUF , &buf

static void on_a_file(void **state)
{
    struct sring *ring = *state;
    struct sring_direct_fd direct;
    struct sring_fd fd;
    struct sring_buf buf;
    int rc;

    temporary_file(&fd, "0123456789");
    assert_int_equal(sring_fd_register(ring, &fd, &direct), 0);
    sring_fd_close(ring, &fd); /* the table holds the file */
    text_buf(&buf, "abc");
    assert_int_equal(DIRECT(write_at, BUF, BUF, &direct, 2), 3);
    assert_int_equal(DIRECT(read_at, BUF, BUF, &direct, 1), 3);
    expect_buf(&buf, "1ab");
    assert_int_equal(DIRECT(read, BUF, BUF, &direct), 3);
    expect_buf(&buf, "01a");
    assert_int_equal(DIRECT(write, BUF, BUF, &direct), 3);
    assert_int_equal(DIRECT(fsync, NOTHING, NOTHING, &direct), 0);
    rc = DIRECT(fallocate, NOTHING, NOTHING, &direct, 0, 0, 4096);
    assert_true(rc == 0 || rc == -EOPNOTSUPP);
    assert_true(DIRECT(poll_add, NOTHING, NOTHING, &direct, POLLIN) & POLLIN);
    sring_direct_fd_unregister(ring, &direct);
    sring_buf_free(&buf);
}

static void on_sockets(void **state)
{
    struct sring *ring = *state;
    struct sring_direct_fd listener_direct, client_direct, server_direct;
    struct sring_fd listener, client, server;
    struct sring_accept_building accept_op;
    struct sring_accept_submitted accepting;
    struct sring_accept_completed accepted;
    struct sockaddr_storage address;
    socklen_t length;
    struct sring_buf buf;

    listen_on(&listener, AF_INET, &address, &length);
    sring_fd_adopt(&client, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    assert_int_equal(sring_fd_register(ring, &listener, &listener_direct), 0);
    assert_int_equal(sring_fd_register(ring, &client, &client_direct), 0);
    assert_int_equal(sring_accept_init_direct(ring, &accept_op, &listener_direct), 0);
    sring_accept_submit(ring, &accept_op, &accepting);
    assert_int_equal(
        DIRECT(connect, NOTHING, NOTHING, &client_direct, (struct sockaddr *)&address, length), 0);
    sring_accept_wait(ring, &accepting, &accepted);
    assert_int_equal(sring_accept_finish(&accepted, &server), 0);
    assert_int_equal(sring_fd_register(ring, &server, &server_direct), 0);
    text_buf(&buf, "hello");
    assert_int_equal(DIRECT(send, BUF, BUF, &client_direct), 5);
    assert_int_equal(DIRECT(recv, BUF, BUF, &server_direct), 5);
    expect_buf(&buf, "hello");
    assert_int_equal(DIRECT(shutdown, NOTHING, NOTHING, &client_direct, SHUT_WR), 0);
    assert_int_equal(DIRECT(recv, BUF, BUF, &server_direct), 0);
    sring_buf_free(&buf);
    sring_direct_fd_unregister(ring, &listener_direct);
    sring_direct_fd_unregister(ring, &client_direct);
    sring_direct_fd_unregister(ring, &server_direct);
    sring_fd_close(ring, &listener);
    sring_fd_close(ring, &client);
    sring_fd_close(ring, &server);
}

static void full_table(void **state)
{
    struct sring_options options = {.direct_fds = 2, .registered_buffers = 2};
    struct sring_direct_fd direct[2], one_more;
    struct sring_registered_buf registered[2], another;
    struct sring_buf buf;
    struct sring ring;
    struct sring_fd fd;

    NEEDS(5, 19, "registered buffers");
    (void)state;
    assert_int_equal(sring_open(&ring, &options), 0);
    temporary_file(&fd, "");
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 2; i++) {
            assert_int_equal(sring_fd_register(&ring, &fd, &direct[i]), 0);
            sring_direct_fd_stash(&direct[i]);
            new_buf(&buf, 64);
            assert_int_equal(sring_buf_register(&ring, &buf, &registered[i]), 0);
            sring_registered_buf_stash(&registered[i]);
        }
        assert_int_equal(sring_fd_register(&ring, &fd, &one_more), -ENFILE);
        new_buf(&buf, 64);
        assert_int_equal(sring_buf_register(&ring, &buf, &another), -ENOBUFS);
        sring_buf_free(&buf); /* the program still owns it */
        for (int i = 0; i < 2; i++) {
            sring_direct_fd_claim(&direct[i]);
            sring_direct_fd_unregister(&ring, &direct[i]);
            sring_registered_buf_claim(&registered[i]);
            sring_buf_unregister(&ring, &registered[i], &buf);
            sring_buf_free(&buf);
        }
    }
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
}

/* A queued operation uses the file that it was queued for. */
static void unregistered_while_queued(void **state)
{
    struct sring *ring = *state;
    struct sring_direct_fd first, second;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    struct sring_fd a, b;
    struct sring_buf buf;

    temporary_file(&a, "aaaa");
    temporary_file(&b, "bbbb");
    assert_int_equal(sring_fd_register(ring, &a, &first), 0);
    new_buf(&buf, 4);
    assert_int_equal(sring_read_at_init_direct(ring, &op, &first, 0), 0);
    sring_read_at_submit(ring, &op, &buf, &inflight);
    sring_direct_fd_unregister(ring, &first);
    assert_int_equal(sring_fd_register(ring, &b, &second), 0);
    sring_read_at_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_at_finish(&done, &buf), 4);
    expect_buf(&buf, "aaaa");
    sring_buf_free(&buf);
    sring_direct_fd_unregister(ring, &second);
    sring_fd_close(ring, &a);
    sring_fd_close(ring, &b);
}

/* An operation in flight keeps its file, even if the slot is reused. */
static void unregistered_in_flight(void **state)
{
    struct sring *ring = *state;
    struct sring_direct_fd direct, another;
    struct sring_recv_building op;
    struct sring_recv_submitted inflight;
    struct sring_recv_completed done;
    struct two_fds first, second;
    struct sring_buf buf;

    open_socketpair(&first, SOCK_STREAM);
    open_socketpair(&second, SOCK_STREAM);
    for (int replace = 0; replace < 2; replace++) {
        assert_int_equal(sring_fd_register(ring, &first.in, &direct), 0);
        new_buf(&buf, 16);
        assert_int_equal(sring_recv_init_direct(ring, &op, &direct), 0);
        sring_recv_submit(ring, &op, &buf, &inflight);
        assert_int_equal(sring_flush(ring), 0);
        if (replace) {
            assert_int_equal(sring_direct_fd_replace(ring, &direct, &second.in, &another), 0);
        } else {
            sring_direct_fd_unregister(ring, &direct);
            assert_int_equal(sring_fd_register(ring, &second.in, &another), 0);
        }
        write_text(&second.out, "wrong");
        assert_false(sring_recv_ready(ring, &inflight));
        write_text(&first.out, "right");
        sring_recv_wait(ring, &inflight, &done);
        assert_int_equal(sring_recv_finish(&done, &buf), 5);
        expect_buf(&buf, "right");
        assert_int_equal(DIRECT(recv, BUF, BUF, &another), 5);
        expect_buf(&buf, "wrong");
        sring_direct_fd_unregister(ring, &another);
        sring_buf_free(&buf);
    }
    close_two(ring, &first);
    close_two(ring, &second);
}

/* The slot gets another file: queued operations use the old file, later ones the new file. */
static void replaced_file(void **state)
{
    struct sring *ring = *state;
    struct sring_direct_fd direct, replaced, stale, gone;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;
    struct sring_fd a, b, closed;
    struct sring_buf buf;
    uint64_t word;
    int raw;

    temporary_file(&a, "aaaa");
    temporary_file(&b, "bbbb");
    assert_int_equal(sring_fd_register(ring, &a, &direct), 0);
    word = direct.word_; /* a misuse that jumps may leave anything in its handle */
    new_buf(&buf, 4);
    assert_int_equal(sring_read_at_init_direct(ring, &op, &direct, 0), 0);
    sring_read_at_submit(ring, &op, &buf, &inflight);
    stale = direct;
    assert_int_equal(sring_direct_fd_replace(ring, &direct, &b, &replaced), 0);
    assert_true(replaced.word_ == stale.word_);
    sring_read_at_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_at_finish(&done, &buf), 4);
    expect_buf(&buf, "aaaa");
    assert_int_equal(DIRECT(read_at, BUF, BUF, &replaced, 0), 4);
    expect_buf(&buf, "bbbb");
    ASSERT_MISUSE("sring_direct_fd_unregister", "a direct descriptor of this ring", "a copy",
                  sring_direct_fd_unregister(ring, &stale));
    ASSERT_MISUSE("sring_direct_fd_replace", "a direct descriptor", "unregistered",
                  assert_int_equal(sring_direct_fd_replace(ring, &stale, &a, &gone), 0));

    /* The kernel drops the old file before it finds that the new one is not open. */
    raw = dup(sring_fd_raw(&a));
    sring_fd_adopt(&closed, raw);
    close(raw);
    stale = replaced;
    assert_int_equal(sring_direct_fd_replace(ring, &replaced, &closed, &gone), -EBADF);
    ASSERT_MISUSE("sring_read_at_init_direct", "a direct descriptor of this ring", "a copy",
                  (void)!sring_read_at_init_direct(ring, &op, &stale, 0));
    ASSERT_MISUSE("sring_direct_fd_unregister", "a direct descriptor of this ring", "a copy",
                  sring_direct_fd_unregister(ring, &stale));
    assert_int_equal(sring_fd_register(ring, &a, &direct), 0);
    assert_true(direct.word_ == word); /* the slot is free again */
    sring_direct_fd_unregister(ring, &direct);
    (void)sring_fd_release(&closed);
    sring_buf_free(&buf);
    sring_fd_close(ring, &a);
    sring_fd_close(ring, &b);
}

/* The slot gets other memory; it keeps the old memory if the new cannot be pinned. */
static void replaced_buffer(void **state)
{
    static struct counted old_memory, new_memory;
    struct sring *ring = *state;
    struct sring_registered_buf registered, replaced, none;
    struct sring_buf buf, old, bad;
    struct sring_fd fd;
    uint32_t slot;
    void *forbidden = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    NEEDS(5, 19, "registered buffers");
    temporary_file(&fd, "0123456789");
    counted_buf(&buf, &old_memory);
    assert_int_equal(sring_buf_register(ring, &buf, &registered), 0);
    slot = registered.block_->index_;
    assert_int_equal(sring_buf_adopt(&bad, forbidden, 4096, NULL, NULL), 0);
    assert_int_equal(sring_registered_buf_replace(ring, &registered, &bad, &none, &old), -EFAULT);
    assert_int_equal(sring_read_fixed_await(ring, &fd, &registered, 4), 6);
    assert_memory_equal(old_memory.memory, "456789", 6);
    sring_buf_free(&bad);

    counted_buf(&buf, &new_memory);
    assert_int_equal(sring_registered_buf_replace(ring, &registered, &buf, &replaced, &old), 0);
    assert_int_equal(replaced.block_->index_, slot);
    assert_int_equal(sring_read_fixed_await(ring, &fd, &replaced, 0), 10);
    assert_memory_equal(new_memory.memory, "0123456789", 10);
    assert_memory_equal(old_memory.memory, "456789", 6);
    assert_int_equal(sring_buf_length(&old), 6);
    assert_int_equal(old_memory.freed + new_memory.freed, 0);
    sring_buf_free(&old);
    assert_int_equal(old_memory.freed, 1);
    assert_int_equal(sring_write_fixed_await(ring, &fd, &replaced, 0), 10);
    sring_registered_buf_free(&replaced);
    assert_int_equal(new_memory.freed, 1);
    munmap(forbidden, 4096);
    sring_fd_close(ring, &fd);
}

/* A buffer that shares its slot with others cannot be replaced alone, nor one of another ring. */
static void replaced_wrongly(void **state)
{
    struct sring *ring = *state;
    struct sring_registered_buf registered, replaced;
    struct sring_registered_pool pools;
    struct sring_pooled_buf pooled;
    struct sring_buf buf, old;
    struct sring_pool pool;
    struct sring other;

    NEEDS(5, 19, "registered buffers");
    open_ring(&other, 8, 64);
    new_buf(&buf, 64);
    assert_int_equal(sring_buf_register(&other, &buf, &registered), 0);
    new_buf(&buf, 64);
    ASSERT_MISUSE("sring_registered_buf_replace", "of this ring", "one of another ring",
                  assert_int_equal(
                      sring_registered_buf_replace(ring, &registered, &buf, &replaced, &old), 0));
    sring_registered_buf_free(&registered);
    sring_close(&other);
    assert_int_equal(sring_pool_open(&pool, 1, 64, NULL), 0);
    assert_int_equal(sring_pool_register(ring, &pool, &pools), 0);
    assert_int_equal(sring_pool_get(&pool, &pooled), 0);
    assert_int_equal(sring_pooled_buf_unwrap_registered(ring, &pools, &pooled, &registered), 0);
    ASSERT_MISUSE("sring_registered_buf_replace", "of this ring", "one of a registered pool",
                  assert_int_equal(
                      sring_registered_buf_replace(ring, &registered, &buf, &replaced, &old), 0));
    sring_registered_buf_free(&registered);
    sring_pool_unregister(ring, &pools);
    sring_pool_close(&pool);
    sring_buf_free(&buf);
}

static void registered_buffer(void **state)
{
    struct sring *ring = *state;
    struct sring_registered_buf registered;
    struct sring_read_fixed_building op;
    struct sring_read_fixed_submitted inflight;
    struct sring_read_fixed_completed done;
    struct sring_fd fd;
    struct sring_buf buf;

    NEEDS(5, 19, "registered buffers");
    temporary_file(&fd, "0123456789");
    new_buf(&buf, 16);
    assert_int_equal(sring_buf_register(ring, &buf, &registered), 0);
    assert_int_equal(sring_registered_buf_capacity(&registered), 16);
    assert_int_equal(sring_read_fixed_await(ring, &fd, &registered, 4), 6);
    assert_int_equal(sring_registered_buf_length(&registered), 6);
    assert_memory_equal(sring_registered_buf_data(&registered), "456789", 6);
    sring_registered_buf_set_length(&registered, 3);
    assert_int_equal(sring_write_fixed_await(ring, &fd, &registered, 0), 3);
    assert_int_equal(sring_read_fixed_init(ring, &op, &fd, 0), 0);
    sring_read_fixed_set_range(&op, 8, 5);
    sring_read_fixed_submit(ring, &op, &registered, &inflight);
    sring_read_fixed_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_fixed_finish(&done, &registered), 5);
    assert_int_equal(sring_registered_buf_length(&registered), 13);
    assert_memory_equal(sring_registered_buf_data(&registered) + 8, "45634", 5);
    sring_buf_unregister(ring, &registered, &buf);
    assert_int_equal(sring_buf_length(&buf), 13);
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

/* A registered buffer of a detached operation leaves its slot, and is freed as the ordinary buffer
 * that it was. */
static void detached_with_a_registered_buffer(void **state)
{
    static struct counted counted;
    struct sring_options options = {.registered_buffers = 1};
    struct sring_registered_buf registered;
    struct sring_read_fixed_building op;
    struct sring_read_fixed_submitted inflight;
    struct sring_buf buf;
    struct two_fds fds;
    struct sring ring;

    NEEDS(5, 19, "registered buffers");
    (void)state;
    assert_int_equal(sring_open(&ring, &options), 0);
    open_pipe(&fds);
    for (int i = 0; i < 3; i++) {
        counted_buf(&buf, &counted);
        assert_int_equal(sring_buf_register(&ring, &buf, &registered), 0);
        assert_int_equal(sring_read_fixed_init(&ring, &op, &fds.in, 0), 0);
        sring_read_fixed_submit(&ring, &op, &registered, &inflight);
        sring_read_fixed_detach(&ring, &inflight);
        assert_int_equal(counted.freed, 0);
        write_text(&fds.out, "x");
        assert_int_equal(sring_run(&ring), 0);
        assert_int_equal(counted.freed, 1);
    }
    counted_buf(&buf, &counted);
    assert_int_equal(sring_buf_register(&ring, &buf, &registered), 0);
    assert_int_equal(sring_read_fixed_init(&ring, &op, &fds.in, 0), 0);
    sring_read_fixed_submit(&ring, &op, &registered, &inflight);
    sring_read_fixed_submitted_stash(&inflight);
    close_two(&ring, &fds);
    sring_close(&ring);
    assert_int_equal(counted.freed, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(on_a_file),
        RING_TEST(on_sockets),
        cmocka_unit_test(full_table),
        RING_TEST(unregistered_while_queued),
        RING_TEST(unregistered_in_flight),
        RING_TEST(replaced_file),
        RING_TEST(replaced_buffer),
        RING_TEST(replaced_wrongly),
        RING_TEST(registered_buffer),
        cmocka_unit_test(detached_with_a_registered_buffer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
