/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Streams that the library begins again when the kernel has ended them (set_rearm).
 */
#include "batches.h"
#include "faulty_kernel.h"

#include "ring/buffer_group.h"

#define LONG (20000 * MILLISECOND)

enum {
    BUFFERS = 4,
    SIZE = 64,
    MESSAGES = 200
};

static int setup_with(void **state, uint32_t entries)
{
    static struct sring ring;

    open_ring(&ring, entries, CAPACITY);
    *state = &ring;
    return 0;
}

static int setup(void **state)
{
    return setup_with(state, 8);
}

static int tiny_setup(void **state)
{
    return setup_with(state, 1);
}

static int teardown(void **state)
{
    expect_budget(*state, CAPACITY);
    sring_close(*state);
    return 0;
}

#define STREAM_TEST(name)                                                                          \
    cmocka_unit_test_setup_teardown(name, setup, teardown),                                        \
        cmocka_unit_test_setup_teardown(name, tiny_setup, teardown)

/* --- what the callbacks have seen ------------------------------------------------------------ */

struct seen {
    struct sring_ticket ticket;
    int items, ends, rc;
    int keep; /* items to keep */
    int kept;
    struct sring_lent_buf held[BUFFERS];
    int next; /* the message that must come next */
};

static void check_message(struct seen *seen, struct sring_lent_buf *item)
{
    int message = -1;

    assert_int_equal(sring_lent_buf_length(item), sizeof(message));
    memcpy(&message, sring_lent_buf_data(item), sizeof(message));
    assert_int_equal(message, seen->next);
    seen->next++;
}

SRING_RECV_MULTISHOT_ITEM_CALLBACK(on_message)
{
    struct seen *seen = arg;

    assert_int_equal(seen->ends, 0);
    seen->items++;
    if (!sring_lent_buf_length(item)) {
        sring_lent_buf_return(item);
        return;
    }
    check_message(seen, item);
    if (seen->kept < seen->keep) {
        sring_lent_buf_move_stash(&seen->held[seen->kept++], item);
    } else {
        sring_lent_buf_return(item);
    }
}

SRING_RECV_MULTISHOT_END_CALLBACK(on_end)
{
    struct seen *seen = arg;

    assert_int_equal(++seen->ends, 1);
    seen->rc = rc;
}

static void return_one(struct seen *seen)
{
    assert_true(seen->kept > 0);
    sring_lent_buf_claim(&seen->held[--seen->kept]);
    sring_lent_buf_return(&seen->held[seen->kept]);
}

static void return_all(struct seen *seen)
{
    while (seen->kept) {
        return_one(seen);
    }
}

static void send_message(const struct sring_fd *fd, int message)
{
    assert_int_equal(write(sring_fd_raw(fd), &message, sizeof(message)), sizeof(message));
}

/* --- a stream on a buffer ring --------------------------------------------------------------- */

struct receiver {
    struct sring_buf_ring group;
    struct two_fds fds;
    struct seen seen;
};

static void receive(struct sring *ring, struct receiver *it, int keep)
{
    struct sring_recv_multishot_options options = {.rearm = true};

    memset(it, 0, sizeof(*it));
    it->seen.keep = keep;
    assert_int_equal(sring_buf_ring_open(ring, &it->group, BUFFERS, SIZE, NULL), 0);
    open_socketpair(&it->fds, SOCK_SEQPACKET);
    assert_int_equal(sring_recv_multishot_launch(ring, &it->fds.in, &it->group, &options,
                                                 on_message, on_end, &it->seen, &it->seen.ticket),
                     0);
}

static void run_until(struct sring *ring, const int *count, int wanted)
{
    while (*count < wanted) {
        assert_true(sring_run_once(ring, LONG) > 0);
    }
}

/* All buffers are kept, and the kernel has ended the stream for want of one. */
static void hold(struct sring *ring, struct receiver *it)
{
    receive(ring, it, BUFFERS);
    for (int i = 0; i <= BUFFERS; i++) {
        send_message(&it->fds.out, i);
    }
    run_until(ring, &it->seen.items, BUFFERS);
    assert_int_equal(sring_run_for(ring, 30 * MILLISECOND), -ETIME);
    assert_true(sring_pending(ring, it->seen.ticket));
    assert_int_equal(it->seen.items, BUFFERS);
    assert_int_equal(it->seen.ends, 0);
}

static void close_receiver(struct sring *ring, struct receiver *it)
{
    close_two(ring, &it->fds);
    sring_buf_ring_close(ring, &it->group);
}

/* Every message comes once and in order, and the stream ends only at the end. */
static void few_buffers(void **state)
{
    struct sring *ring = *state;
    struct receiver it;

    NEEDS(6, 0, "a multishot receive");
    receive(ring, &it, 0);
    for (int i = 0; i < MESSAGES; i++) {
        send_message(&it.fds.out, i);
        if (i % 20 == 19) { /* 20 messages for 4 buffers */
            run_until(ring, &it.seen.next, i + 1);
        }
    }
    assert_int_equal(it.seen.ends, 0);
    sring_fd_close(ring, &it.fds.out);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(it.seen.items, MESSAGES + 1); /* the last one has length 0 */
    assert_int_equal(it.seen.ends, 1);
    assert_int_equal(it.seen.rc, -ECANCELED);
    sring_fd_close(ring, &it.fds.in);
    sring_buf_ring_close(ring, &it.group);
}

/* It goes on when a buffer is returned, between two runs. */
static void returned(void **state)
{
    struct sring *ring = *state;
    struct receiver it;

    NEEDS(6, 0, "a multishot receive");
    hold(ring, &it);
    for (int i = 1; i < 20; i++) {
        send_message(&it.fds.out, BUFFERS + i);
        return_one(&it.seen);
        run_until(ring, &it.seen.items, BUFFERS + i);
    }
    return_all(&it.seen);
    it.seen.keep = 0;
    run_until(ring, &it.seen.items, BUFFERS + 20);
    assert_int_equal(sring_cancel(ring, it.seen.ticket), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(it.seen.ends, 1);
    assert_int_equal(it.seen.rc, -ECANCELED);
    close_receiver(ring, &it);
}

static struct buf_ring *group_of(const struct receiver *it)
{
    return (struct buf_ring *)(void *)it->group.block_->data_;
}

/* A buffer seems free, but the kernel has none: an operation that waits in a worker has it. The
 * stream is not begun again and again. */
static void missing(void **state)
{
    struct sring *ring = *state;
    struct sring_stats before, after;
    struct receiver it;

    NEEDS(6, 0, "a multishot receive");
    hold(ring, &it);
    group_of(&it)->free++;
    sring_get_stats(ring, &before);
    assert_int_equal(sring_run_for(ring, 100 * MILLISECOND), -ETIME);
    sring_get_stats(ring, &after);
    assert_true(after.flushes - before.flushes < 100);
    group_of(&it)->free--;
    it.seen.keep = 0;
    return_all(&it.seen);
    run_until(ring, &it.seen.items, BUFFERS + 1);
    assert_int_equal(sring_cancel(ring, it.seen.ticket), 0);
    assert_int_equal(sring_run(ring), 0);
    close_receiver(ring, &it);
}

SRING_TIMEOUT_CALLBACK(return_in_callback)
{
    assert_int_equal(sring_timeout_finish(done), -ETIME);
    return_all(arg);
}

static void returned_in_a_callback(void **state)
{
    struct sring *ring = *state;
    struct receiver it;

    NEEDS(6, 0, "a multishot receive");
    hold(ring, &it);
    it.seen.keep = 0;
    assert_int_equal(
        sring_timeout_launch(ring, MILLISECOND, NULL, return_in_callback, &it.seen, NULL), 0);
    run_until(ring, &it.seen.items, BUFFERS + 1);
    assert_int_equal(sring_cancel(ring, it.seen.ticket), 0);
    assert_int_equal(sring_run(ring), 0);
    close_receiver(ring, &it);
}

static void *return_later(void *arg)
{
    struct timespec moment = {0, 20 * MILLISECOND};

    nanosleep(&moment, NULL);
    return_all(arg);
    return NULL;
}

/* The ring sleeps meanwhile. */
static void returned_by_a_thread(void **state)
{
    struct sring *ring = *state;
    struct receiver it;
    pthread_t thread;
    uint64_t before;

    NEEDS(6, 0, "a multishot receive");
    if (is_simulated()) {
        SKIP("its clock does not go on while everything sleeps");
    }
    hold(ring, &it);
    it.seen.keep = 0;
    before = now_ns();
    assert_int_equal(pthread_create(&thread, NULL, return_later, &it.seen), 0);
    run_until(ring, &it.seen.items, BUFFERS + 1);
    assert_true(now_ns() - before < LONG / 2);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(sring_cancel(ring, it.seen.ticket), 0);
    assert_int_equal(sring_run(ring), 0);
    close_receiver(ring, &it);
}

/* It ends once, whatever ends it while it waits for a buffer. */
static void ended_while_held(void **state)
{
    struct sring *ring = *state;

    NEEDS(6, 0, "a multishot receive");
    for (int way = 0; way < 5; way++) {
        struct receiver it;
        int raw = -1;

        hold(ring, &it);
        switch (way) {
        case 0:
            assert_int_equal(sring_cancel(ring, it.seen.ticket), 0);
            break;
        case 1:
            assert_int_equal(sring_cancel_all(ring), 0);
            break;
        case 2:
            sring_fd_close(ring, &it.fds.in);
            break;
        case 3:
            raw = sring_fd_release(&it.fds.in);
            break;
        default:
            sring_buf_ring_close(ring, &it.group);
        }
        return_all(&it.seen);
        it.seen.keep = 0;
        assert_int_equal(sring_run(ring), 0);
        assert_int_equal(it.seen.ends, 1);
        assert_int_equal(it.seen.rc, -ECANCELED);
        assert_int_equal(it.seen.items, BUFFERS);
        assert_false(sring_pending(ring, it.seen.ticket));
        assert_int_equal(sring_cancel(ring, it.seen.ticket), -ENOENT);
        if (way == 3) {
            close(raw);
        } else if (way != 2) {
            sring_fd_close(ring, &it.fds.in);
        }
        sring_fd_close(ring, &it.fds.out);
        if (way != 4) {
            sring_buf_ring_close(ring, &it.group);
        }
    }
}

/* What has the number of a closed file later is not read. */
static void another_file_with_its_number(void **state)
{
    struct sring *ring = *state;
    struct receiver it;
    struct two_fds fds;

    NEEDS(6, 0, "a multishot receive");
    for (int way = 0; way < 2; way++) {
        int raw;

        if (way) {
            hold(ring, &it);
        } else {
            receive(ring, &it, 0);
            assert_int_equal(sring_flush(ring), 0);
        }
        raw = sring_fd_raw(&it.fds.in);
        sring_fd_close(ring, &it.fds.in);
        open_socketpair(&fds, SOCK_SEQPACKET);
        assert_int_equal(sring_fd_raw(&fds.in), raw);
        write_text(&fds.out, "x");
        return_all(&it.seen);
        it.seen.keep = 0;
        sring_fd_close(ring, &it.fds.out); /* the kernel ends a stream that it still has */
        assert_int_equal(sring_run(ring), 0);
        assert_int_equal(it.seen.ends, 1);
        expect_text(&fds.in, "x");
        close_two(ring, &fds);
        sring_buf_ring_close(ring, &it.group);
    }
}

static void ring_closed_while_held(void **state)
{
    struct receiver it;
    struct sring ring;

    (void)state;
    NEEDS(6, 0, "a multishot receive");
    open_ring(&ring, 8, CAPACITY);
    hold(&ring, &it);
    return_all(&it.seen);
    close_two(&ring, &it.fds);
    sring_buf_ring_stash(&it.group);
    sring_close(&ring);
    assert_int_equal(it.seen.ends, 1);
    assert_int_equal(it.seen.rc, -ECANCELED);
}

/* With a handle: next goes on, or end ends it. */
static void of_a_handle(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_multishot_building op;
    struct sring_recv_multishot_streaming stream;
    struct sring_lent_buf held[BUFFERS];
    struct sring_buf_ring group;
    struct seen seen = {0};
    struct two_fds fds;

    NEEDS(6, 0, "a multishot receive");
    for (int way = 0; way < 2; way++) {
        seen.next = 0;
        assert_int_equal(sring_buf_ring_open(ring, &group, BUFFERS, SIZE, NULL), 0);
        open_socketpair(&fds, SOCK_SEQPACKET);
        assert_int_equal(sring_recv_multishot_init(ring, &op, &fds.in, &group), 0);
        sring_recv_multishot_set_rearm(&op);
        sring_recv_multishot_submit(ring, &op, &stream);
        for (int i = 0; i < 3 * BUFFERS; i++) {
            send_message(&fds.out, i);
        }
        for (int i = 0; i < BUFFERS; i++) {
            assert_int_equal(sring_recv_multishot_next(ring, &stream, &held[i]), 0);
            check_message(&seen, &held[i]);
        }
        assert_int_equal(sring_run_for(ring, 30 * MILLISECOND), -ETIME);
        assert_false(sring_recv_multishot_ready(ring, &stream));
        for (int i = 0; way && i < 2 * BUFFERS; i++) {
            int at = i % BUFFERS;

            sring_lent_buf_return(&held[at]);
            assert_int_equal(sring_recv_multishot_next(ring, &stream, &held[at]), 0);
            check_message(&seen, &held[at]);
        }
        sring_recv_multishot_end(ring, &stream);
        for (int i = 0; i < BUFFERS; i++) {
            sring_lent_buf_return(&held[i]);
        }
        close_two(ring, &fds);
        sring_buf_ring_close(ring, &group);
    }
}

/* Several streams wait for the buffers of one group. */
static void one_group(void **state)
{
    enum {
        STREAMS = 6
    };
    struct sring *ring = *state;
    struct sring_recv_multishot_options options = {.rearm = true};
    struct seen seen[STREAMS] = {0};
    struct two_fds fds[STREAMS];
    struct sring_buf_ring group;

    NEEDS(6, 0, "a multishot receive");
    assert_int_equal(sring_buf_ring_open(ring, &group, BUFFERS, SIZE, NULL), 0);
    for (int i = 0; i < STREAMS; i++) {
        open_socketpair(&fds[i], SOCK_SEQPACKET);
        assert_int_equal(sring_recv_multishot_launch(ring, &fds[i].in, &group, &options, on_message,
                                                     on_end, &seen[i], &seen[i].ticket),
                         0);
        for (int message = 0; message < 10; message++) {
            send_message(&fds[i].out, message);
        }
    }
    for (int i = 0; i < STREAMS; i++) {
        run_until(ring, &seen[i].items, 10);
        assert_int_equal(seen[i].ends, 0);
    }
    assert_int_equal(sring_cancel_all(ring), 0);
    assert_int_equal(sring_run(ring), 0);
    for (int i = 0; i < STREAMS; i++) {
        assert_int_equal(seen[i].ends, 1);
        close_two(ring, &fds[i]);
    }
    sring_buf_ring_close(ring, &group);
}

/* --- a kernel that cannot be entered now and then ------------------------------------------- */

static int failures; /* how often the kernel takes no requests from now on */

static int enter(struct sring_kernel *kernel, uint32_t to_submit, uint32_t wait_for,
                 const struct __kernel_timespec *timeout)
{
    if (to_submit && failures) {
        failures--;
        return -EINVAL;
    }
    return kernel_below->enter(kernel, to_submit, wait_for, timeout);
}

/* It begins again later. */
static void refused(void **state)
{
    struct sring *ring = *state;
    struct receiver it;

    NEEDS(6, 0, "a multishot receive");
    hold(ring, &it);
    it.seen.keep = 0;
    return_all(&it.seen);
    failures = 3;
    for (int i = 1; i < 20; i++) {
        send_message(&it.fds.out, BUFFERS + i);
    }
    while (it.seen.items < BUFFERS + 20) {
        int rc = sring_run_once(ring, LONG);

        assert_true(rc > 0 || rc == -EINVAL);
    }
    assert_int_equal(failures, 0);
    assert_int_equal(it.seen.ends, 0);
    assert_int_equal(sring_cancel(ring, it.seen.ticket), 0);
    assert_int_equal(sring_run(ring), 0);
    close_receiver(ring, &it);
}

/* --- streams without buffers ----------------------------------------------------------------- */

SRING_ACCEPT_MULTISHOT_ITEM_CALLBACK(on_client)
{
    struct seen *seen = arg;

    sring_fd_close(ring, item);
    seen->items++;
}

/* More clients at a time than the completion queue has room for. */
static void many_clients(void **state)
{
    enum {
        CLIENTS = 400
    };
    struct sring *ring = *state;
    struct sring_accept_multishot_options options = {.rearm = true};
    struct sockaddr_storage address;
    struct sring_fd listener;
    struct seen seen = {0};
    int clients[CLIENTS];
    socklen_t length;

    NEEDS(5, 19, "a multishot accept");
    listen_on(&listener, AF_INET, &address, &length);
    assert_int_equal(listen(sring_fd_raw(&listener), CLIENTS), 0);
    assert_int_equal(sring_accept_multishot_launch(ring, &listener, &options, on_client, on_end,
                                                   &seen, &seen.ticket),
                     0);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        assert_true(clients[i] >= 0);
        assert_int_equal(connect(clients[i], (const struct sockaddr *)&address, length), 0);
    }
    run_until(ring, &seen.items, CLIENTS);
    assert_int_equal(seen.ends, 0);
    assert_int_equal(sring_cancel(ring, seen.ticket), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.items, CLIENTS);
    assert_int_equal(seen.ends, 1);
    for (int i = 0; i < CLIENTS; i++) {
        close(clients[i]);
    }
    sring_fd_close(ring, &listener);
}

/* An error is not the kernel's whim. */
static void an_error(void **state)
{
    struct sring *ring = *state;
    struct sring_accept_multishot_options options = {.rearm = true};
    struct seen seen = {0};
    struct two_fds fds;

    NEEDS(5, 19, "a multishot accept");
    open_pipe(&fds);
    assert_int_equal(
        sring_accept_multishot_launch(ring, &fds.in, &options, on_client, on_end, &seen, NULL), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen.ends, 1);
    assert_int_equal(seen.rc, -ENOTSOCK);
    close_two(ring, &fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STREAM_TEST(few_buffers),
        STREAM_TEST(returned),
        STREAM_TEST(returned_in_a_callback),
        STREAM_TEST(missing),
        STREAM_TEST(returned_by_a_thread),
        STREAM_TEST(ended_while_held),
        STREAM_TEST(another_file_with_its_number),
        STREAM_TEST(ring_closed_while_held),
        STREAM_TEST(of_a_handle),
        STREAM_TEST(one_group),
        STREAM_TEST(refused),
        STREAM_TEST(many_clients),
        STREAM_TEST(an_error),
    };

    simulated_ends = true;
    faulty_kernel()->enter = enter;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
