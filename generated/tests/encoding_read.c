/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/read.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of read: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/read.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void read_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x16, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_fd fd;
    struct sring_buf buf;
    unsigned char *data;

    sring_fd_adopt(&fd, 12345);
    data = encoding_buffer(&buf);
    assert_int_equal(sring_read_init(ring, &op, &fd), 0);
    sring_read_submit(ring, &op, &buf, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_put(&want, 16, 8, (uint64_t)(uintptr_t)(data + 0));
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_READ)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_read((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                           encoding_pointer(&want, 16), (int)encoding_u32(&want, 24),
                           encoding_u64(&want, 8));
        encoding_copy(&other, &want, 28, 4); /* liburing leaves it out */
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_read_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void read_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x16, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0xf4, 0x01, 0x00, 0x00, 0x0c, 0x09, 0x06, 0x03,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_fd fd;
    struct sring_buf buf;
    unsigned char *data;

    sring_fd_adopt(&fd, 12345);
    data = encoding_buffer(&buf);
    assert_int_equal(sring_read_init(ring, &op, &fd), 0);
    sring_read_set_flags(&op, 0x306090c);
    sring_read_set_range(&op, 16, 500);
    sring_read_submit(ring, &op, &buf, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_put(&want, 16, 8, (uint64_t)(uintptr_t)(data + 16));
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_READ)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_read((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                           encoding_pointer(&want, 16), (int)encoding_u32(&want, 24),
                           encoding_u64(&want, 8));
        encoding_copy(&other, &want, 28, 4); /* liburing leaves it out */
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_read_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void read_direct(void **state)
{
    static const struct encoding_sqe table = {{
        0x16, 0x01, 0x00, 0x00, 0xe1, 0x10, 0x00, 0x00,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0xf4, 0x01, 0x00, 0x00, 0x0c, 0x09, 0x06, 0x03,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_read_building op;
    struct sring_read_submitted inflight;
    struct sring_direct_fd fd;
    struct sring_buf buf;
    unsigned char *data;

    encoding_slot(ring, &fd, 4321);
    data = encoding_buffer(&buf);
    assert_int_equal(sring_read_init_direct(ring, &op, &fd), 0);
    sring_read_set_flags(&op, 0x306090c);
    sring_read_set_range(&op, 16, 500);
    sring_read_submit(ring, &op, &buf, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_put(&want, 16, 8, (uint64_t)(uintptr_t)(data + 16));
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_READ)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_read((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                           encoding_pointer(&want, 16), (int)encoding_u32(&want, 24),
                           encoding_u64(&want, 8));
        encoding_copy(&other, &want, 28, 4); /* liburing leaves it out */
        other.bytes[1] |= IOSQE_FIXED_FILE;
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_read_detach(ring, &inflight);
}

int encoding_of_read(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(read_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(read_everything, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(read_direct, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of read", tests, NULL, NULL);
}
