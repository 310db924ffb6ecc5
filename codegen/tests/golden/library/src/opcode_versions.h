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
};

#endif /* SRING_OPCODE_VERSIONS_H */
