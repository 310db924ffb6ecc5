# SPDX-License-Identifier: MIT OR Apache-2.0
"""A new kind of argument needs one module of sring_gen/shapes, its word in the registry, and its
name in the schema. The example is the second file of splice and tee, a handle that must stay open
during the operation.

The library has no such operation yet: it would have to prevent a close of the file meanwhile, and a
record holds only one descriptor.
"""

import shutil
import subprocess
import unittest

from support import ROOT, TestCase
from test_new_operation import CLANG, GCC

SHAPE = '''\
"""A second file, in a field other than the SQE's fd."""

from .base import Shape
from .file import File


class SecondFile(File):
    def member(self, item):
        return f"uint32_t {item.name}_;"

    def init_member(self, item):
        return [f"op->{item.name}_ = (uint32_t)SRING_FD_RAW_(sring_fd_word_({item.name}));"]

    def values(self, item):
        return Shape.values(self, item)

    def expect(self, pack, item, value):
        pack(item.fields[0], value)


ARGUMENTS = {"file": SecondFile()}
'''
OPERATIONS = {
    "splice": '''\
op: splice
opcode: {name: IORING_OP_SPLICE, value: 30, since: "5.7"}
lifecycle: oneshot
brief: Move bytes from one file to another, of which one is a pipe.
file: {any: [regular]}
arguments:
  - {name: source, type: file, sqe: splice_fd_in, doc: Where the bytes come from.}
  - {name: source_offset, type: u64, sqe: splice_off_in, pointer: false, doc: Where in it; UINT64_MAX for a pipe.}
  - {name: offset, type: u64, sqe: off, doc: Where in the other; UINT64_MAX for a pipe.}
  - {name: length, type: u32, sqe: len, unit: bytes, doc: The most to move.}
  - {name: flags, type: u8, sqe: splice_flags, doc: SPLICE_F_MORE and the like.}
result: {kind: count, unit: bytes}
liburing: io_uring_prep_splice(sqe, source, source_offset, fd, offset, length, flags)
''',
    "tee": '''\
op: tee
opcode: {name: IORING_OP_TEE, value: 33, since: "5.8"}
lifecycle: oneshot
brief: Copy bytes from one pipe to another, where they can still be read.
file: {any: [regular]}
arguments:
  - {name: source, type: file, sqe: splice_fd_in, doc: Where the bytes come from.}
  - {name: length, type: u32, sqe: len, unit: bytes, doc: The most to copy.}
  - {name: flags, type: u8, sqe: splice_flags, doc: SPLICE_F_NONBLOCK and the like.}
result: {kind: count, unit: bytes}
liburing: io_uring_prep_tee(sqe, source, fd, length, flags)
''',
}
USE = '''\
#include <sring/ops/{name}.h>
int use(struct sring *ring, const struct sring_fd *fd, const struct sring_fd *source)
    SRING_REQUIRES(*ring) SRING_REQUIRES_SHARED(*fd) SRING_REQUIRES_SHARED(*source);
int use(struct sring *ring, const struct sring_fd *fd, const struct sring_fd *source)
{{
    return sring_{name}_await(ring, fd, source, {rest});
}}
'''
REST = {"splice": "0, UINT64_MAX, 100, 0", "tee": "100, 0"}


class NewShape(TestCase):
    def setUp(self):
        super().setUp()
        for part in ("codegen", "spec"):
            shutil.copytree(ROOT / part, self.folder / part,
                            ignore=shutil.ignore_patterns("tests", "__pycache__"))
        self.spec, self.out = self.folder / "spec", self.folder / "out"

    def change(self, path, old, new):
        text = (self.folder / path).read_text()
        self.assertEqual(text.count(old), 1, f"{old} in {path}")
        (self.folder / path).write_text(text.replace(old, new))

    def add_shape(self):
        """A new shape needs three files, without the operations."""
        shapes = "codegen/sring_gen/shapes"
        (self.folder / shapes / "second_file.py").write_text(SHAPE)
        self.change(f"{shapes}/__init__.py", "sockaddr, statx, timespec\n",
                    "second_file, sockaddr, statx, timespec\n")
        self.change(f"{shapes}/__init__.py", "_MODULES = (", "_MODULES = (second_file, ")
        self.change("spec/schema/operation.yaml", "sockaddr, control, room]",
                    "sockaddr, control, room, file]")

    def generate(self, out=None, *arguments):
        run = subprocess.run(["/usr/bin/python3", "-B", self.folder / "codegen/sring-gen",
                              "--spec", self.spec, "--out", out or self.out, *arguments],
                             capture_output=True, text=True)
        return run.returncode, run.stderr

    def add_operations(self):
        for name, text in OPERATIONS.items():
            (self.spec / f"ops/{name}.yaml").write_text(text)

    def test_second_file(self):
        self.add_shape()
        self.add_operations()
        self.assertEqual(self.generate(), (0, ""))
        for name in OPERATIONS:
            for command in (GCC, CLANG):
                self.compilers(command[0])
                self.compile(USE.format(name=name, rest=REST[name]), command,
                             [self.out / "include"])
            page = (self.out / f"man/man3/sring_{name}.3").read_text()
            self.assertIn("SRING_REQUIRES_SHARED(*source)", page)
        self.assertEqual(self.generate(self.folder / "made", "--tests"), (0, ""))
        for name in OPERATIONS:
            self.compile((self.folder / f"made/tests/encoding_{name}.c").read_text(),
                         GCC + ["-D_GNU_SOURCE"],
                         [self.out / "include", ROOT / "tests/encoding"])

    def test_not_as_a_number(self):
        """Without the shape a second descriptor is rejected: nothing would keep it open."""
        for name, text in OPERATIONS.items():
            (self.spec / f"ops/{name}.yaml").write_text(text.replace("type: file", "type: i32"))
        status, errors = self.generate()
        self.assertEqual(status, 1)
        self.assertEqual(errors.count("[unowned-file]"), 2, errors)

    def test_not_without_it(self):
        self.add_operations()
        self.assertEqual(self.generate()[0], 1)


if __name__ == "__main__":
    unittest.main()
