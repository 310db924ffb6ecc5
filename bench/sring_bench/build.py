# SPDX-License-Identifier: MIT OR Apache-2.0
"""Builds the contestants: optimised as in a distribution, no sanitizer, static library."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import runner

ROOT = Path(__file__).resolve().parents[2]
COMPILERS = {"gcc": "gcc", "clang": "clang-19"}
FLAGS = "-O2 -DNDEBUG"


@dataclass(frozen=True)
class Setup:
    """The settings for a benchmark module."""

    quick: bool  # only check that it works: less work, few rounds

    def directory(self, compiler="gcc"):
        return ROOT / "build" / f"bench-{compiler}"

    def program(self, name, compiler="gcc"):
        """A contestant that bench/CMakeLists.txt builds, as bench_<name>."""
        return str(self.directory(compiler) / "bench" / f"bench_{name}")

    def example(self, name):
        return str(self.directory() / "examples" / name)

    def built(self, name, compiler="gcc"):
        """Whether it was built; a library may be missing."""
        return os.access(self.program(name, compiler), os.X_OK)


def build(setup, compiler):
    """Raises runner.Skipped if there is no such compiler."""
    if not shutil.which(COMPILERS[compiler]):
        raise runner.Skipped(f"{COMPILERS[compiler]} is not installed")
    directory = setup.directory(compiler)
    step("cmake", "-S", ROOT, "-B", directory, f"-DCMAKE_C_COMPILER={COMPILERS[compiler]}",
         "-DCMAKE_BUILD_TYPE=Release", f"-DCMAKE_C_FLAGS_RELEASE={FLAGS}",
         f"-DCMAKE_CXX_FLAGS_RELEASE={FLAGS}", "-DSRING_BUILD_BENCH=ON",
         "-DSRING_BUILD_TESTS=OFF", "-DSRING_BUILD_SHARED=OFF", "-DSRING_ANALYSIS=OFF")
    step("cmake", "--build", directory, "-j", min(os.cpu_count() or 1, 2))


def step(*argv):
    done = subprocess.run([str(word) for word in argv], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise runner.Failed(f"{' '.join(map(str, argv))}\n{done.stdout}")
