# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of checksum: test_checksum.py CHECKSUM"""

import os
import re
import subprocess
import sys
import unittest
import zlib

import common

CHECKSUM = sys.argv[1]
BLOCK = 128 * 1024


def run(*paths, **options):
    return subprocess.run([CHECKSUM, *paths], capture_output=True, timeout=60, **options)


def line(path, data):
    return f"{zlib.crc32(data):08x} {len(data):12} {path}\n".encode()


class Checksum(common.DirectoryTest):
    def test_sizes_around_a_block(self):
        paths, expected = [], b""
        for size in (0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 4 * BLOCK, 5 * BLOCK + 7, 40 * BLOCK):
            data = os.urandom(size)
            paths.append(self.make(f"file{size}", data))
            expected += line(paths[-1], data)
        result = run(*paths)
        self.assertEqual((result.returncode, result.stdout), (0, expected))

    def test_many_files(self):
        paths, expected = [], b""
        for number in range(300):
            data = os.urandom(number * 97)
            paths.append(self.make(f"file{number}", data))
            expected += line(paths[-1], data)
        result = run(*paths)
        self.assertEqual((result.returncode, result.stdout), (0, expected))

    def test_the_pool_grows_as_far_as_it_may(self):
        paths = [self.make(f"file{i}", os.urandom(40 * BLOCK)) for i in range(6)]
        result = run(*paths)
        blocks, most, _ = map(int, re.findall(rb"\d+", result.stderr))
        self.assertGreaterEqual(blocks, 6 * 40)
        self.assertGreater(most, 2)
        self.assertLessEqual(most, 8)

    def test_what_cannot_be_read(self):
        good = self.make("good", b"good")
        result = run(self.path("missing"), good, self.dir)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stdout, line(good, b"good"))
        self.assertIn(b"missing: No such file or directory", result.stderr)
        self.assertIn(b"Is a directory", result.stderr)

    def test_without_io_uring(self):
        result = run(self.make("file", b"x"), preexec_fn=common.forbid_io_uring)
        self.assertEqual((result.returncode, result.stdout), (1, b""))
        self.assertIn(b"seccomp", result.stderr)

    def test_usage(self):
        self.assertEqual(run().returncode, 2)


if __name__ == "__main__":
    common.require_io_uring()
    unittest.main(argv=sys.argv[:1])
