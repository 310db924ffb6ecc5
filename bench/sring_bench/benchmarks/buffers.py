# SPDX-License-Identifier: MIT OR Apache-2.0
from sring_bench.contest import COUNTED, Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

TITLE = "buffers: the pool and alloc/free against malloc/free"
COMPILERS = ["gcc"]

SIZES = {4096: "4KiB", 65536: "64KiB"}
COUNTS = [1, 8, 32, 128]
KINDS = ["malloc", "buf", "pool"]


def panels():
    for size in SIZES.values():
        yield Panel(f"Cost per buffer of {size.replace('KiB', ' KiB')}",
                    "against malloc and free, by number; less is better", {
            title: {str(count): [f"{size}.{count}.{what}.{kind}/malloc"
                                 for what in ("time", "instructions")] for count in COUNTS}
            for title, kind in (("a pool", "pool"), ("alloc and free", "buf"))},
            ("time", "instructions"))


def contests(setup):
    for size in SIZES:
        for count in COUNTS:
            yield instructions(setup, size, count)
            yield time(setup, size, count)


def contestants(setup, size, count):
    return [Contestant(kind, (setup.program("buffers"), kind, size, count, "{operations}"),
                       ours=kind != "malloc") for kind in KINDS]


def instructions(setup, size, count):
    return Contest(
        name=f"{SIZES[size]}.{count}.instructions",
        title=f"{SIZES[size].replace('KiB', ' KiB')}, {count} at a time",
        contestants=contestants(setup, size, count),
        measures=[Measure("instructions_per_op", "instructions/buffer")],
        comparisons=[Comparison("pool", None, at_most=36),
                     Comparison("pool", "malloc", at_most=0.12), Comparison("buf", "malloc")],
        method=COUNTED,
        operations=12800)


def time(setup, size, count):
    return Contest(
        name=f"{SIZES[size]}.{count}.time",
        title=f"{SIZES[size].replace('KiB', ' KiB')}, {count} at a time",
        contestants=contestants(setup, size, count),
        measures=[Measure("ns_per_op", "ns/buffer")],
        comparisons=[Comparison("pool", "malloc"), Comparison("buf", "malloc")],
        operations=12800 if setup.quick else 256000)
