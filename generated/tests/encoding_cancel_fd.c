/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/cancel_fd.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of cancel_fd: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/cancel_fd.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void cancel_fd_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x0e, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_cancel_fd_building op;
    struct sring_cancel_fd_submitted inflight;
    struct sring_fd fd;

    sring_fd_adopt(&fd, 12345);
    assert_int_equal(sring_cancel_fd_init(ring, &op, &fd), 0);
    sring_cancel_fd_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_CANCEL_FD)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_cancel_fd((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4), 1);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_cancel_fd_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void cancel_fd_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x0e, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_cancel_fd_building op;
    struct sring_cancel_fd_submitted inflight;
    struct sring_fd fd;

    sring_fd_adopt(&fd, 12345);
    assert_int_equal(sring_cancel_fd_init(ring, &op, &fd), 0);
    sring_cancel_fd_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_CANCEL_FD)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_cancel_fd((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4), 1);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_cancel_fd_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

int encoding_of_cancel_fd(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cancel_fd_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(cancel_fd_everything, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of cancel_fd", tests, NULL, NULL);
}
