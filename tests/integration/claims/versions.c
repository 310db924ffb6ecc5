/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The number of each opcode, and the version of Linux that each operation needs.
 */
#include "claims.h"

#include <liburing.h>

/* The opcodes by number, each with its first version. Operations that need a later version are
 * below. */
static const struct {
    const char *opcode;
    unsigned major, minor;
} opcodes[] = {
    {"IORING_OP_NOP", 5, 1},
    {"IORING_OP_READV", 5, 1},
    {"IORING_OP_WRITEV", 5, 1},
    {"IORING_OP_FSYNC", 5, 1},
    {"IORING_OP_READ_FIXED", 5, 1},
    {"IORING_OP_WRITE_FIXED", 5, 1},
    {"IORING_OP_POLL_ADD", 5, 1},
    {"IORING_OP_POLL_REMOVE", 5, 1},
    {"IORING_OP_SYNC_FILE_RANGE", 5, 2},
    {"IORING_OP_SENDMSG", 5, 3},
    {"IORING_OP_RECVMSG", 5, 3},
    {"IORING_OP_TIMEOUT", 5, 4},
    {"IORING_OP_TIMEOUT_REMOVE", 5, 5},
    {"IORING_OP_ACCEPT", 5, 5},
    {"IORING_OP_ASYNC_CANCEL", 5, 5},
    {"IORING_OP_LINK_TIMEOUT", 5, 5},
    {"IORING_OP_CONNECT", 5, 5},
    {"IORING_OP_FALLOCATE", 5, 6},
    {"IORING_OP_OPENAT", 5, 6},
    {"IORING_OP_CLOSE", 5, 6},
    {"IORING_OP_FILES_UPDATE", 5, 6},
    {"IORING_OP_STATX", 5, 6},
    {"IORING_OP_READ", 5, 6},
    {"IORING_OP_WRITE", 5, 6},
    {"IORING_OP_FADVISE", 5, 6},
    {"IORING_OP_MADVISE", 5, 6},
    {"IORING_OP_SEND", 5, 6},
    {"IORING_OP_RECV", 5, 6},
    {"IORING_OP_OPENAT2", 5, 6},
    {"IORING_OP_EPOLL_CTL", 5, 6},
    {"IORING_OP_SPLICE", 5, 7},
    {"IORING_OP_PROVIDE_BUFFERS", 5, 7},
    {"IORING_OP_REMOVE_BUFFERS", 5, 7},
    {"IORING_OP_TEE", 5, 8},
    {"IORING_OP_SHUTDOWN", 5, 11},
    {"IORING_OP_RENAMEAT", 5, 11},
    {"IORING_OP_UNLINKAT", 5, 11},
    {"IORING_OP_MKDIRAT", 5, 15},
    {"IORING_OP_SYMLINKAT", 5, 15},
    {"IORING_OP_LINKAT", 5, 15},
    {"IORING_OP_MSG_RING", 5, 18},
    {"IORING_OP_FSETXATTR", 5, 19},
    {"IORING_OP_SETXATTR", 5, 19},
    {"IORING_OP_FGETXATTR", 5, 19},
    {"IORING_OP_GETXATTR", 5, 19},
    {"IORING_OP_SOCKET", 5, 19},
    {"IORING_OP_URING_CMD", 5, 19},
    {"IORING_OP_SEND_ZC", 6, 0},
    {"IORING_OP_SENDMSG_ZC", 6, 1},
    {"IORING_OP_READ_MULTISHOT", 6, 7},
};

static const struct {
    const char *op;
    unsigned major, minor;
} later[] = {
    {"accept_direct", 5, 15},    {"accept_multishot", 5, 19}, {"cancel_fd", 5, 19},
    {"close_direct", 5, 15},     {"openat_direct", 5, 15},    {"poll_multishot", 5, 13},
    {"read_provided", 5, 19},    {"recv_multishot", 6, 0},    {"recv_provided", 5, 19},
    {"timeout_multishot", 6, 4},
};

static void numbers_and_versions(void **state)
{
    (void)state;
    for (const struct claimed *c = claimed; c->op; c++) {
        unsigned major, minor;

        assert_true(c->value < sizeof(opcodes) / sizeof(opcodes[0]));
        assert_string_equal(opcodes[c->value].opcode, c->opcode);
        major = opcodes[c->value].major;
        minor = opcodes[c->value].minor;
        for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++) {
            if (!strcmp(later[i].op, c->op)) {
                major = later[i].major;
                minor = later[i].minor;
            }
        }
        if (major != c->major || minor != c->minor) {
            fail_msg("%s: %u.%u in the spec, and not %u.%u", c->op, c->major, c->minor, major,
                     minor);
        }
    }
}

/* Compares the table with the numbers of the installed header. */
static void the_header_agrees(void **state)
{
    (void)state;
#define AGREES(name) assert_string_equal(opcodes[IORING_OP_##name].opcode, "IORING_OP_" #name)
    AGREES(NOP);
    AGREES(READV);
    AGREES(WRITEV);
    AGREES(FSYNC);
    AGREES(READ_FIXED);
    AGREES(WRITE_FIXED);
    AGREES(POLL_ADD);
    AGREES(SENDMSG);
    AGREES(RECVMSG);
    AGREES(TIMEOUT);
    AGREES(ACCEPT);
    AGREES(ASYNC_CANCEL);
    AGREES(CONNECT);
    AGREES(FALLOCATE);
    AGREES(OPENAT);
    AGREES(CLOSE);
    AGREES(STATX);
    AGREES(READ);
    AGREES(WRITE);
    AGREES(SEND);
    AGREES(RECV);
    AGREES(OPENAT2);
    AGREES(SHUTDOWN);
    AGREES(RENAMEAT);
    AGREES(UNLINKAT);
    AGREES(MKDIRAT);
    AGREES(SOCKET);
    AGREES(SEND_ZC);
    assert_int_equal(IORING_OP_SEND_ZC + 2, 49); /* SENDMSG_ZC and READ_MULTISHOT: newer headers */
}

/* The kernel supports the operations of its version; the test prints those that it has in addition.
 */
static void the_kernel_agrees(void **state)
{
    struct io_uring_probe *probe = io_uring_get_probe();

    (void)state;
    assert_non_null(probe);
    for (size_t i = 0; i < sizeof(opcodes) / sizeof(opcodes[0]); i++) {
        bool supported = io_uring_opcode_supported(probe, (int)i);

        if (kernel_is_at_least(opcodes[i].major, opcodes[i].minor)) {
            if (!supported) {
                fail_msg("the kernel has no %s", opcodes[i].opcode);
            }
        } else if (supported) {
            printf("%s: before Linux %u.%u\n", opcodes[i].opcode, opcodes[i].major,
                   opcodes[i].minor);
        }
    }
    io_uring_free_probe(probe);
}

const struct CMUnitTest version_tests[] = {
    cmocka_unit_test(numbers_and_versions),
    cmocka_unit_test(the_header_agrees),
    cmocka_unit_test(the_kernel_agrees),
    {0},
};
