# SPDX-License-Identifier: MIT OR Apache-2.0
"""case.h and what it includes, compiled once for each way in which cases are compiled: it takes
longer than the case itself."""

import os
import subprocess
import tempfile
import threading
from pathlib import Path

HEADER = Path(__file__).resolve().parents[1] / "cases/case.h"
INCLUDE = '#include "case.h"'


class Prefixes:
    """The precompiled headers of a run."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="sring-case-")
        self.made = {}  # command -> the flags that use what it makes
        self.lock = threading.Lock()
        self.locks = {}

    def flags(self, case, command):
        """What to add to `command`, which has all flags of a compilation of the case. What gcc
        precompiles forgets the headers' `#pragma GCC diagnostic error`: it will do only where all
        warnings are errors, as in a twin."""
        if not _begins_with_it(case) or _is_gcc(command) and "-Werror" not in command:
            return []
        key = tuple(word for word in command if word != "-fsyntax-only")
        with self.lock:
            lock = self.locks.setdefault(key, threading.Lock())
        with lock:
            if key not in self.made:
                self.made[key] = self._make(key)
            return self.made[key]

    def _make(self, command):
        """Nothing if the compiler has anything to say: then let each case hear it."""
        folder = Path(tempfile.mkdtemp(dir=self.folder.name))
        header = folder / "prefix.h"
        header.write_text(f'#include "{HEADER}"\n', encoding="utf-8")
        made = folder / ("prefix.h.gch" if _is_gcc(command) else "prefix.pch")
        result = subprocess.run([*command, "-x", "c-header", "-o", str(made), str(header)],
                                stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if result.returncode or result.stdout or result.stderr:
            return []
        return ["-include", str(header)] if _is_gcc(command) else \
            ["-include-pch", str(made)]


def _is_gcc(command):
    return "clang" not in os.path.basename(command[0])


def _begins_with_it(case):
    """Nothing stands before our case.h that could change what it says."""
    folder = case.path.resolve().parent
    if case.batch or folder != HEADER.parent and (folder / "case.h").exists():
        return False
    lines = (line for line in case.path.read_text(encoding="utf-8").splitlines()
             if not line.startswith(("//", "/*", " *")) and line.strip())
    return next(lines, "") == INCLUDE
