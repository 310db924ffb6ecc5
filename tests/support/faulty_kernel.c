/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A kernel with faults.
 */
#include "faulty_kernel.h"

#include "support.h"

const struct sring_backend *kernel_below;

static int open_kernel(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries)
{
    int rc = kernel_below->open(kernel, entries, cq_entries);

    kernel->enter_fd = -1;
    return rc;
}

struct sring_backend *faulty_kernel(void)
{
    static struct sring_backend faulty;

    if (!kernel_below) {
        kernel_below = is_fallback() ? &sring_backend_fallback : sring_chosen_backend;
        faulty = *kernel_below;
        faulty.open = open_kernel;
        sring_chosen_backend = &faulty;
    }
    return &faulty;
}
