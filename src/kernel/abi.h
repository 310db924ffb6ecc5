/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The part of io_uring's interface that the library uses above the backends, for a system that has
 * no headers of Linux and liburing (SRING_WITH_URING=OFF). The names and values are those of
 * <linux/io_uring.h>; tests/unit/test_abi.c compares them.
 */
#ifndef SRING_KERNEL_ABI_H
#define SRING_KERNEL_ABI_H

#include <stdint.h>

struct __kernel_timespec {
    int64_t tv_sec;
    long long tv_nsec;
};

/* Only their sizes matter: the library writes whole words (include/sring/detail/record.h). */
struct io_uring_sqe {
    uint64_t words[8];
};

struct io_uring_cqe {
    uint64_t user_data;
    int32_t res;
    uint32_t flags;
};

/* Opcodes. */
enum {
    IORING_OP_NOP = 0,
    IORING_OP_READV = 1,
    IORING_OP_WRITEV = 2,
    IORING_OP_READ_FIXED = 4,
    IORING_OP_WRITE_FIXED = 5,
    IORING_OP_POLL_ADD = 6,
    IORING_OP_POLL_REMOVE = 7,
    IORING_OP_TIMEOUT = 11,
    IORING_OP_ASYNC_CANCEL = 14,
    IORING_OP_CLOSE = 19,
    IORING_OP_READ = 22,
    IORING_OP_WRITE = 23,
    IORING_OP_MKDIRAT = 37
};

/* Flags of requests. */
#define IOSQE_FIXED_FILE (1u << 0)
#define IOSQE_IO_LINK (1u << 2)
#define IOSQE_IO_HARDLINK (1u << 3)
#define IOSQE_ASYNC (1u << 4)

/* Flags of timeout, cancel and poll requests. */
#define IORING_TIMEOUT_BOOTTIME (1u << 2)
#define IORING_TIMEOUT_ETIME_SUCCESS (1u << 5)
#define IORING_ASYNC_CANCEL_ALL (1u << 0)
#define IORING_ASYNC_CANCEL_ANY (1u << 2)
#define IORING_POLL_ADD_MULTI (1u << 0)
#define IORING_POLL_UPDATE_EVENTS (1u << 1)

/* Flags of completions, and the shift of a buffer's number in them. */
#define IORING_CQE_F_BUFFER (1u << 0)
#define IORING_CQE_F_MORE (1u << 1)
#define IORING_CQE_F_NOTIF (1u << 3)
#define IORING_CQE_BUFFER_SHIFT 16

/* Features of a ring. */
#define IORING_FEAT_LINKED_FILE (1u << 12)

#endif /* SRING_KERNEL_ABI_H */
