# SPDX-License-Identifier: MIT OR Apache-2.0
"""A random spec is either rejected with a position, or everything generated from it is right: the C
compiles without a warning, the SQE has exactly the bytes of the spec, the man page has no errors,
and the twins of the compile-fail cases compile.

The specs are the same each time. SRING_FUZZ_SEED makes others; SRING_FUZZ_SECONDS limits the time
(default 15; 50 with script/test --long).
"""

import os
import random
import re
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import yaml

from support import ROOT, TestCase, call

from sring_gen import load, names
from spec_space import WORDS, Space

SECONDS = float(os.environ.get("SRING_FUZZ_SECONDS", "15"))
SEED = os.environ.get("SRING_FUZZ_SEED", "1")
STILL = """\
op: still
opcode: {name: IORING_OP_NOP, value: 0, since: "5.1"}
lifecycle: oneshot
brief: Do nothing; so that there is always one.
result: {kind: status}
"""
LIBRARY_HEADERS = [f"-I{ROOT / 'include'}", f"-I{ROOT / 'generated/include'}"]
BATCH = 60  # specs at a time
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror"]
ERROR = re.compile(r"spec/([\w/.]+):\d+:\d+: error: \S.* \[[\w-]+\]")
QUIET = re.compile(r"\[(==========|  PASSED  | RUN      |       OK )\]")
FRAME = re.compile(r"\.SH EXAMPLES\n\.nf\n(.*?)\.fi\n", re.S)


def run(command, **options):
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, text=True,
                          capture_output=True, check=False, **options)


class SpecSpace(TestCase):
    seconds = SECONDS

    def setUp(self):
        super().setUp()
        self.chance = random.Random(f"{SEED} {self.id()}")
        self.space = Space(self.chance)
        self.accepted = self.refused = 0

    # --- checks of a batch of specs -----------------------------------------------------------

    def check(self, specs):
        """`specs`: operation -> data."""
        spec, out, tests = self.folder / "spec", self.folder / "out", self.folder / "tests"
        for folder in (spec, out, tests):
            shutil.rmtree(folder, ignore_errors=True)
        (spec / "ops").mkdir(parents=True)
        shutil.copytree(ROOT / "spec/lifecycles", spec / "lifecycles")
        (spec / "ops/still.yaml").write_text(STILL)
        texts = {}
        for name, data in specs.items():
            texts[name] = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
            (spec / f"ops/{name}.yaml").write_text(texts[name])
        left = self.generate(spec, out, texts)
        self.refused += len(specs) - len(left)
        self.accepted += len(left)
        if left:
            call("--spec", spec, "--tests", "--out", tests)
            self.headers(out, texts, left)
            self.man_pages(out, texts, left)
            self.encodings(out, tests, texts, left)
            self.twins(out, tests, texts, left)

    def generate(self, spec, out, texts):
        """The accepted specs."""
        left = set(texts)
        while True:
            try:
                status, _, errors = call("--spec", spec, "--out", out)
            except Exception as error:
                raise AssertionError(self.culprit(spec, out, texts, left)) from error
            if not status:
                return sorted(left)
            refused = set()
            for line in errors.splitlines():
                self.assertRegex(line, ERROR)
                refused.add(ERROR.match(line)[1].removeprefix("ops/").removesuffix(".yaml"))
            self.assertTrue(refused <= left, errors)
            self.assertFalse(out.exists(), "something was generated")
            left -= refused
            for name in refused:
                (spec / f"ops/{name}.yaml").unlink()

    def culprit(self, spec, out, texts, left):
        """The spec that gives a traceback."""
        for name in left:
            for path in (spec / "ops").iterdir():
                path.unlink()
            (spec / "ops/still.yaml").write_text(STILL)
            (spec / f"ops/{name}.yaml").write_text(texts[name])
            try:
                call("--spec", spec, "--out", out)
            except Exception as error:
                return f"{type(error).__name__}: {error}\n{texts[name]}"
        return "only several together give a traceback"

    def holds(self, result, what, texts, left, good=lambda r: r.returncode == 0):
        """Fails and prints the specs that the output names."""
        if not good(result):
            lines = (result.stdout + result.stderr).splitlines()
            output = "\n".join(line for line in lines if not QUIET.match(line))[:6000]
            guilty = [n for n in left if re.search(rf"\b(sring_)?{n}(?![a-z0-9])", output)][:1]
            self.fail(f"{what}\n{output}\n" + "\n".join(texts[n] for n in guilty))

    def headers(self, out, texts, left):
        includes = [f"-I{out / 'include'}", *LIBRARY_HEADERS]
        for command in (["gcc", "-x", "c", "-std=c11"], ["g++", "-x", "c++", "-std=c++17"],
                        ["clang-19", "-x", "c", "-std=c11", "-Wthread-safety"]):
            if shutil.which(command[0]):
                self.holds(run([*command, *STRICT, "-fsyntax-only", *includes,
                                out / "include/sring/ops.h"]), command[0], texts, left)

    def man_pages(self, out, texts, left):
        pages = [out / f"man/man3/sring_{name}.3" for name in left]
        if shutil.which("mandoc"):
            self.holds(run(["mandoc", "-T", "lint", "-W", "error", *pages]), "mandoc", texts, left)
        for page in pages:
            # No text has become a roff request: each line that begins with a dot is from the
            # template.
            self.assertEqual(len(re.findall(r"^\.SH ", page.read_text(), re.M)), 8, page.name)
            for line in page.read_text().splitlines():
                self.assertRegex(line, r"^([^.']|\.(\\\"|TH|SH|SS|nf|fi|PP|br|B|BI|BR|IR|RB) ?|$)",
                                 texts[page.stem.removeprefix("sring_")])
        examples = self.folder / "examples.c"
        examples.write_text("\n".join(
            FRAME.search(page.read_text())[1].replace("\\-", "-").replace("\\&", "").replace(
                "\\e", "\\") for page in pages))
        self.holds(run(["gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
                        f"-I{out / 'include'}", *LIBRARY_HEADERS, examples]),
                   "the examples", texts, left)

    def encodings(self, out, tests, texts, left):
        """Each operation in its own ring, as in the tests of the library's operations."""
        program = self.folder / "encodings"
        source = self.folder / "encodings.c"
        source.write_text("".join(f'#include "{tests}/tests/encoding_{name}.c"\n' for name in left) +
                          f'#include "{tests}/tests/encoding_still.c"\n'
                          f'#include "{tests}/tests/encoding_main.c"\n')
        self.holds(run(["gcc", "-std=c11", "-D_GNU_SOURCE", "-O0", *STRICT, f"-I{out / 'include'}",
                        *LIBRARY_HEADERS, f"-I{ROOT / 'tests/encoding'}", source,
                        *self.library(), "-o", program, "-lcmocka", "-luring",
                        "-l:libboost_context.a", "-lpthread"]),
                   "the tests of the encoding", texts, left)
        self.holds(run([program], timeout=300), "the encoding", texts, left)

    _objects = None

    def library(self):
        """The library, built once for these tests."""
        if not SpecSpace._objects:
            folder = Path(tempfile.mkdtemp(prefix="sring-gen-library-"))
            unittest.addModuleCleanup(shutil.rmtree, folder)
            for part in [*(ROOT / "src").iterdir(), ROOT / "tests/encoding"]:
                if part.is_dir():  # two specs may have files of the same name
                    (folder / part.name).mkdir()
                    result = run(["gcc", "-std=c11", "-D_GNU_SOURCE", "-O0", "-c",
                                  *LIBRARY_HEADERS, f"-I{ROOT / 'src'}", f"-I{ROOT / 'generated/src'}",
                                  f"-I{ROOT / 'tests/encoding'}", *part.glob("*.c")],
                                 cwd=folder / part.name)
                    self.assertEqual(result.returncode, 0, result.stderr)
            SpecSpace._objects = sorted(folder.rglob("*.o"))
            SpecSpace._objects.remove(folder / "kernel/no_uring.o")  # in place of the others there
        return SpecSpace._objects

    def twins(self, out, tests, texts, left):
        """Only some, because each is compiled separately."""
        for name in self.chance.sample(left, min(int(3 + SECONDS / 25), len(left))):
            self.holds(run(["gcc", "-std=c11", "-DSRING_TWIN", *STRICT, "-fsyntax-only",
                            f"-I{out / 'include'}", *LIBRARY_HEADERS,
                            f"-I{ROOT / 'compile_fail'}", tests / f"compile_fail/{name}.c"]),
                       "the twin", texts, [name])

    # --- earlier mistakes ---------------------------------------------------------------------

    def test_these_are_right(self):
        base = {"opcode": {"name": "IORING_OP_FUZZ_250", "value": 250, "since": "6.0"},
                "lifecycle": "oneshot", "brief": "Do it.", "result": {"kind": "status"}}
        directory = {"name": "dir", "type": "file", "sqe": "fd", "default": -100, "doc": "Where."}

        def number(name, type, sqe, **more):
            return {"name": name, "type": type, "sqe": sqe, "doc": "What.", **more}

        self.check({name: dict(base, op=name, **data) for name, data in {
            # A buffer, and an argument in `addr`, as for fsetxattr.
            "value_in_addr2": {
                "arguments": [number("attribute", "path", "addr")],
                "buffer": {"name": "value", "direction": "out", "sqe": ["addr2", "len"]}},
            "value_far_away": {
                "arguments": [number("attribute", "path", "addr"), number("x", "u32", "len")],
                "buffer": {"name": "value", "direction": "out", "sqe": ["addr3", "pad2"]}},
            # Arguments that await_each would need in its items.
            "argument_in_fd": {"arguments": [number("domain", "i32", "fd")],
                               "result": {"kind": "count", "unit": "bytes"}},
            "argument_in_fd_with_minimum": {"arguments": [number("x", "u32", "fd", minimum=3)]},
            # A setter that must keep the rest of the first word.
            "directory_and_priority": {"options": [directory], "constants": {"ioprio": 7}},
            "directory_and_group": {
                "options": [directory], "result": {"kind": "count", "unit": "bytes", "doc": "x"},
                "buffer": {"name": "group", "kind": "provided", "direction": "in", "bundles": True,
                           "sqe": ["buf_group"]}},
            # The smallest and largest numbers.
            "numbers": {"constants": {"off": 2 ** 64 - 1, "len": -2 ** 31, "pad2": -2 ** 63},
                        "options": [number("a", "u32", "rw_flags", default=-1),
                                    number("b", "u32", "addr3", default=-100, pointer=False, narrow=True),
                                    number("c", "i32", "splice_fd_in", default=-2 ** 31)]},
            "least": {"arguments": [number("a", "u64", "off", minimum=2 ** 63)]},
        }.items()})
        self.assertEqual((self.accepted, self.refused), (8, 0))

    def test_these_are_refused(self):
        base = {"opcode": {"name": "IORING_OP_FUZZ_250", "value": 250, "since": "6.0"},
                "lifecycle": "oneshot", "brief": "Do it.", "result": {"kind": "status"}}
        sent = {"name": "data", "kind": "vector", "direction": "out",
                "sqe": ["msghdr.iov", "msghdr.iovlen"]}
        self.check({name: dict(base, op=name, **data) for name, data in {
            # The path would be in the place of the control data.
            "sent_and_path": {"message": "addr", "buffer": sent, "arguments": [
                {"name": "name", "type": "path", "sqe": "addr2", "doc": "What."}]},
            "sent_in_fd": {"message": "fd", "buffer": sent},
            "header_constant": {"message": "addr", "buffer": sent, "constants": {"msghdr.flags": 1}},
            "swapped": {"buffer": dict(sent, kind="owned", sqe=["len", "addr"])},
            "length_in_two_bytes": {"buffer": dict(sent, kind="owned", sqe=["addr", "buf_index"])},
            "length_in_fd": {"buffer": dict(sent, kind="owned", sqe=["addr", "fd"])},
            "length_in_address": {"buffer": dict(sent, kind="owned", sqe=["addr", "addr3"])},
            "owned_by_a_stream": {"lifecycle": "multishot",
                                  "buffer": dict(sent, kind="owned", sqe=["addr", "len"])},
            "minimum_of_a_path": {"arguments": [
                {"name": "name", "type": "path", "sqe": "addr", "minimum": 1, "doc": "What."}]},
        }.items()})
        self.assertEqual((self.accepted, self.refused), (0, 9))

    # --- where the specs come from ------------------------------------------------------------

    def batches(self, make, share):
        """Checks specs from `make(name)` for a share of the time."""
        end, number = time.monotonic() + self.seconds * share, 0
        while time.monotonic() < end:
            specs = {}
            for _ in range(BATCH):
                number += 1
                data = make(f"fuzz_{number}")
                specs[f"fuzz_{number}"] = data
            self.check(specs)
        print(f"\n{self.id().rpartition('.')[2]}: {self.accepted} accepted, {self.refused} refused")

    def test_combinations(self):
        self.batches(self.space.operation, 0.4)
        self.assertGreater(self.accepted, 20)

    def test_every_part_in_every_field(self):
        cases = list(self.space.everything())
        self.chance.shuffle(cases)
        cases = iter(cases)
        self.batches(lambda name: dict(next(cases, self.space.operation(name)), op=name), 0.25)

    def test_names(self):
        """Uses each word of C, its headers and the templates as each kind of name."""
        uses = [(word, at) for word in WORDS for at in range(5)]
        self.chance.shuffle(uses)
        groups = ("buffer", "arguments", "arguments", "options", "outputs")
        waiting = [[word for word, at in uses if at == kind and not names.taken(word, groups[kind])]
                   for kind in range(5)]

        def make(name):
            return self.space.named(name, [words.pop() if words else f"filler_{at}"
                                           for at, words in enumerate(waiting)])

        self.batches(make, 0.15)

    def test_by_the_schema_and_changed(self):
        originals = [load.load(path)[0].data for path in sorted((ROOT / "spec/ops").glob("*.yaml"))]

        def make(name):
            if self.space.perhaps(0.3):
                return dict(self.space.by_schema(), op=name)
            data = dict(self.chance.choice(originals), op=name)
            data.pop("liburing", None)  # the generator does not know its arguments
            opcode = self.chance.choice(range(200, 256))
            data["opcode"] = dict(data["opcode"], name=f"IORING_OP_FUZZ_{opcode}", value=opcode)
            donor = self.space.operation(name) if self.space.perhaps() else self.space.by_schema()
            donor.pop("liburing", None)
            for key in self.chance.sample(sorted(donor), self.chance.choice([1, 1, 2])):
                data[key] = donor[key]
            return dict(data, op=name)

        self.batches(make, 0.2)


if __name__ == "__main__":
    unittest.main()
