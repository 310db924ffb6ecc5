/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sendmsg, sendmsg_zc and recvmsg: bytes, addresses, flags and control data. For descriptors see
 * test_messages_files.c.
 */
#include "support.h"

#include <netinet/in.h>

/* A new datagram socket on the loopback device, and its address. */
static void datagrams(struct sring_fd *fd, struct sockaddr_in *address)
{
    socklen_t length = sizeof(*address);
    int raw = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    memset(address, 0, sizeof(*address));
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(raw, (struct sockaddr *)address, length), 0);
    assert_int_equal(getsockname(raw, (struct sockaddr *)address, &length), 0);
    sring_fd_adopt(fd, raw);
}

static void send_to(struct sring *ring, const struct sring_fd *fd,
                    const struct sockaddr_in *address, const char *text)
{
    struct sring_sendmsg_building op;
    struct sring_sendmsg_submitted inflight;
    struct sring_sendmsg_completed done;
    struct sockaddr_in gone = *address;
    struct sring_vec vec;
    int length;

    text_vec(&vec, text);
    length = (int)sring_vec_total(&vec);
    assert_int_equal(
        sring_sendmsg_init(ring, &op, fd, (struct sockaddr *)&gone, sizeof(gone), NULL, 0), 0);
    memset(&gone, 0xff, sizeof(gone)); /* none of it is read later */
    sring_sendmsg_submit(ring, &op, &vec, &inflight);
    sring_sendmsg_wait(ring, &inflight, &done);
    assert_int_equal(sring_sendmsg_finish(&done, &vec), length);
    expect_vec(&vec, text);
    sring_vec_free(&vec);
}

/* Receives into buffers of 3 and 4 bytes, and waits. */
static void receive(struct sring *ring, const struct sring_fd *fd, uint32_t flags,
                    struct sring_recvmsg_completed *done)
{
    struct sring_recvmsg_building op;
    struct sring_recvmsg_submitted inflight;
    struct sring_vec vec;

    new_vec(&vec, 2, (const size_t[]){3, 4});
    assert_int_equal(sring_recvmsg_init(ring, &op, fd, 64), 0);
    sring_recvmsg_set_flags(&op, flags);
    sring_recvmsg_submit(ring, &op, &vec, &inflight);
    sring_recvmsg_wait(ring, &inflight, done);
}

static void expect_message(struct sring_recvmsg_completed *done, int result, const char *text,
                           uint32_t flags, const struct sockaddr_in *from)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof(address);
    size_t control_length = 0;
    uint32_t got = ~0u;
    struct sring_vec vec;

    sring_recvmsg_from(done, (struct sockaddr *)&address, &length);
    assert_int_equal(length, from ? sizeof(*from) : 0);
    assert_memory_equal(&address, from ? from : (void *)&address, length);
    sring_recvmsg_msg_flags(done, &got);
    assert_int_equal(got, flags);
    sring_recvmsg_control(done, &address, &control_length);
    assert_int_equal(control_length, 0);
    assert_int_equal(sring_recvmsg_finish(done, &vec), result);
    expect_vec(&vec, text);
    sring_vec_free(&vec);
}

static void udp(void **state)
{
    struct sring *ring = *state;
    struct sring_recvmsg_completed done;
    struct sockaddr_in here, there;
    struct sring_fd a, b;
    socklen_t length = 4;
    unsigned char start[8];

    datagrams(&a, &here);
    datagrams(&b, &there);
    send_to(ring, &a, &there, "one|two");
    receive(ring, &b, 0, &done);
    memset(start, 0xee, sizeof(start));
    sring_recvmsg_from(&done, (struct sockaddr *)start, &length); /* the rest is cut off */
    assert_int_equal(length, sizeof(here));
    assert_memory_equal(start, &here, 4);
    assert_int_equal(start[4], 0xee);
    expect_message(&done, 6, "one|two", 0, &here);

    send_to(ring, &a, &there, "");
    receive(ring, &b, 0, &done);
    expect_message(&done, 0, "|", 0, &here);

    send_to(ring, &a, &there, "too long||a message");
    receive(ring, &b, 0, &done);
    expect_message(&done, 7, "too| lon", MSG_TRUNC, &here);
    send_to(ring, &a, &there, "too long||a message");
    receive(ring, &b, MSG_TRUNC, &done); /* the result is more than there is room for */
    expect_message(&done, 17, "too| lon", MSG_TRUNC, &here);

    send_to(ring, &a, &there, "peeked");
    receive(ring, &b, MSG_PEEK, &done);
    expect_message(&done, 6, "pee|ked", 0, &here);
    receive(ring, &b, 0, &done);
    expect_message(&done, 6, "pee|ked", 0, &here);
    sring_fd_close(ring, &a);
    sring_fd_close(ring, &b);
}

static void errors(void **state)
{
    struct sring *ring = *state;
    struct sring_sendmsg_building op;
    struct sring_recvmsg_building in;
    struct sring_recvmsg_completed done;
    struct sockaddr_storage address = {0};
    struct sockaddr_in here;
    struct sring_fd fd;
    struct sring_vec vec;

    datagrams(&fd, &here);
    assert_int_equal(sring_sendmsg_init(ring, &op, &fd, (struct sockaddr *)&address, 129, NULL, 0),
                     -EINVAL);
    assert_int_equal(sring_sendmsg_init(ring, &op, &fd, NULL, 0, &address, SRING_MESSAGE_MOST_ + 1),
                     -EINVAL);
    assert_int_equal(sring_recvmsg_init(ring, &in, &fd, SRING_MESSAGE_MOST_ + 1), -EINVAL);
    text_vec(&vec, "te|xt");
    assert_int_equal(sring_sendmsg_await(ring, &fd, &vec, NULL, 0, NULL, 0), -EDESTADDRREQ);
    /* Invalid control data: its length is too large. */
    memset(&address, 0xff, sizeof(address));
    assert_int_equal(sring_sendmsg_await(ring, &fd, &vec, (struct sockaddr *)&here, sizeof(here),
                                         &address, sizeof(address)),
                     -EINVAL);
    expect_vec(&vec, "te|xt");
    receive(ring, &fd, MSG_DONTWAIT, &done);
    expect_message(&done, -EAGAIN, "|", 0, NULL);
    sring_fd_close(ring, &fd);
    temporary_file(&fd, "");
    assert_int_equal(sring_sendmsg_await(ring, &fd, &vec, NULL, 0, NULL, 0), -ENOTSOCK);
    assert_int_equal(sring_recvmsg_await(ring, &fd, &vec, 100), -ENOTSOCK);
    expect_vec(&vec, "|");
    assert_int_equal(in_flight(ring), 0);
    sring_vec_free(&vec);
    sring_fd_close(ring, &fd);
}

/* A connection: no address, short sends, the end of the stream. */
static void stream(void **state)
{
    enum {
        SIZE = 1 << 20
    };
    struct sring *ring = *state;
    struct sring_recvmsg_completed done;
    struct sockaddr_storage address;
    struct sring_fd listener, client, server;
    struct sring_sendmsg_building op;
    struct sring_sendmsg_submitted sending;
    struct sring_sendmsg_completed sent;
    socklen_t length;
    struct sring_vec vec;
    static char taken[2 * SIZE];
    size_t got = 0;
    int n;

    listen_on(&listener, AF_INET, &address, &length);
    sring_fd_adopt(&client, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    assert_int_equal(connect(sring_fd_raw(&client), (struct sockaddr *)&address, length), 0);
    assert_int_equal(sring_accept_await(ring, &listener, &server), 0);
    sring_fd_close(ring, &listener);
    text_vec(&vec, "he||llo");
    assert_int_equal(sring_sendmsg_await(ring, &client, &vec, NULL, 0, NULL, 0), 5);
    sring_vec_free(&vec);
    receive(ring, &server, 0, &done);
    expect_message(&done, 5, "hel|lo", 0, NULL);

    new_vec(&vec, 2, (const size_t[]){SIZE, SIZE});
    for (uint32_t i = 0; i < 2; i++) {
        memset(sring_vec_data(&vec, i), 'a' + (int)i, SIZE);
        sring_vec_set_length(&vec, i, SIZE);
    }
    for (size_t at = 0; at < 2 * SIZE;) {
        ssize_t now;

        assert_int_equal(sring_sendmsg_init(ring, &op, &client, NULL, 0, NULL, 0), 0);
        sring_sendmsg_set_flags(&op, MSG_DONTWAIT);
        sring_sendmsg_set_range(&op, at, SIZE_MAX);
        sring_sendmsg_submit(ring, &op, &vec, &sending);
        sring_sendmsg_wait(ring, &sending, &sent);
        n = sring_sendmsg_finish(&sent, &vec);
        assert_true(n > 0 || n == -EAGAIN);
        at += n > 0 ? (size_t)n : 0;
        while ((now = recv(sring_fd_raw(&server), taken + got, sizeof(taken) - got, MSG_DONTWAIT)) >
               0) {
            got += (size_t)now;
        }
    }
    sring_vec_free(&vec);
    assert_int_equal(sring_shutdown_await(ring, &client, SHUT_WR), 0);
    while ((n = (int)recv(sring_fd_raw(&server), taken + got, sizeof(taken) - got, 0)) > 0) {
        got += (size_t)n;
    }
    assert_int_equal(got, 2 * SIZE);
    for (size_t i = 0; i < got; i++) {
        assert_int_equal(taken[i], i < SIZE ? 'a' : 'b');
    }
    receive(ring, &server, 0, &done);
    expect_message(&done, 0, "|", 0, NULL);
    sring_fd_close(ring, &client);
    sring_fd_close(ring, &server);
}

/* Control data from the kernel. */
static void credentials(void **state)
{
    struct sring *ring = *state;
    const int on = 1;
    struct two_fds fds;
    struct sring_recvmsg_building op;
    struct sring_recvmsg_submitted inflight;
    struct sring_recvmsg_completed done;
    struct ucred credentials;
    union {
        struct cmsghdr header;
        unsigned char bytes[64];
    } control;
    size_t length = sizeof(control);
    struct sring_vec vec;

    open_socketpair(&fds, SOCK_DGRAM);
    assert_int_equal(setsockopt(sring_fd_raw(&fds.in), SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)),
                     0);
    write_text(&fds.out, "hello");
    new_vec(&vec, 1, (const size_t[]){8});
    assert_int_equal(sring_recvmsg_init(ring, &op, &fds.in, 256), 0);
    sring_recvmsg_submit(ring, &op, &vec, &inflight);
    sring_recvmsg_wait(ring, &inflight, &done);
    sring_recvmsg_control(&done, &control, &length);
    assert_int_equal(length, CMSG_SPACE(sizeof(credentials)));
    assert_int_equal(control.header.cmsg_type, SCM_CREDENTIALS);
    memcpy(&credentials, CMSG_DATA(&control.header), sizeof(credentials));
    assert_int_equal(credentials.pid, getpid());
    assert_int_equal(sring_recvmsg_finish(&done, &vec), 5);
    sring_vec_free(&vec);
    close_two(ring, &fds);
}

SRING_RECVMSG_CALLBACK(on_received)
{
    ++*(int *)arg;
    expect_message(done, 5, "hel|lo", MSG_CMSG_CLOEXEC, NULL); /* the kernel says it again */
}

/* A blocked receive, with every way to end it. */
static void endings(void **state)
{
    static struct counted counted[3][2];
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_recvmsg_building op;
    struct sring_recvmsg_submitted inflight;
    struct sring_recvmsg_completed done;
    struct sring_batch_building batch;
    struct sring_batch_submitted batch_inflight;
    struct sring_batch_completed batch_done;
    struct sring_vec vec;
    int calls = 0;

    open_socketpair(&fds, SOCK_STREAM);
    new_vec(&vec, 2, (const size_t[]){3, 4});
    assert_int_equal(sring_recvmsg_init(ring, &op, &fds.in, 1000), 0);
    sring_recvmsg_submit(ring, &op, &vec, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    sring_recvmsg_cancel(ring, &inflight, &done);
    expect_message(&done, -ECANCELED, "|", 0, NULL);

    counted_vec(&vec, 2, counted[0]);
    assert_int_equal(sring_recvmsg_init(ring, &op, &fds.in, 1000), 0);
    sring_recvmsg_submit(ring, &op, &vec, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    sring_recvmsg_detach(ring, &inflight);
    assert_int_equal(freed(2, counted[0]), 0);
    write_text(&fds.out, "hello");
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(freed(2, counted[0]), 2);

    new_vec(&vec, 2, (const size_t[]){3, 4});
    assert_int_equal(sring_recvmsg_init(ring, &op, &fds.in, 0), 0);
    sring_recvmsg_start(ring, &op, &vec, on_received, &calls);
    write_text(&fds.out, "hello");
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(calls, 1);

    assert_int_equal(sring_batch_init(ring, &batch, 1), 0);
    counted_vec(&vec, 2, counted[1]);
    assert_int_equal(sring_recvmsg_init(ring, &op, &fds.in, 0), 0);
    sring_recvmsg_add(ring, &batch, &op, &vec);
    write_text(&fds.out, "hello");
    sring_batch_submit(ring, &batch, &batch_inflight);
    sring_batch_wait(ring, &batch_inflight, &batch_done);
    sring_batch_finish(ring, &batch_done);
    assert_int_equal(freed(2, counted[1]), 2);

    assert_int_equal(sring_recvmsg_init(ring, &op, &fds.in, 10), 0);
    sring_recvmsg_abandon(ring, &op);
    counted_vec(&vec, 2, counted[2]);
    assert_int_equal(sring_recvmsg_init(ring, &op, &fds.in, 1000), 0);
    sring_recvmsg_submit(ring, &op, &vec, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    sring_recvmsg_submitted_stash(&inflight);
    close_two(ring, &fds);
    sring_close(ring);
    assert_int_equal(freed(2, counted[2]), 2);
    open_ring(ring, 8, 64);
}

/* With one completion or with two: the vector comes back with the result or the error. */
static void without_a_copy(void **state)
{
    struct sring *ring = *state;
    static struct counted counted[2];
    struct sring_sendmsg_zc_building op;
    struct sring_sendmsg_zc_submitted inflight;
    struct sring_sendmsg_zc_completed done;
    struct sring_recvmsg_completed received;
    struct sockaddr_storage address;
    struct sring_fd listener, client, server;
    struct two_fds fds;
    socklen_t length;
    struct sring_vec vec;
    int n;

    NEEDS(6, 1, "sendmsg_zc");
    listen_on(&listener, AF_INET, &address, &length);
    sring_fd_adopt(&client, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    assert_int_equal(connect(sring_fd_raw(&client), (struct sockaddr *)&address, length), 0);
    assert_int_equal(sring_accept_await(ring, &listener, &server), 0);
    sring_fd_close(ring, &listener);
    open_socketpair(&fds, SOCK_STREAM);
    text_vec(&vec, "he||llo");
    n = sring_sendmsg_zc_await(ring, &client, &vec, NULL, 0, NULL, 0);
    if (n == -EINVAL) {
        SKIP("this kernel has no SENDMSG_ZC");
    }
    assert_int_equal(n, 5);
    receive(ring, &server, 0, &received);
    expect_message(&received, 5, "hel|lo", 0, NULL);
    assert_int_equal(sring_sendmsg_zc_await(ring, &fds.out, &vec, NULL, 0, NULL, 0), -EOPNOTSUPP);
    /* Flags of another request in ioprio are rejected before there is a notification. */
    assert_int_equal(sring_sendmsg_zc_init(ring, &op, &client, NULL, 0, NULL, 0), 0);
    op.head_ |= SRING_HEAD_(0, 0, 0x8000, 0);
    sring_sendmsg_zc_submit(ring, &op, &vec, &inflight);
    sring_sendmsg_zc_wait(ring, &inflight, &done);
    assert_int_equal(sring_sendmsg_zc_release(ring, &done, &vec), -EINVAL);
    expect_vec(&vec, "he||llo");
    sring_vec_free(&vec);

    counted_vec(&vec, 2, counted);
    sring_vec_set_length(&vec, 1, 5);
    assert_int_equal(sring_sendmsg_zc_init(ring, &op, &client, NULL, 0, NULL, 0), 0);
    sring_sendmsg_zc_submit(ring, &op, &vec, &inflight);
    sring_sendmsg_zc_wait(ring, &inflight, &done);
    assert_int_equal(sring_sendmsg_zc_result(&done), 5);
    sring_sendmsg_zc_forget(ring, &done);
    receive(ring, &server, 0, &received);
    expect_message(&received, 5, "\xa5\xa5\xa5|\xa5\xa5", 0, NULL);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(freed(2, counted), 2);
    assert_int_equal(in_flight(ring), 0);
    close_two(ring, &fds);
    sring_fd_close(ring, &client);
    sring_fd_close(ring, &server);
}

/* Through the ring's table of files. */
static void direct(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_direct_fd in, out;
    struct sring_sendmsg_building sending;
    struct sring_sendmsg_submitted sent;
    struct sring_sendmsg_completed has_sent;
    struct sring_recvmsg_building op;
    struct sring_recvmsg_submitted inflight;
    struct sring_recvmsg_completed done;
    struct sring_vec vec;

    open_socketpair(&fds, SOCK_DGRAM);
    assert_int_equal(sring_fd_register(ring, &fds.in, &in), 0);
    assert_int_equal(sring_fd_register(ring, &fds.out, &out), 0);
    close_two(ring, &fds);
    text_vec(&vec, "one||three");
    assert_int_equal(sring_sendmsg_init_direct(ring, &sending, &out, NULL, 0, NULL, 0), 0);
    sring_sendmsg_submit(ring, &sending, &vec, &sent);
    sring_sendmsg_wait(ring, &sent, &has_sent);
    assert_int_equal(sring_sendmsg_finish(&has_sent, &vec), 8);
    assert_int_equal(sring_recvmsg_init_direct(ring, &op, &in, 0), 0);
    sring_recvmsg_submit(ring, &op, &vec, &inflight);
    sring_recvmsg_wait(ring, &inflight, &done);
    assert_int_equal(sring_recvmsg_finish(&done, &vec), 8);
    expect_vec(&vec, "one|t|hree");
    sring_vec_free(&vec);
    sring_direct_fd_unregister(ring, &in);
    sring_direct_fd_unregister(ring, &out);
}

/* More than the queue holds, and the first ones end last: their records are parked. */
static void over_many_laps(void **state)
{
    enum {
        COUNT = 50
    };
    struct sring *ring = *state;
    struct two_fds fds[COUNT];
    struct sring_recvmsg_submitted inflight[COUNT];
    struct sring_recvmsg_completed done;
    struct sring_vec vec;
    char text[16];
    int before = count_fds();

    for (int i = 0; i < COUNT; i++) {
        struct sring_recvmsg_building op;

        open_socketpair(&fds[i], SOCK_DGRAM);
        new_vec(&vec, 2, (const size_t[]){3, 4});
        assert_int_equal(sring_recvmsg_init(ring, &op, &fds[i].in, 64), 0);
        sring_recvmsg_set_flags(&op, 0);
        sring_recvmsg_submit(ring, &op, &vec, &inflight[i]);
    }
    for (int i = COUNT - 1; i >= 0; i--) {
        snprintf(text, sizeof(text), "no %d", i);
        write_text(&fds[i].out, text);
        if (i % 3 == 0) {
            sring_recvmsg_detach(ring, &inflight[i]);
        } else {
            sring_recvmsg_wait(ring, &inflight[i], &done);
            snprintf(text, sizeof(text), "no |%d", i);
            expect_message(&done, (int)strlen(text) - 1, text, 0, NULL);
        }
    }
    assert_int_equal(sring_run(ring), 0);
    for (int i = 0; i < COUNT; i++) {
        close_two(ring, &fds[i]);
    }
    assert_int_equal(in_flight(ring), 0);
    assert_int_equal(count_fds(), before);
}

static void misuse(void **state)
{
    struct sring *ring = *state;
    struct sring_recvmsg_building op, op_copy;
    struct sring_recvmsg_submitted inflight, other;
    struct sring_recvmsg_completed done, done_copy;
    struct sring_fd fd;
    struct sockaddr_in here;
    struct sring_vec vec, second;
    uint32_t flags;

    datagrams(&fd, &here);
    new_vec(&vec, 1, (const size_t[]){3});
    new_vec(&second, 1, (const size_t[]){3});
    assert_int_equal(sring_recvmsg_init(ring, &op, &fd, 10), 0);
    op_copy = op;
    sring_recvmsg_submit(ring, &op, &vec, &inflight);
    ASSERT_MISUSE("sring_recvmsg_submit", "a recvmsg in state Building", "consumed before",
                  sring_recvmsg_submit(ring, &op_copy, &second, &other));
    sring_vec_free(&second);
    sring_recvmsg_cancel(ring, &inflight, &done);
    done_copy = done;
    (void)sring_recvmsg_finish(&done, &vec);
    ASSERT_MISUSE("sring_recvmsg_msg_flags", "not finished yet", "a copy",
                  sring_recvmsg_msg_flags(&done_copy, &flags));
    ASSERT_MISUSE("sring_recvmsg_next_file", "not finished yet", "a copy",
                  (void)!sring_recvmsg_next_file(&done_copy, &fd));
    ASSERT_MISUSE("sring_recvmsg_finish", "not finished yet", "a copy",
                  (void)sring_recvmsg_finish(&done_copy, &vec));
    sring_vec_free(&vec);
    sring_fd_close(ring, &fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(udp),
        RING_TEST(errors),
        RING_TEST(stream),
        RING_TEST(misuse),
        RING_TEST(credentials),
        RING_TEST(endings),
        RING_TEST(without_a_copy),
        RING_TEST(direct),
        SMALL_RING_TEST(over_many_laps),
        RING_TEST(over_many_laps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
