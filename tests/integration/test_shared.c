/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Operations in flight share a file's position or the bytes of a stream. The remedies in
 * docs/BATCHES.md work, and the test shows the problem without them.
 */
#include "batches.h"

#include <liburing.h>

enum {
    BLOCKS = 8,
    SIZE = 4096
};

static void block(struct sring_buf *buf, int letter)
{
    new_buf(buf, SIZE); /* aligned to pages, for O_DIRECT */
    memset(sring_buf_data(buf), letter, SIZE);
    sring_buf_set_length(buf, SIZE);
}

/* An empty file of this name, in the working directory: not every tmpfs has O_DIRECT. */
static int open_file(struct sring_fd *fd, int flags)
{
    char path[] = "shared-XXXXXX";
    int temporary = mkstemp(path);
    int raw;

    assert_true(temporary >= 0);
    close(temporary);
    raw = open(path, O_RDWR | O_CLOEXEC | flags);
    unlink(path);
    if (raw < 0) {
        return -errno;
    }
    sring_fd_adopt(fd, raw);
    return 0;
}

/* Counts the blocks of each letter in the file; returns the number of missing blocks. */
static int missing(const struct sring_fd *fd, bool in_order)
{
    unsigned char *text = NULL;
    int seen[BLOCKS] = {0}, lost = 0;
    ssize_t size;

    assert_int_equal(posix_memalign((void **)&text, SIZE, 2 * BLOCKS * SIZE), 0);
    size = pread(sring_fd_raw(fd), text, 2 * BLOCKS * SIZE, 0);
    assert_true(size >= 0 && size % SIZE == 0);
    for (int i = 0; i < size / SIZE; i++) {
        assert_true(text[i * SIZE] >= 'A' && text[i * SIZE] < 'A' + BLOCKS);
        seen[text[i * SIZE] - 'A']++;
        assert_true(!in_order || text[i * SIZE] == 'A' + i);
    }
    for (int i = 0; i < BLOCKS; i++) {
        lost += seen[i] == 0;
    }
    free(text);
    return lost;
}

static int write_in_parallel(struct sring *ring, const struct sring_fd *fd)
{
    struct sring_write_submitted inflight[BLOCKS];

    for (int i = 0; i < BLOCKS; i++) {
        struct sring_write_building op;
        struct sring_buf buf;

        block(&buf, 'A' + i);
        assert_int_equal(sring_write_init(ring, &op, fd), 0);
        sring_write_submit(ring, &op, &buf, &inflight[i]);
    }
    for (int i = 0; i < BLOCKS; i++) {
        struct sring_write_completed done;
        struct sring_buf buf;

        sring_write_wait(ring, &inflight[i], &done);
        assert_int_equal(sring_write_finish(&done, &buf), SIZE);
        sring_buf_free(&buf);
    }
    return missing(fd, false);
}

static void writes_at_the_position(void **state)
{
    static const int flags[] = {0, O_DIRECT, O_APPEND, O_APPEND | O_DIRECT};
    struct sring *ring = *state;

    for (int i = 0; i < 4; i++) {
        struct sring_fd fd;
        int lost;

        if (open_file(&fd, flags[i]) != 0) {
            printf("SKIP %s: no O_DIRECT here\n", __func__);
            continue;
        }
        lost = write_in_parallel(ring, &fd);
        if (flags[i] & O_APPEND) {
            assert_int_equal(lost, 0);
        } else {
            printf("of %d writes in flight at the position%s the kernel loses %d\n", BLOCKS,
                   flags[i] ? " with O_DIRECT" : "", lost);
        }
        sring_fd_close(ring, &fd);
    }
}

/* A second condition lets the library keep the order. */
static void linked_writes(void **state)
{
    struct sring *ring = *state;

    for (int way = 0; way < 4; way++) {
        struct sring_batch_building batch;
        struct sring_batch_completed done;
        struct sring_fd fd;

        if (open_file(&fd, way & 1 ? O_DIRECT : 0) != 0) {
            printf("SKIP %s: no O_DIRECT here\n", __func__);
            continue;
        }
        assert_int_equal(sring_batch_init(ring, &batch, BLOCKS), 0);
        for (uint32_t i = 0; i < BLOCKS; i++) {
            struct sring_write_building op;
            struct sring_buf buf;

            block(&buf, 'A' + (int)i);
            assert_int_equal(sring_write_init(ring, &op, &fd), 0);
            sring_write_add(ring, &batch, &op, &buf);
            if (way & 2 && i > 1) {
                assert_int_equal(sring_batch_after(&batch, i, 0), 0);
            }
            sring_batch_link(&batch);
        }
        submit_and_wait(ring, &batch, &done);
        for (uint32_t i = 0; i < BLOCKS; i++) {
            assert_int_equal(take_write(ring, &done, i), SIZE);
        }
        sring_batch_finish(ring, &done);
        assert_int_equal(missing(&fd, true), 0);
        sring_fd_close(ring, &fd);
    }
}

/* Several operations, each with a block larger than the socket's room. */
static void *slow_reader(void *arg)
{
    static char text[1000];
    const struct sring_fd *fd = arg;
    size_t total = 0, in_order = 0;
    ssize_t n;

    while ((n = read(sring_fd_raw(fd), text, sizeof(text))) > 0) {
        for (ssize_t i = 0; i < n; i++, total++) {
            in_order += text[i] == (char)('A' + total / (64 * SIZE));
        }
    }
    return (void *)(uintptr_t)(in_order == total ? total : 0);
}

static void linked_sends(void **state)
{
    struct sring *ring = *state;
    struct sring_batch_building batch;
    struct sring_batch_completed done;
    struct two_fds fds;
    pthread_t reader;
    void *total;

    open_socketpair(&fds, SOCK_STREAM);
    assert_int_equal(pthread_create(&reader, NULL, slow_reader, &fds.in), 0);
    assert_int_equal(sring_batch_init(ring, &batch, BLOCKS), 0);
    for (int i = 0; i < BLOCKS; i++) {
        struct sring_send_building op;
        struct sring_buf buf;

        new_buf(&buf, 64 * SIZE);
        memset(sring_buf_data(&buf), 'A' + i, 64 * SIZE);
        sring_buf_set_length(&buf, 64 * SIZE);
        assert_int_equal(sring_send_init(ring, &op, &fds.out), 0);
        sring_send_set_flags(&op, MSG_WAITALL);
        sring_send_add(ring, &batch, &op, &buf);
        sring_batch_link(&batch);
    }
    submit_and_wait(ring, &batch, &done);
    sring_batch_finish(ring, &done);
    assert_int_equal(shutdown(sring_fd_raw(&fds.out), SHUT_WR), 0);
    assert_int_equal(pthread_join(reader, &total), 0);
    assert_int_equal((uintptr_t)total, BLOCKS * 64 * SIZE);
    close_two(ring, &fds);
}

/* Without an error. */
static void ignored_offsets(void **state)
{
    struct sring *ring = *state;
    struct two_fds fds;
    struct sring_fd fd;
    struct sring_buf buf;

    open_pipe(&fds);
    write_text(&fds.out, "12345678");
    new_buf(&buf, 4);
    assert_int_equal(sring_read_at_await(ring, &fds.in, &buf, 4), 4);
    expect_buf(&buf, "1234");
    assert_int_equal(sring_write_at_await(ring, &fds.out, &buf, 100), 4);
    expect_text(&fds.in, "56781234");
    close_two(ring, &fds);
    assert_int_equal(open_file(&fd, O_APPEND), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sring_write_at_await(ring, &fd, &buf, 0), 4);
    }
    assert_int_equal(lseek(sring_fd_raw(&fd), 0, SEEK_END), 8);
    sring_fd_close(ring, &fd);
    sring_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(writes_at_the_position), RING_TEST(linked_writes),
        SMALL_RING_TEST(linked_writes),    RING_TEST(linked_sends),
        RING_TEST(ignored_offsets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
