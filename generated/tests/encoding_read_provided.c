/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/read_provided.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of read_provided: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/read_provided.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void read_provided_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x16, 0x20, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_read_provided_building op;
    struct sring_read_provided_submitted inflight;
    struct sring_fd fd;
    struct sring_buf_ring group;
    uint64_t index;

    sring_fd_adopt(&fd, 12345);
    index = encoding_group(ring, &group);
    assert_int_equal(sring_read_provided_init(ring, &op, &fd, &group), 0);
    sring_read_provided_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_put(&want, 40, 2, index);
    encoding_put(&want, 24, 4, 512);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_READ)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_read((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4), 0,
                           (int)encoding_u32(&want, 24), encoding_u64(&want, 8));
        encoding_copy(&other, &want, 40, 2); /* liburing leaves it out */
        encoding_copy(&other, &want, 24, 4); /* liburing leaves it out */
        encoding_copy(&other, &want, 1, 1);  /* liburing leaves it out */
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_read_provided_detach(ring, &inflight);
    sring_buf_ring_close(ring, &group);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void read_provided_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x16, 0x20, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_read_provided_building op;
    struct sring_read_provided_submitted inflight;
    struct sring_fd fd;
    struct sring_buf_ring group;
    uint64_t index;

    sring_fd_adopt(&fd, 12345);
    index = encoding_group(ring, &group);
    assert_int_equal(sring_read_provided_init(ring, &op, &fd, &group), 0);
    sring_read_provided_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_put(&want, 40, 2, index);
    encoding_put(&want, 24, 4, 512);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_READ)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_read((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4), 0,
                           (int)encoding_u32(&want, 24), encoding_u64(&want, 8));
        encoding_copy(&other, &want, 40, 2); /* liburing leaves it out */
        encoding_copy(&other, &want, 24, 4); /* liburing leaves it out */
        encoding_copy(&other, &want, 1, 1);  /* liburing leaves it out */
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_read_provided_detach(ring, &inflight);
    sring_buf_ring_close(ring, &group);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void read_provided_direct(void **state)
{
    static const struct encoding_sqe table = {{
        0x16, 0x21, 0x00, 0x00, 0xe1, 0x10, 0x00, 0x00,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_read_provided_building op;
    struct sring_read_provided_submitted inflight;
    struct sring_direct_fd fd;
    struct sring_buf_ring group;
    uint64_t index;

    encoding_slot(ring, &fd, 4321);
    index = encoding_group(ring, &group);
    assert_int_equal(sring_read_provided_init_direct(ring, &op, &fd, &group), 0);
    sring_read_provided_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_put(&want, 40, 2, index);
    encoding_put(&want, 24, 4, 512);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_READ)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_read((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4), 0,
                           (int)encoding_u32(&want, 24), encoding_u64(&want, 8));
        encoding_copy(&other, &want, 40, 2); /* liburing leaves it out */
        encoding_copy(&other, &want, 24, 4); /* liburing leaves it out */
        encoding_copy(&other, &want, 1, 1);  /* liburing leaves it out */
        other.bytes[1] |= IOSQE_FIXED_FILE;
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_read_provided_detach(ring, &inflight);
    sring_buf_ring_close(ring, &group);
}

int encoding_of_read_provided(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(read_provided_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(read_provided_everything, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(read_provided_direct, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of read_provided", tests, NULL, NULL);
}
