/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Many operations of one kind with one call.
 */
#include "support.h"

#include <sys/mman.h>

enum {
    PART = 8,
    MOST = 700
};

/* Part i of the file contains i. */
static void numbered_file(struct sring_fd *fd, int raw, int parts)
{
    char text[PART + 1];

    assert_true(raw >= 0);
    for (int i = 0; i < parts; i++) {
        snprintf(text, sizeof(text), "part%04d", i);
        assert_int_equal(pwrite(raw, text, PART, (off_t)i * PART), PART);
    }
    sring_fd_adopt(fd, raw);
}

static void expect_part(const unsigned char *data, int part)
{
    char text[PART + 1];

    snprintf(text, sizeof(text), "part%04d", part);
    assert_memory_equal(data, text, PART);
}

/* Backwards, to detect a result in the wrong place. */
static void read_backwards(struct sring *ring, const struct sring_fd *fd, uint32_t count)
{
    static struct sring_read_at_item items[MOST];
    struct sring_stats stats;
    struct sring_buf buf;

    new_buf(&buf, (size_t)count * PART + 1);
    for (uint32_t i = 0; i < count; i++) {
        items[i].offset = (uint64_t)(count - 1 - i) * PART;
        items[i].result = 12345;
    }
    assert_int_equal(sring_read_at_await_each(ring, fd, &buf, PART, items, count), 0);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(items[i].result, PART);
        expect_part(sring_buf_data(&buf) + (size_t)i * PART, (int)(count - 1 - i));
    }
    assert_int_equal(sring_buf_length(&buf), 0);
    sring_buf_free(&buf);
    sring_get_stats(ring, &stats);
    assert_int_equal(stats.in_flight, 0);
    assert_int_equal(stats.dropped, 0);
}

static void reads(void **state)
{
    static const uint32_t counts[] = {0, 1, 2, 7, 8, 9, 64, 256, 257, MOST};
    struct sring *ring = *state;
    struct sring_fd fd;

    temporary_file(&fd, "");
    numbered_file(&fd, sring_fd_release(&fd), MOST);
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        read_backwards(ring, &fd, counts[i]);
    }
    for (int i = 0; i < 30; i++) { /* around the end of the completion queue */
        read_backwards(ring, &fd, MOST);
    }
    sring_fd_close(ring, &fd);
}

/* Reads of a memfd are done by the kernel's workers, and complete in any order. */
static void out_of_order(void **state)
{
    struct sring *ring = *state;
    struct sring_fd fd;

    numbered_file(&fd, memfd_create("numbered", MFD_CLOEXEC), MOST);
    for (int i = 0; i < 5; i++) {
        read_backwards(ring, &fd, MOST);
    }
    sring_fd_close(ring, &fd);
}

static void writes_and_ends(void **state)
{
    struct sring *ring = *state;
    struct sring_write_at_item written[3] = {{.offset = 0}, {.offset = 4}, {.offset = 8}};
    struct sring_read_at_item items[4] = {
        {.offset = 0}, {.offset = 10}, {.offset = 12}, {.offset = UINT64_MAX - 1}};
    struct sring_buf buf;
    struct sring_fd fd;

    temporary_file(&fd, "");
    text_buf(&buf, "abcdefghijkl");
    assert_int_equal(sring_write_at_await_each(ring, &fd, &buf, 4, written, 3), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(written[i].result, 4);
    }
    expect_buf(&buf, "abcdefghijkl");
    sring_buf_free(&buf);
    new_buf(&buf, 16);
    assert_int_equal(sring_read_at_await_each(ring, &fd, &buf, 4, items, 4), 0);
    assert_int_equal(items[0].result, 4);
    assert_int_equal(items[1].result, 2); /* the end of the file */
    assert_int_equal(items[2].result, 0);
    assert_int_equal(items[3].result, -EINVAL);
    assert_memory_equal(sring_buf_data(&buf), "abcdkl", 6);
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

/* If the buffer is too small, nothing is begun, and the caller keeps the buffer. */
static void too_small(void **state)
{
    struct sring *ring = *state;
    struct sring_read_at_item items[3];
    struct sring_write_at_item written[3];
    struct sring_stats stats;
    struct sring_buf buf;
    struct sring_fd fd;

    temporary_file(&fd, "content");
    new_buf(&buf, 16);
    assert_int_equal(sring_read_at_await_each(ring, &fd, &buf, 6, items, 3), -EINVAL);
    assert_int_equal(sring_read_at_await_each(ring, &fd, &buf, SIZE_MAX / 2, items, 3), -EINVAL);
    assert_int_equal(sring_write_at_await_each(ring, &fd, &buf, 1, written, 3), -EINVAL);
    sring_get_stats(ring, &stats);
    assert_int_equal(stats.submitted, 0);
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

static int seen;

SRING_TIMEOUT_CALLBACK(on_time)
{
    struct sring_nop_item items[20];

    assert_int_equal(sring_timeout_finish(done), -ETIME);
    memset(items, 0xff, sizeof(items));
    assert_int_equal(sring_nop_await_each(ring, items, 20), 0);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(items[i].result, 0);
    }
    seen++;
}

/* Other operations complete in between: handles keep their results, and callbacks run, even with an
 * await_each in them. */
static void among_others(void **state)
{
    enum {
        OTHERS = 12
    };
    struct sring *ring = *state;
    struct sring_nop_submitted inflight[OTHERS];
    struct sring_fd fd;

    seen = 0;
    numbered_file(&fd, memfd_create("numbered", MFD_CLOEXEC), MOST);
    for (int i = 0; i < OTHERS; i++) {
        struct sring_nop_building nop;
        struct sring_timeout_building timeout;

        assert_int_equal(sring_nop_init(ring, &nop), 0);
        sring_nop_submit(ring, &nop, &inflight[i]);
        sring_nop_submitted_stash(&inflight[i]);
        assert_int_equal(sring_timeout_init(ring, &timeout, (uint64_t)i * MILLISECOND / 10), 0);
        sring_timeout_start(ring, &timeout, on_time, NULL);
    }
    for (int i = 0; i < 3; i++) {
        static struct sring_read_at_item items[MOST];
        struct sring_buf buf;

        new_buf(&buf, (size_t)MOST * PART);
        for (uint32_t part = 0; part < MOST; part++) {
            items[part].offset = (uint64_t)part * PART;
        }
        assert_int_equal(sring_read_at_await_each(ring, &fd, &buf, PART, items, MOST), 0);
        for (int part = 0; part < MOST; part++) {
            assert_int_equal(items[part].result, PART);
            expect_part(sring_buf_data(&buf) + (size_t)part * PART, part);
        }
        sring_buf_free(&buf);
    }
    for (int i = 0; i < OTHERS; i++) {
        struct sring_nop_completed done;

        sring_nop_submitted_claim(&inflight[i]);
        sring_nop_wait(ring, &inflight[i], &done);
        assert_int_equal(sring_nop_finish(&done), 0);
    }
    assert_int_equal(sring_run(ring), 0);
    assert_int_equal(seen, OTHERS);
    sring_fd_close(ring, &fd);
}

/* Without budget nothing is begun; with room for one, one at a time. */
static void small_budget(void **state)
{
    struct sring_nop_building begun[3];
    struct sring_nop_item items[50];
    struct sring ring;

    (void)state;
    open_ring(&ring, 8, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sring_nop_init(&ring, &begun[i]), 0);
    }
    assert_int_equal(sring_nop_await_each(&ring, items, 50), -EAGAIN);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(items[i].result, -EAGAIN);
    }
    sring_nop_abandon(&ring, &begun[0]);
    assert_int_equal(sring_nop_await_each(&ring, items, 50), 0);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(items[i].result, 0);
    }
    sring_nop_abandon(&ring, &begun[1]);
    sring_nop_abandon(&ring, &begun[2]);
    assert_int_equal(in_flight(&ring), 0);
    sring_close(&ring);
}

static int rc_while_closing;

SRING_READ_CALLBACK(on_cancelled)
{
    struct sring_nop_item items[2];
    struct sring_buf buf;

    assert_int_equal(sring_read_finish(done, &buf), -ECANCELED);
    sring_buf_free(&buf);
    rc_while_closing = sring_nop_await_each(ring, items, 2);
}

static void closing(void **state)
{
    struct sring_read_building op;
    struct sring_buf buf;
    struct two_fds fds;
    struct sring ring;
    struct sring *other = *state;

    open_ring(&ring, 8, 64);
    open_pipe(&fds);
    new_buf(&buf, 8);
    assert_int_equal(sring_read_init(&ring, &op, &fds.in), 0);
    sring_read_start(&ring, &op, &buf, on_cancelled, NULL);
    assert_int_equal(sring_flush(&ring), 0);
    sring_close(&ring);
    assert_int_equal(rc_while_closing, -ECANCELED);
    close_two(other, &fds);
}

/* An older copy of the buffer's handle is dead after it, as after every operation. */
static void misuses(void **state)
{
    struct sring *ring = *state;
    struct sring_read_at_item items[1] = {{.offset = 0}};
    struct sring_buf buf, copy;
    struct sring_fd fd;

    temporary_file(&fd, "content");
    new_buf(&buf, 8);
    copy = buf;
    assert_int_equal(sring_read_at_await_each(ring, &fd, &buf, 8, items, 1), 0);
    assert_int_equal(items[0].result, 7);
    ASSERT_MISUSE("sring_buf_data", "a buffer that is yours", "given away", sring_buf_data(&copy));
    ASSERT_MISUSE("sring_read_at_await_each", "a buffer that is yours", "given away",
                  (void)sring_read_at_await_each(ring, &fd, &copy, 8, items, 1));
    sring_buf_free(&buf);
    sring_fd_close(ring, &fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(reads),
        SMALL_RING_TEST(reads),
        RING_TEST(out_of_order),
        SMALL_RING_TEST(out_of_order),
        RING_TEST(among_others),
        SMALL_RING_TEST(among_others),
        RING_TEST(writes_and_ends),
        RING_TEST(too_small),
        cmocka_unit_test(small_budget),
        RING_TEST(closing),
        RING_TEST(misuses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
