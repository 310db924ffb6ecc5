/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The system call io_uring_setup(2), in a file of its own so that tests can replace it.
 */
#include "uring.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

int sring_io_uring_setup(unsigned entries, struct io_uring_params *params)
{
    long fd = syscall(__NR_io_uring_setup, entries, params);

    return fd < 0 ? -errno : (int)fd;
}
