/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What the fallback backend and the simulated kernel of the tests share: both carry out requests by
 * themselves, with the outcome that they have on Linux.
 */
#ifndef SRING_KERNEL_OUTCOME_H
#define SRING_KERNEL_OUTCOME_H

#include "kernel.h"

#include <sys/uio.h>

#define SRING_MOST_PARTS 1024         /* of a vector (IOV_MAX) */
#define SRING_CODE_READ_MULTISHOT 49u /* IORING_OP_READ_MULTISHOT, missing in older headers */
#define SRING_CODE_PIPE 62u           /* IORING_OP_PIPE, the same */

/* Whether the operation looks up a file before it begins. */
bool sring_needs_file(int opcode);
/* Whether the result cancels the requests linked behind this one, unless it is hard-linked. It was
 * to transfer `length` bytes, if `whole` all of them, with the file `fd`. */
bool sring_breaks_chain(const struct io_uring_sqe *sqe, int result, uint32_t length, bool whole,
                        int fd);
/* Whether two descriptors are the same open file. Where the system does not tell (Linux before 6.10
 * without kcmp), it compares the device and inode, which different eventfds and the like share. */
bool sring_is_same_file(int fd, int other);
/* Copies the parts of a vector without the first `moved` bytes, and stores its length. Returns the
 * number of parts, or -EINVAL: there are more than SRING_MOST_PARTS. */
int sring_list_parts(struct iovec *parts, const struct iovec *vector, size_t count, uint32_t moved,
                     uint32_t *length);

#endif /* SRING_KERNEL_OUTCOME_H */
