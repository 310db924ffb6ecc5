/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: which function carries out which opcode. Others fail with -EINVAL, and the
 * probe does not report them.
 */
#include "fallback_operations.h"

static const struct sring_carrier carriers[] = {
    [IORING_OP_NOP] = {sring_run_nop},
    [IORING_OP_READV] = {sring_run_transfer},
    [IORING_OP_WRITEV] = {sring_run_transfer},
    [IORING_OP_FSYNC] = {sring_run_fsync},
    [IORING_OP_READ_FIXED] = {sring_run_transfer},
    [IORING_OP_WRITE_FIXED] = {sring_run_transfer},
    [IORING_OP_POLL_ADD] = {sring_run_poll},
    [IORING_OP_POLL_REMOVE] = {sring_run_poll_update},
    [IORING_OP_SENDMSG] = {sring_run_message},
    [IORING_OP_RECVMSG] = {sring_run_message},
    [IORING_OP_TIMEOUT] = {sring_run_timeout},
    [IORING_OP_ACCEPT] = {sring_run_accept},
    [IORING_OP_ASYNC_CANCEL] = {sring_run_cancel},
    [IORING_OP_CONNECT] = {sring_run_connect},
    [IORING_OP_FALLOCATE] = {sring_run_fallocate},
    [IORING_OP_OPENAT] = {sring_run_open},
    [IORING_OP_CLOSE] = {sring_run_close},
    [IORING_OP_STATX] = {sring_run_path},
    [IORING_OP_READ] = {sring_run_read},
    [IORING_OP_WRITE] = {sring_run_transfer},
    [IORING_OP_SEND] = {sring_run_send},
    [IORING_OP_RECV] = {sring_run_recv},
    [IORING_OP_OPENAT2] = {sring_run_open},
    [IORING_OP_SPLICE] = {sring_run_splice},
    [IORING_OP_TEE] = {sring_run_splice},
    [IORING_OP_SHUTDOWN] = {sring_run_shutdown},
    [IORING_OP_RENAMEAT] = {sring_run_path},
    [IORING_OP_UNLINKAT] = {sring_run_path},
    [IORING_OP_MKDIRAT] = {sring_run_path},
    [IORING_OP_SOCKET] = {sring_run_socket},
    [IORING_OP_SEND_ZC] = {sring_run_send},
    [IORING_OP_SENDMSG_ZC] = {sring_run_message},
    [SRING_CODE_READ_MULTISHOT] = {sring_run_provided},
    [SRING_CODE_PIPE] = {sring_run_pipe},
};

const struct sring_carrier *sring_carrier_of(int opcode)
{
    return opcode >= 0 && (size_t)opcode < sizeof(carriers) / sizeof(carriers[0]) &&
                   carriers[opcode].run
               ? &carriers[opcode]
               : NULL;
}
