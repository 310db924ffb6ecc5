/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops/sendmsg.yaml by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * The SQE of sendmsg: what the spec says, byte for byte, and what liburing makes.
 */
#include "encoding.h"

#include <sring/ops/sendmsg.h>

SRING_UNCHECKED("the handles go through cmocka's state")
static void sendmsg_defaults(void **state)
{
    static const struct encoding_sqe table = {{
        0x09, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
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
    struct sring_sendmsg_building op;
    struct sring_sendmsg_submitted inflight;
    struct sring_fd fd;
    struct sockaddr_storage to;
    struct sring_vec buf;
    unsigned char *data;

    sring_fd_adopt(&fd, 12345);
    memset(&to, 0x5a, sizeof(to));
    data = encoding_vector(&buf);
    assert_int_equal(sring_sendmsg_init(ring, &op, &fd, (const struct sockaddr *)&to, 28,
                                        "sring-encoding-sendmsg-control", 30), 0);
    sring_sendmsg_submit(ring, &op, &buf, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    encoding_check_sockaddr(encoding_pointer(&got, 16), &to, 28);
    encoding_check_control(encoding_pointer(&got, 16), "sring-encoding-sendmsg-control");
    encoding_check_vector(encoding_pointer(&got, 16), data);
    encoding_check_parts(data, 0, 1000, false);
#if defined(HAVE_IO_URING_PREP_SENDMSG)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_sendmsg((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                              encoding_pointer(&want, 16), 0);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_sendmsg_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void sendmsg_everything(void **state)
{
    static const struct encoding_sqe table = {{
        0x09, 0x00, 0x00, 0x00, 0x39, 0x30, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x01, 0x00, 0x00, 0x00, 0x1c, 0x15, 0x0e, 0x07,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_sendmsg_building op;
    struct sring_sendmsg_submitted inflight;
    struct sring_fd fd;
    struct sockaddr_storage to;
    struct sring_vec buf;
    unsigned char *data;

    sring_fd_adopt(&fd, 12345);
    memset(&to, 0x5a, sizeof(to));
    data = encoding_vector(&buf);
    assert_int_equal(sring_sendmsg_init(ring, &op, &fd, (const struct sockaddr *)&to, 28,
                                        "sring-encoding-sendmsg-control", 30), 0);
    sring_sendmsg_set_flags(&op, 0x70e151c);
    sring_sendmsg_set_range(&op, 16, 500);
    sring_sendmsg_submit(ring, &op, &buf, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    encoding_check_sockaddr(encoding_pointer(&got, 16), &to, 28);
    encoding_check_control(encoding_pointer(&got, 16), "sring-encoding-sendmsg-control");
    encoding_check_vector(encoding_pointer(&got, 16), data);
    encoding_check_parts(data, 16, 500, false);
#if defined(HAVE_IO_URING_PREP_SENDMSG)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_sendmsg((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                              encoding_pointer(&want, 16), 0x70e151c);
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_sendmsg_detach(ring, &inflight);
    (void)sring_fd_release(&fd);
}

SRING_UNCHECKED("the handles go through cmocka's state")
static void sendmsg_direct(void **state)
{
    static const struct encoding_sqe table = {{
        0x09, 0x01, 0x00, 0x00, 0xe1, 0x10, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x01, 0x00, 0x00, 0x00, 0x1c, 0x15, 0x0e, 0x07,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    }};
    struct sring *ring = encoding_ring(state);
    struct encoding_sqe want = table, got;
    struct sring_sendmsg_building op;
    struct sring_sendmsg_submitted inflight;
    struct sring_direct_fd fd;
    struct sockaddr_storage to;
    struct sring_vec buf;
    unsigned char *data;

    memset(&to, 0x5a, sizeof(to));
    encoding_slot(ring, &fd, 4321);
    data = encoding_vector(&buf);
    assert_int_equal(sring_sendmsg_init_direct(ring, &op, &fd, (const struct sockaddr *)&to, 28,
                                               "sring-encoding-sendmsg-control", 30), 0);
    sring_sendmsg_set_flags(&op, 0x70e151c);
    sring_sendmsg_set_range(&op, 16, 500);
    sring_sendmsg_submit(ring, &op, &buf, &inflight);
    encoding_read(&got, ring, inflight.number_);
    encoding_copy(&want, &got, 16, 8); /* the ring's memory; looked at below */
    encoding_compare("the spec", &got, &want);
    encoding_check_sockaddr(encoding_pointer(&got, 16), &to, 28);
    encoding_check_control(encoding_pointer(&got, 16), "sring-encoding-sendmsg-control");
    encoding_check_vector(encoding_pointer(&got, 16), data);
    encoding_check_parts(data, 16, 500, false);
#if defined(HAVE_IO_URING_PREP_SENDMSG)
    {
        struct encoding_sqe other = {{0}};

        io_uring_prep_sendmsg((struct io_uring_sqe *)&other, (int)encoding_u32(&want, 4),
                              encoding_pointer(&want, 16), 0x70e151c);
        other.bytes[1] |= IOSQE_FIXED_FILE;
        encoding_compare("liburing", &got, &other);
    }
#endif
    sring_sendmsg_detach(ring, &inflight);
}

int encoding_of_sendmsg(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sendmsg_defaults, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(sendmsg_everything, encoding_open, encoding_close),
        cmocka_unit_test_setup_teardown(sendmsg_direct, encoding_open, encoding_close),
    };

    return cmocka_run_group_tests_name("encoding of sendmsg", tests, NULL, NULL);
}
