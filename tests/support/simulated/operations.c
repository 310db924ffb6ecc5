/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The operations of the simulated kernel. Others fail with -EINVAL, and the probe does not report
 * them.
 */
#include "simulated.h"

const struct operation operations[] = {
    [IORING_OP_NOP] = {run_nop},
    [IORING_OP_READV] = {run_transfer, .events = POLLIN},
    [IORING_OP_WRITEV] = {run_transfer, .events = POLLOUT},
    [IORING_OP_FSYNC] = {run_fsync},
    [IORING_OP_READ_FIXED] = {run_transfer, .events = POLLIN},
    [IORING_OP_WRITE_FIXED] = {run_transfer, .events = POLLOUT},
    [IORING_OP_POLL_ADD] = {run_poll},
    [IORING_OP_POLL_REMOVE] = {run_poll_update, .at_once = true},
    [IORING_OP_SENDMSG] = {run_message, .events = POLLOUT},
    [IORING_OP_RECVMSG] = {run_message, .events = POLLIN},
    [IORING_OP_TIMEOUT] = {run_timeout},
    [IORING_OP_ACCEPT] = {run_accept, .events = POLLIN},
    [IORING_OP_ASYNC_CANCEL] = {run_cancel, .at_once = true},
    [IORING_OP_CONNECT] = {run_connect},
    [IORING_OP_FALLOCATE] = {run_fallocate},
    [IORING_OP_OPENAT] = {run_openat},
    [IORING_OP_CLOSE] = {run_close},
    [IORING_OP_STATX] = {run_statx},
    [IORING_OP_READ] = {run_transfer, .events = POLLIN},
    [IORING_OP_WRITE] = {run_transfer, .events = POLLOUT},
    [IORING_OP_SEND] = {run_transfer, .events = POLLOUT},
    [IORING_OP_RECV] = {run_transfer, .events = POLLIN},
    [IORING_OP_OPENAT2] = {run_openat2},
    [IORING_OP_SPLICE] = {run_splice},
    [IORING_OP_TEE] = {run_tee},
    [IORING_OP_SHUTDOWN] = {run_shutdown},
    [IORING_OP_RENAMEAT] = {run_renameat},
    [IORING_OP_UNLINKAT] = {run_unlinkat},
    [IORING_OP_MKDIRAT] = {run_mkdirat},
    [IORING_OP_SOCKET] = {run_socket},
    [IORING_OP_SEND_ZC] = {run_transfer, .events = POLLOUT},
    [IORING_OP_SENDMSG_ZC] = {run_message, .events = POLLOUT},
    [SRING_CODE_READ_MULTISHOT] = {run_read_provided, .events = POLLIN},
    [SRING_CODE_PIPE] = {run_pipe},
};

bool is_operation(int opcode)
{
    return opcode >= 0 && (size_t)opcode < sizeof(operations) / sizeof(operations[0]) &&
           operations[opcode].run;
}
