/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * All operations of the library.
 */
#ifndef SRING_OPERATION_LIST_H
#define SRING_OPERATION_LIST_H

#include <sring/ops.h>

#define SRING_OPERATIONS 50

static const struct {
    const char *name;
    uint64_t constant; /* for sring_supports */
    const char *since; /* the version of Linux that came with it */
} sring_operations[SRING_OPERATIONS] = {
    {"accept", SRING_OP_ACCEPT, "5.5"},
    {"accept_direct", SRING_OP_ACCEPT_DIRECT, "5.15"},
    {"accept_multishot", SRING_OP_ACCEPT_MULTISHOT, "5.19"},
    {"cancel_fd", SRING_OP_CANCEL_FD, "5.19"},
    {"close", SRING_OP_CLOSE, "5.6"},
    {"close_direct", SRING_OP_CLOSE_DIRECT, "5.15"},
    {"connect", SRING_OP_CONNECT, "5.5"},
    {"fallocate", SRING_OP_FALLOCATE, "5.6"},
    {"fsync", SRING_OP_FSYNC, "5.1"},
    {"mkdirat", SRING_OP_MKDIRAT, "5.15"},
    {"nop", SRING_OP_NOP, "5.1"},
    {"openat", SRING_OP_OPENAT, "5.6"},
    {"openat2", SRING_OP_OPENAT2, "5.6"},
    {"openat_direct", SRING_OP_OPENAT_DIRECT, "5.15"},
    {"poll_add", SRING_OP_POLL_ADD, "5.1"},
    {"poll_multishot", SRING_OP_POLL_MULTISHOT, "5.13"},
    {"read", SRING_OP_READ, "5.6"},
    {"read_at", SRING_OP_READ_AT, "5.6"},
    {"read_fixed", SRING_OP_READ_FIXED, "5.1"},
    {"read_multishot", SRING_OP_READ_MULTISHOT, "6.7"},
    {"read_provided", SRING_OP_READ_PROVIDED, "5.19"},
    {"readv", SRING_OP_READV, "5.1"},
    {"readv_at", SRING_OP_READV_AT, "5.1"},
    {"recv", SRING_OP_RECV, "5.6"},
    {"recv_multishot", SRING_OP_RECV_MULTISHOT, "6.0"},
    {"recv_provided", SRING_OP_RECV_PROVIDED, "5.19"},
    {"recvmsg", SRING_OP_RECVMSG, "5.3"},
    {"renameat", SRING_OP_RENAMEAT, "5.11"},
    {"send", SRING_OP_SEND, "5.6"},
    {"send_shared", SRING_OP_SEND_SHARED, "5.6"},
    {"send_zc", SRING_OP_SEND_ZC, "6.0"},
    {"send_zc_shared", SRING_OP_SEND_ZC_SHARED, "6.0"},
    {"sendmsg", SRING_OP_SENDMSG, "5.3"},
    {"sendmsg_zc", SRING_OP_SENDMSG_ZC, "6.1"},
    {"shutdown", SRING_OP_SHUTDOWN, "5.11"},
    {"socket", SRING_OP_SOCKET, "5.19"},
    {"socket_direct", SRING_OP_SOCKET_DIRECT, "5.19"},
    {"splice", SRING_OP_SPLICE, "5.7"},
    {"statx", SRING_OP_STATX, "5.6"},
    {"tee", SRING_OP_TEE, "5.8"},
    {"timeout", SRING_OP_TIMEOUT, "5.4"},
    {"timeout_multishot", SRING_OP_TIMEOUT_MULTISHOT, "6.4"},
    {"unlinkat", SRING_OP_UNLINKAT, "5.11"},
    {"write", SRING_OP_WRITE, "5.6"},
    {"write_at", SRING_OP_WRITE_AT, "5.6"},
    {"write_at_shared", SRING_OP_WRITE_AT_SHARED, "5.6"},
    {"write_fixed", SRING_OP_WRITE_FIXED, "5.1"},
    {"write_shared", SRING_OP_WRITE_SHARED, "5.6"},
    {"writev", SRING_OP_WRITEV, "5.1"},
    {"writev_at", SRING_OP_WRITEV_AT, "5.1"},
};

#endif /* SRING_OPERATION_LIST_H */
