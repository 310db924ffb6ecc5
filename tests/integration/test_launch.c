/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * launch: init, the set functions and start in one call. On an error nothing has changed.
 */
#include "batches.h"
#include "no_memory.h"

#include <sys/socket.h>

#define LONG (20000 * MILLISECOND)

struct seen {
    int calls, result;
    struct sring_ticket ticket, in_callback;
    struct sring_buf buf; /* stashed, if `keeps` */
    bool keeps;
};

static void take_back(struct seen *seen, struct sring_buf *buf, int result)
{
    seen->calls++;
    seen->result = result;
    seen->in_callback = seen->ticket;
    if (seen->keeps) {
        sring_buf_move_stash(&seen->buf, buf);
    } else {
        sring_buf_free(buf);
    }
}

SRING_READ_CALLBACK(on_read)
{
    struct sring_buf buf;
    int result = sring_read_finish(done, &buf);

    take_back(arg, &buf, result);
}

SRING_RECV_CALLBACK(on_recv)
{
    struct sring_buf buf;
    int result = sring_recv_finish(done, &buf);

    take_back(arg, &buf, result);
}

SRING_SEND_CALLBACK(on_send)
{
    struct sring_buf buf;
    int result = sring_send_finish(done, &buf);

    take_back(arg, &buf, result);
}

SRING_TIMEOUT_CALLBACK(on_timeout)
{
    struct seen *seen = arg;

    seen->calls++;
    seen->result = sring_timeout_finish(done);
}

SRING_OPENAT_CALLBACK(on_open)
{
    struct seen *seen = arg;
    struct sring_fd file;

    seen->calls++;
    seen->result = sring_openat_finish(done, &file);
    if (!seen->result) {
        sring_fd_close(ring, &file);
    }
}

SRING_READV_CALLBACK(on_readv)
{
    struct seen *seen = arg;
    struct sring_vec vec;

    seen->calls++;
    seen->result = sring_readv_finish(done, &vec);
    expect_vec(&vec, "vec|tor");
    sring_vec_free(&vec);
}

SRING_SPLICE_CALLBACK(on_splice)
{
    struct seen *seen = arg;

    seen->calls++;
    seen->result = sring_splice_finish(done);
}

/* --- success ------------------------------------------------------------------------------- */

/* The ticket is stored before the callback can run, and launch runs none. */
static void with_defaults(void **state)
{
    struct sring *ring = *state;
    struct seen seen = {.keeps = true};
    struct two_fds fds;
    struct sring_buf buf;

    open_pipe(&fds);
    write_text(&fds.out, "text");
    new_buf(&buf, 16);
    assert_int_equal(sring_read_launch(ring, &fds.in, &buf, NULL, on_read, &seen, &seen.ticket), 0);
    assert_int_equal(seen.calls, 0);
    assert_true(sring_pending(ring, seen.ticket));
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.calls, 1);
    assert_int_equal(seen.result, 4);
    assert_int_equal(seen.in_callback.number_, seen.ticket.number_);
    assert_false(sring_pending(ring, seen.ticket));
    sring_buf_claim(&seen.buf);
    expect_buf(&seen.buf, "text");
    sring_buf_free(&seen.buf);
    close_two(ring, &fds);
}

/* Each option, on a file that is stashed. */
static void with_options(void **state)
{
    struct sring *ring = *state;
    struct seen sent = {0}, peeked = {.keeps = true}, late = {0};
    struct sring_send_options part = {.start = 2, .count = 3};
    struct sring_recv_options peek = {.flags = MSG_PEEK, .start = 1};
    struct sring_recv_options soon = {.timeout_ns = MILLISECOND};
    struct two_fds fds;
    struct sring_buf buf;

    open_socketpair(&fds, SOCK_STREAM);
    sring_fd_stash(&fds.in);
    text_buf(&buf, "0123456789");
    assert_int_equal(sring_send_launch(ring, &fds.out, &buf, &part, on_send, &sent, NULL), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(sent.result, 3);

    for (int i = 0; i < 2; i++) { /* MSG_PEEK: the bytes are there again */
        text_buf(&buf, "x.......");
        assert_int_equal(sring_recv_launch(ring, &fds.in, &buf, &peek, on_recv, &peeked, NULL), 0);
        assert_int_equal(sring_run(ring), 0);
        assert_int_equal(peeked.result, 3);
        sring_buf_claim(&peeked.buf);
        expect_buf(&peeked.buf, "x234");
        sring_buf_free(&peeked.buf);
    }
    sring_fd_claim(&fds.in);
    expect_text(&fds.in, "234");

    new_buf(&buf, 16);
    assert_int_equal(sring_recv_launch(ring, &fds.in, &buf, &soon, on_recv, &late, NULL), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(late.result, -ETIME);
    close_two(ring, &fds);
}

/* Operations without a buffer, with copied arguments, with a second file, and with a vector. */
static void of_every_kind(void **state)
{
    struct sring *ring = *state;
    struct seen timer = {0}, opened = {0}, vector = {0}, spliced = {0};
    const size_t sizes[] = {3, 5};
    struct two_fds from, to;
    struct sring_vec vec;
    char path[] = "/dev/null";

    assert_int_equal(sring_timeout_launch(ring, MILLISECOND, NULL, on_timeout, &timer, NULL), 0);
    assert_int_equal(sring_openat_launch(ring, path, 0, 0, NULL, on_open, &opened, NULL), 0);
    memset(path, 'x', sizeof(path) - 1); /* was copied */
    open_pipe(&from);
    open_pipe(&to);
    write_text(&from.out, "vector");
    new_vec(&vec, 2, sizes);
    assert_int_equal(sring_readv_launch(ring, &from.in, &vec, NULL, on_readv, &vector, NULL), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(timer.result, -ETIME);
    assert_int_equal(opened.result, 0);
    assert_int_equal(vector.result, 6);
    write_text(&from.out, "moved");
    assert_int_equal(sring_splice_launch(ring, &to.out, &from.in, UINT64_MAX, UINT64_MAX, 5, 0,
                                         NULL, on_splice, &spliced, NULL),
                     0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(spliced.result, 5);
    expect_text(&to.in, "moved");
    close_two(ring, &from);
    close_two(ring, &to);
}

SRING_TIMEOUT_MULTISHOT_ITEM_CALLBACK(on_tick)
{
    struct seen *seen = arg;

    if (++seen->calls == 3) {
        assert_int_equal(sring_cancel(ring, seen->ticket), 0);
    }
}

SRING_TIMEOUT_MULTISHOT_END_CALLBACK(on_last_tick)
{
    struct seen *seen = arg;

    seen->result = rc;
}

static void of_a_stream(void **state)
{
    struct sring *ring = *state;
    struct seen seen = {0};

    NEEDS(6, 4, "a multishot timeout");
    assert_int_equal(sring_timeout_multishot_launch(ring, MILLISECOND, NULL, on_tick, on_last_tick,
                                                    &seen, &seen.ticket),
                     0);
    assert_int_equal(sring_run(ring), 0);
    assert_true(seen.calls >= 3);
    assert_int_equal(seen.result, -ECANCELED);
}

/* --- errors -------------------------------------------------------------------------------- */

/* Without budget the buffer is still the caller's, and the ticket is unchanged. */
static void without_budget(void **state)
{
    struct sring *ring = *state;
    struct seen timers = {0}, seen = {.ticket = {7}};
    struct sring_ticket tickets[CAPACITY];
    struct two_fds fds;
    struct sring_buf buf;

    open_pipe(&fds);
    text_buf(&buf, "mine");
    for (int i = 0; i < CAPACITY; i++) {
        assert_int_equal(sring_timeout_launch(ring, LONG, NULL, on_timeout, &timers, &tickets[i]),
                         0);
    }
    assert_int_equal(sring_read_launch(ring, &fds.in, &buf, NULL, on_read, &seen, &seen.ticket),
                     -EAGAIN);
    assert_int_equal(
        sring_openat_launch(ring, "/dev/null", 0, 0, NULL, on_open, &seen, &seen.ticket), -EAGAIN);
    assert_int_equal(seen.ticket.number_, 7);
    expect_buf(&buf, "mine");
    sring_buf_free(&buf);
    for (int i = 0; i < CAPACITY; i++) {
        assert_int_equal(sring_cancel(ring, tickets[i]), 0);
    }
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(timers.calls, CAPACITY);
    assert_int_equal(seen.calls, 0);
    close_two(ring, &fds);
}

/* If a step after init fails, the budget, the scratch memory and the buffer come back. */
static void without_memory(void **state)
{
    struct sring *ring = *state;
    struct seen seen = {.ticket = {7}}, opened = {0};
    struct sring_read_options read = {.timeout_ns = LONG};
    struct sring_openat_options open = {.timeout_ns = LONG};
    struct two_fds fds;
    struct sring_buf buf;

    open_pipe(&fds);
    text_buf(&buf, "mine");
    assert_int_equal(sring_openat_launch(ring, "/dev/null", 0, 0, NULL, on_open, &opened, NULL), 0);
    assert_int_equal(sring_run(ring), 0); /* from now on there is a free scratch block */
    no_memory = true;
    assert_int_equal(sring_read_launch(ring, &fds.in, &buf, &read, on_read, &seen, &seen.ticket),
                     -ENOMEM);
    assert_int_equal(
        sring_openat_launch(ring, "/dev/null", 0, 0, &open, on_open, &seen, &seen.ticket), -ENOMEM);
    no_memory = false;
    expect_budget(ring, CAPACITY);
    assert_int_equal(seen.ticket.number_, 7);
    expect_buf(&buf, "mine");
    sring_buf_free(&buf);
    assert_int_equal(seen.calls, 0);
    close_two(ring, &fds);
}

/* --- callbacks in a table ------------------------------------------------------------------ */

static sring_timeout_callback *const table[] = {on_timeout};

SRING_TIMEOUT_CALLBACK(dispatch)
{
    sring_timeout_call(table[0], ring, done, arg);
}

static void called_through_a_table(void **state)
{
    struct sring *ring = *state;
    struct seen seen = {0};

    assert_int_equal(sring_timeout_launch(ring, 1, NULL, dispatch, &seen, NULL), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.calls, 1);
    assert_int_equal(seen.result, -ETIME);
}

/* --- misuse -------------------------------------------------------------------------------- */

static void careless(struct sring *ring, struct sring_timeout_completed *done, void *arg)
{
    (void)ring;
    (void)done;
    (void)arg;
}

SRING_TIMEOUT_CALLBACK(dispatch_careless)
{
    sring_timeout_call(careless, ring, done, arg);
}

static void leave_it_alone(void *arg)
{
    struct sring ring;

    (void)arg;
    open_ring(&ring, 8, CAPACITY);
    (void)!sring_timeout_launch(&ring, 1, NULL, dispatch_careless, NULL, NULL);
    (void)sring_run(&ring);
}

static void launch_on_dead_file(void *arg)
{
    struct sring ring;
    struct sring_fd file = SRING_NONE;
    struct sring_buf buf;

    (void)arg;
    open_ring(&ring, 8, CAPACITY);
    new_buf(&buf, 16);
    __asm__("" : "+m"(file));
    (void)!sring_read_launch(&ring, &file, &buf, NULL, on_read, NULL, NULL);
}

static void launch_without_callback(void *arg)
{
    struct sring ring;

    (void)arg;
    open_ring(&ring, 8, CAPACITY);
    (void)!sring_timeout_launch(&ring, 1, NULL, NULL, NULL, NULL);
}

static void misused(void **state)
{
    static const struct {
        void (*body)(void *arg);
        const char *report;
    } cases[] = {
        {leave_it_alone, "to consume the handle that it receives"},
        {launch_on_dead_file, "sring_read_launch needs a file that is yours"},
        {launch_without_callback, "sring_timeout_launch needs a callback"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char errors[1024];

        assert_int_not_equal(in_child(cases[i].body, NULL, errors, sizeof(errors)), 0);
        if (!strstr(errors, cases[i].report)) {
            fail_msg("'%s' is not in '%s'", cases[i].report, errors);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WHOLE_RING_TEST(with_defaults),          WHOLE_RING_TEST(with_options),
        WHOLE_RING_TEST(of_every_kind),          WHOLE_RING_TEST(of_a_stream),
        WHOLE_RING_TEST(without_budget),         WHOLE_RING_TEST(without_memory),
        WHOLE_RING_TEST(called_through_a_table), cmocka_unit_test(misused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
