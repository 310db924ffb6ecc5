/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: how it is chosen, and what it does by itself that io_uring leaves to the
 * kernel. It is chosen by the options, so the environment does not matter.
 */
#include "byte_streams.h"

#include "base/base.h"

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <termios.h>

static const struct sring_options wanted = {.backend = SRING_BACKEND_FALLBACK};

static struct sring ring;
static int descriptors;

static int set_up(void **state)
{
    (void)state;
    descriptors = count_fds();
    assert_int_equal(sring_open(&ring, &wanted), 0);
    assert_int_equal(sring_backend(&ring), SRING_BACKEND_FALLBACK);
    return 0;
}

/* Nothing is left: no descriptor, no thread. */
static int tear_down(void **state)
{
    (void)state;
    sring_close(&ring);
    assert_int_equal(count_fds(), descriptors);
    expect_no_threads("sring-");
    return 0;
}

#define FALLBACK_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* --- an emulator, as qemu-user -----------------------------------------------------------------
 */

/* Writes and reads a file and a pipe, at an offset and at the position. */
static void transfer_without_preadv2(void *arg)
{
    struct two_fds fds;
    struct sring_fd file;
    struct sring_buf buf;

    (void)arg;
    CHILD_CHECK(sring_open(&ring, &wanted) == 0);
    forbid_call(SYS_preadv2, ENOSYS);
    forbid_call(SYS_pwritev2, ENOSYS);
    temporary_file(&file, "");
    CHILD_CHECK(sring_buf_alloc(&buf, 16) == 0);
    memcpy(sring_buf_data(&buf), "potatoes", 8);
    sring_buf_set_length(&buf, 8);
    CHILD_CHECK(sring_write_at_await(&ring, &file, &buf, UINT64_C(1) << 33) == 8);
    sring_buf_set_length(&buf, 0);
    CHILD_CHECK(sring_read_at_await(&ring, &file, &buf, (UINT64_C(1) << 33) + 2) == 6);
    CHILD_CHECK(!memcmp(sring_buf_data(&buf), "tatoes", 6));
    CHILD_CHECK(lseek(sring_fd_raw(&file), (off_t)1 << 33, SEEK_SET) == (off_t)1 << 33);
    CHILD_CHECK(sring_read_await(&ring, &file, &buf) == 8);
    CHILD_CHECK(sring_write_await(&ring, &file, &buf) == 8);
    sring_fd_close(&ring, &file);

    open_pipe(&fds);
    CHILD_CHECK(sring_write_await(&ring, &fds.out, &buf) == 8);
    CHILD_CHECK(sring_read_await(&ring, &fds.in, &buf) == 8);
    CHILD_CHECK(sring_read_await(&ring, &fds.out, &buf) == -EBADF);
    sring_fd_close(&ring, &fds.in);
    sring_fd_close(&ring, &fds.out);
    sring_buf_free(&buf);
    sring_close(&ring);
}

static void without_preadv2(void **state)
{
    (void)state;
    expect_child(transfer_without_preadv2, NULL);
}

/* What waits, and how long, is the same. */
static void wait_without_pwait2(void *arg)
{
    uint64_t before = now_ns();
    struct sring other;

    (void)arg;
    forbid_call(__NR_epoll_pwait2, ENOSYS);
    CHILD_CHECK(sring_open(&other, &wanted) == 0);
    for (int i = 0; i < 3; i++) {
        CHILD_CHECK(sring_timeout_await(&other, MILLISECOND / 2) == -ETIME);
    }
    CHILD_CHECK(now_ns() - before >= 3 * MILLISECOND / 2);
    CHILD_CHECK(sring_nop_await(&other) == 0);
    sring_close(&other);
}

static void without_pwait2(void **state)
{
    (void)state;
    expect_child(wait_without_pwait2, NULL);
}

/* --- choosing ------------------------------------------------------------------------------- */

static int open_with(struct sring_options options, const char **why)
{
    struct sring other;
    int rc;

    options.refused = why;
    rc = sring_open(&other, &options);
    if (!rc) {
        rc = (int)sring_backend(&other);
        assert_int_equal(sring_backend_reason(&other), 0);
        sring_close(&other);
    }
    return rc;
}

static void by_options(void **state)
{
    const char *why;

    (void)state;
    unsetenv("SRING_BACKEND");
    assert_int_equal(open_with(wanted, &why), SRING_BACKEND_FALLBACK);
    assert_int_equal(open_with((struct sring_options){.backend = SRING_BACKEND_URING}, &why),
                     SRING_BACKEND_URING);
    assert_int_equal(open_with((struct sring_options){.backend = SRING_BACKEND_AUTO}, &why),
                     SRING_BACKEND_URING);
    assert_null(why);
    assert_int_equal(open_with((struct sring_options){.backend = (enum sring_backend_kind)3}, &why),
                     -EINVAL);
    assert_non_null(strstr(why, "backend:"));
}

static void by_environment(void **state)
{
    const char *why;

    (void)state;
    setenv("SRING_BACKEND", "fallback", 1);
    assert_int_equal(open_with((struct sring_options){.entries = 0}, &why), SRING_BACKEND_FALLBACK);
    assert_int_equal(open_with((struct sring_options){.backend = SRING_BACKEND_URING}, &why),
                     SRING_BACKEND_URING);
    setenv("SRING_BACKEND", "uring", 1);
    assert_int_equal(open_with((struct sring_options){.entries = 0}, &why), SRING_BACKEND_URING);
    assert_int_equal(open_with(wanted, &why), SRING_BACKEND_FALLBACK);
    setenv("SRING_BACKEND", "epoll", 1);
    assert_int_equal(open_with((struct sring_options){.entries = 0}, &why), -EINVAL);
    assert_non_null(strstr(why, "SRING_BACKEND"));
    unsetenv("SRING_BACKEND");
}

static void refused_options(void **state)
{
    static const struct sring_options refused[] = {
        {.backend = SRING_BACKEND_FALLBACK, .sqpoll = {.idle_ms = 1}},
        {.backend = SRING_BACKEND_FALLBACK, .iopoll = true},
        {.backend = SRING_BACKEND_FALLBACK, .napi = {.busy_poll_us = 1}},
        {.backend = SRING_BACKEND_FALLBACK, .workers = {.cpus = "", .cpus_size = 1}},
        {.backend = SRING_BACKEND_FALLBACK, .clock = CLOCK_BOOTTIME},
    };
    static const char *names[] = {"sqpoll:", "iopoll:", "napi:", "workers.cpus:", "clock:"};
    struct sring_options options = {.backend = SRING_BACKEND_URING, .attach_to = &ring};
    const char *why;

    (void)state;
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        assert_int_equal(open_with(refused[i], &why), -EOPNOTSUPP);
        assert_ptr_equal(strstr(why, names[i]), why);
    }
    assert_int_equal(open_with(options, &why), -EINVAL);
    assert_ptr_equal(strstr(why, "attach_to:"), why);
    options.backend = SRING_BACKEND_FALLBACK;
    assert_int_equal(open_with(options, &why), SRING_BACKEND_FALLBACK);
}

/* What a container does to io_uring. */
static void in_container(void *arg)
{
    int error = *(int *)arg;
    struct sring forbidden;
    struct sring_buf buf;
    struct two_fds fds;

    unsetenv("SRING_BACKEND");
    forbid_call(__NR_io_uring_enter, error);
    forbid_call(__NR_io_uring_register, error);
    forbid_call(__NR_io_uring_setup, error);
    CHILD_CHECK(sring_open(&forbidden, NULL) == 0);
    CHILD_CHECK(sring_backend(&forbidden) == SRING_BACKEND_FALLBACK);
    CHILD_CHECK(sring_backend_reason(&forbidden) == -error);
    open_pipe(&fds);
    text_buf(&buf, "text");
    CHILD_CHECK(sring_write_await(&forbidden, &fds.out, &buf) == 4);
    CHILD_CHECK(sring_read_await(&forbidden, &fds.in, &buf) == 4);
    sring_buf_free(&buf);
    close_two(&forbidden, &fds);
    sring_close(&forbidden);
}

/* Other errors are not the fallback's business. */
static void out_of_memory(void *arg)
{
    struct sring none;

    (void)arg;
    unsetenv("SRING_BACKEND");
    forbid_call(__NR_io_uring_setup, EMFILE);
    CHILD_CHECK(sring_open(&none, NULL) == -EMFILE);
}

static void forbidden(void **state)
{
    static int errors[] = {EPERM, ENOSYS, EACCES};

    (void)state;
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        expect_child(in_container, &errors[i]);
    }
    expect_child(out_of_memory, NULL);
}

/* --- several operations of a file ----------------------------------------------------------- */

enum {
    SEVERAL = 20
};

static void keep_their_order(void **state)
{
    struct sring_read_submitted reads[SEVERAL];
    struct two_fds fds;

    (void)state;
    open_pipe(&fds);
    for (int i = 0; i < SEVERAL; i++) {
        struct sring_read_building op;
        struct sring_buf buf;

        new_buf(&buf, 1);
        assert_int_equal(sring_read_init(&ring, &op, &fds.in), 0);
        sring_read_submit(&ring, &op, &buf, &reads[i]);
        sring_read_submitted_stash(&reads[i]);
    }
    assert_int_equal(sring_flush(&ring), 0);
    for (int i = 0; i < SEVERAL; i++) {
        const char text[] = {(char)('a' + i), 0};

        write_text(&fds.out, text);
        if (i % 3 == 0) {
            assert_true(sring_poll(&ring) >= 0);
        }
    }
    for (int i = 0; i < SEVERAL; i++) {
        const char text[] = {(char)('a' + i), 0};
        struct sring_read_completed done;
        struct sring_buf buf;

        sring_read_submitted_claim(&reads[i]);
        sring_read_wait(&ring, &reads[i], &done);
        assert_int_equal(sring_read_finish(&done, &buf), 1);
        expect_buf(&buf, text);
        sring_buf_free(&buf);
    }
    assert_int_equal(fcntl(sring_fd_raw(&fds.in), F_GETFL) & O_NONBLOCK, 0);
    close_two(&ring, &fds);
}

/* A receive that waits does not hold up a send, and the other way round. */
static void both_directions(void **state)
{
    struct sring_recv_submitted receives;
    struct sring_recv_completed received;
    struct sring_recv_building op;
    struct sring_buf in, out;
    struct two_fds fds;

    (void)state;
    open_socketpair(&fds, SOCK_STREAM);
    new_buf(&in, 8);
    assert_int_equal(sring_recv_init(&ring, &op, &fds.in), 0);
    sring_recv_submit(&ring, &op, &in, &receives);
    assert_int_equal(sring_flush(&ring), 0);
    for (int i = 0; i < 3; i++) {
        text_buf(&out, "there");
        assert_int_equal(sring_send_await(&ring, &fds.in, &out), 5);
        sring_buf_free(&out);
        expect_text(&fds.out, "there");
    }
    write_text(&fds.out, "back");
    sring_recv_wait(&ring, &receives, &received);
    assert_int_equal(sring_recv_finish(&received, &in), 4);
    expect_buf(&in, "back");
    sring_buf_free(&in);
    close_two(&ring, &fds);
}

/* Writes at the position of a file, which several threads carry out, and reads at offset 0. */
static void the_position_of_a_file(void **state)
{
    struct sring_write_submitted writes[SEVERAL];
    struct sring_fd file;
    struct sring_buf buf;

    (void)state;
    temporary_file(&file, "");
    for (int i = 0; i < SEVERAL; i++) {
        const char text[] = {(char)('a' + i), 0};
        struct sring_write_building op;

        text_buf(&buf, text);
        assert_int_equal(sring_write_init(&ring, &op, &file), 0);
        sring_write_submit(&ring, &op, &buf, &writes[i]);
        sring_write_submitted_stash(&writes[i]);
    }
    for (int i = 0; i < SEVERAL; i++) {
        struct sring_write_completed done;

        sring_write_submitted_claim(&writes[i]);
        sring_write_wait(&ring, &writes[i], &done);
        assert_int_equal(sring_write_finish(&done, &buf), 1);
        sring_buf_free(&buf);
    }
    new_buf(&buf, 64);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sring_read_at_await(&ring, &file, &buf, 0), SEVERAL);
        expect_buf(&buf, "abcdefghijklmnopqrst");
    }
    assert_int_equal(sring_read_await(&ring, &file, &buf), 0);
    sring_buf_free(&buf);
    sring_fd_close(&ring, &file);
}

/* --- the duplicate of a file ---------------------------------------------------------------- */

/* Receives a message that has to be waited for: afterwards the ring has a duplicate of the file. */
static void receive_later(struct two_fds *fds)
{
    struct sring_recv_submitted inflight;
    struct sring_recv_completed done;
    struct sring_recv_building op;
    struct sring_buf buf;

    open_socketpair(fds, SOCK_STREAM);
    new_buf(&buf, 8);
    assert_int_equal(sring_recv_init(&ring, &op, &fds->in), 0);
    sring_recv_submit(&ring, &op, &buf, &inflight);
    assert_int_equal(sring_flush(&ring), 0);
    write_text(&fds->out, "text");
    sring_recv_wait(&ring, &inflight, &done);
    assert_int_equal(sring_recv_finish(&done, &buf), 4);
    sring_buf_free(&buf);
}

/* Whether the other end sees that the file was closed. */
static bool is_closed(const struct two_fds *fds)
{
    char byte;

    return recv(sring_fd_raw(&fds->out), &byte, 1, MSG_DONTWAIT) == 0;
}

static void closed_at_once(void **state)
{
    struct two_fds fds;

    (void)state;
    receive_later(&fds);
    sring_fd_close(&ring, &fds.in);
    assert_true(is_closed(&fds));
    sring_fd_close(&ring, &fds.out);
    receive_later(&fds);
    close(sring_fd_release(&fds.in));
    assert_true(is_closed(&fds));
    sring_fd_close(&ring, &fds.out);
}

/* Sleeps until the other end sees that the file was closed. */
static void sleep_until_closed(const struct two_fds *fds)
{
    struct sring_poll_add_submitted inflight;
    struct sring_poll_add_completed done;
    struct sring_poll_add_building op;

    assert_int_equal(sring_poll_add_init(&ring, &op, &fds->out, POLLIN), 0);
    assert_int_equal(sring_poll_add_set_timeout(&ring, &op, LOST_AFTER * MILLISECOND), 0);
    sring_poll_add_submit(&ring, &op, &inflight);
    sring_poll_add_wait(&ring, &inflight, &done);
    assert_true(sring_poll_add_finish(&done) > 0);
}

/* Closed by another thread, for example: the ring is not told. */
static void closed_elsewhere(void **state)
{
    struct two_fds fds;
    int other;

    (void)state;
    receive_later(&fds);
    close(sring_fd_raw(&fds.in));
    sleep_until_closed(&fds);
    assert_true(is_closed(&fds));
    (void)sring_fd_release(&fds.in);
    sring_fd_close(&ring, &fds.out);

    receive_later(&fds);
    close(sring_fd_raw(&fds.in));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_nop_await(&ring), 0); /* it never sleeps */
    }
    assert_true(is_closed(&fds));
    (void)sring_fd_release(&fds.in);
    sring_fd_close(&ring, &fds.out);

    assert_true(sring_pollable_fd(&ring) >= 0); /* another loop may sleep */
    receive_later(&fds);
    other = sring_fd_raw(&fds.in);
    close(other);
    assert_true(is_closed(&fds));
    (void)sring_fd_release(&fds.in);
    sring_fd_close(&ring, &fds.out);
}

/* --- streams -------------------------------------------------------------------------------- */

static void expect_next(struct sring_recv_multishot_streaming *stream, const char *text)
{
    struct sring_lent_buf item;

    expect_item(&ring, stream, &item, text);
    sring_lent_buf_return(&item);
}

/* What comes together with the last bytes: the end, or urgent data in the middle. */
static void all_of_a_stream(void **state)
{
    struct sring_recv_multishot_streaming stream;
    struct sring_buf_ring group;
    struct two_fds fds;
    int raw[2];

    (void)state;
    open_tcp(raw);
    sring_fd_adopt(&fds.in, raw[0]);
    sring_fd_adopt(&fds.out, raw[1]);
    open_group(&ring, &group, 16, 64, false);
    begin_stream(&ring, &fds.in, &group, &stream);
    for (int i = 0; i < 3; i++) {
        write_text(&fds.out, "one");
        expect_next(&stream, "one");
    }
    write_text(&fds.out, "be");
    assert_int_equal(send(raw[1], "!", 1, MSG_OOB), 1);
    write_text(&fds.out, "hind");
    expect_next(&stream, "be");
    expect_next(&stream, "hind");
    write_text(&fds.out, "last");
    assert_int_equal(shutdown(raw[1], SHUT_WR), 0);
    expect_next(&stream, "last");
    expect_next(&stream, "");
    sring_recv_multishot_end(&ring, &stream);
    close_group(&ring, &group);
    close_two(&ring, &fds);
}

static void send_with_file(const struct sring_fd *out, char byte)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {.header = {CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS}};
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof(control)};
    int fd = STDOUT_FILENO;

    memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
    assert_int_equal(sendmsg(sring_fd_raw(out), &message, 0), 1);
}

/* A local socket gives what was sent with descriptors one by one, though there is more. */
static void parts_of_a_stream(void **state)
{
    struct sring_recv_multishot_streaming stream;
    struct sring_buf_ring group;
    struct two_fds fds;

    (void)state;
    open_socketpair(&fds, SOCK_STREAM);
    open_group(&ring, &group, 16, 64, false);
    begin_stream(&ring, &fds.in, &group, &stream);
    send_with_file(&fds.out, 'a');
    send_with_file(&fds.out, 'b');
    expect_next(&stream, "a");
    expect_next(&stream, "b");
    sring_recv_multishot_end(&ring, &stream);
    close_group(&ring, &group);
    close_two(&ring, &fds);
}

static int splice_with(const struct sring_fd *out, const struct sring_fd *in, int flags)
{
    const struct sring_splice_options options = {.timeout_ns = 2000 * MILLISECOND};

    return sring_splice_await_with(&ring, out, in, UINT64_MAX, UINT64_MAX, 4, (uint8_t)flags,
                                   &options, NULL);
}

static int tee_with(const struct sring_fd *out, const struct sring_fd *in, int flags)
{
    const struct sring_tee_options options = {.timeout_ns = 2000 * MILLISECOND};

    return sring_tee_await_with(&ring, out, in, 4, (uint8_t)flags, &options, NULL);
}

static bool readable(const struct sring_fd *fd)
{
    struct pollfd file = {.fd = sring_fd_raw(fd), .events = POLLIN};

    return poll(&file, 1, 0) == 1;
}

/* A long message is sent whole, and its descriptor once. */
static void message_with_a_file(void **state)
{
    enum {
        LENGTH = 1 << 20
    };
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {.header = {CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS}}, taken;
    static char data[65536];
    struct iovec part = {data, sizeof(data)};
    struct sring_sendmsg_submitted inflight;
    struct sring_sendmsg_completed done;
    struct sring_sendmsg_building op;
    struct two_fds fds;
    struct sring_vec vec;
    struct sring_buf buf;
    size_t count = 0;
    int files = 0, fd = STDOUT_FILENO;

    (void)state;
    memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
    open_socketpair(&fds, SOCK_STREAM);
    new_buf(&buf, LENGTH);
    sring_buf_set_length(&buf, LENGTH);
    assert_int_equal(sring_vec_init(&vec, 1), 0);
    sring_vec_push(&vec, &buf);
    assert_int_equal(sring_sendmsg_init(&ring, &op, &fds.out, NULL, 0, &control, sizeof(control)),
                     0);
    sring_sendmsg_set_flags(&op, MSG_WAITALL);
    sring_sendmsg_submit(&ring, &op, &vec, &inflight);
    while (count < LENGTH && !(sring_sendmsg_ready(&ring, &inflight) && !readable(&fds.in))) {
        struct msghdr message = {.msg_iov = &part,
                                 .msg_iovlen = 1,
                                 .msg_control = &taken,
                                 .msg_controllen = sizeof(taken)};
        ssize_t n;

        assert_true(sring_poll(&ring) >= 0);
        n = recvmsg(sring_fd_raw(&fds.in), &message, MSG_DONTWAIT);
        count += n > 0 ? (size_t)n : 0;
        if (n > 0 && message.msg_controllen) {
            files++;
            memcpy(&fd, CMSG_DATA(&taken.header), sizeof(fd));
            close(fd);
        }
    }
    sring_sendmsg_wait(&ring, &inflight, &done);
    assert_int_equal(sring_sendmsg_finish(&done, &vec), LENGTH);
    assert_int_equal(count, LENGTH);
    assert_int_equal(files, 1);
    sring_vec_free(&vec);
    close_two(&ring, &fds);
}

/* What is not open for the direction is refused, not waited for. */
static void splice_to_the_wrong_end(void **state)
{
    struct two_fds one, other;
    struct sring_fd file;

    (void)state;
    open_pipe(&one);
    open_pipe(&other);
    temporary_file(&file, "");
    for (int flags = 0; flags <= SPLICE_F_NONBLOCK; flags += SPLICE_F_NONBLOCK) {
        assert_int_equal(splice_with(&one.in, &other.in, flags), -EBADF);
        assert_int_equal(splice_with(&one.out, &other.out, flags), -EBADF);
        assert_int_equal(splice_with(&file, &other.out, flags), -EBADF);
        assert_int_equal(tee_with(&one.in, &other.in, flags), -EBADF);
        assert_int_equal(tee_with(&one.out, &other.out, flags), -EBADF);
    }
    close_two(&ring, &one);
    close_two(&ring, &other);
    sring_fd_close(&ring, &file);
}

/* A receive with MSG_WAITALL takes several packets. */
static void packets(void **state)
{
    const struct sring_recv_options options = {.flags = MSG_WAITALL,
                                               .timeout_ns = 50 * MILLISECOND};
    struct two_fds fds;
    struct sring_buf buf;

    (void)state;
    open_socketpair(&fds, SOCK_SEQPACKET);
    for (int length = 8; length <= 9; length++) { /* the second receive waits for a byte in vain */
        new_buf(&buf, (size_t)length);
        write_text(&fds.out, "four");
        write_text(&fds.out, "more");
        assert_int_equal(sring_recv_await_with(&ring, &fds.in, &buf, &options, NULL), 8);
        expect_buf(&buf, "fourmore");
        sring_buf_free(&buf);
    }
    close_two(&ring, &fds);
}

/* --- signals -------------------------------------------------------------------------------- */

static bool is_pending(void)
{
    sigset_t pending;

    return !sigpending(&pending) && sigismember(&pending, SIGPIPE);
}

static int change_mask(int how)
{
    sigset_t set;

    return sigemptyset(&set) || sigaddset(&set, SIGPIPE) || sigprocmask(how, &set, NULL);
}

static void expect_epipe(const struct sring_fd *in, const struct sring_fd *out, bool tees)
{
    CHILD_CHECK(sring_splice_await(&ring, out, in, UINT64_MAX, UINT64_MAX, 4, 0) == -EPIPE);
    CHILD_CHECK(!tees || sring_tee_await(&ring, out, in, 4, 0) == -EPIPE);
}

/* Also with SIGPIPE blocked: one that is pending before stays, and no other comes. */
static void splice_to_nobody(void *arg)
{
    struct two_fds in, pipe, sockets, tcp;
    int raw[2];

    (void)arg;
    CHILD_CHECK(sring_open(&ring, &wanted) == 0);
    CHILD_CHECK(signal(SIGPIPE, SIG_DFL) != SIG_ERR && change_mask(SIG_UNBLOCK) == 0);
    open_pipe(&in);
    write_text(&in.out, "text");
    open_pipe(&pipe);
    sring_fd_close(&ring, &pipe.in);
    open_socketpair(&sockets, SOCK_STREAM);
    sring_fd_close(&ring, &sockets.in);
    open_tcp(raw);
    sring_fd_adopt(&tcp.in, raw[0]);
    sring_fd_adopt(&tcp.out, raw[1]);
    CHILD_CHECK(shutdown(raw[1], SHUT_WR) == 0);
    for (int i = 0; i < 3; i++) {
        expect_epipe(&in.in, &pipe.out, true);
        expect_epipe(&in.in, &sockets.out, false);
        expect_epipe(&in.in, &tcp.out, false);
        CHILD_CHECK(is_pending() == (i == 2));
        CHILD_CHECK(change_mask(SIG_BLOCK) == 0);
        if (i == 1) {
            CHILD_CHECK(raise(SIGPIPE) == 0);
        }
    }
    sring_fd_close(&ring, &pipe.out);
    sring_fd_close(&ring, &sockets.out);
    close_two(&ring, &tcp);
    close_two(&ring, &in);
    sring_close(&ring);
}

static void no_sigpipe(void **state)
{
    (void)state;
    expect_child(splice_to_nobody, NULL);
}

/* --- kinds of files ------------------------------------------------------------------------- */

static void open_terminal(struct sring_fd *master, struct sring_fd *slave)
{
    int raw = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct termios modes;

    assert_true(raw >= 0);
    assert_int_equal(grantpt(raw) || unlockpt(raw), 0);
    sring_fd_adopt(slave, open(ptsname(raw), O_RDWR | O_NOCTTY | O_CLOEXEC));
    sring_fd_adopt(master, raw);
    assert_int_equal(tcgetattr(raw, &modes), 0);
    cfmakeraw(&modes);
    assert_int_equal(tcsetattr(raw, TCSANOW, &modes), 0);
}

static void terminals(void **state)
{
    struct sring_write_submitted writes;
    struct sring_write_completed written;
    struct sring_read_submitted reads;
    struct sring_read_completed done;
    struct sring_read_building op;
    struct sring_write_building large;
    struct sring_fd master, slave;
    static char taken[200000];
    struct sring_buf buf;
    size_t count = 0;

    (void)state;
    open_terminal(&master, &slave);
    new_buf(&buf, 8);
    assert_int_equal(sring_read_init(&ring, &op, &slave), 0);
    sring_read_submit(&ring, &op, &buf, &reads);
    assert_int_equal(sring_flush(&ring), 0);
    assert_false(sring_read_ready(&ring, &reads));
    write_text(&master, "key");
    sring_read_wait(&ring, &reads, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 3);
    sring_buf_free(&buf);

    new_buf(&buf, sizeof(taken)); /* more than a terminal keeps */
    sring_buf_set_length(&buf, sizeof(taken));
    assert_int_equal(sring_write_init(&ring, &large, &slave), 0);
    sring_write_submit(&ring, &large, &buf, &writes);
    assert_int_equal(sring_flush(&ring), 0);
    assert_false(sring_write_ready(&ring, &writes));
    while (count < sizeof(taken)) {
        ssize_t n = read(sring_fd_raw(&master), taken, sizeof(taken));

        assert_true(n > 0);
        count += (size_t)n;
        assert_true(sring_poll(&ring) >= 0);
    }
    sring_write_wait(&ring, &writes, &written);
    assert_int_equal(sring_write_finish(&written, &buf), sizeof(taken));
    sring_buf_free(&buf);
    sring_fd_close(&ring, &slave);
    sring_fd_close(&ring, &master);
}

/* --- what waits ----------------------------------------------------------------------------- */

static int ended_by(struct sring_fd *file, bool writes)
{
    struct sring_buf buf;
    int rc;

    new_buf(&buf, 1 << 20);
    if (writes) {
        struct sring_write_building op;
        struct sring_write_submitted inflight;
        struct sring_write_completed done;

        sring_buf_set_length(&buf, 1 << 20);
        assert_int_equal(sring_write_init(&ring, &op, file), 0);
        sring_write_submit(&ring, &op, &buf, &inflight);
        assert_int_equal(sring_flush(&ring), 0);
        sring_write_cancel(&ring, &inflight, &done);
        rc = sring_write_finish(&done, &buf);
    } else {
        struct sring_read_building op;
        struct sring_read_submitted inflight;
        struct sring_read_completed done;

        assert_int_equal(sring_read_init(&ring, &op, file), 0);
        sring_read_submit(&ring, &op, &buf, &inflight);
        assert_int_equal(sring_flush(&ring), 0);
        sring_read_cancel(&ring, &inflight, &done);
        rc = sring_read_finish(&done, &buf);
    }
    sring_buf_free(&buf);
    return rc;
}

static void fill(const struct sring_fd *file)
{
    static const char data[4096];
    int raw = sring_fd_raw(file), flags = fcntl(raw, F_GETFL);

    (void)fcntl(raw, F_SETFL, flags | O_NONBLOCK);
    while (write(raw, data, sizeof(data)) > 0) {
    }
    (void)fcntl(raw, F_SETFL, flags);
}

/* Also what a terminal has taken a part of: the part is the result. */
static void cancelled_waits(void **state)
{
    struct sring_fd master, slave, listener, event;
    struct sockaddr_storage address;
    struct two_fds pipe, sockets;
    socklen_t length;

    (void)state;
    open_pipe(&pipe);
    open_socketpair(&sockets, SOCK_STREAM);
    open_terminal(&master, &slave);
    listen_on(&listener, AF_INET, &address, &length);
    sring_fd_adopt(&event, (int)syscall(__NR_eventfd2, 0, O_CLOEXEC));
    assert_int_equal(ended_by(&pipe.in, false), -ECANCELED);
    assert_int_equal(ended_by(&sockets.in, false), -ECANCELED);
    assert_int_equal(ended_by(&slave, false), -ECANCELED);
    assert_int_equal(ended_by(&event, false), -ECANCELED);
    ASSERT_BETWEEN(ended_by(&slave, true), 1, (1 << 20) - 1);
    fill(&pipe.out);
    fill(&sockets.out);
    assert_int_equal(ended_by(&pipe.out, true), -ECANCELED);
    assert_int_equal(ended_by(&sockets.out, true), -ECANCELED);
    {
        struct sring_accept_building op;
        struct sring_accept_submitted inflight;
        struct sring_accept_completed done;
        struct sring_fd none;

        assert_int_equal(sring_accept_init(&ring, &op, &listener), 0);
        sring_accept_submit(&ring, &op, &inflight);
        assert_int_equal(sring_flush(&ring), 0);
        sring_accept_cancel(&ring, &inflight, &done);
        assert_int_equal(sring_accept_finish(&done, &none), -ECANCELED);
    }
    {
        struct sring_poll_add_building op;
        struct sring_poll_add_submitted inflight;
        struct sring_poll_add_completed done;

        assert_int_equal(sring_poll_add_init(&ring, &op, &sockets.in, POLLPRI), 0);
        sring_poll_add_submit(&ring, &op, &inflight);
        assert_int_equal(sring_flush(&ring), 0);
        sring_poll_add_cancel(&ring, &inflight, &done);
        assert_int_equal(sring_poll_add_finish(&done), -ECANCELED);
    }
    assert_int_equal(fcntl(sring_fd_raw(&listener), F_GETFL) & O_NONBLOCK, 0);
    close_two(&ring, &pipe);
    close_two(&ring, &sockets);
    sring_fd_close(&ring, &master);
    sring_fd_close(&ring, &slave);
    sring_fd_close(&ring, &listener);
    sring_fd_close(&ring, &event);
}

/* The pollable descriptor tells of data, of a timer and of a worker, and is then silent. */
static void told_in_another_loop(void **state)
{
    struct pollfd pollable = {.events = POLLIN};
    struct sring_timeout_building timeout;
    struct sring_timeout_submitted time;
    struct sring_timeout_completed passed;
    struct sring_fsync_building sync;
    struct sring_fsync_submitted syncs;
    struct sring_fsync_completed synced;
    struct sring_recv_building op;
    struct sring_recv_submitted inflight;
    struct sring_recv_completed done;
    struct sring_fd file;
    struct two_fds fds;
    struct sring_buf buf;
    int rc;

    (void)state;
    pollable.fd = sring_pollable_fd(&ring);
    assert_true(pollable.fd >= 0);
    open_socketpair(&fds, SOCK_STREAM);
    new_buf(&buf, 8);
    assert_int_equal(sring_recv_init(&ring, &op, &fds.in), 0);
    sring_recv_submit(&ring, &op, &buf, &inflight);
    assert_true(sring_poll(&ring) >= 0);
    assert_int_equal(poll(&pollable, 1, 20), 0);
    write_text(&fds.out, "data");
    assert_int_equal(poll(&pollable, 1, 5000), 1);
    assert_true(sring_poll(&ring) >= 0);
    assert_true(sring_recv_ready(&ring, &inflight));
    sring_recv_wait(&ring, &inflight, &done);
    assert_int_equal(sring_recv_finish(&done, &buf), 4);
    sring_buf_free(&buf);

    rc = sring_timeout_init(&ring, &timeout, 20 * MILLISECOND);
    assert_int_equal(rc, 0);
    sring_timeout_submit(&ring, &timeout, &time);
    assert_true(sring_poll(&ring) >= 0);
    assert_int_equal(poll(&pollable, 1, 5000), 1);
    assert_true(sring_poll(&ring) >= 0);
    assert_true(sring_timeout_ready(&ring, &time));
    sring_timeout_wait(&ring, &time, &passed);
    assert_int_equal(sring_timeout_finish(&passed), -ETIME);

    temporary_file(&file, "content");
    assert_int_equal(sring_fsync_init(&ring, &sync, &file), 0);
    sring_fsync_submit(&ring, &sync, &syncs);
    do {
        assert_true(sring_poll(&ring) >= 0);
        rc = sring_fsync_ready(&ring, &syncs);
        assert_true(rc || poll(&pollable, 1, 5000) == 1);
    } while (!rc);
    sring_fsync_wait(&ring, &syncs, &synced);
    assert_int_equal(sring_fsync_finish(&synced), 0);
    assert_true(sring_poll(&ring) >= 0);
    assert_int_equal(poll(&pollable, 1, 20), 0);
    sring_fd_close(&ring, &file);
    close_two(&ring, &fds);
}

/* --- many ----------------------------------------------------------------------------------- */

/* The shortest of up to `rounds` times, in nanoseconds: a busy machine needs more rounds. One that
 * is not above `enough` ends them. */
static uint64_t time_of_messages(struct two_fds *fds, int rounds, uint64_t enough)
{
    uint64_t best = UINT64_MAX;
    struct sring_buf buf;

    for (int round = 0; round < rounds && best > enough; round++) {
        uint64_t begin = now_ns(), end;

        for (int i = 0; i < 200; i++) {
            text_buf(&buf, "message");
            assert_int_equal(sring_send_await(&ring, &fds->out, &buf), 7);
            assert_int_equal(sring_recv_await(&ring, &fds->in, &buf), 7);
            sring_buf_free(&buf);
        }
        end = now_ns();
        best = end - begin < best ? end - begin : best;
    }
    return best;
}

/* Each connection has a receive that waits: they cost memory, but no time. */
static void idle_connections(void **state)
{
    enum {
        MOST = 10000
    };
    const struct sring_options options = {.backend = SRING_BACKEND_FALLBACK, .capacity = 2 * MOST};
    static struct sring_fd idle[MOST];
    uint64_t alone, beside, begin;
    struct rlimit limit;
    struct two_fds fds;
    int count;

    (void)state;
    sring_close(&ring);
    assert_int_equal(sring_open(&ring, &options), 0);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    count = limit.rlim_cur > 2 * MOST + 100 ? MOST : (int)(limit.rlim_cur - 100) / 2;
    open_socketpair(&fds, SOCK_STREAM);
    alone = time_of_messages(&fds, 10, 0);
    for (int i = 0; i < count; i++) {
        struct sring_recv_building op;
        struct sring_recv_submitted inflight;
        struct sring_buf buf;

        sring_fd_adopt(&idle[i], socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        new_buf(&buf, 8);
        assert_int_equal(sring_recv_init(&ring, &op, &idle[i]), 0);
        sring_recv_submit(&ring, &op, &buf, &inflight);
        sring_recv_detach(&ring, &inflight);
    }
    assert_int_equal(sring_flush(&ring), 0);
    assert_int_equal(in_flight(&ring), count);
    beside = time_of_messages(&fds, 200, 3 * alone);
    if (beside > 3 * alone) {
        fail_msg("%d idle connections: %llu ns instead of %llu", count, (unsigned long long)beside,
                 (unsigned long long)alone);
    }
    begin = now_ns();
    for (int i = 0; i < count; i++) {
        close(sring_fd_release(&idle[i]));
    }
    close_two(&ring, &fds);
    sring_close(&ring);
    assert_true(now_ns() - begin < 5000 * MILLISECOND);
    assert_int_equal(sring_open(&ring, &wanted), 0);
}

/* A forked child closes its copy, and the parent goes on. */
static void close_in_child(void *arg)
{
    (void)arg;
    sring_close(&ring);
    CHILD_CHECK(count_threads("sring-") == 0);
}

static void forked(void **state)
{
    struct sring_recv_submitted inflight;
    struct sring_recv_completed done;
    struct sring_recv_building op;
    struct two_fds fds;
    struct sring_buf buf;

    (void)state;
    open_socketpair(&fds, SOCK_STREAM);
    new_buf(&buf, 8);
    assert_int_equal(sring_recv_init(&ring, &op, &fds.in), 0);
    sring_recv_submit(&ring, &op, &buf, &inflight);
    assert_int_equal(sring_flush(&ring), 0);
    expect_child(close_in_child, NULL);
    write_text(&fds.out, "still");
    sring_recv_wait(&ring, &inflight, &done);
    assert_int_equal(sring_recv_finish(&done, &buf), 5);
    sring_buf_free(&buf);
    close_two(&ring, &fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_preadv2),      cmocka_unit_test(without_pwait2),
        cmocka_unit_test(by_options),           cmocka_unit_test(by_environment),
        FALLBACK_TEST(refused_options),         cmocka_unit_test(forbidden),
        FALLBACK_TEST(keep_their_order),        FALLBACK_TEST(both_directions),
        FALLBACK_TEST(the_position_of_a_file),  FALLBACK_TEST(closed_at_once),
        FALLBACK_TEST(closed_elsewhere),        FALLBACK_TEST(all_of_a_stream),
        FALLBACK_TEST(parts_of_a_stream),       FALLBACK_TEST(message_with_a_file),
        FALLBACK_TEST(splice_to_the_wrong_end), FALLBACK_TEST(packets),
        cmocka_unit_test(no_sigpipe),           FALLBACK_TEST(terminals),
        FALLBACK_TEST(cancelled_waits),         FALLBACK_TEST(told_in_another_loop),
        FALLBACK_TEST(idle_connections),        FALLBACK_TEST(forked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
