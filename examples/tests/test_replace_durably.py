# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of replace_durably: test_replace_durably.py REPLACE_DURABLY"""

import os
import resource
import subprocess
import sys
import unittest

import common

PROGRAM = sys.argv[1]


def run(*arguments, data=b"", **options):
    return subprocess.run([PROGRAM, *arguments], input=data, capture_output=True, timeout=60,
                          **options)


class ReplaceDurably(common.DirectoryTest):
    def test_contents(self):
        for size in (0, 1, 4096, 1 << 20):
            data = os.urandom(size)
            path = self.make("file", b"old")
            result = run(path, data=data)
            self.assertEqual((result.returncode, result.stderr), (0, b""))
            self.assertEqual(self.read("file"), data)
        self.assertEqual(os.listdir(self.dir), ["file"])

    def test_a_new_file_in_the_working_directory(self):
        result = run("file", "60000", data=b"new", cwd=self.dir)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        self.assertEqual(self.read("file"), b"new")

    def test_the_chain_breaks(self):
        os.mkdir(self.path("taken"))
        result = run(self.path("taken"), data=b"new")
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"rename: Is a directory", result.stderr)
        self.assertEqual(os.listdir(self.dir), ["taken"])

    def test_no_room(self):
        path = self.make("file", b"old")
        result = run(path, data=b"x" * 8192, preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (4096, 4096)))
        self.assertNotEqual(result.returncode, 0)
        self.assertEqual(self.read("file"), b"old")

    def test_a_disk_that_cannot_be_written(self):
        """A disk in a file that cannot grow: the write succeeds in memory, and the sync fails."""
        disk = common.full_disk(self, {"file": b"old"})
        result = run(os.path.join(disk, "file"), data=os.urandom(1 << 20))
        self.assertIn(b"replace_durably: sync: ", result.stderr)
        self.assertEqual(result.returncode, 1)
        with open(os.path.join(disk, "file"), "rb") as file:
            self.assertEqual(file.read(), b"old")

    def test_what_cannot_be(self):
        self.assertEqual(run().returncode, 2)
        for time in "soon", "0", "-1", " 5", "5x", "99999999999999999999":
            self.assertEqual(run("file", time).returncode, 2)
        for option in "--unknown", "-f":
            self.assertEqual(run(option, data=b"new", cwd=self.dir).returncode, 2)
        self.assertEqual(run("--help", data=b"new", cwd=self.dir).returncode, 0)
        self.assertIn(b"No such file", run(self.path("none/file")).stderr)
        self.assertIn(b"File too large", run(self.path("file"), data=b"x" * ((1 << 20) + 1)).stderr)
        self.assertEqual(os.listdir(self.dir), [])

    def test_without_io_uring(self):
        result = run(self.path("file"), preexec_fn=common.forbid_io_uring)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"replace_durably: ", result.stderr)


if __name__ == "__main__":
    common.require_io_uring()
    unittest.main(argv=sys.argv[:1])
