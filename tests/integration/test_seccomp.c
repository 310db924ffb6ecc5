/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A container's seccomp profile forbids io_uring: at setup, or on an open ring.
 */
#include "support.h"

#include <poll.h>
#include <sys/syscall.h>

static const struct sring_options of_uring = {.backend = SRING_BACKEND_URING};

static void forbidden_setup(void *arg)
{
    int error = *(int *)arg;
    int fds = count_fds();
    struct sring ring;
    char text[512];

    forbid_call(__NR_io_uring_setup, error);
    CHILD_CHECK(sring_open(&ring, &of_uring) == -error);
    CHILD_CHECK(sring_explain(-error, text, sizeof(text)) > 20);
    CHILD_CHECK(count_fds() == fds);
}

static void setup(void **state)
{
    static int errors[] = {EPERM, ENOSYS, EACCES, ENOMEM, EMFILE};

    (void)state;
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        expect_child(forbidden_setup, &errors[i]);
    }
}

/* Also through the system call that is inlined into wait. */
static void forbidden_enter(void *arg)
{
    static struct counted counted;
    int error = *(int *)arg;
    struct sring ring;
    struct sring_fd fd;
    struct sring_buf buf;

    CHILD_CHECK(sring_open(&ring, &of_uring) == 0);
    temporary_file(&fd, "content");
    counted_buf(&buf, &counted);
    forbid_call(__NR_io_uring_enter, error);
    for (int i = 0; i < (error == EAGAIN ? 1 : 300); i++) { /* more than the queue holds */
        CHILD_CHECK(sring_read_at_await(&ring, &fd, &buf, 0) == -error);
        CHILD_CHECK(sring_buf_length(&buf) == 0);
    }
    CHILD_CHECK(sring_nop_await(&ring) == -error);
    sring_buf_free(&buf);
    CHILD_CHECK(counted.freed == 1);
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
}

static void enter(void **state)
{
    static int errors[] = {EPERM, ENOSYS, EBADF, EAGAIN};

    (void)state;
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        expect_child(forbidden_enter, &errors[i]);
    }
}

static void forbidden_register(void *arg)
{
    struct sring ring;
    struct sring_fd fd;
    struct sring_buf buf;
    struct sring_direct_fd direct;
    struct sring_registered_buf registered;

    (void)arg;
    forbid_call(__NR_io_uring_register, EPERM);
    CHILD_CHECK(sring_open(&ring, &of_uring) == 0); /* it works without this */
    CHILD_CHECK(sring_nop_await(&ring) == 0);
    temporary_file(&fd, "content");
    new_buf(&buf, 64);
    CHILD_CHECK(sring_fd_register(&ring, &fd, &direct) == -EPERM);
    CHILD_CHECK(sring_buf_register(&ring, &buf, &registered) == -EPERM);
    sring_buf_free(&buf);
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
}

static void registrations(void **state)
{
    (void)state;
    expect_child(forbidden_register, NULL);
}

/* The kernel takes no more requests: the files to be closed are closed, and no others. */
static void refused_close_direct(void *arg)
{
    struct sring_close_direct_building op;
    struct sring_close_direct_submitted inflight;
    struct sring_close_direct_completed done;
    struct sring_direct_fd direct;
    struct two_fds fds;
    struct pollfd end = {.events = POLLIN};
    struct sring ring;
    char byte;
    int count;

    (void)arg;
    CHILD_CHECK(sring_open(&ring, &of_uring) == 0);
    open_socketpair(&fds, SOCK_STREAM);
    end.fd = sring_fd_raw(&fds.out);
    CHILD_CHECK(sring_fd_register(&ring, &fds.in, &direct) == 0);
    sring_fd_close(&ring, &fds.in);
    CHILD_CHECK(sring_close_direct_init(&ring, &op) == 0);
    count = count_fds();
    forbid_call(__NR_io_uring_enter, EPERM);
    sring_close_direct_submit(&ring, &op, &direct, &inflight);
    sring_close_direct_wait(&ring, &inflight, &done);
    CHILD_CHECK(sring_close_direct_finish(&done) == -EPERM);
    CHILD_CHECK(count_fds() == count);
    /* Linux 6.1 takes a moment to close it. */
    CHILD_CHECK(UNINTERRUPTED(poll(&end, 1, 5000)) == 1);
    CHILD_CHECK(read(end.fd, &byte, 1) == 0);
    sring_fd_close(&ring, &fds.out);
    sring_close(&ring);
}

/* The library does not use direct descriptors if the kernel does not report support for them. */
static void unknown_kernel(void *arg)
{
    struct sring_accept_direct_building op;
    struct sring_direct_fd direct;
    struct sring_fd fd;
    struct sring ring;
    char why[256];

    (void)arg;
    CHILD_CHECK(sring_open(&ring, &of_uring) == 0);
    temporary_file(&fd, "");
    CHILD_CHECK(sring_fd_register(&ring, &fd, &direct) == 0);
    forbid_call(__NR_io_uring_register, EINVAL);
    CHILD_CHECK(sring_accept_direct_init(&ring, &op, &fd) == -EOPNOTSUPP);
    (void)sring_explain(-EOPNOTSUPP, why, sizeof(why));
    CHILD_CHECK(strstr(why, "direct descriptors"));
    CHILD_CHECK(sring_close_direct_await(&ring, &direct) == 0); /* unregistered instead */
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
}

static void direct_descriptors(void **state)
{
    (void)state;
    NEEDS(5, 15, "close_direct");
    expect_child(refused_close_direct, NULL);
    expect_child(unknown_kernel, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(setup),
        cmocka_unit_test(enter),
        cmocka_unit_test(registrations),
        cmocka_unit_test(direct_descriptors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
