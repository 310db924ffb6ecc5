/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * read, write, read_at, write_at on files and pipes: ranges, short transfers, the end of the file.
 */
#include "support.h"

#include <sys/uio.h>

static void write_then_read(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    struct sring_buf buf;

    temporary_file(&fd, "");
    text_buf(&buf, "hello, ");
    assert_int_equal(sring_write_await(ring, &fd, &buf), 7);
    assert_int_equal(sring_buf_length(&buf), 7);
    sring_buf_free(&buf);
    text_buf(&buf, "world");
    assert_int_equal(sring_write_await(ring, &fd, &buf), 5);
    sring_buf_free(&buf);
    lseek(sring_fd_raw(&fd), 0, SEEK_SET);
    new_buf(&buf, 64);
    assert_int_equal(sring_read_await(ring, &fd, &buf), 12);
    expect_buf(&buf, "hello, world");
    assert_int_equal(sring_read_await(ring, &fd, &buf), 0); /* the end */
    assert_int_equal(sring_buf_length(&buf), 0);
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

static void at_offsets(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    struct sring_buf buf;

    temporary_file(&fd, "0123456789");
    text_buf(&buf, "ab");
    assert_int_equal(sring_write_at_await(ring, &fd, &buf, 4), 2);
    sring_buf_free(&buf);
    new_buf(&buf, 5);
    assert_int_equal(sring_read_at_await(ring, &fd, &buf, 2), 5);
    expect_buf(&buf, "23ab6");
    assert_int_equal(sring_read_at_await(ring, &fd, &buf, 8), 2); /* short */
    expect_buf(&buf, "89");
    assert_int_equal(sring_read_at_await(ring, &fd, &buf, 10), 0);
    assert_int_equal(sring_read_at_await(ring, &fd, &buf, UINT64_C(1) << 40), 0);
    assert_int_equal(lseek(sring_fd_raw(&fd), 0, SEEK_CUR), 0); /* the position did not move */
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

static void read_into_a_range(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    struct sring_buf buf;
    struct sring_read_at_building op;
    struct sring_read_at_submitted inflight;
    struct sring_read_at_completed done;

    temporary_file(&fd, "0123456789");
    text_buf(&buf, "................");
    assert_int_equal(sring_read_at_init(ring, &op, &fd, 1), 0);
    sring_read_at_set_range(&op, 3, 4);
    sring_read_at_submit(ring, &op, &buf, &inflight);
    sring_read_at_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_at_result(&done), 4);
    assert_int_equal(sring_read_at_finish(&done, &buf), 4);
    assert_int_equal(sring_buf_length(&buf), 7);
    assert_memory_equal(sring_buf_data(&buf), "...1234.........", 16);
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

/* Nothing was read: the bytes before the range count as data. */
static void error_in_a_range(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_buf buf;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;

    open_pipe(&fds);
    for (size_t start = 0; start < 4; start++) {
        text_buf(&buf, "........");
        assert_int_equal(sring_read_init(ring, &op, &fds.out), 0);
        sring_read_set_range(&op, start, 4);
        sring_read_submit(ring, &op, &buf, &inflight);
        sring_read_wait(ring, &inflight, &done);
        assert_int_equal(sring_read_finish(&done, &buf), -EBADF);
        assert_int_equal(sring_buf_length(&buf), start);
        sring_buf_free(&buf);
    }
    close_two(ring, &fds);
}

static void write_a_range(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_buf buf;
    struct sring_write_building op;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;

    open_pipe(&fds);
    text_buf(&buf, "abcdefgh");
    assert_int_equal(sring_write_init(ring, &op, &fds.out), 0);
    sring_write_set_range(&op, 2, 3);
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_wait(ring, &inflight, &done);
    assert_int_equal(sring_write_finish(&done, &buf), 3);
    expect_buf(&buf, "abcdefgh");
    expect_text(&fds.in, "cde");
    /* More than is there: reads all of it. */
    assert_int_equal(sring_write_init(ring, &op, &fds.out), 0);
    sring_write_set_range(&op, 6, 1000);
    sring_write_submit(ring, &op, &buf, &inflight);
    sring_write_wait(ring, &inflight, &done);
    assert_int_equal(sring_write_finish(&done, &buf), 2);
    expect_text(&fds.in, "gh");
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

/* A write uses the buffer's length, not its capacity. */
static void write_sends_the_length(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    struct sring_buf buf;
    struct stat stat;

    temporary_file(&fd, "");
    new_buf(&buf, 100);
    memset(sring_buf_data(&buf), 'x', 100);
    assert_int_equal(sring_write_await(ring, &fd, &buf), 0);
    sring_buf_set_length(&buf, 9);
    assert_int_equal(sring_write_at_await(ring, &fd, &buf, 0), 9);
    fstat(sring_fd_raw(&fd), &stat);
    assert_int_equal(stat.st_size, 9);
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

static void empty_range(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    struct sring_buf buf;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_read_completed done;

    temporary_file(&fd, "content");
    new_buf(&buf, 8);
    assert_int_equal(sring_read_init(ring, &op, &fd), 0);
    sring_read_set_range(&op, 8, SIZE_MAX); /* at the end, not past it */
    sring_read_submit(ring, &op, &buf, &inflight);
    sring_read_wait(ring, &inflight, &done);
    assert_int_equal(sring_read_finish(&done, &buf), 0);
    assert_int_equal(sring_buf_length(&buf), 8);
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

static void pipe_gives_what_is_there(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_buf buf;

    open_pipe(&fds);
    write_text(&fds.out, "abc");
    new_buf(&buf, 100);
    assert_int_equal(sring_read_await(ring, &fds.in, &buf), 3);
    expect_buf(&buf, "abc");
    sring_fd_close(ring, &fds.out);
    assert_int_equal(sring_read_await(ring, &fds.in, &buf), 0);
    sring_buf_free(&buf);
    sring_fd_close(ring, &fds.in);
}

static int write_without_waiting(struct sring *ring, const struct sring_fd *fd,
                                 struct sring_buf *buf)
{
    struct sring_write_building op;
    struct sring_write_submitted inflight;
    struct sring_write_completed done;

    assert_int_equal(sring_write_init(ring, &op, fd), 0);
    sring_write_set_flags(&op, RWF_NOWAIT);
    sring_write_submit(ring, &op, buf, &inflight);
    sring_write_wait(ring, &inflight, &done);
    return sring_write_finish(&done, buf);
}

static void short_write_to_a_full_pipe(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_buf buf;
    int size, result;

    open_pipe(&fds);
    size = fcntl(sring_fd_raw(&fds.out), F_GETPIPE_SZ);
    new_buf(&buf, (size_t)size * 2);
    memset(sring_buf_data(&buf), 'x', (size_t)size * 2);
    sring_buf_set_length(&buf, (size_t)size * 2);
    result = write_without_waiting(ring, &fds.out, &buf);
    if (result == -EOPNOTSUPP) {
        sring_buf_free(&buf);
        close_two(ring, &fds);
        SKIP("this kernel has no RWF_NOWAIT for pipes");
    }
    assert_int_equal(result, size);
    assert_int_equal(write_without_waiting(ring, &fds.out, &buf), -EAGAIN);
    assert_int_equal(sring_buf_length(&buf), (size_t)size * 2);
    sring_buf_free(&buf);
    close_two(ring, &fds);
}

static void append_flag(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;
    struct sring_buf buf;
    struct sring_write_at_building write;
    struct sring_write_at_submitted writing;
    struct sring_write_at_completed written;
    char content[8] = {0};

    temporary_file(&fd, "abc");
    text_buf(&buf, "def");
    assert_int_equal(sring_write_at_init(ring, &write, &fd, 0), 0);
    sring_write_at_set_flags(&write, RWF_APPEND);
    sring_write_at_submit(ring, &write, &buf, &writing);
    sring_write_at_wait(ring, &writing, &written);
    assert_int_equal(sring_write_at_finish(&written, &buf), 3);
    assert_int_equal(pread(sring_fd_raw(&fd), content, 7, 0), 6);
    assert_string_equal(content, "abcdef");
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

static void nowait_flag(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_buf buf;
    struct sring_read_building read;
    struct sring_read_submitted reading;
    struct sring_read_completed has_read;
    int result;

    open_pipe(&fds);
    new_buf(&buf, 8);
    assert_int_equal(sring_read_init(ring, &read, &fds.in), 0);
    sring_read_set_flags(&read, RWF_NOWAIT);
    sring_read_submit(ring, &read, &buf, &reading);
    sring_read_wait(ring, &reading, &has_read);
    result = sring_read_finish(&has_read, &buf);
    assert_int_equal(sring_buf_length(&buf), 0);
    sring_buf_free(&buf);
    close_two(ring, &fds);
    if (result == -EOPNOTSUPP) {
        SKIP("this kernel has no RWF_NOWAIT for pipes");
    }
    assert_int_equal(result, -EAGAIN);
}

static void large_file(void **state)
{
    enum {
        SIZE = 8 << 20
    };
    struct sring *ring = *state;
    struct sring_fd fd;
    struct sring_buf out, in;

    temporary_file(&fd, "");
    new_buf(&out, SIZE);
    for (uint32_t i = 0; i < SIZE; i += 4) {
        memcpy(sring_buf_data(&out) + i, &i, 4);
    }
    sring_buf_set_length(&out, SIZE);
    assert_int_equal(sring_write_at_await(ring, &fd, &out, 0), SIZE);
    new_buf(&in, SIZE);
    assert_int_equal(sring_read_at_await(ring, &fd, &in, 0), SIZE);
    assert_memory_equal(sring_buf_data(&in), sring_buf_data(&out), SIZE);
    sring_buf_free(&in);
    sring_buf_free(&out);
    sring_fd_close(ring, &fd);
}

static void from_a_pool(void **state)
{
    struct sring *ring = *state;
    struct sring_pooled_buf pooled;
    struct sring_pool pool;
    struct sring_buf buf;
    struct sring_fd fd;

    temporary_file(&fd, "pooled");
    assert_int_equal(sring_pool_open(&pool, 1, 64, NULL), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_pool_get(&pool, &pooled), 0);
        sring_pooled_buf_unwrap(&pooled, &buf);
        assert_int_equal(sring_read_at_await(ring, &fd, &buf, 0), 6);
        expect_buf(&buf, "pooled");
        sring_pooled_buf_wrap(&buf, &pooled);
        sring_pool_put(&pool, &pooled);
    }
    sring_pool_close(&pool);
    sring_fd_close(ring, &fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(write_then_read),
        RING_TEST(at_offsets),
        RING_TEST(read_into_a_range),
        RING_TEST(error_in_a_range),
        RING_TEST(write_a_range),
        RING_TEST(write_sends_the_length),
        RING_TEST(empty_range),
        RING_TEST(pipe_gives_what_is_there),
        RING_TEST(short_write_to_a_full_pipe),
        RING_TEST(append_flag),
        RING_TEST(nowait_flag),
        RING_TEST(large_file),
        RING_TEST(from_a_pool),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
