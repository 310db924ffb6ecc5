/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * All operations of the library.
 */
#ifndef SRING_OPERATION_LIST_H
#define SRING_OPERATION_LIST_H

#include <sring/ops.h>

#define SRING_OPERATIONS 1

static const struct {
    const char *name;
    uint64_t constant; /* for sring_supports */
    const char *since; /* the version of Linux that came with it */
} sring_operations[SRING_OPERATIONS] = {
    {"poke", SRING_OP_POKE, "5.1"},
};

#endif /* SRING_OPERATION_LIST_H */
