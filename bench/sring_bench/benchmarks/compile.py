# SPDX-License-Identifier: MIT OR Apache-2.0
import shutil

from sring_bench.build import COMPILERS as PROGRAMS
from sring_bench.build import ROOT
from sring_bench.contest import TIMED, Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

TITLE = "the compile time of the headers, against <liburing.h>"
COMPILERS = []  # nothing is built: the compilations are timed

SOURCES = ROOT / "bench" / "compile"
INCLUDED = [f"-I{ROOT}/include", f"-I{ROOT}/generated/include"]
VARIANTS = [("gcc", "-O0"), ("gcc", "-O2"), ("clang", "-O2")]
MEASURES = [Measure("cpu_seconds", "CPU s"), Measure("elapsed_seconds", "elapsed s")]


def panels():
    for name, title in ("used", "CPU time of headers and one read"), ("alone", "CPU time of headers"):
        yield Panel(title, "against <liburing.h>; less is better", {"": {
            f"{PROGRAMS[compiler]} {level}": [f"{name}.{compiler}{level}.{variant}/liburing"
                                              for variant in ("sring", "sring-all")]
            for compiler, level in VARIANTS}}, ("one operation", "<sring/sring.h>"))


def contests(setup):
    for compiler, level in VARIANTS:
        yield used(compiler, level)
        yield alone(compiler, level)


def used(compiler, level):
    """A file that does one read."""
    return contest("used", "headers, and one read", compiler, level, {
        "nothing": ["-x", "c", "/dev/null"],
        "liburing": [SOURCES / "liburing_read.c"],
        "sring": [SOURCES / "sring_read.c"],
        "sring-all": ["-DWITH_ALL_OPERATIONS", SOURCES / "sring_read.c"],
    })


def alone(compiler, level):
    """An empty file that includes a header."""
    return contest("alone", "headers alone", compiler, level, {
        "nothing": ["-x", "c", "/dev/null"],
        "liburing": ["-include", "liburing.h", "-x", "c", "/dev/null"],
        "sring": ["-include", "sring/ops/read_at.h", "-x", "c", "/dev/null"],
        "sring-all": ["-include", "sring/sring.h", "-x", "c", "/dev/null"],
    })


def contest(name, title, compiler, level, contestants):
    program = PROGRAMS[compiler]
    missing = {} if shutil.which(program) else {c: f"no {program}" for c in contestants}
    return Contest(
        name=f"{name}.{compiler}{level}",
        title=f"{title}, {program} {level}",
        contestants=[
            Contestant(each, (program, "-std=gnu11", level, *INCLUDED, *arguments, "-c", "-o",
                              "/dev/null"), ours=each.startswith("sring"))
            for each, arguments in contestants.items()],
        measures=MEASURES,
        comparisons=[Comparison("sring", "liburing", at_most=1.0),
                     Comparison("sring-all", "liburing")],
        method=TIMED,
        rounds=31,
        skipped=missing)
