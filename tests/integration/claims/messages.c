/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Errors of sendmsg, sendmsg_zc and recvmsg.
 */
#include "claims.h"

#include <netinet/in.h>
#include <sys/resource.h>

struct message {
    size_t size;
    const void *control;
    size_t control_length;
    uint32_t flags;
};

static void vec_of(struct sring_vec *vec, size_t size)
{
    new_vec(vec, 1, &size);
    memset(sring_vec_data(vec, 0), 0, size);
    sring_vec_set_length(vec, 0, size);
}

static int send_one(struct sring *ring, const struct sring_fd *fd, struct message message)
{
    struct sring_sendmsg_building op;
    struct sring_sendmsg_submitted inflight;
    struct sring_sendmsg_completed done;
    struct sring_vec vec;
    int rc;

    rc = sring_sendmsg_init(ring, &op, fd, NULL, 0, message.control, message.control_length);
    if (rc) {
        return rc;
    }
    vec_of(&vec, message.size);
    assert_int_equal(sring_sendmsg_set_timeout(ring, &op, LONG_ENOUGH), 0);
    sring_sendmsg_set_flags(&op, message.flags);
    sring_sendmsg_submit(ring, &op, &vec, &inflight);
    sring_sendmsg_wait(ring, &inflight, &done);
    rc = sring_sendmsg_finish(&done, &vec);
    sring_vec_free(&vec);
    return rc;
}

static int send_one_zc(struct sring *ring, const struct sring_fd *fd, struct message message)
{
    struct sring_sendmsg_zc_building op;
    struct sring_sendmsg_zc_submitted inflight;
    struct sring_sendmsg_zc_completed done;
    struct sring_vec vec;
    int rc;

    rc = sring_sendmsg_zc_init(ring, &op, fd, NULL, 0, message.control, message.control_length);
    if (rc) {
        return rc;
    }
    vec_of(&vec, message.size);
    assert_int_equal(sring_sendmsg_zc_set_timeout(ring, &op, LONG_ENOUGH), 0);
    sring_sendmsg_zc_set_flags(&op, message.flags);
    sring_sendmsg_zc_submit(ring, &op, &vec, &inflight);
    sring_sendmsg_zc_wait(ring, &inflight, &done);
    rc = sring_sendmsg_zc_result(&done);
    sring_sendmsg_zc_forget(ring, &done); /* no reader: the kernel can keep the vector for long */
    return rc;
}

static int receive_one(struct sring *ring, const struct sring_fd *fd, uint32_t flags)
{
    struct sring_recvmsg_building op;
    struct sring_recvmsg_submitted inflight;
    struct sring_recvmsg_completed done;
    struct sring_vec vec;
    int rc;

    assert_int_equal(sring_recvmsg_init(ring, &op, fd, 0), 0);
    vec_of(&vec, 16);
    assert_int_equal(sring_recvmsg_set_timeout(ring, &op, LONG_ENOUGH), 0);
    sring_recvmsg_set_flags(&op, flags);
    sring_recvmsg_submit(ring, &op, &vec, &inflight);
    sring_recvmsg_wait(ring, &inflight, &done);
    rc = sring_recvmsg_finish(&done, &vec);
    sring_vec_free(&vec);
    return rc;
}

#define MESSAGE(...) ((struct message){__VA_ARGS__})
#define BOTH(error, fd, ...)                                                                       \
    claim("sendmsg", #error, error, send_one(ring, fd, MESSAGE(__VA_ARGS__)), __FILE__, __LINE__); \
    claim("sendmsg_zc", #error, error, send_one_zc(ring, fd, MESSAGE(__VA_ARGS__)), __FILE__,      \
          __LINE__)

static const struct sring_fd *udp_to(struct sring *ring, uint16_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(port)};
    const struct sring_fd *fd = keep(ring, socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));

    assert_int_equal(connect(raw_of(fd), (struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

static int send_much(struct sring *ring, const struct sring_fd *fd)
{
    return send_one_zc(ring, fd, MESSAGE(.size = 1 << 20));
}

static void sends(void **state)
{
    struct sring *ring = *state;
    const struct sring_fd *file = keep_text(ring, "", O_RDWR);
    struct ends pair = keep_pair(ring, SOCK_STREAM), tcp = keep_tcp(ring, 0);
    char wrong[CMSG_SPACE(4)] = {1}; /* a length smaller than the header */

    BOTH(EBADF, no_file(), .size = 8);
    BOTH(ENOTSOCK, file, .size = 8);
    BOTH(EDESTADDRREQ, keep(ring, socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)), .size = 8);
    BOTH(EMSGSIZE, udp_to(ring, 9), .size = 70000);
    BOTH(EPIPE, keep(ring, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), .size = 8);
    BOTH(EINVAL, tcp.fd, .size = 8, .control = wrong, .control_length = sizeof(wrong));
    CLAIM(sendmsg, ENOTCONN,
          send_one(ring, keep(ring, socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)),
                   MESSAGE(.size = 8)));
    CLAIM(sendmsg_zc, EOPNOTSUPP, send_one_zc(ring, pair.fd, MESSAGE(.size = 8)));
    fill(raw_of(tcp.fd));
    BOTH(EAGAIN, tcp.fd, .size = 8, .flags = MSG_DONTWAIT);
    tcp = keep_tcp(ring, 0);
    reset(tcp.other);
    CLAIM(sendmsg, ECONNRESET, send_one(ring, tcp.fd, MESSAGE(.size = 8)));
    tcp = keep_tcp(ring, 0);
    reset(tcp.other);
    CLAIM(sendmsg_zc, ECONNRESET, send_one_zc(ring, tcp.fd, MESSAGE(.size = 8)));
    if (kernel_is_at_least(6, 18)) {
        CLAIM_OF_URING(sendmsg_zc, ENOMEM, "it locks no memory", send_without_memory(send_much));
    } else {
        UNTRIED(sendmsg_zc, ENOMEM, "Linux 6.12 does not count the memory");
    }
    UNTRIED(sendmsg, ENOBUFS, "needs a network device whose queue is full");
}

/* The number of descriptors in flight of an ordinary user is limited. */
static void too_many_on_their_way(void *arg)
{
    struct rlimit limit = {64, 64};
    union {
        char space[CMSG_SPACE(20 * sizeof(int))]; /* the first member: all bytes are 0 */
        struct cmsghdr header;
    } control = {{0}};
    struct sring_fd fd;
    struct sring ring;
    int raw[2], rc = 0;

    (void)arg;
    CHILD_CHECK(!socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, raw));
    CHILD_CHECK(!sring_open(&ring, NULL));
    CHILD_CHECK(!setrlimit(RLIMIT_NOFILE, &limit));
    CHILD_CHECK(geteuid() || !setresuid(65534, 65534, 65534));
    control.header.cmsg_len = CMSG_LEN(20 * sizeof(int));
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    memset(CMSG_DATA(&control.header), 0, 20 * sizeof(int));
    sring_fd_adopt(&fd, raw[0]);
    for (int i = 0; i < 10 && rc >= 0; i++) {
        rc = send_one(&ring, &fd, MESSAGE(1, &control, sizeof(control), 0));
    }
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
    CHILD_CHECK(rc == -ETOOMANYREFS);
}

static void descriptors_on_their_way(void **state)
{
    (void)state;
    expect_child(too_many_on_their_way, NULL);
    CLAIM(sendmsg, ETOOMANYREFS, -ETOOMANYREFS);
}

static void receives(void **state)
{
    struct sring *ring = *state;
    struct ends tcp = keep_tcp(ring, 0);
    const struct sring_fd *udp = udp_to(ring, 9);

    CLAIM(recvmsg, EAGAIN, receive_one(ring, tcp.fd, MSG_DONTWAIT));
    CLAIM(recvmsg, EBADF, receive_one(ring, no_file(), 0));
    CLAIM(recvmsg, EINVAL, receive_one(ring, tcp.fd, MSG_OOB));
    CLAIM(recvmsg, ENOTSOCK, receive_one(ring, keep_text(ring, "", O_RDONLY), 0));
    CLAIM(recvmsg, ENOTCONN,
          receive_one(ring, keep(ring, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), 0));
    (void)send_one(ring, udp, MESSAGE(.size = 8));
    sleep_ms(20);
    CLAIM(recvmsg, ECONNREFUSED, receive_one(ring, udp, 0));
    reset(tcp.other);
    CLAIM(recvmsg, ECONNRESET, receive_one(ring, tcp.fd, 0));
}

const struct CMUnitTest message_tests[] = {
    CLAIM_TEST(sends),
    CLAIM_TEST(descriptors_on_their_way),
    CLAIM_TEST(receives),
    {0},
};
