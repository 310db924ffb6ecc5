/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Shared by the files of the Linux backend.
 */
#ifndef SRING_KERNEL_URING_H
#define SRING_KERNEL_URING_H

#include "kernel.h"

#include <liburing.h>

/* What `state` in struct sring_kernel points at. */
struct sring_uring {
    struct io_uring uring;
    int quiet_fd;       /* a registered eventfd with notifications disabled, or -1 */
    uint32_t *sq_flags; /* with SQPOLL: the flags of the submission queue, else NULL */
};

static inline struct io_uring *sring_uring_of(const struct sring_kernel *kernel)
{
    return &((struct sring_uring *)kernel->state)->uring;
}

/* io_uring_setup(2). Returns a descriptor or -errno. The tests put another function here. */
extern int (*sring_uring_setup)(unsigned entries, struct io_uring_params *params);

/* The kernel frees the memory of closed rings and unregistered buffers late (6.1: after a second),
 * and until then counts it towards RLIMIT_MEMLOCK of the user. Returns whether a call that returned
 * `rc` is to be retried: after -ENOMEM, for two seconds from `begin`. If so, it has slept for a
 * millisecond. */
bool sring_uring_retry(int rc, uint64_t begin);
/* Returns when sring_uring_changed was last called: this process opened or closed a ring, or
 * unregistered memory. */
uint64_t sring_uring_changed_at(void);
void sring_uring_changed(void);

/* --- wishes.c ------------------------------------------------------------------------------- */

/* Returns the set-up flags for the wishes, and fills in the parameters that go with them. */
unsigned sring_uring_wished_flags(const struct sring_wishes *wishes,
                                  struct io_uring_params *params);
/* The kernel has rejected the wished flags: stores the reason, and returns the error. */
int sring_uring_refuse(struct sring_wishes *wishes, int rc);
/* Registers what is wished for with an open ring. Returns 0 or -errno. */
int sring_uring_grant(const struct io_uring *uring, struct sring_wishes *wishes);

/* Opens and closes the queues, for sring_backend_uring. */
int sring_uring_open(struct sring_kernel *kernel, unsigned entries, unsigned cq_entries);
void sring_uring_destroy(struct sring_uring *state);

#endif /* SRING_KERNEL_URING_H */
