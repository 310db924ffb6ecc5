/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/recvmsg.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of recvmsg: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/recvmsg.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void recvmsg_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x0a, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x40,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_recvmsg_building op;
    struct sring_recvmsg_submitted inflight;
    struct sring_fd fd;
    struct sring_vec buf;
    unsigned char *data;

    sring_fd_adopt(&fd, 12345);
    data = encoding_vector(&buf);
    assert_int_equal(sring_recvmsg_init(ring, &op, &fd, 0x14d), 0);
    sring_recvmsg_submit(ring, &op, &buf, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    encoding_check_room(encoding_pointer(&got, 16), 333);
    encoding_check_vector(encoding_pointer(&got, 16), data);
    encoding_check_parts(data, 0, 4096, true);
#if defined(HAVE_IO_URING_PREP_RECVMSG)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_recvmsg((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                              encoding_pointer(&want, 16), 1073741824);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_recvmsg_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void recvmsg_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x0a, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
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
    struct sring_recvmsg_building op;
    struct sring_recvmsg_submitted inflight;
    struct sring_fd fd;
    struct sring_vec buf;
    unsigned char *data;

    sring_fd_adopt(&fd, 12345);
    data = encoding_vector(&buf);
    assert_int_equal(sring_recvmsg_init(ring, &op, &fd, 0x14d), 0);
    sring_recvmsg_set_flags(&op, 0x50a0f14);
    sring_recvmsg_set_range(&op, 16, 500);
    sring_recvmsg_submit(ring, &op, &buf, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    encoding_check_room(encoding_pointer(&got, 16), 333);
    encoding_check_vector(encoding_pointer(&got, 16), data);
    encoding_check_parts(data, 16, 500, true);
#if defined(HAVE_IO_URING_PREP_RECVMSG)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_recvmsg((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                              encoding_pointer(&want, 16), 0x50a0f14);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_recvmsg_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void recvmsg_direct(void **state)
{
    static const struct encoding_sqe table = {{
        0x0a, 0x01, 0x00, 0x00, 0xe1, 0x10, 0x00, 0x00,
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
    struct sring_recvmsg_building op;
    struct sring_recvmsg_submitted inflight;
    struct sring_direct_fd fd;
    struct sring_vec buf;
    unsigned char *data;

    encoding_slot(ring, &fd, 4321);
    data = encoding_vector(&buf);
    assert_int_equal(sring_recvmsg_init_direct(ring, &op, &fd, 0x14d), 0);
    sring_recvmsg_set_flags(&op, 0x50a0f14);
    sring_recvmsg_set_range(&op, 16, 500);
    sring_recvmsg_submit(ring, &op, &buf, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    encoding_check_room(encoding_pointer(&got, 16), 333);
    encoding_check_vector(encoding_pointer(&got, 16), data);
    encoding_check_parts(data, 16, 500, true);
#if defined(HAVE_IO_URING_PREP_RECVMSG)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_recvmsg((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                              encoding_pointer(&want, 16), 0x50a0f14);
        other.bytes[1] |= IOSQE_FIXED_FILE;
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_recvmsg_detach(ring, &inflight);
}

int encoding_of_recvmsg(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(recvmsg_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(recvmsg_everything, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(recvmsg_direct, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of recvmsg", tests, NULL, NULL);
}
