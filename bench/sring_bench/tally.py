# SPDX-License-Identifier: MIT OR Apache-2.0
"""Counts a program's system calls, with strace, and allocations, with valgrind."""

import os
import re
import shutil
import tempfile

from . import runner


def calls(text):
    """The total in the output of `strace -c`."""
    total = re.search(r"^\s*100\.00\s+\S+\s+\S+\s+(\d+)\s+(?:\d+\s+)?total$", text, re.M)
    if not total:
        raise runner.Failed("unexpected output of strace -c")
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
    """The allocations in memcheck's summary."""
    total = re.search(r"total heap usage: ([\d,]+) allocs", text)
    if not total:
        raise runner.Failed("unexpected output of valgrind's memcheck")
    return int(total[1].replace(",", ""))


def allocations(argv):
    if not shutil.which("valgrind"):
        raise runner.Skipped("valgrind is not installed")
    return heap(runner.run(["valgrind", "--undef-value-errors=no", *argv]).output)
