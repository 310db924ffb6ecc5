/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: reads and writes of regular files, and the threads that carry them out.
 */
#include "support.h"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>

#define WRITES 8
#define BLOCK 65536 /* bytes of a write */
#define SHORT (50 * MILLISECOND)
#define LONG (5000 * MILLISECOND)

static const struct sring_options wanted = {.backend = SRING_BACKEND_FALLBACK};

static struct sring ring;
static struct sring_fd file;

static int set_up(void **state)
{
    (void)state;
    assert_int_equal(sring_open(&ring, &wanted), 0);
    temporary_file(&file, "");
    sring_fd_stash(&file);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sring_fd_claim(&file);
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    return 0;
}

#define FILES_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static int threads(void)
{
    return count_threads("sring-");
}

/* The flags of the open file. Returns 0, or -1: its file system refuses them. */
static int set_flags(int flags)
{
    return fcntl(sring_fd_raw(&file), F_SETFL, flags);
}

/* A block that is filled with its letter: 'a' for number 0. */
static void block_buf(struct sring_buf *buf, int number)
{
    new_buf(buf, BLOCK);
    memset(sring_buf_data(buf), 'a' + number, BLOCK);
    sring_buf_set_length(buf, BLOCK);
}

static void begin_writes(struct sring_write_at_submitted writes[WRITES])
{
    for (int i = 0; i < WRITES; i++) {
        struct sring_write_at_building op;
        struct sring_buf buf;

        block_buf(&buf, i);
        assert_int_equal(sring_write_at_init(&ring, &op, &file, (uint64_t)i * BLOCK), 0);
        sring_write_at_submit(&ring, &op, &buf, &writes[i]);
        sring_write_at_submitted_stash(&writes[i]);
    }
    assert_int_equal(sring_flush(&ring), 0);
}

static void end_writes(struct sring_write_at_submitted writes[WRITES])
{
    for (int i = 0; i < WRITES; i++) {
        struct sring_write_at_completed done;
        struct sring_buf buf;

        sring_write_at_submitted_claim(&writes[i]);
        sring_write_at_wait(&ring, &writes[i], &done);
        assert_int_equal(sring_write_at_finish(&done, &buf), BLOCK);
        sring_buf_free(&buf);
    }
}

/* The letters of the file's blocks, each of which must be whole. */
static void expect_blocks(const char *letters)
{
    static char content[(WRITES + 1) * BLOCK + 1];
    const size_t count = strlen(letters);

    assert_int_equal(pread(sring_fd_raw(&file), content, sizeof(content), 0), count * BLOCK);
    for (size_t i = 0; i < count * BLOCK; i++) {
        assert_int_equal(content[i], letters[i / BLOCK]);
    }
}

/* Writes of one file would wait for each other: one thread is enough. */
static void one_thread(void **state)
{
    struct sring_write_at_submitted writes[WRITES];

    (void)state;
    sring_fd_claim(&file);
    begin_writes(writes);
    end_writes(writes);
    assert_true(threads() <= 1); /* 0: the file system writes at once */
    expect_blocks("abcdefgh");
    sring_fd_stash(&file);
}

/* With O_DIRECT the disk writes several blocks at a time; and the ring never waits for it, though
 * the kernel would do so with RWF_NOWAIT. */
static void direct(void **state)
{
    struct sring_write_at_submitted writes[WRITES];
    struct sring_buf buf;

    (void)state;
    sring_fd_claim(&file);
    if (set_flags(O_DIRECT)) {
        sring_fd_stash(&file);
        SKIP("the file system has no O_DIRECT");
    }
    begin_writes(writes);
    end_writes(writes);
    assert_true(threads() > 1);
    assert_int_equal(set_flags(0), 0);
    expect_blocks("abcdefgh");
    assert_int_equal(set_flags(O_DIRECT), 0);

    sring_close(&ring); /* the threads end */
    expect_no_threads("sring-");
    assert_int_equal(sring_open(&ring, &wanted), 0);
    new_buf(&buf, BLOCK);
    assert_int_equal(sring_read_at_await(&ring, &file, &buf, 2 * BLOCK), BLOCK);
    assert_int_equal(threads(), 1);
    assert_int_equal(*(char *)sring_buf_data(&buf), 'c');
    sring_buf_free(&buf);
    sring_fd_stash(&file);
}

static void begin_append(struct sring_write_submitted *inflight, int number)
{
    struct sring_write_building op;
    struct sring_buf buf;

    block_buf(&buf, number);
    assert_int_equal(sring_write_init(&ring, &op, &file), 0);
    sring_write_submit(&ring, &op, &buf, inflight);
    sring_write_submitted_stash(inflight);
    assert_int_equal(sring_flush(&ring), 0);
}

/* Returns whether the block was written, and not cancelled. */
static bool end_append(struct sring_write_submitted *inflight, bool cancels)
{
    struct sring_write_completed done;
    struct sring_buf buf;
    int rc;

    sring_write_submitted_claim(inflight);
    if (cancels) {
        sring_write_cancel(&ring, inflight, &done);
    } else {
        sring_write_wait(&ring, inflight, &done);
    }
    rc = sring_write_finish(&done, &buf);
    assert_true(rc == BLOCK || (cancels && rc == -ECANCELED));
    sring_buf_free(&buf);
    return rc == BLOCK;
}

/* Begins writes, cancels those with these letters, and begins one more. Stores the letters of those
 * that were done. */
static void append(const char *cancelled, char letters[WRITES + 2])
{
    struct sring_write_submitted writes[WRITES + 1];
    bool done[WRITES + 1];

    for (int i = 0; i < WRITES; i++) {
        begin_append(&writes[i], i);
    }
    for (const char *at = cancelled; *at; at++) {
        done[*at - 'a'] = end_append(&writes[*at - 'a'], true);
    }
    begin_append(&writes[WRITES], WRITES);
    for (int i = 0; i <= WRITES; i++) {
        if (!strchr(cancelled, 'a' + i)) {
            done[i] = end_append(&writes[i], false);
        }
        if (done[i]) {
            *letters++ = (char)('a' + i);
        }
    }
    *letters = '\0';
}

/* Whatever is cancelled, the others are written in order, and each whole or not at all. */
static void appended(void **state)
{
    static const char *const cancelled[] = {"", "h", "b", "abc", "bdfh", "ah", "gh", "hgfedcb"};
    char letters[WRITES + 2];

    (void)state;
    sring_fd_claim(&file);
    assert_int_equal(set_flags(O_APPEND), 0);
    for (size_t i = 0; i < sizeof(cancelled) / sizeof(cancelled[0]); i++) {
        for (int turn = 0; turn < 5; turn++) {
            append(cancelled[i], letters);
            expect_blocks(letters);
            assert_int_equal(ftruncate(sring_fd_raw(&file), 0), 0);
        }
    }
    sring_fd_stash(&file);
}

/* A read that could be done at once, at the position behind a write that a thread carries out. */
static void read_behind_a_write(void **state)
{
    (void)state;
    sring_fd_claim(&file);
    for (int turn = 0; turn < 20; turn++) {
        struct sring_write_submitted writing;
        struct sring_write_completed written;
        struct sring_write_building op;
        struct sring_buf out, in;

        for (int i = 0; i < 3; i++) {
            block_buf(&out, i);
            assert_int_equal(sring_write_at_await(&ring, &file, &out, (uint64_t)i * BLOCK), BLOCK);
            sring_buf_free(&out);
        }
        assert_int_equal(lseek(sring_fd_raw(&file), 0, SEEK_SET), 0);
        block_buf(&out, 'x' - 'a');
        new_buf(&in, BLOCK);
        assert_int_equal(sring_write_init(&ring, &op, &file), 0);
        sring_write_submit(&ring, &op, &out, &writing);
        assert_int_equal(sring_read_await(&ring, &file, &in), BLOCK);
        assert_int_equal(*(char *)sring_buf_data(&in), 'b');
        sring_write_wait(&ring, &writing, &written);
        assert_int_equal(sring_write_finish(&written, &out), BLOCK);
        expect_blocks("xbc");
        sring_buf_free(&in);
        sring_buf_free(&out);
    }
    sring_fd_stash(&file);
}

/* What a thread has begun is found by the cancelling of its file, and goes on. */
static void cancel_begun(void *arg)
{
    struct sring_fsync_submitted inflight;
    struct sring_fsync_completed done;
    struct sring_fsync_building op;
    uint64_t call;
    int listener;

    (void)arg;
    CHILD_CHECK(sring_open(&ring, &wanted) == 0);
    listener = suspend_call(SYS_fsync);
    sring_fd_claim(&file);
    CHILD_CHECK(sring_fsync_init(&ring, &op, &file) == 0);
    sring_fsync_submit(&ring, &op, &inflight);
    CHILD_CHECK(sring_flush(&ring) == 0);
    call = wait_for_call(listener);
    CHILD_CHECK(sring_cancel_fd_await(&ring, &file) == 1);
    CHILD_CHECK(!sring_fsync_ready(&ring, &inflight));
    resume_call(listener, call);
    sring_fsync_wait(&ring, &inflight, &done);
    CHILD_CHECK(sring_fsync_finish(&done) == 0);
    sring_fd_stash(&file);
    sring_close(&ring);
    close(listener);
}

static void cancelled_by_file(void **state)
{
    (void)state;
    expect_child(cancel_begun, NULL);
}

/* --- opening -------------------------------------------------------------------------------- */

static int open_with(const char *path, uint32_t flags, bool async, uint64_t timeout_ns)
{
    const struct sring_openat_options options = {.async = async, .timeout_ns = timeout_ns};
    struct sring_fd opened;
    int rc = sring_openat_await_with(&ring, path, flags, 0600, &options, NULL, &opened);

    if (!rc) {
        sring_fd_close(&ring, &opened);
    }
    return rc;
}

/* A local socket cannot be opened, and nothing is waited for. */
static void a_socket_is_no_fifo(void **state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct sring_fd listener;
    char directory[64];

    (void)state;
    temporary_directory(directory);
    (void)snprintf(address.sun_path, sizeof(address.sun_path), "%s/socket", directory);
    sring_fd_adopt(&listener, socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    assert_int_equal(
        bind(sring_fd_raw(&listener), (const struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(open_with(address.sun_path, O_RDWR, false, LONG), -ENXIO);
    assert_int_equal(open_with(address.sun_path, O_RDWR, true, LONG), -ENXIO);
    assert_int_equal(open_with(address.sun_path, O_WRONLY | O_CREAT, false, LONG), -ENXIO);
    assert_int_equal(open_with(address.sun_path, O_WRONLY | O_TRUNC, false, LONG), -ENXIO);
    assert_int_equal(open_with(address.sun_path, O_RDWR | O_NOFOLLOW, true, LONG), -ENXIO);
    sring_fd_close(&ring, &listener);
    remove_directory(directory);
}

/* The same flags wait for a reader, also through a symbolic link. */
static void a_fifo_waits(void **state)
{
    char directory[64], fifo[80], name[80];

    (void)state;
    temporary_directory(directory);
    (void)snprintf(fifo, sizeof(fifo), "%s/fifo", directory);
    (void)snprintf(name, sizeof(name), "%s/name", directory);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(symlink("fifo", name), 0);
    assert_int_equal(open_with(fifo, O_WRONLY, false, SHORT), -ENXIO);
    assert_int_equal(open_with(fifo, O_WRONLY, true, SHORT), -ETIME);
    assert_int_equal(open_with(name, O_WRONLY, true, SHORT), -ETIME);
    assert_int_equal(open_with(fifo, O_WRONLY | O_CREAT, false, SHORT), -ETIME);
    assert_int_equal(open_with(fifo, O_WRONLY | O_TRUNC, false, SHORT), -ETIME);
    remove_directory(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILES_TEST(one_thread),        FILES_TEST(direct),
        FILES_TEST(appended),          FILES_TEST(read_behind_a_write),
        FILES_TEST(cancelled_by_file), FILES_TEST(a_socket_is_no_fifo),
        FILES_TEST(a_fifo_waits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
