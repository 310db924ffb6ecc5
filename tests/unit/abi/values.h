/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * What src/kernel/abi.h defines. Included with the headers of Linux, and with abi.h in their place.
 */
#define VALUES(X)                                                                                  \
    X(IORING_OP_NOP)                                                                               \
    X(IORING_OP_READV)                                                                             \
    X(IORING_OP_WRITEV)                                                                            \
    X(IORING_OP_READ_FIXED)                                                                        \
    X(IORING_OP_WRITE_FIXED)                                                                       \
    X(IORING_OP_POLL_ADD)                                                                          \
    X(IORING_OP_POLL_REMOVE)                                                                       \
    X(IORING_OP_TIMEOUT)                                                                           \
    X(IORING_OP_ASYNC_CANCEL)                                                                      \
    X(IORING_OP_CLOSE)                                                                             \
    X(IORING_OP_READ)                                                                              \
    X(IORING_OP_WRITE)                                                                             \
    X(IORING_OP_MKDIRAT)                                                                           \
    X(IOSQE_FIXED_FILE)                                                                            \
    X(IOSQE_IO_LINK)                                                                               \
    X(IOSQE_IO_HARDLINK)                                                                           \
    X(IOSQE_ASYNC)                                                                                 \
    X(IORING_TIMEOUT_BOOTTIME)                                                                     \
    X(IORING_TIMEOUT_ETIME_SUCCESS)                                                                \
    X(IORING_ASYNC_CANCEL_ALL)                                                                     \
    X(IORING_ASYNC_CANCEL_ANY)                                                                     \
    X(IORING_POLL_ADD_MULTI)                                                                       \
    X(IORING_POLL_UPDATE_EVENTS)                                                                   \
    X(IORING_CQE_F_BUFFER)                                                                         \
    X(IORING_CQE_F_MORE)                                                                           \
    X(IORING_CQE_F_NOTIF)                                                                          \
    X(IORING_CQE_BUFFER_SHIFT)                                                                     \
    X(IORING_FEAT_LINKED_FILE)                                                                     \
    X(sizeof(struct io_uring_sqe))                                                                 \
    X(sizeof(struct io_uring_cqe))                                                                 \
    X(offsetof(struct io_uring_cqe, res))                                                          \
    X(offsetof(struct io_uring_cqe, flags))                                                        \
    X(sizeof(struct __kernel_timespec))                                                            \
    X(offsetof(struct __kernel_timespec, tv_nsec))

#define NAME_(value) #value,
#define VALUE_(value) (uint64_t)(value),
