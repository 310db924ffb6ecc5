/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The fallback backend: the functions that carry out requests.
 */
#ifndef SRING_KERNEL_FALLBACK_OPERATIONS_H
#define SRING_KERNEL_FALLBACK_OPERATIONS_H

#include "fallback.h"
#include "outcome.h"

struct sring_carrier {
    /* Returns the result, or SRING_PENDING if the request now waits. */
    int (*run)(struct sring_fallback *it, struct sring_request *request);
};

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

/* Lists the buffers of a read or write without the bytes moved before. Returns the number of parts,
 * or -EINVAL. */
int sring_list_buffers(struct iovec *parts, struct sring_request *request);
/* preadv2 or pwritev2, also where the kernel lacks them, as emulators do: then without flags
 * (EOPNOTSUPP). */
ssize_t sring_vector_call(int fd, bool reads, const struct iovec *parts, int count, int64_t offset,
                          int flags);
/* recvmsg or sendmsg with MSG_DONTWAIT. */
ssize_t sring_socket_call(int fd, bool reads, struct iovec *parts, int count);
/* Try to read or receive into this buffer once. */
int sring_read_into(struct sring_fallback *it, struct sring_request *request,
                    const struct iovec *buffer);
int sring_receive_into(struct sring_fallback *it, struct sring_request *request,
                       const struct iovec *buffer);
/* Whether the socket has nothing more. The receive was tried because of these events, and it has
 * not filled its buffer of `room` bytes. */
bool sring_has_received_all(struct sring_request *request, uint32_t ready, size_t room);
/* Keeps the directory of a path open. */
void sring_keep_directory(struct sring_request *request);

#endif /* SRING_KERNEL_FALLBACK_OPERATIONS_H */
