/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The kernel has each feature from its documented version on. An older kernel may have it too,
 * because distributions backport features; the test prints that.
 */
#include "support.h"

#include <sring/detail/setup.h>

#include <sys/mman.h>

static void expect_since(unsigned major, unsigned minor, const char *what, int rc)
{
    if (kernel_is_at_least(major, minor)) {
        assert_int_equal(rc, 0);
    } else if (rc) {
        assert_int_equal(rc, -EOPNOTSUPP);
    } else {
        printf("%s: before Linux %u.%u\n", what, major, minor);
    }
}

static void registered_buffers(void **state)
{
    struct sring *ring = *state;
    struct sring_registered_buf registered;
    struct sring_buf buf;
    int rc;

    new_buf(&buf, 64);
    rc = sring_buf_register(ring, &buf, &registered);
    expect_since(5, 19, "registered buffers", rc);
    if (rc) {
        sring_buf_free(&buf);
    } else {
        sring_registered_buf_free(&registered);
    }
}

/* Linux 6.1 pins anonymous memory and huge pages only. */
static void registered_memory_of_a_file(void **state)
{
    struct sring *ring = *state;
    struct sring_registered_buf registered;
    struct sring_buf buf;
    struct sring_fd fd;
    void *memory;
    int rc;

    temporary_file(&fd, "");
    assert_int_equal(ftruncate(sring_fd_raw(&fd), 4096), 0);
    memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, sring_fd_raw(&fd), 0);
    assert_ptr_not_equal(memory, MAP_FAILED);
    assert_int_equal(sring_buf_adopt(&buf, memory, 4096, NULL, NULL), 0);
    rc = sring_buf_register(ring, &buf, &registered);
    if (kernel_is_at_least(6, 12)) {
        assert_int_equal(rc, 0);
    }
    if (rc) {
        assert_true(rc == -EOPNOTSUPP || rc == -EINVAL);
        sring_buf_free(&buf);
    } else {
        sring_registered_buf_free(&registered);
    }
    munmap(memory, 4096);
    sring_fd_close(ring, &fd);
}

static void buffer_rings(void **state)
{
    struct sring *ring = *state;
    struct sring_buf_ring group;
    int rc = sring_buf_ring_open(ring, &group, 4, 4096, NULL);

    expect_since(5, 19, "buffer rings", rc);
    if (!rc) {
        sring_buf_ring_close(ring, &group);
    }
}

static void direct_descriptors(void **state)
{
    struct sring *ring = *state;
    struct sring_direct_fd direct;
    struct sring_fd fd;

    temporary_file(&fd, "");
    assert_int_equal(sring_fd_register(ring, &fd, &direct), 0); /* 5.11 */
    sring_direct_fd_unregister(ring, &direct);
    sring_fd_close(ring, &fd);
}

static void direct_descriptors_made_by_operations(void **state)
{
    struct sring *ring = *state;
    struct sring_direct_fd direct;
    int rc = sring_openat_direct_await(ring, "/dev/null", O_RDONLY, 0, &direct);

    expect_since(5, 15, "direct descriptors that operations make", rc);
    if (!rc) {
        sring_direct_fd_unregister(ring, &direct);
    }
}

/* What sring-probe prints. With SRING_TEST_SETUP only that set-up works. */
static void set_ups(void **state)
{
    const int fds = count_fds();
    struct sring_setup_ setup;
    unsigned major, minor;
    int count = 0;

    (void)state;
    for (; sring_try_setup_((unsigned)count, &setup); count++) {
        assert_int_equal(sscanf(setup.since, "%u.%u", &major, &minor), 2);
        if (setup_level() >= 0) {
            assert_int_equal(setup.rc, count == setup_level() ? 0 : -EINVAL);
        } else if (kernel_is_at_least(major, minor)) {
            assert_int_equal(setup.rc, 0);
        }
        assert_int_equal(setup.features != 0, setup.rc == 0);
        assert_int_equal(*setup.flags != 0, count < 5);
    }
    assert_int_equal(count, 6);
    assert_int_equal(count_fds(), fds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RING_TEST(registered_buffers),
        RING_TEST(registered_memory_of_a_file),
        RING_TEST(buffer_rings),
        RING_TEST(direct_descriptors),
        RING_TEST(direct_descriptors_made_by_operations),
        cmocka_unit_test(set_ups),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
