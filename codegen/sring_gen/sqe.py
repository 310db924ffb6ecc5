# SPDX-License-Identifier: MIT OR Apache-2.0
"""The fields of struct io_uring_sqe and the argument types of the spec."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """A field of the SQE: `offset` and `size` in bytes."""

    offset: int
    size: int


_OP_FLAGS = """op_flags rw_flags fsync_flags poll32_events sync_range_flags msg_flags timeout_flags
accept_flags cancel_flags open_flags statx_flags fadvise_advice splice_flags rename_flags
unlink_flags hardlink_flags xattr_flags msg_ring_flags uring_cmd_flags waitid_flags futex_flags
install_fd_flags nop_flags pipe_flags""".split()

FIELDS = {
    "ioprio": Field(2, 2),
    "fd": Field(4, 4),
    "off": Field(8, 8),
    "addr2": Field(8, 8),
    "cmd_op": Field(8, 4),
    "addr": Field(16, 8),
    "splice_off_in": Field(16, 8),
    "level": Field(16, 4),
    "optname": Field(20, 4),
    "len": Field(24, 4),
    **{name: Field(28, 4) for name in _OP_FLAGS},
    "buf_index": Field(40, 2),
    "buf_group": Field(40, 2),
    "splice_fd_in": Field(44, 4),
    "file_index": Field(44, 4),
    "optlen": Field(44, 4),
    "addr3": Field(48, 8),
    "optval": Field(48, 8),
    "pad2": Field(56, 8),
    # The message header (struct msghdr), with offsets as if it followed the SQE.
    "msghdr.name": Field(64, 8),
    "msghdr.namelen": Field(72, 4),
    "msghdr.iov": Field(80, 8),
    "msghdr.iovlen": Field(88, 8),
    "msghdr.control": Field(96, 8),
    "msghdr.controllen": Field(104, 8),
    "msghdr.flags": Field(112, 4),
}

IN_HEADER = "msghdr."
# The offset of the control data in the scratch memory, after header and address; see
# sring/detail/message.h.
MESSAGE_SIZE = 192

# Fields that hold an address in some operation: a plain number in one of them needs
# `pointer: false` in the spec.
POINTER_FIELDS = {"addr", "addr2", "addr3", "optval", "splice_off_in", "level", "optname"}
# Operations that take `off` (the same bytes as addr2 and cmd_op) as an address: ACCEPT, STATX,
# SEND, OPENAT2, RENAMEAT, SYMLINKAT, LINKAT, the four XATTRs, SEND_ZC, WAITID.
OFF_IS_POINTER = {13, 21, 26, 28, 35, 38, 39, 41, 42, 43, 44, 47, 50}
# The field for the second file of EPOLL_CTL, SPLICE, TEE, RENAMEAT, LINKAT.
SECOND_FILE = {29: "off", 30: "splice_fd_in", 33: "splice_fd_in", 35: "len", 39: "len"}

_LARGE = "it needs an SQE of 128 bytes; the library uses the second 64 bytes for its own data"
_BY_USER_DATA = "it names another operation by its user_data, which only the library knows"
# Operations that no spec can make safe: opcode -> (reason, what to use instead).
REFUSED = {
    7: (_BY_USER_DATA, "use sring_OP_cancel"),  # POLL_REMOVE
    12: (_BY_USER_DATA, "use sring_OP_cancel"),  # TIMEOUT_REMOVE
    15: ("the library makes the deadlines", "use sring_OP_set_timeout"),  # LINK_TIMEOUT
    20: ("it changes the library's table of direct descriptors",
         "use sring/direct_fd.h"),  # FILES_UPDATE
    31: ("the kernel keeps the buffer after the operation has completed",
         "use a struct sring_buf_ring"),  # PROVIDE_BUFFERS
    32: ("it removes buffers of PROVIDE_BUFFERS, which the library does not use",
         "use a struct sring_buf_ring"),  # REMOVE_BUFFERS
    40: ("it posts a completion to another ring, which mistakes it for one of its own operations",
         "write to a pipe or an eventfd that the other ring reads"),  # MSG_RING
    46: ("it hands all 128 bytes of the SQE to a driver, which may take the library's data for "
         "addresses", "use a system call, such as ioctl(2) or getsockopt(2)"),  # URING_CMD
    63: (_LARGE, "use IORING_OP_NOP"),  # NOP128
    64: (_LARGE, "use a system call, such as ioctl(2)"),  # URING_CMD128
}

# Fields in the SQE's first word, which the template of init writes.
CONSTANT_ONLY = {"ioprio"}

WORDS = ["head_", "off_", "addr_", "len_flags_", "user_data_", "index_", "addr3_", "pad2_"]
