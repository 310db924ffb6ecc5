/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/fsync.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of fsync: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/fsync.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void fsync_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x03, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fd fd;

    sring_fd_adopt(&fd, 12345);
    assert_int_equal(sring_fsync_init(ring, &op, &fd), 0);
    sring_fsync_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_FSYNC)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_fsync((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4), 0);
        encoding_copy(&other, &want, 8, 8);  /* liburing leaves it out */
        encoding_copy(&other, &want, 24, 4); /* liburing leaves it out */
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_fsync_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void fsync_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x03, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0x28, 0x23, 0x1e, 0x19, 0x14, 0x0f, 0x0a, 0x05,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x1c, 0x15, 0x0e, 0x07, 0x0c, 0x09, 0x06, 0x03,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_fd fd;

    sring_fd_adopt(&fd, 12345);
    assert_int_equal(sring_fsync_init(ring, &op, &fd), 0);
    sring_fsync_set_flags(&op, 0x306090c);
    sring_fsync_set_offset(&op, UINT64_C(0x50a0f14191e2328));
    sring_fsync_set_length(&op, 0x70e151c);
    sring_fsync_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_FSYNC)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_fsync((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4), 0x306090c);
        encoding_copy(&other, &want, 8, 8);  /* liburing leaves it out */
        encoding_copy(&other, &want, 24, 4); /* liburing leaves it out */
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_fsync_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void fsync_direct(void **state)
{
    static const struct encoding_sqe table = {{
        0x03, 0x01, 0x00, 0x00, 0xe1, 0x10, 0x00, 0x00,
        0x28, 0x23, 0x1e, 0x19, 0x14, 0x0f, 0x0a, 0x05,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x1c, 0x15, 0x0e, 0x07, 0x0c, 0x09, 0x06, 0x03,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_fsync_building op;
    struct sring_fsync_submitted inflight;
    struct sring_direct_fd fd;

    encoding_slot(ring, &fd, 4321);
    assert_int_equal(sring_fsync_init_direct(ring, &op, &fd), 0);
    sring_fsync_set_flags(&op, 0x306090c);
    sring_fsync_set_offset(&op, UINT64_C(0x50a0f14191e2328));
    sring_fsync_set_length(&op, 0x70e151c);
    sring_fsync_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_FSYNC)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_fsync((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4), 0x306090c);
        encoding_copy(&other, &want, 8, 8);  /* liburing leaves it out */
        encoding_copy(&other, &want, 24, 4); /* liburing leaves it out */
        other.bytes[1] |= IOSQE_FIXED_FILE;
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_fsync_detach(ring, &inflight);
}

int encoding_of_fsync(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(fsync_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(fsync_everything, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(fsync_direct, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of fsync", tests, NULL, NULL);
}
