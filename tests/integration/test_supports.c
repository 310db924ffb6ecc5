/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sring_supports: what it says is what the kernel does.
 */
#include "support.h"

#include "kernel/kernel.h"
#include "ring/core.h"

#include <sys/syscall.h>

static struct sring_backend older;
static int last_opcode; /* that the kernel of the test has */

static bool has_up_to(struct sring_kernel *kernel, int opcode)
{
    (void)kernel;
    return opcode <= last_opcode;
}

/* Each kind differs from the others. */
static void constants(void **state)
{
    static const uint64_t kinds[] = {SRING_OP_READ,        SRING_OP_READ_AT, SRING_OP_WRITE,
                                     SRING_OP_WRITE_AT,    SRING_OP_SEND,    SRING_OP_SEND_SHARED,
                                     SRING_OP_WRITE_SHARED};
    const size_t count = sizeof(kinds) / sizeof(kinds[0]);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            assert_true(kinds[i] != kinds[j]);
        }
    }
}

static void on_this_kernel(void **state)
{
    struct sring ring;

    (void)state;
    assert_int_equal(sring_open(&ring, NULL), 0);
    assert_true(sring_supports(&ring, SRING_OP_NOP));
    assert_true(sring_supports(&ring, SRING_OP_RENAMEAT));
    assert_int_equal(sring_supports(&ring, SRING_OP_POLL_MULTISHOT), kernel_is_at_least(5, 13));
    assert_int_equal(sring_supports(&ring, SRING_OP_ACCEPT_DIRECT), kernel_is_at_least(5, 15));
    assert_int_equal(sring_supports(&ring, SRING_OP_ACCEPT_MULTISHOT), kernel_is_at_least(5, 19));
    assert_int_equal(sring_supports(&ring, SRING_OP_RECV_MULTISHOT), kernel_is_at_least(6, 0));
    assert_int_equal(sring_supports(&ring, SRING_OP_SENDMSG_ZC), kernel_is_at_least(6, 1));
    assert_int_equal(sring_supports(&ring, SRING_OP_TIMEOUT_MULTISHOT), kernel_is_at_least(6, 4));
    assert_int_equal(sring_supports(&ring, SRING_OP_READ_MULTISHOT), kernel_is_at_least(6, 7));
    sring_close(&ring);
}

/* The opcodes of Linux 5.15 and 6.0. */
static void on_older_kernels(void **state)
{
    struct sring ring;

    (void)state;
    assert_int_equal(sring_open(&ring, NULL), 0);
    older = *ring.core_->kernel.backend;
    older.has_opcode = has_up_to;
    ring.core_->kernel.backend = &older;
    last_opcode = 39;
    assert_true(sring_supports(&ring, SRING_OP_ACCEPT_DIRECT));
    assert_true(sring_supports(&ring, SRING_OP_POLL_MULTISHOT));
    assert_false(sring_supports(&ring, SRING_OP_ACCEPT_MULTISHOT));
    assert_false(sring_supports(&ring, SRING_OP_RECV_MULTISHOT));
    assert_false(sring_supports(&ring, SRING_OP_SOCKET));
    last_opcode = 47;
    assert_true(sring_supports(&ring, SRING_OP_ACCEPT_MULTISHOT));
    assert_true(sring_supports(&ring, SRING_OP_RECV_MULTISHOT));
    assert_false(sring_supports(&ring, SRING_OP_SENDMSG_ZC));
    sring_close(&ring);
}

static void not_asked(void *arg)
{
    struct sring ring;

    (void)arg;
    CHILD_CHECK(sring_open(&ring, NULL) == 0);
    forbid_call(__NR_io_uring_register, EPERM);
    CHILD_CHECK(!sring_supports(&ring, SRING_OP_NOP));
    sring_close(&ring);
}

static void with_iopoll(void **state)
{
    const struct sring_options options = {.iopoll = true};
    struct sring ring;

    (void)state;
    expect_child(not_asked, NULL);
    assert_int_equal(sring_open(&ring, &options), 0);
    assert_true(sring_supports(&ring, SRING_OP_READ_AT));
    assert_true(sring_supports(&ring, SRING_OP_NOP));
    assert_false(sring_supports(&ring, SRING_OP_RECV));
    sring_close(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constants),
        cmocka_unit_test(on_this_kernel),
        cmocka_unit_test(on_older_kernels),
        cmocka_unit_test(with_iopoll),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
