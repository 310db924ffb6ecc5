/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The operations of the simulated kernel. Others fail with -EINVAL, and the probe does not report
 * them.
 */
#include "simulated.h"

#define PIPE 62 /* IORING_OP_PIPE */

/* The failures that break a chain are those of Linux 6.18: not every error does. */
const struct operation operations[] = {
    [IORING_OP_NOP] = {run_nop, FAILS_BY_ERROR, .on_file = false},
    [IORING_OP_READV] = {run_transfer, FAILS_BY_SHORT, .on_file = true, .events = POLLIN},
    [IORING_OP_WRITEV] = {run_transfer, FAILS_BY_SHORT, .on_file = true, .events = POLLOUT},
    [IORING_OP_FSYNC] = {run_fsync, FAILS_NEVER, .on_file = true},
    [IORING_OP_READ_FIXED] = {run_transfer, FAILS_BY_SHORT, .on_file = true, .events = POLLIN},
    [IORING_OP_WRITE_FIXED] = {run_transfer, FAILS_BY_SHORT, .on_file = true, .events = POLLOUT},
    [IORING_OP_POLL_ADD] = {run_poll, FAILS_BY_ERROR, .on_file = true},
    [IORING_OP_POLL_REMOVE] = {run_poll_update, FAILS_BY_ERROR, .at_once = true},
    [IORING_OP_SENDMSG] = {run_message, FAILS_BY_SHORT_WAITALL, .on_file = true, .events = POLLOUT},
    [IORING_OP_RECVMSG] = {run_message, FAILS_BY_SHORT_WAITALL, .on_file = true, .events = POLLIN},
    [IORING_OP_TIMEOUT] = {run_timeout, FAILS_BY_TIMEOUT, .on_file = false},
    [IORING_OP_ACCEPT] = {run_accept, FAILS_BY_ERROR, .on_file = true, .events = POLLIN},
    [IORING_OP_ASYNC_CANCEL] = {run_cancel, FAILS_BY_ERROR, .at_once = true},
    [IORING_OP_CONNECT] = {run_connect, FAILS_BY_ERROR, .on_file = true},
    [IORING_OP_FALLOCATE] = {run_fallocate, FAILS_NEVER, .on_file = true},
    [IORING_OP_OPENAT] = {run_openat, FAILS_BY_ERROR, .on_file = false},
    [IORING_OP_CLOSE] = {run_close, FAILS_BY_ERROR, .on_file = false},
    [IORING_OP_STATX] = {run_statx, FAILS_NEVER, .on_file = false},
    [IORING_OP_READ] = {run_transfer, FAILS_BY_SHORT, .on_file = true, .events = POLLIN},
    [IORING_OP_WRITE] = {run_transfer, FAILS_BY_SHORT, .on_file = true, .events = POLLOUT},
    [IORING_OP_SEND] = {run_transfer, FAILS_BY_SHORT_WAITALL, .on_file = true, .events = POLLOUT},
    [IORING_OP_RECV] = {run_transfer, FAILS_BY_SHORT_WAITALL, .on_file = true, .events = POLLIN},
    [IORING_OP_OPENAT2] = {run_openat2, FAILS_BY_ERROR, .on_file = false},
    [IORING_OP_SPLICE] = {run_splice, FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_TEE] = {run_tee, FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_SHUTDOWN] = {run_shutdown, FAILS_NEVER, .on_file = true},
    [IORING_OP_RENAMEAT] = {run_renameat, FAILS_NEVER, .on_file = false},
    [IORING_OP_UNLINKAT] = {run_unlinkat, FAILS_NEVER, .on_file = false},
    [IORING_OP_MKDIRAT] = {run_mkdirat, FAILS_NEVER, .on_file = false},
    [IORING_OP_SOCKET] = {run_socket, FAILS_BY_ERROR, .on_file = false},
    [IORING_OP_SEND_ZC] = {run_transfer, FAILS_BY_SHORT_WAITALL, .on_file = true,
                           .events = POLLOUT},
    [IORING_OP_SENDMSG_ZC] = {run_message, FAILS_BY_SHORT_WAITALL, .on_file = true,
                              .events = POLLOUT},
    [READ_MULTISHOT] = {run_read_provided, FAILS_BY_ERROR, .on_file = true, .events = POLLIN},
    [PIPE] = {run_pipe, FAILS_BY_ERROR, .on_file = false},
};

bool is_operation(int opcode)
{
    return opcode >= 0 && (size_t)opcode < sizeof(operations) / sizeof(operations[0]) &&
           operations[opcode].run;
}
