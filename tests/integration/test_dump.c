/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sring_dump: a line for each thing that is in flight.
 */
#include "support.h"

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

/* The dump has this line. A '*' at the end of `line` stands for the rest of it. */
static void expect_line(const char *line)
{
    size_t length = strcspn(line, "*");

    for (const char *at = text; *at; at = strchr(at, '\n') + 1) {
        if (!strncmp(at, line, length) && (line[length] || at[length] == '\n')) {
            return;
        }
    }
    fail_msg("no line \"%s\" in:\n%s", line, text);
}

#define EXPECT_LINE(...)                                                                           \
    do {                                                                                           \
        char line_[256];                                                                           \
                                                                                                   \
        snprintf(line_, sizeof(line_), __VA_ARGS__);                                               \
        expect_line(line_);                                                                        \
    } while (0)

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
    EXPECT_LINE("operation %" PRIu64 " nop callback=\"a callback of nop\" queued", ticket.number_);
    assert_int_equal(sring_run(ring), 0);
    assert_string_equal(text, "ring in-flight=0\n");
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
    EXPECT_LINE("operation %" PRIu64 " read fd=%d handle queued", ticket.number_, fd);
    assert_int_equal(sring_flush(ring), 0);
    for (int i = 0; i < 16; i++) {
        struct sring_nop_building nop;

        assert_int_equal(sring_nop_init(ring, &nop), 0);
        (void)sring_nop_start(ring, &nop, on_nop, NULL);
    }
    assert_int_equal(sring_flush(ring), 0);
    dump(ring);
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
    EXPECT_LINE("operation %" PRIu64 " read fd=%d handle queued time-limit-ns=%" PRIu64,
                ticket.number_, sring_fd_raw(&fds.in), (uint64_t)LONG);
    assert_int_equal(sring_flush(ring), 0);
    dump(ring);
    at = strstr(text, " handle in-flight left-ns=");
    assert_non_null(at);
    assert_int_equal(sscanf(at, " handle in-flight left-ns=%" SCNu64, &left), 1);
    assert_in_range(left, (uint64_t)LONG / 2, LONG);
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

SRING_FIBER(reader)
{
    struct sring_buf buf;
    int rc;

    new_buf(&buf, 8);
    rc = sring_read_await(ring, arg, &buf);
    sring_buf_free(&buf);
    return rc;
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
    assert_int_equal(sring_spawn(ring, &fiber, reader, &fds.in), 0);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(nothing),        RING_TEST(in_a_callback), RING_TEST(a_handle),
        SMALL_RING_TEST(a_handle), RING_TEST(a_fiber),       RING_TEST(a_fiber_and_its_operation),
        RING_TEST(a_work),         RING_TEST(a_batch),       RING_TEST(a_deadline_and_a_cancel),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
