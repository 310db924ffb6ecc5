/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A misuse consumes nothing: after the report, the same call with the right arguments works.
 */
#include "batches.h"

SRING_FIBER(sleep_a_little)
{
    (void)arg;
    return sring_sleep(ring, MILLISECOND);
}

/* --- handles of another ring ---------------------------------------------------------------- */

static void of_another_ring(void **state)
{
    struct sring *ring = *state, other;
    struct sring_stream stream;
    struct sring_scope scope;
    struct sring_fiber fiber;
    struct sring_queue queue;
    struct sring_fd fd;

    open_ring(&other, 0, 0);
#define FOREIGN(function, statement)                                                               \
    ASSERT_MISUSE(function, "of this ring", "another ring", statement)
    assert_int_equal(sring_spawn(ring, &fiber, sleep_a_little, NULL), 0);
    FOREIGN("sring_join", sring_join(&other, &fiber));
    FOREIGN("sring_fiber_detach", sring_fiber_detach(&other, &fiber));
    sring_scope_open(&other, &scope);
    FOREIGN("sring_scope_adopt", sring_scope_adopt(&scope, &fiber));
    FOREIGN("sring_scope_close", sring_scope_close(ring, &scope));
    assert_int_equal(sring_scope_close(&other, &scope), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);

    assert_int_equal(sring_queue_open(ring, &queue, 1), 0);
    FOREIGN("sring_queue_close", sring_queue_close(&other, &queue));
    sring_queue_close(ring, &queue);

    temporary_file(&fd, "content");
    assert_int_equal(sring_stream_open(ring, &stream, &fd), 0);
    FOREIGN("sring_stream_close", sring_stream_close(&other, &stream));
    assert_int_equal(sring_stream_close(ring, &stream), 0);
    sring_close(&other);
}

/* --- in another thread ---------------------------------------------------------------------- */

struct in_thread {
    struct sring *ring;
    struct sring_fiber fiber;
    struct sring_queue queue;
    struct sring_stream stream;
};

static void join_it(void *arg)
{
    struct in_thread *context = arg;

    sring_join(context->ring, &context->fiber);
}

static void detach_it(void *arg)
{
    struct in_thread *context = arg;

    sring_fiber_detach(context->ring, &context->fiber);
}

static void close_queue(void *arg)
{
    struct in_thread *context = arg;

    sring_queue_close(context->ring, &context->queue);
}

static void close_stream(void *arg)
{
    struct in_thread *context = arg;

    (void)sring_stream_close(context->ring, &context->stream);
}

static void expect_thread(struct in_thread *context, void (*body)(void *), const char *function)
{
    assert_misuse_in_thread(body, context, function, "an open ring of the calling thread",
                            "another thread");
}

static void in_another_thread(void **state)
{
    struct in_thread context;
    struct sring *ring = context.ring = *state;
    struct sring_fd fd;

    assert_int_equal(sring_spawn(ring, &context.fiber, sleep_a_little, NULL), 0);
    assert_int_equal(sring_queue_open(ring, &context.queue, 1), 0);
    temporary_file(&fd, "content");
    assert_int_equal(sring_stream_open(ring, &context.stream, &fd), 0);
    expect_thread(&context, join_it, "sring_join");
    expect_thread(&context, detach_it, "sring_fiber_detach");
    expect_thread(&context, close_queue, "sring_queue_close");
    expect_thread(&context, close_stream, "sring_stream_close");
    assert_int_equal(sring_join(ring, &context.fiber), 0);
    sring_queue_close(ring, &context.queue);
    assert_int_equal(sring_stream_close(ring, &context.stream), 0);
}

/* --- what cannot be waited for -------------------------------------------------------------- */

SRING_NOP_CALLBACK(join_in_callback)
{
    sring_nop_finish(done);
    ASSERT_MISUSE("sring_join", "outside of callbacks", "one in a callback", sring_join(ring, arg));
}

static void in_a_callback(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber;

    assert_int_equal(sring_spawn(ring, &fiber, sleep_a_little, NULL), 0);
    assert_int_equal(sring_nop_launch(ring, NULL, join_in_callback, &fiber, NULL), 0);
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
}

SRING_FIBER(lock)
{
    sring_mutex_lock(ring, arg);
    sring_mutex_unlock(ring, arg);
    return 3;
}

static void in_a_deadlock(void **state)
{
    struct sring *ring = *state;
    struct sring_mutex mutex = {0};
    struct sring_scope scope;
    struct sring_fiber fiber;

    sring_mutex_lock(ring, &mutex);
    assert_int_equal(sring_spawn(ring, &fiber, lock, &mutex), 0);
    sring_scope_open(ring, &scope);
    assert_int_equal(sring_scope_spawn(ring, &scope, lock, &mutex), 0);
    for (int i = 0; i < 2; i++) {
        ASSERT_MISUSE("sring_join", "can end the wait", "no fiber can go on",
                      sring_join(ring, &fiber));
        ASSERT_MISUSE("sring_scope_close", "can end the wait", "no fiber can go on",
                      sring_scope_close(ring, &scope));
    }
    sring_mutex_unlock(ring, &mutex);
    assert_int_equal(sring_scope_close(ring, &scope), 0);
    assert_int_equal(sring_join(ring, &fiber), 3);
}

/* --- handles that are in use ---------------------------------------------------------------- */

struct user {
    struct sring_fiber *fiber;
    struct sring_stream *stream;
};

SRING_FIBER(use_the_same)
{
    const struct user *user = arg;

    ASSERT_MISUSE("sring_join", "a fiber that is yours", "another fiber is joining",
                  sring_join(ring, user->fiber));
    ASSERT_MISUSE("sring_fiber_detach", "a fiber that is yours", "another fiber is joining",
                  sring_fiber_detach(ring, user->fiber));
    return 0;
}

/* The handle is dead while it is waited for, although its variable still has it. */
static void fiber_that_is_joined(void **state)
{
    struct sring *ring = *state;
    struct sring_fiber fiber, second;
    struct user user = {.fiber = &fiber};

    assert_int_equal(sring_spawn(ring, &fiber, sleep_a_little, NULL), 0);
    assert_int_equal(sring_spawn(ring, &second, use_the_same, &user), 0);
    assert_int_equal(sring_join(ring, &fiber), 0);
    assert_int_equal(sring_join(ring, &second), 0);
}

SRING_FIBER(read_a_byte)
{
    char byte;
    int64_t n = sring_stream_read(ring, arg, &byte, 1);

    return (int)n;
}

static void stream_in_use(void **state)
{
    struct sring *ring = *state;
    struct sring_stream stream;
    struct sring_fiber fiber;
    struct two_fds fds;

    open_socketpair(&fds, SOCK_STREAM);
    assert_int_equal(sring_stream_open(ring, &stream, &fds.in), 0);
    assert_int_equal(sring_spawn(ring, &fiber, read_a_byte, &stream), 0);
    assert_int_equal(sring_run_for(ring, MILLISECOND), -ETIME);
    ASSERT_MISUSE("sring_stream_close", "no other call reads from", "another fiber",
                  sring_stream_close(ring, &stream));
    write_text(&fds.out, "x");
    assert_int_equal(sring_join(ring, &fiber), 1);
    assert_int_equal(sring_stream_close(ring, &stream), 0);
    sring_fd_close(ring, &fds.out);
}

static void file_of_a_batch(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct sring_fd fd;
    int raw;

    temporary_file(&fd, "content");
    raw = sring_fd_raw(&fd);
    use_in_batch(ring, &batch, &fd);
    ASSERT_MISUSE("sring_fd_release", "still to use", "has not begun", sring_fd_release(&fd));
    sring_batch_abandon(ring, &batch, &done);
    sring_batch_finish(ring, &done);
    assert_int_equal(sring_fd_release(&fd), raw);
    close(raw);
}

/* A batch that closes a file which another one still has to use is not abandoned. */
static void batch_that_closes(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building user, closer;
    struct sring_batch_completed done;
    struct sring_fd fd;
    int raw;

    temporary_file(&fd, "content");
    raw = sring_fd_raw(&fd);
    use_in_batch(ring, &user, &fd);
    assert_int_equal(sring_batch_init(ring, &closer, 1), 0);
    add_close(ring, &closer, &fd);
    ASSERT_MISUSE("sring_batch_abandon", "still to use", "has not begun",
                  sring_batch_abandon(ring, &closer, &done));
    assert_true(fcntl(raw, F_GETFD) >= 0);
    sring_batch_abandon(ring, &user, &done);
    sring_batch_finish(ring, &done);
    sring_batch_abandon(ring, &closer, &done);
    assert_int_equal(fcntl(raw, F_GETFD), -1);
    assert_int_equal(take_close(ring, &done, 0), -ECANCELED);
    sring_batch_finish(ring, &done);
}

/* --- the ring's capacity -------------------------------------------------------------------- */

#define SMALL_CAPACITY 8

/* How many operations can be begun. */
static int room(struct sring *ring)
{
    struct sring_nop_building ops[SMALL_CAPACITY + 1];
    int count = 0;

    while (count <= SMALL_CAPACITY && !sring_nop_init(ring, &ops[count])) {
        count++;
    }
    for (int i = 0; i < count; i++) {
        sring_nop_abandon(ring, &ops[i]);
    }
    return count;
}

#define TAKES_NOTHING(ring, function, expected, found, statement)                                  \
    do {                                                                                           \
        ASSERT_MISUSE(function, expected, found, statement);                                       \
        assert_int_equal(room(ring), SMALL_CAPACITY);                                              \
    } while (0)

SRING_READ_AT_CALLBACK(on_read)
{
    struct sring_buf buf;

    (void)ring;
    (void)arg;
    (void)sring_read_at_finish(done, &buf);
    sring_buf_free(&buf);
}

static void await_and_launch(void **state)
{
    const struct sring_read_at_options behind = {.start = 17};
    struct sring_buf buf, dead = {0};
    struct sring_fd fd;
    struct sring ring;

    (void)state;
    open_ring(&ring, 0, SMALL_CAPACITY);
    temporary_file(&fd, "content");
    new_buf(&buf, 16);
#define GONE(function, statement)                                                                  \
    TAKES_NOTHING(&ring, function, "a buffer that is yours", "given away or freed", statement)
    GONE("sring_read_at_await", (void)!sring_read_at_await(&ring, &fd, &dead, 0));
    GONE("sring_read_at_await_with",
         (void)!sring_read_at_await_with(&ring, &fd, &dead, 0, &behind, NULL));
    GONE("sring_read_at_launch",
         (void)!sring_read_at_launch(&ring, &fd, 0, &dead, NULL, on_read, NULL, NULL));
#define BEHIND(function, statement)                                                                \
    TAKES_NOTHING(&ring, function, "a range within the buffer", "behind its end", statement)
    BEHIND("sring_read_at_await_with",
           (void)!sring_read_at_await_with(&ring, &fd, &buf, 0, &behind, NULL));
    BEHIND("sring_read_at_launch",
           (void)!sring_read_at_launch(&ring, &fd, 0, &buf, &behind, on_read, NULL, NULL));
    assert_int_equal(sring_read_at_await(&ring, &fd, &buf, 0), 7);
    expect_buf(&buf, "content");
    sring_buf_free(&buf);
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
}

static void vectors(void **state)
{
    const struct sring_readv_at_options behind = {.start = 17};
    const size_t capacities[] = {8, 8};
    struct sring_vec vec, dead = {0};
    struct sring_fd fd;
    struct sring ring;

    (void)state;
    open_ring(&ring, 0, SMALL_CAPACITY);
    temporary_file(&fd, "content");
    new_vec(&vec, 2, capacities);
    TAKES_NOTHING(&ring, "sring_readv_at_await", "a vector that is yours", "given away or freed",
                  (void)!sring_readv_at_await(&ring, &fd, &dead, 0));
    TAKES_NOTHING(&ring, "sring_readv_at_await_with", "within the vector", "behind its end",
                  (void)!sring_readv_at_await_with(&ring, &fd, &vec, 0, &behind, NULL));
    sring_vec_free(&vec);
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
}

static void shared_buffers(void **state)
{
    const struct sring_write_at_shared_options behind = {.start = 17};
    struct sring_shared_buf shared, dead = {0};
    struct sring_write_at_shared_building op;
    struct sring_live live;
    struct sring_buf buf;
    struct sring_fd fd;
    struct sring ring;

    (void)state;
    open_ring(&ring, 0, SMALL_CAPACITY);
    temporary_file(&fd, "");
    text_buf(&buf, "content");
    sring_buf_share(&buf, &shared);
    TAKES_NOTHING(&ring, "sring_write_at_shared_init", "a shared buffer", "freed",
                  (void)!sring_write_at_shared_init(&ring, &op, &fd, &dead, 0));
    TAKES_NOTHING(&ring, "sring_write_at_shared_await_with", "a range within", "behind its end",
                  (void)!sring_write_at_shared_await_with(&ring, &fd, &shared, 0, &behind, NULL));
    sring_shared_free(&shared);
    sring_get_live(&live);
    assert_int_equal(live.buffers, 0); /* nothing holds the memory */
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
}

static void registered_buffers(void **state)
{
    struct sring *other = *state, ring;
    struct sring_registered_buf registered;
    struct sring_buf buf;
    struct sring_fd fd;

    NEEDS(5, 19, "registered buffers");
    open_ring(&ring, 0, SMALL_CAPACITY);
    temporary_file(&fd, "content");
    new_buf(&buf, 4096);
    assert_int_equal(sring_buf_register(other, &buf, &registered), 0);
    TAKES_NOTHING(&ring, "sring_read_fixed_await", "registered", "",
                  (void)!sring_read_fixed_await(&ring, &fd, &registered, 0));
    assert_int_equal(sring_read_fixed_await(other, &fd, &registered, 0), 7);
    sring_buf_unregister(other, &registered, &buf);
    sring_buf_free(&buf);
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
}

static void buffer_rings(void **state)
{
    struct sring *other = *state, ring;
    struct sring_recv_multishot_building op;
    struct sring_buf_ring group;
    struct two_fds fds;

    open_group(other, &group, 4, 64, false);
    open_ring(&ring, 0, SMALL_CAPACITY);
    open_socketpair(&fds, SOCK_STREAM);
    TAKES_NOTHING(&ring, "sring_recv_multishot_init", "a buffer ring of this ring", "another ring",
                  (void)!sring_recv_multishot_init(&ring, &op, &fds.in, &group));
    close_two(&ring, &fds);
    sring_close(&ring);
    close_group(other, &group);
}

/* A file that an operation of a batch is still to use. */
static void closes(void **state)
{
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct sring_fsync_building sync;
    struct sring_fd fd, dead = {0};
    struct sring ring;

    (void)state;
    open_ring(&ring, 0, SMALL_CAPACITY + 1);
    temporary_file(&fd, "content");
    assert_int_equal(sring_batch_init(&ring, &batch, 1), 0);
    assert_int_equal(sring_fsync_init(&ring, &sync, &fd), 0);
    sring_fsync_add(&ring, &batch, &sync);
    assert_int_equal(room(&ring), SMALL_CAPACITY);
#define NEEDED(function, statement)                                                                \
    TAKES_NOTHING(&ring, function, "still to use", "has not begun", statement)
    NEEDED("sring_fd_close_later", sring_fd_close_later(&ring, &fd));
    NEEDED("sring_close_await", (void)!sring_close_await(&ring, &fd));
    TAKES_NOTHING(&ring, "sring_close_await", "a file that is yours", "closed or given away",
                  (void)!sring_close_await(&ring, &dead));
    sring_batch_abandon(&ring, &batch, &done);
    sring_batch_finish(&ring, &done);
    assert_int_equal(sring_close_await(&ring, &fd), 0);
    sring_close(&ring);
}

static void closes_of_direct_descriptors(void **state)
{
    struct sring *other = *state, ring;
    struct sring_direct_fd direct;
    struct sring_fd fd;

    NEEDS(5, 15, "the close of a direct descriptor");
    open_ring(&ring, 0, SMALL_CAPACITY);
    temporary_file(&fd, "content");
    assert_int_equal(sring_fd_register(other, &fd, &direct), 0);
    TAKES_NOTHING(&ring, "sring_close_direct_await", "direct descriptor", "",
                  (void)!sring_close_direct_await(&ring, &direct));
    assert_int_equal(sring_close_direct_await(other, &direct), 0);
    sring_fd_close(&ring, &fd);
    sring_close(&ring);
}

/* --- flags ---------------------------------------------------------------------------------- */

SRING_TIMEOUT_CALLBACK(on_timeout)
{
    (void)ring;
    (void)arg;
    (void)sring_timeout_finish(done);
}

/* With IORING_TIMEOUT_MULTISHOT (64) it would complete more than once, with 2 it is no timeout. */
static void flags_of_a_timeout(void **state)
{
    struct sring_timeout_building op;
    struct sring ring;

    (void)state;
    open_ring(&ring, 0, SMALL_CAPACITY);
    for (uint32_t flag = 2; flag <= 64; flag *= flag == 2 ? 8 : 4) {
        const struct sring_timeout_options options = {.flags = flag};

#define REFUSED(function, statement)                                                               \
    TAKES_NOTHING(&ring, function, "flags that its documentation permits", "another one", statement)
        REFUSED("sring_timeout_await_with",
                (void)!sring_timeout_await_with(&ring, MILLISECOND, &options, NULL));
        REFUSED("sring_timeout_launch",
                (void)!sring_timeout_launch(&ring, MILLISECOND, &options, on_timeout, NULL, NULL));
        assert_int_equal(sring_timeout_init(&ring, &op, MILLISECOND), 0);
        ASSERT_MISUSE("sring_timeout_set_flags", "flags that its documentation permits",
                      "another one", sring_timeout_set_flags(&op, flag));
        sring_timeout_abandon(&ring, &op);
    }
    sring_close(&ring);
}

/* With MSG_ZEROCOPY the kernel would read the buffer after the operation has completed. */
static void flags_of_a_send(void **state)
{
    const struct sring_send_options options = {.flags = 0x4000000};
    struct sring_sendmsg_building message;
    struct sring_send_building op;
    struct two_fds fds;
    struct sring_buf buf;
    struct sring ring;

    (void)state;
    open_ring(&ring, 0, SMALL_CAPACITY);
    open_socketpair(&fds, SOCK_STREAM);
    text_buf(&buf, "x");
    REFUSED("sring_send_await_with",
            (void)!sring_send_await_with(&ring, &fds.out, &buf, &options, NULL));
    assert_int_equal(sring_send_init(&ring, &op, &fds.out), 0);
    ASSERT_MISUSE("sring_send_set_flags", "documentation permits", "another one",
                  sring_send_set_flags(&op, 0x4000000));
    sring_send_abandon(&ring, &op);
    assert_int_equal(sring_sendmsg_init(&ring, &message, &fds.out, NULL, 0, NULL, 0), 0);
    ASSERT_MISUSE("sring_sendmsg_set_flags", "documentation permits", "another one",
                  sring_sendmsg_set_flags(&message, 0x4000000));
    sring_sendmsg_abandon(&ring, &message);
    sring_buf_free(&buf);
    close_two(&ring, &fds);
    sring_close(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(of_another_ring),
        RING_TEST(in_another_thread),
        RING_TEST(in_a_callback),
        RING_TEST(in_a_deadlock),
        RING_TEST(fiber_that_is_joined),
        RING_TEST(stream_in_use),
        RING_TEST(file_of_a_batch),
        RING_TEST(batch_that_closes),
        cmocka_unit_test(await_and_launch),
        cmocka_unit_test(vectors),
        cmocka_unit_test(shared_buffers),
        RING_TEST(registered_buffers),
        RING_TEST(buffer_rings),
        cmocka_unit_test(closes),
        RING_TEST(closes_of_direct_descriptors),
        cmocka_unit_test(flags_of_a_timeout),
        cmocka_unit_test(flags_of_a_send),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
