/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The audit function sees every operation once when it is over, and may not use the ring.
 */
#include "batches.h"
#include "connections.h"
#include "faulty_kernel.h"
#include "reading_fiber.h"

#include <sys/wait.h>

enum {
    MOST = 4096
};

static struct sring_audit_record records[MOST];
static uint32_t count;
static struct sring *audited; /* the ring that `intrude` uses */
static void (*intrude)(void); /* called in the audit function */

static void keep(const struct sring_audit_record *record, void *arg)
{
    assert_ptr_equal(arg, records);
    assert_true(count < MOST);
    records[count++] = *record;
    if (intrude) {
        void (*call)(void) = intrude;

        intrude = NULL;
        call();
    }
}

static int audit_setup(void **state)
{
    static struct sring ring;
    const struct sring_options options = {
        .entries = 8, .capacity = CAPACITY, .audit = keep, .audit_arg = records};

    count = 0;
    audited = &ring;
    *state = &ring;
    return sring_open(&ring, &options);
}

static int audit_teardown(void **state)
{
    expect_budget(*state, CAPACITY);
    sring_close(*state);
    return 0;
}

#define AUDIT_TEST(name) cmocka_unit_test_setup_teardown(name, audit_setup, audit_teardown)

/* Returns the record at `index`, after a check of what all have in common. */
static const struct sring_audit_record *record_at(uint32_t index, const char *name, int result)
{
    const struct sring_audit_record *record = &records[index];

    assert_true(index < count);
    assert_string_equal(record->name, name);
    assert_int_equal(record->result, result);
    assert_int_equal(record->clock, CLOCK_MONOTONIC);
    assert_true(record->ticket != 0);
    assert_false(record->lost);
    return record;
}

/* Returns the only record. */
static const struct sring_audit_record *only(const char *name, int result)
{
    assert_int_equal(count, 1);
    assert_false(records[0].more);
    return record_at(0, name, result);
}

static void a_handle(void **state)
{
    struct sring *ring = *state;
    const uint64_t before = now_ns();
    struct sring_buf buf;
    struct two_fds fds;

    open_pipe(&fds);
    text_buf(&buf, "secret");
    assert_int_equal(sring_write_await(ring, &fds.out, &buf), 6);
    only("write", 6);
    assert_int_equal(records[0].opcode, IORING_OP_WRITE);
    assert_int_equal(records[0].begun, SRING_AUDIT_SUBMIT);
    assert_int_equal(records[0].fd, sring_fd_raw(&fds.out));
    assert_int_equal(records[0].slot, -1);
    assert_int_equal(records[0].bytes, 6);
    ASSERT_BETWEEN(records[0].begun_ns, before, now_ns());
    ASSERT_BETWEEN(records[0].begun_ns + records[0].duration_ns, before, now_ns());
    assert_false(records[0].cancelled || records[0].expired || records[0].detached);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

/* The reads of a waker are the library's own. */
static void a_waker(void **state)
{
    use_waker(*state, 3);
    assert_int_equal(count, 0);
}

static void an_error(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_buf buf;

    open_pipe(&fds);
    new_buf(&buf, 4);
    assert_int_equal(sring_read_await(ring, &fds.out, &buf), -EBADF);
    only("read", -EBADF);
    assert_int_equal(records[0].bytes, 0);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

SRING_TIMEOUT_CALLBACK(on_time)
{
    assert_int_equal(sring_timeout_finish(done), -ETIME);
    assert_int_equal(count, 1); /* before the callback */
}

static void a_callback(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_building op;
    struct sring_ticket ticket;

    assert_int_equal(sring_timeout_init(ring, &op, 20 * MILLISECOND), 0);
    ticket = sring_timeout_start(ring, &op, on_time, NULL);
    assert_int_equal(sring_run(ring), 0);
    only("timeout", -ETIME);
    assert_int_equal(records[0].ticket, ticket.number_);
    assert_int_equal(records[0].begun, SRING_AUDIT_START);
    assert_int_equal(records[0].fd, -1);
    assert_int_equal(records[0].bytes, -1);
    ASSERT_BETWEEN(records[0].duration_ns, 20 * MILLISECOND, 10000 * MILLISECOND);
    assert_false(records[0].cancelled || records[0].expired);
}

/* More than there are slots. */
static void many(void **state)
{
    struct sring *ring = *state;
    static struct sring_nop_item items[CAPACITY];

    for (uint32_t i = 0; i < 20; i++) {
        const uint64_t before = now_ns();

        assert_int_equal(sring_nop_await_each(ring, items, CAPACITY), 0);
        assert_int_equal(count, (i + 1) * CAPACITY);
        for (uint32_t j = i * CAPACITY; j < count; j++) {
            ASSERT_BETWEEN(records[j].begun_ns, before, now_ns());
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        record_at(i, "nop", 0);
        assert_false(records[i].more);
        for (uint32_t j = 0; j < i; j++) {
            assert_true(records[j].ticket != records[i].ticket);
        }
    }
}

/* The time begins when the request is handed over, also for one that goes on for several laps of
 * the queue. */
static void goes_on(void **state)
{
    struct sring *ring = *state;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_buf buf;
    struct two_fds fds;
    uint64_t before;

    open_pipe(&fds);
    new_buf(&buf, 4);
    assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    assert_int_equal(sring_timeout_await(ring, 5 * MILLISECOND), -ETIME);
    for (int i = 0; i < 30; i++) {
        assert_int_equal(sring_nop_await(ring), 0);
    }
    before = now_ns();
    write_text(&fds.out, "abc");
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 3);
    assert_int_equal(count, 32);
    record_at(31, "read", 3);
    assert_int_equal(records[31].fd, sring_fd_raw(&fds.in));
    assert_true(records[31].begun_ns < before);
    assert_true(records[31].duration_ns >= 5 * MILLISECOND);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

/* The second member fails, and the third never begins. */
static void a_chain(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct two_fds fds;

    open_pipe(&fds);
    assert_int_equal(sring_batch_init(ring, &batch, 3), 0);
    add_write(ring, &batch, &fds.out, "abc");
    sring_batch_link(&batch);
    add_fsync(ring, &batch, &fds.out, 0);
    sring_batch_link(&batch);
    add_write(ring, &batch, &fds.out, "def");
    submit_and_wait(ring, &batch, &done);
    assert_int_equal(take_write(ring, &done, 0), 3);
    assert_int_equal(take_fsync(ring, &done, 1), -EINVAL);
    assert_int_equal(take_write(ring, &done, 2), -ECANCELED);
    sring_batch_finish(ring, &done);
    assert_int_equal(count, 3);
    record_at(0, "write", 3);
    record_at(1, "fsync", -EINVAL);
    record_at(2, "write", -ECANCELED);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(records[i].begun, SRING_AUDIT_BATCH);
        assert_int_equal(records[i].fd, sring_fd_raw(&fds.out));
        assert_int_equal(records[i].cancelled, i == 2);
        assert_false(records[i].more);
    }
    close_two(ring, &fds);
}

/* A batch that is cancelled before its second member begins, and its operation that never began. */
static void never_begun(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct two_fds fds;

    open_pipe(&fds);
    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    add_read(ring, &batch, &fds.in, 8, 20000 * MILLISECOND);
    sring_batch_link(&batch);
    add_write(ring, &batch, &fds.out, "abc");
    sring_batch_submit(ring, &batch, &inflight);
    sring_batch_cancel(ring, &inflight, &done);
    assert_int_equal(take_read(ring, &done, 0), -ECANCELED);
    assert_int_equal(take_write(ring, &done, 1), -ECANCELED);
    sring_batch_finish(ring, &done);
    assert_int_equal(count, 2);
    for (uint32_t i = 0; i < 2; i++) {
        const bool writes = !strcmp(records[i].name, "write");

        record_at(i, writes ? "write" : "read", -ECANCELED);
        assert_int_equal(records[i].fd, sring_fd_raw(writes ? &fds.out : &fds.in));
        assert_true(records[i].cancelled && !records[i].expired);
        if (writes && !records[i].begun_ns) {
            assert_int_equal(records[i].duration_ns, 0);
        }
    }
    assert_true(strcmp(records[0].name, records[1].name) != 0);
    close_two(ring, &fds);
}

static void a_deadline(void **state)
{
    struct sring *ring = *state;
    const struct sring_read_options options = {.timeout_ns = 10 * MILLISECOND};
    struct sring_buf buf;
    struct two_fds fds;

    open_pipe(&fds);
    new_buf(&buf, 4);
    assert_int_equal(sring_read_await_with(ring, &fds.in, &buf, &options, NULL), -ETIME);
    only("read", -ETIME);
    assert_true(records[0].expired);
    assert_true(records[0].duration_ns >= 10 * MILLISECOND);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

static void cancelled_and_detached(void **state)
{
    struct sring *ring = *state;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_ticket ticket;
    struct sring_buf buf;
    struct two_fds fds;

    open_pipe(&fds);
    new_buf(&buf, 4);
    assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    sring_read_cancel(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), -ECANCELED);
    only("read", -ECANCELED);
    assert_true(records[0].cancelled && !records[0].detached);
    count = 0;
    assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    ticket = sring_read_ticket(&inflight);
    sring_read_detach(ring, &inflight);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    assert_int_equal(sring_run(ring), 0);
    only("read", -ECANCELED);
    assert_true(records[0].cancelled && records[0].detached);
    close_two(ring, &fds);
}

/* The request of the first fiber is turned into a no-op, if the kernel has not read it. */
static void in_fibers(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber first, second;
    struct two_fds fds;

    open_pipe(&fds);
    assert_int_equal(sring_spawn(ring, &first, read_it, &fds.in), 0);
    assert_int_equal(sring_poll(ring), 1);
    sring_fiber_cancel(ring, &first);
    assert_int_equal(sring_join(ring, &first), -ECANCELED);
    only("read", -ECANCELED);
    assert_int_equal(records[0].fd, sring_fd_raw(&fds.in));
    assert_true(records[0].cancelled);
    count = 0;
    assert_int_equal(sring_spawn(ring, &second, read_it, &fds.in), 0);
    write_text(&fds.out, "abc");
    assert_int_equal(sring_join(ring, &second), 3);
    only("read", 3);
    assert_int_equal(records[0].begun, SRING_AUDIT_SUBMIT);
    close_two(ring, &fds);
}

SRING_TIMEOUT_MULTISHOT_ITEM_CALLBACK(on_tick)
{
    if (++*(int *)arg == 3) {
        assert_int_equal(sring_cancel_all(ring), 0);
    }
}

SRING_TIMEOUT_MULTISHOT_END_CALLBACK(on_end)
{
    (void)ring;
    (void)arg;
    assert_int_equal(rc, -ECANCELED);
}

/* A record for each item, and one for the end. */
static void a_stream_with_callbacks(void **state)
{
    struct sring *ring = *state;
    struct sring_timeout_multishot_building op;
    struct sring_ticket ticket;
    int ticks = 0;

    NEEDS(6, 4, "a multishot timeout");
    assert_int_equal(sring_timeout_multishot_init(ring, &op, MILLISECOND), 0);
    ticket = sring_timeout_multishot_start(ring, &op, on_tick, on_end, &ticks);
    assert_int_equal(sring_run(ring), 0);
    assert_true(ticks >= 3 && count >= 4);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(records[i].ticket, ticket.number_);
        assert_int_equal(records[i].begun, SRING_AUDIT_START);
        assert_int_equal(records[i].more, i + 1 < count);
        assert_int_equal(records[i].begun_ns, records[0].begun_ns);
        record_at(i, "timeout", i + 1 < count ? -ETIME : -ECANCELED);
    }
}

static void a_stream_with_a_handle(void **state)
{
    struct sring *ring = *state;
    struct sring_poll_multishot_building op;
    struct sring_poll_multishot_streaming stream;
    struct two_fds fds;
    uint32_t events;

    NEEDS(5, 13, "a multishot poll");
    open_pipe(&fds);
    assert_int_equal(sring_poll_multishot_init(ring, &op, &fds.in, POLLIN), 0);
    sring_poll_multishot_submit(ring, &op, &stream);
    write_text(&fds.out, "a");
    assert_int_equal(sring_poll_multishot_next(ring, &stream, &events), 0);
    assert_true(events & POLLIN);
    sring_poll_multishot_end(ring, &stream);
    assert_true(count >= 2);
    for (uint32_t i = 0; i < count; i++) {
        assert_string_equal(records[i].name, "poll_add");
        assert_int_equal(records[i].more, i + 1 < count);
        assert_int_equal(records[i].ticket, records[0].ticket);
        assert_int_equal(records[i].fd, sring_fd_raw(&fds.in));
    }
    assert_true(records[0].result & POLLIN);
    assert_true(records[count - 1].detached);
    close_two(ring, &fds);
}

/* The result, and the end of the loan. */
static void without_a_copy(void **state)
{
    struct sring *ring = *state;
    struct connection both;
    struct sring_buf buf;
    int rc;

    NEEDS(6, 0, "send_zc");
    connect_both(&both, false);
    text_buf(&buf, "hello");
    rc = sring_send_zc_await(ring, &both.sender, &buf);
    sring_buf_free(&buf);
    if (rc == -EINVAL) {
        disconnect(ring, &both);
        SKIP("this kernel has no SEND_ZC");
    }
    assert_int_equal(rc, 5);
    assert_int_equal(count, 2);
    for (uint32_t i = 0; i < 2; i++) {
        record_at(i, "send_zc", 5);
        assert_int_equal(records[i].more, i == 0);
        assert_int_equal(records[i].bytes, 5);
        assert_int_equal(records[i].ticket, records[0].ticket);
        assert_int_equal(records[i].begun_ns, records[0].begun_ns);
    }
    assert_true(records[1].duration_ns >= records[0].duration_ns);
    disconnect(ring, &both);
}

static void a_direct_descriptor(void **state)
{
    struct sring *ring = *state;
    struct sring_direct_fd direct;
    struct two_fds fds;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_buf buf;

    open_pipe(&fds);
    write_text(&fds.out, "abc");
    new_buf(&buf, 4);
    assert_int_equal(sring_fd_register(ring, &fds.in, &direct), 0);
    assert_int_equal(sring_read_init_direct(ring, &op, &direct), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 3);
    only("read", 3);
    assert_int_equal(records[0].fd, -1);
    assert_int_equal(records[0].slot, 0);
    sring_buf_free(&buf);
    sring_direct_fd_unregister(ring, &direct);
    close_two(ring, &fds);
}

/* The function sees what sring_close cancels. */
static void closing(void **state)
{
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_buf buf;
    struct two_fds fds;

    assert_int_equal(audit_setup(state), 0);
    open_pipe(&fds);
    new_buf(&buf, 4);
    assert_int_equal(sring_read_init(*state, &op, &fds.in), 0);
    sring_read_submit(*state, &op, &buf, &inflight);
    sring_read_submitted_stash(&inflight);
    sring_close(*state);
    only("read", -ECANCELED);
    assert_true(records[0].cancelled);
    close(sring_fd_release(&fds.in));
    close(sring_fd_release(&fds.out));
}

/* --- what the function may not do ----------------------------------------------------------- */

static struct sring_nop_building begun; /* before */
static struct sring_nop_submitted submitted_before;

static void begin(void)
{
    struct sring_nop_building op;

    (void)!sring_nop_init(audited, &op);
}

static void submit_it(void)
{
    struct sring_nop_submitted inflight;

    sring_nop_submit(audited, &begun, &inflight);
}

static void wait_for_it(void)
{
    struct sring_nop_completed done;

    sring_nop_wait(audited, &submitted_before, &done);
}

static void flush(void)
{
    (void)sring_flush(audited);
}

static void poll_it(void)
{
    (void)sring_poll(audited);
}

static void dump(void)
{
    sring_dump(audited, stderr);
}

static void close_it(void)
{
    sring_close(audited);
}

static void launch(void)
{
    (void)!sring_timeout_launch(audited, 1, NULL, on_time, NULL, NULL);
}

static void release_a_file(void)
{
    struct sring_fd fd;

    sring_fd_adopt(&fd, STDERR_FILENO);
    (void)sring_fd_release(&fd);
}

static void count_it(void)
{
    struct sring_stats stats;

    sring_get_stats(audited, &stats);
}

static const struct {
    void (*call)(void);
    const char *function;
} intrusions[] = {
    {begin, "sring_nop_init"},       {submit_it, "sring_nop_submit"},
    {wait_for_it, "sring_nop_wait"}, {flush, "sring_flush"},
    {poll_it, "sring_poll"},         {dump, "sring_dump"},
    {close_it, "sring_close"},       {launch, "sring_timeout_init"},
    {count_it, "sring_get_stats"},   {release_a_file, "sring_fd_release"},
};

/* In a child, whose ring is left in this state. Which function reports the launch is not part of
 * the rule. */
static void intrude_in_child(void *arg)
{
    static struct caught caught;
    const size_t i = *(const size_t *)arg;
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;
    void *ring;

    CHILD_CHECK(audit_setup(&ring) == 0);
    CHILD_CHECK(sring_nop_init(ring, &op) == 0);
    sring_nop_submit(ring, &op, &inflight);
    CHILD_CHECK(sring_nop_init(ring, &op) == 0);
    sring_nop_submit(ring, &op, &submitted_before);
    CHILD_CHECK(sring_nop_init(ring, &begun) == 0);
    intrude = intrusions[i].call;
    sring_set_misuse_handler(catch_misuse, &caught);
    if (!setjmp(caught.jump)) {
        struct sring_nop_completed done;

        sring_nop_wait(ring, &inflight, &done);
        _exit(1);
    }
    if (intrusions[i].call != launch && strcmp(caught.function, intrusions[i].function) != 0) {
        fprintf(stderr, "reported by %s\n", caught.function);
        _exit(1);
    }
    CHILD_CHECK(strstr(caught.found, "one whose audit function runs"));
    _exit(0);
}

static void intruding(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(intrusions) / sizeof(intrusions[0]); i++) {
        expect_child(intrude_in_child, &i);
    }
}

/* Another ring may be used. */
static void use_another(void)
{
    struct sring other;

    open_ring(&other, 2, 8);
    assert_int_equal(sring_nop_await(&other), 0);
    sring_close(&other);
}

static void another_ring(void **state)
{
    intrude = use_another;
    assert_int_equal(sring_nop_await(*state), 0);
    only("nop", 0);
    assert_int_equal(sring_nop_await(*state), 0);
}

/* --- a kernel that cannot be entered any more ------------------------------------------------ */

static bool loses;

static int enter(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                 const struct __kernel_timespec *timeout)
{
    return loses ? -EBADF : kernel_below->enter(kernel, to_submit, wait_for, timeout);
}

static void lose(void *arg)
{
    static struct caught caught;
    struct sring_read_building op;
    struct sring_read_submitted inflight, queued;
    struct sring_buf buf;
    struct two_fds fds;
    void *ring;

    (void)arg;
    faulty_kernel()->enter = enter;
    CHILD_CHECK(audit_setup(&ring) == 0);
    open_pipe(&fds);
    for (int i = 0; i < 2; i++) {
        new_buf(&buf, 4);
        CHILD_CHECK(sring_read_init(ring, &op, &fds.in) == 0);
        sring_read_submit(ring, &op, &buf, i ? &queued : &inflight);
        CHILD_CHECK(i || sring_flush(ring) == 0);
        sleep_ms(test_option("sqpoll") && !i ? 100 : 0); /* its thread sleeps: it must be woken */
    }
    sring_read_submitted_stash(&inflight);
    sring_read_submitted_stash(&queued);
    loses = true;
    sring_set_misuse_handler(catch_misuse, &caught);
    if (!setjmp(caught.jump)) {
        sring_close(ring);
        _exit(1);
    }
    CHILD_CHECK(count == 2);
    CHILD_CHECK(records[0].result == -EBADF && !records[0].more);
    CHILD_CHECK(records[0].lost == test_option("sqpoll")); /* its thread may have read the second */
    CHILD_CHECK(records[1].result == -EBADF && records[1].lost && !records[1].more);
    CHILD_CHECK(records[0].ticket != records[1].ticket);
    _exit(0);
}

/* The kernel cannot be entered for a while: the queued operations end, and the ring goes on. */
static void refused(void **state)
{
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;
    struct sring_nop_completed done;
    struct sring *ring;

    if (test_option("sqpoll")) {
        SKIP("a thread of the kernel reads the requests, so none is refused");
    }
    faulty_kernel()->enter = enter;
    assert_int_equal(audit_setup(state), 0);
    ring = *state;
    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_submit(ring, &op, &inflight);
    loses = true;
    assert_int_equal(sring_flush(ring), -EBADF);
    loses = false;
    only("nop", -EBADF);
    sring_nop_wait(ring, &inflight, &done);
    assert_int_equal(sring_nop_finish(&done), -EBADF);
    for (uint32_t i = 1; i < 20; i++) {
        const uint64_t before = now_ns();

        assert_int_equal(sring_nop_await(ring), 0);
        assert_int_equal(count, i + 1);
        ASSERT_BETWEEN(record_at(i, "nop", 0)->begun_ns, before, now_ns());
    }
    assert_int_equal(audit_teardown(state), 0);
}

static void lost(void **state)
{
    (void)state;
    expect_child(lose, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUDIT_TEST(a_handle),
        AUDIT_TEST(an_error),
        AUDIT_TEST(a_callback),
        AUDIT_TEST(a_waker),
        AUDIT_TEST(many),
        AUDIT_TEST(goes_on),
        AUDIT_TEST(a_chain),
        AUDIT_TEST(never_begun),
        AUDIT_TEST(a_deadline),
        AUDIT_TEST(cancelled_and_detached),
        AUDIT_TEST(in_fibers),
        AUDIT_TEST(a_stream_with_callbacks),
        AUDIT_TEST(a_stream_with_a_handle),
        AUDIT_TEST(without_a_copy),
        AUDIT_TEST(a_direct_descriptor),
        AUDIT_TEST(another_ring),
        cmocka_unit_test(closing),
        cmocka_unit_test(intruding),
        cmocka_unit_test(lost),
        cmocka_unit_test(refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
