/* SPDX-License-Identifier: MIT OR Apache-2.0
 * Generated from spec/ops by sring-gen; do not edit.
 * To regenerate: script/generate
 *
 * Includes every operation.
 */
#ifndef SRING_OPS_H
#define SRING_OPS_H

#include <sring/ops/poke.h>

#endif /* SRING_OPS_H */
