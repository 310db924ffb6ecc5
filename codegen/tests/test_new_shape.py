# SPDX-License-Identifier: MIT OR Apache-2.0
"""A new kind of argument, buffer or result needs one module of sring_gen/shapes, its word in the
registry, and its name in the schema."""

import re
import shutil
import subprocess
import unittest

from support import ROOT, TestCase
from sring_gen import names, shapes

# Only this module knows the new kinds.
KINDS = '''\
"""A buffer of a pool, a number of pages, and a result that is a process id."""

from .number import Number
from .owned import Owned
from .value import Count


class Pooled(Owned):
    kind = "pooled"
    _check = ["sring_check_pooled_(block);"]


class Pid(Count):
    kind = "pid"
    needs_unit = counts = False
    returns = "a process id or -errno"


class Pages(Number):
    def values(self, item):
        return {item.fields[0]: f"op->{item.name}_ * 4096"}


ARGUMENTS, BUFFERS, RESULTS = {"pages": Pages("uint32_t", 32)}, [Pooled], [Pid]
'''
OPERATION = '''\
op: fill
opcode: {name: IORING_OP_NOP, value: 0, since: "5.1"}
lifecycle: oneshot
brief: Fill a buffer.
file: {any: [regular]}
buffer: {name: buf, kind: pooled, direction: out, sqe: [addr, len]}
arguments:
  - {name: behind, type: pages, sqe: rw_flags, doc: How far.}
result: {kind: pid}
'''


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

    def generate(self, out=None, *arguments):
        run = subprocess.run(["/usr/bin/python3", "-B", self.folder / "codegen/sring-gen",
                              "--spec", self.spec, "--out", out or self.out, *arguments],
                             capture_output=True, text=True)
        return run.returncode, run.stderr

    def test_three_files(self):
        shapes, schema = "codegen/sring_gen/shapes", "spec/schema/operation.yaml"
        (self.spec / "ops/fill.yaml").write_text(OPERATION)
        self.assertEqual(self.generate()[0], 1)
        (self.folder / shapes / "pooled.py").write_text(KINDS)
        self.change(f"{shapes}/__init__.py", "\n_MODULES = (", "from . import pooled\n\n_MODULES = (pooled, ")
        self.change(schema, "shared, provided]", "shared, provided, pooled]")
        self.change(schema, "status, file, direct]", "status, file, direct, pid]")
        self.change(schema, "control, room, file]", "control, room, file, pages]")
        self.assertEqual(self.generate(), (0, ""))
        header = (self.out / "include/sring/ops/fill.h").read_text()
        self.assertIn("    sring_check_pooled_(block);\n", header)
        self.assertIn("op->behind_ * 4096", header)
        self.assertIn("Returns a process id or -errno", header)
        self.assertEqual(self.generate(self.folder / "made", "--tests"), (0, ""))

    def test_named_once(self):
        """The rest of the generator does not name a kind of buffer or a verb."""
        kinds = f"[\"']({'|'.join(shapes.BUFFERS)})[\"']"
        verbs = rf"sring_\{{?\{{[^}}]*\}}\}}?_({'|'.join(names.verbs())})\b"
        generator = ROOT / "codegen/sring_gen"
        for path in [*generator.glob("*.py"), *generator.glob("templates/*.j2")]:
            self.assertIsNone(re.search(kinds, path.read_text()), path)
        for path in [*generator.glob("*.py"), generator / "templates/encoding_test.c.j2"]:
            self.assertIsNone(re.search(verbs, path.read_text().replace("_set_{{", "")), path)

    def test_second_file_as_a_number(self):
        """A second descriptor that is a number is rejected: nothing would keep it open."""
        for name in ("splice", "tee"):
            self.change(f"spec/ops/{name}.yaml", "type: file", "type: i32")
        status, errors = self.generate()
        self.assertEqual(status, 1)
        self.assertEqual(errors.count("[unowned-file]"), 2, errors)


if __name__ == "__main__":
    unittest.main()
