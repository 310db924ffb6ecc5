/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Helpers of the generated encoding tests (build/release/generated/tests): a ring for each test,
 * and the comparison of two SQEs.
 */
#ifndef ENCODING_H
#define ENCODING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>
#include <liburing.h>

#include <sring/sring.h>

/* The 64 bytes of an SQE. */
struct encoding_sqe {
    unsigned char bytes[64];
};

/* cmocka's setup and teardown of one test. Without io_uring the tests are skipped. */
int encoding_open(void **state);
int encoding_close(void **state);
struct sring *encoding_ring(void **state);

/* A buffer with a capacity of 4096 bytes and a length of 1000; returns its data. */
unsigned char *encoding_buffer(struct sring_buf *buf);
/* The same, registered with an index other than 0. */
unsigned char *encoding_registered(struct sring *ring, struct sring_registered_buf *buf,
                                   uint64_t *index);

/* The same, shared. */
unsigned char *encoding_shared(struct sring_shared_buf *shared);

/* Opens a buffer ring with buffers of 512 bytes; returns its number.
 * encoding_bundles returns the flag in ioprio of operations that fill several buffers at a time. */
uint64_t encoding_group(struct sring *ring, struct sring_buf_ring *group);
uint64_t encoding_bundles(const struct sring_buf_ring *group);
/* A vector of three buffers, together as large as that; returns its parts, as the kernel is told.
 */
unsigned char *encoding_vector(struct sring_vec *vec);
/* The parts of this vector are `length` bytes from `start` on; `reads`: up to the capacities. */
void encoding_check_parts(const void *parts, size_t start, size_t length, bool reads);
/* Check the memory that a message header points at. */
void encoding_check_vector(const void *header, const void *parts);
void encoding_check_sockaddr(const void *header, const void *address, size_t length);
void encoding_check_control(const void *header, const char *text);
void encoding_check_room(const void *header, size_t room);

/* Takes the first slot of the table of files until the ring is closed. */
void encoding_fill_slot(struct sring *ring);
/* The same, and a direct descriptor in the second slot. */
void encoding_direct(struct sring *ring, struct sring_direct_fd *direct);
/* A handle of a slot, which need not be in the ring's table. */
void encoding_slot(struct sring *ring, struct sring_direct_fd *direct, uint32_t slot);

/* The SQE of a queued operation, before it is submitted to the kernel. */
void encoding_read(struct encoding_sqe *sqe, const struct sring *ring, uint64_t number);
void encoding_put(struct encoding_sqe *sqe, size_t offset, size_t size, uint64_t value);
void encoding_copy(struct encoding_sqe *to, const struct encoding_sqe *from, size_t offset,
                   size_t size);
uint64_t encoding_u64(const struct encoding_sqe *sqe, size_t offset);
uint32_t encoding_u32(const struct encoding_sqe *sqe, size_t offset);
uint16_t encoding_u16(const struct encoding_sqe *sqe, size_t offset);
void *encoding_pointer(const struct encoding_sqe *sqe, size_t offset);

/* Fails, and prints the bytes that differ; user_data is left out. */
void encoding_compare(const char *whom, const struct encoding_sqe *got,
                      const struct encoding_sqe *want);
void encoding_check_timespec(const void *timespec, int64_t seconds, int64_t nanoseconds);
void encoding_check_length(const void *length, size_t room);

#endif /* ENCODING_H */
