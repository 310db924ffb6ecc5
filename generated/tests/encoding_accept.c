/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/accept.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of accept: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/accept.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void accept_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x0d, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
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
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_fd fd;

    sring_fd_adopt(&fd, 12345);
    assert_int_equal(sring_accept_init(ring, &op, &fd), 0);
    sring_accept_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_copy(&want, &got, 8, 8);  /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    assert_non_null(encoding_pointer(&got, 16));
    assert_non_null(encoding_pointer(&got, 8));
    encoding_check_length(encoding_pointer(&got, 8), sizeof(struct sockaddr_storage));
#if defined(HAVE_IO_URING_PREP_ACCEPT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_accept((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                             encoding_pointer(&want, 16), encoding_pointer(&want, 8), 0);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_accept_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void accept_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x0d, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x0c, 0x09, 0x06, 0x03,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_fd fd;

    sring_fd_adopt(&fd, 12345);
    assert_int_equal(sring_accept_init(ring, &op, &fd), 0);
    sring_accept_set_flags(&op, 0x306090c);
    sring_accept_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_copy(&want, &got, 8, 8);  /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    assert_non_null(encoding_pointer(&got, 16));
    assert_non_null(encoding_pointer(&got, 8));
    encoding_check_length(encoding_pointer(&got, 8), sizeof(struct sockaddr_storage));
#if defined(HAVE_IO_URING_PREP_ACCEPT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_accept((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                             encoding_pointer(&want, 16), encoding_pointer(&want, 8), 0x306090c);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_accept_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void accept_direct(void **state)
{
    static const struct encoding_sqe table = {{
        0x0d, 0x01, 0x00, 0x00, 0xe1, 0x10, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x0c, 0x09, 0x06, 0x03,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_accept_building op;
    struct sring_accept_submitted inflight;
    struct sring_direct_fd fd;

    encoding_slot(ring, &fd, 4321);
    assert_int_equal(sring_accept_init_direct(ring, &op, &fd), 0);
    sring_accept_set_flags(&op, 0x306090c);
    sring_accept_submit(ring, &op, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_copy(&want, &got, 8, 8);  /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    assert_non_null(encoding_pointer(&got, 16));
    assert_non_null(encoding_pointer(&got, 8));
    encoding_check_length(encoding_pointer(&got, 8), sizeof(struct sockaddr_storage));
#if defined(HAVE_IO_URING_PREP_ACCEPT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_accept((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                             encoding_pointer(&want, 16), encoding_pointer(&want, 8), 0x306090c);
        other.bytes[1] |= IOSQE_FIXED_FILE;
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_accept_detach(ring, &inflight);
}

int encoding_of_accept(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(accept_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(accept_everything, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(accept_direct, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of accept", tests, NULL, NULL);
}
