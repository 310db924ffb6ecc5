/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/renameat.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of renameat: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/renameat.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void renameat_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x23, 0x00, 0x00, 0x00, 0x9c, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x9c, 0xff, 0xff, 0xff, 0x1c, 0x15, 0x0e, 0x07,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_renameat_building op;
    struct sring_renameat_submitted inflight;

    assert_int_equal(sring_renameat_init(ring, &op, "sring-encoding-renameat-from",
                                         "sring-encoding-renameat-to", 0x70e151c), 0);
    sring_renameat_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_copy(&want, &got, 8, 8);  /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    assert_string_equal(encoding_pointer(&got, 16), "sring-encoding-renameat-from");
    assert_string_equal(encoding_pointer(&got, 8), "sring-encoding-renameat-to");
#if defined(HAVE_IO_URING_PREP_RENAMEAT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_renameat((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                               encoding_pointer(&want, 16), (int)encoding_u32(&want, 24),
                               encoding_pointer(&want, 8), 0x70e151c);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_renameat_detach(ring, &inflight);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void renameat_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x23, 0x00, 0x00, 0x00, 0x9c, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x9c, 0xff, 0xff, 0xff, 0x1c, 0x15, 0x0e, 0x07,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_renameat_building op;
    struct sring_renameat_submitted inflight;

    assert_int_equal(sring_renameat_init(ring, &op, "sring-encoding-renameat-from",
                                         "sring-encoding-renameat-to", 0x70e151c), 0);
    sring_renameat_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_copy(&want, &got, 8, 8);  /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    assert_string_equal(encoding_pointer(&got, 16), "sring-encoding-renameat-from");
    assert_string_equal(encoding_pointer(&got, 8), "sring-encoding-renameat-to");
#if defined(HAVE_IO_URING_PREP_RENAMEAT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_renameat((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                               encoding_pointer(&want, 16), (int)encoding_u32(&want, 24),
                               encoding_pointer(&want, 8), 0x70e151c);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_renameat_detach(ring, &inflight);
}

int encoding_of_renameat(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(renameat_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(renameat_everything, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of renameat", tests, NULL, NULL);
}
