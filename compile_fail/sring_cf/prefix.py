# SPDX-License-Identifier: MIT OR Apache-2.0
"""Precompiles case.h, once for each set of compiler flags: compiling it takes longer than the case
itself."""

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
        self.made = {}  # command -> the flags that use its precompiled header
        self.lock = threading.Lock()
        self.locks = {}

    def flags(self, case, command):
        """The flags to add to `command`, which has all other flags to compile the case. gcc's
        precompiled headers lose the `#pragma GCC diagnostic error` in the headers. So with gcc they
        are used only if all warnings are errors, as in a twin."""
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
        """The flags for a new precompiled header. None if the compiler prints anything: then each
        case compiles case.h and reports it."""
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
    """Whether the case includes our case.h before all other code, which could change its meaning."""
    folder = case.path.resolve().parent
    if case.batch or folder != HEADER.parent and (folder / "case.h").exists():
        return False
    lines = (line for line in case.path.read_text(encoding="utf-8").splitlines()
             if not line.startswith(("//", "/*", " *")) and line.strip())
    return next(lines, "") == INCLUDE
