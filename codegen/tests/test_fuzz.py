# SPDX-License-Identifier: MIT OR Apache-2.0
"""For any spec, sring-gen makes output or prints errors with a position, never a traceback."""

import copy
import os
import random
import shutil
import unittest

import yaml

from support import HERE, ROOT, TestCase, call

from sring_gen import load

JUNK = [None, True, 0, -1, 2 ** 63, 2 ** 70, 1.5, float("nan"), float("inf"), "", "x", "{", "off", [],
        [[]], {}, {"x": None}, [None], ["x", "x"], "2026-01-01", "A.", "\u00fc", "x\n", "*/", "\x07",
        "{op!r}", "{op:d}", "{}", "in", "ring", ["ring"], ["from", "to"], ["loan"], "end", "next"]
FILES = [b"", b"\n", b"---\n---\n", b"[]", b"[[[[", b"[" * 5000, b"null", b"- op: x", b"op:\n" * 3,
         b"\x00\x01\x02", b"\xff\xfe", b"? [a]\n: b", b"a: &x [*x]",
         b"a: !!python/object:os.system x",
         b"op: 2026-99-99", b"%YAML 9.9\n---\na: 1", b"? {a: b}\n: c", b"op: !x y", b"<<: {op: x}",
         b"op: 0o9", b"\t", b"op: \x7f", b'op: "\\ud800"', b'op: "\\UFFFFFFFF"', b'"\\ud800": 1',
         b"op: " + b"9" * 5000, b"op: 0x" + b"f" * 5000, b"op: 1e999", b"op: .nan", b"op: 1:30:00",
         b'op: !!int ""', b"op: !!int x", b"op: !!float x", b"op: !!bool x", b"op: !!timestamp x",
         b"op: !!binary x", b"op: !!null x", b"!!set {a, b}", b"!!omap [a: 1]", b"!!str [a]",
         b"? !!str [a]\n: b", b"a: &x 1\nb: *x", b"a: *x", b"<<: [{a: 1}, {b: 2}]", b"= : 1",
         b"a: b\n--- \nc: d", b"a: 1\n...\nb", b"%TAG ! tag:x,2000:\n---\nop: !y x", b"\xef\xbb\xbfop: x",
         "op: \u2028".encode(), b"a: {b: " * 60 + b"}" * 60, b"- " * 100 + b"x", b"&a [*a]",
         b"op: |\n  x\n\n", b"'op\n  x': y", b"op: 'x\r\n  y'", b"\x85", b"op: x\x00y"]


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


def without(data, where):
    result = copy.deepcopy(data)
    node = result
    for key in where[:-1]:
        node = node[key]
    del node[where[-1]]
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
        """Replaces each value of some operations and lifecycles with each kind of junk."""
        chance = random.Random(1)
        files = [("ops", name) for name in ("read_fixed", "statx", "connect", "close", "recvmsg")]
        user = {"oneshot": "nop", "multishot": "accept_multishot", "zerocopy": "send_zc"}
        for kind, name in files + [("lifecycles", name) for name in user]:
            spec = self.folder / name
            shutil.copytree(ROOT / "spec/lifecycles", spec / "lifecycles")
            (spec / "ops").mkdir()
            path = spec / kind / f"{name}.yaml"
            if kind == "lifecycles":
                shutil.copy(ROOT / f"spec/ops/{user[name]}.yaml", spec / "ops")
            data = load.load(ROOT / "spec" / kind / f"{name}.yaml")[0].data
            cases = [(where, junk) for where in places(data) for junk in JUNK]
            changed = [(where, junk, replaced(data, where, junk))
                       for where, junk in chance.sample(cases, 100)]
            changed += [(where, "left out", without(data, where)) for where in places(data) if where]
            for where, junk, result in chance.sample(changed, min(50, len(changed))):
                path.write_text(yaml.safe_dump(result, sort_keys=False))
                with self.subTest(name=name, where=where, junk=junk):
                    self.check(spec, (where, junk))

    def test_names_of_folders(self):
        """Odd file names go into comments of the generated files."""
        for name in ("a*", "new\nline", "??", "\u00fc", "*/ int x; /*".replace("/", "|")):
            spec = self.folder / name
            shutil.copytree(HERE / "base", spec)
            self.assertEqual(call("--spec", spec, "--out", self.folder / "out")[0], 0)
            header = self.folder / "out/include/sring/ops/poke.h"
            self.compile(header.read_text(), ["gcc", "-x", "c", "-std=c11", "-Wall", "-Werror"])

    def test_other_operations_that_are_wrong(self):
        """Junk in the library's operations, while one of the user's own is generated."""
        spec = self.copy_spec(HERE / "base")
        mine = self.folder / "mine.yaml"
        mine.write_text((spec / "ops/poke.yaml").read_text().replace("poke", "mine"))
        for content in (b"op: [x]", b"op: x\nopcode: 5", b"[]", b"op: {a: b}", b"\xff",
                        b"op: x\nopcode: {value: [1]}\noptions: 3", b"op: x\noptions: [{name: []}]"):
            (spec / "ops/other.yaml").write_bytes(content)
            status, _, errors = call("--spec", spec, "--op", mine, "--out", self.folder / "out")
            self.assertEqual((status, errors), (0, ""), content)


if __name__ == "__main__":
    unittest.main()
