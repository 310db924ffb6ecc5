# SPDX-License-Identifier: MIT OR Apache-2.0
"""The cost of the library beyond raw liburing, with operations that the kernel completes at
once."""

from sring_bench import tally
from sring_bench.build import ROOT
from sring_bench.contest import COUNTED, Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

TITLE = "overhead: NOP and cached 4 KiB reads, with raw liburing and with the library"
COMPILERS = ["gcc", "clang"]

FILE = str(ROOT / "build" / "bench-overhead.data")
BATCHES = [1, 8, 32, 128]
RAW = ["raw", "raw_callbacks", "raw_free_list", "floor"]
OURS = ["handles", "callbacks", "each"]

# Goals, by compiler: instructions relative to raw liburing in the same form.
HANDLES = {"gcc": {"nop": 1.00, "read": 1.12}, "clang": {"nop": 1.10, "read": 1.20}}
ALONE = {"gcc": 0.85, "clang": 0.92}  # one operation at a time
EACH = {"gcc": 0.90, "clang": 0.95}
CALLBACKS = {"gcc": 1.15, "clang": 1.28}
FREE_LIST = {"gcc": 1.00, "clang": 1.10}
# And of time.
TIME = {"nop": {1: 0.75, 8: 0.87, 32: 1.00, 128: 1.00},
        "read": {1: 0.90, 8: 1.00, 32: 1.00, 128: 1.00}}


def panels():
    for title, suffix in ("Time", ".time"), ("User instructions", ""):
        for op, name in ("nop", "NOP"), ("read", "4 KiB read"):
            yield Panel(f"{title} per {name}",
                        "against raw liburing, by number at a time; less is better", {
                shown: {str(batch): [f"{compiler}.{op}.b{batch}{suffix}.{what}"
                                     for compiler in COMPILERS]
                        for batch in BATCHES if suffix or batch > 1 or shown == "handles"}
                for shown, what in (("handles", "handles/raw"), ("await_each", "each/raw"),
                                    ("callbacks", "callbacks/raw_callbacks"))}, tuple(COMPILERS))


def contests(setup):
    for form in time, instructions:
        for compiler in COMPILERS:
            for op in "nop", "read":
                for batch in BATCHES:
                    yield form(setup, compiler, op, batch)
    yield counted(setup, "system_calls", tally.system_calls)
    yield counted(setup, "allocations", tally.allocations)


def contestants(setup, compiler, op, batch, names):
    file = [FILE] if op == "read" else []
    return [Contestant(name, (setup.program(f"overhead_{name}", compiler), op, batch,
                              "{operations}", *file), ours=name in OURS)
            for name in names]


def skipped(setup, compiler):
    built = setup.built("overhead_floor", compiler)
    return {} if built else {"floor": "it is written for x86-64 only"}


def instructions(setup, compiler, op, batch):
    alone = batch == 1
    comparisons = [
        Comparison("handles", "raw", at_most=(ALONE if alone else HANDLES[compiler])[
            compiler if alone else op]),
        Comparison("handles", "raw_free_list", at_most=FREE_LIST[compiler])]
    if not alone:
        comparisons += [
            Comparison("each", "raw", at_most=EACH[compiler]),
            Comparison("callbacks", "raw_callbacks", at_most=CALLBACKS[compiler]),
            Comparison("callbacks", "raw_free_list", at_most=FREE_LIST[compiler])]
    return Contest(
        name=f"{compiler}.{op}.b{batch}",
        title=f"{op}, {batch} at a time, {compiler}",
        contestants=contestants(setup, compiler, op, batch, RAW + OURS),
        measures=[Measure("instructions_per_op", "instructions/operation")],
        comparisons=comparisons,
        method=COUNTED,
        skipped=skipped(setup, compiler),
        operations=64 * batch)


def time(setup, compiler, op, batch):
    names = ["raw", "raw_callbacks", "floor", *OURS]
    return Contest(
        name=f"{compiler}.{op}.b{batch}.time",
        title=f"{op}, {batch} at a time, {compiler}",
        contestants=contestants(setup, compiler, op, batch, names),
        measures=[Measure("ns_per_op", "ns/operation")],
        comparisons=[Comparison("handles", "raw", at_most=TIME[op][batch]),
                     Comparison("each", "raw", at_most=TIME[op][batch] if batch > 1 else None),
                     Comparison("callbacks", "raw_callbacks")],
        rounds=15,
        skipped=skipped(setup, compiler),
        operations=work(setup, op, batch))


def work(setup, op, batch):
    """Operations for about 20 ms."""
    operations = (60 if batch == 1 else 250) * 1000 if op == "nop" else 20 * 1000
    return operations // (20 if setup.quick else 1) // batch * batch


def counted(setup, what, counter):
    """Per operation, in steady state: no more system calls than raw liburing, or no allocations."""
    goal = {"reference": "raw", "at_most": 1.0} if what == "system_calls" else \
        {"reference": None, "at_most": 0.0}
    return Contest(
        name=f"gcc.read.b8.{what}",
        title=f"read, 8 at a time: {what.replace('_', ' ')}",
        contestants=contestants(setup, "gcc", "read", 8, ["raw", "raw_callbacks", *OURS]),
        measures=[Measure(f"{what}_per_op", f"{what.replace('_', ' ')}/operation")],
        comparisons=[Comparison(name, **goal) for name in OURS],
        method=COUNTED,
        counter=counter,
        operations=8000)
