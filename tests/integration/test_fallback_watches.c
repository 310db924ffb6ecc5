/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: how it waits for files, whose descriptors may become other files'.
 */
#include "support.h"

#include <sys/resource.h>

#define LONG (20000 * MILLISECOND)
#define SLOTS 64

static const struct sring_options wanted = {.backend = SRING_BACKEND_FALLBACK, .direct_fds = SLOTS};

static struct sring fallback;

static bool no_memory;

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);

void *__wrap_calloc(size_t count, size_t size)
{
    if (no_memory) {
        errno = ENOMEM;
        return NULL;
    }
    return __real_calloc(count, size);
}

static int set_up(void **state)
{
    (void)state;
    assert_int_equal(sring_open(&fallback, &wanted), 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sring_close(&fallback);
    return 0;
}

#define WATCHES_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* The descriptor of `file` becomes one of `other`, and the ring is not told. */
static void replace(const struct sring_fd *file, const struct sring_fd *other)
{
    assert_int_equal(dup2(sring_fd_raw(other), sring_fd_raw(file)), sring_fd_raw(file));
}

static void begin_recv(const struct sring_fd *file, struct sring_recv_submitted *inflight)
{
    struct sring_recv_building op;
    struct sring_buf buf;

    new_buf(&buf, 8);
    assert_int_equal(sring_recv_init(&fallback, &op, file), 0);
    sring_recv_submit(&fallback, &op, &buf, inflight);
    assert_int_equal(sring_flush(&fallback), 0);
}

static void end_recv(struct sring_recv_submitted *inflight, const char *text)
{
    struct sring_recv_completed done;
    struct sring_buf buf;

    sring_recv_wait(&fallback, inflight, &done);
    assert_int_equal(sring_recv_finish(&done, &buf), (int)strlen(text));
    expect_buf(&buf, text);
    sring_buf_free(&buf);
}

static void receives(void **state)
{
    struct sring_recv_submitted first, second;
    struct two_fds fds, others;

    (void)state;
    open_socketpair(&fds, SOCK_STREAM);
    open_socketpair(&others, SOCK_STREAM);
    begin_recv(&fds.in, &first);
    replace(&fds.in, &others.in);
    begin_recv(&fds.in, &second);
    write_text(&others.out, "new");
    end_recv(&second, "new");
    assert_false(sring_recv_ready(&fallback, &first));
    write_text(&fds.out, "former");
    end_recv(&first, "former");
    close_two(&fallback, &fds);
    close_two(&fallback, &others);
}

/* --- polls ---------------------------------------------------------------------------------- */

struct seen {
    int calls, result;
};

SRING_POLL_ADD_CALLBACK(on_ready)
{
    struct seen *seen = arg;

    seen->calls++;
    seen->result = sring_poll_add_finish(done);
}

static struct sring_ticket start_poll(const struct sring_fd *file, uint32_t events,
                                      struct seen *seen)
{
    struct sring_poll_add_building op;

    *seen = (struct seen){0};
    assert_int_equal(sring_poll_add_init(&fallback, &op, file, events), 0);
    return sring_poll_add_start(&fallback, &op, on_ready, seen);
}

/* The poll is of the former file, and so are its new events. */
static void other_events(void **state)
{
    struct two_fds fds, others;
    struct sring_ticket ticket;
    struct seen seen;

    (void)state;
    open_socketpair(&fds, SOCK_STREAM);
    open_pipe(&others);
    ticket = start_poll(&fds.in, POLLIN, &seen);
    assert_int_equal(sring_flush(&fallback), 0);
    replace(&fds.in, &others.in);
    assert_int_equal(sring_poll_rearm(&fallback, ticket, POLLOUT), 0);
    assert_true(sring_run_once(&fallback, LONG) > 0);
    assert_int_equal(seen.result, POLLOUT);
    close_two(&fallback, &fds);
    close_two(&fallback, &others);
}

/* Without a descriptor for its duplicate the former file is lost: its poll ends. One that gets
 * other events meanwhile ends all the same. */
static void other_events_of_none(void **state)
{
    struct rlimit limit, none = {0, 0};
    struct two_fds fds, others;
    struct sring_ticket ticket;
    struct seen seen, seen_other;

    (void)state;
    open_socketpair(&fds, SOCK_STREAM);
    open_socketpair(&others, SOCK_STREAM);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    none.rlim_max = limit.rlim_max;
    ticket = start_poll(&fds.in, POLLIN, &seen);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    assert_int_equal(sring_flush(&fallback), 0);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    replace(&fds.in, &others.in);
    (void)start_poll(&fds.in, POLLIN, &seen_other);
    assert_int_equal(sring_poll_rearm(&fallback, ticket, POLLOUT), -ENOENT);
    write_text(&others.out, "x");
    assert_int_equal(sring_run_for(&fallback, LONG), 0);
    assert_int_equal(seen.result, -EBADF);
    assert_int_equal(seen_other.result, POLLIN);
    assert_int_equal(seen.calls + seen_other.calls, 2);
    close_two(&fallback, &fds);
    close_two(&fallback, &others);
}

/* A stream of polls has a duplicate of its own. Without a descriptor it ends with -EMFILE. */
static void no_descriptor(void **state)
{
    struct sring_poll_multishot_building op;
    struct sring_poll_multishot_streaming stream;
    struct rlimit limit, none = {0, 0};
    struct two_fds fds;
    uint32_t events;

    (void)state;
    open_pipe(&fds);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    none.rlim_max = limit.rlim_max;
    assert_int_equal(sring_poll_multishot_init(&fallback, &op, &fds.in, POLLIN), 0);
    sring_poll_multishot_submit(&fallback, &op, &stream);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    assert_int_equal(sring_flush(&fallback), 0);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(sring_poll_multishot_next(&fallback, &stream, &events), -EMFILE);
    sring_poll_multishot_end(&fallback, &stream);
    close_two(&fallback, &fds);
}

/* A file without poll never has these events: nothing waits, and a stream does not begin again. */
static void no_poll(void **state)
{
    struct sring_poll_multishot_streaming stream;
    struct sring_poll_multishot_building op;
    struct sring_fd file;
    uint32_t events;

    (void)state;
    temporary_file(&file, "");
    assert_int_equal(sring_poll_add_await(&fallback, &file, POLLPRI), -EINVAL);
    assert_int_equal(sring_poll_add_await(&fallback, &file, POLLIN | POLLPRI), POLLIN);
    assert_int_equal(sring_poll_multishot_init(&fallback, &op, &file, POLLPRI), 0);
    sring_poll_multishot_set_rearm(&op);
    sring_poll_multishot_submit(&fallback, &op, &stream);
    assert_int_equal(sring_poll_multishot_next(&fallback, &stream, &events), -EINVAL);
    sring_poll_multishot_end(&fallback, &stream);
    sring_fd_close(&fallback, &file);
}

/* Without memory the former file is lost: what waits for it ends. The other one is waited for. */
static void no_memory_to_move(void **state)
{
    struct sring_recv_submitted first, second;
    struct sring_recv_completed done;
    struct sring_recv_building op;
    struct two_fds fds, others;
    struct sring_buf buf;

    (void)state;
    open_socketpair(&fds, SOCK_STREAM);
    open_socketpair(&others, SOCK_STREAM);
    begin_recv(&fds.in, &first);
    replace(&fds.in, &others.in);
    new_buf(&buf, 8);
    assert_int_equal(sring_recv_init(&fallback, &op, &fds.in), 0);
    sring_recv_submit(&fallback, &op, &buf, &second);
    no_memory = true;
    assert_int_equal(sring_flush(&fallback), 0);
    no_memory = false;
    sring_recv_wait(&fallback, &first, &done);
    assert_int_equal(sring_recv_finish(&done, &buf), -ENOMEM);
    sring_buf_free(&buf);
    write_text(&others.out, "new");
    end_recv(&second, "new");
    close_two(&fallback, &fds);
    close_two(&fallback, &others);
}

/* --- what epoll has ------------------------------------------------------------------------- */

/* epoll still has the socket, because it is open elsewhere, but the ring has forgotten it: a wait
 * for the file that had its number has failed. */
static void same_file_again(void **state)
{
    struct sring_recv_submitted inflight;
    struct two_fds fds;
    struct sring_fd file, copy;

    (void)state;
    open_socketpair(&fds, SOCK_STREAM);
    temporary_file(&file, "");
    begin_recv(&fds.in, &inflight);
    write_text(&fds.out, "first");
    end_recv(&inflight, "first");
    sring_fd_adopt(&copy, fcntl(sring_fd_raw(&fds.in), F_DUPFD_CLOEXEC, 0));
    replace(&fds.in, &file);
    assert_int_equal(sring_poll_add_await(&fallback, &fds.in, POLLPRI), -EINVAL);
    replace(&fds.in, &copy);
    begin_recv(&fds.in, &inflight);
    write_text(&fds.out, "second");
    end_recv(&inflight, "second");
    sring_fd_close(&fallback, &copy);
    sring_fd_close(&fallback, &file);
    close_two(&fallback, &fds);
}

/* Another loop is not told of a file that the library has closed. */
static void closed_file_is_silent(void **state)
{
    struct pollfd pollable = {.events = POLLIN};
    struct sring_recv_submitted inflight;
    struct two_fds fds;
    struct sring_fd copy;

    (void)state;
    open_socketpair(&fds, SOCK_STREAM);
    begin_recv(&fds.in, &inflight);
    write_text(&fds.out, "text");
    end_recv(&inflight, "text");
    sring_fd_adopt(&copy, fcntl(sring_fd_raw(&fds.in), F_DUPFD_CLOEXEC, 0));
    sring_fd_close(&fallback, &fds.in);
    pollable.fd = sring_pollable_fd(&fallback);
    assert_true(pollable.fd >= 0);
    while (poll(&pollable, 1, 50)) {
        assert_true(sring_poll(&fallback) >= 0);
    }
    write_text(&fds.out, "more");
    assert_int_equal(poll(&pollable, 1, 50), 0);
    sring_fd_close(&fallback, &copy);
    sring_fd_close(&fallback, &fds.out);
}

/* --- cancelling ----------------------------------------------------------------------------- */

/* A direct descriptor with the number of the file is another file. */
static void slot_with_its_number(void **state)
{
    struct sring_direct_fd slots[SLOTS];
    struct seen seen[SLOTS] = {0};
    struct two_fds fds, others;

    (void)state;
    open_pipe(&fds);
    open_pipe(&others);
    assert_true(sring_fd_raw(&fds.in) < SLOTS);
    for (int i = 0; i < SLOTS; i++) {
        struct sring_poll_add_building op;

        assert_int_equal(sring_fd_register(&fallback, &others.in, &slots[i]), 0);
        assert_int_equal(sring_poll_add_init_direct(&fallback, &op, &slots[i], POLLIN), 0);
        (void)sring_poll_add_start(&fallback, &op, on_ready, &seen[i]);
        sring_direct_fd_stash(&slots[i]);
    }
    assert_int_equal(sring_flush(&fallback), 0);
    assert_int_equal(sring_cancel_fd_await(&fallback, &fds.in), 0);
    write_text(&others.out, "x");
    assert_int_equal(sring_run_for(&fallback, LONG), 0);
    for (int i = 0; i < SLOTS; i++) {
        assert_int_equal(seen[i].result, POLLIN);
        sring_direct_fd_claim(&slots[i]);
        sring_direct_fd_unregister(&fallback, &slots[i]);
    }
    close_two(&fallback, &fds);
    close_two(&fallback, &others);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WATCHES_TEST(receives),
        WATCHES_TEST(other_events),
        WATCHES_TEST(other_events_of_none),
        WATCHES_TEST(no_descriptor),
        WATCHES_TEST(no_poll),
        WATCHES_TEST(no_memory_to_move),
        WATCHES_TEST(same_file_again),
        WATCHES_TEST(closed_file_is_silent),
        WATCHES_TEST(slot_with_its_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
