# SPDX-License-Identifier: MIT OR Apache-2.0
import atexit
import filecmp
import os
import shutil

from sring_bench import build, machine, runner
from sring_bench.contest import TIMED, Comparison, Contest, Contestant, Measure
from sring_bench.picture import Panel

TITLE = "Copying a file that is in memory: MiB per second"
COMPILERS = ["gcc"]

MIB = 1 << 20
FULL, QUICK = 1024, 128  # MiB
MEASURES = [Measure("operations_per_second", "MiB/s", "more"),
            Measure("cpu_seconds", "seconds of CPU")]


def panels():
    others = {"read and write": "loop", "copy_file_range": "copy_file_range",
              "liburing, tuned": "raw", "coreutils": "coreutils"}
    for place, title in ("page_cache", "Speed in the page cache"), ("tmpfs", "Speed on tmpfs"):
        yield Panel(title, "examples/cp against; more is better", {"": {
            label: [f"{place}.{how}.cp/{other}" for how in ("overwrite", "new")]
            for label, other in others.items()}}, ("overwrite", "new file"))


def contests(setup):
    mib = QUICK if setup.quick else FULL
    return [contest(setup, mib, *place, *how)
            for place in (("page_cache", build.ROOT / "build", 1.5), ("tmpfs", "/dev/shm", 0.97))
            for how in (("overwrite", True, "an existing file is overwritten"),
                        ("new", False, "the copy is a new file"))]


def contest(setup, mib, place, parent, goal, how, keep, title):
    mib = fitting(parent, mib)
    files = Files(parent, keep, mib)
    names = ["loop", "copy_file_range", "raw", "cp", "coreutils"]
    programs = [setup.program("copy_loop"), setup.program("copy_in_kernel"),
                setup.program("copy_raw"), setup.example("cp"), "/bin/cp"]
    return Contest(
        name=f"{place}.{how}",
        title=f"{mib} MiB, {'page cache of ' * (place != 'tmpfs')}{machine.file_system(parent)}, "
              f"{title}",
        contestants=[Contestant(name, (program, files.source, files.copy), name == "cp")
                     for name, program in zip(names, programs)],
        measures=MEASURES,
        # Most of the time for a new file is the kernel's, to find memory.
        comparisons=[Comparison("cp", "loop", at_least=goal if keep else None),
                     Comparison("cp", "raw", at_least=0.99 if keep else None),
                     Comparison("cp", "copy_file_range"),
                     Comparison("cp", "coreutils")],
        method=TIMED, operations=mib, prepare=files.prepare, check=files.check,
        skipped={} if mib else {name: f"no room in {place}" for name in names})


def fitting(parent, mib):
    """A size that fits three times into the free space, for two files and a reserve; or 0."""
    try:
        space = os.statvfs(parent)
    except OSError:
        return 0
    free = min(space.f_bavail * space.f_frsize, machine.free_memory())
    while mib >= QUICK and 3 * mib * MIB > free:
        mib //= 2
    return mib if mib >= QUICK else 0


class Files:
    """Source and destination, made at the first use and removed at the end of this process."""

    def __init__(self, parent, keep, mib):
        self.directory = os.path.join(parent, f"sring-bench-{os.getpid()}")
        self.source = os.path.join(self.directory, "source")
        self.copy = os.path.join(self.directory, "copy")
        self.keep, self.mib = keep, mib

    def make(self):
        os.makedirs(self.directory, exist_ok=True)
        atexit.register(shutil.rmtree, self.directory, ignore_errors=True)
        block = os.urandom(MIB)
        with open(self.source, "wb") as file:
            for number in range(self.mib):
                file.write(number.to_bytes(8, "little") + block[8:])
            os.fsync(file.fileno())

    def prepare(self, _contestant):
        """Prepares the same for each contestant: an old copy, on the disk and in memory, or
        none."""
        if not os.path.exists(self.source):
            self.make()
        if not self.keep:
            if os.path.exists(self.copy):
                os.unlink(self.copy)
            return
        if not os.path.exists(self.copy):
            self.spoil()
        with open(self.copy, "r+b") as file:
            os.fsync(file.fileno())

    def spoil(self):
        """Changes the copy, to detect a contestant that copies nothing."""
        with open(self.copy, "r+b" if os.path.exists(self.copy) else "wb") as file:
            for _ in range(self.mib):
                file.write(bytes(MIB))

    def check(self, _contestant):
        filecmp.clear_cache()
        if not filecmp.cmp(self.source, self.copy, shallow=False):
            raise runner.Failed("the copy differs from the source")
        if self.keep:
            self.spoil()
