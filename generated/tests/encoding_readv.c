/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/readv.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of readv: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/readv.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void readv_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x01, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_readv_building op;
    struct sring_readv_submitted inflight;
    struct sring_fd fd;
    struct sring_vec buf;
    unsigned char *data;

    sring_fd_adopt(&fd, 12345);
    data = encoding_vector(&buf);
    assert_int_equal(sring_readv_init(ring, &op, &fd), 0);
    sring_readv_submit(ring, &op, &buf, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_put(&want, 16, 8, (uint64_t)(uintptr_t)data);
    encoding_compare("the spec", &got, &want);
    encoding_check_parts(data, 0, 4096, true);
#if defined(HAVE_IO_URING_PREP_READV2)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_readv2((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                             encoding_pointer(&want, 16), (int)encoding_u32(&want, 24),
                             encoding_u64(&want, 8), 0);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_readv_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void readv_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x01, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x03, 0x00, 0x00, 0x00, 0x0c, 0x09, 0x06, 0x03,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_readv_building op;
    struct sring_readv_submitted inflight;
    struct sring_fd fd;
    struct sring_vec buf;
    unsigned char *data;

    sring_fd_adopt(&fd, 12345);
    data = encoding_vector(&buf);
    assert_int_equal(sring_readv_init(ring, &op, &fd), 0);
    sring_readv_set_flags(&op, 0x306090c);
    sring_readv_set_range(&op, 16, 500);
    sring_readv_submit(ring, &op, &buf, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_put(&want, 16, 8, (uint64_t)(uintptr_t)data);
    encoding_compare("the spec", &got, &want);
    encoding_check_parts(data, 16, 500, true);
#if defined(HAVE_IO_URING_PREP_READV2)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_readv2((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                             encoding_pointer(&want, 16), (int)encoding_u32(&want, 24),
                             encoding_u64(&want, 8), 0x306090c);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_readv_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void readv_direct(void **state)
{
    static const struct encoding_sqe table = {{
        0x01, 0x01, 0x00, 0x00, 0xe1, 0x10, 0x00, 0x00,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x03, 0x00, 0x00, 0x00, 0x0c, 0x09, 0x06, 0x03,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_readv_building op;
    struct sring_readv_submitted inflight;
    struct sring_direct_fd fd;
    struct sring_vec buf;
    unsigned char *data;

    encoding_slot(ring, &fd, 4321);
    data = encoding_vector(&buf);
    assert_int_equal(sring_readv_init_direct(ring, &op, &fd), 0);
    sring_readv_set_flags(&op, 0x306090c);
    sring_readv_set_range(&op, 16, 500);
    sring_readv_submit(ring, &op, &buf, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_put(&want, 16, 8, (uint64_t)(uintptr_t)data);
    encoding_compare("the spec", &got, &want);
    encoding_check_parts(data, 16, 500, true);
#if defined(HAVE_IO_URING_PREP_READV2)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_readv2((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                             encoding_pointer(&want, 16), (int)encoding_u32(&want, 24),
                             encoding_u64(&want, 8), 0x306090c);
        other.bytes[1] |= IOSQE_FIXED_FILE;
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_readv_detach(ring, &inflight);
}

int encoding_of_readv(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(readv_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(readv_everything, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(readv_direct, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of readv", tests, NULL, NULL);
}
