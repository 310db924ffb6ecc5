# SPDX-License-Identifier: MIT OR Apache-2.0
"""Helpers of the examples' tests."""

import ctypes
import errno
import os
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

SKIPPED = 77  # the exit status that CTest shows as "Skipped"
IO_URING_SETUP = 425  # the same on every architecture but alpha, as the next
IO_URING_REGISTER = 427

FORBIDDEN = bool(os.environ.get("SRING_TEST_FORBIDDEN"))

libc = ctypes.CDLL(None, use_errno=True)


# What musl says, and what glibc says.
TEXTS = {"Symbolic link loop": "Too many levels of symbolic links",
         "Filename too long": "File name too long",
         "I/O error": "Input/output error",
         "Address in use": "Address already in use",
         "Address not available": "Cannot assign requested address",
         "No file descriptors available": "Too many open files",
         "unrecognized option: unknown": "unrecognized option '--unknown'"}


def as_glibc(text):
    """The text of a program, with glibc's messages in place of musl's."""
    for ours, theirs in TEXTS.items():
        text = text.replace(ours, theirs)
    return text


def require_io_uring():
    """Ends the program as skipped if io_uring is not available. With SRING_TEST_FORBIDDEN it is
    forbidden for this program and its children, and the examples use the fallback backend."""
    if FORBIDDEN:  # the fallback's own descriptors begin with 1024 only if there may be twice as many
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
        forbid(errno.EPERM)
        return
    params = ctypes.create_string_buffer(120)
    fd = libc.syscall(IO_URING_SETUP, 1, params)
    if fd < 0:
        print("SKIP: io_uring_setup: " + os.strerror(ctypes.get_errno()))
        sys.exit(SKIPPED)
    os.close(fd)


def forbid_io_uring(error=errno.EPERM):
    """For preexec_fn: a seccomp filter that makes io_uring_setup fail, as in containers, and no
    fallback."""
    os.environ["SRING_BACKEND"] = "uring"
    forbid(error)


def forbid(error, call=IO_URING_SETUP):
    code = [
        (0x20, 0, 0, 0),  # load the number of the system call
        (0x15, 0, 1, call),  # if it is not this one, skip the next
        (0x06, 0, 0, 0x00050000 | error),  # fail with the error
        (0x06, 0, 0, 0x7FFF0000),  # allow
    ]
    filters = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *c) for c in code))
    program = struct.pack("HxxxxxxP", len(code), ctypes.addressof(filters))
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, program, 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")


def is_of_program(name):
    """Whether a descriptor is not one of the fallback backend's own, which begin with 1024."""
    return not FORBIDDEN or int(name) < 1024


# The fallback backend takes a second descriptor for each file that operations wait for.
takes_descriptors = unittest.skipIf(FORBIDDEN, "the test counts or limits descriptors")


def full_disk(test, files):
    """Mounts a file system with these files on a disk that cannot be written to: a file on a full
    tmpfs. Returns the mount point. Skips the test without the rights or the tools."""
    def run(*command):
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        if done.returncode:
            test.skipTest(f"{command[0]}: {done.stderr.strip()}")
        return done.stdout.strip()

    if os.geteuid() != 0:
        test.skipTest("only root can mount a disk")
    for tool in ("losetup", "mkfs.ext4", "mount"):
        if not shutil.which(tool):
            test.skipTest(f"there is no {tool}")
    holder = tempfile.TemporaryDirectory(prefix="sring-disk-")
    test.addCleanup(holder.cleanup)
    memory, disk = (os.path.join(holder.name, name) for name in ("memory", "disk"))
    os.mkdir(memory)
    os.mkdir(disk)
    run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", memory)
    test.addCleanup(subprocess.run, ["umount", memory])
    image = os.path.join(memory, "image")
    with open(image, "wb") as file:
        file.truncate(64 << 20)
    run("mkfs.ext4", "-q", "-O", "^has_journal", image)
    device = run("losetup", "-f", "--show", image)
    test.addCleanup(subprocess.run, ["losetup", "-d", device])
    run("mount", device, disk)
    test.addCleanup(subprocess.run, ["umount", disk])
    for name, content in files.items():
        with open(os.path.join(disk, name), "wb") as file:
            file.write(content)
    os.sync()
    with open(os.path.join(memory, "filling"), "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError as error:
            test.assertEqual(error.errno, errno.ENOSPC)
    return disk


class DirectoryTest(unittest.TestCase):
    """A test with its own directory, which every user may enter."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="sring-examples-")
        self.addCleanup(holder.cleanup)
        self.dir = holder.name
        os.chmod(self.dir, 0o755)

    def path(self, name):
        return os.path.join(self.dir, name)

    def make(self, name, data=b""):
        with open(self.path(name), "wb") as file:
            file.write(data)
        return self.path(name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()
