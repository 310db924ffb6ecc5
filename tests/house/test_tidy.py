# SPDX-License-Identifier: MIT OR Apache-2.0
"""Checks the house rules: short functions and files, an opening comment in each file, no unused
files, no empty words.

    /usr/bin/python3 tests/house/test_tidy.py
"""

import re
import shutil
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FUNCTION = 60  # lines between the braces
LONGEST_FILE = {"src": 300, "include": 410}  # lines
# Empty words, and marks of unfinished work.
BANNED = ["simply", "obviously", "of course", "just works", "magic", "TODO", "FIXME", "XXX", "hack",
          "blazing", "seamless", "leverage"]


def committed(*patterns):
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True,
                            check=False)
    if listed.returncode:  # an archive, not a clone
        return [path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()]
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def by_hand(*patterns):
    left_out = ROOT / "generated", ROOT / "codegen/tests/golden", ROOT / "bench/results"
    return [path for path in committed(*patterns)
            if not any(folder in path.parents for folder in left_out)]


def functions(text):
    """(name, number of lines) of each function; its braces are in the first column."""
    lines = text.split("\n")
    start = None
    for number, line in enumerate(lines):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            head = " ".join(lines[max(0, start - 4):start])
            names = re.findall(r"(\w+)\(", head)
            yield names[0] if names else "?", number - start - 1
            start = None


class Tidy(unittest.TestCase):
    def none(self, problems):
        """Fails with all of them."""
        problems = [f"{path.relative_to(ROOT)}: {what}" for path, what in problems]
        self.assertEqual(problems, [], "\n" + "\n".join(problems))

    def test_functions_are_short(self):
        self.none((path, f"{name} has {count} lines: divide it")
                  for path in by_hand("src/*.c", "include/*.h", "examples/*.c", "probe/*.c")
                  for name, count in functions(path.read_text())
                  if count > LONGEST_FUNCTION)

    def test_files_are_short(self):
        counts = {path: len(path.read_text().splitlines())
                  for path in by_hand("src/*.[ch]", "include/*.h")}
        self.none((path, f"{count} lines: divide it")
                  for path, count in counts.items()
                  if count > LONGEST_FILE[path.relative_to(ROOT).parts[0]])

    def test_opening_comments(self):
        opening = re.compile(r"/\* SPDX-License-Identifier: [^\n]*\n \*\n \* \w")
        self.none((path, "does not begin with what the file is for")
                  for path in by_hand("src/*.[ch]", "include/*.h", "tests/*.c", "examples/*.c", "probe/*.[ch]")
                  if "consumer" not in path.parts and not opening.match(path.read_text()))

    def test_everything_is_used(self):
        lists = "".join(path.read_text()
                        for path in by_hand("*CMakeLists.txt", "script/portability.py"))
        texts = "".join(path.read_text() for path in by_hand("*.c", "*.h", "*.cpp", "*.j2") +
                        committed("generated/include/*.h"))
        self.none((path, "is not built") for path in by_hand("src/*.c", "tests/*.c", "examples/*.c", "probe/*.c")
                  if "consumer" not in path.parts
                  and not re.search(rf"\b{path.stem.removeprefix('test_')}\b", lists))
        self.none((path, "is not included") for path in by_hand("src/*.h", "include/*.h", "probe/*.h")
                  if not re.search(rf'#include [<"]([\w./]+/)?{path.name}[>"]', texts))

    def test_format(self):
        if not shutil.which("clang-format-19"):
            self.skipTest("SKIP: clang-format-19 is not installed")
        run = subprocess.run(["clang-format-19", "--dry-run", "-Werror", *by_hand(*(f"{folder}/*.[ch]" for folder in ("bench", "examples", "include", "probe", "src", "tests")))],
                             cwd=ROOT, capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_words(self):
        pattern = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in BANNED))
        found = [(path, pattern.search(path.read_text(errors="replace")))
                 for path in by_hand("*.c", "*.h", "*.md", "*.yaml", "*.j2", "*CMakeLists.txt")]
        self.none((path, f"says {match[0]!r}") for path, match in found if match)

    def test_plain_characters(self):
        for path in by_hand("src/*", "include/*", "examples/*.c", "probe/*.[ch]", "spec/*"):
            text = path.read_text()
            self.none([(path, "is not plain ASCII, or has a tab, or no newline at its end")]
                      if not text.isascii() or "\t" in text or not text.endswith("\n") else [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
