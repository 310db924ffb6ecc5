/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the files of the real kernel share.
 */
#ifndef SRING_KERNEL_URING_H
#define SRING_KERNEL_URING_H

#include <liburing.h>

/* io_uring_setup(2). Returns a descriptor or -errno. */
int sring_io_uring_setup(unsigned entries, struct io_uring_params *params);

#endif /* SRING_KERNEL_URING_H */
