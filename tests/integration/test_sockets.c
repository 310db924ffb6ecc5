/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * socket, connect, accept, send, recv, shutdown, on real sockets.
 */
#include "support.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

/* Connects a new socket to `address` and accepts it. */
static void connect_and_accept(struct sring *ring, int family, struct sring_fd *client,
                               struct sring_fd *server, struct sockaddr_storage *peer,
                               socklen_t *peer_length)
{
    struct sring_fd listener;
    struct sockaddr_storage address;
    socklen_t address_length;
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;

    listen_on(&listener, family, &address, &address_length);
    assert_int_equal(sring_accept_init(ring, &op, &listener), 0);
    sring_accept_set_flags(&op, SOCK_CLOEXEC | SOCK_NONBLOCK);
    sring_accept_submit(ring, &op, &inflight);
    assert_int_equal(sring_accept_ready(ring, &inflight), false);
    sring_fd_adopt(client, socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    assert_int_equal(sring_connect_await(ring, client, (struct sockaddr *)&address, address_length),
                     0);
    sring_accept_wait(ring, &inflight, &done);
    assert_true(sring_accept_result(&done) >= 0);
    memset(peer, 0, sizeof(*peer));
    *peer_length = sizeof(*peer);
    sring_accept_peer(&done, (struct sockaddr *)peer, peer_length);
    assert_int_equal(sring_accept_finish(&done, server), 0);
    assert_int_equal(fcntl(sring_fd_raw(server), F_GETFD), FD_CLOEXEC);
    assert_true(fcntl(sring_fd_raw(server), F_GETFL) & O_NONBLOCK);
    sring_fd_close(ring, &listener);
}

static void talk(struct sring *ring, struct sring_fd *client, struct sring_fd *server)
{
    struct sring_buf buf;

    text_buf(&buf, "request");
    assert_int_equal(sring_send_await(ring, client, &buf), 7);
    sring_buf_free(&buf);
    new_buf(&buf, 64);
    assert_int_equal(sring_recv_await(ring, server, &buf), 7);
    expect_buf(&buf, "request");
    assert_int_equal(sring_shutdown_await(ring, client, SHUT_WR), 0);
    assert_int_equal(sring_recv_await(ring, server, &buf), 0);
    assert_int_equal(sring_buf_length(&buf), 0);
    sring_buf_free(&buf);
    sring_fd_close(ring, client);
    sring_fd_close(ring, server);
}

static void ipv4(void **state)
{
    struct sring *ring = *state;
    struct sring_fd client, server;
    struct sockaddr_storage peer, real;
    socklen_t length, real_length = sizeof(real);

    connect_and_accept(ring, AF_INET, &client, &server, &peer, &length);
    assert_int_equal(length, sizeof(struct sockaddr_in));
    getsockname(sring_fd_raw(&client), (struct sockaddr *)&real, &real_length);
    assert_memory_equal(&peer, &real, real_length);
    talk(ring, &client, &server);
}

static void ipv6(void **state)
{
    struct sring *ring = *state;
    struct sring_fd client, server;
    struct sockaddr_storage peer, real;
    socklen_t length, real_length = sizeof(real);

    connect_and_accept(ring, AF_INET6, &client, &server, &peer, &length);
    assert_int_equal(length, sizeof(struct sockaddr_in6));
    getsockname(sring_fd_raw(&client), (struct sockaddr *)&real, &real_length);
    assert_memory_equal(&peer, &real, real_length);
    talk(ring, &client, &server);
}

static void unix_socket(void **state)
{
    struct sring *ring = *state;
    struct sring_fd client, server;
    struct sockaddr_storage peer;
    socklen_t length;

    connect_and_accept(ring, AF_UNIX, &client, &server, &peer, &length);
    assert_int_equal(peer.ss_family, AF_UNIX);
    assert_int_equal(length, sizeof(sa_family_t)); /* the client has no name */
    talk(ring, &client, &server);
}

/* As accept(2): a long address is cut off, and the length shows that. */
static void peer_address_is_truncated(void **state)
{
    struct sring *ring = *state;
    struct sring_fd listener, server;
    struct sockaddr_storage address;
    socklen_t address_length, length = 4;
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    unsigned char peer[8];
    int raw = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    listen_on(&listener, AF_INET, &address, &address_length);
    assert_int_equal(connect(raw, (struct sockaddr *)&address, address_length), 0);
    assert_int_equal(sring_accept_init(ring, &op, &listener), 0);
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_wait(ring, &inflight, &done);
    memset(peer, 0xee, sizeof(peer));
    sring_accept_peer(&done, (struct sockaddr *)peer, &length);
    assert_int_equal(length, sizeof(struct sockaddr_in));
    assert_int_equal(peer[4], 0xee);
    assert_int_equal(sring_accept_finish(&done, &server), 0);
    sring_fd_close(ring, &server);
    sring_fd_close(ring, &listener);
    close(raw);
}

static void create(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    int rc = sring_socket_await(ring, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, &fd), type;
    socklen_t length = sizeof(type);

    if (rc == -EINVAL) {
        SKIP("the socket operation needs Linux 5.19");
    }
    assert_int_equal(rc, 0);
    assert_int_equal(getsockopt(sring_fd_raw(&fd), SOL_SOCKET, SO_TYPE, &type, &length), 0);
    assert_int_equal(type, SOCK_STREAM);
    assert_int_equal(fcntl(sring_fd_raw(&fd), F_GETFD), FD_CLOEXEC);
    sring_fd_close(ring, &fd);
    assert_int_equal(sring_socket_await(ring, 9999, SOCK_STREAM, 0, &fd), -EAFNOSUPPORT);
    assert_int_equal(sring_socket_await(ring, AF_INET, SOCK_STREAM, IPPROTO_UDP, &fd),
                     -EPROTONOSUPPORT);
}

static void nobody_listens(void **state)
{
    struct sring *ring = *state;
    struct sring_fd listener, client;
    struct sockaddr_storage address;
    socklen_t address_length;

    listen_on(&listener, AF_INET, &address, &address_length);
    sring_fd_close(ring, &listener);
    sring_fd_adopt(&client, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    assert_int_equal(
        sring_connect_await(ring, &client, (struct sockaddr *)&address, address_length),
        -ECONNREFUSED);
    assert_int_equal(sring_connect_await(ring, &client, (struct sockaddr *)&address, 2), -EINVAL);
    /* init rejects a length above the size of an address. */
    assert_int_equal(
        sring_connect_await(ring, &client, (struct sockaddr *)&address, sizeof(address) + 1),
        -EINVAL);
    assert_int_equal(sring_connect_await(ring, &client, NULL, 0), -EINVAL);
    sring_fd_close(ring, &client);
}

static void address_is_copied(void **state)
{
    struct sring *ring = *state;
    struct sring_fd listener, client;
    struct sockaddr_storage address;
    socklen_t address_length;
    struct sring_connect_building op;
    struct sring_connect_submitted inflight;
    struct sring_connect_completed done;

    listen_on(&listener, AF_INET, &address, &address_length);
    sring_fd_adopt(&client, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    assert_int_equal(
        sring_connect_init(ring, &op, &client, (struct sockaddr *)&address, address_length), 0);
    memset(&address, 0xff, sizeof(address));
    sring_connect_submit(ring, &op, &inflight);
    sring_connect_wait(ring, &inflight, &done);
    assert_int_equal(sring_connect_finish(&done), 0);
    sring_fd_close(ring, &client);
    sring_fd_close(ring, &listener);
}

static void reset_by_peer(void **state)
{
    struct sring *ring = *state;
    struct sring_fd client, server;
    struct sockaddr_storage peer;
    socklen_t length;
    struct linger linger = {1, 0};
    struct sring_recv_building op;
    struct sring_recv_submitted inflight;
    struct sring_recv_completed done;
    struct sring_buf buf;

    connect_and_accept(ring, AF_INET, &client, &server, &peer, &length);
    new_buf(&buf, 16);
    assert_int_equal(sring_recv_init(ring, &op, &server), 0);
    sring_recv_submit(ring, &op, &buf, &inflight);
    assert_int_equal(sring_recv_ready(ring, &inflight), false);
    setsockopt(sring_fd_raw(&client), SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
    sring_fd_close(ring, &client);
    sring_recv_wait(ring, &inflight, &done);
    assert_int_equal(sring_recv_finish(&done, &buf), -ECONNRESET);
    assert_int_equal(sring_buf_length(&buf), 0);
    sring_buf_free(&buf);
    sring_fd_close(ring, &server);
}

static void send_to_a_closed_socket(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_buf buf;

    open_socketpair(&fds, SOCK_STREAM);
    sring_fd_close(ring, &fds.in);
    text_buf(&buf, "abc");
    assert_int_equal(sring_send_await(ring, &fds.out, &buf), -EPIPE); /* and no SIGPIPE */
    expect_buf(&buf, "abc");
    sring_buf_free(&buf);
    sring_fd_close(ring, &fds.out);
}

static void not_connected(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    struct sring_buf buf;

    sring_fd_adopt(&fd, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    new_buf(&buf, 8);
    assert_int_equal(sring_recv_await(ring, &fd, &buf), -ENOTCONN);
    assert_int_equal(sring_shutdown_await(ring, &fd, SHUT_RDWR), -ENOTCONN);
    assert_int_equal(sring_shutdown_await(ring, &fd, 77), -EINVAL);
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

static int recv_with(struct sring *ring, struct sring_fd *fd, struct sring_buf *buf, uint32_t flags)
{
    struct sring_recv_building op;
    struct sring_recv_submitted inflight;
    struct sring_recv_completed done;

    assert_int_equal(sring_recv_init(ring, &op, fd), 0);
    sring_recv_set_flags(&op, flags);
    sring_recv_submit(ring, &op, buf, &inflight);
    sring_recv_wait(ring, &inflight, &done);
    return sring_recv_finish(&done, buf);
}

static void peek(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_buf buf;

    open_socketpair(&fds, SOCK_STREAM);
    write_text(&fds.out, "abcdef");
    new_buf(&buf, 3);
    assert_int_equal(recv_with(ring, &fds.in, &buf, MSG_PEEK), 3);
    expect_buf(&buf, "abc");
    assert_int_equal(recv_with(ring, &fds.in, &buf, 0), 3);
    expect_buf(&buf, "abc");
    assert_int_equal(recv_with(ring, &fds.in, &buf, 0), 3);
    expect_buf(&buf, "def");
    assert_int_equal(recv_with(ring, &fds.in, &buf, MSG_DONTWAIT), -EAGAIN);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

/* The result may be larger than the buffer; its length never is. */
static void truncated_datagram(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_recv_building op;
    struct sring_recv_submitted inflight;
    struct sring_recv_completed done;
    struct sring_buf buf;

    open_socketpair(&fds, SOCK_DGRAM);
    write_text(&fds.out, "0123456789");
    new_buf(&buf, 4);
    assert_int_equal(recv_with(ring, &fds.in, &buf, MSG_TRUNC), 10);
    expect_buf(&buf, "0123");
    write_text(&fds.out, "0123456789");
    assert_int_equal(recv_with(ring, &fds.in, &buf, 0), 4);
    write_text(&fds.out, "0123456789");
    assert_int_equal(sring_recv_init(ring, &op, &fds.in), 0);
    sring_recv_set_flags(&op, MSG_TRUNC);
    sring_recv_set_range(&op, 2, 1);
    sring_recv_submit(ring, &op, &buf, &inflight);
    sring_recv_wait(ring, &inflight, &done);
    assert_int_equal(sring_recv_finish(&done, &buf), 10);
    assert_true(sring_buf_length(&buf) <= 4);
    assert_memory_equal(sring_buf_data(&buf), "0103", 4); /* one byte, at 2 */
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

/* Begins to receive at the end of the buffer: 0 bytes. */
static void begin_at_the_end(struct sring *ring, const struct sring_fd *in, struct sring_buf *buf,
                             struct sring_recv_submitted *inflight)
{
    struct sring_recv_building op;

    new_buf(buf, 4);
    assert_int_equal(sring_recv_init(ring, &op, in), 0);
    sring_recv_set_range(&op, 4, SIZE_MAX);
    sring_recv_submit(ring, &op, buf, inflight);
    sleep_ms(2);
    assert_int_equal(sring_recv_ready(ring, inflight), false);
}

/* Waits for it: nothing is stored. */
static void end_at_the_end(struct sring *ring, struct sring_buf *buf,
                           struct sring_recv_submitted *inflight)
{
    struct sring_recv_completed done;

    sring_recv_wait(ring, inflight, &done);
    assert_int_equal(sring_recv_finish(&done, buf), 0);
    assert_int_equal(sring_buf_length(buf), 4);
    sring_buf_free(buf);
}

static void no_bytes_of_a_stream(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_recv_submitted inflight;
    struct sring_buf buf;

    open_socketpair(&fds, SOCK_STREAM);
    begin_at_the_end(ring, &fds.in, &buf, &inflight);
    write_text(&fds.out, "abc");
    end_at_the_end(ring, &buf, &inflight);
    new_buf(&buf, 4);
    assert_int_equal(sring_recv_await(ring, &fds.in, &buf), 3); /* it has taken nothing */
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

static void no_bytes_of_a_datagram(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_recv_submitted inflight;
    struct sring_buf buf;

    open_socketpair(&fds, SOCK_DGRAM);
    begin_at_the_end(ring, &fds.in, &buf, &inflight);
    write_text(&fds.out, "lost");
    write_text(&fds.out, "next");
    end_at_the_end(ring, &buf, &inflight);
    new_buf(&buf, 8);
    assert_int_equal(sring_recv_await(ring, &fds.in, &buf), 4);
    expect_buf(&buf, "next");
    sring_buf_set_length(&buf, 0);
    assert_int_equal(sring_send_await(ring, &fds.out, &buf), 0);
    assert_int_equal(recv(sring_fd_raw(&fds.in), &(char){0}, 1, MSG_DONTWAIT),
                     0); /* an empty one */
    assert_int_equal(sring_write_await(ring, &fds.out, &buf), 0);
    assert_int_equal(recv(sring_fd_raw(&fds.in), &(char){0}, 1, MSG_DONTWAIT), 0); /* too */
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

static void wait_for_all(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_recv_building op;
    struct sring_recv_submitted inflight;
    struct sring_recv_completed done;
    struct sring_buf buf;

    open_socketpair(&fds, SOCK_STREAM);
    new_buf(&buf, 6);
    assert_int_equal(sring_recv_init(ring, &op, &fds.in), 0);
    sring_recv_set_flags(&op, MSG_WAITALL);
    sring_recv_submit(ring, &op, &buf, &inflight);
    assert_int_equal(sring_recv_ready(ring, &inflight), false);
    write_text(&fds.out, "abc");
    sleep_ms(2);
    assert_int_equal(sring_recv_ready(ring, &inflight), false);
    write_text(&fds.out, "def");
    sring_recv_wait(ring, &inflight, &done);
    assert_int_equal(sring_recv_finish(&done, &buf), 6);
    expect_buf(&buf, "abcdef");
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

static void short_send(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_send_building op;
    struct sring_send_submitted inflight;
    struct sring_send_completed done;
    struct sring_buf buf;
    int rc;

    open_socketpair(&fds, SOCK_STREAM);
    new_buf(&buf, 16 << 20);
    memset(sring_buf_data(&buf), 'x', 16 << 20);
    sring_buf_set_length(&buf, 16 << 20);
    assert_int_equal(sring_send_init(ring, &op, &fds.out), 0);
    sring_send_set_flags(&op, MSG_DONTWAIT);
    sring_send_submit(ring, &op, &buf, &inflight);
    sring_send_wait(ring, &inflight, &done);
    rc = sring_send_finish(&done, &buf);
    assert_true(rc > 0 && rc < 16 << 20);
    assert_int_equal(sring_buf_length(&buf), 16 << 20);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

static void submit_recv(struct sring *ring, const struct sring_fd *fd,
                        struct sring_recv_submitted *inflight)
{
    struct sring_recv_building op;
    struct sring_buf buf;

    new_buf(&buf, 16);
    assert_int_equal(sring_recv_init(ring, &op, fd), 0);
    sring_recv_submit(ring, &op, &buf, inflight);
}

static void expect_recv(struct sring *ring, struct sring_recv_submitted *inflight, const char *text)
{
    struct sring_recv_completed done;
    struct sring_buf buf;

    sring_recv_wait(ring, inflight, &done);
    assert_int_equal(sring_recv_finish(&done, &buf), strlen(text));
    expect_buf(&buf, text);
    sring_buf_free(&buf);
}

/* A socket is closed while an operation on it is queued or in flight, and its number is reused at
 * once: the operation stays with the first socket. */
static void number_used_again(void **state)
{
    struct sring *ring = *state;

    for (int flush = 0; flush < 2; flush++) {
        struct two_fds first, second;
        struct sring_recv_submitted inflight;
        int raw;

        open_socketpair(&first, SOCK_STREAM);
        raw = sring_fd_raw(&first.in);
        submit_recv(ring, &first.in, &inflight);
        if (flush) {
            assert_int_equal(sring_flush(ring), 0);
        }
        sring_fd_close(ring, &first.in);
        open_socketpair(&second, SOCK_STREAM);
        assert_int_equal(sring_fd_raw(&second.in), raw);
        write_text(&second.out, "second");
        assert_true(sring_poll(ring) >= 0);
        assert_false(sring_recv_ready(ring, &inflight));
        write_text(&first.out, "first");
        expect_recv(ring, &inflight, "first");
        submit_recv(ring, &second.in, &inflight);
        expect_recv(ring, &inflight, "second");
        sring_fd_close(ring, &first.out);
        close_two(ring, &second);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(ipv4),
        RING_TEST(ipv6),
        RING_TEST(unix_socket),
        RING_TEST(peer_address_is_truncated),
        RING_TEST(create),
        RING_TEST(nobody_listens),
        RING_TEST(address_is_copied),
        RING_TEST(reset_by_peer),
        RING_TEST(send_to_a_closed_socket),
        RING_TEST(not_connected),
        RING_TEST(peek),
        RING_TEST(truncated_datagram),
        RING_TEST(no_bytes_of_a_stream),
        RING_TEST(no_bytes_of_a_datagram),
        RING_TEST(wait_for_all),
        RING_TEST(short_send),
        RING_TEST(number_used_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
