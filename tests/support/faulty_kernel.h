/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A kernel with faults: functions of struct sring_backend that a test puts in the place of others.
 */
#ifndef SRING_TESTS_FAULTY_KERNEL_H
#define SRING_TESTS_FAULTY_KERNEL_H

#include "kernel/kernel.h"

/* The kernel of the rings that are opened from here on: at first the chosen one, of which the test
 * replaces what it likes. Its rings enter the kernel by `enter` alone, never by the inlined way. */
struct sring_backend *faulty_kernel(void);

/* What was chosen before, for what the replaced functions leave to it. */
extern const struct sring_backend *kernel_below;

#endif /* SRING_TESTS_FAULTY_KERNEL_H */
