/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/timeout.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of timeout: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/timeout.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void timeout_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x0b, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight;

    assert_int_equal(sring_timeout_init(ring, &op, UINT64_C(0x11f71fb04cb)), 0);
    sring_timeout_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    encoding_check_timespec(encoding_pointer(&got, 16), 1234, 567890123);
#if defined(HAVE_IO_URING_PREP_TIMEOUT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_timeout((struct io_uring_sqe *)&other, encoding_pointer(&want, 16),
                              encoding_u64(&want, 8), 0);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_timeout_detach(ring, &inflight);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void timeout_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x0b, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x01, 0x00, 0x00, 0x00, 0x14, 0x0f, 0x0a, 0x05,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_timeout_building op;
    struct sring_timeout_submitted inflight;

    assert_int_equal(sring_timeout_init(ring, &op, UINT64_C(0x11f71fb04cb)), 0);
    sring_timeout_set_flags(&op, 0x50a0f14);
    sring_timeout_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    encoding_check_timespec(encoding_pointer(&got, 16), 1234, 567890123);
#if defined(HAVE_IO_URING_PREP_TIMEOUT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_timeout((struct io_uring_sqe *)&other, encoding_pointer(&want, 16),
                              encoding_u64(&want, 8), 0x50a0f14);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_timeout_detach(ring, &inflight);
}

int encoding_of_timeout(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(timeout_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(timeout_everything, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of timeout", tests, NULL, NULL);
}
