# SPDX-License-Identifier: MIT OR Apache-2.0
import atexit
import os

from sring_bench.build import ROOT
from sring_bench.contest import Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

TITLE = "random 4 KiB reads without the page cache (O_DIRECT)"
COMPILERS = ["gcc"]

DEPTHS = [1, 32, 128]
FILE = ROOT / "build" / "bench-data" / f"random_read-{os.getpid()}"
FILE_SIZE = 1 << 30  # bytes, written BLOCK by BLOCK
BLOCK = 1 << 20
MEASURES = [Measure("iops", "reads/s", "more"), Measure("cpu_us_per_op", "CPU us/read")]


def panels():
    for title, measure in ("Reads per second", ""), ("CPU time per read", "cpu_us_per_op."):
        better = "less" if measure else "more"
        yield Panel(title, f"sring against, by number in flight; {better} is better", {
            label: {str(depth): [f"{depth}.{measure}sring/{other}"] for depth in DEPTHS}
            for label, other in (("threads", "threads"), ("liburing, tuned", "raw"))})


def contests(setup):
    return [contest(setup, depth) for depth in DEPTHS]


def contest(setup, depth):
    seconds = 0.3 if setup.quick else 1.0
    arguments = (FILE, depth, seconds)
    fio = ROOT / "bench" / "random_read" / "fio_read"
    deepest = depth == max(DEPTHS)
    contestants = [
        Contestant("threads", (setup.program("random_read_threads"), *arguments)),
        Contestant("raw", (setup.program("random_read_raw"), *arguments)),
        Contestant("sring", (setup.program("random_read_sring"), *arguments), ours=True),
        Contestant("fio-threads", (fio, "threads", *arguments)),
        Contestant("fio-io_uring", (fio, "io_uring", *arguments)),
    ]
    return Contest(
        name=str(depth),
        title=f"{depth} in flight",
        contestants=contestants,
        measures=MEASURES,
        comparisons=[
            Comparison("sring", "threads", at_least=0.98 if deepest else None),
            Comparison("sring", "threads", "cpu_us_per_op", at_most=0.35 if deepest else None),
            Comparison("sring", "raw"),
            Comparison("sring", "raw", "cpu_us_per_op"),
            Comparison("raw", "threads"),
            Comparison("raw", "threads", "cpu_us_per_op"),
        ],
        prepare=prepare,
        skipped={} if room() else dict.fromkeys((c.name for c in contestants), "no room"))


def room():
    """Whether the file fits, and as much again stays free."""
    space = os.statvfs(ROOT)
    return space.f_bavail * space.f_frsize >= 2 * FILE_SIZE


def prepare(_contestant):
    """Writes the file to read, once; it is removed at the end of this process. It is full of data,
    because reads of holes do not reach the device."""
    if FILE.exists():
        return
    FILE.parent.mkdir(parents=True, exist_ok=True)
    atexit.register(FILE.unlink, missing_ok=True)
    with open(FILE, "wb") as file:
        for _ in range(FILE_SIZE // BLOCK):
            file.write(os.urandom(BLOCK))
        file.flush()
        os.fsync(file.fileno())
