# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of hello and stat_many: test_small.py HELLO STAT_MANY"""

import os
import subprocess
import sys
import unittest

import common

HELLO, STAT_MANY = sys.argv[1:3]


def run(*command, **options):
    return subprocess.run(command, capture_output=True, timeout=20, **options)


class Hello(common.DirectoryTest):
    def test_prints_the_whole_file(self):
        for size in 0, 1, 65535, 65536, 65537, 300000:
            data = os.urandom(size)
            result = run(HELLO, self.make("file", data))
            self.assertEqual((result.returncode, result.stderr), (0, b""), size)
            self.assertEqual(result.stdout, data, size)

    def test_missing_file(self):
        result = run(HELLO, self.path("missing"))
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"No such file or directory", result.stderr)

    def test_directory(self):
        result = run(HELLO, self.dir)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"Is a directory", result.stderr)

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([HELLO, self.make("file", b"text")], stdout=full, timeout=20)
        self.assertEqual(result.returncode, 1)

    def test_no_io_uring(self):
        result = run(HELLO, self.make("file"), preexec_fn=common.forbid_io_uring)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"seccomp", result.stderr)


class StatMany(common.DirectoryTest):
    def test_sizes_in_order(self):
        """More than one batch."""
        paths = [self.make("file%d" % i, b"x" * i) for i in range(150)]
        result = run(STAT_MANY, *paths)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        expected = ["%12d %s" % (i, path) for i, path in enumerate(paths)]
        self.assertEqual(result.stdout.decode().splitlines(), expected)

    def test_missing_file_among_others(self):
        result = run(STAT_MANY, self.make("a", b"1"), self.path("missing"), self.make("b", b"22"))
        self.assertEqual(result.returncode, 1)
        self.assertEqual(len(result.stdout.splitlines()), 2)
        self.assertIn(b"missing: No such file or directory", result.stderr)


if __name__ == "__main__":
    common.require_io_uring()
    unittest.main(argv=sys.argv[:1])
