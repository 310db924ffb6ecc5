/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/shutdown.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of shutdown: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/shutdown.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void shutdown_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x22, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x86, 0x04, 0x83, 0x01, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_shutdown_building op;
    struct sring_shutdown_submitted inflight;
    struct sring_fd fd;

    sring_fd_adopt(&fd, 12345);
    assert_int_equal(sring_shutdown_init(ring, &op, &fd, 0x1830486), 0);
    sring_shutdown_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_SHUTDOWN)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_shutdown((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                               0x1830486);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_shutdown_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void shutdown_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x22, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x86, 0x04, 0x83, 0x01, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_shutdown_building op;
    struct sring_shutdown_submitted inflight;
    struct sring_fd fd;

    sring_fd_adopt(&fd, 12345);
    assert_int_equal(sring_shutdown_init(ring, &op, &fd, 0x1830486), 0);
    sring_shutdown_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_SHUTDOWN)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_shutdown((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                               0x1830486);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_shutdown_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void shutdown_direct(void **state)
{
    static const struct encoding_sqe table = {{
        0x22, 0x01, 0x00, 0x00, 0xe1, 0x10, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x86, 0x04, 0x83, 0x01, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_shutdown_building op;
    struct sring_shutdown_submitted inflight;
    struct sring_direct_fd fd;

    encoding_slot(ring, &fd, 4321);
    assert_int_equal(sring_shutdown_init_direct(ring, &op, &fd, 0x1830486), 0);
    sring_shutdown_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_SHUTDOWN)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_shutdown((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                               0x1830486);
        other.bytes[1] |= IOSQE_FIXED_FILE;
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_shutdown_detach(ring, &inflight);
}

int encoding_of_shutdown(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shutdown_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(shutdown_everything, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(shutdown_direct, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of shutdown", tests, NULL, NULL);
}
