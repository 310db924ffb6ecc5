/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Errors of operations that make and connect sockets, and that send and receive with one buffer.
 */
#include "claims.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

static int accept_on(struct sring *ring, const struct sring_fd *fd, uint32_t flags)
{
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_accept_completed done;
    struct sring_fd made;
    int rc;

    assert_int_equal(sring_accept_init(ring, &op, fd), 0);
    assert_int_equal(sring_accept_set_timeout(ring, &op, LONG_ENOUGH), 0);
    sring_accept_set_flags(&op, flags);
    sring_accept_submit(ring, &op, &inflight);
    sring_accept_wait(ring, &inflight, &done);
    rc = sring_accept_finish(&done, &made);
    if (!rc) {
        sring_fd_close(ring, &made);
    }
    return rc;
}

static int accept_direct_on(struct sring *ring, const struct sring_fd *fd, uint32_t flags)
{
    struct sring_accept_direct_building op;
    struct sring_accept_direct_submitted inflight;
    struct sring_accept_direct_completed done;
    struct sring_direct_fd made;
    int rc = sring_accept_direct_init(ring, &op, fd);

    if (rc) {
        return rc;
    }
    assert_int_equal(sring_accept_direct_set_timeout(ring, &op, LONG_ENOUGH), 0);
    sring_accept_direct_set_flags(&op, flags);
    sring_accept_direct_submit(ring, &op, &inflight);
    sring_accept_direct_wait(ring, &inflight, &done);
    rc = sring_accept_direct_finish(&done, &made);
    if (!rc) {
        sring_direct_fd_unregister(ring, &made);
    }
    return rc;
}

static int accept_multishot_on(struct sring *ring, const struct sring_fd *fd, uint32_t flags)
{
    struct sring_accept_multishot_building op;
    struct sring_accept_multishot_streaming stream;
    struct sring_fd made;
    int rc;

    assert_int_equal(sring_accept_multishot_init(ring, &op, fd), 0);
    sring_accept_multishot_set_flags(&op, flags);
    sring_accept_multishot_submit(ring, &op, &stream);
    WAIT_FOR_ITEM(accept_multishot, ring, &stream)
    rc = sring_accept_multishot_ready(ring, &stream)
             ? sring_accept_multishot_next(ring, &stream, &made)
             : -ETIME;
    if (!rc) {
        sring_fd_close(ring, &made);
    }
    sring_accept_multishot_end(ring, &stream);
    return rc;
}

static void accepts(void **state)
{
    struct sring *ring = *state;
    struct sockaddr_storage address;
    struct sring_fd listener;
    const struct sring_fd *file = keep_text(ring, "", O_RDONLY), *none = no_file();
    const struct sring_fd *idle = keep(ring, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const struct sring_fd *udp = keep(ring, socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    socklen_t length;

    listen_on(&listener, AF_INET, &address, &length);
#define THREE(error, fd, flags)                                                                    \
    claim("accept", #error, error, accept_on(ring, fd, flags), __FILE__, __LINE__);                \
    claim("accept_direct", #error, error, accept_direct_on(ring, fd, flags), __FILE__, __LINE__);  \
    claim("accept_multishot", #error, error, accept_multishot_on(ring, fd, flags), __FILE__,       \
          __LINE__)
    THREE(EBADF, none, 0);
    THREE(EINVAL, idle, 0);
    THREE(EINVAL, &listener, 0x40000000);
    THREE(ENOTSOCK, file, 0);
    THREE(EOPNOTSUPP, udp, 0);
    CLAIM(accept_direct, EINVAL, accept_direct_on(ring, &listener, SOCK_CLOEXEC));
#define ABORTED "Linux hands over connections that were reset meanwhile"
    UNTRIED(accept, ECONNABORTED, ABORTED);
    UNTRIED(accept_direct, ECONNABORTED, ABORTED);
    UNTRIED(accept_multishot, ECONNABORTED, ABORTED);
#define SYSTEM "would need as many files open as the system may have"
    UNTRIED(accept, ENFILE, SYSTEM);
    UNTRIED(accept_multishot, ENFILE, SYSTEM);
    UNTRIED(socket, ENFILE, SYSTEM);
    sring_fd_close(ring, &listener);
}

static int socket_of(struct sring *ring, int domain, int type, int protocol)
{
    struct sring_fd fd;
    int rc = sring_socket_await(ring, domain, type, protocol, &fd);

    if (!rc) {
        sring_fd_close(ring, &fd);
    }
    return rc;
}

static int socket_direct_of(struct sring *ring, int domain, int type, int protocol)
{
    struct sring_direct_fd fd;
    int rc = sring_socket_direct_await(ring, domain, type, protocol, &fd);

    if (!rc) {
        sring_direct_fd_unregister(ring, &fd);
    }
    return rc;
}

static void sockets(void **state)
{
    struct sring *ring = *state;

    CLAIM(socket, EAFNOSUPPORT, socket_of(ring, 255, SOCK_STREAM, 0));
    CLAIM(socket, EINVAL, socket_of(ring, AF_INET, 0x40000000, 0));
    CLAIM(socket, EPROTONOSUPPORT, socket_of(ring, AF_INET, SOCK_STREAM, IPPROTO_UDP));
    CLAIM(socket_direct, EAFNOSUPPORT, socket_direct_of(ring, 255, SOCK_STREAM, 0));
    CLAIM(socket_direct, EINVAL, socket_direct_of(ring, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    CLAIM(socket_direct, EPROTONOSUPPORT,
          socket_direct_of(ring, AF_INET, SOCK_STREAM, IPPROTO_UDP));
    be_nobody();
    if (geteuid()) {
        CLAIM(socket, EPERM, socket_of(ring, AF_INET, SOCK_RAW, IPPROTO_RAW));
        CLAIM(socket_direct, EPERM, socket_direct_of(ring, AF_INET, SOCK_RAW, IPPROTO_RAW));
    }
    be_root();
}

static int connect_to(struct sring *ring, const struct sring_fd *fd, uint32_t host, uint16_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(host), .sin_port = port};
    struct sring_connect_building op;
    struct sring_connect_submitted inflight;
    struct sring_connect_completed done;

    assert_int_equal(
        sring_connect_init(ring, &op, fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(sring_connect_set_timeout(ring, &op, LONG_ENOUGH), 0);
    sring_connect_submit(ring, &op, &inflight);
    sring_connect_wait(ring, &inflight, &done);
    return sring_connect_finish(&done);
}

static const struct sring_fd *tcp_socket(struct sring *ring, int flags)
{
    return keep(ring, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
}

static void connects(void **state)
{
    struct sring *ring = *state;
    const struct sring_fd *first = tcp_socket(ring, 0), *second = tcp_socket(ring, 0);
    const struct sring_fd *slow = tcp_socket(ring, 0), *unix_one;
    struct sockaddr_in *in, closed_address;
    struct sockaddr_storage address, local;
    struct sring_fd listener;
    socklen_t length;
    int yes = 1, closed;

    listen_on(&listener, AF_INET, &address, &length);
    in = (struct sockaddr_in *)&address;
    closed = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    closed_address =
        (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    length = sizeof(closed_address);
    assert_int_equal(bind(closed, (struct sockaddr *)&closed_address, length), 0);
    assert_int_equal(getsockname(closed, (struct sockaddr *)&closed_address, &length), 0);
    CLAIM(connect, EBADF, connect_to(ring, no_file(), INADDR_LOOPBACK, in->sin_port));
    CLAIM(connect, ENOTSOCK, connect_to(ring, keep_text(ring, "", O_RDONLY), INADDR_LOOPBACK, 1));
    CLAIM(connect, ECONNREFUSED,
          connect_to(ring, tcp_socket(ring, 0), INADDR_LOOPBACK, closed_address.sin_port));
    close(closed);
    CLAIM(connect, ENETUNREACH, connect_to(ring, tcp_socket(ring, 0), INADDR_BROADCAST, 1));
    setsockopt(raw_of(first), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    setsockopt(raw_of(second), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    memset(&local, 0, sizeof(local));
    local.ss_family = AF_INET;
    length = sizeof(struct sockaddr_in);
    assert_int_equal(bind(raw_of(first), (struct sockaddr *)&local, length), 0);
    assert_int_equal(getsockname(raw_of(first), (struct sockaddr *)&local, &length), 0);
    assert_int_equal(bind(raw_of(second), (struct sockaddr *)&local, length), 0);
    assert_int_equal(connect_to(ring, first, INADDR_LOOPBACK, in->sin_port), 0);
    CLAIM(connect, EISCONN, connect_to(ring, first, INADDR_LOOPBACK, in->sin_port));
    CLAIM(connect, EADDRNOTAVAIL, connect_to(ring, second, INADDR_LOOPBACK, in->sin_port));
    unix_one = keep(ring, socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    CLAIM(connect, EINVAL, connect_to(ring, unix_one, INADDR_LOOPBACK, 1));
    sring_fd_close(ring, &listener);
    /* No answer: the queue of connections is full. */
    listen_on(&listener, AF_INET, &address, &length);
    assert_int_equal(listen(sring_fd_raw(&listener), 0), 0);
    for (int i = 0; i < 3; i++) {
        (void)connect(raw_of(tcp_socket(ring, SOCK_NONBLOCK)), (struct sockaddr *)&address, length);
    }
    yes = 100;
    setsockopt(raw_of(slow), IPPROTO_TCP, TCP_USER_TIMEOUT, &yes, sizeof(yes));
    CLAIM(connect, ETIMEDOUT, connect_to(ring, slow, INADDR_LOOPBACK, in->sin_port));
    sring_fd_close(ring, &listener);
}

static int send_of(struct sring *ring, const struct sring_fd *fd, size_t size, uint32_t flags)
{
    struct sring_buf buf;
    int rc;

    new_buf(&buf, size);
    memset(sring_buf_data(&buf), 0, size);
    sring_buf_set_length(&buf, size);
    rc = send_with(ring, fd, &buf, flags);
    sring_buf_free(&buf);
    return rc;
}

static int recv_of(struct sring *ring, const struct sring_fd *fd, uint32_t flags)
{
    struct sring_buf buf;
    int rc;

    new_buf(&buf, 16);
    rc = recv_with(ring, fd, &buf, flags);
    sring_buf_free(&buf);
    return rc;
}

static int send_zc_of(struct sring *ring, const struct sring_fd *fd, size_t size, uint32_t flags)
{
    struct sring_send_zc_building op;
    struct sring_send_zc_submitted inflight;
    struct sring_send_zc_completed done;
    struct sring_buf buf;
    int rc;

    new_buf(&buf, size);
    memset(sring_buf_data(&buf), 0, size);
    sring_buf_set_length(&buf, size);
    assert_int_equal(sring_send_zc_init(ring, &op, fd), 0);
    assert_int_equal(sring_send_zc_set_timeout(ring, &op, LONG_ENOUGH), 0);
    sring_send_zc_set_flags(&op, flags);
    sring_send_zc_submit(ring, &op, &buf, &inflight);
    sring_send_zc_wait(ring, &inflight, &done);
    rc = sring_send_zc_result(&done);
    sring_send_zc_forget(ring, &done); /* no reader: the kernel can keep the buffer for long */
    return rc;
}

static void zeros(struct sring_shared_buf *shared, size_t size)
{
    struct sring_buf buf;

    new_buf(&buf, size);
    memset(sring_buf_data(&buf), 0, size);
    sring_buf_set_length(&buf, size);
    sring_buf_share(&buf, shared);
}

static int send_shared_of(struct sring *ring, const struct sring_fd *fd, size_t size,
                          uint32_t flags)
{
    struct sring_shared_buf shared;
    int rc;

    zeros(&shared, size);
    rc = send_shared_with(ring, fd, &shared, flags);
    sring_shared_free(&shared);
    return rc;
}

static int send_zc_shared_of(struct sring *ring, const struct sring_fd *fd, size_t size,
                             uint32_t flags)
{
    struct sring_send_zc_shared_building op;
    struct sring_send_zc_shared_submitted inflight;
    struct sring_send_zc_shared_completed done;
    struct sring_shared_buf shared;
    int rc;

    zeros(&shared, size);
    assert_int_equal(sring_send_zc_shared_init(ring, &op, fd, &shared), 0);
    sring_shared_free(&shared);
    assert_int_equal(sring_send_zc_shared_set_timeout(ring, &op, LONG_ENOUGH), 0);
    sring_send_zc_shared_set_flags(&op, flags);
    sring_send_zc_shared_submit(ring, &op, &inflight);
    sring_send_zc_shared_wait(ring, &inflight, &done);
    rc = sring_send_zc_shared_result(&done);
    sring_send_zc_shared_forget(ring, &done);
    return rc;
}

static int send_much_shared(struct sring *ring, const struct sring_fd *fd)
{
    return send_zc_shared_of(ring, fd, 1 << 20, 0);
}

static int send_much(struct sring *ring, const struct sring_fd *fd)
{
    return send_zc_of(ring, fd, 1 << 20, 0);
}

static void sends_and_receives(void **state)
{
    struct sring *ring = *state;
    const struct sring_fd *file = keep_text(ring, "", O_RDWR), *none = no_file();
    const struct sring_fd *udp = keep(ring, socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    struct ends pair = keep_pair(ring, SOCK_STREAM), tcp = keep_tcp(ring, 0);

    CLAIM(recv, EAGAIN, recv_of(ring, pair.fd, MSG_DONTWAIT));
    CLAIM(recv, EBADF, recv_of(ring, none, 0));
    CLAIM(recv, ENOTSOCK, recv_of(ring, file, 0));
    CLAIM(recv, ENOTCONN, recv_of(ring, tcp_socket(ring, 0), 0));
    CLAIM(recv, EINVAL, recv_of(ring, tcp.fd, MSG_OOB));
    CLAIM(send, EBADF, send_of(ring, none, 8, 0));
    CLAIM(send, ENOTSOCK, send_of(ring, file, 8, 0));
    CLAIM(send, ENOTCONN,
          send_of(ring, keep(ring, socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)), 8, 0));
    CLAIM(send, EDESTADDRREQ, send_of(ring, udp, 8, 0));
    CLAIM(send, EMSGSIZE, send_of(ring, keep_pair(ring, SOCK_SEQPACKET).fd, 8 << 20, 0));
    CLAIM(send, EPIPE, send_of(ring, tcp_socket(ring, 0), 8, 0));
    fill(raw_of(tcp.fd));
    CLAIM(send, EAGAIN, send_of(ring, tcp.fd, 8, MSG_DONTWAIT));
    CLAIM(send_zc, EAGAIN, send_zc_of(ring, tcp.fd, 8, MSG_DONTWAIT));
    CLAIM(send_zc, EBADF, send_zc_of(ring, none, 8, 0));
    CLAIM(send_zc, ENOTSOCK, send_zc_of(ring, file, 8, 0));
    CLAIM(send_zc, EDESTADDRREQ, send_zc_of(ring, udp, 8, 0));
    CLAIM(send_zc, EMSGSIZE,
          (connect_to(ring, udp, INADDR_LOOPBACK, 9), send_zc_of(ring, udp, 70000, 0)));
    CLAIM(send_zc, EOPNOTSUPP, send_zc_of(ring, pair.fd, 8, 0));
    CLAIM(send_zc, EPIPE, send_zc_of(ring, tcp_socket(ring, 0), 8, 0));
    CLAIM_OF_URING(send_zc, ENOMEM, "it locks no memory", send_without_memory(send_much));
    tcp = keep_tcp(ring, 0);
    reset(tcp.other);
    CLAIM(recv, ECONNRESET, recv_of(ring, tcp.fd, 0));
    tcp = keep_tcp(ring, 0);
    reset(tcp.other);
    CLAIM(send, ECONNRESET, send_of(ring, tcp.fd, 8, 0));
    tcp = keep_tcp(ring, 0);
    reset(tcp.other);
    CLAIM(send_zc, ECONNRESET, send_zc_of(ring, tcp.fd, 8, 0));
    udp = keep(ring, socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    assert_int_equal(connect_to(ring, udp, INADDR_LOOPBACK, htons(9)), 0);
    (void)send_of(ring, udp, 8, 0);
    sleep_ms(20);
    CLAIM(recv, ECONNREFUSED, recv_of(ring, udp, 0));
}

static void shutdowns(void **state)
{
    struct sring *ring = *state;
    struct ends pair = keep_pair(ring, SOCK_STREAM);

    CLAIM(shutdown, EBADF, sring_shutdown_await(ring, no_file(), SHUT_RD));
    CLAIM(shutdown, EINVAL, sring_shutdown_await(ring, pair.fd, 3));
    CLAIM(shutdown, ENOTCONN, sring_shutdown_await(ring, tcp_socket(ring, 0), SHUT_WR));
    CLAIM(shutdown, ENOTSOCK, sring_shutdown_await(ring, keep_text(ring, "", O_RDONLY), SHUT_RD));
}

/* The errors of send and send_zc, with a shared buffer. */
static void shared_sends(void **state)
{
    struct sring *ring = *state;
    const struct sring_fd *file = keep_text(ring, "", O_RDWR), *none = no_file();
    const struct sring_fd *udp = keep(ring, socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    struct ends pair = keep_pair(ring, SOCK_STREAM), tcp = keep_tcp(ring, 0);

    CLAIM(send_shared, EBADF, send_shared_of(ring, none, 8, 0));
    CLAIM(send_shared, ENOTSOCK, send_shared_of(ring, file, 8, 0));
    CLAIM(send_shared, ENOTCONN,
          send_shared_of(ring, keep(ring, socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)), 8, 0));
    CLAIM(send_shared, EDESTADDRREQ, send_shared_of(ring, udp, 8, 0));
    CLAIM(send_shared, EMSGSIZE,
          send_shared_of(ring, keep_pair(ring, SOCK_SEQPACKET).fd, 8 << 20, 0));
    CLAIM(send_shared, EPIPE, send_shared_of(ring, tcp_socket(ring, 0), 8, 0));
    fill(raw_of(tcp.fd));
    CLAIM(send_shared, EAGAIN, send_shared_of(ring, tcp.fd, 8, MSG_DONTWAIT));
    CLAIM(send_zc_shared, EAGAIN, send_zc_shared_of(ring, tcp.fd, 8, MSG_DONTWAIT));
    CLAIM(send_zc_shared, EBADF, send_zc_shared_of(ring, none, 8, 0));
    CLAIM(send_zc_shared, ENOTSOCK, send_zc_shared_of(ring, file, 8, 0));
    CLAIM(send_zc_shared, EDESTADDRREQ, send_zc_shared_of(ring, udp, 8, 0));
    CLAIM(send_zc_shared, EMSGSIZE,
          (connect_to(ring, udp, INADDR_LOOPBACK, 9), send_zc_shared_of(ring, udp, 70000, 0)));
    CLAIM(send_zc_shared, EOPNOTSUPP, send_zc_shared_of(ring, pair.fd, 8, 0));
    CLAIM(send_zc_shared, EPIPE, send_zc_shared_of(ring, tcp_socket(ring, 0), 8, 0));
    CLAIM_OF_URING(send_zc_shared, ENOMEM, "it locks no memory",
                   send_without_memory(send_much_shared));
    tcp = keep_tcp(ring, 0);
    reset(tcp.other);
    CLAIM(send_shared, ECONNRESET, send_shared_of(ring, tcp.fd, 8, 0));
    tcp = keep_tcp(ring, 0);
    reset(tcp.other);
    CLAIM(send_zc_shared, ECONNRESET, send_zc_shared_of(ring, tcp.fd, 8, 0));
}

const struct CMUnitTest socket_tests[] = {
    CLAIM_TEST(accepts),
    CLAIM_TEST(sockets),
    CLAIM_TEST(connects),
    CLAIM_TEST(sends_and_receives),
    CLAIM_TEST(shared_sends),
    CLAIM_TEST(shutdowns),
    {0},
};
