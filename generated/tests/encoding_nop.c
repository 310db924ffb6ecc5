/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/nop.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of nop: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/nop.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void nop_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff,
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
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;

    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_NOP)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_nop((struct io_uring_sqe *)&other);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_nop_detach(ring, &inflight);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void nop_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff,
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
    struct sring_nop_building op;
    struct sring_nop_submitted inflight;

    assert_int_equal(sring_nop_init(ring, &op), 0);
    sring_nop_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_NOP)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_nop((struct io_uring_sqe *)&other);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_nop_detach(ring, &inflight);
}

int encoding_of_nop(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nop_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(nop_everything, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of nop", tests, NULL, NULL);
}
