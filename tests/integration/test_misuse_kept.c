/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A misuse consumes nothing: after the report, the same call with the right arguments works.
 */
#include "support.h"

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
    void (*body)(struct in_thread *context);
    struct caught caught;
    bool happened;
};

static void *run_in_thread(void *arg)
{
    struct in_thread *context = arg;

    context->happened = true;
    sring_set_misuse_handler(catch_misuse, &context->caught);
    if (setjmp(context->caught.jump) == 0) {
        context->body(context);
        context->happened = false;
    }
    sring_set_misuse_handler(NULL, NULL);
    return NULL;
}

static void join_it(struct in_thread *context)
{
    sring_join(context->ring, &context->fiber);
}

static void detach_it(struct in_thread *context)
{
    sring_fiber_detach(context->ring, &context->fiber);
}

static void close_queue(struct in_thread *context)
{
    sring_queue_close(context->ring, &context->queue);
}

static void close_stream(struct in_thread *context)
{
    (void)sring_stream_close(context->ring, &context->stream);
}

static void expect_thread(struct in_thread *context, void (*body)(struct in_thread *),
                          const char *function)
{
    pthread_t thread;

    context->body = body;
    assert_int_equal(pthread_create(&thread, NULL, run_in_thread, context), 0);
    pthread_join(thread, NULL);
    check_misuse(&context->caught, context->happened, function,
                 "an open ring of the calling thread", "another thread", __FILE__, __LINE__);
}

static void in_another_thread(void **state)
{
    static struct in_thread context;
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
        ASSERT_MISUSE("sring_join", "can end the wait", "a deadlock", sring_join(ring, &fiber));
        ASSERT_MISUSE("sring_scope_close", "can end the wait", "a deadlock",
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
    struct sring_fsync_building sync;
    struct sring_fd fd;
    int raw;

    temporary_file(&fd, "content");
    raw = sring_fd_raw(&fd);
    assert_int_equal(sring_batch_init(ring, &batch, 1), 0);
    assert_int_equal(sring_fsync_init(ring, &sync, &fd), 0);
    sring_fsync_add(ring, &batch, &sync);
    ASSERT_MISUSE("sring_fd_release", "still to use", "has not begun", sring_fd_release(&fd));
    sring_batch_abandon(ring, &batch, &done);
    sring_batch_finish(ring, &done);
    assert_int_equal(sring_fd_release(&fd), raw);
    close(raw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(of_another_ring), RING_TEST(in_another_thread),    RING_TEST(in_a_callback),
        RING_TEST(in_a_deadlock),   RING_TEST(fiber_that_is_joined), RING_TEST(stream_in_use),
        RING_TEST(file_of_a_batch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
