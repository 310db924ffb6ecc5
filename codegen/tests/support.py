# SPDX-License-Identifier: MIT OR Apache-2.0
"""Helpers of the generator's tests."""

import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "codegen"))
sys.dont_write_bytecode = True


def sring_gen(*arguments, cwd=None):
    """Runs the command as a user would; returns (exit status, stdout, stderr)."""
    run = subprocess.run(["/usr/bin/python3", "-B", str(ROOT / "codegen/sring-gen"),
                          *map(str, arguments)], cwd=cwd, capture_output=True, text=True)
    return run.returncode, run.stdout, run.stderr


def call(*arguments):
    """The same in this process, which is faster. A traceback fails the test."""
    from sring_gen import cli
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = end.code
    return status, output.getvalue(), errors.getvalue()


class TestCase(unittest.TestCase):
    """A test with a temporary folder."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="sring-gen-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def copy_spec(self, source=ROOT / "spec"):
        return Path(shutil.copytree(source, self.folder / "spec"))

    def compilers(self, *names):
        """The installed ones of these compilers; skips the test if there is none."""
        found = [name for name in names if shutil.which(name)]
        if not found:
            self.skipTest(f"SKIP: none of {', '.join(names)} is installed")
        return found

    def compile(self, source, command, includes=()):
        """Compiles the text; fails with the compiler's output."""
        paths = [f"-I{path}" for path in (*includes, ROOT / "include",
                                          ROOT / "generated/include")]
        run = subprocess.run([*command, *paths, "-c", "-o", os.devnull, "-"], input=source,
                             capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, f"{' '.join(command)}\n{run.stderr}")
