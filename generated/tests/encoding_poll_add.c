/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/poll_add.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of poll_add: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/poll_add.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void poll_add_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x06, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x0c, 0x09, 0x06, 0x03,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_fd fd;

    sring_fd_adopt(&fd, 12345);
    assert_int_equal(sring_poll_add_init(ring, &op, &fd, 0x306090c), 0);
    sring_poll_add_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_POLL_ADD)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_poll_add((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                               0x306090c);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_poll_add_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void poll_add_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x06, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x0c, 0x09, 0x06, 0x03,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_fd fd;

    sring_fd_adopt(&fd, 12345);
    assert_int_equal(sring_poll_add_init(ring, &op, &fd, 0x306090c), 0);
    sring_poll_add_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_POLL_ADD)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_poll_add((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                               0x306090c);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_poll_add_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void poll_add_direct(void **state)
{
    static const struct encoding_sqe table = {{
        0x06, 0x01, 0x00, 0x00, 0xe1, 0x10, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x0c, 0x09, 0x06, 0x03,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_poll_add_building op;
    struct sring_poll_add_submitted inflight;
    struct sring_direct_fd fd;

    encoding_slot(ring, &fd, 4321);
    assert_int_equal(sring_poll_add_init_direct(ring, &op, &fd, 0x306090c), 0);
    sring_poll_add_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_POLL_ADD)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_poll_add((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                               0x306090c);
        other.bytes[1] |= IOSQE_FIXED_FILE;
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_poll_add_detach(ring, &inflight);
}

int encoding_of_poll_add(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(poll_add_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(poll_add_everything, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(poll_add_direct, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of poll_add", tests, NULL, NULL);
}
