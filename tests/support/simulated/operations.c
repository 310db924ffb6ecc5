/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The operations of the simulated kernel. Others fail with -EINVAL, and the probe does not report
 * them.
 */
#include "simulated.h"

const struct operation operations[] = {
    [IORING_OP_NOP] = {.run = run_nop},
    [IORING_OP_READV] = {.run = run_transfer, .events = POLLIN},
    [IORING_OP_WRITEV] = {.run = run_transfer, .events = POLLOUT},
    [IORING_OP_FSYNC] = {.run = run_fsync},
    [IORING_OP_READ_FIXED] = {.run = run_transfer, .events = POLLIN},
    [IORING_OP_WRITE_FIXED] = {.run = run_transfer, .events = POLLOUT},
    [IORING_OP_POLL_ADD] = {.run = run_poll},
    [IORING_OP_POLL_REMOVE] = {.run = run_poll_update, .at_once = true},
    [IORING_OP_SENDMSG] = {.run = run_message, .events = POLLOUT},
    [IORING_OP_RECVMSG] = {.run = run_message, .events = POLLIN},
    [IORING_OP_TIMEOUT] = {.run = run_timeout},
    [IORING_OP_ACCEPT] = {.run = run_accept, .events = POLLIN},
    [IORING_OP_ASYNC_CANCEL] = {.run = run_cancel, .at_once = true},
    [IORING_OP_CONNECT] = {.run = run_connect},
    [IORING_OP_FALLOCATE] = {.run = run_fallocate},
    [IORING_OP_OPENAT] = {.run = run_openat},
    [IORING_OP_CLOSE] = {.run = run_close},
    [IORING_OP_STATX] = {.run = run_statx},
    [IORING_OP_READ] = {.run = run_transfer, .events = POLLIN},
    [IORING_OP_WRITE] = {.run = run_transfer, .events = POLLOUT},
    [IORING_OP_SEND] = {.run = run_transfer, .events = POLLOUT},
    [IORING_OP_RECV] = {.run = run_transfer, .events = POLLIN},
    [IORING_OP_OPENAT2] = {.run = run_openat2},
    [IORING_OP_SPLICE] = {.run = run_splice},
    [IORING_OP_TEE] = {.run = run_tee},
    [IORING_OP_SHUTDOWN] = {.run = run_shutdown},
    [IORING_OP_RENAMEAT] = {.run = run_renameat},
    [IORING_OP_UNLINKAT] = {.run = run_unlinkat},
    [IORING_OP_MKDIRAT] = {.run = run_mkdirat},
    [IORING_OP_SOCKET] = {.run = run_socket},
    [IORING_OP_SEND_ZC] = {.run = run_transfer, .events = POLLOUT},
    [IORING_OP_SENDMSG_ZC] = {.run = run_message, .events = POLLOUT},
    [SRING_CODE_READ_MULTISHOT] = {.run = run_read_provided, .events = POLLIN},
    [SRING_CODE_PIPE] = {.run = run_pipe},
};

bool is_operation(int opcode)
{
    return opcode >= 0 && (size_t)opcode < sizeof(operations) / sizeof(operations[0]) &&
           operations[opcode].run;
}
