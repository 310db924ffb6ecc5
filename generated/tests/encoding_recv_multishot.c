/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/recv_multishot.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of recv_multishot: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/recv_multishot.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void recv_multishot_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x1b, 0x20, 0x02, 0x00, 0x39, 0x30, 0x00, 0x00,
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
    struct sring_recv_multishot_building op;
    struct sring_recv_multishot_streaming stream;
    struct sring_fd fd;
    struct sring_buf_ring group;
    uint64_t index;
    uint64_t bundles;

    sring_fd_adopt(&fd, 12345);
    index = encoding_group(ring, &group);
    bundles = encoding_bundles(&group);
    assert_int_equal(sring_recv_multishot_init(ring, &op, &fd, &group), 0);
    sring_recv_multishot_submit(ring, &op, &stream);
    encoding_read(&got, ring, stream.number_);
    encoding_put(&want, 40, 2, index);
    encoding_put(&want, 2, 2, 2 | bundles);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_RECV_MULTISHOT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_recv_multishot((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4), 0,
                                     (int)encoding_u32(&want, 24), (int)encoding_u32(&want, 28));
        encoding_copy(&other, &want, 40, 2); /* liburing leaves it out */
        encoding_copy(&other, &want, 1, 1);  /* liburing leaves it out */
        encoding_copy(&other, &want, 2, 2);  /* liburing leaves it out */
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_recv_multishot_end(ring, &stream);
    sring_buf_ring_close(ring, &group);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void recv_multishot_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x1b, 0x20, 0x02, 0x00, 0x39, 0x30, 0x00, 0x00,
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
    struct sring_recv_multishot_building op;
    struct sring_recv_multishot_streaming stream;
    struct sring_fd fd;
    struct sring_buf_ring group;
    uint64_t index;
    uint64_t bundles;

    sring_fd_adopt(&fd, 12345);
    index = encoding_group(ring, &group);
    bundles = encoding_bundles(&group);
    assert_int_equal(sring_recv_multishot_init(ring, &op, &fd, &group), 0);
    sring_recv_multishot_submit(ring, &op, &stream);
    encoding_read(&got, ring, stream.number_);
    encoding_put(&want, 40, 2, index);
    encoding_put(&want, 2, 2, 2 | bundles);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_RECV_MULTISHOT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_recv_multishot((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4), 0,
                                     (int)encoding_u32(&want, 24), (int)encoding_u32(&want, 28));
        encoding_copy(&other, &want, 40, 2); /* liburing leaves it out */
        encoding_copy(&other, &want, 1, 1);  /* liburing leaves it out */
        encoding_copy(&other, &want, 2, 2);  /* liburing leaves it out */
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_recv_multishot_end(ring, &stream);
    sring_buf_ring_close(ring, &group);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void recv_multishot_direct(void **state)
{
    static const struct encoding_sqe table = {{
        0x1b, 0x21, 0x02, 0x00, 0xe1, 0x10, 0x00, 0x00,
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
    struct sring_recv_multishot_building op;
    struct sring_recv_multishot_streaming stream;
    struct sring_direct_fd fd;
    struct sring_buf_ring group;
    uint64_t index;
    uint64_t bundles;

    encoding_slot(ring, &fd, 4321);
    index = encoding_group(ring, &group);
    bundles = encoding_bundles(&group);
    assert_int_equal(sring_recv_multishot_init_direct(ring, &op, &fd, &group), 0);
    sring_recv_multishot_submit(ring, &op, &stream);
    encoding_read(&got, ring, stream.number_);
    encoding_put(&want, 40, 2, index);
    encoding_put(&want, 2, 2, 2 | bundles);
    encoding_compare("the spec", &got, &want);
#if defined(HAVE_IO_URING_PREP_RECV_MULTISHOT)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_recv_multishot((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4), 0,
                                     (int)encoding_u32(&want, 24), (int)encoding_u32(&want, 28));
        encoding_copy(&other, &want, 40, 2); /* liburing leaves it out */
        encoding_copy(&other, &want, 1, 1);  /* liburing leaves it out */
        encoding_copy(&other, &want, 2, 2);  /* liburing leaves it out */
        other.bytes[1] |= IOSQE_FIXED_FILE;
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_recv_multishot_end(ring, &stream);
    sring_buf_ring_close(ring, &group);
}

int encoding_of_recv_multishot(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(recv_multishot_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(recv_multishot_everything, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(recv_multishot_direct, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of recv_multishot", tests, NULL, NULL);
}
