/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Descriptors in messages: the right ones arrive, and none stays open.
 */
#include "support.h"

#include <sys/resource.h>

enum {
    MOST = 8
};

static int failures; /* of malloc */

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    if (failures > 0) {
        failures--;
        return NULL;
    }
    return __real_malloc(size);
}

struct control {
    size_t length;
    union {
        struct cmsghdr header;
        unsigned char bytes[CMSG_SPACE(MOST * sizeof(int))];
    } data;
};

/* Control data with these descriptors. */
static void rights(struct control *control, const int *fds, size_t count)
{
    memset(control, 0, sizeof(*control));
    control->length = CMSG_SPACE(count * sizeof(int));
    control->data.header.cmsg_len = CMSG_LEN(count * sizeof(int));
    control->data.header.cmsg_level = SOL_SOCKET;
    control->data.header.cmsg_type = SCM_RIGHTS;
    memcpy(CMSG_DATA(&control->data.header), fds, count * sizeof(int));
}

/* A file identified by its size. */
static int sized_file(size_t size)
{
    struct sring_fd fd;

    temporary_file(&fd, "");
    assert_int_equal(ftruncate(sring_fd_raw(&fd), (off_t)size), 0);
    return sring_fd_release(&fd);
}

static void expect_size(const struct sring_fd *fd, size_t size)
{
    struct stat stat;

    assert_int_equal(fstat(sring_fd_raw(fd), &stat), 0);
    assert_int_equal(stat.st_size, size);
}

/* Begins a send of a byte with `count` files of 1, 2, 3... bytes, and closes the files at once. */
static void init_with_files(struct sring *ring, struct two_fds *fds, size_t count,
                            struct sring_sendmsg_building *op)
{
    struct control control;
    int raw[MOST];

    for (size_t i = 0; i < count; i++) {
        raw[i] = sized_file(i + 1);
    }
    rights(&control, raw, count);
    assert_int_equal(
        sring_sendmsg_init(ring, op, &fds->out, NULL, 0, &control.data, control.length), 0);
    memset(&control, 0xff, sizeof(control));
    for (size_t i = 0; i < count; i++) {
        close(raw[i]);
    }
}

static void send_files(struct sring *ring, struct two_fds *fds, size_t count)
{
    struct sring_sendmsg_building op;
    struct sring_sendmsg_submitted inflight;
    struct sring_sendmsg_completed done;
    struct sring_vec vec;

    init_with_files(ring, fds, count, &op);
    text_vec(&vec, "x");
    sring_sendmsg_submit(ring, &op, &vec, &inflight);
    sring_sendmsg_wait(ring, &inflight, &done);
    assert_int_equal(sring_sendmsg_finish(&done, &vec), 1);
    sring_vec_free(&vec);
}

static void init_receive(struct sring *ring, struct two_fds *fds, size_t room,
                         struct sring_recvmsg_building *op, struct sring_vec *vec)
{
    new_vec(vec, 1, (const size_t[]){8});
    assert_int_equal(sring_recvmsg_init(ring, op, &fds->in, (uint32_t)room), 0);
}

static void receive(struct sring *ring, struct two_fds *fds, size_t room,
                    struct sring_recvmsg_completed *done)
{
    struct sring_recvmsg_building op;
    struct sring_recvmsg_submitted inflight;
    struct sring_vec vec;

    init_receive(ring, fds, room, &op, &vec);
    sring_recvmsg_submit(ring, &op, &vec, &inflight);
    sring_recvmsg_wait(ring, &inflight, done);
}

static void finish(struct sring_recvmsg_completed *done, int result)
{
    struct sring_vec vec;

    assert_int_equal(sring_recvmsg_finish(done, &vec), result);
    sring_vec_free(&vec);
}

static void handed_out(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_recvmsg_completed done;
    struct sring_fd file;
    struct control control;
    size_t length = sizeof(control.data);
    int before;

    open_socketpair(&fds, SOCK_STREAM);
    before = count_fds();
    send_files(ring, &fds, 3);
    assert_int_equal(count_fds(), before);
    receive(ring, &fds, sizeof(control.data), &done);
    assert_int_equal(count_fds(), before + 3);
    for (size_t i = 1; i <= 2; i++) {
        assert_int_equal(sring_recvmsg_next_file(&done, &file), 0);
        expect_size(&file, i);
        assert_int_equal(fcntl(sring_fd_raw(&file), F_GETFD), FD_CLOEXEC);
        sring_fd_close(ring, &file);
    }
    sring_recvmsg_control(&done, &control.data, &length);
    assert_int_equal(length, CMSG_SPACE(3 * sizeof(int)));
    assert_int_equal(control.data.header.cmsg_type, SCM_RIGHTS);
    for (int i = 0; i < 3; i++) {
        int raw;

        memcpy(&raw, CMSG_DATA(&control.data.header) + (size_t)i * sizeof(int), sizeof(raw));
        assert_int_equal(raw, -1);
    }
    assert_int_equal(count_fds(), before + 1);
    finish(&done, 1); /* closes the third */
    assert_int_equal(count_fds(), before);

    send_files(ring, &fds, 1);
    receive(ring, &fds, sizeof(control.data), &done);
    assert_int_equal(sring_recvmsg_next_file(&done, &file), 0);
    assert_int_equal(sring_recvmsg_next_file(&done, &(struct sring_fd){0}), -ENOENT);
    finish(&done, 1);
    expect_size(&file, 1); /* the program owns it */
    sring_fd_close(ring, &file);
    assert_int_equal(count_fds(), before);
    close_two(ring, &fds);
}

SRING_RECVMSG_CALLBACK(on_received)
{
    finish(done, 1);
}

/* Received files are not taken, with each way to end the operation. */
static void never_asked_for(void **state)
{
    enum {
        DETACHED,
        DETACHED_QUEUED,
        DETACHED_DONE,
        CALLBACK,
        BATCH,
        AWAIT,
        PEEKED,
        WAYS
    };
    struct sring *ring = *state;

    for (int way = 0; way < WAYS; way++) {
        struct two_fds fds;
        struct sring_recvmsg_building op;
        struct sring_recvmsg_submitted inflight;
        struct sring_recvmsg_completed done;
        struct sring_batch_building batch;
        struct sring_batch_submitted batch_inflight;
        struct sring_batch_completed batch_done;
        struct sring_vec vec;
        int before;

        open_socketpair(&fds, SOCK_STREAM);
        before = count_fds();
        init_receive(ring, &fds, 256, &op, &vec);
        switch (way) {
        case DETACHED:
            sring_recvmsg_submit(ring, &op, &vec, &inflight);
            assert_int_equal(sring_flush(ring), 0);
            sring_recvmsg_detach(ring, &inflight);
            send_files(ring, &fds, 3);
            break;
        case DETACHED_QUEUED:
            sring_recvmsg_submit(ring, &op, &vec, &inflight);
            sring_recvmsg_detach(ring, &inflight);
            send_files(ring, &fds, 3);
            break;
        case DETACHED_DONE:
            sring_recvmsg_submit(ring, &op, &vec, &inflight);
            send_files(ring, &fds, 3);
            while (!sring_recvmsg_ready(ring, &inflight)) {
            }
            assert_int_equal(count_fds(), before + 3);
            sring_recvmsg_detach(ring, &inflight);
            break;
        case CALLBACK:
            sring_recvmsg_start(ring, &op, &vec, on_received, NULL);
            send_files(ring, &fds, 3);
            break;
        case BATCH:
            assert_int_equal(sring_batch_init(ring, &batch, 1), 0);
            sring_recvmsg_add(ring, &batch, &op, &vec);
            sring_batch_submit(ring, &batch, &batch_inflight);
            send_files(ring, &fds, 3);
            sring_batch_wait(ring, &batch_inflight, &batch_done);
            sring_batch_finish(ring, &batch_done);
            break;
        case AWAIT:
            send_files(ring, &fds, 3);
            sring_recvmsg_abandon(ring, &op);
            assert_int_equal(sring_recvmsg_await(ring, &fds.in, &vec, 256), 1);
            sring_vec_free(&vec);
            break;
        default:
            send_files(ring, &fds, 3);
            sring_recvmsg_set_flags(&op, MSG_PEEK);
            sring_recvmsg_submit(ring, &op, &vec, &inflight);
            sring_recvmsg_wait(ring, &inflight, &done);
            assert_int_equal(count_fds(), before + 3);
            finish(&done, 1);
            receive(ring, &fds, 256, &done);
            finish(&done, 1);
        }
        assert_int_equal(sring_run(ring), 0);
        assert_int_equal(count_fds(), before);
        close_two(ring, &fds);
    }
}

/* A Completed handle that is never finished: the program loses its descriptors. If the operation
 * was not waited for, closing the ring closes them. */
static void ring_closed(void **state)
{
    struct sring ring;
    struct two_fds fds;
    struct sring_recvmsg_building op;
    struct sring_recvmsg_submitted inflight;
    struct sring_vec vec;
    int before = count_fds();

    (void)state;
    open_ring(&ring, 8, 64);
    open_socketpair(&fds, SOCK_STREAM);
    init_receive(&ring, &fds, 256, &op, &vec);
    sring_recvmsg_submit(&ring, &op, &vec, &inflight);
    send_files(&ring, &fds, 3);
    sring_recvmsg_submitted_stash(&inflight);
    close_two(&ring, &fds);
    sring_close(&ring);
    assert_int_equal(count_fds(), before);
}

/* As many arrive as there is room for. */
static void truncated(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    int before;

    open_socketpair(&fds, SOCK_STREAM);
    before = count_fds();
    for (size_t room = 0; room <= CMSG_SPACE(4 * sizeof(int)); room++) {
        size_t fit = room < CMSG_LEN(0) ? 0 : (room - CMSG_LEN(0)) / sizeof(int);
        size_t come = 0;
        struct sring_recvmsg_completed done;
        struct sring_fd file;
        uint32_t flags;

        fit = fit < 3 ? fit : 3;
        send_files(ring, &fds, 3);
        receive(ring, &fds, room, &done);
        assert_int_equal(count_fds(), before + (int)fit);
        sring_recvmsg_msg_flags(&done, &flags);
        assert_int_equal(!!(flags & MSG_CTRUNC), fit < 3);
        for (;;) {
            int rc = sring_recvmsg_next_file(&done, &file);

            if (rc) {
                break;
            }
            expect_size(&file, ++come);
            sring_fd_close(ring, &file);
        }
        assert_int_equal(come, fit);
        finish(&done, 1);
        assert_int_equal(count_fds(), before);
    }
    close_two(ring, &fds);
}

/* The kernel reads the descriptors when it can send, maybe long after submit. */
static void sent_late(void **state)
{
    struct sring *ring = *state;
    static char stuffing[1 << 20];
    struct two_fds fds;
    struct sring_sendmsg_building op;
    struct sring_sendmsg_submitted inflight;
    struct sring_sendmsg_completed done;
    struct sring_recvmsg_completed received;
    struct sring_fd file;
    struct sring_vec vec;
    int others[4], before;
    ssize_t stuffed, n;

    if (sizeof(void *) < 8) {
        print_message("SKIP: the 64-bit kernel returns -EINVAL if the descriptors of a 32-bit "
                      "program have to wait\n");
        skip();
    }
    open_socketpair(&fds, SOCK_STREAM);
    stuffed = send(sring_fd_raw(&fds.out), stuffing, sizeof(stuffing), MSG_DONTWAIT);
    assert_true(stuffed > 0);
    while ((n = send(sring_fd_raw(&fds.out), stuffing, 1, MSG_DONTWAIT)) > 0) {
        stuffed += n;
    }
    before = count_fds();
    init_with_files(ring, &fds, 2, &op);
    text_vec(&vec, "x");
    sring_sendmsg_submit(ring, &op, &vec, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    assert_false(sring_sendmsg_ready(ring, &inflight));
    for (int i = 0; i < 4; i++) {
        others[i] = sized_file(100); /* with the numbers of the sent ones */
    }
    while (stuffed > 0) {
        n = recv(sring_fd_raw(&fds.in), stuffing, (size_t)stuffed, 0);
        assert_true(n > 0);
        stuffed -= n;
    }
    sring_sendmsg_wait(ring, &inflight, &done);
    assert_int_equal(sring_sendmsg_finish(&done, &vec), 1);
    sring_vec_free(&vec);
    receive(ring, &fds, 256, &received);
    for (size_t i = 1; i <= 2; i++) {
        assert_int_equal(sring_recvmsg_next_file(&received, &file), 0);
        expect_size(&file, i);
        sring_fd_close(ring, &file);
    }
    finish(&received, 1);
    for (int i = 0; i < 4; i++) {
        close(others[i]);
    }
    assert_int_equal(count_fds(), before);
    close_two(ring, &fds);
}

/* Descriptors that are not sent are closed, too. */
static void not_sent(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_sendmsg_building op;
    struct sring_sendmsg_submitted inflight;
    struct sring_sendmsg_completed done;
    struct rlimit limit, none;
    struct control control;
    struct sring_vec vec;
    static const unsigned char large[1000]; /* more than fits into small scratch memory */
    int before, raw[3];

    open_socketpair(&fds, SOCK_STREAM);
    before = count_fds();
    init_with_files(ring, &fds, 3, &op);
    assert_int_equal(count_fds(), before + 3);
    sring_sendmsg_abandon(ring, &op);
    assert_int_equal(count_fds(), before);

    raw[0] = sized_file(1);
    raw[1] = 12345;
    raw[2] = raw[0];
    rights(&control, raw, 3);
    assert_int_equal(
        sring_sendmsg_init(ring, &op, &fds.out, NULL, 0, &control.data, control.length), -EBADF);
    assert_int_equal(count_fds(), before + 1);
    raw[1] = raw[0];
    rights(&control, raw, 3);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    none = limit;
    none.rlim_cur = (rlim_t)raw[0] + 2;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    assert_int_equal(
        sring_sendmsg_init(ring, &op, &fds.out, NULL, 0, &control.data, control.length), -EMFILE);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(count_fds(), before + 1);
    failures = 1;
    assert_int_equal(sring_sendmsg_init(ring, &op, &fds.out, NULL, 0, large, sizeof(large)),
                     -ENOMEM);
    assert_int_equal(failures, 0);
    assert_int_equal(count_fds(), before + 1);
    close(raw[0]);
    assert_int_equal(in_flight(ring), 0);

    assert_int_equal(shutdown(sring_fd_raw(&fds.out), SHUT_WR), 0);
    init_with_files(ring, &fds, 3, &op);
    text_vec(&vec, "x");
    sring_sendmsg_submit(ring, &op, &vec, &inflight);
    sring_sendmsg_wait(ring, &inflight, &done);
    assert_int_equal(sring_sendmsg_finish(&done, &vec), -EPIPE);
    assert_int_equal(count_fds(), before);
    init_with_files(ring, &fds, 3, &op);
    sring_sendmsg_submit(ring, &op, &vec, &inflight);
    sring_sendmsg_detach(ring, &inflight);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(count_fds(), before);
    close_two(ring, &fds);
}

/* For any bytes as control data, abandon undoes what init did. */
static void random_control(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    uint32_t words[64];
    uint64_t seed = now_ns();
    int before;

    print_message("seed %llu\n", (unsigned long long)seed);
    srand48((long)seed);
    open_socketpair(&fds, SOCK_STREAM);
    before = count_fds();
    for (int i = 0; i < 20000; i++) {
        struct sring_sendmsg_building op;
        size_t length = (size_t)lrand48() % sizeof(words);
        int rc;

        for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
            words[k] = lrand48() % 3 ? (uint32_t)lrand48() % 5 : (uint32_t)lrand48() % 100;
        }
        rc = sring_sendmsg_init(ring, &op, &fds.out, NULL, 0, words, length);
        if (!rc) {
            sring_sendmsg_abandon(ring, &op);
        }
        assert_true(!rc || rc == -EBADF);
    }
    assert_int_equal(count_fds(), before);
    close_two(ring, &fds);
}

/* Some kernels (before 6.5) continue until the buffer is full, with the descriptors of several
 * messages; others stop after the first message. */
static void several_messages(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_recvmsg_building op;
    struct sring_recvmsg_submitted inflight;
    struct sring_recvmsg_completed done;
    struct sring_fd file;
    struct sring_vec vec;
    int before;

    open_socketpair(&fds, SOCK_STREAM);
    before = count_fds();
    for (int left = 16, now; left; left -= now) {
        if (left == 16 || left == 8) {
            for (int i = 0; i < 8; i++) {
                send_files(ring, &fds, 3);
            }
        }
        init_receive(ring, &fds, 512, &op, &vec);
        sring_recvmsg_set_flags(&op, MSG_WAITALL);
        sring_recvmsg_submit(ring, &op, &vec, &inflight);
        sring_recvmsg_wait(ring, &inflight, &done);
        now = sring_recvmsg_result(&done);
        assert_true(now > 0 && now <= 8);
        assert_int_equal(count_fds(), before + 3 * now);
        for (size_t i = 0; left > 8 && i < (size_t)now * 3; i++) {
            assert_int_equal(sring_recvmsg_next_file(&done, &file), 0);
            expect_size(&file, i % 3 + 1);
            sring_fd_close(ring, &file);
        }
        finish(&done, now);
        assert_int_equal(count_fds(), before);
    }
    close_two(ring, &fds);
}

/* The sender as a descriptor (Linux 6.5), after its credentials. */
static void pidfd(void **state)
{
    struct sring *ring = *state;
    const int on = 1, pass_pidfd = 76; /* SO_PASSPIDFD */
    struct two_fds fds;
    struct sring_recvmsg_completed done;
    struct sring_fd file;
    int before, rc;

    open_socketpair(&fds, SOCK_STREAM);
    before = count_fds();
    rc = setsockopt(sring_fd_raw(&fds.in), SOL_SOCKET, pass_pidfd, &on, sizeof(on));
    rc |= setsockopt(sring_fd_raw(&fds.in), SOL_SOCKET, SO_PASSCRED, &on, sizeof(on));
    if (rc) {
        close_two(ring, &fds);
        SKIP("this kernel has no SO_PASSPIDFD");
    }
    for (int asked = 0; asked < 2; asked++) {
        send_files(ring, &fds, 1);
        receive(ring, &fds, 256, &done);
        assert_int_equal(count_fds(), before + 2);
        for (int i = 0; asked && i < 2; i++) {
            assert_int_equal(sring_recvmsg_next_file(&done, &file), 0);
            sring_fd_close(ring, &file);
        }
        finish(&done, 1);
        assert_int_equal(count_fds(), before);
    }
    close_two(ring, &fds);
}

/* The message arrives at about the time of the deadline: its descriptors are handed over or closed
 * once, or stay in the socket. */
static void at_the_deadline(void **state)
{
    const uint64_t time = MILLISECOND / 5;
    struct sring *ring = *state;
    struct two_fds fds;
    int received = 0;

    open_socketpair(&fds, SOCK_STREAM);
    for (unsigned i = 0; i < 400; i++) {
        struct sring_recvmsg_building op;
        struct sring_recvmsg_submitted inflight;
        struct sring_recvmsg_completed done;
        int raw = sring_fd_raw(&fds.in), before = count_fds(), result;
        struct control control;
        struct iovec part = {"x", 1};
        struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
        struct sring_vec vec;
        struct sring_fd fd;
        uint64_t until;

        rights(&control, (int[]){raw, raw}, 2);
        message.msg_control = &control.data;
        message.msg_controllen = control.length;
        init_receive(ring, &fds, sizeof(control.data), &op, &vec);
        assert_int_equal(sring_recvmsg_set_timeout(ring, &op, time), 0);
        sring_recvmsg_submit(ring, &op, &vec, &inflight);
        assert_int_equal(sring_flush(ring), 0);
        until = now_ns() + time * (i % 100) / 80;
        while (now_ns() < until) {
        }
        assert_int_equal(sendmsg(sring_fd_raw(&fds.out), &message, 0), 1);
        sring_recvmsg_wait(ring, &inflight, &done);
        result = sring_recvmsg_result(&done);
        if (result == 1 && i % 2) {
            assert_int_equal(sring_recvmsg_next_file(&done, &fd), 0);
            sring_fd_close(ring, &fd);
        }
        finish(&done, result);
        if (result == 1) {
            received++;
        } else {
            assert_int_equal(result, -ETIME);
            expect_text(&fds.in, "x"); /* which leaves its files behind */
        }
        assert_int_equal(count_fds(), before);
    }
    assert_true(received > 0);
    close_two(ring, &fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(handed_out),      RING_TEST(never_asked_for), cmocka_unit_test(ring_closed),
        RING_TEST(truncated),       RING_TEST(sent_late),       RING_TEST(not_sent),
        RING_TEST(random_control),  RING_TEST(pidfd),           RING_TEST(several_messages),
        RING_TEST(at_the_deadline),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
