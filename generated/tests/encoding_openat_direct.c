/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/openat_direct.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of openat_direct: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/openat_direct.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void openat_direct_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x12, 0x00, 0x00, 0x00, 0x9c, 0xff, 0xff, 0xff,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x1c, 0x15, 0x0e, 0x07, 0x14, 0x0f, 0x0a, 0x05,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_openat_direct_building op;
    struct sring_openat_direct_submitted inflight;

    encoding_fill_slot(ring);
    assert_int_equal(sring_openat_direct_init(ring, &op, "sring-encoding-openat_direct-path",
                                              0x50a0f14, 0x70e151c), 0);
    sring_openat_direct_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    assert_string_equal(encoding_pointer(&got, 16), "sring-encoding-openat_direct-path");
#if defined(HAVE_IO_URING_PREP_OPENAT_DIRECT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_openat_direct((struct io_uring_sqe *)&other, -100,
                                    encoding_pointer(&want, 16), 0x50a0f14, 0x70e151c, 1);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_openat_direct_detach(ring, &inflight);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void openat_direct_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x12, 0x00, 0x00, 0x00, 0x3a, 0x30, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x1c, 0x15, 0x0e, 0x07, 0x14, 0x0f, 0x0a, 0x05,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_openat_direct_building op;
    struct sring_openat_direct_submitted inflight;
    struct sring_fd dir;

    encoding_fill_slot(ring);
    assert_int_equal(sring_openat_direct_init(ring, &op, "sring-encoding-openat_direct-path",
                                              0x50a0f14, 0x70e151c), 0);
    sring_fd_adopt(&dir, 12346);
    sring_openat_direct_set_dir(&op, &dir);
    sring_openat_direct_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    assert_string_equal(encoding_pointer(&got, 16), "sring-encoding-openat_direct-path");
#if defined(HAVE_IO_URING_PREP_OPENAT_DIRECT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_openat_direct((struct io_uring_sqe *)&other, 12346,
                                    encoding_pointer(&want, 16), 0x50a0f14, 0x70e151c, 1);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_openat_direct_detach(ring, &inflight);
    (void)sring_fd_release(&dir);
}

int encoding_of_openat_direct(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(openat_direct_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(openat_direct_everything, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of openat_direct", tests, NULL, NULL);
}
