/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * io_uring_enter fails. The library's calls go through the wrapper below (by the linker's --wrap);
 * the system call that is inlined into wait does not, where a setup has one.
 */
#include "batches.h"

#include <liburing.h>
#include <sys/syscall.h>

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);

static struct {
    int error;          /* what the next calls fail with */
    int times;          /* how many of them; -1: all */
    void (*hook)(void); /* runs before each of them */
    long most;          /* so many requests are read by the next call, or 0: all */
} plan;

long __wrap_syscall(long number, ...)
{
    long arguments[6];
    va_list list;

    va_start(list, number);
    for (int i = 0; i < 6; i++) {
        arguments[i] = va_arg(list, long);
    }
    va_end(list);
    if (number == __NR_io_uring_enter && plan.times != 0) {
        if (plan.hook) {
            plan.hook();
            /* What has completed is posted now, as it is when the kernel fails half way. */
            (void)__real_syscall(number, arguments[0], 0L, 0L, (long)IORING_ENTER_GETEVENTS, 0L,
                                 0L);
        }
        plan.times -= plan.times > 0;
        errno = plan.error;
        return -1;
    }
    if (number == __NR_io_uring_enter && plan.most && arguments[1] > plan.most) {
        arguments[1] = plan.most;
        plan.most = 0;
    }
    return __real_syscall(number, arguments[0], arguments[1], arguments[2], arguments[3],
                          arguments[4], arguments[5]);
}

/* Rings that enter the kernel by way of the library: the inlined system call would go past the
 * wrapper. */
static int setup(void **state)
{
    int rc = ring_setup(state);

    ((struct sring *)*state)->owner_ = ((struct sring *)*state)->waiter_ = 0;
    return rc;
}

static int small_setup(void **state)
{
    int rc = small_ring_setup(state);

    ((struct sring *)*state)->owner_ = ((struct sring *)*state)->waiter_ = 0;
    return rc;
}

#define FAULT_TEST(name) cmocka_unit_test_setup_teardown(name, setup, ring_teardown)
#define SMALL_FAULT_TEST(name) cmocka_unit_test_setup_teardown(name, small_setup, ring_teardown)

static void fail_with(int error, int times)
{
    plan.error = error;
    plan.times = times;
    plan.hook = NULL;
}

static void submit_read(struct sring *ring, const struct sring_fd *fd, struct counted *counted,
                        struct sring_read_submitted *inflight)
{
    struct sring_read_building op;
    struct sring_buf buf;

    counted_buf(&buf, counted);
    assert_int_equal(sring_read_init(ring, &op, fd), 0);
    sring_read_submit(ring, &op, &buf, inflight);
}

static void expect_read(struct sring *ring, struct sring_read_submitted *inflight, int result)
{
    struct sring_read_completed done;
    struct sring_buf buf;

    sring_read_wait(ring, inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), result);
    assert_int_equal(sring_buf_length(&buf), result > 0 ? result : 0);
    sring_buf_free(&buf);
}

/* The operation completes with the error, the buffer comes back, and the kernel never runs it. */
static void refused(void **state)
{
    static const int errors[] = {EPERM, EBADF, EINVAL, ENOSYS, EFAULT, ENXIO, EOPNOTSUPP};
    static struct counted counted;
    struct sring *ring = *state;
    struct sring_read_submitted inflight;
    struct sring_stats stats;
    struct two_fds fds;

    open_pipe(&fds);
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        fail_with(errors[i], -1);
        submit_read(ring, &fds.in, &counted, &inflight);
        assert_int_equal(sring_flush(ring), -errors[i]);
        assert_true(sring_read_ready(ring, &inflight));
        fail_with(0, 0);
        expect_read(ring, &inflight, -errors[i]);
        assert_int_equal(counted.freed, 1);
        write_text(&fds.out, "still here");
        submit_read(ring, &fds.in, &counted, &inflight);
        expect_read(ring, &inflight, 10);
    }
    sring_get_stats(ring, &stats);
    assert_int_equal(stats.refused, sizeof(errors) / sizeof(errors[0]));
    assert_int_equal(stats.submitted, 2 * stats.refused);
    assert_int_equal(stats.completed, stats.submitted);
    assert_int_equal(stats.in_flight, 0);
    assert_int_equal(stats.dropped, 0);
    close_two(ring, &fds);
}

/* The kernel refuses a full queue and one more, then recovers: each request that comes after is
 * run once, and nothing that was refused is run at all. */
static void refused_with_a_full_queue(void **state)
{
    enum {
        COUNT = 21
    };
    static struct counted counted[COUNT], late;
    struct sring *ring = *state;
    struct sring_read_submitted inflight[COUNT], last;
    struct sring_read_completed done;
    struct sring_buf buf;
    struct sring_stats stats;
    struct two_fds fds;

    open_pipe(&fds);
    fail_with(EPERM, -1);
    for (int i = 0; i < COUNT; i++) {
        submit_read(ring, &fds.in, &counted[i], &inflight[i]);
        sring_read_submitted_stash(&inflight[i]);
    }
    assert_int_equal(sring_flush(ring), -EPERM);
    fail_with(0, 0);
    submit_read(ring, &fds.in, &late, &last);
    assert_int_equal(sring_flush(ring), 0);
    assert_int_equal(in_flight(ring), 1);
    write_text(&fds.out, "first");
    sring_read_wait(ring, &last, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 5);
    expect_buf(&buf, "first");
    sring_buf_free(&buf);
    for (int i = 0; i < COUNT; i++) {
        sring_read_submitted_claim(&inflight[i]);
        expect_read(ring, &inflight[i], -EPERM);
    }
    /* A second run of the last one would write into memory that is not the kernel's any more. */
    write_text(&fds.out, "second");
    assert_true(sring_poll(ring) >= 0);
    sleep_ms(2);
    expect_untouched(&late);
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(counted[i].freed, 1);
        expect_untouched(&counted[i]);
    }
    expect_text(&fds.in, "second");
    sring_get_stats(ring, &stats);
    assert_int_equal(stats.in_flight, 0);
    assert_int_equal(stats.dropped, 0);
    assert_int_equal(stats.submitted, COUNT + 1);
    assert_int_equal(stats.refused, COUNT);
    close_two(ring, &fds);
}

/* Errors that pass are not shown to anybody. */
static void transient(void **state)
{
    static const int errors[] = {EAGAIN, EBUSY, ENOMEM, EINTR};
    static struct counted counted;
    struct sring *ring = *state;
    struct sring_read_submitted inflight;
    struct two_fds fds;

    open_pipe(&fds);
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        fail_with(errors[i], 3);
        submit_read(ring, &fds.in, &counted, &inflight);
        assert_int_equal(sring_flush(ring), 0);
        assert_int_equal(plan.times, 0); /* the request is with the kernel */
        write_text(&fds.out, "abc");
        expect_read(ring, &inflight, 3);
    }
    close_two(ring, &fds);
}

static void out_of_patience(void **state)
{
    static struct counted counted;
    struct sring *ring = *state;
    struct sring_read_submitted inflight;
    struct two_fds fds;

    open_pipe(&fds);
    fail_with(EBUSY, -1);
    submit_read(ring, &fds.in, &counted, &inflight);
    assert_int_equal(sring_flush(ring), -EBUSY);
    fail_with(0, 0);
    expect_read(ring, &inflight, -EBUSY);
    assert_int_equal(counted.freed, 1);
    close_two(ring, &fds);
}

static struct sring_fd *to_write;

static void write_once(void)
{
    if (to_write) {
        write_text(to_write, "abc");
        to_write = NULL;
    }
}

/* While the kernel has no memory for one request, another completes: waiting must notice, and not
 * wait for the one after it. */
static void completed_during_a_retry(void **state)
{
    static struct counted counted, other_counted;
    struct sring *ring = *state;
    struct sring_read_submitted inflight, other_inflight;
    struct sring_read_completed done;
    struct sring_buf buf;
    struct two_fds fds, other;

    open_pipe(&fds);
    open_pipe(&other);
    submit_read(ring, &fds.in, &counted, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    submit_read(ring, &other.in, &other_counted, &other_inflight);
    to_write = &fds.out;
    fail_with(EAGAIN, 1);
    plan.hook = write_once;
    alarm(10);
    assert_int_equal(sring_flush_and_wait(ring, 1), 0);
    alarm(0);
    expect_read(ring, &inflight, 3);
    sring_read_cancel(ring, &other_inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), -ECANCELED);
    sring_buf_free(&buf);
    close_two(ring, &fds);
    close_two(ring, &other);
}

SRING_READ_CALLBACK(on_read)
{
    struct sring_buf buf;

    *(int *)arg = sring_read_finish(done, &buf);
    sring_buf_free(&buf);
}

static int start_read(struct sring *ring, const struct sring_fd *fd, int *result)
{
    struct sring_read_building op;
    struct sring_buf buf;
    int rc = sring_read_init(ring, &op, fd);

    if (!rc) {
        new_buf(&buf, 16);
        *result = 12345;
        sring_read_start(ring, &op, &buf, on_read, result);
    }
    return rc;
}

/* The callbacks of what was refused run in the next poll or run, while the kernel still refuses. */
static void callbacks_of_the_refused(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    int result;

    open_pipe(&fds);
    fail_with(EPERM, -1);
    assert_int_equal(start_read(ring, &fds.in, &result), 0);
    assert_int_equal(sring_flush(ring), -EPERM);
    assert_int_equal(result, 12345); /* flush runs no callbacks */
    (void)sring_poll(ring);
    assert_int_equal(result, -EPERM);
    assert_int_equal(start_read(ring, &fds.in, &result), 0);
    (void)sring_run(ring);
    assert_int_equal(result, -EPERM);
    fail_with(0, 0);
    close_two(ring, &fds);
}

/* A cancellation that is refused is asked for again. */
static void refused_cancellation(void **state)
{
    static struct counted counted;
    struct sring *ring = *state;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_buf buf;
    struct two_fds fds;

    open_pipe(&fds);
    submit_read(ring, &fds.in, &counted, &inflight);
    assert_int_equal(sring_flush(ring), 0);
    fail_with(EPERM, 100);
    sring_read_cancel(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), -ECANCELED);
    sring_buf_free(&buf);
    assert_int_equal(in_flight(ring), 0);
    close_two(ring, &fds);
}

/* Close says that the file is closed whatever the result; also when the kernel takes nothing. */
static void refused_close(void **state)
{
    struct sring *ring = *state;
    struct sring_close_building op;
    struct sring_close_submitted inflight;
    struct sring_close_completed done;
    struct sring_fd fd;
    int raw;

    temporary_file(&fd, "");
    raw = sring_fd_raw(&fd);
    assert_int_equal(sring_close_init(ring, &op), 0);
    sring_close_submit(ring, &op, &fd, &inflight);
    fail_with(EPERM, -1);
    assert_int_equal(sring_flush(ring), -EPERM);
    fail_with(0, 0);
    sring_close_wait(ring, &inflight, &done);
    assert_int_equal(sring_close_finish(&done), -EPERM);
    assert_int_equal(close(raw), -1); /* it was closed all the same */
}

/* A ring whose kernel does not answer is closed all the same; what it may still write into is not
 * freed, which is reported. */
static void close_without_the_kernel(void **state)
{
    static struct counted blocked, queued;
    struct sring_read_submitted inflight;
    struct sring ring;
    struct two_fds fds;

    (void)state;
    open_ring(&ring, 0, 0);
    open_pipe(&fds);
    submit_read(&ring, &fds.in, &blocked, &inflight);
    sring_read_submitted_stash(&inflight);
    assert_int_equal(sring_flush(&ring), 0);
    submit_read(&ring, &fds.in, &queued, &inflight);
    sring_read_detach(&ring, &inflight);
    fail_with(EBADF, -1);
    ASSERT_MISUSE("sring_close", "a ring whose descriptor is open", "closed by someone else",
                  sring_close(&ring));
    fail_with(0, 0);
    assert_int_equal(blocked.freed, 0);
    assert_int_equal(queued.freed, 1); /* the kernel never saw it */
    close(sring_fd_release(&fds.in));
    close(sring_fd_release(&fds.out));
}

/* The vector and its buffers come back or are freed, and so are the duplicates of descriptors. */
static void refused_messages(void **state)
{
    static struct counted counted[2];
    struct sring *ring = *state;
    struct sring_sendmsg_building op;
    struct sring_sendmsg_submitted inflight, detached;
    struct sring_sendmsg_completed done;
    struct two_fds fds;
    struct sring_vec vec;
    union {
        unsigned char
            bytes[CMSG_SPACE(sizeof(int))]; /* first: all of it is 0, the descriptor too */
        struct cmsghdr header;
    } control = {{0}};
    int before;

    control.header = (struct cmsghdr){CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
    open_socketpair(&fds, SOCK_STREAM);
    before = count_fds();
    fail_with(EPERM, -1);
    text_vec(&vec, "one|two");
    assert_int_equal(
        sring_sendmsg_init(ring, &op, &fds.out, NULL, 0, &control, control.header.cmsg_len), 0);
    sring_sendmsg_submit(ring, &op, &vec, &inflight);
    counted_vec(&vec, 2, counted);
    assert_int_equal(
        sring_sendmsg_init(ring, &op, &fds.out, NULL, 0, &control, control.header.cmsg_len), 0);
    sring_sendmsg_submit(ring, &op, &vec, &detached);
    sring_sendmsg_detach(ring, &detached);
    assert_int_equal(count_fds(), before + 2);
    assert_int_equal(sring_flush(ring), -EPERM);
    assert_int_equal(freed(2, counted), 2);
    fail_with(0, 0);
    sring_sendmsg_wait(ring, &inflight, &done);
    assert_int_equal(sring_sendmsg_finish(&done, &vec), -EPERM);
    expect_vec(&vec, "one|two");
    sring_vec_free(&vec);
    assert_int_equal(count_fds(), before);
    close_two(ring, &fds);
}

/* The kernel reads a chain in two parts. The second one must not begin as if it were a chain of its
 * own. */
static void chain_in_two_parts(void **state)
{
    static const int writes_of[] = {3, 1, 2, 3}; /* with so many requests in the first part */
    struct sring *ring = *state;
    struct two_fds fds;
    int fds_before = count_fds();

    NEEDS(5, 18, "leaving links to the kernel");
    open_pipe(&fds);
    for (int most = 0; most <= 3; most++) {
        struct sring_batch_building batch;
        struct sring_batch_completed done;
        struct sring_fd file, other;
        char want[] = "abc";

        temporary_file(&file, "");
        temporary_file(&other, "content");
        assert_int_equal(sring_batch_init(ring, &batch, 5), 0);
        add_write(ring, &batch, &fds.out, "a");
        sring_batch_link(&batch);
        add_write(ring, &batch, &fds.out, "b");
        sring_batch_link(&batch);
        add_write(ring, &batch, &fds.out, "c");
        sring_batch_link(&batch);
        add_close(ring, &batch, &file);
        add_read(ring, &batch, &other, 4, 1000 * MILLISECOND);
        plan.most = most;
        submit_and_wait(ring, &batch, &done);
        assert_int_equal(plan.most, 0);
        for (int i = 0; i < 3; i++) {
            assert_int_equal(take_write(ring, &done, (uint32_t)i),
                             i < writes_of[most] ? 1 : -ECANCELED);
        }
        assert_int_equal(take_close(ring, &done, 3), writes_of[most] == 3 ? 0 : -ECANCELED);
        assert_int_equal(take_read(ring, &done, 4), 4);
        sring_batch_finish(ring, &done);
        sring_fd_close(ring, &other);
        want[writes_of[most]] = 0;
        expect_text(&fds.in, want);
        assert_int_equal(in_flight(ring), 0);
    }
    close_two(ring, &fds);
    assert_int_equal(count_fds(), fds_before);
    expect_budget(ring, 4096);
}

/* What is queued is refused as a whole. */
static void refused_chain(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct sring_fd file;
    int fds_before = count_fds();

    NEEDS(5, 18, "leaving links to the kernel");
    temporary_file(&file, "abc");
    assert_int_equal(sring_batch_init(ring, &batch, 5), 0);
    add_read(ring, &batch, &file, 3, 0);
    sring_batch_link(&batch);
    add_nop(ring, &batch);
    sring_batch_link(&batch);
    add_close(ring, &batch, &file);
    add_nop(ring, &batch);
    assert_int_equal(sring_batch_after(&batch, 3, 0), 0);
    add_read(ring, &batch, &file, 3, 1000 * MILLISECOND);
    fail_with(EPERM, 1);
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(take_read(ring, &done, 0), -EPERM);
    assert_int_equal(take_nop(ring, &done, 1), -EPERM);
    assert_int_equal(take_close(ring, &done, 2), -ECANCELED);
    assert_int_equal(take_nop(ring, &done, 3), -ECANCELED);
    assert_int_equal(take_read(ring, &done, 4), -EPERM);
    sring_batch_finish(ring, &done);
    assert_int_equal(count_fds(), fds_before);
    assert_int_equal(in_flight(ring), 0);
    assert_int_equal(submitted(ring), 3);
    expect_budget(ring, 4096);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAULT_TEST(refused),
        SMALL_FAULT_TEST(refused),
        SMALL_FAULT_TEST(refused_with_a_full_queue),
        FAULT_TEST(refused_with_a_full_queue),
        FAULT_TEST(transient),
        FAULT_TEST(out_of_patience),
        FAULT_TEST(completed_during_a_retry),
        FAULT_TEST(callbacks_of_the_refused),
        FAULT_TEST(refused_cancellation),
        FAULT_TEST(refused_close),
        FAULT_TEST(refused_messages),
        FAULT_TEST(chain_in_two_parts),
        SMALL_FAULT_TEST(chain_in_two_parts),
        FAULT_TEST(refused_chain),
        SMALL_FAULT_TEST(refused_chain),
        cmocka_unit_test(close_without_the_kernel),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
