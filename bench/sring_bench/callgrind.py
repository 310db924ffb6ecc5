# SPDX-License-Identifier: MIT OR Apache-2.0
"""Instructions per operation. A program is counted with n and with 2n operations; the difference
is the cost of n operations, without start, warm-up and end. The kernel's instructions are not
counted. The counts repeat exactly."""

import os
import re
import shutil
import tempfile

from . import build, runner

COUNTED_SERVER = build.ROOT / "bench" / "echo" / "counted"
# Callgrind does not bear the signals by which Go preempts goroutines.
NO_PREEMPTION = {"GODEBUG": "asyncpreemptoff=1"}


def parse(text):
    """The instructions of all threads in callgrind's output."""
    events = re.search(r"^events: (.*)$", text, re.M)
    totals = re.findall(r"^(?:totals|summary): ([\d ]+)$", text, re.M)
    if not events or not totals or "Ir" not in events[1].split():
        raise runner.Failed("unexpected output of callgrind")
    column = events[1].split().index("Ir")
    return int(totals[-1].split()[column])


def per_operation(argv_for, operations, count, rising=True):
    """`argv_for(n)` is the command for n operations, `count(command)` its cost. With `rising`, more
    operations must cost more."""
    if operations <= 0:
        raise ValueError("the difference method needs a number of operations")
    once, twice = count(argv_for(operations)), count(argv_for(2 * operations))
    if rising and twice <= once:
        raise runner.Failed(f"{2 * operations} operations took no more than "
                            f"{operations}: the program ignores its argument")
    return (twice - once) / operations


def instructions(argv):
    return counted(argv, lambda out: (["valgrind", "--tool=callgrind", "--quiet",
                                       f"--callgrind-out-file={out}", *argv], out))


def server_instructions(argv):
    """Of the server that the command loads: bench_echo_load SIZE CONNECTIONS REQUESTSx SERVER..."""
    load, server = argv[:4], argv[4:]
    return counted(argv, lambda out: ([*load, str(COUNTED_SERVER), out, *server], f"{out}.1"))


def counted(argv, command_for):
    """`command_for(file)` is the command that counts, and the file that it writes."""
    if not shutil.which("valgrind"):
        raise runner.Skipped("valgrind is not installed")
    with tempfile.TemporaryDirectory() as directory:
        command, written = command_for(os.path.join(directory, "callgrind.out"))
        runner.run(command, environment=NO_PREEMPTION)
        if not os.path.exists(written):
            raise runner.Failed(f"{' '.join(argv)}: callgrind wrote nothing")
        with open(written, encoding="utf-8", errors="replace") as file:
            return parse(file.read())


COUNTERS = instructions, server_instructions
