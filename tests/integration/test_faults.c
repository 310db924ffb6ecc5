/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The kernel cannot be entered, or reads only some of the queued requests.
 */
#include "batches.h"
#include "faulty_kernel.h"

static struct {
    int error;          /* the error of the next calls */
    int times;          /* the number of calls that fail; -1: all */
    void (*hook)(void); /* runs before each of them */
    uint32_t most;      /* the next call reads this many requests; 0: all */
} plan;

static int enter(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                 const struct __kernel_timespec *timeout)
{
    if (plan.times != 0) {
        if (plan.hook) {
            plan.hook();
            /* Posts completions now, as the kernel does if it fails half way. */
            (void)kernel_below->enter(kernel, 0, 0, NULL);
        }
        plan.times -= plan.times > 0;
        return -plan.error;
    }
    if (plan.most && to_submit > plan.most) {
        to_submit = plan.most;
        plan.most = 0;
    }
    return kernel_below->enter(kernel, to_submit, wait_for, timeout);
}

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

/* The kernel rejects a full queue and one request more, then recovers: each later request is run
 * once, and none of the rejected ones is run. */
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
    /* A second run of the last one would write into memory that the kernel no longer owns. */
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

/* The program does not see transient errors. */
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

/* While the kernel has no memory for one request, another completes: the wait must notice that, and
 * not wait for the next one. */
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

/* The callbacks of rejected operations run in the next poll or run, while the kernel still rejects.
 */
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

/* A rejected cancel request is sent again. */
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

/* close is documented to close the file whatever the result; also if the kernel takes no request.
 */
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
    assert_int_equal(close(raw), -1); /* it was still closed */
}

/* A ring can be closed although the kernel does not answer. Memory that the kernel may still write
 * to is not freed, and that is reported. */
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
        unsigned char bytes[CMSG_SPACE(sizeof(int))]; /* first: all 0, the descriptor too */
        struct cmsghdr header;
    } control = {{0}};
    int before;

    control.header = (struct cmsghdr){
        .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
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

/* The kernel reads a chain in two parts. The second must not begin as a separate chain. */
static void chain_in_two_parts(void **state)
{
    static const int writes_of[] = {3, 1, 2, 3}; /* with this many requests in the first part */
    struct sring *ring = *state;
    struct two_fds fds;
    int fds_before = count_fds();

    NEEDS(5, 18, "leaving links to the kernel");
    open_pipe(&fds);
    for (uint32_t most = 0; most <= 3; most++) {
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

/* All queued requests are rejected together. */
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
        RING_TEST(refused),
        SMALL_RING_TEST(refused),
        SMALL_RING_TEST(refused_with_a_full_queue),
        RING_TEST(refused_with_a_full_queue),
        RING_TEST(transient),
        RING_TEST(out_of_patience),
        RING_TEST(completed_during_a_retry),
        RING_TEST(callbacks_of_the_refused),
        RING_TEST(refused_cancellation),
        RING_TEST(refused_close),
        RING_TEST(refused_messages),
        RING_TEST(chain_in_two_parts),
        SMALL_RING_TEST(chain_in_two_parts),
        RING_TEST(refused_chain),
        SMALL_RING_TEST(refused_chain),
        cmocka_unit_test(close_without_the_kernel),
    };

    faulty_kernel()->enter = enter;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
