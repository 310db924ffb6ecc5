/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: which function carries out which opcode. Others fail with -EINVAL, and the
 * probe does not report them.
 */
#include "fallback_operations.h"

/* The failures that break a chain are those of Linux 6.18: not every error does. */
static const struct sring_carrier carriers[] = {
    [IORING_OP_NOP] = {sring_run_nop, SRING_FAILS_BY_ERROR, .on_file = false},
    [IORING_OP_READV] = {sring_run_transfer, SRING_FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_WRITEV] = {sring_run_transfer, SRING_FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_FSYNC] = {sring_run_fsync, SRING_FAILS_NEVER, .on_file = true},
    [IORING_OP_READ_FIXED] = {sring_run_transfer, SRING_FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_WRITE_FIXED] = {sring_run_transfer, SRING_FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_POLL_ADD] = {sring_run_poll, SRING_FAILS_BY_ERROR, .on_file = true},
    [IORING_OP_POLL_REMOVE] = {sring_run_poll_update, SRING_FAILS_BY_ERROR, .on_file = false},
    [IORING_OP_SENDMSG] = {sring_run_message, SRING_FAILS_BY_SHORT_WAITALL, .on_file = true},
    [IORING_OP_RECVMSG] = {sring_run_message, SRING_FAILS_BY_SHORT_WAITALL, .on_file = true},
    [IORING_OP_TIMEOUT] = {sring_run_timeout, SRING_FAILS_BY_TIMEOUT, .on_file = false},
    [IORING_OP_ACCEPT] = {sring_run_accept, SRING_FAILS_BY_ERROR, .on_file = true},
    [IORING_OP_ASYNC_CANCEL] = {sring_run_cancel, SRING_FAILS_BY_ERROR, .on_file = false},
    [IORING_OP_CONNECT] = {sring_run_connect, SRING_FAILS_BY_ERROR, .on_file = true},
    [IORING_OP_FALLOCATE] = {sring_run_fallocate, SRING_FAILS_NEVER, .on_file = true},
    [IORING_OP_OPENAT] = {sring_run_open, SRING_FAILS_BY_ERROR, .on_file = false},
    [IORING_OP_CLOSE] = {sring_run_close, SRING_FAILS_BY_ERROR, .on_file = false},
    [IORING_OP_STATX] = {sring_run_path, SRING_FAILS_NEVER, .on_file = false},
    [IORING_OP_READ] = {sring_run_read, SRING_FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_WRITE] = {sring_run_transfer, SRING_FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_SEND] = {sring_run_send, SRING_FAILS_BY_SHORT_WAITALL, .on_file = true},
    [IORING_OP_RECV] = {sring_run_recv, SRING_FAILS_BY_SHORT_WAITALL, .on_file = true},
    [IORING_OP_OPENAT2] = {sring_run_open, SRING_FAILS_BY_ERROR, .on_file = false},
    [IORING_OP_SPLICE] = {sring_run_splice, SRING_FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_TEE] = {sring_run_splice, SRING_FAILS_BY_SHORT, .on_file = true},
    [IORING_OP_SHUTDOWN] = {sring_run_shutdown, SRING_FAILS_NEVER, .on_file = true},
    [IORING_OP_RENAMEAT] = {sring_run_path, SRING_FAILS_NEVER, .on_file = false},
    [IORING_OP_UNLINKAT] = {sring_run_path, SRING_FAILS_NEVER, .on_file = false},
    [IORING_OP_MKDIRAT] = {sring_run_path, SRING_FAILS_NEVER, .on_file = false},
    [IORING_OP_SOCKET] = {sring_run_socket, SRING_FAILS_BY_ERROR, .on_file = false},
    [IORING_OP_SEND_ZC] = {sring_run_send, SRING_FAILS_BY_SHORT_WAITALL, .on_file = true},
    [IORING_OP_SENDMSG_ZC] = {sring_run_message, SRING_FAILS_BY_SHORT_WAITALL, .on_file = true},
    [SRING_OP_READ_MULTISHOT] = {sring_run_provided, SRING_FAILS_BY_ERROR, .on_file = true},
    [SRING_OP_PIPE] = {sring_run_pipe, SRING_FAILS_BY_ERROR, .on_file = false},
};

const struct sring_carrier *sring_carrier_of(int opcode)
{
    return opcode >= 0 && (size_t)opcode < sizeof(carriers) / sizeof(carriers[0]) &&
                   carriers[opcode].run
               ? &carriers[opcode]
               : NULL;
}
