/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * For each version of Linux an opcode of the library's operations that came with it.
 */
#ifndef SRING_OPCODE_VERSIONS_H
#define SRING_OPCODE_VERSIONS_H

/* A version of Linux, as in the constants SRING_OP_X. */
#define SRING_LINUX(major, minor) ((major) << 8 | (minor))

/* From the oldest to the newest version. */
static const struct {
    unsigned version;
    int opcode;
} sring_opcode_versions[] = {
    {SRING_LINUX(5, 1), 0}, /* NOP */
    {SRING_LINUX(5, 3), 9}, /* SENDMSG */
    {SRING_LINUX(5, 4), 11}, /* TIMEOUT */
    {SRING_LINUX(5, 5), 13}, /* ACCEPT */
    {SRING_LINUX(5, 6), 17}, /* FALLOCATE */
    {SRING_LINUX(5, 7), 30}, /* SPLICE */
    {SRING_LINUX(5, 8), 33}, /* TEE */
    {SRING_LINUX(5, 11), 34}, /* SHUTDOWN */
    {SRING_LINUX(5, 15), 37}, /* MKDIRAT */
    {SRING_LINUX(5, 19), 45}, /* SOCKET */
    {SRING_LINUX(6, 0), 47}, /* SEND_ZC */
    {SRING_LINUX(6, 1), 48}, /* SENDMSG_ZC */
    {SRING_LINUX(6, 7), 49}, /* READ_MULTISHOT */
};

#endif /* SRING_OPCODE_VERSIONS_H */
