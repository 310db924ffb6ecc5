/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/close_direct.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of close_direct: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/close_direct.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void close_direct_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x13, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_close_direct_building op;
    struct sring_close_direct_submitted inflight;
    struct sring_direct_fd fd;

    encoding_direct(ring, &fd);
    assert_int_equal(sring_close_direct_init(ring, &op), 0);
    sring_close_direct_submit(ring, &op, &fd, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_CLOSE_DIRECT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_close_direct((struct io_uring_sqe *)&other, 1);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_close_direct_detach(ring, &inflight);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void close_direct_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x13, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_close_direct_building op;
    struct sring_close_direct_submitted inflight;
    struct sring_direct_fd fd;

    encoding_direct(ring, &fd);
    assert_int_equal(sring_close_direct_init(ring, &op), 0);
    sring_close_direct_submit(ring, &op, &fd, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_CLOSE_DIRECT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_close_direct((struct io_uring_sqe *)&other, 1);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_close_direct_detach(ring, &inflight);
}

int encoding_of_close_direct(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(close_direct_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(close_direct_everything, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of close_direct", tests, NULL, NULL);
}
