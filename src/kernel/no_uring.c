/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * In place of the backends, in a library that was built without io_uring: no ring can be opened.
 */
#include "kernel.h"

#include <sring/detail/setup.h>

#include <errno.h>

int sring_kernel_open(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries)
{
    (void)kernel;
    (void)entries;
    (void)cq_entries;
    return -ENOSYS;
}

bool sring_try_setup_(unsigned which, struct sring_setup_ *setup)
{
    (void)which;
    (void)setup;
    return false;
}
