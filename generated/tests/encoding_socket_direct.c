/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/socket_direct.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of socket_direct: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/socket_direct.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void socket_direct_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x2d, 0x00, 0x00, 0x00, 0x86, 0x04, 0x83, 0x01,
        0x8a, 0x07, 0x85, 0x02, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x8e, 0x0a, 0x87, 0x03, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_socket_direct_building op;
    struct sring_socket_direct_submitted inflight;

    encoding_fill_slot(ring);
    assert_int_equal(sring_socket_direct_init(ring, &op, 0x1830486, 0x285078a, 0x3870a8e), 0);
    sring_socket_direct_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_SOCKET_DIRECT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_socket_direct((struct io_uring_sqe *)&other, 0x1830486, 0x285078a, 0x3870a8e,
                                    1, (int)encoding_u32(&want, 28));
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_socket_direct_detach(ring, &inflight);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void socket_direct_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x2d, 0x00, 0x00, 0x00, 0x86, 0x04, 0x83, 0x01,
        0x8a, 0x07, 0x85, 0x02, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x8e, 0x0a, 0x87, 0x03, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_socket_direct_building op;
    struct sring_socket_direct_submitted inflight;

    encoding_fill_slot(ring);
    assert_int_equal(sring_socket_direct_init(ring, &op, 0x1830486, 0x285078a, 0x3870a8e), 0);
    sring_socket_direct_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_SOCKET_DIRECT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_socket_direct((struct io_uring_sqe *)&other, 0x1830486, 0x285078a, 0x3870a8e,
                                    1, (int)encoding_u32(&want, 28));
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_socket_direct_detach(ring, &inflight);
}

int encoding_of_socket_direct(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(socket_direct_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(socket_direct_everything, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of socket_direct", tests, NULL, NULL);
}
