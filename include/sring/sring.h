/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Safer-Ring for C: io_uring whose misuse does not compile. Everything at once; a program that
 * uses few operations includes <sring/ops/OP.h> instead.
 */
#ifndef SRING_H
#define SRING_H

#include "version.h"

#include "annotations.h"
#include "batch.h"
#include "buf.h"
#include "fd.h"
#include "misuse.h"
#include "pool.h"
#include "registry.h"
#include "ring.h"
#include <sring/ops.h>

#endif /* SRING_H */
