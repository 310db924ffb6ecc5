# SPDX-License-Identifier: MIT OR Apache-2.0
"""The opcodes of io_uring, also those that no operation of the spec has."""

# By the version of Linux that they came with, in the order of their numbers.
_BY_VERSION = """
5.1 NOP READV WRITEV FSYNC READ_FIXED WRITE_FIXED POLL_ADD POLL_REMOVE
5.2 SYNC_FILE_RANGE
5.3 SENDMSG RECVMSG
5.4 TIMEOUT
5.5 TIMEOUT_REMOVE ACCEPT ASYNC_CANCEL LINK_TIMEOUT CONNECT
5.6 FALLOCATE OPENAT CLOSE FILES_UPDATE STATX READ WRITE FADVISE MADVISE SEND RECV OPENAT2 EPOLL_CTL
5.7 SPLICE PROVIDE_BUFFERS REMOVE_BUFFERS
5.8 TEE
5.11 SHUTDOWN RENAMEAT UNLINKAT
5.15 MKDIRAT SYMLINKAT LINKAT
5.18 MSG_RING
5.19 FSETXATTR SETXATTR FGETXATTR GETXATTR SOCKET URING_CMD
6.0 SEND_ZC
6.1 SENDMSG_ZC
6.7 READ_MULTISHOT WAITID FUTEX_WAIT FUTEX_WAKE FUTEX_WAITV
6.8 FIXED_FD_INSTALL
6.9 FTRUNCATE
6.11 BIND LISTEN
6.15 RECV_ZC EPOLL_WAIT READV_FIXED WRITEV_FIXED
6.16 PIPE
6.19 NOP128 URING_CMD128
"""

HEADER = "linux/io_uring.h"
# The name of each opcode after IORING_OP_, and the version.
NAMES, SINCE = zip(*((name, line.split()[0]) for line in _BY_VERSION.split("\n") if line
                     for name in line.split()[1:]))


def number_of(version):
    """A version of Linux as one number; a later version has a higher one."""
    major, minor = map(int, version.split("."))
    return major << 8 | minor


def markers(operations):
    """An opcode for each version that an opcode of the operations came with: (version, opcode, name).
    A kernel that has this opcode is of that version or later."""
    first = {}
    for opcode in sorted({operation.opcode for operation in operations}):
        if opcode < len(SINCE):
            first.setdefault(SINCE[opcode], opcode)
    return [(*version.split("."), opcode, NAMES[opcode])
            for version, opcode in sorted(first.items(), key=lambda item: number_of(item[0]))]
