/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A kernel with faults: a test replaces some functions of struct sring_backend.
 */
#ifndef SRING_TESTS_FAULTY_KERNEL_H
#define SRING_TESTS_FAULTY_KERNEL_H

#include "kernel/kernel.h"

/* Returns the functions of rings opened from now on, for the test to replace. At first they are
 * those of the chosen kernel. Such rings enter the kernel only by `enter`, never by an inlined
 * system call. */
struct sring_backend *faulty_kernel(void);

/* The kernel chosen before. The replacements may call its functions. */
extern const struct sring_backend *kernel_below;

#endif /* SRING_TESTS_FAULTY_KERNEL_H */
