# SPDX-License-Identifier: MIT OR Apache-2.0
"""How often a program asks the kernel, by strace, and the heap, by valgrind."""

import os
import re
import shutil
import tempfile

from . import runner


def calls(text):
    """The total in what `strace -c` wrote."""
    total = re.search(r"^\s*100\.00\s+\S+\s+\S+\s+(\d+)\s+(?:\d+\s+)?total$", text, re.M)
    if not total:
        raise runner.Failed("this is not what strace -c writes")
    return int(total[1])


def system_calls(argv):
    if not shutil.which("strace"):
        raise runner.Skipped("strace is not installed")
    with tempfile.TemporaryDirectory() as directory:
        out = os.path.join(directory, "strace.out")
        runner.run(["strace", "-f", "-qq", "-c", "-o", out, *argv])
        with open(out, encoding="utf-8") as file:
            return calls(file.read())


def heap(text):
    """The allocations in what memcheck said in the end."""
    total = re.search(r"total heap usage: ([\d,]+) allocs", text)
    if not total:
        raise runner.Failed("this is not what valgrind's memcheck says")
    return int(total[1].replace(",", ""))


def allocations(argv):
    if not shutil.which("valgrind"):
        raise runner.Skipped("valgrind is not installed")
    return heap(runner.run(["valgrind", "--undef-value-errors=no", *argv]).output)
