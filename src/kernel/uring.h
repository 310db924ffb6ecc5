/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the files of the real kernel share.
 */
#ifndef SRING_KERNEL_URING_H
#define SRING_KERNEL_URING_H

#include "kernel.h"

#include <liburing.h>

/* The state of struct sring_kernel. */
struct sring_uring {
    struct io_uring uring;
    int quiet_fd; /* an eventfd that is registered and told nothing; -1: there is none */
};

static inline struct io_uring *sring_uring_of(const struct sring_kernel *kernel)
{
    return &((struct sring_uring *)kernel->state)->uring;
}

/* io_uring_setup(2). Returns a descriptor or -errno. */
int sring_io_uring_setup(unsigned entries, struct io_uring_params *params);

/* The kernel gives the memory of closed rings back late, and counts it until then among all that
 * the user has (RLIMIT_MEMLOCK): what fails with -ENOMEM is tried again. Whether that is worth it;
 * sleeps for a moment then. */
bool sring_uring_again(int rc, uint64_t begin);
/* When this process has opened or closed a ring for the last time. */
uint64_t sring_uring_changed(void);

int sring_uring_open(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries);
void sring_uring_destroy(struct sring_uring *state);

#endif /* SRING_KERNEL_URING_H */
