# SPDX-License-Identifier: MIT OR Apache-2.0
"""The columns of the table: a compiler and its flags."""

import shutil
from dataclasses import dataclass
from functools import lru_cache

STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror"]


@dataclass(frozen=True)
class Column:
    name: str
    compiler: str
    flags: tuple
    analysis: bool = False  # clang's -Wthread-safety, without code generation
    gaps_only: bool = False  # only the known gaps must state it

    @property
    def executable(self):
        return find(self.compiler)

    @property
    def strict(self):
        return STRICT + (["-Wthread-safety"] if self.compiler.startswith("clang") else [])


def _columns():
    for level in "O0", "O1", "O2", "O3", "Os":
        # Of functions that come out the same, gcc would compile, and complain of, only the first.
        yield Column(f"gcc-{level}", "gcc-12", (f"-{level}", "-fno-ipa-icf"))
    for compiler in "clang-14", "clang-19":
        yield Column(compiler, compiler, ("-O2", "-ferror-limit=0"))
    for compiler in "clang-14", "clang-19":
        yield Column(f"{compiler}-tsa", compiler,
                     ("-fsyntax-only", "-ferror-limit=0", "-Wthread-safety",
                      "-Werror=thread-safety-analysis"), analysis=True)
    yield Column("gcc-asan", "gcc-12", ("-O0", "-fsanitize=address"), gaps_only=True)
    yield Column("gcc-dev", "gcc-12", ("-O0", "-DSRING_DEVELOPMENT"), gaps_only=True)


KNOWN_GAP = "known_gap_"  # how the names of such cases begin
COLUMNS = {column.name: column for column in _columns()}
GROUPS = {
    "all": [name for name, column in COLUMNS.items() if not column.gaps_only],
    "gcc": ["gcc-O1", "gcc-O2", "gcc-O3", "gcc-Os"],
    "clang": ["clang-14", "clang-19"],
    "clang-tsa": ["clang-14-tsa", "clang-19-tsa"],
}


INSTEAD = {}  # compiler of a column -> the one that is called


@lru_cache(maxsize=None)
def find(compiler):
    """The path of a compiler, or None. Without gcc-12 any gcc is used."""
    if compiler in INSTEAD:
        return shutil.which(INSTEAD[compiler])
    return shutil.which(compiler) or (shutil.which("gcc") if compiler == "gcc-12" else None)
