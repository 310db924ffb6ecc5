/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/timeout_multishot.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of timeout_multishot: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/timeout_multishot.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void timeout_multishot_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x0b, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x01, 0x00, 0x00, 0x00, 0x40, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;

    assert_int_equal(sring_timeout_multishot_init(ring, &op, UINT64_C(0x11f71fb04cb)), 0);
    sring_timeout_multishot_submit(ring, &op, &stream);
    encoding_read(&got, ring, stream.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    encoding_check_timespec(encoding_pointer(&got, 16), 1234, 567890123);
#if defined(HAVE_IO_URING_PREP_TIMEOUT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_timeout((struct io_uring_sqe *)&other, encoding_pointer(&want, 16),
                              encoding_u64(&want, 8), (int)encoding_u32(&want, 28));
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_timeout_multishot_end(ring, &stream);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void timeout_multishot_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x0b, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff,
        0x14, 0x0f, 0x0a, 0x05, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x01, 0x00, 0x00, 0x00, 0x40, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_timeout_multishot_building op;
    struct sring_timeout_multishot_streaming stream;

    assert_int_equal(sring_timeout_multishot_init(ring, &op, UINT64_C(0x11f71fb04cb)), 0);
    sring_timeout_multishot_set_times(&op, 0x50a0f14);
    sring_timeout_multishot_submit(ring, &op, &stream);
    encoding_read(&got, ring, stream.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    encoding_check_timespec(encoding_pointer(&got, 16), 1234, 567890123);
#if defined(HAVE_IO_URING_PREP_TIMEOUT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_timeout((struct io_uring_sqe *)&other, encoding_pointer(&want, 16),
                              encoding_u64(&want, 8), (int)encoding_u32(&want, 28));
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_timeout_multishot_end(ring, &stream);
}

int encoding_of_timeout_multishot(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(timeout_multishot_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(timeout_multishot_everything, encoding_open,
                                        encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of timeout_multishot", tests, NULL, NULL);
}
