/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The values of src/kernel/abi.h.
 */
#include <stddef.h>
#include <stdint.h>

#include "kernel/abi.h"
#include "values.h"

extern const uint64_t ours[];

const uint64_t ours[] = {VALUES(VALUE_)};
