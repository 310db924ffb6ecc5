# SPDX-License-Identifier: MIT OR Apache-2.0
"""Whatever stands in a spec, the answer is output or errors with a position, never a traceback."""

import copy
import os
import random
import shutil
import unittest

import yaml

from support import HERE, ROOT, TestCase, call

from sring_gen import load

JUNK = [None, True, 0, -1, 2 ** 70, 1.5, "", "x", "{", "off", [], [[]], {}, {"x": None}, [None],
        "2026-01-01", "A.", "\u00fc"]
FILES = [b"", b"\n", b"---\n---\n", b"[]", b"[[[[", b"[" * 5000, b"null", b"- op: x", b"op:\n" * 3,
         b"\x00\x01\x02", b"\xff\xfe", b"? [a]\n: b", b"a: &x [*x]",
         b"a: !!python/object:os.system x",
         b"op: 2026-99-99", b"%YAML 9.9\n---\na: 1", b"? {a: b}\n: c", b"op: !x y", b"<<: {op: x}",
         b"op: 0o9", b"\t", b"op: \x7f"]


def places(data, where=()):
    """Every path in nested data."""
    yield where
    entries = data.items() if isinstance(data, dict) else \
        enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        yield from places(value, where + (key,))


def replaced(data, where, value):
    if not where:
        return value
    result = copy.deepcopy(data)
    node = result
    for key in where[:-1]:
        node = node[key]
    node[where[-1]] = value
    return result


class Fuzz(TestCase):
    def check(self, spec, what):
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        status, _, errors = call("--spec", spec, "--out", out)
        if status:
            lines = errors.splitlines()
            positions = []
            for line in lines:
                self.assertRegex(line, r"^[\w/.]+:\d+:\d+: error: .* \[[\w-]+\]$", what)
                path, row, column = line.split(":")[:3]
                positions.append((path, int(row), int(column)))
            self.assertEqual(positions, sorted(positions), what)
            self.assertEqual(len(lines), len(set(lines)), what)
        return status

    def test_files(self):
        for kind, name in (("ops", "poke"), ("lifecycles", "small")):
            for content in FILES:
                spec = self.copy_spec(HERE / "base")
                (spec / kind / f"{name}.yaml").write_bytes(content)
                with self.subTest(kind=kind, content=content[:20]):
                    self.assertEqual(self.check(spec, content), 1)
                shutil.rmtree(spec)

    def test_folders(self):
        self.assertEqual(self.check(self.folder / "missing", "missing"), 1)
        spec = self.copy_spec(HERE / "base")
        (spec / "ops/folder.yaml").mkdir()
        self.assertEqual(self.check(spec, "a folder instead of a file"), 1)
        (spec / "ops/folder.yaml").rmdir()
        (spec / "ops/dangling.yaml").symlink_to("nowhere")
        self.assertEqual(self.check(spec, "a dangling link"), 1)
        (spec / "ops/dangling.yaml").unlink()
        if os.geteuid() != 0:
            (spec / "ops/poke.yaml").chmod(0)
            self.assertEqual(self.check(spec, "no permission"), 1)

    def test_values(self):
        """Each value of a rich operation and of the lifecycle, replaced by each kind of junk."""
        chance = random.Random(1)
        files = [("ops", name) for name in ("read_fixed", "statx", "connect", "close", "recvmsg")]
        for kind, name in files + [("lifecycles", "oneshot")]:
            spec = self.folder / name
            shutil.copytree(ROOT / "spec/lifecycles", spec / "lifecycles")
            (spec / "ops").mkdir()
            path = spec / kind / f"{name}.yaml"
            if kind == "lifecycles":
                shutil.copy(ROOT / "spec/ops/nop.yaml", spec / "ops")
            data = load.load(ROOT / "spec" / kind / f"{name}.yaml")[0].data
            cases = [(where, junk) for where in places(data) for junk in JUNK]
            for where, junk in chance.sample(cases, 150):
                path.write_text(yaml.safe_dump(replaced(data, where, junk), sort_keys=False))
                with self.subTest(name=name, where=where, junk=junk):
                    self.check(spec, (where, junk))


if __name__ == "__main__":
    unittest.main()
