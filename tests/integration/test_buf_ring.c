/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffer rings: data is handed out in order, and every buffer goes back to the kernel exactly once,
 * however the operation that it was chosen for ends.
 */
#include "support.h"

enum {
    COUNT = 4,
    SIZE = 64
};

static void next_and_return(struct sring *ring, struct sring_recv_multishot_streaming *stream,
                            const char *text)
{
    struct sring_lent_buf item;

    expect_item(ring, stream, &item, text);
    sring_lent_buf_return(&item);
}

static void stream_to_its_end(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_multishot_streaming stream;
    struct sring_lent_buf item;
    struct sring_buf_ring group;
    struct two_fds fds;

    open_group(ring, &group, COUNT, SIZE, false);
    open_socketpair(&fds, SOCK_STREAM);
    begin_stream(ring, &fds.in, &group, &stream);
    assert_false(sring_recv_multishot_ready(ring, &stream));
    for (int i = 0; i < 3 * COUNT; i++) {
        write_text(&fds.out, "hello");
        next_and_return(ring, &stream, "hello");
    }
    write_text(&fds.out, "one");
    assert_int_equal(sring_nop_await(ring), 0); /* which is kept */
    write_text(&fds.out, "two");
    assert_true(sring_recv_multishot_ready(ring, &stream));
    expect_item(ring, &stream, &item, "one");
    next_and_return(ring, &stream, "two");
    expect_group(&group, COUNT - 1, 1);
    assert_int_equal(shutdown(sring_fd_raw(&fds.out), SHUT_WR), 0);
    next_and_return(ring, &stream, "");
    for (int i = 0; i < 3; i++) {
        struct sring_lent_buf none;

        assert_int_equal(sring_recv_multishot_next(ring, &stream, &none), -ECANCELED);
    }
    assert_memory_equal(sring_lent_buf_data(&item), "one", 3);
    sring_lent_buf_return(&item);
    sring_recv_multishot_end(ring, &stream);
    close_group(ring, &group);
    close_two(ring, &fds);
}

static void without_buffers(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_multishot_streaming stream;
    struct sring_lent_buf items[COUNT], none;
    struct sring_buf_ring group;
    struct two_fds fds;
    int rc;

    open_group(ring, &group, COUNT, SIZE, false);
    open_socketpair(&fds, SOCK_STREAM);
    begin_stream(ring, &fds.in, &group, &stream);
    for (int i = 0; i < COUNT; i++) {
        write_text(&fds.out, "x");
        expect_item(ring, &stream, &items[i], "x");
    }
    expect_group(&group, 0, COUNT);
    write_text(&fds.out, "later");
    rc = sring_recv_multishot_next(ring, &stream, &none);
    assert_true(rc == -ENOBUFS || rc == -ECANCELED); /* with bundles it ends with the last buffer */
    sring_recv_multishot_end(ring, &stream);
    assert_int_equal(sring_recv_provided_await(ring, &fds.in, &group, &none), -ENOBUFS);
    for (int i = COUNT; i-- > 0;) {
        sring_lent_buf_return(&items[i]);
    }
    begin_stream(ring, &fds.in, &group, &stream);
    next_and_return(ring, &stream, "later");
    sring_recv_multishot_end(ring, &stream);
    close_group(ring, &group);
    close_two(ring, &fds);
}

/* One completion, several buffers: an item for each. */
static void bundle(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_multishot_streaming stream;
    struct sring_buf_ring_stats stats;
    struct sring_buf_ring group;
    struct two_fds fds;
    char sent[3 * SIZE + 10], got[sizeof(sent)];

    open_group(ring, &group, COUNT, SIZE, false);
    sring_buf_ring_get_stats(&group, &stats);
    if (!stats.bundles) {
        sring_buf_ring_close(ring, &group);
        SKIP("this kernel has no bundles");
    }
    open_socketpair(&fds, SOCK_STREAM);
    for (size_t i = 0; i < sizeof(sent); i++) {
        sent[i] = (char)('a' + i % 23);
    }
    for (int round = 0; round < 10; round++) {
        size_t at = 0;

        begin_stream(ring, &fds.in, &group, &stream);
        assert_int_equal(write(sring_fd_raw(&fds.out), sent, sizeof(sent)), sizeof(sent));
        while (at < sizeof(sent)) {
            struct sring_lent_buf item;

            assert_int_equal(sring_recv_multishot_next(ring, &stream, &item), 0);
            assert_true(sring_lent_buf_length(&item) <= SIZE);
            if (at == 0) {
                sring_buf_ring_get_stats(&group, &stats);
                assert_true(stats.lent > 1); /* the others are taken as well */
            }
            memcpy(got + at, sring_lent_buf_data(&item), sring_lent_buf_length(&item));
            at += sring_lent_buf_length(&item);
            sring_lent_buf_return(&item);
        }
        assert_memory_equal(got, sent, sizeof(sent));
        /* All buffers were lent: Linux 7.3 has ended the stream, and reports it with the next item.
         */
        sring_recv_multishot_end(ring, &stream);
        begin_stream(ring, &fds.in, &group, &stream);
        /* A bundle with one part handed out, and the rest not. */
        assert_int_equal(write(sring_fd_raw(&fds.out), sent, sizeof(sent)), sizeof(sent));
        got[SIZE] = 0;
        next_and_return(ring, &stream, got); /* which begins with the bytes sent */
        sring_recv_multishot_end(ring, &stream);
        expect_group(&group, COUNT, 0);
        while (recv(sring_fd_raw(&fds.in), got, sizeof(got), MSG_DONTWAIT) > 0) {
        }
    }
    close_group(ring, &group);
    close_two(ring, &fds);
}

/* A message that does not fit continues in the next buffer; parts are returned in any order. */
static void incremental(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_multishot_streaming stream;
    struct sring_lent_buf parts[5], item;
    struct sring_buf_ring group;
    struct two_fds fds;
    const unsigned char *first;

    open_group(ring, &group, COUNT, SIZE, true);
    open_socketpair(&fds, SOCK_STREAM);
    begin_stream(ring, &fds.in, &group, &stream);
    for (int i = 0; i < 3; i++) {
        write_text(&fds.out, "twenty bytes of text");
        expect_item(ring, &stream, &parts[i], "twenty bytes of text");
    }
    first = sring_lent_buf_data(&parts[0]);
    assert_ptr_equal(sring_lent_buf_data(&parts[1]), first + 20);
    assert_ptr_equal(sring_lent_buf_data(&parts[2]), first + 40);
    expect_group(&group, COUNT, 3); /* there is still room in the buffer */
    write_text(&fds.out, "0123456789");
    expect_item(ring, &stream, &parts[3], "0123");
    expect_item(ring, &stream, &parts[4], "456789");
    expect_group(&group, COUNT - 1, 5);
    sring_lent_buf_return(&parts[2]);
    sring_lent_buf_return(&parts[0]);
    sring_lent_buf_return(&parts[4]);
    sring_lent_buf_return(&parts[1]);
    expect_group(&group, COUNT - 1, 1);
    assert_memory_equal(sring_lent_buf_data(&parts[3]), "0123", 4);
    sring_lent_buf_return(&parts[3]);
    expect_group(&group, COUNT, 0);
    for (int i = 0; i < 100; i++) {
        write_text(&fds.out, "abcdefg");
        for (size_t got = 0; got < 7; got += sring_lent_buf_length(&item)) {
            if (got) {
                sring_lent_buf_return(&item);
            }
            assert_int_equal(sring_recv_multishot_next(ring, &stream, &item), 0);
            assert_memory_equal(sring_lent_buf_data(&item), &"abcdefg"[got],
                                sring_lent_buf_length(&item));
        }
        sring_lent_buf_return(&item);
    }
    sring_recv_multishot_end(ring, &stream);
    write_text(&fds.out, "one");
    assert_int_equal(sring_recv_provided_await(ring, &fds.in, &group, &item), 0);
    sring_lent_buf_return(&item);
    close_group(ring, &group);
    close_two(ring, &fds);
}

static void direct(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_multishot_building op;
    struct sring_recv_multishot_streaming stream;
    struct sring_direct_fd socket;
    struct sring_buf_ring group;
    struct two_fds fds;

    open_group(ring, &group, COUNT, SIZE, false);
    open_socketpair(&fds, SOCK_STREAM);
    assert_int_equal(sring_fd_register(ring, &fds.in, &socket), 0);
    assert_int_equal(sring_recv_multishot_init_direct(ring, &op, &socket, &group), 0);
    sring_recv_multishot_submit(ring, &op, &stream);
    write_text(&fds.out, "hello");
    next_and_return(ring, &stream, "hello");
    sring_recv_multishot_end(ring, &stream);
    sring_direct_fd_unregister(ring, &socket);
    close_group(ring, &group);
    close_two(ring, &fds);
}

static void multishot_read(void **state)
{
    struct sring *ring = *state;
    int most = has_incremental();

    for (int incremental = 0; incremental <= most; incremental++) {
        struct sring_read_multishot_building op;
        struct sring_read_multishot_streaming stream;
        struct sring_lent_buf item;
        struct sring_buf_ring group;
        struct two_fds fds;
        int rc;

        open_group(ring, &group, COUNT, SIZE, incremental);
        open_pipe(&fds);
        assert_int_equal(sring_read_multishot_init(ring, &op, &fds.in, &group), 0);
        sring_read_multishot_submit(ring, &op, &stream);
        for (int i = 0; i < 3 * COUNT; i++) {
            write_text(&fds.out, "0123456789abcdef");
            rc = sring_read_multishot_next(ring, &stream, &item);
            if (rc == -EINVAL) {
                sring_read_multishot_end(ring, &stream);
                sring_buf_ring_close(ring, &group);
                close_two(ring, &fds);
                SKIP("this kernel has no read_multishot");
            }
            assert_int_equal(rc, 0);
            assert_int_equal(sring_lent_buf_length(&item), 16);
            assert_memory_equal(sring_lent_buf_data(&item), "0123456789abcdef", 16);
            sring_lent_buf_return(&item);
        }
        sring_fd_close(ring, &fds.out);
        assert_int_equal(sring_read_multishot_next(ring, &stream, &item), 0);
        assert_int_equal(sring_lent_buf_length(&item), 0);
        sring_lent_buf_return(&item);
        sring_read_multishot_end(ring, &stream);
        sring_fd_close(ring, &fds.in);
        close_group(ring, &group);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SMALL_RING_TEST(stream_to_its_end),
        RING_TEST(without_buffers),
        RING_TEST(bundle),
        RING_TEST(incremental),
        RING_TEST(direct),
        RING_TEST(multishot_read),
    };

    return cmocka_run_group_tests_name("buffer rings", tests, NULL, NULL);
}
