/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sring_dump: a line for each thing that is in flight.
 */
#include "batches.h"
#include "connections.h"
#include "reading_fiber.h"

#include <inttypes.h>

#define LONG (20000 * MILLISECOND)

static char text[65536];

/* Fills in `text`. */
static void dump(struct sring *ring)
{
    FILE *file = fmemopen(text, sizeof(text), "w");

    assert_non_null(file);
    sring_dump(ring, file);
    assert_int_equal(fclose(file), 0);
}

/* Cuts off when and where an operation was begun, which only some rings know. */
static void cut_begun(void)
{
    static const char *const names[] = {" age-ns=", " begun="};

    for (int i = 0; i < 2; i++) {
        for (char *at = text; (at = strstr(at, names[i]));) {
            char *end = at + strcspn(at, "\n");

            memmove(at, end, strlen(end) + 1);
        }
    }
}

/* Whether the dump has this line. A '*' at the end of `line` stands for the rest of it. */
static bool has_line(const char *line)
{
    size_t length = strcspn(line, "*");

    for (const char *at = text; *at; at = strchr(at, '\n') + 1) {
        if (!strncmp(at, line, length) && (line[length] || at[length] == '\n')) {
            return true;
        }
    }
    return false;
}

static void expect_line(const char *line)
{
    cut_begun();
    if (!has_line(line)) {
        fail_msg("no line \"%s\" in:\n%s", line, text);
    }
}

#define EXPECT_LINE(...)                                                                           \
    do {                                                                                           \
        char line_[256];                                                                           \
                                                                                                   \
        snprintf(line_, sizeof(line_), __VA_ARGS__);                                               \
        expect_line(line_);                                                                        \
    } while (0)

/* For a request that was not handed over. A thread of the kernel may have read it all the same. */
#define EXPECT_QUEUED(...)                                                                         \
    do {                                                                                           \
        if (!test_option("sqpoll")) {                                                              \
            EXPECT_LINE(__VA_ARGS__);                                                              \
        }                                                                                          \
    } while (0)

/* Makes a dump when the kernel has read all requests. */
static void flush_and_dump(struct sring *ring)
{
    assert_int_equal(sring_flush(ring), 0);
    do {
        dump(ring);
    } while (test_option("sqpoll") && strstr(text, " queued"));
}

static void nothing(void **state)
{
    struct sring *ring = *state;

    dump(ring);
    assert_string_equal(text, "ring in-flight=0\n");
}

SRING_NOP_CALLBACK(on_nop)
{
    (void)arg;
    assert_int_equal(sring_nop_finish(done), 0);
    dump(ring);
}

static void in_a_callback(void **state)
{
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct sring_ticket ticket;

    assert_int_equal(sring_nop_init(ring, &op), 0);
    ticket = sring_nop_start(ring, &op, on_nop, NULL);
    dump(ring);
    expect_line("ring in-flight=1");
    EXPECT_QUEUED("operation %" PRIu64 " nop callback=\"a callback of nop\" queued",
                  ticket.number_);
    assert_int_equal(sring_run(ring), 0);
    expect_line("ring in-flight=0");
    assert_null(strstr(text, "operation "));
}

/* With a small ring, the other operations move the read's record from its slot. */
static void a_handle(void **state)
{
    struct sring *ring = *state;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_ticket ticket;
    struct sring_buf buf;
    struct two_fds fds;
    int fd;

    open_pipe(&fds);
    fd = sring_fd_raw(&fds.in);
    new_buf(&buf, 8);
    assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    ticket = sring_read_ticket(&inflight);
    dump(ring);
    EXPECT_QUEUED("operation %" PRIu64 " read fd=%d handle queued", ticket.number_, fd);
    assert_int_equal(sring_flush(ring), 0);
    for (int i = 0; i < 16; i++) {
        struct sring_nop_building nop;

        assert_int_equal(sring_nop_init(ring, &nop), 0);
        (void)sring_nop_start(ring, &nop, on_nop, NULL);
    }
    flush_and_dump(ring);
    EXPECT_LINE("operation %" PRIu64 " read fd=%d handle in-flight", ticket.number_, fd);
    write_text(&fds.out, "abc");
    assert_int_equal(sring_run(ring), 0);
    dump(ring);
    EXPECT_LINE("operation %" PRIu64 " read fd=%d handle result-not-taken", ticket.number_, fd);
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 3);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

static void a_deadline_and_a_cancel(void **state)
{
    struct sring *ring = *state;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;
    struct sring_ticket ticket;
    struct sring_buf buf;
    struct two_fds fds;
    uint64_t left = 0;
    char *at;

    open_pipe(&fds);
    new_buf(&buf, 8);
    assert_int_equal(sring_read_init(ring, &op, &fds.in), 0);
    assert_int_equal(sring_read_set_timeout(ring, &op, LONG), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    ticket = sring_read_ticket(&inflight);
    dump(ring);
    EXPECT_QUEUED("operation %" PRIu64 " read fd=%d handle queued time-limit-ns=%" PRIu64,
                  ticket.number_, sring_fd_raw(&fds.in), (uint64_t)LONG);
    flush_and_dump(ring);
    at = strstr(text, " handle in-flight left-ns=");
    assert_non_null(at);
    assert_int_equal(sscanf(at, " handle in-flight left-ns=%" SCNu64, &left), 1);
    ASSERT_BETWEEN(left, (uint64_t)LONG / 2, LONG);
    assert_int_equal(sring_cancel(ring, ticket), 0);
    dump(ring);
    EXPECT_LINE("operation %" PRIu64 " read fd=%d handle in-flight cancelled*", ticket.number_,
                sring_fd_raw(&fds.in));
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), -ECANCELED);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

SRING_FIBER(sleeper)
{
    (void)arg;
    return sring_sleep(ring, LONG);
}

/* The operation names the fiber that waits for it, and the fiber the operation. */
static void a_fiber_and_its_operation(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    struct two_fds fds;
    uint64_t number, parked;
    char *line;

    open_pipe(&fds);
    assert_int_equal(sring_spawn(ring, &fiber, read_it, &fds.in), 0);
    parked = sring_fiber_ticket(&fiber).number_;
    assert_int_equal(sring_poll(ring), 1);
    dump(ring);
    line = strstr(text, "\noperation ");
    assert_non_null(line);
    assert_int_equal(sscanf(line, "\noperation %" SCNu64, &number), 1);
    EXPECT_LINE("operation %" PRIu64 " read fd=%d fiber=%" PRIu64 "*", number,
                sring_fd_raw(&fds.in), parked);
    EXPECT_LINE("fiber %" PRIu64 " waits operation=%" PRIu64, parked, number);
    write_text(&fds.out, "ab");
    assert_int_equal(sring_join(ring, &fiber), 2);
    close_two(ring, &fds);
}

static void a_fiber(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    struct sring_ticket ticket;

    assert_int_equal(sring_spawn(ring, &fiber, sleeper, NULL), 0);
    ticket = sring_fiber_ticket(&fiber);
    dump(ring);
    EXPECT_LINE("fiber %" PRIu64 " can-go-on", ticket.number_);
    assert_int_equal(sring_poll(ring), 1);
    dump(ring);
    EXPECT_LINE("fiber %" PRIu64 " waits*", ticket.number_);
    sring_fiber_cancel(ring, &fiber);
    dump(ring);
    EXPECT_LINE("fiber %" PRIu64 "*", ticket.number_);
    assert_non_null(strstr(text, " cancelled\n"));
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
}

static int return_three(void *arg)
{
    (void)arg;
    return 3;
}

SRING_OFFLOAD_CALLBACK(on_result)
{
    *(int *)arg = result;
}

static void a_work(void **state)
{
    struct sring *ring = *state;
    struct sring_ticket ticket;
    int result = 0;

    assert_int_equal(sring_offload_launch(ring, return_three, on_result, &result, &ticket), 0);
    dump(ring);
    EXPECT_LINE("work %" PRIu64 " callback in-flight", ticket.number_);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(result, 3);
    dump(ring);
    assert_null(strstr(text, "work "));
}

static void a_batch(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_timeout_building op;
    struct sring_timeout_completed timed;
    char *line;
    uint64_t number;

    assert_int_equal(sring_batch_init(ring, &batch, 1), 0);
    assert_int_equal(sring_timeout_init(ring, &op, 20 * MILLISECOND), 0);
    sring_timeout_add(ring, &batch, &op);
    dump(ring);
    assert_non_null(strstr(text, " operations=1 left=1 not-submitted\n"));
    sring_batch_submit(ring, &batch, &inflight);
    dump(ring);
    line = strstr(text, "\nbatch ");
    assert_non_null(line);
    assert_int_equal(sscanf(line, "\nbatch %" SCNu64, &number), 1);
    EXPECT_LINE("batch %" PRIu64 " operations=1 left=1 submitted", number);
    assert_non_null(strstr(text, " timeout batch="));
    sring_batch_wait(ring, &inflight, &done);
    sring_timeout_take(ring, &done, 0, &timed);
    assert_int_equal(sring_timeout_finish(&timed), -ETIME);
    sring_batch_finish(ring, &done);
}

SRING_WAKER_CALLBACK(on_wake)
{
    (void)ring;
    (void)arg;
}

static void a_waker(void **state)
{
    struct sring *ring = *state;
    struct sring_waker waker;
    uint64_t number;
    char *line;
    int fd;

    assert_int_equal(sring_waker_open(ring, &waker, on_wake, NULL), 0);
    assert_int_equal(sring_flush(ring), 0);
    dump(ring);
    line = strstr(text, "\noperation ");
    assert_non_null(line);
    assert_int_equal(sscanf(line, "\noperation %" SCNu64 " read fd=%d", &number, &fd), 2);
    EXPECT_LINE("operation %" PRIu64 " read fd=%d waker*", number, fd);
    sring_waker_close(ring, &waker);
    assert_int_equal(sring_run(ring), 0);
}

/* The result was handed out, and the buffer is still lent. */
static void a_loan(void **state)
{
    struct sring *ring = *state;
    struct connection both;
    struct sring_send_zc_building op;
    struct sring_send_zc_submitted inflight;
    struct sring_send_zc_completed done;
    struct sring_ticket ticket;
    struct sring_buf buf;
    int result;

    NEEDS(6, 0, "send_zc");
    connect_both(&both, false);
    text_buf(&buf, "hello");
    assert_int_equal(sring_send_zc_init(ring, &op, &both.sender), 0);
    sring_send_zc_submit(ring, &op, &buf, &inflight);
    ticket = sring_send_zc_ticket(&inflight);
    sring_send_zc_wait(ring, &inflight, &done);
    dump(ring);
    EXPECT_LINE("operation %" PRIu64 " send_zc fd=%d handle result-taken", ticket.number_,
                sring_fd_raw(&both.sender));
    result = sring_send_zc_release(ring, &done, &buf);
    assert_true(result == 5 || result == -EINVAL);
    dump(ring);
    assert_null(strstr(text, "operation "));
    sring_buf_free(&buf);
    disconnect(ring, &both);
}

static void begin_read(struct sring *ring, const struct sring_fd *fd, uint64_t timeout,
                       struct sring_read_submitted *inflight)
{
    struct sring_read_building op;
    struct sring_buf buf;

    new_buf(&buf, 8);
    assert_int_equal(sring_read_init(ring, &op, fd), 0);
    if (timeout) {
        assert_int_equal(sring_read_set_timeout(ring, &op, timeout), 0);
    }
    sring_read_submit(ring, &op, &buf, inflight);
}

static int end_read(struct sring *ring, struct sring_read_submitted *inflight)
{
    struct sring_read_completed done;
    struct sring_buf buf;
    int rc;

    sring_read_wait(ring, inflight, &done);
    rc = sring_read_finish(&done, &buf);
    sring_buf_free(&buf);
    return rc;
}

static void an_expired_one(void **state)
{
    struct sring *ring = *state;
    struct sring_read_submitted inflight;
    struct sring_ticket ticket;
    struct two_fds fds;

    open_pipe(&fds);
    begin_read(ring, &fds.in, 2 * MILLISECOND, &inflight);
    ticket = sring_read_ticket(&inflight);
    while (sring_pending(ring, ticket)) {
        (void)sring_run_for(ring, MILLISECOND);
    }
    dump(ring);
    EXPECT_LINE("operation %" PRIu64 " read fd=%d handle result-not-taken expired", ticket.number_,
                sring_fd_raw(&fds.in));
    assert_int_equal(end_read(ring, &inflight), -ETIME);
    close_two(ring, &fds);
}

/* An operation of a program's own spec may have an opcode that is newer than the library. */
static void an_unknown_opcode(void **state)
{
    struct sring *ring = *state;
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;
    struct sring_nop_completed done;
    uint64_t number;

    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_submit(ring, &op, &inflight);
    number = sring_nop_ticket(&inflight).number_;
    *(uint8_t *)&sring_slot_of_(ring, number)->sqe_ = 250;
    dump(ring);
    EXPECT_QUEUED("operation %" PRIu64 " opcode-250 handle queued", number);
    sring_nop_wait(ring, &inflight, &done);
    if (!test_option("sqpoll")) { /* whose thread may have read it before */
        assert_int_equal(sring_nop_result(&done), -EINVAL);
    }
    (void)sring_nop_finish(&done);
}

static void a_detached_one(void **state)
{
    struct sring *ring = *state;
    struct sring_read_submitted inflight;
    struct sring_ticket ticket;
    struct two_fds fds;

    open_pipe(&fds);
    begin_read(ring, &fds.in, 0, &inflight);
    ticket = sring_read_ticket(&inflight);
    sring_read_detach(ring, &inflight);
    dump(ring);
    EXPECT_QUEUED("operation %" PRIu64 " read fd=%d detached queued", ticket.number_,
                  sring_fd_raw(&fds.in));
    flush_and_dump(ring);
    EXPECT_LINE("operation %" PRIu64 " read fd=%d detached in-flight", ticket.number_,
                sring_fd_raw(&fds.in));
    assert_int_equal(sring_cancel(ring, ticket), 0);
    assert_int_equal(sring_run(ring), 0);
    dump(ring);
    assert_null(strstr(text, "operation "));
    close_two(ring, &fds);
}

static void a_direct_descriptor(void **state)
{
    struct sring *ring = *state;
    struct sring_direct_fd direct;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_ticket ticket;
    struct sring_buf buf;
    struct two_fds fds;
    int rc;

    open_pipe(&fds);
    new_buf(&buf, 8);
    rc = sring_fd_register(ring, &fds.in, &direct);
    assert_int_equal(rc, 0);
    assert_int_equal(sring_read_init_direct(ring, &op, &direct), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    ticket = sring_read_ticket(&inflight);
    flush_and_dump(ring);
    EXPECT_LINE("operation %" PRIu64 " read slot=0 handle in-flight", ticket.number_);
    write_text(&fds.out, "abc");
    assert_int_equal(end_read(ring, &inflight), 3);
    sring_direct_fd_unregister(ring, &direct);
    close_two(ring, &fds);
}

/* With set_fail_fast: the first fails, and the second is cancelled. */
static void a_failed_batch(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct two_fds fds;
    uint64_t number;

    open_pipe(&fds);
    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    add_read(ring, &batch, &fds.out, 8, 0);
    add_timeout(ring, &batch, LONG);
    sring_batch_set_fail_fast(&batch);
    sring_batch_submit(ring, &batch, &inflight);
    number = sring_batch_ticket(&inflight).number_;
    while (sring_pending(ring, (struct sring_ticket){number})) {
        (void)sring_run_for(ring, MILLISECOND);
    }
    dump(ring);
    EXPECT_LINE("batch %" PRIu64 " operations=2 left=0 submitted failed", number);
    assert_non_null(strstr(text, ":0 result-not-taken\n"));
    assert_non_null(strstr(text, ":1 result-not-taken cancelled\n"));
    sring_batch_wait(ring, &inflight, &done);
    assert_int_equal(take_read(ring, &done, 0), -EBADF);
    assert_int_equal(take_timeout(ring, &done, 1), -ECANCELED);
    sring_batch_finish(ring, &done);
    close_two(ring, &fds);
}

SRING_FIBER(dumper)
{
    (void)arg;
    dump(ring);
    return 0;
}

static void a_fiber_that_runs(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    uint64_t number;

    assert_int_equal(sring_spawn(ring, &fiber, dumper, NULL), 0);
    number = sring_fiber_ticket(&fiber).number_;
    assert_int_equal(sring_run(ring), 0);
    EXPECT_LINE("fiber %" PRIu64 " runs", number);
    dump(ring);
    EXPECT_LINE("fiber %" PRIu64 " ended", number);
    assert_int_equal(sring_join(ring, &fiber), 0);
    dump(ring);
    assert_null(strstr(text, "fiber "));
}

SRING_FIBER(offloader)
{
    (void)arg;
    return sring_offload(ring, return_three, NULL);
}

static void a_work_of_a_fiber(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;

    assert_int_equal(sring_spawn(ring, &fiber, offloader, NULL), 0);
    assert_int_equal(sring_poll(ring), 1);
    dump(ring);
    if (!strstr(text, " ended\n")) { /* the thread may be fast */
        assert_non_null(strstr(text, "\nwork "));
        assert_non_null(strstr(text, " handle "));
    }
    assert_int_equal(sring_join(ring, &fiber), 3);
}

SRING_OFFLOAD_CALLBACK(on_one_of_two)
{
    const struct sring_ticket *other = arg;

    assert_int_equal(result, 3);
    if (other->number_) {
        dump(ring);
    }
}

/* The callback of one sees that the other is done. */
static void a_work_that_is_done(void **state)
{
    struct sring *ring = *state;
    struct sring_ticket none = {0}, second;
    char line[64];

    for (int i = 0; i < 1000; i++) {
        assert_int_equal(sring_offload_launch(ring, return_three, on_one_of_two, &second, NULL), 0);
        assert_int_equal(sring_offload_launch(ring, return_three, on_one_of_two, &none, &second),
                         0);
        sleep_ms(1);
        assert_int_equal(sring_run(ring), 0);
        snprintf(line, sizeof(line), "work %" PRIu64 " callback result-not-taken", second.number_);
        cut_begun();
        if (has_line(line)) {
            return;
        }
    }
    fail_msg("no line \"%s\" in:\n%s", line, text);
}

static bool knows_times(void)
{
#if defined(SRING_DEVELOPMENT)
    return true;
#else
    return test_option("audit");
#endif
}

/* The age is there if the ring knows it: here and in the ring of the test. */
static void ages(struct sring *ring, bool known)
{
    struct sring_read_submitted inflight;
    struct two_fds fds;
    uint64_t age = 0;
    char *at;

    for (int i = 0; i < 1000; i++) { /* each slot was another operation's */
        assert_int_equal(sring_nop_await(ring), 0);
    }
    open_pipe(&fds);
    begin_read(ring, &fds.in, 0, &inflight);
    dump(ring);
    assert_null(strstr(text, "age-ns"));
    assert_int_equal(sring_timeout_await(ring, 5 * MILLISECOND), -ETIME);
    dump(ring);
    at = strstr(text, " in-flight age-ns=");
    assert_int_equal(at != NULL, known);
    if (at) {
        assert_int_equal(sscanf(at, " in-flight age-ns=%" SCNu64, &age), 1);
        ASSERT_BETWEEN(age, 5 * MILLISECOND, LONG);
    }
    write_text(&fds.out, "abc");
    assert_int_equal(end_read(ring, &inflight), 3);
    close_two(ring, &fds);
}

static void an_age(void **state)
{
    const struct sring_options options = {.latency = true};
    struct sring ring;

    assert_int_equal(sring_open(&ring, &options), 0);
    ages(&ring, true);
    sring_close(&ring);
    ages(*state, knows_times());
}

/* --- where an operation was begun ---------------------------------------------------------- */

/* Checks that the dump has `lines` lines that begin with this word, which were begun in this
 * function. */
static void expect_place(const char *word, uintptr_t function, int lines)
{
    extern const char __ehdr_start; /* of the executable: addresses count from here */
    const uintptr_t offset = function - (uintptr_t)&__ehdr_start;
    uintptr_t address;
    int found = 0;

    for (const char *at = text; *at; at = strchr(at, '\n') + 1) {
        if (!strncmp(at, word, strlen(word))) {
            const char *begun = strstr(at, " begun=");

            if (!begun || begun > strchr(at, '\n')) {
                fail_msg("no place of a line in:\n%s", text);
            }
            begun = strstr(begun, "test_dump");
            assert_non_null(begun);
            assert_int_equal(sscanf(strchr(begun, '+'), "+0x%" SCNxPTR, &address), 1);
            ASSERT_BETWEEN(address, offset, offset + 16384); /* with AddressSanitizer */
            found++;
        }
    }
    assert_int_equal(found, lines);
}

static int return_at_once(void *arg)
{
    (void)arg;
    return 0;
}

SRING_OFFLOAD_CALLBACK(on_return)
{
    (void)ring;
    (void)arg;
    assert_true(result == 0 || result == -ECANCELED);
}

static void begun_here(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_timeout_building op;
    struct sring_fiber fiber;
    struct sring_scope scope;

    assert_int_equal(sring_spawn(ring, &fiber, sleeper, NULL), 0);
    sring_scope_open(ring, &scope);
    assert_int_equal(sring_scope_spawn(ring, &scope, sleeper, NULL), 0);
    assert_int_equal(sring_offload_launch(ring, return_at_once, on_return, NULL, NULL), 0);
    assert_int_equal(sring_batch_init(ring, &batch, 1), 0);
    assert_int_equal(sring_timeout_init(ring, &op, LONG), 0);
    sring_timeout_add(ring, &batch, &op);
    sring_batch_submit(ring, &batch, &inflight);
    dump(ring);
    expect_place("fiber ", (uintptr_t)begun_here, 2);
    expect_place("work ", (uintptr_t)begun_here, 1);
    expect_place("batch ", (uintptr_t)begun_here, 1);
    sring_batch_detach(ring, &inflight);
    sring_scope_cancel(ring, &scope);
    (void)sring_scope_close(ring, &scope);
    sring_fiber_cancel(ring, &fiber);
    assert_int_equal(sring_join(ring, &fiber), -ECANCELED);
    (void)sring_cancel_all(ring);
}

#if defined(SRING_DEVELOPMENT)

SRING_POLL_ADD_CALLBACK(on_input)
{
    (void)ring;
    (void)arg;
    assert_int_equal(sring_poll_add_finish(done), POLLIN);
}

static __attribute__((noinline)) void launches(struct sring *ring, const struct sring_fd *fd)
{
    sring_assert_owner(ring);
    assert_int_equal(sring_poll_add_launch(ring, fd, POLLIN, NULL, on_input, NULL, NULL), 0);
}

/* Not by the inlined way. */
static __attribute__((noinline)) void launches_timed(struct sring *ring, const struct sring_fd *fd)
{
    const struct sring_poll_add_options options = {.timeout_ns = LONG};

    sring_assert_owner(ring);
    assert_int_equal(sring_poll_add_launch(ring, fd, POLLIN, &options, on_input, NULL, NULL), 0);
}

static __attribute__((noinline)) void adds(struct sring *ring, struct sring_batch_building *batch,
                                           const struct sring_fd *fd)
{
    struct sring_poll_add_building op;

    sring_assert_owner(ring);
    assert_int_equal(sring_poll_add_init(ring, &op, fd, POLLIN), 0);
    sring_poll_add_add(ring, batch, &op);
}

SRING_FIBER(awaits)
{
    assert_int_equal(sring_poll_add_await(ring, (const struct sring_fd *)arg, POLLIN), POLLIN);
    return 0;
}

/* With a small ring, the records of the later ones move from their slots. */
static void a_place(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_submitted inflight;
    struct sring_batch_completed done;
    struct sring_poll_add_completed polled;
    struct sring_fiber fiber;
    struct two_fds fds;

    open_pipe(&fds);
    launches(ring, &fds.in);
    dump(ring);
    expect_place("operation ", (uintptr_t)launches, 1);
    for (int i = 0; i < 9; i++) {
        launches(ring, &fds.in);
    }
    flush_and_dump(ring);
    expect_place("operation ", (uintptr_t)launches, 10);
    write_text(&fds.out, "a");
    assert_int_equal(sring_run(ring), 0);
    expect_text(&fds.in, "a");

    launches_timed(ring, &fds.in);
    launches_timed(ring, &fds.in);
    flush_and_dump(ring);
    expect_place("operation ", (uintptr_t)launches_timed, 2);
    write_text(&fds.out, "a");
    assert_int_equal(sring_run(ring), 0);
    expect_text(&fds.in, "a");

    assert_int_equal(sring_batch_init(ring, &batch, 2), 0);
    adds(ring, &batch, &fds.in);
    adds(ring, &batch, &fds.in);
    sring_batch_submit(ring, &batch, &inflight);
    flush_and_dump(ring);
    expect_place("operation ", (uintptr_t)adds, 2);
    write_text(&fds.out, "a");
    sring_batch_wait(ring, &inflight, &done);
    for (uint32_t i = 0; i < 2; i++) {
        sring_poll_add_take(ring, &done, i, &polled);
        assert_int_equal(sring_poll_add_finish(&polled), POLLIN);
    }
    sring_batch_finish(ring, &done);
    expect_text(&fds.in, "a");

    assert_int_equal(sring_spawn(ring, &fiber, awaits, &fds.in), 0);
    (void)sring_poll(ring);
    flush_and_dump(ring);
    expect_place("operation ", (uintptr_t)awaits, 1);
    write_text(&fds.out, "a");
    assert_int_equal(sring_join(ring, &fiber), 0);
    close_two(ring, &fds);
}

SRING_FIBER(reads_a_stream)
{
    struct two_fds *fds = arg;
    struct sring_stream stream;
    char byte;

    assert_int_equal(sring_stream_open(ring, &stream, &fds->in), 0);
    assert_int_equal(sring_stream_read(ring, &stream, &byte, 1), 1);
    assert_int_equal(sring_stream_release(ring, &stream, &fds->in), 0);
    return 0;
}

/* What the library begins does not have the place of an earlier operation. */
static void no_place(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;
    struct two_fds fds;
    char *operation;

    for (int i = 0; i < 1000; i++) { /* each slot was another operation's */
        assert_int_equal(sring_nop_await(ring), 0);
    }
    open_pipe(&fds);
    assert_int_equal(sring_spawn(ring, &fiber, reads_a_stream, &fds), 0);
    (void)sring_poll(ring);
    flush_and_dump(ring);
    operation = strstr(text, "\noperation ");
    assert_non_null(operation);
    assert_int_equal(operation[1 + strcspn(operation + 1, "\n")], '\n');
    operation[1 + strcspn(operation + 1, "\n")] = '\0';
    assert_null(strstr(operation, " begun="));
    write_text(&fds.out, "a");
    assert_int_equal(sring_join(ring, &fiber), 0);
    close_two(ring, &fds);
}

#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(nothing),
        RING_TEST(in_a_callback),
        RING_TEST(a_handle),
        SMALL_RING_TEST(a_handle),
        RING_TEST(a_fiber),
        RING_TEST(a_fiber_and_its_operation),
        RING_TEST(a_fiber_that_runs),
        RING_TEST(a_work),
        RING_TEST(a_work_of_a_fiber),
        RING_TEST(a_work_that_is_done),
        RING_TEST(a_batch),
        RING_TEST(a_failed_batch),
        RING_TEST(a_deadline_and_a_cancel),
        RING_TEST(an_expired_one),
        RING_TEST(a_detached_one),
        RING_TEST(an_unknown_opcode),
        RING_TEST(a_direct_descriptor),
        RING_TEST(a_loan),
        RING_TEST(a_waker),
        RING_TEST(an_age),
        SMALL_RING_TEST(an_age),
        RING_TEST(begun_here),
#if defined(SRING_DEVELOPMENT)
        RING_TEST(a_place),
        SMALL_RING_TEST(a_place),
        RING_TEST(no_place),
#endif
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
