/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/connect.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of connect: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/connect.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void connect_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x10, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0x1c, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_connect_building op;
    struct sring_connect_submitted inflight;
    struct sring_fd fd;
    struct sockaddr_storage addr;

    sring_fd_adopt(&fd, 12345);
    memset(&addr, 0x5a, sizeof(addr));
    assert_int_equal(sring_connect_init(ring, &op, &fd, (const struct sockaddr *)&addr, 28), 0);
    sring_connect_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    assert_memory_equal(encoding_pointer(&got, 16), &addr, 28);
#if defined(HAVE_IO_URING_PREP_CONNECT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_connect((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                              encoding_pointer(&want, 16), encoding_u64(&want, 8));
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_connect_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void connect_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x10, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0x1c, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_connect_building op;
    struct sring_connect_submitted inflight;
    struct sring_fd fd;
    struct sockaddr_storage addr;

    sring_fd_adopt(&fd, 12345);
    memset(&addr, 0x5a, sizeof(addr));
    assert_int_equal(sring_connect_init(ring, &op, &fd, (const struct sockaddr *)&addr, 28), 0);
    sring_connect_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    assert_memory_equal(encoding_pointer(&got, 16), &addr, 28);
#if defined(HAVE_IO_URING_PREP_CONNECT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_connect((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                              encoding_pointer(&want, 16), encoding_u64(&want, 8));
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_connect_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void connect_direct(void **state)
{
    static const struct encoding_sqe table = {{
        0x10, 0x01, 0x00, 0x00, 0xe1, 0x10, 0x00, 0x00,
        0x1c, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_connect_building op;
    struct sring_connect_submitted inflight;
    struct sring_direct_fd fd;
    struct sockaddr_storage addr;

    memset(&addr, 0x5a, sizeof(addr));
    encoding_slot(ring, &fd, 4321);
    assert_int_equal(sring_connect_init_direct(ring, &op, &fd, (const struct sockaddr *)&addr, 28),
                     0);
    sring_connect_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    assert_memory_equal(encoding_pointer(&got, 16), &addr, 28);
#if defined(HAVE_IO_URING_PREP_CONNECT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_connect((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                              encoding_pointer(&want, 16), encoding_u64(&want, 8));
        other.bytes[1] |= IOSQE_FIXED_FILE;
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_connect_detach(ring, &inflight);
}

int encoding_of_connect(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(connect_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(connect_everything, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(connect_direct, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of connect", tests, NULL, NULL);
}
