/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Closing a group or its ring, running out of memory; in other threads, in forked children, and
 * after misuse.
 */
#include "support.h"

#include <pthread.h>

enum {
    COUNT = 4,
    SIZE = 64,
    MANY = 5000
};

/* Allocates new control blocks (src/memory/block.c). */
static bool no_blocks;

void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return no_blocks ? NULL : __real_aligned_alloc(alignment, size);
}

/* Data that has arrived is still there; then the stream has ended. Lent buffers stay valid. */
static void group_closed_first(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_multishot_streaming stream;
    struct sring_recv_provided_building building, op;
    struct sring_recv_provided_submitted inflight;
    struct sring_recv_provided_completed done;
    struct sring_lent_buf first, second, none;
    struct sring_buf_ring group;
    struct two_fds fds, others;

    open_group(ring, &group, COUNT, SIZE, false);
    open_socketpair(&fds, SOCK_STREAM);
    open_socketpair(&others, SOCK_STREAM);
    begin_stream(ring, &fds.in, &group, &stream);
    assert_int_equal(sring_recv_provided_init(ring, &op, &others.in, &group), 0);
    sring_recv_provided_submit(ring, &op, &inflight);
    assert_int_equal(sring_recv_provided_init(ring, &building, &others.in, &group), 0);
    write_text(&fds.out, "first");
    expect_item(ring, &stream, &first, "first");
    write_text(&fds.out, "second");
    sring_buf_ring_close(ring, &group);
    assert_int_equal(in_flight(ring), 0);
    write_text(&fds.out, "third");
    write_text(&others.out, "third");
    expect_item(ring, &stream, &second, "second");
    assert_int_equal(sring_recv_multishot_next(ring, &stream, &none), -ECANCELED);
    sring_recv_multishot_end(ring, &stream);
    sring_recv_provided_wait(ring, &inflight, &done);
    assert_int_equal(sring_recv_provided_finish(&done, &none), -ECANCELED);
    assert_memory_equal(sring_lent_buf_data(&first), "first", 5);
    sring_lent_buf_return(&first);
    assert_memory_equal(sring_lent_buf_data(&second), "second", 6);
    open_group(ring, &group, COUNT, SIZE, false); /* which has the number of the other */
    ASSERT_MISUSE("sring_recv_provided_submit", "an open buffer ring", "closed",
                  sring_recv_provided_submit(ring, &building, &inflight));
    sring_recv_provided_abandon(ring, &building);
    sring_lent_buf_return(&second);
    close_group(ring, &group);
    close_two(ring, &fds);
    close_two(ring, &others);
}

/* With the arrived data in every possible state. */
static void ring_closed_first(void **state)
{
    int most = has_incremental();

    (void)state;
    for (int incremental = 0; incremental <= most; incremental++) {
        struct sring ring;
        struct sring_recv_multishot_streaming stream;
        struct sring_recv_provided_building op;
        struct sring_recv_provided_submitted inflight;
        struct sring_recv_provided_completed done;
        struct sring_lent_buf item, late;
        struct sring_buf_ring group;
        struct two_fds fds, others;

        open_ring(&ring, 8, 64);
        open_group(&ring, &group, COUNT, SIZE, incremental);
        open_socketpair(&fds, SOCK_STREAM);
        open_socketpair(&others, SOCK_STREAM);
        begin_stream(&ring, &fds.in, &group, &stream);
        write_text(&fds.out, "given");
        expect_item(&ring, &stream, &item, "given");
        write_text(&fds.out, "kept");
        assert_int_equal(sring_nop_await(&ring), 0);
        write_text(&others.out, "completed");
        assert_int_equal(sring_recv_provided_init(&ring, &op, &others.in, &group), 0);
        sring_recv_provided_submit(&ring, &op, &inflight);
        sring_recv_provided_wait(&ring, &inflight, &done);
        write_text(&others.out, "submitted");
        assert_int_equal(sring_recv_provided_init(&ring, &op, &others.in, &group), 0);
        sring_recv_provided_submit(&ring, &op, &inflight);
        assert_int_equal(sring_flush(&ring), 0);
        write_text(&fds.out, "in the queue");
        sring_recv_multishot_streaming_stash(&stream);
        sring_recv_provided_submitted_stash(&inflight);
        sring_buf_ring_stash(&group);
        sring_close(&ring);
        assert_memory_equal(sring_lent_buf_data(&item), "given", 5);
        assert_int_equal(sring_recv_provided_finish(&done, &late), 0);
        assert_memory_equal(sring_lent_buf_data(&late), "completed", 9);
        sring_lent_buf_return(&item);
        sring_lent_buf_return(&late);
        ASSERT_MISUSE("sring_buf_ring_claim", "an open buffer ring", "closed",
                      sring_buf_ring_claim(&group));
        close(sring_fd_release(&fds.in));
        close(sring_fd_release(&fds.out));
        close(sring_fd_release(&others.in));
        close(sring_fd_release(&others.out));
    }
}

static void *return_all(void *arg)
{
    struct sring_lent_buf *items = arg;

    for (int i = 0; i < COUNT / 2; i++) {
        sring_lent_buf_claim(&items[i]);
        sring_lent_buf_return(&items[i]);
    }
    return NULL;
}

static void returned_by_another_thread(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_multishot_streaming stream;
    struct sring_lent_buf items[COUNT / 2], item;
    struct sring_buf_ring group;
    struct two_fds fds;
    pthread_t thread;

    open_group(ring, &group, COUNT, SIZE, false);
    open_socketpair(&fds, SOCK_STREAM);
    begin_stream(ring, &fds.in, &group, &stream);
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < COUNT / 2; i++) {
            write_text(&fds.out, "theirs");
            expect_item(ring, &stream, &items[i], "theirs");
            sring_lent_buf_stash(&items[i]);
        }
        assert_int_equal(pthread_create(&thread, NULL, return_all, items), 0);
        for (int i = 0; i < 10; i++) {
            write_text(&fds.out, "ours");
            expect_item(ring, &stream, &item, "ours");
            sring_lent_buf_return(&item);
        }
        pthread_join(thread, NULL);
    }
    sring_recv_multishot_end(ring, &stream);
    close_group(ring, &group);
    close_two(ring, &fds);
}

struct inherited {
    struct sring *ring;
    struct sring_buf_ring group;
    struct sring_lent_buf item;
};

static void child(void *arg)
{
    struct inherited *inherited = arg;

    CHILD_CHECK(memcmp(sring_lent_buf_data(&inherited->item), "text", 4) == 0);
    sring_lent_buf_return(&inherited->item);
    ASSERT_MISUSE("sring_buf_ring_close", "of the calling thread", "the parent process's ring",
                  sring_buf_ring_close(inherited->ring, &inherited->group));
    sring_close(inherited->ring);
}

static void forked(void **state)
{
    struct sring_recv_multishot_streaming stream;
    struct inherited inherited = {.ring = *state};
    struct two_fds fds;

    open_group(inherited.ring, &inherited.group, COUNT, SIZE, false);
    open_socketpair(&fds, SOCK_STREAM);
    begin_stream(inherited.ring, &fds.in, &inherited.group, &stream);
    write_text(&fds.out, "text");
    expect_item(inherited.ring, &stream, &inherited.item, "text");
    expect_child(child, &inherited);
    expect_group(&inherited.group, COUNT - 1, 1);
    assert_memory_equal(sring_lent_buf_data(&inherited.item), "text", 4);
    sring_lent_buf_return(&inherited.item);
    sring_recv_multishot_end(inherited.ring, &stream);
    close_group(inherited.ring, &inherited.group);
    close_two(inherited.ring, &fds);
}

/* Without memory for its handle an item stays for the next call. */
static void without_memory(void **state)
{
    static struct sring_recv_provided_building held[MANY];
    struct sring *ring = *state;
    struct sring_recv_multishot_streaming stream;
    struct sring_lent_buf item;
    struct sring_buf_ring group;
    struct two_fds fds;
    int count = 0;
    int rc;

    open_group(ring, &group, COUNT, SIZE, false);
    open_socketpair(&fds, SOCK_STREAM);
    begin_stream(ring, &fds.in, &group, &stream);
    write_text(&fds.out, "text");
    no_blocks = true;
    while (!(rc = sring_recv_provided_init(ring, &held[count], &fds.in, &group))) {
        count++;
    }
    assert_int_equal(rc, -ENOMEM);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_recv_multishot_next(ring, &stream, &item), -ENOMEM);
        assert_int_equal(sring_nop_await(ring), 0);
    }
    no_blocks = false;
    expect_item(ring, &stream, &item, "text");
    sring_lent_buf_return(&item);
    while (count > 0) {
        sring_recv_provided_abandon(ring, &held[--count]);
    }
    sring_recv_multishot_end(ring, &stream);
    close_group(ring, &group);
    close_two(ring, &fds);
}

static void misuse(void **state)
{
    struct sring *ring = *state;
    struct sring_recv_multishot_streaming stream;
    struct sring_recv_multishot_building op, copied;
    struct sring_lent_buf item, copy;
    struct sring_buf_ring group, closed;
    struct two_fds fds;
    struct sring other;

    open_group(ring, &group, COUNT, SIZE, false);
    open_socketpair(&fds, SOCK_STREAM);
    begin_stream(ring, &fds.in, &group, &stream);
    for (int i = 0; i < 2 * COUNT; i++) { /* also with a reused block and buffer */
        write_text(&fds.out, "text");
        expect_item(ring, &stream, &item, "text");
        copy = item;
        sring_lent_buf_return(&item);
        ASSERT_MISUSE("sring_lent_buf_return", "a lent buffer that is yours", "returned",
                      sring_lent_buf_return(&copy));
        ASSERT_MISUSE("sring_lent_buf_data", "a lent buffer that is yours", "returned",
                      (void)sring_lent_buf_data(&item));
        write_text(&fds.out, "more");
        expect_item(ring, &stream, &item, "more");
        ASSERT_MISUSE("sring_lent_buf_length", "a lent buffer that is yours", "returned",
                      (void)sring_lent_buf_length(&copy));
        sring_lent_buf_return(&item);
    }
    sring_recv_multishot_end(ring, &stream);
    assert_int_equal(sring_recv_multishot_init(ring, &op, &fds.in, &group), 0);
    copied = op;
    sring_recv_multishot_abandon(ring, &op);
    ASSERT_MISUSE("sring_recv_multishot_submit", "in state Building", "a copy",
                  sring_recv_multishot_submit(ring, &copied, &stream));
    open_ring(&other, 8, 64);
    ASSERT_MISUSE("sring_recv_multishot_init", "a buffer ring of this ring", "another ring",
                  assert_int_equal(sring_recv_multishot_init(&other, &op, &fds.in, &group), 0));
    ASSERT_MISUSE("sring_buf_ring_close", "a buffer ring of this ring", "another ring",
                  sring_buf_ring_close(&other, &group));
    sring_close(&other);
    closed = group;
    close_group(ring, &group);
    ASSERT_MISUSE("sring_recv_multishot_init", "an open buffer ring", "closed",
                  assert_int_equal(sring_recv_multishot_init(ring, &op, &fds.in, &closed), 0));
    close_two(ring, &fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SMALL_RING_TEST(group_closed_first),
        cmocka_unit_test(ring_closed_first),
        RING_TEST(returned_by_another_thread),
        RING_TEST(forked),
        RING_TEST(without_memory),
        RING_TEST(misuse),
    };

    return cmocka_run_group_tests_name("the ends of buffer rings", tests, NULL, NULL);
}
