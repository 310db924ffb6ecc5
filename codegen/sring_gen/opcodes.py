# SPDX-License-Identifier: MIT OR Apache-2.0
"""The opcodes of io_uring, also those that no operation of the spec has."""

from dataclasses import dataclass

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

# What the kernel takes as a descriptor in fd - a `file` (also a direct descriptor), one that is no direct
# descriptor (`regular`), only a `direct` one, the file that it `closes`, a `directory`, or `none` - and
# what its fields point at: memory that the kernel writes (`in`) or reads (`out`), a vector or message of
# such memory, a copy that the ring makes, or `other` memory, which no spec can own.
_USES = """
NOP              none
READV            file       addr=vector-in addr3=other
WRITEV           file       addr=vector-out addr3=other
FSYNC            file
READ_FIXED       file       addr=in addr3=other
WRITE_FIXED      file       addr=out addr3=other
POLL_ADD         file
SYNC_FILE_RANGE  file
SENDMSG          file       addr=message-out
RECVMSG          file       addr=message-in
TIMEOUT          none       addr=timespec
ACCEPT           file       addr=peer addr2=peer
ASYNC_CANCEL     regular    addr=other
CONNECT          file       addr=sockaddr
FALLOCATE        file
OPENAT           directory  addr=path
CLOSE            closes
STATX            directory  addr=path addr2=statx
READ             file       addr=in addr3=other
WRITE            file       addr=out addr3=other
FADVISE          file
MADVISE          none       addr=other
SEND             file       addr=out addr2=sockaddr
RECV             file       addr=in
OPENAT2          directory  addr=path addr2=open_how
EPOLL_CTL        regular    addr=other
SPLICE           file
TEE              file
SHUTDOWN         file
RENAMEAT         directory  addr=path addr2=path
UNLINKAT         directory  addr=path
MKDIRAT          directory  addr=path
SYMLINKAT        directory  addr=path addr2=path
LINKAT           directory  addr=path addr2=path
FSETXATTR        file       addr=path addr2=out
SETXATTR         none       addr=path addr2=out addr3=path
FGETXATTR        file       addr=path addr2=in
GETXATTR         none       addr=path addr2=in addr3=path
SOCKET           none
SEND_ZC          file       addr=out addr2=sockaddr
SENDMSG_ZC       file       addr=message-out
READ_MULTISHOT   file       addr=in
WAITID           none       addr2=other
FUTEX_WAIT       none       addr=other
FUTEX_WAKE       none       addr=other
FUTEX_WAITV      none       addr=other
FIXED_FD_INSTALL direct
FTRUNCATE        file
BIND             file       addr=sockaddr
LISTEN           file
RECV_ZC          file
EPOLL_WAIT       file       addr=other
READV_FIXED      file       addr=vector-in addr3=other
WRITEV_FIXED     file       addr=vector-out addr3=other
PIPE             none       addr=other
"""


@dataclass(frozen=True)
class Use:
    """What an opcode takes: as `fd`, and as addresses (field -> kind)."""

    fd: str
    memory: dict


USES = {words[0]: Use(words[1], dict(word.split("=") for word in words[2:]))
        for words in map(str.split, _USES.strip().split("\n"))}

# The last version of each finished series of Linux that has io_uring.
LAST_MINOR = {5: 19, 6: 19}

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
