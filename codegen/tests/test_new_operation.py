# SPDX-License-Identifier: MIT OR Apache-2.0
"""A new operation is one YAML file of about ten lines, in the library or in a user's project."""

import shutil
import subprocess
import unittest

from support import ROOT, TestCase, sring_gen

GCC = ["gcc", "-x", "c", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O2"]
CLANG = ["clang-19", "-x", "c", "-std=c11", "-fsyntax-only", "-Wall", "-Wthread-safety", "-Werror"]

NEW = {
    "resize": """\
op: resize
opcode: {name: IORING_OP_FTRUNCATE, value: 55, since: "6.9"}
lifecycle: oneshot
brief: Set a file's length.
file: {any: [regular, direct]}
arguments:
  - {name: length, type: u64, sqe: off, unit: bytes, doc: The new length.}
result: {kind: status}
errors: [EBADF, EFBIG, EINVAL]
see_also: [fallocate, ftruncate(2)]
liburing: io_uring_prep_ftruncate(sqe, fd, length)
""",
    "fadvise": """\
op: fadvise
opcode: {name: IORING_OP_FADVISE, value: 24, since: "5.6"}
lifecycle: oneshot
brief: Say how a part of a file will be used.
file: {any: [regular]}
arguments:
  - {name: offset, type: u64, sqe: off, unit: bytes, doc: Start of the part.}
  - {name: length, type: u32, sqe: len, unit: bytes, doc: Length of the part.}
  - {name: advice, type: u32, sqe: fadvise_advice, doc: POSIX_FADV_WILLNEED and the like.}
result: {kind: status}
liburing: io_uring_prep_fadvise(sqe, fd, offset, length, advice)
""",
    "symlink": """\
op: symlink
opcode: {name: IORING_OP_SYMLINKAT, value: 38, since: "5.15"}
lifecycle: oneshot
brief: Create a symbolic link.
constants: {fd: -100}
arguments:
  - {name: target, type: path, sqe: addr, doc: What it points at.}
  - {name: link, type: path, sqe: addr2, doc: Where it stands.}
result: {kind: status}
liburing: io_uring_prep_symlinkat(sqe, target, fd, link)
""",
    "send_more": """\
op: send_more
opcode: {name: IORING_OP_SEND, value: 26, since: "5.6"}
lifecycle: oneshot
brief: Send bytes that more will follow.
file: {any: [regular, direct]}
buffer: {name: data, direction: out, sqe: [addr, len]}
constants: {msg_flags: 0x8000}
result: {kind: count, unit: bytes}
see_also: [send]
liburing: io_uring_prep_send(sqe, fd, addr, len, op_flags)
""",
    "gather": """\
op: gather
opcode: {name: IORING_OP_WRITEV, value: 2, since: "5.1"}
lifecycle: oneshot
brief: Write several buffers and wait until they are on the disk.
file: {any: [regular]}
buffer: {name: data, kind: vector, direction: out, sqe: [addr, len]}
constants: {rw_flags: 2}
arguments:
  - {name: offset, type: u64, sqe: off, unit: bytes, doc: Where in the file.}
result: {kind: count, unit: bytes}
liburing: io_uring_prep_writev2(sqe, fd, addr, len, offset, rw_flags)
""",
    "push_file": """\
op: push_file
opcode: {name: IORING_OP_SENDMSG, value: 9, since: "5.3"}
lifecycle: oneshot
brief: Send descriptors.
file: {any: [regular]}
buffer: {name: data, kind: vector, direction: out, sqe: [msghdr.iov, msghdr.iovlen]}
message: addr
arguments:
  - {name: files, type: control, sqe: [msghdr.control, msghdr.controllen], doc: They.}
result: {kind: count, unit: bytes}
""",
    "peek_from": """\
op: peek_from
opcode: {name: IORING_OP_RECVMSG, value: 10, since: "5.3"}
lifecycle: oneshot
brief: Look at what has come, and who sent it.
file: {any: [regular]}
buffer: {name: data, kind: vector, direction: in, sqe: [msghdr.iov, msghdr.iovlen]}
message: addr
constants: {msg_flags: 2}
outputs:
  - {name: sender, type: sockaddr, sqe: [msghdr.name, msghdr.namelen], doc: Who.}
result: {kind: count, unit: bytes, sets_length_of: data}
""",
    "peek": """\
op: peek
opcode: {name: IORING_OP_RECV, value: 27, since: "5.6"}
lifecycle: oneshot
brief: Look at bytes that have arrived.
file: {any: [regular]}
buffer: {name: buf, direction: in, sqe: [addr, len]}
constants: {msg_flags: 2}
result: {kind: count, unit: bytes, sets_length_of: buf}
""",
}
USE = """
#include <sring/sring.h>
#include <sring/ops/{name}.h>
SRING_{NAME}_CALLBACK(done_with_it);
static void done_with_it(struct sring *ring, struct sring_{name}_completed *done, void *arg)
{{
    (void)ring;
    (void)arg;
    sring_{name}_completed_stash(done);
}}
int main(void)
{{
    return (void)done_with_it, 0;
}}
"""


class NewOperation(TestCase):
    def compile_header(self, name, includes):
        source = USE.format(name=name, NAME=name.upper())
        for command in (GCC, CLANG):
            self.compilers(command[0])
            self.compile(source, command, includes)

    def test_in_the_library(self):
        spec, out = self.copy_spec(), self.folder / "out"
        for name, text in NEW.items():
            self.assertLessEqual(len(text.splitlines()), 12)
            (spec / f"ops/{name}.yaml").write_text(text)
        tests = self.folder / "tests"
        self.assertEqual(sring_gen("--spec", spec, "--out", out), (0, "", ""))
        self.assertEqual(sring_gen("--spec", spec, "--tests", "--out", tests), (0, "", ""))
        for name in NEW:
            for folder, path in ((out, f"include/sring/ops/{name}.h"),
                                 (out, f"man/man3/sring_{name}.3"),
                                 (tests, f"tests/encoding_{name}.c"),
                                 (tests, f"compile_fail/{name}.c")):
                self.assertTrue((folder / path).is_file(), path)
                self.assertIn(f"  {path}\n", (folder / "MANIFEST").read_text())
            self.assertIn(f"<sring/ops/{name}.h>", (out / "include/sring/ops.h").read_text())
            self.assertIn(f"encoding_of_{name}()", (tests / "tests/encoding_main.c").read_text())
            self.compile_header(name, [out / "include"])
            test = (tests / f"tests/encoding_{name}.c").read_text()
            self.compile(test, GCC + ["-D_GNU_SOURCE"],
                         [out / "include", ROOT / "tests/encoding"])

    def test_in_a_project(self):
        """With the library's lifecycles, and without touching what else is in the folder."""
        out = self.folder / "build"
        out.mkdir()
        (out / "mine.c").write_text("")
        for name in ("resize", "peek"):
            (self.folder / f"{name}.yaml").write_text(NEW[name])
        arguments = ["--op", "resize.yaml", "--op", "peek.yaml", "--out", "build"]
        self.assertEqual(sring_gen(*arguments, cwd=self.folder), (0, "", ""))
        made = sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())
        self.assertEqual(made, ["compile_fail/peek.c", "compile_fail/resize.c",
                                "include/sring/ops/peek.h", "include/sring/ops/resize.h",
                                "man/man3/sring_peek.3", "man/man3/sring_resize.3", "mine.c"])
        self.assertIn("sring-gen --op resize.yaml",
                      (out / "include/sring/ops/resize.h").read_text())
        for name in ("resize", "peek"):
            self.compile_header(name, [out / "include"])
        self.assertEqual(sring_gen(*arguments, "--check", cwd=self.folder)[0], 0)
        (out / "include/sring/ops/peek.h").write_text("")
        status, _, errors = sring_gen(*arguments, "--check", cwd=self.folder)
        self.assertEqual(status, 1)
        self.assertIn("include/sring/ops/peek.h: stale", errors)

    def test_installed(self):
        """codegen/ and spec/ stand side by side wherever they are; bin has a link."""
        share = self.folder / "usr/share/sring"
        shutil.copytree(ROOT / "codegen", share / "codegen",
                        ignore=shutil.ignore_patterns("tests", "__pycache__"))
        shutil.copytree(ROOT / "spec", share / "spec")
        command = self.folder / "usr/bin/sring-gen"
        command.parent.mkdir()
        command.symlink_to("../share/sring/codegen/sring-gen")
        (self.folder / "peek.yaml").write_text(NEW["peek"])
        run = subprocess.run([command, "--op", "peek.yaml", "--out", "build"], cwd=self.folder,
                             capture_output=True, text=True, env={"PYTHONDONTWRITEBYTECODE": "1"})
        self.assertEqual((run.returncode, run.stdout, run.stderr), (0, "", ""))
        self.compile_header("peek", [self.folder / "build/include"])

    def test_errors_in_a_project(self):
        (self.folder / "peek.yaml").write_text(NEW["peek"].replace("addr, len", "addr, lenn"))
        status, _, errors = sring_gen("--op", "peek.yaml", "--out", "build", cwd=self.folder)
        self.assertEqual((status, errors), (
            1, "peek.yaml:6:48: error: unknown SQE field 'lenn'; did you mean 'len'? "
            "[unknown-sqe-field]\n"))
        (self.folder / "read.yaml").write_text((ROOT / "spec/ops/read.yaml").read_text())
        status, _, errors = sring_gen("--op", "read.yaml", "--out", "build", cwd=self.folder)
        self.assertEqual((status, errors), (
            1, "read.yaml:2:5: error: 'read' is already in spec/ops/read.yaml "
            "[duplicate-operation]\n"))
        status, _, errors = sring_gen("--op", "no.yaml", "--out", "build", cwd=self.folder)
        self.assertEqual((status, errors), (
            1, "no.yaml:1:1: error: cannot read the file: No such file or directory "
            "[unreadable]\n"))


if __name__ == "__main__":
    unittest.main()
