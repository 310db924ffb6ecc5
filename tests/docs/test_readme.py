# SPDX-License-Identifier: MIT OR Apache-2.0
"""The README says what is so: its program is an example, its tables are the suite's and the
benchmark's, its messages are what the compilers print, its spec generates. With SRING_UPDATE=1 the
program and the tables are written into it.

    /usr/bin/python3 tests/docs/test_readme.py [LIBRARY]
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
INCLUDES = [f"-I{ROOT / 'include'}", f"-I{ROOT / 'generated/include'}"]
LIBRARY = None


def run(*command, **options):
    environment = dict(os.environ, LC_ALL="C")
    return subprocess.run(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **options)


def replaced(text, start, end, content):
    before, rest = text.split(start, 1)
    return before + start + content + end + rest.split(end, 1)[1]


def fenced(text):
    """What stands between fences."""
    return re.split(r"^```.*\n", text, flags=re.M)[1::2]


def program():
    source = (ROOT / "examples/hello.c").read_text()
    return source.split("*/\n", 1)[1]


def table():
    """The rows of the report, without the columns that need an explanation."""
    lines = ["| rule | gcc | clang | clang `-Wthread-safety` |", "|---|---|---|---|"]
    for line in (ROOT / "compile_fail/REPORT.md").read_text().split("## False alarms")[0].split("\n"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 6 and cells[1].startswith("`"):
            lines.append(f"| {cells[0]} | {cells[3]} | {cells[4]} | {cells[5]} |")
    return "\n" + "\n".join(lines) + "\n"


def ratios_of(benchmark):
    """The ratios of committed results: a median and two quartiles each."""
    results = json.loads((ROOT / f"bench/results/{benchmark}.json").read_text())
    return {comparison["what"]: comparison["ratio"]
            for contest in results["contests"] for comparison in contest["comparisons"]}


def cost():
    """The ratios of the overhead, a row for each form of use."""
    ratios = {what: ratio["median"] for what, ratio in ratios_of("overhead").items()}
    batches = 1, 8, 32, 128
    rows = [("handles", "raw"), ("callbacks", "raw_callbacks"), ("each", "raw")]
    names = {"handles": "handles", "callbacks": "callbacks", "each": "`await_each`"}
    lines = ["| at a time: | " + " | ".join(map(str, batches)) + " |", "|---|" + "---|" * 4]
    for what, suffix, compilers in (("time", ".time", ["gcc"]),
                                    ("instructions", "", ["gcc", "clang"])):
        for op, title in ("nop", "NOP"), ("read", "4 KiB read"):
            for ours, raw in rows:
                cells = []
                for batch in batches:
                    values = [ratios.get(f"{compiler}.{op}.b{batch}{suffix}.{ours}/{raw}")
                              for compiler in compilers]
                    cells.append(" / ".join("-" if v is None else f"{v:.2f}" for v in values))
                lines.append(f"| {what}: {title}, {names[ours]} | " + " | ".join(cells) + " |")
    return "\n" + "\n".join(lines) + "\n"


WORK = [
    ("echo, 64 B, 128 connections: requests/s against tuned liburing", "echo",
     "64B.128.sring/tuned"),
    ("... against epoll", "echo", "64B.128.sring/epoll"),
    ("... against libuv", "echo", "64B.128.sring/libuv"),
    ("random 4 KiB reads, `O_DIRECT`, 128 in flight: reads/s against threads", "random_read",
     "128.sring/threads"),
    ("... processor time per read", "random_read", "128.cpu_us_per_op.sring/threads"),
    ("`cp` over a file in the page cache: speed against tuned liburing", "copy",
     "page_cache.overwrite.cp/raw"),
    ("... against a loop of read and write with 128 KiB", "copy", "page_cache.overwrite.cp/loop"),
]


def work():
    """The ratios of whole programs."""
    lines = ["| | ratio | quartiles |", "|---|---|---|"]
    for title, benchmark, what in WORK:
        ratio = ratios_of(benchmark)[what]
        low, high = ratio["quartiles"]
        lines.append(f"| {title} | {ratio['median']:.2f} | {low:.2f} to {high:.2f} |")
    return "\n" + "\n".join(lines) + "\n"


class Readme(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.text = README.read_text()
        if os.environ.get("SRING_UPDATE"):
            cls.text = replaced(cls.text, "```c\n", "```", program())
            cls.text = replaced(cls.text, "<!-- table -->", "<!-- /table -->", table())
            cls.text = replaced(cls.text, "<!-- cost -->", "<!-- /cost -->", cost())
            cls.text = replaced(cls.text, "<!-- work -->", "<!-- /work -->", work())
            README.write_text(cls.text)

    def test_program(self):
        self.assertEqual(self.text.split("```c\n")[1].split("```")[0], program())

    def test_cost(self):
        self.assertEqual(self.text.split("<!-- cost -->")[1].split("<!-- /cost -->")[0], cost())

    def test_work(self):
        self.assertEqual(self.text.split("<!-- work -->")[1].split("<!-- /work -->")[0], work())

    def test_table(self):
        self.assertEqual(self.text.split("<!-- table -->")[1].split("<!-- /table -->")[0], table())

    def test_messages(self):
        blocks = [b for b in fenced(self.text) if b.startswith("$ ")]
        self.assertGreaterEqual(len(blocks), 5)
        for block in blocks:
            command, *expected = block.strip("\n").split("\n")
            with self.subTest(command):
                self.check_message(command.removeprefix("$ "), expected)

    def check_message(self, command, expected):
        words = command.split()
        if not shutil.which(words[0]):
            self.skipTest(f"{words[0]} is not installed")
        with tempfile.TemporaryDirectory() as folder:
            if "&&" in words:
                if not LIBRARY:
                    self.skipTest("no library was given to link with")
                program = f"{folder}/a.out"
                built = run(*words[:words.index("&&")], *INCLUDES, LIBRARY, "-luring", "-lpthread",
                            "-o", program)
                self.assertEqual(built.returncode, 0, built.stdout)
                printed = run(program).stdout
            else:
                printed = run(*words, *INCLUDES, "-o", f"{folder}/a.o").stdout
        lines = printed.split("\n")
        for line in expected:
            found = [index for index, have in enumerate(lines) if line.strip() in have]
            self.assertTrue(found, f"{command}: nothing printed contains {line!r}:\n{printed}")
            lines = lines[found[0] + 1:]

    def test_spec(self):
        spec = self.text.split("```yaml\n")[1].split("```")[0]
        name = "my_" + re.match(r"op: (\w+)", spec)[1]  # the library may have it by now
        spec = spec.replace("op: ", "op: my_", 1)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{name}.yaml")
            path.write_text(spec)
            made = run("/usr/bin/python3", str(ROOT / "codegen/sring-gen"), "--op", str(path),
                       "--out", folder)
            self.assertEqual(made.stdout, "")
            source = Path(folder, "a.c")
            source.write_text(f"#include <sring/ops/{name}.h>\n")
            built = run("gcc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-c",
                        f"-I{folder}/include", *INCLUDES, str(source), "-o", f"{folder}/a.o")
            self.assertEqual(built.stdout, "")

    def test_links(self):
        for target in re.findall(r"\]\(([^)#:]+)\)", self.text):
            self.assertTrue((ROOT / target).exists(), target)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        LIBRARY = sys.argv.pop(1)
    unittest.main(verbosity=2)
