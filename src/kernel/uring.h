/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * How a ring is set up: flags, memory, and where in it the library looks.
 */
#ifndef SRING_KERNEL_URING_H
#define SRING_KERNEL_URING_H

#include <stdbool.h>
#include <stdint.h>

#include <liburing.h>

struct sring;
struct sring_core_;

/* io_uring_setup(2). Returns a descriptor or -errno. */
int sring_io_uring_setup(unsigned entries, struct io_uring_params *params);

/* Sets up the kernel's ring in core->uring, for `entries` slots and `cq_entries` completions, with
 * the newest layout that this kernel has. Returns 0 or -errno; -ENOSYS if the kernel is too old. */
int sring_uring_open(struct sring_core_ *core, unsigned entries, unsigned cq_entries);
/* Points the ring at the kernel's queues. */
void sring_uring_attach(struct sring *ring);
void sring_uring_close(struct sring_core_ *core);

bool sring_has_opcode(struct sring_core_ *core, int opcode);

#endif /* SRING_KERNEL_URING_H */
