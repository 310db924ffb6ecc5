# SPDX-License-Identifier: MIT OR Apache-2.0
"""Tests of reading the output of strace and memcheck."""

import unittest

from sring_bench import runner, tally

STRACE = """% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 62.11    0.001234           1       800           io_uring_enter
 37.89    0.000753          12        60         3 mmap
------ ----------- ----------- --------- --------- ----------------
100.00    0.001987           2       860         3 total
"""
MEMCHECK = """==7== HEAP SUMMARY:
==7==     in use at exit: 0 bytes in 0 blocks
==7==   total heap usage: 1,029 allocs, 1,029 frees, 74,576 bytes allocated
"""


class Reading(unittest.TestCase):
    def test_system_calls(self):
        self.assertEqual(tally.calls(STRACE), 860)
        self.assertEqual(tally.calls(STRACE.replace("         3 total", "           total")), 860)

    def test_allocations(self):
        self.assertEqual(tally.heap(MEMCHECK), 1029)

    def test_something_else(self):
        with self.assertRaises(runner.Failed):
            tally.calls(MEMCHECK)
        with self.assertRaises(runner.Failed):
            tally.heap(STRACE)
