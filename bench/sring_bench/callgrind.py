# SPDX-License-Identifier: MIT OR Apache-2.0
"""Instructions per operation. A program is counted with n operations and with 2n: the difference
is what n operations cost, and starting, warming up and ending cancel out. The kernel's
instructions are not in it. The counts repeat exactly."""

import os
import re
import shutil
import tempfile

from . import runner


def parse(text):
    """The instructions in what callgrind wrote: of all threads."""
    events = re.search(r"^events: (.*)$", text, re.M)
    totals = re.findall(r"^(?:totals|summary): ([\d ]+)$", text, re.M)
    if not events or not totals or "Ir" not in events[1].split():
        raise runner.Failed("this is not what callgrind writes")
    column = events[1].split().index("Ir")
    return int(totals[-1].split()[column])


def per_operation(argv_for, operations, count, rising=True):
    """`argv_for(n)` is the command that does n operations, and `count(command)` what it took, which
    must be more for more of them if it is `rising`."""
    if operations <= 0:
        raise ValueError("the difference method needs a number of operations")
    once, twice = count(argv_for(operations)), count(argv_for(2 * operations))
    if rising and twice <= once:
        raise runner.Failed(f"{2 * operations} operations took no more than "
                            f"{operations}: the program does not do what it is told")
    return (twice - once) / operations


def instructions(argv):
    if not shutil.which("valgrind"):
        raise runner.Skipped("valgrind is not installed")
    with tempfile.TemporaryDirectory() as directory:
        out = os.path.join(directory, "callgrind.out")
        runner.run(["valgrind", "--tool=callgrind", "--quiet", f"--callgrind-out-file={out}",
                    *argv])
        with open(out, encoding="utf-8", errors="replace") as file:
            return parse(file.read())
