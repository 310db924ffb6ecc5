/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: the functions that carry out requests.
 */
#ifndef SRING_KERNEL_FALLBACK_OPERATIONS_H
#define SRING_KERNEL_FALLBACK_OPERATIONS_H

#include "fallback.h"

/* --- fallback_carriers.c: which function carries out which opcode ----------------------------- */

/* Returns NULL if the opcode is not supported. */
const struct sring_carrier *sring_carrier_of(int opcode);

/* --- the operations --------------------------------------------------------------------------- */

int sring_run_accept(struct sring_fallback *it, struct sring_request *request);
int sring_run_cancel(struct sring_fallback *it, struct sring_request *request);
int sring_run_close(struct sring_fallback *it, struct sring_request *request);
int sring_run_connect(struct sring_fallback *it, struct sring_request *request);
int sring_run_fallocate(struct sring_fallback *it, struct sring_request *request);
int sring_run_fsync(struct sring_fallback *it, struct sring_request *request);
int sring_run_message(struct sring_fallback *it, struct sring_request *request);
int sring_run_nop(struct sring_fallback *it, struct sring_request *request);
int sring_run_open(struct sring_fallback *it, struct sring_request *request);
int sring_run_path(struct sring_fallback *it, struct sring_request *request);
int sring_run_pipe(struct sring_fallback *it, struct sring_request *request);
int sring_run_poll(struct sring_fallback *it, struct sring_request *request);
int sring_run_poll_update(struct sring_fallback *it, struct sring_request *request);
int sring_run_provided(struct sring_fallback *it, struct sring_request *request);
int sring_run_read(struct sring_fallback *it, struct sring_request *request);
int sring_run_recv(struct sring_fallback *it, struct sring_request *request);
int sring_run_send(struct sring_fallback *it, struct sring_request *request);
int sring_run_shutdown(struct sring_fallback *it, struct sring_request *request);
int sring_run_socket(struct sring_fallback *it, struct sring_request *request);
int sring_run_splice(struct sring_fallback *it, struct sring_request *request);
int sring_run_transfer(struct sring_fallback *it, struct sring_request *request);

/* Copies the parts of a vector without the bytes moved before, and counts all bytes. Returns the
 * number of parts, or -EINVAL. */
int sring_list_parts(struct iovec *parts, struct sring_request *request, const struct iovec *vector,
                     size_t count);
/* preadv2 or pwritev2, also where the kernel lacks them, as emulators do: then without flags
 * (EOPNOTSUPP). */
ssize_t sring_vector_call(int fd, bool reads, const struct iovec *parts, int count, int64_t offset,
                          int flags);
/* Try to read or receive into these buffers once. */
int sring_read_into(struct sring_fallback *it, struct sring_request *request,
                    const struct iovec *buffers, size_t count);
int sring_receive_into(struct sring_fallback *it, struct sring_request *request,
                       const struct iovec *buffers, size_t count);
/* Keeps the directory of a path open. */
void sring_keep_directory(struct sring_request *request);

#endif /* SRING_KERNEL_FALLBACK_OPERATIONS_H */
