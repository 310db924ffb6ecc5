/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * In place of the Linux backend, in a library that was built without io_uring: no ring can be
 * opened.
 */
#include "kernel.h"

#include <errno.h>

static int open_none(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries)
{
    (void)kernel;
    (void)entries;
    (void)cq_entries;
    return -ENOSYS;
}

const struct sring_backend sring_backend_uring = {.name = "none", .open = open_none};

const struct sring_backend *sring_chosen_backend = &sring_backend_uring;
