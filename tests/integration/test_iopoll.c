/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Rings that poll the devices: what they cannot do is refused or completes at once, and nothing
 * waits for ever.
 */
#include "support.h"

static void on_wake(struct sring *ring, void *arg)
{
    (void)ring;
    (void)arg;
}

static int do_nothing(void *arg)
{
    (void)arg;
    return 0;
}

static void refused(void **state)
{
    const struct sring_options options = {.iopoll = true};
    struct sring_timeout_submitted inflight;
    struct sring_timeout_completed done;
    struct sring_timeout_building timer;
    struct sring_read_building op;
    struct sring_waker waker;
    struct sring_buf buf;
    struct two_fds fds;
    struct sring ring;
    FILE *file;

    (void)state;
    assert_int_equal(sring_open(&ring, &options), 0);
    assert_int_equal(sring_pollable_fd(&ring), -EOPNOTSUPP);
    assert_int_equal(sring_waker_open(&ring, &waker, on_wake, NULL), -EOPNOTSUPP);
    assert_int_equal(sring_offload(&ring, do_nothing, NULL), -EOPNOTSUPP);
    open_pipe(&fds);
    assert_int_equal(sring_fdopen(&ring, &fds.in, "r", &file), -EOPNOTSUPP);
    assert_int_equal(sring_fopen(&ring, "/dev/null", "r", &file), -EOPNOTSUPP);
    new_buf(&buf, 16);
    assert_int_equal(sring_read_init(&ring, &op, &fds.in), 0);
    assert_int_equal(sring_read_set_timeout(&ring, &op, MILLISECOND), 0);
    {
        struct sring_read_submitted reading;
        struct sring_read_completed read;
        int rc;

        sring_read_submit(&ring, &op, &buf, &reading);
        sring_read_wait(&ring, &reading, &read);
        rc = sring_read_finish(&read, &buf);
        assert_true(rc == -EOPNOTSUPP || rc == -EINVAL);
    }
    sring_buf_free(&buf);
    assert_int_equal(sring_timeout_init(&ring, &timer, 1000000 * MILLISECOND), 0);
    sring_timeout_submit(&ring, &timer, &inflight);
    sring_timeout_wait(&ring, &inflight, &done);
    assert_int_equal(sring_timeout_finish(&done), -EINVAL);
    assert_int_equal(sring_run_for(&ring, MILLISECOND), 0);
    close_two(&ring, &fds);
    sring_close(&ring);
}

/* A file of this device, opened with O_DIRECT. */
static void transfers(void **state)
{
    const struct sring_options options = {.iopoll = true, .entries = 8};
    struct sring_read_at_submitted inflight[32];
    char name[] = "./iopoll-XXXXXX";
    struct sring_fd file;
    struct sring ring;
    void *memory;
    bool works = true;
    int fd = mkostemp(name, O_DIRECT | O_CLOEXEC);

    (void)state;
    if (fd < 0) {
        SKIP("the file system has no O_DIRECT");
    }
    (void)unlink(name);
    assert_int_equal(posix_memalign(&memory, 4096, 32 * 4096), 0);
    memset(memory, 'x', 32 * 4096);
    assert_int_equal(pwrite(fd, memory, 32 * 4096, 0), 32 * 4096);
    sring_fd_adopt(&file, fd);
    assert_int_equal(sring_open(&ring, &options), 0);
    for (uint64_t i = 0; i < 32; i++) {
        struct sring_read_at_building op;
        struct sring_buf buf;

        assert_int_equal(
            sring_buf_adopt(&buf, (unsigned char *)memory + i * 4096, 4096, NULL, NULL), 0);
        assert_int_equal(sring_read_at_init(&ring, &op, &file, i * 4096), 0);
        sring_read_at_submit(&ring, &op, &buf, &inflight[i]);
    }
    for (int i = 0; i < 32; i++) {
        struct sring_read_at_completed done;
        struct sring_buf buf;
        int rc;

        sring_read_at_wait(&ring, &inflight[i], &done);
        rc = sring_read_at_finish(&done, &buf);
        works &= rc != -EOPNOTSUPP;
        assert_true(rc == 4096 || rc == -EOPNOTSUPP);
        sring_buf_free(&buf);
    }
    sring_fd_close(&ring, &file);
    sring_close(&ring);
    free(memory);
    if (!works) {
        SKIP("the device has no poll queues");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refused),
        cmocka_unit_test(transfers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
